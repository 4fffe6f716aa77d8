"""Real workers: jobs go in, frames come out, deadlines hold, and nothing stays behind."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import psutil
import pytest

from grader import packages
from grader.errors import BrokenError
from grader.protocol.frames import Frames, WorkerGoneError, pack
from grader.protocol.shared_memory import BEGIN, COUNT_BYTES, SIZE, FrameBuffer
from grader.protocol.wire import decode
from grader.sandbox import forking, spawning
from grader.sandbox import workers as module
from grader.sandbox.forking import ForkingWorkers
from grader.sandbox.job import check_code
from grader.sandbox.socket_channel import SocketChannel
from grader.sandbox.spawning import SpawningWorkers
from grader.sandbox.start import make_workers

LARGE = "import numpy as np\n\n\ndef square(x):\n    return np.ones(100_000)\n"
REHEARSED = """import builtins
import linecache
import sys

ours = sorted(name for name in sys.modules if name.startswith("exercises"))
print(ours, len(sys.meta_path) - len(sys.meta_path[1:]), builtins.input.__module__ == "grader.worker.student",
      [file for file in linecache.cache if file != "functions.py"])
"""
KINDS = [pytest.param(False, id="forking"), pytest.param(True, id="spawning")]


def a_job(source="", **changes):
    return {
        "sources": {"functions": source},
        "files": {"functions": "functions.py"},
        "absent": {},
        "contract": {},
        "load": ["functions"],
        "checks": [("functions", check_code("functions", hidden=False))],
        "wanted": [],
        "seed": 0,
        "cpu_seconds": 60,
        **changes,
    }


@pytest.fixture
def workers(request):
    """Workers of one kind, closed at the end."""
    made = make_workers(spawn=request.param)
    yield made
    made.close()


def until(channel, name, seconds=120.0):
    """The first message that has a certain key."""
    end = time.monotonic() + seconds
    while name not in (message := decode(channel.receive(end))):
        pass
    return message


def gone(pid):
    """Whether a process has ended, also if nobody has asked for its status."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def wait_until(holds, seconds=60.0):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


PID = "import os\nprint('pid', os.getpid(), flush=True)\n"


def _words(channel):
    text = ""
    while "\n" not in text:
        text += until(channel, "output")["output"]
    return text.split()


# --- jobs


@pytest.mark.parametrize("workers", KINDS, indirect=True)
def test_a_job_is_done(workers):
    channel = workers.open(a_job("def square(x):\n    return x * x\n", wanted=["square_single"]))
    assert until(channel, "ready") == {"ready": (1,)}
    assert until(channel, "answer")["answer"].value == 2.25
    assert until(channel, "done") == {"done": True}
    with pytest.raises(WorkerGoneError):
        channel.receive(time.monotonic() + 120)
    channel.kill()


@pytest.mark.parametrize("workers", KINDS, indirect=True)
def test_jobs_run_side_by_side_and_see_nothing_of_each_other(workers):
    source = "import builtins, os\nprint(os.getpid(), getattr(builtins, 'mark', None), flush=True)\nbuiltins.mark = 1\n"
    channels = [workers.open(a_job(source)) for _ in range(3)]
    said = [_words(channel) for channel in channels]
    for channel in channels:
        until(channel, "done")
        channel.kill()
    assert len({pid for pid, _ in said}) == 3
    assert {mark for _, mark in said} == {"None"}


@pytest.mark.parametrize("workers", KINDS, indirect=True)
def test_a_deadline_holds_and_the_process_ends(workers):
    channel = workers.open(a_job(PID + "while True:\n    pass\n"))
    pid = int(_words(channel)[1])
    assert not gone(pid)
    with pytest.raises(TimeoutError):
        until(channel, "done", 0.3)
    channel.kill()
    assert gone(pid)
    channel.kill()


@pytest.mark.parametrize("workers", KINDS, indirect=True)
def test_a_deadline_that_has_passed(workers):
    channel = workers.open(a_job())
    until(channel, "done")
    with pytest.raises((TimeoutError, WorkerGoneError)):
        channel.receive(time.monotonic() - 1)
    channel.kill()


@pytest.mark.parametrize("workers", KINDS, indirect=True)
def test_children_of_the_submission_end_with_it(workers):
    source = (
        "import os, time\nchild = os.fork()\nif child == 0:\n    time.sleep(600)\n"
        "print('pid', child, flush=True)\nwhile True:\n    pass\n"
    )
    channel = workers.open(a_job(source))
    child = int(_words(channel)[1])
    assert not gone(child)
    channel.kill()
    wait_until(lambda: gone(child))


@pytest.mark.parametrize("workers", KINDS, indirect=True)
@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("import ctypes\nctypes.string_at(0)\n", "the process was ended by a segmentation fault"),
        ("import os\nos._exit(3)\n", "the process ended itself (os._exit or a crash)"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGTERM)\n", "the process was ended by SIGTERM"),
        ("import os\nos.abort()\n", "the process was ended by SIGABRT"),
    ],
)
def test_how_a_process_ended_is_told(workers, source, words):
    channel = workers.open(a_job(source))
    with pytest.raises(WorkerGoneError) as error:
        until(channel, "done")
    assert str(error.value) == words


@pytest.mark.parametrize("workers", KINDS, indirect=True)
def test_a_frame_longer_than_allowed_is_not_waited_for(workers):
    source = "import sys\nsys.stdout._send(b'\\xff\\xff\\xff\\xff' + b'x' * 100)\nwhile True:\n    pass\n"
    channel = workers.open(a_job(source))
    with pytest.raises(WorkerGoneError, match="it wrote on the grader's own channel"):
        until(channel, "done")
    channel.kill()


@pytest.mark.parametrize("workers", KINDS, indirect=True)
def test_a_worker_has_no_environment_no_arguments_and_no_terminal(workers, monkeypatch):
    monkeypatch.setenv("A_SECRET", "of the grader")
    source = "import os, sys\nprint(*os.environ, sys.argv, repr(sys.stdin.read()), flush=True)\n"
    channel = workers.open(a_job(source))
    *names, arguments, read = _words(channel)
    channel.kill()
    threads = {
        "OPENBLAS_NUM_THREADS",
        "OMP_NUM_THREADS",
        "MKL_NUM_THREADS",
        "LD_BIND_NOW",
        "MPLBACKEND",
        "MPLCONFIGDIR",
    }
    assert threads <= {*names} <= threads | {"LC_CTYPE"}
    assert (arguments, read) == ("['worker']", "''")


@contextlib.contextmanager
def told_that_it_has_ended(channel):
    """Another thread waits for the job's end during the block, and is told then that the worker has ended."""
    failures = []

    def listen():
        try:
            until(channel, "done")
        except WorkerGoneError as error:
            failures.append(error)

    thread = threading.Thread(target=listen)
    thread.start()
    yield
    thread.join(60)
    assert not thread.is_alive()
    assert len(failures) == 1


@pytest.mark.parametrize("workers", KINDS, indirect=True)
def test_close_ends_what_runs(workers):
    channel = workers.open(a_job(PID + "while True:\n    pass\n"))
    pid = int(_words(channel)[1])
    with told_that_it_has_ended(channel):
        workers.close()
    wait_until(lambda: gone(pid))
    with pytest.raises(BrokenError):
        workers.open(a_job())


@pytest.mark.parametrize("workers", KINDS, indirect=True)
def test_another_thread_stops_what_runs_and_the_workers_stay(workers):
    """And once they are resumed, they take jobs again: a warm process is the same one."""
    before = getattr(workers, "_process", None)
    for _ in range(2):
        channel = workers.open(a_job(PID + "while True:\n    pass\n"))
        pid = int(_words(channel)[1])
        with told_that_it_has_ended(channel):
            workers.stop()
        wait_until(lambda pid=pid: gone(pid))
        with pytest.raises(BrokenError, match="were stopped"):
            workers.open(a_job())
        workers.resume()
    assert workers.alive()
    assert getattr(workers, "_process", None) is before


# --- the two kinds


def test_the_kind_is_that_of_the_system(monkeypatch):
    one = make_workers()
    assert isinstance(one, ForkingWorkers)
    one.close()
    assert isinstance(make_workers(spawn=True), SpawningWorkers)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert isinstance(make_workers(), SpawningWorkers)


def test_a_warm_worker_is_alive_until_it_is_closed():
    one = make_workers()
    assert one.alive()
    one.close()
    assert not one.alive()
    assert make_workers(spawn=True).alive()


def test_a_warm_worker_that_was_killed_is_our_failure():
    one = make_workers()
    channel = one.open(a_job(PID + "while True:\n    pass\n"))
    pid = int(_words(channel)[1])
    os.kill(one._process.pid, signal.SIGKILL)
    with pytest.raises(WorkerGoneError, match="SIGKILL"):
        until(channel, "done")
    with pytest.raises(BrokenError, match=r"The worker does not answer .* grader doctor"):
        one.open(a_job())
    one.close()
    wait_until(lambda: gone(pid))


def test_what_a_worker_had_begun_as_it_was_ended_is_ended_too(tmp_path):
    """As bubblewrap's other half, which does not end with the first before it is told to."""
    begun = tmp_path / "begun"
    workers = ForkingWorkers(["sh", "-c", f"sleep 600 & echo $! > {begun}.new; mv {begun}.new {begun}; wait"])
    wait_until(begun.exists)
    workers.close()
    wait_until(lambda: gone(int(begun.read_text())))


def test_modules_are_loaded_once_for_all_jobs():
    one = make_workers(preload=("wave", "colorsys"))
    channel = one.open(a_job("import sys\nprint('wave' in sys.modules, 'this' in sys.modules, flush=True)\n"))
    assert _words(channel) == ["True", "False"]
    channel.kill()
    one.close()


def test_checks_are_shared_by_all_jobs():
    one = make_workers()
    job = a_job("def square(x):\n    return x * x\n", wanted=["square_single"])
    one.preload_checks({key: job[key] for key in ("checks", "wanted", "seed")})
    one.wait_ready()
    assert one.shared == {"square_single"}
    channel = one.open({**job, "checks": []})
    assert until(channel, "answer")["answer"].value == 2.25
    channel.kill()
    one.preload_checks({**job, "wanted": ["nothing"]})
    with pytest.raises((BrokenError, OSError)):
        one.wait_ready()
    one.close()


def test_what_is_shared_need_not_be_said_and_may_be_said_otherwise(monkeypatch):
    one = make_workers()
    job = a_job("def square(x):\n    return x * x\n", wanted=["square_single", "square_mixed"])
    one.preload_checks({name: said for name, said in job.items() if name != "sources"})
    one.wait_ready()
    sent = []
    monkeypatch.setattr(forking, "pack", lambda job: sent.append(job) or pack(job))
    for asked, told in (({}, {"sources"}), ({"wanted": ["square_mixed"]}, {"sources", "wanted"})):
        channel = one.open({**job, "checks": [], **asked})
        assert sent[-1].keys() == told
        assert until(channel, "ready")["ready"] == (1,) * len(asked.get("wanted", job["wanted"]))
        assert until(channel, "answer")["answer"].value is not None
        channel.kill()
    one.close()


def test_a_rehearsal_leaves_nothing_behind():
    one = make_workers()
    job = a_job(REHEARSED, wanted=["square_single"])
    one.preload_checks({name: said for name, said in job.items() if name != "sources"})
    one.wait_ready()
    channel = one.open({**job, "checks": []})
    assert " ".join(_words(channel)) == "['exercises', 'exercises.functions'] 1 True []"
    channel.kill()
    one.close()


def test_what_is_split_off_serves_jobs_of_its_own():
    whole = make_workers(preload=("wave",))
    other = whole.fork_twin()
    job = a_job("def square(x):\n    return x * x\n", wanted=["square_single"])
    other.preload_checks({key: job[key] for key in ("checks", "wanted", "seed")})
    other.wait_ready()
    assert (whole.shared, other.shared) == (frozenset(), {"square_single"})
    for one, asked in ((other, {**job, "checks": []}), (whole, job)):
        channel = one.open(asked)
        assert until(channel, "answer")["answer"].value == 2.25
        channel.kill()
    channel = whole.open({**job, "checks": []})
    with pytest.raises(WorkerGoneError):  # what the one has, the other has not
        until(channel, "answer")
    other.close()
    whole.close()


def test_what_is_split_off_ends_when_it_is_let_go_or_with_the_other():
    whole = make_workers()
    one, two = whole.fork_twin(), whole.fork_twin()
    pids = []
    for workers in (one, two):
        channel = workers.open(a_job(PID))
        pids.append(psutil.Process(int(_words(channel)[1])).ppid())
        channel.kill()
    assert one.alive()
    assert two.alive()
    one.close()
    wait_until(lambda: gone(pids[0]))
    assert not gone(pids[1])
    whole.close()
    wait_until(lambda: gone(pids[1]))
    wait_until(lambda: not two.alive())
    two.close()


def test_a_machine_without_numpy_is_told(monkeypatch):
    monkeypatch.setattr(packages.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(BrokenError, match="numpy is not installed"):
        module.worker_command("once")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (-signal.SIGSEGV, "the process was ended by a segmentation fault"),
        (-signal.SIGXCPU, "the process was ended by too much processor time"),
        (-signal.SIGKILL, "the process was ended by SIGKILL"),
        (-99, "the process ended itself (os._exit or a crash)"),
        (0, "the process ended itself (os._exit or a crash)"),
        (1, "the process ended itself (os._exit or a crash)"),
    ],
)
def test_every_status_has_words(status, words):
    assert module.describe_exit(status) == words


def test_frames_come_in_pieces():
    frames = Frames(100)
    frames.add(b"\0\0")
    assert frames.next() is None
    frames.add(b"\0\x03ab")
    assert frames.next() is None
    frames.add(b"c\0\0\0\0\0\0\0\x01")
    assert frames.next() == b"abc"
    assert frames.next() == b""
    assert frames.next() is None
    frames.add(b"x\0\0\0\x65")
    assert frames.next() == b"x"
    with pytest.raises(WorkerGoneError):
        frames.next()


class Line:
    """Both ends of a channel to a child that is not there, and the frames that are sent on it."""

    def __init__(self):
        ours, self.theirs = socket.socketpair()
        self.memory = os.memfd_create("test")
        os.ftruncate(self.memory, SIZE)
        self.buffer = FrameBuffer(self.memory)
        self.channel = SocketChannel(ours, FrameBuffer(self.memory), lambda: None, lambda: 0)

    def next(self):
        """The next frame."""
        return self.channel.receive(time.monotonic() + 60)

    def is_still(self):
        """Whether no frame comes in a moment."""
        with pytest.raises(TimeoutError):
            self.channel.receive(time.monotonic() + 0.01)
        return True


@pytest.fixture
def line():
    made = Line()
    yield made
    made.channel.close()
    made.theirs.close()
    made.buffer.close()
    os.close(made.memory)


def test_the_first_frame_comes_over_the_socket_whatever_stands_on_the_buffer(line):
    assert line.buffer.write(b"\0\0\0\x01b")
    assert line.is_still()
    line.theirs.sendall(b"\0\0\0\x01a")
    assert line.next() == b"a"
    line.buffer.write(b"\0\0\0\x01c")
    line.theirs.close()
    assert [line.next() for _ in range(2)] == [b"b", b"c"]
    with pytest.raises(WorkerGoneError):
        line.next()


def test_what_the_buffer_has_no_room_for_comes_after_it(line):
    line.theirs.sendall(b"\0\0\0\x01a")
    assert line.next() == b"a"
    size = SIZE // 2 - 1_000
    large = size.to_bytes(4, "big") + bytes(size)
    assert line.buffer.write(large)
    assert line.buffer.write(large)
    assert not line.buffer.write(large)
    assert not line.buffer.write(b"\0\0\0\x01x")  # it would come before its time
    line.theirs.sendall(b"\0\0\0\x01y")
    assert [len(line.next()) for _ in range(3)] == [size, size, 1]


def test_what_comes_over_the_socket_while_there_is_room_on_the_buffer_is_not_looked_at(line):
    line.theirs.sendall(b"\0\0\0\x01a")
    assert line.next() == b"a"
    line.theirs.sendall(b"\xff" * 100)
    assert line.is_still()
    line.buffer.write(b"\0\0\0\x01b")
    line.theirs.sendall(b"\0\0\0\x01x")
    assert line.next() == b"b"
    with pytest.raises(TimeoutError):
        line.channel.receive(time.monotonic() - 1)


def test_a_deadline_holds_where_only_the_buffer_is_written_on(line):
    line.theirs.sendall(b"\0\0\0\x01a")
    assert line.next() == b"a"
    line.buffer.write(b"\0\0\0\x01b")
    assert line.channel.receive(time.monotonic() - 1) == b"b"
    with pytest.raises(TimeoutError):
        line.channel.receive(time.monotonic() - 1)


@pytest.mark.parametrize("count", [1, BEGIN - 1, SIZE + 1, 2**64 - 1])
def test_a_count_that_cannot_be_is_the_end(line, count):
    line.theirs.sendall(b"\0\0\0\x01a")
    assert line.next() == b"a"
    os.pwrite(line.memory, count.to_bytes(COUNT_BYTES, sys.byteorder), 0)
    with pytest.raises(WorkerGoneError, match="on the grader's own channel"):
        line.next()


WRITES = """import sys
from grader.protocol.shared_memory import FrameBuffer

buffer = FrameBuffer(int(sys.argv[1]))
for number in range(300_000):  # the last of them do not fit
    buffer.write(number.to_bytes(4, "big"))
"""


def test_a_reader_that_looks_at_any_moment_sees_whole_counts():
    memory = os.memfd_create("buffer")
    os.ftruncate(memory, SIZE)
    buffer = FrameBuffer(memory)
    seen, ended = bytearray(), False
    with subprocess.Popen([sys.executable, "-c", WRITES, str(memory)], pass_fds=[memory]) as writer:
        while not ended:
            ended, full = writer.poll() is not None, buffer.full
            seen += buffer.read()  # raises where a count is smaller than the last
            assert buffer.full >= full
    assert buffer.full
    assert len(seen) == (SIZE - BEGIN) // 4 * 4
    buffer.close()
    os.close(memory)


def test_answers_that_fill_the_buffer_all_come():
    one = make_workers()
    job = a_job(LARGE, wanted=["square_single", "square_mixed", "square_matrix"])
    channel = one.open(job)
    sizes = [until(channel, "answer")["answer"].value.nbytes for _ in until(channel, "ready")["ready"]]
    assert sizes == [800_000] * 3
    assert until(channel, "done") == {"done": True}
    channel.kill()
    one.close()


def test_a_pipe_without_input_is_our_failure():
    one = SpawningWorkers()
    channel = spawning.PipeChannel(spawning._start_one())
    channel._process.stdin.close()
    channel._process.stdin = None
    with pytest.raises(BrokenError, match="The worker has no input"):
        channel.send(b"")
    channel.kill()
    one.close()


def test_what_is_split_off_stays_on_its_core_with_its_children():
    whole = make_workers()
    cores = os.sched_getaffinity(0)
    one, two = whole.fork_twin(min(cores)), whole.fork_twin()
    for workers, expected in ((one, {min(cores)}), (two, cores)):
        channel = workers.open(a_job("import os\nprint(*sorted(os.sched_getaffinity(0)), flush=True)\n"))
        assert {int(word) for word in _words(channel)} == expected
        channel.kill()
    one.close()
    two.close()
    whole.close()


def test_a_module_that_cannot_be_imported_ends_the_worker_and_is_named():
    workers = ForkingWorkers()
    try:
        workers.preload(("wave", "nowhere.to.be.found"))
        wait_until(lambda: not workers.alive())
        assert workers.why_ended() == "ModuleNotFoundError: No module named 'nowhere'"
        with pytest.raises(BrokenError):
            workers.fork_twin()
    finally:
        workers.close()


def test_the_last_words_of_a_worker_are_told_to_all_who_ask():
    workers = ForkingWorkers([sys.executable, "-c", "raise OSError('no such thing')"])
    try:
        assert [workers.why_ended() for _ in range(3)] == ["OSError: no such thing"] * 3
    finally:
        workers.close()


def test_a_warm_worker_that_is_closed_while_it_is_asked_why_it_ended_has_no_last_words(monkeypatch):
    workers = ForkingWorkers([sys.executable, "-c", "pass"])
    process, wait = workers._process, workers._process.wait
    monkeypatch.setattr(process, "wait", lambda *_: (monkeypatch.setattr(process, "wait", wait), workers.close()))
    assert workers.why_ended() == ""
    assert workers.why_ended() == ""
