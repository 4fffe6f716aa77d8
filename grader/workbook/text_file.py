"""A student's file as text that can be written back: with its encoding, its line ends and its permissions."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import tempfile
import tokenize
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageError
from grader.files import UNFINISHED
from grader.submission.folder import MAX_SOURCE


@dataclass(frozen=True)
class TextFile:
    """A file as it was read.

    Attributes:
        path: where it is, links followed.
        shown: its path for a person.
        data: its bytes, None where there is no file.
        text: its text.
        encoding: how it is encoded.
    """

    path: Path
    shown: str
    data: bytes | None
    text: str
    encoding: str

    @property
    def exists(self) -> bool:
        """Whether there is a file."""
        return self.data is not None

    @property
    def line_end(self) -> str:
        """What its lines end in: what most of them do."""
        return "\r\n" if 2 * self.text.count("\r\n") > self.text.count("\n") else "\n"

    def refuse_read_only(self) -> None:
        """Refuse to replace a file that may not be written to, although its folder may.

        Raises:
            UsageError: if it is such a file.
        """
        if self.exists and not (os.access(self.path, os.W_OK) and self.path.stat().st_mode & 0o222):
            raise UsageError(f"{self.shown} is read-only, so nothing was written. Allow writing to it.")

    def replace(self, text: str) -> None:
        """Write another text in its place, as a whole or not at all.

        Raises:
            UsageError: if it cannot be written, or is not what was read any more.
        """
        try:
            new = text.encode(self.encoding)
        except UnicodeEncodeError as error:
            sign = ascii(error.object[error.start])[1:-1]
            raise UsageError(f"{self.shown} is {self.encoding}, which has no {sign}, so nothing was written.") from None
        if len(new) > MAX_SOURCE:
            raise UsageError(f"{self.shown} would be larger than 128 kB, so nothing was written.")
        try:
            self.refuse_read_only()
            self._replace(new)
        except OSError as error:
            why = error.strerror or str(error)
            raise UsageError(f"{self.shown} cannot be written ({why}), so it is as it was.") from error

    def _refuse_changed(self) -> None:
        """Refuse to replace a file that is not what was read any more."""
        if _bytes_of(self.path) != self.data:
            raise UsageError(f"{self.shown} was saved elsewhere at this moment, so nothing was written. Try again.")

    def _replace(self, new: bytes) -> None:
        handle, name = tempfile.mkstemp(f".{UNFINISHED}", f".{self.path.name}.", self.path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(new)
                file.flush()
                os.fsync(file.fileno())  # some disks say only now that they are full
            Path(name).chmod(stat.S_IMODE(self.path.stat().st_mode) if self.exists else 0o644)
            self._refuse_changed()
            Path(name).replace(self.path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise


def read_text_file(path: Path, shown: str, missing: Callable[[], str]) -> TextFile:
    """Read a file.

    Args:
        path: where it is.
        shown: its path for a person.
        missing: gives its text as long as it is not there.

    Raises:
        UsageError: if it is no text, too large, or leads out of its folder.
    """
    try:
        target = path.resolve()
        if target.parent != path.parent.resolve():
            raise UsageError(f"{shown} is a link that leads out of the folder. Put the file itself there.")
        data = _bytes_of(target)
    except (OSError, RuntimeError) as error:
        raise UsageError(f"{shown} cannot be read: {getattr(error, 'strerror', None) or error}.") from error
    if data is None:
        return TextFile(target, shown, None, missing(), "utf-8")
    if len(data) > MAX_SOURCE:
        raise UsageError(f"{shown} is larger than 128 kB, too large to be source code.")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return TextFile(target, shown, data, data.decode(encoding), encoding)
    except (SyntaxError, LookupError, UnicodeError):
        raise UsageError(f"{shown} is not UTF-8 text. Save it again as UTF-8.") from None


def _bytes_of(path: Path) -> bytes | None:
    """What a file holds, one byte more than is allowed at most; None where there is none."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UsageError(f"{path.name} is not a regular file.")
        with path.open("rb") as file:
            return file.read(MAX_SOURCE + 1)
    except FileNotFoundError:
        return None
