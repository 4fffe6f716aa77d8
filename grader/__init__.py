"""The grader of the calculus kit: it calls a student's functions in a worker and judges the answers here."""

from typing import Any

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Import `grader.check`, for notebooks, only where it is asked for."""
    if name == "check":
        from grader.notebook import check  # noqa: PLC0415

        return check
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
