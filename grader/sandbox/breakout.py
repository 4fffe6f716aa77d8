"""The program that the jail is tried with: it tries to break out, run from inside as a submission is.

It does no harm where it succeeds: it reads and opens, sends signal 0, connects to this machine only. It prints the
attempts that succeeded, as JSON. `TOLD`, which is set before this text, names paths and processes to try.
"""

# ruff: noqa: D101, D103, BLE001, F821, S108, S606  attempts to break out are no model of style,
# ruff: noqa: PTH108, PTH118, PTH123, PTH208  and do without pathlib, which each trial would load anew

import ctypes
import json
import os
import socket
from collections.abc import Callable
from typing import TypedDict


class Told(TypedDict):
    secrets: list[str]
    packages: list[str]
    folders: list[str]
    pids: list[int]


TOLD: Told


def contents(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def read_secrets() -> object:
    return [contents(path) for path in TOLD["secrets"]]


def read_packages() -> object:
    read = []
    for path in TOLD["packages"]:
        try:
            read.append(contents(path))
        except OSError:
            continue
    return read


def list_course() -> object:
    return os.listdir(TOLD["folders"][0])


def list_home() -> object:
    return any(os.listdir(path) for path in TOLD["folders"][1:])


def read_proc() -> object:
    return contents("/proc/self/status")


def read_parent_environment() -> object:
    return [contents(f"/proc/{pid}/environ") for pid in TOLD["pids"]]


def write_file() -> object:
    for folder in ("/tmp", "/var/tmp", "/dev/shm", ".", *TOLD["folders"]):
        path = os.path.join(folder, "escaped-from-the-jail")
        try:
            with open(path, "w", encoding="utf-8") as file:
                file.write("x")
        except OSError:
            continue
        os.unlink(path)
        return True
    return False


def fork() -> object:
    if os.fork() == 0:
        os._exit(0)
    return True


def run_program() -> object:
    return os.spawnv(os.P_WAIT, "/bin/true", ["true"]) == 0


def signal_others() -> object:
    reached = []
    for pid in {*TOLD["pids"], os.getppid(), 1}:
        try:
            os.kill(pid, 0)
        except OSError:
            continue
        reached.append(pid)
    return reached


def use_network() -> object:
    for family, kind in ((socket.AF_INET, socket.SOCK_STREAM), (socket.AF_INET, socket.SOCK_DGRAM)):
        socket.socket(family, kind).close()
    return True


def use_local_sockets() -> object:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as one:
        one.bind("\0escaped-from-the-jail")
    return True


def read_other_memory() -> object:
    libc = ctypes.CDLL(None, use_errno=True)
    buffer = ctypes.create_string_buffer(8)

    class Vector(ctypes.Structure):
        _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))

    here = Vector(ctypes.addressof(buffer), 8)
    read = libc.process_vm_readv(os.getppid(), ctypes.byref(here), 1, ctypes.byref(here), 1, 0)
    return read > 0 or libc.ptrace(16, os.getppid(), 0, 0) == 0


def use_descriptors() -> object:
    found = []
    for descriptor in range(4, 256):
        try:
            os.fstat(descriptor)
        except OSError:
            continue
        found.append(descriptor)
    return found


def see_environment() -> object:
    known = {
        "OPENBLAS_NUM_THREADS",
        "OMP_NUM_THREADS",
        "MKL_NUM_THREADS",
        "LD_BIND_NOW",
        "MPLBACKEND",
        "MPLCONFIGDIR",
        "PWD",
        "LC_CTYPE",
    }
    return set(os.environ) - known


def be_root() -> object:
    return os.getuid() == 0


ATTEMPTS = {
    "read the solutions": read_secrets,
    "read other packages": read_packages,
    "list the course": list_course,
    "list other folders": list_home,
    "read /proc": read_proc,
    "read the grader's environment": read_parent_environment,
    "write files": write_file,
    "start processes": fork,
    "run programs": run_program,
    "signal other processes": signal_others,
    "use the network": use_network,
    "use local sockets": use_local_sockets,
    "read other processes' memory": read_other_memory,
    "use the grader's descriptors": use_descriptors,
    "see the grader's environment": see_environment,
    "act as root": be_root,
}


def attempt(action: Callable[[], object]) -> bool:
    try:
        return bool(action())
    except BaseException:
        return False


print(json.dumps([name for name, action in ATTEMPTS.items() if attempt(action)]))
