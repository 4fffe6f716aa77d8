"""The processes that read and grade the notebooks of a class. None of them opens the gradebook."""

from __future__ import annotations

import logging
import multiprocessing
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import nbformat

from grader.errors import BrokenError
from grader.nbgrader_plugin.grading import SCORES, Grade
from grader.nbgrader_plugin.patience import AGAIN
from grader.nbgrader_plugin.reading import KIT, READ, read_notebook
from grader.nbgrader_plugin.release import Release
from grader.nbgrader_plugin.restore import make_whole
from grader.nbgrader_plugin.saving import Found, found_in
from grader.processes import require_descriptors
from grader.worker.limits import die_with_parent

AHEAD = 4  # students who wait for each process


@dataclass(frozen=True)
class Graded:
    """A notebook after grading.

    Attributes:
        name: as the gradebook has it.
        text: the notebook with the outputs of its test cells.
        found: what it gives the gradebook.
        notes: what is the matter with it, for a person.
        could_be: whether any of its tests could be graded.
    """

    name: str
    text: str
    found: Found
    notes: list[str]
    could_be: bool


_grading: list[tuple[Grade, dict[str, Release], list[str]]] = []  # of a grading process


def make_executor(jobs: int, releases: dict[str, Release], settings: dict[str, Any]) -> ProcessPoolExecutor:
    """Processes that grade. They begin before the gradebook is open here, and never open it."""
    require_descriptors(jobs)
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")  # nbgrader loads for seconds
    executor = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(releases, settings))
    executor.submit(len, ()).result()
    return executor


class _Notes(logging.Handler):
    """Collects what is logged, for the process that reports it."""

    def __init__(self, notes: list[str]) -> None:
        super().__init__()
        self._notes = notes

    def emit(self, record: logging.LogRecord) -> None:
        self._notes.append(record.getMessage())


def _begin(releases: dict[str, Release], settings: dict[str, Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever writes ends all others
    die_with_parent()
    notes: list[str] = []
    log = logging.Logger("grading")  # noqa: LOG001  of its own: what nbgrader logs goes to the terminal
    log.addHandler(_Notes(notes))
    _grading.append((Grade(log=log, **settings), releases, notes))


def _grade(student: str, folder: Path) -> list[Graded]:
    """Read and grade a student's notebooks, in a grading process."""
    step, releases, notes = _grading[0]
    graded = []
    for name, release in releases.items():
        nb = make_whole(read_notebook(folder / f"{name}.ipynb"), release)
        notes[:] = [f"{student}, {name}: {text}" for text in nb.metadata[KIT]["problems"]]
        nb.metadata[READ] = {"unreadable": None, "problems": []}
        nb, resources = step.preprocess(nb, {"nbgrader": {"student": student, "notebook": name}})
        scores = resources[SCORES]
        could_be = not scores or any(score.points is not None for score in scores.values())
        graded.append(Graded(name, nbformat.writes(nb) + "\n", found_in(nb, scores), list(notes), could_be))
    return graded


def as_they_come(
    executor: ProcessPoolExecutor, jobs: int, waiting: dict[str, Path]
) -> Iterator[tuple[str, list[Graded] | Exception]]:
    """Students with their graded notebooks, as they are ready; few are in progress at once, so memory stays flat.

    Raises:
        BrokenError: if a grading process ends by itself.
    """
    left = iter(waiting.items())
    under_way: dict[Future[list[Graded]], str] = {}
    while True:
        for student, folder in islice(left, jobs * AHEAD - len(under_way)):
            under_way[executor.submit(_grade, student, folder)] = student
        if not under_way:
            return
        done, _ = wait(under_way, return_when=FIRST_COMPLETED)
        for future in done:
            student = under_way.pop(future)
            try:
                result: list[Graded] | Exception = future.result()
            except BrokenProcessPool as error:
                raise BrokenError(f"A grading process ended by itself. {AGAIN}") from error
            except Exception as error:  # noqa: BLE001  one notebook never stops the class
                result = error
            yield student, result
