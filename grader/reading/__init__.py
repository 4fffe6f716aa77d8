"""What strangers handed in is read here: in a process that holds no solution, limited, and a new one each time."""
