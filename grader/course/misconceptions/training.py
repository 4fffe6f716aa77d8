# ruff: noqa: ARG001, ARG005  they are what students write
"""Wrong solutions of training."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import ndarray

from grader.course.misconceptions import wrong
from grader.course.misconceptions.families import list_, made, sigmoid_slope
from solutions.derivatives import approximate_derivative, deriv
from solutions.functions import sigmoid
from solutions.multiple_inputs import gradient
from solutions.training import gradient_descent, two_layer_gradients

# two_layer_loss


@wrong("two_layer_loss")
def two_layer_loss_doubles(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """You doubled the difference where it is to be squared.
    What is 3², worked by hand, and what is 3 · 2? And can a loss be negative?"""
    return (w2 * (w1 * x + b1) + b2 - y) * 2


@wrong("two_layer_loss")
def two_layer_loss_of_itself(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """Your loss is 0 for every y: what the network says is compared with itself.
    Is y still the number that you were given when you subtract?"""
    y = w2 * (w1 * x + b1) + b2
    return (y - y) ** 2


@wrong("two_layer_loss")
def two_layer_loss_minus_bias(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """You subtracted b2 in the second layer.
    What does a bias do to what a layer gives?"""
    return (w2 * (w1 * x + b1) - b2 - y) ** 2


@wrong("two_layer_loss")
def two_layer_loss_as_misprinted(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """You doubled the difference where it is to be squared, and subtracted b2.
    What is 3², worked by hand? And what does a bias do to what a layer gives?"""
    return (w2 * (w1 * x + b1) - b2 - y) * 2


@wrong("two_layer_loss")
def two_layer_loss_no_square(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """You returned the difference itself, without the square.
    Can a loss be negative?"""
    return w2 * (w1 * x + b1) + b2 - y


@wrong("two_layer_loss")
def two_layer_loss_absolute(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """You returned the absolute difference.
    The loss is a squared error. What is done with the difference?"""
    return abs(w2 * (w1 * x + b1) + b2 - y)


@wrong("two_layer_loss")
def two_layer_loss_half(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """You halved the squared error.
    Some books put ½ before the square. Does this exercise?"""
    return 0.5 * (w2 * (w1 * x + b1) + b2 - y) ** 2


@wrong("two_layer_loss")
def two_layer_loss_bias_outside(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """In yours, w2 multiplies w1·x but not b1.
    What does the second layer receive from the first: w1·x, or w1·x + b1?"""
    return (w2 * w1 * x + b1 + b2 - y) ** 2


@wrong("two_layer_loss")
def two_layer_loss_without_b1(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """Your first layer has no bias.
    Where does b1 enter?"""
    return (w2 * (w1 * x) + b2 - y) ** 2


@wrong("two_layer_loss")
def two_layer_loss_without_b2(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """Your second layer has no bias.
    Where does b2 enter?"""
    return (w2 * (w1 * x + b1) - y) ** 2


@wrong("two_layer_loss")
def two_layer_loss_layers_swapped(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """Your two layers have changed places.
    Which layer receives x?"""
    return (w1 * (w2 * x + b2) + b1 - y) ** 2


@wrong("two_layer_loss")
def two_layer_loss_biases_swapped(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """Your two biases have changed places.
    Which bias belongs to the layer that receives x?"""
    return (w2 * (w1 * x + b2) + b1 - y) ** 2


@wrong("two_layer_loss")
def two_layer_loss_squares_y(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """You squared only y: the square binds more tightly than the minus.
    What must stand around the difference, so that all of it is squared?"""
    return w2 * (w1 * x + b1) + b2 - y**2


@wrong("two_layer_loss")
def two_layer_loss_squares_prediction(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """You squared the prediction alone, and subtracted y afterwards.
    What is squared first, the prediction or its distance to y?"""
    return (w2 * (w1 * x + b1) + b2) ** 2 - y


@wrong("two_layer_loss")
def two_layer_loss_adds_y(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """You added y to the prediction.
    How far apart are 5 and 3: 8, or 2?"""
    return (w2 * (w1 * x + b1) + b2 + y) ** 2


@wrong("two_layer_loss")
def two_layer_loss_x_and_y_swapped(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """Your x and y have changed places.
    Which of the two goes into the first layer?"""
    return (w2 * (w1 * y + b1) + b2 - x) ** 2


@wrong("two_layer_loss")
def two_layer_loss_with_sigmoid(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """You put a sigmoid between the layers.
    Both layers are linear. What stands between them?"""
    return (w2 * sigmoid(np.array(w1 * x + b1)) + b2 - y) ** 2


@wrong("two_layer_loss")
def two_layer_loss_prediction(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """You returned the prediction, not the loss.
    How wrong is the prediction?"""
    return w2 * (w1 * x + b1) + b2


# two_layer_gradients


@wrong("two_layer_gradients")
def two_layer_gradients_half(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """Your four slopes are half as large as they should be.
    What is the slope of e² at e = 3?"""
    h = w1 * x + b1
    e = w2 * h + b2 - y
    return e * w2 * x, e * w2, e * h, e


@wrong("two_layer_gradients")
def two_layer_gradients_negated(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """The signs of your slopes are the wrong way round.
    If the prediction is above y and b2 grows, does the loss grow or shrink?"""
    h = w1 * x + b1
    e = 2 * (y - (w2 * h + b2))
    return e * w2 * x, e * w2, e * h, e


@wrong("two_layer_gradients")
def two_layer_gradients_without_w2(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """Your slopes by w1 and b1 do not pass through the second layer.
    By how much does the prediction move when h moves by a little?"""
    h = w1 * x + b1
    e = 2 * (w2 * h + b2 - y)
    return e * x, e, e * h, e


@wrong("two_layer_gradients")
def two_layer_gradients_without_x(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """Your slope by w1 lacks its last factor.
    By how much does h move when w1 moves by a little?"""
    h = w1 * x + b1
    e = 2 * (w2 * h + b2 - y)
    return e * w2, e * w2, e * h, e


@wrong("two_layer_gradients")
def two_layer_gradients_x_for_h(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """Your slope by w2 has the factor x.
    Which number does w2 multiply: x, or what the first layer gives?"""
    h = w1 * x + b1
    e = 2 * (w2 * h + b2 - y)
    return e * w2 * x, e * w2, e * x, e


@wrong("two_layer_gradients")
def two_layer_gradients_h_without_bias(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """Your slope by w2 leaves out the bias b1.
    Which number does w2 multiply: w1·x, or w1·x + b1?"""
    e = 2 * (w2 * (w1 * x + b1) + b2 - y)
    return e * w2 * x, e * w2, e * w1 * x, e


@wrong("two_layer_gradients")
def two_layer_gradients_w1_for_w2(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """You multiplied the slopes of the first layer by w1 where they pass the second.
    Whose slope is it that h meets on its way to the prediction?"""
    h = w1 * x + b1
    e = 2 * (w2 * h + b2 - y)
    return e * w1 * x, e * w1, e * h, e


@wrong("two_layer_gradients")
def two_layer_gradients_weights_first(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """Your slopes come in the order w1, w2, b1, b2.
    In which order does the function take its parameters?"""
    h = w1 * x + b1
    e = 2 * (w2 * h + b2 - y)
    return e * w2 * x, e * h, e * w2, e


@wrong("two_layer_gradients")
def two_layer_gradients_last_layer_first(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """Your slopes come in the order in which they are found on the way back, w2 and b2 first.
    In which order does the function take its parameters?"""
    h = w1 * x + b1
    e = 2 * (w2 * h + b2 - y)
    return e * h, e, e * w2 * x, e * w2


@wrong("two_layer_gradients")
def two_layer_gradients_of_prediction(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """Your slopes are those of the prediction: the slope of the square is missing.
    By how much does the loss move when the prediction moves by a little?"""
    return w2 * x, w2, w1 * x + b1, 1.0


@wrong("two_layer_gradients")
def two_layer_gradients_without_y(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """You took the slope of the square at the prediction; y is missing.
    What is squared: the prediction, or its distance to y?"""
    h = w1 * x + b1
    e = 2 * (w2 * h + b2)
    return e * w2 * x, e * w2, e * h, e


@wrong("two_layer_gradients")
def two_layer_gradients_loss_for_slope(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """You multiplied by the squared difference in place of the slope of the square.
    What is the slope of e² at e = 3: 9, or 6?"""
    h = w1 * x + b1
    loss = (w2 * h + b2 - y) ** 2
    return loss * w2 * x, loss * w2, loss * h, loss


@wrong("two_layer_gradients")
def two_layer_gradients_forward(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """Your slopes come from forward differences, which miss them by about a thousandth.
    The chain rule gives them without a step. Which four products are they?"""

    def loss(v1: float, c1: float, v2: float, c2: float) -> float:
        return float(v2 * (v1 * x + c1) + c2 - y) ** 2

    here = loss(w1, b1, w2, b2)
    return (
        (loss(w1 + 0.001, b1, w2, b2) - here) / 0.001,
        (loss(w1, b1 + 0.001, w2, b2) - here) / 0.001,
        (loss(w1, b1, w2 + 0.001, b2) - here) / 0.001,
        (loss(w1, b1, w2, b2 + 0.001) - here) / 0.001,
    )


@wrong("two_layer_gradients")
def two_layer_gradients_array(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """You returned an array of the four slopes.
    Which type does the exercise ask for?"""
    h = w1 * x + b1
    e = 2 * (w2 * h + b2 - y)
    return np.array([e * w2 * x, e * w2, e * h, e])


@wrong("two_layer_gradients")
def two_layer_gradients_weights_only(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """You returned the slopes by the two weights only.
    Which parameters does the model have besides its weights?"""
    h = w1 * x + b1
    e = 2 * (w2 * h + b2 - y)
    return e * w2 * x, e * h


@wrong("two_layer_gradients")
def two_layer_gradients_half_in_first(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> Any:
    """Your slopes of the first layer are half as large as they should be.
    Every way back begins with the same slope. Is it the same in all four?"""
    h = w1 * x + b1
    e = w2 * h + b2 - y
    return e * w2 * x, e * w2, 2 * e * h, 2 * e


# gradient_check


def _relative(a: Any, b: Any) -> Any:
    return np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))


@wrong("gradient_check")
def gradient_check_mean(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    """You returned the mean of the relative errors.
    If one slope of a thousand is wrong, what does the mean say?"""
    return np.mean(_relative(grad(x), gradient(func, x, p)))


@wrong("gradient_check")
def gradient_check_sum(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    """You added the relative errors up.
    Which one of the relative errors is asked for?"""
    return np.sum(_relative(grad(x), gradient(func, x, p)))


@wrong("gradient_check")
def gradient_check_smallest(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    """You returned the smallest of the relative errors.
    Is a gradient right as soon as one of its slopes is?"""
    return np.min(_relative(grad(x), gradient(func, x, p)))


@wrong("gradient_check")
def gradient_check_all(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    """You returned all the relative errors.
    One number is asked for: which of them?"""
    return _relative(grad(x), gradient(func, x, p))


@wrong("gradient_check")
def gradient_check_absolute(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    """You returned the largest absolute error: it is not divided by anything.
    Is an error of 0.1 large? What does that depend on?"""
    return np.max(np.abs(grad(x) - gradient(func, x, p)))


@wrong("gradient_check")
def gradient_check_signed(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    """Your difference keeps its sign, so that slopes that are too small count as errors below 0.
    Is −2 a smaller error than 1?"""
    a, b = grad(x), gradient(func, x, p)
    return np.max((a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)))


@wrong("gradient_check")
def gradient_check_by_larger(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    """You divided by the larger of the two slopes, not by the sum of their sizes.
    What stands below the fraction bar?"""
    a, b = grad(x), gradient(func, x, p)
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.maximum(np.abs(a), np.abs(b))))


@wrong("gradient_check")
def gradient_check_by_numeric(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    """You divided by the size of the difference quotient only.
    What stands below the fraction bar besides |b|?"""
    a, b = grad(x), gradient(func, x, p)
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(b)))


@wrong("gradient_check")
def gradient_check_by_claimed(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    """You divided by the size of the claimed slope only.
    What stands below the fraction bar besides |a|?"""
    a, b = grad(x), gradient(func, x, p)
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a)))


@wrong("gradient_check")
def gradient_check_size_of_sum(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    """Below the fraction bar you added the slopes with their signs, and opposite ones cancel.
    What are |−3| + |3| and |−3 + 3|?"""
    a, b = grad(x), gradient(func, x, p)
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a + b)))


@wrong("gradient_check")
def gradient_check_no_floor(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    """Your quotient has no floor: where both slopes are 0 it is 0 / 0.
    What keeps the number below the fraction bar away from 0?"""
    a, b = grad(x), gradient(func, x, p)
    return np.max(np.abs(a - b) / (np.abs(a) + np.abs(b)))


@wrong("gradient_check")
def gradient_check_floor_added(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    """You added the floor to the sizes of the slopes instead of taking the larger of the two.
    What is max(10⁻⁸, 4·10⁻⁹)?"""
    a, b = grad(x), gradient(func, x, p)
    return np.max(np.abs(a - b) / (np.abs(a) + np.abs(b) + 1e-8))


@wrong("gradient_check", code="uses max | uses amax")
def gradient_check_max_of_two(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    """You handed two things to np.max, which reads the second one as an axis.
    np.max looks for the largest entry of one array. Which function compares two things entry by entry?"""
    claimed, numeric = grad(x), gradient(func, x, p)
    return np.max(np.abs(claimed - numeric) / np.max(1e-8, np.abs(claimed) + np.abs(numeric)))


@wrong("gradient_check")
def gradient_check_step_not_passed(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    """Your differences do not use the step `p` of this function, but their own usual one.
    Which step does `gradient` take when it is not told any?"""
    return np.max(_relative(grad(x), gradient(func, x)))


@wrong("gradient_check")
def gradient_check_ignores_step(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    """Your step is 10⁻⁵, whatever `p` the caller gives.
    Where does `p` enter your computation?"""
    return np.max(_relative(grad(x), gradient(func, x, 1e-5)))


@wrong("gradient_check")
def gradient_check_larger_default(func: Any, grad: Any, x: ndarray, p: float = 1e-3) -> Any:
    """Your step, when none is given, is 0.001.
    Which default does `p` have in the exercise?"""
    return np.max(_relative(grad(x), gradient(func, x, p)))


@wrong("gradient_check")
def gradient_check_forward(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    """Your differences are taken to one side only.
    How small can the error of a right gradient get with a forward difference, and with a central one?"""
    b = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        moved = x.copy()
        moved[i] += p
        b[i] = (func(moved) - func(x)) / p
    return np.max(_relative(grad(x), b))


@wrong("gradient_check")
def gradient_check_moves_all(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    """Your differences are those of all the numbers of x moving at once.
    Each slope belongs to one number of x. Which ones stand still for it?"""
    return np.max(_relative(grad(x), (func(x + p) - func(x - p)) / (2 * p)))


@wrong("gradient_check")
def gradient_check_of_lengths(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    """You compared the lengths of the two gradients as whole vectors.
    Can two different vectors be equally long? Compare them entry by entry."""
    a, b = np.linalg.norm(grad(x)), np.linalg.norm(gradient(func, x, p))
    return _relative(a, b)


@wrong("gradient_check")
def gradient_check_by_norms(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    """You compared the two gradients as whole vectors, by the length of their difference.
    If one slope of a thousand is wrong, how much does the length of the difference show of it?"""
    a, b = grad(x), gradient(func, x, p)
    return np.linalg.norm(a - b) / max(1e-8, float(np.linalg.norm(a) + np.linalg.norm(b)))


@wrong("gradient_check")
def gradient_check_yes_or_no(func: Any, grad: Any, x: ndarray, p: float = 1e-5) -> Any:
    """You returned True or False.
    How wrong is the gradient? Which number says so?"""
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


@wrong("gradient_descent")
def gradient_descent_without_2(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """Your weights move half as far as they should.
    What is the slope of e² at e = 3?"""
    return _descend(X, y, W, sigma, rate, steps, lambda *all_of: _slope(*all_of) / 2)


@wrong("gradient_descent")
def gradient_descent_of_sum(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """You went down the slope of the sum of the squares; the loss is their mean.
    By what is a sum divided to make it a mean?"""
    return _descend(X, y, W, sigma, rate, steps, lambda *all_of: _slope(*all_of) * y.size)


@wrong("gradient_descent")
def gradient_descent_by_rows(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """Your slope is divided by the number of observations only.
    Over how many numbers does the mean go when there are m observations of p outputs?"""
    return _descend(X, y, W, sigma, rate, steps, lambda *all_of: _slope(*all_of) * y.shape[1])


@wrong("gradient_descent")
def gradient_descent_ascends(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """Your weights go up the slope: the loss grows.
    If the slope is positive, which way does the loss shrink?"""
    return _descend(X, y, W, sigma, -rate, steps)


@wrong("gradient_descent")
def gradient_descent_loss_after(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """Your losses are taken after each update.
    What is the loss of the weights that you were given, and where is it in your losses?"""
    losses, trained = _descend(X, y, W, sigma, rate, steps)
    return np.append(losses, np.mean((sigma(X @ trained) - y) ** 2))[1:], trained


@wrong("gradient_descent")
def gradient_descent_extra_loss(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """You returned one loss more than there are steps.
    How many updates are there, and how many losses before an update?"""
    losses, trained = _descend(X, y, W, sigma, rate, steps)
    return np.append(losses, np.mean((sigma(X @ trained) - y) ** 2)), trained


@wrong("gradient_descent")
def gradient_descent_step_too_few(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """You made one step too few.
    How often do the weights move in yours if steps is 3?"""
    return _descend(X, y, W, sigma, rate, max(steps - 1, 0))


@wrong("gradient_descent")
def gradient_descent_in_place(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """Your numbers are right, but you moved the W that was given.
    Who else may still need the weights as they were, and what keeps them safe?"""
    losses, trained = _descend(X, y, W, sigma, rate, steps)
    W[...] = trained
    return losses, trained


@wrong("gradient_descent")
def gradient_descent_without_sigma(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """The slope of sigma is missing in yours.
    W reaches the loss through N and through sigma. Whose slope do you meet between the two?"""
    return _descend(X, y, W, sigma, rate, steps, lambda X, e, N, s: 2 / e.size * X.T @ e)


@wrong("gradient_descent")
def gradient_descent_slope_at_output(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """You took the slope of sigma at S.
    Which number does sigma receive: N, or S?"""
    return _descend(X, y, W, sigma, rate, steps, lambda X, e, N, s: _slope(X, e, s(N), s))


@wrong("gradient_descent")
def gradient_descent_value_for_slope(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """You multiplied by sigma(N), the value, where the slope of sigma belongs.
    By what does a function multiply a small movement: by its value or by its slope?"""
    return _descend(X, y, W, sigma, rate, steps, lambda X, e, N, s: 2 / e.size * X.T @ (e * s(N)))


@wrong("gradient_descent")
def gradient_descent_without_error(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """Your slope does not depend on how far S is from y.
    What is the slope of (S − y)² by S?"""
    return _descend(X, y, W, sigma, rate, steps, lambda X, e, N, s: _slope(X, np.ones_like(e), N, s))


@wrong("gradient_descent")
def gradient_descent_slope_once(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """Each step of yours uses the slope at the weights that were given.
    Where do the weights stand at the second step, and how steep is it there?"""
    N = X @ W
    once = _slope(X, sigma(N) - y, N, sigma)
    return _descend(X, y, W, sigma, rate, steps, lambda *_: once)


@wrong("gradient_descent")
def gradient_descent_product_once(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """Each step of yours uses X @ W with the weights that were given, for the loss and for the slope.
    Which weights stand in that product at the second step?"""
    W = np.array(W, dtype=float)
    N = X @ W
    error = sigma(N) - y
    return np.full(steps, np.mean(error**2)), W - steps * rate * _slope(X, error, N, sigma)


@wrong("gradient_descent")
def gradient_descent_one_step(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """You go a single step, however many are asked for: the other losses stay 0.
    Where does your `return` stand: behind the loop, or within it?"""
    losses, moved = _descend(X, y, W, sigma, rate, min(steps, 1))
    return np.append(losses, np.zeros(steps - len(losses))), moved


@wrong("gradient_descent")
def gradient_descent_all_sums(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """Your loss is the sum of the squares, in the losses and in the slope; a mean is asked for.
    By what is a sum divided to make it a mean?"""
    return _descend(X, y, W, sigma, rate, steps, lambda *all_of: _slope(*all_of) * y.size, lambda e: np.sum(e**2))


@wrong("gradient_descent")
def gradient_descent_restarts(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """Every step of yours starts from the W that was given.
    Where does the second step start?"""
    losses, trained = _descend(X, y, W, sigma, rate, min(steps, 1))
    return np.repeat(losses, max(steps, 1))[:steps], trained


@wrong("gradient_descent")
def gradient_descent_returns_first(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """You returned the W that was given; the updates are lost.
    Which W do your losses belong to, and which one do you return?"""
    return _descend(X, y, W, sigma, rate, steps)[0], W


@wrong("gradient_descent")
def gradient_descent_ignores_rate(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """The learning rate has no effect in yours.
    How far along the slope does one step go?"""
    return _descend(X, y, W, sigma, 1.0, steps)


@wrong("gradient_descent")
def gradient_descent_sums_losses(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """Your losses are sums of squares; a mean is asked for.
    By what is a sum divided to make it a mean?"""
    return _descend(X, y, W, sigma, rate, steps, loss=lambda e: np.sum(e**2))


@wrong("gradient_descent")
def gradient_descent_absolute_losses(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """Your losses are mean absolute errors; the square is missing.
    What is done with each difference before the mean is taken?"""
    return _descend(X, y, W, sigma, rate, steps, loss=lambda e: np.mean(np.abs(e)))


@wrong("gradient_descent")
def gradient_descent_root_losses(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """You took the square root of each loss.
    Is the loss the mean of the squares, or its root?"""
    return _descend(X, y, W, sigma, rate, steps, loss=lambda e: np.sqrt(np.mean(e**2)))


@wrong("gradient_descent")
def gradient_descent_half_losses(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """Your losses are half as large as they should be.
    Some books put ½ before the mean. Does this exercise?"""
    return _descend(X, y, W, sigma, rate, steps, loss=lambda e: np.mean(e**2) / 2)


@wrong("gradient_descent")
def gradient_descent_list(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """You returned a list of losses.
    Which type does the exercise ask for: what has a shape?"""
    losses, trained = _descend(X, y, W, sigma, rate, steps)
    return list(losses), trained


@wrong("gradient_descent")
def gradient_descent_order(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """You returned the weights first and the losses second.
    In which order does the exercise ask for the two?"""
    return _descend(X, y, W, sigma, rate, steps)[::-1]


@wrong("gradient_descent")
def gradient_descent_weights_only(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """You returned the weights only.
    Two things are asked for. What is the other one?"""
    return _descend(X, y, W, sigma, rate, steps)[1]


@wrong("gradient_descent")
def gradient_descent_last_loss(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """You returned the last loss only.
    How many losses are asked for?"""
    losses, trained = _descend(X, y, W, sigma, rate, steps)
    return (losses[-1] if steps else 0.0), trained


@wrong("gradient_descent")
def gradient_descent_not_transposed(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """You multiplied by X as it is.
    Which shape does W have, and which product of X and the slope by N has that shape?"""
    return _descend(X, y, W, sigma, rate, steps, lambda X, e, N, s: 2 / e.size * X @ (e * deriv(s, N)))


@wrong("gradient_descent")
def gradient_descent_sigmoid(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """You took the slope of a sigmoid, whatever sigma the caller gives.
    Which function does N go through?"""
    return _descend(X, y, W, sigma, rate, steps, lambda X, e, N, s: _slope(X, e, N, sigmoid))


@wrong("gradient_descent")
def gradient_descent_forward(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """You took the slope of sigma by a forward difference.
    Which of your functions takes the step to both sides?"""

    def slope(X: ndarray, e: ndarray, N: ndarray, s: Any) -> Any:
        return 2 / e.size * X.T @ (e * approximate_derivative(s, N))

    return _descend(X, y, W, sigma, rate, steps, slope)


@wrong("gradient_descent")
def gradient_descent_int_weights(X: ndarray, y: ndarray, W: ndarray, sigma: Any, rate: float, steps: int) -> Any:
    """Your weights stay whole numbers: the moves are cut off.
    What does an array of ints do with 1 − 0.05?"""
    W = W.copy()
    losses = np.zeros(steps)
    for step in range(steps):
        N = X @ W
        losses[step] = np.mean((sigma(N) - y) ** 2)
        W[...] = W - rate * _slope(X, sigma(N) - y, N, sigma)
    return losses, W


LISTS = made(two_layer_gradients)(list_)
SIGMOIDS = made(gradient_descent)(sigmoid_slope)
