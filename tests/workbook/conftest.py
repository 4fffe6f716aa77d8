"""A learner for the tests of what a page is answered."""

import pytest

from .learner import serving


@pytest.fixture(scope="session")
def learner(tmp_path_factory):
    """One learner for all tests that leave nothing behind but functions that they wrote."""
    with serving(tmp_path_factory.mktemp("learner")) as found:
        yield found
