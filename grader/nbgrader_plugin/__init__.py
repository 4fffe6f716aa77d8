"""The plug-in for nbgrader: its steps take the place of nbgrader's own in `nbgrader/nbgrader_config.py`.

`reading` and `restore` make a handed-in notebook whole again, `grading` grades it in a worker, `saving` writes the
points to the gradebook, `exports` writes them out. The kit's own commands are in `commands`. No kernel is started, and
no student's code runs in the process that has the gradebook.
"""
