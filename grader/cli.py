"""The command line: which command was asked for, and what its exit code means.

Each command is a module of `grader.commands`, imported only when it is asked for.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

from grader.errors import INTERRUPTED, GraderError

COMMANDS = {
    "audit": "the proof that the grader is right",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit code says how it went (see `grader.errors`)."""
    words = list(sys.argv[1:] if argv is None else argv)
    name = words.pop(0)
    module = importlib.import_module(f"grader.commands.{name}")
    parser = argparse.ArgumentParser(prog=f"grader {name}", description=COMMANDS[name])
    module.add_arguments(parser)
    parser.add_argument("--plain", action="store_true", help="no colour, no drawing")
    parser.add_argument("--no-color", action="store_true", help="no colour")
    parser.add_argument("-q", "--quiet", action="store_true", help="say nothing but the exit code")
    try:
        return int(module.run(parser.parse_args(words)))
    except GraderError as error:
        print(f"grader: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
