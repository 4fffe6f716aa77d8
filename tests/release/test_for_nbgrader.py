"""The kit of a class that works in nbgrader's assignments: what is in it, and what nbgrader is told there."""

import json
import re
import tomllib

import pytest
from helpers import ROOT

from grader.cli.migrate import kit_in, migrate
from grader.course.syllabus import load_course
from grader.release import make

CONFIG = "c.CourseDirectory.course_id = 'calculus'\n"


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    """A kit whose answers are not frozen, which takes a minute and is nothing of nbgrader's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(make, "freeze", lambda *_: b"")
        patch.setattr(make, "words", lambda *_: {})
        return make.make_release(tmp_path_factory.mktemp("kit"), ["derivatives"], nbgrader=CONFIG).folder


def test_it_has_nbgrader_s_configuration_in_the_place_of_notebooks(kit):
    assert (kit / "nbgrader_config.py").read_text(encoding="utf-8") == CONFIG
    assert not (kit / "notebooks").exists()
    assert (kit / "exercises" / "derivatives.py").exists()
    files = json.loads((kit / "grader" / "release.json").read_text(encoding="utf-8"))["files"]
    assert "nbgrader_config.py" in files


def test_uv_always_installs_what_students_work_with_in_the_tested_versions(kit):
    project = tomllib.loads((kit / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["uv"]["default-groups"] == ["notebook"]
    names = [re.split(r"[<>=]", one)[0] for one in project["dependency-groups"]["notebook"]]
    assert names == ["jupyterlab", "nbgrader"]
    pins = set(project["tool"]["uv"]["constraint-dependencies"])
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert pins <= set(ours["tool"]["uv"]["constraint-dependencies"])
    assert {"nbgrader", "sqlalchemy", "jupyterlab", "numpy"} <= {pin.partition("==")[0] for pin in pins}


def test_its_page_names_the_one_command_and_what_can_be_asked_in_a_notebook(kit):
    text = (kit / "README.md").read_text(encoding="utf-8")
    assert ".uv/bin/uv run jupyter lab\n" in text
    assert "uv run nbgrader fetch_assignment derivatives\n" in text
    for call in ('hint("deriv")', 'show("deriv")'):
        assert call in text
    assert "{" not in text


def test_what_was_fetched_into_an_older_kit_comes_along(kit, tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        (folder / "derivatives").mkdir(parents=True)
    (old / "derivatives" / "derivatives.ipynb").write_text("mine")
    (old / "other").mkdir()
    (old / "other" / "other.ipynb").write_text("no assignment")
    found = migrate(kit_in(old), kit_in(new), load_course())
    assert found.done == ["derivatives/derivatives.ipynb: brought as it is"]
    assert (new / "derivatives" / "derivatives.ipynb").read_text() == "mine"
    assert not (new / "other").exists()
    (new / "derivatives" / "derivatives.ipynb").write_text("newer")
    found = migrate(kit_in(old), kit_in(new), load_course())
    assert (found.done, len(found.left)) == ([], 1)
    assert (new / "derivatives" / "derivatives.ipynb").read_text() == "newer"
