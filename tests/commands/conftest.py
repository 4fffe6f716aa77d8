"""One way to run a command in this process, and copies of the course for commands that change it."""

import shutil

import pytest
from course_copies import FILES, NEWCOMER, build, copy_course, copy_few_units
from helpers import ROOT, run_grader

from grader.cli import main as cli


@pytest.fixture
def copy(tmp_path):
    """The parts of the course that an author works on."""
    return copy_course(ROOT, tmp_path / "course")


@pytest.fixture(scope="session")
def newcomer(tmp_path_factory):
    """A course with a new unit as `grader new` leaves it, and one where it is written and built; copy them."""
    begun = copy_few_units(ROOT, tmp_path_factory.mktemp("newcomer") / "begun")
    for name in ("area", "arc_length"):
        assert run_grader("new", "integrals", name, cwd=begun).returncode == 0
    written = copy_course(begun, begun.parent / "written")
    for name, place in NEWCOMER.items():
        shutil.copy(FILES / name, written / place)
    built = build(written)
    assert built.returncode == 0, built.stderr
    return begun, written


@pytest.fixture
def begun(newcomer, tmp_path):
    """A course with a new unit that is not written yet."""
    return copy_course(newcomer[0], tmp_path / "course")


@pytest.fixture
def written(newcomer, tmp_path):
    """A course with a new unit that is whole."""
    return copy_course(newcomer[1], tmp_path / "course")


@pytest.fixture
def run(capsys):
    """Run a command in this process: exit code, output, errors."""

    def main(*words):
        try:
            code = cli.main([str(word) for word in words])
        except SystemExit as end:  # of --help
            code = end.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return main
