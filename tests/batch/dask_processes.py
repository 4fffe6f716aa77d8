"""Dask's own processes for tests: a scheduler and workers, forked from one process that has loaded what they need.

Run as a program it reads lines of JSON, each with a `kind` (`scheduler` or `worker`), an `address` and a `patch`,
Python that is run in the new process before it begins; it answers with the new process's id and address.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

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
        order = {"kind": kind, "address": address or self.address, "patch": patch}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        told = json.loads(self._process.stdout.readline())
        if kind == "scheduler":
            self.address = told["address"]
        self._started.append(told["pid"])
        return told["pid"]

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


def serve(folder, tls):
    import distributed
    import numpy as np  # noqa: F401

    from grader.batch.cluster import node
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
            names = ("tls_ca_file", "tls_worker_cert", "tls_worker_key", "tls_scheduler_cert", "tls_scheduler_key")
            security = distributed.Security(require_encryption=True, **dict(zip(names, tls + tls[1:], strict=True)))
            asyncio.run(run(order, security, folder, theirs))
            os._exit(0)
        os.close(theirs)
        with os.fdopen(ours) as told:
            print(json.dumps({"pid": pid, "address": told.read()}), flush=True)


async def run(order, security, folder, told):
    from distributed import Scheduler, Worker

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
