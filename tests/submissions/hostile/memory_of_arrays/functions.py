import numpy as np


def square(x):
    return np.ones((1 << 17, 1 << 17))


def relu(x):
    wide = np.broadcast_to(1.0, (1 << 18, 1 << 18))
    return wide + wide


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
