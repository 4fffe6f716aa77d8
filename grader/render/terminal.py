"""The terminal: a console that is plain where it has to be, and a report as lines of text.

Words carry the meaning; colour only repeats it. Letters that a terminal lacks are spelt in ASCII.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from grader.course.syllabus import Course
from grader.grading.report import CheckReport, ExerciseReport, Report, is_of_file, notes_on_earlier
from grader.protocol.text import MAX_TEXT, one_line
from grader.render.plain import spell_out
from grader.submission.source import Problem

PIPED_WIDTH = 100
MOST_ALSO = 3
INDENT = 9  # as wide as the longest verdict
_BAD = "bold red"
STYLES = {"pass": "green", "wrong": _BAD, "error": _BAD, "timeout": _BAD, "todo": "dim", "broken": "magenta"}


def make_console(args: argparse.Namespace, *, stderr: bool = False) -> Console:
    """A console as the options, the environment (NO_COLOR) and the terminal require it."""
    spell_out()
    plain = bool(args.plain)
    console = Console(
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


def print_report(console: Console, report: Report, course: Course) -> None:
    """Print a report for a student: per unit, one line for what passes, a block for what does not."""
    for problem in report.problems:
        console.print(Text(f"{'FILE':<{INDENT}}{problem_line(problem)}", style="bold yellow"), soft_wrap=True)
    for unit in course.units:
        exercises = [exercise for exercise in report.exercises if exercise.unit == unit.name]
        if exercises:
            _print_unit(console, unit.title, exercises, unusable_files(report))
    print_totals(console, report)


def problem_line(problem: Problem) -> str:
    """What is the matter with a file, on one line."""
    place = f"{problem.file}:{problem.line}" if problem.line else problem.file
    return one_line(f"{place}: {problem.message}", MAX_TEXT)


def _has_no_answers(exercise: ExerciseReport) -> bool:
    return is_of_file(exercise.unit, exercise.verdict, exercise.checks[0].message)


def unusable_files(report: Report) -> set[str]:
    """The files with a problem that affects all their exercises; it is reported once."""
    return {problem.file for problem in report.problems}


def _print_unit(console: Console, title: str, exercises: list[ExerciseReport], unusable: set[str]) -> None:
    points, most = sum(e.points for e in exercises), sum(e.max_points for e in exercises)
    console.print()
    console.print(_sides(console, Text(title, "bold"), f"{number(points)} of {number(most)} points"))
    for verdict in ("pass", "todo"):
        names = [e.name for e in exercises if e.verdict == verdict and not e.follow_through]
        if names:
            _print_names(console, verdict, names)
    for exercise in exercises:
        if exercise.follow_through:
            first = exercise.follow_through
            text = f"{'PASS':<{INDENT}}{exercise.name}: right by itself; mend {first} first"
            console.print(Text(text, style=STYLES["pass"]))
        if exercise.remarks and exercise.verdict == "pass":
            remarks = one_line(" ".join(exercise.remarks), MAX_TEXT)
            console.print(f"{'':<{INDENT}}{exercise.name}: {remarks}", soft_wrap=True)
    unloaded = [e for e in exercises if f"{e.unit}.py" in unusable and _has_no_answers(e)]
    if unloaded:
        _print_names(console, "error", [e.name for e in unloaded])
        console.print(f"{'':<{INDENT}}{unloaded[0].unit}.py is not loaded: see above")
    for exercise in exercises:
        if exercise.verdict not in ("pass", "todo") and exercise not in unloaded:
            _print_block(console, exercise)


def _print_names(console: Console, verdict: str, names: Iterable[str]) -> None:
    text = Text(f"{verdict.upper():<{INDENT}}" + ", ".join(names), style=STYLES[verdict])
    for line in text.wrap(console, max(console.width - INDENT, 20)):
        first = line.plain.startswith(verdict.upper())
        console.print(line if first else Text(" " * INDENT) + line)


def _sides(console: Console, left: Text, right: str) -> Text:
    gap = max(console.width - left.cell_len - len(right), 2)
    return left + Text(" " * gap + right)


def _print_block(console: Console, exercise: ExerciseReport) -> None:
    """An exercise that does not pass: verdict, diagnosis, rows, what is right, the next command."""
    failed = [check for check in exercise.checks if check.verdict != "pass"]
    first = next((check for check in failed if not check.hidden and check.message), failed[0])
    console.print()
    verdict = Text(f"{exercise.verdict.upper():<{INDENT}}", STYLES[exercise.verdict]) + Text(exercise.name, "bold")
    place = one_line(exercise.file) + (f":{exercise.line}" if exercise.line else "")
    console.print(_sides(console, verdict + Text(f"   {_which(exercise, first)}"), place), soft_wrap=True)
    lines: list[str] = []
    if exercise.diagnosis:
        lines.append(exercise.diagnosis.message)
    lines += notes_on_earlier(exercise.follow_through, exercise.blocked_by, exercise.given)
    if first.message and not first.hidden:
        lines += first.message.split("\n")
    others = [check for check in failed if check is not first]
    shown = [check.sentence for check in others if not check.hidden]
    if shown:
        more = f" and {len(shown) - MOST_ALSO} more" if len(shown) > MOST_ALSO else ""
        lines.append(f"Also not right: {'; '.join(shown[:MOST_ALSO])}{more}.")
    if hidden := [check for check in failed if check.hidden and check.message]:
        lines += [f"Hidden: {hidden[0].message}"] if first.hidden else []
        count = len([check for check in exercise.checks if check.hidden])
        lines.append(f"Hidden checks: {count - len(hidden)} of {count} pass.")
    lines += exercise.remarks
    if exercise.output.strip():
        lines.append("It printed:")
        lines += [f"  {line}" for line in exercise.output.strip().split("\n")[:5]]
    for line in "\n".join(lines).split("\n"):
        console.print(Text("  " + line), soft_wrap=True)
    after = f"grader check {exercise.blocked_by}" if exercise.blocked_by else f"grader hint {exercise.name}"
    after = "grader doctor" if exercise.verdict == "broken" else after
    console.print(Text("  Next: ") + Text(after, "cyan"))


def _which(exercise: ExerciseReport, check: CheckReport) -> str:
    same = [other for other in exercise.checks if other.hidden == check.hidden]
    kind = "hidden check" if check.hidden else "check"
    return f"{kind} {same.index(check) + 1} of {len(same)}: {check.sentence}"


def print_totals(console: Console, report: Report) -> None:
    """The last lines: counts, points, what to do next."""
    totals = report.totals
    counts = [f"{int(totals[v])} {v}" for v in ("pass", "wrong", "error", "timeout", "todo", "broken") if totals[v]]
    for flag in report.flags:
        console.print(Text(f"{'NOTE':<{INDENT}}{one_line(flag)}", style="bold yellow"))
    console.print()
    points = f"{number(totals['points'])} of {number(totals['max_points'])} points"
    console.print(_sides(console, Text(", ".join(counts), "bold"), points))
    if (command := next_command(report)) is not None:
        console.print(Text("Next: ") + Text(command, "cyan"))


def next_command(report: Report) -> str | None:
    """The next command: about the first exercise, in the order of the course, that does not pass."""
    for exercise in report.exercises:
        if exercise.follow_through:
            return f"grader check {exercise.follow_through}"
        if exercise.verdict == "todo":
            return f"grader docs {exercise.name}"
        if exercise.verdict == "broken":
            return "grader doctor"
        if f"{exercise.unit}.py" in unusable_files(report) and _has_no_answers(exercise):
            return f"grader check {exercise.unit}"
        if exercise.verdict != "pass":
            return f"grader hint {exercise.name}"
    return None
