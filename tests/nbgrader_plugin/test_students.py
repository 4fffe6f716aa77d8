"""What nbgrader is told in a student's folder comes from the instructor's configuration."""

import pytest

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
