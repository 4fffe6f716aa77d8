"""Time a class on a cluster against the batch of one machine, in turns, on the same submissions.

    uv run --isolated --group test python benchmarks/machines.py               1,000 submissions; 1, 2 and 4 workers
    uv run --isolated --group test python benchmarks/machines.py --count 200 --rounds 5

The submissions are those of `batch.py`. All runs here: scheduler, workers and batch share the cores, so more workers
than cores show what more of them cost. The cluster is started before and lasts; a batch on it is the whole command, in
which each worker starts its grader and proves its jail. Beside the clock stands the time of the processor, of the
command and of the cluster, since other work on the machine changes it less. Both are taken for the class and for a
tenth of it: the difference is what a submission more costs. Then come a merge of parts, and the sizes that a plan for
a larger class needs.
"""

from __future__ import annotations

import argparse
import itertools
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
from batch import FUNCTIONS, ROOT, make_class, ours, run

sys.path.insert(0, str(ROOT))
WAYS = {"one machine, 1 process": 1, "one machine, 2 processes": 2}
WORKERS = (1, 2, 4)


def processor(pids: Iterator[int]) -> float:
    """Seconds of the processor that processes and all that they have waited for took."""
    total = 0.0
    for pid in pids:
        try:
            total += sum(psutil.Process(pid).cpu_times()[:4])
        except psutil.NoSuchProcess:
            continue
    return total


def below(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    yield from (one.pid for one in psutil.Process(pid).children(recursive=True))


def timed(command: list[str]) -> tuple[float, float]:
    """Seconds by the clock and of the processor: of a command, and of the cluster, all below this process."""

    def spent() -> float:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        alive = processor(one for one in below(os.getpid()) if one != os.getpid())
        return children.ru_utime + children.ru_stime + alive

    before, start = spent(), time.perf_counter()
    run(command)
    return time.perf_counter() - start, spent() - before


def compare(count: int, rounds: int) -> None:
    """All ways in turns: medians of the whole command, and of what a submission more costs."""
    from grader.batch.local_cluster import start_cluster  # noqa: PLC0415  as the command itself does

    found: dict[str, list[list[float]]] = {}
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        classes = {size: work / f"class {size}" for size in (count, count // 10, 4)}
        for size, folder in classes.items():
            make_class(folder, size)
        run(ours(classes[4], work / "warm", 2))
        outs = (work / f"out {number}" for number in itertools.count())

        def measure(way: str, *options: str) -> None:
            whole, few = (timed([*ours(classes[size], next(outs), 1)[:-2], *options]) for size in (count, count // 10))
            more = [(one - other) / (count - count // 10) for one, other in zip(whole, few, strict=True)]
            found.setdefault(way, []).append([*whole, *more])

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
    heads = ("seconds", "processor", "one more, ms", "processor", "rate of 1", "rate of 2")
    print(f"{'':28}" + "".join(f"{head:>14}" for head in heads))
    for way, some in found.items():
        clock, cpu, more, more_cpu = (statistics.median(one[i] for one in some) for i in range(4))
        pairs = [list(zip(some, found[other], strict=True)) for other in WAYS]
        rates = [statistics.median(there[2] / here[2] for here, there in one) for one in pairs]
        cells = (
            f"{clock:.1f}",
            f"{cpu:.1f}",
            f"{1e3 * more:.1f}",
            f"{1e3 * more_cpu:.1f}",
            *(f"{x:.2f}" for x in rates),
        )
        print(f"{way:28}" + "".join(f"{cell:>14}" for cell in cells))


def sizes(count: int) -> None:
    """What a part, a merge and the files of a class take."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        make_class(work / "class", count)
        parts = [work / f"part{i}" for i in (1, 2)]
        for i, part in enumerate(parts, 1):
            run([*ours(work / "class", part, 2), "--part", f"{i}/2"])
        merge = [sys.executable, "-m", "grader", "batch", "--merge", *map(str, parts), "--out", str(work / "out")]
        clock, cpu = timed(merge)
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        told = f"{clock:.1f} s, {1e3 * cpu / count:.2f} ms of the processor each"
        print(f"\n{count} submissions in 2 parts, merged: {told}")
        print(f"the largest process so far had {most:.0f} MB")
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
