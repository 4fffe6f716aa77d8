"""Small edits of a function as its author wrote it, for the search for the place of a mistake; from the text alone."""
