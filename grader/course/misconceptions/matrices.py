# ruff: noqa: ARG001, D103  wrong on purpose, and what each does is said beside it
"""Wrong solutions of the unit matrices."""

from typing import Any

import numpy as np
from numpy import ndarray

from grader.course.misconceptions import misconception
from solutions.derivatives import deriv
from solutions.functions import Array_Function, sigmoid
from solutions.matrices import matrix_function_forward_sum

_NO_SIGMA_PARAMETER = "Your function always uses the sigmoid, whichever sigma it is given."
_NO_SIGMA_PARAMETER_ASK = "Which of the three parameters does your function not use?"
_FORWARD_DIFFERENCE = "You stepped forward only: your slope of sigma is (σ(N + p) − σ(N)) / p."
_FORWARD_DIFFERENCE_ASK = "Which function of the unit derivatives steps to both sides?"
_AT_OUTPUT = "You took the slope of sigma at S, what comes out of sigma."
_AT_OUTPUT_ASK = "The slope of sigma belongs to the number that goes into it. Which one is that?"
_VALUE = "You used S = σ(N), the value, where the slope of sigma belongs."
_VALUE_ASK = "By what does a function multiply a small movement: by its value or by its slope?"
_NO_SLOPE = "The slope of sigma is missing: you have the slopes of the product alone."
_NO_SLOPE_ASK = "The movement of N goes through sigma too. By what does sigma multiply it?"
_DERIV_OF_MATRIX = "You handed a matrix and a pair of axes to deriv, which wants a function first."
_DERIV_OF_MATRIX_ASK = "For the slopes of a product no difference is needed. In which matrix do they stand already?"
_WHOLE = "Where the inputs are whole numbers, so are your results: the rest is cut off."
_WHOLE_ASK = "Which dtype has an array that you make like X, when X holds ints?"
_SQUEEZED = "You took away the axes of size 1: a row or a column came back as a plain list of numbers, with one axis."
_SQUEEZED_ASK = "Which shape does the docstring promise when m, n or p is 1?"


# matmul_forward


@misconception(
    "matmul_forward",
    did="You multiplied the matrices element by element.",
    ask="How many products are added up for the number at row 0, column 0?",
)
def matmul_forward_elementwise(X: ndarray, W: ndarray) -> Any:
    assert X.shape[1] == W.shape[0], f"{X.shape} and {W.shape}"
    return X * W


@misconception(
    "matmul_forward",
    did="You multiplied X by the transpose of W element by element and added everything up.",
    ask="That is right for one row times one column. How many numbers should come out here?",
)
def matmul_forward_one_sum(X: ndarray, W: ndarray) -> Any:
    assert X.shape[1] == W.shape[0], f"{X.shape} and {W.shape}"
    return np.array([[np.sum(X * W.T)]])


@misconception(
    "matmul_forward",
    did="Your assertion compares the rows of X with the columns of W.",
    ask="A row of X meets a column of W: which two sizes must agree for that?",
    code="asserts p0.shape[0] == p1.shape[1]",
)
def matmul_forward_asserts_outer_sizes(X: ndarray, W: ndarray) -> Any:
    assert X.shape[0] == W.shape[1], f"{X.shape} and {W.shape}"
    return X @ W


@misconception(
    "matmul_forward",
    did="Your assertion compares the rows of X with the rows of W.",
    ask="A row of X meets a column of W: which two sizes must agree for that?",
    code="asserts p0.shape[0] == p1.shape[0]",
)
def matmul_forward_asserts_rows(X: ndarray, W: ndarray) -> Any:
    assert X.shape[0] == W.shape[0], f"{X.shape} and {W.shape}"
    return X @ W


@misconception(
    "matmul_forward",
    did="Your assertion asks for equal shapes.",
    ask="Must X and W have the same shape to be multiplied, or only one size in common?",
    code="asserts p0.shape == p1.shape",
)
def matmul_forward_asserts_shapes(X: ndarray, W: ndarray) -> Any:
    assert X.shape == W.shape, f"{X.shape} and {W.shape}"
    return X @ W


@misconception(
    "matmul_forward",
    did="Your assertion is the wrong way round: it stops matrices that fit.",
    ask="Is what stands after assert what must be true, or what must not?",
    code="asserts p0.shape[1] != p1.shape[0]",
)
def matmul_forward_reversed_assertion(X: ndarray, W: ndarray) -> Any:
    assert X.shape[1] != W.shape[0], f"{X.shape} and {W.shape}"
    return X @ W


@misconception(
    "matmul_forward",
    did="You leave it to NumPy to notice that the matrices do not fit: it raises another error.",
    ask="Which error does the docstring promise, and which statement raises it?",
    code="unchecked",
)
def matmul_forward_no_assertion(X: ndarray, W: ndarray) -> Any:
    return X @ W


@misconception(
    "matmul_forward",
    did="Your assertion always holds: behind `assert` stands one bracket, with a condition and a text in it.",
    ask="Is the pair (False, 'text') true or false for Python?",
    code="asserts a pair",
)
def matmul_forward_asserts_a_pair(X: ndarray, W: ndarray) -> Any:
    condition = (X.shape[1] == W.shape[0], f"{X.shape[1]} columns and {W.shape[0]} rows")
    assert condition
    return X @ W


@misconception(
    "matmul_forward",
    did="Without an assertion your sums go on where the matrices do not fit.",
    ask="What should happen if X has one column and W has three rows?",
    code="unchecked",
)
def matmul_forward_stretched(X: ndarray, W: ndarray) -> Any:
    return np.sum(X[:, :, np.newaxis] * W[np.newaxis, :, :], axis=1)


@misconception(
    "matmul_forward",
    did="Your assertion is right, but its message does not name the two sizes.",
    ask="What would you want to read in the message if you had to find the mistake?",
    code="checks shape len(",
)
def matmul_forward_bare_assertion(X: ndarray, W: ndarray) -> Any:
    assert X.shape[1] == W.shape[0], "the matrices do not fit"
    return X @ W


@misconception(
    "matmul_forward",
    did="Your message names the rows of X and the columns of W.",
    ask="Which two sizes did you compare, and which two does the message name?",
)
def matmul_forward_names_outer_sizes(X: ndarray, W: ndarray) -> Any:
    assert X.shape[1] == W.shape[0], f"{X.shape[0]} and {W.shape[1]} do not fit"
    return X @ W


@misconception(
    "matmul_forward",
    did="Where the matrices do not fit you print a sentence and return nothing.",
    ask="How does the caller learn that something is wrong, if nothing is raised?",
    code="uses print",
)
def matmul_forward_returns_none(X: ndarray, W: ndarray) -> Any:
    if X.shape[1] == W.shape[0]:
        return X @ W
    print(f"{X.shape[1]} and {W.shape[0]} do not fit")
    return None


@misconception(
    "matmul_forward",
    did="Your assertion stops a long row and a long column although their sizes are equal.",
    ask="`is` asks whether two names stand for one object. What asks whether two numbers are equal?",
    code="is",
)
def matmul_forward_is(X: ndarray, W: ndarray) -> Any:
    assert X.shape[1] is W.shape[0], f"{X.shape} and {W.shape}"
    return X @ W


@misconception(
    "matmul_forward",
    did="You multiplied W by X, in the wrong order.",
    ask="Is W·X the same as X·W for matrices?",
)
def matmul_forward_order(X: ndarray, W: ndarray) -> Any:
    assert X.shape[1] == W.shape[0], f"{X.shape} and {W.shape}"
    return W @ X


@misconception(
    "matmul_forward",
    did="You multiplied X by the transpose of W.",
    ask="A row of X meets a column of W. What does it meet after W is transposed?",
)
def matmul_forward_w_transposed(X: ndarray, W: ndarray) -> Any:
    assert X.shape[1] == W.shape[0], f"{X.shape} and {W.shape}"
    return X @ W.T


@misconception(
    "matmul_forward",
    did="Your numbers are right, but rows and columns are exchanged.",
    ask="Is row i of the product made of row i of X?",
)
def matmul_forward_transposed(X: ndarray, W: ndarray) -> Any:
    assert X.shape[1] == W.shape[0], f"{X.shape} and {W.shape}"
    return (X @ W).T


@misconception(
    "matmul_forward",
    did="Your sums leave out the last of the products.",
    ask="At which k does `range(n - 1)` end?",
)
def matmul_forward_one_too_few(X: ndarray, W: ndarray) -> Any:
    assert X.shape[1] == W.shape[0], f"{X.shape} and {W.shape}"
    return X[:, :-1] @ W[:-1]


@misconception("matmul_forward", did=_WHOLE, ask=_WHOLE_ASK)
def matmul_forward_int_result(X: ndarray, W: ndarray) -> Any:
    assert X.shape[1] == W.shape[0], f"{X.shape} and {W.shape}"
    N = np.zeros((X.shape[0], W.shape[1]), dtype=X.dtype)
    N[...] = X @ W
    return N


@misconception("matmul_forward", did=_SQUEEZED, ask=_SQUEEZED_ASK)
def matmul_forward_squeezed(X: ndarray, W: ndarray) -> Any:
    assert X.shape[1] == W.shape[0], f"{X.shape} and {W.shape}"
    return np.squeeze(X @ W)


# matmul_backward_first


@misconception(
    "matmul_backward_first",
    did="You returned W as it is.",
    ask="W has the shape (n, p). Which shape should come out?",
)
def matmul_backward_first_not_transposed(X: ndarray, W: ndarray) -> Any:
    return W


@misconception(
    "matmul_backward_first",
    did="Your assertion compares the rows of X with the columns of W.",
    ask="A row of X meets a column of W: which two sizes must agree for that?",
    code="asserts p0.shape[0] == p1.shape[1]",
)
def matmul_backward_first_asserts_outer_sizes(X: ndarray, W: ndarray) -> Any:
    assert X.shape[0] == W.shape[1], f"{X.shape} and {W.shape}"
    return W.T


@misconception(
    "matmul_backward_first",
    did="You returned the transpose of X.",
    ask="When X moves, what is it multiplied by?",
)
def matmul_backward_first_other_factor(X: ndarray, W: ndarray) -> Any:
    return X.T


@misconception(
    "matmul_backward_first",
    did="You returned X as it is.",
    ask="When X moves, what is it multiplied by?",
)
def matmul_backward_first_x(X: ndarray, W: ndarray) -> Any:
    return X


@misconception(
    "matmul_backward_first",
    did="You returned ones in the shape of X.",
    ask="A number of X moves by 0.1. Does N move by 0.1 as well, or by more or less?",
)
def matmul_backward_first_ones(X: ndarray, W: ndarray) -> Any:
    return np.ones_like(X)


@misconception(
    "matmul_backward_first",
    did="You gave the numbers another shape: it is the right one, but they are in the order they had.",
    ask="Where does the number at row 0, column 1 go in a transpose, and where is it in yours?",
    code="uses reshape | uses resize | uses shape | uses ravel | uses flatten",
)
def matmul_backward_first_reshaped(X: ndarray, W: ndarray) -> Any:
    return W.reshape(W.shape[::-1])


@misconception(
    "matmul_backward_first",
    did="You returned the sums of the rows of W, once for each row of X.",
    ask="That is what would be left after multiplying ones by it. What is multiplied by them here?",
)
def matmul_backward_first_row_sums(X: ndarray, W: ndarray) -> Any:
    return np.ones((X.shape[0], W.shape[1])) @ W.T


@misconception(
    "matmul_backward_first",
    did="You returned an inverse of W where its transpose is asked for.",
    ask="What does the small T beside the W stand for?",
)
def matmul_backward_first_inverse(X: ndarray, W: ndarray) -> Any:
    return np.linalg.pinv(W)


@misconception(
    "matmul_backward_first",
    did="You turned W by a quarter, and that is not a transpose.",
    ask="Which numbers stay in their place when a matrix is transposed?",
)
def matmul_backward_first_rotated(X: ndarray, W: ndarray) -> Any:
    return np.rot90(W)


@misconception(
    "matmul_backward_first",
    did="You returned the product X·W.",
    ask="This is the way back: how far does N move when a number of X moves?",
)
def matmul_backward_first_product(X: ndarray, W: ndarray) -> Any:
    return X @ W


@misconception("matmul_backward_first", did=_DERIV_OF_MATRIX, ask=_DERIV_OF_MATRIX_ASK, code="uses deriv")
def matmul_backward_first_deriv(X: ndarray, W: ndarray) -> Any:
    return deriv(W, (1, 0))  # type: ignore[arg-type]


@misconception("matmul_backward_first", did=_SQUEEZED, ask=_SQUEEZED_ASK)
def matmul_backward_first_squeezed(X: ndarray, W: ndarray) -> Any:
    return np.squeeze(W.T)


@misconception(
    "matmul_backward_first",
    did="You gave W itself another shape: the caller's W is no longer what it was.",
    ask="What does the caller find in W afterwards?",
)
def matmul_backward_first_modifies(X: ndarray, W: ndarray) -> Any:
    turned = W.T.copy()
    W.shape = W.shape[::-1]
    W[...] = turned
    return W


# matmul_backward_second


@misconception(
    "matmul_backward_second",
    did="You returned X as it is.",
    ask="X has the shape (m, n). Which shape should come out?",
)
def matmul_backward_second_not_transposed(X: ndarray, W: ndarray) -> Any:
    return X


@misconception(
    "matmul_backward_second",
    did="Your assertion compares the rows of X with the columns of W.",
    ask="A row of X meets a column of W: which two sizes must agree for that?",
    code="asserts p0.shape[0] == p1.shape[1]",
)
def matmul_backward_second_asserts_outer_sizes(X: ndarray, W: ndarray) -> Any:
    assert X.shape[0] == W.shape[1], f"{X.shape} and {W.shape}"
    return X.T


@misconception(
    "matmul_backward_second",
    did="You returned the transpose of W.",
    ask="When W moves, what is it multiplied by?",
)
def matmul_backward_second_other_factor(X: ndarray, W: ndarray) -> Any:
    return W.T


@misconception(
    "matmul_backward_second",
    did="You returned W as it is.",
    ask="When W moves, what is it multiplied by?",
)
def matmul_backward_second_w(X: ndarray, W: ndarray) -> Any:
    return W


@misconception(
    "matmul_backward_second",
    did="You returned ones in the shape of W.",
    ask="A number of W moves by 0.1. Does N move by 0.1 as well, or by more or less?",
)
def matmul_backward_second_ones(X: ndarray, W: ndarray) -> Any:
    return np.ones_like(W)


@misconception(
    "matmul_backward_second",
    did="You gave the numbers another shape: it is the right one, but they are in the order they had.",
    ask="Where does the number at row 0, column 1 go in a transpose, and where is it in yours?",
    code="uses reshape | uses resize | uses shape | uses ravel | uses flatten",
)
def matmul_backward_second_reshaped(X: ndarray, W: ndarray) -> Any:
    return X.reshape(X.shape[::-1])


@misconception(
    "matmul_backward_second",
    did="You returned the sums of the columns of X, once for each column of W.",
    ask="That is what would be left after multiplying it by ones. What is it multiplied by here?",
)
def matmul_backward_second_column_sums(X: ndarray, W: ndarray) -> Any:
    return X.T @ np.ones((X.shape[0], W.shape[1]))


@misconception(
    "matmul_backward_second",
    did="You returned an inverse of X where its transpose is asked for.",
    ask="What does the small T beside the X stand for?",
)
def matmul_backward_second_inverse(X: ndarray, W: ndarray) -> Any:
    return np.linalg.pinv(X)


@misconception(
    "matmul_backward_second",
    did="You turned X by a quarter, and that is not a transpose.",
    ask="Which numbers stay in their place when a matrix is transposed?",
)
def matmul_backward_second_rotated(X: ndarray, W: ndarray) -> Any:
    return np.rot90(X)


@misconception(
    "matmul_backward_second",
    did="You returned the product X·W.",
    ask="This is the way back: how far does N move when a number of W moves?",
)
def matmul_backward_second_product(X: ndarray, W: ndarray) -> Any:
    return X @ W


@misconception("matmul_backward_second", did=_DERIV_OF_MATRIX, ask=_DERIV_OF_MATRIX_ASK, code="uses deriv")
def matmul_backward_second_deriv(X: ndarray, W: ndarray) -> Any:
    return deriv(X, (1, 0))  # type: ignore[arg-type]


@misconception("matmul_backward_second", did=_SQUEEZED, ask=_SQUEEZED_ASK)
def matmul_backward_second_squeezed(X: ndarray, W: ndarray) -> Any:
    return np.squeeze(X.T)


@misconception(
    "matmul_backward_second",
    did="You gave X itself another shape: the caller's X is no longer what it was.",
    ask="What does the caller find in X afterwards?",
)
def matmul_backward_second_modifies(X: ndarray, W: ndarray) -> Any:
    turned = X.T.copy()
    X.shape = X.shape[::-1]
    X[...] = turned
    return X


# matrix_forward_extra


@misconception("matrix_forward_extra", did=_NO_SIGMA_PARAMETER, ask=_NO_SIGMA_PARAMETER_ASK)
def matrix_forward_extra_sigmoid(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return sigmoid(X @ W)


@misconception(
    "matrix_forward_extra",
    did="Your assertion compares the rows of X with the columns of W.",
    ask="A row of X meets a column of W: which two sizes must agree for that?",
    code="asserts p0.shape[0] == p1.shape[1]",
)
def matrix_forward_extra_asserts_outer_sizes(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    assert X.shape[0] == W.shape[1], f"{X.shape} and {W.shape}"
    return sigma(X @ W)


@misconception(
    "matrix_forward_extra",
    did="You applied sigma to X, before the product.",
    ask="Which comes first in S = σ(X·W), reading from the inside?",
)
def matrix_forward_extra_sigma_of_x(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return sigma(X) @ W


@misconception(
    "matrix_forward_extra",
    did="You applied sigma to W, before the product.",
    ask="Which comes first in S = σ(X·W), reading from the inside?",
)
def matrix_forward_extra_sigma_of_w(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return X @ sigma(W)


@misconception(
    "matrix_forward_extra",
    did="You applied sigma to X and to W, before the product.",
    ask="Which comes first in S = σ(X·W), reading from the inside?",
)
def matrix_forward_extra_sigma_of_both(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return sigma(X) @ sigma(W)


@misconception(
    "matrix_forward_extra",
    did="You returned X·W as it is: sigma was never applied.",
    ask="What is to happen to N before it is returned?",
)
def matrix_forward_extra_no_sigma(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return X @ W


@misconception(
    "matrix_forward_extra",
    did="You multiplied the matrices element by element.",
    ask="How many products are added up for the number at row 0, column 0 of N?",
)
def matrix_forward_extra_elementwise(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return sigma(X * W)


@misconception(
    "matrix_forward_extra",
    did="You multiplied W by X, in the wrong order.",
    ask="Is W·X the same as X·W for matrices?",
)
def matrix_forward_extra_order(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return sigma(W @ X)


@misconception(
    "matrix_forward_extra",
    did="You multiplied X by the transpose of W.",
    ask="A row of X meets a column of W. What does it meet after W is transposed?",
)
def matrix_forward_extra_w_transposed(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return sigma(X @ W.T)


@misconception(
    "matrix_forward_extra",
    did="You returned the slope of sigma at N, not its value.",
    ask="This is the way forward. Which function of this unit is the one for slopes?",
)
def matrix_forward_extra_slope(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return deriv(sigma, X @ W)


@misconception(
    "matrix_forward_extra",
    did="You applied sigma twice.",
    ask="If N has been through sigma already, what happens when it goes through again?",
)
def matrix_forward_extra_twice(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return sigma(sigma(X @ W))


@misconception(
    "matrix_forward_extra",
    did="You added everything up: one number is left.",
    ask="Which shape does S have?",
)
def matrix_forward_extra_summed(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return np.sum(sigma(X @ W))


@misconception("matrix_forward_extra", did=_SQUEEZED, ask=_SQUEEZED_ASK)
def matrix_forward_extra_squeezed(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return np.squeeze(sigma(X @ W))


@misconception("matrix_forward_extra", did=_WHOLE, ask=_WHOLE_ASK)
def matrix_forward_extra_int_result(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    S = np.zeros_like(X @ W)
    S[...] = sigma(X @ W)
    return S


# matrix_function_backward_1


@misconception(
    "matrix_function_backward_1",
    did="You multiplied the slope of sigma by Wᵀ element by element.",
    ask="σ′(N) has the shape (m, p) and X the shape (m, n). Which product leads from one to the other?",
)
def matrix_function_backward_1_elementwise(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return deriv(sigma, X @ W) * W.T


@misconception(
    "matrix_function_backward_1",
    did="Your assertion compares the rows of X with the columns of W.",
    ask="A row of X meets a column of W: which two sizes must agree for that?",
    code="asserts p0.shape[0] == p1.shape[1]",
)
def matrix_function_backward_1_asserts_outer_sizes(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    assert X.shape[0] == W.shape[1], f"{X.shape} and {W.shape}"
    return deriv(sigma, X @ W) @ W.T


@misconception(
    "matrix_function_backward_1",
    did="You multiplied the slope of sigma by W without transposing it.",
    ask="σ′(N) has p columns. How many rows must the next factor have?",
)
def matrix_function_backward_1_not_transposed(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return deriv(sigma, X @ W) @ W


@misconception("matrix_function_backward_1", did=_AT_OUTPUT, ask=_AT_OUTPUT_ASK)
def matrix_function_backward_1_at_output(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return deriv(sigma, sigma(X @ W)) @ W.T


@misconception("matrix_function_backward_1", did=_VALUE, ask=_VALUE_ASK)
def matrix_function_backward_1_value(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return sigma(X @ W) @ W.T


@misconception("matrix_function_backward_1", did=_NO_SIGMA_PARAMETER, ask=_NO_SIGMA_PARAMETER_ASK)
def matrix_function_backward_1_sigmoid(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return deriv(sigmoid, X @ W) @ W.T


@misconception(
    "matrix_function_backward_1",
    did="You returned the slopes by W: Xᵀ·σ′(N).",
    ask="Which of the two matrices moves here, and which shape has it?",
)
def matrix_function_backward_1_by_w(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return X.T @ deriv(sigma, X @ W)


@misconception(
    "matrix_function_backward_1",
    did="You multiplied in the wrong order: Wᵀ stands on the left.",
    ask="Which of the factors has m rows, like the answer?",
)
def matrix_function_backward_1_order(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return W.T @ deriv(sigma, X @ W)


@misconception(
    "matrix_function_backward_1",
    did="Your numbers are right, but rows and columns are exchanged.",
    ask="Which shape has X, and which have its slopes?",
)
def matrix_function_backward_1_transposed(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return W @ deriv(sigma, X @ W).T


@misconception("matrix_function_backward_1", did=_NO_SLOPE, ask=_NO_SLOPE_ASK)
def matrix_function_backward_1_no_slope(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return np.ones((X @ W).shape) @ W.T


@misconception(
    "matrix_function_backward_1",
    did="You took the slope of sigma at X.",
    ask="Which matrix does sigma receive on the way forward?",
)
def matrix_function_backward_1_at_x(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return deriv(sigma, X) * np.sum(W, axis=1)


@misconception(
    "matrix_function_backward_1",
    did="You handed deriv the whole way forward: it moves all the numbers of X at once.",
    ask="The answer has a number for each number of X. Can they be told apart if all of them move together?",
    code="uses deriv",
)
def matrix_function_backward_1_moves_all(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return deriv(lambda moved: sigma(moved @ W), X)


@misconception("matrix_function_backward_1", did=_FORWARD_DIFFERENCE, ask=_FORWARD_DIFFERENCE_ASK)
def matrix_function_backward_1_forward_difference(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    N = X @ W
    return (sigma(N + 0.001) - sigma(N)) / 0.001 @ W.T


@misconception("matrix_function_backward_1", did=_DERIV_OF_MATRIX, ask=_DERIV_OF_MATRIX_ASK, code="uses deriv")
def matrix_function_backward_1_deriv_of_matrix(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return deriv(sigma, X @ W) @ deriv(W, (1, 0))  # type: ignore[arg-type]


@misconception("matrix_function_backward_1", did=_WHOLE, ask=_WHOLE_ASK)
def matrix_function_backward_1_int_result(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    slopes = np.zeros_like(X)
    slopes[...] = deriv(sigma, X @ W) @ W.T
    return slopes


@misconception("matrix_function_backward_1", did=_SQUEEZED, ask=_SQUEEZED_ASK)
def matrix_function_backward_1_squeezed(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return np.squeeze(deriv(sigma, X @ W) @ W.T)


# matrix_function_forward_sum


@misconception(
    "matrix_function_forward_sum",
    did="You added along one axis only: a row of sums, one for each column, is left.",
    ask="How many numbers is the loss? Over which axes must the sum go?",
)
def matrix_function_forward_sum_columns(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return np.sum(sigma(X @ W), axis=0)


@misconception(
    "matrix_function_forward_sum",
    did="Your assertion compares the rows of X with the columns of W.",
    ask="A row of X meets a column of W: which two sizes must agree for that?",
    code="asserts p0.shape[0] == p1.shape[1]",
)
def matrix_function_forward_sum_asserts_outer_sizes(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    assert X.shape[0] == W.shape[1], f"{X.shape} and {W.shape}"
    return np.sum(sigma(X @ W))


@misconception(
    "matrix_function_forward_sum",
    did="You added along one axis only: a sum for each row is left.",
    ask="How many numbers is the loss? Over which axes must the sum go?",
)
def matrix_function_forward_sum_rows(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return np.sum(sigma(X @ W), axis=1)


@misconception(
    "matrix_function_forward_sum",
    did="You took the mean of all the numbers.",
    ask="Does the formula divide by how many there are?",
)
def matrix_function_forward_sum_mean(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return np.mean(sigma(X @ W))


@misconception(
    "matrix_function_forward_sum",
    did="You added up first, and applied sigma to the sum.",
    ask="Is σ(a) + σ(b) the same as σ(a + b)?",
)
def matrix_function_forward_sum_sigma_of_sum(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return sigma(np.sum(X @ W))


@misconception(
    "matrix_function_forward_sum",
    did="You added up N = X·W: sigma was never applied.",
    ask="What is to happen to N before the sum?",
)
def matrix_function_forward_sum_no_sigma(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return np.sum(X @ W)


@misconception(
    "matrix_function_forward_sum",
    did="You returned S itself: it is not added up.",
    ask="How many numbers is the loss?",
)
def matrix_function_forward_sum_not_added(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return sigma(X @ W)


@misconception(
    "matrix_function_forward_sum",
    did="Your sum is right, but it comes as a matrix of shape (1, 1).",
    ask="Does the docstring promise a matrix or one number?",
)
def matrix_function_forward_sum_keeps_axes(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return np.sum(sigma(X @ W), keepdims=True)


@misconception(
    "matrix_function_forward_sum",
    did="You added the squares of the numbers.",
    ask="Is there a square in the formula?",
)
def matrix_function_forward_sum_squares(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return np.sum(sigma(X @ W) ** 2)


@misconception(
    "matrix_function_forward_sum",
    did="You added the numbers without their signs.",
    ask="What do 2 and −1 add up to?",
)
def matrix_function_forward_sum_absolute(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return np.sum(np.abs(sigma(X @ W)))


@misconception(
    "matrix_function_forward_sum",
    did="You added the numbers of the diagonal only.",
    ask="Which numbers of S are in the sum?",
)
def matrix_function_forward_sum_trace(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return np.trace(sigma(X @ W))


@misconception("matrix_function_forward_sum", did=_NO_SIGMA_PARAMETER, ask=_NO_SIGMA_PARAMETER_ASK)
def matrix_function_forward_sum_sigmoid(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return np.sum(sigmoid(X @ W))


@misconception(
    "matrix_function_forward_sum",
    did="You multiplied the matrices element by element.",
    ask="How many products are added up for the number at row 0, column 0 of N?",
)
def matrix_function_forward_sum_elementwise(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return np.sum(sigma(X * W))


@misconception(
    "matrix_function_forward_sum",
    did="You multiplied W by X, in the wrong order.",
    ask="Is W·X the same as X·W for matrices?",
)
def matrix_function_forward_sum_order(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return np.sum(sigma(W @ X))


@misconception(
    "matrix_function_forward_sum",
    did="Your sum ends with the first row.",
    ask="At which line is your `return`, inside the loop or after it?",
)
def matrix_function_forward_sum_first_row(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return np.sum(sigma(X @ W)[0])


# matrix_function_backward_sum_1


@misconception(
    "matrix_function_backward_sum_1",
    did="You multiplied by Wᵀ element by element.",
    ask="∂L/∂N has the shape (m, p) and X the shape (m, n). Which product leads from one to the other?",
)
def matrix_function_backward_sum_1_elementwise(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    dLdS = np.ones_like(matrix_function_forward_sum(X, W, sigma))
    return dLdS * deriv(sigma, X @ W) * W.T


@misconception(
    "matrix_function_backward_sum_1",
    did="Your assertion compares the rows of X with the columns of W.",
    ask="A row of X meets a column of W: which two sizes must agree for that?",
    code="asserts p0.shape[0] == p1.shape[1]",
)
def matrix_function_backward_sum_1_asserts_outer_sizes(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    assert X.shape[0] == W.shape[1], f"{X.shape} and {W.shape}"
    return deriv(sigma, X @ W) @ W.T


@misconception(
    "matrix_function_backward_sum_1",
    did="You divided by the number of outputs: these are the slopes of the mean.",
    ask="By how much does a sum grow when one of its terms grows by 0.1?",
)
def matrix_function_backward_sum_1_mean(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    N = X @ W
    return (np.ones(N.shape) / N.size * deriv(sigma, N)) @ W.T


@misconception(
    "matrix_function_backward_sum_1",
    did="You took the slope of sigma at the sum of all of N.",
    ask="Does sigma receive the sum, or every number of N by itself?",
)
def matrix_function_backward_sum_1_at_sum(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    N = X @ W
    return deriv(sigma, np.sum(N)) * np.ones(N.shape) @ W.T


@misconception("matrix_function_backward_sum_1", did=_AT_OUTPUT, ask=_AT_OUTPUT_ASK)
def matrix_function_backward_sum_1_at_output(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return deriv(sigma, sigma(X @ W)) @ W.T


@misconception("matrix_function_backward_sum_1", did=_VALUE, ask=_VALUE_ASK)
def matrix_function_backward_sum_1_value(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return sigma(X @ W) @ W.T


@misconception(
    "matrix_function_backward_sum_1",
    did="You used S itself as the slopes of L by S.",
    ask="By how much does a sum grow when one of its terms grows by 0.1?",
)
def matrix_function_backward_sum_1_upstream_s(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    N = X @ W
    return (sigma(N) * deriv(sigma, N)) @ W.T


@misconception(
    "matrix_function_backward_sum_1",
    did="You multiplied by the loss L on the way back.",
    ask="By how much does a sum grow when one of its terms grows by 0.1?",
)
def matrix_function_backward_sum_1_upstream_loss(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return np.sum(sigma(X @ W)) * deriv(sigma, X @ W) @ W.T


@misconception(
    "matrix_function_backward_sum_1",
    did="The slope of sigma stands twice in your product.",
    ask="How often does N go through sigma on the way to L?",
)
def matrix_function_backward_sum_1_slope_twice(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    dSdN = deriv(sigma, X @ W)
    return (dSdN * dSdN) @ W.T


@misconception("matrix_function_backward_sum_1", did=_NO_SIGMA_PARAMETER, ask=_NO_SIGMA_PARAMETER_ASK)
def matrix_function_backward_sum_1_sigmoid(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return deriv(sigmoid, X @ W) @ W.T


@misconception(
    "matrix_function_backward_sum_1",
    did="You multiplied by W without transposing it.",
    ask="∂L/∂N has p columns. How many rows must the next factor have?",
)
def matrix_function_backward_sum_1_not_transposed(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return deriv(sigma, X @ W) @ W


@misconception(
    "matrix_function_backward_sum_1",
    did="You returned the slopes by W: Xᵀ·σ′(N).",
    ask="Which of the two matrices moves here, and which shape has it?",
)
def matrix_function_backward_sum_1_by_w(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return X.T @ deriv(sigma, X @ W)


@misconception(
    "matrix_function_backward_sum_1",
    did="You multiplied in the wrong order: Wᵀ stands on the left.",
    ask="Which of the factors has m rows, like the answer?",
)
def matrix_function_backward_sum_1_order(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return W.T @ deriv(sigma, X @ W)


@misconception("matrix_function_backward_sum_1", did=_NO_SLOPE, ask=_NO_SLOPE_ASK)
def matrix_function_backward_sum_1_no_slope(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return np.ones((X @ W).shape) @ W.T


@misconception(
    "matrix_function_backward_sum_1",
    did="You handed deriv the whole way to L: it moves all the numbers of X at once, and one slope is left.",
    ask="The answer has a number for each number of X. Can they be told apart if all of them move together?",
    code="uses deriv",
)
def matrix_function_backward_sum_1_moves_all(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return deriv(lambda moved: matrix_function_forward_sum(moved, W, sigma), X)  # type: ignore[arg-type, return-value]


@misconception(
    "matrix_function_backward_sum_1",
    did="You added the rows of the slopes up: one row is left.",
    ask="Does every number of X have a slope of its own?",
)
def matrix_function_backward_sum_1_rows_added(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return np.sum(deriv(sigma, X @ W) @ W.T, axis=0, keepdims=True)


@misconception("matrix_function_backward_sum_1", did=_FORWARD_DIFFERENCE, ask=_FORWARD_DIFFERENCE_ASK)
def matrix_function_backward_sum_1_forward_difference(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    N = X @ W
    return (sigma(N + 0.001) - sigma(N)) / 0.001 @ W.T


@misconception("matrix_function_backward_sum_1", did=_WHOLE, ask=_WHOLE_ASK)
def matrix_function_backward_sum_1_int_result(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    slopes = np.zeros_like(X)
    slopes[...] = deriv(sigma, X @ W) @ W.T
    return slopes


# matrix_function_backward_sum_2


@misconception(
    "matrix_function_backward_sum_2",
    did="You multiplied by Xᵀ element by element.",
    ask="∂L/∂N has the shape (m, p) and W the shape (n, p). Which product leads from one to the other?",
)
def matrix_function_backward_sum_2_elementwise(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    dLdS = np.ones_like(matrix_function_forward_sum(X, W, sigma))
    return X.T * (dLdS * deriv(sigma, X @ W))


@misconception(
    "matrix_function_backward_sum_2",
    did="Your assertion compares the rows of X with the columns of W.",
    ask="A row of X meets a column of W: which two sizes must agree for that?",
    code="asserts p0.shape[0] == p1.shape[1]",
)
def matrix_function_backward_sum_2_asserts_outer_sizes(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    assert X.shape[0] == W.shape[1], f"{X.shape} and {W.shape}"
    return X.T @ deriv(sigma, X @ W)


@misconception(
    "matrix_function_backward_sum_2",
    did="You divided by the number of outputs: these are the slopes of the mean.",
    ask="By how much does a sum grow when one of its terms grows by 0.1?",
)
def matrix_function_backward_sum_2_mean(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    N = X @ W
    return X.T @ (np.ones(N.shape) / N.size * deriv(sigma, N))


@misconception(
    "matrix_function_backward_sum_2",
    did="You divided by the number of rows of X.",
    ask="By how much does a sum grow when one of its terms grows by 0.1?",
)
def matrix_function_backward_sum_2_mean_of_rows(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return X.T @ deriv(sigma, X @ W) / len(X)


@misconception(
    "matrix_function_backward_sum_2",
    did="You took the slope of sigma at the sum of all of N.",
    ask="Does sigma receive the sum, or every number of N by itself?",
)
def matrix_function_backward_sum_2_at_sum(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    N = X @ W
    return X.T @ (deriv(sigma, np.sum(N)) * np.ones(N.shape))


@misconception("matrix_function_backward_sum_2", did=_AT_OUTPUT, ask=_AT_OUTPUT_ASK)
def matrix_function_backward_sum_2_at_output(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return X.T @ deriv(sigma, sigma(X @ W))


@misconception("matrix_function_backward_sum_2", did=_VALUE, ask=_VALUE_ASK)
def matrix_function_backward_sum_2_value(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return X.T @ sigma(X @ W)


@misconception(
    "matrix_function_backward_sum_2",
    did="You used S itself as the slopes of L by S.",
    ask="By how much does a sum grow when one of its terms grows by 0.1?",
)
def matrix_function_backward_sum_2_upstream_s(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    N = X @ W
    return X.T @ (sigma(N) * deriv(sigma, N))


@misconception("matrix_function_backward_sum_2", did=_NO_SIGMA_PARAMETER, ask=_NO_SIGMA_PARAMETER_ASK)
def matrix_function_backward_sum_2_sigmoid(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return X.T @ deriv(sigmoid, X @ W)


@misconception(
    "matrix_function_backward_sum_2",
    did="You multiplied by X without transposing it.",
    ask="∂L/∂N has m rows. How many columns must the factor on its left have?",
)
def matrix_function_backward_sum_2_not_transposed(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return X @ deriv(sigma, X @ W)


@misconception(
    "matrix_function_backward_sum_2",
    did="You returned the slopes by X: σ′(N)·Wᵀ.",
    ask="Which of the two matrices moves here, and which shape has it?",
)
def matrix_function_backward_sum_2_by_x(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return deriv(sigma, X @ W) @ W.T


@misconception(
    "matrix_function_backward_sum_2",
    did="You multiplied in the wrong order: Xᵀ stands on the right.",
    ask="Which of the factors has n rows, like the answer?",
)
def matrix_function_backward_sum_2_order(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return deriv(sigma, X @ W) @ X.T


@misconception(
    "matrix_function_backward_sum_2",
    did="Your numbers are right, but rows and columns are exchanged.",
    ask="Which shape has W, and which have its slopes?",
)
def matrix_function_backward_sum_2_transposed(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return deriv(sigma, X @ W).T @ X


@misconception("matrix_function_backward_sum_2", did=_NO_SLOPE, ask=_NO_SLOPE_ASK)
def matrix_function_backward_sum_2_no_slope(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return X.T @ np.ones((X @ W).shape)


@misconception(
    "matrix_function_backward_sum_2",
    did="You handed deriv the whole way to L: it moves all the numbers of W at once, and one slope is left.",
    ask="The answer has a number for each number of W. Can they be told apart if all of them move together?",
    code="uses deriv",
)
def matrix_function_backward_sum_2_moves_all(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    return deriv(lambda moved: matrix_function_forward_sum(X, moved, sigma), W)  # type: ignore[arg-type, return-value]


@misconception("matrix_function_backward_sum_2", did=_FORWARD_DIFFERENCE, ask=_FORWARD_DIFFERENCE_ASK)
def matrix_function_backward_sum_2_forward_difference(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    N = X @ W
    return X.T @ ((sigma(N + 0.001) - sigma(N)) / 0.001)


@misconception("matrix_function_backward_sum_2", did=_WHOLE, ask=_WHOLE_ASK)
def matrix_function_backward_sum_2_int_result(X: ndarray, W: ndarray, sigma: Array_Function) -> Any:
    slopes = np.zeros_like(W)
    slopes[...] = X.T @ deriv(sigma, X @ W)
    return slopes
