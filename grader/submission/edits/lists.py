"""What a function that is edited may refer to: names of NumPy and math, of methods, of Python's own functions.

What reads or writes files, starts something, or draws at random is not among them.
"""

from __future__ import annotations

import math

_NUMPY = """
    abs absolute add all allclose amax amin any append apply_along_axis arange arccos arcsin arctan arctan2 argmax
    argmin argsort array array_equal asarray asfarray atleast_1d atleast_2d average bool_ broadcast_to cbrt ceil
    clip column_stack concatenate conj conjugate copy copysign cos cosh count_nonzero cov cross cumprod cumsum det
    diag diagonal diff divide dot dstack dtype e einsum empty empty_like equal errstate euler_gamma exp exp2
    expand_dims expm1 eye fabs fill_diagonal finfo flip float32 float64 float_ floating floor floor_divide fmax fmin
    full full_like generic gradient greater greater_equal heaviside hstack hypot identity imag inf inner int32 int64
    integer interp inv isclose iscomplexobj isfinite isinf isnan isrealobj isscalar issubdtype kron less less_equal
    linalg linspace log log10 log1p log2 logaddexp logical_and logical_not logical_or logical_xor matmul
    matrix_power max maximum mean median meshgrid min minimum mod moveaxis multiply nan nan_to_num ndarray
    ndenumerate ndim ndindex nditer negative newaxis nonzero norm not_equal number ones ones_like outer pad
    percentile pi positive power prod ptp quantile ravel real reciprocal remainder repeat reshape result_type roll
    rollaxis rot90 round select shape sign sin sinc sinh size solve sort sqrt square squeeze stack std subtract sum
    swapaxes take tan tanh tensordot tile trace transpose trapezoid tril triu true_divide trunc unique var vdot
    vectorize vstack where zeros zeros_like
    apply_over_axes array_split asanyarray asfortranarray ascontiguousarray astype block c_ concat convolve copyto
    deg2rad degrees digitize divmod fix float16 float_power fromfunction fromiter histogram hsplit indices int16 int8
    int_ intp ix_ longdouble matrix_transpose nanmax nanmean nanmin nansum permute_dims piecewise place polyder polyfit
    polyval pow put putmask r_ rad2deg radians require rint s_ searchsorted split trapz tri uint8 unstack vander vecdot
    vsplit
"""
_METHODS = """
    all any append argmax argmin argsort astype base clip conj copy count cumprod cumsum diagonal dot dtype eps
    extend fill finished flags flat flatten format get imag index insert is_integer item items itemsize iternext
    join keys kind max mean min multi_index name nbytes ndim newbyteorder nonzero operands pop prod ravel real
    repeat reshape reverse round shape size sort squeeze std strides sum swapaxes T take tolist trace transpose type
    update values var writeable
"""
_BUILTINS = """
    abs all any ArithmeticError AssertionError bool callable classmethod complex dict divmod Ellipsis enumerate
    Exception False filter float FloatingPointError frozenset hash IndexError int isinstance iter KeyError len list
    map max min next None NotImplemented NotImplementedError object OverflowError pow print property range repr
    reversed round RuntimeError set slice sorted staticmethod StopIteration str sum True tuple type TypeError
    ValueError ZeroDivisionError zip
"""
NUMPY, METHODS, BUILTINS = (frozenset(words.split()) for words in (_NUMPY, _METHODS, _BUILTINS))
MATH = frozenset(name for name in dir(math) if name[0] != "_")
MODULES = {
    "numpy": NUMPY,
    "math": MATH,
    "functools": frozenset(("partial", "reduce")),
    "itertools": frozenset(("accumulate", "chain", "islice", "pairwise", "product", "starmap", "zip_longest")),
    "operator": frozenset(("add", "matmul", "mul", "neg", "pow", "sub", "truediv")),
}  # of which everything on its list is harmless
