"""Modules of a student's kit that take the place of the course's own."""
