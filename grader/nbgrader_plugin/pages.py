"""Feedback and formgrader's pages without a network: formulas are MathML, made here, and no script draws them.

KaTeX, which the lessons are built with, turns LaTeX into MathML inside QuickJS, which reads no file and opens no
connection, with limits for time and memory. What it cannot read stands there as LaTeX.
"""

from __future__ import annotations

import functools
import html
import importlib.util
import re
import sys
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import is_grade, is_solution
from traitlets import default

from grader.course.syllabus import ROOT
from grader.nbgrader_plugin.reading import new_cell

TEMPLATES = Path(__file__).parent / "templates"  # one that takes the place of nbconvert's, which loads MathJax
KATEX = ROOT / "docs_tools" / "vendor" / "katex.min.js"
FORMGRADER = "nbgrader.server_extensions.formgrader.formgrader"
MODEL = "**A model of the answer, for you alone**\n\n{text}"
MOST = 2000  # characters of a formula
SECONDS = 2
MEMORY = 64 << 20  # bytes
_RENDER = """
function render(tex, display) {
  const html = katex.renderToString(tex, {displayMode: display, output: "mathml", strict: "ignore", trust: false});
  return JSON.parse(JSON.stringify(html));
}
"""
_UNUSED = re.compile(r'<annotation.*?</annotation>| xmlns="[^"]*"', re.DOTALL)  # the LaTeX once more; XML's own
_MATH = re.compile(r"<math\b.*</math>", re.DOTALL)


@functools.cache
def _engine() -> Any:
    import quickjs  # noqa: PLC0415  only where pages are made

    context = quickjs.Context()
    context.set_memory_limit(MEMORY)
    context.set_time_limit(SECONDS)
    context.eval(KATEX.read_text(encoding="utf-8"))
    context.eval(_RENDER)
    return context.get("render")


@functools.lru_cache(4096)
def mathml(tex: str, *, display: bool) -> str | None:
    """A formula as MathML; None where it cannot be had."""
    if len(tex) > MOST or not KATEX.exists() or importlib.util.find_spec("quickjs") is None:
        return None
    try:
        found = _MATH.search(_engine()(tex, display))
    except Exception as error:  # noqa: BLE001  students write LaTeX, too, and a page is made whatever it is
        if "ParseError" not in str(error):
            _engine.cache_clear()  # it ran out of time or memory
        return None
    return _UNUSED.sub("", found[0]) if found else None


class _Renderer(IPythonRenderer):
    """nbconvert's renderer of Markdown, with formulas as MathML."""

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """A picture; of one that the notebook does not hold, its name."""
        try:
            return str(super().image(text, url, title))
        except InvalidNotebook:
            return f"<em>[{html.escape(text)}: this picture is not in the notebook]</em>"

    def block_math(self, body: str) -> str:
        """A formula in a line of its own."""
        return mathml(body, display=True) or str(super().block_math(body))

    def inline_math(self, body: str) -> str:
        """A formula in a text."""
        return mathml(body, display=False) or str(super().inline_math(body))

    def latex_environment(self, name: str, body: str) -> str:
        """An environment, such as `align`, in a line of its own."""
        whole = f"\\begin{{{name}}}{body}\\end{{{name}}}"
        return mathml(whole, display=True) or str(super().latex_environment(name, body))


def _html(source: str, **look: Any) -> str:
    """A text as HTML, with what nbconvert's renderer is told."""
    return str(MarkdownWithMath(renderer=_Renderer(escape=False, **look)).render(source))


_html_again = functools.lru_cache(256)(_html)  # an assignment's own text stands in the notebook of each student


class PageExporter(HTMLExporter):
    """nbconvert's exporter of pages, with formulas as MathML."""

    @default("template_paths")
    def _template_paths(self) -> list[str]:
        return [str(TEMPLATES), *super()._template_paths()]

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        """A text cell as HTML."""
        look = {"anchor_link_text": self.anchor_link_text, "exclude_anchor_links": self.exclude_anchor_links}
        attachments = context.get("cell", {}).get("attachments", {})
        if not attachments and not self.embed_images:
            return _html_again(source, **look)
        path = context.get("resources", {}).get("metadata", {}).get("path", "")
        return _html(source, attachments=attachments, embed_images=self.embed_images, path=path, **look)


class FormgraderExporter(PageExporter):
    """The exporter of formgrader's page of a submission: above an answer in words stands the model of it."""

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **named: Any) -> tuple[str, Any]:
        """A submission as a page."""
        about = resources or {}
        models = self._models(about.get("assignment_id", ""), about.get("notebook_id", ""))
        cells = []
        for cell in nb.cells:
            model = models.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
            if model is not None:
                cells.append(new_cell("markdown", MODEL.format(text=model), {}))
            cells.append(cell)
        shown = NotebookNode({**nb, "cells": cells})
        return super().from_notebook_node(shown, resources, **named)

    def _models(self, assignment: str, notebook: str) -> dict[str, str]:
        """The model of each answer in words, by its cell's name, from the assignment's source."""
        course = CourseDirectory(config=self.config)
        folder = Path(course.format_path(course.source_directory, ".", assignment))
        try:
            source = nbformat.read(folder / f"{notebook}.ipynb", as_version=4)
        except Exception:  # noqa: BLE001  there is none, or it is no notebook in one of many ways
            return {}
        marked = {cell.metadata.nbgrader.grade_id: cell for cell in source.cells if "nbgrader" in cell.metadata}
        return {
            name: cell.source
            for name, cell in marked.items()
            if cell.cell_type == "markdown" and is_solution(cell) and is_grade(cell)
        }


def give_to_formgrader() -> None:
    """Let formgrader, which reads the course's configuration before it makes its exporter, make one of these."""
    if FORMGRADER in sys.modules:
        sys.modules[FORMGRADER].HTMLExporter = FormgraderExporter  # type: ignore[attr-defined]
