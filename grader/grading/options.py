"""How to grade: what was chosen for all submissions, and the checks that it asks for."""

from __future__ import annotations

import functools
from typing import NamedTuple

from grader.course import reference
from grader.course.syllabus import Exercise
from grader.protocol.check import Check
from grader.sandbox.job import Limits


class Options(NamedTuple):
    """How to grade.

    Attributes:
        seed: seed of the hidden inputs.
        visible_only: leave the hidden checks out.
        instructor: the report is for someone who may know the seed, and the diagnosis may use hidden checks.
        limits: how long things may take.
    """

    seed: int = 0
    visible_only: bool = False
    instructor: bool = False
    limits: Limits = Limits()


def checks_of(exercise: Exercise, options: Options) -> list[Check]:
    """The checks of an exercise that the options ask for, visible ones first."""
    return list(_checks_of(exercise.name, exercise.unit, options.visible_only))


@functools.cache
def _checks_of(name: str, unit: str, visible_only: bool) -> list[Check]:
    found = list(reference.visible_checks(unit))
    if not visible_only:
        found += reference.hidden_checks(unit)
    return [check for check in found if check.exercise == name]
