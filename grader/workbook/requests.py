"""What a page can ask of the workbook, each with what it has to say; see the interface in `grader.workbook`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from grader.cli.file_watcher import FileWatcher
from grader.course.syllabus import Course
from grader.errors import GraderError, UsageError
from grader.sandbox.job import Limits
from grader.workbook.changes import Changes
from grader.workbook.desk import Desk
from grader.workbook.exercise_files import ConflictError, ExerciseFiles
from grader.workbook.parsing import parse_one_at_a_time
from grader.workbook.progress import Progress

VERSION = 1
UPDATED = "The course was updated since `grader learn` was started. What you wrote is kept. End it, and start it again."
BY_THE_COURSE = ("check", "place", "hint", "show", "solution", "run")  # the others are about what the reader wrote


class Workbook:
    """Answers what a page asks.

    Args:
        folder: the folder of the exercises.
        course: the course.
        limits: how long things may take.
        stamp: gives something that changes when the course does.
    """

    def __init__(
        self, folder: Path, course: Course, limits: Limits | None = None, stamp: Callable[[], object] = lambda: None
    ) -> None:
        parse_one_at_a_time()
        self._stamp, self._began, self._course = stamp, stamp(), course
        self._files = ExerciseFiles(folder, course)
        self._desk = Desk(folder, course, limits)
        self.changes = Changes(self._files, FileWatcher(folder))
        self._progress = Progress(self._desk, course, lambda new: self.changes.tell({"verdicts": new}))
        self.changes.start(self._progress.wake)

    def answer(self, what: str, body: Mapping[str, Any]) -> dict[str, Any] | None:
        """The answer to a request, None if there is no such request.

        Raises:
            UsageError: if it cannot be done, with a sentence for the reader.
        """
        method = self._REQUESTS.get(what)
        if what in BY_THE_COURSE:
            self._refuse_updated()
        return None if method is None else method(self, body)

    def first_page(self) -> str:
        """The page to open: the first lesson for who has written nothing yet, then that with the map of the course."""
        try:
            begun = set(self._progress.verdicts().values()) != {"todo"}
        except GraderError:  # the page will say it
            begun = True
        return "/" if begun else f"/{self._course.units[0].name}.html"

    def close(self) -> None:
        """End all that runs."""
        self._progress.close()
        self.changes.close()
        self._desk.close()

    def _tell_progress(self, _body: Mapping[str, Any]) -> dict[str, Any]:
        return {"version": VERSION, "verdicts": self._progress.verdicts()}

    def _load(self, body: Mapping[str, Any]) -> dict[str, Any]:
        return self._files.load(_text(body, "name")).to_json()

    def _save(self, body: Mapping[str, Any]) -> dict[str, Any]:
        try:
            saved = self._files.save(_text(body, "name"), _text(body, "text"), _text(body, "version"))
        except ConflictError as error:
            return {"conflict": error.found.to_json()}
        return {"line": saved.line, "version": saved.version}

    def _check(self, body: Mapping[str, Any]) -> dict[str, Any]:
        name = _text(body, "name")
        found = self._desk.check(name)
        return {**found, "verdicts": self._progress.note(name, found["exercise"]["verdict"])}

    def _place(self, body: Mapping[str, Any]) -> dict[str, Any]:
        return {"diagnosis": self._desk.place(_text(body, "name"))}

    def _hint(self, body: Mapping[str, Any]) -> dict[str, Any]:
        level = body.get("level", 1)
        if type(level) is not int:
            raise UsageError("The level of a hint is a whole number.")
        return {"text": self._desk.hint(_text(body, "name"), level)}

    def _show(self, body: Mapping[str, Any]) -> dict[str, Any]:
        return dict(self._desk.show(_text(body, "name")))

    def _solution(self, body: Mapping[str, Any]) -> dict[str, Any]:
        name = _text(body, "name")
        text = self._desk.solution(name)
        return {"text": text if self._progress.verdicts()[name] == "pass" else None}

    def _run(self, body: Mapping[str, Any]) -> dict[str, Any]:
        return self._desk.run(_text(body, "code"))

    def _reset(self, body: Mapping[str, Any]) -> dict[str, Any]:
        return self._files.reset(_text(body, "name"), _text(body, "text") if "text" in body else None).to_json()

    def _refuse_updated(self) -> None:
        """Refuse to answer by a course that is another one than that of the pages."""
        if self._stamp() != self._began:
            raise UsageError(UPDATED)

    _REQUESTS = {  # noqa: RUF012  a table, never changed
        "progress": _tell_progress,
        "load": _load,
        "save": _save,
        "check": _check,
        "place": _place,
        "hint": _hint,
        "show": _show,
        "solution": _solution,
        "run": _run,
        "reset": _reset,
    }


def _text(body: Mapping[str, Any], name: str) -> str:
    found = body.get(name)
    if not isinstance(found, str):
        raise UsageError(f"The request lacks the text {name!r}. Load the page anew.")
    return found
