import gc
import sys

import numpy as np


def hook(*_args):
    raise SystemExit("hook")


sys.excepthook = sys.unraisablehook = sys.displayhook = sys.breakpointhook = hook
sys.stdout = sys.stderr = sys.stdin = None
gc.callbacks.append(hook)


def square(x):
    gc.collect()
    return x


def relu(x):
    return np.maximum(x, 0)


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
