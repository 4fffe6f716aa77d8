# ruff: noqa: ARG001  wrong on purpose, and what each does is said beside it
"""Wrong solutions of the unit matrices."""

import ast
from typing import Any

import numpy as np
from numpy import ndarray

from grader.course.misconceptions import wrong
from grader.course.misconceptions.families import (
    asserts_a_pair,
    int_result,
    made,
    opening,
    sigmoid,
    sigmoid_slope,
    unchecked,
    with_checks,
    with_result,
)
from solutions.derivatives import deriv
from solutions.functions import Array_Function
from solutions.matrices import (
    matmul_backward_first,
    matmul_backward_second,
    matmul_forward,
    matrix_forward_extra,
    matrix_function_backward_1,
    matrix_function_backward_sum_1,
    matrix_function_backward_sum_2,
    matrix_function_forward_sum,
)

_ORDER = """You multiplied W by X, in the wrong order.
Is W·X the same as X·W for matrices?"""
_DERIV_OF_MATRIX = """You handed a matrix and a pair of axes to deriv, which wants a function first.
For the slopes of a product no difference is needed. In which matrix do they stand already?"""
_AT_OUTPUT = """You took the slope of sigma at S, what comes out of sigma.
The slope of sigma belongs to the number that goes into it. Which one is that?"""
_VALUE = """You used S = σ(N), the value, where the slope of sigma belongs.
By what does a function multiply a small movement: by its value or by its slope?"""
_NO_SLOPE = """Your slopes are those of the product alone, as if there were no sigma.
The movement of N goes through sigma too. By what does sigma multiply it?"""
_FORWARD_DIFFERENCE = """You stepped forward only: your slope of sigma is (σ(N + p) − σ(N)) / p.
Which function of the unit derivatives steps to both sides?"""


# matmul_forward


@wrong("matmul_forward")
def matmul_forward_elementwise(X: ndarray, W: ndarray) -> Any:
    """You multiplied the matrices element by element.
    How many products are added up for the number at row 0, column 0?"""
    assert X.shape[1] == W.shape[0], f"{X.shape} and {W.shape}"
    return X * W


@wrong("matmul_forward")
def matmul_forward_last_product(X: ndarray, W: ndarray) -> Any:
    """Each of your numbers is the last of the products, and not their sum.
    What is to happen to what stands in N[i, j] already when the next product comes?"""
    assert X.shape[1] == W.shape[0], f"{X.shape} and {W.shape}"
    return X[:, -1:] * W[-1]


@wrong("matmul_forward")
def matmul_forward_first_row(X: ndarray, W: ndarray) -> Any:
    """Only the first row of your result is filled; the others are 0.
    Where does your `return` stand: behind all loops, or within one?"""
    assert X.shape[1] == W.shape[0], f"{X.shape} and {W.shape}"
    N = np.zeros((X.shape[0], W.shape[1]))
    N[0] = X[0] @ W
    return N


@wrong("matmul_forward")
def matmul_forward_whole_numbers(X: ndarray, W: ndarray) -> Any:
    """Your results are whole numbers: their fractions are cut off.
    Which dtype has the array that you put the sums into?"""
    assert X.shape[1] == W.shape[0], f"{X.shape} and {W.shape}"
    return (X @ W).astype(int)


@wrong("matmul_forward")
def matmul_forward_one_sum(X: ndarray, W: ndarray) -> Any:
    """You multiplied X by the transpose of W element by element and added everything up.
    That is right for one row times one column. How many numbers should come out here?"""
    assert X.shape[1] == W.shape[0], f"{X.shape} and {W.shape}"
    return np.array([[np.sum(X * W.T)]])


@wrong("matmul_forward", code="asserts p0.shape[0] == p1.shape[0]")
def matmul_forward_asserts_rows(X: ndarray, W: ndarray) -> Any:
    """Your assertion compares the rows of X with the rows of W.
    A row of X meets a column of W: which two sizes must agree for that?"""
    assert X.shape[0] == W.shape[0], f"{X.shape} and {W.shape}"
    return X @ W


@wrong("matmul_forward", code="asserts p0.shape == p1.shape")
def matmul_forward_asserts_shapes(X: ndarray, W: ndarray) -> Any:
    """Your assertion asks for equal shapes.
    Must X and W have the same shape to be multiplied, or only one size in common?"""
    assert X.shape == W.shape, f"{X.shape} and {W.shape}"
    return X @ W


@wrong("matmul_forward", code="unchecked")
def matmul_forward_stretched(X: ndarray, W: ndarray) -> Any:
    """Without an assertion your sums go ahead even where the matrices do not fit.
    What should happen if X has one column and W has three rows?"""
    return np.sum(X[:, :, np.newaxis] * W[np.newaxis, :, :], axis=1)


@wrong("matmul_forward", code="checks shape len(")
def matmul_forward_bare_assertion(X: ndarray, W: ndarray) -> Any:
    """Your assertion is right, but its message does not name the two sizes.
    What would you want to read in the message if you had to find the mistake?"""
    assert X.shape[1] == W.shape[0], "the matrices do not fit"
    return X @ W


@wrong("matmul_forward")
def matmul_forward_names_outer_sizes(X: ndarray, W: ndarray) -> Any:
    """Your message names the rows of X and the columns of W.
    Which two sizes did you compare, and which two does the message name?"""
    assert X.shape[1] == W.shape[0], f"{X.shape[0]} and {W.shape[1]} do not fit"
    return X @ W


@wrong("matmul_forward", code="uses print")
def matmul_forward_returns_none(X: ndarray, W: ndarray) -> Any:
    """Where the matrices do not fit you print a sentence and return nothing.
    How does the caller learn that something is wrong, if nothing is raised?"""
    if X.shape[1] == W.shape[0]:
        return X @ W
    print(f"{X.shape[1]} and {W.shape[0]} do not fit")
    return None


@wrong("matmul_forward", code="is")
def matmul_forward_is(X: ndarray, W: ndarray) -> Any:
    """Your assertion stops a long row and a long column although their sizes are equal.
    `is` asks whether two names stand for one object. What asks whether two numbers are equal?"""
    assert X.shape[1] is W.shape[0], f"{X.shape} and {W.shape}"
    return X @ W


@wrong("matmul_forward", _ORDER)
def matmul_forward_order(X: ndarray, W: ndarray) -> Any:
    assert X.shape[1] == W.shape[0], f"{X.shape} and {W.shape}"
    return W @ X


@wrong("matmul_forward")
def matmul_forward_w_transposed(X: ndarray, W: ndarray) -> Any:
    """You multiplied X by the transpose of W.
    A row of X meets a column of W. What does it meet after W is transposed?"""
    assert X.shape[1] == W.shape[0], f"{X.shape} and {W.shape}"
    return X @ W.T


@wrong("matmul_forward")
def matmul_forward_transposed(X: ndarray, W: ndarray) -> Any:
    """Your numbers are right, but rows and columns are exchanged.
    Is row i of the product made of row i of X?"""
    assert X.shape[1] == W.shape[0], f"{X.shape} and {W.shape}"
    return (X @ W).T


@wrong("matmul_forward")
def matmul_forward_one_too_few(X: ndarray, W: ndarray) -> Any:
    """Your sums leave out the last of the products.
    Over which k does the sum in the docstring run, and where does yours end?"""
    assert X.shape[1] == W.shape[0], f"{X.shape} and {W.shape}"
    return X[:, :-1] @ W[:-1]


# matmul_backward_first


@wrong("matmul_backward_first")
def matmul_backward_first_not_transposed(X: ndarray, W: ndarray) -> Any:
    """You returned W as it is.
    W has the shape (n, p). Which shape should come out?"""
    return W


@wrong("matmul_backward_first")
def matmul_backward_first_other_factor(X: ndarray, W: ndarray) -> Any:
    """You returned X with its rows and columns exchanged.
    When X moves, what is it multiplied by?"""
    return X.T


@wrong("matmul_backward_first")
def matmul_backward_first_x(X: ndarray, W: ndarray) -> Any:
    """You returned X as it is.
    When X moves, what is it multiplied by?"""
    return X


@wrong("matmul_backward_first")
def matmul_backward_first_ones(X: ndarray, W: ndarray) -> Any:
    """You returned ones in the shape of X.
    A number of X moves by 0.1. Does N move by 0.1 as well, or by more or less?"""
    return np.ones_like(X)


@wrong("matmul_backward_first", code="uses reshape | uses resize | uses shape | uses ravel | uses flatten")
def matmul_backward_first_reshaped(X: ndarray, W: ndarray) -> Any:
    """You gave the numbers another shape: it is the right one, but they are in the order they had.
    Which slope should stand at row 0, column 1, by the docstring, and which number stands there in yours?"""
    return W.reshape(W.shape[::-1])


@wrong("matmul_backward_first")
def matmul_backward_first_row_sums(X: ndarray, W: ndarray) -> Any:
    """You returned the sums of the rows of W, once for each row of X.
    Should the numbers of W be added up here, or does each of them stand alone, as a slope?"""
    return np.ones((X.shape[0], W.shape[1])) @ W.T


@wrong("matmul_backward_first")
def matmul_backward_first_inverse(X: ndarray, W: ndarray) -> Any:
    """You returned an inverse of W.
    An inverse undoes the product. By which number of W is a move of X[0, 0] multiplied on its way to N[0, 0]?"""
    return np.linalg.pinv(W)


@wrong("matmul_backward_first")
def matmul_backward_first_rotated(X: ndarray, W: ndarray) -> Any:
    """You turned W by a quarter turn.
    Which slope should stand at row 0, column 0, by the docstring, and which number stands there in yours?"""
    return np.rot90(W)


@wrong("matmul_backward_first")
def matmul_backward_first_product(X: ndarray, W: ndarray) -> Any:
    """You returned the product X·W.
    This is the way back: how far does N move when a number of X moves?"""
    return X @ W


@wrong("matmul_backward_first", _DERIV_OF_MATRIX, code="uses deriv")
def matmul_backward_first_deriv(X: ndarray, W: ndarray) -> Any:
    return deriv(W, (1, 0))  # type: ignore[arg-type]


@wrong("matmul_backward_first")
def matmul_backward_first_modifies(X: ndarray, W: ndarray) -> Any:
    """You changed W itself: the caller's W is no longer what it was.
    What does the caller find in W afterwards?"""
    turned = W.T.copy()
    W.shape = W.shape[::-1]
    W[...] = turned
    return W


# matmul_backward_second


@wrong("matmul_backward_second")
def matmul_backward_second_not_transposed(X: ndarray, W: ndarray) -> Any:
    """You returned X as it is.
    X has the shape (m, n). Which shape should come out?"""
    return X


@wrong("matmul_backward_second")
def matmul_backward_second_other_factor(X: ndarray, W: ndarray) -> Any:
    """You returned W with its rows and columns exchanged.
    When W moves, what is it multiplied by?"""
    return W.T


@wrong("matmul_backward_second")
def matmul_backward_second_w(X: ndarray, W: ndarray) -> Any:
    """You returned W as it is.
    When W moves, what is it multiplied by?"""
    return W


@wrong("matmul_backward_second")
def matmul_backward_second_ones(X: ndarray, W: ndarray) -> Any:
    """You returned ones in the shape of W.
    A number of W moves by 0.1. Does N move by 0.1 as well, or by more or less?"""
    return np.ones_like(W)


@wrong("matmul_backward_second", code="uses reshape | uses resize | uses shape | uses ravel | uses flatten")
def matmul_backward_second_reshaped(X: ndarray, W: ndarray) -> Any:
    """You gave the numbers another shape: it is the right one, but they are in the order they had.
    Which slope should stand at row 0, column 1, by the docstring, and which number stands there in yours?"""
    return X.reshape(X.shape[::-1])


@wrong("matmul_backward_second")
def matmul_backward_second_column_sums(X: ndarray, W: ndarray) -> Any:
    """You returned the sums of the columns of X, once for each column of W.
    Should the numbers of X be added up here, or does each of them stand alone, as a slope?"""
    return X.T @ np.ones((X.shape[0], W.shape[1]))


@wrong("matmul_backward_second")
def matmul_backward_second_inverse(X: ndarray, W: ndarray) -> Any:
    """You returned an inverse of X.
    An inverse undoes the product. By which number of X is a move of W[0, 0] multiplied on its way to N[0, 0]?"""
    return np.linalg.pinv(X)


@wrong("matmul_backward_second")
def matmul_backward_second_rotated(X: ndarray, W: ndarray) -> Any:
    """You turned X by a quarter turn.
    Which slope should stand at row 0, column 0, by the docstring, and which number stands there in yours?"""
    return np.rot90(X)


@wrong("matmul_backward_second")
def matmul_backward_second_product(X: ndarray, W: ndarray) -> Any:
    """You returned the product X·W.
    This is the way back: how far does N move when a number of W moves?"""
    return X @ W


@wrong("matmul_backward_second", _DERIV_OF_MATRIX, code="uses deriv")
def matmul_backward_second_deriv(X: ndarray, W: ndarray) -> Any:
    return deriv(X, (1, 0))  # type: ignore[arg-type]


@wrong("matmul_backward_second")
def matmul_backward_second_modifies(X: ndarray, W: ndarray) -> Any:
    """You changed X itself: the caller's X is no longer what it was.
    What does the caller find in X afterwards?"""
    turned = X.T.copy()
    X.shape = X.shape[::-1]
    X[...] = turned
    return X


# matrix_forward_extra


@wrong("matrix_forward_extra")
def matrix_forward_extra_sigma_of_x(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You applied sigma to X, before the product.
    Which comes first in S = σ(X·W), reading from the inside?"""
    return sigma(X) @ W


@wrong("matrix_forward_extra")
def matrix_forward_extra_sigma_of_w(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You applied sigma to W, before the product.
    Which comes first in S = σ(X·W), reading from the inside?"""
    return X @ sigma(W)


@wrong("matrix_forward_extra")
def matrix_forward_extra_sigma_of_both(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You applied sigma to X and to W, before the product.
    Which comes first in S = σ(X·W), reading from the inside?"""
    return sigma(X) @ sigma(W)


@wrong("matrix_forward_extra")
def matrix_forward_extra_no_sigma(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You returned X·W as it is: sigma was never applied.
    What is to happen to N before it is returned?"""
    return X @ W


@wrong("matrix_forward_extra")
def matrix_forward_extra_elementwise(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You multiplied the matrices element by element.
    How many products are added up for the number at row 0, column 0 of N?"""
    return sigma(X * W)


@wrong("matrix_forward_extra", _ORDER)
def matrix_forward_extra_order(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return sigma(W @ X)


@wrong("matrix_forward_extra")
def matrix_forward_extra_w_transposed(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You multiplied X by the transpose of W.
    A row of X meets a column of W. What does it meet after W is transposed?"""
    return sigma(X @ W.T)


@wrong("matrix_forward_extra")
def matrix_forward_extra_slope(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You returned the slope of sigma at N, not its value.
    This is the way forward. Which function of this unit is the one for slopes?"""
    return deriv(sigma, X @ W)


@wrong("matrix_forward_extra")
def matrix_forward_extra_twice(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You applied sigma twice.
    If N has been through sigma already, what happens when it goes through again?"""
    return sigma(sigma(X @ W))


@wrong("matrix_forward_extra")
def matrix_forward_extra_summed(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You added everything up: one number is left.
    Which shape does S have?"""
    return np.sum(sigma(X @ W))


# matrix_function_backward_1


@wrong("matrix_function_backward_1")
def matrix_function_backward_1_elementwise(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You multiplied by the slopes of N element by element.
    The slope of sigma has the shape (m, p) and X the shape (m, n). Which product leads from one to the other?"""
    return deriv(sigma, X @ W) * W.T


@wrong("matrix_function_backward_1")
def matrix_function_backward_1_not_transposed(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You multiplied the slope of sigma by W as it is.
    The slope of sigma has p columns. How many rows must the next factor have?"""
    return deriv(sigma, X @ W) @ W


@wrong("matrix_function_backward_1", _AT_OUTPUT)
def matrix_function_backward_1_at_output(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return deriv(sigma, sigma(X @ W)) @ W.T


@wrong("matrix_function_backward_1", _VALUE)
def matrix_function_backward_1_value(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return sigma(X @ W) @ W.T


@wrong("matrix_function_backward_1")
def matrix_function_backward_1_by_w(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You returned the slopes by W.
    Which of the two matrices moves here, and which shape does it have?"""
    return X.T @ deriv(sigma, X @ W)


@wrong("matrix_function_backward_1")
def matrix_function_backward_1_order(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You multiplied in the wrong order.
    Which of the factors has m rows, like the answer?"""
    return W.T @ deriv(sigma, X @ W)


@wrong("matrix_function_backward_1")
def matrix_function_backward_1_transposed(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """Your numbers are right, but rows and columns are exchanged.
    Which shape does X have, and which shape should its slopes have?"""
    return W @ deriv(sigma, X @ W).T


@wrong("matrix_function_backward_1", _NO_SLOPE)
def matrix_function_backward_1_no_slope(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return np.ones((X @ W).shape) @ W.T


@wrong("matrix_function_backward_1")
def matrix_function_backward_1_at_x(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You took the slope of sigma at X.
    Which matrix does sigma receive on the way forward?"""
    return deriv(sigma, X) * np.sum(W, axis=1)


@wrong("matrix_function_backward_1", code="uses deriv")
def matrix_function_backward_1_moves_all(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """Your numbers are the slopes of S if all the numbers of X move at once.
    The answer has a number for each number of X. Can they be told apart if all of them move together?"""
    return deriv(lambda moved: sigma(moved @ W), X)


@wrong("matrix_function_backward_1", _FORWARD_DIFFERENCE)
def matrix_function_backward_1_forward_difference(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    N = X @ W
    return (sigma(N + 0.001) - sigma(N)) / 0.001 @ W.T


@wrong("matrix_function_backward_1", _DERIV_OF_MATRIX, code="uses deriv")
def matrix_function_backward_1_deriv_of_matrix(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return deriv(sigma, X @ W) @ deriv(W, (1, 0))  # type: ignore[arg-type]


# matrix_function_forward_sum


@wrong("matrix_function_forward_sum")
def matrix_function_forward_sum_columns(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You added along one axis only: a row of sums, one for each column, is left.
    How many numbers is L, and over which axes must the sum go?"""
    return np.sum(sigma(X @ W), axis=0)


@wrong("matrix_function_forward_sum")
def matrix_function_forward_sum_rows(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You added along one axis only: a sum for each row is left.
    How many numbers is L, and over which axes must the sum go?"""
    return np.sum(sigma(X @ W), axis=1)


@wrong("matrix_function_forward_sum")
def matrix_function_forward_sum_mean(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You took the mean of all the numbers.
    Does the formula divide by how many there are?"""
    return np.mean(sigma(X @ W))


@wrong("matrix_function_forward_sum")
def matrix_function_forward_sum_sigma_of_sum(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You added up first, and applied sigma to the sum.
    Is σ(a) + σ(b) the same as σ(a + b)?"""
    return sigma(np.sum(X @ W))


@wrong("matrix_function_forward_sum")
def matrix_function_forward_sum_no_sigma(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You added up N = X·W: sigma was never applied.
    What is to happen to N before the sum?"""
    return np.sum(X @ W)


@wrong("matrix_function_forward_sum")
def matrix_function_forward_sum_not_added(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You returned S itself: it is not added up.
    How many numbers is L?"""
    return sigma(X @ W)


@wrong("matrix_function_forward_sum")
def matrix_function_forward_sum_keeps_axes(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """Your sum is right, but it comes as a matrix of shape (1, 1).
    Does the docstring promise a matrix or one number?"""
    return np.sum(sigma(X @ W), keepdims=True)


@wrong("matrix_function_forward_sum")
def matrix_function_forward_sum_squares(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You added the squares of the numbers.
    Is there a square in the formula?"""
    return np.sum(sigma(X @ W) ** 2)


@wrong("matrix_function_forward_sum")
def matrix_function_forward_sum_absolute(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You added the numbers without their signs.
    What do 2 and −1 add up to?"""
    return np.sum(np.abs(sigma(X @ W)))


@wrong("matrix_function_forward_sum")
def matrix_function_forward_sum_trace(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You added the numbers of the diagonal only.
    Which numbers of S are in the sum?"""
    return np.trace(sigma(X @ W))


@wrong("matrix_function_forward_sum")
def matrix_function_forward_sum_elementwise(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You multiplied the matrices element by element.
    How many products are added up for the number at row 0, column 0 of N?"""
    return np.sum(sigma(X * W))


@wrong("matrix_function_forward_sum", _ORDER)
def matrix_function_forward_sum_order(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return np.sum(sigma(W @ X))


@wrong("matrix_function_forward_sum")
def matrix_function_forward_sum_first_row(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """Your sum ends with the first row.
    Which rows of S does the sum L run over?"""
    return np.sum(sigma(X @ W)[0])


# matrix_function_backward_sum_1


@wrong("matrix_function_backward_sum_1")
def matrix_function_backward_sum_1_elementwise(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You multiplied by the slopes of N element by element.
    ∂L/∂N has the shape (m, p) and X the shape (m, n). Which product leads from one to the other?"""
    dLdS = np.ones_like(matrix_function_forward_sum(X, W, sigma))
    return dLdS * deriv(sigma, X @ W) * W.T


@wrong("matrix_function_backward_sum_1")
def matrix_function_backward_sum_1_mean(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You divided by the number of outputs: these are the slopes of the mean.
    By how much does a sum grow when one of its terms grows by 0.1?"""
    N = X @ W
    return (np.ones(N.shape) / N.size * deriv(sigma, N)) @ W.T


@wrong("matrix_function_backward_sum_1")
def matrix_function_backward_sum_1_at_sum(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You took the slope of sigma at the sum of all of N.
    Does sigma receive the sum, or every number of N by itself?"""
    N = X @ W
    return deriv(sigma, np.sum(N)) * np.ones(N.shape) @ W.T


@wrong("matrix_function_backward_sum_1", _AT_OUTPUT)
def matrix_function_backward_sum_1_at_output(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return deriv(sigma, sigma(X @ W)) @ W.T


@wrong("matrix_function_backward_sum_1", _VALUE)
def matrix_function_backward_sum_1_value(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return sigma(X @ W) @ W.T


@wrong("matrix_function_backward_sum_1")
def matrix_function_backward_sum_1_upstream_s(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You used S itself as the slopes of L by S.
    By how much does a sum grow when one of its terms grows by 0.1?"""
    N = X @ W
    return (sigma(N) * deriv(sigma, N)) @ W.T


@wrong("matrix_function_backward_sum_1")
def matrix_function_backward_sum_1_upstream_loss(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You multiplied by L itself on the way back.
    By how much does a sum grow when one of its terms grows by 0.1?"""
    return np.sum(sigma(X @ W)) * deriv(sigma, X @ W) @ W.T


@wrong("matrix_function_backward_sum_1")
def matrix_function_backward_sum_1_slope_twice(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """The slope of sigma stands twice in your product.
    How often does N go through sigma on the way to L?"""
    dSdN = deriv(sigma, X @ W)
    return (dSdN * dSdN) @ W.T


@wrong("matrix_function_backward_sum_1")
def matrix_function_backward_sum_1_not_transposed(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You multiplied by W as it is.
    ∂L/∂N has p columns. How many rows must the next factor have?"""
    return deriv(sigma, X @ W) @ W


@wrong("matrix_function_backward_sum_1")
def matrix_function_backward_sum_1_by_w(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You returned the slopes by W.
    Which of the two matrices moves here, and which shape does it have?"""
    return X.T @ deriv(sigma, X @ W)


@wrong("matrix_function_backward_sum_1")
def matrix_function_backward_sum_1_order(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You multiplied in the wrong order.
    Which of the factors has m rows, like the answer?"""
    return W.T @ deriv(sigma, X @ W)


@wrong("matrix_function_backward_sum_1", _NO_SLOPE)
def matrix_function_backward_sum_1_no_slope(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return np.ones((X @ W).shape) @ W.T


@wrong("matrix_function_backward_sum_1", code="uses deriv")
def matrix_function_backward_sum_1_moves_all(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """Your one number is the slope of L if all the numbers of X move at once.
    The answer has a number for each number of X. Can they be told apart if all of them move together?"""
    return deriv(lambda moved: matrix_function_forward_sum(moved, W, sigma), X)  # type: ignore[arg-type, return-value]


@wrong("matrix_function_backward_sum_1")
def matrix_function_backward_sum_1_rows_added(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You added the rows of the slopes up: one row is left.
    Does every number of X have a slope of its own?"""
    return np.sum(deriv(sigma, X @ W) @ W.T, axis=0, keepdims=True)


@wrong("matrix_function_backward_sum_1", _FORWARD_DIFFERENCE)
def matrix_function_backward_sum_1_forward_difference(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    N = X @ W
    return (sigma(N + 0.001) - sigma(N)) / 0.001 @ W.T


# matrix_function_backward_sum_2


@wrong("matrix_function_backward_sum_2")
def matrix_function_backward_sum_2_elementwise(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You multiplied by the slopes of N element by element.
    ∂L/∂N has the shape (m, p) and W the shape (n, p). Which product leads from one to the other?"""
    dLdS = np.ones_like(matrix_function_forward_sum(X, W, sigma))
    return X.T * (dLdS * deriv(sigma, X @ W))


@wrong("matrix_function_backward_sum_2")
def matrix_function_backward_sum_2_mean(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You divided by the number of outputs: these are the slopes of the mean.
    By how much does a sum grow when one of its terms grows by 0.1?"""
    N = X @ W
    return X.T @ (np.ones(N.shape) / N.size * deriv(sigma, N))


@wrong("matrix_function_backward_sum_2")
def matrix_function_backward_sum_2_mean_of_rows(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You divided by the number of rows of X.
    By how much does a sum grow when one of its terms grows by 0.1?"""
    return X.T @ deriv(sigma, X @ W) / len(X)


@wrong("matrix_function_backward_sum_2")
def matrix_function_backward_sum_2_at_sum(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You took the slope of sigma at the sum of all of N.
    Does sigma receive the sum, or every number of N by itself?"""
    N = X @ W
    return X.T @ (deriv(sigma, np.sum(N)) * np.ones(N.shape))


@wrong("matrix_function_backward_sum_2", _AT_OUTPUT)
def matrix_function_backward_sum_2_at_output(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return X.T @ deriv(sigma, sigma(X @ W))


@wrong("matrix_function_backward_sum_2", _VALUE)
def matrix_function_backward_sum_2_value(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return X.T @ sigma(X @ W)


@wrong("matrix_function_backward_sum_2")
def matrix_function_backward_sum_2_upstream_s(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You used S itself as the slopes of L by S.
    By how much does a sum grow when one of its terms grows by 0.1?"""
    N = X @ W
    return X.T @ (sigma(N) * deriv(sigma, N))


@wrong("matrix_function_backward_sum_2")
def matrix_function_backward_sum_2_not_transposed(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You multiplied by X as it is.
    ∂L/∂N has m rows. How many columns must the factor on its left have?"""
    return X @ deriv(sigma, X @ W)


@wrong("matrix_function_backward_sum_2")
def matrix_function_backward_sum_2_by_x(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You returned the slopes by X.
    Which of the two matrices moves here, and which shape does it have?"""
    return deriv(sigma, X @ W) @ W.T


@wrong("matrix_function_backward_sum_2")
def matrix_function_backward_sum_2_order(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """You multiplied in the wrong order.
    Which of the factors has n rows, like the answer?"""
    return deriv(sigma, X @ W) @ X.T


@wrong("matrix_function_backward_sum_2")
def matrix_function_backward_sum_2_transposed(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """Your numbers are right, but rows and columns are exchanged.
    Which shape does W have, and which shape should its slopes have?"""
    return deriv(sigma, X @ W).T @ X


@wrong("matrix_function_backward_sum_2", _NO_SLOPE)
def matrix_function_backward_sum_2_no_slope(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return X.T @ np.ones((X @ W).shape)


@wrong("matrix_function_backward_sum_2", code="uses deriv")
def matrix_function_backward_sum_2_moves_all(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    """Your one number is the slope of L if all the numbers of W move at once.
    The answer has a number for each number of W. Can they be told apart if all of them move together?"""
    return deriv(lambda moved: matrix_function_forward_sum(X, moved, sigma), W)  # type: ignore[arg-type, return-value]


@wrong("matrix_function_backward_sum_2", _FORWARD_DIFFERENCE)
def matrix_function_backward_sum_2_forward_difference(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    N = X @ W
    return X.T @ ((sigma(N + 0.001) - sigma(N)) / 0.001)


# What follows from the solutions

_WITH_SIGMA = (
    matrix_forward_extra,
    matrix_function_backward_1,
    matrix_function_forward_sum,
    matrix_function_backward_sum_1,
    matrix_function_backward_sum_2,
)

PAIR = made(matmul_forward, code="asserts a pair")(asserts_a_pair)
SIGMOIDS = made(*_WITH_SIGMA)(sigmoid)
SLOPES = made(matrix_function_backward_1, matrix_function_backward_sum_1, matrix_function_backward_sum_2)(sigmoid_slope)
WHOLE = made(
    matmul_forward,
    matrix_forward_extra,
    matrix_function_backward_1,
    matrix_function_backward_sum_1,
    matrix_function_backward_sum_2,
)(int_result)


@made(
    matmul_forward,
    matmul_backward_first,
    matmul_backward_second,
    *_WITH_SIGMA,
    code="asserts p0.shape[0] == p1.shape[1]",
)
def asserts_outer_sizes(solution: ast.FunctionDef) -> ast.FunctionDef:
    """Your assertion compares the rows of X with the columns of W.
    A row of X meets a column of W: which two sizes must agree for that?"""
    return opening(solution, "assert X.shape[0] == W.shape[1], f'{X.shape} and {W.shape}'")


@made(matmul_forward, code="unchecked")
def no_assertion(solution: ast.FunctionDef) -> ast.FunctionDef:
    """You leave it to NumPy to notice that the matrices do not fit: it raises another error.
    Which error does the docstring promise, and which statement raises it?"""
    return unchecked(solution)


@made(matmul_forward, code="asserts p0.shape[1] != p1.shape[0]")
def reversed_assertion(solution: ast.FunctionDef) -> ast.FunctionDef:
    """Your assertion is the wrong way round: it stops matrices that fit.
    Should what stands after `assert` be true when all is well, or when something is wrong?"""
    return with_checks(solution, "assert {negated}")


@made(matmul_forward, matmul_backward_first, matmul_backward_second, matrix_forward_extra, matrix_function_backward_1)
def squeezed(solution: ast.FunctionDef) -> ast.FunctionDef:
    """You took away the axes of size 1: a row or a column comes back as a vector, with a single axis.
    Which shape does the docstring promise when m, n or p is 1?"""
    return with_result(solution, "return np.squeeze({result})")
