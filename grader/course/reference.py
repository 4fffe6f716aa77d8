"""What grading asks of the reference: the calls of checks, the right answers, and what known mistakes would answer.

Two classes have it: `Solutions`, which computes the answers, and `FrozenAnswers`, which reads them in a student's kit.
A door makes one (`open_reference`) and hands it to `grade`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from grader.course.syllabus import Course, Exercise
from grader.protocol.answer import Answer
from grader.protocol.check import Call, Check


@dataclass(frozen=True)
class Mistake:
    """What is said of a wrong way to solve an exercise.

    Attributes:
        exercise: name of the function.
        slug: short stable name, unique within the exercise.
        did: one sentence: what the student did.
        ask: a question or a hint that leads on without giving the code.
        code: what the sentence claims of the code, if anything; see `grader.submission.claims`.
    """

    exercise: str
    slug: str
    did: str
    ask: str
    code: str = ""


class Reference(Protocol):
    """The reference, for one seed of the hidden inputs."""

    course: Course
    seed: int

    def checks(self, exercise: Exercise) -> list[Check]:
        """The checks of an exercise, visible ones first."""

    def calls(self, check: Check) -> list[Call]:
        """A check's calls, to read what was asked."""

    def answers(self, check: Check, mistake: Mistake | None = None) -> list[Answer]:
        """The right answers to a check's calls; with a mistake, those of a function that makes it."""

    def mistakes(self, exercise: Exercise) -> Sequence[Mistake]:
        """The known mistakes of an exercise."""

    def others(self, exercise: Exercise) -> list[str]:
        """The other exercises of the unit that take as many arguments, the same ones in the same order."""

    def answers_of_other(self, name: str, check: Check) -> list[Answer]:
        """The right answers of another exercise to a visible check's calls."""

    def without_slopes(self, check: Check) -> list[Answer]:
        """The answers to a visible check if `deriv` returned the function itself; [] if the exercise needs none."""

    def signature(self, name: str) -> str:
        """The signature in the contract, without types."""

    def given(self, names: frozenset[str]) -> list[bytes]:
        """The code of some solutions with what they need, to be given to a student's functions; [] in a kit."""
