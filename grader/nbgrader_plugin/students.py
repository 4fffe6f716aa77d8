"""What nbgrader has to be told in a student's folder, taken from the instructor's own configuration."""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path

from nbgrader.apps import NbGrader
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import Exchange

from grader.errors import UsageError

CONFIG = "nbgrader_config.py"
TEXT = '''"""nbgrader for those who take {course!r}. Start JupyterLab and nbgrader in this folder."""

c = get_config()  # traitlets gives it

{lines}
'''


def students_config(folder: Path) -> str:
    """The text of a student's `nbgrader_config.py`: the course, and the exchange.

    Args:
        folder: the instructor's course folder.

    Raises:
        UsageError: if it is none, or the course has no name.
    """
    if not (folder / CONFIG).exists():
        raise UsageError(f"There is no {folder / CONFIG}: the students' is made from it.")
    app = NbGrader()
    app.log_level = logging.ERROR
    with contextlib.chdir(folder):  # where nbgrader looks for its configuration
        app.initialize([])
        course = CourseDirectory(parent=app)
        exchange = Exchange(coursedir=course, parent=app)
    if not course.course_id:
        raise UsageError(f"{folder / CONFIG} has no c.CourseDirectory.course_id: an exchange needs one.")
    told = {
        "CourseDirectory.course_id": course.course_id,
        "Exchange.root": exchange.root,
        "Exchange.timezone": exchange.timezone,
        "Exchange.timestamp_format": exchange.timestamp_format,
    }
    lines = "\n".join(f"c.{name} = {value!r}" for name, value in told.items())
    return TEXT.format(course=course.course_id, lines=lines)
