"""The command line: which command was asked for, and what its exit code means.

Each command is a module of `grader.cli.commands`, in the folder of those whom it is for, and imported only when it is
asked for, so that commands that do not grade answer at once.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from grader import __version__
from grader.cli.course_mistakes import course_mistake
from grader.cli.parser import make_parser
from grader.cli.quick_end import end_quickly
from grader.cli.streams import open_missing
from grader.cli.table import ALL, COMMANDS, EXIT_CODES, fitting
from grader.course.syllabus import load_course
from grader.errors import (
    ALL_PASS,
    BROKEN,
    INTERRUPTED,
    UNREAD,
    USAGE,
    GraderError,
    UsageError,
    refuse_optimized,
    refused_by_system,
)
from grader.protocol.text import MAX_TEXT, one_line
from grader.render.plain import spell_out
from grader.render.typed import as_typed, command
from grader.render.wrap import fold, terminal_width

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):  # read once, when numpy loads
    os.environ.setdefault(_name, "1")

EXAMPLES = (
    ("", "where am I, and what is next?"),
    ("check chain_deriv_2", "is this one right? If not, which mistake do the numbers show?"),
    ("hint chain_deriv_2", "a first hint"),
)


def program() -> None:
    """Be the program `grader`: run a command, and end with its exit code.

    What is registered here runs after all else that is, since the first to be registered is the last to run.
    """
    code = 1  # as Python has it for an error that nobody catches
    atexit.register(lambda: end_quickly(code))
    try:
        code = main()
    except SystemExit as error:  # of the parser
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
        raise


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit code says how it went (see `grader.errors`)."""
    try:
        return _told(argv)
    except BrokenPipeError:  # whoever reads what we say has seen enough, as `head` has: no verdict is claimed
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREAD


def _told(argv: Sequence[str] | None) -> int:
    """Run a command, and say in a sentence why it ends if it does not end well; gives the exit code.

    Raises:
        BrokenPipeError: if nobody reads what is said any more.
    """
    open_missing()
    spell_out()
    try:
        refuse_optimized()
        code = _run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except GraderError as error:
        _complain(one_line(error, MAX_TEXT))
        return error.exit_code
    except KeyboardInterrupt as error:
        print(". ".join(["grader: interrupted", *map(as_typed, getattr(error, "__notes__", ()))]), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as error:
        if "GRADER_DEBUG" in os.environ:
            raise
        if isinstance(error, OSError) and (refused := refused_by_system(error)):
            _complain(one_line(refused, MAX_TEXT))
            return USAGE
        if hidden := _hidden_by():
            _complain(hidden)
            return USAGE
        if mistake := course_mistake(error):
            _complain(one_line(mistake, MAX_TEXT))
            return BROKEN
        text = f"{type(error).__name__}: {one_line(error, 500)}"
        _complain(f"our own failure, not yours: {text}. GRADER_DEBUG=1 shows where.")
        return BROKEN
    return code


def _hidden_by() -> str:
    """What to do about a file in the current folder that hides a module we need; "" where there is none.

    With `python -m grader` Python looks for modules in that folder first.
    """
    with contextlib.suppress(OSError):
        here = Path.cwd()
        for name in sys.stdlib_module_names | {"matplotlib", "numpy", "rich"}:
            file = getattr(sys.modules.get(name), "__file__", None)
            if file and here in (Path(file).parent, Path(file).parent.parent) and not (here / "pyvenv.cfg").exists():
                shown = Path(file).relative_to(here)
                return f"{shown} hides the module {name}, which the grader needs. Give it another name."
    return ""


def _run(words: list[str]) -> int:
    if words and words[0] in ("-h", "--help", "help"):
        if words[1:] and words[1] in COMMANDS and words[0] == "help":
            return _run([words[1], "--help"])
        print("\n".join(fold(as_typed(_overview()), terminal_width(), 12)))
        return ALL_PASS
    if words and words[0] in ("--version", "version"):
        print(f"grader {__version__}")
        return ALL_PASS
    name = words.pop(0) if words and not words[0].startswith("-") else "board"
    if name not in COMMANDS:
        name, words = _meant(name, words)
    module = importlib.import_module(f"grader.cli.commands.{COMMANDS[name].who}.{name}")
    parser = make_parser(name)
    module.add_arguments(parser)
    return int(module.run(parser.parse_intermixed_args(words)))  # names may stand behind options, too


def _meant(word: str, words: list[str]) -> tuple[str, list[str]]:
    """The command that a word was meant for which is none: an exercise, a unit or its file is checked.

    Raises:
        UsageError: if that is not known.
    """
    if word in ALL:
        whom = f"{'an' if ALL[word].who[:1] in 'aio' else 'a'} {ALL[word].who}"
        raise UsageError(f"{word} is for {whom}, in the whole course. What there is in a kit: grader --help")
    try:
        load_course().find([word])
    except GraderError:
        raise UsageError(f"there is no command {word!r}{_nearest(word)} All commands: grader --help") from None
    return "check", [word, *words]


def _nearest(name: str) -> str:
    import difflib  # noqa: PLC0415  only for a mistyped name

    name = name.casefold()
    near = difflib.get_close_matches(name, COMMANDS, n=1)
    if near:
        return f"; did you mean {near[0]!r}?"
    near = difflib.get_close_matches(name, load_course().by_name, n=1)
    return f"; did you mean grader check {near[0]}?" if near else "."


def _complain(text: str) -> None:
    """Say on standard error why a command ends."""
    width = shutil.get_terminal_size().columns if sys.stderr.isatty() else None
    print("\n".join(fold(f"grader: {as_typed(text)}", width)), file=sys.stderr)


def _overview() -> str:
    lines = [f"Usage: {command()} [COMMAND] [NAME …] [options]  (without COMMAND: the board)", ""]
    for who in dict.fromkeys(one.who for one in COMMANDS.values()):
        lines.append(f"For the {who}:")
        lines += [f"  {name:<12}{one.does}" for name, one in COMMANDS.items() if one.who == who]
        lines.append("")
    examples = [(command(fitting(words)), does) for words, does in EXAMPLES]
    wide = max(len(words) for words, _ in examples)
    unit, function = fitting("chains chain_deriv_2").split()
    lines += [
        f"NAME is a unit or a function: {unit}, {function}, {unit}.{function}.",
        "Options of a command: grader COMMAND --help",
        EXIT_CODES,
        "",
        "Examples:",
        *(f"  {words:<{wide}}  {does}" for words, does in examples),
    ]
    return "\n".join(lines)
