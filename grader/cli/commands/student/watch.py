"""`grader watch`: check again whenever a file is saved, with a worker that stays warm; a few keys do more."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, TypeVar

from grader.cli.arguments import seconds
from grader.cli.commands.student.board import print_board
from grader.cli.commands.student.check import exit_code
from grader.cli.file_watcher import FileWatcher, told_of
from grader.cli.graded import following
from grader.cli.keyboard import Keyboard, open_keys, signals_to
from grader.cli.places import search_places, tell_places
from grader.cli.trust import OpenFolder, add_submission, open_submission
from grader.cli.watch_keys import AT_ONCE, KEYS, KeyActions
from grader.course.syllabus import Course, Exercise, load_course
from grader.errors import ALL_PASS, INTERRUPTED, NOT_ALL_PASS, UsageError
from grader.protocol.text import one_line
from grader.render.hint import hint_text
from grader.render.waiting import waiting

if TYPE_CHECKING:
    from rich.console import Console

    from grader.grading.report import ExerciseReport, Report
    from grader.grading.session import Session
    from grader.submission.folder import Submission

POLL = 0.02  # seconds between two looks at the files
SETTLE = 0.15  # seconds that a file may stay half written or away before that is said
AHEAD = 0.01  # seconds of each wait that go into getting a diagnosis ready

Result = TypeVar("Result")


def run(args: argparse.Namespace) -> int:
    """Grade once; on a terminal, again whenever a file is saved, until q or Ctrl-C."""
    course = load_course()
    preload = course.preload(course.find([args.name])) if args.name else ()
    with open_submission(args, preload) as opened:
        # numpy and rich load here while the worker loads its own
        from grader.grading.session import Session  # noqa: PLC0415
        from grader.render.terminal import make_console  # noqa: PLC0415
        from grader.sandbox.job import Limits  # noqa: PLC0415

        session = Session(course, Limits(call=args.timeout), opened.workers, preload, jail=opened.jail)
        try:
            watch = _Watch(args, course, opened, session, make_console(args))
            if not sys.stdout.isatty():
                return watch.once()
            with signals_to(watch.end), open_keys() as keyboard:
                code = watch.stay(keyboard)
            if code == INTERRUPTED:
                raise KeyboardInterrupt
            return code
        finally:
            session.close()


class _Watch:
    """What is watched (at first, the first exercise that does not pass), what was found, and what to do next."""

    def __init__(
        self, args: argparse.Namespace, course: Course, opened: OpenFolder, session: Session, console: Console
    ) -> None:
        self._args, self._course, self._opened = args, course, opened
        self._session, self._console = session, console
        self._watched = course.find([args.name]) if args.name else []
        self._failing: list[str] = []
        self._code = NOT_ALL_PASS
        self._ended: int | None = None
        self._watcher = FileWatcher(opened.folder)
        self._changed: set[str] = set()
        self._due = False
        self._quit = False
        self._keyboard: Keyboard | None = None
        self._typed: list[str] = []
        self._keys = KeyActions(args, course, opened.folder, self._say, lambda: console.width, hint_text)
        self._ahead: Iterator[None] = iter(())
        self._submission = self._shown = opened.read(course)
        self._pool = ThreadPoolExecutor(1)

    def once(self) -> int:
        """Grade and print once."""
        report = self._grade()
        if report is None:
            self._say("Every exercise passes.")
            return ALL_PASS
        self._print(report, search_places(self._session, self._submission, report))
        return exit_code(report)

    def stay(self, keyboard: Keyboard | None) -> int:
        """Grade and print whenever a file is saved, until q."""
        self._keyboard = keyboard
        self._say(f"Watching {one_line(self._opened.folder)}: {self._what()}. Save a file, and it is checked.")
        try:
            self._due = True
            while not self._quit:
                if self._due:
                    self._check()
                elif self._typed:
                    self._answer(self._typed.pop(0))
                else:
                    self._get_ahead()
                    self._look(POLL)
        finally:
            self._session.stop()
            self._pool.shutdown()
        return self._code if self._ended is None else self._ended

    def end(self, code: int) -> None:
        """End soon, with an exit code."""
        self._quit, self._ended = True, code

    def _what(self) -> str:
        return ", ".join(e.name for e in self._watched) or "the first exercise that does not pass"

    def _grade(self) -> Report | None:
        """The report on what is watched, None where all of the course passes."""
        if self._watched:
            return self._session.grade(self._submission, self._watched)
        return self._session.first_failing(self._submission, self._course.exercises)

    def _look(self, pause: float) -> None:
        """Wait for a key, then look for saved files."""
        if self._keyboard is None:
            time.sleep(pause)
        elif key := self._keyboard(pause):
            self._quit = self._quit or key == "q"
            self._typed.append(key)
        if changed := self._watcher.changed():
            self._changed |= changed
            self._due = True

    def _work(self, job: Callable[[], Result], what: str = "") -> Result | None:
        """Do a job while watching keys and files. If q or a save interrupts it, there is no result.

        Args:
            job: the job.
            what: what it checks, if not what is watched.
        """
        self._session.resume()
        future = self._pool.submit(job)
        with waiting(self._args, f"checking {what or self._what()}") as pause:
            while not wait([future], POLL).done:
                self._look(0)
                if self._typed and self._typed[0] in AT_ONCE:
                    with pause():
                        self._answer(self._typed.pop(0))
                if self._quit or self._due:
                    self._session.stop()
                    wait([future])
                    return None
        return future.result()

    def _check(self) -> None:
        """Grade what is watched, and print the report unless a file was saved again meanwhile."""
        self._due = False
        names = sorted(self._changed)
        try:
            self._submission = self._read()
        except UsageError as error:
            if not self._settles():
                self._say(f"{_clock()}  {one_line(error)}")
            return
        if self._is_half_written() and self._settles():
            return
        self._follow()
        report = self._work(self._grade)
        self._look(0)
        if self._due or self._quit:
            return
        if names:
            self._say(f"\n{_clock()}  {told_of(self._opened.folder, names)}")
        self._changed = set()
        self._show(report)

    def _read(self) -> Submission:
        """The submission; only files that changed are read again."""
        known = {**self._submission.units, **self._submission.helpers}
        kept = {f"{name}.py": file for name, file in known.items() if f"{name}.py" not in self._changed}
        return self._opened.read(self._course, kept)

    def _is_half_written(self) -> bool:
        files = [(self._submission.units[exercise.unit], exercise.name) for exercise in self._watched]
        return any(file.problem or name not in file.functions for file, name in files)

    def _settles(self) -> bool:
        """Whether the files change again within a moment; the last look comes when it is over, however long it took."""
        end, is_over = time.monotonic() + SETTLE, False
        while not (self._due or self._quit or is_over):
            is_over = time.monotonic() >= end
            self._look(0 if is_over else POLL)
        return self._due or self._quit

    def _follow(self) -> None:
        """Once what was watched passes, watch the exercise that was just begun."""
        if not self._failing:
            for exercise in self._course.exercises:
                old = self._shown.units[exercise.unit].functions.get(exercise.name)
                new = self._submission.units[exercise.unit].functions.get(exercise.name)
                if old and new and old.todo and not new.todo and exercise not in self._watched:
                    self._watched = [exercise]
                    return

    def _show(self, report: Report | None) -> None:
        """Keep a report, print it, and say what can be done now; None means that every exercise passes."""
        self._code = exit_code(report) if report else ALL_PASS
        self._shown = self._submission
        if report is None:
            self._say(f"Every exercise passes. {self._ways}")
            return
        self._failing = [exercise.name for exercise in report.exercises if exercise.verdict != "pass"]
        self._watched = [self._course.exercise(exercise.name) for exercise in report.exercises]
        self._ahead = self._session.prepare(self._watched)
        self._print(report)
        found = self._work(lambda: search_places(self._session, self._submission, report))
        tell_places(self._console, found or ())
        if not self._failing and self._keyboard is None:
            self._next()
            return
        if not self._failing:
            self._say("It passes. Press n for the next one.")
        self._say(self._ways)

    @property
    def _ways(self) -> str:
        """What the student can do now."""
        return KEYS if self._keyboard else "Ctrl-C ends it."

    def _print(self, report: Report, places: Sequence[ExerciseReport] = ()) -> None:
        from grader.render.terminal import print_report  # noqa: PLC0415  with rich, which loads beside the worker

        after = following(self._submission, self._course, self._watched)
        print_report(self._console, report, self._course, following=after, keys=bool(self._keyboard), places=places)

    def _say(self, text: str) -> None:
        from grader.render.terminal import put  # noqa: PLC0415  as above

        put(self._console, text)

    def _get_ahead(self) -> None:
        """Prepare a diagnosis while there is nothing else to do."""
        end = time.monotonic() + AHEAD
        for _ in self._ahead:
            if time.monotonic() > end:
                return

    def _answer(self, key: str) -> None:
        if key in AT_ONCE:
            self._keys.answer(key, self._submission, self._at())
        elif key == "n":
            self._next()
        elif key == "l":
            self._list()

    def _at(self) -> Exercise | None:
        """The watched exercise that a key is about: the first that does not pass."""
        failing = [exercise for exercise in self._watched if exercise.name in self._failing]
        return next(iter([*failing, *self._watched]), None)

    def _next(self) -> None:
        """Go on to the next exercise that does not pass, from the end of the course to its start."""
        exercises = list(self._course.exercises)
        place = exercises.index(self._watched[-1]) + 1 if self._watched else 0
        others = [exercise for exercise in exercises[place:] + exercises[:place] if exercise not in self._watched]
        report = self._work(lambda: self._session.first_failing(self._submission, others), "the other exercises")
        if report is not None:
            self._show(report)
        elif not (self._due or self._quit):
            self._say(f"Every other exercise passes. {self._ways}")

    def _list(self) -> None:
        """The board."""
        report = self._work(lambda: self._session.grade(self._submission, self._course.exercises), "all exercises")
        if report is not None:
            self._say("")
            units = {exercise.unit for exercise in self._watched}
            print_board(self._console, self._course, report, keys=True, only=units)
            self._say(f"Watching {self._what()}. {self._ways}")


def _clock() -> str:
    return time.strftime("%H:%M:%S")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "name", metavar="NAME", nargs="?", help="a function or a unit (default: the first that does not pass)"
    )
    add_submission(parser)
    parser.add_argument("--timeout", type=seconds, default=5.0, metavar="S", help="seconds for one call (default: 5)")
