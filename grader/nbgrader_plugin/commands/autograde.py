"""Autograde a class: several processes read and grade notebooks, one writes to the gradebook.

The steps and their results are those of `nbgrader autograde` with the kit's configuration. nbgrader opens the gradebook
eight times for each notebook; here it stays open. A student's scores are written in one transaction, the notebook in
`autograded` after them, so that a run that was ended goes on where it stopped.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.converters.base import BaseConverter
from nbgrader.utils import find_all_files, rmtree

from grader.errors import GraderError, UsageError
from grader.files import write_whole
from grader.late import LatePolicy
from grader.nbgrader_plugin.commands.autograde_processes import Graded, as_they_come, make_executor
from grader.nbgrader_plugin.commands.course_app import no_assignment, nobody_handed_in, open_app
from grader.nbgrader_plugin.commands.feedback_pages import take_away
from grader.nbgrader_plugin.course import handed_in, ignore_order
from grader.nbgrader_plugin.grading import Grade, secret_seed
from grader.nbgrader_plugin.lateness import Lateness, nobodys_extensions, note_due, policy_of, require_due
from grader.nbgrader_plugin.patience import patiently, with_gradebook
from grader.nbgrader_plugin.reading import KIT
from grader.nbgrader_plugin.release import Release, read_release
from grader.nbgrader_plugin.saving import save
from grader.processes import end_at_once
from grader.protocol.text import clean, one_line
from grader.sandbox.start import make_workers


@dataclass(frozen=True)
class Outcome:
    """What became of one student's folder.

    Attributes:
        student: whose it is.
        notes: what is the matter with the notebooks, for a person.
        failure: our own failure; nothing was saved then.
        graded: whether any of it could be graded; what could not waits for a person.
    """

    student: str
    notes: list[str]
    failure: str | None = None
    graded: bool = True


def open_course(assignment: str, students: Sequence[str] = (), *, force: bool = False) -> ClassAutograde:
    """The step for the course in the current folder, configured by its `nbgrader_config.py`.

    Args:
        assignment: the assignment.
        students: names or patterns of names; none of them: everybody.
        force: also grade what is graded already.
    """
    app = open_app(assignment)
    step = ClassAutograde(coursedir=app.coursedir, parent=app)
    step.force, step.students = force, students
    return step


class ClassAutograde(Autograde):
    """nbgrader's step, in which other processes grade and this one writes.

    Attributes:
        students: names of those who are graded, or patterns of names; none of them: everybody.
        remarks: what a person should look at beside the students' notebooks, once `waiting` was asked.
    """

    students: Sequence[str] = ()
    remarks: Sequence[str] = ()

    def waiting(self) -> dict[str, Path]:
        """The folders of all students who handed in and are not graded yet.

        Raises:
            UsageError: if there is no such assignment, nobody handed it in, a student is to be known and is not, or
                lateness has a cost and there is no due time.
        """
        assignment = self.coursedir.assignment_id
        self._releases = self._read_releases(assignment)
        self._policy = policy_of(Path(Lateness(parent=self).folder), assignment)
        everybody = handed_in(self.coursedir, assignment)
        nobodys = [] if self._policy is None else self._look_at(self._policy, assignment, everybody)
        names = set(everybody).intersection(self.students)
        patterns = [word for word in self.students if word not in names] if self.students else ["*"]
        found = {w: path for w, path in everybody.items() if w in names or any(fnmatchcase(w, p) for p in patterns)}
        if not found:
            raise nobody_handed_in(assignment)
        vain = [word for word in patterns if not any(fnmatchcase(who, word) for who in everybody)]
        vain = [f"--student {one_line(word)}: nobody called so handed in {assignment}." for word in vain]
        self.remarks = [*nobodys, *vain]
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
        executor = make_executor(min(jobs, len(waiting)), self._releases, settings)
        try:
            with patiently(self._gradebook) as gradebook:
                for student, result in as_they_come(executor, jobs, waiting):
                    if isinstance(result, Exception):
                        yield Outcome(student, [], failure=clean(repr(result), 200))
                        continue
                    try:
                        take_away(self.coursedir, student, self.coursedir.assignment_id)
                        patiently(partial(self._save, gradebook, student, result), gradebook.db.rollback)
                        self._write(student, result)
                    except GraderError:
                        raise
                    except Exception as error:  # noqa: BLE001  one student never stops the class
                        gradebook.db.rollback()
                        yield Outcome(student, [], failure=clean(repr(error), 200))
                        continue
                    notes = [note for graded in result for note in graded.notes]
                    yield Outcome(student, notes, graded=any(graded.could_be for graded in result))
        except BaseException:
            end_at_once(executor)
            raise
        executor.shutdown()

    def _gradebook(self) -> Any:
        return Gradebook(self.coursedir.db_url, self.coursedir.course_id)

    def _read_releases(self, assignment: str) -> dict[str, Release]:
        def read(gradebook: Gradebook) -> dict[str, Release]:
            names = [notebook.name for notebook in gradebook.find_assignment(assignment).notebooks]
            return {name: read_release(gradebook, self.coursedir, assignment, name) for name in names}

        try:
            return with_gradebook(self.coursedir, read)
        except MissingEntry as error:
            raise no_assignment(self.coursedir, assignment) from error

    def _look_at(self, policy: LatePolicy, assignment: str, handed: Iterable[str]) -> list[str]:
        """What is to be said of a policy, given who handed in."""

        def read(gradebook: Gradebook) -> tuple[Any, set[str]]:
            return gradebook.find_assignment(assignment).duedate, {student.id for student in gradebook.students}

        due, known = with_gradebook(self.coursedir, read)
        require_due(policy, due, assignment)
        return nobodys_extensions(policy, known.union(handed), assignment)

    def _require_known(self, students: Iterable[str]) -> None:
        known = with_gradebook(self.coursedir, lambda gradebook: {student.id for student in gradebook.students})
        strangers = sorted(set(students) - known)
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
        if self._policy is not None:
            note_due(self._policy, gradebook, assignment, student)
        for graded in notebooks:
            saved = gradebook.find_submission_notebook(graded.name, assignment, student)
            saved.late_submission_penalty = None
            save(gradebook, saved, graded.found)
        gradebook.db.commit()
        if submission.total_seconds_late > 0:
            about = {"assignment": assignment, "student": student, "db_url": self.coursedir.db_url}
            for graded in notebooks:
                resources = {"nbgrader": about | {"notebook": graded.name}}
                Lateness(parent=self).preprocess(nbformat.v4.new_notebook(), resources)
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
