"""Python-Markdown extension: the few words that a lesson is written in.

Each is text that becomes Markdown before anything else reads the page, so that highlighting, mathematics and the table
of contents see ordinary Markdown:

    ::three … ::maths … ::diagram … ::code … ::end   the three perspectives, seen together (see `docs_tools.views`)
    ::quantities x u y slope=dy/dx                    what is lit in all three when a reader points at it
    ::exercise NAME                                   the box of an exercise (see `docs_tools.boxes`)
    ::figure KIND key=value …                         a figure to move (see `docs_tools.moving`)
    ::data NAME                                       a table made from a file (see `docs_tools.tables`)
    ::command uv run grader …                         a command of the grader, with what it printed
    ::map                                             the map of the course (see `workbook/map.js`)
    ::colours x=x u=u y=y                             names in code that wear the colour of a quantity, for this page
    ```run [predict="question"] [because="why"] [hide] [markdown]
                                                      code that the build runs, with what it printed; what a reader
                                                      sees may use the exercises whose boxes stand above it; `predict`
                                                      folds the output, and below it why it is so; with `markdown`
                                                      what is printed is text of the page
    ```plot title="…" desc="…"                        a plot: the code draws on `ax`
    ```boxes title="…" desc="…"                       a drawing of boxes: the code calls `value`, `box` and `arrow`
    ```derivation                                     one step a line: LaTeX ;; why
"""

from __future__ import annotations

import itertools
import re
import shlex
from typing import TYPE_CHECKING, Any

from markdown import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

from docs_tools import boxes, diagrams, moving, plotting, tables
from docs_tools.mistakes import LessonError, told_of
from docs_tools.running import printed_block, run
from docs_tools.views import VIEWS, MarkCode, Views
from grader.course.syllabus import load_course

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from markdown import Markdown

_FENCE = re.compile(r"^```(run|plot|boxes|derivation)\b[ ]*(.*)$")
_WORD = re.compile(r"^::([a-z]+)(?:[ ]+(.*))?$")
_ROW = 3  # so many boxes in a row fold, after the first
_VIEW = "\0view "  # begins a line in which a view begins, or its quantities are named
_CODE = re.compile(r'<div class="language-(?:python|pycon)[^"]*">.*?</code>', re.DOTALL)
_NAME = re.compile(r'<span class="(n|nf|nb|bp)">(\w+)</span>')


def options_of(text: str) -> dict[str, str]:
    """`predict="Why?" hide` as {"predict": "Why?", "hide": ""}."""
    pairs = (word.partition("=") for word in shlex.split(text))
    return {key: value for key, _, value in pairs}


class LessonPreprocessor(Preprocessor):
    """Writes the words of a lesson out as Markdown."""

    def __init__(self, md: Markdown, *, solutions: bool) -> None:
        super().__init__(md)
        self.solutions = solutions
        self.colours: dict[str, str] = {}
        self.todo: set[str] = set()
        self.folded: set[str] = set()  # exercises whose boxes are folded
        self.views: dict[int, Views] = {}  # the sets of three views on the page

    def run(self, lines: list[str]) -> list[str]:
        """Expand a page."""
        self.colours.clear()
        self.views.clear()
        self.todo, self.folded = _unwritten(lines), _after_their_like(lines)
        return list(self._expand(iter(lines)))

    def _expand(self, lines: Iterator[str]) -> Iterator[str]:
        for line in lines:
            if fence := _FENCE.match(line):
                body = "\n".join(_body(lines, fence[0]))
                with told_of(fence[0]):
                    made = self._fence(fence[1], options_of(fence[2]), body)
                yield from made
            elif line.startswith("```"):  # someone else's code: nothing in it is ours
                yield line
                if not re.fullmatch(r"```.+```", line):
                    yield from (*_body(lines, line), "```")
            elif not (word := _WORD.match(line)):
                yield line
            elif word[1] == "three":
                yield from self._three(lines, word[2] or "")
            else:
                with told_of(line):
                    made = self._word(word[1], word[2] or "")
                yield from made

    def _three(self, lines: Iterator[str], shape: str) -> Iterator[str]:
        """The three views, up to `::end`, with their quantities marked."""
        views = self.views[len(self.views)] = Views(len(self.views), shape)
        for line in self._expand(_until_end(lines)):
            name, _, rest = line.removeprefix(_VIEW).partition(" ")
            if not line.startswith(_VIEW):
                yield views.mark(line)
            elif name == "quantities":
                views.name(rest)
            else:
                yield from ("</div>", "") if views.view else views.opening()
                views.view = name
                yield from (f'<div class="panel {name}" markdown>', "", f'<p class="panel-name">{VIEWS[name]}</p>', "")
        yield from ("", "</div>", "", "</div>", "")

    def _word(self, name: str, rest: str) -> list[str]:
        if name in VIEWS or name == "quantities":  # a line for `_three`
            return [f"{_VIEW}{name} {rest}"]
        match name:
            case "exercise":
                exercise = rest.strip()
                self.todo.discard(exercise)
                return boxes.exercise(exercise, solution=self.solutions, folded=exercise in self.folded)
            case "figure":
                kind, _, settings = rest.partition(" ")
                return ["", self.md.htmlStash.store(moving.figure(kind, options_of(settings))), ""]
            case "data":
                return tables.table(rest.strip())
            case "command":
                return list(tables.command(rest.strip()))
            case "map":
                return ["", self.md.htmlStash.store("<course-map></course-map>"), ""]
            case "colours":
                self.colours.update(options_of(rest))
                return []
        raise LessonError(f"::{name} is no word of a lesson")

    def _fence(self, kind: str, options: dict[str, str], body: str) -> list[str]:
        match kind:
            case "run":
                made = _run(options, body, self.todo)
            case "plot":
                made = plotting.plot(options, body, self.todo)
            case "boxes":
                made = diagrams.boxes(options, body)
            case _:
                made = _derivation(body)
        return ["", *made, ""]


def _unwritten(lines: list[str]) -> set[str]:
    """The exercises that a reader has not written at the top of a page: those of its boxes, and of later units."""
    boxes = [word[2].strip() for line in lines if (word := _WORD.match(line)) and word[1] == "exercise" and word[2]]
    names = list(load_course().by_name)
    first = min((names.index(name) for name in boxes if name in names), default=len(names))
    return {*names[first:], *boxes}


def _after_their_like(lines: list[str]) -> set[str]:
    """The exercises of a row of three boxes or more, with nothing between them, but for the first of the row."""
    rows = itertools.groupby(filter(str.strip, lines), key=lambda line: line.startswith("::exercise "))
    boxes = ([line.split()[1] for line in row] for is_box, row in rows if is_box)
    return {name for row in boxes if len(row) >= _ROW for name in row[1:]}


def _until_end(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if line.rstrip() == "::end":
            return
        yield line
    raise LessonError("the three views never end")


def _body(lines: Iterator[str], opening: str) -> Iterator[str]:
    for line in lines:
        if line.rstrip() == "```":
            return
        yield line
    raise LessonError(f"the code block {opening!r} never ends")


def _run(options: dict[str, str], body: str, todo: AbstractSet[str]) -> list[str]:
    printed = run(body, frozenset() if "hide" in options else todo).rstrip("\n").splitlines()
    source = [] if "hide" in options else ["``` { .python .run }", *body.splitlines(), "```", ""]
    output = printed if "markdown" in options else printed_block(printed) if printed else []
    if "predict" in options:
        question = options["predict"] or "What will this print? Decide before you look."
        why = ["", options["because"]] if "because" in options else []
        output = [f'??? predict "{question}"', "", *(f"    {line}" for line in [*output, *why])]
    elif "because" in options:
        raise LessonError(f"an answer that nothing folds: {options['because']!r}")
    return [*source, *output]


def _derivation(body: str) -> list[str]:
    out = ['<div class="derivation" markdown>', ""]
    for line in filter(str.strip, body.splitlines()):
        formula, found, why = line.partition(";;")
        if not found or not why.strip():
            raise LessonError(f"a step of a derivation gives no reason: {line!r}")
        out += [
            '<div class="step" markdown>',
            "",
            "$$",
            formula.strip(),
            "$$",
            "",
            '<div class="why" markdown>',
            "",
            why.strip(),
            "",
            "</div>",
            "",
            "</div>",
            "",
        ]
    return [*out, "</div>"]


class _Colour(Postprocessor):
    """Gives names in highlighted code the colour of their quantity."""

    def __init__(self, md: Markdown, colours: dict[str, str]) -> None:
        super().__init__(md)
        self.colours = colours

    def run(self, text: str) -> str:
        def name(match: re.Match[str]) -> str:
            colour = self.colours.get(match[2])
            return f'<span class="q{colour}">{match[2]}</span>' if colour else match[0]

        return _CODE.sub(lambda code: _NAME.sub(name, code[0]), text) if self.colours else text


class LessonExtension(Extension):
    """The words of a lesson. Setting `solutions` to true folds the solutions into the boxes, for instructors."""

    def __init__(self, **settings: Any) -> None:
        self.config = {"solutions": [False, "whether the boxes hold the solutions"]}
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register after white space is put in order, which would drop stashes, and before code and HTML are found."""
        words = LessonPreprocessor(md, solutions=self.getConfig("solutions"))
        md.preprocessors.register(words, "lesson", 28)
        md.postprocessors.register(_Colour(md, words.colours), "lesson-colours", 4)
        md.postprocessors.register(MarkCode(md, words.views), "lesson-quantities", 3)
        md.block_level_elements += ["moving-figure", "exercise-box", "course-map"]


def makeExtension(**settings: Any) -> LessonExtension:  # noqa: N802
    """What Python-Markdown calls to make the extension."""
    return LessonExtension(**settings)
