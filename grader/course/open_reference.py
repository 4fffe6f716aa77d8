"""Which reference there is here: the solutions, or in a student's kit the frozen answers."""

from __future__ import annotations

import functools
import importlib
import logging
from pathlib import Path
from typing import cast

from grader.course.frozen_answers import FrozenAnswers
from grader.course.reference import Reference
from grader.course.syllabus import IN_A_KIT
from grader.errors import UsageError

ANSWERS = Path(__file__).parent / "answers"  # of a kit

logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it would tell students about a cache that it makes


@functools.cache
def open_reference(seed: int = 0) -> Reference:
    """The reference of this course, or of this kit; the same one each time, with what it has answered so far.

    Args:
        seed: seed of the hidden inputs.

    Raises:
        UsageError: if it is below 0: numpy takes no such seed.
    """
    if seed < 0:
        raise UsageError(f"A seed is 0 or more, not {seed}.")
    if IN_A_KIT:
        return FrozenAnswers(ANSWERS)
    solutions = importlib.import_module("grader.course.solutions.reference")  # by its name: a kit has not got it
    return cast("Reference", solutions.Solutions(seed))
