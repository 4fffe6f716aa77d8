"""The feedback pages of an assignment, which nbgrader makes and makes anew only where there is none, or with `--force`.

Grading takes away the page of what a student is graded on anew, and a page that tells of an earlier grading is not
given to anybody.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from nbgrader.utils import rmtree

_TOTAL = re.compile(rb"<h4>[^<]*\(Score: (-?\d+(?:\.\d+)?) / ")  # nbgrader's template begins with it
ROUNDED = 0.006  # how far a score may be from the one on its page


def take_away(coursedir: Any, student: str, assignment: str) -> None:
    """Remove a student's feedback for an assignment, if there is any.

    Args:
        coursedir: nbgrader's `CourseDirectory`.
        student: the student, as nbgrader has it.
        assignment: the assignment.
    """
    folder = _folder(coursedir, student, assignment)
    if folder.is_dir() and not folder.is_symlink():
        rmtree(str(folder))


def read_page(coursedir: Any, student: str, assignment: str) -> bytes | None:
    """A student's feedback page; None where there is none.

    Args:
        coursedir: nbgrader's `CourseDirectory`.
        student: the student, as nbgrader has it.
        assignment: the assignment.
    """
    try:
        return _page(coursedir, student, assignment).read_bytes()
    except OSError:
        return None


def is_of_now(coursedir: Any, student: str, assignment: str, page: bytes, score: float | None) -> bool:
    """Whether a page was made after the last grading, and has the points that the gradebook has.

    Args:
        coursedir: nbgrader's `CourseDirectory`.
        student: the student, as nbgrader has it.
        assignment: the assignment.
        page: the page.
        score: the points in the gradebook; None where it has none.
    """
    graded = coursedir.format_path(coursedir.autograded_directory, student, assignment)
    try:
        made = _page(coursedir, student, assignment).stat().st_mtime_ns
        if made < (Path(graded) / f"{assignment}.ipynb").stat().st_mtime_ns:
            return False
    except OSError:  # what was handed in last is not graded yet
        return False
    total = _TOTAL.search(page)
    return total is None or score is None or abs(float(total[1]) - score) < ROUNDED


def _page(coursedir: Any, student: str, assignment: str) -> Path:
    return _folder(coursedir, student, assignment) / f"{assignment}.html"


def _folder(coursedir: Any, student: str, assignment: str) -> Path:
    return Path(coursedir.format_path(coursedir.feedback_directory, student, assignment))
