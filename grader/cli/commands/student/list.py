"""`grader list`: the names of all units and exercises, in order."""

from __future__ import annotations

import argparse
from pathlib import Path

from grader.course.syllabus import load_course
from grader.errors import ALL_PASS
from grader.files import write_json
from grader.render.plain import say, say_next
from grader.render.wrap import terminal_width

ROOM = 72  # letters that a name and its title need side by side


def run(args: argparse.Namespace) -> int:
    """Print the names and what they stand for."""
    course = load_course()
    if args.json:
        units = [
            {
                "name": unit.name,
                "title": unit.title,
                "after": list(unit.after),
                "exercises": [{"name": e.name, "title": e.title, "needs": list(e.needs)} for e in unit.exercises],
            }
            for unit in course.units
        ]
        write_json(args.json, {"course": course.title, "units": units})
        return ALL_PASS
    lines = []
    for place, unit in enumerate(course.units, 1):
        lines.append(f"{place} {unit.name}: {unit.title}")
        lines += [f"    {exercise.name:<36}{exercise.title}".rstrip() for exercise in unit.exercises]
    width = terminal_width(plain=args.plain)
    if width is not None and width < ROOM:  # a name, and its title below it
        lines = [part for line in lines for part in _below(line)]
    for line in lines:
        say(args, line)
    say_next(args, f"check {course.exercises[0].name}")
    return ALL_PASS


def _below(line: str) -> list[str]:
    """A name and its title in lines of their own; the name of a unit stays as it is."""
    return [line[:40].rstrip(), f"      {line[40:]}"] if line.startswith("    ") and line[40:] else [line]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the list as JSON; - is stdout")
