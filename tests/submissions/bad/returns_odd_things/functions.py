import numpy as np


def square(x):
    return lambda: x**2


def relu(x):
    return str(np.maximum(x, 0))


def leaky_relu(x):
    yield from x


def sigmoid(x):
    return 10**400
