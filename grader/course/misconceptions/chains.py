"""Wrong solutions of the functions of functions, and of their slopes by the chain rule."""

import ast
from typing import Any

import numpy as np
from numpy import ndarray

from grader.course.misconceptions import wrong
from grader.course.misconceptions.families import asserts_a_pair, indexed, made, prints, unchecked, with_checks
from solutions.chains import (
    Chain,
    chain_deriv_2,
    chain_deriv_3,
    chain_deriv_n,
    chain_length_2,
    chain_length_3,
    chain_length_n,
)
from solutions.derivatives import approximate_derivative, deriv

_NO_LENGTH = """Your function does not look at how many functions the chain has.
Which statement raises an AssertionError when something that must hold does not?"""
_VALUE_ERROR = """Your function answers a chain of the wrong length with a ValueError, not with an AssertionError.
Which error does the docstring name, and which statement raises it?"""
_FORWARD = """Your slopes are a little off: they are forward differences.
Which of the two slope functions of the unit before has the smaller error?"""


# chain_length_2


@wrong("chain_length_2")
def chain_length_2_reversed(chain: Chain, x: ndarray) -> Any:
    """You applied the functions in the reverse order: f1(f2(x)).
    Which entry of the list is the inner function, the one that meets x first?"""
    assert len(chain) == 2
    return chain[0](chain[1](x))


@wrong("chain_length_2")
def chain_length_2_product(chain: Chain, x: ndarray) -> Any:
    """Your numbers are f1(x) · f2(x): both functions received x.
    What does the second function of a chain receive?"""
    assert len(chain) == 2
    return chain[0](x) * chain[1](x)


@wrong("chain_length_2")
def chain_length_2_sum(chain: Chain, x: ndarray) -> Any:
    """Your numbers are f1(x) + f2(x): both functions received x.
    What does the second function of a chain receive?"""
    assert len(chain) == 2
    return chain[0](x) + chain[1](x)


@wrong("chain_length_2")
def chain_length_2_inner_only(chain: Chain, x: ndarray) -> Any:
    """Your numbers are f1(x): the second function is never applied.
    What happens to f1(x) after it is computed?"""
    assert len(chain) == 2
    return chain[0](x)


@wrong("chain_length_2")
def chain_length_2_outer_only(chain: Chain, x: ndarray) -> Any:
    """Your numbers are f2(x): the first function is skipped, or its result is lost.
    Which number does f2 receive when the chain runs?"""
    assert len(chain) == 2
    return chain[1](x)


@wrong("chain_length_2")
def chain_length_2_first_twice(chain: Chain, x: ndarray) -> Any:
    """You applied the first function twice.
    At which index of the list does the second function stand?"""
    assert len(chain) == 2
    return chain[0](chain[0](x))


@wrong("chain_length_2")
def chain_length_2_second_twice(chain: Chain, x: ndarray) -> Any:
    """You applied the second function twice.
    At which index of the list does the first function stand?"""
    assert len(chain) == 2
    return chain[1](chain[1](x))


@wrong("chain_length_2")
def chain_length_2_function(chain: Chain, x: ndarray) -> Any:  # noqa: ARG001
    """You returned a function, not the numbers that it gives for x.
    Where in your code does a function meet x?"""
    assert len(chain) == 2
    f1, f2 = chain
    return lambda t: f2(f1(t))


@wrong("chain_length_2")
def chain_length_2_both(chain: Chain, x: ndarray) -> Any:
    """You returned the results of both functions.
    Which of them is the result of the whole chain?"""
    assert len(chain) == 2
    inner = chain[0](x)
    return inner, chain[1](inner)


@wrong("chain_length_2", _NO_LENGTH, code="unchecked len(")
def chain_length_2_loop_no_assertion(chain: Chain, x: ndarray) -> Any:
    for func in chain:
        x = func(x)
    return x


@wrong("chain_length_2", _VALUE_ERROR)
def chain_length_2_unpacks(chain: Chain, x: ndarray) -> Any:
    f1, f2 = chain
    return f2(f1(x))


@wrong("chain_length_2", code="asserts len(p0) >= 2")
def chain_length_2_at_least(chain: Chain, x: ndarray) -> Any:
    """Your assertion lets a chain pass that is too long.
    How many functions may the chain have: at least two, or exactly two?"""
    assert len(chain) >= 2
    return chain[1](chain[0](x))


@wrong("chain_length_2", code="checks ndim shape")
def chain_length_2_refuses_shapes(chain: Chain, x: ndarray) -> Any:
    """Your assertion looks at the shape of x, and refuses a matrix or a single number.
    Which of the two arguments must have length 2?"""
    assert len(chain) == 2
    assert x.ndim == 1
    return chain[1](chain[0](x))


# chain_length_3


@wrong("chain_length_3")
def chain_length_3_reversed(chain: Chain, x: ndarray) -> Any:
    """You applied the functions in the reverse order: f1(f2(f3(x))).
    Which entry of the list is the innermost function, the one that meets x first?"""
    assert len(chain) == 3
    return chain[0](chain[1](chain[2](x)))


@wrong("chain_length_3")
def chain_length_3_middle_twice(chain: Chain, x: ndarray) -> Any:
    """You applied the middle function twice, and the first one never.
    What does f2 receive?"""
    assert len(chain) == 3
    return chain[2](chain[1](chain[1](x)))


@wrong("chain_length_3")
def chain_length_3_first_two_swapped(chain: Chain, x: ndarray) -> Any:
    """The first two functions have changed places: your numbers are f3(f1(f2(x))).
    Which entry of the list meets x first?"""
    assert len(chain) == 3
    return chain[2](chain[0](chain[1](x)))


@wrong("chain_length_3")
def chain_length_3_last_two_swapped(chain: Chain, x: ndarray) -> Any:
    """The last two functions have changed places: your numbers are f2(f3(f1(x))).
    Which entry of the list is applied last?"""
    assert len(chain) == 3
    return chain[1](chain[2](chain[0](x)))


@wrong("chain_length_3")
def chain_length_3_first_skipped(chain: Chain, x: ndarray) -> Any:
    """Your numbers are f3(f2(x)): the first function is skipped.
    What does f2 receive?"""
    assert len(chain) == 3
    return chain[2](chain[1](x))


@wrong("chain_length_3")
def chain_length_3_middle_skipped(chain: Chain, x: ndarray) -> Any:
    """Your numbers are f3(f1(x)): the function in the middle is skipped.
    What does f3 receive?"""
    assert len(chain) == 3
    return chain[2](chain[0](x))


@wrong("chain_length_3")
def chain_length_3_last_skipped(chain: Chain, x: ndarray) -> Any:
    """Your numbers are f2(f1(x)): the last function is never applied.
    How many functions does the chain have, and what are their indices?"""
    assert len(chain) == 3
    return chain[1](chain[0](x))


@wrong("chain_length_3")
def chain_length_3_product(chain: Chain, x: ndarray) -> Any:
    """Your numbers are the product f1(x) · f2(x) · f3(x): all three functions received x.
    What do the second and the third function of a chain receive?"""
    assert len(chain) == 3
    return chain[0](x) * chain[1](x) * chain[2](x)


@wrong("chain_length_3", _NO_LENGTH, code="unchecked len(")
def chain_length_3_loop_no_assertion(chain: Chain, x: ndarray) -> Any:
    for func in chain:
        x = func(x)
    return x


@wrong("chain_length_3", code="asserts len(p0) == 2")
def chain_length_3_asserts_two(chain: Chain, x: ndarray) -> Any:
    """Your assertion asks for two functions, as in chain_length_2.
    How many functions does this chain have?"""
    assert len(chain) == 2
    return chain[2](chain[1](chain[0](x)))


@wrong("chain_length_3", _VALUE_ERROR)
def chain_length_3_unpacks(chain: Chain, x: ndarray) -> Any:
    f1, f2, f3 = chain
    return f3(f2(f1(x)))


@wrong("chain_length_3", code="asserts len(p0) >= 3")
def chain_length_3_at_least(chain: Chain, x: ndarray) -> Any:
    """Your assertion lets a chain pass that is too long.
    How many functions may the chain have: at least three, or exactly three?"""
    assert len(chain) >= 3
    return chain[2](chain[1](chain[0](x)))


@wrong("chain_length_3", code="checks ndim shape")
def chain_length_3_refuses_shapes(chain: Chain, x: ndarray) -> Any:
    """Your assertion looks at the shape of x, and refuses a matrix or a single number.
    Which of the two arguments must have length 3?"""
    assert len(chain) == 3
    assert x.ndim == 1
    return chain[2](chain[1](chain[0](x)))


# chain_deriv_2


@wrong("chain_deriv_2")
def chain_deriv_2_outer_at_x(chain: Chain, input_range: ndarray) -> Any:
    """Your numbers are f2′(x) · f1′(x): you took the outer slope at x.
    Which number does f2 receive when the chain runs?"""
    assert len(chain) == 2
    assert input_range.ndim == 1
    return deriv(chain[1], input_range) * deriv(chain[0], input_range)


@wrong("chain_deriv_2")
def chain_deriv_2_reversed(chain: Chain, input_range: ndarray) -> Any:
    """Your numbers are f1′(f2(x)) · f2′(x): the functions have changed places.
    Which entry of the list is the inner function, the one that meets x first?"""
    assert len(chain) == 2
    assert input_range.ndim == 1
    return deriv(chain[0], chain[1](input_range)) * deriv(chain[1], input_range)


@wrong("chain_deriv_2")
def chain_deriv_2_adds(chain: Chain, input_range: ndarray) -> Any:
    """You added the two slopes.
    If f1 makes a move 3 times as large, and f2 twice as large again: how far does the output move?"""
    assert len(chain) == 2
    assert input_range.ndim == 1
    return deriv(chain[1], chain[0](input_range)) + deriv(chain[0], input_range)


@wrong("chain_deriv_2")
def chain_deriv_2_divides(chain: Chain, input_range: ndarray) -> Any:
    """You divided the outer slope by the inner one.
    Does f1 enlarge the movement that reaches f2, or undo it?"""
    assert len(chain) == 2
    assert input_range.ndim == 1
    return deriv(chain[1], chain[0](input_range)) / deriv(chain[0], input_range)


@wrong("chain_deriv_2")
def chain_deriv_2_slope_of_slope(chain: Chain, input_range: ndarray) -> Any:
    """Your numbers are f2′(f1′(x)): the slope of f1 went into f2′ instead of its value.
    What does f2 receive when the chain runs: a value of f1, or a slope?"""
    assert len(chain) == 2
    assert input_range.ndim == 1
    return deriv(chain[1], deriv(chain[0], input_range))


@wrong("chain_deriv_2")
def chain_deriv_2_outer_at_slope(chain: Chain, input_range: ndarray) -> Any:
    """Your numbers are f2′(f1′(x)) · f1′(x): you took the outer slope at a slope.
    What does f2 receive when the chain runs: a value of f1, or a slope?"""
    assert len(chain) == 2
    assert input_range.ndim == 1
    df1 = deriv(chain[0], input_range)
    return deriv(chain[1], df1) * df1


@wrong("chain_deriv_2")
def chain_deriv_2_outer_at_output(chain: Chain, input_range: ndarray) -> Any:
    """Your slope of f2 is taken at the output of the whole chain.
    Which number goes into f2, and which comes out?"""
    assert len(chain) == 2
    assert input_range.ndim == 1
    f1, f2 = chain
    return deriv(f2, f2(f1(input_range))) * deriv(f1, input_range)


@wrong("chain_deriv_2")
def chain_deriv_2_value_for_slope(chain: Chain, input_range: ndarray) -> Any:
    """One of your two factors is f1(x): a value, not a slope.
    By which number does f1 multiply a small move of x?"""
    assert len(chain) == 2
    assert input_range.ndim == 1
    return deriv(chain[1], chain[0](input_range)) * chain[0](input_range)


@wrong("chain_deriv_2")
def chain_deriv_2_outer_value(chain: Chain, input_range: ndarray) -> Any:
    """One of your two factors is f2(f1(x)): a value, not a slope.
    By which number does f2 multiply a small move of what it receives?"""
    assert len(chain) == 2
    assert input_range.ndim == 1
    return chain[1](chain[0](input_range)) * deriv(chain[0], input_range)


@wrong("chain_deriv_2")
def chain_deriv_2_outer_only(chain: Chain, input_range: ndarray) -> Any:
    """Your numbers are the slope of f2 alone.
    By how much does f1 multiply the move before it reaches f2?"""
    assert len(chain) == 2
    assert input_range.ndim == 1
    return deriv(chain[1], chain[0](input_range))


@wrong("chain_deriv_2")
def chain_deriv_2_inner_only(chain: Chain, input_range: ndarray) -> Any:
    """Your numbers are f1′(x), the slope of f1 alone.
    What does f2 do with the move that comes out of f1?"""
    assert len(chain) == 2
    assert input_range.ndim == 1
    return deriv(chain[0], input_range)


@wrong("chain_deriv_2")
def chain_deriv_2_values(chain: Chain, input_range: ndarray) -> Any:
    """Your numbers are the values f2(f1(x)) of the chain, not its slopes.
    Which function gives the slope of another one?"""
    assert len(chain) == 2
    assert input_range.ndim == 1
    return chain[1](chain[0](input_range))


@wrong("chain_deriv_2")
def chain_deriv_2_product_rule(chain: Chain, input_range: ndarray) -> Any:
    """You took the product rule: your numbers are the slope of f1(x) · f2(x).
    Does f2 receive x here, or what f1 makes of it?"""
    assert len(chain) == 2
    assert input_range.ndim == 1
    f1, f2 = chain
    return deriv(f1, input_range) * f2(input_range) + f1(input_range) * deriv(f2, input_range)


@wrong("chain_deriv_2", _FORWARD)
def chain_deriv_2_forward(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 2
    assert input_range.ndim == 1
    df2 = approximate_derivative(chain[1], chain[0](input_range))
    return df2 * approximate_derivative(chain[0], input_range)


@wrong("chain_deriv_2", code="@ | uses dot | uses matmul | uses inner | uses einsum | uses vdot | uses tensordot")
def chain_deriv_2_dot(chain: Chain, input_range: ndarray) -> Any:
    """You used @ or np.dot, which adds the products up: one number comes out for all points.
    How many slopes belong to four points?"""
    assert len(chain) == 2
    assert input_range.ndim == 1
    return np.dot(deriv(chain[1], chain[0](input_range)), deriv(chain[0], input_range))


@wrong("chain_deriv_2", code="asserts p1.ndim <= 1")
def chain_deriv_2_at_most_one_dimension(chain: Chain, input_range: ndarray) -> Any:
    """Your assertion refuses a matrix, but lets a single number pass.
    How many dimensions does np.array(0.5) have?"""
    assert len(chain) == 2
    assert input_range.ndim < 2
    return deriv(chain[1], chain[0](input_range)) * deriv(chain[0], input_range)


@wrong("chain_deriv_2", code="asserts len(p0) >= 2")
def chain_deriv_2_at_least(chain: Chain, input_range: ndarray) -> Any:
    """Your assertion lets a chain pass that is too long.
    How many functions may the chain have: at least two, or exactly two?"""
    assert len(chain) >= 2
    assert input_range.ndim == 1
    return deriv(chain[1], chain[0](input_range)) * deriv(chain[0], input_range)


# chain_deriv_3


@wrong("chain_deriv_3")
def chain_deriv_3_first_skipped(chain: Chain, input_range: ndarray) -> Any:
    """Your third slope is taken at f2(x): the first function is skipped on the way there.
    Which number does f3 receive when the chain runs?"""
    assert len(chain) == 3
    assert input_range.ndim == 1
    f1, f2, f3 = chain
    return deriv(f3, f2(input_range)) * deriv(f2, f1(input_range)) * deriv(f1, input_range)


@wrong("chain_deriv_3")
def chain_deriv_3_second_for_third(chain: Chain, input_range: ndarray) -> Any:
    """Your outer factor is the slope of f2, where the slope of f3 is meant.
    At which index of the list does the last function stand?"""
    assert len(chain) == 3
    assert input_range.ndim == 1
    f1, f2, _ = chain
    return deriv(f2, f2(f1(input_range))) * deriv(f2, f1(input_range)) * deriv(f1, input_range)


@wrong("chain_deriv_3")
def chain_deriv_3_middle_missing(chain: Chain, input_range: ndarray) -> Any:
    """Your numbers are f3′ · f1′: the slope of the middle function is missing.
    By how many functions is the move of x multiplied?"""
    assert len(chain) == 3
    assert input_range.ndim == 1
    f1, f2, f3 = chain
    return deriv(f3, f2(f1(input_range))) * deriv(f1, input_range)


@wrong("chain_deriv_3")
def chain_deriv_3_inner_missing(chain: Chain, input_range: ndarray) -> Any:
    """Your numbers are f3′ · f2′: the slope of the first function is missing.
    By how many functions is the move of x multiplied?"""
    assert len(chain) == 3
    assert input_range.ndim == 1
    f1, f2, f3 = chain
    return deriv(f3, f2(f1(input_range))) * deriv(f2, f1(input_range))


@wrong("chain_deriv_3")
def chain_deriv_3_outer_missing(chain: Chain, input_range: ndarray) -> Any:
    """Your numbers are f2′ · f1′: the slope of the last function is missing.
    By how many functions is the move of x multiplied?"""
    assert len(chain) == 3
    assert input_range.ndim == 1
    f1, f2, _ = chain
    return deriv(f2, f1(input_range)) * deriv(f1, input_range)


@wrong("chain_deriv_3")
def chain_deriv_3_reversed(chain: Chain, input_range: ndarray) -> Any:
    """You read the list from its end: chain[2] is taken for the inner function.
    Which entry of the list meets x first?"""
    assert len(chain) == 3
    assert input_range.ndim == 1
    f3, f2, f1 = chain
    return deriv(f3, f2(f1(input_range))) * deriv(f2, f1(input_range)) * deriv(f1, input_range)


@wrong("chain_deriv_3")
def chain_deriv_3_all_at_x(chain: Chain, input_range: ndarray) -> Any:
    """All three of your slopes are taken at x.
    Which number does each function receive when the chain runs?"""
    assert len(chain) == 3
    assert input_range.ndim == 1
    f1, f2, f3 = chain
    return deriv(f3, input_range) * deriv(f2, input_range) * deriv(f1, input_range)


@wrong("chain_deriv_3")
def chain_deriv_3_second_at_x(chain: Chain, input_range: ndarray) -> Any:
    """Your second slope is taken at x.
    Which number does f2 receive when the chain runs?"""
    assert len(chain) == 3
    assert input_range.ndim == 1
    f1, f2, f3 = chain
    return deriv(f3, f2(f1(input_range))) * deriv(f2, input_range) * deriv(f1, input_range)


@wrong("chain_deriv_3")
def chain_deriv_3_third_at_x(chain: Chain, input_range: ndarray) -> Any:
    """Your third slope is taken at x.
    Which number does f3 receive when the chain runs?"""
    assert len(chain) == 3
    assert input_range.ndim == 1
    f1, f2, f3 = chain
    return deriv(f3, input_range) * deriv(f2, f1(input_range)) * deriv(f1, input_range)


@wrong("chain_deriv_3")
def chain_deriv_3_second_skipped(chain: Chain, input_range: ndarray) -> Any:
    """Your third slope is taken at f1(x): the second function is skipped on the way there.
    Which number does f3 receive when the chain runs?"""
    assert len(chain) == 3
    assert input_range.ndim == 1
    f1, f2, f3 = chain
    return deriv(f3, f1(input_range)) * deriv(f2, f1(input_range)) * deriv(f1, input_range)


@wrong("chain_deriv_3")
def chain_deriv_3_third_at_output(chain: Chain, input_range: ndarray) -> Any:
    """Your third slope is taken at the output of the whole chain.
    Which number goes into f3, and which comes out?"""
    assert len(chain) == 3
    assert input_range.ndim == 1
    f1, f2, f3 = chain
    return deriv(f3, f3(f2(f1(input_range)))) * deriv(f2, f1(input_range)) * deriv(f1, input_range)


@wrong("chain_deriv_3")
def chain_deriv_3_too_late(chain: Chain, input_range: ndarray) -> Any:
    """Each of your slopes is taken one step too late, at what the function gives.
    Which number goes into f1, and which comes out?"""
    assert len(chain) == 3
    assert input_range.ndim == 1
    f1, f2, f3 = chain
    inner = f1(input_range)
    middle = f2(inner)
    return deriv(f3, f3(middle)) * deriv(f2, middle) * deriv(f1, inner)


@wrong("chain_deriv_3")
def chain_deriv_3_adds(chain: Chain, input_range: ndarray) -> Any:
    """You added the three slopes.
    Each function multiplies the move that reaches it. How do three factors combine?"""
    assert len(chain) == 3
    assert input_range.ndim == 1
    f1, f2, f3 = chain
    return deriv(f3, f2(f1(input_range))) + deriv(f2, f1(input_range)) + deriv(f1, input_range)


@wrong("chain_deriv_3")
def chain_deriv_3_values(chain: Chain, input_range: ndarray) -> Any:
    """Your numbers are the values of the chain, not its slopes.
    Which function gives the slope of another one?"""
    assert len(chain) == 3
    assert input_range.ndim == 1
    return chain[2](chain[1](chain[0](input_range)))


@wrong("chain_deriv_3", _FORWARD)
def chain_deriv_3_forward(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 3
    assert input_range.ndim == 1
    f1, f2, f3 = chain
    u = f1(input_range)
    df3, df2 = approximate_derivative(f3, f2(u)), approximate_derivative(f2, u)
    return df3 * df2 * approximate_derivative(f1, input_range)


@wrong("chain_deriv_3", code="asserts len(p0) == 2")
def chain_deriv_3_asserts_two(chain: Chain, input_range: ndarray) -> Any:
    """Your assertion asks for two functions, as in chain_deriv_2.
    How many functions does this chain have?"""
    assert len(chain) == 2
    assert input_range.ndim == 1
    return deriv(chain[1], chain[0](input_range)) * deriv(chain[0], input_range)


# chain_length_n


@wrong("chain_length_n")
def chain_length_n_reversed(chain: Chain, x: ndarray) -> Any:
    """You applied the functions in the reverse order: the last one of the list met x first.
    Which entry of the list is the innermost function?"""
    assert chain
    for func in reversed(chain):
        x = func(x)
    return x


@wrong("chain_length_n")
def chain_length_n_always_x(chain: Chain, x: ndarray) -> Any:
    """Your numbers are what the last function alone makes of x.
    What does the second function receive: x, or what the first one gave?"""
    assert chain
    result = x
    for func in chain:
        result = func(x)
    return result


@wrong("chain_length_n", code="return in loop")
def chain_length_n_returns_early(chain: Chain, x: ndarray) -> Any:
    """You applied only the first function: the `return` stands inside the loop.
    When the loop is in its first round, which functions have been applied?"""
    assert chain
    for func in chain:
        return func(x)
    return None


@wrong("chain_length_n")
def chain_length_n_first_skipped(chain: Chain, x: ndarray) -> Any:
    """In your numbers the first function is missing.
    At which index does a list begin?"""
    assert chain
    for i in range(1, len(chain)):
        x = chain[i](x)
    return x


@wrong("chain_length_n")
def chain_length_n_last_skipped(chain: Chain, x: ndarray) -> Any:
    """In your numbers the last function is missing.
    Which index does the last of n functions have?"""
    assert chain
    for i in range(len(chain) - 1):
        x = chain[i](x)
    return x


@wrong("chain_length_n")
def chain_length_n_first_twice(chain: Chain, x: ndarray) -> Any:
    """You applied the first function twice, though it stands in the list once.
    If the value starts as chain[0](x), with which function does the loop go on?"""
    assert chain
    value = chain[0](x)
    for func in chain:
        value = func(value)
    return value


@wrong("chain_length_n")
def chain_length_n_product(chain: Chain, x: ndarray) -> Any:
    """You multiplied the values of all functions at x.
    What does the second function of a chain receive?"""
    assert chain
    return np.prod([func(x) for func in chain], axis=0)


@wrong("chain_length_n")
def chain_length_n_all_steps(chain: Chain, x: ndarray) -> Any:
    """You returned the values of all the steps.
    Which of them is the result of the whole chain?"""
    assert chain
    values = []
    for func in chain:
        x = func(x)
        values.append(x)
    return values


@wrong("chain_length_n")
def chain_length_n_two(chain: Chain, x: ndarray) -> Any:
    """Your function works for two functions only.
    Which statement does something for every entry of a list, however long it is?"""
    assert len(chain) == 2
    return chain[1](chain[0](x))


@wrong("chain_length_n")
def chain_length_n_up_to_three(chain: Chain, x: ndarray) -> Any:
    """Your function works for one to three functions, and has no answer for more.
    Which statement does something for every entry of a list, however long it is?"""
    assert chain
    if len(chain) == 1:
        return chain[0](x)
    if len(chain) == 2:
        return chain[1](chain[0](x))
    if len(chain) == 3:
        return chain[2](chain[1](chain[0](x)))
    return None


@wrong("chain_length_n")
def chain_length_n_no_assertion(chain: Chain, x: ndarray) -> Any:
    """An empty chain passes: your function returns x as it came.
    How many functions must the chain have at least, and which statement says so?"""
    for func in chain:
        x = func(x)
    return x


@wrong("chain_length_n")
def chain_length_n_index_error(chain: Chain, x: ndarray) -> Any:
    """Your function answers an empty chain with an IndexError, not with an AssertionError.
    How many functions must the chain have at least, and which statement says so?"""
    x = chain[0](x)
    for func in chain[1:]:
        x = func(x)
    return x


@wrong("chain_length_n", code="asserts len(p0) >= 2")
def chain_length_n_at_least_two(chain: Chain, x: ndarray) -> Any:
    """Your assertion refuses a chain of a single function.
    Is one function a chain, by the docstring?"""
    assert len(chain) > 1
    for func in chain:
        x = func(x)
    return x


@wrong("chain_length_n")
def chain_length_n_pops(chain: Chain, x: ndarray) -> Any:
    """You changed the caller's list of functions: it is not the same afterwards.
    Whose list is it, and what would leave it as it was?"""
    assert chain
    while chain:
        x = chain.pop(0)(x)
    return x


# chain_deriv_n


@wrong("chain_deriv_n")
def chain_deriv_n_all_at_x(chain: Chain, input_range: ndarray) -> Any:
    """All of your slopes are taken at x.
    Which number does each function receive when the chain runs?"""
    assert chain
    assert input_range.ndim == 1
    slope = np.ones(input_range.shape)
    for func in chain:
        slope = deriv(func, input_range) * slope
    return slope


@wrong("chain_deriv_n")
def chain_deriv_n_too_late(chain: Chain, input_range: ndarray) -> Any:
    """Each of your slopes is taken one step too late, at what the function gives.
    For each function, which has to be computed first: the slope, or the new value?"""
    assert chain
    assert input_range.ndim == 1
    value, slope = input_range, np.ones(input_range.shape)
    for func in chain:
        value = func(value)
        slope = deriv(func, value) * slope
    return slope


@wrong("chain_deriv_n")
def chain_deriv_n_adds(chain: Chain, input_range: ndarray) -> Any:
    """You added the slopes.
    Each function multiplies the move that reaches it. How do the factors combine?"""
    assert chain
    assert input_range.ndim == 1
    value, slope = input_range, np.zeros(input_range.shape)
    for func in chain:
        slope = deriv(func, value) + slope
        value = func(value)
    return slope


@wrong("chain_deriv_n")
def chain_deriv_n_starts_at_zero(chain: Chain, input_range: ndarray) -> Any:
    """Your slopes are all 0, as a product is that starts at 0 or has a factor 0.
    By which number can you multiply without changing anything?"""
    assert chain
    assert input_range.ndim == 1
    value, slope = input_range, np.zeros(input_range.shape)
    for func in chain:
        slope = deriv(func, value) * slope
        value = func(value)
    return slope


@wrong("chain_deriv_n")
def chain_deriv_n_last_only(chain: Chain, input_range: ndarray) -> Any:
    """Your numbers are the slope of the last function alone.
    What becomes of the slope of the first function?"""
    assert chain
    assert input_range.ndim == 1
    value = slope = input_range
    for func in chain:
        slope = deriv(func, value)
        value = func(value)
    return slope


@wrong("chain_deriv_n")
def chain_deriv_n_slope_of_slope(chain: Chain, input_range: ndarray) -> Any:
    """Your slopes are taken at slopes: the slope of one function goes into the next one.
    What travels through the chain when it runs: values, or slopes?"""
    assert chain
    assert input_range.ndim == 1
    slope = input_range
    for func in chain:
        slope = deriv(func, slope)
    return slope


@wrong("chain_deriv_n")
def chain_deriv_n_reversed(chain: Chain, input_range: ndarray) -> Any:
    """You read the list from its end: the last function met x first.
    Which entry of the list is the innermost function?"""
    assert chain
    assert input_range.ndim == 1
    value, slope = input_range, np.ones(input_range.shape)
    for func in reversed(chain):
        slope = deriv(func, value) * slope
        value = func(value)
    return slope


@wrong("chain_deriv_n")
def chain_deriv_n_last_missing(chain: Chain, input_range: ndarray) -> Any:
    """In your product the slope of the last function is missing.
    Which index does the last of n functions have?"""
    assert chain
    assert input_range.ndim == 1
    value, slope = input_range, np.ones(input_range.shape)
    for i in range(len(chain) - 1):
        slope = deriv(chain[i], value) * slope
        value = chain[i](value)
    return slope


@wrong("chain_deriv_n")
def chain_deriv_n_first_missing(chain: Chain, input_range: ndarray) -> Any:
    """In your product the slope of the first function is missing.
    At which index does a list begin?"""
    assert chain
    assert input_range.ndim == 1
    value, slope = chain[0](input_range), np.ones(input_range.shape)
    for func in chain[1:]:
        slope = deriv(func, value) * slope
        value = func(value)
    return slope


@wrong("chain_deriv_n")
def chain_deriv_n_values(chain: Chain, input_range: ndarray) -> Any:
    """Your numbers are the values of the chain, not its slopes.
    Which function gives the slope of another one?"""
    assert chain
    assert input_range.ndim == 1
    value = input_range
    for func in chain:
        value = func(value)
    return value


@wrong("chain_deriv_n", _FORWARD)
def chain_deriv_n_forward(chain: Chain, input_range: ndarray) -> Any:
    assert chain
    assert input_range.ndim == 1
    value, slope = input_range, np.ones(input_range.shape)
    for func in chain:
        slope = approximate_derivative(func, value) * slope
        value = func(value)
    return slope


@wrong("chain_deriv_n")
def chain_deriv_n_int_product(chain: Chain, input_range: ndarray) -> Any:
    """At whole numbers your product is kept in whole numbers, and all fractions are cut off.
    Which dtype does np.ones_like take from an array of whole numbers?"""
    assert chain
    assert input_range.ndim == 1
    value, slope = input_range, np.ones_like(input_range)
    for func in chain:
        slope[:] = deriv(func, value) * slope
        value = func(value)
    return slope


@wrong("chain_deriv_n")
def chain_deriv_n_two(chain: Chain, input_range: ndarray) -> Any:
    """Your function works for two functions only.
    Which statement does something for every entry of a list, however long it is?"""
    assert len(chain) == 2
    assert input_range.ndim == 1
    return deriv(chain[1], chain[0](input_range)) * deriv(chain[0], input_range)


@wrong("chain_deriv_n")
def chain_deriv_n_no_length(chain: Chain, input_range: ndarray) -> Any:
    """Your function lets an empty chain pass.
    How many functions must the chain have at least, and which statement says so?"""
    assert input_range.ndim == 1
    value, slope = input_range, np.ones(input_range.shape)
    for func in chain:
        slope = deriv(func, value) * slope
        value = func(value)
    return slope


@wrong("chain_deriv_n")
def chain_deriv_n_again(chain: Chain, input_range: ndarray) -> Any:
    """Your slopes are right, but a function of a long chain is called again and again.
    Which value of the round before would spare you the way from x on?"""
    assert chain
    assert input_range.ndim == 1
    slope = np.ones(input_range.shape)
    for i, func in enumerate(chain):
        slope = deriv(func, chain_length_n(chain[:i], input_range) if i else input_range) * slope
    return slope


@wrong("chain_deriv_n")
def chain_deriv_n_pops(chain: Chain, input_range: ndarray) -> Any:
    """You changed the caller's list of functions: it is not the same afterwards.
    Whose list is it, and what would leave it as it was?"""
    assert chain
    assert input_range.ndim == 1
    value, slope = input_range, np.ones(input_range.shape)
    while chain:
        func = chain.pop(0)
        slope = deriv(func, value) * slope
        value = func(value)
    return slope


# What follows from the solutions

PRINTS = made(
    chain_length_2, chain_length_3, chain_deriv_2, chain_deriv_3, chain_length_n, chain_deriv_n, code="no result"
)(prints)
PAIRS = made(chain_length_2, chain_length_3, chain_deriv_2, chain_deriv_3, chain_deriv_n, code="asserts a pair")(
    asserts_a_pair
)


@made(chain_length_2, chain_length_3, said=_NO_LENGTH, code="unchecked len(")
def no_assertion(solution: ast.FunctionDef) -> ast.FunctionDef:
    return unchecked(indexed(solution), "len(")


@made(chain_deriv_2, chain_deriv_3, said=_NO_LENGTH, code="unchecked len(")
def no_length(solution: ast.FunctionDef) -> ast.FunctionDef:
    return unchecked(indexed(solution), "len(")


@made(chain_deriv_2, chain_deriv_3, chain_deriv_n, code="unchecked ndim shape")
def no_shape(solution: ast.FunctionDef) -> ast.FunctionDef:
    """Your function does not look at the shape of the points: a matrix and a single number pass.
    How many dimensions must input_range have, and which attribute of an array tells?"""
    return unchecked(solution, "ndim")


@made(chain_deriv_2, chain_deriv_3, chain_deriv_n, code="unchecked")
def no_assertions(solution: ast.FunctionDef) -> ast.FunctionDef:
    """Your function checks nothing: any length of the chain and any shape of the points pass.
    Which two things does the docstring want to be refused, and with which error?"""
    return unchecked(indexed(solution))


@made(chain_length_2, chain_length_3, said=_VALUE_ERROR)
def value_error(solution: ast.FunctionDef) -> ast.FunctionDef:
    return with_checks(solution, "if {negated}:\n    raise ValueError({message})")


@made(chain_length_2, chain_length_3)
def prints_complaint(solution: ast.FunctionDef) -> ast.FunctionDef:
    """A chain of the wrong length makes your function print a message and go on, or return nothing.
    Can the program that called your function notice a printed message?"""
    return with_checks(solution, "if {negated}:\n    print({message})\n    return None")


def reversed_assertion(solution: ast.FunctionDef) -> ast.FunctionDef:
    """Your assertion is reversed: it refuses the right length.
    Should the condition after `assert` hold for a right chain, or for a wrong one?"""
    return with_checks(indexed(solution), "assert {negated}")


REVERSED_2 = made(chain_length_2, code="asserts len(p0) != 2")(reversed_assertion)
REVERSED_3 = made(chain_length_3, code="asserts len(p0) != 3")(reversed_assertion)
