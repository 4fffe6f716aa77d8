import os
import sys
import tempfile
from pathlib import Path

import numpy as np


known = Path(sys.modules["grader"].__file__).parent
places = ["/", "/tmp", "/var/tmp", "/dev/shm", "/dev", "/run", "/etc", "/proc/self", ".", "..", "~", known, known.parent]
places += [known / "worker", known.parent / "solutions", Path(np.__file__).parent, Path(os.__file__).parent]
for place in places:
    for flags in (os.O_CREAT | os.O_WRONLY, os.O_CREAT | os.O_RDWR | os.O_EXCL, os.O_TMPFILE | os.O_RDWR):
        try:
            path = Path(place).expanduser()
            os.close(os.open(path if flags & os.O_TMPFILE == os.O_TMPFILE else path / "hostile-was-here", flags))
            print("wrote into", place)
        except (OSError, RuntimeError):
            continue
try:
    tempfile.mkdtemp("hostile-was-here")
    print("made a folder")
except OSError:
    pass


def square(x):
    return x**2


def relu(x):
    return np.maximum(x, 0)


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
