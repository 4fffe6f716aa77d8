"""No name of a file or folder, and nothing that a student wrote, makes a line of its own where the grader prints."""

import json
import os
import pty
import re
import subprocess
import sys

import pytest
import warm_start
from helpers import ROOT, run_grader, write_submission

FORGED = "9 of 9 submissions graded; 0 of them to look at."
EVIL = f"eve\n::error::forged\n{FORGED}\r\x1b[2K[b]\u2028##[error]forged"
RAISES = f'''
def square(x):
    print("""::error::forged
{FORGED}""")
    raise ValueError("""first
::error::forged
{FORGED}""")
'''
WARNS = f'''
import warnings


def square(x):
    warnings.warn("""first
::error::forged
{FORGED}""")
    return x * x
'''


def harmless(*outputs):
    """What was printed, after a look at each line."""
    text = "\n".join(data.decode() for data in outputs)
    for line in re.split(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", text):
        assert not re.match(r"\s*::[\w-]+.*::", line), line
        assert "##[" not in line
        assert line.rstrip() != FORGED
    assert "\x1b" not in text
    return text


@pytest.fixture
def evil_class(tmp_path):
    folder = tmp_path / "class"
    write_submission(folder / EVIL, functions="def square(x):\n    return x * x\n")
    (folder / f"{EVIL}.py").write_text("x = 1\n")
    (folder / f"{EVIL}.txt").write_text("")
    (folder / f"link {EVIL}").symlink_to("nowhere")
    (folder / f"zip {EVIL}").mkdir()
    (folder / f"zip {EVIL}" / f"{EVIL}.zip").write_text("")
    (folder / f"nested {EVIL}").mkdir()
    write_submission(folder / f"nested {EVIL}" / EVIL, functions=RAISES)
    return folder


def test_a_class(evil_class, tmp_path):
    done = run_grader("batch", evil_class, "square", "--out", tmp_path / "out", "--no-jail")
    text = harmless(done.stdout, done.stderr)
    assert done.returncode == 1, text
    assert text.count("Left out: ") == 2
    assert text.count("Not graded: ") == 2
    assert "\n2 of 4 submissions graded; 0 of them to look at, and what was left out.\n" in text
    harmless((tmp_path / "out" / "grades.csv").read_bytes(), (tmp_path / "out" / "report.html").read_bytes())


def test_a_class_on_a_terminal(tmp_path):
    """The bar there shows names, which are no markup."""
    folder, out = tmp_path / "class", tmp_path / "out"
    write_submission(folder / "[b] eve", functions=WARNS)
    ours, theirs = pty.openpty()
    words = ["batch", str(folder), "square", "--out", str(out), "--no-jail"]
    environment = {**os.environ, "TERM": "xterm"}
    done = subprocess.run(
        [sys.executable, "-m", "grader", *words],
        stdout=theirs, stderr=subprocess.PIPE, env=environment, cwd=ROOT, check=False,
    )  # fmt: skip
    os.close(theirs)
    os.close(ours)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads((out / "results.jsonl").read_text(encoding="utf-8"))["student"] == "[b] eve"


SOURCES = {"raises": RAISES, "warns": WARNS, "no": "def square(x:\n", "empty": "", "gone": None}
EVERY_DOOR = ("raises", "no")  # what else they say of a submission are the same messages


@pytest.mark.parametrize("name", SOURCES)
def test_one_submission(tmp_path, name):
    folder, source = tmp_path / EVIL, SOURCES[name]
    write_submission(folder, "stubs", **({} if source is None else {"functions": source}))
    if source is None:
        (folder / "functions.py").unlink()
    (folder / f"{EVIL}.py").write_text("x = 1\n")
    junit, report = tmp_path / "junit.xml", tmp_path / "report.json"
    doors = [("check", "square", "--seed", "0", "--junit", junit, "--json", report)]
    if name in EVERY_DOOR:
        doors += [("board",), ("watch", "square"), ("show", "square")]
    for words in doors:
        done = run_grader(*words, "--submission", folder)
        harmless(done.stdout, done.stderr)
        assert done.returncode in (0, 1), words
    harmless(junit.read_bytes())
    marks = warm_start.run(["-m", "grader.render.github", report], cwd=ROOT).stdout.decode().splitlines()
    assert all(re.match("::(error|notice) file=", mark) for mark in marks)
    assert not [mark for mark in marks if "forged" in mark.partition("::")[0]]
    if name in EVERY_DOOR:
        words = ["pytest", "grader", f"--submission={folder}", "--no-jail", "-p", "no:cacheprovider", "-k", "square"]
        harmless(warm_start.run(["-m", *words], cwd=ROOT).stdout)


@pytest.mark.parametrize(
    "words",
    [
        ("check", "square", "--submission", EVIL),
        ("check", EVIL),
        ("check", f"--{EVIL}"),
        ("check", "--timeout", EVIL),
        ("hint", EVIL),
        ("docs", EVIL),
        (EVIL,),
        ("batch", EVIL, "--out", "out"),
        ("reset", "square", "--submission", EVIL),
        ("update", EVIL),
        ("show", "square", "--out", EVIL),
    ],
)
def test_what_is_refused(tmp_path, words):
    done = run_grader(*words, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)})
    assert done.returncode == 2
    assert "eve" in harmless(done.stdout, done.stderr)


def test_what_is_brought_back(tmp_path):
    folder = write_submission(tmp_path / EVIL, "solutions")
    done = run_grader("reset", "square", "--submission", folder)
    assert done.returncode == 0
    assert len(harmless(done.stdout, done.stderr).splitlines()) == 3 + 1
