import gc
import struct
import sys

import numpy as np


def write(data):
    """As the worker writes a frame: into shared memory, or over its channel."""
    buffer = next(one for one in gc.get_objects() if type(one).__name__ == "FrameBuffer")
    sys.modules["grader.worker.process"]._send(buffer, 3, data)


def frame(header, data=b""):
    body = struct.pack(">I", len(header)) + header + data
    return struct.pack(">I", len(body)) + body


def square(x):
    write(frame(b'{"check":0,"check":0,"call":0,"answer":{"z":1}}'))
    return x


def relu(x):
    write(frame(b'{"check":' + b"9" * 4000 + b"}"))
    return x


def leaky_relu(x):
    write(frame(b'{"output":"\\ud800\xff"}'))
    return x


def sigmoid(x):
    write(struct.pack(">II", 8, 4_000_000_000) + b"{}{}")
    return x
