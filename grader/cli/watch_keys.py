"""What keys of `grader watch` do that needs no grading."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from grader.cli.editor import open_in_editor
from grader.cli.restore import reset_one
from grader.course.syllabus import LEVELS, Course, Exercise
from grader.errors import UsageError
from grader.protocol.text import one_line
from grader.submission.folder import Submission

KEYS = "Keys: h hint, n next, ? all keys, q quit"
ALL_KEYS = (
    "h  a hint, and each time the one after it",
    "n  the next exercise that does not pass",
    "o  open the file in your editor ($VISUAL, $EDITOR or VS Code); e does the same",
    "r  bring the stub back; what you wrote is kept in backup/",
    "l  the list of units, with the exercises of this one",
    "q  quit",
)
AT_ONCE = "h?oer"  # keys that need no grading


class KeyActions:
    """Answers keys that need no grading.

    Args:
        args: what the command was told.
        course: the course.
        folder: the folder that is watched.
        say: prints a text.
        width: tells the width of the terminal, which may change at any time.
        hint_text: the hint of an exercise at a level, for a width.
    """

    def __init__(
        self,
        args: argparse.Namespace,
        course: Course,
        folder: Path,
        say: Callable[[str], None],
        width: Callable[[], int],
        hint_text: Callable[[Exercise, int, int], str],
    ) -> None:
        self._args, self._course, self._folder, self._say = args, course, folder, say
        self._width, self._hint_text = width, hint_text
        self._hints: dict[str, int] = {}
        self._sure = ""

    def answer(self, key: str, submission: Submission, exercise: Exercise | None) -> None:
        """Do what a key asks for, about an exercise; a second `r` about the same one resets it."""
        sure, self._sure = self._sure, ""
        if key == "?":
            self._say("\n" + "\n".join(ALL_KEYS))
        elif exercise is None:
            return
        elif key == "h":
            self._hint(exercise)
        elif key in "oe":
            self._open(submission, exercise)
        elif sure == exercise.name:
            self._reset(exercise)
        else:
            self._sure = exercise.name
            self._say(f"Press r again to bring the stub of {exercise.name} back; what you wrote is kept.")

    def _hint(self, exercise: Exercise) -> None:
        """The next hint for an exercise."""
        level = self._hints.get(exercise.name, 0) % len(LEVELS) + 1
        self._hints[exercise.name] = level
        self._say(f"\n{self._hint_text(exercise, level, self._width())}")
        self._say("h gives the next hint." if level < len(LEVELS) else "That was the last hint.")

    def _open(self, submission: Submission, exercise: Exercise) -> None:
        """Open the file of an exercise at its function."""
        path = self._folder / f"{exercise.unit}.py"
        function = submission.units[exercise.unit].functions.get(exercise.name)
        line = function.line if function else None
        place = f"{one_line(path)}{f':{line}' if line else ''}"
        failed = open_in_editor(path, line)
        self._say(f"Open {place} yourself: {failed}." if failed else f"Opened {place}")

    def _reset(self, exercise: Exercise) -> None:
        """Bring the stub of an exercise back."""
        try:
            changed = reset_one(self._args, self._folder, self._course.unit(exercise.unit), exercise.name)
        except UsageError as error:
            self._say(one_line(error))
            return
        self._say(f"{exercise.name} is a stub {'again' if changed else 'already'}.")
