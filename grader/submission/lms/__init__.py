"""What learning platforms write: who handed in what, from the names in a download, and who is in the class."""
