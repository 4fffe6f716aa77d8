"""What verdicts depend on: which change makes a release older, and which one keeps a batch from going on."""

import shutil
import subprocess
import sys

import pytest
from helpers import ROOT, SOLUTIONS, run_grader

CONTENT = [
    "solutions/chains.py",
    "grader/course/checks/chains.py",
    "grader/course/misconceptions/chains.py",
    "grader/course/alternatives/chains.py",
    "grader/course/hints/chains.toml",
    "solutions/derivatives.py",  # chains needs `deriv`
]
BESIDE = [
    "grader/course/hidden/chains.py",
    "grader/grading/compare.py",
    "grader/worker/limits.py",
    "grader/course/solutions/binding.py",
    "solutions/plots.py",
]
ASK = (
    "from grader.course import fingerprint as f; print(f.content(('functions', 'chains')), *f.run(), len(f.written()))"
)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A copy of the course, to change."""
    folder = tmp_path_factory.mktemp("course")
    for name in ("grader", "solutions"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "course.toml", folder)
    return folder


def fingerprints(folder):
    done = subprocess.run([sys.executable, "-c", ASK], cwd=folder, capture_output=True, text=True, check=True)
    content, course, code, numpy, python, files = done.stdout.split()
    return {"content": content, "course": course, "code": code, "numpy": numpy, "python": python, "files": files}


def changed(folder, name):
    """What is told after a line was added to a file; the file is put back."""
    path = folder / name
    before = path.read_bytes()
    path.write_bytes(before + b"\n# another line\n")
    try:
        return fingerprints(folder)
    finally:
        path.write_bytes(before)


def test_each_file_counts_where_it_should(course):
    before = fingerprints(course)
    for name in (*CONTENT, *BESIDE, "course.toml"):
        now = changed(course, name)
        differing = {key for key in before if before[key] != now[key]}
        code = name.startswith(("grader/grading", "grader/worker", "grader/course/solutions"))
        assert differing == ({"content"} if name in CONTENT else set()) | {"code" if code else "course"}, name
    assert fingerprints(course) == before


def test_a_new_file_counts(course):
    before = fingerprints(course)
    (course / "grader" / "grading" / "another.py").write_text("")
    assert fingerprints(course) == before | {
        "code": fingerprints(course)["code"],
        "files": str(int(before["files"]) + 1),
    }
    assert fingerprints(course)["code"] != before["code"]
    (course / "grader" / "grading" / "another.py").unlink()


CHANGES = [
    ("grader/course/hints/derivatives.toml", "needs = []", 'needs = ["square"]', "course"),
    ("grader/course/hints/functions.toml", "idea = ", 'idea = "Another." #', "course"),
    ("grader/course/alternatives/functions.py", "", "#\n", "course"),
    ("grader/course/hidden/functions.py", "", "#\n", "course"),
    ("grader/grading/compare.py", "", "#\n", "grader's code"),
]


def test_a_batch_does_not_go_on_with_something_else(course, tmp_path):
    """With any of these changes it does not; with none of them it does."""
    command = ["batch", tmp_path / "class", "square", "--out", tmp_path / "out"]
    (tmp_path / "class" / "ada").mkdir(parents=True)
    shutil.copy(SOLUTIONS / "functions.py", tmp_path / "class" / "ada")
    assert run_grader(*command, cwd=course).returncode == 0
    for name, old, new, said in CHANGES:
        before = (course / name).read_text(encoding="utf-8")
        assert old in before
        (course / name).write_text(before.replace(old, new, 1), encoding="utf-8")
        try:
            done = run_grader(*command, "--resume", cwd=course, text=True)
        finally:
            (course / name).write_text(before, encoding="utf-8")
        assert done.returncode == 2, name
        told = f"was begun with another state of the {said}. A new batch: --out OUT, without --resume"
        assert told in done.stderr, name
    assert run_grader(*command, "--resume", cwd=course).returncode == 0
