"""What stands in a student's kit in the place of the course's own module of that name."""
