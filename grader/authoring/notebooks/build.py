"""Make the notebooks: one assignment a unit, from the solutions, the checks, the hints and the lesson.

Each is written as text in jupytext's percent format, which jupytext turns into a notebook. The same course gives the
same bytes. Cells carry nbgrader's metadata; what students must not get stands between nbgrader's solution and test
markers.
"""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from grader.authoring.notebooks.lesson import lead_ins, opening_of
from grader.authoring.notebooks.source import Source, all_imports, level_of
from grader.course.checks_of import checks_of
from grader.course.stubs import stub_file
from grader.course.syllabus import ROOT, Course, Exercise, Unit
from grader.errors import UsageError
from grader.protocol.check import Check

QUESTIONS = Path(__file__).parent / "questions.toml"
LESSON = "../site/{unit}.html"  # from where a student has the notebook, a folder in the kit, to the lesson in it
NEEDED = "Notebooks are made with jupytext and nbformat. With them: uv run --group teach grader build"


@dataclass(frozen=True)
class Choices:
    """What an instructor chooses in `course.toml`, in the table `notebooks`.

    Attributes:
        given: units whose functions later notebooks get as given code. No notebook is made that asks for them.
        lesson: where a unit's lesson is, with `{unit}` in the place of its name.
    """

    given: tuple[str, ...] = ()
    lesson: str = LESSON


def read_choices(course: Course, root: Path = ROOT) -> Choices:
    """Read the choices.

    Raises:
        UsageError: if one of them names no unit, or makes no sense.
    """
    table = tomllib.loads((root / "course.toml").read_text(encoding="utf-8-sig")).get("notebooks", {})
    choices = Choices(tuple(table.get("given", ())), table.get("lesson", LESSON))
    names = [unit.name for unit in course.units]
    for name in choices.given:
        if name not in names:
            raise UsageError(f"course.toml, [notebooks]: there is no unit {name}. All units: grader list")
    return choices


def notebooks(course: Course, choices: Choices) -> dict[str, str]:
    """The notebooks of all units that are asked for, by their path in the folder `source`.

    Raises:
        UsageError: if what they are made with is not installed.
    """
    units = [unit for unit in course.units if unit.name not in choices.given]
    return {f"{unit.name}/{unit.name}.ipynb": notebook(unit, course, choices) for unit in units}


def notebook(unit: Unit, course: Course, choices: Choices) -> str:
    """The notebook of a unit, with solutions, as text."""
    return _write(list(_cells(unit, course, choices)), _marks)


def students_notebook(unit: Unit, course: Course, choices: Choices) -> str:
    """The notebook of a unit as a student works in it: without solutions, hidden checks and nbgrader's metadata."""
    cells = [cell for cell in _cells(unit, course, choices) if not cell.name.endswith("-hidden")]
    return _write([_students(cell) for cell in cells], lambda _cell: "")


def _students(cell: _Cell) -> _Cell:
    """A cell without its solution."""
    if cell.name == "end":
        return replace(cell, source="That is all. Save, and hand in.")
    if cell.solution and cell.markdown:
        return replace(cell, source="*Your answer here.*")
    return replace(cell, source=_SOLUTION.sub(r"\1raise NotImplementedError\n", f"{cell.source}\n"))


_SOLUTION = re.compile(r"^( *)### BEGIN SOLUTION\n.*?### END SOLUTION\n", re.DOTALL | re.MULTILINE)


def _write(cells: list[_Cell], marks: Callable[[_Cell], str]) -> str:
    """A notebook of some cells, as text."""
    try:
        import jupytext  # noqa: PLC0415  installed for instructors
        import nbformat  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(NEEDED) from error
    nb = jupytext.reads("\n".join(_percent(cell, marks(cell)) for cell in cells), fmt="py:percent")
    nb.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": {"name": "python"}})
    nb.nbformat, nb.nbformat_minor = 4, 5
    for made, cell in zip(nb.cells, cells, strict=True):
        made["id"] = cell.name
        made.metadata.pop("lines_to_next_cell", None)  # jupytext's own bookkeeping
    nbformat.validate(nb)
    return str(nbformat.writes(nb)) + "\n"


KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


@dataclass(frozen=True)
class _Cell:
    """A cell with nbgrader's metadata; it is locked unless it is a solution."""

    name: str
    source: str
    markdown: bool = False
    solution: bool = False
    points: float | None = None


def _marks(cell: _Cell) -> str:
    """The metadata that nbgrader wants in a cell."""
    marks: dict[str, Any] = {
        "cell_type": "markdown" if cell.markdown else "code",
        "grade": cell.points is not None,
        "grade_id": cell.name,
        "locked": not cell.solution,
        "schema_version": 3,
        "solution": cell.solution,
        "task": False,
    }
    if cell.points is not None:
        marks["points"] = cell.points
    return f"nbgrader={json.dumps(marks, sort_keys=True)}"


def _percent(cell: _Cell, marks: str) -> str:
    kind = "[markdown] " if cell.markdown else ""
    lines = cell.source.strip("\n").split("\n")
    text = "\n".join(f"# {line}".rstrip() if cell.markdown else line for line in lines)
    return f"# %% {kind}{marks}\n{text}\n"


def _cells(unit: Unit, course: Course, choices: Choices) -> Iterator[_Cell]:
    link = choices.lesson.format(unit=unit.name)
    yield _Cell("about", ABOUT.format(title=unit.title, opening=opening_of(unit.name), link=link), markdown=True)
    needed = needed_by(unit, course)
    yield _Cell("setup", _setup(unit, needed))
    yield from _carried(needed, choices)
    source = Source.read(unit.name)
    for exercise in unit.exercises:
        yield from _exercise(exercise, source)
    yield from _question(unit)
    yield _Cell("end", END, markdown=True)


ABOUT = """# {title}

{opening}

The whole lesson, with figures: [{title}]({link}).

**How this notebook works.** Write each function in its own cell, in the place of `raise NotImplementedError`. Run it,
then run the cell below it: it says what is right, what is wrong, and which mistake your numbers show. Hidden checks are
run after you hand in. Add cells of your own wherever you like; leave the given ones where they are."""

END = "That is all. Save, press *Validate* (or run `nbgrader validate` in a terminal), and hand in."


def _setup(unit: Unit, needed: Iterable[Exercise]) -> str:
    """The imports, the types that signatures name, and the given functions."""
    homes = list(dict.fromkeys([*(exercise.unit for exercise in needed), unit.name]))
    imports = [ast.unparse(node) for node in all_imports(ast.parse(stub_file(unit)).body) if not level_of(node)]
    imports += [text for exercise in needed for text in Source.read(exercise.unit).imports_of_signature(exercise.name)]
    types = [text for home in homes for text in _types(home)]
    given = [Source.read(unit.name).function(name, marked=False) for name in unit.given]
    return _tidy([*imports, *types, "from grader import check, hint, show", *given])


def _types(unit: str) -> Iterator[str]:
    """The types that a unit's signatures name, those of other units before its own."""
    source = Source.read(unit)
    for node in all_imports(source.tree.body):
        if isinstance(node, ast.ImportFrom) and node.level and any(alias.name[:1].isupper() for alias in node.names):
            yield from _types(node.module or "")
    yield from source.types()


def _tidy(parts: Iterable[str]) -> str:
    """Code with its imports at the top, each once, and none from the course itself."""
    modules: dict[str, None] = {}
    names: dict[str, dict[str, None]] = {}
    rest: dict[str, None] = {}
    for part in parts:
        lines = part.split("\n")
        for node in ast.parse(part).body:
            if isinstance(node, ast.Import):
                modules[ast.unparse(node)] = None
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module != "__future__":
                names.setdefault(node.module or "", {}).update(dict.fromkeys(alias.name for alias in node.names))
            elif not isinstance(node, ast.ImportFrom):
                rest["\n".join(lines[node.lineno - 1 : node.end_lineno])] = None
    named = [f"from {module} import {', '.join(sorted(found))}" for module, found in names.items()]
    return "\n\n".join(["\n".join([*modules, *named]), *rest])


def _carried(needed: Iterable[Exercise], choices: Choices) -> Iterator[_Cell]:
    """The functions of earlier units that this one uses: the student's own, or given ones."""
    own = [exercise for exercise in needed if exercise.unit not in choices.given]
    given = [exercise for exercise in needed if exercise.unit in choices.given]
    if given:
        yield _Cell("given-text", "## From earlier units\n\nThese functions are given.", markdown=True)
        yield _Cell("given-code", "\n\n\n".join(Source.read(e.unit).function(e.name, marked=False) for e in given))
    if own:
        names = ", ".join(f"`{exercise.name}`" for exercise in own)
        yield _Cell("carried-over-text", CARRIED.format(names=names), markdown=True)
        code = "\n\n\n".join(Source.read(e.unit).function(e.name, short=True) for e in own)
        yield _Cell("carried-over", code, solution=True)


CARRIED = """## Your functions of earlier units

This unit uses {names}. Put your own in the place of these, as you wrote them. What leans on a
wrong one and is right by itself keeps its points."""


def needed_by(unit: Unit, course: Course) -> list[Exercise]:
    """The exercises of earlier units that a unit's exercises use, directly or not."""
    found = course.needs_of(exercise.name for exercise in unit.exercises)
    return [exercise for exercise in course.exercises if exercise.name in found and exercise.unit != unit.name]


def _exercise(exercise: Exercise, source: Source) -> Iterator[_Cell]:
    name = exercise.name
    visible, hidden = _checks(exercise)
    points, secret = _points(visible), _points(hidden)
    lead_in = lead_ins(exercise.unit).get(name, [])
    worth = f"{_worth(points, secret)} {STUCK.format(name=name)}"
    yield _Cell(f"{name}-text", "\n\n".join([f"## `{name}`: {exercise.title}", *lead_in, worth]), markdown=True)
    yield _Cell(name, source.function(name), solution=True)
    yield _Cell(f"{name}-visible", f'check("{name}")', points=points)
    if hidden:
        yield _Cell(f"{name}-hidden", _hidden(name, hidden), points=secret)


STUCK = """Stuck? In a cell of your own, `hint("{name}")` helps, and `show("{name}")` draws your answer beside
the expected one."""


def _worth(points: float, secret: float) -> str:
    if not secret:
        return f"It is worth {points:g} points."
    return f"It is worth {points:g} points for the checks below, and {secret:g} for hidden ones."


def _hidden(name: str, hidden: Iterable[Check]) -> str:
    sentences = "\n".join(f"# - {check.sentence} ({check.points:g})" for check in hidden)
    return HIDDEN.format(name=name, sentences=sentences)


HIDDEN = """# The hidden checks of {name} are run after you hand in.
### BEGIN HIDDEN TESTS
{sentences}
# They never enter a notebook or its kernel: grader.nbgrader_plugin runs them in a worker.
import os

assert os.environ.get("NBGRADER_EXECUTION") != "autograde", "grade with the kit's nbgrader_config.py"
### END HIDDEN TESTS"""


def _checks(exercise: Exercise) -> tuple[list[Check], list[Check]]:
    visible = checks_of(exercise, hidden=False)
    hidden = [check for check in checks_of(exercise) if check.hidden]
    return visible, hidden


def _points(checks: Iterable[Check]) -> float:
    return sum(check.points for check in checks)


def _question(unit: Unit) -> Iterator[_Cell]:
    question = tomllib.loads(QUESTIONS.read_text(encoding="utf-8-sig")).get(unit.name)
    if question is not None:
        yield _Cell("explain-text", f"## In your own words\n\n{question['ask']}", markdown=True)
        yield _Cell("explain", question["answer"], markdown=True, solution=True, points=question["points"])
