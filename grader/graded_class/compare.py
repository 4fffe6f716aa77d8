"""Compare two batches of one class: who gains or loses what, in which exercise, and why."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from grader.errors import UsageError
from grader.graded_class.grades import table
from grader.graded_class.records import Class, Marked, Student, read_class
from grader.graded_class.reports import HEADER, RESULTS, read_entries, read_results
from grader.protocol.text import one_line
from grader.render.plain import counted, say
from grader.submission.lms.layouts import NUMBERED

MOST_ROWS = 20
NOBODYS: Mapping[str, str] = MappingProxyType({})
HERE, THERE = "only in this batch", "only in the older batch"


class Change(NamedTuple):
    """What changed for one student.

    Attributes:
        student: the student.
        exercise: the exercise; "" for the whole.
        before: the verdict before.
        after: the verdict now.
        points: how many are gained, below 0 lost.
        why: what changed.
    """

    student: str
    exercise: str
    before: str
    after: str
    points: float
    why: str


class Comparison(NamedTuple):
    """What changed between two batches.

    Attributes:
        old: the folder of the older one.
        differs: in what they were graded with.
        changes: the changes, by student and exercise.
    """

    old: str
    differs: list[str]
    changes: list[Change]

    @property
    def total(self) -> str:
        """The changes in a sentence: of those who are in both batches, and how many are not."""
        by_student: dict[str, float] = {}
        alone = {why: sum(one.why == why for one in self.changes) for why in (HERE, THERE)}
        both = [one for one in self.changes if one.why not in alone]
        for one in both:
            by_student[one.student] = by_student.get(one.student, 0.0) + one.points
        gain, lose = (sum(sign * points > 1e-9 for points in by_student.values()) for sign in (1, -1))
        told = f"{counted(gain, 'gains', 'gain')} points, {counted(lose, 'loses', 'lose')} points"
        rest = [f"{counted(number, 'is', 'are')} {why}" for why, number in alone.items() if number]
        return "; ".join([f"{told}, in {counted(len(both), 'change')}", *rest]) + "."


WORDS = {
    "kit": "the version of the kit",
    "course": "the course",
    "code": "the grader's code",
    "seed": "the seed",
    "numpy": "numpy",
    "python": "Python",
    "names": "what was asked for",
    "roster": "the roster",
    "timeout": "how long a call may take",
}
USUAL = {"roster": ""}  # what a header means that does not say it


def compare_with(old: Path, out: Path, new: Class) -> Comparison:
    """Compare a class with what an older batch says of it.

    Args:
        old: the folder of the older batch.
        out: the folder of this one.
        new: this one.

    Raises:
        UsageError: if the older folder holds no batch.
    """
    before, after = _header(old), _header(out)
    differs = [word for key, word in WORDS.items() if before.get(key, USUAL.get(key)) != after.get(key, USUAL.get(key))]
    return Comparison(str(old), differs, compare(_read(old), new, read_entries(old), read_entries(out)))


def require_batch(old: Path) -> None:
    """Refuse a folder that holds no batch, before anything is graded.

    Raises:
        UsageError: if it does not.
    """
    _header(old)
    if not (old / RESULTS).is_file():
        raise UsageError(f"{old} holds no results of a batch. Name the OUT of an earlier one: --compare OLD")


def _header(folder: Path) -> dict[str, Any]:
    try:
        header = json.loads((folder / HEADER).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{folder} holds no batch. Name the OUT of an earlier one: --compare OLD") from error
    return header if isinstance(header, dict) else {}


def _read(folder: Path) -> Class:
    try:
        return read_class(read_results(folder))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"The results in {folder} cannot be read. Name another batch: --compare OLD") from error


def compare(
    old: Class, new: Class, before: Mapping[str, str] = NOBODYS, after: Mapping[str, str] = NOBODYS
) -> list[Change]:
    """All that changed, by student and exercise; what is the same in both is left out.

    Args:
        old: the older class.
        new: this one, which says how students are called.
        before: the entry that each student of the older class stands for, by name.
        after: the same of this one.
    """
    found: list[Change] = []
    for name, was, now in _pairs(old, new, before, after):
        if was is None or now is None:
            points = now.points if now else -(was.points if was else 0.0)
            found.append(
                Change(name, "", "", "there", points, HERE) if now else Change(name, "", "there", "", points, THERE)
            )
        elif (was.reason, now.reason) != (None, None):
            if was.reason != now.reason:
                words = [one.reason or "graded" for one in (was, now)]
                found.append(
                    Change(name, "", words[0], words[1], now.points - was.points, "it could not be graded once")
                )
        else:
            names = [*new.units, *(one for one in old.units if one not in new.units)]
            for exercise in names:
                found += _changed(name, exercise, was.exercises.get(exercise), now.exercises.get(exercise), (old, new))
    return found


def _pairs(
    old: Class, new: Class, before: Mapping[str, str], after: Mapping[str, str]
) -> list[tuple[str, Student | None, Student | None]]:
    """Who is who in two batches, by name: the same entry, whatever a roster calls it; else the same name."""
    left = {one.name: one for one in new.students}
    by_entry = {entry: name for name, entry in after.items()}
    pairs: list[tuple[str, Student | None, Student | None]] = []
    others = []
    for was in old.students:
        now = left.pop(by_entry.get(before.get(was.name, ""), ""), None)
        if now is None:
            others.append(was)
        else:
            pairs.append((now.name, was, now))
    for was in others:
        are_two = _are_two(before.get(was.name, ""), after.get(was.name, ""))
        pairs.append((was.name, was, None if are_two else left.pop(was.name, None)))
    pairs += [(one.name, None, one) for one in left.values()]
    return sorted(pairs, key=lambda pair: pair[0])


def _are_two(entry: str, other: str) -> bool:
    """Whether two entries are of two students of one platform, which has given them different numbers."""
    platform = entry.partition(" ")[0]
    return platform in NUMBERED and other.startswith(f"{platform} ") and entry != other


def _changed(
    student: str, exercise: str, was: Marked | None, now: Marked | None, groups: tuple[Class, Class]
) -> list[Change]:
    if was is None or now is None:
        present = now or was
        if present is None:
            return []
        points = now.points if now else -present.points
        words = (was.verdict if was else "", now.verdict if now else "")
        return [Change(student, exercise, *words, points, "it was asked for only once")]
    points = now.points - was.points
    if was.verdict == now.verdict and abs(points) < 1e-9:
        return []
    return [Change(student, exercise, was.verdict, now.verdict, points, _why(exercise, was, now, groups))]


def _why(exercise: str, was: Marked, now: Marked, groups: tuple[Class, Class]) -> str:
    """The checks whose verdict changed, by what they check, and what the student is told now."""
    verdicts = [
        dict(zip((check.name for check in group.checks.get(exercise, ())), marked.checks, strict=False))
        for group, marked in zip(groups, (was, now), strict=True)
    ]
    sentences = {check.name: check.sentence for group in groups for check in group.checks.get(exercise, ())}
    told = []
    for name, sentence in sentences.items():
        before, after = (some.get(name, "no check") for some in verdicts)
        if before != after:
            told.append(f"{sentence}: {before} → {after}")
    if not told:
        told.append("the points of its checks changed")
    if now.words and now.words != was.words:
        told.append(now.words)
    return "; ".join(told)


def changes_table(changes: Sequence[Change]) -> str:
    """`compare.csv`: a row for each change."""
    head = ["student", "exercise", "before", "after", "points", "why"]
    return table([head, *changes])


def print_changes(args: argparse.Namespace, comparison: Comparison, *, written: bool = True) -> None:
    """Print the changes as a table, the first of many.

    Args:
        args: what the command was told.
        comparison: the changes.
        written: whether all of them stand in files, too.
    """
    if comparison.differs:
        say(args, f"This batch and {comparison.old} differ in {', '.join(comparison.differs)}.")
    shown = comparison.changes[:MOST_ROWS]
    wide = [max((len(one_line(one[at])) for one in shown), default=0) for at in range(2)]
    for one in shown:
        names = "  ".join(one_line(one[at]).ljust(wide[at]) for at in range(2))
        verdicts = f"{one_line(one.before) or '-'} → {one_line(one.after) or '-'}"
        say(args, f"{one.points:+6g}  {names}  {verdicts}  {one_line(' '.join(one.why.split()))}")
    if len(comparison.changes) > MOST_ROWS:
        where = " stand in compare.csv and in the page" if written else ""
        say(args, f"{len(comparison.changes) - MOST_ROWS} more{where}.")
    say(args, f"Compared with {comparison.old}: {comparison.total}")
