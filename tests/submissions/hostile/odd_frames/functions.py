import os
import struct

import numpy as np


def frame(header, data=b""):
    body = struct.pack(">I", len(header)) + header + data
    return struct.pack(">I", len(body)) + body


def square(x):
    os.write(3, frame(b'{"check":0,"check":0,"call":0,"answer":{"z":1}}'))
    return x


def relu(x):
    os.write(3, frame(b'{"check":' + b"9" * 4000 + b"}"))
    return x


def leaky_relu(x):
    os.write(3, frame(b'{"output":"\\ud800\xff"}'))
    return x


def sigmoid(x):
    os.write(3, struct.pack(">II", 8, 4_000_000_000) + b"{}{}")
    return x
