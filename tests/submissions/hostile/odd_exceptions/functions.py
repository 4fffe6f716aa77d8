import numpy as np


class Meta(type):
    __mro__ = property(lambda cls: 1 / 0)


class Odd(BaseException, metaclass=Meta):
    def __str__(self):
        raise self

    __repr__ = __str__


def square(x):
    error = Odd()
    error.__cause__ = error.__context__ = error
    raise error


def relu(x):
    groups = ValueError("x")
    for _ in range(1000):
        groups = ExceptionGroup("x" * 1000, [groups])
    raise groups


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
