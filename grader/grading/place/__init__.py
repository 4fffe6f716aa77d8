"""The place of a mistake that nobody wrote down, found by search."""
