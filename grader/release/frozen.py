"""The frozen answers of many exercises: made in parallel, and kept until something that they come from changes."""

from __future__ import annotations

import gc
import importlib.metadata
import multiprocessing
import shutil
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from grader.course.fingerprint import run
from grader.course.release_stamp import short_hash
from grader.course.syllabus import ROOT, Course
from grader.errors import UsageError
from grader.files import write_whole
from grader.packages import distributions
from grader.release.freeze import freeze
from grader.worker.limits import die_with_parent

KEPT = ROOT / ".grader" / "frozen"


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
    """Make the folder, and delete what was kept for an earlier state."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{kept} cannot be written to: {error.strerror}. Look at its permissions.") from error
    for other in kept.iterdir():
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)


def _state(course: Course) -> str:
    """A short hash of all that frozen answers come from: the run of the grader, and the packages that units use."""
    packages = ["numpy", *distributions(course.preload(course.exercises))]
    return short_hash("\n".join([*run(), *(importlib.metadata.version(name) for name in packages)]).encode())
