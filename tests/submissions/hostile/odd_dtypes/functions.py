import itertools

import numpy as np


kinds = itertools.cycle([np.dtype([("f", "f8", (3,))]), np.dtype("M8[s]"), np.dtype("U5"), np.dtype("V8")])


def square(x):
    return np.zeros(x.shape, next(kinds))


def relu(x):
    return np.maximum(x, 0)


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
