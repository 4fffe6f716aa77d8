"""Time a class on a cluster against the batch of one machine, in turns, on the same submissions.

    uv run --isolated --group test python benchmarks/machines.py               1,000 submissions; 1, 2 and 4 workers
    uv run --isolated --group test python benchmarks/machines.py --count 200 --rounds 5

The submissions are those of `batch.py`. All runs here: scheduler, workers and batch share the cores, so more workers
than cores show what more of them cost. The cluster is started before and lasts; a batch on it is the whole command, in
which each worker starts its grader and proves its jail. A tenth of the class is graded as well: the difference is what
a submission more costs. Then come a merge of parts, and the sizes that a plan for a larger class needs.
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from batch import FUNCTIONS, ROOT, make_class, ours, run

sys.path.insert(0, str(ROOT))
WAYS = {"one machine, 1 process": 1, "one machine, 2 processes": 2}
WORKERS = (1, 2, 4)


def timed(command: list[str]) -> float:
    """Seconds that a command takes."""
    start = time.perf_counter()
    run(command)
    return time.perf_counter() - start


def compare(count: int, rounds: int) -> None:
    """All ways in turns: medians of the whole command, and of what a submission more costs."""
    from grader.batch.cluster.local import start_cluster  # noqa: PLC0415  as the command itself does

    found: dict[str, list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        classes = {size: work / f"class {size}" for size in (count, count // 10, 4)}
        for size, folder in classes.items():
            make_class(folder, size)
        run(ours(classes[4], work / "warm", 2))
        outs = (work / f"out {number}" for number in itertools.count())

        def measure(way: str, *options: str) -> None:
            whole, few = (timed([*ours(classes[size], next(outs), 1)[:-2], *options]) for size in (count, count // 10))
            found.setdefault(way, []).append((whole, (whole - few) / (count - count // 10)))

        for number in range(rounds):
            for way, jobs in WAYS.items():
                measure(way, "--jobs", str(jobs))
            for workers in WORKERS:
                with start_cluster(workers) as address:
                    run([*ours(classes[4], next(outs), 1)[:-2], "--dask", address])  # so that all is loaded
                    measure(f"cluster, {workers} worker{'s' * (workers > 1)}", "--dask", address)
            told = ", ".join(f"{way} {some[-1][0]:.1f} s" for way, some in found.items())
            print(f"round {number + 1}: {told}", flush=True)
    print(f"{count} submissions of {len(FUNCTIONS)} functions, {os.cpu_count()} cores, medians of {rounds} rounds")
    heads = ("seconds", "one more, ms", "rate of 1", "rate of 2")
    print(f"{'':28}" + "".join(f"{head:>14}" for head in heads))
    for way, some in found.items():
        clock, more = (statistics.median(one[i] for one in some) for i in range(2))
        pairs = [list(zip(some, found[other], strict=True)) for other in WAYS]
        rates = [statistics.median(there[1] / here[1] for here, there in one) for one in pairs]
        print(f"{way:28}{clock:14.1f}{1e3 * more:14.1f}" + "".join(f"{rate:14.2f}" for rate in rates))


def sizes(count: int) -> None:
    """What a part, a merge and the files of a class take."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        make_class(work / "class", count)
        parts = [work / f"part{i}" for i in (1, 2)]
        for i, part in enumerate(parts, 1):
            run([*ours(work / "class", part, 2), "--part", f"{i}/2"])
        merge = [sys.executable, "-m", "grader", "batch", "--merge", *map(str, parts), "--out", str(work / "out")]
        print(f"\n{count} submissions in 2 parts, merged in {timed(merge):.1f} s")
        for file in ("results.jsonl", "report.html", "grades.csv"):
            print(f"{file:16}{(work / 'out' / file).stat().st_size / count / 1e3:10.2f} kB a submission")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description="Time a class on a cluster.")
    parser.add_argument("--count", type=int, default=1000, metavar="N")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    args = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each start compiles all that it loads
    compare(args.count, args.rounds)
    sizes(args.count)


if __name__ == "__main__":
    main()
