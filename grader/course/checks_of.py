"""Which checks there are for a unit and for an exercise."""

from __future__ import annotations

import functools
import importlib

from grader.course.syllabus import IN_A_KIT, Exercise
from grader.protocol.check import Check, checks_in


@functools.cache
def visible_checks(unit: str) -> list[Check]:
    """The checks of a unit that a student may see."""
    return checks_in(importlib.import_module(f"grader.course.checks.{unit}"))


@functools.cache
def hidden_checks(unit: str) -> list[Check]:
    """The checks of a unit that stay with the instructor: a student's kit has none."""
    return [] if IN_A_KIT else checks_in(importlib.import_module(f"grader.course.hidden.{unit}"))


def checks_of(exercise: Exercise, *, hidden: bool = True) -> list[Check]:
    """The checks of an exercise, visible ones first.

    Args:
        exercise: the exercise.
        hidden: whether the hidden ones are wanted, too.
    """
    return list(_checks_of(exercise.unit, exercise.name, hidden))


@functools.cache
def _checks_of(unit: str, name: str, hidden: bool) -> list[Check]:
    known = [*visible_checks(unit), *(hidden_checks(unit) if hidden else ())]
    return [check for check in known if check.exercise == name]
