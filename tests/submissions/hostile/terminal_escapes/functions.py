import warnings

import numpy as np


CODES = "\x1b[2J\x1b]0;owned\x07\x1b]8;;http://x\x07\x9b31m\x00\x08\x7f\u202e\u2066\r\nPASS"


def square(x):
    print(CODES, end="")
    raise type("E" + CODES, (Exception,), {})(CODES)


def relu(x):
    warnings.warn(CODES)
    return type("T" + CODES.replace("\x00", ""), (), {})()


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
