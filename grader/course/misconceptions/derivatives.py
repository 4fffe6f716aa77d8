"""Wrong solutions of the slopes by difference quotients."""

from typing import Any

import numpy as np
from numpy import ndarray

from grader.course.misconceptions import wrong
from grader.course.misconceptions.families import FLOAT32, VANISHING_STEP, int_result, list_, made, prints
from solutions.derivatives import approximate_derivative, deriv, step_errors
from solutions.functions import Array_Function

_LAST_LINE: list[Any] = []  # of a tangent


# deriv


@wrong("deriv")
def deriv_forward(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    """You took the forward difference: one of your two points is x itself.
    On which sides of x do the two points of a central difference lie, and how far apart are they?"""
    return (func(input_ + delta) - func(input_)) / delta


@wrong("deriv")
def deriv_backward(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    """You took the backward difference: one of your two points is x itself.
    On which sides of x do the two points of a central difference lie, and how far apart are they?"""
    return (func(input_) - func(input_ - delta)) / delta


@wrong("deriv")
def deriv_one_step(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    """Your slopes are twice as large as they should be: you divided by one step.
    How far apart are the two points at which you call the function?"""
    return (func(input_ + delta) - func(input_ - delta)) / delta


@wrong("deriv", code="/ *")
def deriv_precedence(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    """You divided by 2 and then multiplied by the step: / 2 * delta is read from left to right.
    Which brackets make 2 and delta one divisor?"""
    return (func(input_ + delta) - func(input_ - delta)) / 2 * delta


@wrong("deriv", code="- /")
def deriv_no_brackets(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    """You divided only the second of the two values: your difference has no brackets.
    What does Python do first in a - b / c?"""
    return func(input_ + delta) - func(input_ - delta) / (2 * delta)


@wrong("deriv", code="- /")
def deriv_no_brackets_at_all(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    """You divided only the second of the two values, and then multiplied it by the step.
    What does Python do first in a - b / c * d?"""
    return func(input_ + delta) - func(input_ - delta) / 2 * delta


@wrong("deriv")
def deriv_half_slope(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    """Your slopes are half as large as they should be: one point is x itself, but you divided by two steps.
    How far apart are the two points at which you call the function?"""
    return (func(input_ + delta) - func(input_)) / (2 * delta)


@wrong("deriv")
def deriv_plus(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    """You added the two values of the function.
    The slope tells how far the output moves: how do you get a movement from two values?"""
    return (func(input_ + delta) + func(input_ - delta)) / (2 * delta)


@wrong("deriv")
def deriv_sign(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    """Your slopes have the wrong sign: you subtracted the value on the right from the value on the left.
    For a function that rises, which of the two values is larger?"""
    return (func(input_ - delta) - func(input_ + delta)) / (2 * delta)


@wrong("deriv")
def deriv_undivided(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    """You returned the difference of the two values, not divided by anything.
    By how much did the input move to make that difference?"""
    return func(input_ + delta) - func(input_ - delta)


@wrong("deriv")
def deriv_moves_output(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    """Your slopes are all 1, as if the step moved the output of the function and not its input.
    Whose movement is the cause, the input's or the output's?"""
    return ((func(input_) + delta) - (func(input_) - delta)) / (2 * delta)


@wrong("deriv")
def deriv_ignores_delta(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:  # noqa: ARG001
    """Your step is 0.001 whatever delta is.
    Where does your code use the parameter delta?"""
    return (func(input_ + 0.001) - func(input_ - 0.001)) / (2 * 0.001)


@wrong("deriv")
def deriv_default_hundredth(func: Array_Function, input_: ndarray, delta: float = 0.01) -> Any:
    """Your step, when none is given, is 0.01.
    Which default does delta have in the exercise?"""
    return (func(input_ + delta) - func(input_ - delta)) / (2 * delta)


@wrong("deriv")
def deriv_default_small(func: Array_Function, input_: ndarray, delta: float = 1e-5) -> Any:
    """Your step, when none is given, is 0.00001.
    Which default does delta have in the exercise?"""
    return (func(input_ + delta) - func(input_ - delta)) / (2 * delta)


@wrong("deriv")
def deriv_default_ten_thousandth(func: Array_Function, input_: ndarray, delta: float = 1e-4) -> Any:
    """Your step, when none is given, is 0.0001.
    Which default does delta have in the exercise?"""
    return (func(input_ + delta) - func(input_ - delta)) / (2 * delta)


@wrong("deriv", VANISHING_STEP)
def deriv_default_vanishing(func: Array_Function, input_: ndarray, delta: float = 1e-17) -> Any:
    return (func(input_ + delta) - func(input_ - delta)) / (2 * delta)


@wrong("deriv", FLOAT32, code="uses float32")
def deriv_float32(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    point = np.asarray(input_, dtype=np.float32)
    step = np.float32(delta)
    return (func(point + step) - func(point - step)) / (2 * step)


@wrong("deriv")
def deriv_tiny_step(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:  # noqa: ARG001
    """Your step is so small that rounding is all that is left of the difference.
    A float has 16 digits. How many of them differ between f(x + 1e-15) and f(x)?"""
    return (func(input_ + 1e-15) - func(input_ - 1e-15)) / 2e-15


@wrong("deriv")
def deriv_half_step(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    """Your two points are x + delta/2 and x - delta/2: only half a step to each side.
    How far to each side does a central difference with the step delta go?"""
    return (func(input_ + delta / 2) - func(input_ - delta / 2)) / delta


@wrong("deriv")
def deriv_forward_in_disguise(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    """Your lower point is x itself, because you count it from the upper one: a forward difference.
    From which point do both steps of a central difference start?"""
    upper = input_ + delta / 2
    lower = upper - delta / 2
    return (func(upper) - func(lower)) / (delta / 2)


@wrong("deriv")
def deriv_of_square(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:  # noqa: ARG001
    """Your numbers are 2x, the slope of the square, whatever the function is.
    Where does your code call the function that it is given?"""
    return 2.0 * input_


@wrong("deriv")
def deriv_in_place(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    """You moved the array that was passed in: it holds other numbers afterwards.
    Whose array is input_, and what would make a new one?"""
    input_ += delta
    upper = func(input_)
    input_ -= 2 * delta
    return (upper - func(input_)) / (2 * delta)


@wrong("deriv", code="in place")
def deriv_reuses_copy(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    """Both of your values come from one array, a copy that you moved up and then down.
    If a function returns its input as it is, what does the second move do to the first value?"""
    point = input_.astype(float)
    point += delta
    upper = func(point)
    point -= 2 * delta
    return (upper - func(point)) / (2 * delta)


@wrong("deriv")
def deriv_int_step(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    """Whole numbers stay whole in your code, so that a step of 0.001 is cut to 0.
    Which dtype does the array have in which you keep the step, or the moved points?"""
    step = np.zeros_like(input_)
    step[...] = delta
    return (func(input_ + step) - func(input_ - step)) / (2 * delta)


@wrong("deriv")
def deriv_scalar_only(func: Array_Function, input_: ndarray, delta: float = 0.001) -> Any:
    """Your code works for one number only; an array cannot be turned into one float.
    Is float() needed, or can an array be moved as a whole?"""
    point: Any = float(input_)
    return (func(point + delta) - func(point - delta)) / (2 * delta)


# approximate_derivative


@wrong("approximate_derivative")
def approximate_derivative_backward(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    """You took the backward difference: your second point lies below x.
    To which side does the forward difference step?"""
    return (func(x) - func(x - p)) / p


@wrong("approximate_derivative")
def approximate_derivative_central(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    """You took the central difference; here the forward one is asked for, to compare the two.
    Which of the two points of a forward difference is x itself?"""
    return (func(x + p) - func(x - p)) / (2 * p)


@wrong("approximate_derivative")
def approximate_derivative_sign(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    """Your slopes have the wrong sign: you subtracted f(x + p) from f(x).
    For a function that rises, which of the two values is larger?"""
    return (func(x) - func(x + p)) / p


@wrong("approximate_derivative")
def approximate_derivative_backward_sign(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    """You stepped below x and subtracted the value at x: a backward difference of the wrong sign.
    To which side does the forward difference step, and which value is subtracted from which?"""
    return (func(x - p) - func(x)) / p


@wrong("approximate_derivative")
def approximate_derivative_half(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    """Your slopes are half as large as they should be: you divided by two steps.
    How far apart are x and x + p?"""
    return (func(x + p) - func(x)) / (2 * p)


@wrong("approximate_derivative")
def approximate_derivative_twice(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    """Your slopes are twice as large as they should be: the points are two steps apart, and you divided by one.
    How far apart are the two points at which you call the function?"""
    return (func(x + p) - func(x - p)) / p


@wrong("approximate_derivative", code="/ *")
def approximate_derivative_three_points(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    """You used three points, and / 2 * p multiplies by p instead of dividing by it.
    How many points does the forward difference need, and which brackets would make 2 * p one divisor?"""
    return (-3 * func(x) + 4 * func(x + p) - func(x + 2 * p)) / 2 * p


@wrong("approximate_derivative", code="- /")
def approximate_derivative_no_brackets(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    """You divided only the second of the two values: your difference has no brackets.
    What does Python do first in a - b / c?"""
    return func(x + p) - func(x) / p


@wrong("approximate_derivative")
def approximate_derivative_plus(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    """You added the two values of the function.
    The slope tells how far the output moves: how do you get a movement from two values?"""
    return (func(x + p) + func(x)) / p


@wrong("approximate_derivative")
def approximate_derivative_undivided(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    """You returned the difference of the two values, not divided by the step.
    By how much did the input move to make that difference?"""
    return func(x + p) - func(x)


@wrong("approximate_derivative")
def approximate_derivative_moves_output(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    """Your slopes are all 1, as if the step moved the output of the function and not its input.
    Whose movement is the cause, the input's or the output's?"""
    return ((func(x) + p) - func(x)) / p


@wrong("approximate_derivative")
def approximate_derivative_ignores_p(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:  # noqa: ARG001
    """Your step is 0.001 whatever p is.
    Where does your code use the parameter p?"""
    return (func(x + 0.001) - func(x)) / 0.001


@wrong("approximate_derivative")
def approximate_derivative_default_small(func: Array_Function, x: ndarray, p: float = 1e-6) -> Any:
    """Your step, when none is given, is 0.000001.
    Which default does p have in the exercise?"""
    return (func(x + p) - func(x)) / p


@wrong("approximate_derivative")
def approximate_derivative_default_ten_thousandth(func: Array_Function, x: ndarray, p: float = 1e-4) -> Any:
    """Your step, when none is given, is 0.0001.
    Which default does p have in the exercise?"""
    return (func(x + p) - func(x)) / p


@wrong("approximate_derivative", VANISHING_STEP)
def approximate_derivative_default_vanishing(func: Array_Function, x: ndarray, p: float = 1e-17) -> Any:
    return (func(x + p) - func(x)) / p


@wrong("approximate_derivative", FLOAT32, code="uses float32")
def approximate_derivative_float32(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    point = np.asarray(x, dtype=np.float32)
    step = np.float32(p)
    return (func(point + step) - func(point)) / step


@wrong("approximate_derivative")
def approximate_derivative_in_place(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    """You moved the array that was passed in: it holds other numbers afterwards.
    Whose array is x, and what would make a new one?"""
    below = func(x)
    x += p
    return (func(x) - below) / p


@wrong("approximate_derivative")
def approximate_derivative_int_step(func: Array_Function, x: ndarray, p: float = 1e-3) -> Any:
    """Whole numbers stay whole in your code, so that a step of 0.001 is cut to 0.
    Which dtype does the array have in which you keep the step, or the moved point?"""
    moved = np.zeros_like(x)
    moved[...] = x + p
    return (func(moved) - func(x)) / p


# step_errors


def _both(func: Array_Function, x: float, steps: ndarray) -> tuple[Any, Any]:
    """The forward and the central slopes, one for each step."""
    forward = np.array([approximate_derivative(func, np.asarray(x), h) for h in steps])
    central = np.array([deriv(func, np.asarray(x), h) for h in steps])
    return forward, central


@wrong("step_errors")
def step_errors_columns_swapped(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    """Your columns are swapped: the central difference comes first.
    In which column does the exercise want the forward difference?"""
    forward, central = _both(func, x, steps)
    return np.column_stack([abs(central - slope), abs(forward - slope)])


@wrong("step_errors")
def step_errors_on_its_side(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    """Your result lies on its side: one row for each method.
    How many rows should three steps give?"""
    forward, central = _both(func, x, steps)
    return np.array([abs(forward - slope), abs(central - slope)])


@wrong("step_errors", code="uses reshape | uses resize | uses shape")
def step_errors_reshaped(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    """You filled the rows with one list and then the other: reshape does not transpose.
    Which two numbers should stand beside each other in the first row?"""
    forward, central = _both(func, x, steps)
    return np.array([abs(forward - slope), abs(central - slope)]).reshape(-1, 2)


@wrong("step_errors")
def step_errors_signed(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    """Your errors carry a sign.
    Can a distance be negative?"""
    forward, central = _both(func, x, steps)
    return np.column_stack([forward - slope, central - slope])


@wrong("step_errors")
def step_errors_opposite_sign(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    """Your errors carry a sign, and the opposite one: the estimate is subtracted from the true slope.
    Can a distance be negative?"""
    forward, central = _both(func, x, steps)
    return np.column_stack([slope - forward, slope - central])


@wrong("step_errors")
def step_errors_slopes(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:  # noqa: ARG001
    """Your numbers are the slopes themselves, not their errors.
    Your function is given the true slope: what is it for?"""
    return np.column_stack(_both(func, x, steps))


@wrong("step_errors")
def step_errors_relative(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    """Your errors are relative: divided by the true slope.
    Is the distance itself asked for, or how large it is beside the slope?"""
    forward, central = _both(func, x, steps)
    return np.column_stack([abs(forward - slope), abs(central - slope)]) / abs(slope)


@wrong("step_errors")
def step_errors_squared(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    """Your errors are squared.
    Is the distance itself asked for, or its square?"""
    forward, central = _both(func, x, steps)
    return np.column_stack([(forward - slope) ** 2, (central - slope) ** 2])


@wrong("step_errors")
def step_errors_each_other(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:  # noqa: ARG001
    """Your columns hold the distance of the two methods from each other, not from the true slope.
    From which number is an error measured?"""
    forward, central = _both(func, x, steps)
    return np.column_stack([abs(forward - central), abs(forward - central)])


@wrong("step_errors")
def step_errors_forward_twice(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    """Both of your columns hold the error of the forward difference.
    Which two methods are compared?"""
    forward, _ = _both(func, x, steps)
    return np.column_stack([abs(forward - slope), abs(forward - slope)])


@wrong("step_errors")
def step_errors_backward(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    """Your first column holds the error of the backward difference.
    To which side does the forward difference step?"""
    backward, central = [], _both(func, x, steps)[1]
    for h in steps:
        point = np.asarray(x)
        backward.append((func(point) - func(point - h)) / h)
    return np.column_stack([abs(np.array(backward) - slope), abs(central - slope)])


@wrong("step_errors")
def step_errors_default_step(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    """You did not pass the steps on: every row is computed with the step 0.001.
    Which step do deriv and approximate_derivative take when none is given?"""
    forward, central = _both(func, x, np.full_like(steps, 0.001))
    return np.column_stack([abs(forward - slope), abs(central - slope)])


@wrong("step_errors")
def step_errors_central_doubled(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    """You divided the central difference by one step instead of two.
    How far apart are the two points of the central difference?"""
    forward, central = _both(func, x, steps)
    return np.column_stack([abs(forward - slope), abs(2 * central - slope)])


@wrong("step_errors", code="return in loop")
def step_errors_first_step(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    """Your result has one row: the `return` stands inside the loop, and ends it at the first step.
    When the loop is in its first round, has it seen the other steps?"""
    for step in steps:
        forward, central = _both(func, x, np.array([step]))
        return np.column_stack([abs(forward - slope), abs(central - slope)])
    return None


@wrong("step_errors")
def step_errors_sorted(func: Array_Function, slope: float, x: float, steps: ndarray) -> Any:
    """Your rows are sorted by the size of the step.
    In which order do the steps come, and in which order should the rows?"""
    forward, central = _both(func, x, np.sort(steps)[::-1])
    return np.column_stack([abs(forward - slope), abs(central - slope)])


# tangent_line


@wrong("tangent_line")
def tangent_line_through_origin(func: Array_Function, x0: float) -> Any:
    """Your line goes through the origin: it is slope times t.
    Through which point of the curve does the tangent go?"""
    slope = deriv(func, np.asarray(x0))
    return lambda t: slope * t


@wrong("tangent_line")
def tangent_line_shared(func: Array_Function, x0: float) -> Any:
    """Your earlier line changes as soon as another one is made: it draws on something that all lines share.
    Where could each line keep numbers of its own?"""
    point = np.asarray(x0)
    _LAST_LINE[:] = [func(point), deriv(func, point), point]

    def line(t: ndarray) -> Any:
        height, slope, at = _LAST_LINE
        return height + slope * (t - at)

    return line


@wrong("tangent_line")
def tangent_line_no_height(func: Array_Function, x0: float) -> Any:
    """Your line goes through (x0, 0): the height of the curve is missing.
    How high is the line at t = x0?"""
    slope = deriv(func, np.asarray(x0))
    return lambda t: slope * (t - x0)


@wrong("tangent_line")
def tangent_line_no_brackets(func: Array_Function, x0: float) -> Any:
    """Your slope is multiplied by t, and x₀ is subtracted from all of it.
    By which distance is the slope to be multiplied?"""
    point = np.asarray(x0)
    value, slope = func(point), deriv(func, point)
    return lambda t: value + slope * t - point


@wrong("tangent_line")
def tangent_line_counts_from_zero(func: Array_Function, x0: float) -> Any:
    """Your line reaches the height f(x0) at t = 0 instead of t = x0.
    At t = x0 the line just touches the curve: how much does yours add to the height there?"""
    slope = deriv(func, np.asarray(x0))
    return lambda t: func(np.asarray(x0)) + slope * t


@wrong("tangent_line")
def tangent_line_plus(func: Array_Function, x0: float) -> Any:
    """Your line is f(x0) + slope · (t + x0), and misses the curve at x0.
    How far is it from x0 = 1 to t = 3?"""
    slope = deriv(func, np.asarray(x0))
    return lambda t: func(np.asarray(x0)) + slope * (t + x0)


@wrong("tangent_line")
def tangent_line_falls(func: Array_Function, x0: float) -> Any:
    """Your line falls where the curve rises.
    If t lies to the right of x0 and the slope is positive, is the line above or below the point?"""
    slope = deriv(func, np.asarray(x0))
    return lambda t: func(np.asarray(x0)) + slope * (x0 - t)


@wrong("tangent_line")
def tangent_line_slope_at_t(func: Array_Function, x0: float) -> Any:
    """You took the slope at t, so that your line bends.
    A straight line has one slope. At which point is it taken?"""
    return lambda t: func(np.asarray(x0)) + deriv(func, np.asarray(t)) * (t - x0)


@wrong("tangent_line")
def tangent_line_height_at_t(func: Array_Function, x0: float) -> Any:
    """You took the height of the curve at t, so that your line bends.
    A straight line starts from one height. At which point is it taken?"""
    slope = deriv(func, np.asarray(x0))
    return lambda t: func(np.asarray(t)) + slope * (t - x0)


@wrong("tangent_line")
def tangent_line_secant(func: Array_Function, x0: float) -> Any:
    """Your line is a secant: its slope is f(x0 + 1) - f(x0).
    How small must the step be for the line to touch the curve and not to cut it?"""
    point = np.asarray(x0)
    return lambda t: func(point) + (func(point + 1) - func(point)) * (t - x0)


@wrong("tangent_line")
def tangent_line_forward(func: Array_Function, x0: float) -> Any:
    """Your slope is a little off: it comes from the forward difference.
    Which of the two slope functions has the smaller error?"""
    point = np.asarray(x0)
    return lambda t: func(point) + approximate_derivative(func, point) * (t - x0)


@wrong("tangent_line")
def tangent_line_height_as_slope(func: Array_Function, x0: float) -> Any:
    """You used the height of the curve as its slope, too.
    Which function of this unit gives the slope at x0?"""
    value = func(np.asarray(x0))
    return lambda t: value + value * (t - x0)


@wrong("tangent_line")
def tangent_line_swapped(func: Array_Function, x0: float) -> Any:
    """Your slope and your height have changed places.
    Which of the two is multiplied by the distance t - x0?"""
    value, slope = func(np.asarray(x0)), deriv(func, np.asarray(x0))
    return lambda t: slope + value * (t - x0)


@wrong("tangent_line")
def tangent_line_example(func: Array_Function, x0: float) -> Any:  # noqa: ARG001
    """Your line is the answer of the example, 2t - 3, for every curve.
    Where does your code use the function and the point that it is given?"""
    return lambda t: 2.0 * t - 3.0


@wrong("tangent_line", code="no function")
def tangent_line_numbers(func: Array_Function, x0: float) -> Any:
    """You returned numbers, and not a function of t.
    What can the caller do with the line: look at it, or ask for its height at any t?"""
    value, slope = func(np.asarray(x0)), deriv(func, np.asarray(x0))
    return slope, value - slope * x0


@wrong("tangent_line")
def tangent_line_curve(func: Array_Function, x0: float) -> Any:  # noqa: ARG001
    """You returned the curve itself, and not its line.
    Is 3t² - 4t a straight line?"""
    return func


@wrong("tangent_line", code="no inner result")
def tangent_line_inner_prints(func: Array_Function, x0: float) -> Any:
    """Your line prints its height, or computes it, and returns nothing.
    What does the inner function give back when no `return` is reached?"""
    value, slope = func(np.asarray(x0)), deriv(func, np.asarray(x0))
    return lambda t: print(value + slope * (t - x0))


PRINTS = made(deriv, approximate_derivative, step_errors, code="no result")(prints)
LISTS = made(step_errors)(list_)
WHOLE = made(deriv)(int_result)
