import numpy as np


def square(x):
    return [0] * (1 << 30)


def relu(x):
    return "x" * (1 << 33)


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
