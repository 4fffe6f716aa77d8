import os
import struct

import numpy as np


def frame(header, data=b""):
    body = struct.pack(">I", len(header)) + header + data
    return struct.pack(">I", len(body)) + body


def square(x):
    os.write(3, frame(b"[" * 100_000))
    return x**2


def relu(x):
    os.write(3, frame(b'{"answer":' * 100_000))
    return x


def leaky_relu(x):
    os.write(3, frame(b'{"check":0,"call":0,"answer":' + b'{"l":[' * 900 + b"]}" * 900 + b"}"))
    return x


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
