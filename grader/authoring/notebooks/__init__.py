"""Notebooks made from the course, for nbgrader and for a student's kit."""
