"""Copies of the course that an author works on, and the files of a unit that a newcomer wrote."""

import os
import shutil
import time
from pathlib import Path

import warm_start
from helpers import copy_code, keep_units

FILES = Path(__file__).with_name("newcomer")
NEWCOMER = {
    "solutions.py.txt": "solutions/integrals.py",
    "hints.toml": "grader/course/hints/integrals.toml",
    "checks.py.txt": "grader/course/checks/integrals.py",
    "hidden.py.txt": "grader/course/hidden/integrals.py",
    "misconceptions.py.txt": "grader/course/misconceptions/integrals.py",
    "alternatives.py.txt": "grader/course/alternatives/integrals.py",
    "lesson.md": "docs/integrals.md",
    "lead_ins.toml": "grader/authoring/notebooks/lead_ins/integrals.toml",
}


def copy_course(source, target):
    """A copy of what an author works on, compiled as it is; its pages count as built, which takes long."""
    copy_code(source, target, "grader", "solutions", "exercises", "docs", "docs_tools", leave=["backup"])
    page = target / "site" / "index.html"
    page.parent.mkdir()
    page.write_text("<p>The lessons", encoding="utf-8")
    later = time.time() + 86_400
    os.utime(page, (later, later))
    for name in ("course.toml", "pyproject.toml", "mkdocs.yml", "LICENSE", "LICENSE-docs"):
        shutil.copy(source / name, target)
    return target


def copy_few_units(source, target):
    """A copy of the first three units alone: notebooks, which take long, are made for these and what is added."""
    copy_course(source, target)
    keep_units(target, "functions", "derivatives", "chains")
    for path in (target / "exercises").glob("*.py"):
        if path.stem not in ("__init__", "functions", "derivatives", "chains"):
            path.unlink()
    return target


def build(root):
    """Run `grader build` where what notebooks are made with is loaded already."""
    return warm_start.run(["-m", "grader", "build"], packages=warm_start.TEACH, cwd=root)
