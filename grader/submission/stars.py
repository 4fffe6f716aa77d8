"""What files define by `from .other import *`: the names of another file of the submission."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace

from grader.submission.functions import Function
from grader.submission.source import File

MOST_STEPS = 4  # from a file to one that it imports all of


def with_stars(files: Mapping[str, File], wanted: Container[str]) -> dict[str, File]:
    """Files in which each function counts that they import so from another one.

    Args:
        files: all files of a submission, by the name of the module.
        wanted: the functions that matter; a file may have very many others.
    """
    found = dict(files)
    for _ in range(MOST_STEPS):
        more = {name: some for name, file in found.items() if (some := _imported(name, file, found, wanted))}
        if not more:
            break
        found |= {name: replace(found[name], functions=some | found[name].functions) for name, some in more.items()}
    return found


def _imported(name: str, file: File, files: Mapping[str, File], wanted: Container[str]) -> dict[str, Function]:
    """The functions that a file imports by a star and that it is not known yet to have."""
    star = file.functions.get("*")
    if star is None:
        return {}
    homes = {ref.removeprefix("@.") for refs in file.links.get("*", ()) for ref in refs if ref.startswith("@.")}
    return {
        one: Function(star.line, function.todo, imported=True)
        for home in homes & files.keys() - {name}
        for one, function in files[home].functions.items()
        if one in wanted and one not in file.functions
    }
