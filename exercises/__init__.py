"""The stubs: fill in the functions, then run `grader check`."""
