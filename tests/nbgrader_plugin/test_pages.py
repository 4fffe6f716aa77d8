"""Pages for people: formulas without a network, and the model of an answer for whoever grades it."""

import json
import re

import nbformat
import pytest

MODEL = "Most of their digits cancel: $x - y$."
ANSWER = {"grade": True, "solution": True, "locked": False, "task": False, "schema_version": 3}


def page(door, exporter, *cells, **resources):
    nb = nbformat.v4.new_notebook(cells=list(cells))
    return getattr(door.pages, exporter)().from_notebook_node(nb, resources=resources or None)[0]


def text(source, **marks):
    return nbformat.v4.new_markdown_cell(source, metadata={"nbgrader": marks} if marks else {})


def test_formulas_are_drawn_by_the_browser_itself(door):
    inline, block = "Let $x_1^2$ be, `$code$`, \\$5.", "$$\n\\frac{a}{b}\n$$"
    source = f"{inline}\n\n{block}\n\n\\begin{{align}}u&=v\\end{{align}}\n\n$a<b$ and $\\nope{{1}}$"
    shown = page(door, "PageExporter", text(source))
    assert shown.count("<math") == 4
    assert "<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>" in shown
    assert '<math display="block"' in shown
    assert "<mfrac><mi>a</mi><mi>b</mi></mfrac>" in shown
    assert "<code>$code$</code>" in shown
    assert "$\\nope{1}$" in shown  # what KaTeX cannot read stays as it is
    assert "mathjax" not in shown.lower()


def test_a_text_that_stands_in_many_notebooks_shows_in_each_the_picture_that_came_with_it(door):
    for data in ("AAAA", "BBBB"):
        attachments = {"a.png": {"image/png": data}}
        cell = nbformat.v4.new_markdown_cell("![mine](attachment:a.png)", attachments=attachments)
        assert f"data:image/png;base64,{data}" in page(door, "PageExporter", cell)


@pytest.mark.parametrize(
    "tex",
    [r"\def\a{\a\a}\a", r"\frac{", "{" * 5000, "x" * 100_000, r"\href{javascript:alert(1)}{x}", "</math><script>x",
     r"\rule{1em}{99999999em}", r"\htmlData{a=b}{x}", r"\includegraphics{http://x}", "\\text{<img src=x onerror=y>}",
     "\x00", "", r"\newcommand{\b}[1]{#1#1#1#1#1#1#1#1}" + r"\b{" * 60 + "x" + "}" * 60],
)  # fmt: skip
def test_whatever_a_student_writes_nothing_of_it_is_alive_and_the_next_formula_is_drawn(door, tex):
    made = door.pages.mathml(tex, display=True) or ""
    tags = " ".join(re.findall("<[^>]*>", made))
    for word in ("<script", "<img", "href=", "src=", "http:", "data-", "onerror"):
        assert word not in tags
    assert len(made) < 1_000_000
    assert "<mn>2</mn>" in door.pages.mathml(f"x^2 + {len(tex)}", display=False)


@pytest.fixture
def course(tmp_path, monkeypatch):
    folder = tmp_path / "source" / "derivatives"
    folder.mkdir(parents=True)
    cells = [text("Why?", grade_id="explain-text"), text(MODEL, grade_id="explain", cell_type="markdown", **ANSWER)]
    cells.append(nbformat.v4.new_code_cell("secret = 1", metadata={"nbgrader": {"grade_id": "deriv", **ANSWER}}))
    nb = nbformat.v4.new_notebook(cells=cells)
    (folder / "derivatives.ipynb").write_text(nbformat.writes(nb), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


HANDED = (text("Why?", grade_id="explain-text"), text("No idea.", grade_id="explain", **ANSWER), text("own"))


def test_the_model_of_an_answer_stands_above_it_for_whoever_grades(door, course):
    shown = page(door, "FormgraderExporter", *HANDED, assignment_id="derivatives", notebook_id="derivatives")
    asked, model, answer = (shown.index(words) for words in ("Why?", "Most of their digits cancel", "No idea."))
    assert asked < model < answer
    assert shown.count("for you alone") == 1
    assert "secret = 1" not in shown
    assert "<mi>y</mi>" in shown


def test_feedback_has_no_model(door, course):
    shown = page(door, "PageExporter", *HANDED, assignment_id="derivatives", notebook_id="derivatives")
    assert "cancel" not in shown


@pytest.mark.parametrize("content", [None, "{nope", json.dumps({"nbformat": 4, "nbformat_minor": 5, "cells": 3})])
def test_without_a_source_that_can_be_read_the_page_is_made_all_the_same(door, course, content):
    if content is None:
        (course / "derivatives.ipynb").unlink()
    else:
        (course / "derivatives.ipynb").write_text(content, encoding="utf-8")
    shown = page(door, "FormgraderExporter", *HANDED, assignment_id="derivatives", notebook_id="derivatives")
    assert "No idea." in shown
    assert "for you alone" not in shown
