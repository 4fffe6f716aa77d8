"""Rulings: what answers amount to, kept for the next submission that gives the same ones."""

from __future__ import annotations

from typing import NamedTuple

from grader.diagnose import Diagnosis
from grader.reference import Misconception
from grader.report import CheckReport, Verdict


class Ruling(NamedTuple):
    """What answers to an exercise's checks amount to, whoever gave them.

    Attributes:
        verdict: of the whole exercise.
        checks: the reports on its checks.
        remarks: what warnings mean.
        diagnosis: what the numbers show.
        follow_through: the earlier exercise given whose mistake the answers are right.
        blocked_by: the earlier exercise that a failure leans on.
        fitting: the misconceptions that fit, for later exercises.
    """

    verdict: Verdict
    checks: list[CheckReport]
    remarks: list[str]
    diagnosis: Diagnosis | None = None
    follow_through: str | None = None
    blocked_by: str | None = None
    fitting: tuple[Misconception, ...] = ()


class Rulings:
    """The rulings of a class so far: many give the same answers, right or wrong, and are judged once."""

    def __init__(self, most: int = 1024) -> None:
        self._most = most
        self._known: dict[tuple[object, ...], Ruling] = {}

    def find(self, key: tuple[object, ...] | None) -> Ruling | None:
        """The ruling on answers of these fingerprints."""
        return None if key is None else self._known.get(key)

    def keep(self, key: tuple[object, ...] | None, ruling: Ruling) -> None:
        """Keep a ruling; the oldest makes room."""
        if key is not None:
            if len(self._known) >= self._most:
                del self._known[next(iter(self._known))]
            self._known[key] = ruling
