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
KILLS = int(os.environ.get("BATCH_KILLS", "4"))
COUNT = 40 * KILLS  # as many as are graded meanwhile
SOURCES = ["def square(x):\n    return x * x\n", "def square(x):\n    return x * 2\n"]


def command(folder, out, *options):
    return [sys.executable, "-m", "grader", "batch", str(folder), "square", "--out", str(out), *options]


def make_class(folder, count):
    for i in range(count):
        (folder / f"s{i:05}").mkdir(parents=True)
        (folder / f"s{i:05}" / "functions.py").write_text(SOURCES[i % 2], encoding="utf-8")


def whole_lines(out):
    """The results that are there."""
    results = out / "results.jsonl"
    lines = results.read_bytes().splitlines(keepends=True) if results.exists() else []
    return [line for line in lines if line.endswith(b"\n")]


def files_of_others(tmp_path):
    """What a batch could leave outside of its own folder: temporary files and mounts."""
    return [*(tmp_path / "temporary").iterdir()], Path("/proc/mounts").read_text(encoding="utf-8")


def test_killed_at_random_moments_and_resumed(tmp_path):
    """Nothing is lost, nothing is graded twice, nothing is left behind: no process, no file, no mount."""
    folder, out = tmp_path / "class", tmp_path / "out"
    make_class(folder, COUNT)
    (tmp_path / "temporary").mkdir()
    environment = os.environ | {"TMPDIR": str(tmp_path / "temporary")}
    others = files_of_others(tmp_path)
    moments = random.Random(KILLS)
    before: list[bytes] = []
    started: list[psutil.Process] = []
    for _ in range(KILLS):
        options = ["--resume"] if (out / "batch.json").exists() else []
        with subprocess.Popen(
            command(folder, out, "--jobs", moments.choice("12"), *options),
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            time.sleep(moments.uniform(0.05, 1.0))
            started += psutil.Process(process.pid).children(recursive=True)
            process.kill()
        whole = whole_lines(out)
        assert whole[: len(before)] == before, "a result that was there is not there any more"
        before = whole
    _, alive = psutil.wait_procs(started, timeout=120)
    assert not alive, "a killed batch left processes behind"
    done = subprocess.run(
        command(folder, out, "--resume"), cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    reports = [json.loads(line) for line in (out / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    assert sorted(report["student"] for report in reports) == [f"s{i:05}" for i in range(COUNT)]
    verdicts = {report["student"]: report["exercises"][0]["verdict"] for report in reports}
    assert all(verdict == ("wrong" if int(name[1:]) % 2 else "pass") for name, verdict in verdicts.items())
    assert files_of_others(tmp_path) == others
    assert {path.name for path in out.iterdir() if not path.name.startswith(".")} == {
        "batch.json",
        "canvas.csv",
        "grades.csv",
        "items.csv",
        "moodle.csv",
        "report.html",
        "results.jsonl",
        "students.json",
    }
    assert not list(out.glob("*unfinished")), "a file that was half written is still there"


def test_interrupted_leaves_no_process(tmp_path):
    folder, out = tmp_path / "class", tmp_path / "out"
    make_class(folder, 3)
    (folder / "s00002" / "functions.py").write_text("while True:\n    pass\n\n" + SOURCES[0], encoding="utf-8")
    started = psutil.Process().children()
    words = command(folder, out, "--timeout", "600")
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        try:
            end = time.monotonic() + 120
            while len(whole_lines(out)) < 2:  # the third one hangs
                assert time.monotonic() < end
                time.sleep(0.05)
            children = psutil.Process(process.pid).children(recursive=True)
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=120)
        finally:
            process.kill()
    assert len(children) >= 4
    assert process.returncode == 130
    assert b"Traceback" not in said
    assert said.endswith(b"grader: interrupted. What is graded is kept. Go on: the same command with --resume\n")
    _, alive = psutil.wait_procs(children, timeout=120)
    assert not alive
    assert not {*psutil.Process().children()} - {*started}
