"""The frozen answers of many exercises: made side by side, and kept as long as nothing that they come from changes."""

from __future__ import annotations

import gc
import hashlib
import importlib.metadata
import multiprocessing
import shutil
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from grader.course.syllabus import ROOT, Course
from grader.errors import UsageError
from grader.files import write_whole
from grader.packages import distributions
from grader.release.freeze import freeze
from grader.worker.limits import die_with_parent

KEPT = ROOT / ".grader" / "frozen"
SOURCES = (
    "solutions",
    "grader/course/checks",
    "grader/course/misconceptions",
    "grader/course/alternatives",
    "grader/course/hints",
)
MAKERS = (
    "course/reference", "grading/compare", "grading/diagnose", "protocol/answer", "protocol/check", "protocol/wire",
    "release/freeze", "release/kit/reference",
)  # fmt: skip


def frozen(names: Sequence[str], course: Course, kept: Path = KEPT) -> dict[str, bytes]:
    """The frozen answers of exercises, by name."""
    folder = kept / _state(course)
    missing = [name for name in names if not (folder / name).exists()]
    if missing:
        _forget(kept, folder)
        with ProcessPoolExecutor(
            mp_context=multiprocessing.get_context("spawn"), initializer=die_with_parent
        ) as executor:
            slowest_first = sorted(missing, key=lambda name: not course.preload([course.exercise(name)]))  # they draw
            making = {executor.submit(_freeze, course, name): name for name in slowest_first}
            for made in as_completed(making):
                write_whole(folder / making[made], made.result())
    return {name: (folder / name).read_bytes() for name in names}


def _freeze(course: Course, name: str) -> bytes:
    gc.freeze()  # what is there already is not looked at again whenever a drawing is thrown away
    return freeze(course.exercise(name), course)


def _forget(kept: Path, folder: Path) -> None:
    """Make the folder, and delete what was kept of an earlier state."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{kept} cannot be written to: {error.strerror}. Look at its permissions.") from error
    for other in kept.iterdir():
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)


def _state(course: Course) -> str:
    """What all frozen answers come from, in a few letters."""
    found = hashlib.sha256()
    for package in ("numpy", *distributions(course.preload(course.exercises))):
        found.update(f"{package} {importlib.metadata.version(package)}\n".encode())
    paths = [path for kind in SOURCES for path in sorted((ROOT / kind).glob("*.*"))]
    for path in (*paths, *(ROOT / "grader" / f"{name}.py" for name in MAKERS)):
        found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:16]
