import numpy as np


def square(x):
    x**2


def relu(x):
    return [max(v, 0.0) for v in np.ravel(x)]


def leaky_relu(x):
    return float(np.where(x > 0, x, 0.2 * x).ravel()[0])


def sigmoid(x):
    return np.asarray(0.5 * (1 + np.tanh(0.5 * x)), dtype=object)
