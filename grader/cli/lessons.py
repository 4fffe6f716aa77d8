"""The lessons as pages: where they are, and in a clone how they are built."""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from grader.course.syllabus import IN_A_KIT, ROOT
from grader.errors import USAGE, BrokenError, UsageError
from grader.render.plain import say, say_command
from grader.render.waiting import waiting

SITE = ROOT / "site"
SOURCES = (
    "course.toml",
    "mkdocs.yml",
    "docs",
    "docs_tools",
    "solutions",
    "grader/course/checks",
    "grader/course/hints",
)


def is_stale() -> bool:
    """Whether the pages are not there, or older than what they are made from."""
    if IN_A_KIT:
        return False
    try:
        made = (SITE / "index.html").stat().st_mtime
    except OSError:
        return True
    places = [ROOT / name for name in SOURCES]
    files = [file for place in places for file in ([place] if place.is_file() else place.rglob("*"))]
    return any(file.stat().st_mtime > made for file in files if file.suffix not in (".pyc", "") and file.is_file())


def can_build() -> bool:
    """Whether what builds the pages is installed."""
    return all(importlib.util.find_spec(name) for name in ("mkdocs", "material", "mkdocstrings", "quickjs"))


def build_if_stale(args: argparse.Namespace, words: str) -> None:
    """Build the pages where they are stale, and say so, for it takes some seconds; or say what is missing for it.

    Args:
        args: what the command was told.
        words: the command of the grader that needs them.
    """
    if not is_stale():
        return
    if not can_build():
        if (SITE / "index.html").exists():
            say(args, "The lessons are older than what they are made from, and what builds them is not installed.")
            _say_what_builds(args, words)
    else:
        say(args, "The lessons are built here, once. That takes some seconds.")
        with waiting(args, "building the lessons"):
            build_lessons()


def say_what_brings_lessons(args: argparse.Namespace, words: str) -> int:
    """Say how to get the pages where they are not there and cannot be built; gives the exit code.

    Args:
        args: what the command was told.
        words: the command of the grader that needs them.

    Raises:
        UsageError: in a kit, which carries them.
    """
    if IN_A_KIT:
        raise UsageError("The pages of this kit are not there. Unpack it again, and see: grader doctor")
    say(args, "The lessons are not built here yet, and what builds them is not installed.")
    _say_what_builds(args, words)
    return USAGE


def _say_what_builds(args: argparse.Namespace, words: str) -> None:
    if "UV" in os.environ:
        say_command(args, f"uv run --group docs grader {words}")
    else:
        install = "python -m pip install --upgrade pip && python -m pip install --group docs"
        say_command(args, f"{install} && grader {words}")


def build_lessons(to: Path = SITE) -> None:
    """Build the pages, to be read from files. They come as a whole, or not at all.

    Raises:
        BrokenError: if they cannot be built; it says why.
    """
    (ROOT / ".grader").mkdir(exist_ok=True)
    room = Path(tempfile.mkdtemp(dir=ROOT / ".grader"))
    try:
        _build(room / "new")
        if to.exists():
            to.rename(room / "old")
        with contextlib.suppress(OSError):  # another process was quicker, and made the same
            (room / "new").rename(to)
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _build(place: Path) -> None:
    words = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(place)]
    environment = os.environ | {"OFFLINE": "true", "PRACTICE": ""}  # with a grader at hand, a page needs no Python
    done = subprocess.run(  # noqa: S603  our own arguments
        words, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode or not (place / "index.html").exists():
        last = (done.stderr.strip() or "it gave no reason").splitlines()[-1]
        raise BrokenError(f"The lessons cannot be built: {last}. All of it: uv run --group docs mkdocs build")
