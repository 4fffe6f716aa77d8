"""Time stock `nbgrader autograde`, the kit's and `grader autograde` on the same notebooks; say where the time goes.

    uv run --all-groups python benchmarks/nbgrader.py            10 and 50 notebooks, about six minutes
    uv run --all-groups python benchmarks/nbgrader.py 4 8        other numbers

All courses get the same files, handed in by the same students: right and wrong work on the unit on derivatives. In the
stock course the test cells hold asserts on the same functions, which nbgrader runs in a kernel for each notebook. "kit"
is nbgrader's command with the kit's configuration, "class" is `grader autograde` with a process for each core. What a
notebook costs is the slope between the two numbers; the rest of a command is its start. Processor time, of a command
and all that it waited for, is printed beside the clock: it says the same on a busy machine. Nothing here imports
nbgrader: beside this file, Python would find the file itself.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from grader.authoring.notebooks.build import Choices, notebooks
from grader.course.open_reference import open_reference
from grader.course.syllabus import load_course
from grader.grading.grade import grade
from grader.grading.options import Options
from grader.sandbox.start import make_workers
from grader.submission.cells import Cell
from grader.submission.notebook import read_cells

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
UNIT = "derivatives"
KINDS = ("stock", "kit", "class")
FORWARD = (
    "(func(input_ + delta) - func(input_ - delta)) / (2 * delta)",
    "(func(input_ + delta) - func(input_)) / delta",
)
ASSERTS = {
    "deriv": "assert np.allclose(deriv(np.sin, np.array([0.5, -1.0, 2.0])), np.cos([0.5, -1.0, 2.0]), atol=1e-5)",
    "approximate_derivative": "assert abs(approximate_derivative(np.sin, 0.5) - np.cos(0.5)) < 1e-3",
    "step_errors": "assert step_errors(np.exp, 1.0, 0.0, np.array([0.1, 0.01])).shape == (2, 2)",
    "tangent_line": "assert np.allclose(tangent_line(np.sin, 0.0)(np.array([0.0, 0.5])), [0.0, 0.5], atol=1e-5)",
}


def main() -> None:
    """Make the courses, run the commands, print."""
    parser = argparse.ArgumentParser(description="Time stock nbgrader autograde and the kit's.")
    parser.add_argument(
        "numbers", nargs="*", type=int, default=[10, 50], metavar="N", help="notebooks (default: 10 50)"
    )
    few, many = parser.parse_args().numbers
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each start compiles all that it loads
    with tempfile.TemporaryDirectory() as folder:
        seconds = {
            (kind, number): autograde(Path(folder) / f"{kind}-{number}", number, kind)
            for number in (few, many)
            for kind in KINDS
        }
    for place, clock in enumerate(("clock", "processor")):
        slopes = {k: (seconds[k, many][place] - seconds[k, few][place]) / (many - few) for k in KINDS}
        for kind in KINDS:
            whole = ", ".join(f"{number} notebooks {seconds[kind, number][place]:.1f} s" for number in (few, many))
            print(f"{clock:<10}{kind:<6}{whole}; a notebook more costs {1000 * slopes[kind]:.0f} ms")
        for kind in KINDS[1:]:
            ratio = seconds["stock", many][place] / seconds[kind, many][place]
            each = slopes["stock"] / slopes[kind]
            costs = f"{each:.1f} for a notebook more, {ratio:.1f} for the whole command on {many}"
            print(f"{clock:<10}stock / {kind}: {costs}")
    print(f"of the kit's: reading the cells, grading and judging {1000 * grading(many):.0f} ms (median)")


def handed_in(number: int, source: Any, release: Any) -> str:
    """A student's notebook: every second one has a wrong `deriv`."""
    nb = copy.deepcopy(release)
    master = {cell["id"]: "".join(cell["source"]) for cell in source["cells"]}
    for cell in nb["cells"]:
        if cell["metadata"]["nbgrader"]["solution"]:
            text = "\n".join(line for line in master[cell["id"]].splitlines() if "### " not in line)
            cell["source"] = text.replace(*FORWARD) if number % 2 else text
    return json.dumps(nb)


def course(folder: Path, *, stock: bool) -> None:
    """A course folder with the assignment generated."""
    data = json.loads(notebooks(load_course(), Choices())[f"{UNIT}/{UNIT}.ipynb"])
    for cell in data["cells"] if stock else ():
        name, _, kind = cell["id"].rpartition("-")
        if kind in ("visible", "hidden"):
            cell["source"] = ASSERTS[name]
    path = folder / "source" / UNIT / f"{UNIT}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(data), encoding="utf-8")
    if not stock:
        shutil.copy(ROOT / "nbgrader" / "nbgrader_config.py", folder)
    run(folder, "nbgrader", "generate_assignment", UNIT)


def run(folder: Path, program: str, *words: str) -> tuple[float, float]:
    """Seconds that a command takes as a whole process: by the clock, and of the processor."""
    start, used = time.perf_counter(), processor()
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        [str(BIN / program), *words],
        cwd=folder,
        env=os.environ | {"PATH": path, "HOME": str(folder)},
        capture_output=True,
        check=True,
    )
    return time.perf_counter() - start, processor() - used


def processor() -> float:
    """Processor seconds of all processes that were started here and have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def autograde(folder: Path, number: int, kind: str) -> tuple[float, float]:
    """Seconds that autograding so many notebooks takes."""
    course(folder, stock=kind == "stock")
    release = json.loads((folder / "release" / UNIT / f"{UNIT}.ipynb").read_text(encoding="utf-8"))
    master = json.loads(notebooks(load_course(), Choices())[f"{UNIT}/{UNIT}.ipynb"])
    for student in range(number):
        path = folder / "submitted" / f"student{student:03}" / UNIT / f"{UNIT}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(handed_in(student, master, release), encoding="utf-8")
    return run(folder, "grader" if kind == "class" else "nbgrader", "autograde", UNIT)


def grading(number: int) -> float:
    """Median seconds of what is the kit's own in a notebook: in the jail, without conversion and database."""
    known = load_course()
    master = json.loads(notebooks(known, Choices())[f"{UNIT}/{UNIT}.ipynb"])
    workers = make_workers(preload=("matplotlib.pyplot",), jail=True)
    taken = []
    for student in range(number):
        nb = json.loads(handed_in(student, master, master))
        start = time.perf_counter()
        code = [
            cell for cell in nb["cells"] if cell["cell_type"] == "code" and not cell["metadata"]["nbgrader"]["grade"]
        ]
        cells = [Cell(cell["id"], "".join(cell["source"])) for cell in code]
        found = read_cells(cells, f"{UNIT}.ipynb", known)
        grade(found.submission, known.unit(UNIT).exercises, workers, Options(), open_reference(1))
        taken.append(time.perf_counter() - start)
    workers.close()
    return statistics.median(taken)


if __name__ == "__main__":
    main()
