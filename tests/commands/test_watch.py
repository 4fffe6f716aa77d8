"""`grader watch` on a real terminal (a pty): saves, keys, endings, and what happens where there is no terminal."""

import argparse
import contextlib
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time

import psutil
import pytest
from course_copies import copy_few_units
from helpers import ROOT, run_grader, write_submission

from grader.cli.commands.student import watch as watch_command
from grader.cli.commands.student.watch import SETTLE
from grader.cli.file_watcher import FRESH, FileWatcher
from grader.cli.watch_keys import KeyActions
from grader.course.syllabus import LEVELS, load_course
from grader.render.hint import hint_text
from grader.submission.folder import read_submission
from grader.submission.reader import LocalReader

STUB = "    # Stuck? uv run grader hint {}\n    raise NotImplementedError\n"
PATIENCE = 120.0  # a check takes a tenth of a second, and much longer where the processor is busy
CONTROLLED = """
import fcntl, os, sys, termios
fcntl.ioctl(1, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


def fill(folder, unit, **bodies):
    """The text of a unit's file with the stubs of some functions filled in."""
    text = (folder / f"{unit}.py").read_text(encoding="utf-8")
    for name, body in bodies.items():
        assert STUB.format(name) in text
        text = text.replace(STUB.format(name), f"    {body}\n")
    return text


def save(path, text):
    """Save as editors do: write a file beside the old one, then put it in its place."""
    new = path.with_name("4913")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


class Terminal:
    """A command on a terminal of its own, which it also is controlled by."""

    def __init__(self, *words, keyboard=True, env=None, course=ROOT):
        self.ours, self.theirs = pty.openpty()
        self.before = termios.tcgetattr(self.theirs)
        self.process = subprocess.Popen(
            [sys.executable, "-c", CONTROLLED, "-m", "grader", *map(str, words)],
            stdin=self.theirs if keyboard else subprocess.DEVNULL,
            stdout=self.theirs,
            stderr=self.theirs,
            cwd=course,
            env={**os.environ, "COLUMNS": "100", "TERM": "xterm", **(env or {})},
            start_new_session=True,
        )
        self.text = ""
        self.everything = ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
        os.close(self.ours)
        os.close(self.theirs)

    def wait_for(self, pattern, patience=PATIENCE):
        """Read until the pattern comes; gives all text up to its end."""
        end = time.monotonic() + patience
        while (found := re.search(pattern, self.text, re.DOTALL)) is None:
            assert self._read(max(end - time.monotonic(), 0)), f"{pattern!r} did not come; this did:\n{self.text}"
        text, self.text = self.text[: found.end()], self.text[found.end() :]
        return text

    def wait_until(self, holds):
        """Read until something holds."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, f"it does not hold; this came:\n{self.text}"
            self._read(0.01)

    def silent_for(self, seconds):
        """Whether nothing comes for so long, but for the end of a line."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._read(left)
        return not self.text.strip()

    def _read(self, seconds):
        if not select.select([self.ours], [], [], seconds)[0]:
            return False
        data = os.read(self.ours, 1 << 16).decode().replace("\r\n", "\n")
        self.text += data
        self.everything += data
        return True

    def press(self, keys):
        os.write(self.ours, keys)

    def children(self):
        return psutil.Process(self.process.pid).children(recursive=True)

    def end(self):
        """The exit code, after a look that the terminal is as it was and that no process stayed."""
        started = getattr(self, "started", [])
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < end:
            self._read(0.05)  # a terminal that nobody reads from would hold it up
        assert self.process.returncode is not None
        assert termios.tcgetattr(self.theirs) == self.before
        gone, left = psutil.wait_procs(started, timeout=PATIENCE)
        assert not left
        assert len(gone) == len(started)
        return self.process.returncode


@pytest.fixture
def stubs(tmp_path):
    return write_submission(tmp_path / "mywork", base="stubs")


@pytest.fixture
def watch(stubs):
    with contextlib.ExitStack() as stack:

        def start(*words, **options):
            terminal = stack.enter_context(Terminal("watch", *words, "--submission", stubs, **options))
            ready = "q quit" if options.get("keyboard", True) else "Ctrl-C ends it"
            terminal.first = terminal.wait_for(ready)
            terminal.started = terminal.children()
            assert terminal.started, "no warm worker"
            return terminal

        yield start


@pytest.fixture(scope="module")
def one_watch(tmp_path_factory):
    """One watch for all tests that go on watching square: to start takes longer than to check."""
    room = tmp_path_factory.mktemp("watched")
    folder = write_submission(room / "mywork", base="stubs")
    editor = room / "vim"
    editor.write_text(f'#!/bin/sh\necho "$@" > {room}/opened\n')
    editor.chmod(0o755)
    with Terminal("watch", "square", "--plain", "--submission", folder, env={"VISUAL": str(editor)}) as terminal:
        terminal.wait_for("q quit")
        yield terminal, folder, (folder / "functions.py").read_text(encoding="utf-8")


def begin_anew(one_watch):
    """A terminal on which square is watched, and its folder of stubs."""
    terminal, folder, text = one_watch
    save(folder / "functions.py", text)
    terminal.wait_for(r"saved: functions\.py.*TODO     square.*q quit")
    return terminal, folder


@pytest.fixture
def square(one_watch):
    return begin_anew(one_watch)


def is_busy(process):
    """Whether a process has taken so much of the processor as only a loop does."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.cpu_times().user > 0.2
    return False


def runs(process):
    """Whether a process has not ended; its parent may not have asked about it yet."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.status() != psutil.STATUS_ZOMBIE
    return False


class Moments:
    """The moments for which a file is as it should not stay; the longest is known."""

    def begin(self):
        self.longest, self._since = 0.0, time.monotonic()

    def over(self):
        """One is over, and the next begins."""
        self.longest, self._since = max(self.longest, time.monotonic() - self._since), time.monotonic()


def for_a_moment(attempt):
    """What an attempt gives, which is made again where a moment of it took longer than a file may stay half written."""
    for _ in range(50):
        given = attempt(moments := Moments())
        if moments.longest < SETTLE:
            return given
    raise AssertionError("this machine is too busy")


def test_each_save_is_checked(watch, stubs):
    terminal = watch()
    assert "TODO     square" in terminal.first.replace("\x1b[2m", "").replace("\x1b[0m", "")
    save(stubs / "functions.py", fill(stubs, "functions", square="return x + x"))
    wrong = terminal.wait_for("q quit")
    assert "saved: functions.py" in wrong
    assert "WRONG" in wrong
    assert "You doubled each number" in wrong
    assert re.search(r"3 +6 +9", wrong)
    (stubs / "functions.py").write_text((stubs / "functions.py").read_text().replace("x + x", "x * x"))
    right = terminal.wait_for("PASS.*q quit")  # a file may be read half written, and be told of as such before
    assert "WRONG" not in right
    save(stubs / "functions.py", fill(stubs, "functions", leaky_relu="return x"))
    begun = terminal.wait_for("q quit")
    assert "WRONG" in begun, "what was begun is watched once the other passes"
    assert "leaky_relu" in begun
    save(stubs / "functions.py", fill(stubs, "functions").replace("return x\n", "return np.where(x > 0, x, 0.2 * x)\n"))
    assert "PASS" in terminal.wait_for("q quit")
    terminal.press(b"q")
    assert terminal.end() == 0


def test_only_what_is_named_is_graded_until_the_interrupt_key(watch, stubs):
    terminal = watch("relu", "--plain")
    save(stubs / "functions.py", fill(stubs, "functions", square="return x * x"))
    text = terminal.wait_for("q quit")
    assert "TODO     relu" in text
    assert "square" not in text
    terminal.press(b"\x03")
    assert terminal.end() == 130
    assert "Traceback" not in terminal.everything


def test_a_unit_is_watched_whole(watch, stubs):
    terminal = watch("functions", "--plain")
    assert "TODO     square, relu, leaky_relu, sigmoid" in terminal.first
    save(stubs / "functions.py", fill(stubs, "functions", relu="return x * (x > 0)"))
    text = terminal.wait_for("q quit")
    assert "PASS     relu" in text
    assert "TODO     square, leaky_relu, sigmoid" in text
    terminal.press(b"h")
    assert "square, hint 1 of 3" in terminal.wait_for("next hint")
    terminal.press(b"q")
    assert terminal.end() == 1


def test_hints_come_one_after_the_other(square):
    terminal, _ = square
    terminal.press(b"h")
    assert "square, hint 1 of 3, the idea" in terminal.wait_for("h gives the next hint")
    terminal.press(b"hh")
    text = terminal.wait_for("last hint")
    assert "hint 2 of 3, the place" in text
    assert "hint 3 of 3, the formula" in text
    terminal.press(b"h")
    assert "hint 1 of 3" in terminal.wait_for("next hint")


def test_a_hint_fits_the_terminal_as_wide_as_it_is_by_now(stubs):
    widths, said = [100, 40], []
    exercise = load_course().exercise("square")
    keys = KeyActions(argparse.Namespace(), load_course(), stubs, said.append, lambda: widths[0], hint_text)
    keys.answer("h", None, exercise)
    del widths[0]
    for _ in LEVELS:
        keys.answer("h", None, exercise)
    assert said[0] == f"\n{hint_text(exercise, 1, 100)}"
    assert said[-2] == f"\n{hint_text(exercise, 1, 40)}" != said[0]


def test_next_goes_on_to_what_does_not_pass(watch, stubs):
    (stubs / "functions.py").write_bytes((ROOT / "solutions" / "functions.py").read_bytes())
    terminal = watch("square", "--plain")
    assert "It passes. Press n for the next one." in terminal.first
    terminal.press(b"n")
    text = terminal.wait_for("q quit")
    assert "TODO     deriv" in text
    terminal.press(b"N")
    assert "TODO     approximate_derivative" in terminal.wait_for("q quit")
    save(stubs / "functions.py", (stubs / "functions.py").read_text())
    assert "TODO     approximate_derivative" in terminal.wait_for("q quit")


def test_next_finds_the_way_round(watch, stubs):
    write_submission(stubs, base="solutions")
    save(stubs / "functions.py", (stubs / "functions.py").read_text() + "\n\ndef relu(x):\n    return x\n")
    terminal = watch("gradient_descent", "--plain")
    terminal.press(b"n")
    assert "WRONG    relu" in terminal.wait_for("q quit")
    terminal.press(b"q")
    assert terminal.end() == 1


def test_what_was_begun_is_noticed_although_the_file_was_empty_for_a_moment(watch, stubs):
    begun = fill(stubs, "functions", square="return x * x")
    save(stubs / "functions.py", begun)

    def attempt(moments):
        save(stubs / "functions.py", begun)
        terminal = watch("square", "--plain")
        text = fill(stubs, "functions", relu="return x")
        moments.begin()
        (stubs / "functions.py").write_text("", encoding="utf-8")
        time.sleep(0.06)
        (stubs / "functions.py").write_text(text, encoding="utf-8")
        moments.over()
        return terminal.wait_for("q quit")

    assert "WRONG    relu" in for_a_moment(attempt)


def test_the_list_is_the_board(square):
    terminal, _ = square
    terminal.press(b"l")
    text = terminal.wait_for("Watching square")
    shown = re.findall(r"\[ \] (\w+) +todo", text)
    assert shown == [exercise.name for exercise in load_course().unit("functions").exercises]
    assert all(unit.name in text for unit in load_course().units)
    assert len(text.splitlines()) < 24, "no more than a small terminal shows"


def test_other_keys_and_arrows_do_nothing(square):
    terminal, _ = square
    terminal.press(b"\x1b[A")
    time.sleep(0.1)
    terminal.press(b"x\r 7")
    assert terminal.silent_for(0.5)


def test_a_question_mark_shows_all_keys_and_r_pressed_twice_brings_the_stub_back(square):
    terminal, stubs = square
    save(stubs / "functions.py", fill(stubs, "functions", square="return x"))
    terminal.wait_for("q quit")
    before = (stubs / "functions.py").read_bytes()
    terminal.press(b"?")
    assert "r  bring the stub back" in terminal.wait_for("q  quit\n")
    terminal.press(b"r")
    terminal.wait_for("Press r again to bring the stub of square back")
    terminal.press(b"h")
    terminal.wait_for("h gives the next hint")
    terminal.press(b"r")
    terminal.wait_for("Press r again")
    assert (stubs / "functions.py").read_bytes() == before
    terminal.press(b"r")
    terminal.wait_for("square is a stub again")
    assert "TODO     square" in terminal.wait_for("q quit")
    (kept,) = (stubs / "backup").iterdir()
    assert kept.read_bytes() == before


def test_o_and_e_open_the_editor_at_the_line(square):
    terminal, stubs = square
    line = (stubs / "functions.py").read_text(encoding="utf-8").split("def square")[0].count("\n") + 1
    opened = stubs.with_name("opened")
    for key in (b"o", b"e"):
        terminal.press(key)
        terminal.wait_for("Opened")
        assert opened.read_text() == f"+{line} {stubs}/functions.py\n"
        opened.unlink()


def test_a_long_check_says_so_and_answers_keys_meanwhile(watch, stubs):
    save(stubs / "functions.py", fill(stubs, "functions", relu="while True: pass"))
    terminal = watch("square")
    terminal.press(b"l")
    terminal.wait_for("checking all exercises …")
    terminal.press(b"?")
    terminal.wait_for("q  quit")
    terminal.press(b"q")
    terminal.end()


def test_all_pass(watch, stubs, tmp_path):
    """In a course of three units: what is watched is all that there is."""
    write_submission(stubs, base="solutions")
    terminal = watch("--plain", course=copy_few_units(ROOT, tmp_path / "course"))
    assert "Every exercise passes." in terminal.first
    terminal.press(b"hn")
    terminal.wait_for("Every other exercise passes.*q quit")
    save(stubs / "derivatives.py", "def deriv(func, x, delta=0.001):\n    return func(x)\n")
    assert "deriv" in terminal.wait_for("q quit")
    terminal.press(b"q")
    assert terminal.end() == 1


def test_half_written_files_are_not_judged(one_watch):
    def attempt(moments):
        terminal, stubs = begin_anew(one_watch)
        text = fill(stubs, "functions", square="return x * x")
        moments.begin()
        with (stubs / "functions.py").open("w", encoding="utf-8") as file:
            for start in range(0, len(text), 400):
                file.write(text[start : start + 400])
                file.flush()
                moments.over()
                time.sleep(0.03)
        return terminal.wait_for("PASS")

    seen = for_a_moment(attempt)
    assert "ERROR" not in seen
    assert "FILE" not in seen


def test_a_file_is_looked_at_once_more_where_a_look_took_longer_than_the_moment(monkeypatch):
    """As where the machine holds up the watch while an editor goes on writing."""
    now, looks = [0.0], []

    class Held(watch_command._Watch):
        def __init__(self):
            self._due = self._quit = False

        def _look(self, pause):
            looks.append(pause)
            self._due = now[0] > SETTLE
            now[0] += 2 * SETTLE

    monkeypatch.setattr(watch_command.time, "monotonic", lambda: now[0])
    assert Held()._settles()
    assert looks == [watch_command.POLL, 0]


def test_what_stays_half_written_is_said(square):
    terminal, stubs = square
    save(stubs / "functions.py", "def square(x:\n    return x\n")
    assert "functions.py:1: syntax error" in terminal.wait_for("q quit")
    save(stubs / "functions.py", "def square(x):\n    return x * x\n")
    assert "PASS     square" in terminal.wait_for("q quit")


def test_a_deleted_file_and_a_folder_that_is_away(square):
    terminal, stubs = square
    right = fill(stubs, "functions", square="return x * x")
    (stubs / "functions.py").unlink()
    text = terminal.wait_for("q quit")
    assert "deleted: functions.py" in text
    assert "the file is missing" in text
    away = stubs.with_name("away")
    stubs.rename(away)
    terminal.wait_for("There is no folder[^\n]*DIR")
    assert terminal.silent_for(0.5)
    away.rename(stubs)
    assert "ERROR    square" in terminal.wait_for("q quit")
    save(stubs / "functions.py", right)
    assert "PASS     square" in terminal.wait_for("q quit")


def test_a_file_that_is_away_for_a_moment_is_no_error(one_watch):
    def attempt(moments):
        terminal, stubs = begin_anew(one_watch)
        right = fill(stubs, "functions", square="return x * x")
        moments.begin()
        (stubs / "functions.py").unlink()
        time.sleep(0.06)
        (stubs / "functions.py").write_text(right, encoding="utf-8")
        moments.over()
        return terminal.wait_for("PASS     square")

    assert "missing" not in for_a_moment(attempt)


def test_a_helper_beside_the_units_counts(square):
    terminal, stubs = square
    save(stubs / "functions.py", "from .mine import times\n\n\ndef square(x):\n    return times(x, x)\n")
    assert "ERROR" in terminal.wait_for("q quit")
    save(stubs / "mine.py", "def times(a, b):\n    return a * b\n")
    text = terminal.wait_for("q quit")
    assert "saved: mine.py" in text
    assert "PASS     square" in text


def test_a_loop_that_never_ends_holds_up_neither_a_save_nor_q(watch, stubs):
    terminal = watch("square", "--plain", "--timeout", "600")
    right = fill(stubs, "functions", square="return x * x")

    def begin_the_loop():
        """Until it runs, in a fork of the warm worker; gives all processes that there are then."""
        before = {*terminal.children()}
        save(stubs / "functions.py", right.replace("return x * x", "while True: pass"))
        terminal.wait_until(lambda: any(map(is_busy, {*terminal.children()} - before)))
        return terminal.children()

    begin_the_loop()
    save(stubs / "functions.py", right)
    assert "PASS     square" in terminal.wait_for("q quit")
    terminal.started = begin_the_loop()
    terminal.press(b"q")
    assert terminal.end() == 0


def test_a_worker_that_died_is_replaced(watch, stubs):
    terminal = watch("square", "--plain")
    for process in terminal.started:
        with contextlib.suppress(psutil.NoSuchProcess):  # it ended with the one before it
            process.kill()
    terminal.wait_until(lambda: not any(map(runs, terminal.started)))
    save(stubs / "functions.py", fill(stubs, "functions", square="return x * x"))
    assert "PASS     square" in terminal.wait_for("q quit")
    terminal.started = terminal.children()
    assert terminal.started
    terminal.press(b"q")
    assert terminal.end() == 0


@pytest.mark.parametrize("pause", [0.0, 0.2])
def test_an_interrupt_is_never_lost(watch, stubs, pause):
    """Also while a diagnosis is got ready, which runs functions whose errors are kept."""
    save(stubs / "functions.py", fill(stubs, "functions", square="return x * x"))
    terminal = watch("matrix_function_backward_sum_1", "--plain")
    time.sleep(pause)
    assert termios.tcgetattr(terminal.theirs) != terminal.before
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.end() == 130
    assert "Traceback" not in terminal.everything


def test_keys_come_again_after_a_stop_and_it_can_be_terminated(watch):
    terminal = watch("square", "--plain")
    terminal.process.send_signal(signal.SIGSTOP)
    terminal.wait_until(lambda: psutil.Process(terminal.process.pid).status() == psutil.STATUS_STOPPED)
    termios.tcsetattr(terminal.theirs, termios.TCSANOW, terminal.before)  # as a shell does
    terminal.process.send_signal(signal.SIGCONT)
    terminal.wait_until(lambda: termios.tcgetattr(terminal.theirs) != terminal.before)
    terminal.press(b"h")
    terminal.wait_for("square, hint 1 of 3")
    terminal.process.send_signal(signal.SIGTERM)
    assert terminal.end() == 143
    assert "Traceback" not in terminal.everything


def test_without_a_keyboard_it_goes_on_by_itself(watch, stubs):
    terminal = watch("square", "--plain", keyboard=False)
    assert "Keys" not in terminal.first
    save(stubs / "functions.py", fill(stubs, "functions", square="return x * x"))
    text = terminal.wait_for("Ctrl-C ends it")
    assert "PASS     square" in text
    assert "TODO     relu" in text
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.end() == 130


def test_no_colour(watch, stubs):
    terminal = watch("square", env={"NO_COLOR": "1"})
    save(stubs / "functions.py", fill(stubs, "functions", square="return x + x"))
    terminal.wait_for("q quit")
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]", terminal.everything)


def test_plain_has_no_escape_codes(square):
    terminal, stubs = square
    save(stubs / "functions.py", fill(stubs, "functions", square="return x + x"))
    terminal.wait_for("WRONG.*q quit")
    assert "\x1b" not in terminal.everything


def test_without_a_terminal_it_checks_once(stubs):
    done = run_grader("watch", "--submission", stubs)
    assert done.returncode == 1
    assert b"TODO     square" in done.stdout
    assert b"\x1b" not in done.stdout
    assert b"Keys" not in done.stdout
    save(stubs / "functions.py", fill(stubs, "functions", square="return x * x"))
    check = run_grader("check", "square", "--submission", stubs)
    once = run_grader("watch", "square", "--submission", stubs)
    assert (once.returncode, once.stdout) == (check.returncode, check.stdout) == (0, check.stdout)


def test_wrong_names_and_folders_end_it_at_once(stubs):
    for words in (("watch", "derv"), ("watch", "--submission", stubs / "nowhere")):
        done = run_grader(*words)
        assert done.returncode == 2
        assert not done.stdout
        assert done.stderr.count(b"\n") == 1


class TestSaves:
    def test_nothing(self, stubs):
        watcher = FileWatcher(stubs)
        assert watcher.changed() == set()

    def test_saved_made_and_deleted(self, stubs):
        watcher = FileWatcher(stubs)
        (stubs / "chains.py").write_text("x = 1\n")
        (stubs / "mine.py").write_text("x = 1\n")
        (stubs / "plots.py").unlink()
        assert watcher.changed() == {"chains.py", "mine.py", "plots.py"}
        assert watcher.changed() == set()

    def test_the_same_text_saved_again(self, stubs):
        watcher = FileWatcher(stubs)
        save(stubs / "chains.py", (stubs / "chains.py").read_text())
        assert watcher.changed() == {"chains.py"}

    def test_a_clock_that_did_not_move(self, stubs):
        path = stubs / "chains.py"
        now = time.time_ns()
        path.write_text("x = 1\n")
        os.utime(path, ns=(now, now))
        watcher = FileWatcher(stubs)
        path.write_text("x = 2\n")
        os.utime(path, ns=(now, now))
        assert watcher.changed() == {"chains.py"}
        assert watcher.changed() == set()

    def test_a_file_grows_old_without_changing(self, stubs, monkeypatch):
        watcher = FileWatcher(stubs)
        later = time.time() + FRESH + 1
        monkeypatch.setattr(time, "time", lambda: later)
        assert watcher.changed() == set()
        assert watcher.changed() == set()

    def test_what_is_no_module_does_not_count(self, stubs):
        watcher = FileWatcher(stubs)
        for name in (".#chains.py", "chains.py~", "4913", ".chains.py.swp"):
            (stubs / name).write_text("x")
        os.mkfifo(stubs / "pipe.py")
        assert watcher.changed() == {"pipe.py"}
        assert watcher.changed() == set()

    def test_a_folder_that_goes_and_comes(self, stubs):
        watcher = FileWatcher(stubs)
        stubs.rename(stubs.with_name("away"))
        assert "chains.py" in watcher.changed()
        assert watcher.changed() == set()
        stubs.with_name("away").rename(stubs)
        assert "chains.py" in watcher.changed()


def test_only_changed_files_are_read_again(stubs, course):
    first = read_submission(stubs, course, LocalReader())
    (stubs / "chains.py").write_text("x = 1\n", encoding="utf-8")
    (stubs / "matrices.py").write_text("x = 1\n", encoding="utf-8")
    kept = {f"{name}.py": file for name, file in first.units.items() if name != "chains"}

    class OnlyChains(LocalReader):
        def files(self, files):
            assert files == {"chains.py": b"x = 1\n"}
            return super().files(files)

    second = read_submission(stubs, course, OnlyChains(), kept)
    assert second.units["chains"].source == "x = 1\n"
    assert all(second.units[name] is first.units[name] for name in first.units if name != "chains")
