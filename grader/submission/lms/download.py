"""The zip that a platform hands over, unpacked into a folder of its own for as long as it is looked at.

The platform made the zip, and named what is in it; students chose parts of the names, and what stands in the files.
Zips of students are not opened here.
"""

from __future__ import annotations

import contextlib
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from grader.errors import UsageError
from grader.files import name_in_zip

MOST_ENTRIES = 200_000
MOST_BYTES = 64 << 20  # of one file
MOST_IN_ALL = 16 << 30
MOST_NAME = 240  # bytes of a name that every system can make
_BROKEN = (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[tuple[Path, list[str]]]:
    """The folder of a download, and a note on each file that was left in the zip.

    Args:
        path: a zip, or the folder that it became.

    Raises:
        UsageError: if it is neither.
    """
    if path.is_dir():
        yield path, []
        return
    if not path.is_file():
        raise UsageError(f"There is no {path}. Name the zip that the platform handed over, or the folder it became.")
    with tempfile.TemporaryDirectory(prefix="grader-") as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                left = _unpack(archive, Path(folder))
        except zipfile.BadZipFile as error:
            what = "no zip that can be read" if path.stat().st_size else "empty"
            raise UsageError(f"{path} is {what}. Download it again, or name its folder.") from error
        except OSError as error:
            raise UsageError(
                f"{path} cannot be unpacked: {error.strerror or error}. Make room, or unpack it."
            ) from error
        yield Path(folder), left


def _unpack(archive: zipfile.ZipFile, folder: Path) -> list[str]:
    left: list[str] = []
    room = MOST_IN_ALL
    entries = [info for info in archive.infolist() if not info.is_dir()]
    if len(entries) > MOST_ENTRIES:
        raise UsageError(f"The zip holds more than {MOST_ENTRIES:,} files. Unpack it, and name the folder.")
    for info in entries:
        name = name_in_zip(info)
        place = _place(name, info)
        if place is None:
            left.append(f"{name} was left in the zip: its path leads out of it, or it is a link")
            continue
        target = folder / place
        if target.exists():
            left.append(f"{name} stands in the zip twice; the first counts")
            continue
        try:
            with archive.open(info) as source:
                data = source.read(MOST_BYTES + 1)
        except _BROKEN:
            left.append(f"{name} was left in the zip: {'it is encrypted' if info.flag_bits & 1 else 'it is damaged'}")
            continue
        room -= len(data)
        if len(data) > MOST_BYTES or room < 0:
            left.append(f"{name} was left in the zip: it is larger than {MOST_BYTES >> 20} MB, or all are too large")
            continue
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        except (FileExistsError, NotADirectoryError):  # a file has the name of its folder
            left.append(f"{name} was left in the zip: something else has its name")
    return left


def _place(name: str, info: zipfile.ZipInfo) -> PurePosixPath | None:
    """Where an entry belongs; None if that is nowhere."""
    parts = [part for part in name.split("/") if part not in ("", ".")]
    outside = name.startswith("/") or ".." in parts or not parts or (len(parts[0]) > 1 and parts[0][1] == ":")
    if outside or stat.S_ISLNK(info.external_attr >> 16):
        return None
    return PurePosixPath(*map(_short, parts))


def _short(part: str) -> str:
    """A name that can be made on every system: of a longer one, the end of the stem goes, and the ending stays."""
    data = part.encode("utf-8", "replace")
    if len(data) <= MOST_NAME:
        return part
    end = PurePosixPath(part).suffix.encode("utf-8", "replace")[-20:]
    return (data[: MOST_NAME - len(end)] + end).decode("utf-8", "ignore")
