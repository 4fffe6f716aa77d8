"""A page is told what `grader check --json` writes in the same folder: a fixed tenth of wrong and right functions."""

import itertools

from helpers import WHOLE, valid, write_submission

from grader.authoring.audit.as_written import as_written, solution_files
from grader.course.open_reference import open_reference
from grader.course.solutions.library import alternatives, misconceptions
from grader.course.syllabus import load_course
from grader.grading.grade import grade
from grader.grading.options import Options
from grader.sandbox.job import Limits
from grader.submission.folder import read_submission
from grader.submission.reader import LocalReader

from .conftest import serving

COURSE = load_course()
BASE = solution_files(COURSE)


def written(unit):
    """The functions of a unit as students write them: with each mistake, in each other way, and as the solution."""
    for exercise in COURSE.unit(unit).exercises:
        others = [*misconceptions(unit).get(exercise.name, []), *alternatives(unit).get(exercise.name, [])]
        yield exercise, ""
        yield from ((exercise, as_written(exercise, one)) for one in others)


def variants():
    """A fixed tenth, in the order of the course; a documented run takes them all."""
    for unit in COURSE.units:
        for exercise, text in itertools.islice(written(unit.name), 0, None, 1 if WHOLE else 10):
            yield exercise, {unit.name: BASE[unit.name] + text}


def test_the_page_is_told_the_same_report(tmp_path, forking):
    told = []
    with serving(tmp_path, "solutions") as solver:
        for exercise, files in variants():
            write_submission(solver.folder, "solutions", **files)
            told.append(solver.ask("check", name=exercise.name)["exercise"])
    options = Options(limits=Limits(call=1.0))
    for (exercise, files), one in zip(variants(), told, strict=True):  # now that nobody else asks the reference
        submission = read_submission(write_submission(solver.folder, "solutions", **files), COURSE, LocalReader())
        (expected,) = valid(grade(submission, [exercise], forking, options, open_reference()).to_json())["exercises"]
        assert one | {"seconds": 0} == expected | {"seconds": 0}
    assert {"pass", "wrong"} <= {one["verdict"] for one in told}
