import gc
import os
import sys
import time

import numpy as np


def write(data):
    """As the worker writes a frame: into shared memory, or over its channel."""
    buffer = next(one for one in gc.get_objects() if type(one).__name__ == "FrameBuffer")
    sys.modules["grader.worker.process"]._send(buffer, 3, data)


def square(x):
    write(b"\0\0\1\0" + b"x" * 20)
    while True:
        time.sleep(1)


def relu(x):
    write(b"\0\0\1\0" + b"x" * 20)
    os._exit(0)


def leaky_relu(x):
    write(b"\0\0")
    return x


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))
