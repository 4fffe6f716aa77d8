"""A batch on a cluster of Dask's own processes, which are killed, stopped, wrong and hostile; nothing is mocked."""

import contextlib
import itertools
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from dask_processes import Processes

ROOT = Path(__file__).parents[2]
RIGHT = "def square(x):\n    return x * x\n"
WRONG = "def square(x):\n    print('mine')\n    return x * 2\n"
GATE = """import os, pathlib, time
def square(x):
    pathlib.Path({begun!r}).write_text(str(os.getpid()))
    while not os.path.exists({gate!r}):
        time.sleep(0.02)
    return x * x
"""
KILLER = """import os, pathlib, signal
def square(x):
    grandparent = int(pathlib.Path(f"/proc/{os.getppid()}/stat").read_text().rpartition(")")[2].split()[1])
    os.kill(grandparent, signal.SIGKILL)
    return x
"""
LOOKS_AROUND = """import os, stat
def square(x):
    for name in range(64):
        try:
            mode = os.fstat(name).st_mode
        except OSError:
            continue
        print(name, stat.S_ISSOCK(mode), stat.S_ISFIFO(mode), stat.S_ISREG(mode))
    print(sorted(os.environ))
    for path in KEYS:
        try:
            print(open(path).read())
        except OSError as error:
            print(type(error).__name__)
    return x
"""
COUNT = 16
NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def processes(tmp_path_factory):
    made = Processes(tmp_path_factory.mktemp("dask"))
    yield made
    made.close()


@pytest.fixture
def cluster(processes):
    """Processes with a scheduler; the test starts the workers that it wants."""
    processes.start("scheduler")
    yield processes
    processes.end_all()


@pytest.fixture
def gate(tmp_path):
    """A class in which one submission waits at a gate; the functions say where it runs, and open the gate."""
    place = Gate(tmp_path)
    make_class(tmp_path / "class", s00=GATE.format(begun=str(place.begun), gate=str(place.gate)))
    return place


class Gate:
    def __init__(self, folder):
        self.begun, self.gate = folder / "begun", folder / "gate"

    def worker(self, *pids):
        """The worker, of those named, that has the submission which waits."""
        until(lambda: self.begun.exists() and self.begun.read_text())
        family = {one.pid for one in psutil.Process(int(self.begun.read_text())).parents()}
        (found,) = family & set(pids)
        return found

    def open(self):
        self.gate.touch()


def make_class(folder, **sources):
    for i in range(COUNT):
        (folder / f"s{i:02}").mkdir(parents=True)
        source = sources.get(f"s{i:02}", (RIGHT, WRONG)[i % 2])
        (folder / f"s{i:02}" / "functions.py").write_text(source, encoding="utf-8")
    return folder


def words_of(folder, out, *options, jail=False):
    words = ["batch", str(folder), "square", "--out", str(out), "--timeout", "600", *options]
    return words if jail else [*words, "--no-jail"]


def start(cluster, folder, out, *options, patch=""):
    """Start a batch on the cluster, without a jail, in a process that has loaded Dask."""
    words = [*words_of(folder, out, *options), "--dask", cluster.address, "--tls", *cluster.tls]
    return cluster.batch(words, out.with_name(f"{out.name}{next(NUMBERS)}.said"), patch)


@contextlib.contextmanager
def start_python(words):
    """Start a batch as from a shell."""
    process = subprocess.Popen(
        [sys.executable, "-m", "grader", *words],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def until(condition, seconds=300):
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.02)
    return found


def lines_in(out):
    path = out / "results.jsonl"
    return path.read_bytes().count(b"\n") if path.exists() else 0


def reports(out):
    """The reports by student, each once and without the seconds."""
    found = {}
    for line in (out / "results.jsonl").read_text(encoding="utf-8").splitlines():
        report = json.loads(line)
        assert report["student"] not in found, "graded twice"
        for exercise in report["exercises"]:
            exercise["seconds"] = 0
        found[report["student"]] = report
    return found


def files_of(out):
    """All that a batch writes beside its results."""
    paths = [path for path in out.rglob("*") if path.is_file() and path.name != "results.jsonl"]
    return {path.relative_to(out): path.read_bytes() for path in paths}


def ends_well(process, out, *but):
    """The batch ends, and all but those named are graded as they are on one machine; gives what it said."""
    said = process.communicate(timeout=300)[0]
    found = reports(out)
    assert sorted(found) == [f"s{i:02}" for i in range(COUNT)], said
    verdicts = {name: one["exercises"][0]["verdict"] if one["graded"] else "not graded" for name, one in found.items()}
    expected = {name: "wrong" if int(name[1:]) % 2 else "pass" for name in found} | dict.fromkeys(but, "not graded")
    assert verdicts == expected, said
    assert process.returncode == (1 if but else 0), said
    return said


def test_it_is_the_batch_of_one_machine_and_tells_no_secret(cluster, tmp_path):
    """In the jail, encrypted: the same files, byte for byte but for seconds; a submission finds no socket, no key."""
    curious = f"KEYS = {cluster.tls!r}\n{LOOKS_AROUND}"
    folder = make_class(tmp_path / "class", s00=curious, s02="def square(x:\n", s04="import os\nos._exit(1)\n")
    (folder / "notes.txt").write_text("left out")
    on_cluster = "--dask", cluster.address, "--tls", *cluster.tls
    with start_python(words_of(folder, tmp_path / "here", "--feedback", jail=True)) as here:
        cluster.start("worker"), cluster.start("worker")
        with start_python(words_of(folder, tmp_path / "there", "--feedback", *on_cluster, jail=True)) as there:
            said = [process.communicate(timeout=300)[0] for process in (here, there)]
    assert [here.returncode, there.returncode] == [1, 1], said
    assert "Grading with 2 workers on 1 machine." in said[1]
    assert reports(tmp_path / "there") == reports(tmp_path / "here")
    files = files_of(tmp_path / "here")
    assert files_of(tmp_path / "there") == files
    assert len(files) > COUNT
    output = reports(tmp_path / "there")["s00"]["exercises"][0]["output"]
    assert output.count("Error") >= 3
    assert "PRIVATE" not in output
    assert "DASK" not in output


def test_a_worker_that_is_killed_in_the_middle(cluster, gate, tmp_path):
    workers = cluster.start("worker"), cluster.start("worker")
    process = start(cluster, tmp_path / "class", tmp_path / "out")
    os.kill(gate.worker(*workers), signal.SIGKILL)
    gate.open()
    ends_well(process, tmp_path / "out")


def test_a_submission_that_kills_three_workers(cluster, tmp_path):
    folder = make_class(tmp_path / "class", s07=KILLER)
    for _ in range(4):
        cluster.start("worker")
    process = start(cluster, folder, tmp_path / "out")
    ends_well(process, tmp_path / "out", "s07")
    assert reports(tmp_path / "out")["s07"]["reason"] == "it could not be graded: 3 workers ended while they graded it"


def test_a_batch_that_is_killed_and_resumed(cluster, gate, tmp_path):
    cluster.start("worker"), cluster.start("worker")
    process = start(cluster, tmp_path / "class", tmp_path / "out")
    until(lambda: lines_in(tmp_path / "out") >= 5)
    process.kill()
    process.communicate()
    kept = (tmp_path / "out" / "results.jsonl").read_bytes()
    gate.open()
    said = ends_well(start(cluster, tmp_path / "class", tmp_path / "out", "--resume"), tmp_path / "out")
    assert (tmp_path / "out" / "results.jsonl").read_bytes().startswith(kept[: kept.rindex(b"\n") + 1])
    assert "are graded already" in said


def test_a_scheduler_that_is_gone(processes, gate, tmp_path):
    scheduler = processes.start("scheduler")
    processes.start("worker"), processes.start("worker")
    process = start(processes, tmp_path / "class", tmp_path / "out")
    until(lambda: lines_in(tmp_path / "out") >= 5)
    os.kill(scheduler, signal.SIGKILL)
    said = process.communicate(timeout=300)[0]
    assert process.returncode == 3, said
    assert f"The scheduler at {processes.address} is gone. What is graded is kept; go on: " in said
    assert "Traceback" not in said
    assert lines_in(tmp_path / "out") >= 5
    processes.end_all()
    gate.open()
    processes.start("scheduler"), processes.start("worker")
    ends_well(start(processes, tmp_path / "class", tmp_path / "out", "--resume"), tmp_path / "out")
    processes.end_all()


def test_no_worker_at_all(cluster, tmp_path):
    folder = make_class(tmp_path / "class")
    quick = "from grader.batch.cluster import dispatcher\ndispatcher.WAIT = 0.5\n"
    process = start(cluster, folder, tmp_path / "out", patch=quick)
    said = process.communicate(timeout=300)[0]
    assert process.returncode == 3, said
    assert "No worker has been there for 0.5 seconds. Start some, and go on: " in said


def test_a_worker_with_another_course(cluster, tmp_path):
    """It is refused and named; alone it ends the batch, and beside a good one that grades all."""
    folder = make_class(tmp_path / "class")
    other = "here = node.run()\nnode._here = lambda: here._replace(course='0', numpy='1.0')._asdict()"
    cluster.start("worker", f"import grader.batch.cluster.node as node\n{other}")
    process = start(cluster, folder, tmp_path / "out")
    said = process.communicate(timeout=300)[0]
    assert process.returncode == 3, said
    assert "Not used: tls://127.0.0.1:" in said
    assert "it has another course and numpy 1.0" in said
    cluster.start("worker")
    said = ends_well(start(cluster, folder, tmp_path / "out", "--resume"), tmp_path / "out")
    assert "it has another course and numpy 1.0" in said


def test_a_slow_worker_is_not_waited_for(cluster, gate, tmp_path):
    """It is stopped and never answers; others grade what it had."""
    workers = cluster.start("worker"), cluster.start("worker")
    process = start(cluster, tmp_path / "class", tmp_path / "out")
    os.kill(gate.worker(*workers), signal.SIGSTOP)
    gate.open()
    ends_well(process, tmp_path / "out")


EVIL = """import grader.batch.cluster.node as node, os
class Evil(Exception):
    def __reduce__(self):
        return eval, ("__import__('os').makedirs({place!r} + str(__import__('os').getpid()))",)
def grade(*words):
    {does}
node.grade = grade
"""


def test_workers_that_send_something_else_are_not_believed(cluster, tmp_path):
    """No pickle of theirs is loaded here, in whichever place it lies; one that ends instead is one that has ended."""
    folder, place = make_class(tmp_path / "class"), tmp_path / "pickled"
    evil = "return Evil()", "raise Evil()", "return dict(a=Evil())", "os._exit(1)"
    raising = [cluster.start("worker", EVIL.format(place=f"{place}/", does=does)) for does in evil][1]
    cluster.start("worker")
    process = start(cluster, folder, tmp_path / "out")
    said = ends_well(process, tmp_path / "out")
    assert said.count("Not used: ") == 3, said
    assert "Traceback" not in said
    assert [path.name for path in place.iterdir()] == [str(raising)], "a worker itself reads what it raises"


def test_a_cluster_of_this_machine(gate, tmp_path):
    """Of two workers on two cores, each stays on one with all that it starts; nothing is left behind."""
    cores = sorted(os.sched_getaffinity(0))
    before = {one.pid for one in psutil.process_iter()}
    with start_python(words_of(tmp_path / "class", tmp_path / "out", "--dask", "local:2")) as process:
        until(lambda: gate.begun.exists() and lines_in(tmp_path / "out"))  # each of the two workers has begun
        family = psutil.Process(process.pid).children(recursive=True)
        grading = set()
        for one in family:
            with contextlib.suppress(psutil.NoSuchProcess):  # a child that has done its job
                if one.pid not in before and "-I" in one.cmdline():
                    grading.add((*one.cpu_affinity(),))
        gate.open()
        ends_well(process, tmp_path / "out")
    assert sorted(grading) == ([(one,) for one in cores] if len(cores) == 2 else [(*cores,)])
    _, alive = psutil.wait_procs([one for one in family if one.pid not in before], timeout=120)
    assert not alive


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "local:2"])
def test_without_dask_it_is_said_where_it_comes_from(tmp_path, capsys, monkeypatch, address):
    from importlib import util

    from grader.cli.main import main

    monkeypatch.setattr(util, "find_spec", lambda _name: None)
    make_class(tmp_path / "class")
    assert main(["batch", str(tmp_path / "class"), "--out", str(tmp_path / "out"), "--dask", address]) == 2
    assert "uv run --extra dask grader batch" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--dask", "localhost:8786"), 2, "takes tcp://HOST:PORT, tls://HOST:PORT or local:N"),
        (("--dask", "local:0"), 2, "from 1 to 256 workers"),
        (("--dask", "tcp://127.0.0.1:9"), 2, "No scheduler answers at tcp://127.0.0.1:9"),
        (("--dask", "tls://127.0.0.1:9", "--tls", "ca", "cert", "key"), 2, "No scheduler answers at tls://127.0.0.1:9"),
        (("--dask", "tls://127.0.0.1:9"), 2, "No scheduler answers at tls://127.0.0.1:9"),
        (("--dask", "local:2", "--jobs", "2"), 2, "--jobs is for this machine"),
        (("--dask", "tcp://a:1", "--tls", "ca", "cert", "key"), 2, "--tls belongs to --dask tls://"),
        (("--tls", "ca", "cert", "key"), 2, "--tls belongs to --dask tls://"),
    ],
)
def test_what_cannot_be_asked_for(tmp_path, capsys, monkeypatch, words, code, told):
    from grader.batch.cluster import dask_link
    from grader.cli.main import main

    monkeypatch.setattr(dask_link, "PATIENCE", 1)
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "ada.py").write_text(RIGHT)
    assert main(["batch", str(tmp_path / "class"), "--out", str(tmp_path / "out"), *words]) == code
    said = capsys.readouterr().err
    assert told in said
    assert "Traceback" not in said
