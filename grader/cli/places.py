"""Places of mistakes that nothing names: searched for once the verdicts are printed, and told as they are found."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from grader.render.waiting import waiting

if TYPE_CHECKING:
    from rich.console import Console

    from grader.course.reference import Reference
    from grader.grading.options import Options
    from grader.grading.report import ExerciseReport, Report
    from grader.grading.session import Session
    from grader.sandbox.workers import Workers
    from grader.submission.folder import Submission


class Places:
    """The places in one graded submission.

    Args:
        args: what the command was told; with `no_place` nothing is searched for.
        report: the report without them.
        submission: what was graded.
        workers: where it runs.
        options: how it was graded.
        reference: what is right.
    """

    def __init__(
        self,
        args: argparse.Namespace,
        report: Report,
        submission: Submission,
        workers: Workers,
        options: Options,
        reference: Reference,
    ) -> None:
        from grader.grading.place.find import Finder  # noqa: PLC0415  numpy has loaded by now

        self._args, self._report, self._submission = args, report, submission
        self._left = iter(()) if args.no_place else Finder(submission, workers, options, reference).places(report)
        self._told: list[ExerciseReport] = []

    def found(self) -> Iterator[ExerciseReport]:
        """The exercises whose place is found, with it, as they are found."""
        while True:
            with waiting(self._args, "looking for the place"):
                one = next(self._left, None)
            if one is None:
                self._submission.reader.let_go()
                return
            self._told.append(one)
            yield one

    def whole_report(self) -> Report:
        """The report with all places."""
        from grader.grading.place.find import with_places  # noqa: PLC0415  as above

        for _ in self.found():
            continue
        return with_places(self._report, self._told)


def search_places(session: Session, submission: Submission, report: Report) -> list[ExerciseReport]:
    """The exercises of a session's report for which a place is found, with that place."""
    from grader.grading.place.find import places_in  # noqa: PLC0415  as above

    return places_in(session, submission, report)


def tell_places(console: Console, found: Sequence[ExerciseReport]) -> None:
    """Print places."""
    from grader.render.terminal import print_places  # noqa: PLC0415  rich loads beside the worker

    print_places(console, found)
