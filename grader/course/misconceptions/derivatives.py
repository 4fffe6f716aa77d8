# ruff: noqa: D103  they are what students write: no docstring
"""Wrong solutions of the slopes by difference quotients."""

from typing import Any

import numpy as np
from numpy import ndarray

from grader.course.misconceptions import misconception
from solutions.derivatives import approximate_derivative, deriv
from solutions.functions import Array_Function

_FORGETS_RETURN = "Your function prints the result, or computes it, and returns nothing."
_FORGETS_RETURN_ASK = "What does a function give back when no `return` is reached?"

_LAST_LINE: list[Any] = []  # of a tangent


# deriv


@misconception(
    "deriv",
    did="You took the forward difference: one of your two points is x itself.",
    ask="On which sides of x do the two points of a central difference lie, and how far apart are they?",
)
def deriv_forward(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    return (func(input_ + delta) - func(input_)) / delta


@misconception(
    "deriv",
    did="You took the backward difference: one of your two points is x itself.",
    ask="On which sides of x do the two points of a central difference lie, and how far apart are they?",
)
def deriv_backward(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    return (func(input_) - func(input_ - delta)) / delta


@misconception(
    "deriv",
    did="Your slopes are twice too large: you divided by one step.",
    ask="How far apart are the two points at which you call the function?",
)
def deriv_one_step(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    return (func(input_ + delta) - func(input_ - delta)) / delta


@misconception(
    "deriv",
    did="You divided by 2 and then multiplied by the step: / 2 * delta is read from left to right.",
    ask="Which brackets make 2 and delta one divisor?",
    code="/ *",
)
def deriv_precedence(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    return (func(input_ + delta) - func(input_ - delta)) / 2 * delta


@misconception(
    "deriv",
    did="Only the second of the two values is divided: the difference has no brackets.",
    ask="What does Python do first in a - b / c?",
    code="- /",
)
def deriv_no_brackets(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    return func(input_ + delta) - func(input_ - delta) / (2 * delta)


@misconception(
    "deriv",
    did="Only the second of the two values is divided, and then multiplied by the step.",
    ask="What does Python do first in a - b / c * d?",
    code="- /",
)
def deriv_no_brackets_at_all(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    return func(input_ + delta) - func(input_ - delta) / 2 * delta


@misconception(
    "deriv",
    did="Your slopes are only half as large: one point is x itself, but you divided by two steps.",
    ask="How far apart are the two points at which you call the function?",
)
def deriv_half_slope(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    return (func(input_ + delta) - func(input_)) / (2 * delta)


@misconception(
    "deriv",
    did="You added the two values of the function.",
    ask="The slope tells how far the output moves: how do you get a movement from two values?",
)
def deriv_plus(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    return (func(input_ + delta) + func(input_ - delta)) / (2 * delta)


@misconception(
    "deriv",
    did="Your slopes have the wrong sign: you subtracted the value on the right from the value on the left.",
    ask="For a function that rises, which of the two values is larger?",
)
def deriv_sign(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    return (func(input_ - delta) - func(input_ + delta)) / (2 * delta)


@misconception(
    "deriv",
    did="You returned the difference of the two values, not divided by anything.",
    ask="By how much did the input move to make that difference?",
)
def deriv_undivided(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    return func(input_ + delta) - func(input_ - delta)


@misconception(
    "deriv",
    did="You moved the output of the function: the step is added to f(x) instead of x.",
    ask="Whose movement is the cause, the input's or the output's?",
)
def deriv_moves_output(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    return ((func(input_) + delta) - (func(input_) - delta)) / (2 * delta)


@misconception(
    "deriv",
    did="Your step is 0.001 whatever delta is.",
    ask="Where does your code use the parameter delta?",
)
def deriv_ignores_delta(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:  # noqa: ARG001
    return (func(input_ + 0.001) - func(input_ - 0.001)) / (2 * 0.001)


@misconception(
    "deriv",
    did="Your step, when none is given, is 0.01.",
    ask="Which default does delta have in the exercise?",
)
def deriv_default_hundredth(func: Array_Function, input_: ndarray, delta: float = 0.01) -> Any:
    return (func(input_ + delta) - func(input_ - delta)) / (2 * delta)


@misconception(
    "deriv",
    did="Your step, when none is given, is 0.00001.",
    ask="Which default does delta have in the exercise?",
)
def deriv_default_small(func: Array_Function, input_: ndarray, delta: float = 1e-5) -> Any:
    return (func(input_ + delta) - func(input_ - delta)) / (2 * delta)


@misconception(
    "deriv",
    did="Your step, when none is given, is 0.0001.",
    ask="Which default does delta have in the exercise?",
)
def deriv_default_ten_thousandth(func: Array_Function, input_: ndarray, delta: float = 1e-4) -> Any:
    return (func(input_ + delta) - func(input_ - delta)) / (2 * delta)


@misconception(
    "deriv",
    did="Your step, when none is given, is so small that adding it changes nothing.",
    ask="How many digits does a float have, and in which of them does your step stand?",
)
def deriv_default_vanishing(func: Array_Function, input_: ndarray, delta: float = 1e-17) -> Any:
    return (func(input_ + delta) - func(input_ - delta)) / (2 * delta)


@misconception(
    "deriv",
    did="Your difference is taken in float32, which keeps about seven digits.",
    ask="How many digits are left when two numbers that agree in the first four are subtracted?",
    code="uses float32",
)
def deriv_float32(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    point = np.asarray(input_, dtype=np.float32)
    step = np.float32(delta)
    return (func(point + step) - func(point - step)) / (2 * step)


@misconception(
    "deriv",
    did="Your step is so small that rounding is all that is left of the difference.",
    ask="A float has 16 digits. How many of them differ between f(x + 1e-15) and f(x)?",
)
def deriv_tiny_step(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:  # noqa: ARG001
    return (func(input_ + 1e-15) - func(input_ - 1e-15)) / 2e-15


@misconception(
    "deriv",
    did="Your two points are x + delta/2 and x - delta/2: only half a step to each side.",
    ask="How far does the formula go to each side, and by what does it divide?",
)
def deriv_half_step(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    return (func(input_ + delta / 2) - func(input_ - delta / 2)) / delta


@misconception(
    "deriv",
    did="Your lower point is x itself, because you count it from the upper one: a forward difference.",
    ask="From which number does the formula subtract the step?",
)
def deriv_forward_in_disguise(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    upper = input_ + delta / 2
    lower = upper - delta / 2
    return (func(upper) - func(lower)) / (delta / 2)


@misconception(
    "deriv",
    did="Your numbers are 2x, the slope of the square, whatever the function is.",
    ask="Where does your code call the function that it is given?",
)
def deriv_of_square(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:  # noqa: ARG001
    return 2.0 * input_


@misconception(
    "deriv",
    did="You moved the array that was passed in: it holds other numbers afterwards.",
    ask="Does input_ += delta make a new array?",
)
def deriv_in_place(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    input_ += delta
    upper = func(input_)
    input_ -= 2 * delta
    return (upper - func(input_)) / (2 * delta)


@misconception(
    "deriv",
    did="Your two values are one array, a copy that you moved up and then down.",
    ask="If a function returns its input as it is, what does the second move do to the first value?",
    code="in place",
)
def deriv_reuses_copy(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    point = input_.astype(float)
    point += delta
    upper = func(point)
    point -= 2 * delta
    return (upper - func(point)) / (2 * delta)


@misconception(
    "deriv",
    did="Whole numbers stay whole in your code, so that a step of 0.001 is cut to 0.",
    ask="Which dtype does the array have in which you keep the step, or the moved points?",
)
def deriv_int_step(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    step = np.zeros_like(input_)
    step[...] = delta
    return (func(input_ + step) - func(input_ - step)) / (2 * delta)


@misconception(
    "deriv",
    did="Your slopes are rounded to whole numbers where the inputs are whole.",
    ask="Which dtype does the array have into which you write the slopes?",
)
def deriv_int_result(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    slopes = np.zeros_like(input_)
    slopes[...] = (func(input_ + delta) - func(input_ - delta)) / (2 * delta)
    return slopes


@misconception(
    "deriv",
    did="Your code works for one number only; an array cannot be turned into one float.",
    ask="Is float() needed, or can an array be moved as a whole?",
)
def deriv_scalar_only(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    point: Any = float(input_)
    return (func(point + delta) - func(point - delta)) / (2 * delta)


@misconception("deriv", did=_FORGETS_RETURN, ask=_FORGETS_RETURN_ASK, code="no result")
def deriv_prints(func: Array_Function, input_: ndarray, delta: float = 0.001) -> None:
    print((func(input_ + delta) - func(input_ - delta)) / (2 * delta))


# approximate_derivative


@misconception(
    "approximate_derivative",
    did="You took the backward difference: your second point lies below x.",
    ask="To which side does the forward difference step?",
)
def approximate_derivative_backward(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    return (func(x) - func(x - p)) / p


@misconception(
    "approximate_derivative",
    did="You took the central difference; here the forward one is asked for, to compare the two.",
    ask="Which of the two points of a forward difference is x itself?",
)
def approximate_derivative_central(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    return (func(x + p) - func(x - p)) / (2 * p)


@misconception(
    "approximate_derivative",
    did="Your slopes are of the wrong sign: you subtracted f(x + p) from f(x).",
    ask="For a function that rises, which of the two values is larger?",
)
def approximate_derivative_sign(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    return (func(x) - func(x + p)) / p


@misconception(
    "approximate_derivative",
    did="You stepped below x and subtracted the value at x: a backward difference of the wrong sign.",
    ask="To which side does the forward difference step, and which value is subtracted from which?",
)
def approximate_derivative_backward_sign(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    return (func(x - p) - func(x)) / p


@misconception(
    "approximate_derivative",
    did="Your slopes are only half as large: you divided by two steps.",
    ask="How far apart are x and x + p?",
)
def approximate_derivative_half(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    return (func(x + p) - func(x)) / (2 * p)


@misconception(
    "approximate_derivative",
    did="Your slopes are twice too large: the two points are two steps apart, but you divided by one.",
    ask="How far apart are the two points at which you call the function?",
)
def approximate_derivative_twice(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    return (func(x + p) - func(x - p)) / p


@misconception(
    "approximate_derivative",
    did="You used three points, and / 2 * p multiplies by p instead of dividing by it.",
    ask="How many points does the forward difference need, and which brackets would make 2 * p one divisor?",
    code="/ *",
)
def approximate_derivative_three_points(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    return (-3 * func(x) + 4 * func(x + p) - func(x + 2 * p)) / 2 * p


@misconception(
    "approximate_derivative",
    did="Only the second of the two values is divided: the difference has no brackets.",
    ask="What does Python do first in a - b / c?",
    code="- /",
)
def approximate_derivative_no_brackets(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    return func(x + p) - func(x) / p


@misconception(
    "approximate_derivative",
    did="You added the two values of the function.",
    ask="The slope tells how far the output moves: how do you get a movement from two values?",
)
def approximate_derivative_plus(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    return (func(x + p) + func(x)) / p


@misconception(
    "approximate_derivative",
    did="You returned the difference of the two values, not divided by the step.",
    ask="By how much did the input move to make that difference?",
)
def approximate_derivative_undivided(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    return func(x + p) - func(x)


@misconception(
    "approximate_derivative",
    did="You moved the output of the function: the step is added to f(x) instead of x.",
    ask="Whose movement is the cause, the input's or the output's?",
)
def approximate_derivative_moves_output(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    return ((func(x) + p) - func(x)) / p


@misconception(
    "approximate_derivative",
    did="Your step is 0.001 whatever p is.",
    ask="Where does your code use the parameter p?",
)
def approximate_derivative_ignores_p(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:  # noqa: ARG001
    return (func(x + 0.001) - func(x)) / 0.001


@misconception(
    "approximate_derivative",
    did="Your step, when none is given, is 0.000001.",
    ask="Which default does p have in the exercise?",
)
def approximate_derivative_default_small(func: Array_Function, x: ndarray, p: float = 1e-6) -> Any:
    return (func(x + p) - func(x)) / p


@misconception(
    "approximate_derivative",
    did="Your step, when none is given, is 0.0001.",
    ask="Which default does p have in the exercise?",
)
def approximate_derivative_default_ten_thousandth(func: Array_Function, x: ndarray, p: float = 1e-4) -> Any:
    return (func(x + p) - func(x)) / p


@misconception(
    "approximate_derivative",
    did="Your step, when none is given, is so small that adding it changes nothing.",
    ask="How many digits does a float have, and in which of them does your step stand?",
)
def approximate_derivative_default_vanishing(func: Array_Function, x: ndarray, p: float = 1e-17) -> Any:
    return (func(x + p) - func(x)) / p


@misconception(
    "approximate_derivative",
    did="Your difference is taken in float32, which keeps about seven digits.",
    ask="How many digits are left when two numbers that agree in the first four are subtracted?",
    code="uses float32",
)
def approximate_derivative_float32(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    point = np.asarray(x, dtype=np.float32)
    step = np.float32(p)
    return (func(point + step) - func(point)) / step


@misconception(
    "approximate_derivative",
    did="You moved the array that was passed in: it holds other numbers afterwards.",
    ask="Does x += p make a new array?",
)
def approximate_derivative_in_place(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    below = func(x)
    x += p
    return (func(x) - below) / p


@misconception(
    "approximate_derivative",
    did="Whole numbers stay whole in your code, so that a step of 0.001 is cut to 0.",
    ask="Which dtype does the array have in which you keep the step, or the moved point?",
)
def approximate_derivative_int_step(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    moved = np.zeros_like(x)
    moved[...] = x + p
    return (func(moved) - func(x)) / p


@misconception("approximate_derivative", did=_FORGETS_RETURN, ask=_FORGETS_RETURN_ASK, code="no result")
def approximate_derivative_prints(func: Array_Function, x: ndarray, p: float = 1e-3) -> None:
    print((func(x + p) - func(x)) / p)


# step_errors


def _both(func: Array_Function, x: float, steps: ndarray) -> tuple[Any, Any]:
    """The forward and the central slopes, one for each step."""
    forward = np.array([approximate_derivative(func, np.asarray(x), h) for h in steps])
    central = np.array([deriv(func, np.asarray(x), h) for h in steps])
    return forward, central


@misconception(
    "step_errors",
    did="Your columns are swapped: the central difference comes first.",
    ask="In which column does the exercise want the forward difference?",
)
def step_errors_columns_swapped(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    forward, central = _both(func, x, steps)
    return np.column_stack([abs(central - slope), abs(forward - slope)])


@misconception(
    "step_errors",
    did="Your result lies on its side: one row for each method.",
    ask="How many rows should three steps give?",
)
def step_errors_on_its_side(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    forward, central = _both(func, x, steps)
    return np.array([abs(forward - slope), abs(central - slope)])


@misconception(
    "step_errors",
    did="You filled the rows with one list and then the other: reshape does not transpose.",
    ask="Which two numbers should stand beside each other in the first row?",
    code="uses reshape | uses resize | uses shape",
)
def step_errors_reshaped(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    forward, central = _both(func, x, steps)
    return np.array([abs(forward - slope), abs(central - slope)]).reshape(-1, 2)


@misconception(
    "step_errors",
    did="Your errors carry a sign.",
    ask="Can a distance be negative?",
)
def step_errors_signed(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    forward, central = _both(func, x, steps)
    return np.column_stack([forward - slope, central - slope])


@misconception(
    "step_errors",
    did="Your errors carry a sign, and the opposite one: the estimate is subtracted from the true slope.",
    ask="Can a distance be negative?",
)
def step_errors_opposite_sign(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    forward, central = _both(func, x, steps)
    return np.column_stack([slope - forward, slope - central])


@misconception(
    "step_errors",
    did="Your numbers are the slopes themselves, not their errors.",
    ask="What is the true slope for, that the function is given?",
)
def step_errors_slopes(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:  # noqa: ARG001
    return np.column_stack(_both(func, x, steps))


@misconception(
    "step_errors",
    did="Your errors are relative: divided by the true slope.",
    ask="Is the distance itself asked for, or its share of the slope?",
)
def step_errors_relative(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    forward, central = _both(func, x, steps)
    return np.column_stack([abs(forward - slope), abs(central - slope)]) / abs(slope)


@misconception(
    "step_errors",
    did="Your errors are squared.",
    ask="Is the distance itself asked for, or its square?",
)
def step_errors_squared(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    forward, central = _both(func, x, steps)
    return np.column_stack([(forward - slope) ** 2, (central - slope) ** 2])


@misconception(
    "step_errors",
    did="Your columns are the difference of the two methods from each other, not from the true slope.",
    ask="From which number is an error measured?",
)
def step_errors_each_other(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:  # noqa: ARG001
    forward, central = _both(func, x, steps)
    return np.column_stack([abs(forward - central), abs(forward - central)])


@misconception(
    "step_errors",
    did="Both of your columns are the forward difference.",
    ask="Which two methods are compared?",
)
def step_errors_forward_twice(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    forward, _ = _both(func, x, steps)
    return np.column_stack([abs(forward - slope), abs(forward - slope)])


@misconception(
    "step_errors",
    did="Your first column is the backward difference.",
    ask="To which side does the forward difference step?",
)
def step_errors_backward(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    backward, central = [], _both(func, x, steps)[1]
    for h in steps:
        point = np.asarray(x)
        backward.append((func(point) - func(point - h)) / h)
    return np.column_stack([abs(np.array(backward) - slope), abs(central - slope)])


@misconception(
    "step_errors",
    did="You did not pass the steps on: every row is computed with the step 0.001.",
    ask="Which step do deriv and approximate_derivative take when none is given?",
)
def step_errors_default_step(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    forward, central = _both(func, x, np.full_like(steps, 0.001))
    return np.column_stack([abs(forward - slope), abs(central - slope)])


@misconception(
    "step_errors",
    did="You divided the central difference by one step instead of two.",
    ask="How far apart are the two points of the central difference?",
)
def step_errors_central_doubled(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    forward, central = _both(func, x, steps)
    return np.column_stack([abs(forward - slope), abs(2 * central - slope)])


@misconception(
    "step_errors",
    did="Only one row comes out: the `return` stands inside the loop, and ends it at the first step.",
    ask="When the loop is in its first round, has it seen the other steps?",
    code="return in loop",
)
def step_errors_first_step(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    for step in steps:
        forward, central = _both(func, x, np.array([step]))
        return np.column_stack([abs(forward - slope), abs(central - slope)])
    return None


@misconception(
    "step_errors",
    did="Your rows are sorted by the size of the step.",
    ask="In which order do the steps come, and in which order should the rows?",
)
def step_errors_sorted(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    forward, central = _both(func, x, np.sort(steps)[::-1])
    return np.column_stack([abs(forward - slope), abs(central - slope)])


@misconception(
    "step_errors",
    did="You returned a list instead of an array.",
    ask="Which function makes an array of a list of rows?",
)
def step_errors_list(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    forward, central = _both(func, x, steps)
    return [[abs(f - slope), abs(c - slope)] for f, c in zip(forward, central, strict=True)]


@misconception("step_errors", did=_FORGETS_RETURN, ask=_FORGETS_RETURN_ASK, code="no result")
def step_errors_prints(func: Array_Function, slope: float, x: float, steps: ndarray) -> None:
    forward, central = _both(func, x, steps)
    print(np.column_stack([abs(forward - slope), abs(central - slope)]))


# tangent_line


@misconception(
    "tangent_line",
    did="Your line goes through the origin: it is slope times t.",
    ask="Through which point of the curve does the tangent go?",
)
def tangent_line_through_origin(func: Array_Function, x0: float) -> Any:
    slope = deriv(func, np.asarray(x0))
    return lambda t: slope * t


@misconception(
    "tangent_line",
    did="An earlier line changes as soon as another one is made: all lines share one slope and one height.",
    ask="Where could each line keep numbers of its own?",
)
def tangent_line_shared(func: Array_Function, x0: float) -> Any:
    point = np.asarray(x0)
    _LAST_LINE[:] = [func(point), deriv(func, point), point]

    def line(t: ndarray) -> Any:
        height, slope, at = _LAST_LINE
        return height + slope * (t - at)

    return line


@misconception(
    "tangent_line",
    did="Your line goes through (x0, 0): the height of the curve is missing.",
    ask="How high is the line at t = x0?",
)
def tangent_line_no_height(func: Array_Function, x0: float) -> Any:
    slope = deriv(func, np.asarray(x0))
    return lambda t: slope * (t - x0)


@misconception(
    "tangent_line",
    did="Your line has the height of the curve at t = 0 instead of t = x0.",
    ask="What is t - x0 at the point of contact, and what is t there?",
)
def tangent_line_counts_from_zero(func: Array_Function, x0: float) -> Any:
    slope = deriv(func, np.asarray(x0))
    return lambda t: func(np.asarray(x0)) + slope * t


@misconception(
    "tangent_line",
    did="You used t + x0 where the distance of t from x0 is meant.",
    ask="How far is it from x0 = 1 to t = 3?",
)
def tangent_line_plus(func: Array_Function, x0: float) -> Any:
    slope = deriv(func, np.asarray(x0))
    return lambda t: func(np.asarray(x0)) + slope * (t + x0)


@misconception(
    "tangent_line",
    did="Your line falls where the curve rises: it uses x0 - t.",
    ask="If t lies to the right of x0 and the slope is positive, is the line above or below the point?",
)
def tangent_line_falls(func: Array_Function, x0: float) -> Any:
    slope = deriv(func, np.asarray(x0))
    return lambda t: func(np.asarray(x0)) + slope * (x0 - t)


@misconception(
    "tangent_line",
    did="You took the slope at t, so that your line bends.",
    ask="A straight line has one slope. At which point is it taken?",
)
def tangent_line_slope_at_t(func: Array_Function, x0: float) -> Any:
    return lambda t: func(np.asarray(x0)) + deriv(func, np.asarray(t)) * (t - x0)


@misconception(
    "tangent_line",
    did="You took the height of the curve at t, so that your line bends.",
    ask="A straight line starts from one height. At which point is it taken?",
)
def tangent_line_height_at_t(func: Array_Function, x0: float) -> Any:
    slope = deriv(func, np.asarray(x0))
    return lambda t: func(np.asarray(t)) + slope * (t - x0)


@misconception(
    "tangent_line",
    did="Your line is a secant: its slope is f(x0 + 1) - f(x0).",
    ask="How small must the step be for the line to touch the curve and not to cut it?",
)
def tangent_line_secant(func: Array_Function, x0: float) -> Any:
    point = np.asarray(x0)
    return lambda t: func(point) + (func(point + 1) - func(point)) * (t - x0)


@misconception(
    "tangent_line",
    did="Your slope is a little off: it comes from the forward difference.",
    ask="Which of the two slope functions has the smaller error?",
)
def tangent_line_forward(func: Array_Function, x0: float) -> Any:
    point = np.asarray(x0)
    return lambda t: func(point) + approximate_derivative(func, point) * (t - x0)


@misconception(
    "tangent_line",
    did="You used the height of the curve as the slope, too.",
    ask="Which function of this unit gives the slope at x0?",
)
def tangent_line_height_as_slope(func: Array_Function, x0: float) -> Any:
    value = func(np.asarray(x0))
    return lambda t: value + value * (t - x0)


@misconception(
    "tangent_line",
    did="Slope and height have changed places.",
    ask="Which of the two is multiplied by the distance t - x0?",
)
def tangent_line_swapped(func: Array_Function, x0: float) -> Any:
    value, slope = func(np.asarray(x0)), deriv(func, np.asarray(x0))
    return lambda t: slope + value * (t - x0)


@misconception(
    "tangent_line",
    did="Your line is the answer of the example, 2t - 3, for every curve.",
    ask="Where does your code use the function and the point that it is given?",
)
def tangent_line_example(func: Array_Function, x0: float) -> Any:  # noqa: ARG001
    return lambda t: 2.0 * t - 3.0


@misconception(
    "tangent_line",
    did="You returned numbers, and not a function of t.",
    ask="What can the caller do with the line: look at it, or ask for its height at any t?",
    code="no function",
)
def tangent_line_numbers(func: Array_Function, x0: float) -> Any:
    value, slope = func(np.asarray(x0)), deriv(func, np.asarray(x0))
    return slope, value - slope * x0


@misconception(
    "tangent_line",
    did="You returned the curve itself, and not its line.",
    ask="Is 3t² - 4t a straight line?",
)
def tangent_line_curve(func: Array_Function, x0: float) -> Any:  # noqa: ARG001
    return func


@misconception(
    "tangent_line",
    did="Your line prints its height, or computes it, and returns nothing.",
    ask="What does the inner function give back when no `return` is reached?",
    code="no inner result",
)
def tangent_line_inner_prints(func: Array_Function, x0: float) -> Any:
    value, slope = func(np.asarray(x0)), deriv(func, np.asarray(x0))
    return lambda t: print(value + slope * (t - x0))
