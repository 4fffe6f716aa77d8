"""Find the files of Python for a page: known by their hash, so that it does not matter where they come from."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import tarfile
import tempfile
import urllib.request
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LIST = HERE / "files.txt"
VENDOR = HERE / "vendor"
KEPT = ROOT / ".cache" / "practice"  # what was found before
VERSION = "0.27.7"
CDN = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
SECONDS = 180  # that a registry or the CDN may take for one request

Files = dict[str, bytes]


class Wanted(NamedTuple):
    """A file that is wanted.

    Attributes:
        sha256: its hash.
        size: its bytes.
        name: its name.
    """

    sha256: str
    size: int
    name: str

    def is_it(self, data: bytes) -> bool:
        """Whether some bytes are this file."""
        return len(data) == self.size and hashlib.sha256(data).hexdigest() == self.sha256


class NotFoundError(Exception):
    """Files that were not found anywhere; the text says which."""


def wanted(text: str | None = None) -> list[Wanted]:
    """The files that are wanted, from a list such as `files.txt`."""
    lines = (LIST.read_text(encoding="utf-8") if text is None else text).splitlines()
    rows = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    return [Wanted(sha256, int(size), name) for sha256, size, name in rows]


def collect(
    every: Sequence[Wanted],
    places: Sequence[Path] = (),
    kept: Path = KEPT,
    remote: Sequence[Callable[[Sequence[Wanted]], Mapping[str, bytes]]] | None = None,
) -> Files:
    """The wanted files, each from the first place that has it; what comes from outside is kept.

    Args:
        every: what is wanted.
        places: folders, zips, wheels and tarballs to look in first.
        kept: the folder of what was found before.
        remote: asked for what is still missing: by default npm, then the CDN of the project.

    Raises:
        NotFoundError: if one is nowhere.
    """
    found: Files = {}
    for place in (VENDOR, *places, kept):
        _take(found, every, _in_place(place, {one.name for one in every} - found.keys()))
    for ask in (from_npm, from_cdn) if remote is None else remote:
        missing = [one for one in every if one.name not in found]
        if missing:
            new: Files = {}
            _take(new, missing, iter(ask(missing).items()))
            kept.mkdir(parents=True, exist_ok=True)
            for name, data in new.items():
                (kept / name).write_bytes(data)
            found |= new
    if lacking := [one.name for one in every if one.name not in found]:
        raise NotFoundError(f"{', '.join(lacking)} with the hash in {LIST.relative_to(ROOT)} cannot be found")
    return found


def _take(found: Files, every: Sequence[Wanted], offered: Iterator[tuple[str, bytes]]) -> None:
    """Take what is offered and is what it says."""
    by_name = {one.name: one for one in every}
    for name, data in offered:
        if name in by_name and by_name[name].is_it(data):
            found[name] = data


def _in_place(place: Path, names: set[str]) -> Iterator[tuple[str, bytes]]:
    """What a folder or an archive holds under some names, in whatever folder of it."""
    if place.is_dir():
        for path in sorted(place.rglob("*")):
            if path.name in names and path.is_file():
                yield path.name, path.read_bytes()
    elif zipfile.is_zipfile(place):
        with zipfile.ZipFile(place) as archive:
            for entry in archive.infolist():
                if (name := PurePosixPath(entry.filename).name) in names:
                    yield name, archive.read(entry)
    elif place.is_file():
        yield from _in_tarball(place.read_bytes(), names)


def _in_tarball(data: bytes, names: set[str]) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for entry in archive:
            file = archive.extractfile(entry) if PurePosixPath(entry.name).name in names else None
            if file is not None:
                yield PurePosixPath(entry.name).name, file.read()


def from_npm(missing: Sequence[Wanted]) -> Files:
    """What npm's package `pyodide` has of some files; nothing where there is no npm, or it does not answer."""
    npm = shutil.which("npm")
    if npm is None:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", "--silent", "--pack-destination", folder, f"pyodide@{VERSION}"]
        try:
            subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=SECONDS)  # noqa: S603  ours
        except (OSError, subprocess.SubprocessError):
            return {}
        names = {one.name for one in missing}
        return {name: data for path in Path(folder).glob("*.tgz") for name, data in _in_place(path, names)}


def from_cdn(missing: Sequence[Wanted]) -> Files:
    """What the CDN of the Pyodide project has of some files; it has them all."""
    found: Files = {}
    for one in missing:
        try:
            with urllib.request.urlopen(CDN + one.name, timeout=SECONDS) as answer:  # noqa: S310  https, see above
                found[one.name] = answer.read(one.size + 1)
        except OSError:
            continue
    return found
