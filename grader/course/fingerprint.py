"""What verdicts depend on, as fingerprints: of a course's content, and of a whole run of the grader.

Releases and kits are compared by their content. A batch is resumed only if the whole run is the same: the course with
its hidden checks, the grader's own code, the minor versions of numpy and Python.
"""

from __future__ import annotations

import functools
import hashlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from grader.course.syllabus import GRADER, ROOT, load_course

# Of a unit, what a kit is made from; its hidden checks are not in it
CONTENT = (
    "solutions/{}.py",
    *(f"grader/course/{kind}/{{}}.py" for kind in ("checks", "misconceptions", "alternatives")),
    "grader/course/hints/{}.toml",
)
FAMILIES = "grader/course/misconceptions/families.py"  # sentences and changes of several units
LETTERS = 16


class Run(NamedTuple):
    """What a run of the grader depends on, part by part, so that a difference can be named.

    Attributes:
        course: a hash of `course.toml`, the solutions and all that is told of them.
        code: a hash of the grader's own code.
        numpy: numpy's version, without its last number.
        python: Python's, likewise.
    """

    course: str
    code: str
    numpy: str
    python: str


@functools.cache
def content(units: Sequence[str]) -> str:
    """The fingerprint of what the answers and words of a kit depend on.

    Args:
        units: the released ones, a tuple. The solutions of those that they need count as well.

    Raises:
        OSError: if a file of theirs cannot be read.
    """
    course = load_course()
    names = [exercise.name for unit in units for exercise in course.unit(unit).exercises]
    needed = {course.exercise(name).unit for name in course.needs_of(names)} - set(units)
    files = [
        FAMILIES,
        *(kind.format(unit) for unit in units for kind in CONTENT),
        *sorted(map(CONTENT[0].format, needed)),
    ]
    return _hash((ROOT / name for name in files), course.title)


def run() -> Run:
    """The fingerprint of a run as it would be now.

    Raises:
        OSError: if a file cannot be read.
    """
    import numpy as np  # noqa: PLC0415  whoever asks has loaded it, or will

    return Run(
        _hash(_course_files()),
        _hash(_code_files()),
        _minor(np.__version__),
        f"{sys.version_info[0]}.{sys.version_info[1]}",
    )


def written() -> dict[Path, int]:
    """The times of the files that a run depends on; nothing is read."""
    return {path: path.stat().st_mtime_ns for path in (*_course_files(), *_code_files())}


def _course_files() -> Iterator[Path]:
    yield ROOT / "course.toml"
    yield from sorted((ROOT / "solutions").glob("*.py"))
    contents = [path for kind in ("py", "toml") for path in (GRADER / "course").glob(f"*/*.{kind}")]
    yield from sorted(path for path in contents if _is_content(path.parent))


def _code_files() -> Iterator[Path]:
    yield from sorted(path for path in GRADER.rglob("*.py") if not _is_content(path.parent))


def _is_content(folder: Path) -> bool:
    """Whether a folder of the grader holds contents of the course; `course/solutions` is code that loads them."""
    return folder.parent == GRADER / "course" and folder.name != "solutions"


def _hash(files: Iterable[Path], *more: str) -> str:
    found = hashlib.sha256("\0".join(more).encode())
    for path in files:
        found.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:LETTERS]


def _minor(version: str) -> str:
    return ".".join(version.split(".")[:2])
