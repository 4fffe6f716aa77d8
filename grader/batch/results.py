"""Keep every result as soon as it is there: nothing is lost and nothing is graded twice.

`OUT/results.jsonl` has a line for each report, written and synced to the disk at once, or with a few others. A line
that was cut short by a kill or a full disk is dropped when the batch is resumed. `OUT/batch.json` says what is being
graded, so that a batch is resumed only with the course, seed and names that it was begun with. `OUT/students.json` has
the name of each student and the entry of the class that it stands for, before anything is graded.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from grader.errors import UsageError
from grader.files import write_json
from grader.graded_class.reports import HEADER, RESULTS, STUDENTS
from grader.protocol.text import one_line
from grader.submission.hand_in.class_folder import HandIn
from grader.submission.hand_in.students import give_names

try:
    import fcntl
except ImportError:  # Windows: a lock file alone says that a batch runs
    fcntl = None  # type: ignore[assignment]

LOCK = ".lock"


class Header(NamedTuple):
    """What a batch grades, and with what: the same for all of its results.

    Attributes:
        kit: the version of the kit.
        title: the course's.
        folder: the class.
        seed: of the hidden inputs.
        names: the exercises that are asked for.
        course: as the next three, of a `Run`.
        roster: a fingerprint of who is in the class; "" where there is no roster.
        part: which part of the class, "" for all of it.
        timeout: seconds for one call.
        places: whether the places of mistakes are searched for.
        late: whether lateness is counted.
    """

    kit: str
    title: str
    folder: str
    seed: int
    names: list[str]
    course: str
    code: str
    numpy: str
    python: str
    roster: str = ""
    part: str = ""
    timeout: float = 5.0
    places: bool = False
    late: bool = False


MAY_CHANGE = frozenset({"places", "late"})  # when a batch is resumed
OF_THE_MACHINE = frozenset({"kit", "title", "course", "code", "numpy", "python"})  # what no option brings back


def begun_with(out: Path, what: str) -> Any:
    """What the header of a batch says that was begun; None where there is none, or it says something odd."""
    try:
        found = json.loads((out / HEADER).read_text(encoding="utf-8"))[what]
    except (OSError, ValueError, LookupError, TypeError):
        return None
    usual = Header._field_defaults.get(what, 0)
    return found if type(found) is type(usual) else None


def _told_of(key: str, there: Any, wanted: Any) -> tuple[str, str]:
    """What a batch was begun with that is not the same now, and how to have it again, as two parts of a message."""
    there = one_line(there, 200) if isinstance(there, str) else there
    if key in OF_THE_MACHINE:
        other = {
            "kit": f"version {there} of the kit, and this is {wanted}",
            "title": f"another course, {there}",
            "course": "another state of the course",
            "code": "another state of the grader's code",
            "numpy": f"numpy {there}, and this is {wanted}",
            "python": f"Python {there}, and this is {wanted}",
        }
        return other[key], ""
    if key == "roster":
        if not wanted:
            return "a roster", "Name it again: --roster FILE. "
        return ("another roster", "Name that one: --roster FILE. ") if there else ("no roster", "Leave out --roster. ")
    if key == "part":
        return (f"part {there}", f"Go on with --part {there}. ") if there else ("the whole class", "Leave out --part. ")
    if key == "names":
        return "other exercises", "Name the same again. "
    if key == "folder":
        return f"the class in {there}", "Name that folder. "
    number = f"{there:g}" if isinstance(there, float) else there
    return f"--{key} {number}", f"Go on with --{key} {number}. "


class Line(NamedTuple):
    """A report as it is written.

    Attributes:
        student: whose it is.
        text: the report, on one line of JSON.
    """

    student: str
    text: bytes


def line_of(report: dict[str, Any]) -> Line:
    """A report on one line of JSON."""
    text = json.dumps(report, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Line(report["student"], text.encode() + b"\n")


class Results:
    """The results of a batch, on disk.

    Args:
        out: the folder for them.
        header: what is being graded.
        resume: whether results that are there already are gone on from.

    Raises:
        UsageError: if the folder cannot be used, is in use, or belongs to another batch.
    """

    def __init__(self, out: Path, header: Header, *, resume: bool) -> None:
        self._out = out
        self._path = out / RESULTS
        try:
            out.mkdir(parents=True, exist_ok=True)
            self._lock = (out / LOCK).open("a", encoding="ascii")
        except OSError as error:
            text = f"{out} cannot be written to: {error.strerror}. Name another place: --out OUT"
            raise UsageError(text) from error
        self._take_lock()
        try:
            self._names = self._check(header, resume=resume)
            self.done = self._drop_cut_line()
            self._file = self._path.open("ab")
        except OSError as error:
            self._lock.close()
            text = f"{out} cannot be written to: {error.strerror}. Name another place: --out OUT"
            raise UsageError(text) from error
        except BaseException:
            self._lock.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            self._file.close()
        self._lock.close()

    def _take_lock(self) -> None:
        if fcntl is None:
            return
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._lock.close()
            text = f"Another batch is writing to {self._out}. Wait for it, or name another place: --out OUT"
            raise UsageError(text) from error

    def _check(self, header: Header, *, resume: bool) -> dict[str, str]:
        """Refuse to mix two batches; gives the names that students have already, by what they handed in."""
        place = self._out / HEADER
        begun = self._path.exists() and self._path.stat().st_size > 0
        if (begun and not place.exists()) or (self._path.exists() and not self._path.is_file()):
            raise UsageError(f"{self._path} is not a batch's. Name an empty folder: --out OUT")
        if not begun:  # also where one was announced that could not begin: it left nothing to go on with
            write_json(place, header._asdict())
            return {}
        try:
            there = json.loads(place.read_text(encoding="utf-8"))
        except ValueError as error:
            raise UsageError(f"{place} cannot be read. Name an empty folder: --out OUT") from error
        if not resume:
            raise UsageError(f"{self._out} holds a batch already. Go on with it: --resume. A new one: --out OUT")
        wanted = header._asdict()
        other = [key for key in wanted if key not in MAY_CHANGE and there.get(key) != wanted[key]]
        if other:
            what, again = _told_of(other[0], there.get(other[0]), wanted[other[0]])
            text = f"{self._out} was begun with {what}. {again}A new batch: --out OUT, without --resume"
            raise UsageError(text)
        try:
            students = json.loads((self._out / STUDENTS).read_text(encoding="utf-8"))
            return {entry: name for name, entry in students.items()}
        except (OSError, ValueError, AttributeError, TypeError) as error:
            text = f"{self._out / STUDENTS}, which says whose results these are, cannot be read"
            raise UsageError(f"{text}. Name an empty folder: --out OUT") from error

    def keep_names(self, handed: Sequence[HandIn]) -> list[HandIn]:
        """Write down who the students are. In a batch that is resumed, each has the name that it had before.

        Args:
            handed: what was handed in, with the names that it would have in a new batch.
        """
        named = give_names(handed, self._names)
        self.keep_students({one.student: one.entry for one in named})
        return named

    def keep_students(self, students: Mapping[str, str]) -> None:
        """Write down which entry of the class each student stands for, beside those that are known already."""
        known = {name: entry for entry, name in self._names.items()}
        write_json(self._out / STUDENTS, {**known, **students})

    def _drop_cut_line(self) -> set[str]:
        """Drop a line that a kill cut short; gives the students that are graded."""
        done: set[str] = set()
        if not self._path.exists():
            return done
        with self._path.open("r+b") as file:
            good = 0
            for line in file:
                try:
                    report = json.loads(line) if line.endswith(b"\n") else None
                except ValueError:
                    report = None
                if not isinstance(report, dict) or not isinstance(report.get("student"), str):
                    break
                done.add(report["student"])
                good += len(line)
            file.truncate(good)
        return done

    def add(self, *lines: Line) -> None:
        """Keep reports: they are on the disk when this returns.

        Raises:
            UsageError: if it cannot be written, as on a full disk; what was written before stays.
        """
        try:
            self._file.write(b"".join([line.text for line in lines]))
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            text = f"{self._path} cannot be written: {error.strerror}. Make room, then go on: --resume"
            raise UsageError(text) from error
        self.done.update(line.student for line in lines)
