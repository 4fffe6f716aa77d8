"""Dask's own processes for tests: a scheduler, workers and batches, forked from one that has loaded what they need.

Run as a program it reads lines of JSON, each with a `kind` (`scheduler`, `worker` or `batch`), an `address` (of a batch
its words and the file for what it says) and a `patch`, Python that is run in the new process before it begins; it
answers with the new process's id and address.
"""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]


class Processes:
    """The processes of a test.

    Args:
        folder: for certificates and what workers write.
    """

    def __init__(self, folder):
        from distributed.security import Security

        made = Security.temporary()
        self.tls = [str(folder / name) for name in ("ca.pem", "cert.pem", "key.pem")]
        texts = (made.tls_ca_file, made.tls_client_cert, made.tls_client_key)
        for path, text in zip(self.tls, texts, strict=True):
            Path(path).write_text(text)
        quick = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")
        self._log = (folder / "log").open("w")
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(folder), *self.tls], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self._log, text=True, env=os.environ | quick | {"PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        self._started = []
        self.address = ""

    def start(self, kind, patch="", address=None):
        """Start one; gives its id."""
        told = self._ask({"kind": kind, "address": address or self.address, "patch": patch})
        if kind == "scheduler":
            self.address = told["address"]
        return told["pid"]

    def batch(self, words, said, patch=""):
        """Start the command with these words; what it says goes to a file."""
        order = {"kind": "batch", "address": [words, str(said)], "patch": patch}
        return Batch(self._ask(order)["pid"], said)

    def _ask(self, order):
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        told = json.loads(self._process.stdout.readline())
        self._started.append(told["pid"])
        return told

    def end_all(self):
        """End all that were started, with whatever they were doing."""
        for pid in self._started:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self._started.clear()

    def close(self):
        self.end_all()
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()
        self._log.close()


class Batch:
    """A batch that runs; used as a `subprocess.Popen`.

    Args:
        pid: its process.
        said: the file that it writes to, and beside it another with its exit code.
    """

    def __init__(self, pid, said):
        self.pid, self._said = pid, said

    def communicate(self, timeout=None):
        with contextlib.suppress(psutil.NoSuchProcess):
            psutil.Process(self.pid).wait(timeout)
        return self._said.read_text(encoding="utf-8"), None

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)

    @property
    def returncode(self):
        return int(self._said.with_suffix(".code").read_text())


def serve(folder, tls):
    import distributed
    import numpy as np  # noqa: F401

    from grader.batch.cluster import node, plain_client  # noqa: F401
    from grader.worker.limits import die_with_parent

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that a test kills
    for line in sys.stdin:
        order = json.loads(line)
        ours, theirs = os.pipe()
        pid = os.fork()
        if pid == 0:
            die_with_parent()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.close(ours)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(2, 1)
            exec(order["patch"], {"node": node})
            if order["kind"] == "batch":
                run_batch(*order["address"], theirs)
            names = ("tls_ca_file", "tls_worker_cert", "tls_worker_key", "tls_scheduler_cert", "tls_scheduler_key")
            security = distributed.Security(require_encryption=True, **dict(zip(names, tls + tls[1:], strict=True)))
            asyncio.run(run(order, security, folder, theirs))
            os._exit(0)
        os.close(theirs)
        with os.fdopen(ours) as told:
            print(json.dumps({"pid": pid, "address": told.read()}), flush=True)


def run_batch(words, said, told):
    """Do as the command does, and end."""
    from grader.cli.main import main

    os.close(told)
    file = os.open(said, os.O_CREAT | os.O_WRONLY)
    os.dup2(file, 1)
    os.dup2(file, 2)
    code = main(words)
    sys.stdout.flush()
    Path(said).with_suffix(".code").write_text(str(code))
    os._exit(code)


async def run(order, security, folder, told):
    from distributed import Scheduler, Worker

    from grader.batch.cluster import node

    node.MEMORY = folder  # what killed workers leave goes with the test's own folder
    if order["kind"] == "scheduler":
        one = Scheduler(host="tls://127.0.0.1", port=0, security=security, dashboard=False)
    else:
        one = Worker(order["address"], nthreads=1, security=security, dashboard=False, local_directory=folder)
    async with one:
        os.write(told, one.address.encode())
        os.close(told)
        await one.finished()


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2:])
