import itertools

import numpy as np


def nested():
    value = ()
    for _ in range(100_000):
        value = (value,)
    return value


knot = []
knot.append(knot)
values = itertools.cycle([itertools.count(), knot, nested(), [0.0] * 10**6])


def square(x):
    return next(values)


def relu(x):
    return np.maximum(x, 0)


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
