"""Grade all wrong answers and all alternatives of an exercise, in a forked child with a time limit for each."""

from __future__ import annotations

import ast
import gc
import multiprocessing
import tomllib
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from grader.authoring.audit.as_written import as_written
from grader.authoring.audit.docstrings import NO_DOCSTRING, errors_named, gaps_of, given_away_by_hints, run_examples
from grader.authoring.audit.grading import SECONDS, Grading, endless, limit_time, named_by
from grader.authoring.audit.mutants import conditional_mutants, generic_mutants
from grader.authoring.audit.sentences import SentencesRow, audit_sentences
from grader.authoring.audit.syntax import syntax_mutants
from grader.authoring.audit.units import UnitRow, audit_unit
from grader.course.solutions.binding import Binding
from grader.course.solutions.library import alternatives
from grader.course.solutions.reference import Solutions
from grader.course.stubs import stub_of
from grader.course.syllabus import Course, Exercise, Unit
from grader.errors import BrokenError
from grader.grading.diagnose import matching, unambiguous
from grader.grading.rows import rows
from grader.protocol.answer import Answer
from grader.protocol.check import Check

EQUIVALENT = Path(__file__).resolve().parents[2] / "course" / "equivalent"


@dataclass
class Row:
    """What the audit found for one exercise; each list names the cases that fall short.

    Attributes:
        checks: visible and hidden checks, numbers.
        accepted: alternatives that pass.
        rejected: misconceptions that a hidden check rejects, and a visible one unless it says why none does.
        named: misconceptions that the visible checks alone name.
        given_away: earlier functions that answer all its checks as they stand, and that firm ground may give.
        killed: mutants, by machine and of syntax, that a check rejects.
        docstring: what the solution's docstring lacks.
        hints: what the hints tell that they should not.
        examples: in the docstring, a number.
        sentences: whether what is said of misconceptions is true however they are written.
        equivalent: mutants that are right answers, each with a reason in `equivalent/<unit>.toml`.
        nearest: the smallest distance at which a misconception is rejected, in units of the tolerance.
        farthest: the largest distance of a right answer, in units of the tolerance.
    """

    unit: str
    name: str
    checks: tuple[int, int] = (0, 0)
    solution_fails: list[str] = field(default_factory=list)
    stub_is_todo: bool = False
    alternatives: int = 0
    accepted: int = 0
    false_rejects: list[str] = field(default_factory=list)
    misconceptions: int = 0
    rejected: int = 0
    not_rejected: list[str] = field(default_factory=list)
    named: int = 0
    unnamed: list[str] = field(default_factory=list)
    wrongly_named: list[str] = field(default_factory=list)
    sentences: SentencesRow = field(default_factory=SentencesRow)
    given_away: list[str] = field(default_factory=list)
    mutants: int = 0
    killed: int = 0
    survivors: list[str] = field(default_factory=list)
    equivalent: list[str] = field(default_factory=list)
    not_equivalent: list[str] = field(default_factory=list)
    idle_checks: list[str] = field(default_factory=list)
    too_few: list[str] = field(default_factory=list)
    docstring: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    examples: int = 0
    false_examples: list[str] = field(default_factory=list)
    nearest: float = float("inf")
    farthest: float = 0.0

    @property
    def short(self) -> list[str]:
        """Everything that falls short, in words."""
        named = self.named >= 0.95 * self.misconceptions or len(self.unnamed) <= 0
        texts = {
            "the solution fails": self.solution_fails,
            "a right answer is rejected": self.false_rejects,
            "a misconception is not rejected": self.not_rejected,
            "a misconception is named wrongly": self.wrongly_named,
            "a false name": self.sentences.false,
            "a mutant survives": self.survivors,
            "said to be equivalent, but is none": self.not_equivalent,
            "the check rejects no misconception": self.idle_checks,
            "too few": self.too_few,
            "a function that may be given answers its checks": self.given_away,
            "the docstring": self.docstring,
            "a hint": self.hints,
            "an example is not true": self.false_examples,
            "the stub is not a todo": [] if self.stub_is_todo else [self.name],
            "a misconception is not named": [] if named else self.unnamed,
        }
        return [f"{what}: {case}" for what, cases in texts.items() for case in cases]

    def to_json(self) -> dict[str, Any]:
        """The row as plain data."""
        row = asdict(self)
        row["nearest"] = None if np.isinf(self.nearest) else self.nearest
        return row | {"short": self.short}


def audit_exercise(exercise: Exercise, seed: int = 0, *, mutate: bool = True) -> Row:
    """Grade every misconception, alternative and mutant of an exercise.

    Raises:
        BrokenError: if the solution or a misconception does not come to its end.
    """
    limit_time()
    solutions = Solutions(seed)
    checks = solutions.checks(exercise)
    visible = [check for check in checks if not check.hidden]
    row = Row(exercise.unit, exercise.name, (len(visible), len(checks) - len(visible)))
    right = solutions.right.function(exercise.name)
    _refuse_endless(f"solutions/{exercise.unit}.py: {exercise.name}", endless(right, checks, solutions))
    row.solution_fails = [check.name for check in Grading(right, checks, solutions).failed]
    row.docstring = gaps_of(exercise.unit, exercise.name)
    row.examples, row.false_examples = run_examples(exercise.unit, exercise.name)
    row.stub_is_todo = row.docstring != [NO_DOCSTRING] and _raises_only(stub_of(exercise.unit, exercise.name))
    row.docstring += _unpromised(exercise, checks, solutions)
    row.hints = list(given_away_by_hints(exercise))
    _audit_alternatives(row, exercise, checks, solutions)
    _audit_misconceptions(row, exercise, checks, solutions)
    row.sentences = audit_sentences(exercise, visible, solutions)
    for name in sorted(solutions.course.needs_of([exercise.name])):
        if not Grading(solutions.right.function(name), checks, solutions, to_the_end=False).failed:
            row.given_away.append(name)
    if mutate:
        _audit_mutants(row, right, checks, solutions)
    if min(row.checks) < 3:
        row.too_few.append(f"checks: {row.checks[0]} visible, {row.checks[1]} hidden")
    if row.alternatives < 3:
        row.too_few.append(f"alternatives: {row.alternatives}")
    if row.misconceptions < 5:
        row.too_few.append(f"misconceptions: {row.misconceptions}")
    return row


def _refuse_endless(place: str, check: str) -> None:
    """Refuse what does not end, before the grader, which calls it without a limit, waits for it."""
    if check:
        raise BrokenError(f"{place} takes more than {SECONDS:g} s in {check}. It has to come to its end.")


def _unpromised(exercise: Exercise, checks: Sequence[Check], solutions: Solutions) -> Iterator[str]:
    """Errors that checks meet and the docstring does not name: a check may have called the solution wrongly."""
    named = errors_named(exercise.unit, exercise.name)
    for check in checks:
        for raised in (answer.raised for answer in solutions.answers(check)):
            if raised is not None and raised.type_name not in named:
                yield f"Raises does not name the error that {check.name} meets, {raised.type_name}: {raised.message}"


def _audit_alternatives(row: Row, exercise: Exercise, checks: Sequence[Check], solutions: Solutions) -> None:
    for one in alternatives(exercise.unit).get(exercise.name, []):
        grading = Grading(Binding({exercise.name: one.function}).function(exercise.name), checks, solutions)
        row.alternatives += 1
        row.farthest = max(row.farthest, grading.distance)
        if grading.failed:
            row.false_rejects.append(f"{one.way} ({grading.failed[0].name})")
        else:
            row.accepted += 1


def _audit_misconceptions(row: Row, exercise: Exercise, checks: Sequence[Check], solutions: Solutions) -> None:
    visible = [check for check in checks if not check.hidden]
    library = solutions.mistakes(exercise)
    row.misconceptions = len(library)
    useful: set[str] = set()
    for one in library:
        function = solutions.with_mistake(one).function(exercise.name)
        place = f"grader/course/misconceptions/{exercise.unit}.py: {one.function.__name__}"
        _refuse_endless(place, endless(function, checks, solutions))
    for one in library:
        grading = Grading(solutions.with_mistake(one).function(exercise.name), checks, solutions)
        useful |= {check.name for check in grading.failed}
        shown = [check for check in grading.failed if not check.hidden]
        if len(shown) == len(grading.failed) or not (shown or one.hidden_only):
            missing = "visible" if not shown else "hidden"
            row.not_rejected.append(f"{one.slug} (no {missing} check rejects it)")
            continue
        row.rejected += 1
        row.nearest = min(row.nearest, grading.distance or np.inf)
        looked_at = visible if shown else checks
        found = matching(exercise, grading.answers, looked_at, solutions)
        diagnosis = unambiguous(found)
        if diagnosis is None:  # what the sentences claim of its code may tell it from the others
            text = as_written(exercise, one)
            diagnosis = named_by(exercise, grading.answers, looked_at, solutions, text)
        if diagnosis is None:
            others = ", ".join(other.slug for other in found if other is not one)
            row.unnamed.append(f"{one.slug} (also fits: {others or 'nothing, not even itself'})")
        elif diagnosis.message != f"{one.did} {one.ask}":
            row.wrongly_named.append(f"{one.slug} (named {diagnosis.misconception})")
        else:
            row.named += 1
    row.idle_checks = [check.name for check in checks if check.name not in useful]


def _audit_mutants(row: Row, right: Callable[..., Any], checks: Sequence[Check], solutions: Solutions) -> None:
    text = (EQUIVALENT / f"{row.unit}.toml").read_text(encoding="utf-8-sig")
    reasons = tomllib.loads(text).get(row.name, {})
    known = set(reasons)
    for source, name, mutant in _mutants(row, right, checks, solutions):
        grading = Grading(mutant, checks, solutions, to_the_end=False)
        if source == "machine" and not grading.failed and not _changes(grading, checks, solutions):
            continue
        row.mutants += 1
        if grading.failed:
            row.killed += 1
            if name in known:
                row.not_equivalent.append(name)
        elif name in known:
            row.equivalent.append(name)
        else:
            row.survivors.append(name)
    row.not_equivalent += sorted(known - set(row.equivalent) - set(row.not_equivalent))


def _mutants(
    row: Row, right: Callable[..., Any], checks: Sequence[Check], solutions: Solutions
) -> Iterator[tuple[str, str, Callable[..., Any]]]:
    for name, mutant in generic_mutants(right).items():
        yield "machine", name, mutant
    calls = [call for check in checks for call in solutions.calls(check)]
    answers = [answer for check in checks for answer in solutions.answers(check)]
    for name, mutant in conditional_mutants(right, calls, answers).items():
        yield "conditions", name, mutant
    for name, mutated in syntax_mutants(row.unit, row.name):
        yield "syntax", name, Binding({row.name: mutated}).function(row.name)


def _changes(grading: Grading, checks: Sequence[Check], solutions: Solutions) -> bool:
    """Whether a mutant's answers differ from the reference's at all."""
    found = [row for check in checks for row in rows(check, grading.answers, solutions)]
    return any(
        (_exactly(one.value), _said(one), one.modified) != (_exactly(two.value), _said(two), two.modified)
        for one, two in ((row.yours, row.expected) for row in found)
    )


def _said(answer: Answer) -> tuple[str, str] | None:
    return (answer.raised.type_name, answer.raised.message) if answer.raised else None


def _exactly(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return type(value).__name__, [_exactly(item) for item in value]
    if isinstance(value, dict):
        return {key: _exactly(item) for key, item in value.items()}
    if isinstance(value, np.ndarray | np.generic | int | float):
        array = np.asarray(value)
        return array.shape, (array + 0.0).tobytes()  # + 0.0: a negative zero is a zero; an int is its float
    return value


def _raises_only(stub: str) -> bool:
    function = ast.parse(stub).body[0]
    body = function.body if isinstance(function, ast.FunctionDef) else []
    return len(body) == 2 and ast.unparse(body[1]) == "raise NotImplementedError"


def _quietly(task: tuple[Exercise, int, bool]) -> Row:
    warnings.simplefilter("ignore")
    gc.set_threshold(100_000)  # figures are made by the thousand, and looking for garbage would take half of the time
    exercise, seed, mutate = task
    return audit_exercise(exercise, seed, mutate=mutate)


def audit_units(units: Sequence[Unit], course: Course) -> list[UnitRow]:
    """Audit the solution files of units, in a forked child: what their examples do to it stays there."""
    with multiprocessing.get_context("fork").Pool(1) as pool:
        return pool.starmap(audit_unit, [(unit, course) for unit in units])


def audit(exercises: Sequence[Exercise], seed: int = 0, *, mutate: bool = True, jobs: int = 2) -> Iterator[Row]:
    """Audit exercises side by side in forked children; rows come in order."""
    tasks = [(exercise, seed, mutate) for exercise in exercises]
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        yield from pool.imap(_quietly, tasks)
