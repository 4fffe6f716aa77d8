import json
import os
import struct

import numpy as np


def send(message, data=b""):
    header = json.dumps(message).encode()
    body = struct.pack(">I", len(header)) + header + data
    os.write(3, struct.pack(">I", len(body)) + body)


send({"ready": [0] * 100})
send({"loaded": True})
send({"done": True})


def square(x):
    return x**2


def relu(x):
    return np.maximum(x, 0)


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
