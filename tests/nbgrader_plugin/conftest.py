"""Course folders that tests begin with, and nbgrader's modules, where other people's deprecations are no errors."""

import importlib
import shutil
import warnings
from types import SimpleNamespace

import pytest
from classroom import Classroom
from side_by_side import once

from grader.authoring.notebooks.build import Choices, notebooks
from grader.course.syllabus import load_course


@pytest.fixture(scope="session")
def door():
    """The modules of the front door; importing nbgrader and what it needs raises deprecation warnings of their own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        names = (
            "reading",
            "release",
            "naming",
            "restore",
            "grading",
            "saving",
            "exports",
            "course",
            "timestamps",
            "patience",
            "globbing",
            "pages",
            "lateness",
            "students",
        )
        return SimpleNamespace(**{name: importlib.import_module(f"grader.nbgrader_plugin.{name}") for name in names})


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """The notebooks that `grader build` makes, as text."""
    return once(tmp_path_factory, "notebooks", lambda _folder: notebooks(load_course(), Choices()))


@pytest.fixture(scope="session")
def source(tmp_path_factory, made):
    """A course folder with the notebooks of all units."""

    def write(folder):
        for name, text in made.items():
            path = folder / "source" / name
            path.parent.mkdir(parents=True)
            path.write_text(text, encoding="utf-8")
        return folder

    return once(tmp_path_factory, "source", write)


@pytest.fixture(scope="session")
def gradebook(tmp_path_factory, door):
    """An empty gradebook, to copy: to make one, nbgrader starts Alembic in a process, which takes seconds."""

    def make(folder):
        path = folder / "gradebook.db"
        with door.saving.Gradebook(f"sqlite:///{path}"):
            return path

    return once(tmp_path_factory, "gradebook", make)


@pytest.fixture(scope="session")
def begun(tmp_path_factory, source, gradebook):
    """A course folder in which an assignment was generated, of the unit derivatives."""

    def begin(folder):
        room = Classroom(folder, source)
        shutil.copy(gradebook, room.folder)
        room.run("generate_assignment", "derivatives")
        return room.folder

    return once(tmp_path_factory, "begun", begin)
