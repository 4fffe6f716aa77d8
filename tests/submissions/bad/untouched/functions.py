import numpy as np


def square(x):
    """Square."""
    # Stuck? uv run grader hint square
    raise NotImplementedError


def relu(x):
    raise NotImplementedError('later')


def leaky_relu(x):
    pass


def sigmoid(x):
    ...
