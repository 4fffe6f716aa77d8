"""Commands as they are typed where we were started: `uv run grader …`, `grader …`, or by the program's own path.

Sentences name commands as `grader check deriv`. Whatever prints a sentence turns these into what works there. Nothing
here imports numpy or rich.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

NAMES = (
    "board", "list", "check", "watch", "learn", "hint", "show", "solution", "reset", "update", "docs", "doctor",
    "completion", "batch", "collect", "autograde", "export", "release", "build", "audit", "new",
)  # fmt: skip
NBGRADER = (
    "autograde", "collect", "db", "export", "generate_assignment", "generate_feedback", "release_assignment",
    "release_feedback", "zip_collect",
)  # fmt: skip
_ROOT = Path(__file__).resolve().parents[2]
_COMMAND = re.compile(
    r"(uv run (?:--?[\w-]+(?: [\w-]+)? )*|python -m |(?<!\S)\S*/)?"
    rf"\b(?:grader (?=(?:{'|'.join(NAMES)}|NAME|COMMAND|--help)\b|--help)|nbgrader (?=(?:{'|'.join(NBGRADER)})\b))"
)


def program(name: str = "grader") -> str:
    """How a program that came with us is started here: as the grader was started now.

    Args:
        name: of the program.
    """
    uv = os.environ.get("UV")
    if uv:
        return f"{_short(uv) if shutil.which('uv') is None and Path(uv).is_file() else 'uv'} run{_project()} {name}"
    if shutil.which(name) is not None:
        return name
    if name != "grader":
        return f"python -m {name}"
    started = Path(sys.argv[0])
    return _short(sys.argv[0]) if started.stem == "grader" and started.is_file() else "python -m grader"


def command(words: str = "") -> str:
    """A command of the grader, as it is typed here."""
    return f"{program()} {words}".rstrip()


def as_typed(text: str) -> str:
    """A sentence of ours with the commands in it as they are typed here."""
    return _COMMAND.sub(lambda match: match[0] if match[1] else f"{program(match[0].rstrip())} ", text)


def _project() -> str:
    """The option that leads uv here from a folder that is outside of this project."""
    if "UV_PROJECT" in os.environ or not (_ROOT / "pyproject.toml").is_file():
        return ""
    try:
        outside = not Path.cwd().is_relative_to(_ROOT)
    except OSError:  # it is gone
        return ""
    return f" --project {_short(str(_ROOT))}" if outside else ""


def _short(path: str) -> str:
    """A path relative to the current folder where that is shorter, quoted if it has spaces."""
    try:
        shown = Path(path).absolute().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        shown = path
    shown = shown if "/" in shown or "\\" in shown else f"./{shown}"
    return f'"{shown}"' if " " in shown else shown
