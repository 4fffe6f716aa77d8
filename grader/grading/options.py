"""How to grade: what was chosen for all submissions."""

from __future__ import annotations

from dataclasses import dataclass, field

from grader.sandbox.job import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to grade.

    Attributes:
        visible_only: leave the hidden checks out.
        instructor: the report is for someone who may know the seed, and the diagnosis may use hidden checks.
        limits: how long things may take.
    """

    visible_only: bool = False
    instructor: bool = False
    limits: Limits = field(default_factory=Limits)
