"""nbgrader's modules, imported where other people's deprecations are no errors."""

import importlib
import warnings
from types import SimpleNamespace

import pytest


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
