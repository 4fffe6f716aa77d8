"""The fixture of the tests of hostile submissions."""

import pytest
from hostile_settings import SETTINGS, Grading


@pytest.fixture(scope="session", params=SETTINGS)
def confined(request):
    """A grading process in one of the settings; at its end it has to leave with success."""
    grading = Grading(request.param)
    yield grading
    assert grading.close() == 0
