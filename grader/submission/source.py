"""A submission: the files that a student handed in, read as text. Nothing of them runs here."""

from __future__ import annotations

import ast
import codecs
import functools
import io
import os
import stat
import sys
import tokenize
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from grader.course.syllabus import Course
from grader.errors import UsageError
from grader.protocol.text import clean
from grader.submission.cells import describe_unreadable
from grader.submission.functions import Function, Links, functions_in, links_in

MAX_SOURCE = 1 << 17  # bytes of one file; parsing takes up to 2 kB of memory for each, and a second for some
MAX_SOURCES = 1 << 19  # bytes of all files
SMALL_FILE = 1 << 14  # bytes of a file that is kept for the next who hands in the same
MOST_NAMES = 200  # of one file, among which a renamed function is looked for
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Problem(NamedTuple):
    """Something about a file that a person has to know.

    Attributes:
        file: name of the file within the submission.
        line: line in it, None for the whole file.
        message: what is the matter.
    """

    file: str
    line: int | None
    message: str


@dataclass(frozen=True)
class File:
    """A unit's file or a helper module beside it.

    Attributes:
        shown: its path, as a person would write it.
        source: its text, None if it cannot be used.
        problem: why not.
        functions: what it defines at the top level.
        links: what its names may stand for.
        size: its bytes, where it was read.
    """

    shown: str
    source: str | None
    problem: Problem | None = None
    functions: dict[str, Function] = field(default_factory=dict)
    links: Links = field(default_factory=dict, repr=False)
    size: int = 0


class Submission(NamedTuple):
    """A folder with unit files.

    Attributes:
        folder: where they lie.
        units: the file of each unit of the course, also of those that are missing.
        helpers: other modules, which the units may import relatively.
        problems: what is the matter with files, also with those that are not looked at.
        stamp: the file that tells which release of the course they come from, if it is there.
    """

    folder: Path
    units: dict[str, File]
    helpers: dict[str, File]
    problems: list[Problem]
    stamp: Path | None = None


def read_submission(folder: Path, course: Course, kept: Mapping[str, File] | None = None) -> Submission:
    """Read a submission.

    Args:
        folder: where the files lie.
        course: the course.
        kept: files by name that are known to be as they were read before; they are not read again.

    Raises:
        UsageError: if the folder is not there, is no folder, cannot be read, or holds no unit of the course.
    """
    try:
        if not stat.S_ISDIR(folder.stat().st_mode):
            raise UsageError(f"{folder} is a file. Name the folder that it lies in: --submission {folder.parent}")
        with os.scandir(folder) as found:
            entries = {entry.name: entry for entry in found}
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise UsageError(f"There is no folder {folder}. Name the one with your unit files: --submission DIR") from None
    except OSError as error:
        raise UsageError(f"{folder} cannot be read: {error.strerror}. Look at its permissions.") from error
    kept = kept or {}
    names = [unit.name for unit in course.units]
    if not any(f"{name}.py" in entries for name in names):
        inside = (folder / entry.name for entry in entries.values() if entry.is_dir())
        inner = next((place for place in inside if any((place / f"{name}.py").exists() for name in names)), None)
        hint = f" There are some in {inner}: --submission {inner}" if inner else " All units: grader list"
        raise UsageError(f"{folder} holds no unit of the course, such as {names[0]}.py.{hint}")
    units = {n: kept.get(f"{n}.py") or _read(entries.get(f"{n}.py"), f"{n}.py", folder) for n in names}
    helpers: dict[str, File] = {}
    problems = [file.problem for file in units.values() if file.problem]
    for name, entry in sorted(entries.items()):
        module = name.removesuffix(".py")
        if not name.endswith(".py") or module in units or module == "__init__" or not module.isidentifier():
            continue
        if module in sys.stdlib_module_names or module in course.packages:
            text = f"its name is that of a module of Python's or numpy's; imports find that one, never {name}"
            problems.append(Problem(name, None, text))
            continue
        size = sum(file.size for file in (*units.values(), *helpers.values()))
        if size > MAX_SOURCES:
            problems.append(Problem(name, None, "with it, all files are larger than 512 kB; it is not looked at"))
            break
        helpers[module] = kept.get(name) or _read(entry, name, folder)
        if helpers[module].problem:
            problems.append(helpers[module].problem or Problem(name, None, ""))
    return Submission(folder, units, helpers, problems, folder / "release.json" if "release.json" in entries else None)


def _read(entry: os.DirEntry[str] | None, name: str, folder: Path) -> File:
    path = folder / name
    shown = clean(str(path))
    if entry is None:
        return File(shown, None, Problem(name, None, f"the file is missing; grader reset {name[:-3]} brings its stubs"))
    try:
        status = entry.stat()
        if not stat.S_ISREG(status.st_mode):
            return File(shown, None, Problem(name, None, "it is not a regular file"))
        if entry.is_symlink() and folder.resolve() not in path.resolve().parents:
            return File(shown, None, Problem(name, None, "it is a link that leads out of the folder"))
        with path.open("rb") as file:
            data = file.read(min(status.st_size, MAX_SOURCE) + 1)
    except OSError as error:
        return File(shown, None, Problem(name, None, f"it cannot be read: {error.strerror}"))
    if len(data) > MAX_SOURCE:
        return File(shown, None, Problem(name, None, "it is larger than 128 kB, too large to be source code"))
    parse = _parse_cached if len(data) <= SMALL_FILE else _parse
    return replace(parse(data, name), shown=shown, size=len(data))


def _parse(data: bytes, name: str) -> File:
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        source = io.TextIOWrapper(io.BytesIO(data), encoding, newline=None).read()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return File(name, None, Problem(name, line, "it is not UTF-8 text; save it again as UTF-8"))
    except (SyntaxError, LookupError, UnicodeError) as error:  # some encodings that can be named cannot be read
        text = clean(error.msg if isinstance(error, SyntaxError) else error)
        if "null bytes" in text and data[:2] not in UTF_16:  # newer Pythons look for them already here
            return File(name, None, Problem(name, None, f"syntax error: {text}"))
        return File(name, None, Problem(name, 1, f"it is not UTF-8 text ({text}); save it again as UTF-8"))
    return parse_source(source, name, name)


_parse_cached = functools.lru_cache(maxsize=256)(_parse)  # many of a class hand a file in as they were given it


def parse_source(source: str, name: str, shown: str) -> File:
    """A file from its text.

    Args:
        source: the text.
        name: name of the file within the submission.
        shown: its path, as a person would write it.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # where they are errors, a \s in a docstring is a syntax error
            tree = ast.parse(source)
    except SyntaxError as error:
        text = f"syntax error: {clean(error.msg)}"
        if error.text and error.text.strip():
            text += f" in `{clean(error.text.strip(), 80)}`"
        return File(shown, None, Problem(name, error.lineno or None, text))
    except (ValueError, RecursionError, MemoryError) as error:
        return File(shown, None, Problem(name, None, describe_unreadable(error)))
    return File(shown, source, functions=functions_in(tree), links=links_in(tree))


def nearest(name: str, file: File, taken: Iterable[str]) -> str | None:
    """The name in a file that was most likely meant for a missing function."""
    others = [other for other, function in file.functions.items() if not function.imported]
    known = set(taken)
    free = [other for other in others if other not in known and not other[:1].isupper()][:MOST_NAMES]
    import difflib  # noqa: PLC0415  few functions are missing

    near = difflib.get_close_matches(name, free, n=1, cutoff=0.6)
    return near[0] if near else None
