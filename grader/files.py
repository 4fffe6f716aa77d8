"""Read files that others may change meanwhile, and write files such that nobody ever finds half of one.

Also makes zips, and cells for spreadsheets.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import stat
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Container, Mapping
from pathlib import Path
from typing import Any

from grader.errors import FULL, UsageError

UNFINISHED = "unfinished"  # what the name of a file ends in while it is written
DEVICES = Path("/dev")
OUTSIDE = "it is a link that leads out of the folder"
OPEN = "/proc/self/fd"  # where Linux says what is open
UTF_8 = 0x800  # says in a zip that a name is UTF-8; without it, it may be all the same
FORMULA = frozenset("=+-−@")  # what begins one in a spreadsheet


class IrregularError(OSError):
    """What should be a file is a folder, a pipe or a device."""


class OutsideError(OSError):
    """A link leads out of the folder that it lies in."""


def read_regular(path: Path, most: int, inside: Path | None = None) -> bytes:
    """What a regular file holds, or as many bytes of it.

    Who handed it in may put something else in its place at any moment. So what is looked at is the file that is open:
    a pipe is not waited for, and a link that is laid now leads nowhere.

    Args:
        path: the file.
        most: how many bytes to read; who asks for one more than is allowed sees whether it is larger.
        inside: the folder out of which no link may lead; None lets it be no link at all.

    Raises:
        IrregularError: if it is no regular file.
        OutsideError: if it lies elsewhere.
        OSError: if it cannot be read.
    """
    if not stat.S_ISREG((path.lstat() if inside is None else path.stat()).st_mode):  # some devices mind being opened
        raise IrregularError("it is no file")
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags | (getattr(os, "O_NOFOLLOW", 0) if inside is None else 0))
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise IrregularError("it is no file")
        if inside is not None and inside.resolve() not in _place_of(handle, path).parents:
            raise OutsideError(OUTSIDE)
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(min(status.st_size + 1, most))
    finally:
        os.close(handle)


def _place_of(handle: int, path: Path) -> Path:
    """Where an open file lies: Linux knows it, elsewhere its path is asked again."""
    with contextlib.suppress(OSError):
        return Path(os.readlink(f"{OPEN}/{handle}"))  # noqa: PTH115  as it is, without a look at it
    place = path.resolve()
    if not os.path.samestat(os.fstat(handle), place.stat()):
        raise OutsideError(OUTSIDE)
    return place


def make_folder(path: Path) -> None:
    """Make a folder and its parents, if they are not there.

    Raises:
        UsageError: if it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{path} cannot be written to: {error.strerror}. Name another place.") from error


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file in one step: the old one stays until the new one is complete. Text becomes UTF-8.

    What is no file, as a pipe or a device such as `/dev/null`, is written to and stays what it is.

    Raises:
        UsageError: if the place cannot be written to.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        if path.exists() and (DEVICES in path.parents or not path.is_file()):
            path.write_bytes(data)
            return
        handle, name = tempfile.mkstemp(f".{UNFINISHED}", f".{path.name}.", path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).chmod(0o666 & ~_umask())
            Path(name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        advice = "Make room for it." if error.errno in FULL else "Name a place that can be."
        raise UsageError(f"{path} cannot be written: {error.strerror or error}. {advice}") from error


def with_line_ends_of(data: bytes, text: str) -> str:
    """A text whose lines end in what most lines of a file end in.

    Args:
        data: what the file holds.
        text: the text, whose lines end in a single letter.
    """
    return text.replace("\n", "\r\n") if 2 * data.count(b"\r\n") > data.count(b"\n") else text


def remove_unfinished(folder: Path) -> None:
    """Remove what a process that was killed in the middle of `write_whole` has left in a folder of ours."""
    for left in folder.glob(f".*.{UNFINISHED}"):
        with contextlib.suppress(OSError):
            left.unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def zipped(files: Mapping[str, bytes], *, executable: Container[str] = ()) -> bytes:
    """A zip of files, by their paths in it. The same files give the same bytes, on every system and day.

    Args:
        files: what is in it.
        executable: the paths of what can be run.
    """
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name)  # of 1980, where nothing else is said
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix: else the executable bits are not looked at
            entry.external_attr = (0o100755 if name in executable else 0o100644) << 16
            archive.writestr(entry, data)
    return whole.getvalue()


def name_in_zip(entry: zipfile.ZipInfo) -> str:
    """The path of an entry. Without a mark, zips have it in an old encoding, or, as macOS makes them, in UTF-8."""
    name = entry.filename
    if not entry.flag_bits & UTF_8:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def spreadsheet_cell(value: Any) -> Any:
    """A value for a CSV file. Text that a spreadsheet would take for a formula gets an apostrophe in front.

    So does what follows a semicolon: where numbers have a decimal comma, that is what ends a cell.
    """
    if not isinstance(value, str):
        return value
    return ";".join(f"'{part}" if _begins_formula(part) else part for part in value.split(";"))


def _begins_formula(text: str) -> bool:
    """Whether it does in some spreadsheet: they pass over spaces, and Numbers takes a full-width ＝ for an =."""
    first = next((sign for sign in text if sign.isprintable() and not sign.isspace()), "")
    return text[:1] in ("\t", "\r", "\n") or not FORMULA.isdisjoint(unicodedata.normalize("NFKC", first)[:1])


def write_json(path: Path, data: Any) -> None:
    """Write data as JSON to a file, or to stdout where the path is `-`.

    Raises:
        UsageError: if the place cannot be written to.
    """
    text = json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    whole = text.encode("utf-8", "backslashreplace")  # a path that is not UTF-8 becomes \\udc.., as JSON spells it
    if str(path) == "-":
        if getattr(sys.stdout, "name", "") == os.devnull:  # it was closed, and this stands in for it
            raise UsageError("Standard output is closed, so there is nowhere to write to. Name a file: --json FILE")
        sys.stdout.buffer.write(whole)
        sys.stdout.buffer.flush()
    else:
        write_whole(path, whole)
