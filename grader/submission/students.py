"""The students of a class: who handed in what, and a name for each that no other has."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from grader.errors import UsageError
from grader.protocol.text import one_line
from grader.submission.class_folder import IGNORED, HandIn

SUFFIXES = (".py", ".ipynb")
NOBODY = "unnamed"  # whose entry has a name of spaces


def find_students(folder: Path) -> tuple[list[HandIn], list[str]]:
    """Everything that may be a submission, by name, and a note on each entry that was left out.

    Raises:
        UsageError: if the folder is not there or cannot be read.
    """
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}. Name the one with a folder for each student: grader batch DIR")
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        raise UsageError(f"{folder} cannot be read: {error.strerror}. Look at its permissions.") from error
    handed: list[Path] = []
    left: list[str] = []
    for entry in entries:
        if entry.name.startswith(".") or entry.name in IGNORED:
            continue
        if entry.suffix in SUFFIXES or _is_folder(entry):
            handed.append(entry)
        elif entry.is_symlink():
            left.append(f"{one_line(entry.name)} is a link; links are not followed")
        else:
            left.append(f"{one_line(entry.name)} is no folder, notebook or .py file")
    return name_students(handed), left


def name_students(handed: Iterable[Path], known: Mapping[str, str] = MappingProxyType({})) -> list[HandIn]:
    """Name the students after what they handed in, so that no two names read the same.

    Names may differ in capital letters, spaces, signs that cannot be printed, and in how a letter is written in
    Unicode, and read the same all the same. The first of them keeps the name, the others get a number. The names depend
    on the folder alone.

    Args:
        handed: the entries of the folder of a class.
        known: names that students have already, by the entry; they keep them, and nobody else gets them.
    """
    paths = sorted(handed, key=lambda path: path.name)
    names = {path.name: known.get(path.name) or _name(path) for path in paths}
    wanted = {_read(name) for name in names.values()}  # nobody is given a number that somebody is called by
    taken = {_read(name) for name in known.values()}
    numbers: dict[str, Iterable[int]] = {}
    for path in paths:
        name = names[path.name]
        if path.name not in known and _read(name) in taken:
            counting = numbers.setdefault(_read(name), itertools.count(2))
            numbered = (f"{name} ({number})" for number in counting)
            name = next(one for one in numbered if _read(one) not in taken | wanted)
        taken.add(_read(name))
        names[path.name] = name
    return [HandIn(names[path.name], path) for path in paths]


def _name(path: Path) -> str:
    """The name that an entry tells, as it is shown and written."""
    name = path.stem if path.suffix in SUFFIXES and not _is_folder(path) else path.name
    return unicodedata.normalize("NFC", one_line(" ".join(name.split()))) or NOBODY


def _read(name: str) -> str:
    """A name as it reads to a person, or to a spreadsheet, which takes an apostrophe in front for no part of it."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).lstrip("' ")


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()
