"""Find the files of Python for a page: known by their hash, so that it does not matter where they come from."""

from __future__ import annotations

import hashlib
import http.client
import io
import logging
import shutil
import subprocess
import tarfile
import tempfile
import urllib.error
import urllib.request
import zipfile
import zlib
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

_LOG = logging.getLogger(__name__)
_UNREADABLE = (
    OSError,
    EOFError,
    zlib.error,
    zipfile.BadZipFile,
    tarfile.TarError,
    RuntimeError,
)  # the last: a password

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
    remote: Mapping[str, Callable[[Sequence[Wanted]], Mapping[str, bytes]]] | None = None,
) -> Files:
    """The wanted files, each from the first place that has it; what comes from outside is kept.

    What is passed over is logged, with the reason.

    Args:
        every: what is wanted.
        places: folders, zips, wheels and tarballs to look in first.
        kept: the folder of what was found before.
        remote: asked for what is still missing, by their names: by default npm, then the CDN of the project.

    Raises:
        NotFoundError: if one is nowhere.
    """
    found: Files = {}
    for place in (VENDOR, *places, *([kept] if kept.is_dir() else [])):
        missing = [one for one in every if one.name not in found]
        _take(found, missing, str(place), _offered(place, {one.name: one.size for one in missing}))
    for name, ask in ({"npm": from_npm, "the CDN": from_cdn} if remote is None else remote).items():
        missing = [one for one in every if one.name not in found]
        if missing:
            new: Files = {}
            _take(new, missing, name, iter(ask(missing).items()))
            kept.mkdir(parents=True, exist_ok=True)
            for file, data in new.items():
                (kept / file).write_bytes(data)
            found |= new
    if lacking := [one.name for one in every if one.name not in found]:
        raise NotFoundError(f"{', '.join(lacking)} with the hash in {LIST.relative_to(ROOT)} cannot be found")
    return {one.name: found[one.name] for one in every}


def _take(found: Files, missing: Sequence[Wanted], whose: str, offered: Iterator[tuple[str, bytes]]) -> None:
    """Take what is offered and is what it says."""
    by_name = {one.name: one for one in missing}
    for name, data in offered:
        if name in by_name and by_name[name].is_it(data):
            found[name] = data
        elif name in by_name:
            _LOG.warning("%s: %s has another hash there, and is passed over", whose, name)


def _offered(place: Path, sizes: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
    """What a folder or an archive holds under some names, in any folder of it, and no more of each than is asked."""
    try:
        if place.is_dir():
            yield from _in_folder(place, sizes)
        elif zipfile.is_zipfile(place):
            yield from _in_zip(place, sizes)
        else:
            yield from _in_tarball(place.read_bytes(), sizes)
    except _UNREADABLE as error:
        _LOG.warning("%s cannot be read: %s", place, getattr(error, "strerror", None) or error)


def _in_folder(place: Path, sizes: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
    for path in sorted(place.rglob("*")):
        if path.name in sizes and path.is_file():
            with path.open("rb") as file:
                yield path.name, file.read(sizes[path.name] + 1)


def _in_zip(place: Path, sizes: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(place) as archive:
        for entry in archive.infolist():
            if (name := PurePosixPath(entry.filename).name) in sizes:
                with archive.open(entry) as file:
                    yield name, file.read(sizes[name] + 1)


def _in_tarball(data: bytes, sizes: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for entry in archive:
            name = PurePosixPath(entry.name).name
            file = archive.extractfile(entry) if name in sizes else None
            if file is not None:
                yield name, file.read(sizes[name] + 1)


def from_npm(missing: Sequence[Wanted]) -> Files:
    """What npm's package `pyodide` has of some files; nothing where there is no npm, or it does not answer."""
    npm = shutil.which("npm")
    if npm is None:
        _LOG.warning("npm is not installed here, and is not asked")
        return {}
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", "--silent", "--pack-destination", folder, f"pyodide@{VERSION}"]
        try:
            subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=SECONDS)  # noqa: S603  ours
        except (OSError, subprocess.SubprocessError) as error:
            _LOG.warning("npm does not give pyodide@%s: %s", VERSION, error)
            return {}
        sizes = {one.name: one.size for one in missing}
        return {name: data for path in Path(folder).glob("*.tgz") for name, data in _offered(path, sizes)}


def from_cdn(missing: Sequence[Wanted], address: str = CDN) -> Files:
    """What the CDN of the Pyodide project has of some files; it has them all. Where nobody answers, it asks once."""
    found: Files = {}
    for one in missing:
        try:
            with urllib.request.urlopen(address + one.name, timeout=SECONDS) as answer:  # noqa: S310  https, see above
                found[one.name] = answer.read(one.size + 1)
        except (OSError, http.client.HTTPException) as error:
            _LOG.warning("%s does not come: %s", address + one.name, error)
            if isinstance(error, urllib.error.URLError) and not isinstance(error, urllib.error.HTTPError):
                break
    return found
