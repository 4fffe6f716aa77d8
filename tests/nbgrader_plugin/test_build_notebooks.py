"""The notebooks that `grader build` makes."""

import argparse
import ast
import base64
import functools
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import nbformat
import pytest
from classroom import ROOT, Notebook, solved, source_of
from formulas import HIDDEN, said_in
from helpers import WHOLE

from grader.authoring.notebooks.build import Choices, notebook, notebooks, read_choices
from grader.authoring.notebooks.lesson import lead_ins, plain_latex
from grader.authoring.notebooks.pictures import picture
from grader.authoring.notebooks.source import Source
from grader.cli.commands.author import build as command
from grader.course.checks_of import hidden_checks, visible_checks
from grader.course.syllabus import load_course
from grader.errors import BrokenError, UsageError

COURSE = load_course()
UNITS = [unit.name for unit in COURSE.units]


def cells_of(made, unit):
    return json.loads(made[f"{unit}/{unit}.ipynb"])["cells"]


def test_another_process_where_hashes_fall_out_differently_gives_the_same_bytes(made):
    """Two of the units, one of which carries functions over; all with GRADER_WHOLE=1 (see `docs/contributing.md`)."""
    program = (
        "import sys; from grader.course.syllabus import load_course\n"
        "from grader.authoring.notebooks.build import Choices, notebook\n"
        "course = load_course()\n"
        "for name in sys.argv[1:]: sys.stdout.write(notebook(course.unit(name), course, Choices()))"
    )
    units = UNITS if WHOLE else ["functions", "chains"]
    done = subprocess.run(
        [sys.executable, "-c", program, *units],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={"PYTHONHASHSEED": "1", "PYTHONIOENCODING": "utf-8"},
    )
    assert done.stdout == "".join(made[f"{unit}/{unit}.ipynb"] for unit in units)


@pytest.mark.parametrize("unit", UNITS)
def test_a_notebook_is_valid_and_holds_every_exercise_with_its_points(made, unit):
    nbformat.validate(nbformat.reads(made[f"{unit}/{unit}.ipynb"], as_version=4))
    points = {c["id"]: c["metadata"]["nbgrader"].get("points") for c in cells_of(made, unit)}
    checks = [*visible_checks(unit), *hidden_checks(unit)]
    for exercise in COURSE.unit(unit).exercises:
        for kind, hidden in (("visible", False), ("hidden", True)):
            worth = sum(c.points for c in checks if c.exercise == exercise.name and c.hidden == hidden)
            assert points[f"{exercise.name}-{kind}"] == worth > 0
    assert points["explain"] > 0


@pytest.mark.parametrize("unit", UNITS)
def test_a_notebook_runs_by_itself(made, unit, monkeypatch):
    """Its own cells, with the solutions in, from the top to the bottom in one empty namespace."""
    monkeypatch.setattr("grader.check", lambda name: None, raising=False)
    scope = {}
    for cell in cells_of(made, unit):
        if cell["cell_type"] == "code":
            exec(compile(source_of(cell), cell["id"], "exec"), scope)
    for exercise in COURSE.unit(unit).exercises:
        assert callable(scope[exercise.name])


@pytest.mark.parametrize("unit", UNITS)
def test_the_lead_in_has_the_lesson_and_its_link(made, unit):
    about = source_of(cells_of(made, unit)[0])
    assert "After this lesson you can" in about
    assert f"](../site/{unit}.html)" in about
    assert (ROOT / "docs" / f"{unit}.md").exists()
    text = "\n".join(source_of(cell) for cell in cells_of(made, unit) if cell["cell_type"] == "markdown")
    for exercise in COURSE.unit(unit).exercises:
        assert f'`hint("{exercise.name}")` helps, and `show("{exercise.name}")` draws' in text
    assert "uv run" not in text
    assert "from grader import check, hint, show" in source_of(cells_of(made, unit)[1])
    assert "\n$$\n" in text
    assert not re.search(r"\\q[xuywd]\b|\\sh\{|\\tag|<span|::", text)


def test_own_functions_are_carried_over_with_marks_around_the_body(made):
    cell = Notebook(json.loads(made["chains/chains.ipynb"])).cell("carried-over")
    assert cell["metadata"]["nbgrader"]["solution"]
    tree = ast.parse(source_of(cell))
    assert [node.name for node in tree.body] == ["deriv"]
    assert source_of(cell).count("### BEGIN SOLUTION") == 1


def test_given_code_never_stands_beside_a_notebook_that_asks_for_it():
    closed = notebooks(COURSE, Choices(given=("functions", "derivatives")))
    assert "derivatives/derivatives.ipynb" not in closed
    given = Notebook(json.loads(closed["chains/chains.ipynb"])).cell("given-code")
    assert given["metadata"]["nbgrader"]["locked"]
    assert "input_ - delta" in source_of(given)
    assert "BEGIN SOLUTION" not in source_of(given)
    asked = {
        exercise.name
        for unit in COURSE.units
        if f"{unit.name}/{unit.name}.ipynb" in closed
        for exercise in unit.exercises
    }
    for text in closed.values():
        for cell in json.loads(text)["cells"]:
            if cell["id"] == "given-code":
                defined = {
                    node.name for node in ast.walk(ast.parse(source_of(cell))) if isinstance(node, ast.FunctionDef)
                }
                assert not defined & asked


def test_private_helpers_stay_within_the_solution():
    source = Source.read("plots")
    text = source.function("plot")
    names = [node.name for node in ast.parse(text).body]
    assert names == ["plot"]
    outside = re.sub(r"### BEGIN SOLUTION.*?### END SOLUTION", "", text, flags=re.DOTALL)
    assert "_curves" in text
    assert "_curves" not in outside


def test_every_unit_may_be_chosen_as_given_and_no_other_name(tmp_path):
    (tmp_path / "course.toml").write_text('[notebooks]\ngiven = ["derivs"]\n', encoding="utf-8")
    with pytest.raises(UsageError, match="no unit derivs"):
        read_choices(COURSE, tmp_path)
    (tmp_path / "course.toml").write_text('[notebooks]\ngiven = ["chains"]\nlesson = "x/{unit}"\n', encoding="utf-8")
    assert read_choices(COURSE, tmp_path) == Choices(("chains",), "x/{unit}")


def test_build_writes_leaves_what_was_edited_and_deletes_what_is_not_asked_for(tmp_path, monkeypatch, capsys):
    source = tmp_path / "source"
    monkeypatch.setattr(command, "EXERCISES", tmp_path / "exercises")
    monkeypatch.setattr(command, "NOTEBOOKS", source)
    choices = Choices()
    monkeypatch.setattr("grader.authoring.notebooks.build.read_choices", lambda course: choices)
    monkeypatch.setattr("grader.authoring.notebooks.build.notebook", functools.cache(notebook))
    args = argparse.Namespace(check=False, quiet=False, plain=True)
    check = argparse.Namespace(check=True, quiet=False, plain=True)
    assert command.run(args) == 0
    assert command.run(check) == 0
    before = {path: path.read_bytes() for path in source.rglob("*.ipynb")}
    assert len(before) == len(UNITS)
    assert command.run(args) == 0
    assert {path: path.read_bytes() for path in source.rglob("*.ipynb")} == before
    edited = source / "chains" / "chains.ipynb"
    edited.write_text("{}", encoding="utf-8")
    assert command.run(check) == 1
    assert command.run(args) == 2
    assert edited.read_text(encoding="utf-8") == "{}"
    assert "chains.ipynb was edited and is left as it is" in capsys.readouterr().out
    choices = Choices(given=("derivatives",))
    assert command.run(args) == 2
    assert not (source / "derivatives").exists()


def test_solutions_are_found_again_in_a_solved_notebook(made):
    data = json.loads(made["derivatives/derivatives.ipynb"])
    assert "### " not in source_of(solved(data, data).cell("deriv"))


@pytest.mark.parametrize(
    ("tex", "plain"),
    [
        (r"\qd{f'(\qx{x})}\tag{1}", r"{f'({x})}"),
        (r"\sh{\qx{X}}{m, n} \qw A", r"\underset{(m, n)}{{X}} A"),
        (r"\qx{X}\T\Theta", r"{X}^{\top}\Theta"),
    ],
)
def test_the_site_s_macros_become_plain_latex(tex, plain):
    assert plain_latex(tex) == plain
    with pytest.raises(ValueError, match="not closed"):
        plain_latex(r"\sh{X")


PICTURE = re.compile(r"!\[([^\]]+)\]\(data:image/svg\+xml;base64,([\w+/=]+)\)")


@pytest.mark.parametrize("unit", UNITS)
def test_each_exercise_has_a_lead_in_of_its_own(made, unit):
    """It stands by its name, says what is given and asked, and shows a picture that lies in the notebook."""
    names = [exercise.name for exercise in COURSE.unit(unit).exercises]
    assert list(lead_ins(unit)) == names
    texts = [PICTURE.sub("", "\n".join(lead_ins(unit)[name])) for name in names]
    assert len(set(texts)) == len(texts)
    for name, text in zip(names, texts, strict=True):
        cell = source_of(Notebook({"cells": cells_of(made, unit)}).cell(f"{name}-text"))
        assert text.strip() in PICTURE.sub("", cell)
        assert re.search(r"\b[Gg]iven (is|are)\b.*; asked (is|are)\b", text), name
        assert "$$" in text or unit == "plots", name
        [(_, data)] = PICTURE.findall(cell)
        svg = ET.fromstring(base64.b64decode(data))
        assert svg.tag == "{http://www.w3.org/2000/svg}svg"
        known = {one.get("id") for one in svg.iter()}
        whole = ET.tostring(svg, encoding="unicode")
        assert {*re.findall(r"(?:url\(|href=\")#([\w-]+)", whole), *svg.get("aria-labelledby").split()} <= known
        assert "var(" not in whole
        assert not re.search(r"https?://(?!www\.w3\.org/)", whole)


@pytest.mark.parametrize("name", HIDDEN)
def test_no_notebook_holds_the_formula_that_the_third_hint_keeps(made, name):
    unit = COURSE.exercise(name).unit
    cells = Notebook({"cells": cells_of(made, unit)})
    lead_in = cells.cell(f"{name}-text")
    words = PICTURE.sub("", source_of(lead_in))
    svg = ET.fromstring(base64.b64decode(PICTURE.findall(source_of(lead_in))[0][1]))
    drawn = ["".join(one.itertext()) for one in svg.iter() if one.tag.endswith(("}text", "}title", "}desc"))]
    assert said_in(f"{words}\n{source_of(cells.cell('explain-text'))}", name) == []
    assert [text for text in drawn if said_in(text, name)] == []


@pytest.mark.parametrize("name", ["chain_length_3", "chain_length_n", "matrix_forward_extra", "two_layer_loss"])
def test_where_no_slope_is_asked_no_string_leads_back(made, name):
    def drawn(name):
        cells = Notebook({"cells": cells_of(made, COURSE.exercise(name).unit)})
        svg = ET.fromstring(base64.b64decode(PICTURE.findall(source_of(cells.cell(f"{name}-text")))[0][1]))
        return ["".join(one.itertext()) for one in svg.iter() if one.tag.endswith("}text")]

    assert "?" not in drawn(name)
    assert "?" in drawn("chain_deriv_3")


def test_a_picture_is_the_same_whatever_was_drawn_before():
    first = picture.__wrapped__("chains", "A chain of two")
    picture.__wrapped__("functions", "The sigmoid")
    assert picture.__wrapped__("chains", "A chain of two") == first
    assert picture.__wrapped__("matrix_calculus", "functions/The sigmoid") == picture.__wrapped__(
        "functions", "The sigmoid"
    )
    with pytest.raises(BrokenError, match=r"docs/chains\.md has no picture with the title 'A chain of nine'"):
        picture.__wrapped__("chains", "A chain of nine")
