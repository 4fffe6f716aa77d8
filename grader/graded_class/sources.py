"""The text of functions that were handed in, for an instructor who wants to see one."""

from __future__ import annotations

from collections.abc import Iterable

from grader.grading.report import ExerciseReport
from grader.protocol.text import clean
from grader.submission.folder import Submission

MOST_LINES = 60
RIGHT = ("pass", "todo")


def sources_of(submission: Submission, exercises: Iterable[ExerciseReport]) -> dict[str, str]:
    """The text of each function that is not right, by its name."""
    found = {}
    for one in exercises:
        file = submission.units[one.unit]
        function = file.functions.get(one.name)
        if one.verdict not in RIGHT and function is not None and file.source is not None:
            found[one.name] = clean(cut(file.source, function.line))
    return found


def cut(source: str, line: int) -> str:
    """The statement that begins in a line, with all that is indented below it: at most 60 lines.

    Args:
        source: the whole text.
        line: from 1 on.
    """
    first, *rest = source.splitlines()[line - 1 :][:MOST_LINES] or [""]
    kept = [first]
    for text in rest:
        if text[:1] not in ("", " ", "\t", ")", "]", "}", "#") and text.strip():
            break
        kept.append(text)
    while len(kept) > 1 and (not kept[-1].strip() or kept[-1].startswith("#")):
        kept.pop()
    return "\n".join(kept)
