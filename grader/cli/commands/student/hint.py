"""`grader hint`: three hints for an exercise, one at a time: the idea, the place, the formula."""

from __future__ import annotations

import argparse
import textwrap

from grader.course.syllabus import LEVELS, Exercise, load_course
from grader.errors import ALL_PASS
from grader.render.plain import say


def run(args: argparse.Namespace) -> int:
    """Print one hint and how to ask for the next."""
    exercise = load_course().find_one(args.name)
    level = args.level
    for line in hint_text(exercise, level).split("\n"):
        say(args, line)
    after = f"hint {exercise.name} {level + 1}" if level < len(LEVELS) else f"check {exercise.name}"
    say(args, f"Next: grader {after}")
    return ALL_PASS


def hint_text(exercise: Exercise, level: int) -> str:
    """The hint of a level, 1 to 3, as it is printed."""
    lines = [f"{exercise.name}, hint {level} of {len(LEVELS)}, the {LEVELS[level - 1]}:"]
    lines.append(textwrap.fill(exercise.hints[level - 1], 92, initial_indent="  ", subsequent_indent="  "))
    if level == 1 and exercise.needs:
        lines.append(f"  It builds on {', '.join(exercise.needs)}.")
    return "\n".join(lines)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("name", metavar="NAME", help="a function, such as deriv or chains.chain_deriv_2")
    parser.add_argument(
        "level", type=int, nargs="?", default=1, choices=(1, 2, 3), help="1 the idea, 2 the place, 3 the formula"
    )
