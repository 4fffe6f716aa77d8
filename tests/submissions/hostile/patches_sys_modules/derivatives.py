import numpy as np


def deriv(func, x, delta=0.001):
    x = np.asarray(x)
    return (func(x + delta) - func(x - delta)) / (2 * delta)


def approximate_derivative(func, x, delta=0.001):
    x = np.asarray(x)
    return (func(x + delta) - func(x)) / delta
