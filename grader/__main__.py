"""`python -m grader`: the command `grader`, where it is not on the path."""

import os
import sys

if sys.path and sys.path[0] in ("", os.getcwd()):  # noqa: PTH109  a file `numpy.py` in the folder is none of ours
    sys.path.append(sys.path.pop(0))

from grader.cli.main import program

program()
