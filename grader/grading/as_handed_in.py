"""A report in the words of what was handed in: cells and lines that the student knows, where unit files were made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from grader.grading.report import Diagnosis, ExerciseReport, Report
from grader.submission.cell_places import NOTEBOOK, Origin, in_cells
from grader.submission.source import Problem

_STUB = re.compile(r"; grader reset \w+ brings its stubs| grader reset \w+ brings its stub\.")


def without_stubs(text: str) -> str:
    """A sentence without the command that brings stubs.

    It is of no use to those who work in a notebook, or read what became of their submission on a page.
    """
    return _STUB.sub("", text)


def as_handed_in(report: Report, origins: Mapping[str, Origin]) -> Report:
    """The report, with places as the student knows them.

    Args:
        report: with places in unit files.
        origins: where these files come from; units that are not there were handed in as such.
    """
    return _Words(origins).report(report) if origins else report


class _Words:
    """Says in other words what a report says."""

    def __init__(self, origins: Mapping[str, Origin]) -> None:
        self._origins = origins
        self._lines = {unit: origin.lines for unit, origin in origins.items()}
        self._whole = {unit: origin.whole for unit, origin in origins.items()}

    def report(self, found: Report) -> Report:
        return replace(
            found,
            exercises=[*map(self._exercise, found.exercises)],
            problems=[*map(self._problem, found.problems)],
            flags=[*map(self._said, found.flags)],
        )

    def _said(self, text: str) -> str:
        told = in_cells(without_stubs(text), self._lines, self._whole)
        return NOTEBOOK + told.removeprefix(NOTEBOOK.lower()) if told.startswith(NOTEBOOK.lower()) else told

    def _exercise(self, found: ExerciseReport) -> ExerciseReport:
        checks = [replace(check, message=self._said(check.message)) for check in found.checks]
        words = replace(found, checks=checks, remarks=[*map(self._said, found.remarks)])
        if (origin := self._origins.get(found.unit)) is None:
            return words
        line = None if origin.cells else origin.at(found.line)
        meant = self._diagnosis(found.diagnosis, origin) if found.diagnosis else None
        return replace(words, line=line.number if line else None, diagnosis=meant)

    def _diagnosis(self, found: Diagnosis, origin: Origin) -> Diagnosis:
        place = found.place
        if place is not None and place.file is None and (line := origin.at(place.line)) is not None:
            place = replace(place, line=line.number)
        return replace(found, message=self._said(found.message), place=place)

    def _problem(self, found: Problem) -> Problem:
        message = self._said(found.message)
        if (origin := self._origins.get(found.file.removesuffix(".py"))) is None:
            return found._replace(message=message)
        line = origin.at(found.line)
        if line is not None and origin.cells:
            cell = line.cell.removeprefix(f"{origin.name}, ")
            return Problem(origin.name, None, f"{cell}, line {line.number}: {message}")
        return Problem(origin.name, line.number if line else None, message)
