"""The reference as the solutions compute it. Each answer is computed once."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import replace

from grader.course.checks_of import checks_of
from grader.course.misconceptions import Misconception
from grader.course.reference import Mistake
from grader.course.solutions.binding import Binding, right
from grader.course.solutions.given import given_code
from grader.course.solutions.library import files, misconceptions_of
from grader.course.syllabus import Exercise, load_course
from grader.protocol.answer import Answer, Conditions, copied_whole
from grader.protocol.check import Call, Check
from grader.protocol.silence import silence


class Solutions:
    """The solutions as the reference; see `grader.course.reference.Reference`.

    Args:
        seed: seed of the hidden inputs.
    """

    def __init__(self, seed: int = 0) -> None:
        self.course, self.seed = load_course(), seed
        self.right = right()
        self._wrong: dict[Mistake, Binding] = {}
        self._without_slopes = Binding({"deriv": lambda func, x, _delta=0.001: func(x)})
        self._calls: dict[str, list[Call]] = {}
        self._are_data: dict[str, bool] = {}
        self._answers: dict[tuple[str, str, str], list[Answer]] = {}

    def checks(self, exercise: Exercise) -> list[Check]:
        """The checks of an exercise, visible ones first."""
        return checks_of(exercise)

    def calls(self, check: Check) -> list[Call]:
        """A check's calls, to read what was asked. Only the right answers are made with them: answering may draw."""
        if check.name not in self._calls:
            self._calls[check.name] = check.calls(self.seed)
        return self._calls[check.name]

    def answers(self, check: Check, mistake: Mistake | None = None) -> list[Answer]:
        """The right answers to a check's calls; with a mistake, those of its misconception."""
        if mistake is None:
            return self._answer(self.right, check, check.exercise, "", self.calls(check))
        return self._answer(self.with_mistake(mistake), check, check.exercise, mistake.slug)

    def with_mistake(self, mistake: Mistake) -> Binding:
        """The functions of the course where one has a misconception.

        Raises:
            TypeError: if the mistake is no misconception of this course.
        """
        if not isinstance(mistake, Misconception):
            raise TypeError(f"{mistake.slug} has no function")
        if mistake not in self._wrong:
            self._wrong[mistake] = Binding({mistake.exercise: mistake.function})
        return self._wrong[mistake]

    def mistakes(self, exercise: Exercise) -> Sequence[Misconception]:
        """The misconceptions of an exercise."""
        return misconceptions_of(exercise)

    def others(self, exercise: Exercise) -> list[str]:
        """The other exercises of the unit that take as many arguments, the same ones in the same order."""
        names = [other.name for other in self.course.unit(exercise.unit).exercises if other != exercise]
        return [name for name in names if self._could_be_meant(self._parameters(name), self._parameters(exercise.name))]

    def answers_of_other(self, name: str, check: Check) -> list[Answer]:
        """The right answers of another exercise to a visible check's calls."""
        return self._answer(self.right, check, name, "")

    def without_slopes(self, check: Check) -> list[Answer]:
        """The answers to a visible check if `deriv` returned the function itself; [] if the exercise needs none."""
        if "deriv" not in self.course.exercise(check.exercise).needs:
            return []
        return self._answer(self._without_slopes, check, check.exercise, "without slopes")

    def signature(self, name: str) -> str:
        """The signature in the contract, without types."""
        parameters = inspect.signature(self.right.function(name)).parameters.values()
        bare = [parameter.replace(annotation=inspect.Parameter.empty) for parameter in parameters]
        return f"{name}{inspect.Signature(bare)}"

    def given(self, names: frozenset[str]) -> list[bytes]:
        """The compiled text of some solutions with what they need, to be given to a student's functions."""
        return given_code(names)

    def _answer(
        self, functions: Binding, check: Check, name: str, variant: str, calls: Sequence[Call] | None = None
    ) -> list[Answer]:
        key = (check.name, name, variant)
        if key not in self._answers:
            function = functions.function(name)
            asked = self._calls_again(check) if calls is None else calls
            with silence(), Conditions() as conditions:  # some misconceptions print
                answers = [conditions.answer(function, call, files(), check.exercise, ours=True) for call in asked]
            self._answers[key] = [_without_place(answer) for answer in answers]
        return self._answers[key]

    def _calls_again(self, check: Check) -> list[Call]:
        """A check's calls for another function to answer: the same ones, if answering leaves no trace in them.

        It leaves none where arguments are copied, and functions among them keep no state.
        """
        if check.name not in self._are_data:
            self._are_data[check.name] = all(
                one.then is None and copied_whole([*one.args, *one.kwargs.values()]) for one in self.calls(check)
            )
        return self.calls(check) if self._are_data[check.name] else check.calls(self.seed)

    def _parameters(self, name: str) -> list[str]:
        return list(inspect.signature(self.right.function(name)).parameters)

    @staticmethod
    def _could_be_meant(other: list[str], own: list[str]) -> bool:
        """Whether arguments mean something to another exercise: (A, x) is no (x, A)."""
        return len(other) == len(own) and (other == own or sorted(other) != sorted(own))


def _without_place(answer: Answer) -> Answer:
    """An answer in which nothing tells the line of ours that an error comes from."""
    if answer.raised is None:
        return answer
    return answer._replace(raised=replace(answer.raised, line=0, unit="", columns=(0, 0)))
