"""A submission from what one student handed in: the chosen file of each unit, and the helpers beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.course.syllabus import Course
from grader.submission.cell_places import NOTEBOOK as IN_WORDS
from grader.submission.cell_places import Origin
from grader.submission.folder import MAX_FILES, MAX_SOURCE, MAX_SOURCES, Submission, submission_of
from grader.submission.hand_in.candidates import (
    BROKEN,
    STUB,
    Candidate,
    Unread,
    is_mentioned,
    is_wide,
    named_candidates,
    wide_candidates,
)
from grader.submission.hand_in.choose import Choice, choose
from grader.submission.hand_in.tree import HOME, NOTEBOOKS, Item, UnusableError, load
from grader.submission.naming import NOTEBOOK, date_of, is_python, version_of
from grader.submission.reader import Reader
from grader.submission.source import MISSING, File, Problem, unreachable

_COPY = re.compile(
    r"(?:-\d+| ?\(\d+\))$"
)  # what platforms and browsers add to the name of a file that is there already


@dataclass
class Assembled:
    """What was made of a student's files.

    Attributes:
        choices: the file of each unit that has one.
        submission: it, None where no file has anything of the course.
        unread: files that could have been meant and cannot be read.
        unused: files of code that nothing was taken from, and that nobody imports.
        origins: the units whose files were made of something else, and what that is.
    """

    choices: dict[str, Choice] = field(default_factory=dict)
    submission: Submission | None = None
    unread: list[Unread] = field(default_factory=list)
    unused: list[Item] = field(default_factory=list)
    origins: dict[str, Origin] = field(default_factory=dict)


def assemble(items: Sequence[Item], folder: Path, course: Course, reader: Reader) -> Assembled:
    """Choose the files that are meant.

    Args:
        items: the files that were handed in, nearest first.
        folder: where they lie, for the report.
        course: the course.
        reader: what reads them.
    """
    made = Assembled()
    units = [unit.name for unit in course.units]
    named = {unit: some for unit, some in named_candidates(items, course, reader).items() if some}
    for unit, some in named.items():
        plain = [one.file.source for one in some if one.plain]
        kept = [one for one in some if one.plain or not is_mentioned(one.item, plain)]
        if kept:
            made.choices[unit] = choose(unit, kept)
    found = {unit for unit, choice in made.choices.items() if choice.chosen.state >= BROKEN}
    sources = [choice.chosen.file.source for choice in made.choices.values()]
    wide = [item for item in items if is_wide(item, units) and not is_mentioned(item, sources)]
    more: dict[str, list[Candidate]] = {}
    if len(found) < len(units) or any(item.parts[-1].casefold().endswith(NOTEBOOK) for item in wide):
        for unit, one in wide_candidates(wide, course, reader, made.unread):
            more.setdefault(unit, []).append(one)
    for unit, some in more.items():
        if unit not in found:
            made.choices[unit] = choose(unit, [*named.get(unit, []), *some])
        else:
            made.choices[unit].beside([one for one in some if not one.wide])
    chosen = {unit: choice.chosen for unit, choice in made.choices.items()}
    used = {one.item.parts for one in chosen.values()}
    used |= {one.item.parts for choice in made.choices.values() for one in choice.left}
    sources = [one.file.source for one in chosen.values()]
    helpers = [item for item in items if is_mentioned(item, sources) or _is_copied_helper(item, sources, units)]
    unused = [item for item in items if _is_code(item) and item.parts not in used and item not in helpers]
    work = {one.item.parts for some in more.values() for one in some if one.state > STUB}
    kits = {parts[: parts.index(HOME)] for parts in used if HOME in parts[:-1]}
    made.unused = [one for one in unused if one.parts in work or one.parts[:-2] not in kits or not _of_kit(one)]
    if chosen:
        made.submission = _submission(chosen, items, folder, course, reader)
        made.origins = _origins(chosen, units)
    return made


def _origins(chosen: dict[str, Candidate], units: Sequence[str]) -> dict[str, Origin]:
    """Where the files come from that were made of notebooks, or of Python files for any unit."""
    reads = {id(one.read): one for one in chosen.values()}
    alone = len(reads) == 1 and None not in [one.read for one in reads.values()]
    from_one = dict.fromkeys(units, next(iter(chosen.values()))) if alone else chosen
    origins = {}
    for unit, one in from_one.items():
        if one.read is not None:
            name, cells = one.item.parts[-1], one.item.parts[-1].casefold().endswith(NOTEBOOK)
            lines = one.read.lines.get(unit, [])
            if cells and not alone:
                lines = [line._replace(cell=f"{name}, {line.cell}") for line in lines]
            origins[unit] = Origin(name, lines, cells, IN_WORDS.lower() if cells and alone else name)
    return origins


def _of_kit(item: Item) -> bool:
    """Whether a kit brings such a file beside the unit files."""
    return item.parts[-2:] == (HOME, "__init__.py") or item.parts[-2:-1] == (NOTEBOOKS,)


def _is_code(item: Item) -> bool:
    return is_python(item.parts[-1]) or item.parts[-1].casefold().endswith(NOTEBOOK)


def _submission(
    chosen: dict[str, Candidate], items: Sequence[Item], folder: Path, course: Course, reader: Reader
) -> Submission:
    reads = {id(one.read): one.read for one in chosen.values()}
    if len(reads) == 1 and None not in reads.values():
        (read,) = reads.values()
        assert read is not None
        return submission_of(read, reader)
    files = {unit.name: chosen[unit.name].file if unit.name in chosen else _missing(unit.name) for unit in course.units}
    homes = {one.item.parts[:-1] for one in chosen.values() if one.read is None}
    taken = {one.item.parts for one in chosen.values()}
    helpers, notes = _helpers([i for i in items if i.parts[:-1] in homes and i.parts not in taken], course, reader)
    problems = [file.problem for unit, file in files.items() if file.problem and unit in chosen]
    problems += [problem for one in reads.values() if one for problem in one.problems]
    return Submission(folder, files, helpers, [*problems, *notes], reader)


def _missing(unit: str) -> File:
    return File(f"{unit}.py", None, Problem(f"{unit}.py", None, f"{MISSING}; grader reset {unit} brings its stubs"))


def _module(item: Item) -> str:
    """The name under which others import a file."""
    return _COPY.sub("", item.parts[-1].removesuffix(".py"))


def _is_copied_helper(item: Item, sources: Sequence[str | None], units: Sequence[str]) -> bool:
    """Whether others import a file by the name that it had before a platform or a browser added to it."""
    module = _module(item)
    return module not in units and is_mentioned(item._replace(parts=(*item.parts[:-1], f"{module}.py")), sources)


def _newest_first(item: Item) -> tuple[int, int, int, bool]:
    """What sorts files that are one module: the newest attempt first; in it, the plain name."""
    *folders, name = item.parts
    return -item.order, -version_of(folders), -date_of(folders), _module(item) != name.removesuffix(".py")


def _helpers(items: Iterable[Item], course: Course, reader: Reader) -> tuple[dict[str, File], list[Problem]]:
    """The modules beside the chosen files that they may import, and what is the matter with some."""
    units = {unit.name for unit in course.units}
    texts: dict[str, bytes] = {}
    notes: list[Problem] = []
    for item in sorted(items, key=_newest_first):
        name = _module(item)
        if not item.parts[-1].endswith(".py") or not name.isidentifier() or name == "__init__" or name in units:
            continue
        if problem := unreachable(name, course.packages):
            notes.append(problem)
        elif len(texts) < MAX_FILES and f"{name}.py" not in texts:
            try:
                data = load(item, MAX_SOURCE)
            except UnusableError as error:
                notes.append(Problem(f"{name}.py", None, str(error)))
                continue
            if sum(map(len, texts.values())) + len(data) <= MAX_SOURCES:
                texts[f"{name}.py"] = data
    files = reader.files(texts)
    notes += [file.problem for file in files.values() if file.problem]
    return {name.removesuffix(".py"): replace(file, shown=name) for name, file in sorted(files.items())}, notes
