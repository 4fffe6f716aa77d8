"""Pools of processes: one that is killed while it writes a result keeps nobody waiting."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import multiprocessing, os, signal, sys, time
from concurrent.futures import ProcessPoolExecutor
from grader.processes import end_at_once

def half_a_result():
    results = sys._getframe(1).f_locals["result_queue"]._writer
    os.write(results.fileno(), (1000).to_bytes(4, "big") + b"half")
    signal.pause()

pool = ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork"))
waiting = pool.submit(half_a_result)
while not waiting.running():
    time.sleep(0.01)
time.sleep(0.2)
end_at_once(pool)
print("ended")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not fork")
def test_half_a_result_keeps_nobody_waiting():
    command = [sys.executable, "-c", PROGRAM]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "ended\n", "")
