"""The pytest plug-in: `pytest grader --submission=DIR` grades a folder, with an item for each check.

This process must never read a conftest.py, pytest.ini or module of the submission. pytest learns of our option only
after it has read its settings, and would take the DIR of `--submission DIR` for a place to look for them; with
`--submission=DIR` it does not. So only this spelling is accepted, and others are refused before any conftest.py is
looked for. Without the option, one's own `exercises/` are graded, without a jail as by `grader check`.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.protocol.text import clean

if TYPE_CHECKING:
    from grader.grading.report import CheckReport, ExerciseReport, Report

HERE = Path(__file__).resolve().parent
OPTION = "--submission"
REPORT = pytest.StashKey["Report"]()


class CheckFailedError(Exception):
    """A check that does not pass; its text is what a student reads."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Register the options, early."""
    group = parser.getgroup("grader", "the calculus kit's grader")
    group.addoption(OPTION, metavar="DIR", help="grade the unit files in DIR: pytest grader --submission=DIR")
    group.addoption("--no-jail", action="store_true", help="grade without a jail: only code that you trust")
    group.addoption("--grader-seed", type=int, default=0, metavar="N", help="seed of the hidden inputs")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, args: list[str]) -> None:
    """Refuse what would let pytest, or Python, read files of the submission."""
    for word in args:
        name, equals, _ = word.partition("=")
        if len(name) > 2 and OPTION.startswith(name) and (name != OPTION or not equals):
            raise pytest.UsageError(f"write {OPTION}=DIR in one word: else pytest takes DIR for tests of its own")
    folder = early_config.known_args_namespace.submission
    if not folder:
        return
    inside = Path(folder).resolve()
    if inside in {Path(entry).resolve() for entry in sys.path}:
        raise pytest.UsageError(f"Python imports from {folder}: start pytest in another folder, without `python -m`")
    if early_config.inipath is not None and early_config.inipath.parent.resolve() == inside:
        raise pytest.UsageError(f"pytest took its settings from {folder}: start it where the course is")


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Grade before anything is collected; what cannot be graded is reported as a usage error."""
    config = session.config
    asked = [Path(config.invocation_params.dir, arg).resolve() for arg in config.args]
    folder = config.getoption(OPTION)
    if HERE in asked and folder == "":
        raise pytest.UsageError(f"say which folder to grade: pytest grader {OPTION}=DIR")
    if HERE in asked and folder is None:
        config.stash[REPORT] = _grade(config, _own_exercises(), own=True)
    elif folder and any(path == HERE or path in HERE.parents for path in asked):
        config.stash[REPORT] = _grade(config, Path(folder))


def _own_exercises() -> Path:
    """The folder of one's own exercises, as short as it can be said."""
    folder = HERE.parent / "exercises"
    return folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect the checks at the grader's own folder."""
    if path.resolve() != HERE or REPORT not in parent.config.stash:
        return None
    collector: pytest.Collector = Checks.from_parent(parent, path=path)
    return collector


class Checks(pytest.Directory):
    """All checks of the course."""

    def collect(self) -> Iterator[pytest.Item]:
        """An item for each check."""
        for exercise in self.config.stash[REPORT].exercises:
            for check in exercise.checks:
                kind = "hidden-" if check.hidden else ""
                yield CheckItem.from_parent(
                    self, name=f"{exercise.unit}::{kind}{check.name}", exercise=exercise, check=check
                )


class CheckItem(pytest.Item):
    """One check of one exercise."""

    def __init__(self, *, exercise: ExerciseReport, check: CheckReport, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._exercise, self._check = exercise, check

    def runtest(self) -> None:
        """Fail as the report says."""
        if self._check.verdict != "pass":
            raise CheckFailedError(_text(self._exercise, self._check))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The words of the report, with no traceback."""
        if isinstance(excinfo.value, CheckFailedError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The location of the student's function."""
        line = self._exercise.line - 1 if self._exercise.line else None
        return Path(self._exercise.file), line, f"{self._exercise.name}: {self._check.sentence}"


def _text(exercise: ExerciseReport, check: CheckReport) -> str:
    from grader.grading.report import notes_on_earlier  # noqa: PLC0415  a pytest run that grades nothing stays quick

    lines = [f"{check.verdict}: {exercise.name}: {check.sentence}"]
    if exercise.verdict == "todo":
        lines.append("It is not written yet.")
    if exercise.diagnosis and not check.hidden:
        lines.append(exercise.diagnosis.message)
    lines += notes_on_earlier(exercise.follow_through, exercise.blocked_by, exercise.given)
    if check.message:
        lines += [f"  {line}" for line in check.message.split("\n")]
    return "\n".join(lines)


def _grade(config: pytest.Config, folder: Path, *, own: bool = False) -> Report:
    from grader.course.open_reference import open_reference  # noqa: PLC0415  a pytest run that grades nothing stays quick
    from grader.course.syllabus import load_course  # noqa: PLC0415
    from grader.errors import GraderError, UsageError  # noqa: PLC0415
    from grader.grading.grade import grade  # noqa: PLC0415
    from grader.grading.options import Options  # noqa: PLC0415  as above
    from grader.reading.reader import ConfinedReader  # noqa: PLC0415
    from grader.sandbox.start import make_workers  # noqa: PLC0415
    from grader.submission.folder import read_submission  # noqa: PLC0415
    from grader.submission.reader import LocalReader, Reader  # noqa: PLC0415

    jail = not own and not config.getoption("--no-jail")
    try:
        with contextlib.ExitStack() as begun:
            course = load_course()
            reader: Reader = LocalReader()
            if not own:
                reader = begun.enter_context(contextlib.closing(ConfinedReader(jail=jail)))
            submission = read_submission(folder, course, reader)
            usable = [one for one in course.exercises if submission.units[one.unit].source is not None]
            workers = begun.enter_context(contextlib.closing(make_workers(preload=course.preload(usable), jail=jail)))
            reference = open_reference(config.getoption("--grader-seed"))
            return grade(submission, course.exercises, workers, Options(instructor=True), reference)
    except UsageError as error:
        raise pytest.UsageError(clean(error).replace(f"{OPTION} ", f"{OPTION}=")) from error
    except GraderError as error:
        pytest.exit(clean(error), error.exit_code)
