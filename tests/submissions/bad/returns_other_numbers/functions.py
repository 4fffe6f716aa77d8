import numpy as np


def square(x):
    return x * np.nan


def relu(x):
    return np.maximum(x, 0) + 0j


def leaky_relu(x):
    return np.append(np.where(x > 0, x, 0.2 * x), 1.0)


def sigmoid(x):
    return np.ma.array(0.5 * (1 + np.tanh(0.5 * x)))
