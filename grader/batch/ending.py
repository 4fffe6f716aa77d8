"""How a batch ends: the files of a class that is graded, what is told of it, and the exit code."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterable, Sequence

from grader.batch.listing import Listing
from grader.batch.outputs import GRADES, PAGE, Outputs
from grader.errors import ALL_PASS, BROKEN, NOT_ALL_PASS, UsageError
from grader.graded_class.records import Class, Student
from grader.graded_class.reports import read_results
from grader.render.plain import counted, say

TO_LOOK_AT = NOT_ALL_PASS  # all is graded, and a person should look at some of it
MOST_TOLD = 10
KEPT = "What is graded is kept. Go on: the same command with --resume"


def end(args: argparse.Namespace, outputs: Outputs, listing: Listing, missing: Sequence[Student] = ()) -> int:
    """Write what is made of a class; gives the exit code.

    Args:
        args: what `grader batch` was told.
        outputs: what is to be written.
        listing: what was seen of the class beside the submissions.
        missing: those who are not graded yet.

    Raises:
        UsageError: if a file cannot be written, as on a full disk.
    """
    try:
        group = outputs.write(listing.left, listing.absent_students(), missing)
    except UsageError as error:
        raise UsageError(f"{error} {KEPT}") from error
    _print_end(args, group, listing.left)
    if any(_is_our_failure(one.flags) for one in group.students):
        return BROKEN
    look = listing.look or outputs.odd_extensions or any(one.flags or one.reason for one in group.students)
    return TO_LOOK_AT if look else ALL_PASS


def end_part(args: argparse.Namespace, total: int) -> int:
    """Tell how a part went; gives the exit code. Who should be looked at is told when the parts are merged.

    Args:
        args: what `grader batch` was told.
        total: how many students the whole class has.
    """
    failed = [_is_our_failure(report["flags"]) for report in read_results(args.out)]
    say(args, f"Part {args.part}: {len(failed)} of the {counted(total, 'submission')}, all of them graded.")
    if any(failed):
        say(args, f"{sum(failed)} could not be, by our own failure.")
    say(args, f"Next, when all parts are there: grader batch --merge {shlex.quote(str(args.out))} … --out OUT")
    return BROKEN if any(failed) else ALL_PASS


def _is_our_failure(flags: Iterable[str]) -> bool:
    return "our own failure" in " ".join(flags)


def _print_end(args: argparse.Namespace, group: Class, left: list[str]) -> None:
    for note in left:
        say(args, f"Left out: {note}")
    ungraded = [(one.name, one.reason) for one in group.students if one.reason is not None]
    for name, reason in ungraded[:MOST_TOLD]:
        say(args, f"Not graded: {name}: {reason}")
    if len(ungraded) > MOST_TOLD:
        say(args, f"Not graded: {len(ungraded) - MOST_TOLD} more; see {args.out / GRADES}")
    look = sum(one.reason is None and bool(one.flags) for one in group.students)
    done = f"{len(group.graded)} of {counted(len(group.students), 'submission')} graded; {look} of them to look at"
    say(args, f"{done}, and what was left out." if left else f"{done}.")
    if group.absent:
        say(args, f"{len(group.absent)} of the roster handed nothing in.")
    say(args, f"Next: open {args.out / PAGE}; the grades are in {args.out / GRADES}")
