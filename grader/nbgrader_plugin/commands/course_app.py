"""The course in the current folder, as its `nbgrader_config.py` says."""

from __future__ import annotations

import difflib
import logging
import shlex
from pathlib import Path
from typing import Any

from nbgrader.apps import AutogradeApp

from grader.errors import UsageError
from grader.protocol.text import clean, one_line

MOST_NAMED = 20


def open_app(assignment: str = "") -> Any:
    """Nbgrader's program for the course, configured; its `coursedir` says where everything is.

    Args:
        assignment: the assignment that is meant, if one is.
    """
    app = AutogradeApp()
    app.log_level = logging.ERROR  # what there is to tell is told by the caller
    logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)  # as when it is interrupted while it reads
    app.initialize([])
    app.coursedir.assignment_id = assignment
    return app


def no_assignment(coursedir: Any, assignment: str) -> UsageError:
    """What to say of an assignment that the gradebook does not have: how to make it, or which ones there are.

    Args:
        coursedir: where everything is.
        assignment: the name that was given.
    """
    source = Path(coursedir.format_path(coursedir.source_directory, ".", "."))
    there = sorted(path.name for path in source.glob("[!._]*") if path.is_dir())
    if assignment in there:
        way = f"Make it: nbgrader generate_assignment {shlex.quote(assignment)}"
    elif there:
        near = difflib.get_close_matches(assignment, there, n=1)
        way = f"{f'Did you mean {near[0]}? ' if near else ''}Those in source/: {clean(', '.join(there[:MOST_NAMED]))}"
    else:
        way = "Make those of the course: grader build"
    return UsageError(f"The gradebook has no assignment {one_line(assignment, 100)}. {way}")


def nobody_handed_in(assignment: str) -> UsageError:
    """What to say of an assignment that nobody handed in."""
    return UsageError(
        f"Nobody handed in {assignment}. Get what was submitted: nbgrader collect {shlex.quote(assignment)}"
    )
