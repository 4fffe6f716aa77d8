"""Fixtures of several tests of the grader."""

import pytest
from helpers import write_submission

from grader.course.open_reference import open_reference
from grader.grading.options import Options
from grader.grading.place.find import Finder
from grader.sandbox.job import Limits
from grader.submission.folder import read_submission
from grader.submission.reader import LocalReader


@pytest.fixture
def find(course, forking, tmp_path, monkeypatch):
    """The places in a function of a unit's file, with the rest of the course solved: (the part, its kind) of each."""
    monkeypatch.setenv("GRADER_DEBUG", "1")  # a worker that ends is told, not taken for a silence

    def run(name, text, *, workers=forking, two=False, call=60.0, known=None, visible_only=False, **files):
        unit = course.exercise(name).unit
        folder = write_submission(tmp_path / "work", base="solutions", **{unit: text}, **files)
        submission = read_submission(folder, course, LocalReader())
        options = Options(limits=Limits(call=call), visible_only=visible_only)
        found = Finder(submission, workers, options, open_reference(), known).find(course.exercise(name), two=two)
        return [(one.place.text[slice(*one.place.columns)], one.place.kind) for one in found]

    return run
