"""The figures that the five sources publish come out of the reference solutions, to the digits they give."""

import numpy as np
import pytest

from solutions.chains import chain_deriv_2
from solutions.derivatives import approximate_derivative, deriv, tangent_line
from solutions.functions import leaky_relu, relu, sigmoid
from solutions.matrices import (
    matmul_backward_first,
    matmul_forward,
    matrix_function_backward_1,
    matrix_function_backward_sum_1,
    matrix_function_backward_sum_2,
    matrix_function_forward_sum,
)
from solutions.matrix_calculus import subderivative_relu
from solutions.multiple_inputs import multiple_inputs_add
from solutions.training import two_layer_loss


def cube(x):
    return x * x * x


def parabola(x):
    return 3 * x * x - 4 * x


def f1(x):
    return x * x + x + 1


def f2(x):
    return f1(x) + 2.0**x


@pytest.fixture
def first_demo():
    """Draw X (1, 3) and W (3, 1) as the notebook of DL does."""
    random = np.random.RandomState(190203)  # the stream of np.random.seed
    return random.randn(1, 3), random.randn(3, 1)


@pytest.fixture
def second_demo():
    """Draw X (3, 3) and W (3, 2) as the notebook of DL does."""
    random = np.random.RandomState(190204)
    return random.randn(3, 3), random.randn(3, 2)


# --- DL: the first matrices of the notebook


def test_first_demo_input(first_demo):
    X, W = first_demo
    assert X.round(4).tolist() == [[0.4723, 0.6151, -1.7262]]
    assert matmul_forward(X, W).shape == (1, 1)


def test_first_demo_matmul_backward_first(first_demo):
    assert matmul_backward_first(*first_demo).round(4).tolist() == [[0.9282, -0.6075, -1.2214]]


def test_first_demo_matrix_function_backward_1(first_demo):
    assert matrix_function_backward_1(*first_demo, sigmoid).round(4).tolist() == [[0.0852, -0.0557, -0.1121]]


# --- DL: the second matrices of the notebook


def test_second_demo_sum(second_demo):
    L = matrix_function_forward_sum(*second_demo, sigmoid)
    assert round(float(L), 4) == 2.3755
    assert pytest.approx(2.3754951014116954, rel=1e-15) == L


def test_second_demo_slopes_by_X(second_demo):
    assert matrix_function_backward_sum_1(*second_demo, sigmoid).round(4).tolist() == [
        [0.2489, -0.3748, 0.0112],
        [0.126, -0.2781, -0.1395],
        [0.2299, -0.3662, -0.0225],
    ]


def test_second_demo_raising_x11(second_demo):
    X, W = second_demo
    raised = X.copy()
    raised[0, 0] += 0.001
    rise = matrix_function_forward_sum(raised, W, sigmoid) - matrix_function_forward_sum(X, W, sigmoid)
    assert round(float(rise / 0.001), 4) == 0.2489


def test_second_demo_slopes_by_W(second_demo):
    # The central difference carries round-off of about 2e-16 / 0.001 into the twelfth decimal.
    np.testing.assert_allclose(
        matrix_function_backward_sum_2(*second_demo, sigmoid),
        [
            [-0.757835624081, -0.872581560860],
            [-0.186845386914, -0.085330297981],
            [0.067864420587, -0.141429168141],
        ],
        rtol=0,
        atol=2e-12,
    )


def test_second_demo_slopes_by_W_with_the_exact_slope_of_sigmoid(second_demo):
    X, W = second_demo
    S = sigmoid(X @ W)
    np.testing.assert_allclose(
        X.T @ (S * (1 - S)),
        [
            [-0.757835668916, -0.872581628048],
            [-0.186845410027, -0.085330306277],
            [0.067864445101, -0.141429176188],
        ],
        rtol=0,
        atol=5.1e-13,
    )


# --- CS: the table of forward differences

CS_TABLE = [
    # function, x, slope with p = 1e-3, slope with p = 1e-6, their difference
    (f1, 1.0, 3.0009999999993653, 3.000000999620056, 0.0009990003793092228),
    (f1, 2.0, 5.001000000000033, 5.00000100078779, 0.0009989992122427793),
    (f2, 1.0, 4.38777492515996, 4.386295841207755, 0.0014790839522049737),
    (f2, 2.0, 7.774549850321222, 7.772590684851366, 0.0019591654698558614),
]


@pytest.mark.parametrize(("func", "x", "wide", "narrow", "difference"), CS_TABLE)
def test_cs_table(func, x, wide, narrow, difference):
    # f1 is plain arithmetic, the same everywhere. 2ˣ may end in another last bit (1.8e-15 at 11) elsewhere.
    one_bit = 0 if func is f1 else 2e-15
    at_1e3 = approximate_derivative(func, x, 1e-3)
    at_1e6 = approximate_derivative(func, x, 1e-6)
    assert at_1e3 == pytest.approx(wide, rel=0, abs=one_bit / 1e-3)
    assert at_1e6 == pytest.approx(narrow, rel=0, abs=one_bit / 1e-6)
    assert at_1e3 - at_1e6 == pytest.approx(difference, rel=0, abs=one_bit / 1e-6)


@pytest.mark.parametrize(
    ("x", "p", "misprint"),
    [(1.0, 1e-3, 3.00099999993653), (1.0, 1e-6, 3.00000099962056), (2.0, 1e-6, 5.0000010078779)],
)
def test_cs_misprints_are_near_but_not_what_comes_out(x, p, misprint):
    slope = approximate_derivative(f1, x, p)
    assert slope != misprint
    assert slope == pytest.approx(misprint, abs=1e-8)


def test_cs_default_step_is_the_first_column():
    assert approximate_derivative(f1, 1.0) == 3.0009999999993653


def test_cs_loss_squares_and_adds_the_bias():
    assert two_layer_loss(2.0, 1.0, 3.0, 1.0, 0.5, -1.0) == (0.5 * (3.0 * 2.0 + 1.0) - 1.0 - 1.0) ** 2


# --- D2


@pytest.mark.parametrize(
    ("h", "printed"),
    [(1e-1, "2.30000"), (1e-2, "2.03000"), (1e-3, "2.00300"), (1e-4, "2.00030"), (1e-5, "2.00003")],
)
def test_d2_forward_differences(h, printed):
    assert f"{approximate_derivative(parabola, 1.0, h):.5f}" == printed


def test_d2_tangent_of_the_parabola():
    t = np.array([-2.0, 0.0, 0.5, 1.0, 3.0])
    np.testing.assert_allclose(tangent_line(parabola, 1)(t), 2 * t - 3, rtol=0, atol=1e-11)


def test_d2_tangent_of_the_cube_minus_the_inverse():
    t = np.array([-2.0, 0.0, 0.5, 1.0, 3.0])
    line = tangent_line(lambda x: x**3 - 1 / x, 1)
    np.testing.assert_allclose(line(t), 4 * t - 4, rtol=0, atol=1e-5)


# --- differences of x³ and of the bent lines


def test_cube_central():
    assert deriv(cube, np.array([1.0]), 0.1) == pytest.approx(3.01)


def test_cube_forward():
    assert approximate_derivative(cube, np.array([1.0]), 0.1) == pytest.approx(3.31)


def test_cube_backward():
    assert approximate_derivative(cube, np.array([1.0]), -0.1) == pytest.approx(2.71)


def test_leaky_relu_at_its_kink():
    assert deriv(leaky_relu, np.array([0.0])) == pytest.approx(0.6)


def test_relu_at_its_kink():
    assert deriv(relu, np.array([0.0])) == pytest.approx(0.5)
    assert subderivative_relu(np.array([0.0])) == 0.0


# --- DL: the diagram of slopes, and NumPy


def test_dl_diagram():
    chain = [lambda x: 3 * (x - 5) + 1, lambda u: -2 * u]
    five = np.array([5.0])
    assert deriv(chain[0], five) == pytest.approx(3)
    assert chain[0](five) == 1
    assert deriv(chain[1], chain[0](five)) == pytest.approx(-2)
    assert chain_deriv_2(chain, five) == pytest.approx(-6)


def test_numpy_basics():
    a, b = np.array([1, 2, 3]), np.array([4, 5, 6])
    assert multiple_inputs_add(a, b, lambda s: s).tolist() == [5, 7, 9]
    assert (a * b).tolist() == [4, 10, 18]
    table = np.array([[1, 2], [3, 4]])
    assert table.sum(axis=0).tolist() == [4, 6]
    assert table.sum(axis=1).tolist() == [3, 7]
    raised = np.array([[1, 2, 3], [4, 5, 6]]) + np.array([10, 20, 30])
    assert raised.tolist() == [[11, 22, 33], [14, 25, 36]]
