"""An instructor's comments on wrong answers, in `comments.toml` beside `course.toml`, this year and next.

    [chain_deriv_2]
    reversed = "See the picture on page 12."
    answer-3f2a9c1b77d0 = "You wrote this one on paper correctly."

A key is a misconception's slug, or `answer-` and a key of the visible answers to six digits. The page of a batch offers
the file as a download; it is never read from a submission.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from grader.course.syllabus import ROOT
from grader.errors import UsageError
from grader.graded_class.records import WrongAnswer

FILE = "comments.toml"
Comments = Mapping[tuple[str, str], str]
"""The comments, by exercise and what the answer is known by."""
HEAD = "# Comments on wrong answers, for the feedback of all who gave them. It belongs beside course.toml.\n"
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def read_comments(path: Path = ROOT / FILE) -> Comments:
    """The comments that are there; none where there is no file.

    Raises:
        UsageError: if the file is not what it should be.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}. Look at its permissions.") from error
    except ValueError as error:
        raise UsageError(f"{path} is not TOML: {error}. Fix it, or move it away.") from error
    found = {}
    for exercise, comments in tables.items():
        if not isinstance(comments, dict):
            raise UsageError(f"{path}: {exercise} is no exercise. Write [EXERCISE], then a line for each answer.")
        for key, text in comments.items():
            if not isinstance(text, str):
                raise UsageError(f'{path}: the comment on {key} in {exercise} is no text. Write {key} = "…".')
            if text.strip():
                found[exercise, key] = text.strip()
    return found


def write_comments(comments: Comments, answers: Iterable[WrongAnswer] = ()) -> str:
    """Comments as the text of a file, with a line to be filled in for each answer that has none.

    Args:
        comments: the comments.
        answers: wrong answers, in the order in which they stand in the file.
    """
    keys = [(one.exercise, one.key) for one in answers]
    keys += [key for key in comments if key not in set(keys)]
    order = {exercise: at for at, exercise in enumerate(dict.fromkeys(exercise for exercise, _ in keys))}
    keys.sort(key=lambda key: order[key[0]])
    lines, exercise = [HEAD], None
    for key in keys:
        if key[0] != exercise:
            exercise = key[0]
            lines.append(f"\n[{toml_key(exercise)}]\n")
        text = comments.get(key, "")
        lines.append(f"{'' if text else '# '}{toml_key(key[1])} = {toml_text(text)}\n")
    return "".join(lines)


def toml_key(name: str) -> str:
    """A name as a key of TOML."""
    return name if _BARE.fullmatch(name) else toml_text(name)


def toml_text(text: str) -> str:
    """A text as a string of TOML, on one line."""
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    told = "".join(escapes.get(c, c if c.isprintable() else f"\\U{ord(c):08X}") for c in text)
    return f'"{told}"'
