"""Workers as the grader sees them: how they are started, confined and given jobs, and how their answers are read."""
