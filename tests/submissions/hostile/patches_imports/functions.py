import sys

import numpy as np


sys.meta_path.clear()
sys.path.clear()
sys.modules["exercises"].__path__ = None


def square(x):
    return x**2


def relu(x):
    return np.maximum(x, 0)


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
