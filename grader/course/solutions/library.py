"""The misconceptions of the course and its other right ways, by exercise."""

from __future__ import annotations

import functools
import importlib
from pathlib import Path

from grader.course.alternatives import Alternative, alternatives_in
from grader.course.misconceptions import Misconception, misconceptions_in
from grader.course.syllabus import Exercise, load_course


@functools.cache
def misconceptions(unit: str) -> dict[str, list[Misconception]]:
    """The misconceptions of a unit, by exercise."""
    found: dict[str, list[Misconception]] = {}
    for one in misconceptions_in(importlib.import_module(f"grader.course.misconceptions.{unit}")):
        found.setdefault(one.exercise, []).append(one)
    return found


def misconceptions_of(exercise: Exercise) -> list[Misconception]:
    """The misconceptions of an exercise."""
    return misconceptions(exercise.unit).get(exercise.name, [])


@functools.cache
def alternatives(unit: str) -> dict[str, list[Alternative]]:
    """The right solutions of a unit that are written in other ways, by exercise."""
    found: dict[str, list[Alternative]] = {}
    for one in alternatives_in(importlib.import_module(f"grader.course.alternatives.{unit}")):
        found.setdefault(one.exercise, []).append(one)
    return found


@functools.cache
def files() -> dict[str, str]:
    """The files of solutions, misconceptions and other right ways, as tracebacks name them, and their units.

    Nothing is imported to find out: most of them are never needed.
    """
    names = ("solutions", "grader.course.misconceptions", "grader.course.alternatives")
    return {
        str(Path(package.__path__[0]) / f"{unit.name}.py"): unit.name
        for package in map(importlib.import_module, names)
        for unit in load_course().units
    }
