"""What is said of an exercise that does not pass, as lines of text: the same on a terminal and in a page."""

from __future__ import annotations

from grader.grading.report import CheckReport, ExerciseReport, Report, first_failed, has_no_answers, notes_on_earlier
from grader.protocol.text import MAX_TEXT, listed, one_line
from grader.render.own_folder import about_its_folder
from grader.render.typed import as_typed
from grader.submission.source import Problem

MOST_ALSO = 3


def problem_line(report: Report, problem: Problem) -> str:
    """What is the matter with a file, on one line."""
    place = f"{report.submission}/{problem.file}" + (f":{problem.line}" if problem.line else "")
    return as_typed(one_line(f"{place}: {about_its_folder(report, problem.message)}", MAX_TEXT))


def which_check(exercise: ExerciseReport) -> str:
    """The check that the lines are about: its number and its sentence; "" where none was made."""
    first = first_failed(exercise)
    if first is None or has_no_answers(exercise):
        return ""
    same = [other for other in exercise.checks if other.hidden == first.hidden]
    kind = "hidden check" if first.hidden else "check"
    return f"{kind} {same.index(first) + 1} of {len(same)}: {first.sentence}"


def block_lines(exercise: ExerciseReport) -> list[str]:
    """The question, the earlier exercises, the rows, what else is not right, remarks; what was printed is not in it."""
    failed, first = [check for check in exercise.checks if check.verdict != "pass"], first_failed(exercise)
    if first is None or has_no_answers(exercise):  # then no check was made, and of none it is known that it fails
        return first.message.split("\n") if first is not None else []
    lines: list[str] = []
    if exercise.diagnosis:
        lines.append(exercise.diagnosis.message)
    lines += notes_on_earlier(exercise.follow_through, exercise.blocked_by, exercise.given)
    if first.message and not first.hidden:
        lines += first.message.split("\n")
    severe = _more_severe(exercise, first)
    if severe is not None:
        lines.append(f"{severe.sentence[:1].upper()}{severe.sentence[1:]}: {severe.message}")
    others = [check for check in failed if check not in (first, severe)]
    shown = [check.sentence for check in others if not check.hidden]
    if shown:
        lines.append(f"Also not right: {listed(shown, MOST_ALSO, '; ')}.")
    if hidden := [check for check in failed if check.hidden and check.message]:
        lines += [f"Hidden: {hidden[0].message}"] if first.hidden else []
        count = len([check for check in exercise.checks if check.hidden])
        lines.append(f"Hidden checks: {count - len(hidden)} of {count} pass.{_only_hidden(exercise, first)}")
    lines += exercise.remarks
    return "\n".join(lines).split("\n")


def _only_hidden(exercise: ExerciseReport, first: CheckReport) -> str:
    """What came of a hidden check where only such, and none that is told of, have the verdict of the exercise."""
    ends = {"error": " One of them raised an error.", "timeout": " One of them did not end in time."}
    told = [check for check in exercise.checks if not check.hidden or check is first]
    return "" if any(check.verdict == exercise.verdict for check in told) else ends.get(exercise.verdict, "")


def _more_severe(exercise: ExerciseReport, first: CheckReport) -> CheckReport | None:
    """The check whose verdict the exercise has, where the one that is told of first has another."""
    same = (check for check in exercise.checks if check.verdict == exercise.verdict and not check.hidden)
    return None if first.verdict == exercise.verdict else next((check for check in same if check.message), None)
