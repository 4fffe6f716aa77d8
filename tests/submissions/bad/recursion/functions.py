import sys

import numpy as np


def nested(depth):
    found = []
    for _ in range(depth):
        found = [found]
    return found


def square(x):
    return square(x)


def relu(x):
    return nested(50_000) == nested(50_000)


def leaky_relu(x):
    sys.setrecursionlimit(10**9)
    return nested(200_000) == nested(200_000)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
