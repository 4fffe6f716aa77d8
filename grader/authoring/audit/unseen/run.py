"""Grade mistakes that nobody wrote down, as a student's kit would: by the visible checks alone."""

from __future__ import annotations

import collections
import functools
import gc
import multiprocessing
import random
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from grader.authoring.audit.as_written import file_of, solution_files
from grader.authoring.audit.unseen.mutants import Mutant, double_mutants, mutants
from grader.authoring.audit.unseen.texts import Written, right_functions
from grader.course.checks_of import checks_of
from grader.course.open_reference import open_reference
from grader.course.syllabus import Course, Exercise, load_course
from grader.grading.grade import grade
from grader.grading.options import Options
from grader.grading.place.agree import agreed
from grader.grading.place.find import is_open
from grader.grading.place.search import Search
from grader.sandbox.job import Limits
from grader.sandbox.start import make_workers
from grader.sandbox.trial import Function, TrialError
from grader.sandbox.workers import WorkerPair, Workers
from grader.submission.edits.edit import Editable
from grader.submission.folder import Submission
from grader.submission.reader import LocalReader

DRAWN = 3  # of each exercise, where not more are wanted: more than a hundred in all
DOUBLES = 2  # mutants with two changes that are drawn of each function
LIMITS = Limits(call=2.0)


class Case(NamedTuple):
    """A mutant in its file."""

    written: Written
    mutant: Mutant


class Outcome(NamedTuple):
    """What was said of a mutant.

    Attributes:
        exercise: the name of the exercise.
        case: what it was, in words.
        said: `named`, `placed`, `wrong`, `silent`, `closed` where the function may not be edited, or `passes` where no
            visible check fails.
        holds: whether a repair at the place is right in the hidden checks, too.
        seconds: of the processor, that the search took.
    """

    exercise: str
    case: str
    said: str
    holds: bool = True
    seconds: float = 0.0


@dataclass
class UnseenRow:
    """What the audit found.

    Attributes:
        mutants: those that a visible check rejects, a number.
        passing: those that none does, and that were left out.
        named: those of which a misconception or a pattern is named.
        placed: those for which the place was found.
        wrong: those for which another place was said.
        closed: those of functions that may not be edited, and of which nothing is said.
        gone: those whose place holds for no repair in the hidden checks.
        searched: how many searches there were.
        seconds: of the processor, that 95 of 100 searches do not exceed.
        exercises: for each exercise, how many there are, and what was said of them.
    """

    mutants: int = 0
    passing: int = 0
    named: int = 0
    placed: int = 0
    closed: int = 0
    wrong: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    searched: int = 0
    seconds: float = 0.0
    exercises: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def short(self) -> list[str]:
        """What falls short, in words."""
        return [f"a wrong place: {one}" for one in self.wrong]

    def totals(self, key: str) -> dict[str, float]:
        """The numbers, each under a name that begins with a key."""
        return {
            key: self.mutants,
            f"{key}_named": self.named,
            f"{key}_placed": self.placed,
            f"{key}_closed": self.closed,
            f"{key}_wrong": len(self.wrong),
            f"{key}_gone": len(self.gone),
            f"{key}_seconds": self.seconds,
        }

    def to_json(self) -> dict[str, Any]:
        """The row as plain data."""
        return asdict(self) | {"short": self.short}


def draw(
    exercises: Sequence[Exercise], course: Course, each: int | None = DRAWN, *, two: bool = False, seed: int = 0
) -> list[Case]:
    """The mutants: always the same ones for the same course and seed.

    Args:
        exercises: of which.
        course: the course.
        each: how many of each exercise; None takes all with one change, and `DOUBLES` of each function with two.
        two: whether two things are changed in each.
        seed: of the draw.
    """
    found: list[Case] = []
    for exercise in exercises:
        if not checks_of(exercise):  # one that is only begun
            continue
        chance = random.Random(f"{exercise.name} {seed}")  # noqa: S311  nothing is secret
        some = [
            Case(written, mutant)
            for written in right_functions(exercise, course)
            for mutant in (double_mutants(written.text, DOUBLES, chance) if two else mutants(written.text))
        ]
        chance.shuffle(some)
        found += some[:each]
    return found


def audit_unseen(
    cases: Sequence[Case], *, two: bool = False, jobs: int = 2, tell: Callable[[str], None] = lambda _name: None
) -> UnseenRow:
    """Grade mutants side by side in forked children, and search where nothing is named.

    Args:
        cases: the mutants.
        two: whether pairs of edits are tried.
        jobs: how many children.
        tell: told each mutant's exercise when it is done.
    """
    outcomes = []
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        for case, outcome in zip(cases, pool.imap(functools.partial(_outcome, two=two), cases), strict=True):
            outcomes.append(outcome)
            tell(case.written.exercise.name)
    return count(outcomes)


def count(outcomes: Sequence[Outcome]) -> UnseenRow:
    """What was found, counted."""
    counted = [one for one in outcomes if one.said != "passes"]
    seconds = sorted(one.seconds for one in counted if one.seconds)
    return UnseenRow(
        mutants=len(counted),
        passing=len(outcomes) - len(counted),
        named=sum(one.said == "named" for one in counted),
        placed=sum(one.said == "placed" for one in counted),
        closed=sum(one.said == "closed" for one in counted),
        wrong=[one.case for one in counted if one.said == "wrong"],
        gone=[one.case for one in counted if not one.holds],
        searched=len(seconds),
        seconds=round(seconds[len(seconds) * 95 // 100], 3) if seconds else 0.0,
        exercises={name: _told(some) for name, some in _by_exercise(counted).items()},
    )


def _by_exercise(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    found: dict[str, list[Outcome]] = {}
    for one in outcomes:
        found.setdefault(one.exercise, []).append(one)
    return found


def _told(outcomes: Sequence[Outcome]) -> dict[str, int]:
    said = collections.Counter(one.said for one in outcomes)
    return {"mutants": len(outcomes), **{what: said[what] for what in ("named", "placed", "wrong", "silent", "closed")}}


def _outcome(case: Case, *, two: bool) -> Outcome:
    grading = _kept()
    return grading.outcome(case, two=two)


def _place_of(case: Case, code: Editable) -> int:
    """Where a mutant begins in the text that is edited, which begins with an own function that stands above it."""
    above = case.written.before.count("\n") + 1 - code.line
    return sum(len(line) + 1 for line in code.text.split("\n")[:above])


@functools.cache
def _kept() -> _Grading:
    """What a child keeps from one mutant to the next; its workers end with it."""
    warnings.simplefilter("ignore")
    gc.set_threshold(100_000)
    return _Grading(load_course())


class _Grading:
    def __init__(self, course: Course) -> None:
        self._course, self._reference = course, open_reference()
        self._options = Options(visible_only=True, limits=LIMITS)
        self._files = {unit: file_of(unit, text) for unit, text in solution_files(course).items()}
        self._workers: dict[tuple[str, ...], Workers] = {}

    def outcome(self, case: Case, *, two: bool) -> Outcome:
        written, mutant = case
        exercise = written.exercise
        text = f"{written.before}{mutant.text}{written.after}"
        files = {**self._files, exercise.unit: file_of(exercise.unit, text)}
        submission = Submission(Path("audit"), files, {}, [], LocalReader())
        workers = self._started(self._course.preload([exercise]))
        (report,) = grade(submission, [exercise], workers, self._options, self._reference).exercises
        words = f"{exercise.name}, {written.way}: {mutant.way}"
        if report.verdict == "pass":
            return Outcome(exercise.name, words, "passes")
        if report.diagnosis is not None:
            return Outcome(exercise.name, words, "named")
        if not is_open(report):
            return Outcome(exercise.name, words, "silent")
        return self._search(
            words,
            case,
            Search(submission, WorkerPair(workers, workers), self._options, self._reference),
            two=two,
        )

    def _search(self, words: str, case: Case, search: Search, *, two: bool) -> Outcome:
        exercise, begin = case.written.exercise, time.process_time()
        code = search.editable(exercise)
        if code is None:
            return Outcome(exercise.name, words, "closed", seconds=time.process_time() - begin)
        function = Function(exercise.unit, exercise.name, code)
        try:
            repairs = search.repairs(function, exercise, two=two)
            parts = agreed(code, repairs)
            seconds = time.process_time() - begin + search.trials.seconds
            if not parts:
                return Outcome(exercise.name, words, "silent", seconds=seconds)
            holds = search.holds(function, exercise, repairs)
        except TrialError:
            return Outcome(exercise.name, words, "silent", seconds=time.process_time() - begin + search.trials.seconds)
        at = _place_of(case, code)
        changed = [(at + begin, at + end) for begin, end in case.mutant.changed]
        true = all(any(part.span[0] < end and begin < part.span[1] for begin, end in changed) for part in parts)
        said = "; ".join(code.text[slice(*part.span)] for part in parts)
        return Outcome(
            exercise.name, f"{words} (said: {said})", "placed" if true else "wrong", holds=holds, seconds=seconds
        )

    def _started(self, preload: tuple[str, ...]) -> Workers:
        if preload not in self._workers:
            self._workers[preload] = make_workers(preload=preload)
        return self._workers[preload]
