"""A learner for the tests of what a page is answered."""

import pytest

from .learner import serving


@pytest.fixture(scope="module")
def learner(tmp_path_factory):
    """One learner for the tests of a file, which leave the folder as it was.

    Not for those of all files: threads of its server look at the folder fifty times a second, also where a test of
    another folder changes Python itself.
    """
    with serving(tmp_path_factory.mktemp("learner")) as found:
        yield found
