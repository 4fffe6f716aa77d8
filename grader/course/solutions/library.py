"""The misconceptions of the course and its other right ways, by exercise."""

from __future__ import annotations

import functools
import importlib

from grader.course.alternatives import Alternative, alternatives_in
from grader.course.misconceptions import Misconception, misconceptions_in


@functools.cache
def misconceptions(unit: str) -> dict[str, list[Misconception]]:
    """The misconceptions of a unit, by exercise."""
    found: dict[str, list[Misconception]] = {}
    for one in misconceptions_in(importlib.import_module(f"grader.course.misconceptions.{unit}")):
        found.setdefault(one.exercise, []).append(one)
    return found


@functools.cache
def alternatives(unit: str) -> dict[str, list[Alternative]]:
    """The right solutions of a unit that are written in other ways, by exercise."""
    found: dict[str, list[Alternative]] = {}
    for one in alternatives_in(importlib.import_module(f"grader.course.alternatives.{unit}")):
        found.setdefault(one.exercise, []).append(one)
    return found
