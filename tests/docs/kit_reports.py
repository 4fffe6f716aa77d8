"""Grade cases with a kit, as `grader check --json` does there: `python -P kit_reports.py KIT CASES REPORTS`."""

import json
import os
import sys
from pathlib import Path

kit, cases, target = (Path(word).absolute() for word in sys.argv[1:])
sys.path.insert(0, str(kit))
os.chdir(kit)

import grader  # noqa: E402
from grader.course.syllabus import load_course  # noqa: E402
from grader.grading.place.find import places_in, with_places  # noqa: E402
from grader.grading.session import Session  # noqa: E402
from grader.sandbox.job import Limits  # noqa: E402
from grader.sandbox.start import make_workers  # noqa: E402
from grader.submission.folder import read_submission  # noqa: E402
from grader.submission.reader import LocalReader  # noqa: E402

assert Path(grader.__file__).is_relative_to(kit)
course = load_course()
session = Session(course, Limits(), make_workers())
reports = []
for case in json.loads(cases.read_text(encoding="utf-8")):
    for unit, text in case["files"].items():
        Path("exercises", f"{unit}.py").write_text(text, encoding="utf-8")
    submission = read_submission(Path("exercises"), course, LocalReader())
    report = session.grade(submission, [course.exercise(case["name"])])
    reports.append(with_places(report, places_in(session, submission, report)).to_json())
session.close()
target.write_text(json.dumps(reports), encoding="utf-8")
