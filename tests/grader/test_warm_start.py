"""A command in a warm process is the command that Python would start."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
import warm_start

TELLS = """
import json, os, signal, sys

def told(stream):
    if stream.writable():
        stream.reconfigure(errors="xmlcharrefreplace")
    parts = [stream.name, stream.mode, stream.encoding, stream.errors, stream.line_buffering, stream.seekable()]
    return [*parts, stream.write_through, stream.fileno(), str(stream.buffer)]

before = [(stream.errors, stream.newlines) for stream in (sys.stdin, sys.stdout, sys.stderr)]
print(json.dumps({
    "words": sys.argv, "path": sys.path, "folder": os.getcwd(), "environment": dict(os.environ), "name": __name__,
    "before": before, "read": sys.stdin.read(), "file": __file__,
    "streams": [told(stream) for stream in (sys.stdin, sys.stdout, sys.stderr)],
    "first streams": [sys.__stdin__ is sys.stdin, sys.__stdout__ is sys.stdout, sys.__stderr__ is sys.stderr],
    "descriptors": len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0,
    "interrupt": signal.getsignal(signal.SIGINT) is signal.default_int_handler,
}))
print("said", file=sys.stderr)
"""
ENDS = {
    "": 0,
    "raise SystemExit": 0,
    "raise SystemExit(3)": 3,
    "raise SystemExit('a sentence')": 1,
    "import os; os._exit(7)": 7,
    "import os, signal; os.kill(os.getpid(), signal.SIGKILL)": -signal.SIGKILL,
    "1 / 0": 1,
}


@pytest.fixture
def program(tmp_path):
    def write(text):
        (tmp_path / "mine.py").write_text(text)
        return tmp_path

    return write


def both(words, **options):
    env = options.pop("env", None)
    command = [sys.executable, *words]
    cold = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, env=env, **options)
    return warm_start.run(words, env=env, **options), cold


@pytest.mark.parametrize("words", [["-m", "mine", "a", "b c"], ["mine.py"]])
def test_it_is_told_what_it_would_be_told(program, words):
    folder = program(TELLS)
    words = words if words[0] == "-m" else [str(folder / "mine.py")]
    env = {name: value for name, value in os.environ.items() if name != "HOME"} | {"MINE": "1", "PYTHONPATH": "/no"}
    warm, cold = both(words, cwd=folder, env=env)
    assert (warm.returncode, warm.stderr) == (0, b"said\n"), warm.stderr
    assert json.loads(warm.stdout) == json.loads(cold.stdout)


@pytest.mark.parametrize("text", ENDS)
def test_it_ends_as_it_would_end(program, text):
    warm, cold = both(["-m", "mine"], cwd=program(f"import atexit\natexit.register(print, 'at last')\n{text}\n"))
    assert (warm.returncode, warm.stdout) == (cold.returncode, cold.stdout)
    assert warm.returncode == ENDS[text]
    assert warm.stderr.splitlines()[-1:] == cold.stderr.splitlines()[-1:]


def test_nothing_of_ours_is_loaded_and_each_begins_afresh(program):
    folder = program("import numpy, sys\nprint([n for n in sys.modules if n.startswith('grader')], numpy.mine)")
    (folder / "sets.py").write_text("import numpy\nnumpy.mine = 1\n")
    assert warm_start.run(["-m", "sets"], cwd=folder).returncode == 0
    done = warm_start.run(["-m", "mine"], cwd=folder)
    assert done.stderr.splitlines()[-1].startswith(b"AttributeError: module 'numpy' has no attribute 'mine'")


def test_what_hangs_is_ended(program):
    with pytest.raises(TimeoutError):
        warm_start.run(["-m", "mine"], cwd=program("import time\ntime.sleep(60)"), timeout=0.1)
    assert warm_start.run(["-m", "mine"], cwd=program("print(1)")).stdout == b"1\n"


@pytest.mark.parametrize(
    ("env", "says"), [({"PYTHONOPTIMIZE": "1"}, b"False"), ({"PYTHONHASHSEED": "0"}, b"True"), ({}, b"True")]
)
def test_options_of_python_are_python_s_affair(program, env, says):
    folder = program("print(__debug__)")
    assert warm_start.run(["-m", "mine"], cwd=folder, env=os.environ | env).stdout.strip() == says


def test_a_program_that_runs_first_runs_first(program):
    folder = program("print('second')")
    (folder / "sitecustomize.py").write_text("print('first')")
    done = warm_start.run(["-m", "mine"], cwd=folder, env=os.environ | {"PYTHONPATH": str(folder)})
    assert done.stdout.split() == [b"first", b"second"]


ASKS = """
import sys
import warm_start
for line in sys.stdin:
    print(warm_start.run(["-m", "mine"], packages=("this",), cwd=line.strip()).stdout.decode().strip(), flush=True)
"""


def test_processes_of_one_run_share_it(program):
    """When the first, which started it, has ended, the second goes on being served, and a third starts another one."""
    folder = program("import os, psutil\nprint(psutil.Process(os.getppid()).ppid())")
    path = str(Path(warm_start.__file__).parent)
    ours = os.environ | {"PYTHONPATH": path, "PYTEST_XDIST_TESTRUNUID": f"a test of {os.getpid()}"}

    def asking():
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        return stack.enter_context(subprocess.Popen([sys.executable, "-c", ASKS], text=True, env=ours, **pipes))

    def ask(one):
        one.stdin.write(f"{folder}\n")
        one.stdin.flush()
        return int(one.stdout.readline())

    with contextlib.ExitStack() as stack:
        first, second = asking(), asking()
        server = ask(first)
        assert ask(second) == server
        first.communicate()
        assert not psutil.pid_exists(server)
        assert ask(second) != server  # its own fork is another's child now
        third = asking()
        assert ask(third) not in (server, os.getpid())
        third.communicate()
        second.communicate()
