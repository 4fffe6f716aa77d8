"""The reports of a class in a folder: a line for each, what they were graded with, and whose they are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RESULTS, HEADER, STUDENTS = "results.jsonl", "batch.json", "students.json"


def read_results(out: Path) -> Iterator[dict[str, Any]]:
    """The reports in a folder, one at a time, in the order in which they were written."""
    with (out / RESULTS).open("rb") as file:
        for line in file:
            yield json.loads(line)


def read_entries(out: Path) -> dict[str, str]:
    """The entry of the class that each student stands for, by the student's name; none where no batch wrote them."""
    try:
        found = json.loads((out / STUDENTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: one for name, one in found.items() if isinstance(one, str)} if isinstance(found, dict) else {}
