# ruff: noqa: D103  they are what students write: no docstring
"""Wrong solutions of the functions of functions, and of their slopes by the chain rule."""

from typing import Any

import numpy as np
from numpy import ndarray

from grader.course.misconceptions import misconception
from solutions.chains import Chain
from solutions.derivatives import approximate_derivative, deriv

_FORGETS_RETURN = "Your function prints the result, or computes it, and returns nothing."
_FORGETS_RETURN_ASK = "What does a function give back when no `return` is reached?"
_NO_LENGTH = "Your function does not look at how many functions the chain has."
_NO_LENGTH_ASK = "Which statement raises an AssertionError when something that must hold does not?"
_NO_SHAPE = "Your function does not look at the shape of the points: a matrix and a single number pass."
_NO_SHAPE_ASK = "How many dimensions must input_range have, and which attribute of an array tells?"
_NO_ASSERTIONS = "Your function checks nothing: any length of the chain and any shape of the points pass."
_NO_ASSERTIONS_ASK = "Which two things does the docstring want to be refused, and with which error?"
_VALUE_ERROR = "A chain of the wrong length ends in a ValueError, not in an AssertionError."
_VALUE_ERROR_ASK = "Which error does the docstring name, and which statement raises it?"
_REVERSED_ASSERTION = "Your assertion is reversed: it refuses the right length."
_REVERSED_ASSERTION_ASK = "Should the condition after `assert` hold for a right chain, or for a wrong one?"
_PAIR = "Your assertion always holds: behind `assert` stands one bracket, with a condition and a text in it."
_PAIR_ASK = "Is the pair (False, 'text') true or false for Python?"
_PRINTS_COMPLAINT = "A chain of the wrong length makes your function print a message and go on, or return nothing."
_PRINTS_COMPLAINT_ASK = "Can the program that called your function notice a printed message?"


# chain_length_2


@misconception(
    "chain_length_2",
    did="You applied the functions in the reverse order: f1(f2(x)).",
    ask="Which entry of the list is the inner function, the one that meets x first?",
)
def chain_length_2_reversed(chain: Chain, x: ndarray) -> Any:
    assert len(chain) == 2
    return chain[0](chain[1](x))


@misconception(
    "chain_length_2",
    did="Your numbers are f1(x) · f2(x): both functions received x.",
    ask="What does the second function of a chain receive?",
)
def chain_length_2_product(chain: Chain, x: ndarray) -> Any:
    assert len(chain) == 2
    return chain[0](x) * chain[1](x)


@misconception(
    "chain_length_2",
    did="Your numbers are f1(x) + f2(x): both functions received x.",
    ask="What does the second function of a chain receive?",
)
def chain_length_2_sum(chain: Chain, x: ndarray) -> Any:
    assert len(chain) == 2
    return chain[0](x) + chain[1](x)


@misconception(
    "chain_length_2",
    did="Your numbers are f1(x): the second function is never applied.",
    ask="What happens to f1(x) after it is computed?",
)
def chain_length_2_inner_only(chain: Chain, x: ndarray) -> Any:
    assert len(chain) == 2
    return chain[0](x)


@misconception(
    "chain_length_2",
    did="Your numbers are f2(x): the first function is skipped, or its result is lost.",
    ask="Which number does f2 receive when the chain runs?",
)
def chain_length_2_outer_only(chain: Chain, x: ndarray) -> Any:
    assert len(chain) == 2
    return chain[1](x)


@misconception(
    "chain_length_2",
    did="You applied the first function twice.",
    ask="At which index of the list does the second function stand?",
)
def chain_length_2_first_twice(chain: Chain, x: ndarray) -> Any:
    assert len(chain) == 2
    return chain[0](chain[0](x))


@misconception(
    "chain_length_2",
    did="You applied the second function twice.",
    ask="At which index of the list does the first function stand?",
)
def chain_length_2_second_twice(chain: Chain, x: ndarray) -> Any:
    assert len(chain) == 2
    return chain[1](chain[1](x))


@misconception(
    "chain_length_2",
    did="You returned a function, not the numbers that it gives for x.",
    ask="Where in your code does a function meet x?",
)
def chain_length_2_function(chain: Chain, x: ndarray) -> Any:  # noqa: ARG001
    assert len(chain) == 2
    f1, f2 = chain
    return lambda t: f2(f1(t))


@misconception(
    "chain_length_2",
    did="You returned the results of both functions.",
    ask="Which of them is the result of the whole chain?",
)
def chain_length_2_both(chain: Chain, x: ndarray) -> Any:
    assert len(chain) == 2
    inner = chain[0](x)
    return inner, chain[1](inner)


@misconception("chain_length_2", did=_NO_LENGTH, ask=_NO_LENGTH_ASK, code="unchecked len(")
def chain_length_2_no_assertion(chain: Chain, x: ndarray) -> Any:
    return chain[1](chain[0](x))


@misconception("chain_length_2", did=_PAIR, ask=_PAIR_ASK, code="asserts a pair")
def chain_length_2_asserts_a_pair(chain: Chain, x: ndarray) -> Any:
    condition = (len(chain) == 2, "two functions are needed")
    assert condition
    return chain[1](chain[0](x))


@misconception("chain_length_2", did=_NO_LENGTH, ask=_NO_LENGTH_ASK, code="unchecked len(")
def chain_length_2_loop_no_assertion(chain: Chain, x: ndarray) -> Any:
    for func in chain:
        x = func(x)
    return x


@misconception("chain_length_2", did=_VALUE_ERROR, ask=_VALUE_ERROR_ASK)
def chain_length_2_unpacks(chain: Chain, x: ndarray) -> Any:
    f1, f2 = chain
    return f2(f1(x))


@misconception("chain_length_2", did=_VALUE_ERROR, ask=_VALUE_ERROR_ASK)
def chain_length_2_value_error(chain: Chain, x: ndarray) -> Any:
    if len(chain) != 2:
        raise ValueError("two functions are needed")
    return chain[1](chain[0](x))


@misconception(
    "chain_length_2",
    did="Your assertion lets a chain pass that is too long.",
    ask="How many functions may the chain have: at least two, or exactly two?",
    code="asserts len(p0) >= 2",
)
def chain_length_2_at_least(chain: Chain, x: ndarray) -> Any:
    assert len(chain) >= 2
    return chain[1](chain[0](x))


@misconception("chain_length_2", did=_PRINTS_COMPLAINT, ask=_PRINTS_COMPLAINT_ASK)
def chain_length_2_prints_complaint(chain: Chain, x: ndarray) -> Any:
    if len(chain) != 2:
        print("the chain must have two functions")
        return None
    return chain[1](chain[0](x))


@misconception("chain_length_2", did=_REVERSED_ASSERTION, ask=_REVERSED_ASSERTION_ASK, code="asserts len(p0) != 2")
def chain_length_2_reversed_assertion(chain: Chain, x: ndarray) -> Any:
    assert len(chain) != 2
    return chain[1](chain[0](x))


@misconception(
    "chain_length_2",
    did="Your assertion looks at the shape of x, and refuses a matrix or a single number.",
    ask="Which of the two arguments must have length 2?",
    code="checks ndim shape",
)
def chain_length_2_refuses_shapes(chain: Chain, x: ndarray) -> Any:
    assert len(chain) == 2
    assert x.ndim == 1
    return chain[1](chain[0](x))


@misconception("chain_length_2", did=_FORGETS_RETURN, ask=_FORGETS_RETURN_ASK, code="no result")
def chain_length_2_prints(chain: Chain, x: ndarray) -> None:
    assert len(chain) == 2
    print(chain[1](chain[0](x)))


# chain_length_3


@misconception(
    "chain_length_3",
    did="You applied the functions in the reverse order: f1(f2(f3(x))).",
    ask="Which entry of the list is the innermost function, the one that meets x first?",
)
def chain_length_3_reversed(chain: Chain, x: ndarray) -> Any:
    assert len(chain) == 3
    return chain[0](chain[1](chain[2](x)))


@misconception(
    "chain_length_3",
    did="You applied the middle function twice, and the first one never.",
    ask="What does f2 receive?",
)
def chain_length_3_middle_twice(chain: Chain, x: ndarray) -> Any:
    assert len(chain) == 3
    return chain[2](chain[1](chain[1](x)))


@misconception(
    "chain_length_3",
    did="The first two functions have changed places: your numbers are f3(f1(f2(x))).",
    ask="Which entry of the list meets x first?",
)
def chain_length_3_first_two_swapped(chain: Chain, x: ndarray) -> Any:
    assert len(chain) == 3
    return chain[2](chain[0](chain[1](x)))


@misconception(
    "chain_length_3",
    did="The last two functions have changed places: your numbers are f2(f3(f1(x))).",
    ask="Which entry of the list is applied last?",
)
def chain_length_3_last_two_swapped(chain: Chain, x: ndarray) -> Any:
    assert len(chain) == 3
    return chain[1](chain[2](chain[0](x)))


@misconception(
    "chain_length_3",
    did="Your numbers are f3(f2(x)): the first function is skipped.",
    ask="What does f2 receive?",
)
def chain_length_3_first_skipped(chain: Chain, x: ndarray) -> Any:
    assert len(chain) == 3
    return chain[2](chain[1](x))


@misconception(
    "chain_length_3",
    did="Your numbers are f3(f1(x)): the function in the middle is skipped.",
    ask="What does f3 receive?",
)
def chain_length_3_middle_skipped(chain: Chain, x: ndarray) -> Any:
    assert len(chain) == 3
    return chain[2](chain[0](x))


@misconception(
    "chain_length_3",
    did="Your numbers are f2(f1(x)): the last function is never applied.",
    ask="How many functions does the chain have, and what are their indices?",
)
def chain_length_3_last_skipped(chain: Chain, x: ndarray) -> Any:
    assert len(chain) == 3
    return chain[1](chain[0](x))


@misconception(
    "chain_length_3",
    did="Your numbers are the product f1(x) · f2(x) · f3(x): all three functions received x.",
    ask="What do the second and the third function of a chain receive?",
)
def chain_length_3_product(chain: Chain, x: ndarray) -> Any:
    assert len(chain) == 3
    return chain[0](x) * chain[1](x) * chain[2](x)


@misconception("chain_length_3", did=_NO_LENGTH, ask=_NO_LENGTH_ASK, code="unchecked len(")
def chain_length_3_no_assertion(chain: Chain, x: ndarray) -> Any:
    return chain[2](chain[1](chain[0](x)))


@misconception("chain_length_3", did=_PAIR, ask=_PAIR_ASK, code="asserts a pair")
def chain_length_3_asserts_a_pair(chain: Chain, x: ndarray) -> Any:
    condition = (len(chain) == 3, "three functions are needed")
    assert condition
    return chain[2](chain[1](chain[0](x)))


@misconception("chain_length_3", did=_NO_LENGTH, ask=_NO_LENGTH_ASK, code="unchecked len(")
def chain_length_3_loop_no_assertion(chain: Chain, x: ndarray) -> Any:
    for func in chain:
        x = func(x)
    return x


@misconception(
    "chain_length_3",
    did="Your assertion asks for two functions, as in chain_length_2.",
    ask="How many functions does this chain have?",
    code="asserts len(p0) == 2",
)
def chain_length_3_asserts_two(chain: Chain, x: ndarray) -> Any:
    assert len(chain) == 2
    return chain[2](chain[1](chain[0](x)))


@misconception("chain_length_3", did=_VALUE_ERROR, ask=_VALUE_ERROR_ASK)
def chain_length_3_unpacks(chain: Chain, x: ndarray) -> Any:
    f1, f2, f3 = chain
    return f3(f2(f1(x)))


@misconception(
    "chain_length_3",
    did="Your assertion lets a chain pass that is too long.",
    ask="How many functions may the chain have: at least three, or exactly three?",
    code="asserts len(p0) >= 3",
)
def chain_length_3_at_least(chain: Chain, x: ndarray) -> Any:
    assert len(chain) >= 3
    return chain[2](chain[1](chain[0](x)))


@misconception("chain_length_3", did=_PRINTS_COMPLAINT, ask=_PRINTS_COMPLAINT_ASK)
def chain_length_3_prints_complaint(chain: Chain, x: ndarray) -> Any:
    if len(chain) != 3:
        print("the chain must have three functions")
        return None
    return chain[2](chain[1](chain[0](x)))


@misconception("chain_length_3", did=_REVERSED_ASSERTION, ask=_REVERSED_ASSERTION_ASK, code="asserts len(p0) != 3")
def chain_length_3_reversed_assertion(chain: Chain, x: ndarray) -> Any:
    assert len(chain) != 3
    return chain[2](chain[1](chain[0](x)))


@misconception(
    "chain_length_3",
    did="Your assertion looks at the shape of x, and refuses a matrix or a single number.",
    ask="Which of the two arguments must have length 3?",
    code="checks ndim shape",
)
def chain_length_3_refuses_shapes(chain: Chain, x: ndarray) -> Any:
    assert len(chain) == 3
    assert x.ndim == 1
    return chain[2](chain[1](chain[0](x)))


@misconception("chain_length_3", did=_FORGETS_RETURN, ask=_FORGETS_RETURN_ASK, code="no result")
def chain_length_3_prints(chain: Chain, x: ndarray) -> None:
    assert len(chain) == 3
    print(chain[2](chain[1](chain[0](x))))


# chain_deriv_2


@misconception(
    "chain_deriv_2",
    did="Your numbers are f2′(x) · f1′(x): the outer slope is taken at x.",
    ask="Which number does f2 receive when the chain runs?",
)
def chain_deriv_2_outer_at_x(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 2
    assert input_range.ndim == 1
    return deriv(chain[1], input_range) * deriv(chain[0], input_range)


@misconception(
    "chain_deriv_2",
    did="Your numbers are f1′(f2(x)) · f2′(x): the functions have changed places.",
    ask="Which entry of the list is the inner function, the one that meets x first?",
)
def chain_deriv_2_reversed(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 2
    assert input_range.ndim == 1
    return deriv(chain[0], chain[1](input_range)) * deriv(chain[1], input_range)


@misconception(
    "chain_deriv_2",
    did="You added the two slopes.",
    ask="If f1 makes a move 3 times as large, and f2 twice as large again: how far does the output move?",
)
def chain_deriv_2_adds(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 2
    assert input_range.ndim == 1
    return deriv(chain[1], chain[0](input_range)) + deriv(chain[0], input_range)


@misconception(
    "chain_deriv_2",
    did="You divided the outer slope by the inner one.",
    ask="Does f1 enlarge the movement that reaches f2, or undo it?",
)
def chain_deriv_2_divides(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 2
    assert input_range.ndim == 1
    return deriv(chain[1], chain[0](input_range)) / deriv(chain[0], input_range)


@misconception(
    "chain_deriv_2",
    did="Your numbers are f2′(f1′(x)): the slope of f1 went into f2′ instead of its value.",
    ask="What does f2 receive when the chain runs: a value of f1, or a slope?",
)
def chain_deriv_2_slope_of_slope(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 2
    assert input_range.ndim == 1
    return deriv(chain[1], deriv(chain[0], input_range))


@misconception(
    "chain_deriv_2",
    did="Your numbers are f2′(f1′(x)) · f1′(x): the outer slope is taken at a slope.",
    ask="What does f2 receive when the chain runs: a value of f1, or a slope?",
)
def chain_deriv_2_outer_at_slope(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 2
    assert input_range.ndim == 1
    df1 = deriv(chain[0], input_range)
    return deriv(chain[1], df1) * df1


@misconception(
    "chain_deriv_2",
    did="Your slope of f2 is taken at the output of the whole chain.",
    ask="Which number goes into f2, and which comes out?",
)
def chain_deriv_2_outer_at_output(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 2
    assert input_range.ndim == 1
    f1, f2 = chain
    return deriv(f2, f2(f1(input_range))) * deriv(f1, input_range)


@misconception(
    "chain_deriv_2",
    did="Your numbers are f2′(f1(x)) · f1(x): the second factor is a value, not a slope.",
    ask="By which number does f1 multiply a small move of x?",
)
def chain_deriv_2_value_for_slope(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 2
    assert input_range.ndim == 1
    return deriv(chain[1], chain[0](input_range)) * chain[0](input_range)


@misconception(
    "chain_deriv_2",
    did="Your numbers are f2(f1(x)) · f1′(x): the first factor is a value, not a slope.",
    ask="By which number does f2 multiply a small move of what it receives?",
)
def chain_deriv_2_outer_value(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 2
    assert input_range.ndim == 1
    return chain[1](chain[0](input_range)) * deriv(chain[0], input_range)


@misconception(
    "chain_deriv_2",
    did="Your numbers are f2′(f1(x)): the slope of the inner function is missing.",
    ask="By how much does f1 multiply the move before it reaches f2?",
)
def chain_deriv_2_outer_only(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 2
    assert input_range.ndim == 1
    return deriv(chain[1], chain[0](input_range))


@misconception(
    "chain_deriv_2",
    did="Your numbers are f1′(x): the slope of the outer function is missing.",
    ask="What does f2 do with the move that comes out of f1?",
)
def chain_deriv_2_inner_only(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 2
    assert input_range.ndim == 1
    return deriv(chain[0], input_range)


@misconception(
    "chain_deriv_2",
    did="Your numbers are the values f2(f1(x)) of the chain, not its slopes.",
    ask="Which function gives the slope of another one?",
)
def chain_deriv_2_values(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 2
    assert input_range.ndim == 1
    return chain[1](chain[0](input_range))


@misconception(
    "chain_deriv_2",
    did="Your slopes are a little off: they are forward differences.",
    ask="Which of the two slope functions of the unit before has the smaller error?",
)
def chain_deriv_2_forward(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 2
    assert input_range.ndim == 1
    df2 = approximate_derivative(chain[1], chain[0](input_range))
    return df2 * approximate_derivative(chain[0], input_range)


@misconception(
    "chain_deriv_2",
    did="You used @ or np.dot, which adds the products up: one number comes out for all points.",
    ask="How many slopes belong to four points?",
    code="@ | uses dot | uses matmul | uses inner | uses einsum | uses vdot | uses tensordot",
)
def chain_deriv_2_dot(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 2
    assert input_range.ndim == 1
    return np.dot(deriv(chain[1], chain[0](input_range)), deriv(chain[0], input_range))


@misconception("chain_deriv_2", did=_NO_ASSERTIONS, ask=_NO_ASSERTIONS_ASK, code="unchecked")
def chain_deriv_2_no_assertions(chain: Chain, input_range: ndarray) -> Any:
    return deriv(chain[1], chain[0](input_range)) * deriv(chain[0], input_range)


@misconception("chain_deriv_2", did=_PAIR, ask=_PAIR_ASK, code="asserts a pair")
def chain_deriv_2_asserts_a_pair(chain: Chain, input_range: ndarray) -> Any:
    condition = (len(chain) == 2, "two functions are needed")
    assert condition
    shape = (input_range.ndim == 1, "the points form a vector")
    assert shape
    return deriv(chain[1], chain[0](input_range)) * deriv(chain[0], input_range)


@misconception("chain_deriv_2", did=_NO_LENGTH, ask=_NO_LENGTH_ASK, code="unchecked len(")
def chain_deriv_2_no_length(chain: Chain, input_range: ndarray) -> Any:
    assert input_range.ndim == 1
    return deriv(chain[1], chain[0](input_range)) * deriv(chain[0], input_range)


@misconception("chain_deriv_2", did=_NO_SHAPE, ask=_NO_SHAPE_ASK, code="unchecked ndim shape")
def chain_deriv_2_no_shape(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 2
    return deriv(chain[1], chain[0](input_range)) * deriv(chain[0], input_range)


@misconception(
    "chain_deriv_2",
    did="Your assertion refuses a matrix, but lets a single number pass.",
    ask="How many dimensions does np.array(0.5) have?",
    code="asserts p1.ndim <= 1",
)
def chain_deriv_2_at_most_one_dimension(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 2
    assert input_range.ndim < 2
    return deriv(chain[1], chain[0](input_range)) * deriv(chain[0], input_range)


@misconception(
    "chain_deriv_2",
    did="Your assertion lets a chain pass that is too long.",
    ask="How many functions may the chain have: at least two, or exactly two?",
    code="asserts len(p0) >= 2",
)
def chain_deriv_2_at_least(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) >= 2
    assert input_range.ndim == 1
    return deriv(chain[1], chain[0](input_range)) * deriv(chain[0], input_range)


@misconception("chain_deriv_2", did=_FORGETS_RETURN, ask=_FORGETS_RETURN_ASK, code="no result")
def chain_deriv_2_prints(chain: Chain, input_range: ndarray) -> None:
    assert len(chain) == 2
    assert input_range.ndim == 1
    print(deriv(chain[1], chain[0](input_range)) * deriv(chain[0], input_range))


# chain_deriv_3


@misconception(
    "chain_deriv_3",
    did="Your third slope is taken at f2(x): the first function is skipped on the way there.",
    ask="Which number does f3 receive when the chain runs?",
)
def chain_deriv_3_first_skipped(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 3
    assert input_range.ndim == 1
    f1, f2, f3 = chain
    return deriv(f3, f2(input_range)) * deriv(f2, f1(input_range)) * deriv(f1, input_range)


@misconception(
    "chain_deriv_3",
    did="Your outer factor is the slope of f2, where the slope of f3 is meant.",
    ask="At which index of the list does the last function stand?",
)
def chain_deriv_3_second_for_third(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 3
    assert input_range.ndim == 1
    f1, f2, _ = chain
    return deriv(f2, f2(f1(input_range))) * deriv(f2, f1(input_range)) * deriv(f1, input_range)


@misconception(
    "chain_deriv_3",
    did="Your numbers are f3′ · f1′: the slope of the middle function is missing.",
    ask="By how many functions is the move of x multiplied?",
)
def chain_deriv_3_middle_missing(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 3
    assert input_range.ndim == 1
    f1, f2, f3 = chain
    return deriv(f3, f2(f1(input_range))) * deriv(f1, input_range)


@misconception(
    "chain_deriv_3",
    did="Your numbers are f3′ · f2′: the slope of the first function is missing.",
    ask="By how many functions is the move of x multiplied?",
)
def chain_deriv_3_inner_missing(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 3
    assert input_range.ndim == 1
    f1, f2, f3 = chain
    return deriv(f3, f2(f1(input_range))) * deriv(f2, f1(input_range))


@misconception(
    "chain_deriv_3",
    did="Your numbers are f2′ · f1′: the slope of the last function is missing.",
    ask="By how many functions is the move of x multiplied?",
)
def chain_deriv_3_outer_missing(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 3
    assert input_range.ndim == 1
    f1, f2, _ = chain
    return deriv(f2, f1(input_range)) * deriv(f1, input_range)


@misconception(
    "chain_deriv_3",
    did="You read the list from its end: chain[2] is taken for the inner function.",
    ask="Which entry of the list meets x first?",
)
def chain_deriv_3_reversed(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 3
    assert input_range.ndim == 1
    f3, f2, f1 = chain
    return deriv(f3, f2(f1(input_range))) * deriv(f2, f1(input_range)) * deriv(f1, input_range)


@misconception(
    "chain_deriv_3",
    did="All three slopes are taken at x.",
    ask="Which number does each function receive when the chain runs?",
)
def chain_deriv_3_all_at_x(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 3
    assert input_range.ndim == 1
    f1, f2, f3 = chain
    return deriv(f3, input_range) * deriv(f2, input_range) * deriv(f1, input_range)


@misconception(
    "chain_deriv_3",
    did="Your second slope is taken at x.",
    ask="Which number does f2 receive when the chain runs?",
)
def chain_deriv_3_second_at_x(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 3
    assert input_range.ndim == 1
    f1, f2, f3 = chain
    return deriv(f3, f2(f1(input_range))) * deriv(f2, input_range) * deriv(f1, input_range)


@misconception(
    "chain_deriv_3",
    did="Your third slope is taken at f1(x): the second function is skipped on the way there.",
    ask="Which number does f3 receive when the chain runs?",
)
def chain_deriv_3_second_skipped(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 3
    assert input_range.ndim == 1
    f1, f2, f3 = chain
    return deriv(f3, f1(input_range)) * deriv(f2, f1(input_range)) * deriv(f1, input_range)


@misconception(
    "chain_deriv_3",
    did="Your third slope is taken at the output of the whole chain.",
    ask="Which number goes into f3, and which comes out?",
)
def chain_deriv_3_third_at_output(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 3
    assert input_range.ndim == 1
    f1, f2, f3 = chain
    return deriv(f3, f3(f2(f1(input_range)))) * deriv(f2, f1(input_range)) * deriv(f1, input_range)


@misconception(
    "chain_deriv_3",
    did="Each of your slopes is taken one step too late, at what the function gives.",
    ask="Which number goes into f1, and which comes out?",
)
def chain_deriv_3_too_late(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 3
    assert input_range.ndim == 1
    f1, f2, f3 = chain
    inner = f1(input_range)
    middle = f2(inner)
    return deriv(f3, f3(middle)) * deriv(f2, middle) * deriv(f1, inner)


@misconception(
    "chain_deriv_3",
    did="You added the three slopes.",
    ask="Each function multiplies the move that reaches it. How do three factors combine?",
)
def chain_deriv_3_adds(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 3
    assert input_range.ndim == 1
    f1, f2, f3 = chain
    return deriv(f3, f2(f1(input_range))) + deriv(f2, f1(input_range)) + deriv(f1, input_range)


@misconception(
    "chain_deriv_3",
    did="Your numbers are the values of the chain, not its slopes.",
    ask="Which function gives the slope of another one?",
)
def chain_deriv_3_values(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 3
    assert input_range.ndim == 1
    return chain[2](chain[1](chain[0](input_range)))


@misconception(
    "chain_deriv_3",
    did="Your slopes are a little off: they are forward differences.",
    ask="Which of the two slope functions of the unit before has the smaller error?",
)
def chain_deriv_3_forward(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 3
    assert input_range.ndim == 1
    f1, f2, f3 = chain
    u = f1(input_range)
    df3, df2 = approximate_derivative(f3, f2(u)), approximate_derivative(f2, u)
    return df3 * df2 * approximate_derivative(f1, input_range)


@misconception("chain_deriv_3", did=_NO_ASSERTIONS, ask=_NO_ASSERTIONS_ASK, code="unchecked")
def chain_deriv_3_no_assertions(chain: Chain, input_range: ndarray) -> Any:
    f1, f2, f3 = chain[0], chain[1], chain[2]
    return deriv(f3, f2(f1(input_range))) * deriv(f2, f1(input_range)) * deriv(f1, input_range)


@misconception("chain_deriv_3", did=_PAIR, ask=_PAIR_ASK, code="asserts a pair")
def chain_deriv_3_asserts_a_pair(chain: Chain, input_range: ndarray) -> Any:
    condition = (len(chain) == 3, "three functions are needed")
    assert condition
    shape = (input_range.ndim == 1, "the points form a vector")
    assert shape
    f1, f2, f3 = chain[0], chain[1], chain[2]
    return deriv(f3, f2(f1(input_range))) * deriv(f2, f1(input_range)) * deriv(f1, input_range)


@misconception("chain_deriv_3", did=_NO_LENGTH, ask=_NO_LENGTH_ASK, code="unchecked len(")
def chain_deriv_3_no_length(chain: Chain, input_range: ndarray) -> Any:
    assert input_range.ndim == 1
    f1, f2, f3 = chain[0], chain[1], chain[2]
    return deriv(f3, f2(f1(input_range))) * deriv(f2, f1(input_range)) * deriv(f1, input_range)


@misconception("chain_deriv_3", did=_NO_SHAPE, ask=_NO_SHAPE_ASK, code="unchecked ndim shape")
def chain_deriv_3_no_shape(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 3
    f1, f2, f3 = chain
    return deriv(f3, f2(f1(input_range))) * deriv(f2, f1(input_range)) * deriv(f1, input_range)


@misconception(
    "chain_deriv_3",
    did="Your assertion asks for two functions, as in chain_deriv_2.",
    ask="How many functions does this chain have?",
    code="asserts len(p0) == 2",
)
def chain_deriv_3_asserts_two(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 2
    assert input_range.ndim == 1
    return deriv(chain[1], chain[0](input_range)) * deriv(chain[0], input_range)


@misconception("chain_deriv_3", did=_FORGETS_RETURN, ask=_FORGETS_RETURN_ASK, code="no result")
def chain_deriv_3_prints(chain: Chain, input_range: ndarray) -> None:
    assert len(chain) == 3
    assert input_range.ndim == 1
    f1, f2, f3 = chain
    print(deriv(f3, f2(f1(input_range))) * deriv(f2, f1(input_range)) * deriv(f1, input_range))


# chain_length_n


@misconception(
    "chain_length_n",
    did="You applied the functions in the reverse order: the last one of the list met x first.",
    ask="Which entry of the list is the innermost function?",
)
def chain_length_n_reversed(chain: Chain, x: ndarray) -> Any:
    assert chain
    for func in reversed(chain):
        x = func(x)
    return x


@misconception(
    "chain_length_n",
    did="Each round of your loop starts at x again, so that only the last function counts.",
    ask="What does the second function receive in your loop?",
    code="loop",
)
def chain_length_n_always_x(chain: Chain, x: ndarray) -> Any:
    assert chain
    result = x
    for func in chain:
        result = func(x)
    return result


@misconception(
    "chain_length_n",
    did="Only the first function is applied: the `return` stands inside the loop.",
    ask="When the loop is in its first round, which functions have been applied?",
    code="return in loop",
)
def chain_length_n_returns_early(chain: Chain, x: ndarray) -> Any:
    assert chain
    for func in chain:
        return func(x)
    return None


@misconception(
    "chain_length_n",
    did="Your loop skips the first function.",
    ask="At which index does a list begin?",
    code="loop | uses reduce",
)
def chain_length_n_first_skipped(chain: Chain, x: ndarray) -> Any:
    assert chain
    for i in range(1, len(chain)):
        x = chain[i](x)
    return x


@misconception(
    "chain_length_n",
    did="Your loop ends before the last function.",
    ask="Which indices does range(len(chain) - 1) give?",
    code="loop | uses reduce",
)
def chain_length_n_last_skipped(chain: Chain, x: ndarray) -> Any:
    assert chain
    for i in range(len(chain) - 1):
        x = chain[i](x)
    return x


@misconception(
    "chain_length_n",
    did="You applied the first function once more than it stands in the list.",
    ask="If the value starts as chain[0](x), with which function does the loop go on?",
)
def chain_length_n_first_twice(chain: Chain, x: ndarray) -> Any:
    assert chain
    value = chain[0](x)
    for func in chain:
        value = func(value)
    return value


@misconception(
    "chain_length_n",
    did="You multiplied the values of all functions at x.",
    ask="What does the second function of a chain receive?",
)
def chain_length_n_product(chain: Chain, x: ndarray) -> Any:
    assert chain
    return np.prod([func(x) for func in chain], axis=0)


@misconception(
    "chain_length_n",
    did="You returned the values of all the steps.",
    ask="Which of them is the result of the whole chain?",
)
def chain_length_n_all_steps(chain: Chain, x: ndarray) -> Any:
    assert chain
    values = []
    for func in chain:
        x = func(x)
        values.append(x)
    return values


@misconception(
    "chain_length_n",
    did="Your function works for two functions only.",
    ask="Which statement does something for every entry of a list, however long it is?",
)
def chain_length_n_two(chain: Chain, x: ndarray) -> Any:
    assert len(chain) == 2
    return chain[1](chain[0](x))


@misconception(
    "chain_length_n",
    did="Your function works for one to three functions, and has no answer for more.",
    ask="Which statement does something for every entry of a list, however long it is?",
)
def chain_length_n_up_to_three(chain: Chain, x: ndarray) -> Any:
    assert chain
    if len(chain) == 1:
        return chain[0](x)
    if len(chain) == 2:
        return chain[1](chain[0](x))
    if len(chain) == 3:
        return chain[2](chain[1](chain[0](x)))
    return None


@misconception(
    "chain_length_n",
    did="An empty chain passes: your function returns x as it came.",
    ask="How many functions must the chain have at least, and which statement says so?",
)
def chain_length_n_no_assertion(chain: Chain, x: ndarray) -> Any:
    for func in chain:
        x = func(x)
    return x


@misconception(
    "chain_length_n",
    did="An empty chain ends in an IndexError, not in an AssertionError.",
    ask="How many functions must the chain have at least, and which statement says so?",
)
def chain_length_n_index_error(chain: Chain, x: ndarray) -> Any:
    x = chain[0](x)
    for func in chain[1:]:
        x = func(x)
    return x


@misconception(
    "chain_length_n",
    did="Your assertion refuses a chain of a single function.",
    ask="Is one function a chain, by the docstring?",
    code="asserts len(p0) >= 2",
)
def chain_length_n_at_least_two(chain: Chain, x: ndarray) -> Any:
    assert len(chain) > 1
    for func in chain:
        x = func(x)
    return x


@misconception(
    "chain_length_n",
    did="You took the functions out of the caller's list: it is empty afterwards.",
    ask="Does chain.pop() look at a list, or change it?",
)
def chain_length_n_pops(chain: Chain, x: ndarray) -> Any:
    assert chain
    while chain:
        x = chain.pop(0)(x)
    return x


@misconception("chain_length_n", did=_FORGETS_RETURN, ask=_FORGETS_RETURN_ASK, code="no result")
def chain_length_n_prints(chain: Chain, x: ndarray) -> None:
    assert chain
    for func in chain:
        x = func(x)
    print(x)


# chain_deriv_n


@misconception(
    "chain_deriv_n",
    did="All of your slopes are taken at x.",
    ask="Which number does each function receive when the chain runs?",
)
def chain_deriv_n_all_at_x(chain: Chain, input_range: ndarray) -> Any:
    assert chain
    assert input_range.ndim == 1
    slope = np.ones(input_range.shape)
    for func in chain:
        slope = deriv(func, input_range) * slope
    return slope


@misconception(
    "chain_deriv_n",
    did="Each of your slopes is taken one step too late, at what the function gives.",
    ask="In one round of the loop, which comes first: the slope, or the new value?",
)
def chain_deriv_n_too_late(chain: Chain, input_range: ndarray) -> Any:
    assert chain
    assert input_range.ndim == 1
    value, slope = input_range, np.ones(input_range.shape)
    for func in chain:
        value = func(value)
        slope = deriv(func, value) * slope
    return slope


@misconception(
    "chain_deriv_n",
    did="You added the slopes.",
    ask="Each function multiplies the move that reaches it. How do the factors combine?",
)
def chain_deriv_n_adds(chain: Chain, input_range: ndarray) -> Any:
    assert chain
    assert input_range.ndim == 1
    value, slope = input_range, np.zeros(input_range.shape)
    for func in chain:
        slope = deriv(func, value) + slope
        value = func(value)
    return slope


@misconception(
    "chain_deriv_n",
    did="Your product starts at 0, and stays there.",
    ask="By which number can you multiply without changing anything?",
    code="loop",
)
def chain_deriv_n_starts_at_zero(chain: Chain, input_range: ndarray) -> Any:
    assert chain
    assert input_range.ndim == 1
    value, slope = input_range, np.zeros(input_range.shape)
    for func in chain:
        slope = deriv(func, value) * slope
        value = func(value)
    return slope


@misconception(
    "chain_deriv_n",
    did="Your numbers are the slope of the last function alone: each round forgets the slopes before it.",
    ask="What happens in your loop to the slope of the first function?",
    code="loop",
)
def chain_deriv_n_last_only(chain: Chain, input_range: ndarray) -> Any:
    assert chain
    assert input_range.ndim == 1
    value = slope = input_range
    for func in chain:
        slope = deriv(func, value)
        value = func(value)
    return slope


@misconception(
    "chain_deriv_n",
    did="Your slopes are taken at slopes: the slope of one function goes into the next one.",
    ask="What travels through the chain when it runs: values, or slopes?",
)
def chain_deriv_n_slope_of_slope(chain: Chain, input_range: ndarray) -> Any:
    assert chain
    assert input_range.ndim == 1
    slope = input_range
    for func in chain:
        slope = deriv(func, slope)
    return slope


@misconception(
    "chain_deriv_n",
    did="You read the list from its end: the last function met x first.",
    ask="Which entry of the list is the innermost function?",
)
def chain_deriv_n_reversed(chain: Chain, input_range: ndarray) -> Any:
    assert chain
    assert input_range.ndim == 1
    value, slope = input_range, np.ones(input_range.shape)
    for func in reversed(chain):
        slope = deriv(func, value) * slope
        value = func(value)
    return slope


@misconception(
    "chain_deriv_n",
    did="Your loop leaves out the slope of the last function.",
    ask="Which indices does range(len(chain) - 1) give?",
    code="loop",
)
def chain_deriv_n_last_missing(chain: Chain, input_range: ndarray) -> Any:
    assert chain
    assert input_range.ndim == 1
    value, slope = input_range, np.ones(input_range.shape)
    for i in range(len(chain) - 1):
        slope = deriv(chain[i], value) * slope
        value = chain[i](value)
    return slope


@misconception(
    "chain_deriv_n",
    did="Your loop leaves out the slope of the first function.",
    ask="At which index does a list begin?",
    code="loop",
)
def chain_deriv_n_first_missing(chain: Chain, input_range: ndarray) -> Any:
    assert chain
    assert input_range.ndim == 1
    value, slope = chain[0](input_range), np.ones(input_range.shape)
    for func in chain[1:]:
        slope = deriv(func, value) * slope
        value = func(value)
    return slope


@misconception(
    "chain_deriv_n",
    did="Your numbers are the values of the chain, not its slopes.",
    ask="Which function gives the slope of another one?",
)
def chain_deriv_n_values(chain: Chain, input_range: ndarray) -> Any:
    assert chain
    assert input_range.ndim == 1
    value = input_range
    for func in chain:
        value = func(value)
    return value


@misconception(
    "chain_deriv_n",
    did="Your slopes are a little off: they are forward differences.",
    ask="Which of the two slope functions of the unit before has the smaller error?",
)
def chain_deriv_n_forward(chain: Chain, input_range: ndarray) -> Any:
    assert chain
    assert input_range.ndim == 1
    value, slope = input_range, np.ones(input_range.shape)
    for func in chain:
        slope = approximate_derivative(func, value) * slope
        value = func(value)
    return slope


@misconception(
    "chain_deriv_n",
    did="At whole numbers your product is kept in whole numbers, and all fractions are cut off.",
    ask="Which dtype does np.ones_like take from an array of whole numbers?",
)
def chain_deriv_n_int_product(chain: Chain, input_range: ndarray) -> Any:
    assert chain
    assert input_range.ndim == 1
    value, slope = input_range, np.ones_like(input_range)
    for func in chain:
        slope[:] = deriv(func, value) * slope
        value = func(value)
    return slope


@misconception(
    "chain_deriv_n",
    did="Your function works for two functions only.",
    ask="Which statement does something for every entry of a list, however long it is?",
)
def chain_deriv_n_two(chain: Chain, input_range: ndarray) -> Any:
    assert len(chain) == 2
    assert input_range.ndim == 1
    return deriv(chain[1], chain[0](input_range)) * deriv(chain[0], input_range)


@misconception(
    "chain_deriv_n",
    did="An empty chain passes.",
    ask="How many functions must the chain have at least, and which statement says so?",
)
def chain_deriv_n_no_length(chain: Chain, input_range: ndarray) -> Any:
    assert input_range.ndim == 1
    value, slope = input_range, np.ones(input_range.shape)
    for func in chain:
        slope = deriv(func, value) * slope
        value = func(value)
    return slope


@misconception("chain_deriv_n", did=_NO_SHAPE, ask=_NO_SHAPE_ASK, code="unchecked ndim shape")
def chain_deriv_n_no_shape(chain: Chain, input_range: ndarray) -> Any:
    assert chain
    value, slope = input_range, np.ones(input_range.shape)
    for func in chain:
        slope = deriv(func, value) * slope
        value = func(value)
    return slope


@misconception("chain_deriv_n", did=_NO_ASSERTIONS, ask=_NO_ASSERTIONS_ASK, code="unchecked")
def chain_deriv_n_no_assertions(chain: Chain, input_range: ndarray) -> Any:
    value, slope = input_range, np.ones(input_range.shape)
    for func in chain:
        slope = deriv(func, value) * slope
        value = func(value)
    return slope


@misconception("chain_deriv_n", did=_PAIR, ask=_PAIR_ASK, code="asserts a pair")
def chain_deriv_n_asserts_a_pair(chain: Chain, input_range: ndarray) -> Any:
    condition = (len(chain) > 0, "one function at least is needed")
    assert condition
    shape = (input_range.ndim == 1, "the points form a vector")
    assert shape
    value, slope = input_range, np.ones(input_range.shape)
    for func in chain:
        slope = deriv(func, value) * slope
        value = func(value)
    return slope


@misconception(
    "chain_deriv_n",
    did="You took the functions out of the caller's list: it is empty afterwards.",
    ask="Does chain.pop() look at a list, or change it?",
)
def chain_deriv_n_pops(chain: Chain, input_range: ndarray) -> Any:
    assert chain
    assert input_range.ndim == 1
    value, slope = input_range, np.ones(input_range.shape)
    while chain:
        func = chain.pop(0)
        slope = deriv(func, value) * slope
        value = func(value)
    return slope


@misconception("chain_deriv_n", did=_FORGETS_RETURN, ask=_FORGETS_RETURN_ASK, code="no result")
def chain_deriv_n_prints(chain: Chain, input_range: ndarray) -> None:
    assert chain
    assert input_range.ndim == 1
    value, slope = input_range, np.ones(input_range.shape)
    for func in chain:
        slope = deriv(func, value) * slope
        value = func(value)
    print(slope)
