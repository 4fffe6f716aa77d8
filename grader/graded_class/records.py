"""What is kept of a class's reports, all at once: a short record for each student, and each wrong answer once.

Everything that is written after grading is made of these, in the order of the students' names, so that two runs give
the same bytes, whichever submission was graded first.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from grader.graded_class.advice import without_advice
from grader.grading.report import notes_on_earlier
from grader.submission.source import MISSING

WHO = ("id", "login", "mail")
ABSENT = "handed nothing in"
FAILS = frozenset({"wrong", "error", "timeout"})


class CheckOf(NamedTuple):
    """A check of an exercise.

    Attributes:
        name: its name.
        sentence: the property that it checks.
        hidden: whether its inputs are hidden.
    """

    name: str
    sentence: str
    hidden: bool


class Marked(NamedTuple):
    """One exercise of one student.

    Attributes:
        verdict: the verdict.
        points: what it earned.
        key: what the wrong answer is known by: a misconception's slug, or `answer-` and a key of the answers.
        words: what the student is told first.
        by_itself: whether it fails, and not because of an earlier exercise.
        checks: the verdict on each check, in their order.
    """

    verdict: str
    points: float
    key: str
    words: str
    by_itself: bool
    checks: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Student:
    """One student of a class.

    Attributes:
        name: the name, which nobody else of the class has.
        entries: the names of what was handed in, as the platform wrote them.
        points: what was earned.
        max_points: what could be earned.
        flags: what a person should look at.
        reason: why it was not graded; None where it was.
        submitted_at: when it was handed in, as it was told; "" where nobody told.
        who: what the platform or the roster knows: id, login, mail.
        notes: what was chosen of what was handed in.
        exercises: each exercise by name.
        penalty: what lateness costs; None where there is no policy, or no time.
    """

    name: str
    entries: list[str]
    points: float
    max_points: float
    flags: list[str]
    reason: str | None
    submitted_at: str
    who: dict[str, str]
    notes: list[str]
    exercises: dict[str, Marked]
    penalty: float | None = None

    @property
    def score(self) -> float:
        """The points after the penalty."""
        return max(0.0, self.points - (self.penalty or 0.0))

    @property
    def idle(self) -> bool:
        """Whether nothing was begun: all stubs are untouched."""
        return bool(self.exercises) and all(one.verdict == "todo" for one in self.exercises.values())


@dataclass(slots=True, kw_only=True)
class WrongAnswer:
    """A wrong answer to an exercise, and all who gave it.

    Attributes:
        exercise: the exercise.
        key: what the answer is known by; see `Marked`.
        words: what a student is told of it.
        rows: what a student sees of the visible check that fails: the worst rows, or the error.
        students: who gave it.
        source: what the first of them wrote.
    """

    exercise: str
    key: str
    words: str
    rows: str
    students: list[str] = field(default_factory=list)
    source: str = ""


@dataclass(slots=True)
class Class:
    """A class that was graded.

    Attributes:
        students: in the order of their names.
        absent: those of the roster who handed nothing in, in the same order.
        units: the unit of each exercise that was graded, in the order of the course.
        checks: the checks of each exercise.
        max_points: the points of each exercise.
        answers: the distinct wrong answers, the commonest of each exercise first.
    """

    students: list[Student] = field(default_factory=list)
    absent: list[Student] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=dict)
    checks: dict[str, list[CheckOf]] = field(default_factory=dict)
    max_points: dict[str, float] = field(default_factory=dict)
    answers: list[WrongAnswer] = field(default_factory=list)

    @property
    def graded(self) -> list[Student]:
        """Those whose work could be graded."""
        return [one for one in self.students if one.reason is None]


def absent_student(name: str, who: Mapping[str, str]) -> Student:
    """Somebody of the roster who handed nothing in.

    Args:
        name: the name, which nobody else of the class has.
        who: what the roster knows: id, login, mail.
    """
    return _without_work(name, {key: who.get(key, "") for key in WHO}, ABSENT)


def missing_student(name: str, why: str) -> Student:
    """Somebody who is not graded yet.

    Args:
        name: the name, which nobody else of the class has.
        why: why not.
    """
    return _without_work(name, dict.fromkeys(WHO, ""), why)


def _without_work(name: str, who: dict[str, str], why: str) -> Student:
    return Student(
        name=name,
        entries=[],
        points=0.0,
        max_points=0.0,
        flags=[],
        reason=why,
        submitted_at="",
        who=who,
        notes=[],
        exercises={},
    )


def key_of(one: dict[str, Any]) -> str:
    """What the wrong answer of an exercise in a report is known by; "" where it is not wrong."""
    if one["verdict"] not in FAILS:
        return ""
    slug = one["diagnosis"]["misconception"] if one["diagnosis"] else None
    return sys.intern(str(slug or f"answer-{one.get('answer') or one['verdict']}"))


def words_of(one: dict[str, Any]) -> str:
    """What a student is told first of an exercise in a report, but for advice; "" where nothing is to be told."""
    notes = notes_on_earlier(one["follow_through"], one["blocked_by"], one["given"])
    if one["diagnosis"] and not one["diagnosis"].get("place"):  # a place is in one student's text
        notes.insert(0, one["diagnosis"]["message"])
    elif one["verdict"] in FAILS:
        notes[:0] = [check["message"] for check in one["checks"] if check["message"]][:1]
    return sys.intern(without_advice("\n".join(notes)))


def read_class(
    reports: Iterable[dict[str, Any]], absent: Iterable[Student] = (), missing: Iterable[Student] = ()
) -> Class:
    """A class from its reports, in whatever order they come.

    Args:
        reports: of those who are graded.
        absent: those of the roster who handed nothing in.
        missing: those who are not graded yet.
    """
    found = Class(students=[*missing], absent=sorted(absent, key=lambda one: one.name))
    answers: dict[tuple[str, str], WrongAnswer] = {}
    for report in reports:
        student = _student(report)
        found.students.append(student)
        for one in report["exercises"]:
            name, marked = one["name"], student.exercises[one["name"]]
            if name not in found.units:
                found.units[name], found.max_points[name] = one["unit"], one["max_points"]
                found.checks[name] = [CheckOf(c["name"], c["sentence"], c["hidden"]) for c in one["checks"]]
            if marked.key:
                source = report.get("sources", {}).get(name, "")
                _count(answers, (name, marked.key), student.name, one, marked.words, source)
    found.students.sort(key=lambda one: one.name)
    order = {name: at for at, name in enumerate(found.units)}
    for answer in answers.values():
        answer.students.sort()
    found.answers = sorted(answers.values(), key=lambda one: (order[one.exercise], -len(one.students), one.key))
    return found


def _student(report: dict[str, Any]) -> Student:
    totals, handed = report["totals"], report.get("handed_in", {})
    return Student(
        name=str(report["student"]),
        entries=[str(name) for name in handed.get("entries", ())],
        points=totals["points"],
        max_points=totals["max_points"],
        flags=list(report["flags"]),
        reason=None if report["graded"] else str(report["reason"]),
        submitted_at=handed.get("time", ""),
        who={key: handed.get(key, "") for key in WHO},
        notes=list(handed.get("notes", ())),
        exercises={one["name"]: _marked(one) for one in report["exercises"]},
    )


def _marked(one: dict[str, Any]) -> Marked:
    if one["verdict"] == "error" and one["checks"][0]["message"].startswith(f"{one['unit']}.py: {MISSING}"):
        return Marked("todo", one["points"], "", "", False, ("todo",) * len(one["checks"]))
    fails = one["verdict"] in FAILS
    checks = tuple(sys.intern(check["verdict"]) for check in one["checks"])
    by_itself = fails and one["blocked_by"] is None
    return Marked(sys.intern(one["verdict"]), one["points"], key_of(one), words_of(one), by_itself, checks)


def _count(
    answers: dict[tuple[str, str], WrongAnswer],
    key: tuple[str, str],
    student: str,
    one: dict[str, Any],
    words: str,
    source: str,
) -> None:
    """Count a wrong answer. What is shown of it is of the student whose name is the first of all who gave it."""
    if key not in answers:
        answers[key] = WrongAnswer(exercise=key[0], key=key[1], words="", rows="")
    answer = answers[key]
    if student < min(answer.students, default="\U0010ffff"):
        answer.words, answer.source, answer.rows = words, source, first_rows(one["checks"])
    answer.students.append(student)


def first_rows(checks: Sequence[dict[str, Any]]) -> str:
    """What a student sees of the first visible check that fails; of a hidden one, where all visible ones pass."""
    failing = [check for check in checks if check["verdict"] in FAILS and check["message"]]
    visible = [check for check in failing if not check["hidden"]]
    return without_advice((visible or failing)[0]["message"]) if failing else ""
