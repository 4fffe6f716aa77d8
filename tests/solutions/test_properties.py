"""What holds for every input: laws of calculus, tried on made-up inputs, the same every time."""

import numpy as np
import pytest
from helpers import WHOLE
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from solutions.chains import (
    chain_deriv_2,
    chain_deriv_3,
    chain_deriv_n,
    chain_length_2,
    chain_length_3,
    chain_length_n,
)
from solutions.derivatives import approximate_derivative, deriv, tangent_line
from solutions.functions import leaky_relu, relu, sigmoid, square
from solutions.matrices import (
    matmul_backward_first,
    matmul_backward_second,
    matmul_forward,
    matrix_forward_extra,
    matrix_function_backward_1,
    matrix_function_backward_sum_1,
    matrix_function_backward_sum_2,
    matrix_function_forward_sum,
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
    multiple_inputs_add,
    multiple_inputs_add_backward,
    multiple_inputs_multiply_backward,
    partial_derivative,
)
from solutions.training import gradient_descent, two_layer_gradients, two_layer_loss

always_the_same = settings(derandomize=True, database=None, deadline=None, max_examples=40 if WHOLE else 20)

numbers = st.floats(-3, 3).map(lambda v: round(v, 6))
any_shape = arrays(np.float64, array_shapes(min_dims=0, max_dims=3, max_side=4), elements=numbers)
vectors = arrays(np.float64, st.integers(1, 6), elements=numbers)
smooth = st.sampled_from([np.tanh, np.sin, np.cos, sigmoid, square, lambda x: x * x - 3 * x])
bounded = st.sampled_from([np.tanh, np.sin, np.cos, sigmoid])


@st.composite
def same_shape(draw, how_many=2):
    shape = draw(array_shapes(min_dims=0, max_dims=3, max_side=4))
    return tuple(draw(arrays(np.float64, shape, elements=numbers)) for _ in range(how_many))


@st.composite
def factors(draw):
    m, n, p = (draw(st.integers(1, 4)) for _ in range(3))
    return tuple(draw(arrays(np.float64, shape, elements=numbers)) for shape in ((m, n), (n, p)))


def close(actual, expected, atol=1e-9):
    assert np.shape(actual) == np.shape(expected)
    np.testing.assert_allclose(actual, expected, rtol=1e-9, atol=atol)


# --- functions


@always_the_same
@given(any_shape)
def test_square_is_even_and_not_negative(x):
    close(square(-x), square(x), 0)
    assert np.all(square(x) >= 0)
    close(np.sqrt(square(x)), np.abs(x))


@always_the_same
@given(any_shape)
def test_relu_keeps_the_positive_and_is_flat_elsewhere(x):
    close(relu(x) - relu(-x), x, 0)
    close(relu(x) + relu(-x), np.abs(x), 0)


@always_the_same
@given(any_shape)
def test_leaky_relu_is_a_mix_of_relu_and_its_input(x):
    close(leaky_relu(x), 0.8 * relu(x) + 0.2 * x)


@always_the_same
@given(arrays(np.float64, array_shapes(min_dims=0, max_dims=2), elements=st.floats(-1e6, 1e6)))
def test_sigmoid_is_symmetric_between_0_and_1(x):
    s = sigmoid(x)
    assert np.shape(s) == x.shape
    assert np.all((s >= 0) & (s <= 1))
    close(s + sigmoid(-x), np.ones(x.shape), 1e-15)


@always_the_same
@given(any_shape)
def test_sigmoid_is_half_of_a_tanh(x):
    close(sigmoid(x), (1 + np.tanh(x / 2)) / 2, 1e-15)


@always_the_same
@given(arrays(np.float64, 8, elements=st.floats(-800, 800)))
def test_sigmoid_rises(x):
    assert np.all(np.diff(sigmoid(np.sort(x))) >= 0)


# --- derivatives


@always_the_same
@given(any_shape, smooth, smooth, numbers, numbers)
def test_deriv_is_linear(x, f, g, a, b):
    close(deriv(lambda v: a * f(v) + b * g(v), x), a * deriv(f, x) + b * deriv(g, x), 1e-10)


@always_the_same
@given(any_shape, numbers, numbers, numbers, st.floats(1e-3, 1))
def test_deriv_is_exact_for_parabolas_whatever_the_step(x, a, b, c, delta):
    close(deriv(lambda v: a * v * v + b * v + c, x, delta), 2 * a * x + b)


@always_the_same
@given(any_shape, smooth, st.floats(1e-3, 0.5))
def test_deriv_is_the_mean_of_forward_and_backward(x, f, delta):
    forward, backward = approximate_derivative(f, x, delta), approximate_derivative(f, x, -delta)
    close(deriv(f, x, delta), (forward + backward) / 2, 1e-10)


@always_the_same
@given(any_shape, st.floats(1e-2, 0.5))
def test_the_cube_tells_the_differences_apart(x, h):
    close(deriv(lambda v: v * v * v, x, h), 3 * x * x + h * h)
    close(approximate_derivative(lambda v: v * v * v, x, h), 3 * x * x + 3 * x * h + h * h)


@always_the_same
@given(any_shape, smooth)
def test_default_steps_are_a_thousandth(x, f):
    assert np.array_equal(deriv(f, x), deriv(f, x, 0.001))
    assert np.array_equal(approximate_derivative(f, x), approximate_derivative(f, x, 1e-3))


@always_the_same
@given(any_shape, smooth, smooth)
def test_product_rule(x, f, g):
    close(deriv(lambda v: f(v) * g(v), x), deriv(f, x) * g(x) + f(x) * deriv(g, x), 1e-3)


@always_the_same
@given(numbers, smooth, any_shape)
def test_tangent_line_touches_the_curve_and_is_straight(x0, f, t):
    line = tangent_line(f, x0)
    close(line(x0), f(np.array(x0)))
    close(line(t + 1) - line(t), np.full(t.shape, deriv(f, np.array(x0))))


# --- chains


@always_the_same
@given(any_shape, smooth, smooth, smooth)
def test_chain_lengths_agree(x, f, g, h):
    close(chain_length_2([f, g], x), g(f(x)), 0)
    close(chain_length_n([f, g], x), g(f(x)), 0)
    close(chain_length_3([f, g, h], x), h(g(f(x))), 0)
    close(chain_length_n([f, g, h], x), h(g(f(x))), 0)
    close(chain_length_n([f], x), f(x), 0)


@always_the_same
@given(vectors, bounded, smooth)
def test_chain_rule_is_the_slope_of_the_composed_function(x, f, g):
    close(chain_deriv_2([f, g], x), deriv(lambda v: g(f(v)), x), 1e-5)


@always_the_same
@given(vectors, bounded, smooth, bounded)
def test_chain_rule_of_three_is_the_slope_of_the_composed_function(x, f, g, h):
    close(chain_deriv_3([f, g, h], x), deriv(lambda v: h(g(f(v))), x), 1e-3)


@always_the_same
@given(vectors, st.lists(bounded, min_size=1, max_size=6))
def test_chain_rule_of_any_length_is_the_slope_of_the_composed_function(x, chain):
    close(chain_deriv_n(chain, x), deriv(lambda v: chain_length_n(chain, v), x), 1e-5)


@always_the_same
@given(vectors, smooth, smooth, smooth)
def test_chain_derivatives_agree(x, f, g, h):
    close(chain_deriv_n([f], x), deriv(f, x))
    close(chain_deriv_n([f, g], x), chain_deriv_2([f, g], x))
    close(chain_deriv_n([f, g, h], x), chain_deriv_3([f, g, h], x))


def test_chain_deriv_n_calls_each_function_as_often_as_it_must():
    calls = []

    def counted(x):
        calls.append(x)
        return x

    chain_deriv_n([counted] * 10, np.array([1.0]))
    assert len(calls) <= 30  # twice for the slope, once for the value


# --- several inputs


@always_the_same
@given(same_shape(), bounded)
def test_adding_is_symmetric(inputs, sigma):
    x, y = inputs
    close(multiple_inputs_add(x, y, sigma), multiple_inputs_add(y, x, sigma), 0)
    by_x, by_y = multiple_inputs_add_backward(x, y, sigma)
    assert np.array_equal(by_x, by_y)
    close(by_x, deriv(lambda v: multiple_inputs_add(v, y, sigma), x), 1e-6)


@always_the_same
@given(same_shape(), bounded)
def test_multiplying_swaps_with_its_inputs(inputs, sigma):
    x, y = inputs
    by_x, by_y = multiple_inputs_multiply_backward(x, y, sigma)
    close(multiple_inputs_multiply_backward(y, x, sigma), (by_y, by_x), 0)
    close(by_x, deriv(lambda v: sigma(v * y), x), 1e-5)
    close(by_y, deriv(lambda v: sigma(x * v), y), 1e-5)


@always_the_same
@given(any_shape)
def test_gradient_of_any_shape_is_the_partials(x):
    weights = np.cos(np.arange(x.size))

    def func(v):
        assert v.shape == x.shape
        flat = np.ravel(v)
        return np.sin(flat @ weights) + flat[0] * flat[-1]

    partials = [partial_derivative(lambda v: func(v.reshape(x.shape)), x.ravel(), i) for i in range(x.size)]
    close(gradient(func, x), np.reshape(partials, x.shape), 1e-11)


@always_the_same
@given(vectors, st.data())
def test_partial_derivative_counts_negative_indices_from_the_end(x, data):
    i = data.draw(st.integers(0, x.size - 1))
    weights = np.cos(np.arange(x.size))

    def func(v):
        return np.sin(v @ weights)

    assert partial_derivative(func, x, i - x.size) == partial_derivative(func, x, i)


@always_the_same
@given(vectors, st.integers(0, 3))
def test_partial_derivative_outside_is_an_index_error(x, beyond):
    for i in (x.size + beyond, -x.size - 1 - beyond):
        with pytest.raises(IndexError):
            partial_derivative(np.sum, x, i)


@always_the_same
@given(any_shape, numbers, bounded)
def test_gradient_of_a_sum_is_the_slope_of_each_element(x, a, sigma):
    close(gradient(lambda v: a * np.sum(sigma(v)), x), a * deriv(sigma, x), 1e-8)


@always_the_same
@given(factors())
def test_chain_rule_multivariable_adds_the_paths(pair):
    jacobian_, W = pair
    upstream = np.resize(W, jacobian_.shape[0])
    paths = [[u * slope for slope in row] for u, row in zip(upstream, jacobian_, strict=True)]
    close(chain_rule_multivariable(jacobian_, upstream), np.sum(paths, axis=0))


# --- matrices


@always_the_same
@given(factors())
def test_matmul_is_rows_times_columns(pair):
    X, W = pair
    close(matmul_forward(X, W), [[sum(row * column) for column in W.T] for row in X])


@always_the_same
@given(factors(), bounded)
def test_shapes_of_slopes_are_the_shapes_of_what_moves(pair, sigma):
    X, W = pair
    assert matmul_backward_first(X, W).shape == W.shape[::-1]
    assert matmul_backward_second(X, W).shape == X.shape[::-1]
    assert matrix_function_backward_1(X, W, sigma).shape == X.shape
    assert matrix_function_backward_sum_1(X, W, sigma).shape == X.shape
    assert matrix_function_backward_sum_2(X, W, sigma).shape == W.shape
    assert np.shape(matrix_function_forward_sum(X, W, sigma)) == ()


@always_the_same
@given(factors(), bounded)
def test_slopes_of_the_sum_are_its_gradient(pair, sigma):
    X, W = pair
    close(
        matrix_function_backward_sum_1(X, W, sigma),
        gradient(lambda v: matrix_function_forward_sum(v, W, sigma), X),
        1e-4,
    )
    close(
        matrix_function_backward_sum_2(X, W, sigma),
        gradient(lambda v: matrix_function_forward_sum(X, v, sigma), W),
        1e-4,
    )


@always_the_same
@given(factors(), bounded)
def test_transposing_the_product_swaps_the_two_slopes(pair, sigma):
    X, W = pair
    close(matrix_forward_extra(W.T, X.T, sigma), matrix_forward_extra(X, W, sigma).T)
    close(matrix_function_backward_sum_1(W.T, X.T, sigma), matrix_function_backward_sum_2(X, W, sigma).T)


# --- matrix calculus


@always_the_same
@given(factors())
def test_layouts_are_transposes(pair):
    A, _ = pair
    x, z = np.linspace(-1, 1, A.shape[1]), np.linspace(-1, 1, A.shape[0])
    J = jacobian(lambda v: A @ v, x)
    close(J, A)
    close(to_denominator_layout(J), grad_matrix_vector(A, x))
    close(to_denominator_layout(jacobian(lambda v: v @ A, z)), grad_vector_matrix(z, A))
    assert np.array_equal(to_denominator_layout(to_denominator_layout(A)), A)


@always_the_same
@given(factors())
def test_quadratic_and_norm_are_gradients(pair):
    x, A = pair[0][0], pair[0].T @ pair[0] + np.tri(pair[0].shape[1])
    close(grad_quadratic(A, x), gradient(lambda v: v @ A @ v, x), 1e-8)
    close(grad_quadratic(np.eye(len(x)), x), grad_squared_norm(x))
    close(grad_squared_frobenius(A), gradient(lambda v: np.sum(v * v), A), 1e-8)


@always_the_same
@given(any_shape, st.floats(-1, 1), st.floats(0, 1))
def test_subderivatives_keep_the_line_below_the_curve(x, a, b):
    for f, slope in ((np.abs, subderivative_abs(x, a)), (relu, subderivative_relu(x, b))):
        assert slope.shape == x.shape
        for t in (-2.0, 0.0, 0.3, 5.0):
            assert np.all(f(x) + slope * (t - x) <= f(t) + 1e-12)


@always_the_same
@given(any_shape, st.floats(0, 1))
def test_subderivatives_of_the_two_belong_together(x, a):
    close(subderivative_relu(x, a) - subderivative_relu(-x, 1 - a), np.where(x == 0, 2 * a - 1, np.sign(x)))
    close(subderivative_abs(x, 2 * a - 1), 2 * subderivative_relu(x, a) - 1)


# --- training


@always_the_same
@given(numbers, numbers, st.tuples(numbers, numbers, numbers, numbers))
def test_two_layer_gradients_are_the_gradient_of_the_loss(x, y, parameters):
    expected = gradient(lambda v: two_layer_loss(x, y, *v), np.array(parameters))
    close(two_layer_gradients(x, y, *parameters), expected, 1e-6)


@always_the_same
@given(factors(), st.integers(0, 5))
def test_gradient_descent_is_its_first_step_repeated(pair, steps):
    X, W = pair
    y = np.cos(np.arange(X.shape[0] * W.shape[1])).reshape(X.shape[0], W.shape[1])
    losses, trained = gradient_descent(X, y, W, np.tanh, 0.1, steps)
    assert losses.shape == (steps,)
    for k in range(steps):
        loss, W = gradient_descent(X, y, W, np.tanh, 0.1, 1)
        assert losses[k] == loss[0]
    assert np.array_equal(trained, W)


@always_the_same
@given(factors())
def test_gradient_descent_goes_down(pair):
    X, W = pair
    losses, _ = gradient_descent(X, X @ W + 1, W, lambda n: n, 0.01, 10)
    assert np.all(np.diff(losses) <= 1e-12)


def test_gradient_descent_finds_the_weights_that_made_the_data():
    random = np.random.default_rng(12)
    X, true = random.normal(size=(50, 3)), np.array([[1.0, -0.5], [0.3, 0.8], [-0.7, 0.2]])
    losses, trained = gradient_descent(X, sigmoid(X @ true), np.zeros((3, 2)), sigmoid, 5.0, 300)
    assert losses[-1] < 1e-6 < losses[0]
    close(trained, true, 0.02)
