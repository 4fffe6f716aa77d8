"""Commands for authors of a course."""
