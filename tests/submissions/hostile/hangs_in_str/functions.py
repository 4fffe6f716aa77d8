import time

import numpy as np


class Slow(Exception):
    def __str__(self):
        while True:
            time.sleep(1)


def square(x):
    raise Slow


def relu(x):
    return np.maximum(x, 0)


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
