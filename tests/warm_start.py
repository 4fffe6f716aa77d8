"""Commands in processes that have loaded other people's packages already: most of what a short command does is that.

Each is a fork of a process that has loaded these packages and nothing of ours. Then it does as Python would: it has the
streams, the environment, the folder and the words that were asked for, reads our code anew, and ends by itself. Where
the start itself is what a test is about, by options or a program of its own, Python starts the command.
"""

import atexit
import contextlib
import fcntl
import functools
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
import zlib
from pathlib import Path

SERVER = Path(__file__).with_name("warm_start_server.py")
SCIENCE = ("numpy", "matplotlib.pyplot", "rich.console")
ATTEMPTS = 2  # one may end, with who started it, before it serves us
TEACH = (*SCIENCE, "nbgrader.apps.nbgraderapp", "nbgrader.apps", "jupytext")


@functools.cache
def server(packages):
    """A socket to a process that has loaded these packages; all processes of a run of tests fork from one."""
    tests = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    address = f"\0warm {tests} {zlib.crc32(' '.join(packages).encode()):08x}"
    for _ in range(ATTEMPTS):
        ours = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with SERVER.open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            try:
                ours.connect(address)
            except ConnectionRefusedError:
                start_server(address, packages)
                ours.connect(address)
        with contextlib.suppress(ConnectionError):
            if ours.recv(100):
                atexit.register(ours.close)
                return ours
        ours.close()
    raise RuntimeError(f"No process can load these packages; this says why: python -c 'import {', '.join(packages)}'")


def start_server(address, packages):
    """Start a process that loads packages and listens; it ends with this one, where nobody else is served."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ours, theirs = socket.socketpair()
    with theirs, socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        listener.bind(address)
        listener.listen()
        process = subprocess.Popen(
            [sys.executable, SERVER, str(listener.fileno()), str(theirs.fileno()), *packages],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,  # as those of its forks are: Python asks at the start whether it can seek in them
            stderr=subprocess.PIPE,
            env=environment | {"OPENBLAS_NUM_THREADS": "1"},  # threads do not survive a fork
            pass_fds=[listener.fileno(), theirs.fileno()],
        )
    atexit.register(_end, process, ours)


def _end(process, ours):
    ours.close()
    with process:
        pass


def run(words, *, packages=SCIENCE, cwd=None, env=None, timeout=600, meanwhile=lambda _process: None):
    """Run `python -m MODULE …` (`words` begin with "-m") or a script of Python's.

    Args:
        words: what would stand behind `python`.
        packages: what is loaded already.
        cwd: the folder.
        env: all of its environment; that of the tests if not given.
        timeout: in seconds.
        meanwhile: is given the number of the process as soon as it has begun.

    Returns:
        What `subprocess.run` would give, output as bytes.
    """
    words, environment = [str(word) for word in words], dict(os.environ if env is None else env)
    folder = Path(cwd or ".").resolve()
    paths = [str(folder / one) for one in environment.get("PYTHONPATH", "").split(os.pathsep) if one]
    if _is_about_the_start(environment, paths):
        command = [sys.executable, *words]
        return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, timeout=timeout, check=False)
    module = words.pop(1) if words[0] == "-m" else None
    first = folder if module else Path(words[0]).parent
    request = {
        "module": module,
        "words": words,
        "path": [str(first), *paths],
        "cwd": str(folder),
        "environment": environment,
    }
    asked = server(packages)
    with Streams() as streams:
        socket.send_fds(asked, [json.dumps(request).encode()], streams.theirs)
        process = int(asked.recv(100))
        try:
            meanwhile(process)
            said = streams.read(timeout)
        except BaseException:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            raise
        finally:
            status = int(asked.recv(100))
    return subprocess.CompletedProcess(words, os.waitstatus_to_exitcode(status), *said)


def _is_about_the_start(environment, paths):
    """Whether Python would start otherwise than the tests' own: with other options, or with a program of its own."""
    ours = {name: value for name, value in os.environ.items() if name.startswith(("PYTHON", "LC_", "LANG"))}
    theirs = {name: value for name, value in environment.items() if name.startswith(("PYTHON", "LC_", "LANG"))}
    differs = ours | {"PYTHONPATH": ""} != theirs | {"PYTHONPATH": ""}
    is_measured = any(name.startswith("COVERAGE_") for name in environment)
    return differs or is_measured or any((Path(path) / "sitecustomize.py").exists() for path in paths)


class Streams:
    """The standard streams of a command: nothing to read, and two pipes."""

    def __enter__(self):
        pipes = [os.pipe(), os.pipe()]
        self.ours = [reading for reading, _ in pipes]
        self.theirs = [os.open(os.devnull, os.O_RDONLY), *(writing for _, writing in pipes)]
        return self

    def __exit__(self, *error):
        for descriptor in self.ours + self.theirs:
            os.close(descriptor)

    def read(self, timeout):
        """What is written to both until their end."""
        for descriptor in self.theirs:
            os.close(descriptor)
        self.theirs = []
        said = {descriptor: [] for descriptor in self.ours}
        end, is_open = time.monotonic() + timeout, set(self.ours)
        with selectors.DefaultSelector() as selector:
            for descriptor in self.ours:
                selector.register(descriptor, selectors.EVENT_READ)
            while is_open:
                ready = selector.select(end - time.monotonic())
                if not ready:
                    raise TimeoutError
                for key, _ in ready:
                    data = os.read(key.fd, 1 << 16)
                    said[key.fd].append(data)
                    if not data:
                        selector.unregister(key.fd)
                        is_open.remove(key.fd)
        return [b"".join(parts) for parts in said.values()]
