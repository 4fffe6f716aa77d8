"""A mistake in a lesson, told to its author."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator


class LessonError(ValueError):
    """What a page says cannot be built; the text says what is wrong, and MkDocs says in which page."""


@contextlib.contextmanager
def told_of(opening: str) -> Iterator[None]:
    """Tell of a word or a block of a lesson what it lacks.

    Args:
        opening: how it begins in the page.

    Raises:
        LessonError: if what stands within needs a word that is not there, or cannot use one that is.
    """
    try:
        yield
    except LessonError:
        raise
    except KeyError as error:
        raise LessonError(f"{opening}: there is no {error.args[0]}") from error
    except ValueError as error:
        raise LessonError(f"{opening}: {error}") from error
