"""What a learning platform hands over, for `nbgrader zip_collect`: whose each notebook is, as a batch reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbgrader.plugins.zipcollect import FileNameCollectorPlugin

from grader.submission.lms.entry import Entry
from grader.submission.lms.layouts import read_layout

EXTRACTED = "extracted"  # the folder into which nbgrader puts what it finds in archives
_COPY = re.compile(r"(?:-\d+| ?\(\d+\))(?=\.ipynb$)")  # what platforms and browsers add to a name that is taken
_UTC = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.\d+)? (?:Z|UTC)")


class LayoutCollectorPlugin(FileNameCollectorPlugin):
    """Finds student and notebook by the layout of the whole download, as `grader batch` does.

    A student is called by the login or number that the platform gives, so that nobody is mixed up with a namesake.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._written: dict[Path, Mapping[str, Entry]] = {}

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Whose a file is, and what it is called; None for what is no notebook, or nobody's.

        Args:
            submitted_file: the path of a file that was extracted.
        """
        path = Path(submitted_file)
        if path.suffix not in self.valid_ext:
            return None
        for folder in _folders(path):
            name = path.relative_to(folder).parts[0]
            entry = self._read(folder).get(name)
            if entry is not None:
                student = _safe(entry.who.login or entry.who.id or entry.who.name)
                found = {
                    "student_id": student,
                    "file_id": _safe(_COPY.sub("", entry.file if path.parent == folder else path.name)),
                }
                time = _UTC.fullmatch(entry.time)
                return found | ({"timestamp": f"{time[1]} UTC"} if time else {})
        self.log.warning("No platform says whose %s is: put it into submitted/STUDENT/ASSIGNMENT/.", submitted_file)
        return None

    def _read(self, folder: Path) -> Mapping[str, Entry]:
        if folder not in self._written:
            names = sorted(one.name for one in folder.iterdir() if not one.name.startswith("."))
            self._written[folder] = read_layout(folder, names, (), None)
        return self._written[folder]


def _folders(path: Path) -> list[Path]:
    """The folders that may be that of the class, the outermost first: the others hold a student's own names."""
    above = list(reversed(path.parents))
    tops = [i for i, folder in enumerate(above) if folder.name == EXTRACTED]
    return above[tops[0] :] if tops else above[-1:]


def _safe(name: str) -> str:
    """A name as a part of a path that leads nowhere else."""
    return re.sub(r"[^\w.@+ -]", "_", name).lstrip(".") or "_"
