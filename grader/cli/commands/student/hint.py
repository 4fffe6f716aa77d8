"""`grader hint`: three hints for an exercise, one at a time: the idea, the place, the formula.

Below a hint stands where in the student's own function a mistake sits, or two of them, if a search finds that.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from grader.cli.trust import EXERCISES
from grader.cli.two_places import own_session, tell_two_places
from grader.course.syllabus import LEVELS, Course, Exercise, load_course
from grader.errors import ALL_PASS
from grader.render.hint import hint_text
from grader.render.plain import say, say_next
from grader.render.wrap import terminal_width


def run(args: argparse.Namespace) -> int:
    """Print one hint and how to ask for the next."""
    course = load_course()
    exercise = _first_open(course, course.find([args.name]))
    level = args.level
    for line in hint_text(exercise, level, terminal_width(plain=args.plain)).split("\n"):
        say(args, line)
    if not args.quiet:
        tell_two_places(args, course, exercise)
    say_next(args, f"hint {exercise.name} {level + 1}" if level < len(LEVELS) else f"check {exercise.name}")
    return ALL_PASS


def _first_open(course: Course, exercises: Sequence[Exercise]) -> Exercise:
    """The exercise that a hint is about: of a unit, the first that does not pass; the first where all do."""
    if len(exercises) == 1:
        return exercises[0]
    if not EXERCISES.is_dir():
        return exercises[0]
    with own_session(course, list(exercises)) as (session, opened):
        report = session.first_failing(opened.read(course), exercises)
    return course.exercise(report.exercises[0].name) if report else exercises[0]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("name", metavar="NAME", help="a function, or a unit: its first that does not pass")
    parser.add_argument(
        "level", type=int, nargs="?", default=1, choices=(1, 2, 3), help="1 the idea, 2 the place, 3 the formula"
    )
