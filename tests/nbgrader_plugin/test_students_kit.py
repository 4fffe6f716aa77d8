"""What nbgrader is told in a student's folder comes from the instructor's configuration."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest
from classroom import ROOT

from grader.errors import UsageError


def told(text):
    """The settings in a configuration, as nbgrader reads it."""
    found = {}

    class Section:
        def __init__(self, name):
            self.__dict__["name"] = name

        def __setattr__(self, key, value):
            found[f"{self.name}.{key}"] = value

    class Config:
        def __getattr__(self, name):
            return Section(name)

    exec(compile(text, "nbgrader_config.py", "exec"), {"get_config": Config})
    return found


def test_the_course_and_the_exchange_are_those_of_the_instructor(door, tmp_path):
    own = "c = get_config()\nc.CourseDirectory.course_id = \"o'hara\"\nc.Exchange.root = '/srv/ex change'\n"
    own += "c.Exchange.timezone = 'Europe/Madrid'\nc.Exchange.path_includes_course = True\n"
    (tmp_path / "nbgrader_config.py").write_text(own)
    assert told(door.students.students_config(tmp_path)) == {
        "CourseDirectory.course_id": "o'hara",
        "Exchange.root": "/srv/ex change",
        "Exchange.timezone": "Europe/Madrid",
        "Exchange.timestamp_format": "%Y-%m-%d %H:%M:%S.%f %Z",
    }


@pytest.mark.parametrize(("text", "says"), [(None, "There is no "), ("c = get_config()\n", "has no c.CourseDirectory")])
def test_without_a_course_it_says_what_is_missing(door, tmp_path, text, says):
    if text:
        (tmp_path / "nbgrader_config.py").write_text(text)
    with pytest.raises(UsageError, match=says):
        door.students.students_config(tmp_path)


PAGE = (ROOT / "docs" / "jupyterhub.md").read_text(encoding="utf-8")


def test_what_the_page_on_jupyterhub_switches_off_is_what_nbgrader_brings():
    scripts = Path(sys.prefix, "share/jupyter/labextensions/@jupyter/nbgrader/static").glob("*.js")
    there = set(re.findall(r'"(@jupyter/nbgrader:[a-z-]+)"', "".join(path.read_text("utf-8") for path in scripts)))
    named = set(re.findall(r"@jupyter/nbgrader:[a-z-]+", PAGE))
    assert len(named) == 3
    assert named < there
    for module in re.findall(r"--sys-prefix (nbgrader\S+)", PAGE):
        assert importlib.util.find_spec(module)


def test_its_configuration_can_be_read_and_names_the_places_of_its_table():
    (code,) = re.findall(r'```python title="jupyterhub_config.py"\n(.*?)```', PAGE, re.DOTALL)
    found = told(code)
    (service,) = found["JupyterHub.services"]
    (role,) = found["JupyterHub.load_roles"]
    assert role["scopes"] == [f"access:services!service={service['name']}"]
    assert set(role["users"]) <= found["Authenticator.allowed_users"]
    for place in (Path(service["cwd"]).parent, Path(found["Spawner.cmd"][0]).parents[2]):
        assert f"| `{place}` |" in PAGE
