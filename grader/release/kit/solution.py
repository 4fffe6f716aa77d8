"""`grader solution` in a student's kit: it says that there is none here."""

from __future__ import annotations

import argparse

from grader.course.syllabus import load_course
from grader.errors import UsageError


def run(args: argparse.Namespace) -> int:
    """Say where the solutions are, and what there is instead.

    Raises:
        UsageError: always.
    """
    name = load_course().find_one(args.name).name
    raise UsageError(f"A student's kit holds no solution. The clearest hint: grader hint {name} 3")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("name", metavar="NAME", help="a function, such as deriv or chains.chain_deriv_2")
    parser.add_argument("--force", action="store_true", help="as in the whole course; here it changes nothing")
