"""The course: its units and exercises, in order, and how names on a command line find them.

The order of units stands in `course.toml`, an exercise's title, needs and first two hints in
`grader/course/hints/<unit>.toml`. The third hint is the formula, from the solution's docstring; a kit, which has no
solutions, has it beside the other two.
Nothing here imports numpy, so that commands that do not grade answer at once.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from grader.course.course_files import read_hints, read_units
from grader.course.docstrings import formulas_in
from grader.errors import BrokenError, UsageError
from grader.packages import is_importable

GRADER = Path(__file__).resolve().parent.parent
ROOT = GRADER.parent
IN_A_KIT = (GRADER / "release.json").exists()  # what students get; it holds no solution
HINTS = Path(__file__).resolve().parent / "hints"
LEVELS = ("idea", "place", "formula")
OWN = ("grader", "solutions", "exercises")  # packages that no submission may have from us


class Exercise(NamedTuple):
    """One function of one unit.

    Attributes:
        unit: name of the unit.
        name: name of the function.
        title: what it computes, in a few words.
        needs: earlier exercises that it calls.
        hints: the idea, the place, the formula.
    """

    unit: str
    name: str
    title: str
    needs: tuple[str, ...]
    hints: tuple[str, str, str]


class Unit(NamedTuple):
    """A module of the course. It has the same name in every tree.

    Attributes:
        name: name of the module.
        title: what it is called for people.
        after: units that come before it.
        given: functions that nobody has to write.
        exercises: what there is to write, in order.
        preload: modules that its functions may use, beside numpy and the standard library; of the latter, too, those
            that are slow to import. Workers import them once, ahead of all jobs.
    """

    name: str
    title: str
    after: tuple[str, ...]
    given: tuple[str, ...]
    exercises: tuple[Exercise, ...]
    preload: tuple[str, ...] = ()


class Course:
    """All units in order.

    Args:
        title: what it is called for people.
        units: the units.
    """

    def __init__(self, title: str, units: tuple[Unit, ...]) -> None:
        self.title, self.units = title, units

    @functools.cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        """All exercises, in the order of the course."""
        return tuple(exercise for unit in self.units for exercise in unit.exercises)

    @property
    def packages(self) -> tuple[str, ...]:
        """The top-level names of numpy and of all modules that units may use."""
        return tuple(dict.fromkeys(["numpy", *(name.partition(".")[0] for u in self.units for name in u.preload)]))

    def preload(self, exercises: Iterable[Exercise]) -> tuple[str, ...]:
        """The modules that the units of some exercises may use."""
        wanted = {exercise.unit for exercise in exercises}
        return tuple(dict.fromkeys(name for unit in self.units if unit.name in wanted for name in unit.preload))

    def unit(self, name: str) -> Unit:
        """The unit of that name."""
        return next(unit for unit in self.units if unit.name == name)

    def exercise(self, name: str) -> Exercise:
        """The exercise of that name; for names that a person typed there is `find`."""
        return self.by_name[name]

    @functools.cached_property
    def by_name(self) -> dict[str, Exercise]:
        """All exercises by their names."""
        return {exercise.name: exercise for exercise in self.exercises}

    @functools.cached_property
    def fewest_needs_first(self) -> dict[str, int]:
        """The place of each exercise in an order in which what needs few others comes first."""
        ordered = sorted(self.exercises, key=lambda one: len(self.needs_of([one.name])))
        return {exercise.name: place for place, exercise in enumerate(ordered)}

    @functools.cached_property
    def contract(self) -> dict[str, tuple[str, ...]]:
        """The names that each unit has to define, both in order."""
        return {unit.name: tuple(exercise.name for exercise in unit.exercises) for unit in self.units}

    def needs_of(self, names: Iterable[str]) -> set[str]:
        """The earlier exercises that some exercises need, directly or not."""
        found: set[str] = set()
        waiting = [need for name in names for need in self.by_name[name].needs]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self.by_name[name].needs
        return found

    def find(self, names: Iterable[str]) -> list[Exercise]:
        """The exercises that names stand for, in the order of the course; no names stand for all.

        Args:
            names: each a unit, a function, or `unit.function`.

        Raises:
            UsageError: for a name that is none of these; it names the nearest.
        """
        wanted: set[str] = set()
        for name in names:
            wanted.update(self._meaning(_name_in(name)))
        return [exercise for exercise in self.exercises if not wanted or exercise.name in wanted]

    def find_one(self, name: str) -> Exercise:
        """The one exercise that a name stands for.

        Raises:
            UsageError: if it stands for a unit, or for nothing.
        """
        found = self.find([name])
        if len(found) > 1:
            raise UsageError(f"{name} is a unit. Name one of its functions: {', '.join(e.name for e in found)}.")
        return found[0]

    def _meaning(self, name: str) -> list[str]:
        for unit in self.units:
            if name == unit.name:
                return [exercise.name for exercise in unit.exercises]
        unit_name, _, function = name.rpartition(".")
        exercise = self.by_name.get(function)
        if exercise is not None and unit_name in ("", exercise.unit):
            return [function]
        known = [unit.name for unit in self.units] + list(self.by_name)
        import difflib  # noqa: PLC0415  only for a mistyped name

        near = difflib.get_close_matches(function.casefold(), known, n=1, cutoff=0.6)
        meant = f" Did you mean {near[0]}?" if near else ""
        with contextlib.suppress(OSError, ValueError):
            if Path(name).is_dir():
                meant = " That is a folder; a command that takes one has --submission DIR."
        raise UsageError(f"There is no unit or function named {name}.{meant} All names: grader list")


def _name_in(word: str) -> str:
    """The name in a word, which may be the path of a unit's file, as the Tab key completes it."""
    name = word.replace("\\", "/").strip("/")
    return name.rpartition("/")[2].removesuffix(".py") if name.endswith(".py") else name


@functools.cache
def load_course(root: Path = ROOT, hints: Path = HINTS) -> Course:
    """Read the course.

    Raises:
        BrokenError: if a file of the course is missing or says less than it has to.
    """
    if not (root / "course.toml").exists():
        way = "In a clone of it, run `pip install -e .` or `python -m grader`."
        raise BrokenError(f"{root} holds no course. {way}")
    table = read_units(root / "course.toml")
    units = tuple(
        Unit(
            u["name"],
            u["title"],
            tuple(u.get("after", ())),
            tuple(u.get("given", ())),
            _read_exercises(hints, root / "solutions", u["name"]),
            _read_preload(u),
        )
        for u in table["unit"]
    )
    course = Course(table["title"], units)
    earlier: set[str] = set()
    for exercise in course.exercises:
        if unknown := [name for name in exercise.needs if name not in earlier]:
            place = f"grader/course/hints/{exercise.unit}.toml"
            raise BrokenError(f"{place}: {exercise.name} needs {unknown[0]}, which is no earlier exercise.")
        earlier.add(exercise.name)
    return course


def _read_preload(table: dict[str, Any]) -> tuple[str, ...]:
    """The modules that a unit may use.

    Raises:
        BrokenError: if they are no list of names, or a worker cannot import one.
    """
    names, place = table.get("preload", []), f"course.toml: preload of the unit {table['name']}"
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise BrokenError(f'{place} has to be a list of module names, as in preload = ["matplotlib.pyplot"].')
    for name in names:
        if not all(part.isidentifier() for part in name.split(".")) or name.partition(".")[0] in OWN:
            raise BrokenError(f"{place} names {name!r}, which is no module of Python's or of an installed package.")
        if not is_importable(name):
            raise BrokenError(f"{place} names {name}, which is not installed. Is it spelt so? To install it: uv sync")
    return tuple(names)


def _read_exercises(hints: Path, solutions: Path, unit: str) -> tuple[Exercise, ...]:
    table = read_hints(hints / f"{unit}.toml", unit)
    source = solutions / f"{unit}.py"
    formulas = formulas_in(source.read_text(encoding="utf-8-sig")) if source.exists() else {}
    unsaid = f"(The docstring in solutions/{unit}.py has no section Formula.)"
    return tuple(
        Exercise(
            unit,
            name,
            e["title"],
            tuple(e["needs"]),
            (e["idea"], e["place"], e.get("formula") or formulas.get(name, unsaid)),
        )
        for name, e in table.items()
    )
