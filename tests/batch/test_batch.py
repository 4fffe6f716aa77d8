"""A class is graded as its submissions are one by one, and what is odd about it is told."""

import argparse
import contextlib
import csv
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import Executor, Future
from pathlib import Path

import pytest
from helpers import ENDLESS, run_grader, valid

from grader.batch.look import run_look
from grader.course.syllabus import load_course
from grader.protocol.frames import pack

ROOT = Path(__file__).parents[2]
WRONG = "def square(x):\n    return x * 2\n"
RIGHT = "def square(x):\n    return x * x\n"

QUICK = ("--timeout", "2", "--jobs", "2")  # where some of a class never end


def run_batch(folder, out, *options, names=("square",)):
    return run_grader("batch", folder, *names, "--out", out, *options, cwd=ROOT, text=True)


def make_class(folder, **sources):
    for student, source in sources.items():
        (folder / student).mkdir(parents=True)
        (folder / student / "functions.py").write_text(source, encoding="utf-8")
    return folder


def read_reports(out):
    lines = (out / "results.jsonl").read_text(encoding="utf-8").splitlines()
    return {report["student"]: report for report in map(json.loads, lines)}


def read_grades(out):
    with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def make_clone(folder, source):
    """What a clone of a student's repository looks like: the kit with the student's work, and what git keeps."""
    shutil.copytree(ROOT / "grader" / "course" / "checks", folder / "grader" / "course" / "checks")
    shutil.copytree(ROOT / "grader" / "course" / "hints", folder / "grader" / "course" / "hints")
    (folder / ".git" / "exercises").mkdir(parents=True)
    (folder / ".git" / "exercises" / "functions.py").write_text(WRONG, encoding="utf-8")
    (folder / "old").mkdir()
    (folder / "old" / "functions.py").write_text(WRONG, encoding="utf-8")
    make_class(folder, exercises=source)


@pytest.fixture(scope="module")
def odd_class(tmp_path_factory):
    """A class with everything odd in it, graded once."""
    folder = make_class(
        tmp_path_factory.mktemp("odd") / "class",
        ada=RIGHT,
        ben=WRONG,
        cem=f"def square(x):\n    {ENDLESS}\n",
        lazy=(ROOT / "exercises" / "functions.py").read_text(encoding="utf-8"),
    )
    (folder / "empty").mkdir()
    (folder / "zipped").mkdir()
    (folder / "zipped" / "work.zip").write_bytes(b"PK")
    (folder / "=1+1 <b>ñ 😀").mkdir()
    (folder / "=1+1 <b>ñ 😀" / "functions.py").write_text(WRONG, encoding="utf-8")
    make_class(folder / "nested" / "hand in", exercises=RIGHT)
    (folder / ("long" * 50)).mkdir()
    (folder / ("long" * 50) / "functions.py").write_text(RIGHT, encoding="utf-8")
    (folder / "eve.py").write_text("import numpy as np\n\n" + RIGHT, encoding="utf-8")
    cells = [
        {"cell_type": "markdown", "source": "# mine"},
        {"cell_type": "code", "source": ["%matplotlib inline\n", "import numpy as np\n"]},
        {"cell_type": "code", "source": RIGHT},
        {"cell_type": "code", "source": "while True:\n    pass\n"},
    ]
    notebook = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    (folder / "fay.ipynb").write_text(notebook, encoding="utf-8")
    (folder / "gus").mkdir()
    (folder / "gus" / "mine.ipynb").write_text(notebook, encoding="utf-8")
    (folder / "hal.ipynb").write_text("{", encoding="utf-8")
    (folder / "notes.txt").write_text("not a submission", encoding="utf-8")
    out = folder.parent / "out"
    done = run_batch(folder, out, *QUICK)
    return folder, out, done


def test_ends_well(odd_class):
    _, out, done = odd_class
    assert done.returncode == 1, done.stderr  # somebody has to look
    assert "10 of 13 submissions graded" in done.stdout
    assert done.stderr == ""
    assert {path.name for path in out.iterdir()} >= {"results.jsonl", "grades.csv", "report.html", "batch.json"}


def test_reports_are_valid(odd_class):
    for report in read_reports(odd_class[1]).values():
        valid(report)


def test_points_are_those_of_the_check_command(odd_class):
    folder, out, _ = odd_class
    reports = read_reports(out)
    for student in ("ada", "ben"):
        words = ["check", "square", "--submission", folder / student]
        done = run_grader(*words, "--json", "-", "--seed", "0", cwd=ROOT)
        alone = json.loads(done.stdout)
        for one in (alone, reports[student]):
            for exercise in one["exercises"]:
                exercise["seconds"] = 0
        assert alone["exercises"] == reports[student]["exercises"]


@pytest.mark.parametrize("student", ["ada", "eve", "fay", "gus", "nested", "long" * 50])
def test_right_answers_have_full_points_wherever_they_lie(odd_class, student):
    report = read_reports(odd_class[1])[student]
    assert report["totals"]["points"] == report["totals"]["max_points"] > 0


@pytest.mark.parametrize(
    ("student", "reason"),
    [("empty", "the folder is empty"), ("zipped", "archive"), ("hal", "JSON is broken")],
)
def test_what_cannot_be_graded_is_marked_and_not_0(odd_class, student, reason):
    report = read_reports(odd_class[1])[student]
    assert not report["graded"]
    assert reason in report["reason"]
    row = read_grades(odd_class[1])[student]
    assert row["total"] == ""
    assert row["square"] == ""
    assert reason in row["flags"]


def test_diagnosis_and_timeouts_are_told(odd_class):
    reports = read_reports(odd_class[1])
    assert reports["ben"]["exercises"][0]["diagnosis"]["misconception"] == "doubles"
    assert reports["cem"]["exercises"][0]["verdict"] == "timeout"
    assert "something does not end" in reports["cem"]["flags"]
    assert reports["lazy"]["exercises"][0]["verdict"] == "todo"


def test_cells_start_no_formula(odd_class):
    assert "'=1+1 <b>ñ 😀" in read_grades(odd_class[1])


def test_page_escapes_and_asks_nobody(odd_class):
    page = (odd_class[1] / "report.html").read_text(encoding="utf-8")
    assert "=1+1 &lt;b&gt;ñ 😀" in page
    assert "<b>ñ" not in page
    for outside in ("http:", "https:", "@import", "src="):
        assert outside not in page
    assert page.count("<script") == 1, "its own"
    for told in ("doubled", "the folder is empty", "lazy", "notes.txt"):
        assert told in page


def test_another_batch_is_refused(odd_class):
    folder, out, _ = odd_class
    done = run_batch(folder, out)
    assert done.returncode == 2
    assert "--resume" in done.stderr


def test_a_batch_that_could_not_begin_leaves_its_place_free(tmp_path, monkeypatch):
    folder, out = make_class(tmp_path / "class", ada=RIGHT), tmp_path / "out"
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    refuse = "from grader.sandbox import jail\ndef refuse(_workers):\n    raise jail.JailError('no jail today')\n"
    (tmp_path / "sitecustomize.py").write_text(f"{refuse}jail.break_out = refuse\n")
    done = run_batch(folder, out)
    assert (done.returncode, "no jail today" in done.stderr) == (3, True)
    monkeypatch.delenv("PYTHONPATH")
    assert run_batch(folder, out, "--seed", "3").returncode == 0


def test_more_than_the_memory_holds_are_not_run_at_once(tmp_path, monkeypatch):
    folder = make_class(tmp_path / "class", ada=RIGHT, ben=WRONG, cem=RIGHT)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "sitecustomize.py").write_text(
        "import concurrent.futures.process as process\nfrom grader.sandbox import memory\n"
        "memory.free_memory = lambda _root: 3 << 30\n"
        "begin = process.ProcessPoolExecutor.__init__\n"
        "def told(self, jobs, **more):\n    print('processes:', jobs)\n    begin(self, jobs, **more)\n"
        "process.ProcessPoolExecutor.__init__ = told\n"
    )
    done = run_batch(folder, tmp_path / "out", "--jobs", "8")
    said = "4 at once, not 8: 3.2 GB of memory are free, and each may take 587 MB."
    assert (done.returncode, done.stdout.splitlines()[:2]) == (0, [said, "processes: 3"])


@pytest.mark.parametrize(
    ("options", "names", "word"),
    [
        (("--seed", "7"), ("square",), "was begun with --seed 0. Go on with --seed 0."),
        (("--timeout", "9"), ("square",), "was begun with --timeout 2. Go on with --timeout 2."),
        ((), ("relu",), "was begun with other exercises. Name the same again."),
    ],
)
def test_resuming_something_else_is_refused(odd_class, options, names, word):
    folder, out, _ = odd_class
    done = run_batch(folder, out, "--resume", *options, names=names)
    assert done.returncode == 2
    assert word in done.stderr


def test_resuming_what_is_done_grades_nothing_twice(odd_class):
    folder, out, _ = odd_class
    before = (out / "results.jsonl").read_bytes()
    done = run_batch(folder, out, "--resume")
    assert done.returncode == 1
    assert (out / "results.jsonl").read_bytes() == before


def test_what_was_graded_before_is_counted_with_the_rest(odd_class, tmp_path):
    folder, whole, _ = odd_class
    out = shutil.copytree(whole, tmp_path / "out")
    lines = (out / "results.jsonl").read_bytes().splitlines(keepends=True)
    (out / "results.jsonl").write_bytes(b"".join(lines[:3]) + lines[3][:20])
    for made in ("grades.csv", "report.html"):
        (out / made).unlink()
    assert len(lines) > 6
    assert run_batch(folder, out, "--resume", *QUICK).returncode == 1
    assert (out / "grades.csv").read_bytes() == (whole / "grades.csv").read_bytes()
    assert (out / "report.html").read_bytes() == (whole / "report.html").read_bytes()


def test_resuming_says_whose_files_changed_since_and_who_is_gone(tmp_path):
    folder = make_class(tmp_path / "class", ada=RIGHT, ben=RIGHT, cem=RIGHT, dora=RIGHT)
    out = tmp_path / "out"
    assert run_batch(folder, out).returncode == 0
    before = (out / "results.jsonl").read_bytes()
    same = run_batch(folder, out, "--resume")
    assert (same.returncode, "the reports stay" in same.stdout) == (0, False)
    (folder / "ben" / "functions.py").write_text(WRONG, encoding="utf-8")
    os.utime(folder / "ben" / "functions.py", (0, 0))  # as what comes out of a zip
    (folder / "ada" / ".hidden").write_text("nobody's work")
    shutil.rmtree(folder / "cem")
    done = run_batch(folder, out, "--resume")
    assert done.returncode == 0
    anew = "To grade anew, name another place and leave out --resume: --out OUT\n"
    assert f"Written since the batch was begun, so that reports may be of older files: ben. {anew}" in done.stdout
    assert f"No longer in the folder, and the reports stay: cem. {anew}" in done.stdout
    assert (out / "results.jsonl").read_bytes() == before
    shutil.rmtree(folder / "ben")
    assert "No longer in the folder, and the reports stay: ben, cem." in run_batch(folder, out, "--resume").stdout


def test_of_many_whose_files_changed_ten_are_named(tmp_path):
    from grader.batch.changed import told_of_changes

    (tmp_path / "batch.json").write_text("{}")
    (told,) = told_of_changes(tmp_path, [], [f"s{number:02}" for number in range(12)])
    assert "s09 and 2 more. To grade anew" in told
    assert "s10" not in told


def test_two_batches_on_one_place(tmp_path):
    import fcntl

    folder, out = make_class(tmp_path / "class", ada=RIGHT), tmp_path / "out"
    out.mkdir()
    with (out / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = run_batch(folder, out)
    assert done.returncode == 2
    assert "Another batch" in done.stderr


def test_a_full_disk_is_told_and_gone_on_from(tmp_path):
    from grader.batch.results import Header, Results, line_of
    from grader.errors import UsageError

    header = Header("1", "title", "folder", 0, ["square"], "course", "code", "2.4", "3.11")
    with Results(tmp_path / "out", header, resume=False) as results:
        results.keep_names([])
        results.add(line_of({"student": "ada", "exercises": []}))
        results._file.close()
        results._file = Path("/dev/full").open("ab", buffering=0)  # noqa: SIM115
        with pytest.raises(UsageError, match="--resume"):
            results.add(line_of({"student": "ben", "exercises": []}))
    with Results(tmp_path / "out", header, resume=True) as results:
        assert results.done == {"ada"}


@pytest.mark.parametrize("torn", [b'{"student": "b', b'{"student": "ben"}', b"\xff\xfe\n", b"null\n"])
def test_a_torn_line_is_dropped(tmp_path, torn):
    from grader.batch.results import Header, Results, line_of

    header = Header("1", "title", "folder", 0, ["square"], "course", "code", "2.4", "3.11")
    with Results(tmp_path, header, resume=False) as results:
        results.keep_names([])
        results.add(line_of({"student": "ada", "exercises": []}))
    with (tmp_path / "results.jsonl").open("ab") as file:
        file.write(torn)
    with Results(tmp_path, header, resume=True) as results:
        assert results.done == {"ada"}
        results.add(line_of({"student": "ben", "exercises": []}))
    lines = [json.loads(line) for line in (tmp_path / "results.jsonl").read_bytes().splitlines()]
    assert [line["student"] for line in lines] == ["ada", "ben"]


@pytest.mark.parametrize("place", ["a file", "below a file", "within the class"])
def test_places_that_cannot_be_written(tmp_path, place):
    folder = make_class(tmp_path / "class", ada=RIGHT)
    (tmp_path / "file").write_text("mine")
    out = {
        "a file": tmp_path / "file",
        "below a file": tmp_path / "file" / "out",
        "within the class": folder / "out",
    }[place]
    done = run_batch(folder, out)
    assert done.returncode == 2
    assert "--out" in done.stderr
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("given", ["missing", "nothing in it"])
def test_no_class(tmp_path, given):
    folder = tmp_path / "class"
    if given != "missing":
        folder.mkdir()
    done = run_batch(folder, tmp_path / "out")
    assert done.returncode == 2
    assert str(folder) in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("name", "packed"), [("README.md", False), ("class.tar.gz", True), ("class.ZIP", True)])
def test_a_file_in_the_place_of_a_class(tmp_path, name, packed):
    (tmp_path / name).write_text("some")
    done = run_batch(tmp_path / name, tmp_path / "out")
    assert (done.returncode, f"{name} is a file." in done.stderr) == (2, True)
    assert ("Unpack it" in done.stderr) is packed


def test_one_that_ends_its_worker_stops_nobody(tmp_path):
    crash = "import os\n\n\ndef square(x):\n    os._exit(1)\n"
    folder = make_class(tmp_path / "class", a=crash, b=RIGHT, c=crash, d=RIGHT)
    assert run_batch(folder, tmp_path / "out", "--jobs", "1").returncode == 0
    reports = read_reports(tmp_path / "out")
    assert [reports[s]["exercises"][0]["verdict"] for s in "abcd"] == ["error", "pass", "error", "pass"]


def test_cloned_repositories(tmp_path):
    """Each is a whole kit, the grader included; what counts is in `exercises`; two different works want a look."""
    folder = tmp_path / "calculus-submissions"
    for student, source in {"calculus-ada": RIGHT, "calculus-ben": WRONG}.items():
        make_clone(folder / student, source)
    make_clone(folder / "calculus-cem", RIGHT)
    (folder / "calculus-cem" / "functions.py").write_text(WRONG, encoding="utf-8")
    assert run_batch(folder, tmp_path / "out").returncode == 1
    reports = read_reports(tmp_path / "out")
    passed = {student: report["totals"]["pass"] for student, report in reports.items()}
    assert passed == {"calculus-ada": 1, "calculus-ben": 0, "calculus-cem": 1}
    flags = {student: report["flags"] for student, report in reports.items()}
    assert flags["calculus-ada"] == flags["calculus-ben"] == []
    (flag,) = flags["calculus-cem"]
    assert "exercises/functions.py, functions.py hold different work; exercises/functions.py was graded" in flag


def test_a_platforms_class_from_look_to_grades(tmp_path):
    """A 0 that has a cause says it; who is not there has a row; what was chosen is told; nobody is given advice."""
    folder, roster = tmp_path / "class", tmp_path / "roster.csv"
    folder.mkdir()
    for name, text in {
        "doejane_LATE_11_101_functions-1.py": RIGHT,
        "roeben_12_102_functions.py": "def square(x:\n",
        "foxann_13_103_functions.py": RIGHT.encode("utf-16"),
        "catty_14_104_functions.py": "import torchless\n\n\ndef square(x):\n    return torchless.square(x)\n",
        "lazy_15_105_functions.py": (ROOT / "exercises" / "functions.py").read_text(encoding="utf-8"),
        "_secret.txt": "",
    }.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    people = ["Jane Doe,11,j@x.edu", "Ben Roe,12,b@x.edu", "Ann Fox,13,a@x.edu", "Ty Cat,14,c@x.edu", "Nil Nobody,16,"]
    roster.write_text("\n".join(["Name,ID,Email", *people]), encoding="utf-8")
    looked = run_grader("batch", folder, "square", "--look", "--roster", roster, cwd=ROOT, text=True)
    assert looked.returncode == 1
    assert "Jane Doe  (11, j@x.edu)\n  functions-1.py (functions)\n  note: handed in late\n" in looked.stdout
    assert "look: functions.py, line 1: syntax error" in looked.stdout
    assert "Nothing handed in: Nil Nobody" in looked.stdout
    assert looked.stdout.endswith(" can be graded, 1 of the roster handed nothing in.\n")
    assert {path.name for path in tmp_path.iterdir()} == {"class", "roster.csv"}
    done = run_batch(folder, tmp_path / "out", "--roster", str(roster))
    assert done.returncode == 1
    rows = read_grades(tmp_path / "out")
    assert {name: row["total"] for name, row in rows.items()} == {
        "Jane Doe": "8", "Ben Roe": "0", "Ann Fox": "0", "Ty Cat": "0", "lazy": "0", "Nil Nobody": "",
    }  # fmt: skip
    for name, cause in {
        "Jane Doe": "", "Ben Roe": "syntax error", "Ann Fox": "it is not UTF-8 text", "Ty Cat": "torchless",
        "lazy": "the roster does not have this student", "Nil Nobody": "handed nothing in",
    }.items():  # fmt: skip
        assert cause in rows[name]["flags"] if cause else rows[name]["flags"] == ""
    assert rows["Jane Doe"]["notes"] == "handed in late; functions from functions-1.py"
    assert (rows["Nil Nobody"]["id"], rows["Ben Roe"]["mail"]) == ("16", "b@x.edu")
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    look = page.partition('<section id="look"')[2].partition("</section>")[0]
    assert all(name in look for name in ("Ben Roe", "Ann Fox", "Ty Cat", "lazy"))
    assert "Jane Doe" not in look
    assert not any(advice in look + str(rows) for advice in ("grader reset", "save it again", "imported with a dot"))
    for report in read_reports(tmp_path / "out").values():
        valid(report)


def test_a_look_without_a_roster_says_nothing_of_one(tmp_path):
    folder = make_class(tmp_path / "class", ada=RIGHT)
    looked = run_grader("batch", folder, "square", "--look", cwd=ROOT, text=True)
    assert looked.stdout.endswith("\n1 found, 1 can be graded.\n")


def test_a_look_says_a_login_once(tmp_path):
    (tmp_path / "class").mkdir()
    for login in ("jdoe", "broe"):
        (tmp_path / "class" / f"HW 1_{login}_attempt_2026-03-01-12-30-45_functions.py").write_text(RIGHT)
    looked = run_grader("batch", tmp_path / "class", "square", "--look", cwd=ROOT, text=True)
    assert looked.stdout.splitlines()[::2] == ["broe  (broe)", "jdoe  (jdoe)", "2 found, 2 can be graded."]


def test_a_look_fits_its_terminal(tmp_path, monkeypatch, capsys):
    folder = make_class(tmp_path / "class", ada="def square(x:\n")
    (folder / "notes.pdf").write_text("nobody's work")
    monkeypatch.setattr("grader.batch.look.terminal_width", lambda **_: 40)
    args = {"folder": folder, "names": ["square"], "layout": None, "roster": None, "jail": True}
    assert run_look(argparse.Namespace(**args, quiet=False, plain=False), load_course()) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "  look: functions.py, line 1: syntax" in lines
    assert "Left out: notes.pdf is no folder," in lines
    assert max(map(len, lines)) <= 40


def test_links_out_of_the_class_are_not_followed(tmp_path):
    folder = make_class(tmp_path / "class", ada=RIGHT)
    shutil.copytree(folder / "ada", tmp_path / "secret")
    (folder / "ben").symlink_to(tmp_path / "secret")
    (folder / "cem").mkdir()
    (folder / "cem" / "functions.py").symlink_to(tmp_path / "secret" / "functions.py")
    done = run_batch(folder, tmp_path / "out")
    reports = read_reports(tmp_path / "out")
    assert set(reports) == {"ada", "cem"}
    assert reports["cem"]["totals"]["points"] == 0
    assert "ben" in done.stdout


def test_a_function_may_lean_on_one_that_is_not_asked_for(tmp_path):
    source = "def square(x):\n    return x * x\n\n\ndef leaky_relu(x):\n    return x + 0 * square(x)\n"
    folder = make_class(tmp_path / "class", ada=source)
    done = run_batch(folder, tmp_path / "out", names=("leaky_relu",))
    report = read_reports(tmp_path / "out")["ada"]
    assert (done.returncode, report["flags"]) == (0, [])
    assert [(one["name"], one["verdict"]) for one in report["exercises"]] == [("leaky_relu", "wrong")]


def test_where_there_is_no_jail_nothing_begins(monkeypatch):
    from grader.batch import pool
    from grader.sandbox.jail import JailError

    monkeypatch.setattr(sys, "platform", "darwin")
    settings = pool.Settings(("square",), 0, 5.0, jail=True)
    with pytest.raises(JailError, match=r"has no jail.*--no-jail"), pool.make_executor(settings, 1):
        pytest.fail("it began")


def test_without_a_jail_the_portable_processes_grade_the_same(tmp_path, monkeypatch):
    from grader.batch import pool
    from grader.submission.hand_in.students import read_class

    monkeypatch.setattr(sys, "platform", "darwin")
    handed = read_class(make_class(tmp_path / "class", ada=RIGHT, ben=WRONG)).handed
    with pool.make_executor(pool.Settings(("square",), 0, 5.0, jail=False), 1) as executor:
        reports = [json.loads(line.text) for lines in pool.grade_all(handed, executor, 1) for line in lines]
    assert {one["student"]: one["exercises"][0]["verdict"] for one in reports} == {"ada": "pass", "ben": "wrong"}


@pytest.mark.parametrize(("jobs", "cores"), [(1, [None]), (2, [3, 5]), (3, [None, None, None])])
def test_each_process_stays_on_a_core_where_there_are_as_many(monkeypatch, jobs, cores):
    from grader.batch.cores import cores_for

    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {5, 3})
    assert cores_for(jobs) == cores


USUAL = {"sources", "absent"}
MORE = USUAL | {"load", "wanted"}  # of what it leans on, or may lean on
JOBS = {"chain_length_2": [USUAL, USUAL], "chain_deriv_2": [MORE, MORE, USUAL | {"given", "wanted"}]}


@pytest.mark.parametrize("name", JOBS)
def test_what_is_asked_for_is_the_usual_job_where_it_can_lean_on_nothing(tmp_path, monkeypatch, name):
    """Else what it may lean on runs, too; and then it runs again where that is given."""
    from grader.batch import pool
    from grader.sandbox import forking
    from grader.submission.hand_in.students import read_class

    leaning = f"from .derivatives import deriv\n\n\ndef {name}(chain, input_range):\n    return {{}}\n"
    folder = tmp_path / "class"
    uses = {"ben": "deriv(chain[0], input_range)"} if name == "chain_deriv_2" else {}
    for student, body in {"ada": "0 * input_range", **uses}.items():
        (folder / student).mkdir(parents=True)
        (folder / student / "chains.py").write_text(leaning.format(body))
        (folder / student / "derivatives.py").write_text("def deriv(f, x, d=1):\n    return f(x)\n")
    grader, jobs = pool.Grader(pool.Settings((name,), 0, 5.0, jail=False)), []
    monkeypatch.setattr(forking, "pack", lambda job: jobs.append(set(job)) or pack(job))
    try:
        for handed in read_class(folder).handed:
            assert [one["name"] for one in grader.grade(handed)["exercises"]] == [name]
    finally:
        grader.close()
    assert jobs == JOBS[name] * (1 + len(uses))


class Now(Executor):
    """Does at once what it is told, and keeps how many submissions it was told of."""

    def __init__(self):
        self.shares = []

    def submit(self, task, *args):
        self.shares.append(len(args[0]))
        future = Future()
        future.set_result(task(*args))
        return future


@pytest.mark.parametrize("slow", [False, True])
@pytest.mark.parametrize("count", [0, 1, 9, 50])
def test_shares_are_graded_whole_or_given_back(monkeypatch, count, slow):
    from grader.batch import pool

    class Naming:
        def grade(self, one):
            return {"student": one, "exercises": []}

    monkeypatch.setattr(pool, "_grader", [Naming()])
    monkeypatch.setattr(pool, "POLL_SECONDS", -1.0 if slow else 60.0)
    executor, names = Now(), [f"student{i}" for i in range(count)]
    found = [line.student for lines in pool.grade_all(names, executor, 2) for line in lines]
    assert sorted(found) == sorted(names)
    assert max(executor.shares, default=1) == (1 if count < 4 else 3 if count < 12 else pool.MOST)
    assert len(executor.shares) == count if slow else len(executor.shares) <= max(1, count)
    assert executor.shares[-1:] in ([], [1])


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such terminals")
@pytest.mark.parametrize(("words", "drawn"), [((), True), (("--plain",), False), (("-q",), False)])
def test_a_bar_is_drawn_where_a_person_looks_on(tmp_path, words, drawn):
    """Here without a jail."""
    import pty

    folder = make_class(tmp_path / "class", ada=RIGHT, ben=WRONG)
    ours, theirs = pty.openpty()
    command = ["batch", str(folder), "square", "--out", str(tmp_path / "out"), "--no-jail", *words]
    with subprocess.Popen([sys.executable, "-m", "grader", *command], cwd=ROOT, stdout=theirs) as process:
        os.close(theirs)
        said = b""
        with contextlib.suppress(OSError):  # its other end is closed
            while part := os.read(ours, 1 << 16):
                said += part
    os.close(ours)
    assert process.returncode == 0
    assert (b"/2" in said) == drawn, said
    assert (b"2 of 2 submissions graded" in said) == (words != ("-q",))
    assert {name: one["totals"]["pass"] for name, one in read_reports(tmp_path / "out").items()} == {"ada": 1, "ben": 0}


@pytest.mark.parametrize(("options", "marked"), [((), True), (("--no-place",), False)])
def test_feedback_marks_the_place_of_a_mistake_without_a_name(tmp_path, options, marked):
    odd = "import numpy as np\n\n\ndef sigmoid(x):\n    return 1 / (1 + np.exp(-x)) ** 2\n"
    folder = make_class(tmp_path / "class", ada=odd, ben=odd.replace("** 2", "** 2  # mine"))
    done = run_batch(folder, tmp_path / "out", "--feedback", *options, names=("sigmoid",))
    assert done.returncode == 0, done.stdout + done.stderr
    for student in ("ada", "ben"):
        place = (read_reports(tmp_path / "out")[student]["exercises"][0]["diagnosis"] or {}).get("place")
        page = (tmp_path / "out" / "feedback" / f"{student}.html").read_text(encoding="utf-8")
        assert (place is not None) is marked
        assert ("^^^^" in page) is marked
    assert "^^^^" not in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
