"""How to grade: what was chosen for all submissions."""

from __future__ import annotations

from typing import NamedTuple

from grader.sandbox.job import Limits


class Options(NamedTuple):
    """How to grade.

    Attributes:
        seed: seed of the hidden inputs.
        visible_only: leave the hidden checks out.
        instructor: the report is for someone who may know the seed, and the diagnosis may use hidden checks.
        limits: how long things may take.
    """

    seed: int = 0
    visible_only: bool = False
    instructor: bool = False
    limits: Limits = Limits()
