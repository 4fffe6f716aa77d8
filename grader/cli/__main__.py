"""`python -m grader.cli`: the program `grader`."""

from grader.cli.main import program

if __name__ == "__main__":
    program()
