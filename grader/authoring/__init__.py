"""What authors of a course use: new exercises, notebooks, the audit."""
