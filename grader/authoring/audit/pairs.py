"""The audit of firm ground: nothing is won, and nothing lost, by an earlier mistake.

A fixed draw of pairs (a misconception of an exercise, one of a later exercise that needs it) goes through the whole
grader, and so do trivial answers and the solutions themselves in the place of the later misconception. Above an earlier
mistake a wrong function earns no more than above a right one, and a right function earns all.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import random
import warnings
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from grader.authoring.audit.as_written import as_written, file_of, solution_files
from grader.course.open_reference import open_reference
from grader.course.solutions.library import misconceptions_of
from grader.course.syllabus import Course, Exercise, load_course
from grader.grading.grade import grade
from grader.grading.options import Options
from grader.sandbox.start import make_workers
from grader.sandbox.workers import Workers
from grader.submission.folder import Submission
from grader.submission.reader import LocalReader

PAIRS, ABOVE_EACH = 300, 3  # of wrong functions above wrong ones; earlier mistakes that each stands above
RIGHT = "right"
RAISES = "def {name}(*args, **named):\n    raise {error}('no')\n"
GIVES = """import numpy as np


def {name}(*args, **named):
    arrays = [np.asarray(one, dtype=float) for one in args if isinstance(one, np.ndarray)]
    like = arrays[0] if arrays else np.zeros(())
    return {value}
"""
TRIVIAL = {
    "zeros": GIVES.replace("{value}", "np.zeros_like(like)"),
    "ones": GIVES.replace("{value}", "np.ones_like(like)"),
    "nan": GIVES.replace("{value}", "np.full_like(like, np.nan)"),
    "None": "def {name}(*args, **named):\n    return None\n",
    "an AssertionError": RAISES.replace("{error}", "AssertionError"),
    "a ValueError": RAISES.replace("{error}", "ValueError"),
    "a TypeError": RAISES.replace("{error}", "TypeError"),
}


@dataclass(frozen=True)
class Pair:
    """An earlier mistake, and what stands above it.

    Attributes:
        earlier: name of the earlier exercise.
        mistake: slug of its misconception.
        later: name of the later exercise.
        way: slug of its misconception, the name of a trivial answer, or "right".
    """

    earlier: str
    mistake: str
    later: str
    way: str

    def __str__(self) -> str:
        return f"{self.later}, {self.way}, above {self.earlier}, {self.mistake}"


@dataclass
class PairsRow:
    """What the audit found; each list names the pairs that fall short.

    Attributes:
        pairs: wrong functions above wrong ones, a number.
        paid: those that earn more than above right functions.
        right: right functions above wrong ones, a number.
        accused: those that do not pass with all points.
    """

    pairs: int
    paid: list[str]
    right: int
    accused: list[str]

    @property
    def short(self) -> list[str]:
        """Everything that falls short, in words."""
        paid = [f"an earlier mistake pays: {one}" for one in self.paid]
        return paid + [f"a right function is not right above a mistake: {one}" for one in self.accused]

    def to_json(self) -> dict[str, Any]:
        """The row as plain data."""
        return asdict(self) | {"short": self.short}


def draw(course: Course, exercises: Sequence[Exercise], count: int = PAIRS) -> list[Pair]:
    """The pairs: always the same ones for the same course and exercises."""
    chance = random.Random(0)  # noqa: S311  nothing is secret
    below = {one: [course.exercise(name) for name in sorted(course.needs_of([one.name]))] for one in exercises}
    wrong = [(later, own) for later, needs in below.items() if needs for own in misconceptions_of(later)]
    chosen = []
    for later, own in chance.sample(wrong, min(count // ABOVE_EACH, len(wrong))):
        earlier_mistakes = [(earlier, mistake) for earlier in below[later] for mistake in misconceptions_of(earlier)]
        for earlier, mistake in chance.sample(earlier_mistakes, min(ABOVE_EACH, len(earlier_mistakes))):
            chosen.append(Pair(earlier.name, mistake.slug, later.name, own.slug))
    for later, needs in below.items():
        for way in (*TRIVIAL, *[RIGHT] * len(needs)) if needs else ():
            earlier = chance.choice(needs)
            chosen.append(Pair(earlier.name, chance.choice(misconceptions_of(earlier)).slug, later.name, way))
    return chosen


def audit_pairs(exercises: Sequence[Exercise], course: Course, *, jobs: int = 2, count: int = PAIRS) -> PairsRow:
    """Grade pairs of mistakes, side by side in forked children."""
    pairs = draw(course, exercises, count)
    shares = [pairs[number::jobs] for number in range(jobs)]
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        points = [pair for share in pool.map(_grade, shares) for pair in share]
    right = [(pair, above, alone) for pair, above, alone in points if pair.way == RIGHT]
    wrong = [(pair, above, alone) for pair, above, alone in points if pair.way != RIGHT]
    return PairsRow(
        len(wrong),
        [str(pair) for pair, above, alone in wrong if above > alone],
        len(right),
        [str(pair) for pair, above, alone in right if above < alone],
    )


def _grade(pairs: Sequence[Pair]) -> list[tuple[Pair, float, float]]:
    """Each pair with the points of the later function, and those that it earns above right functions."""
    warnings.simplefilter("ignore")
    gc.set_threshold(100_000)
    with contextlib.ExitStack() as stack:
        grading = _Points(load_course(), stack)
        return [(pair, grading.of(pair), grading.alone(pair)) for pair in pairs]


class _Points:
    """Points of functions in submissions whose other functions are right.

    Args:
        course: the course.
        stack: ends the workers.
    """

    def __init__(self, course: Course, stack: contextlib.ExitStack) -> None:
        self._course, self._stack = course, stack
        self._workers: dict[tuple[str, ...], Workers] = {}  # by what they preload: what draws takes longer to fork
        self._texts = solution_files(course)
        self._alone: dict[tuple[str, str], float] = {}

    def of(self, pair: Pair) -> float:
        """The later function's points above the earlier mistake."""
        return self._grade(pair.later, self._written(pair.earlier, pair.mistake), self._written(pair.later, pair.way))

    def alone(self, pair: Pair) -> float:
        """The later function's points above right functions."""
        key = (pair.later, pair.way)
        if key not in self._alone:
            self._alone[key] = self._grade(pair.later, self._written(*key))
        return self._alone[key]

    def _written(self, name: str, way: str) -> tuple[str, str]:
        """A unit, and what is to be appended to its file."""
        exercise = self._course.exercise(name)
        if way == RIGHT:
            return exercise.unit, ""
        if way in TRIVIAL:
            return exercise.unit, f"\n\n{TRIVIAL[way].replace('{name}', name)}"
        mistake = next(one for one in misconceptions_of(exercise) if one.slug == way)
        return exercise.unit, as_written(exercise, mistake)

    def _grade(self, name: str, *written: tuple[str, str]) -> float:
        texts = dict(self._texts)
        for unit, text in written:
            texts[unit] += text
        files = {unit: file_of(unit, text) for unit, text in texts.items()}
        submission = Submission(Path("audit"), files, {}, [], LocalReader())
        exercise = self._course.exercise(name)
        preload = self._course.preload([exercise])
        if preload not in self._workers:
            workers = make_workers(preload=preload)
            self._stack.callback(workers.close)
            self._workers[preload] = workers
        report = grade(submission, [exercise], self._workers[preload], Options(), open_reference())
        return report.exercises[0].points
