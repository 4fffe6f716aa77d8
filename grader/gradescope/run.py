"""What runs in Gradescope's container: grade a submission and write `results.json` as Gradescope documents it.

`run_autograder` starts it for each submission, as `python -m grader.gradescope.run /autograder`. A student's code runs
in the jail or not at all. Students read what a terminal would tell them; of a hidden check no more than its property.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from grader import __version__
from grader.course.open_reference import open_reference
from grader.course.syllabus import ROOT, Course, load_course
from grader.errors import ALL_PASS, BROKEN, refuse_optimized
from grader.files import write_json
from grader.grading.as_handed_in import as_handed_in, without_stubs
from grader.grading.grade import grade
from grader.grading.options import Options
from grader.grading.report import CheckReport, ExerciseReport, Report, notes_on_earlier
from grader.protocol.text import one_line
from grader.reading.reader import ConfinedReader
from grader.render.plain import spell_out
from grader.render.printed import printed_in
from grader.sandbox.jail import JailError
from grader.sandbox.start import make_workers
from grader.submission.hand_in.class_folder import HandIn, UngradableError, read_hand_in

Later = Literal["hidden", "after_due_date", "after_published"]
SETTINGS = "gradescope.json"
CUT_OFF = "grading did not come to its end. That is not your doing; hand in again, and tell your instructor."
NO_JAIL = "nothing here would hold a submission's code, so none of it was run. Tell your instructor; the log says why."
OURS = "the grader failed. That is our failure, not yours; tell your instructor, for whom the log says more."


@dataclass(frozen=True)
class Settings:
    """What the instructor chose; it lies beside the course in the container.

    Attributes:
        names: the exercises to grade.
        seed: seed of the hidden inputs.
        hidden: Gradescope's word for when students see hidden checks; `hidden` is never.
    """

    names: list[str]
    seed: int
    hidden: Later


def main(autograder: Path) -> int:
    """Grade the submission that lies in Gradescope's folders.

    Args:
        autograder: the folder with `submission` and `results`, `/autograder` on Gradescope.

    Returns:
        The exit code: 0, or 3 where the grader failed or the jail does not hold.
    """
    spell_out()
    out = autograder / "results" / "results.json"
    write_json(out, not_graded(CUT_OFF))
    try:
        refuse_optimized()
        settings = Settings(**json.loads((ROOT / SETTINGS).read_text(encoding="utf-8")))
        results, code = _graded(autograder / "submission", settings), ALL_PASS
    except UngradableError as error:
        results, code = not_graded(f"{error}. Fix that, and hand in again."), ALL_PASS
    except JailError as error:
        print(one_line(error))
        results, code = not_graded(NO_JAIL), BROKEN
    except Exception as error:  # noqa: BLE001  whatever it is, a score of 0 without a word would be worse
        print(f"{type(error).__name__}: {one_line(error)}")
        results, code = not_graded(OURS), BROKEN
    write_json(out, results)
    return code


def _graded(folder: Path, settings: Settings) -> dict[str, Any]:
    """Grade what lies in a folder.

    Raises:
        UngradableError: if there is nothing to grade.
        JailError: if student code cannot be confined here.
    """
    begun = time.monotonic()
    course = load_course()
    exercises = course.find(settings.names)
    workers = make_workers(preload=course.preload(exercises), jail=True)
    reader = ConfinedReader(jail=True)
    try:
        found = read_hand_in(HandIn("", folder.resolve()), course, reader)
        report = grade(found.submission, exercises, workers, Options(), open_reference(settings.seed))
    finally:
        reader.close()
        workers.close()
    for broken in (exercise.name for exercise in report.exercises if exercise.verdict == "broken"):
        print(f"A check of {broken} is broken: it costs nothing, and wants a look.")
    report = as_handed_in(report, found.origins)
    report = replace(report, flags=[*found.flags, *found.notes, *report.flags])
    return to_results(report, course, settings.hidden, time.monotonic() - begun)


def to_results(report: Report, course: Course, hidden: Later, seconds: float) -> dict[str, Any]:
    """A report in Gradescope's format: a test for each check, whose scores add up to the report's points."""
    problems = [one_line(f"{p.file}{f', line {p.line}' if p.line else ''}: {p.message}") for p in report.problems]
    problems = [*map(without_stubs, problems)]
    return _results(
        {"graded": True, "release": report.release},
        output="\n".join([*problems, *(f"Note: {one_line(flag)}." for flag in report.flags)]),
        execution_time=round(seconds, 3),
        tests=[test for exercise in report.exercises for test in _tests(exercise, course, hidden)],
    )


def not_graded(why: str) -> dict[str, Any]:
    """Results without a grade. The format requires a score, so it is 0, and the text says that it does not count.

    Args:
        why: the rest of a sentence, and what to do.
    """
    output = f"Not graded: {why}\nThe score of 0 means nothing; Gradescope has no sign for a missing one."
    test = {"name": "Not graded", "status": "failed", "output": output, "visibility": "visible", "tags": ["not graded"]}
    tests = [test | _plain("name_format", "output_format")]
    return _results({"graded": False}, output=output, score=0.0, tests=tests)


def _results(extra: dict[str, Any], **more: Any) -> dict[str, Any]:
    common = {"stdout_visibility": "hidden", "extra_data": {"kit": __version__, **extra}}
    return more | common | _plain("output_format", "test_output_format", "test_name_format")


def _plain(*formats: str) -> dict[str, str]:
    """A text field in which Gradescope renders no markup: a student may have written some."""
    return dict.fromkeys(formats, "text")


def _tests(exercise: ExerciseReport, course: Course, hidden: Later) -> Iterator[dict[str, Any]]:
    unit = course.unit(exercise.unit)
    place = [course.units.index(unit) + 1, [one.name for one in unit.exercises].index(exercise.name) + 1]
    visible = [check for check in exercise.checks if not check.hidden]
    telling = next((check for check in visible if check.verdict != "pass"), visible[0] if visible else None)
    for number, check in enumerate(exercise.checks, 1):
        about = _about(exercise) if check is telling else []
        status = {"pass": {"status": "passed"}, "broken": {}}.get(check.verdict, {"status": "failed"})
        yield {
            "number": ".".join(map(str, [*place, number])),
            "name": f"{exercise.name}: {check.sentence}",
            "score": float(check.points),
            "max_score": float(check.max_points),
            "output": _words(exercise, check, about),
            "visibility": hidden if check.hidden else "visible",
            **status,
            **_plain("name_format", "output_format"),
        }


def _words(exercise: ExerciseReport, check: CheckReport, about: Sequence[str]) -> str:
    """What a student reads about a check, and about its exercise as a whole."""
    lines = [*about[:1], without_stubs(check.message), *about[1:]]
    if check.verdict == "todo":
        lines.append("Nothing is written here yet.")
    elif check.verdict == "error" and not any(lines):
        lines.append(f"See the first check of {exercise.name}.")
    return "\n".join(line for line in lines if line)


def _about(exercise: ExerciseReport) -> list[str]:
    """What is said about an exercise once: first what its numbers show."""
    lines = [exercise.diagnosis.message if exercise.diagnosis else ""]
    lines += notes_on_earlier(exercise.follow_through, exercise.blocked_by, exercise.given)
    lines += exercise.remarks
    parts = printed_in(exercise.output)
    for words, shown in (("Python warned:", parts.warned), ("It printed:", parts.printed)):
        lines += ["\n".join([words, *shown])] if shown else []
    return lines


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
