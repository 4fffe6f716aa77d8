def chain_length_n(chain, x):
    assert len(chain) > 0, 'at least 1 function'
    for f in chain:
        x = f(x)
    return float(x) if x.ndim == 0 else x
