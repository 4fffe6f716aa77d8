"""Read what each student of a class handed in, and report what is odd about it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from grader.course.syllabus import Course
from grader.errors import UsageError
from grader.protocol.text import clean
from grader.submission.cells import Cell
from grader.submission.folder import Submission, read_submission, submission_of
from grader.submission.notebook import MAX_CELL
from grader.submission.reader import Reader
from grader.submission.source import UnreadableError, read_text

DEPTH = 3  # folders within a student's folder that are searched for unit files
MOST_ENTRIES = 2_000
MAX_NOTEBOOK = 32 << 20  # bytes: pictures in outputs can be large
IGNORED = frozenset({"__pycache__", "__MACOSX", ".git", ".ipynb_checkpoints", ".venv", "node_modules", "backup"})
HOME = "exercises"  # where a student's kit, and so a clone of one, has the student's files
ARCHIVES = (".zip", ".tar", ".gz", ".7z", ".rar")


class UngradableError(Exception):
    """Nothing of a submission can be graded; the text says why."""


class HandIn(NamedTuple):
    """What one student handed in: the name of the student, and where the files lie."""

    student: str
    path: Path


@dataclass
class Found:
    """The submission of a student, and what a person should know about it."""

    submission: Submission
    flags: list[str] = field(default_factory=list)


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def read_hand_in(hand_in: HandIn, course: Course, reader: Reader) -> Found:
    """Read what a student handed in: unit files, or one notebook or Python file with all functions.

    Args:
        hand_in: where it lies.
        course: the course.
        reader: what reads the text in it.

    Raises:
        UngradableError: if there is nothing to grade.
    """
    if not _is_folder(hand_in.path):
        return _from_file(hand_in.path, course, reader)
    units = {f"{unit.name}.py" for unit in course.units}
    files = list(_files(hand_in.path))
    homes = list(dict.fromkeys(place for place, name in files if name in units))
    if hand_in.path / HOME in homes:  # other folders of a kit have files of these names, too
        homes = [hand_in.path / HOME, *(home for home in homes if home == hand_in.path)]
    if homes:
        try:
            found = Found(read_submission(homes[0], course, reader))
        except UsageError as error:
            raise UngradableError(str(error)) from error
        if homes[0] not in (hand_in.path, hand_in.path / HOME):
            found.flags.append(f"the unit files were in {clean(homes[0].relative_to(hand_in.path), 200)}")
        if len(homes) > 1:
            found.flags.append(f"unit files stand in {len(homes)} folders; the first was graded")
        return found
    paths = [place / name for place, name in files]
    single = [path for path in paths if path.suffix == ".ipynb"] or [path for path in paths if path.suffix == ".py"]
    if len(single) == 1:
        return _from_file(single[0], course, reader)
    raise UngradableError(_why_nothing(paths, single))


def _why_nothing(files: list[Path], single: list[Path]) -> str:
    if not files:
        return "the folder is empty"
    if single:
        return f"it holds no unit file, but {len(single)} others: which one is meant?"
    archives = [path.name for path in files if path.suffix in ARCHIVES]
    if archives:
        return f"it holds only an archive, {clean(archives[0], 200)}: unpack it"
    return f"it holds no unit of the course, but {clean(files[0].name, 200)}"


def _files(folder: Path) -> Iterable[tuple[Path, str]]:
    """The files below a folder, nearest first, each by its folder and name; links to folders are not followed."""
    level, seen = [folder], 0
    for _ in range(DEPTH + 1):
        deeper: list[Path] = []
        for place in level:
            try:
                with os.scandir(place) as found:
                    entries = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in found)
            except OSError:
                continue
            for name, is_folder in entries:
                seen += 1
                if seen > MOST_ENTRIES:
                    return
                if is_folder:
                    if name not in IGNORED and not name.startswith("."):
                        deeper.append(place / name)
                elif not name.startswith("."):
                    yield place, name
        level = deeper


def _from_file(path: Path, course: Course, reader: Reader) -> Found:
    """Read a notebook or Python file that may hold functions of any unit."""
    most, size = (MAX_NOTEBOOK, "32 MB") if path.suffix == ".ipynb" else (MAX_CELL, "256 kB")
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise UngradableError("it is not a regular file")
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise UngradableError(f"it cannot be read: {error.strerror}") from error
    if len(data) > most:
        raise UngradableError(f"it is larger than {size}")
    try:
        if path.suffix == ".ipynb":
            read = reader.notebook(data, clean(path), course.contract)
        else:
            read = reader.cells([Cell(path.name, read_text(data))], clean(path), course.contract)
    except UnreadableError as error:
        raise UngradableError(str(error)) from error
    if not any(file.functions for file in read.units.values()):
        problems = [problem.message for problem in read.problems]
        raise UngradableError(problems[0] if problems else "it defines no function of the course")
    return Found(submission_of(read, reader), [f"graded from {clean(path.name, 200)} alone"])
