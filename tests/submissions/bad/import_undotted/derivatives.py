import numpy as np

from functions import square


def deriv(func, input_, delta=0.001):
    return (func(input_ + delta) - func(input_ - delta)) / (2 * delta)


def approximate_derivative(func, x, p=1e-3):
    return (func(x + p) - func(x)) / p


def step_errors(func, slope, x, steps):
    x = np.asarray(x)
    forward = [abs(approximate_derivative(func, x, h) - slope) for h in steps]
    central = [abs(deriv(func, x, h) - slope) for h in steps]
    return np.array([forward, central]).T


def tangent_line(func, x0):
    x0 = np.asarray(x0)
    value, slope = func(x0), deriv(func, x0)
    return lambda t: value + slope * (t - x0)
