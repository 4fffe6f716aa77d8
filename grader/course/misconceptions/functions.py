# ruff: noqa: FURB136  they are what students write
"""Wrong solutions of the functions that act on each number by itself."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy import ndarray

from grader.course.misconceptions import wrong
from grader.course.misconceptions.families import list_, made, prints
from solutions.functions import leaky_relu, relu, sigmoid, square

_ONE_DECISION = """Your code asks for one yes or no about a whole array, as `if`, `max` and `min` do.
Each entry needs its own decision. Which numpy function decides entry by entry?"""
_MATRIX_PRODUCT = """You took a matrix product (@ or np.dot), which mixes the entries.
Which product takes each entry times itself, and leaves its neighbours alone?"""


# square


@wrong("square")
def square_doubles(x: ndarray) -> ndarray:
    """You doubled each number.
    What is 3², worked by hand, and what is 3 · 2?"""
    return x * 2


@wrong("square")
def square_cubes(x: ndarray) -> Any:
    """You cubed each number.
    How many factors does x² have?"""
    return x**3


@wrong("square")
def square_powers_of_two(x: ndarray) -> Any:
    """Your numbers are powers of two, 2 to the power x.
    In x², which of the two numbers is the exponent?"""
    return np.exp2(x)


@wrong("square")
def square_two_to_the_power(x: ndarray) -> Any:
    """Your numbers are powers of two, 2 to the power x.
    In x², which of the two numbers is the exponent?"""
    return 2**x


@wrong("square", code="^")
def square_caret(x: ndarray) -> Any:
    """Your code writes the power as x^2; in Python ^ compares bits.
    Which operator does Python use for a power?"""
    return x ^ 2


@wrong("square")
def square_keeps_sign(x: ndarray) -> Any:
    """Your negative numbers keep their minus sign.
    What is -2 times -2?"""
    return x * np.abs(x)


@wrong("square")
def square_root(x: ndarray) -> Any:
    """You took the square root of each number.
    Which of the two, square or square root, turns 3 into 9?"""
    return np.sqrt(x)


@wrong("square")
def square_sums(x: ndarray) -> Any:
    """You added the squares up: one number comes out, whatever goes in.
    How many numbers come out when 3 numbers go in?"""
    return np.sum(x**2)


@wrong(
    "square", _MATRIX_PRODUCT, code="@ | uses dot | uses matmul | uses inner | uses einsum | uses vdot | uses tensordot"
)
def square_matrix_product(x: ndarray) -> Any:
    return np.dot(x, x)


@wrong("square", _MATRIX_PRODUCT, code="@ | uses matmul")
def square_matmul(x: ndarray) -> Any:
    return np.matmul(x, x)


@wrong("square")
def square_scalar_only(x: ndarray) -> Any:
    """Your code works for one number only; an array cannot be turned into one float.
    Does the operation that you use accept an array as it is, without float() or math?"""
    return math.pow(x, 2)


@wrong("square")
def square_makes_floats(x: ndarray) -> Any:
    """Whole numbers come out of your function as floats.
    Where in your code does a 3 become 3.0?"""
    return np.power(x, 2.0)


@wrong("square")
def square_in_place(x: ndarray) -> ndarray:
    """You changed the array that was passed in.
    Whose array is x, and which operator makes a new one?"""
    x *= x
    return x


# relu


@wrong("relu")
def relu_abs(x: ndarray) -> Any:
    """Your negative numbers lose their sign: you took the absolute value.
    What should come out for -2: 2, or 0?"""
    return np.abs(x)


@wrong("relu")
def relu_leaky(x: ndarray) -> Any:
    """Your negative numbers leak through: this is leaky_relu.
    How much of a negative number does relu let through?"""
    return np.maximum(0.2 * x, x)


@wrong("relu")
def relu_minimum(x: ndarray) -> Any:
    """You kept the negative numbers and cut off the positive ones.
    Of x and 0, which one is kept: the smaller or the larger?"""
    return np.minimum(x, 0)


@wrong("relu")
def relu_negated(x: ndarray) -> Any:
    """Your numbers are the relu of -x.
    Which sign does x carry in max(x, 0)?"""
    return np.maximum(-x, 0)


@wrong("relu")
def relu_step(x: ndarray) -> Any:
    """Your numbers are 0 and 1: the slope of relu, not its value.
    What should come out for 3: 3 itself, or the answer to the question whether 3 is positive?"""
    return np.where(x > 0, 1.0, 0.0)


@wrong("relu")
def relu_floor_at_one(x: ndarray) -> Any:
    """You cut off at 1 instead of 0.
    What is the smallest number that relu gives?"""
    return np.maximum(x, 1)


@wrong("relu", _ONE_DECISION, code="uses max | uses min | tests p0")
def relu_python_max(x: ndarray) -> Any:
    return max(0, x)


@wrong("relu", _ONE_DECISION, code="uses max | uses min | tests p0")
def relu_python_if(x: ndarray) -> Any:
    if x > 0:
        return x
    return 0


@wrong("relu", code="uses max | uses amax")
def relu_axis_zero(x: ndarray) -> Any:
    """You took the largest entry along axis 0: np.max(x, 0) reads the 0 as an axis.
    np.max looks for the largest entry of one array. Which function compares two things entry by entry?"""
    return np.max(x, 0)


@wrong("relu")
def relu_drops(x: ndarray) -> Any:
    """You dropped the negative numbers, so that fewer numbers come out than go in.
    What stands in the place of a negative number in the result?"""
    return x[x > 0]


@wrong("relu", code="uses vectorize | uses frompyfunc")
def relu_vectorize(x: ndarray) -> Any:
    """Your fractions are cut off: np.vectorize gives all results the type of the first one, here an int 0.
    Which kind of 0 would make the first result a float, and is there a way without np.vectorize?"""
    return np.vectorize(lambda value: value if value > 0 else 0)(x)


@wrong("relu")
def relu_in_place(x: ndarray) -> ndarray:
    """You changed the array that was passed in.
    Whose array is x, and what would make a new one?"""
    x[x < 0] = 0
    return x


# leaky_relu


@wrong("leaky_relu")
def leaky_relu_plain(x: ndarray) -> Any:
    """Your negative numbers become 0: this is relu, without the leak.
    How much of -2 should come through?"""
    return np.maximum(0, x)


@wrong("leaky_relu")
def leaky_relu_minimum(x: ndarray) -> Any:
    """You shrank the positive numbers and kept the negative ones: the smaller of 0.2·x and x.
    For x = 3, which of 0.6 and 3 should come out?"""
    return np.minimum(0.2 * x, x)


@wrong("leaky_relu")
def leaky_relu_constant_floor(x: ndarray) -> Any:
    """Your numbers never fall below 0.2: that is max(0.2, x).
    Is 0.2 the lowest value, or the slope for negative numbers?"""
    return np.maximum(0.2, x)


@wrong("leaky_relu")
def leaky_relu_constant_below(x: ndarray) -> Any:
    """You put the number 0.2 in place of every negative number.
    Should -2 and -3 both give the same result?"""
    return np.where(x > 0, x, 0.2)


@wrong("leaky_relu")
def leaky_relu_abs_slope(x: ndarray) -> Any:
    """Your negative numbers come out positive.
    On which side of 0 does a fifth of -2 lie?"""
    return np.where(x > 0, x, -0.2 * x)


@wrong("leaky_relu")
def leaky_relu_slope_of_libraries(x: ndarray) -> Any:
    """Your slope below 0 is 0.01, the default of many libraries.
    Which slope does the docstring ask for?"""
    return np.maximum(0.01 * x, x)


@wrong("leaky_relu")
def leaky_relu_slope_tenth(x: ndarray) -> Any:
    """Your slope below 0 is 0.02.
    How is a fifth written as a decimal?"""
    return np.maximum(0.02 * x, x)


@wrong("leaky_relu")
def leaky_relu_slope_one_tenth(x: ndarray) -> Any:
    """Your slope below 0 is 0.1.
    Which slope does the exercise ask for?"""
    return np.maximum(0.1 * x, x)


@wrong("leaky_relu", code="uses vectorize | uses frompyfunc")
def leaky_relu_vectorize(x: ndarray) -> Any:
    """Your fractions are cut off: np.vectorize gives all results the type of the first one, here an int.
    What would make the first result a float, and is there a way without np.vectorize?"""
    return np.vectorize(lambda value: max(value, 0.2 * value))(x)


@wrong("leaky_relu")
def leaky_relu_everywhere(x: ndarray) -> Any:
    """You shrank all numbers, the positive ones too.
    What should come out for 3?"""
    return 0.2 * x


@wrong("leaky_relu")
def leaky_relu_adds(x: ndarray) -> Any:
    """You lifted the negative numbers by 0.2 instead of multiplying them by it.
    Is 0.2 added, or is it a slope?"""
    return np.where(x > 0, x, x + 0.2)


@wrong("leaky_relu")
def leaky_relu_slopes(x: ndarray) -> Any:
    """Your numbers are slopes, 1 and 0.2, not values.
    What should come out for 3: 3, or the slope there?"""
    return np.where(x > 0, 1.0, 0.2)


@wrong("leaky_relu", _ONE_DECISION, code="uses max | uses min | tests p0")
def leaky_relu_python_max(x: ndarray) -> Any:
    return max(0.2 * x, x)


@wrong("leaky_relu", _ONE_DECISION, code="uses max | uses min | tests p0")
def leaky_relu_python_if(x: ndarray) -> Any:
    if x > 0:
        return x
    return 0.2 * x


@wrong("leaky_relu", code="uses max | uses amax")
def leaky_relu_reduces(x: ndarray) -> Any:
    """You called np.max with two arrays; it reads the second one as an axis.
    np.max looks for the largest entry of one array. Which function compares two arrays entry by entry?"""
    return np.max(0.2 * x, x)


@wrong("leaky_relu")
def leaky_relu_int_buffer(x: ndarray) -> Any:
    """For whole numbers your result has no room for fractions, and -0.6 becomes 0.
    Which dtype does your result have there, and which one has room for -0.6?"""
    result = np.zeros_like(x)
    result[x > 0] = x[x > 0]
    result[x <= 0] = 0.2 * x[x <= 0]
    return result


@wrong("leaky_relu")
def leaky_relu_in_place(x: ndarray) -> ndarray:
    """You changed the array that was passed in.
    Whose array is x, and what would make a new one?"""
    x[x < 0] *= 0.2
    return x


# sigmoid


@wrong("sigmoid")
def sigmoid_precedence(x: ndarray) -> Any:
    """Your numbers are 1 + e⁻ˣ: the sum is not below the fraction bar.
    Without brackets, what does Python divide in 1 / 1 + …, and what does it add afterwards?"""
    return 1 / 1 + np.exp(-x)


@wrong("sigmoid")
def sigmoid_product(x: ndarray) -> Any:
    """Your numbers are eˣ: below the fraction bar there is a product, or the 1 is missing.
    Which two terms are added below the fraction bar?"""
    return 1 / (1 * np.exp(-x))


@wrong("sigmoid")
def sigmoid_mirrored(x: ndarray) -> Any:
    """Your curve is mirrored: it falls where it should rise.
    Which sign does the exponent have, and is your result for 3 above or below one half?"""
    return 1 / (1 + np.exp(x))


@wrong("sigmoid")
def sigmoid_mirrored_and_overflows(x: ndarray) -> Any:
    """Your curve is mirrored: it falls where it should rise, and where the exponential overflows it is nan.
    Which sign does the exponent have, and is your result for 3 above or below one half?"""
    return np.exp(-x) / (1 + np.exp(-x))


@wrong("sigmoid")
def sigmoid_minus(x: ndarray) -> Any:
    """You subtracted the exponential below the fraction bar.
    What should come out at 0, and what do you divide by there?"""
    return 1 / (1 - np.exp(-x))


@wrong("sigmoid")
def sigmoid_overflows(x: ndarray) -> Any:
    """Your numbers are right until the exponential overflows, and then nan: infinity divided by infinity.
    At 1000, which form of the fraction has a small exponential in it?"""
    return np.exp(x) / (1 + np.exp(x))


@wrong("sigmoid", code="hands p0 to math.exp")
def sigmoid_math_exp(x: ndarray) -> Any:
    """Your code works for one number only: math.exp does not take an array.
    Which exp acts on every entry of an array?"""
    return 1 / (1 + math.exp(-x))


@wrong("sigmoid")
def sigmoid_tanh(x: ndarray) -> Any:
    """Your numbers are the hyperbolic tangent, which runs from -1 to 1.
    Between which two values does the sigmoid run?"""
    return np.tanh(x)


@wrong("sigmoid")
def sigmoid_too_steep(x: ndarray) -> Any:
    """Your curve is too steep by a factor 2: your numbers are σ(2x).
    At which x does your curve reach the height that σ should have at 1?"""
    return (1 + np.tanh(x)) / 2


@wrong("sigmoid")
def sigmoid_slope(x: ndarray) -> Any:
    """Your numbers are the slope σ · (1 - σ), not the value.
    What should come out for a very large x, 1 or 0?"""
    value = (1 + np.tanh(x / 2)) / 2
    return value * (1 - value)


@wrong("sigmoid")
def sigmoid_softmax(x: ndarray) -> Any:
    """You divided by the sum over all entries: this is softmax.
    Does the result for one number depend on its neighbours?"""
    powers = np.exp(x - np.max(x))
    return powers / np.sum(powers)


@wrong("sigmoid")
def sigmoid_rounds(x: ndarray) -> Any:
    """You rounded the results to 0 and 1.
    What should come out for 0.5: a decision, or a number in between?"""
    return np.round((1 + np.tanh(x / 2)) / 2)


@wrong("sigmoid", _ONE_DECISION, code="uses max | uses min | tests p0")
def sigmoid_python_if(x: ndarray) -> Any:
    if x >= 0:
        return 1 / (1 + np.exp(-x))
    return np.exp(x) / (1 + np.exp(x))


@wrong("sigmoid")
def sigmoid_int_buffer(x: ndarray) -> Any:
    """For whole numbers your result has no room for fractions, and all of them become 0.
    Which dtype does your result have there, and which one has room for one half?"""
    result = np.zeros_like(x)
    result[...] = (1 + np.tanh(x / 2)) / 2
    return result


@wrong("sigmoid", code="uses clip | uses minimum | uses maximum | uses min | uses max | uses where")
def sigmoid_clips(x: ndarray) -> Any:
    """You clip x so tightly, against overflow, that the ends of the curve are wrong.
    From which exponent on does the exponential overflow: 10, 100 or several hundred?"""
    return 1 / (1 + np.exp(-np.clip(x, -10, 10)))


PRINTS = made(square, relu, leaky_relu, sigmoid, code="no result")(prints)
LISTS = made(square)(list_)
