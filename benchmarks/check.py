"""Time a cold `grader check` against its floors, and its memory.

    uv run --isolated python benchmarks/check.py          runtime dependencies and pytest only
    uv run --isolated --all-groups python benchmarks/check.py   with every plug-in that is installed along

Each round runs every command once, so that a machine whose speed drifts is as fair to one as to the other; medians and
the median of the ratios within a round are printed. Memory is the largest sum of resident pages over the command and
all of its children, read from /proc every few milliseconds; pages that parent and child share count once for each (PSS
divides them).
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NUMERIC = ("functions", "derivatives", "chains", "multiple_inputs", "matrices", "matrix_calculus", "training")
GRADER = [sys.executable, "-m", "grader"]
CHECK = [*GRADER, "check", "--submission", str(ROOT / "solutions")]
EMPTY_TEST = "import numpy\n\n\ndef test_nothing():\n    pass\n"


def commands(folder: Path) -> dict[str, list[str]]:
    """The commands that are timed, by name; the first two are the floors."""
    (folder / "test_empty.py").write_text(EMPTY_TEST, encoding="utf-8")
    return {
        "import numpy": [sys.executable, "-c", "import numpy"],
        "plain pytest": [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)],
        "check, seven units": [*CHECK, *NUMERIC],
        "check, with plots": CHECK,
        "check, one exercise": [*CHECK, "deriv"],
        "--help": [*GRADER, "--help"],
        "list": [*GRADER, "list"],
        "hint": [*GRADER, "hint", "deriv"],
    }


def run(command: list[str], cwd: Path) -> float:
    """Seconds that a command takes as a whole process."""
    start = time.perf_counter()
    subprocess.run(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def tree(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for parent in found:
        try:
            tasks = Path(f"/proc/{parent}/task").iterdir()
            found += [int(c) for task in tasks for c in (task / "children").read_text(encoding="ascii").split()]
        except OSError:
            continue
    return found


def memory(pids: list[int], key: str) -> float:
    """Megabytes of Rss or Pss of some processes."""
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith(f"{key}:"))
    return total / 1024


def peak(command: list[str], cwd: Path) -> tuple[float, float]:
    """Largest sums of Rss and Pss over a command and its children, in megabytes."""
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    most = [0.0, 0.0]

    def watch() -> None:
        while process.poll() is None:
            pids = tree(process.pid)
            most[0] = max(most[0], memory(pids, "Rss"))
            most[1] = max(most[1], memory(pids, "Pss"))
            time.sleep(0.004)

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    watcher.join()
    return most[0], most[1]


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="Time a cold grader check against its floors.")
    parser.add_argument("--rounds", type=int, default=11, metavar="N")
    rounds = parser.parse_args().rounds
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each start compiles all that it loads
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        timed = commands(folder)
        for command in timed.values():
            run(command, folder)  # byte code and the file system's cache
        times = {what: [] for what in timed}
        for _ in range(rounds):
            for what, command in timed.items():
                times[what].append(run(command, folder))
        floor = times["plain pytest"]
        print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, {rounds} rounds")
        print(f"{'':24}{'median ms':>10}{'least ms':>10}{'/ plain pytest':>16}")
        for what, seconds in times.items():
            ratio = statistics.median(one / other for one, other in zip(seconds, floor, strict=True))
            print(f"{what:24}{1e3 * statistics.median(seconds):10.0f}{1e3 * min(seconds):10.0f}{ratio:16.2f}")
        for what in ("check, seven units", "check, with plots"):
            found = [peak(timed[what], folder) for _ in range(5)]
            rss, pss = (max(one[i] for one in found) for i in (0, 1))
            print(f"{what:24}peak memory {rss:.0f} MB resident in all, {pss:.0f} MB with shared pages counted once")


if __name__ == "__main__":
    main()
