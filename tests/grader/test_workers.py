"""Real workers: jobs go in, frames come out, deadlines hold, and nothing stays behind."""

import os
import signal
import sys
import threading
import time

import psutil
import pytest

from grader import channels
from grader import workers as module
from grader.channels import WorkerGoneError
from grader.collect import check_code
from grader.errors import BrokenError
from grader.wire import decode
from grader.workers import ForkingWorkers, SpawningWorkers, make_workers

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


def until(channel, name, seconds=30.0):
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


def wait_until(holds, seconds=10.0):
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
    assert until(channel, "ready") == {"ready": [1]}
    assert until(channel, "answer")["answer"].value == 2.25
    assert until(channel, "done") == {"done": True}
    with pytest.raises(WorkerGoneError):
        channel.receive(time.monotonic() + 10)
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
    threads = {"OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "MPLBACKEND", "MPLCONFIGDIR"}
    assert threads <= {*names} <= threads | {"LC_CTYPE"}
    assert (arguments, read) == ("['worker']", "''")


@pytest.mark.parametrize("workers", KINDS, indirect=True)
def test_close_ends_what_runs(workers):
    channel = workers.open(a_job(PID + "while True:\n    pass\n"))
    pid = int(_words(channel)[1])
    failures = []

    def listen():
        try:
            until(channel, "done")
        except WorkerGoneError as error:
            failures.append(error)

    thread = threading.Thread(target=listen)
    thread.start()
    workers.close()
    thread.join(10)
    assert not thread.is_alive()
    assert len(failures) == 1
    wait_until(lambda: gone(pid))
    with pytest.raises(BrokenError):
        workers.open(a_job())


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


def test_modules_are_loaded_once_for_all_jobs():
    one = make_workers(preload=("wave", "colorsys"))
    channel = one.open(a_job("import sys\nprint('wave' in sys.modules, 'this' in sys.modules, flush=True)\n"))
    assert _words(channel) == ["True", "False"]
    channel.kill()
    one.close()


def test_checks_are_shared_by_all_jobs():
    one = make_workers()
    job = a_job("def square(x):\n    return x * x\n", wanted=["square_single"])
    one.share({key: job[key] for key in ("checks", "wanted", "seed")})
    assert one.shared == {"square_single"}
    channel = one.open({**job, "checks": []})
    assert until(channel, "answer")["answer"].value == 2.25
    channel.kill()
    with pytest.raises((BrokenError, OSError)):
        one.share({**job, "wanted": ["nothing"]})
    one.close()


def test_what_is_split_off_serves_jobs_of_its_own():
    whole = make_workers(preload=("wave",))
    other = whole.split()
    job = a_job("def square(x):\n    return x * x\n", wanted=["square_single"])
    other.share({key: job[key] for key in ("checks", "wanted", "seed")})
    assert (whole.shared, other.shared) == (frozenset(), {"square_single"})
    for one, asked in ((other, {**job, "checks": []}), (whole, job)):
        channel = one.open(asked)
        assert until(channel, "answer")["answer"].value == 2.25
        assert channel.kill() == "the process ended itself (os._exit or a crash)"
    channel = whole.open({**job, "checks": []})
    with pytest.raises(WorkerGoneError):  # what the one has, the other has not
        until(channel, "answer")
    other.close()
    whole.close()


def test_what_is_split_off_ends_when_it_is_let_go_or_with_the_other():
    whole = make_workers()
    one, two = whole.split(), whole.split()
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
    monkeypatch.setattr(module.importlib.util, "find_spec", lambda _name: None)
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
    assert channels.how(status) == words


def test_frames_come_in_pieces():
    frames = channels.Frames(100)
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


def test_a_pipe_without_input_is_our_failure():
    one = SpawningWorkers()
    channel = channels.PipeChannel(module._start_one())
    channel._process.stdin.close()
    channel._process.stdin = None
    with pytest.raises(BrokenError, match="The worker has no input"):
        channel.send(b"")
    channel.kill()
    one.close()
