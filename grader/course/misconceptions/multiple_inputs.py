"""Wrong solutions of the unit multiple_inputs."""

# ruff: noqa: ARG001 - wrong on purpose, and what each does is said beside it

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy import ndarray

from grader.course.misconceptions import wrong
from grader.course.misconceptions.families import (
    FLOAT32,
    VANISHING_STEP,
    int_result,
    list_,
    made,
    sigmoid,
    sigmoid_slope,
)
from solutions.derivatives import deriv
from solutions.functions import Array_Function
from solutions.multiple_inputs import (
    chain_rule_multivariable,
    gradient,
    multiple_inputs_add,
    multiple_inputs_add_backward,
    multiple_inputs_multiply_backward,
    partial_derivative,
)

_LOSES_FRACTION = """Whole numbers in x stay whole numbers in your code, and a number put there loses its fraction.
What is stored if 3.001 is put into an array of ints?"""
_OTHER_STEP = """Your step, when none is given, is not 0.001.
Which default does p have in the exercise?"""


Scalar_Function = Callable[[ndarray], float]


# multiple_inputs_add


@wrong("multiple_inputs_add")
def multiple_inputs_add_sigma_each(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """You applied sigma to x and to y, and added what came out.
    Which number goes into sigma: each input, or their sum?"""
    assert x.shape == y.shape
    return sigma(x) + sigma(y)


@wrong("multiple_inputs_add")
def multiple_inputs_add_multiplies(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Your sigma receives x · y.
    The function's name ends in add. What is 1 + 0.5, and what is 1 · 0.5?"""
    assert x.shape == y.shape
    return sigma(x * y)


@wrong("multiple_inputs_add")
def multiple_inputs_add_subtracts(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Your sigma receives x − y.
    What does sigma receive in the formula, for x = 1 and y = 0.5?"""
    assert x.shape == y.shape
    return sigma(x - y)


@wrong("multiple_inputs_add")
def multiple_inputs_add_no_sigma(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """You returned x + y as it is: sigma was never applied.
    What is to happen to the sum before it is returned?"""
    assert x.shape == y.shape
    return x + y


@wrong("multiple_inputs_add")
def multiple_inputs_add_sigma_first(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """You applied sigma to x, and added y afterwards.
    Are both inputs in the sum before sigma sees it?"""
    assert x.shape == y.shape
    return sigma(x) + y


@wrong("multiple_inputs_add")
def multiple_inputs_add_mean(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Your sigma receives half of x + y, their mean.
    Is there a division in the formula?"""
    assert x.shape == y.shape
    return sigma((x + y) / 2)


@wrong("multiple_inputs_add")
def multiple_inputs_add_total(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """You added all entries up to one number.
    x and y have a shape, and so has sigma(x + y): which?"""
    assert x.shape == y.shape
    return float(np.sum(sigma(x + y)))


@wrong("multiple_inputs_add")
def multiple_inputs_add_slope(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """You returned the slope of sigma at x + y, not its value.
    This is the way forward. Which function of this unit is the one for slopes?"""
    assert x.shape == y.shape
    return deriv(sigma, x + y)


@wrong("multiple_inputs_add")
def multiple_inputs_add_no_assertion(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Your function accepts inputs of unequal shapes wherever NumPy can stretch one of them.
    What should happen if x has three numbers and y has one?"""
    return sigma(x + y)


@wrong("multiple_inputs_add")
def multiple_inputs_add_value_error(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Your function answers unequal shapes with an error other than AssertionError.
    Which error does the docstring promise, and which statement raises it?"""
    if x.shape != y.shape:
        raise ValueError("x and y must have the same shape")
    return sigma(x + y)


@wrong("multiple_inputs_add", code="checks size")
def multiple_inputs_add_compares_sizes(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Your assertion compares how many numbers there are, not the shapes.
    A row of two numbers and a column of two numbers: what does NumPy make of their sum?"""
    assert x.size == y.size
    return sigma(x + y)


@wrong("multiple_inputs_add", code="checks len( shape[")
def multiple_inputs_add_compares_first_axis(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Your assertion compares the first axis only.
    Two tables of two rows, one with three columns and one with one: are their shapes equal?"""
    assert x.shape[:1] == y.shape[:1]
    return sigma(x + y)


@wrong("multiple_inputs_add", code="checks ndim len(")
def multiple_inputs_add_compares_ndim(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Your assertion compares the number of axes only.
    Three numbers and one number: both have one axis. Are their shapes equal?"""
    assert x.ndim == y.ndim
    return sigma(x + y)


@wrong("multiple_inputs_add")
def multiple_inputs_add_returns_none(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Your function takes unequal shapes silently or with a print, and returns nothing for them.
    How does the caller learn that something is wrong, if nothing is raised?"""
    if x.shape == y.shape:
        return sigma(x + y)
    print("the shapes must be equal")
    return None


@wrong("multiple_inputs_add", code="asserts p0.shape != p1.shape")
def multiple_inputs_add_reversed_assertion(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Your assertion is the wrong way round: it stops equal shapes.
    Should what stands after `assert` be true when all is well, or when something is wrong?"""
    assert x.shape != y.shape
    return sigma(x + y)


@wrong("multiple_inputs_add", code="is")
def multiple_inputs_add_is(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Your assertion stops long inputs although their sizes are equal.
    `is` asks whether two names stand for one object. What asks whether two numbers are equal?"""
    assert x.ndim == y.ndim
    assert all(one is two for one, two in zip(x.shape, y.shape, strict=True))
    return sigma(x + y)


@wrong("multiple_inputs_add")
def multiple_inputs_add_modifies(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """You changed x itself.
    What does the caller find in x afterwards?"""
    assert x.shape == y.shape
    x += y
    return sigma(x)


# multiple_inputs_add_backward


@wrong("multiple_inputs_add_backward")
def multiple_inputs_add_backward_at_inputs(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Your slopes are σ′(x) and σ′(y), taken at each input.
    Which number does sigma receive: x, y, or something made of both?"""
    return deriv(sigma, x), deriv(sigma, y)


@wrong("multiple_inputs_add_backward")
def multiple_inputs_add_backward_total(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """You added all slopes up to one number.
    How many entries does x have, and how many slopes?"""
    slope = float(np.sum(deriv(sigma, x + y)))
    return slope, slope


@wrong("multiple_inputs_add_backward")
def multiple_inputs_add_backward_forward_value(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Your numbers are σ(x + y), the value and not its slope.
    How far does the output move if the input moves by a little? Which function of yours measures that?"""
    return sigma(x + y), sigma(x + y)


@wrong("multiple_inputs_add_backward")
def multiple_inputs_add_backward_product_rule(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Your slope by x has the factor y, and your slope by y the factor x.
    When x moves by 0.1, how far does x + y move?"""
    dsda = deriv(sigma, x + y)
    return dsda * y, dsda * x


@wrong("multiple_inputs_add_backward")
def multiple_inputs_add_backward_times_inputs(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Your slope by x has the factor x, and your slope by y the factor y.
    When x moves by 0.1, how far does x + y move?"""
    dsda = deriv(sigma, x + y)
    return dsda * x, dsda * y


@wrong("multiple_inputs_add_backward")
def multiple_inputs_add_backward_three(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """You returned three arrays: the slope of sigma and the two slopes that are asked for.
    Which of the three is a step on the way?"""
    dsda = deriv(sigma, x + y)
    return dsda, dsda * 1, dsda * 1


@wrong("multiple_inputs_add_backward")
def multiple_inputs_add_backward_single(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """You returned one array where two slopes are asked for.
    There are two inputs. How many slopes does the caller want to unpack?"""
    return deriv(sigma, x + y)


@wrong("multiple_inputs_add_backward")
def multiple_inputs_add_backward_stacked(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """You put the two slopes into one array.
    What should the two arrays come in, according to the docstring?"""
    dsda = deriv(sigma, x + y)
    return np.array([dsda, dsda])


@wrong("multiple_inputs_add_backward")
def multiple_inputs_add_backward_only_sum(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Your slopes are all 1: those of the sum alone, without the slope of sigma.
    The chain has two links. What does the second one, sigma, multiply the movement by?"""
    return np.ones(x.shape), np.ones(y.shape)


@wrong("multiple_inputs_add_backward")
def multiple_inputs_add_backward_at_product(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Your slopes are taken at x · y.
    Which number does sigma receive on the way forward?"""
    dsda = deriv(sigma, x * y)
    return dsda, dsda


@wrong("multiple_inputs_add_backward")
def multiple_inputs_add_backward_at_difference(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Your slopes are taken at x − y.
    Which number does sigma receive on the way forward?"""
    dsda = deriv(sigma, x - y)
    return dsda, dsda


@wrong("multiple_inputs_add_backward")
def multiple_inputs_add_backward_negative_y(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Your slope by y has the opposite sign.
    When y grows by 0.1, does x + y grow or shrink?"""
    dsda = deriv(sigma, x + y)
    return dsda, -dsda


@wrong("multiple_inputs_add_backward")
def multiple_inputs_add_backward_doubled(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Your slopes are twice as large as they should be.
    For the slope by x, does y move as well?"""
    dsda = deriv(sigma, x + y)
    return dsda + dsda, dsda + dsda


@wrong("multiple_inputs_add_backward")
def multiple_inputs_add_backward_at_output(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Your slopes are taken at σ(x + y), what comes out of sigma.
    The slope of sigma belongs to the number that goes into it. Which one is that?"""
    dsda = deriv(sigma, sigma(x + y))
    return dsda, dsda


@wrong("multiple_inputs_add_backward")
def multiple_inputs_add_backward_forward_difference(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """You stepped forward only: your slopes are (σ(a + p) − σ(a)) / p.
    Which function of the unit derivatives steps to both sides?"""
    dsda = (sigma(x + y + 0.001) - sigma(x + y)) / 0.001
    return dsda, dsda


@wrong("multiple_inputs_add_backward", code="uses deriv")
def multiple_inputs_add_backward_deriv_of_two(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """You asked deriv for the slope of a function of two inputs.
    deriv moves one input. Which single number could be the one that sigma receives?"""
    dsda = deriv(lambda x, y: sigma(x + y), x)  # type: ignore[arg-type, misc]
    return dsda, dsda


@wrong("multiple_inputs_add_backward")
def multiple_inputs_add_backward_int_result(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Where the inputs are whole numbers, so are your slopes: their fractions are cut off.
    When x holds ints, which dtype does an array made like x have?"""
    dx, dy = np.zeros_like(x), np.zeros_like(y)
    dx[...] = deriv(sigma, x + y)
    dy[...] = deriv(sigma, x + y)
    return dx, dy


# multiple_inputs_multiply_backward


@wrong("multiple_inputs_multiply_backward")
def multiple_inputs_multiply_backward_swapped(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Your slope by x has the factor x, and your slope by y the factor y.
    When x moves by 0.1 and y is 5, how far does x · y move?"""
    dsda = deriv(sigma, x * y)
    return dsda * x, dsda * y


@wrong("multiple_inputs_multiply_backward")
def multiple_inputs_multiply_backward_only_sigma(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Your two slopes are the same: both are the slope of sigma alone.
    When x moves by 0.1 and y is 5, how far does x · y move?"""
    dsda = deriv(sigma, x * y)
    return dsda, dsda


@wrong("multiple_inputs_multiply_backward")
def multiple_inputs_multiply_backward_no_sigma(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Your slopes are y and x, those of the product alone.
    The movement of the product goes through sigma too. By what does sigma multiply it?"""
    return y.copy(), x.copy()


@wrong("multiple_inputs_multiply_backward")
def multiple_inputs_multiply_backward_at_sum(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """You took the slope of sigma at x + y.
    Which number does sigma receive here?"""
    dsda = deriv(sigma, x + y)
    return dsda * y, dsda * x


@wrong("multiple_inputs_multiply_backward")
def multiple_inputs_multiply_backward_at_inputs(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """You took the slopes of sigma at x and at y instead of at their product.
    Which number does sigma receive here?"""
    return deriv(sigma, x) * y, deriv(sigma, y) * x


@wrong("multiple_inputs_multiply_backward")
def multiple_inputs_multiply_backward_forward_value(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Your slopes have the factor σ(x · y): the value of sigma, not its slope.
    By what does a function multiply a small movement: its value or its slope?"""
    s = sigma(x * y)
    return s * y, s * x


@wrong("multiple_inputs_multiply_backward")
def multiple_inputs_multiply_backward_adds(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """You added y and x to the slope of sigma.
    Two links of a chain, each with its slope: how do the slopes combine?"""
    dsda = deriv(sigma, x * y)
    return dsda + y, dsda + x


@wrong("multiple_inputs_multiply_backward")
def multiple_inputs_multiply_backward_total(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """You returned one array, the two slopes added up.
    There are two inputs. How many slopes does the caller want to unpack?"""
    return deriv(sigma, x * y) * (x + y)


@wrong("multiple_inputs_multiply_backward")
def multiple_inputs_multiply_backward_two_totals(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """You added the slopes of each input up to one number.
    How many entries does x have, and how many slopes?"""
    dsda = deriv(sigma, x * y)
    return float(np.sum(dsda * y)), float(np.sum(dsda * x))


@wrong(
    "multiple_inputs_multiply_backward",
    code="@ | uses dot | uses matmul | uses inner | uses einsum | uses vdot | uses tensordot",
)
def multiple_inputs_multiply_backward_matmul(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """Your product is a matrix product, x @ y.
    Is each number of x multiplied by the number of y at the same place?"""
    dsda = deriv(sigma, np.asarray(x @ y))
    return dsda * y, dsda * x


@wrong("multiple_inputs_multiply_backward")
def multiple_inputs_multiply_backward_divides(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """You divided by x and by y, and that gives nan where an input is 0.
    When x moves, what multiplies its movement? You do not need a division to find it."""
    a = x * y
    dsda = deriv(sigma, a)
    return dsda * a / x, dsda * a / y


@wrong("multiple_inputs_multiply_backward")
def multiple_inputs_multiply_backward_three(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """You returned three arrays: the slope of sigma and the two slopes that are asked for.
    Which of the three is a step on the way?"""
    dsda = deriv(sigma, x * y)
    return dsda, dsda * y, dsda * x


@wrong("multiple_inputs_multiply_backward")
def multiple_inputs_multiply_backward_at_output(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """You took the slope of sigma at σ(x · y), what comes out of sigma.
    The slope of sigma belongs to the number that goes into it. Which one is that?"""
    dsda = deriv(sigma, sigma(x * y))
    return dsda * y, dsda * x


@wrong("multiple_inputs_multiply_backward")
def multiple_inputs_multiply_backward_forward_difference(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """You stepped forward only: your slope of sigma is (σ(a + p) − σ(a)) / p.
    Which function of the unit derivatives steps to both sides?"""
    a = x * y
    dsda = (sigma(a + 0.001) - sigma(a)) / 0.001
    return dsda * y, dsda * x


@wrong("multiple_inputs_multiply_backward", code="uses deriv")
def multiple_inputs_multiply_backward_deriv_of_two(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """You asked deriv for the slope of a function of two inputs.
    deriv moves one input. Which single number could be the one that sigma receives?"""
    dsda = deriv(lambda x, y: sigma(x * y), x)  # type: ignore[arg-type, misc]
    return dsda * y, dsda * x


@wrong("multiple_inputs_multiply_backward")
def multiple_inputs_multiply_backward_modifies(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    """You changed x itself: the caller's x is no longer what it was.
    What does the caller find in x afterwards, and what do you multiply by when you need x again?"""
    old = x.copy()
    x *= y
    dsda = deriv(sigma, x)
    return dsda * y, dsda * old


# partial_derivative


@wrong("partial_derivative")
def partial_derivative_counts_from_one(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    """You moved the coordinate before the one that is asked for.
    From which number does NumPy count the places of an array?"""
    step = np.zeros(point.shape)
    step[i - 1] = p
    return (func(point + step) - func(point - step)) / (2 * p)


@wrong("partial_derivative")
def partial_derivative_next_coordinate(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    """You moved the coordinate after the one that is asked for.
    From which number does NumPy count the places of an array?"""
    step = np.zeros(point.shape)
    step[i + 1] = p
    return (func(point + step) - func(point - step)) / (2 * p)


@wrong("partial_derivative", code="in place")
def partial_derivative_aliased(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    """Your difference is always 0, or as good as 0: func is given the same point twice.
    Does `q = point` make a second array?"""
    point = point.astype(float)
    right = point
    left = point
    right[i] += p
    left[i] -= p
    return (func(right) - func(left)) / (2 * p)


@wrong("partial_derivative")
def partial_derivative_moves_all(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    """Your number is the slope if all the coordinates move at once.
    For a partial derivative one coordinate moves. What do the others do?"""
    point[i]
    return (func(point + p) - func(point - p)) / (2 * p)


@wrong("partial_derivative")
def partial_derivative_forward(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    """You stepped forward only.
    A central difference has a point on each side. Where are yours?"""
    step = np.zeros(point.shape)
    step[i] = p
    return (func(point + step) - func(point + 0.0)) / p


@wrong("partial_derivative")
def partial_derivative_backward(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    """You stepped backward only.
    A central difference has a point on each side. Where are yours?"""
    step = np.zeros(point.shape)
    step[i] = p
    return (func(point + 0.0) - func(point - step)) / p


@wrong("partial_derivative")
def partial_derivative_divides_by_p(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    """Your slopes are twice what they should be.
    How far apart are the two points?"""
    step = np.zeros(point.shape)
    step[i] = p
    return (func(point + step) - func(point - step)) / p


@wrong("partial_derivative", code="/ *")
def partial_derivative_precedence(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    """Your difference is divided by 2 and then multiplied by p.
    In which order does Python compute `a / 2 * p`?"""
    step = np.zeros(point.shape)
    step[i] = p
    return (func(point + step) - func(point - step)) / 2 * p


@wrong("partial_derivative")
def partial_derivative_ignores_p(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    """Your step is always 0.001, whatever p says.
    Where does your code use p?"""
    step = np.zeros(point.shape)
    step[i] = 0.001
    return (func(point + step) - func(point - step)) / (2 * 0.001)


@wrong("partial_derivative", _OTHER_STEP)
def partial_derivative_other_default(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-5) -> Any:
    step = np.zeros(point.shape)
    step[i] = p
    return (func(point + step) - func(point - step)) / (2 * p)


@wrong("partial_derivative", _OTHER_STEP)
def partial_derivative_larger_default(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-4) -> Any:
    step = np.zeros(point.shape)
    step[i] = p
    return (func(point + step) - func(point - step)) / (2 * p)


@wrong("partial_derivative", VANISHING_STEP)
def partial_derivative_default_vanishing(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-17) -> Any:
    step = np.zeros(point.shape)
    step[i] = p
    return (func(point + step) - func(point - step)) / (2 * p)


@wrong("partial_derivative", FLOAT32, code="uses float32")
def partial_derivative_float32(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    step = np.zeros(point.shape, dtype=np.float32)
    step[i] = p
    start = point.astype(np.float32)
    return (func(start + step) - func(start - step)) / (2 * p)


@wrong("partial_derivative")
def partial_derivative_int_step(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    """A point of whole numbers stays one in your code, and a number put into it loses its fraction.
    What is stored if 3.001 is put into an array of ints?"""
    right, left = point.copy(), point.copy()
    right[i] = right[i] + p
    left[i] = left[i] - p
    return (func(right) - func(left)) / (2 * p)


@wrong("partial_derivative")
def partial_derivative_modifies(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    """You moved the caller's point and did not put it back.
    What does the caller find in the point afterwards?"""
    x = point if point.dtype == float else point.astype(float)
    x[i] += p
    right = func(x)
    x[i] -= 2 * p
    return (right - func(x)) / (2 * p)


@wrong("partial_derivative")
def partial_derivative_whole_gradient(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    """You returned the slopes by all the coordinates.
    What is i for?"""
    point[i]
    steps = p * np.eye(len(point))
    return np.array([(func(point + step) - func(point - step)) / (2 * p) for step in steps])


@wrong("partial_derivative")
def partial_derivative_no_index_error(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    """A coordinate that is not there gives an answer, 0, instead of an IndexError.
    What does your code do if i is as large as the number of coordinates?"""
    step = np.where(np.arange(len(point)) == i, p, 0.0)
    return (func(point + step) - func(point - step)) / (2 * p)


@wrong("partial_derivative")
def partial_derivative_from_zero_only(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    """An i below 0 raises an IndexError in your function, also where NumPy counts from the end.
    Which coordinate is point[-1]?"""
    if not 0 <= i < len(point):
        raise IndexError("no such coordinate")
    step = np.zeros(point.shape)
    step[i] = p
    return (func(point + step) - func(point - step)) / (2 * p)


@wrong("partial_derivative")
def partial_derivative_assertion(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    """A coordinate that is not there raises an AssertionError in your code.
    Which error does the docstring promise?"""
    assert -len(point) <= i < len(point)
    step = np.zeros(point.shape)
    step[i] = p
    return (func(point + step) - func(point - step)) / (2 * p)


@wrong("partial_derivative")
def partial_derivative_relative_step(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    """Your step is p times the coordinate, but you divided by 2p.
    How far apart are your two points?"""
    step = np.zeros(point.shape)
    step[i] = p * point[i]
    return (func(point + step) - func(point - step)) / (2 * p)


# gradient


def _gradient_of_kept_dtype(func: Scalar_Function, x: ndarray, p: float, slopes: ndarray) -> ndarray:
    """The slopes at points that keep the dtype of x, put into an array."""
    for i in np.ndindex(x.shape):
        right, left = x.copy(), x.copy()
        right[i] = right[i] + p
        left[i] = left[i] - p
        slopes[i] = (func(right) - func(left)) / (2 * p)
    return slopes


@wrong("gradient", _LOSES_FRACTION)
def gradient_int_step(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    return _gradient_of_kept_dtype(func, x, p, np.zeros_like(x))


@wrong("gradient", _LOSES_FRACTION)
def gradient_int_point(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    return _gradient_of_kept_dtype(func, x, p, np.zeros(x.shape))


@wrong("gradient")
def gradient_not_restored(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    """A number that you moved is not put back before the next one moves.
    Where do the earlier numbers stand while the last slope is taken?"""
    x = x.astype(float)
    slopes = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += p
        right = func(x)
        x[i] -= 2 * p
        slopes[i] = (right - func(x)) / (2 * p)
    return slopes


@wrong("gradient")
def gradient_modifies(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    """You moved the numbers of the caller's x and did not put them back.
    What does the caller find in x afterwards?"""
    x = np.asarray(x, dtype=float)
    slopes = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += p
        right = func(x)
        x[i] -= 2 * p
        slopes[i] = (right - func(x)) / (2 * p)
    return slopes


@wrong("gradient")
def gradient_by_hand(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    """You returned 3·x₀² and 5·exp(x₁), whatever the function is, and the slope of 3·x₀² is not 3·x₀².
    What does your code do with func?"""
    return np.array([3 * x.flat[0] ** 2, 5 * np.exp(x.flat[-1])])


@wrong("gradient")
def gradient_flat(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    """Your slopes stand in one row, whatever the shape of x is.
    Where would the caller look for the slope by the number in row 1, column 0?"""
    point = x.ravel()
    steps = p * np.eye(x.size)
    differences = [func((point + step).reshape(x.shape)) - func((point - step).reshape(x.shape)) for step in steps]
    return np.array(differences) / (2 * p)


@wrong("gradient")
def gradient_moves_rows(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    """You moved the whole row for every first index of x.
    How many numbers does x have, and how many of them move at once in your code?"""
    slopes = np.zeros(x.shape)
    for i in range(len(x)):
        step = np.zeros(x.shape)
        step[i] = p
        slopes[i] = (func(x + step) - func(x - step)) / (2 * p)
    return slopes


@wrong("gradient")
def gradient_moves_all(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    """Your slopes are all the same: the one if all the numbers of x move at once.
    Each number has a slope of its own. How could you see what one of them does alone?"""
    return np.full(x.shape, (func(x + p) - func(x - p)) / (2 * p))


@wrong("gradient")
def gradient_deriv(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    """You took one slope along all the numbers of x at once: one number is left.
    x + p moves every number of x. How could you see what one of them does alone?"""
    return deriv(func, x, p)  # type: ignore[arg-type]


@wrong("gradient")
def gradient_total(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    """You added all the partial derivatives up.
    Which shape does the gradient have?"""
    total = 0.0
    for i in range(x.size):
        total += partial_derivative(lambda v: func(v.reshape(x.shape)), x.ravel(), i, p)
    return total


@wrong("gradient")
def gradient_forward(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    """You stepped forward only.
    A central difference has a point on each side. Where are yours?"""
    slopes = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = p
        slopes[i] = (func(x + step) - func(x + 0.0)) / p
    return slopes


@wrong("gradient")
def gradient_divides_by_p(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    """Your slopes are twice what they should be.
    How far apart are the two points?"""
    slopes = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = p
        slopes[i] = (func(x + step) - func(x - step)) / p
    return slopes


@wrong("gradient")
def gradient_ignores_p(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    """Your step is always 0.001, whatever p says.
    Where does p go after your function has received it?"""
    point = x.ravel()
    partials = [partial_derivative(lambda v: func(v.reshape(x.shape)), point, i) for i in range(x.size)]
    return np.array(partials).reshape(x.shape)


@wrong("gradient", _OTHER_STEP)
def gradient_other_default(func: Scalar_Function, x: ndarray, p: float = 1e-5) -> Any:
    point = x.ravel()
    partials = [partial_derivative(lambda v: func(v.reshape(x.shape)), point, i, p) for i in range(x.size)]
    return np.array(partials).reshape(x.shape)


@wrong("gradient", _OTHER_STEP)
def gradient_larger_default(func: Scalar_Function, x: ndarray, p: float = 1e-4) -> Any:
    point = x.ravel()
    partials = [partial_derivative(lambda v: func(v.reshape(x.shape)), point, i, p) for i in range(x.size)]
    return np.array(partials).reshape(x.shape)


@wrong("gradient", VANISHING_STEP)
def gradient_default_vanishing(func: Scalar_Function, x: ndarray, p: float = 1e-17) -> Any:
    point = x.ravel()
    partials = [partial_derivative(lambda v: func(v.reshape(x.shape)), point, i, p) for i in range(x.size)]
    return np.array(partials).reshape(x.shape)


@wrong("gradient", FLOAT32, code="uses float32")
def gradient_float32(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    point = x.astype(np.float32)
    steps = (p * np.eye(x.size, dtype=np.float32)).reshape(x.size, *x.shape)
    slopes = [(func(point + step) - func(point - step)) / (2 * p) for step in steps]
    return np.array(slopes).reshape(x.shape)


@wrong("gradient", code="/ *")
def gradient_precedence(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    """Your differences are divided by 2 and then multiplied by p.
    In which order does Python compute `a / 2 * p`?"""
    steps = (p * np.eye(x.size)).reshape(x.size, *x.shape)
    slopes = [(func(x + step) - func(x - step)) / 2 * p for step in steps]
    return np.array(slopes).reshape(x.shape)


@wrong("gradient", code="in place", hidden_only="it is right wherever x can be written to")
def gradient_moves_and_restores(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    """You move x itself and put it back.
    Can x always be written to? What else could you move?"""
    if not np.issubdtype(x.dtype, np.floating):
        x = x.astype(float)
    slopes = np.empty(x.shape)
    for i in np.ndindex(*x.shape):
        old = float(x[i])
        x[i] = old + p
        above = func(x)
        x[i] = old - p
        slopes[i] = (above - func(x)) / (2 * p)
        x[i] = old
    return slopes


@wrong("gradient")
def gradient_downhill(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    """Your slopes have the opposite sign: they point downhill.
    Does the gradient point where the value rises or where it falls?"""
    point = x.ravel()
    partials = [-partial_derivative(lambda v: func(v.reshape(x.shape)), point, i, p) for i in range(x.size)]
    return np.array(partials).reshape(x.shape)


@wrong("gradient")
def gradient_unit_length(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    """You scaled the gradient to length 1.
    Its length says how steep the function is. How could the caller still tell from yours?"""
    point = x.ravel()
    partials = [partial_derivative(lambda v: func(v.reshape(x.shape)), point, i, p) for i in range(x.size)]
    slopes = np.array(partials)
    return (slopes / np.sqrt(np.sum(slopes**2))).reshape(x.shape)


@wrong("gradient")
def gradient_transposed(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    """Your slopes stand in the transposed table: the one by row 0, column 1 is at row 1, column 0.
    Which shape does the gradient have, and which number's slope is at each place?"""
    point = x.ravel()
    partials = [partial_derivative(lambda v: func(v.reshape(x.shape)), point, i, p) for i in range(x.size)]
    return np.array(partials).reshape(x.shape).T


@wrong("gradient")
def gradient_func_gets_row(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    """Your func receives the numbers of x in one row, not in the shape of x.
    What does a function of a table expect to be handed?"""
    point = x.ravel()
    partials = [partial_derivative(func, point, i, p) for i in range(x.size)]
    return np.array(partials).reshape(x.shape)


# chain_rule_multivariable


@wrong("chain_rule_multivariable")
def chain_rule_multivariable_first_path(jacobian: ndarray, upstream: ndarray) -> Any:
    """Your slopes follow the first path only.
    Through which other u does x reach y?"""
    return jacobian[0] * upstream[0]


@wrong("chain_rule_multivariable")
def chain_rule_multivariable_last_path(jacobian: ndarray, upstream: ndarray) -> Any:
    """Your slopes follow the last path only.
    What becomes of the slope along the first path?"""
    slopes = np.zeros(jacobian.shape[1])
    for row, slope in zip(jacobian, upstream, strict=True):
        slopes = row * slope
    return slopes


@wrong("chain_rule_multivariable")
def chain_rule_multivariable_columns_not_added(jacobian: ndarray, upstream: ndarray) -> Any:
    """You multiplied every column of the Jacobian by an upstream slope, and added nothing up.
    Which u does upstream[0] belong to, and what happens to the paths where they meet?"""
    return jacobian * upstream


@wrong("chain_rule_multivariable")
def chain_rule_multivariable_two_only(jacobian: ndarray, upstream: ndarray) -> Any:
    """Your code follows two paths, whatever the number of rows is.
    How many paths are there when the Jacobian has three rows, or one?"""
    return jacobian[0] * upstream[0] + jacobian[1] * upstream[1]


@wrong("chain_rule_multivariable")
def chain_rule_multivariable_product(jacobian: ndarray, upstream: ndarray) -> Any:
    """You multiplied the paths with each other.
    Along one path the slopes are multiplied. What happens to the paths where they meet?"""
    return np.prod(jacobian * upstream[:, np.newaxis], axis=0)


@wrong("chain_rule_multivariable")
def chain_rule_multivariable_not_transposed(jacobian: ndarray, upstream: ndarray) -> Any:
    """You multiplied the Jacobian itself by the upstream slopes: your sums go along its rows.
    To which u belongs a row of the Jacobian, and over what should the sum go?"""
    return jacobian @ upstream


@wrong("chain_rule_multivariable", code="asserts p0.shape[1] == p1.shape[0]")
def chain_rule_multivariable_asserts_columns(jacobian: ndarray, upstream: ndarray) -> Any:
    """Your assertion compares the columns of the Jacobian with the length of upstream.
    upstream has a slope for each u. What belongs to a u in the Jacobian: a row, or a column?"""
    assert jacobian.shape[1] == upstream.shape[0], "they do not fit"
    return jacobian.T @ upstream


@wrong("chain_rule_multivariable")
def chain_rule_multivariable_scales_columns(jacobian: ndarray, upstream: ndarray) -> Any:
    """You multiplied every column of the Jacobian by an upstream slope.
    Which u does upstream[0] belong to, and where in the Jacobian is that u?"""
    return np.sum(jacobian * upstream, axis=0)


@wrong("chain_rule_multivariable")
def chain_rule_multivariable_wrong_axis(jacobian: ndarray, upstream: ndarray) -> Any:
    """You multiplied the right slopes, but added them along the rows: one sum for each u.
    Is there to be one number for each u or for each x?"""
    return np.sum(jacobian * upstream[:, np.newaxis], axis=1)


@wrong("chain_rule_multivariable")
def chain_rule_multivariable_not_added(jacobian: ndarray, upstream: ndarray) -> Any:
    """Your answer is a table with every path by itself: they are not added yet.
    How many slopes should there be for each x?"""
    return jacobian * upstream[:, np.newaxis]


@wrong("chain_rule_multivariable")
def chain_rule_multivariable_one_number(jacobian: ndarray, upstream: ndarray) -> Any:
    """You added everything up to one number.
    How many inputs x are there, and how many slopes should come out?"""
    return np.sum(jacobian * upstream[:, np.newaxis])


@wrong("chain_rule_multivariable")
def chain_rule_multivariable_mean(jacobian: ndarray, upstream: ndarray) -> Any:
    """You took the mean of the paths.
    Two paths that carry equally much: does y move as far as along one of them?"""
    return np.mean(jacobian * upstream[:, np.newaxis], axis=0)


@wrong("chain_rule_multivariable")
def chain_rule_multivariable_no_upstream(jacobian: ndarray, upstream: ndarray) -> Any:
    """You added the columns of the Jacobian and left the upstream slopes out.
    When u moves, by what is its movement multiplied on the way to y?"""
    return np.sum(jacobian, axis=0)


@wrong("chain_rule_multivariable")
def chain_rule_multivariable_adds_factors(jacobian: ndarray, upstream: ndarray) -> Any:
    """You added the upstream slope to each slope of the Jacobian instead of multiplying.
    Two slopes on one path: how do they combine?"""
    return np.sum(jacobian + upstream[:, np.newaxis], axis=0)


@wrong("chain_rule_multivariable")
def chain_rule_multivariable_column(jacobian: ndarray, upstream: ndarray) -> Any:
    """Your slopes come as a column, of shape (n, 1).
    Which shape does the docstring promise?"""
    return jacobian.T @ upstream.reshape(-1, 1)


# What follows from the solutions

LISTS = made(multiple_inputs_add_backward, multiple_inputs_multiply_backward, gradient, chain_rule_multivariable)(list_)
SIGMOIDS = made(multiple_inputs_add, multiple_inputs_add_backward, multiple_inputs_multiply_backward)(sigmoid)
WHOLE = made(multiple_inputs_add, gradient)(int_result)
SLOPES = made(multiple_inputs_add_backward, multiple_inputs_multiply_backward)(sigmoid_slope)
