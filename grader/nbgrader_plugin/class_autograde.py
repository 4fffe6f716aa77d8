"""Autograde a class: several processes read and grade notebooks, one writes to the gradebook.

The steps and their results are those of `nbgrader autograde` with the kit's configuration. nbgrader opens the gradebook
eight times for each notebook; here it stays open. A student's scores are written in one transaction, the notebook in
`autograded` after them, so that a run that was ended goes on where it stopped.
"""

from __future__ import annotations

import logging
import multiprocessing
import shutil
import signal
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import AutogradeApp
from nbgrader.converters import Autograde
from nbgrader.converters.base import BaseConverter
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import find_all_files, rmtree

from grader.errors import BrokenError, UsageError
from grader.files import write_whole
from grader.nbgrader_plugin.course import handed_in, ignore_order
from grader.nbgrader_plugin.grading import SCORES, Grade, secret_seed
from grader.nbgrader_plugin.reading import KIT, READ, read_notebook
from grader.nbgrader_plugin.release import Release, read_release
from grader.nbgrader_plugin.restore import make_whole
from grader.nbgrader_plugin.saving import Found, found_in, save
from grader.processes import end_at_once
from grader.protocol.text import clean
from grader.sandbox.start import make_workers
from grader.worker.limits import die_with_parent

AHEAD = 4  # students who wait for each process
AGAIN = "Run the command again: it goes on where it stopped."


@dataclass(frozen=True)
class Graded:
    """A notebook after grading.

    Attributes:
        name: as the gradebook has it.
        text: the notebook with the outputs of its test cells.
        found: what it gives the gradebook.
        notes: what is the matter with it, for a person.
    """

    name: str
    text: str
    found: Found
    notes: list[str]


@dataclass(frozen=True)
class Outcome:
    """What became of one student's folder.

    Attributes:
        notes: what is the matter with the notebooks, for a person.
        failure: our own failure; nothing was saved then.
    """

    student: str
    notes: list[str]
    failure: str | None = None


def open_course(assignment: str, students: str = "*", *, force: bool = False) -> ClassAutograde:
    """The step for the course in the current folder, configured by its `nbgrader_config.py`.

    Args:
        assignment: the assignment.
        students: pattern of the students' names.
        force: also grade what is graded already.
    """
    app = AutogradeApp()
    app.log_level = logging.ERROR  # what there is to tell is told by the caller
    app.initialize([])
    app.coursedir.assignment_id, app.coursedir.student_id = assignment, students
    step = ClassAutograde(coursedir=app.coursedir, parent=app)
    step.force = force
    return step


class ClassAutograde(Autograde):
    """nbgrader's step, in which other processes grade and this one writes."""

    def waiting(self) -> dict[str, Path]:
        """The folders of all students who handed in and are not graded yet.

        Raises:
            UsageError: if there is no such assignment, nobody handed it in, or a student is to be known and is not.
        """
        assignment = self.coursedir.assignment_id
        self._releases = self._read_releases(assignment)
        found = handed_in(self.coursedir, assignment, self.coursedir.student_id)
        if not found:
            raise UsageError(f"Nobody handed in {assignment}. Get what was submitted: nbgrader collect {assignment}")
        excluded = self.coursedir.student_id_exclude.split(",")
        waiting = {who: path for who, path in found.items() if who not in excluded and not self._done(path, who)}
        if not self.create_student:
            self._require_known(waiting)
        return waiting

    def grade(self, waiting: dict[str, Path], jobs: int) -> Iterator[Outcome]:
        """Grade folders and save what was found.

        Args:
            waiting: the students' folders.
            jobs: how many are graded at once.

        Raises:
            BrokenError: if the jail does not hold, or a grading process ends by itself.
        """
        if not waiting:
            return
        ignore_order()
        step = Grade(parent=self)
        make_workers(jail=step.jail).close()  # nothing is graded where the jail does not hold
        settings = {name: getattr(step, name) for name in ("jail", "call_seconds", "notebook_seconds")}
        settings["seed"] = secret_seed(Path(step.seed_file)) if step.seed is None else step.seed
        executor = _make_executor(min(jobs, len(waiting)), self._releases, settings)
        try:
            with self._gradebook() as gradebook:
                for student, result in _as_they_come(executor, jobs, waiting):
                    if isinstance(result, Exception):
                        yield Outcome(student, [], failure=clean(repr(result), 200))
                        continue
                    self._save(gradebook, student, result)
                    self._write(student, result)
                    yield Outcome(student, [note for graded in result for note in graded.notes])
        except BaseException:
            end_at_once(executor)
            raise
        executor.shutdown()

    def _gradebook(self) -> Any:
        return Gradebook(self.coursedir.db_url, self.coursedir.course_id)

    def _read_releases(self, assignment: str) -> dict[str, Release]:
        try:
            with self._gradebook() as gradebook:
                names = [notebook.name for notebook in gradebook.find_assignment(assignment).notebooks]
                return {name: read_release(gradebook, assignment, name) for name in names}
        except MissingEntry as error:
            make = f"nbgrader generate_assignment {assignment}"
            raise UsageError(f"The gradebook has no assignment {assignment}. Make it: {make}") from error

    def _require_known(self, students: Iterable[str]) -> None:
        with self._gradebook() as gradebook:
            strangers = sorted(set(students) - {student.id for student in gradebook.students})
        if strangers:
            who = clean(", ".join(strangers), 200)
            raise UsageError(f"Not in the gradebook: {who}. Add each of them: nbgrader db student add ID")

    def _autograded(self, student: str) -> Path:
        return Path(self._format_dest(self.coursedir.assignment_id, student))

    def _done(self, folder: Path, student: str) -> bool:
        """Whether all notebooks were graded after they were handed in."""
        here = self._autograded(student)
        files = [here / f"{name}.ipynb" for name in self._releases]
        if self.force or not all(file.exists() for file in files):
            return False
        before, now = (self.coursedir.get_existing_timestamp(place) for place in (here, folder))
        half = any(f'"{KIT}"' in file.read_text(encoding="utf-8") for file in files)
        return not half and not (before and now and now > before)

    def _save(self, gradebook: Any, student: str, notebooks: list[Graded]) -> None:
        """Write a student's scores to the gradebook."""
        assignment = self.coursedir.assignment_id
        timestamp = self.coursedir.get_existing_timestamp(self._format_source(assignment, student))
        gradebook.update_or_create_student(student)
        known = {"timestamp": timestamp} if timestamp else {}
        submission = gradebook.update_or_create_submission(assignment, student, **known)
        for graded in notebooks:
            saved = gradebook.find_submission_notebook(graded.name, assignment, student)
            saved.late_submission_penalty = None
            save(gradebook, saved, graded.found)
        gradebook.db.commit()
        if submission.total_seconds_late > 0:
            about = {"assignment": assignment, "student": student, "db_url": self.coursedir.db_url}
            for graded in notebooks:
                resources = {"nbgrader": about | {"notebook": graded.name}}
                AssignLatePenalties(parent=self).preprocess(nbformat.v4.new_notebook(), resources)
            gradebook.db.expire_all()

    def _write(self, student: str, notebooks: list[Graded]) -> None:
        """Write a student's folder in `autograded`, the notebooks last."""
        assignment = self.coursedir.assignment_id
        here = self._autograded(student)
        if here.exists():
            rmtree(str(here))
        here.mkdir(parents=True)
        BaseConverter.init_assignment(self, assignment, student)  # what else was handed in
        self._copy_course_files(here)
        for graded in notebooks:
            write_whole(here / f"{graded.name}.ipynb", graded.text)
        self.set_permissions(assignment, student)

    def _copy_course_files(self, here: Path) -> None:
        """Copy the assignment's other files, over what a student made of them."""
        assignment, course = self.coursedir.assignment_id, self.coursedir
        source = Path(course.format_path(course.source_directory, ".", assignment))
        left = {source / name for name in self.exclude_overwriting.get(assignment, [])}
        for file in map(Path, find_all_files(str(source), [*course.ignore, "*.ipynb"])):
            if file not in left:
                target = here / file.relative_to(source)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.unlink(missing_ok=True)
                shutil.copy(file, target)


_grading: list[tuple[Grade, dict[str, Release], list[str]]] = []  # of a grading process


def _make_executor(jobs: int, releases: dict[str, Release], settings: dict[str, Any]) -> ProcessPoolExecutor:
    """Processes that grade. They begin before the gradebook is open here, and never open it."""
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")  # nbgrader loads for seconds
    executor = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(releases, settings))
    executor.submit(len, ()).result()
    return executor


class _Notes(logging.Handler):
    """Collects what is logged, for the process that reports it."""

    def __init__(self, notes: list[str]) -> None:
        super().__init__()
        self._notes = notes

    def emit(self, record: logging.LogRecord) -> None:
        self._notes.append(record.getMessage())


def _begin(releases: dict[str, Release], settings: dict[str, Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever writes ends all others
    die_with_parent()
    notes: list[str] = []
    log = logging.Logger("grading")  # noqa: LOG001  of its own: what nbgrader logs goes to the terminal
    log.addHandler(_Notes(notes))
    _grading.append((Grade(log=log, **settings), releases, notes))


def _grade(student: str, folder: Path) -> list[Graded]:
    """Read and grade a student's notebooks, in a grading process."""
    step, releases, notes = _grading[0]
    graded = []
    for name, release in releases.items():
        nb = make_whole(read_notebook(folder / f"{name}.ipynb"), release)
        notes[:] = [f"{student}, {name}: {text}" for text in nb.metadata[KIT]["problems"]]
        nb.metadata[READ] = {"unreadable": None, "problems": []}
        nb, resources = step.preprocess(nb, {"nbgrader": {"student": student, "notebook": name}})
        graded.append(Graded(name, nbformat.writes(nb) + "\n", found_in(nb, resources[SCORES]), list(notes)))
    return graded


def _as_they_come(
    executor: ProcessPoolExecutor, jobs: int, waiting: dict[str, Path]
) -> Iterator[tuple[str, list[Graded] | Exception]]:
    """Students with their graded notebooks, as they are ready; few are in progress at once, so memory stays flat."""
    left = iter(waiting.items())
    under_way: dict[Future[list[Graded]], str] = {}
    while True:
        for student, folder in islice(left, jobs * AHEAD - len(under_way)):
            under_way[executor.submit(_grade, student, folder)] = student
        if not under_way:
            return
        done, _ = wait(under_way, return_when=FIRST_COMPLETED)
        for future in done:
            student = under_way.pop(future)
            try:
                result: list[Graded] | Exception = future.result()
            except BrokenProcessPool as error:
                raise BrokenError(f"A grading process ended by itself. {AGAIN}") from error
            except Exception as error:  # noqa: BLE001  one notebook never stops the class
                result = error
            yield student, result
