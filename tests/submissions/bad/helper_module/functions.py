import numpy as np

from . import mine


from .mine import square


relu, unused = mine.positive_part, 0


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
