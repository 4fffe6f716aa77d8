"""The grader of the calculus kit: it calls a student's functions in a worker and judges the answers here."""

__version__ = "0.1.0"
