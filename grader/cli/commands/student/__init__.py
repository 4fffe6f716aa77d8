"""Commands for students; a kit holds no others."""
