"""Wrong solutions of the unit multiple_inputs."""

# ruff: noqa: ARG001, D103 - wrong on purpose, and what each does is said beside it

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy import ndarray

from grader.course.misconceptions import misconception
from solutions.derivatives import deriv
from solutions.functions import Array_Function, sigmoid
from solutions.multiple_inputs import partial_derivative

Scalar_Function = Callable[[ndarray], float]


# multiple_inputs_add


@misconception(
    "multiple_inputs_add",
    did="You applied sigma to x and to y, and added what came out.",
    ask="Which number goes into sigma: each input, or their sum?",
)
def multiple_inputs_add_sigma_each(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    assert x.shape == y.shape
    return sigma(x) + sigma(y)


@misconception(
    "multiple_inputs_add",
    did="Your sigma receives x · y.",
    ask="The function's name ends in add. What is 1 + 0.5, and what is 1 · 0.5?",
)
def multiple_inputs_add_multiplies(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    assert x.shape == y.shape
    return sigma(x * y)


@misconception(
    "multiple_inputs_add",
    did="Your sigma receives x − y.",
    ask="What does sigma receive in the formula, for x = 1 and y = 0.5?",
)
def multiple_inputs_add_subtracts(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    assert x.shape == y.shape
    return sigma(x - y)


@misconception(
    "multiple_inputs_add",
    did="You returned x + y as it is: sigma was never applied.",
    ask="What is to happen to the sum before it is returned?",
)
def multiple_inputs_add_no_sigma(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    assert x.shape == y.shape
    return x + y


@misconception(
    "multiple_inputs_add",
    did="You applied sigma to x, and added y afterwards.",
    ask="Are both inputs in the sum before sigma sees it?",
)
def multiple_inputs_add_sigma_first(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    assert x.shape == y.shape
    return sigma(x) + y


@misconception(
    "multiple_inputs_add",
    did="Your sigma receives half of x + y, their mean.",
    ask="Is there a division in the formula?",
)
def multiple_inputs_add_mean(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    assert x.shape == y.shape
    return sigma((x + y) / 2)


@misconception(
    "multiple_inputs_add",
    did="You added all entries up to one number.",
    ask="x and y have a shape, and so has sigma(x + y): which?",
)
def multiple_inputs_add_total(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    assert x.shape == y.shape
    return float(np.sum(sigma(x + y)))


@misconception(
    "multiple_inputs_add",
    did="Your function always applies the sigmoid, whichever sigma it is given.",
    ask="Which of the three parameters does your function not use?",
)
def multiple_inputs_add_sigmoid(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    assert x.shape == y.shape
    return sigmoid(x + y)


@misconception(
    "multiple_inputs_add",
    did="You returned the slope of sigma at x + y, not its value.",
    ask="This is the way forward. Which function of this unit is the one for slopes?",
)
def multiple_inputs_add_slope(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    assert x.shape == y.shape
    return deriv(sigma, x + y)


@misconception(
    "multiple_inputs_add",
    did="Your function accepts inputs of unequal shapes wherever NumPy can stretch one of them.",
    ask="What should happen if x has three numbers and y has one?",
)
def multiple_inputs_add_no_assertion(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    return sigma(x + y)


@misconception(
    "multiple_inputs_add",
    did="Your function tells unequal shapes with another error than AssertionError.",
    ask="Which error does the docstring promise, and which statement raises it?",
)
def multiple_inputs_add_value_error(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    if x.shape != y.shape:
        raise ValueError("x and y must have the same shape")
    return sigma(x + y)


@misconception(
    "multiple_inputs_add",
    did="Your assertion compares how many numbers there are, not the shapes.",
    ask="A row of two numbers and a column of two numbers: what does NumPy make of their sum?",
    code="checks size",
)
def multiple_inputs_add_compares_sizes(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    assert x.size == y.size
    return sigma(x + y)


@misconception(
    "multiple_inputs_add",
    did="Your assertion compares the first axis only.",
    ask="Two tables of two rows, one with three columns and one with one: are their shapes equal?",
    code="checks len( shape[",
)
def multiple_inputs_add_compares_first_axis(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    assert x.shape[:1] == y.shape[:1]
    return sigma(x + y)


@misconception(
    "multiple_inputs_add",
    did="Your assertion compares the number of axes only.",
    ask="Three numbers and one number: both have one axis. Are their shapes equal?",
    code="checks ndim len(",
)
def multiple_inputs_add_compares_ndim(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    assert x.ndim == y.ndim
    return sigma(x + y)


@misconception(
    "multiple_inputs_add",
    did="Your function takes unequal shapes silently or with a print, and returns nothing for them.",
    ask="How does the caller learn that something is wrong, if nothing is raised?",
)
def multiple_inputs_add_returns_none(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    if x.shape == y.shape:
        return sigma(x + y)
    print("the shapes must be equal")
    return None


@misconception(
    "multiple_inputs_add",
    did="Your assertion is the wrong way round: it stops equal shapes.",
    ask="Is what stands after assert what must be true, or what must not?",
    code="asserts p0.shape != p1.shape",
)
def multiple_inputs_add_reversed_assertion(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    assert x.shape != y.shape
    return sigma(x + y)


@misconception(
    "multiple_inputs_add",
    did="Your assertion stops long inputs although their sizes are equal.",
    ask="`is` asks whether two names stand for one object. What asks whether two numbers are equal?",
    code="is",
)
def multiple_inputs_add_is(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    assert x.ndim == y.ndim
    assert all(one is two for one, two in zip(x.shape, y.shape, strict=True))
    return sigma(x + y)


@misconception(
    "multiple_inputs_add",
    did="You changed x itself while adding y to it.",
    ask="What does the caller find in x afterwards?",
)
def multiple_inputs_add_modifies(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    assert x.shape == y.shape
    x += y
    return sigma(x)


@misconception(
    "multiple_inputs_add",
    did="When the inputs are whole numbers, so are your results: the rest is cut off.",
    ask="Which dtype has an array that you make like x, when x holds ints?",
)
def multiple_inputs_add_int_result(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    assert x.shape == y.shape
    s = np.zeros_like(x)
    s[...] = sigma(x + y)
    return s


# multiple_inputs_add_backward


@misconception(
    "multiple_inputs_add_backward",
    did="Your slopes are σ′(x) and σ′(y), taken at each input.",
    ask="Which number does sigma receive: x, y, or something made of both?",
)
def multiple_inputs_add_backward_at_inputs(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    return deriv(sigma, x), deriv(sigma, y)


@misconception(
    "multiple_inputs_add_backward",
    did="You added all slopes up to one number.",
    ask="How many entries does x have, and how many slopes?",
)
def multiple_inputs_add_backward_total(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    slope = float(np.sum(deriv(sigma, x + y)))
    return slope, slope


@misconception(
    "multiple_inputs_add_backward",
    did="Your numbers are σ(x + y), the value and not its slope.",
    ask="How far does the output move if the input moves by a little? Which function of yours measures that?",
)
def multiple_inputs_add_backward_forward_value(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    return sigma(x + y), sigma(x + y)


@misconception(
    "multiple_inputs_add_backward",
    did="Your slopes are σ′(x + y) · y and σ′(x + y) · x: that is what a product of the inputs would need.",
    ask="When x moves by 0.1, how far does x + y move?",
)
def multiple_inputs_add_backward_product_rule(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    dsda = deriv(sigma, x + y)
    return dsda * y, dsda * x


@misconception(
    "multiple_inputs_add_backward",
    did="Your slopes are σ′(x + y) · x and σ′(x + y) · y.",
    ask="When x moves by 0.1, how far does x + y move?",
)
def multiple_inputs_add_backward_times_inputs(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    dsda = deriv(sigma, x + y)
    return dsda * x, dsda * y


@misconception(
    "multiple_inputs_add_backward",
    did="You returned three arrays: the slope of sigma and the two slopes that are asked for.",
    ask="Which of the three is a step on the way?",
)
def multiple_inputs_add_backward_three(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    dsda = deriv(sigma, x + y)
    return dsda, dsda * 1, dsda * 1


@misconception(
    "multiple_inputs_add_backward",
    did="You returned one array where two slopes are asked for.",
    ask="There are two inputs. How many slopes does the caller want to unpack?",
)
def multiple_inputs_add_backward_single(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    return deriv(sigma, x + y)


@misconception(
    "multiple_inputs_add_backward",
    did="You returned the two slopes in a list.",
    ask="What does the docstring say that the two arrays come in?",
)
def multiple_inputs_add_backward_list(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    dsda = deriv(sigma, x + y)
    return [dsda, dsda]


@misconception(
    "multiple_inputs_add_backward",
    did="You put the two slopes into one array.",
    ask="What does the docstring say that the two arrays come in?",
)
def multiple_inputs_add_backward_stacked(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    dsda = deriv(sigma, x + y)
    return np.array([dsda, dsda])


@misconception(
    "multiple_inputs_add_backward",
    did="Your slopes are all 1: those of the sum alone, without the slope of sigma.",
    ask="The chain has two links. What does the second one, sigma, multiply the movement by?",
)
def multiple_inputs_add_backward_only_sum(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    return np.ones(x.shape), np.ones(y.shape)


@misconception(
    "multiple_inputs_add_backward",
    did="Your slopes are taken at x · y.",
    ask="Which number does sigma receive on the way forward?",
)
def multiple_inputs_add_backward_at_product(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    dsda = deriv(sigma, x * y)
    return dsda, dsda


@misconception(
    "multiple_inputs_add_backward",
    did="Your slopes are taken at x − y.",
    ask="Which number does sigma receive on the way forward?",
)
def multiple_inputs_add_backward_at_difference(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    dsda = deriv(sigma, x - y)
    return dsda, dsda


@misconception(
    "multiple_inputs_add_backward",
    did="Your slope by y has the opposite sign.",
    ask="When y grows by 0.1, does x + y grow or shrink?",
)
def multiple_inputs_add_backward_negative_y(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    dsda = deriv(sigma, x + y)
    return dsda, -dsda


@misconception(
    "multiple_inputs_add_backward",
    did="Your slopes are twice σ′(x + y).",
    ask="For the slope by x, does y move as well?",
)
def multiple_inputs_add_backward_doubled(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    dsda = deriv(sigma, x + y)
    return dsda + dsda, dsda + dsda


@misconception(
    "multiple_inputs_add_backward",
    did="Your slopes are taken at σ(x + y), what comes out of sigma.",
    ask="The slope of sigma belongs to the number that goes into it. Which one is that?",
)
def multiple_inputs_add_backward_at_output(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    dsda = deriv(sigma, sigma(x + y))
    return dsda, dsda


@misconception(
    "multiple_inputs_add_backward",
    did="Your function always takes the slope of the sigmoid, whichever sigma it is given.",
    ask="Which of the three parameters does your function not use?",
)
def multiple_inputs_add_backward_sigmoid(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    dsda = deriv(sigmoid, x + y)
    return dsda, dsda


@misconception(
    "multiple_inputs_add_backward",
    did="You stepped forward only: your slopes are (σ(a + p) − σ(a)) / p.",
    ask="Which function of the unit derivatives steps to both sides?",
)
def multiple_inputs_add_backward_forward_difference(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    dsda = (sigma(x + y + 0.001) - sigma(x + y)) / 0.001
    return dsda, dsda


@misconception(
    "multiple_inputs_add_backward",
    did="You asked deriv for the slope of a function of two inputs.",
    ask="deriv moves one input. Which single number could be the one that sigma receives?",
    code="uses deriv",
)
def multiple_inputs_add_backward_deriv_of_two(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    dsda = deriv(lambda x, y: sigma(x + y), x)  # type: ignore[arg-type, misc]
    return dsda, dsda


@misconception(
    "multiple_inputs_add_backward",
    did="When the inputs are whole numbers, so are your slopes: the rest is cut off.",
    ask="Which dtype has an array that you make like x, when x holds ints?",
)
def multiple_inputs_add_backward_int_result(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    dx, dy = np.zeros_like(x), np.zeros_like(y)
    dx[...] = deriv(sigma, x + y)
    dy[...] = deriv(sigma, x + y)
    return dx, dy


# multiple_inputs_multiply_backward


@misconception(
    "multiple_inputs_multiply_backward",
    did="Your two slopes are swapped: you multiplied the slope by x with x, and the one by y with y.",
    ask="When x moves by 0.1 and y is 5, how far does x · y move?",
)
def multiple_inputs_multiply_backward_swapped(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    dsda = deriv(sigma, x * y)
    return dsda * x, dsda * y


@misconception(
    "multiple_inputs_multiply_backward",
    did="Both of your slopes are σ′(x · y): the slope of the product is missing.",
    ask="When x moves by 0.1 and y is 5, how far does x · y move?",
)
def multiple_inputs_multiply_backward_only_sigma(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    dsda = deriv(sigma, x * y)
    return dsda, dsda


@misconception(
    "multiple_inputs_multiply_backward",
    did="Your slopes are y and x: the slope of sigma is missing.",
    ask="The movement of the product goes through sigma too. By what does sigma multiply it?",
)
def multiple_inputs_multiply_backward_no_sigma(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    return y.copy(), x.copy()


@misconception(
    "multiple_inputs_multiply_backward",
    did="You took the slope of sigma at x + y.",
    ask="Which number does sigma receive here?",
)
def multiple_inputs_multiply_backward_at_sum(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    dsda = deriv(sigma, x + y)
    return dsda * y, dsda * x


@misconception(
    "multiple_inputs_multiply_backward",
    did="You took the slopes of sigma at x and at y instead of at their product.",
    ask="Which number does sigma receive here?",
)
def multiple_inputs_multiply_backward_at_inputs(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    return deriv(sigma, x) * y, deriv(sigma, y) * x


@misconception(
    "multiple_inputs_multiply_backward",
    did="You multiplied y and x by σ(x · y), the value, where the slope of sigma belongs.",
    ask="By what does a function multiply a small movement: its value or its slope?",
)
def multiple_inputs_multiply_backward_forward_value(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    s = sigma(x * y)
    return s * y, s * x


@misconception(
    "multiple_inputs_multiply_backward",
    did="You added y and x to the slope of sigma.",
    ask="Two links of a chain, each with its slope: how do the slopes combine?",
)
def multiple_inputs_multiply_backward_adds(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    dsda = deriv(sigma, x * y)
    return dsda + y, dsda + x


@misconception(
    "multiple_inputs_multiply_backward",
    did="You returned one array, the two slopes added up.",
    ask="There are two inputs. How many slopes does the caller want to unpack?",
)
def multiple_inputs_multiply_backward_total(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    return deriv(sigma, x * y) * (x + y)


@misconception(
    "multiple_inputs_multiply_backward",
    did="You added the slopes of each input up to one number.",
    ask="How many entries does x have, and how many slopes?",
)
def multiple_inputs_multiply_backward_two_totals(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    dsda = deriv(sigma, x * y)
    return float(np.sum(dsda * y)), float(np.sum(dsda * x))


@misconception(
    "multiple_inputs_multiply_backward",
    did="Your product is a matrix product, x @ y.",
    ask="Is each number of x multiplied by the number of y at the same place?",
    code="@ | uses dot | uses matmul | uses inner | uses einsum | uses vdot | uses tensordot",
)
def multiple_inputs_multiply_backward_matmul(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    dsda = deriv(sigma, np.asarray(x @ y))
    return dsda * y, dsda * x


@misconception(
    "multiple_inputs_multiply_backward",
    did="You divided by x and by y, and that gives nan where an input is 0.",
    ask="When x moves, what multiplies its movement? You do not need a division to find it.",
)
def multiple_inputs_multiply_backward_divides(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    a = x * y
    dsda = deriv(sigma, a)
    return dsda * a / x, dsda * a / y


@misconception(
    "multiple_inputs_multiply_backward",
    did="You returned the two slopes in a list.",
    ask="What does the docstring say that the two arrays come in?",
)
def multiple_inputs_multiply_backward_list(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    dsda = deriv(sigma, x * y)
    return [dsda * y, dsda * x]


@misconception(
    "multiple_inputs_multiply_backward",
    did="You returned three arrays: the slope of sigma and the two slopes that are asked for.",
    ask="Which of the three is a step on the way?",
)
def multiple_inputs_multiply_backward_three(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    dsda = deriv(sigma, x * y)
    return dsda, dsda * y, dsda * x


@misconception(
    "multiple_inputs_multiply_backward",
    did="You took the slope of sigma at σ(x · y), what comes out of sigma.",
    ask="The slope of sigma belongs to the number that goes into it. Which one is that?",
)
def multiple_inputs_multiply_backward_at_output(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    dsda = deriv(sigma, sigma(x * y))
    return dsda * y, dsda * x


@misconception(
    "multiple_inputs_multiply_backward",
    did="Your function always takes the slope of the sigmoid, whichever sigma it is given.",
    ask="Which of the three parameters does your function not use?",
)
def multiple_inputs_multiply_backward_sigmoid(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    dsda = deriv(sigmoid, x * y)
    return dsda * y, dsda * x


@misconception(
    "multiple_inputs_multiply_backward",
    did="You stepped forward only: your slope of sigma is (σ(a + p) − σ(a)) / p.",
    ask="Which function of the unit derivatives steps to both sides?",
)
def multiple_inputs_multiply_backward_forward_difference(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    a = x * y
    dsda = (sigma(a + 0.001) - sigma(a)) / 0.001
    return dsda * y, dsda * x


@misconception(
    "multiple_inputs_multiply_backward",
    did="You asked deriv for the slope of a function of two inputs.",
    ask="deriv moves one input. Which single number could be the one that sigma receives?",
    code="uses deriv",
)
def multiple_inputs_multiply_backward_deriv_of_two(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    dsda = deriv(lambda x, y: sigma(x * y), x)  # type: ignore[arg-type, misc]
    return dsda * y, dsda * x


@misconception(
    "multiple_inputs_multiply_backward",
    did="You multiplied x by y in place: the caller's x is no longer what it was.",
    ask="What does the caller find in x afterwards, and what do you multiply by when you need x again?",
)
def multiple_inputs_multiply_backward_modifies(x: ndarray, y: ndarray, sigma: Array_Function) -> Any:
    old = x.copy()
    x *= y
    dsda = deriv(sigma, x)
    return dsda * y, dsda * old


# partial_derivative


@misconception(
    "partial_derivative",
    did="You moved the coordinate before the one that is asked for.",
    ask="From which number does NumPy count the places of an array?",
)
def partial_derivative_counts_from_one(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    step = np.zeros(point.shape)
    step[i - 1] = p
    return (func(point + step) - func(point - step)) / (2 * p)


@misconception(
    "partial_derivative",
    did="You moved the coordinate after the one that is asked for.",
    ask="From which number does NumPy count the places of an array?",
)
def partial_derivative_next_coordinate(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    step = np.zeros(point.shape)
    step[i + 1] = p
    return (func(point + step) - func(point - step)) / (2 * p)


@misconception(
    "partial_derivative",
    did="Your two points are one array under two names, so the difference is always 0, or as good as 0.",
    ask="Does `q = point` make a second array?",
    code="in place",
)
def partial_derivative_aliased(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    point = point.astype(float)
    right = point
    left = point
    right[i] += p
    left[i] -= p
    return (func(right) - func(left)) / (2 * p)


@misconception(
    "partial_derivative",
    did="You moved all the coordinates at once.",
    ask="For a partial derivative one coordinate moves. What do the others do?",
)
def partial_derivative_moves_all(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    point[i]
    return (func(point + p) - func(point - p)) / (2 * p)


@misconception(
    "partial_derivative",
    did="You stepped forward only.",
    ask="The formula has a point on each side. Where are yours?",
)
def partial_derivative_forward(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    step = np.zeros(point.shape)
    step[i] = p
    return (func(point + step) - func(point + 0.0)) / p


@misconception(
    "partial_derivative",
    did="You stepped backward only.",
    ask="The formula has a point on each side. Where are yours?",
)
def partial_derivative_backward(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    step = np.zeros(point.shape)
    step[i] = p
    return (func(point + 0.0) - func(point - step)) / p


@misconception(
    "partial_derivative",
    did="Your slopes are twice what they should be.",
    ask="How far apart are the two points?",
)
def partial_derivative_divides_by_p(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    step = np.zeros(point.shape)
    step[i] = p
    return (func(point + step) - func(point - step)) / p


@misconception(
    "partial_derivative",
    did="Your difference is divided by 2 and then multiplied by p.",
    ask="In which order does Python compute `a / 2 * p`?",
    code="/ *",
)
def partial_derivative_precedence(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    step = np.zeros(point.shape)
    step[i] = p
    return (func(point + step) - func(point - step)) / 2 * p


@misconception(
    "partial_derivative",
    did="Your step is always 0.001, whatever p says.",
    ask="Where does your code use p?",
)
def partial_derivative_ignores_p(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    step = np.zeros(point.shape)
    step[i] = 0.001
    return (func(point + step) - func(point - step)) / (2 * 0.001)


@misconception(
    "partial_derivative",
    did="Your usual step is not 0.001.",
    ask="Which value does the contract give p where the caller gives none?",
)
def partial_derivative_other_default(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-5) -> Any:
    step = np.zeros(point.shape)
    step[i] = p
    return (func(point + step) - func(point - step)) / (2 * p)


@misconception(
    "partial_derivative",
    did="Your usual step is not 0.001.",
    ask="Which value does the contract give p where the caller gives none?",
)
def partial_derivative_larger_default(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-4) -> Any:
    step = np.zeros(point.shape)
    step[i] = p
    return (func(point + step) - func(point - step)) / (2 * p)


@misconception(
    "partial_derivative",
    did="Your step, when none is given, is so small that adding it changes nothing.",
    ask="How many digits does a float have, and in which of them does your step stand?",
)
def partial_derivative_default_vanishing(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-17) -> Any:
    step = np.zeros(point.shape)
    step[i] = p
    return (func(point + step) - func(point - step)) / (2 * p)


@misconception(
    "partial_derivative",
    did="Your difference is taken in float32, which keeps about seven digits.",
    ask="How many digits are left when two numbers that agree in the first four are subtracted?",
    code="uses float32",
)
def partial_derivative_float32(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    step = np.zeros(point.shape, dtype=np.float32)
    step[i] = p
    start = point.astype(np.float32)
    return (func(start + step) - func(start - step)) / (2 * p)


@misconception(
    "partial_derivative",
    did="A point of whole numbers stays a point of whole numbers in your code, and the step is lost.",
    ask="What is stored if 3.001 is put into an array of ints?",
)
def partial_derivative_int_step(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    right, left = point.copy(), point.copy()
    right[i] = right[i] + p
    left[i] = left[i] - p
    return (func(right) - func(left)) / (2 * p)


@misconception(
    "partial_derivative",
    did="You moved the caller's point and did not put it back.",
    ask="What does the caller find in the point afterwards?",
)
def partial_derivative_modifies(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    x = point if point.dtype == float else point.astype(float)
    x[i] += p
    right = func(x)
    x[i] -= 2 * p
    return (right - func(x)) / (2 * p)


@misconception(
    "partial_derivative",
    did="You returned the slopes by all the coordinates.",
    ask="What is i for?",
)
def partial_derivative_whole_gradient(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    point[i]
    steps = p * np.eye(len(point))
    return np.array([(func(point + step) - func(point - step)) / (2 * p) for step in steps])


@misconception(
    "partial_derivative",
    did="A coordinate that is not there gives an answer, 0, instead of an IndexError.",
    ask="What does your code do if i is as large as the number of coordinates?",
)
def partial_derivative_no_index_error(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    step = np.where(np.arange(len(point)) == i, p, 0.0)
    return (func(point + step) - func(point - step)) / (2 * p)


@misconception(
    "partial_derivative",
    did="A coordinate that is not there raises an AssertionError in your code.",
    ask="Which error does the docstring promise?",
)
def partial_derivative_assertion(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    assert 0 <= i < len(point)
    step = np.zeros(point.shape)
    step[i] = p
    return (func(point + step) - func(point - step)) / (2 * p)


@misconception(
    "partial_derivative",
    did="Your step is p times the coordinate, but you divided by 2p.",
    ask="How far apart are your two points?",
)
def partial_derivative_relative_step(func: Scalar_Function, point: ndarray, i: int, p: float = 1e-3) -> Any:
    step = np.zeros(point.shape)
    step[i] = p * point[i]
    return (func(point + step) - func(point - step)) / (2 * p)


# gradient


@misconception(
    "gradient",
    did="Whole numbers in x stay whole numbers in your code, and the step is lost.",
    ask="What is stored if 3.001 is put into an array of ints?",
)
def gradient_int_step(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    slopes = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        right, left = x.copy(), x.copy()
        right[i] = right[i] + p
        left[i] = left[i] - p
        slopes[i] = (func(right) - func(left)) / (2 * p)
    return slopes


@misconception(
    "gradient",
    did="When x holds whole numbers, so do your slopes: the rest is cut off.",
    ask="Which dtype has an array that you make like x, when x holds ints?",
)
def gradient_int_result(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    slopes = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = p
        slopes[i] = (func(x + step) - func(x - step)) / (2 * p)
    return slopes


@misconception(
    "gradient",
    did="A number that you moved is not put back before the next one moves.",
    ask="Where do the earlier numbers stand while the last slope is taken?",
)
def gradient_not_restored(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    x = x.astype(float)
    slopes = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += p
        right = func(x)
        x[i] -= 2 * p
        slopes[i] = (right - func(x)) / (2 * p)
    return slopes


@misconception(
    "gradient",
    did="You moved the numbers of the caller's x and did not put them back.",
    ask="What does the caller find in x afterwards?",
)
def gradient_modifies(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    x = np.asarray(x, dtype=float)
    slopes = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += p
        right = func(x)
        x[i] -= 2 * p
        slopes[i] = (right - func(x)) / (2 * p)
    return slopes


@misconception(
    "gradient",
    did="You returned 3·x₀² and 5·exp(x₁), whatever the function is, and the slope of 3·x₀² is not 3·x₀².",
    ask="What does your code do with func?",
)
def gradient_by_hand(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    return np.array([3 * x.flat[0] ** 2, 5 * np.exp(x.flat[-1])])


@misconception(
    "gradient",
    did="Your slopes stand in one row, whatever the shape of x is.",
    ask="Where would the caller look for the slope by the number in row 1, column 0?",
)
def gradient_flat(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    point = x.ravel()
    steps = p * np.eye(x.size)
    differences = [func((point + step).reshape(x.shape)) - func((point - step).reshape(x.shape)) for step in steps]
    return np.array(differences) / (2 * p)


@misconception(
    "gradient",
    did="You moved the whole row for every first index of x.",
    ask="How many numbers does x have, and how many of them move at once in your code?",
)
def gradient_moves_rows(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    slopes = np.zeros(x.shape)
    for i in range(len(x)):
        step = np.zeros(x.shape)
        step[i] = p
        slopes[i] = (func(x + step) - func(x - step)) / (2 * p)
    return slopes


@misconception(
    "gradient",
    did="You moved all the numbers of x at once and gave each of them the same slope.",
    ask="Each number has a slope of its own. How could you see what one of them does alone?",
)
def gradient_moves_all(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    return np.full(x.shape, (func(x + p) - func(x - p)) / (2 * p))


@misconception(
    "gradient",
    did="You took one slope along all the numbers of x at once: one number is left.",
    ask="deriv moves every number of its input. How could you see what one of them does alone?",
)
def gradient_deriv(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    return deriv(func, x, p)  # type: ignore[arg-type]


@misconception(
    "gradient",
    did="You added all the partial derivatives up.",
    ask="Which shape does the gradient have?",
)
def gradient_total(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    total = 0.0
    for i in range(x.size):
        total += partial_derivative(lambda v: func(v.reshape(x.shape)), x.ravel(), i, p)
    return total


@misconception(
    "gradient",
    did="You stepped forward only.",
    ask="The formula has a point on each side. Where are yours?",
)
def gradient_forward(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    slopes = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = p
        slopes[i] = (func(x + step) - func(x + 0.0)) / p
    return slopes


@misconception(
    "gradient",
    did="Your slopes are twice what they should be.",
    ask="How far apart are the two points?",
)
def gradient_divides_by_p(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    slopes = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = p
        slopes[i] = (func(x + step) - func(x - step)) / p
    return slopes


@misconception(
    "gradient",
    did="Your step is always 0.001, whatever p says.",
    ask="Where does p go after your function has received it?",
)
def gradient_ignores_p(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    point = x.ravel()
    partials = [partial_derivative(lambda v: func(v.reshape(x.shape)), point, i) for i in range(x.size)]
    return np.array(partials).reshape(x.shape)


@misconception(
    "gradient",
    did="Your usual step is not 0.001.",
    ask="Which value does the contract give p where the caller gives none?",
)
def gradient_other_default(func: Scalar_Function, x: ndarray, p: float = 1e-5) -> Any:
    point = x.ravel()
    partials = [partial_derivative(lambda v: func(v.reshape(x.shape)), point, i, p) for i in range(x.size)]
    return np.array(partials).reshape(x.shape)


@misconception(
    "gradient",
    did="Your usual step is not 0.001.",
    ask="Which value does the contract give p where the caller gives none?",
)
def gradient_larger_default(func: Scalar_Function, x: ndarray, p: float = 1e-4) -> Any:
    point = x.ravel()
    partials = [partial_derivative(lambda v: func(v.reshape(x.shape)), point, i, p) for i in range(x.size)]
    return np.array(partials).reshape(x.shape)


@misconception(
    "gradient",
    did="Your step, when none is given, is so small that adding it changes nothing.",
    ask="How many digits does a float have, and in which of them does your step stand?",
)
def gradient_default_vanishing(func: Scalar_Function, x: ndarray, p: float = 1e-17) -> Any:
    point = x.ravel()
    partials = [partial_derivative(lambda v: func(v.reshape(x.shape)), point, i, p) for i in range(x.size)]
    return np.array(partials).reshape(x.shape)


@misconception(
    "gradient",
    did="Your difference is taken in float32, which keeps about seven digits.",
    ask="How many digits are left when two numbers that agree in the first four are subtracted?",
    code="uses float32",
)
def gradient_float32(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    point = x.astype(np.float32)
    steps = (p * np.eye(x.size, dtype=np.float32)).reshape(x.size, *x.shape)
    slopes = [(func(point + step) - func(point - step)) / (2 * p) for step in steps]
    return np.array(slopes).reshape(x.shape)


@misconception(
    "gradient",
    did="Your differences are divided by 2 and then multiplied by p.",
    ask="In which order does Python compute `a / 2 * p`?",
    code="/ *",
)
def gradient_precedence(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    steps = (p * np.eye(x.size)).reshape(x.size, *x.shape)
    slopes = [(func(x + step) - func(x - step)) / 2 * p for step in steps]
    return np.array(slopes).reshape(x.shape)


@misconception(
    "gradient",
    did="You move x itself and put it back.",
    ask="Can x always be written to? What else could you move?",
    code="in place",
    hidden_only="it is right wherever x can be written to",
)
def gradient_moves_and_restores(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
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


@misconception(
    "gradient",
    did="Your slopes have the opposite sign: they point downhill.",
    ask="Does the gradient point where the value rises or where it falls?",
)
def gradient_downhill(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    point = x.ravel()
    partials = [-partial_derivative(lambda v: func(v.reshape(x.shape)), point, i, p) for i in range(x.size)]
    return np.array(partials).reshape(x.shape)


@misconception(
    "gradient",
    did="You scaled the gradient to length 1.",
    ask="Its length says how steep the function is. Does the formula divide by it?",
)
def gradient_unit_length(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    point = x.ravel()
    partials = [partial_derivative(lambda v: func(v.reshape(x.shape)), point, i, p) for i in range(x.size)]
    slopes = np.array(partials)
    return (slopes / np.sqrt(np.sum(slopes**2))).reshape(x.shape)


@misconception(
    "gradient",
    did="You returned the slopes in a list.",
    ask="What does the docstring say that comes back, and in which shape?",
)
def gradient_list(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    point = x.ravel()
    return [partial_derivative(lambda v: func(v.reshape(x.shape)), point, i, p) for i in range(x.size)]


@misconception(
    "gradient",
    did="Your slopes stand in the transposed table: the one by row 0, column 1 is at row 1, column 0.",
    ask="Which shape does the gradient have, and which number's slope is at each place?",
)
def gradient_transposed(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    point = x.ravel()
    partials = [partial_derivative(lambda v: func(v.reshape(x.shape)), point, i, p) for i in range(x.size)]
    return np.array(partials).reshape(x.shape).T


@misconception(
    "gradient",
    did="Your func receives the numbers of x in one row, not in the shape of x.",
    ask="What does a function of a table expect to be handed?",
)
def gradient_func_gets_row(func: Scalar_Function, x: ndarray, p: float = 1e-3) -> Any:
    point = x.ravel()
    partials = [partial_derivative(func, point, i, p) for i in range(x.size)]
    return np.array(partials).reshape(x.shape)


# chain_rule_multivariable


@misconception(
    "chain_rule_multivariable",
    did="Your slopes follow the first path only.",
    ask="Through which other u does x reach y?",
)
def chain_rule_multivariable_first_path(jacobian: ndarray, upstream: ndarray) -> Any:
    return jacobian[0] * upstream[0]


@misconception(
    "chain_rule_multivariable",
    did="Your slopes follow the last path only: each path replaces the one before it.",
    ask="What happens to the slope of the first path when the second one is computed?",
)
def chain_rule_multivariable_last_path(jacobian: ndarray, upstream: ndarray) -> Any:
    slopes = np.zeros(jacobian.shape[1])
    for row, slope in zip(jacobian, upstream, strict=True):
        slopes = row * slope
    return slopes


@misconception(
    "chain_rule_multivariable",
    did="Your code follows two paths, whatever the number of rows is.",
    ask="How many paths are there when the Jacobian has three rows, or one?",
)
def chain_rule_multivariable_two_only(jacobian: ndarray, upstream: ndarray) -> Any:
    return jacobian[0] * upstream[0] + jacobian[1] * upstream[1]


@misconception(
    "chain_rule_multivariable",
    did="You multiplied the paths with each other.",
    ask="Along one path the slopes are multiplied. What happens to the paths where they meet?",
)
def chain_rule_multivariable_product(jacobian: ndarray, upstream: ndarray) -> Any:
    return np.prod(jacobian * upstream[:, np.newaxis], axis=0)


@misconception(
    "chain_rule_multivariable",
    did="You multiplied the Jacobian itself by the upstream slopes: your sums go along its rows.",
    ask="To which u belongs a row of the Jacobian, and over what should the sum go?",
)
def chain_rule_multivariable_not_transposed(jacobian: ndarray, upstream: ndarray) -> Any:
    return jacobian @ upstream


@misconception(
    "chain_rule_multivariable",
    did="Your assertion compares the columns of the Jacobian with the length of upstream.",
    ask="upstream has a slope for each output: rows or columns of the Jacobian?",
    code="asserts p0.shape[1] == p1.shape[0]",
)
def chain_rule_multivariable_asserts_columns(jacobian: ndarray, upstream: ndarray) -> Any:
    assert jacobian.shape[1] == upstream.shape[0], "they do not fit"
    return jacobian.T @ upstream


@misconception(
    "chain_rule_multivariable",
    did="You multiplied every column of the Jacobian by an upstream slope.",
    ask="Which u does upstream[0] belong to, and where in the Jacobian is that u?",
)
def chain_rule_multivariable_scales_columns(jacobian: ndarray, upstream: ndarray) -> Any:
    return np.sum(jacobian * upstream, axis=0)


@misconception(
    "chain_rule_multivariable",
    did="You multiplied the right slopes, but added them along the rows: one sum for each u.",
    ask="Is there to be one number for each u or for each x?",
)
def chain_rule_multivariable_wrong_axis(jacobian: ndarray, upstream: ndarray) -> Any:
    return np.sum(jacobian * upstream[:, np.newaxis], axis=1)


@misconception(
    "chain_rule_multivariable",
    did="Your answer is a table with every path by itself: they are not added yet.",
    ask="How many slopes should there be for each x?",
)
def chain_rule_multivariable_not_added(jacobian: ndarray, upstream: ndarray) -> Any:
    return jacobian * upstream[:, np.newaxis]


@misconception(
    "chain_rule_multivariable",
    did="You added everything up to one number.",
    ask="How many inputs x are there, and how many slopes should come out?",
)
def chain_rule_multivariable_one_number(jacobian: ndarray, upstream: ndarray) -> Any:
    return np.sum(jacobian * upstream[:, np.newaxis])


@misconception(
    "chain_rule_multivariable",
    did="You took the mean of the paths.",
    ask="Does the formula divide by the number of paths?",
)
def chain_rule_multivariable_mean(jacobian: ndarray, upstream: ndarray) -> Any:
    return np.mean(jacobian * upstream[:, np.newaxis], axis=0)


@misconception(
    "chain_rule_multivariable",
    did="You added the columns of the Jacobian and left the upstream slopes out.",
    ask="When u moves, by what is its movement multiplied on the way to y?",
)
def chain_rule_multivariable_no_upstream(jacobian: ndarray, upstream: ndarray) -> Any:
    return np.sum(jacobian, axis=0)


@misconception(
    "chain_rule_multivariable",
    did="You added the upstream slope to each slope of the Jacobian instead of multiplying.",
    ask="Two slopes on one path: how do they combine?",
)
def chain_rule_multivariable_adds_factors(jacobian: ndarray, upstream: ndarray) -> Any:
    return np.sum(jacobian + upstream[:, np.newaxis], axis=0)


@misconception(
    "chain_rule_multivariable",
    did="Your slopes come as a column, of shape (n, 1).",
    ask="Which shape does the docstring promise?",
)
def chain_rule_multivariable_column(jacobian: ndarray, upstream: ndarray) -> Any:
    return jacobian.T @ upstream.reshape(-1, 1)


@misconception(
    "chain_rule_multivariable",
    did="You returned the slopes in a list.",
    ask="What does the docstring say that comes back?",
)
def chain_rule_multivariable_list(jacobian: ndarray, upstream: ndarray) -> Any:
    return list(jacobian.T @ upstream)
