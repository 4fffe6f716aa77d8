"""The report on a notebook, kept in its autograded copy: what a page on the whole class is made of.

Only the instructor has these copies; feedback is made of their cells, and has nothing of this.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from grader.course.fingerprint import run
from grader.grading.report import Report

REPORT = "calculus_kit_report"  # our own key in the metadata of an autograded notebook


def keep_report(nb: NotebookNode, report: Report, sources: Mapping[str, str]) -> None:
    """Keep a report in a notebook: what is the same whenever the same notebook is graded.

    Args:
        nb: the notebook.
        report: the report on it.
        sources: the text of each function that is not right.
    """
    kept = report.to_json() | {"sources": dict(sources), "run": _run(), "seed": None, "submission": ""}
    for one in kept["exercises"]:
        one["seconds"] = 0.0
    nb.metadata[REPORT] = nbformat.from_dict(json.loads(json.dumps(kept)))


@functools.cache
def _run() -> dict[str, str]:
    """What this process grades with; where that changes, nothing more is graded by it."""
    return run()._asdict()


def kept_report(path: Path) -> tuple[dict[str, Any] | None, str]:
    """The report in an autograded notebook, None where there is none; and why it could not be graded, "" if it was."""
    try:
        data = json.loads(path.read_bytes())
        metadata, cells = data["metadata"], data["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        return None, ""
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    why = next((str(one.get("evalue")) for one in outputs if one.get("ename") == "NotGraded"), "")
    return metadata.get(REPORT), why
