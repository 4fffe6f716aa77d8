"""What lateness costs: a file with the due time, a grace, a day's cost, a cap and extensions; the same at every door.

    due = 2026-03-01T23:59:00+01:00
    grace_minutes = 15
    percent_per_day = 10
    at_most_percent = 50

    [extensions]
    ada = 2026-03-08T23:59:00+01:00
    ben = 2

An extension is another due time, or a number of days. A day that has begun counts whole. The cost is a share of what
was earned: that is all that nbgrader tells a policy.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from grader.errors import UsageError

DAY = 86_400
MOST = 10_000  # days of an extension, and all other numbers
_WAYS = tuple(
    ["%Y-%m-%d-%H-%M-%S"]
    + [
        f"{day} {clock} %p"
        for day in ("%b %d, %Y", "%B %d, %Y", "%d %B, %Y", "%d %b, %Y")
        for clock in ("%I%M", "%I:%M")
    ]
)
_FIELDS = {"due", "grace_minutes", "percent_per_day", "at_most_percent", "extensions"}


@dataclass(frozen=True)
class LatePolicy:
    """What lateness costs.

    Attributes:
        due: when work is due; None where somebody else knows, as nbgrader does.
        grace: minutes after that which cost nothing.
        per_day: per cent of what was earned, for each day that has begun.
        at_most: per cent that it costs at most.
        extensions: another due time, or a number of days more, by student.
    """

    due: datetime | None = None
    grace: float = 0.0
    per_day: float = 0.0
    at_most: float = 100.0
    extensions: Mapping[str, datetime | float] = field(default_factory=dict)

    def seconds_late(self, student: str, submitted: datetime) -> float:
        """How long after a student's due time something was handed in, in seconds; 0 where nothing is due.

        Args:
            student: whose it is.
            submitted: when; without a time zone, it is in that of the due time.
        """
        extension = self.extensions.get(student, 0.0)
        due = extension if isinstance(extension, datetime) else self.due
        if due is None:
            return 0.0
        zone = due.tzinfo or (self.due.tzinfo if self.due else None) or UTC
        due, submitted = (time if time.tzinfo else time.replace(tzinfo=zone) for time in (due, submitted))
        more = timedelta(days=0.0 if isinstance(extension, datetime) else extension)
        return max(0.0, (submitted - due - more).total_seconds())

    def penalty(self, points: float, seconds: float) -> float:
        """What lateness costs, in points.

        Args:
            points: what was earned.
            seconds: how late it was, after extensions and before grace.
        """
        if seconds <= 60 * self.grace:
            return 0.0
        percent = min(self.per_day * math.ceil(seconds / DAY), self.at_most)
        return round(points * percent / 100, 6)


def read_policy(path: Path, *, due_elsewhere: bool = False) -> LatePolicy:
    """The policy in a file.

    Args:
        path: the file.
        due_elsewhere: whether somebody else may know when work is due.

    Raises:
        UsageError: if it cannot be read, or says something else.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}. Name a file that can be: --late FILE") from error
    except ValueError as error:
        raise UsageError(f"{path} is not TOML: {error}. Fix it, or leave --late out.") from error
    if unknown := sorted(table.keys() - _FIELDS):
        raise UsageError(f"{path}: {unknown[0]} is not known. A policy has {', '.join(sorted(_FIELDS))}.")
    due, extensions = table.get("due"), table.get("extensions", {})
    if due is not None and not isinstance(due, datetime):
        raise UsageError(f"{path}: due is no time with a date, such as 2026-03-01T23:59:00+01:00.")
    if not isinstance(extensions, dict):
        raise UsageError(f"{path}: extensions is no table of students. Write [extensions], then a line for each.")
    for student, value in extensions.items():
        if not isinstance(value, datetime) and not _is_number(value):
            raise UsageError(f"{path}: the extension of {student} is neither a time with a date nor a number of days.")
    numbers = {
        name: _number(path, table, name, usual, most)
        for name, usual, most in (
            ("grace_minutes", 0.0, MOST), ("percent_per_day", 0.0, 100), ("at_most_percent", 100.0, MOST),
        )
    }  # fmt: skip
    dated = due is not None or any(isinstance(value, datetime) for value in extensions.values())
    if numbers["percent_per_day"] and not (dated or due_elsewhere):
        raise UsageError(
            f"{path} has percent_per_day but no due time, so nothing would be late. "
            "Write one, such as due = 2026-03-01T23:59:00+01:00"
        )
    return LatePolicy(
        due=due,
        grace=numbers["grace_minutes"],
        per_day=numbers["percent_per_day"],
        at_most=min(numbers["at_most_percent"], 100.0),
        extensions=extensions,
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= MOST


def _number(path: Path, table: Mapping[str, Any], name: str, usual: float, most: int) -> float:
    value = table.get(name, usual)
    if not _is_number(value) or value > most:
        raise UsageError(f"{path}: {name} is no number from 0 to {most:,}.")
    return float(value)


def read_time(text: str) -> datetime | None:
    """A time as platforms write it; None if it is none.

    That is `2026-03-01 12:30:45 +0100` or as ISO 8601 says, Blackboard's `2026-03-01-12-30-45`, and Brightspace's
    `Mar 1, 2026 1230 PM` or `1 March, 2026 12:30 PM`.
    """
    plain = re.sub(r"\s+(UTC|GMT|Z)$", "Z", text.strip(), flags=re.IGNORECASE)
    plain = re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", plain)
    try:
        return datetime.fromisoformat(plain)
    except ValueError:
        pass
    for way in _WAYS:
        try:
            return datetime.strptime(plain, way)  # noqa: DTZ007  they tell no zone
        except ValueError:
            continue
    return None
