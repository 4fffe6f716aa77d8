"""The audit of the files of a unit: is the example of `grader new` gone, and does every name refer to something?"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator

from grader.authoring.new_exercise import PLACEHOLDERS, TEMPLATES
from grader.authoring.notebooks.lesson import lead_ins_as_written
from grader.course.checks_of import hidden_checks, visible_checks
from grader.course.solutions import library
from grader.course.syllabus import ROOT, Unit, load_course


def unfinished(unit: Unit) -> Iterator[str]:
    """What `grader new` wrote for an author to replace, and was not replaced."""
    for piece in TEMPLATES:
        name = f"{piece.folder}/{unit.name}{piece.suffix}"
        path = ROOT / name
        text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
        for exercise in unit.exercises:
            if piece.body and piece.body.format(unit=unit.name, name=exercise.name) in text:
                yield f"{name} has the example of grader new in the place of {exercise.name}"
        for number, line in enumerate(text.splitlines(), 1):
            yield from (f'{name}:{number} still says "{words}"' for words in PLACEHOLDERS if words in line)


def missing_pages(unit: Unit) -> Iterator[str]:
    """Exercises that no lesson shows or no lead-in opens, a lesson that the site does not show, and names of none."""
    known = load_course().by_name
    lesson, menu = ROOT / "docs" / f"{unit.name}.md", ROOT / "mkdocs.yml"
    text = lesson.read_text(encoding="utf-8-sig") if lesson.exists() else ""
    opened = lead_ins_as_written(unit.name)
    for exercise in unit.exercises:
        if not re.search(rf"^::exercise {exercise.name}\s*$", text, re.MULTILINE):
            yield f'docs/{unit.name}.md has no line "::exercise {exercise.name}"'
        if exercise.name not in opened:
            yield f"grader/authoring/notebooks/lead_ins/{unit.name}.toml has no table [{exercise.name}]"
    for name in re.findall(r"^::exercise (\S+)", text, re.MULTILINE):
        if name not in known:
            yield f'docs/{unit.name}.md has a line "::exercise {name}", which is no exercise'
    yield from _strange("grader/authoring/notebooks/lead_ins", unit, opened)
    if f": {unit.name}.md" not in (menu.read_text(encoding="utf-8-sig") if menu.exists() else ""):
        yield f"mkdocs.yml has no place for {unit.name}.md"


def misnamed(unit: Unit) -> Iterator[str]:
    """What is of no exercise of the unit, and checks with the same name."""
    checks = [*visible_checks(unit.name), *hidden_checks(unit.name)]
    asked = {exercise.name for exercise in unit.exercises}
    for check in checks:
        if check.exercise not in asked:
            kind = "hidden" if check.hidden else "checks"
            yield f"grader/course/{kind}/{unit.name}.py: {check.name} is of {check.exercise}, which is no exercise here"
    for name, count in Counter(check.name for check in checks).items():
        if count > 1:
            yield f"{name} is the name of {count} checks: one of them would not be made"
    for kind in ("misconceptions", "alternatives"):
        for name in getattr(library, kind)(unit.name):
            if name not in asked:
                yield f"grader/course/{kind}/{unit.name}.py is about {name}, which is no exercise here"
    reasons = ROOT / "grader" / "course" / "equivalent" / f"{unit.name}.toml"
    yield from _strange("grader/course/equivalent", unit, tomllib.loads(reasons.read_text(encoding="utf-8-sig")))


def _strange(folder: str, unit: Unit, tables: Iterable[str]) -> Iterator[str]:
    """Tables of no exercise of the unit."""
    asked = {exercise.name for exercise in unit.exercises}
    for name in tables:
        if name not in asked:
            yield f"{folder}/{unit.name}.toml has a table [{name}], which is no exercise here"
