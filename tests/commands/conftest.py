"""A copy of the course, for commands that change it."""

import shutil

import pytest
from helpers import ROOT


@pytest.fixture
def copy(tmp_path):
    """The parts of the course that an author works on."""
    root = tmp_path / "course"
    for folder in ("grader", "solutions", "exercises"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "docs").mkdir()
    for page in (ROOT / "docs").glob("*.md"):
        shutil.copy(page, root / "docs")
    for name in ("course.toml", "pyproject.toml", "mkdocs.yml", "LICENSE", "LICENSE-docs"):
        shutil.copy(ROOT / name, root)
    return root
