"""Grade hostile submissions as a batch would: jailed, many with the same warm workers, in a process of its own.

`python grading.py bubblewrap|landlock` reads a job a line (JSON: folder, check, timeout, seed) and answers each with a
line: the report, what a terminal and JUnit would show of it, and what it did to this process and to the machine.
"""

import argparse
import contextlib
import ctypes
import fcntl
import io
import json
import os
import sys
import time
from pathlib import Path

import numpy as np
import psutil

from grader.course.checks_of import hidden_checks, visible_checks
from grader.course.open_reference import open_reference
from grader.course.syllabus import ROOT, load_course
from grader.grading.grade import grade
from grader.grading.options import Options
from grader.reading.reader import ConfinedReader
from grader.render.junit import to_junit
from grader.render.terminal import make_console, print_report
from grader.sandbox.jail import make_jailed_workers, require_jail
from grader.sandbox.job import Limits, share_checks
from grader.sandbox.workers import WorkerPair
from grader.submission.folder import read_submission

SEED = 271828182845
MARK = "hostile-was-here"
VICTIM, UNHARMED = Path("/tmp/hostile-victim"), "unharmed"  # several of these processes may run side by side
PLACES = [Path(p) for p in ("/", "/tmp", "/var/tmp", "/dev/shm", "/dev", "/run", "/etc")] + [
    ROOT,
    Path.home(),
    Path.cwd(),
]
PLACES += [
    ROOT / "grader",
    ROOT / "grader" / "protocol",
    ROOT / "grader" / "worker",
    ROOT / "solutions",
    Path(np.__file__).parent,
    Path(os.__file__).parent,
]


def open_pair(bubblewrap):
    """Two warm workers that share the checks' calls, as a batch has them."""
    course = load_course()
    whole = make_jailed_workers(bubblewrap=bubblewrap)
    whole.preload(("matplotlib.pyplot",))
    require_jail(whole)
    pair = WorkerPair(whole, whole.fork_twin())
    for workers, find in ((pair.visible, visible_checks), (pair.hidden, hidden_checks)):
        wanted = [(unit.name, check) for unit in course.units for check in find(unit.name)]
        share_checks(workers, course, wanted, SEED, Limits())
        workers.wait_ready()
    return course, pair


def hidden_numbers(course, names):
    """How the inputs of hidden checks would look if they were told, to seven digits; whole numbers tell nothing."""
    found = set()

    def walk(value):
        if isinstance(value, list | tuple):
            for item in value:
                walk(item)
        elif isinstance(value, float | np.floating) and len(repr(float(value))) > 10:
            found.add(f"{float(value):.9f}"[:7])
        elif isinstance(value, np.ndarray) and value.dtype.kind == "f":
            walk(value.ravel().tolist())

    for exercise in course.find(names):
        for check in hidden_checks(exercise.unit):
            if check.exercise == exercise.name:
                for call in check.calls(SEED):
                    walk([*call.args, *call.kwargs.values()])
    return found


def processes():
    """What runs below this process; orphans come here, as it is their reaper."""
    found = psutil.Process().children(recursive=True)
    for process in found:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(process.pid, os.WNOHANG)
    return sorted(process.pid for process in found if process.is_running())


def left_behind(expected):
    """The processes that are there and should not be, after a moment in which they may end."""
    end = time.monotonic() + 30
    while (more := set(processes()) - set(expected)) and time.monotonic() < end:
        time.sleep(0.02)
    return sorted(more)


def lay_victim():
    """Lay the file that no submission can harm; gives it opened, and locked: the last who has it so takes it away."""
    fresh = VICTIM.with_name(f"hostile-{os.getpid()}")
    write_victim(fresh)
    while True:
        with contextlib.suppress(FileExistsError):
            os.link(fresh, VICTIM)  # whole at once, as other processes may look at it
        with contextlib.suppress(FileNotFoundError):
            file = VICTIM.open()
            fcntl.flock(file, fcntl.LOCK_SH)
            if os.path.samestat(os.fstat(file.fileno()), VICTIM.stat()):
                fresh.unlink()
                return file


def write_victim(path):
    path.write_text(UNHARMED)
    path.chmod(0o644)


def take_away_victim(file):
    with contextlib.suppress(BlockingIOError, PermissionError):  # another user's run, cut off, may have left one
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        VICTIM.unlink(missing_ok=True)


def is_harmed():
    try:
        return VICTIM.read_text() != UNHARMED or VICTIM.stat().st_mode & 0o777 != 0o644
    except FileNotFoundError:
        return True


def strays():
    """Files that should not be there, or are not as they were."""
    found = [str(path) for place in PLACES if place.is_dir() for path in place.glob(f"*{MARK}*")]
    if is_harmed():
        found.append(str(VICTIM))
        write_victim(VICTIM)
    return found


def shown(report, course):
    """What a terminal shows of a report."""
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        console = make_console(argparse.Namespace(plain=True, no_color=False, quiet=False))
        print_report(console, report, course)
    return stream.getvalue()


def most_memory():
    """Megabytes that this process has had at most; getrusage would count what its parent had when it started it."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) // 1024


def main():
    """Answer jobs until there are none."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
    victim = lay_victim()
    course, pair = open_pair(sys.argv[1] == "bubblewrap")
    reference = open_reference(SEED)
    reader = ConfinedReader(jail=True)
    numbers = {}

    honest = read_submission(ROOT / "solutions", course, reader)

    def neighbour():
        """What an honest submission gets from the same workers."""
        report = grade(honest, course.find(["functions"]), pair, Options(), reference).to_json()
        return [(exercise["name"], exercise["verdict"], exercise["points"]) for exercise in report["exercises"]]

    before = neighbour()
    own = processes()
    print(json.dumps({"user": os.getuid(), "neighbour": before}), flush=True)
    for line in sys.stdin:
        job = json.loads(line)
        folder, names = Path(job["folder"]), job["check"]
        limits = Limits(call=job.get("timeout", 2.0), submission=45.0)  # long, where the machine is busy
        start = time.monotonic()
        submission = read_submission(folder, course, reader)
        report = grade(submission, course.find(names), pair, Options(limits=limits), reference)
        seconds = time.monotonic() - start
        data = report.to_json()
        text = json.dumps(data, ensure_ascii=False)
        pages = {"json": text, "terminal": shown(report, course), "junit": to_junit(report)}
        asked = tuple(names)
        told = numbers[asked] = numbers.get(asked) or hidden_numbers(course, names)
        answer = {
            "report": data,
            **pages,
            "seconds": seconds,
            "leaked": sorted(number for number in {*told, str(SEED)} for page in pages.values() if number in page),
            "watched": len(told),
            "processes": left_behind(own),
            "neighbour": neighbour() == before,
            "workers": pair.visible.alive() and pair.hidden.alive(),
            "files": strays(),
            "threads": psutil.Process().num_threads(),
            "descriptors": psutil.Process().num_fds(),
            "memory": most_memory(),
        }
        print(json.dumps(answer), flush=True)
    reader.close()
    pair.visible.close()
    pair.hidden.close()
    take_away_victim(victim)


if __name__ == "__main__":
    main()
