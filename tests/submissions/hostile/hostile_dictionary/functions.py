import numpy as np


class Key:
    def __hash__(self):
        return 1

    def __eq__(self, other):
        return False

    def __str__(self):
        raise KeyboardInterrupt


def square(x):
    return {Key(): x for _ in range(100)}


def relu(x):
    return np.maximum(x, 0)


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
