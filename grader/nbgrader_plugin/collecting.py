"""What a learning platform hands over, for `nbgrader zip_collect`: whose each notebook is, as a batch reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from nbgrader.plugins.zipcollect import FileNameCollectorPlugin

from grader.nbgrader_plugin.student_ids import safe, student_ids
from grader.submission.lms.entry import Entry
from grader.submission.lms.layouts import read_layout

EXTRACTED = "extracted"  # the folder into which nbgrader puts what it finds in archives
_COPY = re.compile(r"(?:-\d+| ?\(\d+\))(?=\.ipynb$)")  # what platforms and browsers add to a name that is taken
_UTC = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.\d+)? (?:Z|UTC)")


class Written(NamedTuple):
    """What a platform wrote: the entries of a folder, and the students' ids by the keys of their entries."""

    entries: Mapping[str, Entry]
    ids: Mapping[str, list[str]]


class LayoutCollectorPlugin(FileNameCollectorPlugin):
    """Finds student and notebook by the layout of the whole download, as `grader batch` does.

    A student is called by the login or number that the platform gives, or the name, as `grader collect` does.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._written: dict[Path, Written] = {}

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
            written = self._read(folder)
            entry = written.entries.get(name)
            if entry is not None:
                found = {
                    "student_id": safe(", ".join(written.ids[entry.key])),
                    "file_id": safe(_COPY.sub("", entry.file if path.parent == folder else path.name)),
                }
                time = _UTC.fullmatch(entry.time)
                return found | ({"timestamp": f"{time[1]} UTC"} if time else {})
        self.log.warning("No platform says whose %s is: put it into submitted/STUDENT/ASSIGNMENT/.", submitted_file)
        return None

    def _read(self, folder: Path) -> Written:
        if folder not in self._written:
            names = sorted(one.name for one in folder.iterdir() if not one.name.startswith("."))
            entries = read_layout(folder, names, (), None)
            ids = student_ids({entry.key: entry.who for entry in entries.values()})
            self._written[folder] = Written(entries, ids)
        return self._written[folder]


def _folders(path: Path) -> list[Path]:
    """The folders that may be that of the class, the outermost first: the others hold a student's own names."""
    above = list(reversed(path.parents))
    tops = [i for i, folder in enumerate(above) if folder.name == EXTRACTED]
    return above[tops[0] :] if tops else above[-1:]
