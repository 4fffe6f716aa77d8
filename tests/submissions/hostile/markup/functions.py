import numpy as np


TEXT = "::error file=x::owned\n<script>alert(1)</script>[bold red]x[/]\n=cmd|' /C calc'!A0\n]]>&amp;"


def square(x):
    print(TEXT)
    raise ValueError(TEXT)


def relu(x):
    return np.maximum(x, 0)


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
