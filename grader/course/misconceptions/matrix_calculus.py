# ruff: noqa: D103, ARG001  they are what students write
"""Wrong solutions of matrix calculus."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import ndarray

from grader.course.misconceptions import misconception
from solutions.derivatives import deriv

_NOTHING = "Your function prints the result, or computes it, and returns nothing."
_NOTHING_ASK = "What does a function give back when no `return` is reached?"
_STAYS_MOVED = "An input that was moved stays moved while the next one is taken."
_STAYS_MOVED_ASK = "Where does each input stand when it is the turn of the next one?"
_ONE_DECISION = "Your code asks one question, by `if`, about a whole array of numbers."
_ONE_DECISION_ASK = "Each entry needs its own decision. Which numpy function decides entry by entry?"
_IN_PLACE = "Your numbers are right, but you wrote them into the array that was given."
_IN_PLACE_ASK = "Who else may still need the old numbers, and what keeps them safe?"


# subderivative_abs


@misconception(
    "subderivative_abs",
    did="Your slope at the kink is always 0: the choice `a` has no effect.",
    ask="What did the caller ask for where x is 0?",
)
def subderivative_abs_ignores_choice(x: ndarray, a: float = 0.0) -> Any:
    if not -1 <= a <= 1:
        raise ValueError("a must be in [-1, 1]")
    return np.sign(x)


@misconception(
    "subderivative_abs",
    did="You count 0 among the positive numbers: the slope there is always 1.",
    ask="Three cases, or two? Which one does x = 0 belong to?",
)
def subderivative_abs_zero_is_positive(x: ndarray, a: float = 0.0) -> Any:
    if not -1 <= a <= 1:
        raise ValueError("a must be in [-1, 1]")
    return np.where(x >= 0, 1.0, -1.0)


@misconception(
    "subderivative_abs",
    did="You count 0 among the negative numbers: the slope there is always -1.",
    ask="Three cases, or two? Which one does x = 0 belong to?",
)
def subderivative_abs_zero_is_negative(x: ndarray, a: float = 0.0) -> Any:
    if not -1 <= a <= 1:
        raise ValueError("a must be in [-1, 1]")
    return np.where(x > 0, 1.0, -1.0)


@misconception(
    "subderivative_abs",
    did="Your slopes come from a central difference, which sees both sides of the kink at once.",
    ask="What does a difference over a step of 0.001 make of x = 0.0001, and where does it use `a`?",
)
def subderivative_abs_central(x: ndarray, a: float = 0.0) -> Any:
    if not -1 <= a <= 1:
        raise ValueError("a must be in [-1, 1]")
    return deriv(np.abs, x)


@misconception(
    "subderivative_abs",
    did="You returned the values |x|, not the slopes.",
    ask="How steep is |x| at x = 3: 3, or 1?",
)
def subderivative_abs_values(x: ndarray, a: float = 0.0) -> Any:
    if not -1 <= a <= 1:
        raise ValueError("a must be in [-1, 1]")
    return np.where(x == 0, a, np.abs(x))


@misconception(
    "subderivative_abs",
    did="Your slope is 0 for negative numbers, as that of relu is.",
    ask="Does |x| stay flat, rise or fall as x goes from -3 to -2?",
)
def subderivative_abs_of_relu(x: ndarray, a: float = 0.0) -> Any:
    if not -1 <= a <= 1:
        raise ValueError("a must be in [-1, 1]")
    return np.where(x == 0, a, np.where(x > 0, 1.0, 0.0))


@misconception(
    "subderivative_abs",
    did="The signs of your slopes are the wrong way round.",
    ask="Does |x| rise or fall to the right of 0?",
)
def subderivative_abs_signs_swapped(x: ndarray, a: float = 0.0) -> Any:
    if not -1 <= a <= 1:
        raise ValueError("a must be in [-1, 1]")
    return np.where(x == 0, a, -np.sign(x))


@misconception(
    "subderivative_abs",
    did="Away from 0 you returned x itself.",
    ask="What is the slope of |x| at 2, and what at 200?",
)
def subderivative_abs_x_itself(x: ndarray, a: float = 0.0) -> Any:
    if not -1 <= a <= 1:
        raise ValueError("a must be in [-1, 1]")
    return np.where(x == 0, a, x)


@misconception(
    "subderivative_abs",
    did="You divided x by |x|, and at 0 that is 0 / 0.",
    ask="What is there to do at 0 before anything is divided?",
)
def subderivative_abs_divides(x: ndarray, a: float = 0.0) -> Any:
    if not -1 <= a <= 1:
        raise ValueError("a must be in [-1, 1]")
    return x / np.abs(x)


@misconception(
    "subderivative_abs",
    did="Any choice is accepted, also one that is steeper than the curve.",
    ask="May a line of slope 1.5 pass through the kink and stay on or below |x|? What should then happen?",
)
def subderivative_abs_no_range(x: ndarray, a: float = 0.0) -> Any:
    return np.where(x == 0, a, np.sign(x))


@misconception(
    "subderivative_abs",
    did="You refuse a negative choice; [0, 1] is the range of relu.",
    ask="Which slopes does |x| have on its two sides?",
)
def subderivative_abs_range_of_relu(x: ndarray, a: float = 0.0) -> Any:
    if not 0 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    return np.where(x == 0, a, np.sign(x))


@misconception(
    "subderivative_abs",
    did="You refuse the ends of the range, -1 and 1, as a choice.",
    ask="Is [-1, 1] with or without its ends?",
)
def subderivative_abs_open_range(x: ndarray, a: float = 0.0) -> Any:
    if not -1 < a < 1:
        raise ValueError("a must be in [-1, 1]")
    return np.where(x == 0, a, np.sign(x))


@misconception(
    "subderivative_abs",
    did="You refuse every choice but the two ends: `in [-1, 1]` looks for a among two numbers.",
    ask="Is 0.5 one of the numbers in the Python list [-1, 1], and is it in the range that the exercise means?",
    code="asserts p1 in [-1, 1]",
)
def subderivative_abs_only_the_ends(x: ndarray, a: float = 0.0) -> Any:
    if a not in [-1, 1]:
        raise ValueError("a must be in [-1, 1]")
    return np.where(x == 0, a, np.sign(x))


@misconception(
    "subderivative_abs",
    did="You refuse a choice above 1, but not one below -1.",
    ask="How many ends does the range [-1, 1] have?",
)
def subderivative_abs_one_end(x: ndarray, a: float = 0.0) -> Any:
    if a > 1:
        raise ValueError("a must be in [-1, 1]")
    return np.where(x == 0, a, np.sign(x))


@misconception(
    "subderivative_abs",
    did="You look at the choice only when there is a 0 among the numbers.",
    ask="Is a choice of 2 right as long as nobody needs it?",
)
def subderivative_abs_range_at_kink_only(x: ndarray, a: float = 0.0) -> Any:
    if np.any(x == 0) and not -1 <= a <= 1:
        raise ValueError("a must be in [-1, 1]")
    return np.where(x == 0, a, np.sign(x))


@misconception(
    "subderivative_abs",
    did="A choice outside of the range stops your function with an AssertionError.",
    ask="Which error does the exercise ask for?",
)
def subderivative_abs_asserts(x: ndarray, a: float = 0.0) -> Any:
    assert -1 <= a <= 1
    return np.where(x == 0, a, np.sign(x))


@misconception(
    "subderivative_abs",
    did="You wrote the choice into an array of whole numbers, which cut off its fraction.",
    ask="What does an array of ints do with 0.5?",
)
def subderivative_abs_int_result(x: ndarray, a: float = 0.0) -> Any:
    if not -1 <= a <= 1:
        raise ValueError("a must be in [-1, 1]")
    result = np.array(np.sign(x))
    result[x == 0] = a
    return result


@misconception(
    "subderivative_abs",
    did="You take numbers that are merely close to 0 for 0.",
    ask="On which side of the kink does 10⁻⁹ lie?",
)
def subderivative_abs_close_to_zero(x: ndarray, a: float = 0.0) -> Any:
    if not -1 <= a <= 1:
        raise ValueError("a must be in [-1, 1]")
    return np.where(np.isclose(x, 0), a, np.sign(x))


@misconception("subderivative_abs", did=_ONE_DECISION, ask=_ONE_DECISION_ASK, code="tests p0")
def subderivative_abs_scalar_only(x: ndarray, a: float = 0.0) -> Any:
    if not -1 <= a <= 1:
        raise ValueError("a must be in [-1, 1]")
    if x > 0:
        return 1.0
    if x < 0:
        return -1.0
    return a


@misconception("subderivative_abs", did=_IN_PLACE, ask=_IN_PLACE_ASK)
def subderivative_abs_in_place(x: ndarray, a: float = 0.0) -> Any:
    if not -1 <= a <= 1:
        raise ValueError("a must be in [-1, 1]")
    x[...] = np.where(x == 0, a, np.sign(x))
    return x


# subderivative_relu


@misconception(
    "subderivative_relu",
    did="You count 0 among the positive numbers: the slope there is always 1.",
    ask="Three cases, or two? Which one does x = 0 belong to?",
)
def subderivative_relu_zero_is_positive(x: ndarray, a: float = 0.0) -> Any:
    if not 0 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    return np.where(x >= 0, 1.0, 0.0)


@misconception(
    "subderivative_relu",
    did="Your slope at the kink is always 0: the choice `a` has no effect.",
    ask="What did the caller ask for where x is 0?",
)
def subderivative_relu_ignores_choice(x: ndarray, a: float = 0.0) -> Any:
    if not 0 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    return np.where(x > 0, 1.0, 0.0)


@misconception(
    "subderivative_relu",
    did="Your slopes come from a central difference: it gives ½ at the kink, whatever the choice.",
    ask="Which of the slopes between 0 and 1 did the caller ask for, and what happens close to 0?",
)
def subderivative_relu_central(x: ndarray, a: float = 0.0) -> Any:
    if not 0 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    return deriv(lambda v: np.maximum(v, 0), x)


@misconception(
    "subderivative_relu",
    did="You returned the values of relu, not its slopes.",
    ask="How steep is max(x, 0) at x = 3: 3, or 1?",
)
def subderivative_relu_values(x: ndarray, a: float = 0.0) -> Any:
    if not 0 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    return np.where(x == 0, a, np.maximum(x, 0))


@misconception(
    "subderivative_relu",
    did="Your slope is -1 for negative numbers, as that of |x| is.",
    ask="Does max(x, 0) fall, rise or stay as x goes from -3 to -2?",
)
def subderivative_relu_of_abs(x: ndarray, a: float = 0.0) -> Any:
    if not 0 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    return np.where(x == 0, a, np.sign(x))


@misconception(
    "subderivative_relu",
    did="For negative numbers you returned `a`, as if it were the slope of a leaky relu.",
    ask="For which x is the choice meant?",
)
def subderivative_relu_leaky(x: ndarray, a: float = 0.0) -> Any:
    if not 0 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    return np.where(x > 0, 1.0, a)


@misconception(
    "subderivative_relu",
    did="Your slopes stand on the wrong sides: 1 for negative numbers and 0 for positive ones.",
    ask="On which side of 0 is max(x, 0) flat?",
)
def subderivative_relu_sides_swapped(x: ndarray, a: float = 0.0) -> Any:
    if not 0 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    return np.where(x == 0, a, np.where(x > 0, 0.0, 1.0))


@misconception(
    "subderivative_relu",
    did="Any choice is accepted, also one that is steeper than the curve.",
    ask="May a line of slope 1.5 pass through the kink and stay on or below relu? What should then happen?",
)
def subderivative_relu_no_range(x: ndarray, a: float = 0.0) -> Any:
    return np.where(x == 0, a, np.where(x > 0, 1.0, 0.0))


@misconception(
    "subderivative_relu",
    did="You accept negative choices; [-1, 1] is the range of |x|.",
    ask="Which slopes does max(x, 0) have on its two sides?",
)
def subderivative_relu_range_of_abs(x: ndarray, a: float = 0.0) -> Any:
    if not -1 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    return np.where(x == 0, a, np.where(x > 0, 1.0, 0.0))


@misconception(
    "subderivative_relu",
    did="You refuse the ends of the range, 0 and 1, as a choice.",
    ask="Is [0, 1] with or without its ends?",
)
def subderivative_relu_open_range(x: ndarray, a: float = 0.0) -> Any:
    if not 0 < a < 1:
        raise ValueError("a must be in [0, 1]")
    return np.where(x == 0, a, np.where(x > 0, 1.0, 0.0))


@misconception(
    "subderivative_relu",
    did="You refuse every choice but the two ends: `in [0, 1]` looks for a among two numbers.",
    ask="Is 0.5 one of the numbers in the Python list [0, 1], and is it in the range that the exercise means?",
    code="asserts p1 in [0, 1]",
)
def subderivative_relu_only_the_ends(x: ndarray, a: float = 0.0) -> Any:
    if a not in [0, 1]:
        raise ValueError("a must be in [0, 1]")
    return np.where(x == 0, a, np.where(x > 0, 1.0, 0.0))


@misconception(
    "subderivative_relu",
    did="You look at the choice only when there is a 0 among the numbers.",
    ask="Is a choice of 2 right as long as nobody needs it?",
)
def subderivative_relu_range_at_kink_only(x: ndarray, a: float = 0.0) -> Any:
    if np.any(x == 0) and not 0 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    return np.where(x == 0, a, np.where(x > 0, 1.0, 0.0))


@misconception(
    "subderivative_relu",
    did="A choice outside of the range stops your function with an AssertionError.",
    ask="Which error does the exercise ask for?",
)
def subderivative_relu_asserts(x: ndarray, a: float = 0.0) -> Any:
    assert 0 <= a <= 1
    return np.where(x == 0, a, np.where(x > 0, 1.0, 0.0))


@misconception(
    "subderivative_relu",
    did="You pull a choice outside of the range to its nearest end instead of refusing it.",
    ask="How does the caller learn that the choice was wrong?",
)
def subderivative_relu_clips_choice(x: ndarray, a: float = 0.0) -> Any:
    return np.where(x == 0, np.clip(a, 0, 1), np.where(x > 0, 1.0, 0.0))


@misconception(
    "subderivative_relu",
    did="You wrote the choice into an array of whole numbers, which cut off its fraction.",
    ask="What does an array of ints do with 0.4?",
)
def subderivative_relu_int_result(x: ndarray, a: float = 0.0) -> Any:
    if not 0 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    result = np.zeros_like(x)
    result[x > 0] = 1
    result[x == 0] = a
    return result


@misconception(
    "subderivative_relu",
    did="You take numbers that are merely close to 0 for 0.",
    ask="On which side of the kink does 10⁻⁹ lie?",
)
def subderivative_relu_close_to_zero(x: ndarray, a: float = 0.0) -> Any:
    if not 0 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    return np.where(np.isclose(x, 0), a, np.where(x > 0, 1.0, 0.0))


@misconception(
    "subderivative_relu",
    did="Your comparison returns True and False, and the choice is nowhere to be seen.",
    ask="Slopes are numbers. Which number belongs to each of the three cases?",
)
def subderivative_relu_truth_values(x: ndarray, a: float = 0.0) -> Any:
    if not 0 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    return np.asarray(x > 0)


@misconception("subderivative_relu", did=_ONE_DECISION, ask=_ONE_DECISION_ASK, code="tests p0")
def subderivative_relu_scalar_only(x: ndarray, a: float = 0.0) -> Any:
    if not 0 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    if x > 0:
        return 1.0
    if x < 0:
        return 0.0
    return a


@misconception("subderivative_relu", did=_IN_PLACE, ask=_IN_PLACE_ASK)
def subderivative_relu_in_place(x: ndarray, a: float = 0.0) -> Any:
    if not 0 <= a <= 1:
        raise ValueError("a must be in [0, 1]")
    x[...] = np.where(x == 0, a, np.where(x > 0, 1.0, 0.0))
    return x


# jacobian


@misconception(
    "jacobian",
    did="Your table is the transpose: a row for each input, a column for each output.",
    ask="In numerator layout, does a row belong to an output or to an input?",
)
def jacobian_denominator_layout(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    return np.array([(func(x + step) - func(x - step)) / (2 * p) for step in p * np.eye(len(x))])


@misconception(
    "jacobian",
    did="You took the step to one side only, forwards.",
    ask="The slope of x³ at 1 is 3. What does a step of 0.1 give to the right, and what to both sides?",
)
def jacobian_forward(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    return np.column_stack([(func(x + step) - func(1.0 * x)) / p for step in p * np.eye(len(x))])


@misconception(
    "jacobian",
    did="You took the step to one side only, backwards.",
    ask="The slope of x³ at 1 is 3. What does a step of 0.1 give to the left, and what to both sides?",
)
def jacobian_backward(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    return np.column_stack([(func(1.0 * x) - func(x - step)) / p for step in p * np.eye(len(x))])


@misconception(
    "jacobian",
    did="Your slopes are twice too large: you divided by p.",
    ask="How far apart are x − p and x + p?",
)
def jacobian_divides_by_p(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    return np.column_stack([(func(x + step) - func(x - step)) / p for step in p * np.eye(len(x))])


@misconception(
    "jacobian",
    did="Your slopes are half as large as they should be: one step, divided by 2p.",
    ask="How far apart are the two points where you took the values?",
)
def jacobian_half(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    return np.column_stack([(func(x + step) - func(1.0 * x)) / (2 * p) for step in p * np.eye(len(x))])


@misconception(
    "jacobian",
    did="You divided by 2 and then multiplied by p.",
    ask="In which order does Python work out a / 2 * p?",
    code="/ *",
)
def jacobian_precedence(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    return np.column_stack([(func(x + step) - func(x - step)) / 2 * p for step in p * np.eye(len(x))])


@misconception(
    "jacobian",
    did="The difference is not divided by anything.",
    ask="A slope is a rise over a run. What is the run?",
)
def jacobian_no_division(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    return np.column_stack([func(x + step) - func(x - step) for step in p * np.eye(len(x))])


@misconception(
    "jacobian",
    did="The signs of your slopes are the wrong way round.",
    ask="Which value is taken from which, the one at x + p or the one at x − p?",
)
def jacobian_negated(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    return np.column_stack([(func(x - step) - func(x + step)) / (2 * p) for step in p * np.eye(len(x))])


@misconception(
    "jacobian",
    did="Your step is 0.001, whatever `p` the caller gives.",
    ask="Where does `p` enter your computation?",
)
def jacobian_ignores_step(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    return np.column_stack([(func(x + step) - func(x - step)) / 0.002 for step in 0.001 * np.eye(len(x))])


@misconception(
    "jacobian",
    did="Your step, when none is given, is 0.0001.",
    ask="Which default does `p` have in the exercise?",
)
def jacobian_default_ten_thousandth(func: Any, x: ndarray, p: float = 1e-4) -> Any:
    return np.column_stack([(func(x + step) - func(x - step)) / (2 * p) for step in p * np.eye(len(x))])


@misconception(
    "jacobian",
    did="Your step, when none is given, is 0.00001.",
    ask="Which default does `p` have in the exercise?",
)
def jacobian_default_small(func: Any, x: ndarray, p: float = 1e-5) -> Any:
    return np.column_stack([(func(x + step) - func(x - step)) / (2 * p) for step in p * np.eye(len(x))])


@misconception(
    "jacobian",
    did="Your step, when none is given, is too small to move a number such as 1: your slopes are 0.",
    ask="A float keeps 16 digits. What is 1 + 1e-17?",
)
def jacobian_default_vanishing(func: Any, x: ndarray, p: float = 1e-17) -> Any:
    return np.column_stack([(func(x + step) - func(x - step)) / (2 * p) for step in p * np.eye(len(x))])


@misconception(
    "jacobian",
    did="Your difference is taken in float32, which keeps about seven digits.",
    ask="How many digits are left when two numbers that agree in the first four are subtracted?",
    code="uses float32",
)
def jacobian_float32(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    point = np.array(x, dtype=np.float32)
    steps = np.float32(p) * np.eye(len(x), dtype=np.float32)
    return np.column_stack([(func(point + step) - func(point - step)) / (2 * p) for step in steps])


@misconception(
    "jacobian",
    did="You moved all inputs at once, so that each number is the sum of a row.",
    ask="Which inputs stand still while one of them moves?",
)
def jacobian_moves_all(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    return (func(x + p) - func(x - p)) / (2 * p)


@misconception(
    "jacobian",
    did="The step was added to an array of whole numbers, which cut it off.",
    ask="What does an array of ints do with 1 + 0.001?",
)
def jacobian_int_steps(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    columns = []
    for j in range(len(x)):
        up, down = x.copy(), x.copy()
        up[j] += p
        down[j] -= p
        columns.append((func(up) - func(down)) / (2 * p))
    return np.column_stack(columns)


@misconception("jacobian", did=_STAYS_MOVED, ask=_STAYS_MOVED_ASK)
def jacobian_stays_moved(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    point = x.astype(float)
    columns = []
    for j in range(len(x)):
        point[j] += p
        up = func(point.copy())
        point[j] -= 2 * p
        down = func(point.copy())
        columns.append((up - down) / (2 * p))
    return np.column_stack(columns)


@misconception(
    "jacobian",
    did="You moved the array between the two calls, and a function that hands its argument back moved along.",
    ask="If the function returns a part of its argument, what becomes of the first value at the second step?",
    code="in place",
)
def jacobian_shared_array(func: Any, x: ndarray, p: float = 1e-3) -> Any:
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


@misconception(
    "jacobian",
    did="You moved the array that was given, back and forth.",
    ask="Whose array is x, and what does an array of ints do with a step of 0.001?",
)
def jacobian_back_and_forth(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    columns = []
    for j in range(len(x)):
        x[j] += p
        up = func(x)
        x[j] -= 2 * p
        down = func(x)
        x[j] += p
        columns.append((up - down) / (2 * p))
    return np.column_stack(columns)


@misconception(
    "jacobian",
    did="Your slopes have the right shape but not their places: the table was reshaped, not transposed.",
    ask="Where does the slope of the first output by the second input stand in your table?",
)
def jacobian_reshaped(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    rows = np.array([(func(x + step) - func(x - step)) / (2 * p) for step in p * np.eye(len(x))])
    return rows.reshape(rows.shape[::-1])


@misconception(
    "jacobian",
    did="Only output i by input i is there; all the other slopes are 0.",
    ask="May an output move when any of the inputs moves?",
)
def jacobian_diagonal(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    slopes = np.column_stack([(func(x + step) - func(x - step)) / (2 * p) for step in p * np.eye(len(x))])
    return slopes * np.eye(*slopes.shape)


@misconception(
    "jacobian",
    did="Your table is square, n by n, whatever number of outputs the function has.",
    ask="How many rows are needed for 3 outputs of 2 inputs?",
)
def jacobian_square_table(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    slopes = np.zeros((len(x), len(x)))
    for j, step in enumerate(p * np.eye(len(x))):
        slopes[:, j] = (func(x + step) - func(x - step)) / (2 * p)
    return slopes


@misconception(
    "jacobian",
    did="You returned a list of rows.",
    ask="Which type does the exercise ask for: what has a shape?",
)
def jacobian_list(func: Any, x: ndarray, p: float = 1e-3) -> Any:
    columns = [(func(x + step) - func(x - step)) / (2 * p) for step in p * np.eye(len(x))]
    return [list(row) for row in zip(*columns, strict=True)]


# to_denominator_layout


@misconception(
    "to_denominator_layout",
    did="You returned the slopes as they came, in numerator layout.",
    ask="In denominator layout, how many rows do m outputs by n inputs have?",
)
def to_denominator_layout_unchanged(J: ndarray) -> Any:
    return J.copy()


@misconception(
    "to_denominator_layout",
    did="You gave the table a new shape, but read on row by row, the numbers come in the old order.",
    ask="Row 1, column 2 must become row 2, column 1. Where is it in yours?",
)
def to_denominator_layout_reshaped(J: ndarray) -> Any:
    return J.reshape(J.shape[::-1])


@misconception(
    "to_denominator_layout",
    did="You turned the table by a quarter.",
    ask="Which numbers stay where they are when rows become columns?",
)
def to_denominator_layout_rotated(J: ndarray) -> Any:
    return np.rot90(J)


@misconception(
    "to_denominator_layout",
    did="You reversed the order of the rows.",
    ask="Should rows change places among themselves, or become columns?",
)
def to_denominator_layout_flipped(J: ndarray) -> Any:
    return J[::-1]


@misconception(
    "to_denominator_layout",
    did="You wrote all slopes below one another, in one column.",
    ask="A single output gives one column. How many columns do three outputs give?",
)
def to_denominator_layout_one_column(J: ndarray) -> Any:
    return J.reshape(-1, 1)


@misconception(
    "to_denominator_layout",
    did="You returned a flat vector.",
    ask="How does one tell a row from a column if there is one axis only?",
)
def to_denominator_layout_flat(J: ndarray) -> Any:
    return J.T.ravel()


@misconception(
    "to_denominator_layout",
    did="You took the inverse of the matrix.",
    ask="Jᵀ and J⁻¹ look alike on paper. Which one changes the places and not the numbers?",
)
def to_denominator_layout_inverse(J: ndarray) -> Any:
    return np.linalg.inv(J)


@misconception(
    "to_denominator_layout",
    did="You returned a list of rows.",
    ask="Which type does the exercise ask for: what has a shape?",
)
def to_denominator_layout_list(J: ndarray) -> Any:
    return [list(column) for column in zip(*J, strict=True)]


@misconception(
    "to_denominator_layout",
    did="You transposed only a table of one row or one column; the others came back as they were.",
    ask="What does the layout do with three outputs of two inputs?",
)
def to_denominator_layout_vectors_only(J: ndarray) -> Any:
    return J.T if 1 in J.shape else J.copy()


@misconception("to_denominator_layout", did=_NOTHING, ask=_NOTHING_ASK, code="no result")
def to_denominator_layout_returns_nothing(J: ndarray) -> Any:
    np.transpose(J)


# grad_matrix_vector


@misconception(
    "grad_matrix_vector",
    did="You returned A itself: that is numerator layout.",
    ask="In denominator layout, does a row belong to an output or to an input?",
)
def grad_matrix_vector_numerator_layout(A: ndarray, x: ndarray) -> Any:
    return A


@misconception(
    "grad_matrix_vector",
    did="You returned the value A·x, not its slopes.",
    ask="By how much does the first output move when x₁ moves by a little?",
)
def grad_matrix_vector_value(A: ndarray, x: ndarray) -> Any:
    return A @ x


@misconception(
    "grad_matrix_vector",
    did="You returned Aᵀ times x.",
    ask="The outputs are linear in x. Is there still an x in their slopes?",
)
def grad_matrix_vector_times_x(A: ndarray, x: ndarray) -> Any:
    return A.T @ x


@misconception(
    "grad_matrix_vector",
    did="Each slope of yours is multiplied by its x: those are the terms of A·x, not their slopes.",
    ask="What is the slope of 5x at x = 3: 5, or 15?",
)
def grad_matrix_vector_terms(A: ndarray, x: ndarray) -> Any:
    return (A * x).T


@misconception(
    "grad_matrix_vector",
    did="Each slope of yours is multiplied by its x, and the layout is the numerator's.",
    ask="What is the slope of 5x at x = 3: 5, or 15? And which way round do rows and columns go?",
)
def grad_matrix_vector_terms_numerator(A: ndarray, x: ndarray) -> Any:
    return A * x


@misconception(
    "grad_matrix_vector",
    did="You gave A a new shape, but read on row by row, the numbers come in the old order.",
    ask="Row 1, column 2 must become row 2, column 1. Where is it in yours?",
)
def grad_matrix_vector_reshaped(A: ndarray, x: ndarray) -> Any:
    return A.reshape(A.shape[::-1])


@misconception(
    "grad_matrix_vector",
    did="You returned the sums of the rows of A: the slopes if all inputs move together.",
    ask="How many slopes are there for m outputs and n inputs?",
)
def grad_matrix_vector_row_sums(A: ndarray, x: ndarray) -> Any:
    return A.sum(axis=1)


@misconception(
    "grad_matrix_vector",
    did="You returned the sums of the columns of A: the slopes of all outputs added up.",
    ask="How many slopes are there for m outputs and n inputs?",
)
def grad_matrix_vector_column_sums(A: ndarray, x: ndarray) -> Any:
    return A.sum(axis=0)


@misconception(
    "grad_matrix_vector",
    did="Your slopes are twice too large, as if x stood there twice.",
    ask="How often does x occur in A·x, and how often in xᵀ·A·x?",
)
def grad_matrix_vector_doubled(A: ndarray, x: ndarray) -> Any:
    return 2 * A.T


# grad_vector_matrix


@misconception(
    "grad_vector_matrix",
    did="You returned Aᵀ: that is numerator layout here.",
    ask="Which axis of A belongs to x, and where does denominator layout put the inputs?",
)
def grad_vector_matrix_transposed(x: ndarray, A: ndarray) -> Any:
    return A.T


@misconception(
    "grad_vector_matrix",
    did="You returned the value xᵀ·A, not its slopes.",
    ask="By how much does the first output move when x₁ moves by a little?",
)
def grad_vector_matrix_value(x: ndarray, A: ndarray) -> Any:
    return x @ A


@misconception(
    "grad_vector_matrix",
    did="You returned A times x.",
    ask="The outputs are linear in x. Is there still an x in their slopes?",
)
def grad_vector_matrix_times_x(x: ndarray, A: ndarray) -> Any:
    return A @ x


@misconception(
    "grad_vector_matrix",
    did="Each slope of yours is multiplied by its x: those are the terms of xᵀ·A, not their slopes.",
    ask="What is the slope of 5x at x = 3: 5, or 15?",
)
def grad_vector_matrix_terms(x: ndarray, A: ndarray) -> Any:
    return x[:, None] * A


@misconception(
    "grad_vector_matrix",
    did="You returned x: the first argument is the vector here, and the matrix comes second.",
    ask="In which order does this function take its two arguments?",
)
def grad_vector_matrix_swapped(x: ndarray, A: ndarray) -> Any:
    return x


@misconception(
    "grad_vector_matrix",
    did="You returned the sums of the rows of A: the slopes of all outputs added up.",
    ask="How many slopes are there for m inputs and n outputs?",
)
def grad_vector_matrix_row_sums(x: ndarray, A: ndarray) -> Any:
    return A.sum(axis=1)


@misconception(
    "grad_vector_matrix",
    did="You returned the sums of the columns of A: the slopes if all inputs move together.",
    ask="How many slopes are there for m inputs and n outputs?",
)
def grad_vector_matrix_column_sums(x: ndarray, A: ndarray) -> Any:
    return A.sum(axis=0)


@misconception(
    "grad_vector_matrix",
    did="Your slopes are twice too large, as if x stood there twice.",
    ask="How often does x occur in xᵀ·A, and how often in xᵀ·A·x?",
)
def grad_vector_matrix_doubled(x: ndarray, A: ndarray) -> Any:
    return 2 * A


@misconception(
    "grad_vector_matrix",
    did="You gave A the transposed shape, with its numbers in the old order.",
    ask="Which axis of A belongs to x, and does it have to move at all?",
)
def grad_vector_matrix_reshaped(x: ndarray, A: ndarray) -> Any:
    return A.reshape(A.shape[::-1])


# grad_quadratic


@misconception(
    "grad_quadratic",
    did="You returned A·x: what the x on the right gives. x stands there twice.",
    ask="What does the x on the left of A add?",
)
def grad_quadratic_right_only(A: ndarray, x: ndarray) -> Any:
    return A @ x


@misconception(
    "grad_quadratic",
    did="You returned Aᵀ·x: what the x on one side gives. x stands there twice.",
    ask="What does the x on the other side of A add?",
)
def grad_quadratic_left_only(A: ndarray, x: ndarray) -> Any:
    return x @ A


@misconception(
    "grad_quadratic",
    did="You returned 2·A·x, which is right only if A is symmetric.",
    ask="Try A = [[1, 4], [0, 3]] by hand: the function is x₀² + 4x₀·x₁ + 3x₁². What are its slopes?",
)
def grad_quadratic_symmetric(A: ndarray, x: ndarray) -> Any:
    return 2 * A @ x


@misconception(
    "grad_quadratic",
    did="You returned 2·Aᵀ·x, which is right only if A is symmetric.",
    ask="Try A = [[1, 4], [0, 3]] by hand: the function is x₀² + 4x₀·x₁ + 3x₁². What are its slopes?",
)
def grad_quadratic_symmetric_transposed(A: ndarray, x: ndarray) -> Any:
    return 2 * A.T @ x


@misconception(
    "grad_quadratic",
    did="You returned the matrix A + Aᵀ without the x.",
    ask="The slope of a·x² is 2·a·x. Where is the x in yours?",
)
def grad_quadratic_without_x(A: ndarray, x: ndarray) -> Any:
    return A + A.T


@misconception(
    "grad_quadratic",
    did="You returned the value xᵀ·A·x, one number, not its slopes.",
    ask="How many slopes does a number have by n inputs?",
)
def grad_quadratic_value(A: ndarray, x: ndarray) -> Any:
    return x @ A @ x


@misconception(
    "grad_quadratic",
    did="You multiplied the matrix and x with *, element by element: a matrix comes out.",
    ask="Which operator multiplies a matrix with a vector, so that a vector comes out?",
)
def grad_quadratic_elementwise(A: ndarray, x: ndarray) -> Any:
    return (A + A.T) * x


@misconception(
    "grad_quadratic",
    did="You subtracted the two parts: (A − Aᵀ)·x.",
    ask="Each x gives a part. Do the parts of a sum or product rule add or subtract?",
)
def grad_quadratic_subtracts(A: ndarray, x: ndarray) -> Any:
    return (A - A.T) @ x


@misconception(
    "grad_quadratic",
    did="Your slopes are half as large as they should be: the symmetric part of A times x.",
    ask="The slope of x² is 2x. Where is the 2?",
)
def grad_quadratic_half(A: ndarray, x: ndarray) -> Any:
    return (A + A.T) @ x / 2


@misconception(
    "grad_quadratic",
    did="You multiplied A and Aᵀ where they are added.",
    ask="One x gives A·x, the other Aᵀ·x. What is done with the two?",
)
def grad_quadratic_product(A: ndarray, x: ndarray) -> Any:
    return A @ A.T @ x


@misconception(
    "grad_quadratic",
    did="You returned 2x: the matrix is missing.",
    ask="For which matrix A is xᵀ·A·x just the squared length of x?",
)
def grad_quadratic_no_matrix(A: ndarray, x: ndarray) -> Any:
    return 2 * x


@misconception(
    "grad_quadratic",
    did="Your numbers are right, but they form a matrix of one column.",
    ask="Which shape does x have, and which shape should its slopes have?",
)
def grad_quadratic_column(A: ndarray, x: ndarray) -> Any:
    return (A + A.T) @ x.reshape(-1, 1)


# grad_squared_norm


@misconception(
    "grad_squared_norm",
    did="You returned x itself: a factor is missing.",
    ask="What is the slope of x² at x = 3?",
)
def grad_squared_norm_x_itself(x: ndarray) -> Any:
    return x


@misconception(
    "grad_squared_norm",
    did="You returned the squared length, one number, not its slopes.",
    ask="How many slopes does a number have by n inputs?",
)
def grad_squared_norm_value(x: ndarray) -> Any:
    return x @ x


@misconception(
    "grad_squared_norm",
    did="You returned x / ‖x‖, the slopes of the length without the square.",
    ask="Is the function ‖x‖ or ‖x‖²?",
)
def grad_squared_norm_of_norm(x: ndarray) -> Any:
    return x / np.linalg.norm(x)


@misconception(
    "grad_squared_norm",
    did="You squared each number: those are the terms of the sum, not their slopes.",
    ask="What is the slope of x² at x = 3: 9, or 6?",
)
def grad_squared_norm_squares(x: ndarray) -> Any:
    return x**2


@misconception(
    "grad_squared_norm",
    did="You returned twice the length, one number.",
    ask="2·‖x‖ would be the slope by the length. What is the slope by each entry?",
)
def grad_squared_norm_by_length(x: ndarray) -> Any:
    return 2 * np.linalg.norm(x)


@misconception(
    "grad_squared_norm",
    did="You added the slopes up: one number comes out.",
    ask="How many slopes does a number have by n inputs?",
)
def grad_squared_norm_sum(x: ndarray) -> Any:
    return np.sum(2 * x)


@misconception(
    "grad_squared_norm",
    did="All your slopes are positive or 0.",
    ask="Does x² rise or fall at x = -3?",
)
def grad_squared_norm_absolute(x: ndarray) -> Any:
    return 2 * np.abs(x)


@misconception(
    "grad_squared_norm",
    did="Your slopes are all 2, wherever x is.",
    ask="Is x² equally steep at 1 and at 10?",
)
def grad_squared_norm_constant(x: ndarray) -> Any:
    return np.full(x.shape, 2.0)


@misconception(
    "grad_squared_norm",
    did="Your numbers are right, but they form a matrix of one column.",
    ask="Which shape does x have, and which shape should its slopes have?",
)
def grad_squared_norm_column(x: ndarray) -> Any:
    return 2 * x.reshape(-1, 1)


@misconception("grad_squared_norm", did=_IN_PLACE, ask=_IN_PLACE_ASK)
def grad_squared_norm_in_place(x: ndarray) -> Any:
    x *= 2
    return x


# grad_squared_frobenius


@misconception(
    "grad_squared_frobenius",
    did="You transposed the slopes.",
    ask="Where should the slope by the entry in row 1, column 2 stand?",
)
def grad_squared_frobenius_transposed(X: ndarray) -> Any:
    return 2 * X.T


@misconception(
    "grad_squared_frobenius",
    did="You returned X itself: a factor is missing.",
    ask="What is the slope of x² at x = 3?",
)
def grad_squared_frobenius_x_itself(X: ndarray) -> Any:
    return X


@misconception(
    "grad_squared_frobenius",
    did="You returned the squared norm, one number, not its slopes.",
    ask="How many slopes does a number have by the entries of X?",
)
def grad_squared_frobenius_value(X: ndarray) -> Any:
    return np.sum(X**2)


@misconception(
    "grad_squared_frobenius",
    did="You returned X / ‖X‖, the slopes of the norm without the square.",
    ask="Is the function ‖X‖ or ‖X‖²?",
)
def grad_squared_frobenius_of_norm(X: ndarray) -> Any:
    return X / np.linalg.norm(X)


@misconception(
    "grad_squared_frobenius",
    did="You squared each entry: those are the terms of the sum, not their slopes.",
    ask="What is the slope of x² at x = 3: 9, or 6?",
)
def grad_squared_frobenius_squares(X: ndarray) -> Any:
    return X**2


@misconception(
    "grad_squared_frobenius",
    did="You took a matrix product, 2·Xᵀ·X, which mixes the entries.",
    ask="Which terms of the sum of squares move when one entry moves?",
)
def grad_squared_frobenius_matrix_product(X: ndarray) -> Any:
    return 2 * X.T @ X


@misconception(
    "grad_squared_frobenius",
    did="You added the slopes up column by column.",
    ask="How many slopes does a number have by the entries of X?",
)
def grad_squared_frobenius_column_sums(X: ndarray) -> Any:
    return np.sum(2 * X, axis=0)


@misconception(
    "grad_squared_frobenius",
    did="Your numbers are right, but they stand in one flat row.",
    ask="Which shape does X have, and which shape should its slopes have?",
)
def grad_squared_frobenius_flat(X: ndarray) -> Any:
    return 2 * X.ravel()


@misconception(
    "grad_squared_frobenius",
    did="All your slopes are positive or 0.",
    ask="Does x² rise or fall at x = -3?",
)
def grad_squared_frobenius_absolute(X: ndarray) -> Any:
    return 2 * np.abs(X)


@misconception(
    "grad_squared_frobenius",
    did="Only the diagonal has slopes in yours; the other entries are 0.",
    ask="Which entries does the sum of squares run over?",
)
def grad_squared_frobenius_diagonal(X: ndarray) -> Any:
    return 2 * X * np.eye(*X.shape)


@misconception("grad_squared_frobenius", did=_IN_PLACE, ask=_IN_PLACE_ASK)
def grad_squared_frobenius_in_place(X: ndarray) -> Any:
    X *= 2
    return X
