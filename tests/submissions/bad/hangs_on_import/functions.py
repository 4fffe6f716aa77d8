import time

import numpy as np


def square(x):
    return x**2


def relu(x):
    return np.maximum(x, 0)


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))


while True:
    time.sleep(1)
