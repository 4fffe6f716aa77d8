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
_COMMAND = re.compile(rf"(uv run (?:--?[\w-]+(?: [\w-]+)? )*)?\bgrader (?=(?:{'|'.join(NAMES)}|NAME|--help)\b|--help)")


def program() -> str:
    """How the grader is started here: as it was started now."""
    uv = os.environ.get("UV")
    if uv:
        return f"{_short(uv) if shutil.which('uv') is None and Path(uv).is_file() else 'uv'} run grader"
    if shutil.which("grader") is not None:
        return "grader"
    started = Path(sys.argv[0])
    return _short(sys.argv[0]) if started.stem == "grader" and started.is_file() else "python -m grader"


def command(words: str = "") -> str:
    """A command of the grader, as it is typed here."""
    return f"{program()} {words}".rstrip()


def as_typed(text: str) -> str:
    """A sentence of ours with the commands in it as they are typed here."""
    return _COMMAND.sub(lambda match: match[0] if match[1] else f"{program()} ", text)


def _short(path: str) -> str:
    """A path relative to the current folder where that is shorter, quoted if it has spaces."""
    try:
        shown = Path(path).absolute().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        shown = path
    shown = shown if "/" in shown or "\\" in shown else f"./{shown}"
    return f'"{shown}"' if " " in shown else shown
