"""A handed-in notebook, read and made whole again, whatever became of it."""

import json
import math
import re

import nbformat
import pytest

from grader.errors import BrokenError

SOURCE = "# The hidden checks.\n### BEGIN HIDDEN TESTS\nsecret = 1\n### END HIDDEN TESTS"


@pytest.fixture
def released(door):
    make = door.release.Released
    cells = [
        make("setup", "code", "import numpy as np", True, "c0", None, False, False),
        make("deriv", "code", "def deriv(): ...", False, "c1", None, True, False),
        make("deriv-visible", "code", 'check("deriv")', True, "c2", 7.0, False, False),
        make("deriv-hidden", "code", SOURCE, True, "c3", 6.0, False, False),
        make("explain", "markdown", "YOUR ANSWER HERE", False, "c4", 2.0, True, False),
    ]
    return {cell.name: cell for cell in cells}


def code(source, grade_id=None, **extra):
    marks = {"nbgrader": {"grade_id": grade_id, "points": 1000}} if grade_id else {}
    return nbformat.v4.new_code_cell(source, metadata=marks | extra.pop("metadata", {}), **extra)


def text(source, grade_id=None, **extra):
    marks = {"nbgrader": {"grade_id": grade_id}} if grade_id else {}
    return nbformat.v4.new_markdown_cell(source, metadata=marks, **extra)


def whole():
    return [
        code("import numpy as np", "setup"),
        code("def deriv(): return 1", "deriv"),
        code("check('deriv')", "deriv-visible"),
        code("# The hidden checks.", "deriv-hidden"),
        text("Because.", "explain"),
    ]


def run(door, released, cells):
    problems = []
    names = door.naming.name_cells(cells, released, problems)
    made, _ = door.restore.restore(cells, names, released, problems)
    return {cell.metadata.nbgrader.grade_id: cell for cell in made if cell.metadata}, made, problems


def test_locked_cells_get_their_text_and_all_cells_their_marks_back(door, released):
    named, made, problems = run(door, released, whole())
    assert problems == []
    assert len(made) == 5
    assert named["setup"].source == "import numpy as np"
    assert named["deriv"].source == "def deriv(): return 1"
    assert named["deriv-hidden"].source == "# The hidden checks.\n"
    assert named["deriv-visible"].metadata.nbgrader.points == 7.0
    assert named["deriv-visible"].metadata.nbgrader.locked
    nb = nbformat.v4.new_notebook(cells=made)
    nbformat.validate(nb)


def test_deleted_test_and_answer_cells_are_put_back_in_their_place(door, released):
    cells = [cell for cell in whole() if cell.metadata.nbgrader.grade_id in ("setup", "deriv")]
    named, made, problems = run(door, released, cells)
    assert list(named) == ["setup", "deriv", "deriv-visible", "deriv-hidden", "explain"]
    assert problems == ["missing and put back: cells deriv-visible, deriv-hidden, explain"]
    assert "secret" not in "".join(cell.source for cell in made)
    named, _, problems = run(door, released, [])
    assert list(named) == ["setup", "deriv-visible", "deriv-hidden", "explain"]
    assert problems == ["missing and put back: cells setup, deriv-visible, deriv-hidden, explain"]


def test_of_a_duplicated_cell_the_last_one_that_was_written_in_keeps_the_mark(door, released):
    cells = [*whole(), code("def deriv(): return 2", "deriv"), code("def deriv(): ...", "deriv")]
    named, made, problems = run(door, released, cells)
    assert named["deriv"].source == "def deriv(): return 2"
    assert len([cell for cell in made if cell.metadata]) == 5
    assert problems == ["cell deriv stands there 3 times; cell 6 of the file was taken"]


def test_cells_without_marks_are_known_by_their_ids(door, released):
    cells = whole()
    for cell in cells:
        cell["id"] = cell.metadata.nbgrader.grade_id
        cell.metadata = nbformat.from_dict({})
    named, _, problems = run(door, released, cells)
    assert set(named) == set(released)
    assert problems == [
        "cells setup, deriv, deriv-visible, deriv-hidden and 1 more had lost nbgrader's marks, known by the id"
    ]


def test_converted_cells_are_turned_back(door, released):
    cells = whole()
    cells[1] = text("def deriv(): return 1", "deriv")
    cells[4] = code("Because.", "explain")
    named, _, problems = run(door, released, cells)
    assert named["deriv"].cell_type == "code"
    assert named["explain"].cell_type == "markdown"
    assert problems == ["cell deriv was turned into markdown and has been turned back",
                        "cell explain was turned into code and has been turned back"]  # fmt: skip


@pytest.mark.parametrize("mark", ["unknown", 3, ["deriv"], {"a": 1}, None])
def test_marks_that_are_not_of_the_release_are_none(door, released, mark):
    cell = code("print(1)", metadata={"nbgrader": {"grade_id": mark, "grade": True, "points": 99}})
    _, made, _ = run(door, released, [*whole(), cell])
    assert made[-1].metadata == {}


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "</div><iframe src=//x>",
        "<!--",
        "<?php",
        "a <b>b</b>",
    ],
)
def test_no_tag_can_open_in_what_a_student_wrote(door, released, evil):
    cells = [text(evil), nbformat.v4.new_raw_cell(evil, metadata={"raw_mimetype": "text/html"}), text(evil, "explain")]
    _, made, _ = run(door, released, cells)
    shown = [cell for cell in made if cell.cell_type != "code"]
    assert len(shown) == 3
    for cell in shown:
        assert not re.search(r"<[a-z/!?]|\][(:]", cell.source)
        assert cell.source.replace("\u200b", "") == evil
        assert "raw_mimetype" not in cell.metadata
    assert door.reading.escape_markup("![x](attachment:a.png)") == "![x](attachment:a.png)"
    assert door.reading.escape_markup("a < b, x<3 and $a<2$") == "a < b, x<3 and $a<2$"


def read(door, tmp_path, data, name="n.ipynb"):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    return door.reading.read_notebook(tmp_path / "n.ipynb")


def kit(nb):
    return nb.metadata["calculus_kit_read"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"{nope", "not JSON"),
        (b"", "n.ipynb is empty"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[1, 2]", "is not a notebook"),
        (b'{"nbformat": 4}', "is not a notebook"),
        (b'{"nbformat": 4, "cells": {}}', "is not a notebook"),
        (b'{"nbformat": 99, "cells": "x"}', "is not a notebook"),
        (b'{"nbformat": "a", "worksheets": 1}', "is not a notebook"),
    ],
)
def test_what_is_no_notebook_is_said(door, tmp_path, data, says):
    nb = read(door, tmp_path, data)
    assert says in kit(nb)["unreadable"]
    assert nb.cells == []


def test_a_missing_file_a_link_and_a_huge_one(door, tmp_path, monkeypatch):
    folder = tmp_path / "mine"
    folder.mkdir()
    assert kit(door.reading.read_notebook(folder / "n.ipynb"))["unreadable"].startswith("n.ipynb is missing")
    (tmp_path / "theirs.ipynb").write_text("{}")
    (folder / "n.ipynb").symlink_to(tmp_path / "theirs.ipynb")
    assert "leads out of the folder" in kit(door.reading.read_notebook(folder / "n.ipynb"))["unreadable"]
    (folder / "n.ipynb").unlink()
    (folder / "n.ipynb").write_text("x" * 200)
    monkeypatch.setattr(door.reading, "MAX_NOTEBOOK", 100)
    assert "larger than" in kit(door.reading.read_notebook(folder / "n.ipynb"))["unreadable"]


def test_a_renamed_notebook_is_read_in_its_place(door, tmp_path):
    nb = read(door, tmp_path, {"nbformat": 4, "cells": [{"cell_type": "code", "source": "x = 1"}]}, "mine (1).ipynb")
    assert nb.cells[0].source == "x = 1"
    assert kit(nb)["problems"] == ["n.ipynb is missing; mine (1).ipynb was read in its place"]
    (tmp_path / "another.ipynb").write_text("{}")
    assert kit(door.reading.read_notebook(tmp_path / "n.ipynb"))["unreadable"].startswith("n.ipynb is missing")


def test_an_older_format_is_converted(door, tmp_path):
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"metadata": {}, "cells": [
        {"cell_type": "code", "language": "python", "input": "x = 1", "outputs": [],
         "metadata": {"nbgrader": {"grade_id": "deriv"}}},
    ]}]}  # fmt: skip
    nb = read(door, tmp_path, old)
    assert nb.cells[0].source == "x = 1"
    assert nb.cells[0].metadata.nbgrader.grade_id == "deriv"
    assert "older format" in kit(nb)["problems"][0]


@pytest.mark.parametrize("version", [{"nbformat": 5}, {"nbformat": "4"}, {"nbformat_minor": 99}, {}])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_version_or_an_encoding_that_no_notebook_has_is_no_reason_not_to_read_it(door, tmp_path, version, encoding):
    cells = [{"cell_type": "code", "source": "σ = 1", "outputs": [], "metadata": {}}]
    nb = read(
        door, tmp_path, json.dumps({"cells": cells, "metadata": {}} | version, ensure_ascii=False).encode(encoding)
    )
    assert kit(nb) == {"unreadable": None, "problems": [], "beside": []}
    assert [cell.source for cell in nb.cells] == ["σ = 1"]
    nbformat.validate(nb)


def test_a_notebook_of_too_many_cells_waits_for_a_person(door, tmp_path, monkeypatch):
    """Whoever reads only the first ones takes the rest for missing, and gives 0."""
    cells = [{"cell_type": "code", "source": ""}] * 5
    monkeypatch.setattr(door.reading, "MAX_CELLS", 5)
    assert len(read(door, tmp_path, {"nbformat": 4, "cells": cells}).cells) == 5
    many = read(door, tmp_path, {"nbformat": 4, "cells": cells * 2})
    assert kit(many)["unreadable"] == "n.ipynb has more than 5 cells"
    assert many.cells == []


def test_odd_cells_are_left_out_or_mended(door, tmp_path):
    cells = [
        7,
        {"cell_type": "code", "source": 5},
        {"cell_type": "code", "source": ["x = 1\n", 3, "y = 2"], "metadata": [], "id": "§§"},
        {"cell_type": "oops", "source": "hm\ud800"},
        {"cell_type": "markdown", "source": "pictures", "attachments": {
            "a.png": {"image/png": "aGFsbG8="}, "b.png": {"image/png": '" onerror="alert(1)'},
            "c.svg": {"image/svg+xml": "PHN2Zz4="},
            '"><script>': {"image/png": "aGFsbG8="}}},
    ]  # fmt: skip
    nb = read(door, tmp_path, {"nbformat": 4, "metadata": {"calculus_kit": 3}, "cells": cells})
    assert [cell.source for cell in nb.cells] == ["x = 1\ny = 2", "hm?", "pictures"]
    assert nb.cells[2].attachments == {name: {"image/png": "aGFsbG8="} for name in ("a.png", "picture-2.png")}
    assert len(kit(nb)["problems"]) == 2
    nbformat.validate(nb)


def test_what_a_student_writes_under_our_own_keys_does_not_count(door, tmp_path):
    ours = {"unreadable": "x", "problems": "y"}
    data = {"nbformat": 4, "metadata": {"calculus_kit_read": ours, "calculus_kit": 3}, "cells": []}
    nb = read(door, tmp_path, data)
    assert kit(nb) == {"unreadable": None, "problems": [], "beside": []}
    assert "calculus_kit" not in nb.metadata


def a_check(verdict, points, most, *, hidden=False):
    from grader.grading.report import CheckReport

    return CheckReport(
        name="c", sentence="s", hidden=hidden, verdict=verdict, points=points, max_points=most, message=""
    )


def report_with(verdict, checks):
    from grader.grading.report import ExerciseReport

    return ExerciseReport(unit="u", name="f", file="", line=1, verdict=verdict, points=0, max_points=0, checks=checks)


@pytest.mark.parametrize("points", [math.nan, math.inf, -1.0, 50.0])
def test_points_are_finite_and_within_the_cell_s_range(door, points):
    report = report_with("pass", [a_check("pass", points, 4.0)])
    score = door.grading._score(report, 8.0, hidden=False)
    if math.isfinite(points):
        assert type(score.points) is float
        assert 0 <= score.points <= 8.0
    else:
        assert score == door.grading.Score(None, review=True)
    assert door.grading._score(report, 8.0, hidden=True) == door.grading.Score(None, review=True)


def test_points_are_scaled_to_what_the_gradebook_says_a_cell_is_worth(door):
    checks = [a_check("pass", 3.0, 4.0, hidden=True), a_check("broken", 1.0, 1.0, hidden=True)]
    report = report_with("broken", checks)
    assert door.grading._score(report, 10.0, hidden=True) == door.grading.Score(8.0, review=True)
    assert door.grading._score(report, 5.0, hidden=True) == door.grading.Score(4.0, review=True)


def test_the_seed_is_secret_and_stays(door, tmp_path):
    file = tmp_path / "seed.secret"
    seed = door.grading.secret_seed(file)
    assert door.grading.secret_seed(file) == seed
    assert file.stat().st_mode & 0o777 == 0o600
    assert seed != door.grading.secret_seed(tmp_path / "other.secret")


NO_SEEDS = {
    "empty": "", "text": "abc\n", "negative": "-3", "another script": "१", "two": "12 34", "huge": "9" * 5000,
    "a NUL": "\x00", "a conflict": "<<<<<<< HEAD\n3",
}  # fmt: skip


@pytest.mark.parametrize("text", NO_SEEDS.values(), ids=NO_SEEDS.keys())
def test_a_damaged_seed_is_said_and_not_drawn_anew(door, tmp_path, monkeypatch, text):
    monkeypatch.setattr(door.grading, "SEED_SECONDS", 0.0)
    file = tmp_path / "seed.secret"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BrokenError, match=r"seed\.secret is damaged: it holds no seed\. Bring it back"):
        door.grading.secret_seed(file)
    assert file.read_text(encoding="utf-8") == text


def test_a_seed_that_another_process_is_writing_is_waited_for(door, tmp_path, monkeypatch):
    file = tmp_path / "seed.secret"
    file.write_text("")
    monkeypatch.setattr(door.grading.time, "sleep", lambda _seconds: file.write_text("7\n"))
    assert door.grading.secret_seed(file) == 7


def test_of_a_seed_for_which_there_is_no_room_nothing_stays(door, tmp_path, monkeypatch):
    file = tmp_path / "seed.secret"
    with monkeypatch.context() as patched:
        patched.setattr(door.grading.secrets, "randbelow", lambda _most: (tmp_path / "none").stat())
        with pytest.raises(BrokenError, match="cannot be read or made"):
            door.grading.secret_seed(file)
    assert not file.exists()
    assert door.grading.secret_seed(file) == door.grading.secret_seed(file)


def test_notes_hold_no_markdown_of_a_student(door):
    note = door.grading._notes(["file `<b>` [x](javascript:1)\n# title"])
    assert note == "**About this notebook**\n\n- file \\`<\u200bb>\\` \\[x\\]\\(javascript:1\\) \\# title"


def test_the_hook_asks_for_the_notebook_that_is_missing(door, monkeypatch):
    monkeypatch.setattr(door.grading, "warm_workers", lambda jail: None)
    notebooks = ["/c/submitted/ada/chains/mine.ipynb"]
    door.course.Before()(assignment="*", student="*", notebooks=notebooks)
    assert notebooks == ["/c/submitted/ada/chains/mine.ipynb", "/c/submitted/ada/chains/chains.ipynb"]


def test_a_program_that_holds_a_check_that_was_mended_since_grades_nothing(door, monkeypatch, capsys):
    """JupyterLab, whose formgrader autogrades, too."""
    monkeypatch.setattr(door.grading, "warm_workers", lambda jail: None)
    before = dict(door.course._AT_START)
    file = next(path for path in before if path.match("hidden/derivatives.py"))
    monkeypatch.setattr(door.course, "_AT_START", before | {file: before[file] - 1})
    with pytest.raises(SystemExit) as stop:
        door.course.Before()(assignment="*", student="*", notebooks=[])
    assert stop.value.code == 3
    assert "Start it again, JupyterLab too" in capsys.readouterr().err


def test_without_a_jail_nothing_is_graded(door, monkeypatch, capsys):
    from grader.errors import BrokenError

    def refuse(**_):
        raise BrokenError("The jail does not hold here.")

    monkeypatch.setattr(door.grading, "warm_workers", refuse)
    with pytest.raises(SystemExit) as stop:
        door.course.Before()(assignment="*", student="*", notebooks=[])
    assert stop.value.code == 3
    assert "does not hold" in capsys.readouterr().err
