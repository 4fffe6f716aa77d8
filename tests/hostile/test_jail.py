"""The jail itself: nothing gets out of it, and where a part of it is missing, the trial before a batch finds that."""

import contextlib
import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import psutil
import pytest
from helpers import ROOT, SOLUTIONS, folder_for_all, run_grader, run_json
from layers import LAYERS, command_without
from test_hostile import CASES, assert_as_told, expected

from grader.cli.main import main
from grader.errors import ALL_PASS, BROKEN, NOT_ALL_PASS, BrokenError
from grader.sandbox import jail
from grader.sandbox.forking import ForkingWorkers
from grader.sandbox.jail import JailError, break_out, bubblewrap_starts, make_jailed_workers, require_jail
from grader.sandbox.start import make_workers
from grader.worker import landlock

ROOTED = os.getuid() == 0
FILES = {"read the solutions", "read other packages", "list the course", "read /proc"}
SOCKETS = {"use the network", "use local sockets"}
# What gets through without some parts of the jail, at least; "rights" is a part only where root has them to lose.
MISSING = {
    ("seccomp",): SOCKETS,
    ("landlock", "mounts"): {"read /proc"},
    ("descriptors",): {"use the grader's descriptors"},
    ("seccomp", "limits"): SOCKETS | {"start processes"},
    ("seccomp", "landlock", "limits", "mounts"): SOCKETS
    | {"read /proc", "start processes", "run programs", "write files"},
}
ROOTS = {
    ("rights",): {"act as root"},
    ("seccomp", "landlock", "limits", "mounts", "rights"): FILES
    | SOCKETS
    | {"act as root", "signal other processes", "read the grader's environment", "read other processes' memory"},
}


@contextlib.contextmanager
def opened(command=None, **options):
    workers = make_jailed_workers(**options) if options else ForkingWorkers(command)
    try:
        yield workers
    finally:
        workers.close()


@pytest.mark.parametrize("bubblewrap", sorted({False, bubblewrap_starts()}))
def test_nothing_gets_out(bubblewrap):
    with opened(bubblewrap=bubblewrap) as workers:
        assert break_out(workers) == []
        require_jail(workers)


def test_without_a_jail_the_trial_finds_what_gets_through():
    with opened() as workers:
        found = set(break_out(workers))
        assert FILES | SOCKETS | {"start processes", "run programs", "write files"} <= found
        with pytest.raises(JailError, match=r"one can .*read the solutions.*apt install bubblewrap.*--no-jail"):
            require_jail(workers)


def test_a_copy_with_all_its_parts_holds(tmp_path):
    """So what the next tests find is due to the part that is missing."""
    with opened(command_without(tmp_path)) as workers:
        assert break_out(workers) == []


@pytest.mark.parametrize("missing", [*MISSING, *(ROOTS if ROOTED else ())], ids="+".join)
def test_each_missing_part_is_found(missing, tmp_path):
    with opened(command_without(tmp_path, *missing)) as workers:
        assert set(break_out(workers)) >= {**MISSING, **ROOTS}[missing]


def test_a_variable_that_comes_along_is_found(tmp_path):
    with opened([shutil.which("env"), "SECRET=1", *command_without(tmp_path)]) as workers:
        assert break_out(workers) == ["see the grader's environment"]


def test_every_attempt_and_every_part_has_been_seen_to_fail():
    """Together the tests above show that each attempt of the trial can get through."""
    scope = {"TOLD": {"secrets": [], "packages": [], "folders": [], "pids": []}}
    text = (jail.GRADER / "sandbox" / "breakout.py").read_text(encoding="utf-8").rpartition("\nprint(")[0]
    exec(compile(text, "breakout.py", "exec"), scope)
    seen = set().union(
        *MISSING.values(), *ROOTS.values(), FILES, {"see the grader's environment", "list other folders"}
    )
    assert seen == set(scope["ATTEMPTS"])
    assert {part for parts in (*MISSING, *ROOTS) for part in parts} == set(LAYERS)


def refusing(folder, *words):
    """The real command where bubblewrap is not installed and the kernel has neither Landlock nor seccomp."""
    command = command_without(folder / "worker", "seccomp", "landlock", "limits", "mounts")
    program = f"""
import sys
import grader.sandbox.jail
from grader.cli.main import main
grader.sandbox.jail.worker_command = lambda *_words, **_options: {command!r}
sys.exit(main({list(map(str, words))!r}))
"""
    return subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PATH": "/nowhere"},
        capture_output=True,
        check=False,
        cwd=ROOT,
    )


def test_check_refuses_where_the_jail_leaks(tmp_path):
    done = refusing(tmp_path, "check", "--jail", "--submission", CASES / "writes_anywhere", "functions")
    assert done.returncode == BROKEN == 3
    assert done.stdout == b""
    told = " ".join(done.stderr.decode().split())
    assert "The jail does not hold here: one can " in told
    assert "use the network" in told
    assert "apt install bubblewrap" in told
    assert "--no-jail" in told
    assert "Traceback" not in told


def test_batch_refuses_where_the_jail_leaks(tmp_path):
    (tmp_path / "class" / "ada").mkdir(parents=True)
    shutil.copy(ROOT / "solutions" / "functions.py", tmp_path / "class" / "ada")
    done = refusing(tmp_path, "batch", tmp_path / "class", "functions", "--out", tmp_path / "out")
    assert done.returncode == BROKEN
    assert "The jail does not hold here" in " ".join(done.stderr.decode().split())
    assert not (tmp_path / "out" / "grades.csv").exists()


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_a_system_without_a_jail_says_so(system, monkeypatch, capsys):
    monkeypatch.setattr(jail.sys, "platform", system)
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)  # it would ask the system that this is not
    with pytest.raises(JailError, match=r"no jail: only time limits would hold\. .*--no-jail"):
        make_jailed_workers()
    assert main(["check", "--jail", "--submission", str(CASES / "writes_anywhere"), "square"]) == BROKEN
    assert "only time limits would hold" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("pass", "its worker ended without a word"),
        ("raise OSError('no such thing')", "OSError: no such thing"),
        ("print(1, 2, 3)", "its worker ended without a word"),
        ("import sys; sys.exit('\x1b[2Jbwrap: cannot bind')", "�[2Jbwrap: cannot bind"),
    ],
)
def test_a_worker_that_does_not_answer_is_no_proof_and_its_last_words_are_told(program, said):
    with (
        opened([sys.executable, "-c", program]) as workers,
        pytest.raises(BrokenError, match=rf"^The jail does not start here: {re.escape(said)}\. .*--no-jail\.$"),
    ):
        require_jail(workers)


def test_every_command_says_why_a_jail_does_not_start(tmp_path):
    """Here bubblewrap starts when it is tried, and fails with all that a worker needs."""
    program = tmp_path / "bin" / "bwrap"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\n[ "$6" = true ] && exit 0\necho "bwrap: no such link" >&2\nexit 1\n')
    program.chmod(0o755)
    (tmp_path / "class" / "ada").mkdir(parents=True)
    shutil.copy(SOLUTIONS / "functions.py", tmp_path / "class" / "ada")
    env = {"PATH": f"{program.parent}:{os.environ['PATH']}"}
    batch = ["batch", tmp_path / "class", "square", "--out", tmp_path / "out"]
    for words in (batch, ["check", "square", "--jail", "--submission", SOLUTIONS]):
        done = run_grader(*words, env=env)
        assert done.returncode == BROKEN
        assert b"bwrap: no such link" in done.stderr
        assert b"Traceback" not in done.stderr
    doctor = run_grader("doctor", env=env)
    assert doctor.returncode == ALL_PASS
    assert re.search(rb"note +jail .*bwrap: no such link", doctor.stdout)
    assert b"You can check your own work here, but not grade that of others" in doctor.stdout
    assert run_grader(*batch).returncode == ALL_PASS, "what could not begin left its place free"


@pytest.mark.parametrize("state", ["missing", "old"])
def test_the_bytecode_of_our_modules_comes_along(tmp_path, monkeypatch, state):
    shutil.copytree(jail.GRADER, tmp_path / "grader", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(jail, "GRADER", tmp_path / "grader")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert not any("__pycache__" in path for path in jail._own()), "it was not to be written"
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    folders = [jail.GRADER / name for name in jail.OWN]
    modules = [jail.GRADER / "__init__.py", *(path for folder in folders for path in folder.glob("*.py"))]
    kept = {module: Path(importlib.util.cache_from_source(str(module))) for module in modules}
    if state == "old":
        for one in kept.values():
            one.parent.mkdir(exist_ok=True)
            one.write_bytes(b"of yesterday")
            os.utime(one, (1, 1))
    bound = set(jail._own())
    assert all(one.read_bytes().startswith(importlib.util.MAGIC_NUMBER) for one in kept.values())
    assert bound == {str(one) for one in (*folders, modules[0], kept[modules[0]])}


def test_workers_that_leak_are_closed_again(monkeypatch):
    made = []
    monkeypatch.setattr(jail, "make_jailed_workers", lambda: made.append(ForkingWorkers()) or made[0])
    with pytest.raises(JailError):
        make_workers(jail=True)
    assert not made[0].alive()


@pytest.mark.parametrize("name", ["forged_answers", "terminal_escapes", "os_exit_on_import"])
def test_the_command_grades_a_hostile_submission(name, tmp_path):
    wanted, file = expected(name), tmp_path / "report.json"
    done = run_grader("check", "--jail", "--submission", CASES / name, *wanted["check"], "--json", file)
    assert done.returncode == NOT_ALL_PASS
    assert_as_told(json.loads(file.read_bytes()), wanted)
    assert done.stdout
    assert b"\x1b" not in done.stdout + done.stderr
    assert b"Traceback" not in done.stdout + done.stderr


LOCKED = """
import os, sys
sys.path.insert(0, sys.argv[1])
from grader.worker import landlock
allowed, denied, file = sys.argv[2:]
landlock.restrict(landlock.make_rules([allowed, file, allowed + "/../nowhere", file + "/below", "/not/there"]))
def can(action, *words):
    try:
        action(*words)
    except OSError:
        return False
    return True
print([
    can(open, allowed + "/x"), can(os.listdir, allowed), can(open, file),
    can(open, denied + "/x"), can(os.listdir, denied), can(open, allowed + "/x", "a"), can(open, allowed + "/new", "w"),
    can(os.remove, allowed + "/x"), can(os.listdir, "/"), can(open, allowed + "/out"), can(os.kill, os.getppid(), 0),
])
"""


def test_landlock_lets_read_what_it_names_and_nothing_else(tmp_path):
    (tmp_path / "nowhere").symlink_to(tmp_path / "not" / "there")
    for name in ("allowed", "denied"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x").write_text("x")
    (tmp_path / "denied" / "file").write_text("x")
    (tmp_path / "allowed" / "out").symlink_to(tmp_path / "denied" / "x")
    words = [ROOT, tmp_path / "allowed", tmp_path / "denied", tmp_path / "denied" / "file"]
    done = subprocess.run([sys.executable, "-c", LOCKED, *words], capture_output=True, check=True, text=True)
    signals = landlock.version() < 6  # it holds signals back from version 6 on
    assert done.stdout.strip() == str([True] * 3 + [False] * 7 + [signals])


FLOOD = """
import os, struct
body = struct.pack(">I", 2) + b"{}"
frames = (struct.pack(">I", len(body)) + body) * 10_000
while True:
    for descriptor in range(3, 10):
        try:
            os.write(descriptor, frames)
        except OSError:
            continue
"""


@pytest.mark.parametrize("spawn", [False, True])
def test_a_flood_of_frames_waits_where_it_is_made(spawn):
    """Also where nothing but time limits holds a submission."""
    job = {
        "sources": {"flood": FLOOD}, "files": {"flood": "flood.py"}, "absent": {}, "contract": {}, "load": ["flood"],
        "checks": [], "wanted": [], "seed": 0, "cpu_seconds": 60,
    }  # fmt: skip
    workers = make_workers(spawn=spawn)
    try:
        channel = workers.open(job)
        channel.receive(time.monotonic() + 60)
        before, threads = psutil.Process().memory_info().rss, threading.active_count()
        time.sleep(1.0)
        assert psutil.Process().memory_info().rss - before < 64 << 20
        start = time.monotonic()
        channel.kill()
        assert time.monotonic() - start < 60
        while threading.active_count() > threads - spawn:
            assert time.monotonic() - start < 60, "its reader is still there"
            time.sleep(0.01)
    finally:
        workers.close()


def test_what_a_submission_may_read_is_all_that_numpy_and_matplotlib_need():
    readable = jail._readable()
    assert {"numpy", "matplotlib", "PIL"} <= {Path(path).name for path in readable}
    names = ["numpy", "matplotlib"]
    for name in names:
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:  # for other systems
            continue
        for file in distribution.files:
            if file.parts[0] not in ("..", "__pycache__") and not file.parts[0].endswith((".dist-info", ".pth")):
                assert any(Path(distribution.locate_file(file)).is_relative_to(path) for path in readable)
        needed = [word for word in distribution.requires or () if "extra ==" not in word]
        names += [name for word in needed if (name := re.match(r"[\w.-]+", word)[0]) not in names]
    assert "pillow" in names


def test_packages_may_lie_in_several_folders():
    """As in uv's overlays, and in virtual environments on top of the system's packages; with bubblewrap or without."""
    with folder_for_all() as folder:
        over = folder / "site-packages"
        over.mkdir()
        for place in Path(np.__file__).parents[1].glob("numpy*"):
            shutil.copytree(place, over / place.name, ignore=shutil.ignore_patterns("tests"))
        for path in (os.environ["PATH"], "/nowhere"):
            words = ["check", "--jail", "square", "plot", "--submission", SOLUTIONS]
            code, report = run_json(*words, env={"PYTHONPATH": str(over), "PATH": path})
            assert code == ALL_PASS, report["exercises"]


@pytest.mark.skipif(not ROOTED, reason="only root has rights to lose")
def test_packages_that_only_root_can_read_are_named(tmp_path, monkeypatch):
    (tmp_path / "numpy").mkdir()
    tmp_path.chmod(0o700)
    monkeypatch.setattr(jail, "_readable", lambda: [str(tmp_path / "numpy")])
    with pytest.raises(
        JailError, match=rf"^numpy lies in {tmp_path}, which only root can read.*apt install bubblewrap"
    ):
        make_jailed_workers(bubblewrap=False)
