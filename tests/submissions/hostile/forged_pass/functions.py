import json
import os
import struct

import numpy as np


def send(message, data=b""):
    header = json.dumps(message).encode()
    body = struct.pack(">I", len(header)) + header + data
    os.write(3, struct.pack(">I", len(body)) + body)


def square(x):
    send({"verdict": "pass", "points": 1000})
    return x


def relu(x):
    send({"check": 0, "call": 0, "answer": True})
    return x


def leaky_relu(x):
    send({"done": True})
    return x


def sigmoid(x):
    send({"broken": "the jail does not close: forged"})
    return x
