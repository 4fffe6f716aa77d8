"""Grade a restored notebook in a worker, instead of running its tests in a kernel beside the gradebook."""

from __future__ import annotations

import atexit
import functools
import math
import os
import secrets
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade
from traitlets import Bool, Float, Integer, Unicode

from grader.course.open_reference import open_reference
from grader.course.syllabus import Course, Unit, load_course
from grader.errors import BrokenError
from grader.graded_class.sources import sources_of
from grader.grading.cache import JudgementCache
from grader.grading.grade import grade
from grader.grading.options import Options
from grader.grading.place.find import Finder, with_places
from grader.grading.report import ExerciseReport, Report
from grader.nbgrader_plugin.kept_reports import keep_report
from grader.nbgrader_plugin.reading import KIT, READ, escape_markup, new_cell
from grader.reading.reader import ConfinedReader
from grader.render.notebook import describe
from grader.sandbox.job import Limits
from grader.sandbox.start import make_workers
from grader.sandbox.workers import Workers
from grader.submission.cells import Cell
from grader.submission.folder import submission_of
from grader.submission.notebook import NotebookFiles
from grader.submission.source import UnreadableError

SCORES = "calculus_kit_scores"  # our own key in nbconvert's resources
OURS = "The kit could not grade this. That is our failure, not yours; a person will look at it."
BY_HAND = "A person will grade this."
ANEW = "then a new one is drawn, and the hidden inputs are others"
MOST_DIGITS = 18  # of a seed
SEED_SECONDS = 1.0  # in which another process has written the one that it drew
UNREAD = "{why}. It could not be graded, so a person will look at it."


@dataclass(frozen=True)
class Score:
    """What a test cell earned.

    Attributes:
        points: None where it could not be graded.
        review: whether a person has to look at it.
    """

    points: float | None
    review: bool = False


class Grade(NbGraderPreprocessor):
    """The step that grades, instead of nbgrader's `Execute`."""

    seed = Integer(
        None, allow_none=True, min=0, help="Seed of the hidden inputs; None: a secret one, kept in seed_file."
    ).tag(config=True)
    seed_file = Unicode("", help="File that keeps the secret seed.").tag(config=True)
    jail = Bool(True, help="Confine students' code, and refuse to grade where that does not hold.").tag(config=True)
    place = Bool(True, help="Search for the place of a mistake that nothing names, for the feedback.").tag(config=True)
    call_seconds = Float(5.0, help="Seconds for one call of a student's function.").tag(config=True)
    notebook_seconds = Float(60.0, help="Seconds for a whole notebook.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Grade a notebook; the points go to `resources`, the words into the outputs."""
        about = resources["nbgrader"]
        who = f"{about['student']}, {about['notebook']}"
        read, kit = nb.metadata.pop(READ), nb.metadata.pop(KIT, {})
        scores: dict[str, Score] = {}
        resources[SCORES] = scores
        scores.update(
            {name: Score(None, review=True) for name in kit.get("absent", [])}
        )  # an answer may stand elsewhere
        notes = list(kit.get("problems", []))
        unit = next((unit for unit in load_course().units if unit.name == about["notebook"]), None)
        if unreadable := read["unreadable"] or kit.get("unreadable"):
            _not_graded(nb, scores, UNREAD.format(why=unreadable))
        elif unit is None:
            self.log.warning("%s: this is no unit of the course; grade it by hand", who)
            _not_graded(nb, scores, BY_HAND)
        else:
            notes += self._grade(nb, scores, unit, who, kit.get("places", {}))
        if notes:
            nb.cells.insert(0, new_cell("markdown", _notes(notes), {}))
        return nb, resources

    def _grade(
        self, nb: NotebookNode, scores: dict[str, Score], unit: Unit, who: str, places: Mapping[str, str]
    ) -> list[str]:
        """Grade the notebook of a unit; notes for its author come with the reports."""
        course = load_course()
        notes: list[str] = []
        try:
            found = _reader(jail=self.jail).cells(_code(nb, places), f"{unit.name}.ipynb", course.contract)
            notes = [problem.message for problem in found.problems]
            for note in notes:
                self.log.warning("%s: %s", who, note)
            report = self._report(found, unit)
        except UnreadableError as error:
            self.log.warning("%s: %s", who, error)
            _not_graded(nb, scores, UNREAD.format(why=str(error)[:1].upper() + str(error)[1:]))
            return notes
        except BrokenError as error:
            self.log.error("%s could not be graded: %s", who, error)  # noqa: TRY400  the sentence says it all
            _not_graded(nb, scores, OURS)
            return notes
        _write(nb, scores, report, found, course)
        keep_report(nb, report, sources_of(submission_of(found, _reader(jail=self.jail)), report.exercises))
        for broken in (one.name for one in report.exercises if one.verdict == "broken"):
            self.log.error("%s: a check of %s is broken; it costs nothing, and wants a look", who, broken)
        return notes + report.flags

    def _report(self, found: NotebookFiles, unit: Unit) -> Report:
        seed = secret_seed(Path(self.seed_file)) if self.seed is None else self.seed
        options = Options(limits=Limits(self.call_seconds, self.notebook_seconds))
        submission = submission_of(found, _reader(jail=self.jail))
        for last in (False, True):
            workers = warm_workers(jail=self.jail, anew=last)
            try:
                reference = open_reference(seed)
                report = grade(submission, unit.exercises, workers, options, reference)
                if workers.alive() and self.place:
                    finder = Finder(submission, workers, options, reference, _known)
                    report = with_places(report, finder.places(report))
                    submission.reader.let_go()
                if workers.alive() or last:
                    return report
            except (BrokenError, OSError) as error:
                if last:
                    raise BrokenError(str(error)) from error
        raise BrokenError("The worker does not answer. See what is missing: grader doctor")


_kept: dict[bool, Workers] = {}
_known = JudgementCache()  # places, each searched for once for all who wrote the same function


def warm_workers(*, jail: bool, anew: bool = False) -> Workers:
    """The workers of this process, which stay warm between notebooks.

    Raises:
        BrokenError: if they cannot be had, or the jail is asked for and does not hold.
    """
    workers = _kept.get(jail)
    if workers is not None and (anew or not workers.alive()):
        with suppress(OSError):
            workers.close()
        workers = None
    if workers is None:
        course = load_course()
        workers = _kept[jail] = make_workers(preload=course.preload(course.exercises), jail=jail)
        atexit.register(workers.close)
    return workers


@functools.cache
def _reader(*, jail: bool) -> ConfinedReader:
    """The reader of this process, which stays warm between notebooks."""
    reader = ConfinedReader(jail=jail)
    atexit.register(reader.close)
    return reader


def secret_seed(file: Path) -> int:
    """The course's seed: drawn once at random and kept beside the gradebook, for the instructor only.

    Raises:
        BrokenError: if the file is damaged, or can neither be read nor made.
    """
    try:
        if not file.exists():
            with suppress(FileExistsError):  # another process was first
                _draw_seed(file)
        end = time.monotonic() + SEED_SECONDS
        while not (text := file.read_text(encoding="ascii", errors="replace").strip()) and time.monotonic() < end:
            time.sleep(0.01)  # the other one has not written yet
    except OSError as error:
        raise BrokenError(f"{file} cannot be read or made: {error.strerror}. Look at its permissions.") from error
    if not (text.isdecimal() and len(text) <= MOST_DIGITS):
        raise BrokenError(f"{file} is damaged: it holds no seed. Bring it back from a backup, or remove it: {ANEW}.")
    return int(text)


def _draw_seed(file: Path) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as opened:
            opened.write(f"{secrets.randbelow(1 << 31)}\n")
    except BaseException:  # the disk is full: half a seed would stay
        file.unlink()
        raise


def _code(nb: NotebookNode, places: Mapping[str, str]) -> Iterable[Cell]:
    """The cells of the student and those with given code, as the student's file has them."""
    for number, cell in enumerate(nb.cells, 1):
        marks = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and not is_grade(cell):
            yield Cell(f"cell {marks.get('grade_id') or places.get(cell.get('id'), number)}", cell.source)
        elif cell.cell_type != "code" and not marks:
            kind = "Markdown" if cell.cell_type == "markdown" else "raw"
            yield Cell(f"cell {places.get(cell.get('id'), number)}", cell.source, kind)


def _test_cells(nb: NotebookNode) -> Iterable[NotebookNode]:
    return (cell for cell in nb.cells if cell.cell_type == "code" and is_grade(cell))


def _write(nb: NotebookNode, scores: dict[str, Score], report: Report, found: NotebookFiles, course: Course) -> None:
    """Write what was found into the test cells' outputs, and their points to `scores`."""
    exercises = {one.name: one for one in report.exercises}
    for cell in _test_cells(nb):
        name, _, kind = cell.metadata.nbgrader.grade_id.rpartition("-")
        exercise = exercises.get(name)
        if exercise is None or kind not in ("visible", "hidden"):
            _refuse(cell, scores, BY_HAND)
            continue
        text = describe(exercise, found, course, hidden=kind == "hidden")
        score = _score(exercise, float(cell.metadata.nbgrader.points), hidden=kind == "hidden")
        scores[cell.metadata.nbgrader.grade_id] = score
        cell.outputs = [
            _output("stream", name="stdout", text=text),
            _output("execute_result", data={"text/plain": repr(score.points)}, metadata={}, execution_count=None),
        ]


def _score(exercise: ExerciseReport, most: float, *, hidden: bool) -> Score:
    """The points of a cell: those of its checks, scaled to the cell's own, finite and within its range."""
    checks = [check for check in exercise.checks if check.hidden == hidden]
    worth = sum(check.max_points for check in checks)
    earned = sum(check.points for check in checks)
    points = earned if worth == most else (most * earned / worth if worth else math.nan)
    if not math.isfinite(points):
        return Score(None, review=True)
    return Score(min(max(float(points), 0.0), most), review=any(check.verdict == "broken" for check in checks))


def _not_graded(nb: NotebookNode, scores: dict[str, Score], why: str) -> None:
    for cell in _test_cells(nb):
        _refuse(cell, scores, why)


def _refuse(cell: NotebookNode, scores: dict[str, Score], why: str) -> None:
    scores[cell.metadata.nbgrader.grade_id] = Score(None, review=True)
    cell.outputs = [_output("error", ename="NotGraded", evalue=why, traceback=[why])]


def _output(kind: str, **content: Any) -> NotebookNode:
    return nbformat.from_dict({"output_type": kind, **content})


def _notes(notes: Iterable[str]) -> str:
    lines = "\n".join(f"- {escape_markup(_flat(note))}" for note in notes)
    return f"**About this notebook**\n\n{lines}"


def _flat(text: str) -> str:
    """A note on one line, without anything that Markdown would render."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]()#+!|" else c for c in " ".join(text.split()))
