"""The lessons as pages: where they are, and in a clone how they are built."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from grader.course.syllabus import IN_A_KIT, ROOT
from grader.errors import BrokenError

SITE = ROOT / "site"
SOURCES = ("mkdocs.yml", "docs", "docs_tools", "solutions", "grader/course/checks", "grader/course/hints")


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
    environment = os.environ | {"OFFLINE": "true"}
    done = subprocess.run(  # noqa: S603  our own arguments
        words, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode or not (place / "index.html").exists():
        last = (done.stderr.strip() or "it gave no reason").splitlines()[-1]
        raise BrokenError(f"The lessons cannot be built: {last}. All of it: uv run --group docs mkdocs build")
