"""`grader list`: the names of all units and exercises, in order."""

from __future__ import annotations

import argparse
from pathlib import Path

from grader.course.syllabus import load_course
from grader.errors import ALL_PASS
from grader.files import write_json
from grader.render.plain import say


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
    lines.append("Next: grader check NAME, grader hint NAME, grader docs NAME")
    for line in lines:
        say(args, line)
    return ALL_PASS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the list as JSON; - is stdout")
