"""Make a student's kit: the stubs and a grader with frozen answers, without a solution and without a hidden check."""
