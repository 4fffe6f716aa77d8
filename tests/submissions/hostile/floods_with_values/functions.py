import numpy as np


large = np.ones((1 << 20, 15), dtype="u1")


def square(x):
    return large


def relu(x):
    return [list(range(9_000))] * 4


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
