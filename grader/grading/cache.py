"""Judgements of answers, kept for the next submission that gives the same ones.

Without this a batch takes 1.17 times as long (`benchmarks/tricks.py`, "judgements kept").
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

Judgement = TypeVar("Judgement")
Key = tuple[object, ...]  # an exercise, the fingerprints of its answers, what else a judgement depends on


class JudgementCache:
    """The judgements of a class so far: many submissions give the same answers, which are judged once.

    Args:
        most: how many are kept.
    """

    def __init__(self, most: int = 1024) -> None:
        self._most = most
        self._known: dict[Key, Any] = {}

    def recall(self, key: Key | None, make: Callable[[], Judgement]) -> Judgement:
        """A judgement that is known, or else is made now; None as the key keeps nothing."""
        if key is None:
            return make()
        if key not in self._known:
            judgement = make()
            if len(self._known) >= self._most:
                del self._known[next(iter(self._known))]  # the oldest makes room
            self._known[key] = judgement
        return cast("Judgement", self._known[key])
