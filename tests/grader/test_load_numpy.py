"""Numpy is loaded without what grading does not need, and whoever needs that later gets it."""

import json
import subprocess
import sys

import pytest
from helpers import ROOT

from grader.protocol.load_numpy import load_numpy

LEFT_OUT = {"numpy._core._add_newdocs", "numpy._typing", "secrets"}
PLAINLY = "import numpy.random"
LEAN = "from grader.protocol.load_numpy import load_numpy; load_numpy()"


def python(code):
    """What code gives in a Python of its own, as `said`."""
    ending = "\nimport json; print(json.dumps(said))"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code + ending], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(("code", "there"), [(PLAINLY, LEFT_OUT), (LEAN, set())])
def test_what_is_left_out_is_what_numpy_loads_otherwise(code, there):
    assert LEFT_OUT & set(python(f"{code}\nimport sys; said = list(sys.modules)")) == there


def test_numpy_counts_and_draws_as_ever():
    what = """
import numpy as np
pair = np.linalg.eigh(np.array([[2.0, 1.0], [1.0, 2.0]]))
said = [np.random.default_rng([1, 2]).normal(size=3).tolist(), pair.eigenvalues.tolist(), np.random.rand(0).tolist()]
"""
    assert python(LEAN + what) == python(PLAINLY + what)


def test_generators_without_a_seed_differ():
    what = "\nimport numpy as np; said = [np.random.default_rng().integers(2**62).item() for _ in range(2)]"
    one, two = python(LEAN + what)
    assert one != two
    assert max(one, two) > 2**32


def test_what_was_left_out_can_be_had_later():
    what = """
import numpy as np, numpy.typing, secrets
said = [numpy.typing.NDArray is list, np.ndarray in numpy.typing.NDArray[float].__mro__, len(secrets.token_bytes(3))]
"""
    assert python(LEAN + what) == [False, True, 3]


def test_where_numpy_is_loaded_nothing_happens():
    before = dict(sys.modules)
    load_numpy()
    assert dict(sys.modules) == before
