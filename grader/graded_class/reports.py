"""The reports of a class in a folder: a line for each, and what they were graded with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RESULTS, HEADER = "results.jsonl", "batch.json"


def read_results(out: Path) -> Iterator[dict[str, Any]]:
    """The reports in a folder, one at a time, in the order in which they were written."""
    with (out / RESULTS).open("rb") as file:
        for line in file:
            yield json.loads(line)
