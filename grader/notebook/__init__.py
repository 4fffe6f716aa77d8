"""Notebooks: made from the course (`build`), read as a submission (`cells`), checked from within (`selfcheck`).

What nbgrader adds to this stands in `grader.nbgrader_door`.
"""
