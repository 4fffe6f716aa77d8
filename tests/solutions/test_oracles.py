"""The reference solutions agree with tools that find slopes another way.

autograd applies the rules of calculus to the program itself, mpmath computes with as many digits as are asked
for, and the complex step f′(x) = Im f(x + ih) / h takes no difference and so has no round-off. None of them
knows the solutions.
"""

import autograd
import autograd.numpy as anp
import mpmath
import numpy as np
import pytest

from solutions import training
from solutions.chains import chain_deriv_2, chain_deriv_3, chain_deriv_n
from solutions.derivatives import approximate_derivative, deriv, step_errors, tangent_line
from solutions.functions import sigmoid
from solutions.matrices import (
    matmul_backward_first,
    matmul_backward_second,
    matrix_function_backward_1,
    matrix_function_backward_sum_1,
    matrix_function_backward_sum_2,
)
from solutions.matrix_calculus import (
    grad_matrix_vector,
    grad_quadratic,
    grad_squared_frobenius,
    grad_squared_norm,
    grad_vector_matrix,
    jacobian,
    subderivative_abs,
    subderivative_relu,
    to_denominator_layout,
)
from solutions.multiple_inputs import (
    chain_rule_multivariable,
    gradient,
    multiple_inputs_add_backward,
    multiple_inputs_multiply_backward,
    partial_derivative,
)

TRUNCATION = 5e-6  # of a central difference with step 0.001 for functions whose third slope stays below 30
POINTS = np.array([-2.0, -0.7, 0.5, 1.5])
SMOOTH = {
    "tanh": anp.tanh,
    "sin": anp.sin,
    "exp": anp.exp,
    "cube": lambda x: x * x * x,
    "logistic": lambda x: 1 / (1 + anp.exp(-x)),
}
smooth = pytest.mark.parametrize("sigma", SMOOTH.values(), ids=SMOOTH)


def matrices(seed=5, m=2, n=3, p=4):
    random = np.random.default_rng(seed)
    return random.uniform(-1, 1, (m, n)), random.uniform(-1, 1, (n, p))


def close(actual, expected, atol=TRUNCATION):
    assert np.shape(actual) == np.shape(expected)
    np.testing.assert_allclose(actual, expected, rtol=0, atol=atol)


# --- functions


@pytest.mark.parametrize("x", [-1000, -745, -700.5, -40, -1.5, -1e-9, 0, 1e-9, 0.3, 1.5, 40, 700.5, 1000])
def test_sigmoid_to_the_last_digits(x):
    with mpmath.workdps(60):
        exact = float(1 / (1 + mpmath.exp(-mpmath.mpf(x))))
    smallest = 5e-324  # what lies below the normal floats has few digits
    assert float(sigmoid(np.array([x]))[0]) == pytest.approx(exact, rel=5e-16, abs=smallest)
    assert float(sigmoid(x)) == pytest.approx(exact, rel=5e-16, abs=smallest)


# --- derivatives

MP = {
    "exp": (np.exp, mpmath.exp),
    "sin": (np.sin, mpmath.sin),
    "cube": (lambda x: x * x * x, lambda x: x**3),
    "root": (np.sqrt, mpmath.sqrt),
}


@pytest.mark.parametrize("delta", [0.5, 0.1, 1e-3, 1e-6])
@pytest.mark.parametrize(("func", "exact"), MP.values(), ids=MP)
def test_deriv_is_the_central_difference_but_for_round_off(func, exact, delta):
    x = np.array([0.75, 1.0, 2.5])
    with mpmath.workdps(50):
        h = mpmath.mpf(delta)
        expected = [float((exact(mpmath.mpf(v) + h) - exact(mpmath.mpf(v) - h)) / (2 * h)) for v in x]
    close(deriv(func, x, delta), expected, atol=1e-14 / delta)


@pytest.mark.parametrize("p", [0.5, 0.1, 1e-3, 1e-6])
@pytest.mark.parametrize(("func", "exact"), MP.values(), ids=MP)
def test_approximate_derivative_is_the_forward_difference_but_for_round_off(func, exact, p):
    x = np.array([0.75, 1.0, 2.5])
    with mpmath.workdps(50):
        h = mpmath.mpf(p)
        expected = [float((exact(mpmath.mpf(v) + h) - exact(mpmath.mpf(v))) / h) for v in x]
    close(approximate_derivative(func, x, p), expected, atol=2e-14 / p)


@pytest.mark.parametrize(("func", "exact"), MP.values(), ids=MP)
def test_errors_are_those_of_the_series(func, exact):
    x, steps = 1.0, np.array([1e-2, 1e-3])
    with mpmath.workdps(50):
        slope, second, third = (float(mpmath.diff(exact, x, k)) for k in (1, 2, 3))
    errors = step_errors(func, slope, x, steps)
    np.testing.assert_allclose(errors[:, 0], steps * abs(second) / 2, rtol=0.01)
    np.testing.assert_allclose(errors[:, 1], steps**2 * abs(third) / 6, rtol=0.01)


def test_step_errors_in_many_digits():
    steps = np.array([0.25, 0.125, 1e-3])
    with mpmath.workdps(50):
        rows = []
        for h in map(mpmath.mpf, steps):
            forward = (mpmath.exp(1 + h) - mpmath.e) / h
            central = (mpmath.exp(1 + h) - mpmath.exp(1 - h)) / (2 * h)
            rows.append([float(abs(forward - mpmath.e)), float(abs(central - mpmath.e))])
    close(step_errors(np.exp, np.e, 1.0, steps), rows, atol=1e-12)


def test_step_errors_make_a_v():
    forward, central = step_errors(np.exp, np.e, 1.0, [1e-1, 1e-5, 1e-8, 1e-15]).T
    # The best step of a forward difference is near the square root of 2e-16, that of a central one near its
    # cube root; a wide step and a tiny one are both far worse.
    assert forward[2] < 1e-6
    assert central[1] < 1e-8
    for ends in (forward[[0, -1]], central[[0, -1]]):
        assert np.all(ends > 1e-3)


@smooth
def test_deriv(sigma):
    close(deriv(sigma, POINTS), autograd.elementwise_grad(sigma)(POINTS))


@smooth
def test_deriv_by_the_complex_step(sigma):
    close(deriv(sigma, POINTS), np.imag(sigma(POINTS + 1e-30j)) / 1e-30)


@smooth
def test_tangent_line_is_the_series_up_to_its_linear_term(sigma):
    t = np.array([0.0, 0.7, 1.4])
    slope = autograd.elementwise_grad(sigma)(0.7)
    close(tangent_line(sigma, 0.7)(t), sigma(0.7) + slope * (t - 0.7))


# --- chains

INNER = {"bend": lambda x: anp.maximum(0.2 * x, x), "parabola": lambda x: x * x - x, "sin": anp.sin}


@smooth
@pytest.mark.parametrize("inner", INNER.values(), ids=INNER)
def test_chain_deriv_2(inner, sigma):
    close(
        chain_deriv_2([inner, sigma], POINTS),
        autograd.elementwise_grad(lambda x: sigma(inner(x)))(POINTS),
        1e-3,
    )


@pytest.mark.parametrize("inner", INNER.values(), ids=INNER)
def test_chain_deriv_3_and_n(inner):
    chain = [inner, lambda u: u * u, anp.tanh]
    expected = autograd.elementwise_grad(lambda x: anp.tanh(inner(x) ** 2))(POINTS)
    close(chain_deriv_3(chain, POINTS), expected, 1e-4)
    close(chain_deriv_n(chain, POINTS), expected, 1e-4)


def test_chain_deriv_n_of_five():
    chain = [anp.sin, anp.exp, anp.tanh, lambda u: u * u, anp.cos]
    expected = autograd.elementwise_grad(lambda x: anp.cos(anp.tanh(anp.exp(anp.sin(x))) ** 2))(POINTS)
    close(chain_deriv_n(chain, POINTS), expected)


# --- several inputs


@smooth
def test_multiple_inputs_add_backward(sigma):
    x, y = matrices(1, 2, 3, 3)[0], matrices(2, 2, 3, 3)[0]
    expected = autograd.grad(lambda both: anp.sum(sigma(both[0] + both[1])))((x, y))
    for actual, wanted in zip(multiple_inputs_add_backward(x, y, sigma), expected, strict=True):
        close(actual, wanted)


@smooth
def test_multiple_inputs_multiply_backward(sigma):
    x, y = matrices(1, 2, 3, 3)[0], matrices(2, 2, 3, 3)[0]
    expected = autograd.grad(lambda both: anp.sum(sigma(both[0] * both[1])))((x, y))
    for actual, wanted in zip(multiple_inputs_multiply_backward(x, y, sigma), expected, strict=True):
        close(actual, wanted)


def landscape(x):
    """Mix the coordinates, so that a wrong index or a coordinate left moved shows."""
    x = anp.ravel(x)
    return anp.sin(x[0] * x[1]) + x[2] * anp.exp(x[3]) - anp.sum(x * x) * x[0]


@pytest.mark.parametrize("shape", [(6,), (2, 3), (3, 1, 2)])
def test_gradient(shape):
    x = np.random.default_rng(3).uniform(-1, 1, shape)
    close(gradient(landscape, x), autograd.grad(landscape)(x))


def test_partial_derivative():
    x = np.random.default_rng(4).uniform(-1, 1, 6)
    expected = autograd.grad(landscape)(x)
    close([partial_derivative(landscape, x, i) for i in range(6)], expected)


def test_partial_derivative_by_the_complex_step():
    x = np.random.default_rng(4).uniform(-1, 1, 6)
    for i in range(6):
        moved = x + 1e-30j * np.eye(6)[i]
        close(partial_derivative(landscape, x, i), landscape(moved).imag / 1e-30)


def inner_map(x):
    return anp.array([x[0] * x[1], anp.sin(x[2]), x[0] - x[2], anp.exp(x[1])])


def test_chain_rule_multivariable():
    x = np.array([0.4, -0.3, 1.1])

    def outer(u):
        return u[0] * u[1] + anp.tanh(u[2]) - u[3] ** 2

    actual = chain_rule_multivariable(autograd.jacobian(inner_map)(x), autograd.grad(outer)(inner_map(x)))
    close(actual, autograd.grad(lambda x: outer(inner_map(x)))(x), 1e-14)


# --- matrices


def test_matmul_backward_by_an_upstream_slope():
    X, W = matrices()
    U = np.random.default_rng(6).uniform(-1, 1, (2, 4))  # the slopes of some L by N
    by_X, by_W = autograd.grad(lambda both: anp.sum(U * (both[0] @ both[1])))((X, W))
    close(U @ matmul_backward_first(X, W), by_X, 1e-14)
    close(matmul_backward_second(X, W) @ U, by_W, 1e-14)


def test_matmul_backward_is_the_jacobian_of_one_row_and_of_one_column():
    X, W = matrices(m=1)
    close(matmul_backward_first(X, W), autograd.jacobian(lambda x: x @ W)(X[0]), 1e-14)
    X, W = matrices(p=1)
    close(matmul_backward_second(X, W).T, autograd.jacobian(lambda w: X @ w)(W[:, 0]), 1e-14)


@smooth
@pytest.mark.parametrize("sizes", [(2, 3, 4), (3, 3, 2), (1, 3, 1), (4, 1, 2)])
def test_matrix_functions_backward(sigma, sizes):
    X, W = matrices(7, *sizes)
    by_X, by_W = autograd.grad(lambda both: anp.sum(sigma(both[0] @ both[1])))((X, W))
    close(matrix_function_backward_1(X, W, sigma), by_X)
    close(matrix_function_backward_sum_1(X, W, sigma), by_X)
    close(matrix_function_backward_sum_2(X, W, sigma), by_W)


# --- matrix calculus


def test_jacobian():
    x = np.array([0.4, -0.3, 1.1])
    expected = autograd.jacobian(inner_map)(x)
    close(jacobian(inner_map, x), expected)
    close(to_denominator_layout(jacobian(inner_map, x)), expected.T)


def test_rules_in_denominator_layout():
    random = np.random.default_rng(8)
    A, x, z = random.normal(size=(2, 3)), random.normal(size=3), random.normal(size=2)
    Q = random.normal(size=(3, 3))
    close(grad_matrix_vector(A, x), to_denominator_layout(autograd.jacobian(lambda v: A @ v)(x)), 1e-13)
    close(grad_vector_matrix(z, A), to_denominator_layout(autograd.jacobian(lambda v: v @ A)(z)), 1e-13)
    close(grad_quadratic(Q, x), autograd.grad(lambda v: v @ Q @ v)(x), 1e-13)
    close(grad_squared_norm(x), autograd.grad(lambda v: anp.sum(v**2))(x), 1e-13)
    close(grad_squared_frobenius(A), autograd.grad(lambda M: anp.trace(M.T @ M))(A), 1e-13)


def test_subderivatives_away_from_the_kink():
    close(subderivative_abs(POINTS), autograd.elementwise_grad(anp.abs)(POINTS), 0)
    close(subderivative_relu(POINTS), autograd.elementwise_grad(lambda x: anp.maximum(x, 0))(POINTS), 0)


# --- training


@pytest.mark.parametrize("values", [(2.0, 1.0, 3.0, 1.0, 0.5, -1.0), (-0.7, 0.4, 1.1, -0.6, -2.0, 0.3)])
def test_two_layer_gradients(values):
    expected = autograd.grad(lambda parameters: training.two_layer_loss(*values[:2], *parameters))(values[2:])
    close(training.two_layer_gradients(*values), expected, 1e-13)


def test_gradient_check_passes_what_autograd_says():
    x = np.random.default_rng(9).uniform(0.5, 1.5, (2, 3))
    assert training.gradient_check(landscape, autograd.grad(landscape), x) < 1e-6


@pytest.mark.parametrize("slip", [lambda g: 2 * g, lambda g: -g, lambda g: g + 0.01, np.zeros_like])
def test_gradient_check_catches_slips(slip):
    x = np.random.default_rng(9).uniform(0.5, 1.5, (2, 3))
    assert training.gradient_check(landscape, lambda x: slip(autograd.grad(landscape)(x)), x) > 1e-4


def test_gradient_check_is_its_formula():
    slopes = np.array([3.0, 5.0, -4.0])
    wrong = np.array([2.0, 5.0, -12.0])
    error = training.gradient_check(lambda x: x @ slopes, lambda x: wrong, np.array([1.0, 2.0, 3.0]))
    assert error == pytest.approx(8 / 16, rel=1e-8)


def test_gradient_check_has_a_floor():
    error = training.gradient_check(lambda x: 0.0, lambda x: np.full(2, 1e-9), np.zeros(2))
    assert error == pytest.approx(0.1)


@pytest.mark.parametrize("sizes", [(6, 3, 2), (5, 2, 1), (1, 3, 1)])
@smooth
def test_gradient_descent_follows_the_exact_gradient(sigma, sizes):
    X, start = matrices(10, *sizes)
    y = np.random.default_rng(11).uniform(0, 1, (sizes[0], sizes[2]))

    def loss(W):
        return anp.mean((sigma(X @ W) - y) ** 2)

    W, expected = start.copy(), []
    for _ in range(6):
        expected.append(loss(W))
        W = W - 0.05 * autograd.grad(loss)(W)
    losses, trained = training.gradient_descent(X, y, start, sigma, 0.05, 6)
    close(losses, expected, 1e-5)
    close(trained, W, 1e-5)
