"""The report: the results of grading as data. `report.schema.json` describes its JSON, version 1."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from grader.submission.source import Problem

VERSION = 1
Verdict = Literal["pass", "wrong", "todo", "error", "timeout", "broken"]
VERDICTS: tuple[Verdict, ...] = ("pass", "wrong", "todo", "error", "timeout", "broken")
BY_SEVERITY: tuple[Verdict, ...] = ("broken", "timeout", "error", "wrong", "pass")


class Diagnosis(NamedTuple):
    """Which mistake the numbers show.

    Attributes:
        misconception: slug of the one that fits, None for a general pattern.
        pattern: name of the general pattern, None for a misconception.
        message: what a student reads.
    """

    misconception: str | None
    pattern: str | None
    message: str


class CheckReport(NamedTuple):
    """One check. `message` is what a student reads, "" if it passed."""

    name: str
    sentence: str
    hidden: bool
    verdict: Verdict
    points: float
    max_points: float
    message: str


class ExerciseReport(NamedTuple):
    """One exercise. `seconds` and `output` come from visible calls only."""

    unit: str
    name: str
    file: str
    line: int | None
    verdict: Verdict
    points: float
    max_points: float
    seconds: float
    remarks: list[str]
    diagnosis: Diagnosis | None
    follow_through: str | None
    blocked_by: str | None
    output: str
    checks: list[CheckReport]

    def to_json(self) -> dict[str, Any]:
        """The exercise as plain data for JSON."""
        diagnosis = self.diagnosis._asdict() if self.diagnosis else None
        return self._asdict() | {"diagnosis": diagnosis, "checks": [check._asdict() for check in self.checks]}


@dataclass(frozen=True)
class Report:
    """A graded submission."""

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


def notes_on_earlier(follow_through: str | None, blocked_by: str | None) -> list[str]:
    """What a student reads about an earlier exercise that affects the verdict.

    Args:
        follow_through: the exercise given whose mistake the answers are right.
        blocked_by: the exercise that a failure leans on.
    """
    right = [f"Right, given your {follow_through}; mend {follow_through} first."] if follow_through else []
    leans = [f"It leans on {blocked_by}, which is not right yet; mend that first."] if blocked_by else []
    return right + leans
