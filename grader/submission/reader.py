"""What reads the text of a submission: this process where it is one's own, a process of its own for strangers'."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from grader.submission.archive import Unpacked, unpack
from grader.submission.cells import Cell
from grader.submission.claims import Claimed, holding
from grader.submission.edits.candidates import editable
from grader.submission.edits.edit import Editable
from grader.submission.notebook import Contract, NotebookFiles, read_cells, read_notebook
from grader.submission.scopes import Place, place_of
from grader.submission.source import File, parse_file


class Reader(Protocol):
    """Reads text that was handed in. What it gives is plain data; text itself is looked at by nobody else."""

    def files(self, files: Mapping[str, bytes]) -> dict[str, File]:
        """Files by their names."""

    def notebook(self, data: bytes, shown: str, contract: Contract) -> NotebookFiles:
        """A notebook; see `read_notebook`.

        Raises:
            UnreadableError: if it cannot be read.
        """

    def cells(self, cells: Iterable[Cell], shown: str, contract: Contract) -> NotebookFiles:
        """The code cells of a notebook; see `read_cells`.

        Raises:
            UnreadableError: if they cannot be read.
        """

    def unpack(self, data: bytes) -> Unpacked:
        """A zip, opened; see `grader.submission.archive.unpack`."""

    def place(
        self, source: str, name: str, line: int, columns: tuple[int, int], modules: Sequence[str]
    ) -> Place | None:
        """What a line in a function refers to; see `place_of`."""

    def holding(self, claimed: Sequence[Claimed], sources: Mapping[str, str]) -> list[list[str]]:
        """Those of some claims that hold, for each function; see `grader.submission.claims`."""

    def editable(
        self, sources: Mapping[str, str], exercises: Mapping[str, Sequence[str]], unit: str, name: str
    ) -> Editable | None:
        """A function with small edits, if it may be edited and run; see `grader.submission.edits.candidates`."""

    def let_go(self) -> None:
        """Keep nothing of the submission; nothing more is asked about it."""


class LocalReader:
    """Reads in this process, what its user wrote; see `Reader`."""

    def files(self, files: Mapping[str, bytes]) -> dict[str, File]:
        """As `Reader.files`."""
        return {name: replace(parse_file(data, name), size=len(data)) for name, data in files.items()}

    def notebook(self, data: bytes, shown: str, contract: Contract) -> NotebookFiles:
        """As `Reader.notebook`."""
        return read_notebook(data, shown, contract)

    def cells(self, cells: Iterable[Cell], shown: str, contract: Contract) -> NotebookFiles:
        """As `Reader.cells`."""
        return read_cells(cells, shown, contract)

    def unpack(self, data: bytes) -> Unpacked:
        """As `Reader.unpack`."""
        return unpack(data)

    def place(
        self, source: str, name: str, line: int, columns: tuple[int, int], modules: Sequence[str]
    ) -> Place | None:
        """As `Reader.place`."""
        return place_of(source, name, line, columns, modules)

    def holding(self, claimed: Sequence[Claimed], sources: Mapping[str, str]) -> list[list[str]]:
        """As `Reader.holding`."""
        return holding(claimed, sources)

    def editable(
        self, sources: Mapping[str, str], exercises: Mapping[str, Sequence[str]], unit: str, name: str
    ) -> Editable | None:
        """As `Reader.editable`."""
        return editable(sources, exercises, unit, name)

    def let_go(self) -> None:
        """As `Reader.let_go`: nothing is kept here."""
