# ruff: noqa: D103  they are what students write
"""The functions of functions, and their slopes by the chain rule, written in other ways."""

import functools
from typing import Any

import numpy as np

from grader.course.alternatives import alternative
from solutions.chains import chain_deriv_2, chain_length_2, chain_length_3, chain_length_n
from solutions.derivatives import deriv


@alternative("chain_length_2", way="by index")
def chain_length_2_index(chain: Any, a: Any) -> Any:
    assert len(chain) == 2, "two functions, please"
    return chain[1](chain[0](a))


@alternative("chain_length_2", way="a loop")
def chain_length_2_loop(functions: Any, x: Any) -> Any:
    assert len(functions) == 2
    for function in functions:
        x = function(x)
    return x


@alternative("chain_length_2", way="AssertionError raised by hand")
def chain_length_2_raise(chain: Any, x: Any) -> Any:
    if not 1 < len(chain) < 3:
        raise AssertionError
    inner, outer = chain
    return outer(inner(x))


@alternative("chain_length_2", way="functools.reduce, on a copy")
def chain_length_2_reduce(chain: Any, x: Any) -> Any:
    assert len(chain) == 2
    return functools.reduce(lambda value, f: f(value), chain, x.copy())


@alternative("chain_length_3", way="by index")
def chain_length_3_index(chain: Any, x: Any) -> Any:
    assert len(chain) == 3
    return chain[2](chain[1](chain[0](x)))


@alternative("chain_length_3", way="the chain of two and one more")
def chain_length_3_two_and_one(chain: Any, x: Any) -> Any:
    assert len(chain) == 3
    return chain[-1](chain_length_2(chain[:2], x))


@alternative("chain_length_3", way="one composed function")
def chain_length_3_composed(chain: Any, x: Any) -> Any:
    assert len(chain) == 3
    f, g, h = chain

    def composed(t: Any) -> Any:
        return h(g(f(t)))

    return composed(x)


@alternative("chain_length_3", way="a loop over the indices")
def chain_length_3_loop(chain: Any, x: Any) -> Any:
    assert not len(chain) != 3  # noqa: SIM202  the long way round
    for i in range(3):
        x = chain[i](x)
    return x


@alternative("chain_deriv_2", way="deriv of the composed function")
def chain_deriv_2_composed(chain: Any, input_range: Any) -> Any:
    assert len(chain) == 2
    assert len(input_range.shape) == 1
    return deriv(lambda x: chain[1](chain[0](x)), input_range)


@alternative("chain_deriv_2", way="differences with a small step")
def chain_deriv_2_small_step(chain: Any, x: Any) -> Any:
    assert len(chain) == 2 and np.ndim(x) == 1  # noqa: PT018  one assertion for both
    f, g = chain
    h = 1e-5
    return (g(f(x + h)) - g(f(x - h))) / (2 * h)


@alternative("chain_deriv_2", way="the outer slope with respect to the inner value, by einsum")
def chain_deriv_2_einsum(chain: Any, input_range: Any) -> Any:
    assert input_range.ndim == 1
    assert len(chain) == 2
    return np.einsum("k,k->k", deriv(chain[0], input_range), deriv(chain[1], chain[0](input_range)))


@alternative("chain_deriv_2", way="point by point")
def chain_deriv_2_loop(chain: Any, input_range: Any) -> Any:
    assert len(chain) == 2
    assert np.array(input_range).ndim == 1
    slopes = []
    for x in input_range:
        u = chain[0](np.array(float(x)))
        slopes.append(float(deriv(chain[1], u)) * float(deriv(chain[0], np.array(float(x)))))
    return np.array(slopes)


@alternative("chain_deriv_3", way="deriv of the composed function")
def chain_deriv_3_composed(chain: Any, input_range: Any) -> Any:
    assert input_range.ndim == 1
    assert len(chain) == 3
    return deriv(lambda x: chain_length_3(chain, x), input_range)


@alternative("chain_deriv_3", way="the slope of two, times one more")
def chain_deriv_3_two_and_one(chain: Any, input_range: Any) -> Any:
    assert len(chain) == 3
    inner = chain_deriv_2(chain[:2], input_range)
    return inner * deriv(chain[2], chain_length_2(chain[:2], input_range))


@alternative("chain_deriv_3", way="one slope, times the slope of the other two")
def chain_deriv_3_one_and_two(chain: Any, x: Any) -> Any:
    assert len(chain) == 3, f"{len(chain)} functions"
    assert x.ndim == 1, x.shape
    return deriv(chain[0], x) * chain_deriv_2(chain[1:], chain[0](x))


@alternative("chain_deriv_3", way="as a chain of two, the last two functions in one")
def chain_deriv_3_last_two_in_one(chain: Any, x: Any) -> Any:
    assert len(chain) == 3
    first, second, third = chain
    return chain_deriv_2([first, lambda t: third(second(t))], x)


@alternative("chain_deriv_3", way="the product of a stack")
def chain_deriv_3_stack(chain: Any, input_range: Any) -> Any:
    assert len(chain) == 3
    assert len(np.shape(input_range)) == 1
    f1, f2, f3 = chain
    points = [input_range, f1(input_range), f2(f1(input_range))]
    return np.prod([deriv(f, u) for f, u in zip(chain, points, strict=True)], axis=0) if f3 else None


@alternative("chain_length_n", way="recursion from the end")
def chain_length_n_recursion(chain: Any, x: Any) -> Any:
    assert len(chain) > 0
    return chain[-1](chain_length_n(chain[:-1], x) if len(chain) > 1 else x)


@alternative("chain_length_n", way="functools.reduce")
def chain_length_n_reduce(chain: Any, x: Any) -> Any:
    assert chain, "no functions"
    return functools.reduce(lambda value, f: f(value), chain, x)


@alternative("chain_length_n", way="a copy of the list that is emptied")
def chain_length_n_pops_copy(chain: Any, value: Any) -> Any:
    assert len(chain) != 0
    left = list(chain)
    while left:
        value = left.pop(0)(value)
    return value


@alternative("chain_deriv_n", way="deriv of the composed function")
def chain_deriv_n_composed(chain: Any, input_range: Any) -> Any:
    assert len(chain) >= 1
    assert input_range.ndim == 1
    return deriv(lambda x: chain_length_n(chain, x), input_range)


@alternative("chain_deriv_n", way="the values first, then the product from the end")
def chain_deriv_n_backward(chain: Any, input_range: Any) -> Any:
    assert chain
    assert np.ndim(input_range) == 1
    values = [input_range]
    for func in chain[:-1]:
        values.append(func(values[-1]))
    slope: Any = 1.0
    for func, value in zip(chain[::-1], values[::-1], strict=True):
        slope = slope * deriv(func, value)
    return slope


@alternative("chain_deriv_n", way="halves, each with its value and its slope")
def chain_deriv_n_halves(chain: Any, input_range: Any) -> Any:
    assert chain
    assert len(input_range.shape) == 1

    def both(functions: Any, x: Any) -> Any:
        if len(functions) == 1:
            return functions[0](x), deriv(functions[0], x)
        middle = len(functions) // 2
        value, inner = both(functions[:middle], x)
        result, outer = both(functions[middle:], value)
        return result, outer * inner

    return both(chain, input_range)[1]


@alternative("chain_deriv_n", way="recursion")
def chain_deriv_n_recursion(chain: Any, input_range: Any) -> Any:
    assert chain
    assert input_range.ndim == 1

    def slope(left: Any, value: Any) -> Any:
        return deriv(left[0], value) * slope(left[1:], left[0](value)) if left else 1.0

    return slope(chain, input_range)
