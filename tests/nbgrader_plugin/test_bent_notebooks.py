"""Notebooks bent as people bend them, made whole again: what stands where, and which functions are read."""

import dataclasses
import json

import nbformat
import pytest
from classroom import Notebook, solved, source_of

from grader.authoring.notebooks.build import Choices, students_notebook
from grader.course.syllabus import load_course
from grader.submission.notebook import read_cells

COURSE = load_course()
DERIV = "def deriv(func, input_, delta=0.001):\n    return (func(input_ + delta) - func(input_ - delta)) / (2 * delta)"


@pytest.fixture(scope="module")
def master(made):
    return {name: json.loads(text) for name, text in made.items()}


@pytest.fixture(scope="module", params=["derivatives", "chains"])
def handed_out(request, master, door):
    """A unit's release as the gradebook has it, and the notebook that a student got."""
    unit = request.param
    stubs = {
        cell["id"]: source_of(cell)
        for cell in json.loads(students_notebook(COURSE.unit(unit), COURSE, Choices()))["cells"]
    }
    data = json.loads(json.dumps(master[f"{unit}/{unit}.ipynb"]))
    cells = {}
    for cell in data["cells"]:
        marks = cell["metadata"]["nbgrader"]
        text = stubs.get(cell["id"], source_of(cell)) if marks["solution"] else source_of(cell)
        made = door.release.Released(
            cell["id"], cell["cell_type"], text, marks["locked"], "c", marks.get("points"), marks["solution"], False
        )
        cells[cell["id"]] = made
        cell["source"] = made.shown
    return (
        door.release.Release(cells, data["metadata"]["kernelspec"]),
        Notebook(data),
        solved(master[f"{unit}/{unit}.ipynb"], data),
    )


def make_whole(door, release, notebook):
    nb = nbformat.from_dict(json.loads(notebook.text()))
    for cell in nb.cells:
        cell.source = source_of(cell)
    nb.metadata["calculus_kit_read"] = {"unreadable": None, "problems": []}
    made = door.restore.make_whole(nb, release)
    made.metadata["calculus_kit_read"] = {"unreadable": None, "problems": []}
    nbformat.validate(made)
    return made


def names(made):
    return [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in made.cells]


def read(door, made):
    cells = list(door.grading._code(made, made.metadata["calculus_kit"]["places"]))
    return read_cells(cells, "n.ipynb", COURSE.contract)


def strip(notebook, *, ids=True):
    for cell in notebook.cells:
        cell["metadata"] = {}
        if ids:
            cell["id"] = f"drawn-{id(cell)}"
    return notebook


def test_what_was_not_touched_is_told_nothing(door, handed_out):
    release, stub, right = handed_out
    for notebook in (stub, right):
        made = make_whole(door, release, notebook)
        assert made.metadata["calculus_kit"]["problems"] == []
        assert names(made) == list(release.cells)


@pytest.mark.parametrize("locked", ["setup", "visible", "hidden"])
@pytest.mark.parametrize("above", [True, False])
def test_a_function_written_into_a_given_cell_is_read_with_what_it_needs(door, handed_out, locked, above):
    release, stub, _ = handed_out
    exercise = next(
        name for name, cell in release.cells.items() if cell.solution and f"{name}-visible" in release.cells
    )
    cell = "setup" if locked == "setup" else f"{exercise}-{locked}"
    given, mine = (
        release.cells[cell].shown,
        f"import math\ndef {exercise}(*args):\n    return math.pi + np.pi + 1 / 0\n",
    )
    text = f"{mine}\n{given}" if above else f"{given}\n{mine}"
    made = make_whole(door, release, Notebook(stub.data).write(cell, text))
    place = names(made).index(cell)
    assert made.cells[place].source == given
    assert mine.strip() in made.cells[place - 1].source
    assert f"written into the given cell {cell} is kept" in made.metadata["calculus_kit"]["problems"][0]
    found = read(door, made)
    (unit,) = {one.unit for one in COURSE.exercises if one.name == exercise}
    source = found.units[unit].source
    assert "import math" in source
    assert "import numpy as np" in source
    line = source.splitlines().index("    return math.pi + np.pi + 1 / 0") + 1
    own = text.splitlines().index("    return math.pi + np.pi + 1 / 0") + 1
    assert found.place(f"{unit}.py, line {line}") == f"cell {cell}, line {own}"


def test_given_code_that_was_changed_stays_given(door, handed_out):
    release, _, right = handed_out
    made = make_whole(door, release, Notebook(right.data).write("setup", "np = None\nHELP = 3"))
    place = names(made).index("setup")
    assert made.cells[place - 1].source == "np = None\nHELP = 3"
    assert made.cells[place].source == release.cells["setup"].shown


@pytest.mark.parametrize(
    ("old", "new"), [('"', "'"), ("\n", "\n\n"), ("\n", "\r\n"), ("check(", "grader.check("), ("check(", "# check(")]
)
def test_what_an_editor_does_to_given_cells_is_no_work(door, handed_out, old, new):
    release, _, right = handed_out
    bent = Notebook(right.data)
    for cell in bent.cells:
        if cell["metadata"]["nbgrader"]["locked"] and not (old == "check(" and cell["id"] == "setup"):
            cell["source"] = source_of(cell).replace(old, new)
    made = make_whole(door, release, bent)
    assert [name for name in names(made) if name] == list(release.cells)
    if "#" not in new:
        assert made.metadata["calculus_kit"]["problems"] == []


@pytest.mark.parametrize("lost", [(), ("setup",), ("about", "setup"), ("explain",), ("explain-text", "explain")])
def test_without_any_marks_cells_stand_where_they_stood(door, handed_out, lost):
    """As Colab and other editors leave a notebook: with neither marks nor ids."""
    release, _, right = handed_out
    made = make_whole(door, release, strip(Notebook(right.data).write("explain", "Because.").drop(*lost)))
    texts = {"explain-text", "about"} & set(lost)
    found = [name for name in names(made) if name]
    assert found == [name for name in release.cells if name not in texts]
    assert made.metadata["calculus_kit"]["absent"] == [name for name in ("explain",) if name in lost]
    if "explain" not in lost:
        assert made.cells[names(made).index("explain")].source == "Because."


def test_given_cells_without_marks_that_were_written_in_are_known_all_the_same(door, handed_out):
    release, _, right = handed_out
    bent = Notebook(right.data)
    for cell in bent.cells:
        if cell["metadata"]["nbgrader"]["locked"]:
            cell["source"] = f"{source_of(cell)}\nMINE = 1"
    made = make_whole(door, release, strip(bent))
    assert [name for name in names(made) if name] == list(release.cells)
    assert names(made)[0] in ("about", None)


def test_a_notebook_of_one_s_own_keeps_its_order(door, handed_out):
    """Everything in one cell, under a title of one's own: what is put back stands below the title."""
    release, stub, right = handed_out
    code = "\n\n".join(
        source_of(cell)
        for cell in right.cells
        if cell["metadata"]["nbgrader"]["solution"] and cell["cell_type"] == "code"
    )
    own = Notebook(stub.data | {"cells": []}).add("# My homework", "markdown", at=0).add(code, at=1)
    made = make_whole(door, release, own)
    assert made.cells[0].source == "# My homework"
    assert [cell.source for cell in made.cells].index(code) > names(made).index("setup")
    unit = next(iter({one.unit for one in COURSE.exercises if one.name in release.cells}))
    assert all(one.name in read(door, made).units[unit].functions for one in COURSE.unit(unit).exercises)


@pytest.mark.parametrize(
    ("kind", "at", "waits"),
    [("markdown", -1, True), ("markdown", 2, True), ("raw", -1, True), ("code", -1, True), ("code", 2, False)],
)
def test_an_answer_in_words_that_stands_elsewhere_waits_for_a_person(door, handed_out, kind, at, waits):
    release, stub, _ = handed_out
    made = make_whole(door, release, Notebook(stub.data).add("They cancel.", kind, at=at))
    assert made.metadata["calculus_kit"]["absent"] == ["explain"] * waits
    assert any("They cancel." in cell.source for cell in made.cells)


@pytest.mark.parametrize("locked", ["explain-text", "end", "about"])
def test_an_answer_in_a_given_text_cell_is_kept_and_waits(door, handed_out, locked):
    release, stub, _ = handed_out
    text = f"{release.cells[locked].shown}\n\nThey <b>cancel</b>.\n\nAll of them."
    made = make_whole(door, release, Notebook(stub.data).write(locked, text))
    place = names(made).index(locked)
    assert made.cells[place].source == release.cells[locked].shown
    assert made.cells[place + 1].source.replace("\u200b", "") == "They <b>cancel</b>.\n\nAll of them."
    assert made.metadata["calculus_kit"]["absent"] == ["explain"]


def test_an_answer_that_was_given_does_not_wait_for_other_text(door, handed_out):
    release, stub, _ = handed_out
    made = make_whole(door, release, Notebook(stub.data).write("explain", "Because.").add("A note.", "markdown"))
    assert made.metadata["calculus_kit"]["absent"] == []


def test_cells_of_one_s_own_are_called_by_their_number_in_the_file(door, handed_out):
    release, _, right = handed_out
    made = make_whole(door, release, Notebook(right.data).drop("setup").add("def helper(:", at=1))
    assert [problem.message[:8] for problem in read(door, made).problems] == ["cell 2: "]


def with_beside(door, release, notebook, beside):
    nb = nbformat.from_dict(json.loads(notebook.text()))
    for cell in nb.cells:
        cell.source = source_of(cell)
    nb.metadata["calculus_kit_read"] = {"unreadable": None, "problems": [], "beside": beside}
    return door.restore.make_whole(nb, release).metadata["calculus_kit"]


@pytest.mark.parametrize("beside", [["n-Copy1.ipynb"], ["chains.py"], ["homework.zip", "scan.pdf"]])
def test_a_stub_beside_which_there_is_something_waits(door, handed_out, beside):
    release, stub, right = handed_out
    kit = with_beside(door, release, stub, beside)
    assert kit["unreadable"] == f"The notebook is as it was handed out, and beside it there is {', '.join(beside)}"
    assert set(kit["absent"]) == {name for name, cell in release.cells.items() if cell.points is not None}
    assert with_beside(door, dataclasses.replace(release, beside=frozenset(beside)), stub, beside)["unreadable"] is None
    answered = Notebook(right.data).write("explain", "Because.")
    kit = with_beside(door, release, answered, beside)
    assert (kit["unreadable"], kit["absent"]) == (None, [])
    assert bool(kit["problems"]) == beside[0].endswith((".ipynb", ".py"))


def test_an_answer_may_be_in_a_file_beside(door, handed_out):
    release, stub, right = handed_out
    unanswered = Notebook(right.data).write("explain", source_of(stub.cell("explain")))
    kit = with_beside(door, release, unanswered, ["scan.pdf"])
    assert kit["absent"] == ["explain"]
    assert kit["problems"] == ["cell explain has no answer, but scan.pdf may: a person will look"]


@pytest.mark.parametrize("text", ["# They cancel.\n# All of them.", '"""They\ncancel."""', "%%markdown\nThey cancel."])
def test_an_answer_in_a_code_cell_of_words_waits_wherever_it_stands(door, handed_out, text):
    release, stub, _ = handed_out
    assert make_whole(door, release, Notebook(stub.data).add(text, at=2)).metadata["calculus_kit"]["absent"] == [
        "explain"
    ]
    check = next(name for name in release.cells if name.endswith("-visible"))
    written = Notebook(stub.data).write(check, f"{release.cells[check].shown}\n{text}")
    assert make_whole(door, release, written).metadata["calculus_kit"]["absent"] == ["explain"]


@pytest.mark.parametrize("text", ['hint("deriv")', "x = 1  # a trial", "# a trial\nprint(1)", "'a' + b.join('c')[0]"])
def test_a_cell_of_code_or_a_question_to_the_kit_is_no_answer(door, handed_out, text):
    release, stub, _ = handed_out
    assert make_whole(door, release, Notebook(stub.data).add(text, at=2)).metadata["calculus_kit"]["absent"] == []


def test_a_picture_is_an_answer_that_a_person_reads(door, handed_out):
    release, stub, _ = handed_out
    pasted = Notebook(stub.data)
    pasted.cell("explain")["attachments"] = {"a.png": {"image/png": "aGFsbG8="}}
    assert make_whole(door, release, pasted).metadata["calculus_kit"]["absent"] == ["explain"]


def test_of_a_doubled_cell_one_of_its_kind_is_taken(door, handed_out):
    release, _, right = handed_out
    bent, name = Notebook(right.data), next(name for name in release.cells if f"{name}-visible" in release.cells)
    note = bent.cell(name) | {"cell_type": "markdown", "id": "copy", "source": "My notes."}
    bent.cells.append({key: note[key] for key in ("cell_type", "id", "source", "metadata")})
    made = make_whole(door, release, bent)
    assert made.cells[names(made).index(name)].source == source_of(right.cell(name))
    assert all("turned into" not in problem for problem in made.metadata["calculus_kit"]["problems"])
