"""The course in the current folder, as its `nbgrader_config.py` says."""

from __future__ import annotations

import logging
from typing import Any

from nbgrader.apps import AutogradeApp


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
