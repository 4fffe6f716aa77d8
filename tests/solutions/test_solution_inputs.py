"""Inputs of every kind: ints, scalars, any shape, far out; none of them is ever modified."""

from importlib import import_module

import numpy as np
import pytest
from contract import SIGNATURES

from grader.course.syllabus import load_course

COURSE = load_course()
CONTRACT = [line.partition("(")[0] for unit in SIGNATURES if unit != "plots" for line in SIGNATURES[unit]]
SOLUTIONS = {name: getattr(import_module(f"solutions.{COURSE.exercise(name).unit}"), name) for name in CONTRACT}

A = np.array([[1, 2, -1], [0, -3, 2]])
B = np.array([[2, -1, 1, 0], [1, 0, -2, 3], [-1, 2, 1, 1]])
V = np.array([2, -1, 3])


def frozen(values, kind):
    """A copy that raises an error when somebody writes to it."""
    array = np.array(values, dtype=kind)
    array.flags.writeable = False
    return array


def calls(kind):
    """Each function of the contract that returns something, called with arrays that cannot be written to."""
    a, b, v, y = (frozen(values, kind) for values in (A, B, V, A @ B))
    square_matrix = frozen(B[:, :3], kind)
    return {
        **dict.fromkeys(("square", "relu", "leaky_relu", "sigmoid"), (a,)),
        "deriv": (np.sin, a),
        "approximate_derivative": (np.sin, a),
        "step_errors": (np.sin, 1.0, 0, frozen([1, 2], kind)),
        "tangent_line": (np.sin, 1),
        "chain_length_2": ([np.sin, np.tanh], a),
        "chain_length_3": ([np.sin, np.tanh, np.cos], a),
        "chain_deriv_2": ([np.sin, np.tanh], v),
        "chain_deriv_3": ([np.sin, np.tanh, np.cos], v),
        "chain_length_n": ([np.sin], a),
        "chain_deriv_n": ([np.sin], v),
        "multiple_inputs_add": (a, a, np.tanh),
        "multiple_inputs_add_backward": (a, a, np.tanh),
        "multiple_inputs_multiply_backward": (a, a, np.tanh),
        "partial_derivative": (np.prod, v, 1),
        "gradient": (np.prod, a),
        "chain_rule_multivariable": (a, v[:2]),
        **dict.fromkeys(("matmul_forward", "matmul_backward_first", "matmul_backward_second"), (a, b)),
        "matrix_forward_extra": (a, b, np.tanh),
        "matrix_function_backward_1": (a, b, np.tanh),
        "matrix_function_forward_sum": (a, b, np.tanh),
        "matrix_function_backward_sum_1": (a, b, np.tanh),
        "matrix_function_backward_sum_2": (a, b, np.tanh),
        "subderivative_abs": (a, 0.5),
        "subderivative_relu": (a, 0.5),
        "jacobian": (np.sin, v),
        "to_denominator_layout": (a,),
        "grad_matrix_vector": (a, v),
        "grad_vector_matrix": (v[:2], a),
        "grad_quadratic": (square_matrix, v),
        "grad_squared_norm": (v,),
        "grad_squared_frobenius": (a,),
        "two_layer_loss": (2, 1, 3, 1, 5, -1),
        "two_layer_gradients": (2, 1, 3, 1, 5, -1),
        "gradient_check": (np.sum, np.ones_like, a),
        "gradient_descent": (a, y, b, np.tanh, 0.1, 2),
    }


def test_calls_cover_every_function_of_the_contract():
    assert sorted(calls(float)) == sorted(CONTRACT)


@pytest.mark.parametrize("name", SOLUTIONS)
def test_int_input_works_and_input_is_left_alone(name):
    """What goes in cannot be written to, once as ints and once as floats; what comes out is the same."""
    of_ints, of_floats = (SOLUTIONS[name](*calls(kind)[name]) for kind in (int, float))
    if name == "tangent_line":
        of_ints, of_floats = of_ints(A), of_floats(A)
    pairs = zip(of_ints, of_floats, strict=True) if isinstance(of_ints, tuple) else [(of_ints, of_floats)]
    for from_ints, from_floats in pairs:
        assert np.shape(from_ints) == np.shape(from_floats)
        np.testing.assert_allclose(from_ints, from_floats, rtol=1e-12, atol=1e-12)
        assert np.all(np.isfinite(from_ints))


KEEP_INTS = {"square", "relu", "to_denominator_layout", "chain_rule_multivariable"}
KEEP_INTS |= {name for name in SOLUTIONS if name.startswith(("matmul_", "grad_"))}


@pytest.mark.parametrize("name", sorted(KEEP_INTS))
def test_ints_stay_ints(name):
    assert SOLUTIONS[name](*calls(int)[name]).dtype.kind == "i"


@pytest.mark.parametrize("name", ["square", "relu", "leaky_relu", "sigmoid"])
@pytest.mark.parametrize("x", [3, -2, 2.5, np.array(-2), np.array(2.5), np.empty((0, 2)), np.ones((2, 1, 3))])
def test_functions_take_any_shape(name, x):
    value = SOLUTIONS[name](x)
    assert np.shape(value) == np.shape(x)
    one_by_one = [SOLUTIONS[name](np.array([float(v)]))[0] for v in np.ravel(x)]
    assert np.ravel(value).tolist() == pytest.approx(one_by_one, rel=1e-15)


@pytest.mark.parametrize("name", ["square", "relu", "leaky_relu", "sigmoid"])
def test_float32_stays_float32(name):
    assert SOLUTIONS[name](np.ones(3, dtype=np.float32)).dtype == np.float32


@pytest.mark.parametrize("x", [np.array([-1000.0, 0.0, 1000.0]), np.array([-1000, 0, 1000])])
def test_sigmoid_far_out_raises_no_floating_point_error(x):
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert SOLUTIONS["sigmoid"](x).tolist() == [0.0, 0.5, 1.0]
        assert [float(SOLUTIONS["sigmoid"](v)) for v in x] == [0.0, 0.5, 1.0]


def test_leaky_relu_of_negative_ints():
    assert SOLUTIONS["leaky_relu"](np.array([-1, -5, 5])).tolist() == [-0.2, -1.0, 5.0]


@pytest.mark.parametrize("name", ["multiple_inputs_add_backward", "multiple_inputs_multiply_backward"])
def test_two_slopes_are_a_tuple_of_two_arrays(name):
    value = SOLUTIONS[name](np.ones(2), np.ones(2), np.tanh)
    assert type(value) is tuple
    assert len(value) == 2
    assert not np.shares_memory(*value)


def test_step_errors_shape():
    for k in (0, 1, 4):
        assert SOLUTIONS["step_errors"](np.sin, 1.0, 0.0, np.logspace(-1, -4, k)).shape == (k, 2)


def test_func_always_receives_floats():
    kinds = set()

    def func(x):
        kinds.add(x.dtype.kind)
        return x[0] * x[1]

    SOLUTIONS["partial_derivative"](func, np.array([2, 3]), 0)
    SOLUTIONS["gradient"](func, np.array([2, 3]))
    SOLUTIONS["jacobian"](func, np.array([2, 3]))
    assert kinds == {"f"}


def test_a_func_that_writes_to_its_input_does_no_harm():
    def func(x):
        x *= 2
        return x.sum()

    x = np.ones(3)
    assert SOLUTIONS["gradient"](func, x) == pytest.approx([2, 2, 2])
    assert SOLUTIONS["partial_derivative"](func, x, 0) == pytest.approx(2)
    assert x.tolist() == [1, 1, 1]


def test_gradient_descent_gives_its_own_weights_back():
    X, y, W = np.ones((2, 1)), np.ones((2, 1)), np.zeros((1, 1), dtype=int)
    losses, trained = SOLUTIONS["gradient_descent"](X, y, W, np.tanh, 0.1, 0)
    assert losses.shape == (0,)
    assert trained.dtype == float
    assert not np.shares_memory(trained, W)
