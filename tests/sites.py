"""The lessons as a site, built strictly, once for all processes."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from side_by_side import once

from grader.cli.lessons import SITE, is_stale
from grader.course.syllabus import ROOT


def site_for_all(factory: pytest.TempPathFactory) -> Path:
    """The students' site, to be read only."""
    return once(factory, "site", _make_site)


def build(target: Path, *options: str) -> Path:
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(target), *options]
    quiet = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PRACTICE": ""}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=quiet, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return target


def _make_site(target: Path) -> Path:
    """It also lies where `grader release` takes it from, which would else build it once more."""
    build(target, "--strict")
    if is_stale():
        with tempfile.TemporaryDirectory(dir=SITE.parent, prefix=".site-") as room:
            new = shutil.copytree(target, Path(room) / "site")
            shutil.rmtree(SITE, ignore_errors=True)
            with contextlib.suppress(OSError):  # other tests of this folder were quicker
                new.rename(SITE)
    return target
