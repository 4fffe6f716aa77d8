"""A table as platforms write it: CSV in whatever encoding and with whatever sign between its fields."""

from __future__ import annotations

import codecs
import csv
import io
import re
from pathlib import Path
from typing import NamedTuple

from grader.errors import UsageError

WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how the files of spreadsheet programs begin, and the older ones
_SEPARATOR = re.compile(r'\s*"?sep=([^\w\s"]|\t)"?[^\S\n]*(?:\n|$)', re.IGNORECASE)  # Excel's own line
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Sheet(NamedTuple):
    """A table.

    Attributes:
        rows: its rows with something in them, the headings first.
        delimiter: what stands between two fields.
        marked: whether it begins with the mark by which spreadsheets know UTF-8.
        newline: what ends a line.
    """

    rows: list[list[str]]
    delimiter: str
    marked: bool
    newline: str

    def text(self) -> str:
        """The table as a file, written as it was read."""
        out = io.StringIO()
        csv.writer(out, delimiter=self.delimiter, lineterminator=self.newline).writerows(self.rows)
        return ("\ufeff" if self.marked else "") + out.getvalue()


def read_sheet(path: Path, what: str, other: str) -> Sheet:
    """A table from a file.

    Args:
        path: the file.
        what: what it is to be, for a message.
        other: how another file is named, for a message.

    Raises:
        UsageError: if it cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{what} {path} cannot be read: {error.strerror}. Name another file: {other}") from error
    if data.startswith(WORKBOOK):
        raise UsageError(
            f"{what} {path} is a workbook or an archive. Save the table as CSV, and name that file: {other}"
        )
    text = _decoded(data)
    told = _SEPARATOR.match(text)
    text = text[told.end() :] if told else text
    head = text.lstrip().partition("\n")[0]
    delimiter = told[1] if told else max(",;\t", key=head.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UsageError(f"{what} {path} is no CSV: {error}. Name another file: {other}") from error
    rows = [line for line in lines if any(cell.strip() for cell in line)]
    return Sheet(rows, delimiter, data.startswith(codecs.BOM_UTF8), "\r\n" if "\r\n" in text else "\n")


def _decoded(data: bytes) -> str:
    if data.startswith(UTF_16):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
