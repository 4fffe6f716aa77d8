"""From inside the jail: the calls of past advisories are refused, and nothing there outlives the grader."""

import errno
import platform
import re
import time
from pathlib import Path

import psutil
import pytest
from advisories import CALLS, KINDS
from hostile_settings import PATIENCE, SETTINGS, Inside

HERE = Path(__file__).parent
MACHINE = platform.machine()
REFUSED = [errno.EPERM, errno.EACCES, errno.ENOSYS]
HARMLESS = {"x86_64": 39, "aarch64": 172}  # getpid

CALL_ALL = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
here = os.getpid()
for name, number, arguments in {calls}:
    told = libc.syscall(number, *[ctypes.c_long(one) for one in [*arguments, 0, 0, 0, 0, 0, 0][:6]])
    if os.getpid() != here:
        os._exit(0)  # a child that should not be
    if told != -1 or ctypes.get_errno() not in {refused}:
        print(name)
"""
BY_MACHINE_CODE = """
import ctypes
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
code = bytes.fromhex("{code}")
place = libc.mmap(None, ctypes.c_size_t(4096), 7, 0x22, -1, ctypes.c_long(0))
ctypes.memmove(place, code, len(code))
print(ctypes.CFUNCTYPE(ctypes.c_int)(place)())
"""
INT80_GETPID, X32_GETPID = "b814000000cd80c3", "b8270000400f05c3"  # mov eax, number; int 0x80 or syscall; ret


def numbered(calls):
    """Calls as the program takes them; those that this processor does not have are left out."""
    return [(call.name, getattr(call, MACHINE), call.arguments) for call in calls if getattr(call, MACHINE) >= 0]


def test_each_call_of_past_advisories_is_refused(inside):
    calls = [*numbered(CALLS), ("harmless", HARMLESS[MACHINE], ())]
    (said,) = inside.run(CALL_ALL.format(calls=calls, refused=REFUSED))
    assert said.split("\n") == ["harmless", ""], "what is not refused, and one that is not to be"


def test_the_table_of_calls_is_large_and_names_each_once():
    assert len({call.name for call in CALLS}) == len(CALLS) > 200
    assert len(KINDS) > 15


def test_every_test_that_the_table_names_is_there():
    named = set(re.findall(r'^test = "(.*)"', (HERE / "advisories.toml").read_text(), re.MULTILINE)) - {"none"}
    assert named == {path.name for path in HERE.parent.rglob("test_*.py") if path.name in named} != set()


@pytest.mark.skipif(MACHINE != "x86_64", reason="no other processor has a second entry for programs of 32 bits")
def test_the_other_entries_of_x86_are_shut(inside):
    assert inside.run(BY_MACHINE_CODE.format(code=INT80_GETPID)) == [None], "it is ended"
    assert inside.run(BY_MACHINE_CODE.format(code=X32_GETPID)) == [f"{-errno.EPERM}\n"]


HONEST = """
import io, os, sys, threading, time
import numpy as np
import matplotlib.pyplot as plt
os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_AVPHYS_PAGES"), os.cpu_count(), os.times(), len(os.sched_getaffinity(0))
time.sleep(1e-3), time.time(), time.monotonic(), time.perf_counter(), time.process_time(), time.thread_time()
with threading.Lock(), threading.Condition() as condition:
    threading.Event().wait(1e-3)
rng = np.random.default_rng()
large = rng.normal(size=2_000_000)
assert np.sort(large)[0] == large.min()
square = rng.normal(size=(300, 300))
assert np.allclose(np.linalg.solve(square, square @ square), square, atol=1e-6)
np.fft.fft(large[:4096]), np.polynomial.Polynomial([1, 2])(3.0), np.linalg.svd(square[:50])
figure, axes = plt.subplots(2, 1)
axes[0].plot(large[:100], label="a")
axes[1].imshow(square), axes[1].set_title("$x^2$")
axes[0].legend(loc="best"), figure.tight_layout()
figure.savefig(io.BytesIO(), format="svg"), figure.savefig(io.BytesIO(), format="png")
print("all of it works")
"""


def test_what_honest_code_asks_of_the_system_it_gets(inside):
    assert inside.run(HONEST) == ["all of it works\n"]


HANGS = """
import contextlib, signal, time
for number in signal.valid_signals():
    with contextlib.suppress(OSError, ValueError):
        signal.signal(number, signal.SIG_IGN)
print("hangs")
while True:
    time.sleep(1000)
"""


@pytest.mark.parametrize("setting", SETTINGS)
def test_no_worker_outlives_a_killed_grader(setting):
    one = Inside(setting)
    grader = psutil.Process(one.pid)
    warm = set(grader.children(recursive=True))
    assert warm
    one.ask(HANGS, HANGS, at_once=True)
    wait_for(lambda: len(set(grader.children(recursive=True)) - warm) >= 2)
    below = grader.children(recursive=True)
    grader.kill()
    gone, alive = psutil.wait_procs(below, timeout=PATIENCE)
    one.reap()
    assert alive == []
    assert len(gone) == len(below)


def wait_for(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)
