"""Find the places of mistakes that nothing else names in a submission that is graded: after the verdicts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from grader.course.reference import Reference
from grader.course.syllabus import Exercise
from grader.grading.cache import JudgementCache
from grader.grading.options import Options
from grader.grading.place.agree import Part
from grader.grading.place.search import Search
from grader.grading.place.words import diagnosis_of, place_of
from grader.grading.report import Diagnosis, ExerciseReport, Report
from grader.grading.session import Session
from grader.sandbox.workers import WorkerPair, Workers, pair_of
from grader.submission.edits.edit import Editable
from grader.submission.folder import Submission


def is_open(report: ExerciseReport) -> bool:
    """Whether a search may say something of an exercise: a visible check fails by itself, and nothing is named."""
    shown = [check for check in report.checks if not check.hidden]
    fails = any(check.verdict in ("wrong", "error") for check in shown)
    ends = all(check.verdict in ("pass", "wrong", "error") for check in shown)
    leans = report.follow_through or report.blocked_by or report.given
    return fails and ends and not leans and report.diagnosis is None


class Finder:
    """Finds places in one submission.

    Args:
        submission: what was handed in.
        workers: where candidates run.
        options: how to grade.
        reference: what is right.
        known: what was found in earlier submissions, graded with the same options and reference.
    """

    def __init__(
        self,
        submission: Submission,
        workers: Workers | WorkerPair,
        options: Options,
        reference: Reference,
        known: JudgementCache | None = None,
    ) -> None:
        self._reference, self._known = reference, known or JudgementCache()
        self.search = Search(submission, pair_of(workers), options, reference)

    def places(self, report: Report) -> Iterator[ExerciseReport]:
        """The reports on exercises for which a place is found, with that place, as they are found."""
        for one in report.exercises:
            if is_open(one):
                for diagnosis in self.find(self._reference.course.exercise(one.name)):
                    yield replace(one, diagnosis=diagnosis)

    def find(
        self, exercise: Exercise, *, two: bool = False, tell: Callable[[float], None] | None = None
    ) -> list[Diagnosis]:
        """The places in a function whose checks fail, as diagnoses; none where none is certain.

        Args:
            exercise: the exercise.
            two: whether two edits are tried where one is not enough; of their places one or both are found.
            tell: told now and then which part of the search is done.
        """
        code = self.search.editable(exercise)
        if code is None:
            return []

        def make() -> list[Part]:
            return self.search.parts(exercise, code, two=two, tell=tell)

        key = ("place", exercise.name, two, self._reference.seed, _digest(code))
        parts = self._known.recall(key, make)
        return [diagnosis_of(place_of(code, part), exercise.unit, alone=part.alone) for part in parts]


def _digest(code: Editable) -> bytes:
    return hashlib.blake2b(code.key.encode(errors="replace"), digest_size=16).digest()


def places_in(session: Session, submission: Submission, report: Report) -> list[ExerciseReport]:
    """The exercises of a session's report for which a place is found, with that place."""
    exercises = [session.reference.course.exercise(one.name) for one in report.exercises]
    finder = Finder(submission, session.ready(exercises), session.options, session.reference)
    return list(finder.places(report))


def with_places(report: Report, found: Iterable[ExerciseReport]) -> Report:
    """A report with the places that were found."""
    new = {one.name: one for one in found}
    return replace(report, exercises=[new.get(one.name, one) for one in report.exercises]) if new else report
