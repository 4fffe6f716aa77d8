from .derivatives import deriv


def chain_deriv_2(chain, x):
    assert len(chain) == 2, f'2 functions, not {len(chain)}'
    assert x.ndim == 1, f'1 dimension, not {x.ndim}'
    inner, outer = chain
    return deriv(outer, inner(x)) * deriv(inner, x)
