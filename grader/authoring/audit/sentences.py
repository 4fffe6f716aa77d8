"""Is what is said of a mistake true of the code, however it is written, and only there?

Each misconception is written otherwise, with the same numbers, and is to keep its name. And an error that it raises is
raised for another reason, where it may not be named.
"""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from grader.authoring.audit.as_written import as_written
from grader.authoring.audit.grading import Grading, named_by
from grader.authoring.audit.other_reasons import falsely_named
from grader.authoring.audit.rewritten import rewritten
from grader.course.misconceptions import Misconception
from grader.course.solutions.library import files
from grader.course.solutions.reference import Solutions
from grader.course.syllabus import Exercise
from grader.protocol.check import Check


@dataclass
class SentencesRow:
    """What was found of sentences on mistakes.

    Attributes:
        written: how many misconceptions were written otherwise, each way counted.
        named: how many of these keep their name.
        silent: those of which nothing is said any more.
        false: those that get another name, and errors for other reasons that get one.
        reasons: how many errors were raised for another reason.
    """

    written: int = 0
    named: int = 0
    silent: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    reasons: int = 0


def audit_sentences(exercise: Exercise, visible: Sequence[Check], solutions: Solutions) -> SentencesRow:
    """Look at all misconceptions of an exercise.

    Args:
        exercise: the exercise.
        visible: its visible checks, by which a student's mistake is named.
        solutions: the solutions.
    """
    row = SentencesRow()
    warnings.simplefilter("ignore")
    for mistake in solutions.mistakes(exercise):
        if mistake.hidden_only:
            continue
        for way, text, function in _otherwise(exercise, mistake, visible, solutions):
            answers = Grading(function, visible, solutions).answers
            diagnosis = named_by(exercise, answers, visible, solutions, text)
            case = f"{exercise.name}, {mistake.slug}, {way}"
            row.written += 1
            if diagnosis is None:
                row.silent.append(case)
            elif diagnosis.message == f"{mistake.did} {mistake.ask}":
                row.named += 1
            else:
                row.false.append(f"{case}: {diagnosis.misconception}")
        for said in falsely_named(exercise, mistake, visible, solutions):
            row.reasons += 1
            if said is not None:
                row.false.append(f"{exercise.name}, {mistake.slug}, {said}")
    return row


def _otherwise(
    exercise: Exercise, mistake: Misconception, visible: Sequence[Check], solutions: Solutions
) -> Iterator[tuple[str, str, Callable[..., Any]]]:
    """A misconception in all ways of writing it."""
    by_name = any(call.kwargs for check in visible for call in solutions.calls(check))
    own = mistake.function.__name__
    module = importlib.import_module(f"solutions.{exercise.unit}")
    place = next(file for file, unit in files().items() if unit == exercise.unit and "misconceptions" in file)
    for way, text in rewritten(as_written(exercise, mistake), own, keep_parameters=by_name):
        scope = dict(vars(module))
        exec(compile(text, place, "exec", dont_inherit=True), scope)  # noqa: S102  ours
        scope[exercise.name] = solutions.right.function(exercise.name)  # some leave the work to it
        yield way, text, scope[own]
