"""`grader batch --merge`: one class of its parts, as if it had been graded at once."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import islice

from grader.batch.ending import end
from grader.batch.outputs import Outputs
from grader.batch.part_folder import PartFolder, read_part
from grader.batch.results import Line, Results
from grader.course.fingerprint import run
from grader.course.syllabus import Course
from grader.errors import UsageError
from grader.files import remove_unfinished
from grader.graded_class.compare import WORDS
from grader.graded_class.records import missing_student
from grader.protocol.text import listed, one_line
from grader.render.plain import say

NOT_THERE = "it is not graded yet: its part is missing"
AT_ONCE = 64  # reports that are written in one go
SAME = WORDS | {
    "title": "the course's title",
    "places": "the places of mistakes (--feedback)",
}


def run_merge(args: argparse.Namespace, course: Course) -> int:
    """Make one class of the folders that parts wrote; gives the exit code that the whole batch would have.

    Args:
        args: what `grader batch` was told.
        course: the course.

    Raises:
        UsageError: if the parts are not those of one class that was graded in one way, or some is missing.
    """
    outputs = Outputs(args, course)
    parts = [read_part(place) for place in args.merge]
    _require_one_batch(parts)
    first = parts[0]
    owners = _owners(parts, partial=args.partial)
    missing = [name for name in first.students if name not in owners]
    if missing and not args.partial:
        raise UsageError(f"{_whose(parts, missing)} Name all parts, or merge what there is: --partial")
    with Results(args.out, first.header._replace(part="", late=bool(args.late)), resume=args.resume) as results:
        remove_unfinished(args.out)
        results.keep_students(first.students)
        left = [name for name in first.students if name in owners and name not in results.done]
        waiting = (Line(name, owners[name].report(name)) for name in left)
        while lines := list(islice(waiting, AT_ONCE)):
            results.add(*lines)
        if missing:
            say(args, _whose(parts, missing))
        return end(args, outputs, first.listing, [missing_student(name, NOT_THERE) for name in missing])


def _require_one_batch(parts: Sequence[PartFolder]) -> None:
    """Make sure that all parts are those of one class, graded in one way, and that this is the kit that graded them."""
    first = parts[0]
    here = run()
    if (first.header.course, first.header.code) != (here.course, here.code):
        raise UsageError(f"{first.place} was graded with another course or kit than this one. Merge with that one.")
    for other in parts[1:]:
        if other.place.resolve() in {one.place.resolve() for one in parts if one is not other}:
            raise UsageError(f"{other.place} is named twice. Name each part once.")
        differs = [word for key, word in SAME.items() if getattr(first.header, key) != getattr(other.header, key)]
        if differs:
            text = f"{first.place} and {other.place} differ in {', '.join(differs)}"
            raise UsageError(f"{text}. Grade one of them again as the other.")
        _require_one_class(first, other)


def _require_one_class(first: PartFolder, other: PartFolder) -> None:
    told = f"{first.place} and {other.place} are not parts of one class"
    odd = sorted(first.students.items() ^ other.students.items())
    if odd:
        raise UsageError(f"{told}: {one_line(odd[0][0])} is not the same in both. Grade both from one folder.")
    if first.listing != other.listing:
        raise UsageError(f"{told}: what was left out, or who is missing, differs. Grade both from one folder.")


def _owners(parts: Sequence[PartFolder], *, partial: bool) -> dict[str, PartFolder]:
    """The part that has each student's report: of several the first that is named.

    Raises:
        UsageError: if there are several, and what overlaps is not allowed.
    """
    owners: dict[str, PartFolder] = {}
    for one in parts:
        for name in one.lines:
            other = owners.setdefault(name, one)
            if other is not one and not partial:
                text = f"{other.place}, part {other.part}, and {one.place}, part {one.part}, both hold {one_line(name)}"
                raise UsageError(f"{text}. Name one of them, or take the first that has a student: --partial")
    return owners


def _whose(parts: Sequence[PartFolder], missing: Sequence[str]) -> str:
    """In words: which parts those who are not graded yet belong to."""
    for one in parts:
        if one.left:
            verb = "is" if one.left == 1 else "are"
            return f"{one.place}, part {one.part}, is not graded to its end: {one.left} of its students {verb} left."
    first = one_line(missing[0])
    some = f"{first} is" if len(missing) == 1 else f"{len(missing)} students, {first} among them, are"
    counts = {one.part.of for one in parts}
    if len(counts) > 1:
        return f"{some} in none of these parts."
    (count,) = counts
    there = {one.part.number for one in parts}
    absent = [f"{number}/{count}" for number in range(1, count + 1) if number not in there]
    return f"Part {listed(absent, 10)} is missing: {some} in no other."
