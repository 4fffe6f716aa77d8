"""What two accomplices in the jail can tell each other by time, which no jail takes away: bits a second, and errors.

    uv run --isolated python benchmarks/channel.py
    taskset -c 0 uv run --isolated python benchmarks/channel.py        where they share a core

By load: one sorts an array for a 1 and sleeps for a 0, the other counts how often it can sort one meanwhile. By the
cache of files: one reads a file for a 1, the other, which is graded after it, takes the time of reading each; before,
nobody has read them. What is told is drawn by chance. The first half of the bits is known to the receiver, which finds
its threshold by them; errors are counted in the second half.
"""

from __future__ import annotations

import json
import math
import os
import random
import time
from pathlib import Path

import numpy as np

from grader.protocol.wire import decode
from grader.sandbox.jail import bubblewrap_starts, make_jailed_workers
from grader.sandbox.workers import Channel, Workers

BITS = 400
SLOTS = (0.03, 0.01, 0.003, 0.001)  # seconds for a bit

SEND_LOAD = """
import time
import numpy as np
array = np.random.default_rng().normal(size=2_000)
for number, bit in enumerate({bits}):
    end = {start} + (number + 1) * {slot}
    while bit and time.monotonic() < end:
        np.sort(array)
    time.sleep(max(end - time.monotonic(), 0.0))
"""
RECEIVE_LOAD = """
import json, time
import numpy as np
array, counts = np.random.default_rng().normal(size=2_000), []
time.sleep(max({start} - time.monotonic(), 0.0))
for number in range({many}):
    end, count = {start} + (number + 1) * {slot}, 0
    while time.monotonic() < end:
        np.sort(array)
        count += 1
    counts.append(count)
print(json.dumps(counts))
"""
SEND_FILES = """
for bit, path in zip({bits}, {paths}):
    if bit:
        with open(path, "rb") as file:
            file.read(1)
"""
RECEIVE_FILES = """
import json, os, time
taken = []
for path in {paths}:
    start = time.perf_counter()
    file = os.open(path, os.O_RDONLY)
    os.read(file, 1)
    taken.append(round(1e6 * (time.perf_counter() - start)))
    os.close(file)
print(json.dumps(taken))
"""


def begin(workers: Workers, program: str) -> Channel:
    """Send in a program, as a submission is."""
    job = {
        "sources": {"one": program}, "files": {"one": "one.py"}, "absent": {}, "contract": {}, "load": ["one"],
        "checks": [], "wanted": [], "seed": 0, "cpu_seconds": 60,
    }  # fmt: skip
    return workers.open(job)


def printed(channel: Channel) -> str:
    """What it prints until it has come to its end."""
    said = ""
    try:
        while not (message := decode(channel.receive(time.monotonic() + 120))).get("loaded"):
            said += str(message.get("output", ""))
    finally:
        channel.close()
    return said


def errors(bits: list[int], seen: list[float]) -> float:
    """The part of the second half of the bits that is mistaken, with the threshold that is best for the first half."""
    half = len(bits) // 2

    def mistaken(threshold: float, part: slice) -> float:
        wrong = [bit != (value < threshold) for bit, value in zip(bits[part], seen[part], strict=True)]
        return sum(wrong) / len(wrong)

    best = min({*seen}, key=lambda threshold: mistaken(threshold, slice(half)))
    return mistaken(best, slice(half, None))


def capacity(wrong: float) -> float:
    """What a bit carries of which a part is mistaken (the binary symmetric channel); half is no news at all."""
    wrong = min(wrong, 0.5)
    return 1.0 + sum(p * math.log2(p) for p in (wrong, 1 - wrong) if p > 0)


def by_load(workers: Workers, slot: float) -> float:
    """The part of the bits that is mistaken."""
    bits = [random.getrandbits(1) for _ in range(BITS)]
    words = {"bits": bits, "many": BITS, "slot": slot, "start": time.monotonic() + 1.0}
    sender, receiver = (begin(workers, text.format(**words)) for text in (SEND_LOAD, RECEIVE_LOAD))
    printed(sender)
    return errors(bits, json.loads(printed(receiver)))


def by_files(workers: Workers) -> tuple[float, float]:
    """The part of the bits that is mistaken, and how many are told a second."""
    paths = [str(path) for path in sorted(Path(np.__file__).parent.rglob("tests/*.py"))[:BITS]]
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)
    bits = [random.getrandbits(1) for _ in paths]
    start = time.monotonic()
    printed(begin(workers, SEND_FILES.format(bits=bits, paths=paths)))
    seen = json.loads(printed(begin(workers, RECEIVE_FILES.format(paths=paths))))
    return errors(bits, seen), len(bits) / (time.monotonic() - start)


def main() -> None:
    """Measure in the jail of this machine."""
    workers = make_jailed_workers()
    cores = len(os.sched_getaffinity(0))
    print(f"{'with' if bubblewrap_starts() else 'without'} bubblewrap, {cores} cores, {BITS} bits each")
    print("by              bits a second   mistaken   of use a second")
    for slot in SLOTS:
        wrong = by_load(workers, slot)
        print(f"load{'':12}{1 / slot:>10.0f}{wrong:12.2f}{capacity(wrong) / slot:16.0f}", flush=True)
    wrong, rate = by_files(workers)
    print(f"cache of files{'':2}{rate:>10.0f}{wrong:12.2f}{capacity(wrong) * rate:16.0f}")
    workers.close()


if __name__ == "__main__":
    main()
