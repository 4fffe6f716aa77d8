"""Search for edits of a student's own function that make its checks right.

The worker gets candidates and calls, and never an expected value; the answers are compared here, in rounds. First the
function as it is answers the visible checks: a call that it fails is what all candidates are asked next, and those that
give the right answer make all calls. The budget is a number of candidates; one that does not end ends the search.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from grader.course.reference import Reference
from grader.course.syllabus import Exercise
from grader.errors import BrokenError
from grader.grading.compare import compare
from grader.grading.options import Options
from grader.grading.place.agree import Part, agreed, disagree
from grader.grading.place.others import besides, elsewhere
from grader.grading.place.pairs import Half, Row, half, pairs
from grader.grading.place.solve import solved
from grader.protocol.answer import Answer
from grader.protocol.check import Call, Check
from grader.sandbox.trial import Function, TrialError, Trials
from grader.sandbox.workers import WorkerPair
from grader.submission.edits.edit import Edit, Editable
from grader.submission.folder import Submission

Candidate = tuple[Edit, ...]
SHARE = 1_000  # candidates of one job
MOST_PAIRS = 30_000  # of edits
MOST_LINES = 3_000_000  # that the function would run through if each pair made all calls: where it loops, fewer pairs


class Search:
    """The search in one submission.

    Args:
        submission: what was handed in.
        workers: where candidates run.
        options: how to grade.
        reference: what is right.

    Attributes:
        trials: what runs the candidates.
    """

    def __init__(self, submission: Submission, workers: WorkerPair, options: Options, reference: Reference) -> None:
        self._submission, self._workers, self._options = submission, workers, options
        self._reference, self._course = reference, reference.course
        self.trials = Trials(submission, self._course, options.limits)

    def editable(self, exercise: Exercise) -> Editable | None:
        """The function of an exercise, if it may be edited and run."""
        files = {**self._submission.helpers, **self._submission.units}
        sources = {name: file.source for name, file in files.items() if file.source is not None}
        names = {unit.name: [one.name for one in unit.exercises] for unit in self._course.units}
        return self._submission.reader.editable(sources, names, exercise.unit, exercise.name)

    def parts(
        self,
        exercise: Exercise,
        code: Editable,
        *,
        two: bool = False,
        tell: Callable[[float], None] | None = None,
    ) -> list[Part]:
        """The parts of a function that edits agree on which make its visible checks right.

        Args:
            exercise: the exercise.
            code: the function.
            two: whether pairs of edits are tried where one is not enough.
            tell: told now and then which part of the search is done.
        """
        function = Function(exercise.unit, exercise.name, code)
        try:
            repairs = self.repairs(function, exercise, two=two, tell=tell)
            parts = agreed(code, repairs)
            if parts and not self._options.visible_only and not self.holds(function, exercise, repairs):
                parts = []
        except (TrialError, BrokenError):  # of the worker nothing more is known: the verdicts stand
            if "GRADER_DEBUG" in os.environ:
                raise
            return []
        return parts

    def repairs(
        self,
        function: Function,
        exercise: Exercise,
        *,
        two: bool = False,
        tell: Callable[[float], None] | None = None,
    ) -> list[Candidate]:
        """The edits of a function, or where none is enough the pairs, with which it is right in all visible checks.

        Raises:
            TrialError: if one does not end.
        """
        checks = [check for check in self._reference.checks(exercise) if not check.hidden]
        before = list(self._ask(function, [()], checks))
        telling = self._telling(checks, before)
        if telling is None:
            return []
        code = function.editable
        found = self._tried(function, [(edit,) for edit in code.edits], checks, telling)
        found = found or self._solved(function, checks, telling, before)
        if found:
            others = elsewhere(code, found) if agreed(code, found) else []
            return [] if self._tried(function, others, checks, telling) else found
        if not two:
            return []
        most = min(MOST_PAIRS, MOST_LINES // max(self.trials.lines, 1))
        found = self._tried(function, pairs(self._halves(function, checks, telling), most), checks, telling, tell)
        others = besides(code, found) if agreed(code, found) else []
        return found + self._tried(function, others, checks, telling)

    def _tried(
        self,
        function: Function,
        candidates: Sequence[Candidate],
        checks: Sequence[Check],
        telling: tuple[int, int],
        tell: Callable[[float], None] | None = None,
    ) -> list[Candidate]:
        """Those of some candidates that are right in all of some checks; not all where these disagree."""
        found: list[Candidate] = []
        for begin in range(0, len(candidates), SHARE):
            some = candidates[begin : begin + SHARE]
            answers = self._ask(function, some, checks, telling)
            check, call, expected = self._row(checks, telling)
            near = [one for one, said in zip(some, answers, strict=True) if _right(said, expected, check, call)]
            found += self._passing(function, near, checks)
            if disagree(function.editable, found):
                break
            if tell is not None:
                tell(min((begin + SHARE) / len(candidates), 1.0))
        return found

    def _solved(
        self, function: Function, checks: Sequence[Check], telling: tuple[int, int], before: Sequence[Answer]
    ) -> list[Candidate]:
        """Other numbers in the place of the function's own with which it is right."""
        code = function.editable
        now, (_, _, expected) = before[self._number(checks, telling)], self._row(checks, telling)
        some = solved(code.text, code.edits, expected, now, lambda one: [*self._ask(function, one, checks, telling)])
        return self._passing(function, [(edit,) for edit in some], checks)

    def _halves(self, function: Function, checks: Sequence[Check], telling: tuple[int, int]) -> list[Half]:
        """What each edit does by itself."""
        edits = function.editable.edits
        answers = self._ask(function, [(), *[(edit,) for edit in edits]], checks)
        rows = self._rows(checks)
        at = self._number(checks, telling)
        before = list(itertools.islice(answers, len(rows)))
        return [half(edit, list(itertools.islice(answers, len(rows))), before, rows, at) for edit in edits]

    def holds(self, function: Function, exercise: Exercise, repairs: Sequence[Candidate]) -> bool:
        """Whether one of the repairs is right in the hidden checks, too, where these run."""
        hidden = [check for check in self._reference.checks(exercise) if check.hidden]
        return not hidden or bool(self._passing(function, repairs, hidden))

    def _passing(self, function: Function, some: Sequence[Candidate], checks: Sequence[Check]) -> list[Candidate]:
        """Those of some candidates that are right in all of some checks."""
        if not some:
            return []
        answers = self._ask(function, some, checks)
        right = self._rows(checks)
        found = []
        for one in some:
            said = list(itertools.islice(answers, len(right)))  # all of them, whatever they are
            if all(_right(mine, *row) for mine, row in zip(said, right, strict=True)):
                found.append(one)
        return found

    def _telling(self, checks: Sequence[Check], said: Sequence[Answer]) -> tuple[int, int] | None:
        """The failing call that tells most of candidates: of those with values, the one with the most numbers."""
        best, most, answers = None, 0, iter(said)
        for number, check in enumerate(checks):
            for at, (call, expected) in enumerate(
                zip(self._reference.calls(check), self._reference.answers(check), strict=True)
            ):
                if not _right(next(answers), expected, check, call):
                    size = 1 if expected.raised is not None else 1 + min(_size(expected.value), 64)
                    if size > most:
                        best, most = (number, at), size
        return best

    def _rows(self, checks: Sequence[Check]) -> list[Row]:
        return [
            (expected, check, call)
            for check in checks
            for call, expected in zip(self._reference.calls(check), self._reference.answers(check), strict=True)
        ]

    def _number(self, checks: Sequence[Check], at: tuple[int, int]) -> int:
        """The number of a call among those of all checks."""
        return sum(len(self._reference.calls(check)) for check in checks[: at[0]]) + at[1]

    def _row(self, checks: Sequence[Check], at: tuple[int, int]) -> tuple[Check, Call, Answer]:
        check = checks[at[0]]
        return check, self._reference.calls(check)[at[1]], self._reference.answers(check)[at[1]]

    def _ask(
        self,
        function: Function,
        some: Sequence[Candidate],
        checks: Sequence[Check],
        call: tuple[int, int] | None = None,
    ) -> Iterator[Answer]:
        hidden = any(check.hidden for check in checks)
        workers = self._workers.hidden if hidden else self._workers.visible
        return self.trials.answers(function, some, checks, self._reference.seed, workers, call)


def _right(answer: Answer, expected: Answer, check: Check, call: Call) -> bool:
    return compare(answer, expected, check, call) is None


def _size(value: object) -> int:
    if isinstance(value, tuple | list):
        return sum(map(_size, value))
    return value.size if isinstance(value, np.ndarray) else 1
