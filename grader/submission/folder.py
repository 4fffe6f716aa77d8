"""A submission: a folder with unit files, read from the disk. A reader reads the text in them."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from grader.course.syllabus import IN_A_KIT, ROOT, Course
from grader.errors import UsageError
from grader.files import OUTSIDE, IrregularError, OutsideError, read_regular
from grader.protocol.text import clean
from grader.submission.notebook import NotebookFiles
from grader.submission.reader import Reader
from grader.submission.source import MISSING, File, Problem, unreachable
from grader.submission.stars import with_stars
from grader.submission.zipped import files_beside, is_zip

MAX_SOURCE = 1 << 17  # bytes of one file; parsing takes up to 2 kB of memory for each, and a second for some
MAX_SOURCES = 1 << 19  # bytes of all files
TOO_LARGE = "it is larger than 128 kB, too large to be source code"
NOTEBOOKS = 'In a notebook, `check("square")` grades a function; a class of notebooks: grader batch DIR --out OUT'
MAX_FILES = 200  # those of the units and others beside them


class Submission(NamedTuple):
    """A folder with unit files.

    Attributes:
        folder: where they lie.
        units: the file of each unit of the course, also of those that are missing.
        helpers: other modules, which the units may import relatively.
        problems: what is the matter with files, also with those that are not looked at.
        reader: what has read the files, and can be asked about their text.
        stamp: the file that tells which release of the course they come from, if it is there.
        folders: names of folders beside the files; nothing in them is read.
    """

    folder: Path
    units: dict[str, File]
    helpers: dict[str, File]
    problems: list[Problem]
    reader: Reader
    stamp: Path | None = None
    folders: frozenset[str] = frozenset()

    @property
    def modules(self) -> set[str]:
        """The names of all files that may be imported."""
        return {*self.units, *self.helpers}


def submission_of(notebook: NotebookFiles, reader: Reader) -> Submission:
    """A notebook as a submission.

    Args:
        notebook: the notebook.
        reader: what has read it.
    """
    return Submission(Path(notebook.shown), notebook.units, {}, notebook.problems, reader)


def read_submission(folder: Path, course: Course, reader: Reader, kept: Mapping[str, File] | None = None) -> Submission:
    """Read a submission.

    Args:
        folder: where the files lie; it may be a zip.
        course: the course.
        reader: what reads the text in the files.
        kept: files by name that are known to be as they were read before; they are not read again.

    Raises:
        UsageError: if the folder is not there, is no folder, cannot be read, or holds no unit of the course.
    """
    entries: Mapping[str, os.DirEntry[str] | bytes]
    if is_zip(folder):
        place, entries = files_beside(folder, [f"{unit.name}.py" for unit in course.units], reader)
    else:
        place, entries = folder, _entries(folder, [unit.name for unit in course.units])
    kept = {name: file for name, file in (kept or {}).items() if "*" not in file.functions}  # others add to these
    taken: dict[str, bytes | File] = {}
    notes: dict[str, Problem] = {}
    for name in (f"{unit.name}.py" for unit in course.units):
        taken[name] = kept.get(name) or _take(entries.get(name), place / name)
        if name not in entries and (odd := next((one for one in entries if one.casefold() == name), None)):
            taken[name] = _unusable(place / name, f"{MISSING}; there is {clean(odd)}: rename it to {name}")
    for name in sorted(_modules(entries) - taken.keys()):
        if why := _is_full(taken.values()):
            notes[name] = Problem(name, None, f"{why}; it is not looked at")
            break
        if problem := unreachable(name.removesuffix(".py"), course.packages):
            notes[name] = problem
        else:
            taken[name] = kept.get(name) or _take(entries[name], place / name)
    files = {name: one for name, one in taken.items() if isinstance(one, File)}
    texts = {name: one for name, one in taken.items() if isinstance(one, bytes)}
    files |= {name: replace(file, shown=clean(place / name)) for name, file in reader.files(texts).items()}
    modules = with_stars({name.removesuffix(".py"): file for name, file in files.items()}, course.by_name)
    files = {f"{name}.py": file for name, file in modules.items()}
    units = {unit.name: files.pop(f"{unit.name}.py") for unit in course.units}
    notes |= {name: file.problem for name, file in files.items() if file.problem}
    return Submission(
        folder,
        units,
        {name.removesuffix(".py"): file for name, file in sorted(files.items())},
        [*(file.problem for file in units.values() if file.problem), *(notes[name] for name in sorted(notes))],
        reader,
        folder / "release.json" if "release.json" in entries else None,
        frozenset(name for name, entry in entries.items() if name.isidentifier() and _is_folder(entry)),
    )


def _entries(folder: Path, names: list[str]) -> dict[str, os.DirEntry[str]]:
    """What lies in a folder, by name; some of it is a file of a unit of these names."""
    try:
        if not stat.S_ISDIR(folder.stat().st_mode):
            if folder.suffix.casefold() == ".ipynb":
                raise UsageError(f"{folder} is a notebook. {NOTEBOOKS}")
            raise UsageError(f"{folder} is a file. Name the folder that it lies in: --submission {folder.parent}")
        with os.scandir(folder) as found:
            entries = {entry.name: entry for entry in found}
    except (FileNotFoundError, NotADirectoryError, ValueError):
        require_folder(folder)
        raise
    except OSError as error:
        raise UsageError(f"{folder} cannot be read: {error.strerror}. Look at its permissions.") from error
    if not any(f"{name}.py" in entries for name in names):
        inside = (folder / entry.name for entry in entries.values() if entry.is_dir())
        inner = next((place for place in inside if any((place / f"{name}.py").exists() for name in names)), None)
        if inner is None and any(name.casefold().endswith(".ipynb") for name in entries):
            raise UsageError(f"{folder} holds notebooks, and no unit of the course, such as {names[0]}.py. {NOTEBOOKS}")
        hint = f" There are some in {inner}: --submission {inner}" if inner else " All units: grader list"
        raise UsageError(f"{folder} holds no unit of the course, such as {names[0]}.py.{hint}")
    return entries


def require_folder(folder: Path) -> None:
    """Refuse a folder that is not there.

    Raises:
        UsageError: if it is not; it says what helps. One's own exercises can be made anew.
    """
    if folder.is_dir():
        return
    way = "Name the one with your unit files: --submission DIR"
    with contextlib.suppress(OSError):  # where the folder that we are in is gone
        if folder.absolute() == ROOT / "exercises":
            way = "Unpack the kit again." if IN_A_KIT else "Bring its stubs: grader build"
    raise UsageError(f"There is no folder {folder}. {way}")


def _modules(entries: Iterable[str]) -> set[str]:
    """The names of the files that the units could import."""
    found = {name for name in entries if name.endswith(".py") and name.removesuffix(".py").isidentifier()}
    return found - {"__init__.py"}


def _is_full(taken: Collection[bytes | File]) -> str:
    """Why no more files are looked at; "" if one more is."""
    if sum(one.size if isinstance(one, File) else len(one) for one in taken) > MAX_SOURCES:
        return "with it, all files are larger than 512 kB"
    return f"there are more than {MAX_FILES} files" if len(taken) >= MAX_FILES else ""


def _is_folder(entry: os.DirEntry[str] | bytes) -> bool:
    return not isinstance(entry, bytes) and entry.is_dir()


def _take(entry: os.DirEntry[str] | bytes | None, path: Path) -> bytes | File:
    """The bytes of a file, or the file if it cannot be used."""
    if entry is None:
        return _unusable(path, f"{MISSING}; grader reset {path.stem} brings its stubs")
    if isinstance(entry, bytes):
        return _unusable(path, TOO_LARGE) if len(entry) > MAX_SOURCE else entry
    try:
        data = read_regular(path, MAX_SOURCE + 1, path.parent if entry.is_symlink() else None)
    except IrregularError:
        return _unusable(path, "it is not a regular file")
    except OutsideError:
        return _unusable(path, OUTSIDE)
    except OSError as error:
        return _unusable(path, f"it cannot be read: {error.strerror}")
    return _unusable(path, TOO_LARGE) if len(data) > MAX_SOURCE else data


def _unusable(path: Path, why: str) -> File:
    return File(clean(path), None, Problem(path.name, None, why))
