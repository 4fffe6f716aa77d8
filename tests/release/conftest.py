"""Kits for all tests of this folder, each made once for all processes, as `grader release` makes it."""

import shutil

import pytest
from kits import kit_that_ran, make_kit, whole_kit
from leaks import Forbidden
from side_by_side import once


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """The kit of all units; who works in one works in a copy."""
    return whole_kit(tmp_path_factory)


@pytest.fixture(scope="session")
def ran(tmp_path_factory):
    """The folder of the kit of all units, as it is once it has run, to copy."""
    return kit_that_ran(tmp_path_factory)


@pytest.fixture(scope="session")
def functions(tmp_path_factory):
    """The kit of the first unit."""
    return once(tmp_path_factory, "released-functions", lambda out: make_kit(out, "functions"))


@pytest.fixture(scope="session")
def chains(tmp_path_factory):
    """The kit of a unit that needs a function of an earlier one."""
    return once(tmp_path_factory, "released-chains", lambda out: make_kit(out, "chains"))


@pytest.fixture
def kit(ran, tmp_path):
    """A copy of the kit to work in; its path has a space."""
    return shutil.copytree(ran, tmp_path / "my calculus kit")


@pytest.fixture(scope="session")
def forbidden():
    return Forbidden()
