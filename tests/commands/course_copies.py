"""Copies of the course that an author works on, and the files of a unit that a newcomer wrote."""

import shutil
from pathlib import Path

FILES = Path(__file__).with_name("newcomer")
NEWCOMER = {
    "solutions.py.txt": "solutions/integrals.py",
    "hints.toml": "grader/course/hints/integrals.toml",
    "checks.py.txt": "grader/course/checks/integrals.py",
    "hidden.py.txt": "grader/course/hidden/integrals.py",
    "misconceptions.py.txt": "grader/course/misconceptions/integrals.py",
    "alternatives.py.txt": "grader/course/alternatives/integrals.py",
    "lesson.md": "docs/integrals.md",
}


def copy_course(source, target):
    """A copy of what an author works on."""
    for folder in ("grader", "solutions", "exercises"):
        shutil.copytree(source / folder, target / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (target / "docs").mkdir()
    for page in (source / "docs").glob("*.md"):
        shutil.copy(page, target / "docs")
    for name in ("course.toml", "pyproject.toml", "mkdocs.yml", "LICENSE", "LICENSE-docs"):
        shutil.copy(source / name, target)
    return target
