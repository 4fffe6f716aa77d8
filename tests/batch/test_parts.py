"""A class that is graded in parts and merged is the class that is graded at once; what is no part of it is refused."""

import argparse
import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
from helpers import run_grader, valid

from grader.batch.ending import end_part
from grader.batch.parts import Part, part
from grader.cli.main import main

ROOT = Path(__file__).parents[2]
RIGHT = "def square(x):\n    return x * x\n"
WRONG = "def square(x):\n    print('<b>mine</b>')\n    return x * 2\n"
ODD = f"import numpy as np\n\n\n{RIGHT}\n\ndef sigmoid(x):\n    return 1 / (1 + np.exp(-x)) ** 2\n"
CLASS = {
    "doejane_LATE_11_101_functions-1.py": RIGHT,
    "roeben_12_102_functions.py": "def square(x:\n",
    "foxann_13_103_functions.py": RIGHT.encode("utf-16"),
    "lilee_14_104_functions.py": WRONG,
    "lilee_18_108_functions.py": ODD,
    "catty_15_105_functions.py": "def square(x):\n    import os\n    os._exit(1)\n",
    "éñå😀_16_106_functions.py": WRONG,
    "=cmd_17_107_functions.ipynb": "{",
    "_secret.txt": "",
    "moonmay_19_109_functions.py": ODD.replace("** 2", "** 2  # mine"),
}
ROSTER = "Name,ID,Email\nJane Doe,11,j@x.edu\nBen Roe,12,b@x.edu\nLi Lee,14,\nLi Lee,18,\nNil Nobody,21,n@x.edu\n"
LATE = "due = 2026-03-01T23:59:00+01:00\npercent_per_day = 10\n"


def run(folder, out, *options):
    """What a batch says, and its exit code."""
    words = ["batch", folder, "square", "sigmoid", "--roster", folder.parent / "roster.csv", "--seed", "7"]
    done = run_grader(*words, "--out", out, "--jobs", "1", *options, cwd=ROOT, text=True)
    return done.stdout + done.stderr, done.returncode


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A class of a platform, graded whole and in three parts; what these printed."""
    place = tmp_path_factory.mktemp("parts")
    (place / "class").mkdir()
    for name, text in CLASS.items():
        (place / "class" / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    (place / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (place / "late.toml").write_text(LATE)
    runs = {f"part{i}": ("--part", f"{i}/3", "--feedback") for i in (1, 2, 3)}
    runs["whole"] = ("--feedback", "--late", place / "late.toml")
    said = {name: run(place / "class", place / name, *options) for name, options in runs.items()}
    assert [code for _, code in said.values()] == [0, 0, 0, 1], said  # who is to be looked at, the merge says
    return place, said


@pytest.fixture
def parts(graded, tmp_path):
    """Copies of the three parts, to be spoilt."""
    return [shutil.copytree(graded[0] / f"part{i}", tmp_path / f"part{i}") for i in (1, 2, 3)]


def merge(parts, out, *options):
    return main(["batch", "--merge", *map(str, parts), "--out", str(out), *map(str, options)])


def results_of(out):
    """The reports by student, without the seconds."""
    found = [json.loads(line) for line in (out / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    for report in found:
        for exercise in report["exercises"]:
            exercise["seconds"] = 0
    return sorted(found, key=lambda one: one["student"])


def files_of(out):
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.name not in ("results.jsonl", ".lock")
    }


# --- which part


@pytest.mark.parametrize("count", [1, 2, 3, 7, 1000])
def test_everybody_is_in_one_part(count):
    names = [f"student {i} ñ" for i in range(500)] + ["", "\udcff", "a" * 300]
    sizes = Counter()
    for name in names:
        (number,) = [i for i in range(1, count + 1) if Part(i, count).has(name)]
        sizes[number] += 1
    assert sum(sizes.values()) == len(names)
    assert max(sizes.values()) <= 2 * len(names) / count + 10


def test_a_part_is_the_same_on_every_machine_and_day():
    assert [[name for name in ("ada", "ben", "cem", "éñå") if Part(i, 3).has(name)] for i in (1, 2, 3)] == [
        ["cem", "éñå"], [], ["ada", "ben"],
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "2", "0/3", "4/3", "1/0", "-1/3", "1/3/3", "1/1000000", "a/b", "1 /3", "٢/٣"])
def test_what_is_no_part_is_told(text, capsys):
    with pytest.raises(argparse.ArgumentTypeError):
        part(text)
    assert main(["batch", "class", "--out", "out", f"--part={text}"]) == 2
    assert "K/N, with K from 1 to N" in capsys.readouterr().err


# --- merged


def test_merged_is_the_whole_byte_for_byte(graded, tmp_path, capsys):
    place, said = graded
    parts = [place / f"part{i}" for i in (1, 2, 3)]
    assert merge(parts, tmp_path / "out", "--feedback", "--late", place / "late.toml") == 1
    whole = files_of(place / "whole")
    assert files_of(tmp_path / "out") == whole
    assert {"grades.csv", "report.html", "items.csv", "canvas.csv", "moodle.csv", "feedback-canvas.zip"} <= whole.keys()
    assert sum(name.startswith("feedback/") for name in whole) == 9
    assert results_of(tmp_path / "out") == results_of(place / "whole")
    told = capsys.readouterr().out
    assert told.replace(str(tmp_path / "out"), "OUT") == said["whole"][0].replace(str(place / "whole"), "OUT")
    assert "Nil Nobody" in whole["grades.csv"].decode()
    assert "(14)" in whole["grades.csv"].decode(), "two of one name"
    exercises = [one for report in results_of(tmp_path / "out") for one in valid(report)["exercises"]]
    assert any(one["diagnosis"] and one["diagnosis"]["place"] for one in exercises)


def test_parts_are_merged_in_any_order_and_not_only_three(graded, tmp_path, capsys):
    place, _ = graded
    assert merge([place / f"part{i}" for i in (3, 1, 2)], tmp_path / "out") == 1
    assert (tmp_path / "out" / "results.jsonl").read_bytes().count(b"\n") == 9
    for name in ("students.json", "items.csv"):
        assert (tmp_path / "out" / name).read_bytes() == (place / "whole" / name).read_bytes()
    merged, whole = (json.loads((one / "batch.json").read_text()) for one in (tmp_path / "out", place / "whole"))
    assert merged == whole | {"late": False}


def test_each_part_says_what_it_did_and_lists_the_whole_class(graded):
    place, said = graded
    told = [said[f"part{i}"][0] for i in (1, 2, 3)]
    sizes = [len(results_of(place / f"part{i}")) for i in (1, 2, 3)]
    assert sum(sizes) == 9
    assert min(sizes) > 0
    for i, (text, size) in enumerate(zip(told, sizes, strict=True), 1):
        assert f"Part {i}/3: {size} of the 9 submissions, all of them graded." in text
        assert "Next, when all parts are there: " in text
        assert (place / f"part{i}" / "students.json").read_bytes() == (place / "whole" / "students.json").read_bytes()
        assert not (place / f"part{i}" / "grades.csv").exists()


def test_the_next_command_quotes_the_place_of_a_part(tmp_path, monkeypatch, capsys):
    place = tmp_path / "my parts" / "1"
    monkeypatch.setattr("grader.batch.ending.read_results", lambda _out: [])
    end_part(argparse.Namespace(part=Part(1, 2), out=place, quiet=False, plain=True), 0)
    assert f"grader batch --merge '{place}' … --out OUT\n" in capsys.readouterr().out


def test_a_merge_that_was_killed_is_gone_on_with(graded, parts, tmp_path, capsys):
    place, _ = graded
    out = tmp_path / "out"
    assert merge(parts, out) == 1
    whole = (out / "results.jsonl").read_bytes()
    (out / "results.jsonl").write_bytes(whole[: len(whole) // 2])
    (out / "grades.csv").unlink()
    assert merge(parts, out) == 2
    assert "holds a batch already" in capsys.readouterr().err
    assert merge(parts, out, "--resume") == 1
    assert results_of(out) == results_of(place / "whole")
    assert (out / "grades.csv").exists()


# --- not all of it


def test_a_missing_part_is_named_and_merged_only_where_that_is_said(graded, parts, tmp_path, capsys):
    out = tmp_path / "out"
    assert merge(parts[::2], out) == 2
    assert "Part 2/3 is missing: " in capsys.readouterr().err
    assert not out.exists()
    assert merge(parts[::2], out, "--partial", "--feedback") == 1
    told = capsys.readouterr().out
    assert "Part 2/3 is missing: " in told
    lost = len(results_of(parts[1]))
    grades = (out / "grades.csv").read_text(encoding="utf-8-sig")
    assert grades.count("it is not graded yet: its part is missing") == lost
    assert "it is not graded yet" in (out / "report.html").read_text(encoding="utf-8")
    assert len([*(out / "feedback").iterdir()]) == 9 - lost
    assert merge(parts, out, "--resume", "--feedback") == 1  # it has come
    assert "not graded yet" not in (out / "grades.csv").read_text(encoding="utf-8")
    assert results_of(out) == results_of(graded[0] / "whole")


@pytest.mark.parametrize("cut", [-1, 0])
def test_a_part_that_was_cut_short(parts, tmp_path, capsys, cut):
    """By a kill: its last line is torn, or not there at all."""
    lines = (parts[0] / "results.jsonl").read_bytes().splitlines(keepends=True)
    (parts[0] / "results.jsonl").write_bytes(b"".join(lines[:-1]) + (lines[-1][:cut] if cut else b""))
    assert merge(parts, tmp_path / "out") == 2
    assert f"{parts[0]}, part 1/3, is not graded to its end: 1 of its students is left." in capsys.readouterr().err
    assert merge(parts, tmp_path / "out", "--partial") == 1
    assert len(results_of(tmp_path / "out")) == 8


def test_two_that_overlap(graded, parts, tmp_path, capsys):
    again = shutil.copytree(parts[1], tmp_path / "again")
    reports = results_of(again)
    reports[0]["flags"] = ["of the second"]
    (again / "results.jsonl").write_text("".join(json.dumps(one) + "\n" for one in reports))
    assert merge([*parts, again], tmp_path / "out") == 2
    assert f"{parts[1]}, part 2/3, and {again}, part 2/3, both hold " in capsys.readouterr().err
    assert merge([*parts, again], tmp_path / "out", "--partial") == 1
    assert results_of(tmp_path / "out") == results_of(graded[0] / "whole"), "the first that is named counts"


def test_a_part_that_is_named_twice(parts, tmp_path, capsys):
    assert merge([*parts, tmp_path / "x" / ".." / "part2"], tmp_path / "out") == 2
    (tmp_path / "x").mkdir()
    assert merge([*parts, tmp_path / "x" / ".." / "part2"], tmp_path / "out", "--partial") == 2
    assert "is named twice" in capsys.readouterr().err


# --- not of one batch


@pytest.mark.parametrize(
    ("key", "value", "word"),
    [
        ("seed", 8, "the seed"), ("names", ["square"], "what was asked for"), ("numpy", "1.0", "numpy"),
        ("python", "3.0", "Python"), ("kit", "0.0", "the version of the kit"), ("course", "0" * 16, "the course"),
        ("code", "0" * 16, "the grader's code"), ("roster", "", "the roster"), ("timeout", 9.5, "a call may take"),
        ("places", False, "--feedback"), ("title", "Another", "the course's title"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("options", [(), ("--partial",)])
def test_another_batch_is_refused_by_name(parts, tmp_path, capsys, key, value, word, options):
    header = json.loads((parts[1] / "batch.json").read_text())
    (parts[1] / "batch.json").write_text(json.dumps(header | {key: value}))
    if key in ("seed", "kit", "title", "names"):  # the reports say it, too
        field = {"title": "course"}.get(key, key)
        reports = [one | {field: value} for one in results_of(parts[1])] if key != "names" else []
        (parts[1] / "results.jsonl").write_text("".join(json.dumps(one) + "\n" for one in reports))
    assert merge(parts, tmp_path / "out", *options) == 2
    said = capsys.readouterr().err
    assert f"{parts[0]} and {parts[1]} differ in " in said
    assert word in said
    assert not (tmp_path / "out").exists()


def test_parts_of_another_kit_than_this_one(parts, tmp_path, capsys):
    for one in parts:
        text = (one / "batch.json").read_text()
        (one / "batch.json").write_text(json.dumps(json.loads(text) | {"code": "0" * 16}))
    assert merge(parts, tmp_path / "out") == 2
    assert "another course or kit than this one" in capsys.readouterr().err


@pytest.mark.parametrize("what", ["a student more", "another entry", "left out", "absent"])
def test_parts_of_another_class(parts, tmp_path, capsys, what):
    students = json.loads((parts[2] / "students.json").read_text(encoding="utf-8"))
    listing = json.loads((parts[2] / "class.json").read_text(encoding="utf-8"))
    if what == "a student more":
        students["zoe"] = "zoe"
    elif what == "another entry":
        students[next(iter(students))] += "x"
    elif what == "left out":
        listing["left"] = []
    else:
        listing["absent"] = []
    (parts[2] / "students.json").write_text(json.dumps(students))
    (parts[2] / "class.json").write_text(json.dumps(listing))
    assert merge(parts, tmp_path / "out", "--partial") == 2
    assert "are not parts of one class" in capsys.readouterr().err


# --- what is no part, and what a stranger may have written there


def spoil(place, what):
    if what == "gone":
        shutil.rmtree(place)
    elif what == "whole":
        header = json.loads((place / "batch.json").read_text())
        (place / "batch.json").write_text(json.dumps(header | {"part": ""}))
    elif what == "unfinished":
        (place / "class.json").unlink()
    elif what == "odd part":
        header = json.loads((place / "batch.json").read_text())
        (place / "batch.json").write_text(json.dumps(header | {"part": "7"}))
    else:
        name, text = what
        (place / name).unlink()
        if isinstance(text, bytes):
            (place / name).write_bytes(text)
        elif text == "folder":
            (place / name).mkdir()


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("gone", "holds no part of a batch"),
        ("whole", "holds a whole batch, and no part of one"),
        ("unfinished", "was not graded to its end"),
        ("odd part", "cannot be read"),
        *((("batch.json", text), "cannot be read, or is of another version") for text in (
            b"", b"{", b"[]", b"{}", b'{"kit": "0.1.0"}', b"\xff", b"[" * 100_000, b'{"part": "1/3", "seed": "0"}',
        )),
        (("batch.json", None), "holds no part of a batch"),
        (("batch.json", "folder"), "holds no part of a batch"),
        *((("students.json", text), "cannot be read") for text in (b"", b"[]", b'{"ada": 1}', b'{"a": "x", "b": "x"}')),
        (("students.json", None), "is no whole part: students.json"),
        *((("class.json", text), "cannot be read") for text in (
            b"", b"{}", b'{"left": [], "look": 1, "absent": []}', b'{"left": [3], "look": false, "absent": []}',
            b'{"left": [], "look": false, "absent": [{"name": "ada"}]}', b"[" * 100_000,
        )),
        (("results.jsonl", None), "is no whole part: results.jsonl"),
        (("results.jsonl", "folder"), "is no whole part: results.jsonl"),
    ],
)  # fmt: skip
def test_what_is_no_part_is_refused_in_words(parts, tmp_path, capsys, what, words):
    spoil(parts[0], what)
    assert merge(parts, tmp_path / "out", "--partial") == 2
    said = capsys.readouterr().err
    assert words in said
    assert str(parts[0]) in said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"\n", "no JSON"), (b"{\n", "no JSON"), (b"null\n", "schema"), (b"\xff\xfe\n", "no JSON"),
        (b"[" * 100_000 + b"\n", "no JSON"), (b'{"student": "x"}\n', "schema"),
        (b'"' + b"x" * (17 << 20) + b'"\n', "larger than 16 MB"),
        ({"student": "nobody"}, "nobody is not in this part"), ({"student": None}, "not in this part"),
        ({"student": "of another"}, "is not in this part"), ({"student": "twice"}, "or has one before"),
        ({"seed": 8}, "something else than batch.json says"), ({"kit": "2"}, "something else than batch.json says"),
        ({"exercises": []}, "other exercises than batch.json says"), ({"evil": 1}, "schema"),
        ({"flags": [1]}, "schema"),
        ({"reason": "\ud800"}, "schema"), ({"totals": {}}, "schema"),
    ],
    ids=str,
)  # fmt: skip
def test_a_line_that_is_no_report_of_the_part(parts, tmp_path, capsys, line, words):
    path = parts[1] / "results.jsonl"
    first, *rest = path.read_bytes().splitlines(keepends=True)
    if isinstance(line, dict):
        report = json.loads(first)
        if line.get("student") == "of another":
            line = {"student": results_of(parts[0])[0]["student"]}
        if line.get("student") == "twice":
            rest, line = [first, *rest], {}
        line = json.dumps(report | {"graded": True} | line).encode() + b"\n"
    path.write_bytes(line[:20_000_000] + b"".join(rest))
    assert merge(parts, tmp_path / "out", "--partial") == 2
    said = capsys.readouterr().err
    assert f"{path}, line " in said
    assert words in said
    assert not (tmp_path / "out").exists()


def test_a_part_that_is_being_graded(parts, tmp_path, capsys):
    import fcntl

    with (parts[0] / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert merge(parts, tmp_path / "out") == 2
        assert "is still being graded" in capsys.readouterr().err
    (parts[0] / ".lock").unlink()  # copied without it
    assert merge(parts, tmp_path / "out") == 1


# --- what is asked for


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--part", "1/3"), "DIR is missing"), (("class", "--out", "o", "--partial"), "--partial belongs to --merge"),
        (("class", "--out", "o", "--part", "1/3", "--late", "l"), "--late belongs to the merge"),
        (("class", "--out", "o", "--part", "1/3", "--compare", "l"), "--compare belongs to the merge"),
        (("--merge", "a"), "--out OUT"), (("--merge", "a", "--out", "o", "--seed", "7"), "--seed belongs to the batch"),
        (("--merge", "a", "--out", "o", "--roster", "r"), "--roster belongs to the batch"),
        (("class", "--merge", "a", "--out", "o"), "DIR belongs to the batch"),
        (("--merge", "a", "--out", "o", "--no-place"), "--no-place belongs to the batch"),
    ],
)  # fmt: skip
def test_what_does_not_go_together(words, said, capsys):
    assert main(["batch", *words]) == 2
    assert said in capsys.readouterr().err


def test_a_part_is_resumed_as_that_part(graded, parts, tmp_path):
    """And a changed roster is refused: names and rows depend on it."""
    place, _ = graded
    lines = (parts[0] / "results.jsonl").read_bytes().splitlines(keepends=True)
    (parts[0] / "results.jsonl").write_bytes(b"".join(lines[:-1]) + lines[-1][:30])
    tries = {
        "part": ("--part", "2/3", "--feedback"), "whole": ("--feedback",),
        "roster": ("--part", "1/3", "--roster", str(tmp_path / "roster.csv")), "done": ("--part", "1/3", "--feedback"),
    }  # fmt: skip
    (tmp_path / "roster.csv").write_text(ROSTER.replace("Nil Nobody", "Nil Somebody"))
    said = {name: run(place / "class", parts[0], "--resume", *options) for name, options in tries.items()}
    assert "was begun with part 1/3. Go on with --part 1/3." in said["part"][0]
    assert "was begun with part 1/3. Go on with --part 1/3." in said["whole"][0]
    assert "was begun with another roster. Name that one: --roster FILE." in said["roster"][0]
    assert [code for _, code in said.values()] == [2, 2, 2, 0], said
    assert "1 is left" in said["done"][0]
    assert results_of(parts[0]) == results_of(place / "part1")
