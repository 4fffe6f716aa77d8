"""Names that look like patterns: a student `[x]`, a course folder `Calculus [2026]`.

nbgrader puts such names into patterns as they are, and then finds nothing, or somebody else. Here a part of a path that
is there under its very name is that name; only what is not there under it is a pattern.
"""

from __future__ import annotations

import glob as _glob
import os
from types import SimpleNamespace

from nbgrader import utils
from nbgrader.apps import api, validateapp
from nbgrader.converters import base
from nbgrader.exchange.default import collect, exchange, fetch_feedback, release_feedback
from nbgrader.exchange.default import list as exchange_list

_IN = (utils, api, validateapp, base, collect, exchange, fetch_feedback, release_feedback, exchange_list)
EVERYTHING = "*"


def find(pattern: str) -> list[str]:
    """The paths that a pattern means, as `glob.glob` gives them."""
    drive, path = os.path.splitdrive(pattern)
    root = os.sep if path.startswith(os.sep) else ""
    found = [drive + root]
    for part in path.removeprefix(root).split(os.sep):  # noqa: PTH206  a `.` among them stays, as in what nbgrader compares with
        found = [one for folder in found for one in _inside(folder, part)]
    return found


def _inside(folder: str, part: str) -> list[str]:
    """What a part of a pattern means in a folder: its name, else with its brackets as they are, else the pattern."""
    literal = os.path.join(folder, part)  # noqa: PTH118  glob's own paths, as nbgrader compares them
    if not _glob.has_magic(part) or (part != EVERYTHING and os.path.lexists(literal)):
        return [literal] if os.path.lexists(literal) else []
    inside = _glob.escape(folder)
    for tried in (part.replace("[", "[[]"), part):
        if found := _glob.glob(os.path.join(inside, tried)):  # noqa: PTH118, PTH207  as above
            return found
    return []


def take_names_as_they_are() -> None:
    """Let nbgrader's own commands find what `find` does."""
    for module in _IN:
        module.glob = SimpleNamespace(glob=find, escape=_glob.escape)
