"""Which modules of the grader go into a kit: those of these folders, and the checks of the kit's units.

What students must not have, and what they have no use for, lies in other folders.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.course.syllabus import GRADER

OWN = Path(__file__).parent / "kit"
FOLDERS = (
    ".", "protocol", "worker", "course", "submission", "submission/edits", "reading", "sandbox", "grading",
    "grading/place", "render", "cli", "cli/commands", "cli/commands/student", "workbook",
)  # fmt: skip
CHECKS = "course/checks"
INSTEAD = {  # modules of which a kit has its own
    "course/stubs.py": "stubs.py",
    "cli/commands/student/solution.py": "solution.py",
}


def modules(units: Sequence[str]) -> dict[str, bytes]:
    """The grader's modules in a kit with some units, by their path in it."""
    paths = [path for folder in FOLDERS for path in sorted((GRADER / folder).glob("*.py"))]
    paths += [GRADER / CHECKS / f"{name}.py" for name in ("__init__", *units)]
    found = {path.relative_to(GRADER).as_posix(): path for path in paths}
    return {f"grader/{name}": _source(name, path) for name, path in found.items()}


def _source(name: str, path: Path) -> bytes:
    return (OWN / INSTEAD[name] if name in INSTEAD else path).read_bytes()
