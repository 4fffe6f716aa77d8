"""The report: the results of grading as data. `report.schema.json` describes its JSON, version 1."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from grader.submission.source import Problem

VERSION = 1
_LINE = re.compile(r"\((\w+)\.py, line (\d+)\)")
Verdict = Literal["pass", "wrong", "todo", "error", "timeout", "broken"]
VERDICTS: tuple[Verdict, ...] = ("pass", "wrong", "todo", "error", "timeout", "broken")
AS_COUNTED: tuple[Verdict, ...] = ("pass", "wrong", "error", "timeout", "todo", "broken")  # for a person
BY_SEVERITY: tuple[Verdict, ...] = ("broken", "timeout", "error", "wrong", "pass")


@dataclass(slots=True, kw_only=True)
class Place:
    """A part of a student's line, where a change makes all visible checks right.

    Attributes:
        line: the number of the line in its file.
        columns: where in the line the part begins and ends, in characters from 0.
        text: the line.
        kind: what stands there, such as `operator`, `name`, `number`, `order`.
        file: the name of its file, where that is another one than the exercise's; without its ending.
    """

    line: int
    columns: tuple[int, int]
    text: str
    kind: str
    file: str | None = None


@dataclass(slots=True, kw_only=True)
class Diagnosis:
    """Which mistake the numbers show, or where in the function it sits.

    Attributes:
        misconception: slug of the one that fits, None for a general pattern or a place.
        pattern: name of the general pattern, None for a misconception or a place.
        message: what a student reads.
        place: where it sits, if that was found by search.
    """

    misconception: str | None
    pattern: str | None
    message: str
    place: Place | None = None

    def to_json(self) -> dict[str, Any]:
        """The diagnosis as plain data for JSON."""
        place = {**_plain(self.place), "columns": [*self.place.columns]} if self.place else None
        return _plain(self) | {"place": place}


@dataclass(slots=True, kw_only=True)
class CheckReport:
    """One check.

    Attributes:
        name: its name.
        sentence: the property that it checks, as a student reads it.
        hidden: whether its inputs stay hidden.
        verdict: the most severe one of its calls.
        points: what it earned.
        max_points: what it could earn.
        message: what a student reads, "" if it passed.
    """

    name: str
    sentence: str
    hidden: bool
    verdict: Verdict
    points: float
    max_points: float
    message: str


@dataclass(slots=True, kw_only=True)
class ExerciseReport:
    """One exercise.

    Attributes:
        unit: name of its unit.
        name: name of the function.
        file: the path of its file, for a person.
        line: where the function begins, None where it is not there.
        verdict: the most severe one of its checks.
        points: what it earned.
        max_points: what it could earn.
        seconds: how long the visible calls took.
        remarks: what warnings mean.
        diagnosis: what the numbers show.
        follow_through: the earlier exercise to fix first; above a right one this exercise is right.
        blocked_by: the earlier exercise that a failure leans on.
        given: the earlier exercises in whose place the reference's stood when it was judged.
        output: what visible calls printed.
        answer: a key for what it answers in visible calls, where it is not right; the same for the same answers.
        checks: the reports on its checks.
    """

    unit: str
    name: str
    file: str
    line: int | None
    verdict: Verdict
    points: float
    max_points: float
    seconds: float = 0.0
    remarks: list[str] = field(default_factory=list)
    diagnosis: Diagnosis | None = None
    follow_through: str | None = None
    blocked_by: str | None = None
    given: list[str] = field(default_factory=list)
    output: str = ""
    answer: str = ""
    checks: list[CheckReport]

    def to_json(self) -> dict[str, Any]:
        """The exercise as plain data for JSON."""
        diagnosis = self.diagnosis.to_json() if self.diagnosis else None
        return _plain(self) | {"diagnosis": diagnosis, "checks": [_plain(check) for check in self.checks]}


def _plain(record: Place | Diagnosis | CheckReport | ExerciseReport) -> dict[str, Any]:
    """The fields of a record; `dataclasses.asdict` would copy all that is in them."""
    return {name: getattr(record, name) for name in record.__slots__}


@dataclass(frozen=True, kw_only=True)
class Report:
    """A graded submission.

    Attributes:
        kit: the version of the kit.
        course: the title of the course.
        submission: the folder, for a person.
        exercises: the reports on its exercises, in the order of the course.
        problems: what is the matter with its files.
        flags: what else a person should look at.
        seed: the seed of the hidden inputs; None where it is not to be known.
        student: whose it is, in a class.
        release: the release that it was made with, where it says so.
        graded: whether it could be graded.
        reason: why it could not.
    """

    kit: str
    course: str
    submission: str
    exercises: list[ExerciseReport]
    problems: list[Problem] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    seed: int | None = None
    student: str | None = None
    release: str | None = None
    graded: bool = True
    reason: str | None = None

    @property
    def totals(self) -> dict[str, float]:
        """Points and how many exercises have each verdict."""
        totals: dict[str, float] = {
            "points": sum(exercise.points for exercise in self.exercises),
            "max_points": sum(exercise.max_points for exercise in self.exercises),
        }
        counts = Counter(exercise.verdict for exercise in self.exercises)
        return totals | {verdict: counts[verdict] for verdict in VERDICTS}

    def to_json(self) -> dict[str, Any]:
        """The report as plain data for JSON."""
        return {
            "version": VERSION,
            "kit": self.kit,
            "course": self.course,
            "release": self.release,
            "student": self.student,
            "submission": self.submission,
            "seed": self.seed,
            "graded": self.graded,
            "reason": self.reason,
            "flags": self.flags,
            "problems": [problem._asdict() for problem in self.problems],
            "totals": self.totals,
            "exercises": [exercise.to_json() for exercise in self.exercises],
        }


def is_of_file(unit: str, verdict: str, message: str) -> bool:
    """Whether a function has no answers because its file was not loaded, or does not define it.

    Args:
        unit: the function's unit.
        verdict: the exercise's.
        message: that of its first check.
    """
    return verdict == "error" and message.startswith(f"{unit}.py")


def has_no_answers(exercise: ExerciseReport) -> bool:
    """Whether an exercise was not run, for its file could not be used or lacks it."""
    return is_of_file(exercise.unit, exercise.verdict, exercise.checks[0].message)


def first_failed(exercise: ExerciseReport) -> CheckReport | None:
    """The check that failed and has something to show, or else the first that failed; None if none has."""
    failed = [check for check in exercise.checks if check.verdict != "pass"]
    return next((check for check in failed if not check.hidden and check.message), next(iter(failed), None))


def line_of_error(unit: str, message: str) -> int | None:
    """The line of a unit's file that a message on an error names."""
    found = _LINE.search(message)
    return int(found[2]) if found and found[1] == unit else None


def right_by_itself(earlier: str) -> str:
    """What a student reads of a function that is right above an earlier one that is not."""
    return f"right by itself; mend {earlier} first"


def notes_on_earlier(follow_through: str | None, blocked_by: str | None, given: Sequence[str]) -> list[str]:
    """What a student reads about earlier exercises that affect the verdict; see `ExerciseReport`."""
    if follow_through:
        told = right_by_itself(follow_through)
        return [f"{told[0].upper()}{told[1:]}."]
    if blocked_by:
        return [f"It leans on {blocked_by}, which is not right yet; fix that first."]
    if given:
        names = " and ".join([", ".join(given[:-1]), given[-1]] if given[1:] else given)
        are = "are" if given[1:] else "is"
        return [
            f"Your {names} {are} not right yet, so this was judged with {'right ones' if given[1:] else 'a right one'}."
        ]
    return []
