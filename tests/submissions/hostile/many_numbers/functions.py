import numpy as np


numbers = [0.5 + i for i in range(9_000)]


def square(x):
    return numbers, numbers, numbers, numbers


def relu(x):
    return {str(i): "x" * 100 for i in range(9_000)}


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
