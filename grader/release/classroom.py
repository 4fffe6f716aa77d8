"""What makes a student's kit a repository template: a workflow that runs the visible checks at each push."""

from __future__ import annotations

from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"
WORKFLOW = ".github/workflows/check.yml"


def repository_files() -> dict[str, bytes]:
    """The additional files of a kit that is a repository, by their path in it."""
    return {WORKFLOW: (TEMPLATES / "check.yml").read_bytes()}
