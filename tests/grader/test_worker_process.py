"""A worker as a process: what it reads, what it answers, what limits it, how it ends."""

import marshal
import os
import signal
import socket
import struct
import subprocess
import sys
import threading

import pytest

import grader
from grader.protocol.shared_memory import SIZE, FrameBuffer
from grader.protocol.wire import decode
from grader.sandbox import collect, schedule
from grader.worker import __main__ as start
from grader.worker import limits, process, warm_up

JOB = {
    "sources": {}, "files": {}, "absent": {}, "contract": {}, "load": [], "checks": [], "wanted": [], "seed": 0,
    "cpu_seconds": 7,
}  # fmt: skip


class Ended(BaseException):
    """Stands for `os._exit`."""


def packed(job):
    data = marshal.dumps(job)
    return process.U32.pack(len(data)) + data


def messages(data):
    """The messages in bytes that hold whole frames."""
    found = []
    while data:
        (length,) = struct.unpack_from(">I", data)
        found.append(decode(data[4 : 4 + length]))
        data = data[4 + length :]
    return found


@pytest.fixture
def here(monkeypatch, worker_state):
    """Let a worker's functions run in this process: what would change it is noted instead."""
    noted = []

    def end(code):
        raise Ended(code)

    monkeypatch.setattr(os, "_exit", end)
    monkeypatch.setattr(os, "setsid", lambda: noted.append("setsid"))
    monkeypatch.setattr(process.signal, "signal", lambda *what: noted.append(what))
    monkeypatch.setattr(process, "_close_standard_streams", lambda: noted.append("silence"))
    monkeypatch.setattr(process, "_freeze_heap", lambda: noted.append("settle"))
    monkeypatch.setattr(limits, "die_with_parent", lambda: noted.append("die with parent"))
    monkeypatch.setattr(limits, "apply_limits", lambda seconds: noted.append(("limits", seconds)))
    return noted


# --- reading


def test_bytes_come_in_pieces():
    pieces = [b"ab", b"c", b"def"]
    assert process.read_exactly(lambda _count: pieces.pop(0), 6) == b"abcdef"


def test_the_end_of_the_grader_is_the_end_of_the_worker(here):
    with pytest.raises(Ended, match="0"):
        process.read_exactly(lambda _count: b"", 4)


def test_a_job_is_read():
    data = packed(JOB)
    reader = iter([data[:3], data[3:4], data[4:]])
    assert process.read_job(lambda _count: next(reader)) == JOB


# --- one job


def test_a_process_for_one_job(here, monkeypatch):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(packed(JOB))
        monkeypatch.setattr(os, "dup", lambda _descriptor: theirs.fileno())
        with pytest.raises(Ended):
            process.serve_once()
        assert messages(ours.recv(10_000)) == [{"ready": ()}, {"loaded": True}, {"done": True}]
    assert "silence" in here
    assert ("limits", 7) in here
    assert (signal.SIGINT, signal.SIG_IGN) in here


def test_a_process_for_one_job_ends_also_where_the_job_fails(here, monkeypatch):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(packed({**JOB, "wanted": ["unknown"]}))
        monkeypatch.setattr(os, "dup", lambda _descriptor: theirs.fileno())
        with pytest.raises(Ended):
            process.serve_once()


# --- children of a warm process


@pytest.fixture
def warm(here, monkeypatch):
    """A warm process that forks nothing, in a thread; gives the control socket."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    monkeypatch.setattr(os, "dup", lambda _descriptor: theirs.detach())
    monkeypatch.setattr(os, "fork", lambda: sleeper().pid)

    def run():
        try:
            process.serve_forks([], jailed=False)
        except Ended as error:  # a process that ends closes what it has
            error.__traceback__.tb_next.tb_frame.f_locals["control"].close()

    thread = threading.Thread(target=run)
    thread.start()
    yield ours
    ours.close()
    thread.join(60)
    assert not thread.is_alive(), "it does not end with the grader"


SEVEN = process.U32.pack(7)


def a_buffer():
    """The memory of a buffer; who gets it closes it."""
    memory = os.memfd_create("test")
    os.ftruncate(memory, SIZE)
    return memory


def sleeper():
    """A process that stands for a child; who ends it also reaps it."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    child.returncode = -signal.SIGKILL
    return child


def test_a_child_is_forked_for_a_job_and_its_end_is_told(warm):
    a, b = socket.socketpair()
    with a, b:
        socket.send_fds(warm, [b"F" + SEVEN], [b.fileno(), a_buffer()])
        warm.sendall(b"T" + SEVEN)
        (status,) = process.U32.unpack(warm.recv(4))
    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL


def test_a_child_is_ended_without_a_word(warm, monkeypatch):
    reaped = []
    real = process._reap
    monkeypatch.setattr(process, "_reap", lambda child: reaped.append(child) or real(child))
    a, b = socket.socketpair()
    with a, b:
        socket.send_fds(warm, [b"F" + SEVEN], [b.fileno(), a_buffer()])
        warm.sendall(b"E" + SEVEN)
        socket.send_fds(warm, [b"F" + SEVEN], [b.fileno(), a_buffer()])
        warm.sendall(b"T" + SEVEN)
        warm.recv(4)
    first, second = reaped
    assert first != second
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


def test_modules_are_loaded_for_all_children(warm, here):
    sys.modules.pop("this", None)
    sys.modules.pop("antigravity", None)
    for name in (b"xml.dom.minidom", b"wave"):
        warm.sendall(b"P" + name)
    a, b = socket.socketpair()
    with a, b:
        socket.send_fds(warm, [b"F" + SEVEN], [b.fileno(), a_buffer()])
        warm.sendall(b"T" + SEVEN)
        warm.recv(4)
    assert {"xml.dom.minidom", "wave"} <= sys.modules.keys()
    assert here.count("settle") == 3


def test_checks_are_shared_by_all_children(warm, monkeypatch):
    shared = []
    monkeypatch.setattr(warm_up, "preload_checks", shared.append)
    a, b = socket.socketpair()
    with a, b:
        socket.send_fds(warm, [b"C"], [b.fileno()])
        a.sendall(packed(JOB))
        assert a.recv(1) == b"C"
    assert shared == [JOB]


def test_a_child_does_its_job_and_ends(here, monkeypatch):
    ours, theirs = socket.socketpair()
    buffer = a_buffer()
    monkeypatch.setattr(process, "_close_all_but", lambda one: os.set_inheritable(copy := os.dup(one), True) or copy)
    with ours:
        ours.sendall(packed(JOB))
        with theirs, pytest.raises(Ended):
            process._serve_child(theirs.fileno(), buffer, None, os.getppid())
        assert messages(ours.recv(10_000)) == [{"ready": ()}]
        assert ours.recv(1) == b""
    assert messages(FrameBuffer(buffer).read()) == [{"loaded": True}, {"done": True}]
    os.close(buffer)
    assert here[0] == "setsid"
    assert "die with parent" in here


def test_a_child_that_is_no_group_yet_is_ended_too():
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    assert os.waitstatus_to_exitcode(process._reap(child.pid)) == -signal.SIGKILL
    child.returncode = -signal.SIGKILL


def test_all_of_the_bytes_are_written():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        data = os.urandom(1_000_000)
        thread = threading.Thread(target=process.write_all, args=(theirs.fileno(), data))
        thread.start()
        assert process.read_exactly(ours.recv, len(data)) == data
        thread.join()


def test_nothing_comes_in_or_goes_out_of_a_silent_process():
    code = (
        "import os, sys; from grader.worker import process; out = os.dup(1); process._close_standard_streams(); "
        "print('lost'); os.write(2, b'lost'); os.write(out, repr(sys.stdin.read()).encode())"
    )
    done = subprocess.run([sys.executable, "-c", code], input=b"in", capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"''", b"")


# --- limits


def test_limits_are_what_the_system_holds(monkeypatch):
    held = {}
    monkeypatch.setattr(limits.resource, "getrlimit", lambda _what: (limits.resource.RLIM_INFINITY,) * 2)
    monkeypatch.setattr(limits.resource, "setrlimit", held.__setitem__)
    limits.apply_limits(70)
    assert held == {
        limits.resource.RLIMIT_CORE: (0, 0),
        limits.resource.RLIMIT_AS: (limits.MEMORY, limits.MEMORY),
        limits.resource.RLIMIT_FSIZE: (limits.FILE, limits.FILE),
        limits.resource.RLIMIT_CPU: (70, 71),
    }


def test_limits_that_are_lower_already_stay(monkeypatch):
    held = {}
    monkeypatch.setattr(limits.resource, "getrlimit", lambda _what: (5, 5))
    monkeypatch.setattr(limits.resource, "setrlimit", held.__setitem__)
    limits.apply_limits(70)
    assert held[limits.resource.RLIMIT_CPU] == (5, 5)
    assert held[limits.resource.RLIMIT_AS] == (5, 5)


@pytest.mark.parametrize("error", [ValueError, OSError])
def test_a_limit_that_the_system_refuses_is_left_out(monkeypatch, error):
    def refuse(*_what):
        raise error

    monkeypatch.setattr(limits.resource, "setrlimit", refuse)
    limits.apply_limits(70)


def test_systems_without_limits(monkeypatch):
    monkeypatch.setattr(limits, "resource", None)
    limits.apply_limits(70)
    monkeypatch.setattr(sys, "platform", "darwin")
    limits.die_with_parent()


def test_a_process_dies_with_its_parent():
    """A parent starts a child, the child says that it is ready, the parent is killed, the pipe closes."""
    child = "from grader.worker import limits; limits.die_with_parent(); print('ready', flush=True); input()"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    with subprocess.Popen([sys.executable, "-c", parent], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdout.readline() == b"ready\n"
        running.kill()
        assert running.stdout.read() == b""


def test_too_much_processor_time_is_told(grading, tmp_path, monkeypatch):
    (tmp_path / "functions.py").write_text("def square(x):\n    while True:\n        pass\n")
    real = collect.Run._job
    monkeypatch.setattr(schedule, "MAX_STRIKES", 1)
    monkeypatch.setattr(collect.Run, "_job", lambda self: {**real(self), "cpu_seconds": 1})
    done = grading(tmp_path, "square", timeout=60, visible_only=True)
    first = done.exercises["square"]["checks"][0]
    assert first["message"] == "square([-2, 0.5, 3, -0.1]): the process was ended by too much processor time."


# --- the start


@pytest.mark.parametrize(
    ("mode", "readable", "served"),
    [("fork", [], ("forks", [], False)), ("jail", ["a", "b"], ("forks", ["a", "b"], True)), ("once", [], ("once",))],
)
def test_the_start_of_a_worker(monkeypatch, mode, readable, served):
    calls = []
    monkeypatch.setattr(process, "serve_forks", lambda readable, *, jailed: calls.append(("forks", readable, jailed)))
    monkeypatch.setattr(process, "serve_once", lambda: calls.append(("once",)))
    monkeypatch.setattr(sys, "argv", ["__main__.py", mode, "/course", "/packages", *readable])
    monkeypatch.setattr(sys, "path", ["before"])
    monkeypatch.setattr(grader, "__path__", list(grader.__path__))
    start.main()
    assert calls == [served]
    assert sys.path == ["before", "/packages"]
    assert grader.__path__ == []
    assert sys.argv == ["worker"]
