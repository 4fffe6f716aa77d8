"""`grader docs`: open the page that explains an exercise."""

from __future__ import annotations

import argparse

from grader.cli.browser import open_in_browser
from grader.course.syllabus import IN_A_KIT, ROOT, load_course
from grader.errors import ALL_PASS, USAGE, UsageError
from grader.render.plain import say

SITE = ROOT / "site"


def run(args: argparse.Namespace) -> int:
    """Print the page's address, and open it where there is someone to look."""
    course = load_course()
    name = args.name
    if name is None:
        page, anchor = "index", ""
    elif name in [unit.name for unit in course.units]:
        page, anchor = name, ""
    else:
        exercise = course.find_one(name)
        page, anchor = exercise.unit, f"#{exercise.name}"
    built = SITE / "index.html" if page == "index" else SITE / page / "index.html"
    if not built.exists():
        built = SITE / f"{page}.html"
    if built.exists():
        address = built.as_uri() + anchor
        say(args, address)
        open_in_browser(args, address)
        return ALL_PASS
    source = ROOT / "docs" / f"{page}.md"
    if not source.exists():
        raise UsageError(f"There is no page for {name}. All names: grader list")
    say(args, f"{source}{f', section {anchor[1:]}' if anchor else ''}")
    if not IN_A_KIT:
        say(args, "The site is not built here. Build it: uv run --group docs mkdocs build")
    return ALL_PASS if source.exists() else USAGE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("name", metavar="NAME", nargs="?", help="a function or a unit (default: the first page)")
