"""Each student of a class has a name that no other has: always the same one, and known before anything is graded."""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from helpers import run_grader
from hypothesis import given
from hypothesis import strategies as st

from grader.files import spreadsheet_cell
from grader.graded_class.grades import cell
from grader.submission.hand_in.class_folder import HandIn
from grader.submission.hand_in.students import give_names, read_class

ROOT = Path(__file__).parents[2]
RIGHT = "def square(x):\n    return x * x\n"
NFC, NFD = "Zo\u00eb", "Zoe\u0308"


def run_batch(folder, out, *options):
    words = ["batch", folder, "square", "--out", out, "--no-jail", "--jobs", "1", *options]
    return run_grader(*words, cwd=ROOT, text=True)


def hand_in(folder, *entries):
    folder.mkdir(exist_ok=True)
    for entry in entries:
        place = folder / entry
        if not entry.endswith(".py"):
            place.mkdir()
            place /= "functions.py"
        place.write_text(RIGHT, encoding="utf-8")
    return folder


def named(*entries, known=None):
    """The names by entry."""
    return {
        one.path.name: one.student for one in give_names([HandIn("", Path(entry)) for entry in entries], known or {})
    }


def results(out):
    lines = (out / "results.jsonl").read_text(encoding="utf-8").splitlines()
    return [(report["student"], Path(report["submission"]).name) for report in map(json.loads, lines)]


@pytest.mark.parametrize(
    ("entries", "names"),
    [
        (["ada", "ada (2)", "ada.py"], ["ada", "ada (2)", "ada (3)"]),
        (["ada", "ada (2)", "ada (3)", "ada.ipynb", "ada.py"], ["ada", "ada (2)", "ada (3)", "ada (4)", "ada (5)"]),
        (["bob", "bob "], ["bob", "bob (2)"]),
        (["bob  smith", "bob\nsmith", "bob\tsmith"], ["bob smith (3)", "bob smith (2)", "bob smith"]),
        (["Bob", "bob"], ["Bob", "bob (2)"]),
        (["Straße", "strasse"], ["Straße", "strasse (2)"]),
        ([NFD, NFC], [NFC, f"{NFC} (2)"]),
        (["Ａｄａ", "ada"], ["Ａｄａ (2)", "ada"]),
        (["eve\x1b[31m", "eve\u202e[31m"], ["eve�[31m", "eve�[31m (2)"]),
        (["caf\udce9", "caf\udcff"], ["caf?", "caf? (2)"]),
        (["=1", "'=1"], ["=1 (2)", "'=1"]),
        ([" ", "  "], ["unnamed", "unnamed (2)"]),
    ],
)
def test_names_that_read_the_same_are_told_apart(entries, names):
    assert named(*entries) == dict(zip(entries, names, strict=True))


@given(
    st.lists(
        st.sampled_from(["a", "A", "a ", "a (2)", "A (2)", "a (2) (2)", "a.py", "á", "a\u0301", "b\n"]), unique=True
    )
)
def test_no_two_read_the_same_whatever_the_order(entries):
    found = named(*entries)
    assert len({name.casefold() for name in found.values()}) == len(entries)
    assert len({cell(name) for name in found.values()}) == len(entries)
    random.Random(0).shuffle(entries)
    assert named(*entries) == found


@given(st.data())
def test_who_has_a_name_keeps_it_whoever_comes(data):
    entries = ["a", "A", "a.py", "a (2)", "a (3)", "b", "B (2)"]
    before = named(*data.draw(st.lists(st.sampled_from(entries), unique=True)))
    after = named(*data.draw(st.lists(st.sampled_from(entries), unique=True)), known=before)
    everybody = after | before
    assert {entry: after[entry] for entry in after.keys() & before.keys()}.items() <= before.items()
    assert len({name.casefold() for name in everybody.values()}) == len(everybody)


def test_a_link_is_called_a_link(tmp_path):
    folder = hand_in(tmp_path / "class", "ada")
    (folder / "ben").symlink_to(folder / "ada")
    (folder / "gone\n::error::no").symlink_to("nowhere")
    (folder / "notes.txt").write_text("")
    handed, left, *_ = read_class(folder)
    assert handed == [HandIn("ada", folder / "ada")]
    assert left == [
        "ben is a link; links are not followed",
        "gone�: :error::no is a link; links are not followed",
        "notes.txt is no folder, notebook, .py file or zip",
    ]


def test_all_of_three_who_read_the_same_are_graded_also_after_a_kill(tmp_path):
    folder, out = hand_in(tmp_path / "class", "ada.py", "ada", "ada (2)"), tmp_path / "out"
    assert run_batch(folder, out).returncode == 0
    whole = results(out)
    assert sorted(whole) == [("ada", "ada"), ("ada (2)", "ada (2)"), ("ada (3)", "ada.py")]
    lines = (out / "results.jsonl").read_bytes().splitlines(keepends=True)
    for kept in (1, 2):
        (out / "results.jsonl").write_bytes(b"".join(lines[:kept]) + lines[kept][:30])
        assert run_batch(folder, out, "--resume").returncode == 0
        assert sorted(results(out)) == sorted(whole)


def test_names_are_written_down_before_anything_is_graded(tmp_path):
    folder, out = (
        hand_in(tmp_path / "class", "bob", "bob ", b"caf\xe9".decode(errors="surrogateescape")),
        tmp_path / "o",
    )
    (folder / "bob" / "functions.py").write_text("while True: pass\n" + RIGHT)
    command = [sys.executable, "-m", "grader", "batch", os.fsencode(folder), "--out", str(out), "--no-jail"]
    running = subprocess.Popen([*command, "--timeout", "60"], cwd=ROOT)
    try:
        while not (out / "students.json").exists():
            assert running.poll() is None
            time.sleep(0.02)
    finally:
        running.kill()
        running.wait()
    found = json.loads((out / "students.json").read_text(encoding="utf-8"))
    assert found == {"bob": "bob", "bob (2)": "bob ", "caf?": "caf\udce9"}


def test_a_batch_that_is_resumed_keeps_the_names_also_where_the_class_changed(tmp_path):
    folder, out = hand_in(tmp_path / "class", "ada", "ben", "cem.py"), tmp_path / "out"
    assert run_batch(folder, out).returncode == 0
    (folder / "cem.py").unlink()
    hand_in(folder, "Ada", "cem")  # in a new batch, these would be Ada and cem
    assert run_batch(folder, out, "--resume").returncode == 0
    assert sorted(results(out)) == [
        ("Ada (2)", "Ada"), ("ada", "ada"), ("ben", "ben"), ("cem", "cem.py"), ("cem (2)", "cem"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A class of one, and what a batch wrote of it."""
    place = tmp_path_factory.mktemp("graded")
    folder, out = hand_in(place / "class", "ada"), place / "out"
    assert run_batch(folder, out).returncode == 0
    return folder, out


@pytest.mark.parametrize("text", [None, "", "[]", '{"a'])
def test_results_of_nobody_knows_whom_are_not_gone_on_from(graded, tmp_path, text):
    folder, out = graded[0], shutil.copytree(graded[1], tmp_path / "out")
    (out / "students.json").unlink()
    if text is not None:
        (out / "students.json").write_text(text)
    done = run_batch(folder, out, "--resume")
    assert done.returncode == 2
    assert "students.json, which says whose results these are, cannot be read" in done.stderr


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "\n1", " =1", "\u00a0=1", "\u3000=1", "\ufeff=1", "\u200b=1",
        "＝1", "＋1", "－1", "＠a", "﹦1", "−1", " ＝1",
    ],
)  # fmt: skip
def test_cells_that_some_spreadsheet_takes_for_a_formula(text):
    assert spreadsheet_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("text", "written"), [("a;=1", "a;'=1"), ("=1; @a;b", "'=1;' @a;b"), (";;＝1", ";;'＝1"), ("a; b;", "a; b;")]
)
def test_where_a_semicolon_ends_a_cell_none_begins_a_formula(text, written):
    """A spreadsheet with a decimal comma takes the lines of our file apart there."""
    assert spreadsheet_cell(text) == written


@pytest.mark.parametrize("value", ["", " ", "ada", "1+1", "a=b", "'=1", "ñ=", "（1）", 3, -1.5, None])
def test_cells_that_stay_as_they_are(value):
    assert spreadsheet_cell(value) == value
