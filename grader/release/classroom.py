"""Make a student's kit a repository: a workflow that runs the visible checks at each push, and what git leaves out."""

from __future__ import annotations

from pathlib import Path

from grader.errors import UsageError
from grader.files import write_whole

TEMPLATES = Path(__file__).parent / "templates"
PLACES = {"check.yml": ".github/workflows/check.yml", "gitignore": ".gitignore"}


def add_classroom(kit: Path) -> list[Path]:
    """Put the files of a repository template into the folder of a student's kit.

    Args:
        kit: the folder, as it is handed out.

    Returns:
        The files that were written.

    Raises:
        UsageError: if the folder is not there, or one of them cannot be written.
    """
    if not kit.is_dir():
        raise UsageError(f"There is no folder {kit}. Make the student's kit first: grader release OUT --classroom")
    written = []
    for template, place in PLACES.items():
        path = kit / place
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, (TEMPLATES / template).read_bytes())
        written.append(path)
    return written
