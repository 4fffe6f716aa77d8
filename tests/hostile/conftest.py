"""The fixtures of the tests of hostile submissions."""

import pytest
from hostile_settings import OUTSIDE, SETTINGS, Grading, Inside


@pytest.fixture(scope="session", params=SETTINGS)
def confined(request):
    """A grading process in one of the settings; at its end it has to leave with success."""
    grading = Grading(request.param)
    yield grading
    assert grading.close() == 0


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
