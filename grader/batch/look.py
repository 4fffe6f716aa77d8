"""`grader batch DIR --look`: who was found, and which files would be graded; nothing of theirs runs."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from grader.batch.causes import problems_in
from grader.batch.ending import TO_LOOK_AT
from grader.batch.main import open_class, open_roster
from grader.course.syllabus import Course
from grader.errors import ALL_PASS
from grader.protocol.text import one_line
from grader.reading.reader import ConfinedReader
from grader.render.plain import say
from grader.render.wrap import fold, terminal_width
from grader.submission.hand_in.class_folder import UngradableError, read_hand_in


def run_look(args: argparse.Namespace, course: Course) -> int:
    """Show the class; gives the exit code that a batch would have for what is seen here.

    Args:
        args: what `grader batch` was told.
        course: the course.
    """
    roster = open_roster(args)
    found = open_class(args, course, roster)
    asked = {exercise.unit for exercise in course.find(args.names)}
    reader = ConfinedReader(jail=args.jail)
    looks, ungraded = int(found.look), 0
    width = terminal_width(plain=args.plain)

    def show(text: str) -> None:
        print("\n".join(fold(text, width)))

    try:
        for one in found.handed:
            known = ", ".join(dict.fromkeys(filter(None, one.who[1:])))
            show(f"{one_line(one.student)}{f'  ({one_line(known)})' if known else ''}")
            try:
                seen = read_hand_in(one, course, reader, asked)
                files, flags, notes = (
                    _listed(seen.files, asked),
                    [*seen.flags, *seen.causes, *problems_in(seen.submission.problems, asked)],
                    seen.notes,
                )
            except UngradableError as error:
                files, flags, notes = f"not graded: {error}", error.flags, error.notes
                ungraded += 1
            finally:
                reader.let_go()
            looks += bool(flags)
            show(f"  {one_line(files, 1000)}")
            for mark, some in (("look", flags), ("note", notes)):
                for text in dict.fromkeys(some):
                    show(f"  {mark}: {one_line(text, 1000)}")
    finally:
        reader.close()
    for note in found.left:
        show(f"Left out: {note}")
    for one in found.absent:
        show(f"Nothing handed in: {one_line(one.student)}")
    graded = len(found.handed) - ungraded
    absent = "" if roster is None else f", {len(found.absent)} of the roster handed nothing in"
    say(args, f"{len(found.handed)} found, {graded} can be graded{absent}.")
    return TO_LOOK_AT if looks or ungraded else ALL_PASS


def _listed(files: Mapping[str, str], asked: set[str]) -> str:
    """The files that would be graded; that of several units is named once."""
    units: dict[str, list[str]] = {}
    for unit, file in files.items():
        if unit in asked:
            units.setdefault(file, []).append(unit)
    plain = {f"{unit}.py" for unit in files}
    told = [file if file.rpartition("/")[2] in plain else f"{file} ({', '.join(some)})" for file, some in units.items()]
    return ", ".join(told) or "no file of the units that are asked for"
