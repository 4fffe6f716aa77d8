"""What each trick for speed gives, and what the order of grading and firm ground cost: the batch with and without it.

    uv run --isolated python benchmarks/tricks.py                      all, some minutes each
    uv run --isolated python benchmarks/tricks.py "core pinning"       one
    uv run --isolated python benchmarks/tricks.py --together "firm ground" "core pinning"      both at once
    uv run --isolated python benchmarks/tricks.py --turns              all, one submission after the other
    uv run --isolated python benchmarks/tricks.py --check              a cold `grader check` in the place of the batch
    uv run --isolated python benchmarks/tricks.py --against COMMIT     this state against another one

Each trick is a piece of text in the code, and another piece that does without it. The checkout is copied, the text is
replaced in the copy, and both grade the same class, the one of `batch.py`, in turns. A ratio above 1 is how many times
longer the batch takes in the copy. A trick stays only where that, or the same of a cold check, is 1.05 or more.

Other work on the machine changes from second to second, and is much of what whole commands differ in. With `--turns` a
process of each state stays, on the same core, and they grade each submission one right after the other.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from batch import FUNCTIONS, ROOT, make_class, ours, run, timed


class Trick(NamedTuple):
    """A piece of a file, and what would stand in its place."""

    file: str
    text: str
    instead: str


TRICKS = {
    "frames written by hand": Trick(
        "grader/protocol/answer_frame.py",
        "    value, kind = answer.value, type(answer.value)\n",
        '    return encode({"check": check, "call": call, "answer": answer})\n'
        "    value, kind = answer.value, type(answer.value)\n",
    ),
    "numpy loaded in part": Trick(
        "grader/protocol/load_numpy.py",
        '    if "numpy" in sys.modules:\n',
        '    importlib.import_module("numpy.random")\n    if "numpy" in sys.modules:\n',
    ),
    "an end without clearing up": Trick("grader/cli/quick_end.py", "    os._exit(code)\n", ""),
    "small frames read once": Trick(
        "grader/sandbox/read_answers.py",
        "    return _read_small(body) if len(body) <= SMALL_FRAME else _read(body)\n",
        "    return _read(body)\n",
    ),
    "judgements kept": Trick(
        "grader/grading/cache.py",
        "        if key is None:\n            return make()\n",
        "        if True:\n            return make()\n",
    ),
    "core pinning": Trick(
        "grader/batch/cores.py",
        "    return cores if len(cores) == jobs else [None] * jobs\n",
        "    return [None] * jobs\n",
    ),
    "a rehearsal": Trick(
        "grader/worker/warm_up.py", "    for body in (GIVES, RAISES, GIVES):\n", "    for body in ():\n"
    ),
    "frames in shared memory": Trick(
        "grader/protocol/shared_memory.py",
        "        self.full = self.full or end > SIZE\n",
        "        self.full = True\n",
    ),
    "visible checks to their end first": Trick(
        "grader/grading/ask.py",
        "        visible = self._run([one for one in wanted if not one[1].hidden], self._workers.visible)\n"
        "        hidden = self._run([one for one in wanted if one[1].hidden], self._workers.hidden)\n",
        "        first, second = [[one for one in wanted if one[1].hidden is secret] for secret in (False, True)]\n"
        "        course, seed, limits = self._reference.course, self._reference.seed, self._options.limits\n"
        "        with Run(self._submission, course, first, seed, limits, self._workers.visible) as one, Run(\n"
        "            self._submission, course, second, seed, limits, self._workers.hidden\n"
        "        ) as other:\n"
        "            visible, hidden = one.collect(), other.collect()\n",
    ),
    "firm ground": Trick(
        "grader/grading/grade.py",
        "        if self._options.visible_only or not any(",
        "        if True or not any(",
    ),
}


def copy(folder: Path, commit: str = "") -> Path:
    """A copy of the checkout, or of another state of it."""
    subprocess.run(["git", "clone", "-q", "--shared", str(ROOT), str(folder)], check=True)
    if commit:
        subprocess.run(["git", "checkout", "-q", commit], cwd=folder, check=True)
    else:
        files = subprocess.run(
            ["git", "ls-files", "-m", "-o", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True
        )
        for name in files.stdout.splitlines():
            if (ROOT / name).exists():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes((ROOT / name).read_bytes())
    return folder


def take_out(trick: Trick, folder: Path) -> None:
    """Put a trick's other text in its place.

    Raises:
        ValueError: if its own text does not stand there once.
    """
    path = folder / trick.file
    text = path.read_text(encoding="utf-8")
    if text.count(trick.text) != 1:
        raise ValueError(f"{trick.file} has the text of the trick {text.count(trick.text)} times")
    path.write_text(text.replace(trick.text, trick.instead), encoding="utf-8")


def ratio(one: Path, two: Path, count: int, jobs: int, rounds: int, *, check: bool = False) -> list[float]:
    """How many times longer the second takes, in each of some rounds after one that is not counted."""
    found = []
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        make_class(work / "class", count)
        for number in range(rounds + 1):
            seconds = []
            for place, root in enumerate((one, two)):
                command = [
                    sys.executable,
                    "-m",
                    "grader",
                    "check",
                    "deriv",
                    "--submission",
                    str(root / "solutions"),
                    "-q",
                ]
                if not check:
                    command = ours(work / "class", work / f"out{number}-{place}", jobs)
                seconds.append(timed(lambda root=root, command=command: run(command, root, PYTHONPATH=str(root))))
            found.append(seconds[1] / seconds[0])
    return found[1:]


def ratio_in_turns(one: Path, two: Path, count: int, rounds: int) -> list[float]:
    """How many times longer the second takes for all submissions, graded in turns, in each of some rounds after one."""
    chance = random.Random(0)  # noqa: S311  who begins, not a secret
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        make_class(Path(name), count)
        servers = [stack.enter_context(_start(root, Path(name))) for root in (one, two)]
        found = []
        for _ in range(rounds + 1):
            seconds = [0.0, 0.0]
            for number in range(count):
                for place in chance.sample((0, 1), 2):
                    seconds[place] += _ask(servers[place], number)
            found.append(seconds[1] / seconds[0])
        for server in servers:
            server.communicate()
    return found[1:]


def _start(root: Path, folder: Path) -> subprocess.Popen[str]:
    """Start a process that grades submissions of a class with the code of a checkout."""
    return subprocess.Popen(
        [sys.executable, __file__, "--serve", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(root)},
    )


def _ask(server: subprocess.Popen[str], number: int) -> float:
    """Seconds that a process takes for a submission."""
    if server.stdin is None or server.stdout is None:
        raise ValueError("it is not to be asked")
    server.stdin.write(f"{number}\n")
    server.stdin.flush()
    return float(server.stdout.readline())


def serve(folder: Path) -> None:
    """Grade the submissions of a class whose numbers are read, as a process of a batch, and say how long each takes."""
    from grader.batch.pool import Grader  # noqa: PLC0415  of the checkout that is measured
    from grader.batch.workers import Settings  # noqa: PLC0415
    from grader.submission.hand_in.class_folder import HandIn  # noqa: PLC0415

    hand_ins = [HandIn(path.name, path) for path in sorted(folder.iterdir())]
    grader = Grader(Settings(names=tuple(FUNCTIONS), seed=0, timeout=5.0, jail=True))
    gc.freeze()
    grader.take_own_workers(max(os.sched_getaffinity(0)))
    for line in sys.stdin:
        start = time.perf_counter()
        grader.grade(hand_ins[int(line)])
        print(time.perf_counter() - start, flush=True)
    grader.close()


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description="Time the batch without one of its tricks.")
    parser.add_argument("names", nargs="*", metavar="TRICK", help=f"one of: {', '.join(TRICKS)} (default: all)")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--check", action="store_true", help="time a cold `grader check deriv` in the place of the batch")
    parser.add_argument("--together", action="store_true", help="take all that are named out of one copy")
    kind.add_argument("--turns", action="store_true", help="grade single submissions in turns")
    parser.add_argument("--serve", type=Path, metavar="CLASS", help=argparse.SUPPRESS)
    parser.add_argument("--against", metavar="COMMIT", help="time this state against another one instead")
    parser.add_argument("--count", type=int, default=100, metavar="N")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    parser.add_argument("--rounds", type=int, default=7, metavar="N")
    args = parser.parse_args()
    if args.serve:
        serve(args.serve)
        return
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each start compiles all that it loads
    what = f"{args.count} submissions, {'in turns' if args.turns else f'{args.jobs} processes'}"
    what = "a cold check" if args.check else what
    print(f"{what}: medians of {args.rounds} rounds and their range")
    names = args.names or list(TRICKS)
    rows = {" + ".join(names): names} if args.together else {name: [name] for name in names}
    for name, out in {f"this state, {args.against} being 1": []}.items() if args.against else rows.items():
        with tempfile.TemporaryDirectory() as folder:
            here = copy(Path(folder) / "here", args.against or "")
            there = copy(Path(folder) / "there")
            for trick in out:
                take_out(TRICKS[trick], there)
            if args.turns:
                found = ratio_in_turns(here, there, args.count, args.rounds)
            else:
                found = ratio(here, there, args.count, args.jobs, args.rounds, check=args.check)
        print(f"{name:40}{statistics.median(found):7.3f}   {min(found):.3f} to {max(found):.3f}", flush=True)


if __name__ == "__main__":
    main()
