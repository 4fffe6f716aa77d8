import os
import shutil

import numpy as np


victim, other = "/tmp/hostile-victim", "/tmp/hostile-was-here"
ways = {
    "open": lambda: open(victim, "w"), "append": lambda: open(victim, "ab"), "truncate": lambda: os.truncate(victim, 0),
    "remove": lambda: os.remove(victim), "rename": lambda: os.rename(victim, other),
    "link": lambda: os.link(victim, other), "symlink": lambda: os.symlink(victim, other),
    "mode": lambda: os.chmod(victim, 0), "owner": lambda: os.chown(victim, 1, 1), "time": lambda: os.utime(victim, (0, 0)),
    "folder": lambda: os.mkdir(other), "pipe": lambda: os.mkfifo(other), "device": lambda: os.mknod(other),
    "attribute": lambda: os.setxattr(victim, "user.x", b"x"), "root": lambda: os.chroot("/tmp"), "there": lambda: os.chdir("/tmp"),
    "itself": lambda: open(__file__, "w"), "trash": lambda: shutil.rmtree("/tmp/hostile-victims", onerror=fail),
}  # fmt: skip


def fail(*_args):
    raise OSError


for name, way in ways.items():
    try:
        way()
        print(name)
    except OSError:
        continue


def square(x):
    return x**2


def relu(x):
    return np.maximum(x, 0)


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
