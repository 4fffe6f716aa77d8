"""Answer what a page asks, by the frozen answers, from recordings of what a student's code has answered."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from grader.course.open_reference import open_reference
from grader.course.syllabus import load_course
from grader.errors import BrokenError, GraderError
from grader.grading.cache import JudgementCache
from grader.grading.grade import grade
from grader.grading.options import Options
from grader.grading.place.find import Finder, with_places
from grader.grading.report import Report
from grader.practice.recorded import NotRecordedError, RecordedWorkers, Recording
from grader.sandbox.collect import LOAD_FACTOR
from grader.submission.folder import Submission, read_submission
from grader.submission.reader import LocalReader
from grader.submission.source import File
from grader.workbook.function_text import pieces
from grader.workbook.run_block import SECONDS, run_block
from grader.workbook.said import said_of

FOLDER = Path("exercises")
NO_LIMIT = 3600.0  # seconds: a search has no limit but that of each candidate


class Terms(NamedTuple):
    """How long a job may take, in seconds.

    Attributes:
        call: from one answer to the next, and for each file that is loaded.
        load: until everything is loaded.
        total: for all jobs of a request together.
    """

    call: float
    load: float
    total: float


class Desk:
    """Answers requests.

    Args:
        put_clock: is given what tells the time from now on, which passes also while jobs run elsewhere.
    """

    def __init__(self, put_clock: Callable[[Callable[[], float]], None]) -> None:
        self._course, self._reference = load_course(), open_reference()
        self._options, self._known = Options(visible_only=True), JudgementCache()
        self._kept: dict[str, File] = {}
        self._passed, now = 0.0, time.monotonic
        put_clock(lambda: now() + self._passed)

    def answer(self, what: str, asked: str, recordings: Sequence[tuple[bytes, bool, float]]) -> tuple[str, bytes, str]:
        """The answer to a request as JSON, or a job that has to be done before, with its terms as JSON.

        Where there is no answer, it holds a `message`; where that is our own failure, what is `broken`.

        Args:
            what: `check`, `place`, `verdicts`, `run` or `cut`.
            asked: what belongs to it, as a JSON object.
            recordings: of the jobs of this request that were done already.
        """
        body = json.loads(asked)
        workers = RecordedWorkers([Recording(*one) for one in recordings], self._advance)
        try:
            return json.dumps(self._REQUESTS[what](self, body, workers)), b"", ""
        except NotRecordedError as error:
            return "", error.job, json.dumps(self._terms(what)._asdict())
        except BrokenError as error:
            return json.dumps({"broken": str(error).partition(" See: ")[0]}), b"", ""  # which names a command
        except GraderError as error:
            return json.dumps({"message": str(error)}), b"", ""

    def _advance(self, seconds: float) -> None:
        self._passed += seconds

    def _terms(self, what: str) -> Terms:
        limits = self._options.limits
        if what == "run":
            return Terms(SECONDS, SECONDS, SECONDS)
        total = NO_LIMIT if what == "place" else limits.submission
        return Terms(limits.call, LOAD_FACTOR * limits.call, total)

    def _check(self, body: Mapping[str, Any], workers: RecordedWorkers) -> dict[str, Any]:
        report = self._grade(body["files"], [body["name"]], workers)
        return {**said_of(report), "report": report.to_json()}

    def _verdicts(self, body: Mapping[str, Any], workers: RecordedWorkers) -> dict[str, Any]:
        report = self._grade(body["files"], body["names"], workers)
        return {"verdicts": {one.name: one.verdict for one in report.exercises}}

    def _place(self, body: Mapping[str, Any], workers: RecordedWorkers) -> dict[str, Any]:
        report = self._grade(body["files"], [body["name"]], workers)
        finder = Finder(self._read(body["files"]), workers, self._options, self._reference, self._known)
        found = with_places(report, finder.places(report))
        return {"diagnosis": found.to_json()["exercises"][0]["diagnosis"]}

    def _run(self, body: Mapping[str, Any], workers: RecordedWorkers) -> dict[str, Any]:
        return run_block(body["code"], self._read(body["files"]), self._course, workers)._asdict()

    def _cut(self, body: Mapping[str, Any], _workers: RecordedWorkers) -> dict[str, Any]:
        names = {unit.name: [one.name for one in unit.exercises] for unit in self._course.units}
        return {unit: pieces(text, names[unit]) for unit, text in body["files"].items() if unit in names}

    def _grade(self, files: Mapping[str, str], names: Sequence[str], workers: RecordedWorkers) -> Report:
        exercises = [self._course.exercise(name) for name in names]
        return grade(self._read(files), exercises, workers, self._options, self._reference, self._known)

    def _read(self, files: Mapping[str, str]) -> Submission:
        """The files as a submission. What has not changed is not parsed again."""
        FOLDER.mkdir(exist_ok=True)
        kept = {}
        for unit, text in files.items():
            path = FOLDER / f"{unit}.py"
            known = self._kept.get(path.name)
            if known is not None and known.source == text:
                kept[path.name] = known
            else:
                path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
        submission = read_submission(FOLDER, self._course, LocalReader(), kept)
        self._kept = {f"{name}.py": file for name, file in submission.units.items()}
        return submission

    _REQUESTS = {  # noqa: RUF012  a table, never changed
        "check": _check,
        "verdicts": _verdicts,
        "place": _place,
        "run": _run,
        "cut": _cut,
    }
