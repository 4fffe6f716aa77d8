"""The hidden checks, a file a unit. They stay with the instructor; they hold no solution."""
