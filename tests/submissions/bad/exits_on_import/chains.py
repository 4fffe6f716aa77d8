from .derivatives import deriv
from .functions import square


def chain_length_2(chain, x):
    assert len(chain) == 2, f'2 functions, not {len(chain)}'
    return chain[1](chain[0](x))
