"""The functions in a student's files, loaded and saved one by one. The files are the truth; the rest of each stays.

A file is replaced in one step, and only if it is still what was read; its line ends, its encoding and its permissions
stay as they are.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.cli.restore import back_up
from grader.course.stubs import stub_file, stub_of
from grader.course.syllabus import Course, Exercise
from grader.errors import UsageError
from grader.workbook.function_text import bare, defines, find, lines_of
from grader.workbook.text_file import TextFile, read_text_file

MOST = 1 << 16  # characters of one function


@dataclass(frozen=True)
class Loaded:
    """A function as it stands in its file.

    Attributes:
        text: its own lines, without the last line end.
        line: where it begins.
        version: says which text it is.
        file: the path of its file, for a person.
        gone: whether there is no such file; then it is the stub.
    """

    text: str
    line: int
    version: str
    file: str
    gone: bool = False

    def to_json(self) -> dict[str, object]:
        """As plain data for JSON."""
        return {"text": self.text, "line": self.line, "version": self.version, "file": self.file, "gone": self.gone}


class ConflictError(Exception):
    """Another text stands in the file than the one that was changed."""

    def __init__(self, found: Loaded) -> None:
        super().__init__(found.version)
        self.found = found


def version_of(text: str) -> str:
    """What a text is known by."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


class ExerciseFiles:
    """The files of a course's units in a folder.

    Args:
        folder: the folder; nothing outside of it is read or written.
        course: the course.
        shown: what the folder is called for a person.
    """

    def __init__(self, folder: Path, course: Course, shown: str = "exercises") -> None:
        self._folder, self._course, self._shown = folder, course, shown
        self._written: dict[str, str] = {}
        self._lock = threading.Lock()

    def load(self, name: str) -> Loaded:
        """A function as it stands in its file; its stub where the file has none.

        Raises:
            UsageError: for a name that is no exercise, and for a file that cannot be read.
        """
        exercise = self._exercise(name)
        with self._lock:
            return self._find(exercise, self._read(exercise.unit))[0]

    def everywhere(self) -> Mapping[str, Loaded]:
        """All functions, by their names; those of files that cannot be read are left out."""
        found: dict[str, Loaded] = {}
        for unit in self._course.units:
            try:
                with self._lock:
                    file = self._read(unit.name)
                    found |= {one.name: self._find(one, file)[0] for one in unit.exercises}
            except UsageError:
                continue
        return found

    def save(self, name: str, text: str, version: str) -> Loaded:
        """Write a function's own lines.

        Args:
            name: the function.
            text: its new text.
            version: that of the text that was changed.

        Raises:
            ConflictError: if another text stands there; nothing is written.
            UsageError: if it cannot be written.
        """
        exercise = self._exercise(name)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        self._refuse(name, text)
        with self._lock:
            file = self._read(exercise.unit)
            found, span = self._find(exercise, file)
            if found.text == text and file.exists:
                return found
            if found.version != version:
                raise ConflictError(found)
            return self._put(exercise, file, span, text)

    def reset(self, name: str, unsaved: str | None = None) -> Loaded:
        """Bring a function's stub back; the file as it was is kept in the folder `backup`.

        Args:
            name: the function.
            unsaved: another text that is to be kept as well: the file with it in the function's place.

        Raises:
            UsageError: if it cannot be written.
        """
        exercise = self._exercise(name)
        with self._lock:
            file = self._read(exercise.unit)
            found, span = self._find(exercise, file)
            stub = stub_of(exercise.unit, name).rstrip("\n")
            if unsaved is not None and unsaved not in (found.text, stub):
                back_up(file.path, self._with(file, span, unsaved).encode(file.encoding, "backslashreplace"))
            if found.text == stub and file.exists:
                return found
            file.refuse_read_only()
            if file.exists:
                back_up(file.path)
            return self._put(exercise, file, span, stub)

    def _exercise(self, name: str) -> Exercise:
        exercise = self._course.by_name.get(name)
        if exercise is None:
            raise UsageError("There is no exercise of that name in this course. Load the page anew.")
        return exercise

    @staticmethod
    def _refuse(name: str, text: str) -> None:
        """Refuse a text that would leave the function without a place in its file, or too large."""
        if len(text) > MOST:
            raise UsageError(f"This is too long for a function, so it is not saved: {len(text)} of {MOST} characters.")
        if not defines(text, name):
            raise UsageError(f"The line with `def {name}(` is missing, so this is not saved. Bring it back.")

    def _read(self, unit: str) -> TextFile:
        path, shown = self._folder / f"{unit}.py", f"{self._shown}/{unit}.py"
        return read_text_file(path, shown, lambda: stub_file(self._course.unit(unit)))

    def _find(self, exercise: Exercise, file: TextFile) -> tuple[Loaded, tuple[int, int]]:
        """A function, and its lines; where there are none, the stub and the end of the file."""
        lines = lines_of(file.text)
        span = find(lines, exercise.name, self._written.get(exercise.name))
        if span is None:
            text, span = stub_of(exercise.unit, exercise.name).rstrip("\n"), (len(lines), len(lines))
        else:
            text = "\n".join(bare(lines[slice(*span)]))
        return Loaded(text, span[0] + 1, version_of(text), file.shown, not file.exists), span

    def _put(self, exercise: Exercise, file: TextFile, span: tuple[int, int], text: str) -> Loaded:
        file.replace(self._with(file, span, text))
        self._written[exercise.name] = text
        return self._find(exercise, self._read(exercise.unit))[0]

    @staticmethod
    def _with(file: TextFile, span: tuple[int, int], text: str) -> str:
        """The text of a file with another one in the place of some lines."""
        lines, end = lines_of(file.text), file.line_end
        new = [line + end for line in text.split("\n")]
        if span[0] == len(lines) and lines:  # it is new there: at the end, two lines below what stands there
            while lines and not lines[-1].strip():
                lines.pop()
            lines[-1:] = [bare(lines[-1:])[0] + end, end, end] if lines else []
            span = len(lines), len(lines)
        return "".join([*lines[: span[0]], *new, *lines[span[1] :]])
