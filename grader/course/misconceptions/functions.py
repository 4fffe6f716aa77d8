# ruff: noqa: D103, FURB136  they are what students write: no docstring, the long way round
"""Wrong solutions of the functions that act on each number by itself."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy import ndarray

from grader.course.misconceptions import misconception

_ONE_DECISION = "Your code compares a whole array with `max` or `if`, and Python asks for one yes or no."
_ONE_DECISION_ASK = "Each entry needs its own decision. Which numpy function decides entry by entry?"
_FORGETS_RETURN = "Your function prints the result, or computes it, and returns nothing."
_FORGETS_RETURN_ASK = "What does a function give back when no `return` is reached?"


# square


@misconception("square", did="You doubled each number.", ask="What is 3², worked by hand, and what is 3 · 2?")
def square_doubles(x: ndarray) -> ndarray:
    return x * 2


@misconception("square", did="You cubed each number.", ask="How many factors does x² have?")
def square_cubes(x: ndarray) -> Any:
    return x**3


@misconception(
    "square",
    did="Your numbers are powers of two, 2 to the power x.",
    ask="In x², which of the two numbers is the exponent?",
)
def square_powers_of_two(x: ndarray) -> Any:
    return np.exp2(x)


@misconception(
    "square",
    did="Your numbers are powers of two, 2 to the power x.",
    ask="In x², which of the two numbers is the exponent?",
)
def square_two_to_the_power(x: ndarray) -> Any:
    return 2**x


@misconception(
    "square",
    did="Your code writes the power as x^2; in Python ^ compares bits.",
    ask="Which operator does Python use for a power?",
    code="^",
)
def square_caret(x: ndarray) -> Any:
    return x ^ 2


@misconception(
    "square",
    did="Your negative numbers keep their minus sign.",
    ask="What is -2 times -2?",
)
def square_keeps_sign(x: ndarray) -> Any:
    return x * np.abs(x)


@misconception(
    "square",
    did="You took the square root of each number.",
    ask="Which of the two, square or square root, turns 3 into 9?",
)
def square_root(x: ndarray) -> Any:
    return np.sqrt(x)


@misconception(
    "square",
    did="You added the squares up: one number comes out, whatever goes in.",
    ask="How many numbers come out when 3 numbers go in?",
)
def square_sums(x: ndarray) -> Any:
    return np.sum(x**2)


@misconception(
    "square",
    did="You took a matrix product (@ or np.dot), which mixes the entries.",
    ask="Which product takes each entry times itself, and leaves its neighbours alone?",
    code="@ | uses dot | uses matmul | uses inner | uses einsum | uses vdot | uses tensordot",
)
def square_matrix_product(x: ndarray) -> Any:
    return np.dot(x, x)


@misconception(
    "square",
    did="Your code works for one number only; an array cannot be turned into one float.",
    ask="Does the operation that you use accept an array as it is, without float() or math?",
)
def square_scalar_only(x: ndarray) -> Any:
    return math.pow(x, 2)


@misconception(
    "square",
    did="You returned a list instead of an array.",
    ask="What happens if the arithmetic is done on the whole array, without a loop?",
)
def square_list(x: ndarray) -> Any:
    return [value**2 for value in x]


@misconception(
    "square",
    did="Whole numbers come out of your function as floats.",
    ask="Where in your code does a 3 become 3.0?",
)
def square_makes_floats(x: ndarray) -> Any:
    return np.power(x, 2.0)


@misconception(
    "square",
    did="You wrote the squares into the array that was passed in.",
    ask="Whose array is x, and which operator makes a new one?",
)
def square_in_place(x: ndarray) -> ndarray:
    x *= x
    return x


@misconception("square", did=_FORGETS_RETURN, ask=_FORGETS_RETURN_ASK, code="no result")
def square_prints(x: ndarray) -> None:
    print(x**2)


# relu


@misconception(
    "relu",
    did="Your negative numbers lose their sign: you took the absolute value.",
    ask="What should come out for -2: 2, or 0?",
)
def relu_abs(x: ndarray) -> Any:
    return np.abs(x)


@misconception(
    "relu",
    did="Your negative numbers leak through: this is leaky_relu.",
    ask="How much of a negative number does relu let through?",
)
def relu_leaky(x: ndarray) -> Any:
    return np.maximum(0.2 * x, x)


@misconception(
    "relu",
    did="You kept the negative numbers and cut off the positive ones.",
    ask="Of x and 0, which one is kept: the smaller or the larger?",
)
def relu_minimum(x: ndarray) -> Any:
    return np.minimum(x, 0)


@misconception(
    "relu",
    did="Your numbers are the relu of -x.",
    ask="Which sign does x carry in max(x, 0)?",
)
def relu_negated(x: ndarray) -> Any:
    return np.maximum(-x, 0)


@misconception(
    "relu",
    did="Your numbers are 0 and 1: the slope of relu, not its value.",
    ask="What should come out for 3: 3 itself, or the answer to the question whether 3 is positive?",
)
def relu_step(x: ndarray) -> Any:
    return np.where(x > 0, 1.0, 0.0)


@misconception(
    "relu",
    did="You cut off at 1 instead of 0.",
    ask="What is the smallest number that relu gives?",
)
def relu_floor_at_one(x: ndarray) -> Any:
    return np.maximum(x, 1)


@misconception("relu", did=_ONE_DECISION, ask=_ONE_DECISION_ASK, code="uses max | uses min | tests p0")
def relu_python_max(x: ndarray) -> Any:
    return max(0, x)


@misconception("relu", did=_ONE_DECISION, ask=_ONE_DECISION_ASK, code="uses max | uses min | tests p0")
def relu_python_if(x: ndarray) -> Any:
    if x > 0:
        return x
    return 0


@misconception(
    "relu",
    did="You took the largest entry along axis 0: np.max(x, 0) reads the 0 as an axis.",
    ask="np.max looks for the largest entry of one array. Which function compares two things entry by entry?",
    code="uses max | uses amax",
)
def relu_axis_zero(x: ndarray) -> Any:
    return np.max(x, 0)


@misconception(
    "relu",
    did="You dropped the negative numbers, so that fewer numbers come out than go in.",
    ask="What stands in the place of a negative number in the result?",
)
def relu_drops(x: ndarray) -> Any:
    return x[x > 0]


@misconception(
    "relu",
    did="Your fractions are cut off: np.vectorize makes all results of the first one's kind, an int 0.",
    ask="Which kind of 0 would make the first result a float, and is there a way without np.vectorize?",
    code="uses vectorize | uses frompyfunc",
)
def relu_vectorize(x: ndarray) -> Any:
    return np.vectorize(lambda value: value if value > 0 else 0)(x)


@misconception(
    "relu",
    did="You wrote the zeros into the array that was passed in.",
    ask="Whose array is x, and what would make a new one?",
)
def relu_in_place(x: ndarray) -> ndarray:
    x[x < 0] = 0
    return x


@misconception("relu", did=_FORGETS_RETURN, ask=_FORGETS_RETURN_ASK, code="no result")
def relu_prints(x: ndarray) -> None:
    print(np.maximum(x, 0))


# leaky_relu


@misconception(
    "leaky_relu",
    did="Your negative numbers become 0: this is relu, without the leak.",
    ask="How much of -2 should come through?",
)
def leaky_relu_plain(x: ndarray) -> Any:
    return np.maximum(0, x)


@misconception(
    "leaky_relu",
    did="You shrank the positive numbers and kept the negative ones: the smaller of 0.2·x and x.",
    ask="For x = 3, which of 0.6 and 3 should come out?",
)
def leaky_relu_minimum(x: ndarray) -> Any:
    return np.minimum(0.2 * x, x)


@misconception(
    "leaky_relu",
    did="Your numbers never fall below 0.2: that is max(0.2, x).",
    ask="Is 0.2 the lowest value, or the slope for negative numbers?",
)
def leaky_relu_constant_floor(x: ndarray) -> Any:
    return np.maximum(0.2, x)


@misconception(
    "leaky_relu",
    did="You put the number 0.2 in place of every negative number.",
    ask="Should -2 and -3 both give the same result?",
)
def leaky_relu_constant_below(x: ndarray) -> Any:
    return np.where(x > 0, x, 0.2)


@misconception(
    "leaky_relu",
    did="Your negative numbers come out positive.",
    ask="On which side of 0 does a fifth of -2 lie?",
)
def leaky_relu_abs_slope(x: ndarray) -> Any:
    return np.where(x > 0, x, -0.2 * x)


@misconception(
    "leaky_relu",
    did="Your slope below 0 is 0.01, the usual one of many libraries.",
    ask="Which slope does the docstring ask for?",
)
def leaky_relu_slope_of_libraries(x: ndarray) -> Any:
    return np.maximum(0.01 * x, x)


@misconception(
    "leaky_relu",
    did="Your slope below 0 is 0.02.",
    ask="How is a fifth written as a decimal?",
)
def leaky_relu_slope_tenth(x: ndarray) -> Any:
    return np.maximum(0.02 * x, x)


@misconception(
    "leaky_relu",
    did="Your slope below 0 is 0.1.",
    ask="Which slope does the exercise ask for?",
)
def leaky_relu_slope_one_tenth(x: ndarray) -> Any:
    return np.maximum(0.1 * x, x)


@misconception(
    "leaky_relu",
    did="Your fractions are cut off: np.vectorize makes all results of the first one's kind, here an int.",
    ask="What would make the first result a float, and is there a way without np.vectorize?",
    code="uses vectorize | uses frompyfunc",
)
def leaky_relu_vectorize(x: ndarray) -> Any:
    return np.vectorize(lambda value: max(value, 0.2 * value))(x)


@misconception(
    "leaky_relu",
    did="You shrank all numbers, the positive ones too.",
    ask="What should come out for 3?",
)
def leaky_relu_everywhere(x: ndarray) -> Any:
    return 0.2 * x


@misconception(
    "leaky_relu",
    did="You lifted the negative numbers by 0.2 instead of multiplying them by it.",
    ask="Is 0.2 added, or is it a slope?",
)
def leaky_relu_adds(x: ndarray) -> Any:
    return np.where(x > 0, x, x + 0.2)


@misconception(
    "leaky_relu",
    did="Your numbers are slopes, 1 and 0.2, not values.",
    ask="What should come out for 3: 3, or the slope there?",
)
def leaky_relu_slopes(x: ndarray) -> Any:
    return np.where(x > 0, 1.0, 0.2)


@misconception("leaky_relu", did=_ONE_DECISION, ask=_ONE_DECISION_ASK, code="uses max | uses min | tests p0")
def leaky_relu_python_max(x: ndarray) -> Any:
    return max(0.2 * x, x)


@misconception("leaky_relu", did=_ONE_DECISION, ask=_ONE_DECISION_ASK, code="uses max | uses min | tests p0")
def leaky_relu_python_if(x: ndarray) -> Any:
    if x > 0:
        return x
    return 0.2 * x


@misconception(
    "leaky_relu",
    did="You called np.max with two arrays; it reads the second one as an axis.",
    ask="np.max looks for the largest entry of one array. Which function compares two arrays entry by entry?",
    code="uses max | uses amax",
)
def leaky_relu_reduces(x: ndarray) -> Any:
    return np.max(0.2 * x, x)


@misconception(
    "leaky_relu",
    did="For whole numbers your result has no room for fractions, and -0.6 becomes 0.",
    ask="Which dtype does the array have into which you write the results?",
)
def leaky_relu_int_buffer(x: ndarray) -> Any:
    result = np.zeros_like(x)
    result[x > 0] = x[x > 0]
    result[x <= 0] = 0.2 * x[x <= 0]
    return result


@misconception(
    "leaky_relu",
    did="You wrote the results into the array that was passed in.",
    ask="Whose array is x, and what would make a new one?",
)
def leaky_relu_in_place(x: ndarray) -> ndarray:
    x[x < 0] *= 0.2
    return x


@misconception("leaky_relu", did=_FORGETS_RETURN, ask=_FORGETS_RETURN_ASK, code="no result")
def leaky_relu_prints(x: ndarray) -> None:
    print(np.maximum(0.2 * x, x))


# sigmoid


@misconception(
    "sigmoid",
    did="Your numbers are 1 + e⁻ˣ: the sum is not below the fraction bar.",
    ask="Without brackets, what does Python divide in 1 / 1 + …, and what does it add afterwards?",
)
def sigmoid_precedence(x: ndarray) -> Any:
    return 1 / 1 + np.exp(-x)


@misconception(
    "sigmoid",
    did="Your numbers are eˣ: below the fraction bar there is a product, or the 1 is missing.",
    ask="Which two terms are added below the fraction bar?",
)
def sigmoid_product(x: ndarray) -> Any:
    return 1 / (1 * np.exp(-x))


@misconception(
    "sigmoid",
    did="Your curve is mirrored: it falls where it should rise.",
    ask="Which sign does the exponent have, and is your result for 3 above or below one half?",
)
def sigmoid_mirrored(x: ndarray) -> Any:
    return np.exp(-x) / (1 + np.exp(-x))


@misconception(
    "sigmoid",
    did="You subtracted the exponential below the fraction bar.",
    ask="What should come out at 0, and what do you divide by there?",
)
def sigmoid_minus(x: ndarray) -> Any:
    return 1 / (1 - np.exp(-x))


@misconception(
    "sigmoid",
    did="Your numbers are right until the exponential overflows, and then nan: infinite divided by infinite.",
    ask="At 1000, which form of the fraction has a small exponential in it?",
)
def sigmoid_overflows(x: ndarray) -> Any:
    return np.exp(x) / (1 + np.exp(x))


@misconception(
    "sigmoid",
    did="Your code works for one number only: math.exp does not take an array.",
    ask="Which exp acts on every entry of an array?",
    code="uses math.exp",
)
def sigmoid_math_exp(x: ndarray) -> Any:
    return 1 / (1 + math.exp(-x))


@misconception(
    "sigmoid",
    did="Your numbers are the hyperbolic tangent, which runs from -1 to 1.",
    ask="Between which two values does the sigmoid run?",
)
def sigmoid_tanh(x: ndarray) -> Any:
    return np.tanh(x)


@misconception(
    "sigmoid",
    did="Your curve is too steep by a factor 2: your numbers are σ(2x).",
    ask="σ can be written with tanh, but at which argument is tanh taken?",
)
def sigmoid_too_steep(x: ndarray) -> Any:
    return (1 + np.tanh(x)) / 2


@misconception(
    "sigmoid",
    did="Your numbers are the slope σ · (1 - σ), not the value.",
    ask="What should come out for a very large x, 1 or 0?",
)
def sigmoid_slope(x: ndarray) -> Any:
    value = (1 + np.tanh(x / 2)) / 2
    return value * (1 - value)


@misconception(
    "sigmoid",
    did="You divided by the sum over all entries: this is softmax.",
    ask="Does the result for one number depend on its neighbours?",
)
def sigmoid_softmax(x: ndarray) -> Any:
    powers = np.exp(x - np.max(x))
    return powers / np.sum(powers)


@misconception(
    "sigmoid",
    did="You rounded the results to 0 and 1.",
    ask="What should come out for 0.5: a decision, or a number in between?",
)
def sigmoid_rounds(x: ndarray) -> Any:
    return np.round((1 + np.tanh(x / 2)) / 2)


@misconception("sigmoid", did=_ONE_DECISION, ask=_ONE_DECISION_ASK, code="uses max | uses min | tests p0")
def sigmoid_python_if(x: ndarray) -> Any:
    if x >= 0:
        return 1 / (1 + np.exp(-x))
    return np.exp(x) / (1 + np.exp(x))


@misconception(
    "sigmoid",
    did="For whole numbers your result has no room for fractions, and all of them become 0.",
    ask="Which dtype does the array have into which you write the results?",
)
def sigmoid_int_buffer(x: ndarray) -> Any:
    result = np.zeros_like(x)
    result[...] = (1 + np.tanh(x / 2)) / 2
    return result


@misconception(
    "sigmoid",
    did="You clip x so tightly, against overflow, that the ends of the curve are wrong.",
    ask="From which exponent on does e to that power overflow: 10, 100, or some hundreds?",
    code="uses clip | uses minimum | uses maximum | uses min | uses max | uses where",
)
def sigmoid_clips(x: ndarray) -> Any:
    return 1 / (1 + np.exp(-np.clip(x, -10, 10)))


@misconception("sigmoid", did=_FORGETS_RETURN, ask=_FORGETS_RETURN_ASK, code="no result")
def sigmoid_prints(x: ndarray) -> None:
    print((1 + np.tanh(x / 2)) / 2)
