import os
import sys

import numpy as np


KNOWN = {
    "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "LD_BIND_NOW", "MPLCONFIGDIR", "MPLBACKEND", "PWD",
    "LC_CTYPE",
}  # fmt: skip
more = set(os.environ) - KNOWN
if more or len(sys.argv) > 1 or os.getuid() == 0:
    print(more, sys.argv, os.getuid())


def square(x):
    return x**2


def relu(x):
    return np.maximum(x, 0)


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
