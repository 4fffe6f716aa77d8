"""A class that was graded: its records, tables, page and comments, and what changed since; whoever graded it."""
