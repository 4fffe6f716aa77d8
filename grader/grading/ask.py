"""Ask a submission for its answers: the visible checks to their end, then the hidden ones, in two processes.

Each has a clock of its own; a third is for all that is asked once more where earlier functions are given.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from grader.course.reference import Reference
from grader.course.syllabus import Exercise
from grader.grading.case import Case
from grader.grading.options import Options
from grader.protocol.check import Check
from grader.protocol.raised import Raised
from grader.sandbox.collect import Collected, Run
from grader.sandbox.job import Given
from grader.sandbox.workers import WorkerPair, Workers
from grader.submission.folder import Submission


class Asking:
    """Asks one submission for answers.

    Args:
        submission: what was handed in.
        workers: where the submission runs.
        options: how to grade.
        reference: what is right; it answers, too, while it waits.
    """

    def __init__(
        self,
        submission: Submission,
        workers: WorkerPair,
        options: Options,
        reference: Reference,
    ) -> None:
        self._submission, self._workers = submission, workers
        self._options, self._reference = options, reference
        self._end_again: float | None = None

    def answers(self, checks: Mapping[Exercise, Sequence[Check]]) -> Collected:
        """The answers to the checks of some exercises.

        What needs few others runs first: where one is so slow that the time for all runs out, that takes nothing from
        what does not use it.
        """
        place = self._reference.course.fewest_needs_first
        ordered = sorted(checks.items(), key=lambda one: place[one[0].name])
        wanted = [(exercise.unit, check) for exercise, mine in ordered for check in mine]
        visible = self._run([one for one in wanted if not one[1].hidden], self._workers.visible)
        hidden = self._run([one for one in wanted if one[1].hidden], self._workers.hidden)
        # What a student's file says while it sees the hidden inputs is never shown, not even the line it says it at.
        # Of helpers, which may be many, not even that is told.
        silent = {
            name: Raised("", (), "it does so only where the hidden checks run")
            for name in self._submission.units
            if name in hidden.unloaded
        }
        return Collected(
            answers=visible.answers | hidden.answers,
            fingerprints=visible.fingerprints | hidden.fingerprints,
            unloaded=silent | visible.unloaded,
            failed=visible.failed,
            cut_short=visible.cut_short or hidden.cut_short,
        )

    def answers_above(self, given: Sequence[str], cases: Sequence[Case], known: Collected) -> Collected:
        """The answers where some functions are given, in a process of the hidden checks: nothing of it is shown.

        Args:
            given: their names.
            cases: the exercises to ask for.
            known: what was answered before; files that did not load then are left out, if nothing of them is asked for.
        """
        if self._end_again is None:
            self._end_again = time.monotonic() + self._options.limits.submission
        again = {case.exercise.unit for case in cases}  # what did not end may do so now
        run = Run(
            self._submission,
            self._reference.course,
            [(case.exercise.unit, check) for case in cases for check in case.checks],
            self._reference.seed,
            self._options.limits,
            self._workers.hidden,
            given=Given(tuple(given), self._reference.given(frozenset(given))),
            absent={name: f"{name}.py does not import" for name in known.unloaded.keys() - again},
            end=self._end_again,
        )
        with run:
            return run.collect()

    def _run(self, checks: Sequence[tuple[str, Check]], workers: Workers) -> Collected:
        """Run checks, all visible or all hidden. The reference computes its answers meanwhile."""
        reference = self._reference
        with Run(self._submission, reference.course, checks, reference.seed, self._options.limits, workers) as run:
            for _, check in checks:
                try:
                    reference.answers(check)
                except Exception:  # noqa: BLE001, S112  whoever judges meets it again, and calls the check broken
                    continue
            return run.collect()
