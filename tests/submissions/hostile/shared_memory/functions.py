import ctypes
import importlib

import numpy as np


libc = ctypes.CDLL(None, use_errno=True)
ways = {
    "shmget": lambda: libc.shmget(0x7A7A, 4096, 0o1666), "semget": lambda: libc.semget(0x7A7A, 1, 0o1666),
    "msgget": lambda: libc.msgget(0x7A7A, 0o1666), "mq_open": lambda: libc.mq_open(b"/hostile-was-here", 66, 0o666, None),
    "memfd": lambda: libc.memfd_create(b"x", 0), "shm_open": lambda: libc.shm_open(b"/hostile-was-here", 66, 0o666),
    "pipe": lambda: libc.pipe(ctypes.create_string_buffer(8)), "eventfd": lambda: libc.eventfd(0, 0),
    "inotify": lambda: libc.inotify_init(), "mlock": lambda: libc.mlockall(3),
}  # fmt: skip
for name, way in ways.items():
    if way() >= 0:
        print(name)
try:
    importlib.import_module("multiprocessing.shared_memory").SharedMemory("hostile-was-here", create=True, size=4096)
    print("shared memory")
except (ImportError, OSError):
    pass


def square(x):
    return x**2


def relu(x):
    return np.maximum(x, 0)


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
