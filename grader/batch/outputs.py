"""The files that a batch writes when all is graded: tables, the page, feedback, what changed."""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path

from grader.batch.feedback import write_feedback
from grader.batch.lateness import count_lateness
from grader.batch.results import begun_with
from grader.course.syllabus import ROOT, Course
from grader.errors import UsageError
from grader.files import write_whole
from grader.graded_class.comments import FILE, read_comments
from grader.graded_class.compare import changes_table, compare_with, print_changes, require_batch
from grader.graded_class.grades import canvas, grades, moodle
from grader.graded_class.items import items_of, items_table
from grader.graded_class.page import make_page
from grader.graded_class.records import Class, Student, read_class
from grader.graded_class.reports import read_results
from grader.late import read_policy
from grader.render.plain import say

GRADES, CANVAS, MOODLE, ITEMS, PAGE, CHANGES = (
    *("grades.csv", "canvas.csv", "moodle.csv", "items.csv", "report.html", "compare.csv"),
)


class Outputs:
    """What is to be written. It is made before anything is graded, so that what cannot be read is told at once.

    Args:
        args: what `grader batch` was told.
        course: the course.

    Attributes:
        odd_extensions: what was told of extensions that are nobody's.

    Raises:
        UsageError: if the comments, the late policy or the older batch cannot be read, or lateness was counted before
            and is not to be now.
    """

    def __init__(self, args: argparse.Namespace, course: Course) -> None:
        self._args, self._course = args, course
        self._comments = read_comments(ROOT / FILE)
        self._policy = read_policy(args.late) if args.late else None
        if args.resume and not args.late and (begun_with(args.out, "late") or _counts_lateness(args.out / GRADES)):
            text = f"{args.out} counts lateness, which would now be dropped. Name the policy again: --late FILE"
            raise UsageError(f"{text}. One with percent_per_day = 0 takes nothing off.")
        self.odd_extensions: list[str] = []
        if args.compare:
            require_batch(args.compare)

    def write(self, left: list[str], absent: Sequence[Student] = (), missing: Sequence[Student] = ()) -> Class:
        """Write all files; gives the class.

        Args:
            left: what was left out of the batch, and why.
            absent: those of the roster who handed nothing in.
            missing: those who are not graded yet.

        Raises:
            UsageError: if a file cannot be written.
        """
        args, out, title = self._args, self._args.out, self._course.title
        group = read_class(read_results(out), absent, missing)
        if self._policy:
            self.odd_extensions = count_lateness(group, self._policy)
            for text in self.odd_extensions:
                say(args, text)
        items = items_of(group)
        comparison = compare_with(args.compare, out, group) if args.compare else None
        write_whole(out / GRADES, grades(group))
        write_whole(out / CANVAS, canvas(group, title))
        write_whole(out / MOODLE, moodle(group, title))
        write_whole(out / ITEMS, items_table(group, items))
        write_whole(
            out / PAGE,
            make_page(group, items, f"{title}: the class", [*left, *self.odd_extensions], self._comments, comparison),
        )
        if comparison:
            write_whole(out / CHANGES, changes_table(comparison.changes))
            print_changes(args, comparison)
        if args.feedback:
            for place in write_feedback(out, group, read_results(out), title, self._comments):
                say(args, f"Feedback: {place}")
        return group


def _counts_lateness(table: Path) -> bool:
    """Whether a table of grades is there, and has what lateness costs."""
    try:
        with table.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            return "penalty" in next(csv.reader(file), [])
    except (OSError, csv.Error):
        return False
