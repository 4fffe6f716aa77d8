"""An assignment's class from the gradebook, as a batch has it: a report for each student.

Points are the gradebook's, so also those that a person gave. What was wrong is told by the report that autograding
keeps; where there is none, as of a submission that an older version graded, by the points alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry

from grader import __version__
from grader.course.syllabus import Course
from grader.graded_class.records import Class, Student, absent_student, read_class
from grader.grading.report import VERDICTS
from grader.nbgrader_plugin.collected import Collected, read_collected
from grader.nbgrader_plugin.commands.course_app import no_assignment
from grader.nbgrader_plugin.course import handed_in
from grader.nbgrader_plugin.kept_reports import kept_report
from grader.nbgrader_plugin.patience import with_gradebook

NOT_YET = "it is not graded yet"
BY_HAND = "it waits for a person"
NO_RESPONSE = "No response."  # what the step that saves writes on a cell that is as it was handed out
HELD = " It could not be graded"  # what follows the reason, in the notebook


class Members:
    """Those who are in an assignment's class.

    Args:
        app: nbgrader's program; see `open_app`.
        course: the course.
        assignment: the assignment.

    Attributes:
        reports: the report on each student who handed in.
        absent: those of the gradebook who did not.
        ids: the gradebook's id of each student, by the name that is shown.
        penalties: what lateness costs each of them.
        scores: what the gradebook has for the notebook of each of them.
        waiting: those of whom a part waits for a person.
        collected: where their work came from, by id.
        max_points: what can be had.
    """

    def __init__(self, app: Any, course: Course, assignment: str) -> None:
        self._app, self._course, self._assignment = app, course, assignment
        self.collected = read_collected(Path(app.coursedir.root), assignment)
        try:
            with_gradebook(app.coursedir, self._read)
        except MissingEntry as error:
            raise no_assignment(app.coursedir, assignment) from error

    def group(self) -> Class:
        """The class, with what lateness costs."""
        found = read_class(self.reports, self.absent)
        if any(self.penalties.values()):
            for one in found.students:
                one.penalty = self.penalties.get(one.name, 0.0)
        return found

    def _read(self, gradebook: Gradebook) -> None:
        self.reports: list[dict[str, Any]] = []
        self.absent: list[Student] = []
        self.penalties: dict[str, float] = {}
        self.scores: dict[str, float] = {}
        self.waiting: set[str] = set()
        self.max_points = float(gradebook.find_assignment(self._assignment).max_score)
        students = {one.id: one for one in gradebook.students}
        submissions = {one.student.id: one for one in gradebook.assignment_submissions(self._assignment)}
        folders = handed_in(self._app.coursedir, self._assignment)
        names = _shown({who: _name(students.get(who)) or who for who in {*students, *folders}})
        self.ids: dict[str, str] = {name: who for who, name in names.items()}
        for who, name in sorted(names.items(), key=lambda item: item[1]):
            about = self._about(who, students.get(who))
            if who in submissions and not (who in folders and not self._autograded(who).exists()):
                self.reports.append(self._report(submissions[who], who, name, about))
                self.penalties[name] = float(submissions[who].late_submission_penalty or 0.0)
                notebooks = submissions[who].notebooks
                self.scores[name] = sum(float(one.score) for one in notebooks if one.name == self._assignment)
            elif who in folders:
                self.reports.append(_ungraded(name, NOT_YET) | {"handed_in": about})
            else:
                self.absent.append(absent_student(name, about))

    def _about(self, who: str, student: Any) -> dict[str, Any]:
        came = self.collected.get(who, Collected())
        mail = came.mail or (student.email if student is not None else None) or ""
        notes = ["handed in late"] if came.late else []
        return {
            "id": came.id, "login": came.login or who, "mail": mail, "late": came.late, "time": "", "notes": notes,
            "files": {self._assignment: came.file} if came.file else {}, "entries": came.entries,
        }  # fmt: skip

    def _autograded(self, who: str) -> Path:
        """The graded copy; it is missing where what was handed in last is not graded yet."""
        coursedir = self._app.coursedir
        folder = coursedir.format_path(coursedir.autograded_directory, who, self._assignment)
        return Path(folder) / f"{self._assignment}.ipynb"

    def _report(self, submission: Any, who: str, name: str, about: dict[str, Any]) -> dict[str, Any]:
        kept, why = kept_report(self._autograded(who))
        about["time"] = "" if submission.timestamp is None else f"{submission.timestamp:%Y-%m-%d %H:%M:%S} UTC"
        grades = {one.cell.name: one for notebook in submission.notebooks for one in notebook.grades}
        comments = {one.cell.name: one for notebook in submission.notebooks for one in notebook.comments}
        tests = [name for name, one in grades.items() if one.cell.cell_type == "code"]
        if not grades or all(_score(grades[name]) is None for name in tests):
            reason = why.partition(f".{HELD}")[0] if HELD in why else BY_HAND
            return _ungraded(name, reason) | {"handed_in": about}
        report = kept or {"exercises": [], "problems": [], "flags": [], "sources": {}}
        before = {one["name"]: one for one in report["exercises"]}
        units = {one.name: one.unit for one in self._course.exercises}
        exercises = [
            _exercise(one, units[one], grades, comments, before.get(one))
            for one in units
            if f"{one}-visible" in grades or f"{one}-hidden" in grades
        ]
        own = {f"{one['name']}-{kind}" for one in exercises for kind in ("visible", "hidden")}
        scores = {name: _score(one) for name, one in grades.items()}
        waits = sorted(name for name, points in scores.items() if points is None)
        again = sorted(cell for cell, one in grades.items() if one.manual_score is not None and one.needs_manual_grade)
        flags = [*report["flags"], *(f"{cell} waits for a person" for cell in waits)]
        flags += [f"{cell} has a score by hand, of before the last grading" for cell in again]
        self.waiting |= {name} if waits else set()
        more = {name: points for name, points in scores.items() if name not in own and points is not None}
        counts = Counter(one["verdict"] for one in exercises)
        totals = {
            "points": sum(one["points"] for one in exercises) + sum(more.values()),
            "max_points": sum(one["max_points"] for one in exercises) + sum(grades[one].max_score for one in more),
        }
        whole = _ungraded(name, "") | report
        whole |= {"student": name, "graded": True, "reason": None, "flags": flags, "exercises": exercises}
        return whole | {"totals": totals | {one: counts[one] for one in VERDICTS}, "handed_in": about}


def _shown(names: Mapping[str, str]) -> dict[str, str]:
    """The name that is shown of each student: of two with one name, with the id."""
    count = Counter(names.values())
    return {who: name if count[name] == 1 else f"{name} ({who})" for who, name in names.items()}


def _name(student: Any) -> str:
    return "" if student is None else " ".join(filter(None, (student.first_name, student.last_name)))


def _score(grade: Any) -> float | None:
    """The points of a cell, with those that a person gave; None while there are none."""
    if grade.manual_score is None and grade.auto_score is None:
        return None
    return float(grade.score)


def _exercise(
    name: str, unit: str, grades: Mapping[str, Any], comments: Mapping[str, Any], kept: dict[str, Any] | None
) -> dict[str, Any]:
    """The report on an exercise: the kept one with the gradebook's points, or what these alone tell."""
    cells = [grades[cell] for kind in ("visible", "hidden") if (cell := f"{name}-{kind}") in grades]
    scores = [_score(one) or 0.0 for one in cells]
    points, most = sum(scores), sum(float(one.max_score) for one in cells)
    if kept is not None:
        return kept | {"points": points, "max_points": most}
    comment = comments.get(name)
    todo = comment is not None and comment.auto_comment == NO_RESPONSE
    verdicts = ["pass" if score >= one.max_score - 1e-9 else "wrong" for score, one in zip(scores, cells, strict=True)]
    verdict = "todo" if todo and not points else "pass" if points >= most - 1e-9 else "wrong"
    return {
        "unit": unit, "name": name, "verdict": verdict, "points": points, "max_points": most, "diagnosis": None,
        "follow_through": None, "blocked_by": None, "given": [], "answer": "", "remarks": [], "output": "",
        "checks": [_check(one, score, said) for one, score, said in zip(cells, scores, verdicts, strict=True)],
    }  # fmt: skip


def _check(grade: Any, score: float, verdict: str) -> dict[str, Any]:
    hidden = grade.cell.name.endswith("-hidden")
    return {
        "name": grade.cell.name, "sentence": f"the {'hidden' if hidden else 'visible'} checks", "hidden": hidden,
        "verdict": verdict, "points": score, "max_points": float(grade.max_score), "message": "",
    }  # fmt: skip


def _ungraded(name: str, reason: str) -> dict[str, Any]:
    zeros: dict[str, float] = dict.fromkeys(("points", "max_points", *VERDICTS), 0)
    return {
        "version": 1, "kit": __version__, "student": name, "graded": False, "reason": reason, "flags": [],
        "problems": [], "totals": zeros, "exercises": [], "sources": {},
    }  # fmt: skip


def graded_with(reports: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """What the reports were graded with, part by part; several words where they differ."""
    keys = ("course", "code", "numpy", "python")
    for key in keys:
        yield key, " ".join(sorted({one["run"][key] for one in reports if "run" in one}))
    yield "kit", " ".join(sorted({str(one["kit"]) for one in reports}))
