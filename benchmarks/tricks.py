"""What each trick for speed gives, and what the order of grading and firm ground cost: the batch with and without it.

    uv run --isolated python benchmarks/tricks.py                      all, some minutes each
    uv run --isolated python benchmarks/tricks.py "core pinning"       one
    uv run --isolated python benchmarks/tricks.py --together "firm ground" "core pinning"      both at once
    uv run --isolated python benchmarks/tricks.py --check              a cold `grader check` in the place of the batch
    uv run --isolated python benchmarks/tricks.py --against COMMIT     this state against another one

Each trick is a piece of text in the code, and another piece that does without it. The checkout is copied, the text is
replaced in the copy, and both grade the same class, the one of `batch.py`, in turns. A ratio above 1 is how many times
longer the batch takes in the copy. A trick stays only where that, or the same of a cold check, is 1.05 or more.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from batch import ROOT, make_class, ours, run, timed


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
    "an end without clearing up": Trick("grader/cli/main.py", "    atexit.register(lambda: _leave(code))\n", ""),
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
        "grader/batch/pool.py",
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


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description="Time the batch without one of its tricks.")
    parser.add_argument("names", nargs="*", metavar="TRICK", help=f"one of: {', '.join(TRICKS)} (default: all)")
    parser.add_argument(
        "--check", action="store_true", help="time a cold `grader check deriv` in the place of the batch"
    )
    parser.add_argument("--together", action="store_true", help="take all that are named out of one copy")
    parser.add_argument("--against", metavar="COMMIT", help="time this state against another one instead")
    parser.add_argument("--count", type=int, default=100, metavar="N")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    parser.add_argument("--rounds", type=int, default=7, metavar="N")
    args = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each start compiles all that it loads
    what = "a cold check" if args.check else f"{args.count} submissions, {args.jobs} processes"
    print(f"{what}: medians of {args.rounds} rounds and their range")
    names = args.names or list(TRICKS)
    rows = {" + ".join(names): names} if args.together else {name: [name] for name in names}
    for name, out in {f"this state, {args.against} being 1": []}.items() if args.against else rows.items():
        with tempfile.TemporaryDirectory() as folder:
            here = copy(Path(folder) / "here", args.against or "")
            there = copy(Path(folder) / "there")
            for trick in out:
                take_out(TRICKS[trick], there)
            found = ratio(here, there, args.count, args.jobs, args.rounds, check=args.check)
        print(f"{name:40}{statistics.median(found):7.3f}   {min(found):.3f} to {max(found):.3f}", flush=True)


if __name__ == "__main__":
    main()
