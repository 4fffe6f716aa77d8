"""A case: one exercise of one submission, as far as it is judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from grader.course.syllabus import Exercise
from grader.grading.rows import Answers
from grader.grading.verdict import ExerciseVerdict
from grader.protocol.answer import Answer
from grader.protocol.check import Check
from grader.sandbox.collect import Collected


@dataclass(slots=True, kw_only=True)
class Ground:
    """What a function answers where earlier ones are given.

    Attributes:
        given: the names of these, in the order of the course.
        collected: its answers.
        verdict: the verdicts on them.
        alike: whether what is given answers as the submission's own ones do, but for the values: a function that can
            work with these can work with it.
    """

    given: tuple[str, ...]
    collected: Collected
    verdict: ExerciseVerdict
    alike: bool = False


@dataclass(slots=True, kw_only=True)
class Case:
    """One exercise of one submission.

    Attributes:
        exercise: the exercise.
        checks: its checks.
        answers: the submission's answers, on its own functions.
        verdict: the verdicts on them; None where there are none.
        can_run: whether there is a function to run: one that has a verdict, or whose file did not end.
        used: the failing exercises that it uses, in the order of the course.
        unsure: the passing ones that it uses and that use failing ones.
        slow: the passing ones that it uses and that may be why it runs out of time, each with the seconds of a call.
        ground: what it answers where some of these are given; None where it did not run so.
        leans_on: one of them that was not given and that its failure comes from.
    """

    exercise: Exercise
    checks: Sequence[Check]
    answers: Answers
    verdict: ExerciseVerdict | None = None
    can_run: bool = False
    used: Sequence[str] = ()
    unsure: Sequence[str] = ()
    slow: Mapping[str, float] = field(default_factory=dict)
    ground: Ground | None = None
    leans_on: str | None = None

    @property
    def has_answers(self) -> bool:
        """Whether there is a verdict, or it is right where others are given."""
        return self.verdict is not None or (self.ground is not None and self.ground.verdict.passes)

    @property
    def given(self) -> Sequence[str]:
        """What was given to it."""
        return () if self.ground is None else self.ground.given

    def is_right_where(self, given: Sequence[str]) -> bool:
        """Whether it passes where functions are given, these or some of them."""
        return self.ground is not None and self.ground.verdict.passes and {*given}.issuperset(self.given)

    @property
    def failing_given(self) -> list[str]:
        """What was given to it because it fails, and not because it is slow, or uses what fails."""
        others = {*self.slow, *self.unsure}
        return [name for name in self.given if name not in others]

    @property
    def visible_answers(self) -> list[Answer]:
        """The answers to the visible checks."""
        return [answer for check in self.checks if not check.hidden for answer in self.answers.get(check.name, ())]

    @property
    def differs_in_values(self) -> bool:
        """Whether most of what it answers is wrong, and only the numbers are."""
        if self.verdict is None:
            return False
        kinds = [one.difference.kind for one in self.verdict.checks if one.difference is not None]
        return 2 * len(kinds) > len(self.verdict.checks) and {"values", "finite", "dtype"}.issuperset(kinds)

    @property
    def fails(self) -> bool:
        """Whether it does not pass on the submission's own functions."""
        return self.verdict is None or not self.verdict.passes
