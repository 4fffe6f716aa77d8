# ruff: noqa: D103, ARG001, ARG005  they are what students write
"""Wrong solutions of training."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import ndarray

from grader.course.misconceptions import misconception
from solutions.derivatives import approximate_derivative, deriv
from solutions.functions import sigmoid
from solutions.multiple_inputs import gradient

# two_layer_loss


@misconception(
    "two_layer_loss",
    did="You doubled the difference where it is to be squared.",
    ask="What is 3², worked by hand, and what is 3 · 2? And can a loss be negative?",
)
def two_layer_loss_doubles(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    return (w2 * (w1 * x + b1) + b2 - y) * 2


@misconception(
    "two_layer_loss",
    did="You took b2 away from the second layer.",
    ask="What does a bias do to what a layer gives?",
)
def two_layer_loss_minus_bias(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    return (w2 * (w1 * x + b1) - b2 - y) ** 2


@misconception(
    "two_layer_loss",
    did="You doubled the difference where it is to be squared, and took b2 away.",
    ask="What is 3², worked by hand? And what does a bias do to what a layer gives?",
)
def two_layer_loss_as_misprinted(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    return (w2 * (w1 * x + b1) - b2 - y) * 2


@misconception(
    "two_layer_loss",
    did="You returned the difference itself, without the square.",
    ask="Can a loss be negative?",
)
def two_layer_loss_no_square(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    return w2 * (w1 * x + b1) + b2 - y


@misconception(
    "two_layer_loss",
    did="You returned the absolute difference.",
    ask="The loss is a squared error. What is done with the difference?",
)
def two_layer_loss_absolute(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    return abs(w2 * (w1 * x + b1) + b2 - y)


@misconception(
    "two_layer_loss",
    did="You halved the squared error.",
    ask="Some books put ½ before the square. Does this exercise?",
)
def two_layer_loss_half(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    return 0.5 * (w2 * (w1 * x + b1) + b2 - y) ** 2


@misconception(
    "two_layer_loss",
    did="In yours, w2 multiplies w1·x but not b1.",
    ask="What does the second layer receive from the first: w1·x, or w1·x + b1?",
)
def two_layer_loss_bias_outside(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    return (w2 * w1 * x + b1 + b2 - y) ** 2


@misconception(
    "two_layer_loss",
    did="The bias of the first layer is missing.",
    ask="Where does b1 enter?",
)
def two_layer_loss_without_b1(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    return (w2 * (w1 * x) + b2 - y) ** 2


@misconception(
    "two_layer_loss",
    did="The bias of the second layer is missing.",
    ask="Where does b2 enter?",
)
def two_layer_loss_without_b2(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    return (w2 * (w1 * x + b1) - y) ** 2


@misconception(
    "two_layer_loss",
    did="The two layers have changed places.",
    ask="Which layer receives x?",
)
def two_layer_loss_layers_swapped(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    return (w1 * (w2 * x + b2) + b1 - y) ** 2


@misconception(
    "two_layer_loss",
    did="The two biases have changed places.",
    ask="Which bias belongs to the layer that receives x?",
)
def two_layer_loss_biases_swapped(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    return (w2 * (w1 * x + b2) + b1 - y) ** 2


@misconception(
    "two_layer_loss",
    did="Only y is squared: the square binds more tightly than the minus.",
    ask="What must stand around the difference, so that all of it is squared?",
)
def two_layer_loss_squares_y(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    return w2 * (w1 * x + b1) + b2 - y**2


@misconception(
    "two_layer_loss",
    did="Only the prediction is squared, and then y is taken away.",
    ask="What is squared first, the prediction or its distance to y?",
)
def two_layer_loss_squares_prediction(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    return (w2 * (w1 * x + b1) + b2) ** 2 - y


@misconception(
    "two_layer_loss",
    did="You added y to the prediction.",
    ask="How far apart are 5 and 3: 8, or 2?",
)
def two_layer_loss_adds_y(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    return (w2 * (w1 * x + b1) + b2 + y) ** 2


@misconception(
    "two_layer_loss",
    did="x and y have changed places.",
    ask="Which of the two goes into the first layer?",
)
def two_layer_loss_x_and_y_swapped(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    return (w2 * (w1 * y + b1) + b2 - x) ** 2


@misconception(
    "two_layer_loss",
    did="You put a sigmoid between the layers.",
    ask="Both layers are linear. What stands between them?",
)
def two_layer_loss_with_sigmoid(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    return (w2 * sigmoid(np.array(w1 * x + b1)) + b2 - y) ** 2


@misconception(
    "two_layer_loss",
    did="You returned the prediction, not the loss.",
    ask="How wrong is the prediction?",
)
def two_layer_loss_prediction(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    return w2 * (w1 * x + b1) + b2


# two_layer_gradients


@misconception(
    "two_layer_gradients",
    did="Your four slopes are half as large as they should be.",
    ask="What is the slope of e² at e = 3?",
)
def two_layer_gradients_half(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    h = w1 * x + b1
    e = w2 * h + b2 - y
    return e * w2 * x, e * w2, e * h, e


@misconception(
    "two_layer_gradients",
    did="The signs of your slopes are the wrong way round.",
    ask="If the prediction is above y and b2 grows, does the loss grow or shrink?",
)
def two_layer_gradients_negated(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    h = w1 * x + b1
    e = 2 * (y - (w2 * h + b2))
    return e * w2 * x, e * w2, e * h, e


@misconception(
    "two_layer_gradients",
    did="The slopes of the first layer do not pass through the second: w2 is missing in them.",
    ask="By how much does the prediction move when h moves by a little?",
)
def two_layer_gradients_without_w2(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    h = w1 * x + b1
    e = 2 * (w2 * h + b2 - y)
    return e * x, e, e * h, e


@misconception(
    "two_layer_gradients",
    did="The slope by w1 lacks its last factor.",
    ask="By how much does h move when w1 moves by a little?",
)
def two_layer_gradients_without_x(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    h = w1 * x + b1
    e = 2 * (w2 * h + b2 - y)
    return e * w2, e * w2, e * h, e


@misconception(
    "two_layer_gradients",
    did="The slope by w2 is multiplied by x.",
    ask="Which number does w2 multiply: x, or what the first layer gives?",
)
def two_layer_gradients_x_for_h(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    h = w1 * x + b1
    e = 2 * (w2 * h + b2 - y)
    return e * w2 * x, e * w2, e * x, e


@misconception(
    "two_layer_gradients",
    did="In the slope by w2 the bias b1 is missing.",
    ask="Which number does w2 multiply: w1·x, or w1·x + b1?",
)
def two_layer_gradients_h_without_bias(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    e = 2 * (w2 * (w1 * x + b1) + b2 - y)
    return e * w2 * x, e * w2, e * w1 * x, e


@misconception(
    "two_layer_gradients",
    did="The slopes of the first layer are multiplied by w1 where they pass the second.",
    ask="Whose slope is it that h meets on its way to the prediction?",
)
def two_layer_gradients_w1_for_w2(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    h = w1 * x + b1
    e = 2 * (w2 * h + b2 - y)
    return e * w1 * x, e * w1, e * h, e


@misconception(
    "two_layer_gradients",
    did="Your slopes come in the order w1, w2, b1, b2.",
    ask="In which order does the function take its parameters?",
)
def two_layer_gradients_weights_first(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    h = w1 * x + b1
    e = 2 * (w2 * h + b2 - y)
    return e * w2 * x, e * h, e * w2, e


@misconception(
    "two_layer_gradients",
    did="Your slopes come in the order in which they are found on the way back, w2 and b2 first.",
    ask="In which order does the function take its parameters?",
)
def two_layer_gradients_last_layer_first(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    h = w1 * x + b1
    e = 2 * (w2 * h + b2 - y)
    return e * h, e, e * w2 * x, e * w2


@misconception(
    "two_layer_gradients",
    did="Those are the slopes of the prediction: the slope of the square is missing.",
    ask="By how much does the loss move when the prediction moves by a little?",
)
def two_layer_gradients_of_prediction(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    return w2 * x, w2, w1 * x + b1, 1.0


@misconception(
    "two_layer_gradients",
    did="You took the slope of the square at the prediction; y is missing.",
    ask="What is squared: the prediction, or its distance to y?",
)
def two_layer_gradients_without_y(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    h = w1 * x + b1
    e = 2 * (w2 * h + b2)
    return e * w2 * x, e * w2, e * h, e


@misconception(
    "two_layer_gradients",
    did="You multiplied by the squared difference in place of the slope of the square.",
    ask="What is the slope of e² at e = 3: 9, or 6?",
)
def two_layer_gradients_loss_for_slope(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    h = w1 * x + b1
    loss = (w2 * h + b2 - y) ** 2
    return loss * w2 * x, loss * w2, loss * h, loss


@misconception(
    "two_layer_gradients",
    did="Your slopes come from forward differences, which miss them by about a thousandth.",
    ask="The chain rule gives them without a step. Which four products are they?",
)
def two_layer_gradients_forward(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    def loss(v1: float, c1: float, v2: float, c2: float) -> float:
        return float(v2 * (v1 * x + c1) + c2 - y) ** 2

    here = loss(w1, b1, w2, b2)
    return (
        (loss(w1 + 0.001, b1, w2, b2) - here) / 0.001,
        (loss(w1, b1 + 0.001, w2, b2) - here) / 0.001,
        (loss(w1, b1, w2 + 0.001, b2) - here) / 0.001,
        (loss(w1, b1, w2, b2 + 0.001) - here) / 0.001,
    )


@misconception(
    "two_layer_gradients",
    did="You returned an array of the four slopes.",
    ask="Which type does the exercise ask for?",
)
def two_layer_gradients_array(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    h = w1 * x + b1
    e = 2 * (w2 * h + b2 - y)
    return np.array([e * w2 * x, e * w2, e * h, e])


@misconception(
    "two_layer_gradients",
    did="You returned a list of the four slopes.",
    ask="Which type does the exercise ask for?",
)
def two_layer_gradients_list(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    h = w1 * x + b1
    e = 2 * (w2 * h + b2 - y)
    return [e * w2 * x, e * w2, e * h, e]


@misconception(
    "two_layer_gradients",
    did="You returned the slopes by the two weights only.",
    ask="Which parameters does the model have besides its weights?",
)
def two_layer_gradients_weights_only(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    h = w1 * x + b1
    e = 2 * (w2 * h + b2 - y)
    return e * w2 * x, e * h


@misconception(
    "two_layer_gradients",
    did="In the slopes of the first layer the 2 of the square is missing.",
    ask="Every way back begins with the same slope. Is it the same in all four?",
)
def two_layer_gradients_half_in_first(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    h = w1 * x + b1
    e = w2 * h + b2 - y
    return e * w2 * x, e * w2, 2 * e * h, 2 * e


# gradient_check


def _relative(a: Any, b: Any) -> Any:
    return np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))


@misconception(
    "gradient_check",
    did="You returned the mean of the relative errors.",
    ask="If one slope of a thousand is wrong, what does the mean say?",
)
def gradient_check_mean(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    return np.mean(_relative(grad(x), gradient(func, x, p)))


@misconception(
    "gradient_check",
    did="You added the relative errors up.",
    ask="Which one of the relative errors is asked for?",
)
def gradient_check_sum(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    return np.sum(_relative(grad(x), gradient(func, x, p)))


@misconception(
    "gradient_check",
    did="You returned the smallest of the relative errors.",
    ask="Is a gradient right as soon as one of its slopes is?",
)
def gradient_check_smallest(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    return np.min(_relative(grad(x), gradient(func, x, p)))


@misconception(
    "gradient_check",
    did="You returned all the relative errors.",
    ask="One number is asked for: which of them?",
)
def gradient_check_all(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    return _relative(grad(x), gradient(func, x, p))


@misconception(
    "gradient_check",
    did="You returned the largest absolute error: it is not divided by anything.",
    ask="Is an error of 0.1 large? What does that depend on?",
)
def gradient_check_absolute(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    return np.max(np.abs(grad(x) - gradient(func, x, p)))


@misconception(
    "gradient_check",
    did="The difference keeps its sign, so that slopes that are too small count as errors below 0.",
    ask="Is −2 a smaller error than 1?",
)
def gradient_check_signed(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    a, b = grad(x), gradient(func, x, p)
    return np.max((a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)))


@misconception(
    "gradient_check",
    did="You divided by the larger of the two slopes, not by the sum of their sizes.",
    ask="What stands below the fraction bar?",
)
def gradient_check_by_larger(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    a, b = grad(x), gradient(func, x, p)
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.maximum(np.abs(a), np.abs(b))))


@misconception(
    "gradient_check",
    did="You divided by the size of the difference quotient only.",
    ask="What stands below the fraction bar besides |b|?",
)
def gradient_check_by_numeric(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    a, b = grad(x), gradient(func, x, p)
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(b)))


@misconception(
    "gradient_check",
    did="You divided by the size of the claimed slope only.",
    ask="What stands below the fraction bar besides |a|?",
)
def gradient_check_by_claimed(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    a, b = grad(x), gradient(func, x, p)
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a)))


@misconception(
    "gradient_check",
    did="Below the fraction bar the slopes are added with their signs, and opposite ones cancel.",
    ask="What are |−3| + |3| and |−3 + 3|?",
)
def gradient_check_size_of_sum(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    a, b = grad(x), gradient(func, x, p)
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a + b)))


@misconception(
    "gradient_check",
    did="Your quotient has no floor: where both slopes are 0 it is 0 / 0.",
    ask="What keeps the number below the fraction bar away from 0?",
)
def gradient_check_no_floor(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    a, b = grad(x), gradient(func, x, p)
    return np.max(np.abs(a - b) / (np.abs(a) + np.abs(b)))


@misconception(
    "gradient_check",
    did="You added the floor to the sizes of the slopes instead of taking the larger of the two.",
    ask="What is max(10⁻⁸, 4·10⁻⁹)?",
)
def gradient_check_floor_added(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    a, b = grad(x), gradient(func, x, p)
    return np.max(np.abs(a - b) / (np.abs(a) + np.abs(b) + 1e-8))


@misconception(
    "gradient_check",
    did="Your differences do not use the step `p` of this function, but their own usual one.",
    ask="Which step does `gradient` take when it is not told any?",
)
def gradient_check_step_not_passed(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    return np.max(_relative(grad(x), gradient(func, x)))


@misconception(
    "gradient_check",
    did="Your step is 10⁻⁵, whatever `p` the caller gives.",
    ask="Where does `p` enter your computation?",
)
def gradient_check_ignores_step(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    return np.max(_relative(grad(x), gradient(func, x, 1e-5)))


@misconception(
    "gradient_check",
    did="Your step, when none is given, is 0.001.",
    ask="Which default does `p` have in the exercise?",
)
def gradient_check_larger_default(func: Any, grad: Any, x: ndarray, p: float = 1e-3) -> Any:
    return np.max(_relative(grad(x), gradient(func, x, p)))


@misconception(
    "gradient_check",
    did="Your differences are taken to one side only.",
    ask="How small can the error of a right gradient get with a forward difference, and with a central one?",
)
def gradient_check_forward(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    b = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        moved = x.copy()
        moved[i] += p
        b[i] = (func(moved) - func(x)) / p
    return np.max(_relative(grad(x), b))


@misconception(
    "gradient_check",
    did="You moved all the numbers of x at once.",
    ask="Each slope belongs to one number of x. Which ones stand still for it?",
)
def gradient_check_moves_all(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    return np.max(_relative(grad(x), (func(x + p) - func(x - p)) / (2 * p)))


@misconception(
    "gradient_check",
    did="You compared the lengths of the two gradients as whole vectors.",
    ask="Can two different vectors be equally long? Compare them entry by entry.",
)
def gradient_check_of_lengths(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    a, b = np.linalg.norm(grad(x)), np.linalg.norm(gradient(func, x, p))
    return _relative(a, b)


@misconception(
    "gradient_check",
    did="You compared the two gradients as whole vectors, by the length of their difference.",
    ask="If one slope of a thousand is wrong, how much does the length of the difference show of it?",
)
def gradient_check_by_norms(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    a, b = grad(x), gradient(func, x, p)
    return np.linalg.norm(a - b) / max(1e-8, float(np.linalg.norm(a) + np.linalg.norm(b)))


@misconception(
    "gradient_check",
    did="You returned True or False.",
    ask="How wrong is the gradient? Which number says so?",
)
def gradient_check_yes_or_no(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    return bool(np.max(_relative(grad(x), gradient(func, x, p))) < 1e-6)


# gradient_descent


def _descend(
    X: ndarray,
    y: ndarray,
    W: ndarray,
    sigma: Any,
    rate: float,
    steps: int,
    slope: Any = None,
    loss: Any = None,
) -> tuple[ndarray, ndarray]:
    """The descent, with another slope of the loss by W or another loss."""
    W = np.array(W, dtype=float)
    losses = np.zeros(steps)
    for step in range(steps):
        N = X @ W
        error = sigma(N) - y
        losses[step] = np.mean(error**2) if loss is None else loss(error)
        W = W - rate * (_slope(X, error, N, sigma) if slope is None else slope(X, error, N, sigma))
    return losses, W


def _slope(X: ndarray, error: ndarray, N: ndarray, sigma: Any) -> Any:
    return 2 / error.size * X.T @ (error * deriv(sigma, N))


@misconception(
    "gradient_descent",
    did="Your weights move half as far as they should.",
    ask="What is the slope of e² at e = 3?",
)
def gradient_descent_without_2(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    return _descend(X, y, W, sigma, rate, steps, lambda *all_of: _slope(*all_of) / 2)


@misconception(
    "gradient_descent",
    did="You went down the slope of the sum of the squares; the loss is their mean.",
    ask="By what is a sum divided to make it a mean?",
)
def gradient_descent_of_sum(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    return _descend(X, y, W, sigma, rate, steps, lambda *all_of: _slope(*all_of) * y.size)


@misconception(
    "gradient_descent",
    did="Your slope is divided by the number of observations only.",
    ask="Over how many numbers does the mean go when there are m observations of p outputs?",
)
def gradient_descent_by_rows(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    return _descend(X, y, W, sigma, rate, steps, lambda *all_of: _slope(*all_of) * y.shape[1])


@misconception(
    "gradient_descent",
    did="Your weights go up the slope: the loss grows.",
    ask="If the slope is positive, which way does the loss shrink?",
)
def gradient_descent_ascends(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    return _descend(X, y, W, sigma, -rate, steps)


@misconception(
    "gradient_descent",
    did="Your losses are taken after each update.",
    ask="What is the loss of the weights that you were given, and where is it in your losses?",
)
def gradient_descent_loss_after(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    losses, trained = _descend(X, y, W, sigma, rate, steps)
    return np.append(losses, np.mean((sigma(X @ trained) - y) ** 2))[1:], trained


@misconception(
    "gradient_descent",
    did="You returned one loss more than there are steps.",
    ask="How many updates are there, and how many losses before an update?",
)
def gradient_descent_extra_loss(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    losses, trained = _descend(X, y, W, sigma, rate, steps)
    return np.append(losses, np.mean((sigma(X @ trained) - y) ** 2)), trained


@misconception(
    "gradient_descent",
    did="You made one step too few.",
    ask="Which numbers does range(1, steps) run through?",
)
def gradient_descent_step_too_few(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    return _descend(X, y, W, sigma, rate, max(steps - 1, 0))


@misconception(
    "gradient_descent",
    did="Your numbers are right, but you moved the W that was given.",
    ask="Who else may still need the weights as they were, and what keeps them safe?",
)
def gradient_descent_in_place(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    losses, trained = _descend(X, y, W, sigma, rate, steps)
    W[...] = trained
    return losses, trained


@misconception(
    "gradient_descent",
    did="The slope of sigma is missing in yours.",
    ask="W reaches the loss through N and through sigma. Whose slope do you meet between the two?",
)
def gradient_descent_without_sigma(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    return _descend(X, y, W, sigma, rate, steps, lambda X, e, N, s: 2 / e.size * X.T @ e)


@misconception(
    "gradient_descent",
    did="You took the slope of sigma at S.",
    ask="Which number does sigma receive: N, or S?",
)
def gradient_descent_slope_at_output(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    return _descend(X, y, W, sigma, rate, steps, lambda X, e, N, s: _slope(X, e, s(N), s))


@misconception(
    "gradient_descent",
    did="You multiplied by sigma(N) where the slope of sigma at N belongs.",
    ask="What turns sigma into its slope?",
)
def gradient_descent_value_for_slope(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    return _descend(X, y, W, sigma, rate, steps, lambda X, e, N, s: 2 / e.size * X.T @ (e * s(N)))


@misconception(
    "gradient_descent",
    did="You left the difference S − y out of the slope.",
    ask="What is the slope of (S − y)² by S?",
)
def gradient_descent_without_error(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    return _descend(X, y, W, sigma, rate, steps, lambda X, e, N, s: _slope(X, np.ones_like(e), N, s))


@misconception(
    "gradient_descent",
    did="You computed the slope once, at the weights that were given, and used it in every step.",
    ask="Where do the weights stand at the second step, and how steep is it there?",
)
def gradient_descent_slope_once(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    N = X @ W
    once = _slope(X, sigma(N) - y, N, sigma)
    return _descend(X, y, W, sigma, rate, steps, lambda *_: once)


@misconception(
    "gradient_descent",
    did="Every step of yours starts from the W that was given.",
    ask="Where does the second step start?",
)
def gradient_descent_restarts(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    losses, trained = _descend(X, y, W, sigma, rate, min(steps, 1))
    return np.repeat(losses, max(steps, 1))[:steps], trained


@misconception(
    "gradient_descent",
    did="You returned the W that was given; the updates are lost.",
    ask="Which W do your losses belong to, and which one do you return?",
)
def gradient_descent_returns_first(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    return _descend(X, y, W, sigma, rate, steps)[0], W


@misconception(
    "gradient_descent",
    did="The learning rate has no effect in yours.",
    ask="How far along the slope does one step go?",
)
def gradient_descent_ignores_rate(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    return _descend(X, y, W, sigma, 1.0, steps)


@misconception(
    "gradient_descent",
    did="Your losses are sums of squares; a mean is asked for.",
    ask="By what is a sum divided to make it a mean?",
)
def gradient_descent_sums_losses(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    return _descend(X, y, W, sigma, rate, steps, loss=lambda e: np.sum(e**2))


@misconception(
    "gradient_descent",
    did="Your losses are mean absolute errors; the square is missing.",
    ask="What is done with each difference before the mean is taken?",
)
def gradient_descent_absolute_losses(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    return _descend(X, y, W, sigma, rate, steps, loss=lambda e: np.mean(np.abs(e)))


@misconception(
    "gradient_descent",
    did="You took the square root of each loss.",
    ask="Is the loss the mean of the squares, or its root?",
)
def gradient_descent_root_losses(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    return _descend(X, y, W, sigma, rate, steps, loss=lambda e: np.sqrt(np.mean(e**2)))


@misconception(
    "gradient_descent",
    did="Your losses are half as large as they should be.",
    ask="Some books put ½ before the mean. Does this exercise?",
)
def gradient_descent_half_losses(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    return _descend(X, y, W, sigma, rate, steps, loss=lambda e: np.mean(e**2) / 2)


@misconception(
    "gradient_descent",
    did="You returned a list of losses.",
    ask="Which type does the exercise ask for: what has a shape?",
)
def gradient_descent_list(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    losses, trained = _descend(X, y, W, sigma, rate, steps)
    return list(losses), trained


@misconception(
    "gradient_descent",
    did="You returned the weights first and the losses second.",
    ask="In which order does the exercise ask for the two?",
)
def gradient_descent_order(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    return _descend(X, y, W, sigma, rate, steps)[::-1]


@misconception(
    "gradient_descent",
    did="You returned the weights only.",
    ask="Two things are asked for. What is the other one?",
)
def gradient_descent_weights_only(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    return _descend(X, y, W, sigma, rate, steps)[1]


@misconception(
    "gradient_descent",
    did="You returned the last loss only.",
    ask="How many losses are asked for?",
)
def gradient_descent_last_loss(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    losses, trained = _descend(X, y, W, sigma, rate, steps)
    return (losses[-1] if steps else 0.0), trained


@misconception(
    "gradient_descent",
    did="X is not transposed in your slope.",
    ask="Which shape does W have, and which product of X and the slope by N has that shape?",
)
def gradient_descent_not_transposed(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    return _descend(X, y, W, sigma, rate, steps, lambda X, e, N, s: 2 / e.size * X @ (e * deriv(s, N)))


@misconception(
    "gradient_descent",
    did="You took the slope of a sigmoid, whatever sigma the caller gives.",
    ask="Which function is it that N goes through?",
)
def gradient_descent_sigmoid(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    return _descend(X, y, W, sigma, rate, steps, lambda X, e, N, s: _slope(X, e, N, sigmoid))


@misconception(
    "gradient_descent",
    did="You took the slope of sigma by a forward difference.",
    ask="Which of your functions takes the step to both sides?",
)
def gradient_descent_forward(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    def slope(X: ndarray, e: ndarray, N: ndarray, s: Any) -> Any:
        return 2 / e.size * X.T @ (e * approximate_derivative(s, N))

    return _descend(X, y, W, sigma, rate, steps, slope)


@misconception(
    "gradient_descent",
    did="Your weights stay whole numbers: the moves are cut off.",
    ask="What does an array of ints do with 1 − 0.05?",
)
def gradient_descent_int_weights(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    W = W.copy()
    losses = np.zeros(steps)
    for step in range(steps):
        N = X @ W
        losses[step] = np.mean((sigma(N) - y) ** 2)
        W[...] = W - rate * _slope(X, sigma(N) - y, N, sigma)
    return losses, W
