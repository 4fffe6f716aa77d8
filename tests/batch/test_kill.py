"""A batch that is killed, at any moment and again and again, loses nothing and grades nothing twice."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("BATCH_KILLS", "50"))
COUNT = 800
SOURCES = ["def square(x):\n    return x * x\n", "def square(x):\n    return x * 2\n"]


def command(folder, out, *options):
    grader = [sys.executable, "-m", "grader", "batch", str(folder), "square", "--out", str(out), "--jobs", "1"]
    return [*grader, *options]


def make_class(folder, count):
    for i in range(count):
        (folder / f"s{i:03}").mkdir(parents=True)
        (folder / f"s{i:03}" / "functions.py").write_text(SOURCES[i % 2], encoding="utf-8")


def whole_lines(out):
    """The results that are there."""
    results = out / "results.jsonl"
    lines = results.read_bytes().splitlines(keepends=True) if results.exists() else []
    return [line for line in lines if line.endswith(b"\n")]


def test_killed_at_random_moments_and_resumed(tmp_path):
    folder, out = tmp_path / "class", tmp_path / "out"
    make_class(folder, COUNT)
    moments = random.Random(0)
    before: list[bytes] = []
    started: list[psutil.Process] = []
    kills = 0
    while kills < KILLS:
        options = ["--resume"] if (out / "batch.json").exists() else []
        process = subprocess.Popen(
            command(folder, out, *options), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(moments.uniform(0.05, 0.8))
        started += psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGKILL)
        process.wait()
        kills += 1
        whole = whole_lines(out)
        assert whole[: len(before)] == before, "a result that was there is not there any more"
        before = whole
    assert kills == KILLS
    _, alive = psutil.wait_procs(started, timeout=20)
    assert not alive, "a killed batch left processes behind"
    done = subprocess.run(command(folder, out, "--resume"), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    reports = [json.loads(line) for line in (out / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    assert sorted(report["student"] for report in reports) == [f"s{i:03}" for i in range(COUNT)]
    verdicts = {report["student"]: report["exercises"][0]["verdict"] for report in reports}
    assert all(verdict == ("wrong" if int(name[1:]) % 2 else "pass") for name, verdict in verdicts.items())


def test_interrupted_leaves_no_process(tmp_path):
    folder, out = tmp_path / "class", tmp_path / "out"
    make_class(folder, 3)
    (folder / "s002" / "functions.py").write_text("while True:\n    pass\n\n" + SOURCES[0], encoding="utf-8")
    started = psutil.Process().children(recursive=True)
    process = subprocess.Popen(
        command(folder, out, "--timeout", "60"), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    family = psutil.Process(process.pid)
    deadline = time.monotonic() + 30
    while len(whole_lines(out)) < 2 and time.monotonic() < deadline:  # the third one hangs
        time.sleep(0.05)
    children = family.children(recursive=True)
    assert len(children) >= 4
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"Traceback" not in said
    _, alive = psutil.wait_procs(children, timeout=10)
    assert not alive
    assert psutil.Process().children(recursive=True) == started
