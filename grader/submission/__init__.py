"""What a student handed in, read as text. Nothing here runs any of it."""
