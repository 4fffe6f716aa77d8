"""Submissions with three short earlier units, for the tests of what a function uses and a line leans on."""

from helpers import write_submission

from grader.course.syllabus import load_course
from grader.submission.folder import read_submission
from grader.submission.reader import LocalReader

COURSE = load_course()
UNITS = {
    "functions": "def square(x):\n    return x * x\n\ndef relu(x):\n    return x\n",
    "derivatives": "def deriv(func, x, delta=0.001):\n    return x\n\ndef tangent_line(func, x0):\n    return x0\n",
    "multiple_inputs": "def gradient(func, x):\n    return x\n\ndef partial_derivative(func, x, i):\n    return x\n",
}
BODY = "def chain_deriv_2(chain, x):\n    {}\n"
CALL = "def chain_deriv_2(chain, x):\n    return {}\n"


def read(folder, chains, **files):
    return read_submission(write_submission(folder, **{**UNITS, "chains": chains, **files}), COURSE, LocalReader())
