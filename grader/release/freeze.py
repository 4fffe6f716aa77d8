"""Freeze the answers of the reference that a student's kit may ask for: those to the visible checks.

Asked are the solution, each misconception, the solutions of exercises that could be meant instead, and the solution
without slopes. Equal answers are kept once.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator, Sequence
from typing import Any

from grader.course.frozen_answers import HEAD
from grader.course.solutions.reference import Solutions
from grader.course.syllabus import Exercise
from grader.protocol.answer import Answer
from grader.protocol.check import Check
from grader.protocol.wire import encode


def freeze(exercise: Exercise, solutions: Solutions) -> bytes:
    """The frozen answers of an exercise, as a file of a kit."""
    frames: dict[bytes, int] = {}
    numbers: dict[str, dict[str, int]] = {}
    for check in solutions.checks(exercise):
        if not check.hidden:
            numbers[check.name] = {
                who: frames.setdefault(_frame(answers), len(frames))
                for who, answers in _answers(exercise, check, solutions)
            }
    head = {"answers": numbers, "lengths": [len(frame) for frame in frames]}
    text = json.dumps(head, separators=(",", ":")).encode()
    return lzma.compress(HEAD.pack(len(text)) + text + b"".join(frames))  # a larger preset only takes longer


def _answers(exercise: Exercise, check: Check, solutions: Solutions) -> Iterator[tuple[str, Sequence[Answer]]]:
    """All answers to a check, with who gives them; see `grader.course.frozen_answers.Book`."""
    yield "", solutions.answers(check)
    for one in solutions.mistakes(exercise):
        yield one.slug, solutions.answers(check, one)
    for name in solutions.others(exercise):
        yield f"={name}", solutions.answers_of_other(name, check)
    yield "=", solutions.without_slopes(check)


def _frame(answers: Sequence[Answer]) -> bytes:
    return encode({"answers": [answer._replace(seconds=0.0, output="") for answer in answers]})


def words(exercise: Exercise, solutions: Solutions) -> dict[str, Any]:
    """What a kit says of an exercise, without any function."""
    return {
        "signature": solutions.signature(exercise.name),
        "others": solutions.others(exercise),
        "mistakes": [
            {"slug": one.slug, "did": one.did, "ask": one.ask, "code": one.code} for one in solutions.mistakes(exercise)
        ],
    }
