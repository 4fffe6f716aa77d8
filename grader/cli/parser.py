"""The parser of a command's words: its help, and what is wrong with them, in words of ours."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from typing import NoReturn

from grader.cli.table import COMMANDS, EXIT_CODES, fitting
from grader.errors import UsageError
from grader.protocol.text import one_line
from grader.render.typed import as_typed, command
from grader.render.wrap import fold, terminal_width

SAID = (  # what argparse says, and what we do
    (r"the following arguments are required: (.*)", r"\1 is missing."),
    (r"unrecognized arguments: (-\S*).*", r"there is no option \1."),
    (r"unrecognized arguments: (.*)", r"that is a word too many: \1."),
    (r"argument (\S+): invalid choice: (.*) \(choose from (.*)\)", r"\1 is one of \3, not \2."),
    (r"argument (\S+): invalid int value: (.*)", r"\1 takes a whole number, not \2."),
    (r"argument (\S+): invalid seconds value: (.*)", r"\1 takes a number of seconds, not \2."),
    (r"argument (\S+): invalid port value: (.*)", r"\1 takes a whole number, not \2."),
    (r"argument (\S+): invalid count value: (.*)", r"\1 takes a whole number, not \2."),
    (r"argument (\S+): invalid seed value: (.*)", r"\1 takes a whole number, not \2."),
    (r"argument (\S+): invalid \w+ value: (.*)", r"\1 cannot be \2."),
    (r"argument (\S+): expected one argument", r"\1 needs a value behind it."),
    (r"argument (\S+): expected at least one argument", r"\1 needs one or more values behind it."),
    (r"argument (\S+): ignored explicit argument (.*)", r"\1 takes no value, such as \2."),
    (r"argument (\S+): not allowed with argument (\S+)", r"\1 and \2 exclude each other."),
    (r"ambiguous option: (\S+) could match (.*)", r"\1 can mean \2."),
    (r"one of the arguments (.*) is required", r"one of these is missing: \1."),
    (r"argument (\S+): (.*)", r"\1: \2."),
)


class Parser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong, whatever words it was given."""

    def error(self, message: str) -> NoReturn:
        """End with a usage error.

        Raises:
            UsageError: always.
        """
        name = self.prog.rpartition(" ")[2]
        raise UsageError(f"{in_our_words(one_line(message))}{self._near(message)} See: grader {name} --help")

    def _near(self, message: str) -> str:
        """The option that was probably meant."""
        if (found := re.match(r"unrecognized arguments: (--\S*)", message)) is None:
            return ""
        import difflib  # noqa: PLC0415  only for a mistyped option

        near = difflib.get_close_matches(found[1], self._option_string_actions, n=1, cutoff=0.7)
        return f" Did you mean {near[0]}?" if near else ""

    def print_help(self, file: object = None) -> None:  # noqa: ARG002  as argparse calls it
        """Print the help; argparse would not tell that nobody reads it, or that it cannot be written."""
        print(self.format_help(), end="", flush=True)

    def format_help(self) -> str:
        """The help, with commands as they are typed here, wrapped on a terminal."""
        lines = as_typed(super().format_help()).split("\n")
        return "\n".join(part for line in lines for part in fold(line, terminal_width()))


class _Format(argparse.RawDescriptionHelpFormatter):
    """Help whose headings are written as ours."""

    def add_usage(self, usage: str | None, actions: object, groups: object, prefix: str | None = None) -> None:
        """The usage, with a capital letter."""
        super().add_usage(usage, actions, groups, "Usage: " if prefix is None else prefix)  # type: ignore[arg-type]


def in_our_words(message: str) -> str:
    """What argparse says, in the words of the course."""
    for pattern, ours in SAID:
        if (match := re.fullmatch(pattern, message, re.DOTALL)) is not None:
            said = match.expand(ours)
            return said.replace("'", "") if "choose from" in pattern else said  # versions of Python differ in quotes
    return f"{message}."


def options(parser: argparse.ArgumentParser) -> Iterator[str]:
    """The long options of a parser."""
    return (name for name in parser._option_string_actions if name.startswith("--"))  # noqa: SLF001  there is no other way


def make_parser(name: str) -> Parser:
    """The parser of a command, with what is common to all."""
    about = COMMANDS[name]
    examples = "\n".join(f"  {command(fitting(example).removeprefix('grader').lstrip())}" for example in about.examples)
    parser = Parser(
        prog=command(name),
        description=f"{about.does[:1].upper()}{about.does[1:]}.",
        epilog=f"Examples:\n{examples}\n\n{EXIT_CODES}",
        formatter_class=_Format,
        add_help=False,
    )
    parser._positionals.title = "Names"  # noqa: SLF001  argparse gives no other way to these two headings
    parser._optionals.title = "Options"  # noqa: SLF001
    parser.add_argument("-h", "--help", action="help", help="show this")
    parser.add_argument("--plain", action="store_true", help="no colour, no drawing, the same width everywhere")
    parser.add_argument("--no-color", action="store_true", help="no colour (NO_COLOR in the environment does the same)")
    parser.add_argument("-q", "--quiet", action="store_true", help="print nothing but what was asked for in a file")
    return parser
