"""The course folder of nbgrader, in which some commands are run."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

from grader.errors import UsageError

CONFIG = "nbgrader_config.py"


def require_course_folder(command: str) -> None:
    """Refuse a command that is not run in a course folder, or without nbgrader; let nbgrader find its programs.

    Args:
        command: its name.

    Raises:
        UsageError: if it cannot be run here.
    """
    if importlib.util.find_spec("nbgrader") is None:
        raise UsageError(f"nbgrader is not installed. With it: uv run --group teach grader {command}")
    if not Path(CONFIG).exists():
        raise UsageError(f"There is no {CONFIG} here. Go to the course folder first: cd nbgrader")
    _put_programs_on_path()


def _put_programs_on_path() -> None:
    """Put the programs of this environment first: nbgrader starts Alembic by its name to make a gradebook."""
    folder = str(Path(sys.executable).parent)
    others = os.environ.get("PATH", os.defpath).split(os.pathsep)
    os.environ["PATH"] = os.pathsep.join([folder, *(one for one in others if one != folder)])
