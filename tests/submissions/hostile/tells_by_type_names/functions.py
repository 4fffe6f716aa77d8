import numpy as np


def square(x):
    raise type(f"Error{x.tolist()}", (Exception,), {})(f"{x.tolist()} is not there")


def relu(x):
    return type(f"Type{x.tolist()}", (), {})()


def sigmoid(x):
    scope = {}
    name = "f" + "".join(c if c.isalnum() else "_" for c in str(x.tolist()))
    exec(compile(f"def {name}(): raise ValueError", "functions.py", "exec"), scope)
    return scope[name]()


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)
