import os

import numpy as np


part = "x" * (1 << 20)


def square(x):
    for _ in range(1 << 10):
        print(part, end="")
    return x**2


def relu(x):
    for _ in range(1 << 10):
        os.write(1, part.encode())
        os.write(2, b"y" * 1000)
    return np.maximum(x, 0)


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
