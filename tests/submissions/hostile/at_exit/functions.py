import atexit
import builtins
import os

import numpy as np


class Phoenix:
    def __del__(self):
        builtins.phoenix = self
        print("again")


def late():
    while True:
        os.write(3, b"\0\0\0\1x")


atexit.register(late)
builtins.phoenix = Phoenix()


def square(x):
    return x**2


def relu(x):
    return np.maximum(x, 0)


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
