import numpy as np


def relu(x):
    raise AssertionError("0 1 2 3 4 5 6 7 8 9")


def square(x):
    return x**2


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
