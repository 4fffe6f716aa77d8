"""`python -m grader`: the command `grader`, where it is not on the path."""

from grader.cli.main import program

program()
