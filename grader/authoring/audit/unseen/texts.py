"""Right functions as they would stand in a student's file, with the rest of that file."""

from __future__ import annotations

import ast
from typing import NamedTuple

from grader.authoring.audit.as_written import as_written, solution_files
from grader.authoring.audit.unseen.mutants import renamed
from grader.course.solutions.library import alternatives
from grader.course.syllabus import Course, Exercise


class Written(NamedTuple):
    """A right function in its file.

    Attributes:
        exercise: the exercise.
        way: how it is written.
        before: the file above the function.
        text: the function, without a docstring.
        after: the file below it.
    """

    exercise: Exercise
    way: str
    before: str
    text: str
    after: str


def right_functions(exercise: Exercise, course: Course) -> list[Written]:
    """The solution of an exercise and its alternatives."""
    file = solution_files(course)[exercise.unit]
    found = [_split(file, exercise, "the solution", exercise.name)]
    for one in alternatives(exercise.unit).get(exercise.name, []):
        name = one.function.__name__
        text = renamed(as_written(exercise, one).rpartition("\n\n\n")[0], name, exercise.name)
        if _defines(text, exercise.name):
            rest = _split(file, exercise, "", exercise.name)
            found.append(_split(f"{rest.before}{rest.after}\n{text}\n", exercise, one.way, exercise.name))
    return found


def _defines(text: str, name: str) -> bool:
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in ast.parse(text).body)


def _split(file: str, exercise: Exercise, way: str, name: str) -> Written:
    node = next(one for one in ast.parse(file).body if isinstance(one, ast.FunctionDef) and one.name == name)
    lines = file.split("\n")
    first, last = node.lineno - 1, node.end_lineno or 0
    if ast.get_docstring(node) is not None:
        said = node.body[0]
        written = [*lines[first : said.lineno - 1], *lines[said.end_lineno or 0 : last]]
    else:
        written = lines[first:last]
    before, after = ("\n".join(part) for part in (lines[:first], lines[last:]))
    return Written(exercise, way, f"{before}\n", "\n".join(written), f"\n{after}")
