import warnings

import numpy as np


HALF = "\ud800\udfff" * 10


def square(x):
    print(HALF)
    raise ValueError(HALF)


def relu(x):
    warnings.warn(HALF)
    return HALF


def leaky_relu(x):
    return {HALF: HALF}


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
