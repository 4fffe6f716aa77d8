"""Time the grading of a class against stock nbgrader, plain pytest, and a floor, on the same submissions.

    uv run --isolated --all-groups python benchmarks/batch.py             50 submissions, all four
    uv run --isolated python benchmarks/batch.py --growth                 100, 1,000 and 10,000 submissions, ours alone

The submissions are of eight functions (square, leaky_relu, sigmoid, deriv, chain_length_2, chain_deriv_2,
matmul_backward_first, matrix_function_backward_sum_1), mixed right and wrong. Ours runs as `grader batch`, in the jail,
with all checks of these functions, as a whole process with its start. Plain pytest runs once for each submission, with
sixteen comparisons against the solutions. nbgrader autogrades the same sources in notebooks with the same sixteen
comparisons. All of them run once before, so that what Python loads is compiled already, as it is for everybody from the
second day on; then they take turns, and medians of some rounds are printed. The floor is a warm process that forks a
child for each submission, executes the modules and makes the same calls as ours, with no isolation and no comparing, as
many at a time as ours has processes.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
import types
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FUNCTIONS = {
    "square": "functions",
    "leaky_relu": "functions",
    "sigmoid": "functions",
    "deriv": "derivatives",
    "chain_length_2": "chains",
    "chain_deriv_2": "chains",
    "matmul_backward_first": "matrices",
    "matrix_function_backward_sum_1": "matrices",
}
SIGNATURES = {
    "square": "x",
    "leaky_relu": "x",
    "sigmoid": "x",
    "deriv": "func, input_, delta=0.001",
    "chain_length_2": "chain, x",
    "chain_deriv_2": "chain, input_range",
    "matmul_backward_first": "X, W",
    "matrix_function_backward_sum_1": "X, W, sigma",
}
WHOLE, MORE = "grader batch, whole command", "grader batch, one more"
TWO = "assert len(chain) == 2"
LINE = TWO + "\nassert input_range.ndim == 1"
RIGHT = {
    "square": ("return x**2", "return x * x", "return np.power(x, 2)", "return np.square(x)"),
    "leaky_relu": (
        "return np.where(x > 0, x, 0.2 * x)",
        "return np.maximum(0.2 * x, x)",
        "return np.maximum(x, 0) + 0.2 * np.minimum(x, 0)",
    ),
    "sigmoid": (
        "return 1 / (1 + np.exp(-x))",
        "return 0.5 * (1 + np.tanh(x / 2))",
        "bottom = 1 + np.exp(-x)\nreturn 1 / bottom",
    ),
    "deriv": (
        "return (func(input_ + delta) - func(input_ - delta)) / (2 * delta)",
        "return (func(input_ + delta) - func(input_ - delta)) / 2 / delta",
        "up, down = func(input_ + delta), func(input_ - delta)\nreturn (up - down) / (delta + delta)",
    ),
    "chain_length_2": (
        TWO + "\nreturn chain[1](chain[0](x))",
        TWO + "\nfirst, second = chain\nreturn second(first(x))",
        TWO + "\nfor func in chain:\n    x = func(x)\nreturn x",
    ),
    "chain_deriv_2": (
        LINE + "\nreturn deriv(chain[1], chain[0](input_range)) * deriv(chain[0], input_range)",
        LINE + "\nf, g = chain\nreturn deriv(f, input_range) * deriv(g, f(input_range))",
        LINE + "\nreturn deriv(lambda x: chain[1](chain[0](x)), input_range)",
    ),
    "matmul_backward_first": ("return W.T", "return np.transpose(W)", "return W.T.copy()"),
    "matrix_function_backward_sum_1": (
        "return deriv(sigma, X @ W) @ W.T",
        "return np.dot(deriv(sigma, np.dot(X, W)), np.transpose(W))",
        "slope = deriv(sigma, np.matmul(X, W))\nreturn np.einsum('nk,mk->nm', slope, W)",
    ),
}
WRONG = {
    "square": ("return x * 2", "return x ^ 2", "return x**3", "x**2"),
    "leaky_relu": ("return np.maximum(0, x)", "return np.where(x > 0, x, -0.2 * x)", "return max(0.2 * x, x)"),
    "sigmoid": ("return 1 / 1 + np.exp(-x)", "return 1 / (1 + np.exp(x))", "return np.exp(x)"),
    "deriv": (
        "return (func(input_ + delta) - func(input_)) / delta",
        "return func(input_ + delta) - func(input_ - delta) / (2 * delta)",
        "return (func(input_ + delta) - func(input_ - delta)) / delta",
    ),
    "chain_length_2": (
        TWO + "\nreturn chain[0](chain[1](x))",
        "return chain[1](chain[0](x))",
        TWO + "\nreturn chain[0](x) * chain[1](x)",
    ),
    "chain_deriv_2": (
        LINE + "\nreturn deriv(chain[1], input_range) * deriv(chain[0], input_range)",
        LINE + "\nreturn deriv(chain[1], chain[0](input_range))",
        LINE + "\nreturn deriv(chain[1], chain[0](input_range)) + deriv(chain[0], input_range)",
    ),
    "matmul_backward_first": ("return W", "return X.T", "return np.ones_like(W).T"),
    "matrix_function_backward_sum_1": (
        "return deriv(sigma, X @ W) * (X @ W).size",
        "return W.T @ deriv(sigma, X @ W)",
        "return sigma(X @ W) @ W.T",
    ),
}
HEADS = {
    "functions": "import numpy as np\n",
    "derivatives": "import numpy as np\n",
    "chains": "import numpy as np\nfrom .derivatives import deriv\n",
    "matrices": "import numpy as np\nfrom .derivatives import deriv\n",
}
TESTS = """
x = np.array([-2.0, -0.5, 0.5, 3.0])
X, W = np.array([[1, 2, -1], [0.5, -0.5, 2]]), np.array([[0.2, -0.3], [0.4, 0.1], [-0.1, 0.6]])


def close(one, two):
    np.testing.assert_allclose(one, two, rtol=1e-5, atol=1e-6)


def test_square():
    close(square(x), reference.square(x))
    close(square(3.0), 9.0)


def test_leaky_relu():
    close(leaky_relu(x), reference.leaky_relu(x))
    close(leaky_relu(np.array(-1.0)), -0.2)


def test_sigmoid():
    close(sigmoid(x), reference.sigmoid(x))
    close(sigmoid(0.0), 0.5)


def test_deriv():
    close(deriv(np.square, x, 0.1), reference.deriv(np.square, x, 0.1))
    close(deriv(np.sin, x), reference.deriv(np.sin, x))


def test_chain_length_2():
    close(chain_length_2([np.square, np.tanh], x), np.tanh(np.square(x)))
    close(chain_length_2([np.tanh, np.square], x), np.square(np.tanh(x)))


def test_chain_deriv_2():
    close(chain_deriv_2([np.square, np.tanh], x), reference.chain_deriv_2([np.square, np.tanh], x))
    close(chain_deriv_2([np.sin, np.square], x), reference.chain_deriv_2([np.sin, np.square], x))


def test_matmul_backward_first():
    close(matmul_backward_first(X, W), W.T)
    close(matmul_backward_first(W, X), X.T)


def test_matrix_function_backward_sum_1():
    one = reference.matrix_function_backward_sum_1
    close(matrix_function_backward_sum_1(X, W, np.tanh), one(X, W, np.tanh))
    close(matrix_function_backward_sum_1(W, X, np.sin), one(W, X, np.sin))
"""
REFERENCE = """import numpy as np


class reference:
    from solutions.chains import chain_deriv_2
    from solutions.derivatives import deriv
    from solutions.functions import leaky_relu, sigmoid, square
    from solutions.matrices import matrix_function_backward_sum_1

    chain_deriv_2, deriv, leaky_relu = map(staticmethod, (chain_deriv_2, deriv, leaky_relu))
    sigmoid, square = map(staticmethod, (sigmoid, square))
    matrix_function_backward_sum_1 = staticmethod(matrix_function_backward_sum_1)
"""


def make_class(folder: Path, count: int) -> None:
    """Write submissions, each function right or wrong, in one of several ways, by chance."""
    chance = random.Random(0)  # noqa: S311  a class, not a secret
    for i in range(count):
        student = folder / f"student{i:05}"
        student.mkdir(parents=True)
        texts = dict(HEADS)
        for name, unit in FUNCTIONS.items():
            body = chance.choice((RIGHT if chance.random() < 0.7 else WRONG)[name])
            texts[unit] += f"\n\ndef {name}({SIGNATURES[name]}):\n{textwrap.indent(body, '    ')}\n"
        for unit, text in texts.items():
            (student / f"{unit}.py").write_text(text, encoding="utf-8")


def timed(action: Callable[[], None]) -> float:
    """Seconds that an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def run(command: Sequence[str], cwd: Path = ROOT, *, fine: Sequence[int] = (0,), **environment: str) -> None:
    """Run a command, which has to end well."""
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, check=False, env=os.environ | environment, stdin=subprocess.DEVNULL
    )
    if done.returncode not in fine:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr.decode()[-2000:]}")


def first(folder: Path, place: Path) -> Path:
    """A class of one student, to run something on before it is measured."""
    shutil.copytree(next(iter(sorted(folder.iterdir()))), place / "student00000")
    return place


def ours(folder: Path, out: Path, jobs: int) -> list[str]:
    """The command that grades a class in the jail."""
    grader = [sys.executable, "-m", "grader", "batch", str(folder), *FUNCTIONS, "--out", str(out), "-q"]
    return [*grader, "--jobs", str(jobs)]


def time_pytest(folder: Path, work: Path) -> float:
    """Plain pytest, once for each submission."""
    total = 0.0
    names: dict[str, list[str]] = {}
    for name, unit in FUNCTIONS.items():
        names.setdefault(unit, []).append(name)
    imports = "".join(f"from mine.{unit} import {', '.join(mine)}\n" for unit, mine in names.items())
    for student in sorted(folder.iterdir()):
        here = work / student.name
        (here / "mine").mkdir(parents=True)
        for file in student.iterdir():
            (here / "mine" / file.name).write_bytes(file.read_bytes())
        (here / "mine" / "__init__.py").touch()
        (here / "test_all.py").write_text(REFERENCE + imports + TESTS, encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--rootdir",
            str(here),
            "test_all.py",
        ]
        total += timed(lambda here=here, command=command: run(command, here, fine=(0, 1)))
    return total


def time_nbgrader(folder: Path, work: Path) -> float:
    """Stock `nbgrader autograde` on notebooks with the same sources and comparisons."""
    import nbformat  # noqa: PLC0415  only where nbgrader is installed

    def notebook(sources: dict[str, str]) -> nbformat.NotebookNode:
        book = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
        kind = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}
        for name, source in sources.items():
            cell = nbformat.v4.new_code_cell(source)
            cell.metadata["nbgrader"] = kind | {"grade_id": name, "solution": True}
            book.cells.append(cell)
        tests = (REFERENCE + TESTS).split("\n\n\ndef test_")
        book.cells.append(nbformat.v4.new_code_cell(tests[0] + "\n\n\ndef " + TESTS.split("\n\n\ndef ")[1]))
        for test in tests[1:]:
            name, body = test.split("():\n", 1)
            cell = nbformat.v4.new_code_cell(f"def test_{name}():\n{body}\n\ntest_{name}()")
            cell.metadata["nbgrader"] = kind | {"grade_id": f"test_{name}", "grade": True, "locked": True, "points": 2}
            book.cells.append(cell)
        return book

    def source_of(student: Path) -> dict[str, str]:
        texts = {
            f.stem: f.read_text(encoding="utf-8").replace("from .derivatives import deriv\n", "")
            for f in student.iterdir()
        }
        return {unit: texts[unit] for unit in HEADS}

    (work / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.root = {str(work)!r}\nc.ExecutePreprocessor.timeout = 60\n",
        encoding="utf-8",
    )
    students = sorted(folder.iterdir())
    source = work / "source" / "ps1"
    source.mkdir(parents=True)
    nbformat.write(notebook(source_of(students[0])), source / "ps1.ipynb")
    run([sys.executable, "-m", "nbgrader", "generate_assignment", "ps1", "--force"], work, PYTHONPATH=str(ROOT))
    for student in students:
        place = work / "submitted" / student.name / "ps1"
        place.mkdir(parents=True)
        nbformat.write(notebook(source_of(student)), place / "ps1.ipynb")
    command = [sys.executable, "-m", "nbgrader", "autograde", "ps1", "--force"]
    run([*command, "--student", students[0].name], work, PYTHONPATH=str(ROOT))
    return timed(lambda: run(command, work, PYTHONPATH=str(ROOT)))


def execute(student: Path, calls: dict[str, list[tuple[str, Any]]]) -> None:
    """Execute a submission's modules and make the calls, without a look at what they give."""
    package = types.ModuleType("exercises")
    package.__path__ = []
    sys.modules["exercises"] = package
    for unit in HEADS:
        module = types.ModuleType(f"exercises.{unit}")
        module.__package__ = "exercises"
        sys.modules[module.__name__] = module
        exec((student / f"{unit}.py").read_text(encoding="utf-8"), module.__dict__)  # noqa: S102
        for name, call in calls[unit]:
            try:
                result = module.__dict__[name](*call.args, **call.kwargs)
                _ = result if call.then is None else call.then(result)
            except Exception:  # noqa: BLE001, S112  wrong submissions raise
                continue


def serve_floor(folder: Path, jobs: int) -> None:
    """Be the floor: warm, then fork a child for each submission."""
    import numpy as np  # noqa: F401, PLC0415

    from grader.course.checks_of import hidden_checks, visible_checks  # noqa: PLC0415

    calls = {}
    for unit in HEADS:
        for check in (*visible_checks(unit), *hidden_checks(unit)):
            if check.exercise in FUNCTIONS:
                calls.setdefault(unit, []).extend((check.exercise, call) for call in check.calls(0))

    start = time.perf_counter()
    for place, student in enumerate(sorted(folder.iterdir())):
        if place >= jobs:
            os.wait()
        if os.fork() == 0:
            sys.stdout = sys.stderr = io.StringIO()
            execute(student, calls)
            os._exit(0)
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    print(json.dumps(time.perf_counter() - start))


def time_floor(folder: Path, jobs: int) -> float:
    """The floor, without its start, which happens once."""
    command = [sys.executable, __file__, "--floor", str(folder), "--jobs", str(jobs)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, check=True, env=environment)
    return float(json.loads(done.stdout))


def compare(count: int, jobs: int, rounds: int) -> None:
    """All four on the same class, in turns."""
    found = []
    for number in range(rounds):
        with tempfile.TemporaryDirectory() as name:
            work = Path(name)
            make_class(work / "class", count)
            make_class(work / "big", 10 * count)
            if number == 0:
                run(ours(work / "class", work / "warm", jobs))
                time_pytest(first(work / "class", work / "one"), work / "once")
            found.append(measure(work, count, jobs))
        print(
            f"round {number + 1}: " + ", ".join(f"{what} {1e3 * one:.1f}" for what, one in found[-1].items()),
            flush=True,
        )
    print(f"{count} submissions, {jobs} processes, {os.cpu_count()} cores, Python {sys.version.split()[0]}")
    print(f"medians of {rounds} rounds, and of their ratios")
    print(f"{'':30}{'ms a submission':>18}{'times ours, whole':>20}{'times ours, marginal':>22}")
    for what in found[0]:
        whole, more = (statistics.median(one[what] / one[of] for one in found) for of in (WHOLE, MORE))
        print(f"{what:30}{1e3 * statistics.median(one[what] for one in found):18.1f}{whole:20.2f}{more:22.2f}")


def measure(work: Path, count: int, jobs: int) -> dict[str, float]:
    """Seconds that each of the four takes for a submission, one after the other; of short runs the median of some."""

    def median(time_once: Callable[[int], float], times: int = 3) -> float:
        return statistics.median(time_once(i) for i in range(times))

    whole = median(lambda i: timed(lambda: run(ours(work / "class", work / f"out{i}", jobs))), times=9)
    many = median(lambda i: timed(lambda: run(ours(work / "big", work / f"big{i}", jobs))))
    seconds = {
        WHOLE: whole / count,
        MORE: (many - whole) / (9 * count),
        "the floor": median(lambda _: time_floor(work / "big", jobs)) / (10 * count),
        "plain pytest": time_pytest(work / "class", work / "pytest") / count,
    }
    if importlib.util.find_spec("nbgrader"):
        (work / "nb").mkdir()
        seconds["nbgrader autograde"] = time_nbgrader(work / "class", work / "nb") / count
    return seconds


def watch_memory(process: subprocess.Popen[bytes], most: list[float]) -> None:
    """Keep the largest sum of resident memory of a process and all below it, in megabytes (shared pages once: Pss)."""
    from check import memory, tree  # noqa: PLC0415  the neighbour in this folder

    while process.poll() is None:
        most[0] = max(most[0], memory(tree(process.pid), "Pss"))
        time.sleep(0.1)


def growth(sizes: Sequence[int], jobs: int) -> None:
    """Time and memory as the class grows."""
    print(f"{jobs} processes, {os.cpu_count()} cores, Python {sys.version.split()[0]}")
    print(f"{'submissions':>12}{'seconds':>10}{'ms each':>10}{'peak MB':>10}")
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            work = Path(name)
            make_class(work / "class", size)
            most = [0.0]
            start = time.perf_counter()
            process = subprocess.Popen(ours(work / "class", work / "out", jobs), cwd=ROOT)
            watcher = threading.Thread(target=watch_memory, args=(process, most))
            watcher.start()
            process.wait()
            seconds = time.perf_counter() - start
            watcher.join()
            print(f"{size:12}{seconds:10.1f}{1e3 * seconds / size:10.1f}{most[0]:10.0f}", flush=True)


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description="Time the grading of a class.")
    parser.add_argument("--count", type=int, default=50, metavar="N")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument("--growth", action="store_true", help="100, 1,000 and 10,000 submissions")
    parser.add_argument("--floor", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each start compiles all that it loads
    if args.floor:
        serve_floor(args.floor, args.jobs)
    elif args.growth:
        growth((100, 1_000, 10_000), args.jobs)
    else:
        compare(args.count, args.jobs, args.rounds)


if __name__ == "__main__":
    main()
