"""The command line: which command was asked for, and what its exit code means.

Each command is a module of `grader.cli.commands`, in the folder of those whom it is for, and imported only when it is
asked for, so that commands that do not grade answer at once.
"""

from __future__ import annotations

import argparse
import atexit
import contextlib
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NamedTuple, NoReturn

from grader import __version__
from grader.cli.streams import open_missing
from grader.course.syllabus import IN_A_KIT
from grader.errors import (
    ALL_PASS,
    BROKEN,
    INTERRUPTED,
    NOT_ALL_PASS,
    USAGE,
    GraderError,
    UsageError,
    refuse_optimized,
    refused_by_system,
)
from grader.protocol.text import MAX_TEXT, one_line
from grader.render.plain import spell_out


class Command(NamedTuple):
    """A command: who it is for, what it does, examples of its use."""

    who: str
    does: str
    examples: tuple[str, ...]


ALL = {
    "board": Command("student", "every unit at a glance, and what to do next", ("grader", "grader board --plain")),
    "list": Command("student", "the names of all units and exercises", ("grader list", "grader list --json -")),
    "check": Command(
        "student",
        "grade, and say what is right, what is wrong and what the numbers show",
        ("grader check", "grader check chains deriv", "grader check --submission mywork --json report.json"),
    ),
    "watch": Command(
        "student",
        "check again whenever you save; keys for next, hint, list, quit",
        ("grader watch", "grader watch chain_deriv_2", "grader watch chains --submission mywork"),
    ),
    "hint": Command("student", "the idea, the place or the formula", ("grader hint deriv", "grader hint deriv 2")),
    "show": Command(
        "student",
        "a picture of your answer beside the expected one",
        ("grader show deriv", "grader show matmul_forward --out picture.png"),
    ),
    "solution": Command(
        "student",
        "how the reference does it, once yours passes",
        ("grader solution deriv", "grader solution deriv --force"),
    ),
    "reset": Command("student", "bring a stub back; your work is kept", ("grader reset deriv", "grader reset chains")),
    "update": Command(
        "student",
        "bring what you wrote in an older kit into this one",
        ("grader update ../calculus-kit-old", "grader update ~/Downloads/calculus-kit"),
    ),
    "docs": Command("student", "open the page that explains", ("grader docs", "grader docs chain_deriv_2")),
    "doctor": Command("student", "what this machine offers, and what is missing", ("grader doctor",)),
    "batch": Command(
        "instructor",
        "grade a whole class in the jail",
        ("grader batch class --out graded", "grader batch class --out graded chains --jobs 4 --resume"),
    ),
    "autograde": Command(
        "instructor",
        "autograde an nbgrader assignment, several students at once",
        (
            "grader autograde derivatives",
            "grader autograde derivatives --student ada --force",
            "grader autograde chains --jobs 8",
        ),
    ),
    "release": Command(
        "instructor",
        "make what students get, a repository for GitHub, or an autograder for Gradescope",
        (
            "grader release OUT",
            "grader release OUT functions derivatives",
            "grader release OUT --classroom",
            "grader release OUT chains --gradescope",
        ),
    ),
    "build": Command("author", "make stubs and notebooks from the solutions", ("grader build", "grader build --check")),
    "audit": Command("author", "the proof that the grader is right", ("grader audit", "grader audit chains --json -")),
    "new": Command("author", "begin an exercise", ("grader new chains chain_length_4", "grader new integrals area")),
}
COMMANDS = {name: command for name, command in ALL.items() if command.who == "student" or not IN_A_KIT}
EXIT_CODES = "Exit codes: 0 all pass, 1 something does not, 2 usage or input, 3 our own failure, 130 interrupted."


for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):  # read once, when numpy loads
    os.environ.setdefault(_name, "1")


def program() -> None:
    """Be the program `grader`: run a command, and end with its exit code.

    Python would spend time at the end to take apart all that was loaded. The function registered here runs after all
    others, since the first to be registered is the last to run, and just ends the process.
    """
    code = 1  # as Python has it for an error that nobody catches
    atexit.register(lambda: _leave(code))
    try:
        code = main()
    except SystemExit as error:  # of the parser
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
        raise


def _leave(code: int) -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):  # closed, or not there at all
            stream.flush()
    os._exit(code)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit code says how it went (see `grader.errors`)."""
    open_missing()
    spell_out()
    try:
        refuse_optimized()
        code = _run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except GraderError as error:
        print(f"grader: {one_line(error, MAX_TEXT)}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("grader: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # whoever reads our output has seen enough, as `head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_ALL_PASS
    except Exception as error:
        if "GRADER_DEBUG" in os.environ:
            raise
        if isinstance(error, OSError) and (refused := refused_by_system(error)):
            print(f"grader: {one_line(refused, MAX_TEXT)}", file=sys.stderr)
            return USAGE
        text = f"{type(error).__name__}: {one_line(error, 500)}"
        print(f"grader: our own failure, not yours: {text}. GRADER_DEBUG=1 shows where.", file=sys.stderr)
        return BROKEN
    return code


def _run(words: list[str]) -> int:
    if words and words[0] in ("-h", "--help", "help"):
        print(_overview())
        return ALL_PASS
    if words and words[0] == "--version":
        print(f"grader {__version__}")
        return ALL_PASS
    name = words.pop(0) if words and not words[0].startswith("-") else "board"
    if name not in COMMANDS:
        raise UsageError(f"there is no command {name!r}{_nearest(name)} All commands: grader --help")
    module = importlib.import_module(f"grader.cli.commands.{COMMANDS[name].who}.{name}")
    parser = _parser(name)
    module.add_arguments(parser)
    return int(module.run(parser.parse_intermixed_args(words)))  # names may stand behind options, too


class _Parser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong, whatever words it was given."""

    def error(self, message: str) -> NoReturn:
        """End with a usage error."""
        super().error(one_line(message))


def _parser(name: str) -> argparse.ArgumentParser:
    command = COMMANDS[name]
    examples = "\n".join(f"  {example}" for example in command.examples)
    parser = _Parser(
        prog=f"grader {name}",
        description=f"{command.does[:1].upper()}{command.does[1:]}.",
        epilog=f"Examples:\n{examples}\n\n{EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--plain", action="store_true", help="no colour, no drawing, the same width everywhere")
    parser.add_argument("--no-color", action="store_true", help="no colour (NO_COLOR in the environment does the same)")
    parser.add_argument("-q", "--quiet", action="store_true", help="print nothing but what was asked for in a file")
    return parser


def _nearest(name: str) -> str:
    import difflib  # noqa: PLC0415  only for a mistyped name

    near = difflib.get_close_matches(name, COMMANDS, n=1)
    return f"; did you mean {near[0]!r}?" if near else "."


def _overview() -> str:
    lines = ["Usage: grader [COMMAND] [NAME …] [options]    (without a command: the board)", ""]
    for who in dict.fromkeys(command.who for command in COMMANDS.values()):
        lines.append(f"For the {who}:")
        lines += [f"  {name:<10}{command.does}" for name, command in COMMANDS.items() if command.who == who]
        lines.append("")
    lines += [
        "NAME is a unit or a function: chains, chain_deriv_2, chains.chain_deriv_2.",
        "Options of a command: grader COMMAND --help",
        EXIT_CODES,
        "",
        "Examples:",
        "  grader                      where am I, and what is next?",
        "  grader check chain_deriv_2  is this one right? If not, which mistake do the numbers show?",
        "  grader hint chain_deriv_2   a first hint",
    ]
    return "\n".join(lines)
