# ruff: noqa: ARG001  they are what students write
"""Wrong solutions of matrix calculus."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np
from numpy import ndarray

from grader.course.misconceptions import wrong
from grader.course.misconceptions.families import FLOAT32, int_result, list_, made, with_raises, with_result
from solutions.derivatives import deriv
from solutions.matrix_calculus import (
    grad_squared_frobenius,
    grad_squared_norm,
    jacobian,
    subderivative_abs,
    subderivative_relu,
    to_denominator_layout,
)

_ONE_DECISION = """Your code asks for one yes or no about a whole array of numbers.
Each entry needs its own decision. Which numpy function decides entry by entry?"""


# subderivative_abs


@wrong("subderivative_abs")
def subderivative_abs_ignores_choice(x: ndarray, a: float = 0.0) -> Any:
    """Your slope at the kink is always 0: the choice `a` has no effect.
    What did the caller ask for where x is 0?"""
    if not -1 <= a <= 1:
        raise ValueError("a must be in [-1, 1]")
    return np.sign(x)


@wrong("subderivative_abs")
def subderivative_abs_zero_is_positive(x: ndarray, a: float = 0.0) -> Any:
    """You count 0 among the positive numbers: the slope there is always 1.
    Three cases, or two? Which one does x = 0 belong to?"""
    if not -1 <= a <= 1:
        raise ValueError("a must be in [-1, 1]")
    return np.where(x >= 0, 1.0, -1.0)


@wrong("subderivative_abs")
def subderivative_abs_zero_is_negative(x: ndarray, a: float = 0.0) -> Any:
    """You count 0 among the negative numbers: the slope there is always -1.
    Three cases, or two? Which one does x = 0 belong to?"""
    if not -1 <= a <= 1:
        raise ValueError("a must be in [-1, 1]")
    return np.where(x > 0, 1.0, -1.0)


@wrong("subderivative_abs")
def subderivative_abs_central(x: ndarray, a: float = 0.0) -> Any:
    """Your slopes come from a central difference, which sees both sides of the kink at once.
    What does a difference over a step of 0.001 make of x = 0.0001, and where does it use `a`?"""
    if not -1 <= a <= 1:
        raise ValueError("a must be in [-1, 1]")
    return deriv(np.abs, x)


@wrong("subderivative_abs")
def subderivative_abs_values(x: ndarray, a: float = 0.0) -> Any:
    """You returned the values |x|, not the slopes.
    How steep is |x| at x = 3: 3, or 1?"""
    if not -1 <= a <= 1:
        raise ValueError("a must be in [-1, 1]")
    return np.where(x == 0, a, np.abs(x))


@wrong("subderivative_abs")
def subderivative_abs_of_relu(x: ndarray, a: float = 0.0) -> Any:
    """Your slope is 0 for negative numbers, as that of relu is.
    Does |x| stay flat, rise or fall as x goes from -3 to -2?"""
    if not -1 <= a <= 1:
        raise ValueError("a must be in [-1, 1]")
    return np.where(x == 0, a, np.where(x > 0, 1.0, 0.0))


@wrong("subderivative_abs")
def subderivative_abs_signs_swapped(x: ndarray, a: float = 0.0) -> Any:
    """The signs of your slopes are the wrong way round.
    Does |x| rise or fall to the right of 0?"""
    if not -1 <= a <= 1:
        raise ValueError("a must be in [-1, 1]")
    return np.where(x == 0, a, -np.sign(x))


@wrong("subderivative_abs")
def subderivative_abs_x_itself(x: ndarray, a: float = 0.0) -> Any:
    """Away from 0 you returned x itself.
    What is the slope of |x| at 2, and what at 200?"""
    if not -1 <= a <= 1:
        raise ValueError("a must be in [-1, 1]")
    return np.where(x == 0, a, x)


@wrong("subderivative_abs")
def subderivative_abs_divides(x: ndarray, a: float = 0.0) -> Any:
    """You divided x by |x|, and at 0 that is 0 / 0.
    What is there to do at 0 before anything is divided?"""
    if not -1 <= a <= 1:
        raise ValueError("a must be in [-1, 1]")
    return x / np.abs(x)


@wrong("subderivative_abs")
def subderivative_abs_no_range(x: ndarray, a: float = 0.0) -> Any:
    """You accept any choice, even one that is steeper than the curve.
    May a line of slope 1.5 pass through the kink and stay on or below |x|? What should then happen?"""
    return np.where(x == 0, a, np.sign(x))


@wrong("subderivative_abs")
def subderivative_abs_range_of_relu(x: ndarray, a: float = 0.0) -> Any:
    """You refuse a negative choice; [0, 1] is the range of relu.
    Which slopes does |x| have on its two sides?"""
    if not 0 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    return np.where(x == 0, a, np.sign(x))


@wrong("subderivative_abs")
def subderivative_abs_open_range(x: ndarray, a: float = 0.0) -> Any:
    """You refuse the ends of the range, -1 and 1, as a choice.
    Is [-1, 1] with or without its ends?"""
    if not -1 < a < 1:
        raise ValueError("a must be in [-1, 1]")
    return np.where(x == 0, a, np.sign(x))


@wrong("subderivative_abs", code="asserts p1 in [-1, 1]")
def subderivative_abs_only_the_ends(x: ndarray, a: float = 0.0) -> Any:
    """You refuse every choice but the two ends: `in [-1, 1]` looks for a among two numbers.
    Is 0.5 one of the numbers in the Python list [-1, 1], and is it in the range that the exercise means?"""
    if a not in [-1, 1]:
        raise ValueError("a must be in [-1, 1]")
    return np.where(x == 0, a, np.sign(x))


@wrong("subderivative_abs")
def subderivative_abs_one_end(x: ndarray, a: float = 0.0) -> Any:
    """You refuse a choice above 1, but not one below -1.
    How many ends does the range [-1, 1] have?"""
    if a > 1:
        raise ValueError("a must be in [-1, 1]")
    return np.where(x == 0, a, np.sign(x))


@wrong("subderivative_abs")
def subderivative_abs_range_at_kink_only(x: ndarray, a: float = 0.0) -> Any:
    """You look at the choice only when there is a 0 among the numbers.
    Is a choice of 2 right as long as nobody needs it?"""
    if np.any(x == 0) and not -1 <= a <= 1:
        raise ValueError("a must be in [-1, 1]")
    return np.where(x == 0, a, np.sign(x))


@wrong("subderivative_abs")
def subderivative_abs_close_to_zero(x: ndarray, a: float = 0.0) -> Any:
    """You take numbers that are merely close to 0 for 0.
    On which side of the kink does 10⁻⁹ lie?"""
    if not -1 <= a <= 1:
        raise ValueError("a must be in [-1, 1]")
    return np.where(np.isclose(x, 0), a, np.sign(x))


@wrong("subderivative_abs", _ONE_DECISION, code="tests p0")
def subderivative_abs_scalar_only(x: ndarray, a: float = 0.0) -> Any:
    if not -1 <= a <= 1:
        raise ValueError("a must be in [-1, 1]")
    if x > 0:
        return 1.0
    if x < 0:
        return -1.0
    return a


# subderivative_relu


@wrong("subderivative_relu")
def subderivative_relu_zero_is_positive(x: ndarray, a: float = 0.0) -> Any:
    """You count 0 among the positive numbers: the slope there is always 1.
    Three cases, or two? Which one does x = 0 belong to?"""
    if not 0 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    return np.where(x >= 0, 1.0, 0.0)


@wrong("subderivative_relu")
def subderivative_relu_ignores_choice(x: ndarray, a: float = 0.0) -> Any:
    """Your slope at the kink is always 0: the choice `a` has no effect.
    What did the caller ask for where x is 0?"""
    if not 0 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    return np.where(x > 0, 1.0, 0.0)


@wrong("subderivative_relu")
def subderivative_relu_central(x: ndarray, a: float = 0.0) -> Any:
    """Your slopes come from a central difference: it gives ½ at the kink, whatever the choice.
    Which of the slopes between 0 and 1 did the caller ask for, and what happens close to 0?"""
    if not 0 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    return deriv(lambda v: np.maximum(v, 0), x)


@wrong("subderivative_relu")
def subderivative_relu_values(x: ndarray, a: float = 0.0) -> Any:
    """You returned the values of relu, not its slopes.
    How steep is max(x, 0) at x = 3: 3, or 1?"""
    if not 0 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    return np.where(x == 0, a, np.maximum(x, 0))


@wrong("subderivative_relu")
def subderivative_relu_of_abs(x: ndarray, a: float = 0.0) -> Any:
    """Your slope is -1 for negative numbers, as that of |x| is.
    Does max(x, 0) fall, rise or stay as x goes from -3 to -2?"""
    if not 0 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    return np.where(x == 0, a, np.sign(x))


@wrong("subderivative_relu")
def subderivative_relu_leaky(x: ndarray, a: float = 0.0) -> Any:
    """For negative numbers you returned `a`, as if it were the slope of a leaky relu.
    For which x is the choice meant?"""
    if not 0 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    return np.where(x > 0, 1.0, a)


@wrong("subderivative_relu")
def subderivative_relu_sides_swapped(x: ndarray, a: float = 0.0) -> Any:
    """Your slopes stand on the wrong sides: 1 for negative numbers and 0 for positive ones.
    On which side of 0 is max(x, 0) flat?"""
    if not 0 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    return np.where(x == 0, a, np.where(x > 0, 0.0, 1.0))


@wrong("subderivative_relu")
def subderivative_relu_no_range(x: ndarray, a: float = 0.0) -> Any:
    """You accept any choice, even one that is steeper than the curve.
    May a line of slope 1.5 pass through the kink and stay on or below relu? What should then happen?"""
    return np.where(x == 0, a, np.where(x > 0, 1.0, 0.0))


@wrong("subderivative_relu")
def subderivative_relu_range_of_abs(x: ndarray, a: float = 0.0) -> Any:
    """You accept negative choices; [-1, 1] is the range of |x|.
    Which slopes does max(x, 0) have on its two sides?"""
    if not -1 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    return np.where(x == 0, a, np.where(x > 0, 1.0, 0.0))


@wrong("subderivative_relu")
def subderivative_relu_open_range(x: ndarray, a: float = 0.0) -> Any:
    """You refuse the ends of the range, 0 and 1, as a choice.
    Is [0, 1] with or without its ends?"""
    if not 0 < a < 1:
        raise ValueError("a must be in [0, 1]")
    return np.where(x == 0, a, np.where(x > 0, 1.0, 0.0))


@wrong("subderivative_relu", code="asserts p1 in [0, 1]")
def subderivative_relu_only_the_ends(x: ndarray, a: float = 0.0) -> Any:
    """You refuse every choice but the two ends: `in [0, 1]` looks for a among two numbers.
    Is 0.5 one of the numbers in the Python list [0, 1], and is it in the range that the exercise means?"""
    if a not in [0, 1]:
        raise ValueError("a must be in [0, 1]")
    return np.where(x == 0, a, np.where(x > 0, 1.0, 0.0))


@wrong("subderivative_relu")
def subderivative_relu_range_at_kink_only(x: ndarray, a: float = 0.0) -> Any:
    """You look at the choice only when there is a 0 among the numbers.
    Is a choice of 2 right as long as nobody needs it?"""
    if np.any(x == 0) and not 0 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    return np.where(x == 0, a, np.where(x > 0, 1.0, 0.0))


@wrong("subderivative_relu")
def subderivative_relu_clips_choice(x: ndarray, a: float = 0.0) -> Any:
    """You pull a choice outside of the range to its nearest end instead of refusing it.
    How does the caller learn that the choice was wrong?"""
    return np.where(x == 0, np.clip(a, 0, 1), np.where(x > 0, 1.0, 0.0))


@wrong("subderivative_relu")
def subderivative_relu_close_to_zero(x: ndarray, a: float = 0.0) -> Any:
    """You take numbers that are merely close to 0 for 0.
    On which side of the kink does 10⁻⁹ lie?"""
    if not 0 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    return np.where(np.isclose(x, 0), a, np.where(x > 0, 1.0, 0.0))


@wrong("subderivative_relu")
def subderivative_relu_truth_values(x: ndarray, a: float = 0.0) -> Any:
    """Your comparison returns True and False, and the choice is nowhere to be seen.
    Slopes are numbers. Which number belongs to each of the three cases?"""
    if not 0 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    return np.asarray(x > 0)


@wrong("subderivative_relu", _ONE_DECISION, code="tests p0")
def subderivative_relu_scalar_only(x: ndarray, a: float = 0.0) -> Any:
    if not 0 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    if x > 0:
        return 1.0
    if x < 0:
        return 0.0
    return a


# jacobian


@wrong("jacobian")
def jacobian_denominator_layout(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    """Your table is the transpose: a row for each input, a column for each output.
    In numerator layout, does a row belong to an output or to an input?"""
    return np.array([(func(x + step) - func(x - step)) / (2 * p) for step in p * np.eye(len(x))])


@wrong("jacobian")
def jacobian_forward(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    """You took the step to one side only, forwards.
    The slope of x³ at 1 is 3. What does a step of 0.1 give to the right, and what to both sides?"""
    return np.column_stack([(func(x + step) - func(1.0 * x)) / p for step in p * np.eye(len(x))])


@wrong("jacobian")
def jacobian_backward(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    """You took the step to one side only, backwards.
    The slope of x³ at 1 is 3. What does a step of 0.1 give to the left, and what to both sides?"""
    return np.column_stack([(func(1.0 * x) - func(x - step)) / p for step in p * np.eye(len(x))])


@wrong("jacobian")
def jacobian_divides_by_p(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    """Your slopes are twice as large as they should be: you divided by p.
    How far apart are x − p and x + p?"""
    return np.column_stack([(func(x + step) - func(x - step)) / p for step in p * np.eye(len(x))])


@wrong("jacobian")
def jacobian_half(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    """Your slopes are half as large as they should be: one step, divided by 2p.
    How far apart are the two points where you took the values?"""
    return np.column_stack([(func(x + step) - func(1.0 * x)) / (2 * p) for step in p * np.eye(len(x))])


@wrong("jacobian", code="/ *")
def jacobian_precedence(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    """You divided by 2 and then multiplied by p.
    In which order does Python work out a / 2 * p?"""
    return np.column_stack([(func(x + step) - func(x - step)) / 2 * p for step in p * np.eye(len(x))])


@wrong("jacobian")
def jacobian_no_division(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    """Your difference is not divided by anything.
    A slope is a rise over a run. What is the run?"""
    return np.column_stack([func(x + step) - func(x - step) for step in p * np.eye(len(x))])


@wrong("jacobian")
def jacobian_negated(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    """The signs of your slopes are the wrong way round.
    Which value is taken from which, the one at x + p or the one at x − p?"""
    return np.column_stack([(func(x - step) - func(x + step)) / (2 * p) for step in p * np.eye(len(x))])


@wrong("jacobian")
def jacobian_ignores_step(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    """Your step is 0.001, whatever `p` the caller gives.
    Where does `p` enter your computation?"""
    return np.column_stack([(func(x + step) - func(x - step)) / 0.002 for step in 0.001 * np.eye(len(x))])


@wrong("jacobian")
def jacobian_default_ten_thousandth(func: Any, x: ndarray, p: float = 1e-4) -> Any:
    """Your step, when none is given, is 0.0001.
    Which default does `p` have in the exercise?"""
    return np.column_stack([(func(x + step) - func(x - step)) / (2 * p) for step in p * np.eye(len(x))])


@wrong("jacobian")
def jacobian_default_small(func: Any, x: ndarray, p: float = 1e-5) -> Any:
    """Your step, when none is given, is 0.00001.
    Which default does `p` have in the exercise?"""
    return np.column_stack([(func(x + step) - func(x - step)) / (2 * p) for step in p * np.eye(len(x))])


@wrong("jacobian")
def jacobian_default_vanishing(func: Any, x: ndarray, p: float = 1e-17) -> Any:
    """Your step, when none is given, is too small to move a number such as 1: your slopes are 0.
    A float keeps 16 digits. What is 1 + 1e-17?"""
    return np.column_stack([(func(x + step) - func(x - step)) / (2 * p) for step in p * np.eye(len(x))])


@wrong("jacobian", FLOAT32, code="uses float32")
def jacobian_float32(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    point = np.array(x, dtype=np.float32)
    steps = np.float32(p) * np.eye(len(x), dtype=np.float32)
    return np.column_stack([(func(point + step) - func(point - step)) / (2 * p) for step in steps])


_MOVES_ALL = """Each of your numbers is the sum of a row: the slope if all inputs move at once.
    Which inputs stand still while one of them moves?"""


@wrong("jacobian", _MOVES_ALL)
def jacobian_moves_all(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    return (func(x + p) - func(x - p)) / (2 * p)


@wrong("jacobian", _MOVES_ALL)
def jacobian_moves_all_each_time(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    return np.column_stack([(func(x + p) - func(x - p)) / (2 * p) for _ in x])


@wrong("jacobian")
def jacobian_int_steps(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    """You added the step to an array of whole numbers, which cut it off.
    What does an array of ints do with 1 + 0.001?"""
    columns = []
    for j in range(len(x)):
        up, down = x.copy(), x.copy()
        up[j] += p
        down[j] -= p
        columns.append((func(up) - func(down)) / (2 * p))
    return np.column_stack(columns)


@wrong("jacobian")
def jacobian_stays_moved(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    """In your code an input that was moved stays moved while the next one is taken.
    Where does each input stand when it is the turn of the next one?"""
    point = x.astype(float)
    columns = []
    for j in range(len(x)):
        point[j] += p
        up = func(point.copy())
        point[j] -= 2 * p
        down = func(point.copy())
        columns.append((up - down) / (2 * p))
    return np.column_stack(columns)


@wrong("jacobian", code="in place")
def jacobian_shared_array(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    """You moved the array between the two calls, and a function that hands its argument back moved along.
    If the function returns a part of its argument, what becomes of the first value at the second step?"""
    point = x.astype(float)
    columns = []
    for j in range(len(x)):
        point[j] = x[j] + p
        up = func(point)
        point[j] = x[j] - p
        down = func(point)
        point[j] = x[j]
        columns.append((up - down) / (2 * p))
    return np.column_stack(columns)


@wrong("jacobian")
def jacobian_back_and_forth(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    """You moved the array that was given, back and forth.
    Whose array is x, and what does an array of ints do with a step of 0.001?"""
    columns = []
    for j in range(len(x)):
        x[j] += p
        up = func(x)
        x[j] -= 2 * p
        down = func(x)
        x[j] += p
        columns.append((up - down) / (2 * p))
    return np.column_stack(columns)


@wrong("jacobian")
def jacobian_reshaped(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    """Your slopes have the right shape but not their places: row by row, they are in the order of the transposed table.
    Where does the slope of the first output by the second input stand in your table?"""
    rows = np.array([(func(x + step) - func(x - step)) / (2 * p) for step in p * np.eye(len(x))])
    return rows.reshape(rows.shape[::-1])


@wrong("jacobian")
def jacobian_diagonal(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    """Your table holds only the slopes of output i by input i; all the others are 0.
    May an output move when any of the inputs moves?"""
    slopes = np.column_stack([(func(x + step) - func(x - step)) / (2 * p) for step in p * np.eye(len(x))])
    return slopes * np.eye(*slopes.shape)


@wrong("jacobian")
def jacobian_square_table(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    """Your table is square, n by n, whatever number of outputs the function has.
    How many rows are needed for 3 outputs of 2 inputs?"""
    slopes = np.zeros((len(x), len(x)))
    for j, step in enumerate(p * np.eye(len(x))):
        slopes[:, j] = (func(x + step) - func(x - step)) / (2 * p)
    return slopes


# to_denominator_layout


@wrong("to_denominator_layout")
def to_denominator_layout_unchanged(J: ndarray) -> Any:
    """You returned the slopes as they came, in numerator layout.
    In denominator layout, how many rows do m outputs by n inputs have?"""
    return J.copy()


@wrong("to_denominator_layout")
def to_denominator_layout_reshaped(J: ndarray) -> Any:
    """You gave the table a new shape, but read on row by row, the numbers come in the old order.
    Row 1, column 2 must become row 2, column 1. Where is it in yours?"""
    return J.reshape(J.shape[::-1])


@wrong("to_denominator_layout")
def to_denominator_layout_rotated(J: ndarray) -> Any:
    """You turned the table by a quarter.
    Which numbers stay where they are when rows become columns?"""
    return np.rot90(J)


@wrong("to_denominator_layout")
def to_denominator_layout_flipped(J: ndarray) -> Any:
    """You reversed the order of the rows.
    Should rows change places among themselves, or become columns?"""
    return J[::-1]


@wrong("to_denominator_layout")
def to_denominator_layout_one_column(J: ndarray) -> Any:
    """You wrote all slopes below one another, in one column.
    A single output gives one column. How many columns do three outputs give?"""
    return J.reshape(-1, 1)


@wrong("to_denominator_layout")
def to_denominator_layout_flat(J: ndarray) -> Any:
    """You returned a flat vector.
    How does one tell a row from a column if there is one axis only?"""
    return J.T.ravel()


@wrong("to_denominator_layout")
def to_denominator_layout_inverse(J: ndarray) -> Any:
    """You took the inverse of the matrix.
    Jᵀ and J⁻¹ look alike on paper. Which one changes the places and not the numbers?"""
    return np.linalg.inv(J)


@wrong("to_denominator_layout")
def to_denominator_layout_vectors_only(J: ndarray) -> Any:
    """You transposed only a table of one row or one column; the others came back as they were.
    What does the layout do with three outputs of two inputs?"""
    return J.T if 1 in J.shape else J.copy()


@wrong("to_denominator_layout", code="no result")
def to_denominator_layout_returns_nothing(J: ndarray) -> Any:
    """Your function prints the result, or computes it, and returns nothing.
    What does a function give back when no `return` is reached?"""
    np.transpose(J)


# grad_matrix_vector


@wrong("grad_matrix_vector")
def grad_matrix_vector_numerator_layout(A: ndarray, x: ndarray) -> Any:
    """You returned A itself: that is numerator layout.
    In denominator layout, does a row belong to an output or to an input?"""
    return A


@wrong("grad_matrix_vector")
def grad_matrix_vector_value(A: ndarray, x: ndarray) -> Any:
    """You returned the value A·x, not its slopes.
    By how much does the first output move when x₁ moves by a little?"""
    return A @ x


@wrong("grad_matrix_vector")
def grad_matrix_vector_times_x(A: ndarray, x: ndarray) -> Any:
    """You returned Aᵀ times x.
    The outputs are linear in x. Is there still an x in their slopes?"""
    return A.T @ x


@wrong("grad_matrix_vector")
def grad_matrix_vector_terms(A: ndarray, x: ndarray) -> Any:
    """Each slope of yours is multiplied by its x: those are the terms of A·x, not their slopes.
    What is the slope of 5x at x = 3: 5, or 15?"""
    return (A * x).T


@wrong("grad_matrix_vector")
def grad_matrix_vector_terms_numerator(A: ndarray, x: ndarray) -> Any:
    """Each slope of yours is multiplied by its x, and the layout is the numerator's.
    What is the slope of 5x at x = 3: 5, or 15? And which way round do rows and columns go?"""
    return A * x


@wrong("grad_matrix_vector")
def grad_matrix_vector_reshaped(A: ndarray, x: ndarray) -> Any:
    """You gave A a new shape, but read on row by row, the numbers come in the old order.
    Row 1, column 2 must become row 2, column 1. Where is it in yours?"""
    return A.reshape(A.shape[::-1])


@wrong("grad_matrix_vector")
def grad_matrix_vector_row_sums(A: ndarray, x: ndarray) -> Any:
    """You returned the sums of the rows of A: the slopes if all inputs move together.
    How many slopes are there for m outputs and n inputs?"""
    return A.sum(axis=1)


@wrong("grad_matrix_vector")
def grad_matrix_vector_column_sums(A: ndarray, x: ndarray) -> Any:
    """You returned the sums of the columns of A: the slopes of all outputs added up.
    How many slopes are there for m outputs and n inputs?"""
    return A.sum(axis=0)


@wrong("grad_matrix_vector")
def grad_matrix_vector_doubled(A: ndarray, x: ndarray) -> Any:
    """Your slopes are twice as large as they should be, as if x stood there twice.
    How often does x occur in A·x, and how often in xᵀ·A·x?"""
    return 2 * A.T


# grad_vector_matrix


@wrong("grad_vector_matrix")
def grad_vector_matrix_transposed(x: ndarray, A: ndarray) -> Any:
    """You returned Aᵀ: that is numerator layout here.
    Which axis of A belongs to x, and where does denominator layout put the inputs?"""
    return A.T


@wrong("grad_vector_matrix")
def grad_vector_matrix_value(x: ndarray, A: ndarray) -> Any:
    """You returned the value xᵀ·A, not its slopes.
    By how much does the first output move when x₁ moves by a little?"""
    return x @ A


@wrong("grad_vector_matrix")
def grad_vector_matrix_times_x(x: ndarray, A: ndarray) -> Any:
    """You returned A times x.
    The outputs are linear in x. Is there still an x in their slopes?"""
    return A @ x


@wrong("grad_vector_matrix")
def grad_vector_matrix_terms(x: ndarray, A: ndarray) -> Any:
    """Each slope of yours is multiplied by its x: those are the terms of xᵀ·A, not their slopes.
    What is the slope of 5x at x = 3: 5, or 15?"""
    return x[:, None] * A


@wrong("grad_vector_matrix")
def grad_vector_matrix_swapped(x: ndarray, A: ndarray) -> Any:
    """You returned x: the first argument is the vector here, and the matrix comes second.
    In which order does this function take its two arguments?"""
    return x


@wrong("grad_vector_matrix")
def grad_vector_matrix_row_sums(x: ndarray, A: ndarray) -> Any:
    """You returned the sums of the rows of A: the slopes of all outputs added up.
    How many slopes are there for m inputs and n outputs?"""
    return A.sum(axis=1)


@wrong("grad_vector_matrix")
def grad_vector_matrix_column_sums(x: ndarray, A: ndarray) -> Any:
    """You returned the sums of the columns of A: the slopes if all inputs move together.
    How many slopes are there for m inputs and n outputs?"""
    return A.sum(axis=0)


@wrong("grad_vector_matrix")
def grad_vector_matrix_doubled(x: ndarray, A: ndarray) -> Any:
    """Your slopes are twice as large as they should be, as if x stood there twice.
    How often does x occur in xᵀ·A, and how often in xᵀ·A·x?"""
    return 2 * A


@wrong("grad_vector_matrix")
def grad_vector_matrix_reshaped(x: ndarray, A: ndarray) -> Any:
    """You gave A the transposed shape, with its numbers in the old order.
    Which axis of A belongs to x, and does it have to move at all?"""
    return A.reshape(A.shape[::-1])


# grad_quadratic


@wrong("grad_quadratic")
def grad_quadratic_right_only(A: ndarray, x: ndarray) -> Any:
    """You returned A·x: what one of the two x gives.
    x stands on both sides of A. What does the other one add?"""
    return A @ x


@wrong("grad_quadratic")
def grad_quadratic_left_only(A: ndarray, x: ndarray) -> Any:
    """You returned Aᵀ·x: what one of the two x gives.
    x stands on both sides of A. What does the other one add?"""
    return x @ A


@wrong("grad_quadratic")
def grad_quadratic_symmetric(A: ndarray, x: ndarray) -> Any:
    """You returned 2·A·x, which is right only if A is symmetric.
    Try A = [[1, 4], [0, 3]] by hand: the function is x₀² + 4x₀·x₁ + 3x₁². What are its slopes?"""
    return 2 * A @ x


@wrong("grad_quadratic")
def grad_quadratic_symmetric_transposed(A: ndarray, x: ndarray) -> Any:
    """You returned 2·Aᵀ·x, which is right only if A is symmetric.
    Try A = [[1, 4], [0, 3]] by hand: the function is x₀² + 4x₀·x₁ + 3x₁². What are its slopes?"""
    return 2 * A.T @ x


@wrong("grad_quadratic")
def grad_quadratic_without_x(A: ndarray, x: ndarray) -> Any:
    """You returned a matrix: there is no x in your slopes.
    The slope of a·x² is 2·a·x. Where is the x in yours?"""
    return A + A.T


@wrong("grad_quadratic")
def grad_quadratic_value(A: ndarray, x: ndarray) -> Any:
    """You returned the value xᵀ·A·x, one number, not its slopes.
    How many slopes does a number have by n inputs?"""
    return x @ A @ x


@wrong("grad_quadratic")
def grad_quadratic_elementwise(A: ndarray, x: ndarray) -> Any:
    """You multiplied the matrix and x element by element: a matrix comes out.
    Which operator multiplies a matrix by a vector, so that a vector comes out?"""
    return (A + A.T) * x


@wrong("grad_quadratic")
def grad_quadratic_subtracts(A: ndarray, x: ndarray) -> Any:
    """You subtracted the two parts: (A − Aᵀ)·x.
    Each of the two x gives a part of the slope. What does the product rule do with the parts?"""
    return (A - A.T) @ x


@wrong("grad_quadratic")
def grad_quadratic_half(A: ndarray, x: ndarray) -> Any:
    """Your slopes are half as large as they should be.
    The slope of x² is 2x. Where is the 2?"""
    return (A + A.T) @ x / 2


@wrong("grad_quadratic")
def grad_quadratic_product(A: ndarray, x: ndarray) -> Any:
    """You multiplied A and Aᵀ with each other.
    Each of the two x gives a part of the slope. What does the product rule do with the parts?"""
    return A @ A.T @ x


@wrong("grad_quadratic")
def grad_quadratic_no_matrix(A: ndarray, x: ndarray) -> Any:
    """You returned 2x: the matrix is missing.
    For which matrix A is xᵀ·A·x just the squared length of x?"""
    return 2 * x


@wrong("grad_quadratic")
def grad_quadratic_column(A: ndarray, x: ndarray) -> Any:
    """Your numbers are right, but they form a matrix of one column.
    Which shape does x have, and which shape should its slopes have?"""
    return (A + A.T) @ x.reshape(-1, 1)


# grad_squared_norm


@wrong("grad_squared_norm")
def grad_squared_norm_x_itself(x: ndarray) -> Any:
    """You returned x itself: a factor is missing.
    What is the slope of x² at x = 3?"""
    return x


@wrong("grad_squared_norm")
def grad_squared_norm_value(x: ndarray) -> Any:
    """You returned the squared length, one number, not its slopes.
    How many slopes does a number have by n inputs?"""
    return x @ x


@wrong("grad_squared_norm")
def grad_squared_norm_of_norm(x: ndarray) -> Any:
    """You returned x / ‖x‖, the slopes of the length without the square.
    Is the function ‖x‖ or ‖x‖²?"""
    return x / np.linalg.norm(x)


@wrong("grad_squared_norm")
def grad_squared_norm_squares(x: ndarray) -> Any:
    """You squared each number: those are the terms of the sum, not their slopes.
    What is the slope of x² at x = 3: 9, or 6?"""
    return x**2


@wrong("grad_squared_norm")
def grad_squared_norm_by_length(x: ndarray) -> Any:
    """You returned 2·‖x‖, one number.
    How many slopes does a number have by n inputs?"""
    return 2 * np.linalg.norm(x)


@wrong("grad_squared_norm")
def grad_squared_norm_sum(x: ndarray) -> Any:
    """You added the slopes up: one number comes out.
    How many slopes does a number have by n inputs?"""
    return np.sum(2 * x)


@wrong("grad_squared_norm")
def grad_squared_norm_absolute(x: ndarray) -> Any:
    """All your slopes are positive or 0.
    Does x² rise or fall at x = -3?"""
    return 2 * np.abs(x)


@wrong("grad_squared_norm")
def grad_squared_norm_constant(x: ndarray) -> Any:
    """Your slopes are all 2, wherever x is.
    Is x² equally steep at 1 and at 10?"""
    return np.full(x.shape, 2.0)


@wrong("grad_squared_norm")
def grad_squared_norm_column(x: ndarray) -> Any:
    """Your numbers are right, but they form a matrix of one column.
    Which shape does x have, and which shape should its slopes have?"""
    return 2 * x.reshape(-1, 1)


# grad_squared_frobenius


@wrong("grad_squared_frobenius")
def grad_squared_frobenius_transposed(X: ndarray) -> Any:
    """You transposed the slopes.
    Where should the slope by the entry in row 1, column 2 stand?"""
    return 2 * X.T


@wrong("grad_squared_frobenius")
def grad_squared_frobenius_x_itself(X: ndarray) -> Any:
    """You returned X itself: a factor is missing.
    What is the slope of x² at x = 3?"""
    return X


@wrong("grad_squared_frobenius")
def grad_squared_frobenius_value(X: ndarray) -> Any:
    """You returned the squared norm, one number, not its slopes.
    How many slopes does a number have by the entries of X?"""
    return np.sum(X**2)


@wrong("grad_squared_frobenius")
def grad_squared_frobenius_of_norm(X: ndarray) -> Any:
    """You returned X / ‖X‖, the slopes of the norm without the square.
    Is the function ‖X‖ or ‖X‖²?"""
    return X / np.linalg.norm(X)


@wrong("grad_squared_frobenius")
def grad_squared_frobenius_squares(X: ndarray) -> Any:
    """You squared each entry: those are the terms of the sum, not their slopes.
    What is the slope of x² at x = 3: 9, or 6?"""
    return X**2


@wrong("grad_squared_frobenius")
def grad_squared_frobenius_matrix_product(X: ndarray) -> Any:
    """You took a matrix product, which mixes the entries.
    Which terms of the sum of squares move when one entry moves?"""
    return 2 * X.T @ X


@wrong("grad_squared_frobenius")
def grad_squared_frobenius_column_sums(X: ndarray) -> Any:
    """You added the slopes up column by column.
    How many slopes does a number have by the entries of X?"""
    return np.sum(2 * X, axis=0)


@wrong("grad_squared_frobenius")
def grad_squared_frobenius_sum(X: ndarray) -> Any:
    """You added all slopes up: one number comes out.
    X has many entries. How many slopes does one number have with respect to them?"""
    return np.sum(2 * X)


@wrong("grad_squared_frobenius")
def grad_squared_frobenius_flat(X: ndarray) -> Any:
    """Your numbers are right, but they stand in one flat row.
    Which shape does X have, and which shape should its slopes have?"""
    return 2 * X.ravel()


@wrong("grad_squared_frobenius")
def grad_squared_frobenius_absolute(X: ndarray) -> Any:
    """All your slopes are positive or 0.
    Does x² rise or fall at x = -3?"""
    return 2 * np.abs(X)


@wrong("grad_squared_frobenius")
def grad_squared_frobenius_diagonal(X: ndarray) -> Any:
    """Only the diagonal has slopes in yours; the other entries are 0.
    Which entries does the sum of squares run over?"""
    return 2 * X * np.eye(*X.shape)


# What follows from the solutions


@made(subderivative_abs, subderivative_relu, grad_squared_norm, grad_squared_frobenius)
def in_place(solution: ast.FunctionDef) -> ast.FunctionDef:
    """Your numbers are right, but you wrote them into the array that was given.
    Who else may still need the old numbers, and what keeps them safe?"""
    return with_result(solution, "{first}[...] = {result}\nreturn {first}")


@made(subderivative_abs, subderivative_relu)
def asserts(solution: ast.FunctionDef) -> ast.FunctionDef:
    """A choice outside of the range stops your function with an AssertionError.
    Which error does the exercise ask for?"""
    return with_raises(solution, "raise AssertionError({message})")


LISTS = made(jacobian, to_denominator_layout)(list_)
WHOLE = made(subderivative_abs, subderivative_relu)(int_result)
