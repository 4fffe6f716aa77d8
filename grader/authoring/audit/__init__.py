"""The proof that the grader is right: wrong answers are rejected and rightly named, right ones accepted.

`mutants` makes wrong functions by machine, `syntax` mutates the solutions' syntax trees, `run` grades them all.
Everything here runs our own code, in forked children with a time limit.
"""
