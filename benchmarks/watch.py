"""Time `grader watch` from saving a file to the verdict on the terminal.

    uv run python benchmarks/watch.py            three exercises, 40 saves of each
    uv run python benchmarks/watch.py -n 100 deriv

A file is saved as editors do it, by os.replace, in turn with a wrong and with a right version. The clock starts just
before that and stops when the line with the verdict has come out of the terminal (a pty). The floor is what no grader
of this design can do without: on average half the time between two looks at the files, and two jobs that do nothing,
side by side, for the visible and the hidden checks, in forks of the warm worker. Linux and macOS only.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import os
import pty
import random
import select
import statistics
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from pathlib import Path

from grader.cli.commands.student.watch import POLL
from grader.course.solutions.library import misconceptions
from grader.course.syllabus import load_course
from grader.sandbox.start import make_workers
from grader.sandbox.workers import Workers

ROOT = Path(__file__).resolve().parent.parent
EXERCISES = ("deriv", "chain_deriv_3", "matrix_function_backward_sum_1")
PATIENCE = 20.0


class Terminal:
    """`grader watch` on a terminal of its own."""

    def __init__(self, *words: str) -> None:
        self._ours, theirs = pty.openpty()
        command = [sys.executable, "-m", "grader", "watch", "--plain", *words]
        self._process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, start_new_session=True
        )
        os.close(theirs)
        self._text = ""

    def wait_for(self, *texts: str) -> str:
        """Read until one of the texts comes; gives it."""
        end = time.monotonic() + PATIENCE
        while True:
            found = next((text for text in texts if text in self._text), None)
            if found:
                self._text = self._text.partition(found)[2]
                return found
            if not select.select([self._ours], [], [], max(end - time.monotonic(), 0))[0]:
                raise SystemExit(f"{texts} did not come; this did: {self._text}")
            self._text += os.read(self._ours, 1 << 16).decode()

    def quit(self) -> None:
        """Press q."""
        os.write(self._ours, b"q")
        self._process.wait(PATIENCE)
        os.close(self._ours)


def wrong_version(right: str, unit: str, name: str) -> str:
    """The text of a unit with one function as the first misconception of it would have it."""
    wrong = next(one for one in misconceptions(unit)[name] if not one.text)
    node = ast.parse(textwrap.dedent(inspect.getsource(wrong.function))).body[0]
    if not isinstance(node, ast.FunctionDef):
        raise TypeError(name)
    node.name, node.decorator_list, node.returns = name, [], None
    for argument in node.args.args:
        argument.annotation = None
    return f"{right}\n\n{ast.unparse(node)}\n"


def save(path: Path, text: str) -> None:
    """Save as editors do."""
    new = path.with_name(".new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


def time_saves(name: str, count: int) -> list[float]:
    """Seconds from each save to its verdict."""
    unit = load_course().exercise(name).unit
    right = (ROOT / "solutions" / f"{unit}.py").read_text(encoding="utf-8")
    texts = (wrong_version(right, unit, name), right)
    with tempfile.TemporaryDirectory() as folder:
        for path in (ROOT / "solutions").glob("*.py"):
            (Path(folder) / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
        terminal = Terminal(name, "--submission", folder)
        terminal.wait_for("Keys:")
        found = []
        for number in range(count):
            text = texts[number % 2]
            time.sleep(random.uniform(0.1, 0.1 + POLL))  # noqa: S311  not in step with the looks at the files
            start = time.perf_counter()
            save(Path(folder) / f"{unit}.py", text)
            if (terminal.wait_for("PASS ", "WRONG ", "ERROR ") == "PASS ") != (text == right):
                raise SystemExit(f"{name}: not the verdict that was to come")
            found.append(time.perf_counter() - start)
            terminal.wait_for("Keys:")
        terminal.quit()
    return found


def time_floor(count: int) -> float:
    """Median seconds of two jobs that do nothing, side by side, and half the time between two looks."""
    workers = make_workers()
    try:
        found = []
        for _ in range(count):
            start = time.perf_counter()
            threads = [threading.Thread(target=do_nothing, args=(workers,)) for _ in range(2)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            found.append(time.perf_counter() - start)
    finally:
        workers.close()
    return statistics.median(found) + POLL / 2


def do_nothing(workers: Workers) -> None:
    """An empty job, to its first frame."""
    empty: dict[str, object] = {name: {} for name in ("sources", "files", "absent", "contract")}
    channel = workers.open(empty | {"load": [], "checks": [], "wanted": [], "seed": 0, "cpu_seconds": 10})
    channel.receive(time.monotonic() + PATIENCE)
    channel.kill()


def main() -> None:
    """Time, and print a table."""
    parser = argparse.ArgumentParser(description="Time grader watch from a save to its verdict.")
    parser.add_argument("names", nargs="*", default=EXERCISES, metavar="NAME")
    parser.add_argument("-n", type=int, default=40, help="saves of each exercise (default: 40)")
    args = parser.parse_args()
    print("milliseconds from saving a file to the verdict")
    print(f"{'exercise':<32}{'median':>8}{'p95':>8}{'longest':>9}")
    for name in args.names:
        times = sorted(1e3 * t for t in time_saves(name, args.n))
        p95 = times[min(round(0.95 * len(times)), len(times) - 1)]
        print(f"{name:<32}{statistics.median(times):>8.1f}{p95:>8.1f}{times[-1]:>9.1f}")
    print(f"{'floor':<32}{1e3 * time_floor(args.n):>8.1f}")


if __name__ == "__main__":
    main()
