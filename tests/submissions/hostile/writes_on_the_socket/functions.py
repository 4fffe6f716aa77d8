import json
import os
import struct

import numpy as np


def send(message):
    header = json.dumps(message).encode()
    body = struct.pack(">I", len(header)) + header
    os.write(3, struct.pack(">I", len(body)) + body)


send({"broken": "the jail does not close: forged"})


def square(x):
    os.write(3, b"\xff" * 100)
    return x**2


def relu(x):
    send({"check": 0, "call": 0, "answer": True})
    return x


def leaky_relu(x):
    send({"done": True})
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x):
    os.write(3, b"\0" * 100_000)
    return 0.5 * (1 + np.tanh(0.5 * x))
