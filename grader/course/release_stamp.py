"""The stamp of a release: from which state of which course a kit was made. It lies in a kit, and beside its stubs.

`release.json` in the package also lists a hash of each file of the kit, so that a kit can say which of its files were
changed. The stamp that a submission brings is compared with the course as it is now.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from grader import __version__
from grader.course.fingerprint import content
from grader.course.syllabus import GRADER, IN_A_KIT, ROOT, load_course
from grader.files import read_regular
from grader.protocol.text import clean

NAME = "release.json"
MOST_BYTES = 1 << 18
MOST_UNITS = 100
MOST_NAMED = 3  # changed files of a kit that are named
OF_STUDENTS = ("exercises/", "notebooks/")  # folders of a kit in which files are meant to be changed


@dataclass(frozen=True)
class Stamp:
    """Which release a kit comes from.

    Attributes:
        release: the fingerprint of what the released units were; the grader's code has no part in it.
        kit: version of the kit.
        course: title of the course.
        units: the units that are in it.
    """

    release: str
    kit: str
    course: str
    units: tuple[str, ...]

    def to_json(self) -> str:
        """The stamp as the text of a file."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"


def read_stamp(path: Path) -> Stamp:
    """The stamp in a file, which anyone may have written.

    Raises:
        ValueError: if it holds none.
    """
    try:
        table: Any = json.loads(read_regular(path, MOST_BYTES).decode("utf-8"))
        release, kit, course, units = (table[key] for key in ("release", "kit", "course", "units"))
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"{path.name} cannot be read") from error
    texts = [release, kit, course, *units] if isinstance(units, list) and len(units) <= MOST_UNITS else [None]
    if not all(isinstance(text, str) for text in texts):
        raise ValueError(f"{path.name} holds no stamp")
    return Stamp(clean(release, 64), clean(kit, 40), clean(course, 200), tuple(clean(unit, 80) for unit in units))


def stamp_of(units: Sequence[str]) -> Stamp:
    """The stamp of a release of units, as the course is now."""
    return Stamp(content(tuple(units)), __version__, load_course().title, tuple(units))


def short_hash(data: bytes) -> str:
    """A short hash of the contents of a file."""
    return hashlib.sha256(data).hexdigest()[:16]


def manifest(stamp: Stamp, files: Mapping[str, bytes]) -> str:
    """The stamp with a hash of each file of a kit, as the text of a file."""
    table = asdict(stamp) | {"files": {name: short_hash(data) for name, data in sorted(files.items())}}
    return json.dumps(table, indent=1, ensure_ascii=False) + "\n"


def read_manifest(root: Path) -> dict[str, str]:
    """The hash of each file of the kit in a folder, as it was made; empty if the folder holds no kit."""
    try:
        table: Any = json.loads((root / "grader" / NAME).read_text(encoding="utf-8"))
        return {str(name): str(hashed) for name, hashed in table["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


@functools.cache
def changed(root: Path) -> tuple[str, ...]:
    """The files of a kit that were changed although no student is meant to; looked at once."""
    return tuple(
        name
        for name, hashed in read_manifest(root).items()
        if not name.startswith(OF_STUDENTS) and _digest_of(root / name) != hashed
    )


def _digest_of(path: Path) -> str | None:
    try:
        return short_hash(path.read_bytes())
    except OSError:
        return None


def release_of(stamp: Path | None) -> tuple[str | None, list[str]]:
    """The release that a submission comes from, and what a person should know of that.

    Args:
        stamp: the stamp that lies in the submission, which may be forged; a kit knows its own.
    """
    if IN_A_KIT:
        return _own_release()
    return (None, []) if stamp is None else _compared(stamp)


def _own_release() -> tuple[str, list[str]]:
    found = changed(ROOT)
    note = f"this kit is not as it was handed out: {', '.join(found[:MOST_NAMED])}"
    rest = len(found) - MOST_NAMED
    more = f" and {rest} more file{'s' if rest > 1 else ''}" if rest > 0 else ""
    return _own_stamp().release, [f"{note}{more}"] if found else []


@functools.cache
def _own_stamp() -> Stamp:
    return read_stamp(GRADER / NAME)


def _compared(path: Path) -> tuple[str | None, list[str]]:
    """The release that a stamp names, and how it differs from the course as it is now."""
    try:
        stamp = read_stamp(path)
    except ValueError as error:
        return None, [f"which release it was made with is not known: {error}"]
    course = load_course()
    if stamp.course != course.title or not set(stamp.units) <= {unit.name for unit in course.units}:
        return stamp.release, [f"made with a release of another course, {stamp.course}"]
    now = stamp_of(stamp.units).release
    if stamp.release != now:
        return stamp.release, [f"made with a release of an older course ({stamp.release}; the course is {now} now)"]
    return stamp.release, []
