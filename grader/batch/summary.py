"""A class in numbers, counted report by report, so that none stays in memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

BINS = 10


@dataclass
class Tally:
    """One exercise over the class."""

    unit: str
    verdicts: Counter[str] = field(default_factory=Counter)
    follow_through: int = 0


@dataclass
class Summary:
    """The class.

    Attributes:
        students: name, points, most, flags, reason (None where graded), by student.
        exercises: a tally for each exercise, in the order of the course.
        mistakes: how often each diagnosis was made, by exercise and what a student was told.
        chosen: what was chosen of what a student handed in, and left aside, by student.
        idle: students who have not started: all of their stubs are untouched.
    """

    students: list[tuple[str, float, float, list[str], str | None]] = field(default_factory=list)
    exercises: dict[str, Tally] = field(default_factory=dict)
    mistakes: Counter[tuple[str, str]] = field(default_factory=Counter)
    idle: list[str] = field(default_factory=list)
    chosen: list[tuple[str, str]] = field(default_factory=list)

    @property
    def graded(self) -> int:
        """How many could be graded."""
        return sum(reason is None for *_, reason in self.students)

    @property
    def bins(self) -> list[int]:
        """How many students reached each tenth of the points."""
        counts = [0] * BINS
        for _, points, most, _, reason in self.students:
            if reason is None and most:
                counts[min(int(BINS * points / most), BINS - 1)] += 1
        return counts

    @property
    def to_look_at(self) -> list[tuple[str, list[str], str | None]]:
        """The submissions that a person should look at."""
        return [(name, flags, reason) for name, _, _, flags, reason in self.students if flags or reason]

    def add(self, report: dict[str, Any]) -> None:
        """Count one more student."""
        totals = report["totals"]
        reason = None if report["graded"] else str(report["reason"])
        row = (str(report["student"]), totals["points"], totals["max_points"], list(report["flags"]), reason)
        self.students.append(row)
        if notes := report.get("handed_in", {}).get("notes"):
            self.chosen.append((row[0], "; ".join(notes)))
        if reason is not None:
            return
        if report["exercises"] and all(one["verdict"] == "todo" for one in report["exercises"]):
            self.idle.append(row[0])
        for one in report["exercises"]:
            tally = self.exercises.setdefault(one["name"], Tally(one["unit"]))
            tally.verdicts[one["verdict"]] += 1
            tally.follow_through += one["follow_through"] is not None
            if one["diagnosis"]:
                self.mistakes[one["name"], one["diagnosis"]["message"]] += 1
