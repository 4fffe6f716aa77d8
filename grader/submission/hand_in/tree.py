"""The files that a student handed in, wherever they lie: in folders, in zips, in zips in folders."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from grader.files import OUTSIDE, IrregularError, OutsideError, read_regular
from grader.protocol.text import one_line
from grader.submission.archive import IGNORED
from grader.submission.naming import NOTEBOOK, is_python
from grader.submission.notebook import MAX_CELL
from grader.submission.reader import Reader

DEPTH = 12  # folders within folders
MOST_ENTRIES = 100_000  # of all folders: a repository with its environments
MOST_FILES = 500  # that may be code
MAX_NOTEBOOK = 32 << 20  # bytes: pictures in outputs can be large
MAX_ARCHIVE = 64 << 20
KIT = frozenset({"grader", "solutions", "examples", "tests", "docs", "docs_tools", "benchmarks", "nbgrader", "site"})
HOME = "exercises"  # where a student's kit, and so a clone of one, has the student's files
NOTEBOOKS = "notebooks"  # where a kit has its notebooks, which hold the stubs of a unit each
_LITTER = re.compile(r"\._|(?:\.DS_Store|__MACOSX|\.(?:git)?keep)$")  # what nobody means to hand in
PACKED = (".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar")  # archives that are not opened


class Piece(NamedTuple):
    """A file or folder that was handed in.

    Attributes:
        name: as the student named the file; "" for a folder.
        path: where it lies.
        order: the larger, the later it was handed in.
        loose: whether another order may be of the same attempt.
        time: when it was handed in, as the platform wrote it, of a student with several attempts.
    """

    name: str
    path: Path
    order: int = 0
    loose: bool = False
    time: str = ""


class Item(NamedTuple):
    """A file that may be code.

    Attributes:
        parts: its path in what was handed in.
        path: where it lies on the disk; of a file in an archive, where that one lies.
        order: the larger, the later it was handed in.
        data: its bytes, where it lay in an archive.
        root: the folder out of which no link may lead.
        loose: whether another order may be of the same attempt.
        time: when it was handed in, as the platform wrote it, of a student with several attempts.
    """

    parts: tuple[str, ...]
    path: Path
    order: int = 0
    data: bytes | None = None
    root: Path | None = None
    loose: bool = False
    time: str = ""

    @property
    def shown(self) -> str:
        """Its path in what was handed in, for a person."""
        return one_line("/".join(self.parts), 200)

    @property
    def told(self) -> str:
        """The same, and of which attempt it is where there are several."""
        return f"{self.shown} of {one_line(self.time, 100)}" if self.time else self.shown


class UnusableError(Exception):
    """A file cannot be used; the text says why."""


@dataclass
class Tree:
    """What was handed in.

    Attributes:
        items: what may be code, nearest first.
        others: the paths of other files, some of them.
        flags: what could not be looked into.
        passed: files and folders that do not count, some of them.
    """

    items: list[Item] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)


def look_through(pieces: Sequence[Piece], reader: Reader) -> Tree:
    """Find the files in what was handed in.

    Args:
        pieces: the files and folders.
        reader: what opens archives.
    """
    tree = Tree()
    for piece in pieces:
        if _is_folder(piece.path):
            for parts, path in _walk(piece.path, tree):
                _sort(Item(parts, path, piece.order, None, piece.path, piece.loose, piece.time), tree, reader)
        else:
            name = (piece.name or piece.path.name,)
            _sort(Item(name, piece.path, piece.order, loose=piece.loose, time=piece.time), tree, reader)
    tree.items.sort(key=lambda item: len(item.parts))
    if len(tree.items) > MOST_FILES:
        tree.flags.append(f"it holds {len(tree.items):,} Python files and notebooks; the nearest {MOST_FILES} count")
        del tree.items[MOST_FILES:]
    return tree


def _sort(item: Item, tree: Tree, reader: Reader) -> None:
    name = item.parts[-1].casefold()
    if name.endswith(".zip"):
        _open(item, tree, reader)
    elif is_python(name) or name.endswith((NOTEBOOK, ".txt")):
        tree.items.append(item)
    elif name.endswith(PACKED):
        tree.flags.append(f"{item.shown} is an archive that is not opened here; unpack it beside the others")
    elif len(tree.others) < MOST_FILES:
        tree.others.append(item.shown)


def _open(item: Item, tree: Tree, reader: Reader) -> None:
    try:
        data = load(item, MAX_ARCHIVE)
    except UnusableError as error:
        tree.flags.append(f"{item.shown}: {error}")
        return
    found = reader.unpack(data)
    tree.flags += [f"{item.shown}: {problem}" for problem in found.problems[:5]]
    if len(found.problems) > 5:
        tree.flags.append(f"{item.shown}: {len(found.problems) - 5} more of its files were left")
    inner = {path: tuple(part for part in path.split("/") if part not in ("", ".")) for path in sorted(found.files)}
    homes = {parts[:at] for parts in inner.values() for at, part in enumerate(parts[:-1]) if part == HOME}
    for path, parts in inner.items():
        if not any(part in KIT and parts[:at] in homes for at, part in enumerate(parts[:-1])):
            tree.items.append(item._replace(parts=(*item.parts, *parts), data=found.files[path], root=None))
    if not (found.files or found.others or found.problems):
        tree.passed.append(f"{item.shown} (nothing in it counts)")
    tree.others += [one_line(f"{item.shown}/{path}", 200) for path in found.others[:MOST_FILES]]


def _walk(folder: Path, tree: Tree) -> Iterator[tuple[tuple[str, ...], Path]]:
    """The files below a folder, nearest first, each by its parts and path; links to folders are not followed."""
    level: list[tuple[tuple[str, ...], Path]] = [((), folder)]
    seen = 0
    for _ in range(DEPTH + 1):
        deeper: list[tuple[tuple[str, ...], Path]] = []
        for parts, place in level:
            entries = _entries(place, parts, tree)
            seen += len(entries)
            if seen > MOST_ENTRIES:
                tree.flags.append(f"it holds more than {MOST_ENTRIES:,} files; the rest was not looked at")
                return
            home = any(name == HOME for name, _ in entries)
            for name, is_folder in entries:
                if not is_folder:
                    yield (*parts, name), place / name
                elif not (home and name in KIT):
                    deeper.append(((*parts, name), place / name))
        level = deeper
    if level:
        tree.flags.append(f"folders that lie more than {DEPTH} deep were not looked into")


def _entries(place: Path, parts: tuple[str, ...], tree: Tree) -> list[tuple[str, bool]]:
    """The names in a folder that count, and whether each is a folder; none of an environment, which others wrote."""
    try:
        with os.scandir(place) as found:
            entries = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in found)
    except OSError as error:
        tree.flags.append(f"{one_line('/'.join(parts) or place.name, 200)} cannot be read: {error.strerror}")
        return []
    if parts and (("pyvenv.cfg", False) in entries or ("conda-meta", True) in entries):
        return []
    counts = [one for one in entries if not one[0].startswith(".") and one[0] not in IGNORED]
    passed = (one[0] for one in entries if one not in counts and not _LITTER.match(one[0]))
    tree.passed += [one_line("/".join((*parts, name)), 200) for name in passed][: MOST_FILES - len(tree.passed)]
    return counts


def load(item: Item, most: int | None = None) -> bytes:
    """The bytes of a file.

    Args:
        item: the file.
        most: how many it may have; None for as many as its kind.

    Raises:
        UnusableError: if it is too large, no regular file, a link out of the folder, or cannot be read.
    """
    limit = most or (MAX_NOTEBOOK if item.parts[-1].casefold().endswith(NOTEBOOK) else MAX_CELL)
    data = item.data
    if data is None:
        try:
            data = read_regular(item.path, limit + 1, item.root)
        except IrregularError as error:
            raise UnusableError("it is not a regular file") from error
        except OutsideError as error:
            raise UnusableError(OUTSIDE) from error
        except OSError as error:
            raise UnusableError(f"it cannot be read: {error.strerror}") from error
    if len(data) > limit:
        size = f"{limit >> 20} MB" if limit >> 20 else f"{limit >> 10} kB"
        raise UnusableError(f"it is larger than {size}")
    return data


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False
