"""`grader docs`: open the page that explains an exercise. A kit carries the pages; a clone builds them when asked."""

from __future__ import annotations

import argparse
import difflib

from grader.cli.browser import open_in_browser
from grader.cli.lessons import SITE, build_if_stale, say_what_brings_lessons
from grader.course.syllabus import Course, load_course
from grader.errors import ALL_PASS, UsageError
from grader.render.plain import say, say_next

PAGES = ("index", "students", "notation", "reference")  # beside those of the units


def run(args: argparse.Namespace) -> int:
    """Print the page's address, and open it where there is someone to look."""
    course = load_course()
    page, anchor = _page(course, args.name)
    path = SITE / f"{page}.html"
    words = f"docs {args.name}" if args.name else "docs"
    build_if_stale(args, words)
    if not path.exists():
        return say_what_brings_lessons(args, words)
    address = path.as_uri() + (f"#{anchor}" if anchor else "")
    say(args, address, ours=False)
    open_in_browser(args, address)
    say_next(args, f"check {anchor or _first(course, page)}")
    return ALL_PASS


def _page(course: Course, name: str | None) -> tuple[str, str]:
    """The page that a name stands for, and the place in it.

    Raises:
        UsageError: if there is none; it suggests what is near.
    """
    if name is None or name in PAGES:
        return name or "index", ""
    try:
        found = course.find([name])
    except UsageError:
        known = [*PAGES[1:], *(unit.name for unit in course.units), *course.by_name]
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
        way = f"Did you mean {near[0]}?" if near else f"Begin with this one: grader docs {course.units[0].name}."
        raise UsageError(f"There is no page for {name}. {way} All names: grader list") from None
    unit = course.unit(found[0].unit)
    return unit.name, found[0].name if len(found) == 1 and len(unit.exercises) > 1 else ""


def _first(course: Course, page: str) -> str:
    return next((unit.exercises[0].name for unit in course.units if unit.name == page), course.exercises[0].name)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "name", metavar="NAME", nargs="?", help="a function, a unit, notation or reference (default: the first page)"
    )
