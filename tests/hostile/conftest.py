"""The fixtures of the tests of hostile submissions."""

import pytest
from hostile_settings import OUTSIDE, SETTINGS, Grading, Inside


@pytest.fixture(scope="session")
def gradings():
    """The grading processes that tests have asked for, by setting; at its end each has to leave with success."""
    started = {}
    yield started
    assert {setting: grading.close() for setting, grading in started.items()} == dict.fromkeys(started, 0)


@pytest.fixture(params=SETTINGS)
def confined(request, gradings):
    """The grading process in one of the settings, one for all tests: each is graded by workers that graded the last."""
    if request.param not in gradings:
        gradings[request.param] = Grading(request.param)
    return gradings[request.param]


@pytest.fixture(scope="session", params=SETTINGS)
def inside(request):
    """A process that runs programs in the jail, in one of the settings."""
    one = Inside(request.param)
    yield one
    assert one.close() == 0


@pytest.fixture(scope="session")
def outside():
    """A process that runs programs without a jail."""
    one = Inside(OUTSIDE)
    yield one
    assert one.close() == 0
