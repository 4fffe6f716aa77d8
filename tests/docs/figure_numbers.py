"""What the numbers of each figure to move have to be, by the solutions, for what its sliders say."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from solutions.chains import chain_deriv_2
from solutions.derivatives import approximate_derivative, deriv
from solutions.functions import sigmoid, square
from solutions.matrices import (
    matmul_forward,
    matrix_function_backward_sum_1,
    matrix_function_backward_sum_2,
    matrix_function_forward_sum,
)
from solutions.matrix_calculus import jacobian as solutions_jacobian
from solutions.matrix_calculus import subderivative_abs, to_denominator_layout
from solutions.multiple_inputs import chain_rule_multivariable, gradient
from solutions.training import gradient_descent


def cube(x):
    return x * x * x


def hill(x):
    return x[0] ** 2 + 3 * x[1] ** 2


def two_outputs(x):
    return np.array([x[0] * x[1], np.sin(x[2])])


M = np.array([[1, 2, 3], [4, 5, 6]])
ADDED = [M[:1] * 0 + [10, 20, 30], np.array([[10], [20]]), np.array([[10]]), 10 * M, np.array([10, 20])]
CALLS = [
    lambda ax, x: None,
    lambda ax, x: ax.plot(x, sigmoid(x)),
    lambda ax, x: ax.plot(x, deriv(sigmoid, x), "--"),
    lambda ax, x: ax.set_xlabel("x"),
    lambda ax, x: ax.set_xlim(-4, 4),
    lambda ax, x: ax.set_yscale("log"),
    lambda ax, x: ax.legend(["y", "slope"]),
]


def picture(calls):
    """The axes after so many of the calls."""
    ax = Figure().subplots()
    for call in CALLS[:calls]:
        call(ax, np.linspace(-6, 6, 121))
    return ax


def trained(options, steps):
    """What the net with two layers says of its points after so many steps, and the kinds that they are of."""
    X, y, W1, W2 = (np.array(options[name], dtype=float) for name in ("X", "y", "W1", "W2"))

    def with_ones(A):
        return np.hstack([A, np.ones((len(A), 1))])

    for _ in range(steps):
        first = sigmoid(with_ones(X) @ W1)
        S = sigmoid(with_ones(first) @ W2)
        back = 2 / len(X) * (S - y[:, None]) * S * (1 - S)
        behind = back @ W2[:-1].T * first * (1 - first)
        W1, W2 = W1 - 4 * with_ones(X).T @ behind, W2 - 4 * with_ones(first).T @ back
    return sigmoid(with_ones(sigmoid(with_ones(X) @ W1)) @ W2).ravel(), y


def tangent(s, _options):
    return {"secant": deriv(cube, np.array(s["x"]), s["h"]), "slope": 3 * s["x"] ** 2}


def steps(s, _options):
    step, one = 10 ** s["e"], np.array(1.0)
    forward, central = approximate_derivative(cube, one, step), deriv(cube, one, step)
    return {"step": step, "forward": abs(forward - 3), "central": abs(central - 3)}


def chain(s, _options):
    return {"slope": chain_deriv_2([square, sigmoid], np.array([s["x"]]))[0], "first": 2 * s["x"]}


def axes(s, _options):
    sums = M.sum(axis=int(s["axis"]))
    return {"sum": sums[min(int(s["lane"]), len(sums) - 1)]}


def broadcast(s, _options):
    try:
        return {"entry": (M + ADDED[int(s["other"])]).ravel()[int(s["entry"])]}
    except ValueError:
        return {"entry": np.nan}


def contour(s, _options):
    slopes, turn = gradient(hill, np.array([s["x"], s["y"]])), np.radians(s["angle"])
    way = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ slopes
    length = np.linalg.norm(slopes)
    return {"length": length, "rise": slopes @ way / length if length > 1e-9 else 0}


def paths(s, _options):
    inner, outer = np.array([[2 * s["x"]], [3.0]]), np.array([3 * s["x"], s["x"] ** 2])
    outer *= [s["open"] != 2, s["open"] != 1]
    by = (inner.ravel() * outer).tolist()
    return {"by_u1": by[0], "by_u2": by[1], "slope": chain_rule_multivariable(inner, outer).item()}


def product(s, _options):
    X, W = np.array([[1, 2, -1], [0, 3, 2]]), np.array([[2, 1], [-1, 4], [3, 0]])
    return {"product": matmul_forward(X, W).ravel()[int(s["entry"])]}


def matrix(s, options):
    X, W = (np.array(options[name]) for name in "XW")
    entry, in_x = int(s["entry"]), s["entry"] < X.size
    moved_X, moved_W = X.copy(), W.copy()
    (moved_X if in_x else moved_W).ravel()[entry if in_x else entry - X.size] += s["nudge"]
    backward = matrix_function_backward_sum_1 if in_x else matrix_function_backward_sum_2
    slope = backward(X, W, sigmoid).ravel()[entry if in_x else entry - X.size]
    before = matrix_function_forward_sum(X, W, sigmoid)
    after = matrix_function_forward_sum(moved_X, moved_W, sigmoid)
    return {"loss": after, "change": after - before, "slope": slope, "predicted": slope * s["nudge"]}


def kink(s, _options):
    x = np.linspace(-2, 2, 401)
    above = np.max(abs(s["x"]) + s["a"] * (x - s["x"]) - abs(x))
    try:
        allowed = subderivative_abs(np.array([s["x"]]), s["a"]).item() == s["a"]
    except ValueError:
        allowed = False
    assert allowed == (above < 1e-9)
    return {"a": s["a"], "above": max(above, 0)}


def jacobian(s, _options):
    start = np.array([2.0, 3.0, 0.0])
    push = s["push"] * np.eye(3)[int(s["input"])]
    moved, told = two_outputs(start + push) - two_outputs(start), solutions_jacobian(two_outputs, start) @ push
    return {"y1": moved[0], "y2": moved[1], "told1": told[0], "told2": told[1]}


def layout(s, _options):
    J = np.arange(6).reshape(2, 3)
    table = to_denominator_layout(J) if s["layout"] else J
    row, column = np.argwhere(table == s["entry"])[0]
    return {"rows": table.shape[0], "columns": table.shape[1], "row": row, "column": column}


def calls(s, _options):
    ax = picture(int(s["calls"]))
    return {"lines": len(ax.lines), "left": ax.get_xlim()[0], "right": ax.get_xlim()[1]}


def boundary(s, options):
    said, kinds = trained(options, 10 * int(s["strides"]))
    return {"loss": np.mean((said - kinds) ** 2), "right": np.sum((said > 0.5) == (kinds > 0.5))}


def descent(s, _options):
    one = np.array([[1.0]])
    steps, start = int(s["steps"]), np.array([[s["w"]]])
    losses, _ = gradient_descent(one, 2 * one, start, lambda n: n, s["rate"], steps + 1)
    before = gradient_descent(one, 2 * one, start, lambda n: n, s["rate"], steps)[1]
    return {"w": before.item(), "loss": losses[-1], "slope": 2 * (before.item() - 2)}


NUMBERS = {
    "axes": axes,
    "broadcast": broadcast,
    "tangent": tangent,
    "steps": steps,
    "chain": chain,
    "contour": contour,
    "paths": paths,
    "product": product,
    "matrix": matrix,
    "kink": kink,
    "jacobian": jacobian,
    "layout": layout,
    "calls": calls,
    "descent": descent,
    "boundary": boundary,
}
