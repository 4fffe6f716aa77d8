"""Functions that are wrong in a way that is easily overlooked, and unusual ones that are right: what the checks say."""

import functools
from itertools import accumulate

import numpy as np
import pytest

from grader.authoring.audit.grading import Grading
from grader.course.checks_of import checks_of
from grader.course.solutions.reference import Solutions
from solutions.derivatives import deriv
from solutions.matrices import matrix_function_forward_sum
from solutions.multiple_inputs import gradient

KEPT = {}


def room_for(shape):
    return KEPT.setdefault(shape, np.empty(shape))


# --- wrong


def square_in_the_order_of_memory(x):
    return np.array([v * v for v in x.ravel(order="K")]).reshape(x.shape)


def square_of_the_bits_of_float32(x):
    return (x.astype(np.float32) ** 2).astype(x.dtype)


def relu_below_a_thousand(x):
    return np.clip(x, 0, 1000)


def leaky_relu_of_the_first_type(x):
    return np.vectorize(lambda v: v if v > 0 else 0.2 * v)(x) if x.size else x * 1.0


def leaky_relu_without_axes_of_size_one(x):
    return np.where(x > 0, x, 0.2 * x).squeeze()


def sigmoid_remembered_by_shape(x):
    return KEPT.setdefault(("sigmoid", x.shape), (1 + np.tanh(x / 2)) / 2)


def partial_derivative_of_a_mask(func, point, i, p=1e-3):
    if abs(i) >= len(point):
        raise IndexError(i)
    step = p * (np.arange(len(point)) == i)
    return (func(point + step) - func(point - step)) / (2 * p)


def chain_deriv_n_from_the_end_each_time(chain, input_range):
    assert chain
    assert input_range.ndim == 1
    *before, last = chain
    if not before:
        return deriv(last, input_range)
    value = functools.reduce(lambda u, func: func(u), before, input_range)
    return deriv(last, value) * chain_deriv_n_from_the_end_each_time(before, input_range)


def deriv_of_a_copy_that_moves(func, input_, delta=0.001):
    x = np.array(input_, dtype=float)
    x += delta
    up = func(x)
    x -= 2 * delta
    return (up - func(x)) / (2 * delta)


def step_errors_in_sorted_order(func, slope, x, steps):
    forward = [abs((func(x + h) - func(x)) / h - slope) for h in sorted(steps)]
    central = [abs((func(x + h) - func(x - h)) / (2 * h) - slope) for h in sorted(steps)]
    return np.column_stack([forward, central])


def tangent_line_with_shared_numbers(func, x0):
    KEPT["line"] = deriv(func, np.array(float(x0))), func(x0)
    return lambda t: KEPT["line"][1] + KEPT["line"][0] * (t - x0)


def chain_length_2_that_empties_the_list(chain, x):
    assert len(chain) == 2
    return chain.pop()(chain.pop()(x))


def chain_deriv_2_of_squeezed_points(chain, input_range):
    assert len(chain) == 2
    points = np.squeeze(input_range)
    assert points.ndim == 1
    return deriv(chain[1], chain[0](points)) * deriv(chain[0], points)


def multiple_inputs_add_of_equal_sizes(x, y, sigma):
    assert x.size == y.size
    return sigma(x + y)


def partial_derivative_around_the_corner(func, point, i, p=1e-3):
    step = p * np.eye(len(point))[i % len(point)]
    return (func(point + step) - func(point - step)) / (2 * p)


def gradient_column_by_column(func, x, p=1e-3):
    steps = p * np.eye(x.size).reshape(x.size, *x.shape)
    return np.array([(func(x + s) - func(x - s)) / (2 * p) for s in steps]).reshape(x.shape, order="F")


def matmul_forward_in_one_room(X, W):
    assert X.shape[1] == W.shape[0], f"{X.shape[1]} and {W.shape[0]}"
    return np.matmul(X, W, out=room_for((X.shape[0], W.shape[1])))


def matmul_backward_first_in_the_order_of_memory(X, W):
    return W.ravel(order="K").reshape(W.shape[::-1], order="F")


def matmul_backward_second_by_shape(X, W):
    X.shape = X.shape[::-1]
    return X


def matrix_function_forward_sum_of_cut_numbers(X, W, sigma):
    return np.sum(sigma(np.clip(X @ W, -500, 500)))


def matrix_function_backward_sum_2_like_the_weights(X, W, sigma):
    out = np.zeros_like(W)
    out += (X.T @ deriv(sigma, X @ W)).astype(W.dtype)
    return out


def subderivative_abs_nearly_at_the_kink(x, a=0.0):
    if abs(a) > 1:
        raise ValueError(a)
    return np.where(np.isclose(x, 0), a, np.sign(x))


def jacobian_of_a_point_that_moves(func, x, p=1e-3):
    point, columns = np.array(x, dtype=float), []
    for j in range(len(point)):
        point[j] = x[j] + p
        up = func(point)
        point[j] = x[j] - p
        columns.append((up - func(point)) / (2 * p))
        point[j] = x[j]
    return np.column_stack(columns)


def grad_squared_frobenius_of_cut_numbers(X):
    return np.clip(2 * X, -1000, 1000)


def gradient_descent_with_one_list(X, y, W, sigma, learning_rate, steps, losses=[]):  # noqa: B006
    W = W.astype(float)
    for _ in range(steps):
        N = X @ W
        losses.append(np.mean((sigma(N) - y) ** 2))
        W = W - learning_rate * 2 / y.size * X.T @ ((sigma(N) - y) * deriv(sigma, N))
    return np.array(losses), W


# --- right


def right_relu_by_a_product(x):
    return x * (x > 0)


def right_leaky_relu_by_the_step_function(x):
    return x * (0.2 + 0.8 * np.heaviside(x, 0))


def right_deriv_of_a_stack(func, input_, delta=0.001):
    up, down = func(np.stack([input_ + delta, input_ - delta]))
    return (up - down) / (2 * delta)


def right_tangent_line_as_a_partial(func, x0):
    slope = deriv(func, np.float64(x0))
    return functools.partial(lambda m, b, t: b + m * t, slope, func(np.float64(x0)) - slope * x0)


def right_chain_length_3_by_its_pattern(chain, x):
    match chain:
        case [f1, f2, f3]:
            return f3(f2(f1(x)))
    raise AssertionError("three functions are needed")


def right_chain_deriv_n_by_accumulation(chain, input_range):
    assert chain
    assert input_range.ndim == 1
    values = accumulate(chain, lambda value, func: func(value), initial=input_range)
    return np.prod([deriv(func, value) for func, value in zip(chain, values, strict=False)], axis=0)


def right_matmul_backward_second_by_zip(X, W):
    return np.array(list(zip(*X, strict=True)))


def right_matrix_function_backward_1_by_the_sum(X, W, sigma):
    return gradient(lambda point: matrix_function_forward_sum(point, W, sigma), X)


def right_subderivative_abs_with_the_choice_added(x, a=0.0):
    if not -1 <= a <= 1:
        raise ValueError(a)
    return np.sign(x) + a * (x == 0)


def right_partial_derivative_of_any_index(func, point, i, p=1e-3):
    places = np.arange(len(point))
    step = p * (places == places[i])
    return (func(point + step) - func(point - step)) / (2 * p)


def right_chain_deriv_n_in_one_expression(chain, input_range):
    assert chain
    assert input_range.ndim == 1
    inputs = accumulate(chain[:-1], lambda value, func: func(value), initial=input_range)
    return functools.reduce(np.multiply, map(deriv, chain, inputs))


def right_gradient_descent_by_the_loss(X, y, W, sigma, learning_rate, steps):
    def loss(weights):
        return np.mean((sigma(X @ weights) - y) ** 2)

    W, losses = np.array(W, dtype=float), []
    while len(losses) < steps:
        losses.append(loss(W))
        W = W - learning_rate * gradient(loss, W)
    return np.array(losses), W


def right_gradient_descent_that_keeps_whole_weights_where_nothing_moves(X, y, W, sigma, learning_rate, steps):
    losses = np.zeros(steps)
    for step in range(steps):
        error = sigma(X @ W) - y
        losses[step] = np.mean(error**2)
        W = W - learning_rate * 2 / error.size * X.T @ (error * deriv(sigma, X @ W))
    return losses, W


FUNCTIONS = [one for one in globals().values() if getattr(one, "__module__", "") == __name__ and one is not room_for]


@pytest.fixture(scope="module")
def solutions():
    return Solutions(20)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_the_checks_tell_right_from_wrong(course, solutions, function):
    KEPT.clear()
    name = function.__name__.removeprefix("right_")
    exercise = max((one for one in course.exercises if name.startswith(f"{one.name}_")), key=lambda one: len(one.name))
    failed = Grading(function, checks_of(exercise), solutions).failed
    assert bool(failed) == (name == function.__name__), [check.name for check in failed]
