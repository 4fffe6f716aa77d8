"""The audit under many seeds: whatever the hidden inputs, right answers are accepted and wrong ones rejected."""

from __future__ import annotations

import gc
import multiprocessing
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from grader.authoring.audit.grading import Grading, limit_time
from grader.course.solutions.binding import Binding
from grader.course.solutions.library import alternatives
from grader.course.solutions.reference import Solutions
from grader.course.syllabus import Exercise

MOST_TOLD = 20


@dataclass
class SeedsRow:
    """What was found under some seeds.

    Attributes:
        seeds: how many there were, the usual one not among them.
        right: how many right answers were graded.
        refused: those that were refused, each with the seed and the check.
        wrong: how many misconceptions were graded.
        let_through: those that no hidden check rejected, each with the seed.
    """

    seeds: int
    right: int = 0
    refused: list[str] = field(default_factory=list)
    wrong: int = 0
    let_through: list[str] = field(default_factory=list)

    @property
    def short(self) -> list[str]:
        """What falls short, in words."""
        refused = [f"a right answer is refused: {text}" for text in self.refused[:MOST_TOLD]]
        return refused + [f"a misconception passes: {text}" for text in self.let_through[:MOST_TOLD]]

    def to_json(self) -> dict[str, Any]:
        """The row as plain data."""
        return asdict(self)


def audit_seeds(exercises: Sequence[Exercise], seeds: Sequence[int], *, jobs: int = 2) -> Iterator[SeedsRow]:
    """Grade all right answers and misconceptions under some seeds; a row for each exercise, as they are ready."""
    tasks = [(exercise, tuple(seeds)) for exercise in exercises]
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        yield from pool.imap_unordered(_of_exercise, tasks)


def add_up(rows: Sequence[SeedsRow], seeds: int) -> SeedsRow:
    """The rows of all exercises in one."""
    return SeedsRow(
        seeds,
        sum(row.right for row in rows),
        sorted(text for row in rows for text in row.refused),
        sum(row.wrong for row in rows),
        sorted(text for row in rows for text in row.let_through),
    )


def _of_exercise(task: tuple[Exercise, Sequence[int]]) -> SeedsRow:
    exercise, seeds = task
    warnings.simplefilter("ignore")
    gc.set_threshold(100_000)
    limit_time()
    row = SeedsRow(len(seeds))
    for seed in seeds:
        solutions = Solutions(seed)
        hidden = [check for check in solutions.checks(exercise) if check.hidden]
        for one in alternatives(exercise.unit).get(exercise.name, []):
            function = Binding({exercise.name: one.function}).function(exercise.name)
            row.right += 1
            if failed := Grading(function, hidden, solutions, to_the_end=False).failed:
                row.refused.append(f"{exercise.name}, {one.way} (seed {seed}, {failed[0].name})")
        for mistake in solutions.mistakes(exercise):
            function = solutions.with_mistake(mistake).function(exercise.name)
            row.wrong += 1
            if not Grading(function, hidden, solutions, to_the_end=False).failed:
                row.let_through.append(f"{exercise.name}, {mistake.slug} (seed {seed})")
    return row
