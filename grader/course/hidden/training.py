# ruff: noqa: D403, D415  docstrings here are the ends of sentences: "hidden: a property"
"""The hidden checks of training: a loss, its slopes, the check of slopes, and the descent along them."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy import ndarray

from grader.protocol.check import FLOAT32_SLOPE, LARGE_SLOPE, Call, Tolerance, call, hidden, slope_tolerance
from grader.protocol.layouts import unusual

# The loss is quadratic in each parameter, so that a central difference errs by rounding only.
_LOSS = slope_tolerance(0.0, size=500.0)
# Relative errors, made with the default step of 10⁻⁵ from slopes of about 1.
_RELATIVE = slope_tolerance(0.0, size=40.0, step=1e-5)
# Relative errors of a right gradient: they show the truncation of the differences, and little round-off.
_NEAR_ZERO = Tolerance(1e-2, 1e-9, "round-off in central differences, step 1e-05, of slopes above 0.002")
# The loss by one weight: its slope by `deriv` of σ, or by central differences of the loss itself.
_DESCENT = slope_tolerance(7.0, size=5.0)


def _mixed(rng: np.random.Generator, low: float, high: float, *shape: int) -> ndarray:
    """Random numbers, low to high in size, whose signs alternate, the first one negative."""
    sizes = rng.uniform(low, high, shape)
    return sizes * np.where(np.arange(sizes.size) % 2, 1.0, -1.0).reshape(shape)


def _six(rng: np.random.Generator, *signs: int) -> Iterator[float]:
    """Six different random numbers, none near 0, 1 or 2, with the signs given."""
    sizes = rng.permutation(np.array([0.4, 0.6, 1.25, 1.5, 1.75, 2.4])) + rng.uniform(-0.05, 0.05, 6)
    return (float(v) for v in sizes * np.array(signs))


@hidden("two_layer_loss")
def two_layer_loss_any_numbers(rng: np.random.Generator) -> Iterator[Call]:
    """any numbers, of both signs"""
    yield call(*_six(rng, 1, -1, 1, 1, 1, 1))
    yield call(*_six(rng, -1, 1, 1, -1, 1, -1))
    yield call(*_six(rng, 1, 1, -1, 1, -1, 1))


@hidden("two_layer_loss")
def two_layer_loss_any_ints(rng: np.random.Generator) -> Iterator[Call]:
    """whole numbers"""
    yield call(*(int(v) for v in rng.permutation(np.array([3, 4, 5, 6, 7, 8])) * np.array([1, -1, 1, -1, -1, 1])))


@hidden("two_layer_loss")
def two_layer_loss_any_size(rng: np.random.Generator) -> Iterator[Call]:
    """large errors and errors smaller than 1"""
    x, w1, b1, w2, b2 = (float(v) for v in _mixed(rng, 0.5, 1.5, 5))
    prediction = w2 * w1 * x + w2 * b1 + b2
    yield call(x, prediction + rng.uniform(0.2, 0.7), w1, b1, w2, b2)
    yield call(x, prediction - rng.uniform(0.2, 0.7), w1, b1, w2, b2)
    yield call(x, prediction + rng.uniform(40.0, 60.0), w1, b1, w2, b2)
    yield call(x, prediction - rng.uniform(0.01, 0.02), w1, b1, w2, b2)


@hidden("two_layer_gradients", _LOSS)
def two_layer_gradients_any_numbers(rng: np.random.Generator) -> Iterator[Call]:
    """any numbers, of both signs"""
    yield call(*_six(rng, 1, -1, 1, 1, 1, 1))
    yield call(*_six(rng, -1, 1, 1, -1, 1, -1))
    yield call(*_six(rng, 1, 1, -1, 1, -1, 1))


@hidden("two_layer_gradients", _LOSS)
def two_layer_gradients_any_ints(rng: np.random.Generator) -> Iterator[Call]:
    """whole numbers, small and large"""
    signs = np.array([1, -1, 1, 1, 1, 1])
    yield call(*(int(v) for v in rng.permutation(np.arange(1, 7)) * signs))
    yield call(*(int(v) for v in rng.permutation(np.arange(3, 9)) * signs), within=LARGE_SLOPE)


@hidden("two_layer_gradients", _LOSS)
def two_layer_gradients_any_sign(rng: np.random.Generator) -> Iterator[Call]:
    """predictions above and below, all slopes of both signs"""
    for target in (-1.0, 1.0):
        x, w1, b1, w2, b2 = (float(v) for v in rng.permutation(_mixed(rng, 0.5, 1.5, 5)))
        for sign in (-1.0, 1.0):
            prediction = w2 * (sign * w1 * x + sign * b1) + b2
            yield call(sign * x, prediction + target * rng.uniform(0.5, 1.5), w1, sign * b1, w2, b2)


@hidden("two_layer_gradients", _LOSS)
def two_layer_gradients_any_perfect(rng: np.random.Generator) -> Iterator[Call]:
    """a perfect prediction, and layers that are 0"""
    x, w1, b1, w2, b2 = (float(v) for v in _mixed(rng, 0.5, 1.5, 5))
    yield call(x, w2 * (w1 * x + b1) + b2, w1, b1, w2, b2)
    yield call(x, 0.5, w1, b1, 0.0, b2)
    yield call(x, 0.5, 0.0, b1, w2, b2)


class _Weighted:
    """Random function of a whole array: Σᵢ cᵢ·xᵢ + dᵢ·xᵢ³, all of whose slopes are above 1 where |x| is."""

    def __init__(self, rng: np.random.Generator, *shape: int) -> None:
        self.linear = rng.uniform(1.0, 2.0, shape)
        self.cubic = rng.uniform(0.2, 0.4, shape)

    def __call__(self, x: ndarray) -> float:
        return float(np.sum(self.linear * x + self.cubic * x**3))

    def times(self, *factors: float) -> Callable[[ndarray], ndarray]:
        """The right slopes, each times a factor."""

        def slopes(x: ndarray) -> ndarray:
            right = self.linear + 3.0 * self.cubic * x**2
            return np.asarray(right * np.resize(np.array(factors), x.shape))

        return slopes

    def plus(self, more: float) -> Callable[[ndarray], ndarray]:
        """The right slopes, each larger by as much, so that the relative error depends on the place."""
        right = self.times(1.0)
        return lambda x: right(x) + more


def _squares(x: ndarray) -> float:
    """Its slopes are 2x, which a difference finds whatever its step."""
    return float(np.sum(x**2))


def _two_x(x: ndarray) -> ndarray:
    return 2.0 * x


def _two_x_and_more(x: ndarray) -> ndarray:
    """Wrong by the same everywhere, so that the relative error depends on the place."""
    return 2.0 * x + 100.0


def _cubes(x: ndarray) -> float:
    """Its slopes are 3x², which near 0 only a small step finds."""
    return float(np.sum(x**3))


def _three_x_squared(x: ndarray) -> ndarray:
    return 3.0 * x**2


def _product(x: ndarray) -> float:
    """Each slope is the product of the other numbers: nothing moves by itself."""
    return float(np.prod(x))


def _product_off(x: ndarray) -> ndarray:
    """The slopes of the product, a quarter too large."""
    return np.asarray(1.25 * np.prod(x) / x)


def _nought(_x: ndarray) -> float:
    return 0.0


class _Tiny:
    """Slopes of about 10⁻⁹, far below the floor."""

    def __init__(self, rng: np.random.Generator, count: int) -> None:
        self.slopes = rng.uniform(0.5e-9, 1.5e-9, count)

    def __call__(self, x: ndarray) -> float:
        return float(np.sum(self.slopes * x))

    def doubled(self, _x: ndarray) -> ndarray:
        """The slopes, twice as large as they should be."""
        return 2.0 * self.slopes


@hidden("gradient_check", _RELATIVE)
def gradient_check_any_factor(rng: np.random.Generator) -> Iterator[Call]:
    """slopes that are too large, too small, or of the wrong sign, at small and large numbers"""
    for factor in (rng.uniform(1.2, 3.0), rng.uniform(0.3, 0.8), -rng.uniform(0.3, 0.8), -1.0):
        func = _Weighted(rng, 3)
        yield call(func, func.times(factor), _mixed(rng, 0.5, 1.5, 3), 1e-5)
    yield call(_product, _product_off, _mixed(rng, 0.8, 1.5, 3), 1e-5)
    yield call(_squares, _two_x_and_more, _mixed(rng, 1100.0, 1900.0, 3), 1e-5)


@hidden("gradient_check", _NEAR_ZERO)
def gradient_check_any_right(rng: np.random.Generator) -> Iterator[Call]:
    """a right gradient gives less than a millionth"""
    func = _Weighted(rng, 4)
    yield call(func, func.times(1.0), _mixed(rng, 0.5, 1.5, 4))
    yield call(_squares, _two_x, _mixed(rng, 0.005, 0.01, 3))
    yield call(_cubes, _three_x_squared, _mixed(rng, 0.03, 0.04, 3))


@hidden("gradient_check", _RELATIVE)
def gradient_check_any_worst(rng: np.random.Generator) -> Iterator[Call]:
    """the worst of several slopes counts, wherever it stands"""
    factors = np.array([1.0, 1.1, rng.uniform(1.5, 2.5), 0.9])
    for turn in range(4):
        func = _Weighted(rng, 4)
        yield call(func, func.times(*np.roll(factors, turn)), _mixed(rng, 0.5, 1.5, 4), 1e-5)


@hidden("gradient_check", _RELATIVE)
def gradient_check_any_floor(rng: np.random.Generator) -> Iterator[Call]:
    """slopes that are 0, or very nearly"""
    tiny = _Tiny(rng, 3)
    yield call(_nought, np.zeros_like, _mixed(rng, 0.5, 1.5, 3))
    yield call(tiny, tiny.doubled, _mixed(rng, 0.5, 1.5, 3))


@hidden("gradient_check")
def gradient_check_any_step(rng: np.random.Generator) -> Iterator[Call]:
    """the step that is given"""
    func = _Weighted(rng, 3)
    yield call(func, func.times(1.0), _mixed(rng, 0.5, 1.5, 3), rng.uniform(0.1, 0.2))
    yield call(func, func.times(1.0), _mixed(rng, 0.5, 1.5, 3), rng.uniform(0.3, 0.5))


@hidden("gradient_check", _RELATIVE)
def gradient_check_any_shape(rng: np.random.Generator) -> Iterator[Call]:
    """any shape of the point, however it lies in memory"""
    for shape in ((2, 3), (3, 1), (2, 1, 2), (1,)):
        func = _Weighted(rng, *shape)
        yield call(func, func.times(rng.uniform(1.2, 3.0)), _mixed(rng, 0.5, 1.5, *shape), 1e-5)
    func = _Weighted(rng, 3, 2)
    yield call(func, func.plus(rng.uniform(0.5, 1.0)), unusual(_mixed(rng, 0.5, 1.5, 3, 2)), 1e-5)


def _data(rng: np.random.Generator, m: int, n: int, p: int) -> tuple[ndarray, ndarray, ndarray]:
    """Observations, observed values that the weights miss by 0.3 at least, and weights."""
    X = _mixed(rng, 0.4, 1.2, m, n)
    W = rng.permutation(_mixed(rng, 0.3, 0.7, n * p)).reshape(n, p)
    y = np.tanh(np.tensordot(X, W, axes=1)) + _mixed(rng, 0.3, 0.9, m, p)
    return X, y, W


@hidden("gradient_descent", _DESCENT)
def gradient_descent_any_shape(rng: np.random.Generator) -> Iterator[Call]:
    """any number of observations, inputs and outputs, however they lie in memory"""
    yield call(*_data(rng, 5, 3, 2), np.tanh, 1.0, 3)
    yield call(*_data(rng, 2, 4, 3), np.tanh, 1.0, 2)
    yield call(*_data(rng, 1, 2, 1), np.tanh, 0.5, 2)
    yield call(*map(unusual, _data(rng, 4, 3, 2)), np.tanh, 1.0, 2)
    X, y, W = (one.astype(np.float32) for one in _data(rng, 4, 3, 2))
    yield call(X, y, W, np.tanh, 1.0, 2, within=FLOAT32_SLOPE)


@hidden("gradient_descent", _DESCENT)
def gradient_descent_any_square(rng: np.random.Generator) -> Iterator[Call]:
    """all matrices square"""
    yield call(*_data(rng, 2, 2, 2), np.tanh, 1.0, 2)
    yield call(*_data(rng, 3, 3, 3), np.tanh, 1.0, 2)


@hidden("gradient_descent", _DESCENT)
def gradient_descent_any_sigma(rng: np.random.Generator) -> Iterator[Call]:
    """the sigma that is given"""
    yield call(*_data(rng, 3, 2, 2), np.sin, 0.8, 3)
    X, W = _mixed(rng, 0.5, 0.7, 1, 2), _mixed(rng, 0.5, 0.7, 2, 1)  # N is 0.5 to 1, where the cosine is well bent
    yield call(X, -rng.uniform(0.8, 1.2, (1, 1)), W, np.cos, 1.0, 1)


@hidden("gradient_descent", _LOSS)
def gradient_descent_any_line(rng: np.random.Generator) -> Iterator[Call]:
    """a sigma that is a straight line, and large observed values"""
    yield call(*_data(rng, 4, 3, 2), np.negative, 0.3, 2)
    X, y, W = _data(rng, 4, 3, 2)
    yield call(X, 5000.0 * y, W, np.negative, 0.3, 2, within=LARGE_SLOPE)


@hidden("gradient_descent", _DESCENT)
def gradient_descent_any_rate(rng: np.random.Generator) -> Iterator[Call]:
    """any learning rate and any number of steps"""
    yield call(*_data(rng, 4, 2, 3), np.tanh, rng.uniform(0.2, 0.4), int(rng.integers(6, 10)))
    yield call(*_data(rng, 4, 2, 3), np.tanh, rng.uniform(0.7, 0.9), 1)
    yield call(*_data(rng, 4, 2, 3), np.tanh, rng.uniform(0.7, 0.9), 0)


@hidden("gradient_descent", _DESCENT)
def gradient_descent_any_ints(rng: np.random.Generator) -> Iterator[Call]:
    """weights that are whole numbers to begin with"""
    X, y, _ = _data(rng, 4, 2, 3)
    for steps in (2, 0):
        yield call(X, y, rng.permutation(np.array([0, 1, -1, 0, 1, -1])).reshape(2, 3), np.tanh, 0.5, steps)
