import numpy as np


def square(x):
    print('\x1b[31mred\x1b[0m \x07 \u202e right to left \ud800')
    raise ValueError('\x1b[31mred\x1b[0m \x00 \u202e')


def relu(x):
    return '\x1b[2J\x00\u2028'


def leaky_relu(x):
    raise type('\x1b[31mError', (Exception,), {})('\r\n::error::x')


class Silent(Exception):
    def __str__(self):
        raise ValueError


def sigmoid(x):
    raise Silent
