"""The terminal: a console that is plain where it has to be, and a report as lines of text.

Words carry the meaning; colour only repeats it. Letters that a terminal lacks are spelt in ASCII.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import PurePath

from rich.console import Console
from rich.text import Text

from grader.course.syllabus import Course, Unit
from grader.grading.report import AS_COUNTED, Diagnosis, ExerciseReport, Report, has_no_answers, right_by_itself
from grader.protocol.text import MAX_TEXT, one_line
from grader.render.block import block_lines, problem_line, which_check
from grader.render.caret import marked_lines
from grader.render.next_step import Step, next_step, place_of, unusable_files
from grader.render.own_folder import about_its_folder
from grader.render.plain import next_lines, spell_out
from grader.render.printed import printed_in
from grader.render.typed import as_typed, command
from grader.render.wrap import fold

PIPED_WIDTH = 100
MOST_PRINTED = 5
INDENT = 9  # as wide as the longest verdict
_BAD = "bold red"
STYLES = {"pass": "green", "wrong": _BAD, "error": _BAD, "timeout": _BAD, "todo": "dim", "broken": "magenta"}


class _Console(Console):
    """A console that leaves it to the command line what to do where nobody reads any more."""

    def on_broken_pipe(self) -> None:
        """Say so; rich would end the program as if something did not pass.

        Raises:
            BrokenPipeError: always.
        """
        raise BrokenPipeError


def make_console(args: argparse.Namespace, *, stderr: bool = False) -> Console:
    """A console as the options, the environment (NO_COLOR) and the terminal require it."""
    spell_out()
    plain = bool(args.plain)
    console = _Console(
        stderr=stderr,
        quiet=bool(args.quiet),
        no_color=True if plain or args.no_color else None,
        force_terminal=False if plain else None,
        highlight=False,
        markup=False,
        emoji=False,
    )
    if not console.is_terminal:
        console.width = PIPED_WIDTH  # piped output is the same everywhere
    return console


def number(points: float) -> str:
    """Points, without a needless .0."""
    return f"{points:g}"


def print_report(
    console: Console,
    report: Report,
    course: Course,
    *,
    following: str | None = None,
    output: bool = False,
    keys: bool = False,
    places: Iterable[ExerciseReport] = (),
) -> None:
    """Print a report for a student: per unit, one line for what passes, a block for what does not.

    Args:
        console: where to.
        report: the report.
        course: the course.
        following: an exercise that is not written yet, to go on with if all of the report passes.
        output: whether to show all that the functions printed, also those that pass.
        keys: whether keys say what comes next, so that no command does.
        places: exercises whose place is found while the rest is read.
    """
    print_problems(console, report)
    units = [unit for unit in course.units if any(exercise.unit == unit.name for exercise in report.exercises)]
    for unit in units:
        _print_unit(console, report, unit, points=len(units) > 1, output=output)
    print_places(console, places)
    print_totals(console, report, next_step(report, course, following), keys=keys)


def print_places(console: Console, places: Iterable[ExerciseReport]) -> None:
    """Print where mistakes sit that were found by search, as they are found."""
    for one in places:
        if one.diagnosis is not None and one.diagnosis.place is not None:
            console.print()
            place = one.diagnosis.place
            file = one.file if place.file is None else str(PurePath(one.file).with_name(f"{place.file}.py"))
            line = f"{one_line(file)}:{place.line}"
            print_sides(console, Text(f"{'PLACE':<{INDENT}}", "bold") + Text(one.name, "bold"), line)
            print_place(console, one.diagnosis)


def print_place(console: Console, diagnosis: Diagnosis) -> None:
    """Print a place: what is said of it, and the line with its part marked."""
    put(console, as_typed("  " + diagnosis.message))
    if diagnosis.place is not None:
        _print_raw(console, marked_lines(diagnosis.place, console.width))


def put(console: Console, text: str, style: str = "", hang: int | None = None) -> None:
    """Print a fact: wrapped on a terminal, elsewhere on one line."""
    for line in fold(text, console.width if console.is_terminal else None, hang):
        console.print(Text(line, style), soft_wrap=True)


def print_problems(console: Console, report: Report) -> None:
    """What is the matter with files, and how to go on."""
    for problem in report.problems:
        put(console, f"{'FILE':<{INDENT}}{problem_line(report, problem)}", "bold yellow", INDENT)
    if any("a statement fails" in problem.message for problem in report.problems):
        put(console, f'{"":<{INDENT}}Fix it, or put what only tries things out below `if __name__ == "__main__":`.')


def _print_unit(console: Console, report: Report, unit: Unit, *, points: bool, output: bool) -> None:
    exercises, unusable = [one for one in report.exercises if one.unit == unit.name], unusable_files(report)
    console.print()
    print_sides(console, Text(unit.title, "bold"), points_of(exercises) if points else "")
    for verdict in ("pass", "todo"):
        names = [e.name for e in exercises if e.verdict == verdict and not e.follow_through]
        if names:
            _print_names(console, verdict, names)
    for exercise in exercises:
        if exercise.follow_through:
            told = right_by_itself(exercise.follow_through)
            put(console, f"{'PASS':<{INDENT}}{exercise.name}: {told}", "green", INDENT)
        if exercise.remarks and exercise.verdict == "pass":
            remarks = one_line(" ".join(exercise.remarks), MAX_TEXT)
            put(console, f"{'':<{INDENT}}{exercise.name}: {remarks}")
        if output and exercise.verdict == "pass":
            _print_output_of_a_pass(console, exercise)
    unloaded = [e for e in exercises if f"{e.unit}.py" in unusable and has_no_answers(e)]
    if unloaded:
        _print_names(console, "error", [e.name for e in unloaded])
        console.print(f"{'':<{INDENT}}{unloaded[0].unit}.py is not loaded: see above")
    for exercise in exercises:
        if exercise.verdict not in ("pass", "todo") and exercise not in unloaded:
            _print_block(console, report, exercise, output=output)


def _print_output_of_a_pass(console: Console, exercise: ExerciseReport) -> None:
    said = printed_in(exercise.output)
    for words, lines in (("Python warned:", said.warned), (f"{exercise.name} printed:", said.printed)):
        if lines:
            put(console, f"{'':<{INDENT}}{words}")
            _print_raw(console, [f"{'':<{INDENT}}  {line}" for line in lines])


def points_of(exercises: Iterable[ExerciseReport]) -> str:
    """What some exercises earned together."""
    points = [(e.points, e.max_points) for e in exercises]
    return f"{number(sum(one for one, _ in points))} of {number(sum(most for _, most in points))} points"


def _print_names(console: Console, verdict: str, names: Iterable[str]) -> None:
    text = Text(f"{verdict.upper():<{INDENT}}" + ", ".join(names), style=STYLES[verdict])
    for line in text.wrap(console, max(console.width - INDENT, 20)):
        first = line.plain.startswith(verdict.upper())
        line.rstrip()
        console.print(line if first else Text(" " * INDENT) + line)


def print_sides(console: Console, left: Text, right: str, below: int = 2) -> None:
    """Print words with others at the right; on a terminal where both do not fit, those stand on a line of their own."""
    if not right:
        console.print(left, soft_wrap=True)
    elif console.is_terminal and left.cell_len + 2 + len(right) > console.width:
        for line in fold(left.plain, console.width, INDENT):
            shown = Text(line)
            shown.spans = [span for span in left.spans if span.end <= len(line)]
            console.print(shown, soft_wrap=True)
        console.print(Text(" " * below + right), soft_wrap=True)
    else:
        gap = max(console.width - left.cell_len - len(right), 2)
        console.print(left + Text(" " * gap + right), soft_wrap=True)


def _print_block(console: Console, report: Report, exercise: ExerciseReport, *, output: bool) -> None:
    """An exercise that does not pass: verdict, place, diagnosis, rows, what is right."""
    console.print()
    verdict = Text(f"{exercise.verdict.upper():<{INDENT}}", STYLES[exercise.verdict]) + Text(exercise.name, "bold")
    which = which_check(exercise)
    print_sides(console, verdict + Text(f"   {which}" if which else ""), place_of(exercise))
    for line in block_lines(exercise):
        put(console, as_typed("  " + about_its_folder(report, line)))
    said = printed_in(exercise.output)
    for words, lines in (("Python warned:", said.warned), ("It printed:", said.printed)):
        most = len(lines) if output else MOST_PRINTED
        if lines:
            console.print(f"  {words}")
            _print_raw(console, [f"    {line}" for line in lines[:most]])
        if left := len(lines) - most if len(lines) > most else 0:
            lines_left = f"{left} more {'lines' if left > 1 else 'line'}"
            put(console, f"    … and {lines_left}, which `check --output` shows.")


def _print_raw(console: Console, lines: Iterable[str]) -> None:
    """Lines that a student's code printed, as they are."""
    for line in lines:
        console.print(Text(line), soft_wrap=True)


def print_totals(console: Console, report: Report, step: Step, *, keys: bool = False) -> None:
    """The last lines: counts, points, what to do next; where keys say that, only what there is to write."""
    totals = report.totals
    counts = [f"{int(totals[v])} {v}" for v in AS_COUNTED if totals[v]]
    for flag in report.flags:
        put(console, f"{'NOTE':<{INDENT}}{one_line(flag)}", "bold yellow", INDENT)
    console.print()
    print_sides(console, Text(", ".join(counts), "bold"), points_of(report.exercises))
    todo = any(exercise.verdict == "todo" for exercise in report.exercises)
    for note in step.notes if todo or not keys else ():
        if not keys or not note.startswith("The lesson"):
            put(console, note)
    if step.words is not None and not keys:
        for line in next_lines(command(step.words), console.width if console.is_terminal else None):
            rest = line.removeprefix("Next: ") if line.startswith("Next: ") else ""
            shown = Text("Next: ") + Text(rest, "cyan") if rest else Text(line, "cyan" if line[:1] == " " else "")
            console.print(shown, soft_wrap=True)
