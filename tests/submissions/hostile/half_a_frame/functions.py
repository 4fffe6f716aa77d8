import os

import numpy as np


def square(x):
    os.write(3, b"\0\0\1\0" + b"x" * 20)
    while True:
        pass


def relu(x):
    os.write(3, b"\0\0\1\0" + b"x" * 20)
    os._exit(0)


def leaky_relu(x):
    os.write(3, b"\0\0")
    return x


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
