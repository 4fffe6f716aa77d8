"""The folder that a part of a batch wrote, read on another machine: whole, or refused in words."""

from __future__ import annotations

import contextlib
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from grader.batch.listing import CLASS, Listing, names_from, read_bounded, read_listing
from grader.batch.parts import Part, part
from grader.batch.results import LOCK, Header
from grader.errors import UsageError
from grader.graded_class.reports import HEADER, RESULTS, STUDENTS
from grader.grading.read_report import MOST_BYTES, NoReportError, read_report
from grader.protocol.text import one_line

try:
    import fcntl
except ImportError:  # Windows: nothing tells whether a batch runs
    fcntl = None  # type: ignore[assignment]

MOST_LIST = 256 << 20  # bytes of a list of students


class PartFolder(NamedTuple):
    """A part that was graded.

    Attributes:
        place: the folder.
        part: which part it is.
        header: what was graded, and with what.
        students: the entry of each student of the whole class, by name.
        listing: what was seen of the class beside the submissions.
        lines: where each student's report stands in the results: its first byte, and how many there are.
    """

    place: Path
    part: Part
    header: Header
    students: dict[str, str]
    listing: Listing
    lines: dict[str, tuple[int, int]]

    @property
    def left(self) -> int:
        """How many of this part are not graded yet."""
        return sum(self.part.has(name) and name not in self.lines for name in self.students)

    def report(self, student: str) -> bytes:
        """The report on a student, on its line.

        Raises:
            UsageError: if it cannot be read any more.
        """
        at, size = self.lines[student]
        try:
            with (self.place / RESULTS).open("rb") as file:
                file.seek(at)
                return file.read(size)
        except OSError as error:
            raise UsageError(f"{self.place / RESULTS} cannot be read: {error.strerror}.") from error


def read_part(place: Path) -> PartFolder:
    """Read the folder of a part, and look at every report in it.

    Raises:
        UsageError: if it is none, is being written to, or holds what no batch writes.
    """
    if not (place / HEADER).is_file():
        raise UsageError(f"{place} holds no part of a batch. One is made by: grader batch DIR --out OUT --part K/N")
    header = _header(place)
    if not header.part:
        raise UsageError(f"{place} holds a whole batch, and no part of one. Name what --part has made.")
    _refuse_running(place)
    try:
        which = part(header.part)
        students = names_from(read_bounded(place / STUDENTS, MOST_LIST))
        listing = read_listing(read_bounded(place / CLASS, MOST_LIST)) if (place / CLASS).exists() else None
    except OSError as error:
        raise UsageError(f"{place} is no whole part: {Path(error.filename).name}: {error.strerror}.") from error
    except Exception as error:  # whatever stands there
        raise UsageError(f"{place} cannot be read: {one_line(error)}. {_AGAIN}") from error
    if listing is None:
        raise UsageError(f"{place} was not graded to its end. Go on with it, by the same command: --resume")
    lines = dict(_lines(place, header, which, students))
    return PartFolder(place, which, header, students, listing, lines)


_AGAIN = "Grade this part again."


def _header(place: Path) -> Header:
    with contextlib.suppress(OSError, ValueError, TypeError):
        data = read_bounded(place / HEADER, 1 << 20)
        header, names = Header(**data), data.pop("names")
        kinds = {"seed": int, "places": bool, "timeout": float, "late": bool}
        fits = all(type(value) is kinds.get(name, str) for name, value in data.items())
        if fits and isinstance(names, list) and all(isinstance(name, str) for name in names):
            return header
    raise UsageError(f"{place / HEADER} cannot be read, or is of another version of the kit. {_AGAIN}")


def _refuse_running(place: Path) -> None:
    """Refuse a folder that a batch on this machine is writing to."""
    if fcntl is None:
        return
    try:
        with (place / LOCK).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise UsageError(f"{place} is still being graded. Wait for it.") from error
    except OSError:  # it was copied here without its lock, or there are none here
        return


def _lines(place: Path, header: Header, which: Part, students: dict[str, str]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each student whose report is there, and where; a line that was cut short is not."""
    path, at = place / RESULTS, 0
    waiting = {name for name in students if which.has(name)}
    try:
        with path.open("rb") as file:
            for number, line in enumerate(iter(lambda: file.readline(MOST_BYTES + 1), b""), 1):
                if not line.endswith(b"\n") and len(line) <= MOST_BYTES:
                    return
                try:
                    student = _student(read_report(line), header, waiting)
                except NoReportError as error:
                    text = f"{path}, line {number}, is no report of this part: {error}"
                    raise UsageError(f"{text}. {_AGAIN}") from error
                waiting.remove(student)
                yield student, (at, len(line))
                at += len(line)
    except OSError as error:
        raise UsageError(f"{place} is no whole part: {RESULTS}: {error.strerror}. {_AGAIN}") from error


def _student(report: dict[str, Any], header: Header, waiting: Container[str]) -> str:
    """Whose a report is.

    Raises:
        NoReportError: if it is nobody's who waits for one, or another batch's.
    """
    student = report["student"]
    if student not in waiting:
        raise NoReportError(f"{one_line(student)} is not in this part, or has one before this")
    if (report["kit"], report["course"], report["seed"]) != (header.kit, header.title, header.seed):
        raise NoReportError("it was graded with something else than batch.json says")
    if report["graded"] and [one["name"] for one in report["exercises"]] != header.names:
        raise NoReportError("it is about other exercises than batch.json says")
    return str(student)
