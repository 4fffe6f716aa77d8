"""Files bent as tools bend them: what is read of them, which pictures are shown, and what lies beside."""

import json
import os
import time

import pytest

from grader.course.syllabus import load_course
from grader.submission.cells import Cell
from grader.submission.notebook import read_cells, read_notebook

PNG = "aGFsbG8="
DERIV = "def deriv(func, input_, delta=0.001):\n    return 1\n"
STUB = "def deriv(func, input_, delta=0.001):\n    raise NotImplementedError\n"
CODE = {"cell_type": "code", "source": DERIV, "metadata": {}, "outputs": []}


def read(door, folder, data):
    (folder / "n.ipynb").write_text(json.dumps(data))
    return door.reading.read_notebook(folder / "n.ipynb")


@pytest.mark.parametrize(
    "data",
    [
        {"nbformat": 4, "worksheets": [{"cells": [CODE]}]},
        {"nbformat": 3, "cells": [CODE]},
        {"nbformat": 2, "worksheets": [7, {"cells": 3}, {}, {"cells": [{"cell_type": "code", "input": DERIV}]}]},
        {"nbformat": 1, "cells": [{"cell_type": "code", "code": DERIV}]},
        {"cells": [CODE | {"source": DERIV.splitlines()}]},
        {"cells": [CODE | {"source": DERIV.splitlines(keepends=True)}]},
    ],
)  # fmt: skip
def test_a_notebook_is_known_by_its_cells_whatever_it_says_of_its_format(door, tmp_path, data):
    nb = read(door, tmp_path, data)
    assert nb.metadata["calculus_kit_read"]["unreadable"] is None
    assert [(cell.cell_type, cell.source.strip()) for cell in nb.cells] == [("code", DERIV.strip())]


@pytest.mark.parametrize("kind", ["heading", "html"])
def test_text_cells_of_older_formats_are_text(door, tmp_path, kind):
    (cell,) = read(door, tmp_path, {"worksheets": [{"cells": [{"cell_type": kind, "source": "Why"}]}]}).cells
    assert (cell.cell_type, cell.source) == ("markdown", "Why")


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("![a](attachment:a.png)", "a.png"),
        ('![a](attachment:a.png "its title")', "a.png"),
        ("![a](attachment:a.png =200x300)", "a.png"),
        ("<img width=3 src='attachment:a.png'/>", "a.png"),
        ("![a](attachment:Bild%20(1).png)", "Bild (1).png"),
        ("![a](<attachment:Bild (1).png>)", "Bild (1).png"),
        ("![a](attachment:f%C3%BCr%20%231.png)", "für #1.png"),
        ('<img src="attachment:my scan.png">', "my scan.png"),
        (f"![image.png](data:image/png;base64,{PNG})", None),
    ],
)
@pytest.mark.parametrize("data", [PNG, f"{PNG[:4]}\n{PNG[4:]}\n", [PNG[:4], PNG[4:]]])
def test_a_picture_is_shown_however_it_was_pasted(door, tmp_path, source, name, data):
    attachments = {name: {"image/png": data}} if name else {}
    source = f"See {source} here."
    (cell,) = read(
        door, tmp_path, {"cells": [{"cell_type": "markdown", "source": source, "attachments": attachments}]}
    ).cells
    text = door.reading.escape_markup(cell.source)
    page = door.pages._html(text, attachments=cell.attachments)
    assert page.count(f'<img src="data:image/png;base64,{PNG}"') == 1
    assert text.startswith("See ")
    assert text.endswith(" here.")


@pytest.mark.parametrize(
    ("source", "attachments", "missing"),
    [
        ("![a](attachment:a.png)", None, "a.png"),
        ("![a](attachment:a.png 'title')", {"b.png": {"image/png": PNG}}, "a.png"),
        ("![a](attachment:a.svg)", {"a.svg": {"image/svg+xml": "<svg onload='alert(1)'/>"}}, "a.svg"),
        ("![a](attachment:a.png)", {"a.png": {"image/png": "no picture!"}}, "a.png"),
        ("![a](<attachment:my scan.png>)", [], "my scan.png"),
    ],
)
def test_a_picture_that_is_not_there_is_named_and_its_page_is_made(door, tmp_path, source, attachments, missing):
    cell = {"cell_type": "markdown", "source": source, "attachments": attachments}
    nb = read(door, tmp_path, {"cells": [CODE, cell]})
    said = [f"cell 2 shows a picture that is not in the file: {missing}"]
    assert nb.metadata["calculus_kit_read"]["problems"] == said
    page, _ = door.pages.PageExporter().from_notebook_node(nb)
    assert "onload" not in page
    raw = nb.copy()
    raw.cells[1].source = source
    assert "this picture is not in the notebook" in door.pages.PageExporter().from_notebook_node(raw)[0]


@pytest.mark.parametrize(
    "source",
    [
        "](attachment:a" + " " * 300_000,
        "](attachment:a '" * 30_000,
        '<img src="attachment:a" ' * 20_000,
        "<img " + 'src="attachment:a" ' * 20_000,
        "](data:image/png;base64," * 20_000,
        "attachment:" * 30_000,
        "<attachment:" * 30_000,
    ],
    ids=["blanks", "titles", "tags", "sources", "data", "names", "angles"],
)  # fmt: skip
def test_no_text_is_looked_through_again_and_again(source):
    from grader.nbgrader_plugin.pictures import take_pictures

    attachments = {f"{number} a.png": {"image/png": PNG} for number in range(5000)}
    begin = time.process_time()
    take_pictures(source, attachments)
    assert time.process_time() - begin < 5


def test_what_is_no_file_is_not_waited_for(door, tmp_path):
    os.mkfifo(tmp_path / "n.ipynb")
    os.mkfifo(tmp_path / "timestamp.txt")
    nb = door.reading.read_notebook(tmp_path / "n.ipynb")
    assert nb.metadata["calculus_kit_read"]["unreadable"] == "n.ipynb is no file"
    assert door.timestamps.read_time(tmp_path)[1].startswith("timestamp.txt holds no time (it is no file)")


def test_only_files_of_the_student_s_stand_beside(door, tmp_path):
    from grader.nbgrader_plugin.beside import files_beside

    (tmp_path / "real.ipynb").write_text("{}")
    (tmp_path / "n.ipynb").symlink_to("real.ipynb")
    (tmp_path / "lost.txt").symlink_to("nowhere")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    os.mkfifo(tmp_path / "pipe")
    for name in ("._n.ipynb", "timestamp.txt", "submission_secret.txt", "feedback/n.html", "__MACOSX/n.ipynb",
                 ".ipynb_checkpoints/n.ipynb", "__pycache__/x.pyc", "sub/mine.py", "scan [1].pdf"):  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert files_beside(tmp_path / "n.ipynb") == ["scan [1].pdf", "sub/mine.py"]


CONTRACT = load_course().contract


@pytest.mark.parametrize("stub", [[], [Cell("cell deriv", STUB)]])
@pytest.mark.parametrize(
    ("cell", "says"),
    [
        (Cell("cell 9", f"```python\n{DERIV}```", "Markdown"), "a Markdown cell, not in a code cell"),
        (Cell("cell 9", DERIV, "raw"), "a raw cell, not in a code cell"),
        (Cell("cell 9", f"%%writefile deriv.py\n{DERIV}"), "a %%writefile cell, not in one of Python"),
        (Cell("cell 9", f"\n%%bash -s\n{DERIV}"), "a %%bash cell, not in one of Python"),
    ],
)
def test_a_function_in_a_cell_that_is_not_read_is_told(stub, cell, says):
    problems = read_cells([*stub, cell], "n.ipynb", CONTRACT).problems
    assert [problem.message for problem in problems] == [f"cell 9: deriv stands in {says}"]
    assert read_cells([cell, Cell("cell 10", DERIV)], "n.ipynb", CONTRACT).problems == []


@pytest.mark.parametrize("magic", ["%%time", "%%debug", "%%memit -r 1", "%%capture out", "%%python3"])
def test_a_magic_that_runs_the_cell_as_python_hides_nothing(magic):
    found = read_cells([Cell("cell 1", f"{magic}\n{DERIV}")], "n.ipynb", CONTRACT)
    assert found.problems == []
    assert "deriv" in found.units["derivatives"].functions


def test_a_stub_does_not_hide_that_the_work_is_text():
    cells = [{"cell_type": "code", "source": STUB}, {"cell_type": "markdown", "source": DERIV}]
    found = read_notebook(json.dumps({"cells": cells}).encode(), "n.ipynb", CONTRACT)
    assert [problem.message for problem in found.problems] == ["deriv stands in a Markdown cell, not in a code cell"]
