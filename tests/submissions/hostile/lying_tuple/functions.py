import collections

import numpy as np


class Liar(collections.namedtuple("Pair", "one two")):
    def __len__(self):
        return 0

    def __iter__(self):
        while True:
            yield 0.0


def square(x):
    return Liar(x, x)


def relu(x):
    return np.maximum(x, 0)


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
