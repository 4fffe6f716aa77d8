"""Whether a report is of one's own exercises; of other folders, commands say which they are about."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from grader.course.syllabus import ROOT
from grader.grading.report import Report
from grader.protocol.text import one_line

_ABOUT_FILES = re.compile(r"\bgrader reset \w+")


def is_own(report: Report) -> bool:
    """Whether a report is of one's own exercises."""
    try:
        return Path(report.submission).resolve() == (ROOT / "exercises").resolve()
    except (OSError, RuntimeError):
        return False


def option_of(report: Report) -> str:
    """What a command about the folder of a report needs, if it is not one's own."""
    return "" if is_own(report) else f" --submission {shlex.quote(one_line(report.submission))}"


def about_its_folder(report: Report, text: str) -> str:
    """A sentence of a report; commands in it that change files are about those that the report is of."""
    return _ABOUT_FILES.sub(lambda found: found[0] + option_of(report), text)
