"""Wait for a gradebook that another program holds, as formgrader does for a moment or a backup for minutes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any, TypeVar

from nbgrader.api import Gradebook
from sqlalchemy.exc import DatabaseError, OperationalError

from grader.errors import BrokenError
from grader.protocol.text import one_line

PATIENCE = 60.0  # seconds; the database itself waits for some of them
PAUSE = 0.5  # seconds between two tries
AGAIN = "Run the command again: it goes on where it stopped."
HELD = "The gradebook is held by another program. Waiting for it…"
GIVEN_UP = "The gradebook cannot be used, perhaps because another program holds it ({why}). {again}"

_Result = TypeVar("_Result")


def patiently(act: Callable[[], _Result], undo: Callable[[], object] = lambda: None) -> _Result:
    """Do something with the gradebook, and try it again while another program holds it.

    Args:
        act: what is done; done a second time, it leaves the same.
        undo: takes back what was begun, before each other try.

    Raises:
        BrokenError: if the gradebook cannot be used for a whole minute.
    """
    end = time.monotonic() + PATIENCE
    told = False
    while True:
        try:
            return act()
        except DatabaseError as error:
            undo()
            if type(error) not in (DatabaseError, OperationalError):  # a value that it does not take
                raise
            if not _is_held(error) or time.monotonic() > end:
                raise BrokenError(GIVEN_UP.format(why=one_line(error.orig, 120), again=AGAIN)) from error
        if not told:
            print(HELD, file=sys.stderr)
            told = True
        time.sleep(PAUSE)


def with_gradebook(coursedir: Any, act: Callable[[Gradebook], _Result]) -> _Result:
    """Open the gradebook of a course and do something with it, all of it again while another program holds it.

    Args:
        coursedir: nbgrader's `CourseDirectory`.
        act: what is done; done a second time, it leaves the same.

    Raises:
        BrokenError: if the gradebook cannot be used for a whole minute, or is none.
    """

    def whole() -> _Result:
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            return act(gradebook)

    return patiently(whole)


def _is_held(error: DatabaseError) -> bool:
    """Whether it may be free in a moment, as SQLite and PostgreSQL say it."""
    return any(word in str(error.orig) for word in ("locked", "busy", "lock timeout", "deadlock"))
