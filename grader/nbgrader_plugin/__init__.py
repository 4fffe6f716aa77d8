"""The nbgrader front door: what `nbgrader/nbgrader_config.py` puts in the place of nbgrader's own steps.

`reading` and `restore` make a handed-in notebook whole again, `grading` grades it in a worker, `saving` writes the
points to the gradebook, `exports` writes them out. No kernel is started, and nothing that a student wrote runs beside
the gradebook.
"""
