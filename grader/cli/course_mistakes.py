"""What is wrong in the course's own files, with the place: an author's mistake is no failure of the grader's."""

from __future__ import annotations

import re
import traceback
from pathlib import Path

from grader.course.syllabus import IN_A_KIT, ROOT

_OF_UNITS = ("solutions", *(f"grader/course/{kind}" for kind in ("checks", "hidden", "misconceptions", "alternatives")))
_TEXTS = ("docs", "grader/course/hints", "grader/course/equivalent", "grader/authoring/notebooks/lead_ins")
_PLACE = re.compile(r'^ *File "(.+)", line (\d+)', re.MULTILINE)  # also in the text that a child's error comes with


def course_mistake(error: BaseException) -> str:
    """What to correct in a file that authors write, in a sentence; "" where the error does not come from one."""
    if IN_A_KIT:
        return ""
    if isinstance(error, UnicodeDecodeError):
        return _no_utf8(error)
    for path, line in reversed(_PLACE.findall("".join(traceback.format_exception(error)))):
        if file := _of_course(ROOT / path, _OF_UNITS):
            first = _first(error)
            told = first.msg if isinstance(first, SyntaxError) else first
            return f"the course has a mistake, {file}:{line}: {type(first).__name__}: {told}. Correct it there."
    if isinstance(error, ValueError) and _came_from(error, ROOT / "docs_tools"):
        return f"a lesson has a mistake: {str(error).splitlines()[0]}"
    path = _not_there(error)
    file = _of_course(path, (*_OF_UNITS, *_TEXTS)) if path else ""
    return f"{file} is missing. Bring it back, or take its unit out of course.toml." if file else ""


def _first(error: BaseException) -> BaseException:
    """The error that led to it, as one says that raises another `from` it; a child's traceback is none."""
    cause = error.__cause__
    return error if cause is None or cause.__traceback__ is None else _first(cause)


def _came_from(error: BaseException, folder: Path) -> bool:
    """Whether an error was raised by a file in a folder."""
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and Path(frames[-1].filename).is_relative_to(folder)


def _of_course(path: Path, folders: tuple[str, ...]) -> str:
    """A file of a unit as it is called from the root of the course; "" for any other."""
    if not path.is_relative_to(ROOT) or path.name in ("__init__.py", "families.py"):
        return ""
    name = path.relative_to(ROOT)
    return name.as_posix() if name.parent.as_posix() in folders else ""


def _not_there(error: BaseException) -> Path | None:
    """The file that an error misses."""
    if isinstance(error, FileNotFoundError) and error.filename:
        return Path(error.filename)
    if isinstance(error, ModuleNotFoundError) and error.name:
        return ROOT / f"{error.name.replace('.', '/')}.py"
    return None


def _no_utf8(error: UnicodeDecodeError) -> str:
    """Which of the course's files holds the bytes that are no text."""
    files = [ROOT / "course.toml", *(path for folder in (*_OF_UNITS, *_TEXTS) for path in (ROOT / folder).glob("*.*"))]
    for path in files:
        if path.read_bytes() == error.object:
            line = error.object[: error.start].count(b"\n") + 1
            return f"{path.relative_to(ROOT).as_posix()}:{line} is no text in UTF-8. Save the file in that encoding."
    return ""
