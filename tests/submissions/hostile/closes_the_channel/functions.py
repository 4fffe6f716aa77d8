import os

import numpy as np


def square(x):
    os.close(3)
    return x**2


def relu(x):
    os.close(3)
    os.dup(2)
    return x


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
