"""A zip in the place of a folder: what a page exported, or somebody sent, is read as it is."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path, PurePosixPath
from typing import Protocol

from grader.errors import UsageError
from grader.submission.archive import MOST_BYTES, Unpacked


class Unpacker(Protocol):
    """Opens zips."""

    def unpack(self, data: bytes) -> Unpacked:
        """A zip, opened; see `grader.submission.archive.unpack`."""


def is_zip(path: Path) -> bool:
    """Whether a path is that of a zip."""
    return path.suffix.lower() == ".zip" and path.is_file()


def files_beside(path: Path, names: Collection[str], unpacker: Unpacker) -> tuple[Path, dict[str, bytes]]:
    """The folder in a zip that holds files of these names, and all files in it.

    Args:
        path: the zip.
        names: those of the units' files.
        unpacker: who opens it.

    Raises:
        UsageError: if it cannot be read, or no folder in it is meant.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}. Look at its permissions.") from error
    if len(data) > MOST_BYTES:
        raise UsageError(f"{path} is larger than {MOST_BYTES >> 20} MB, too large to hold source code alone.")
    found = unpacker.unpack(data)
    homes: dict[PurePosixPath, dict[str, bytes]] = {}
    for name, text in found.files.items():
        homes.setdefault(PurePosixPath(name).parent, {})[PurePosixPath(name).name] = text
    homes = {home: files for home, files in homes.items() if files.keys() & set(names)}
    meant = [home for home in homes if home.name == "exercises"] or list(homes)
    if not meant:
        why = found.problems[0] if found.problems else f"it holds no unit of the course, such as {next(iter(names))}"
        raise UsageError(f"{path}: {why}.")
    if len(meant) > 1:
        places = " and ".join(str(home) for home in sorted(meant)[:2])
        raise UsageError(f"{path} holds units in {places}. Unpack it, and name one of them: --submission DIR")
    return path / meant[0], homes[meant[0]]
