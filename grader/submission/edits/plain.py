"""Pairs of edits that bring nothing new: what stands there is left out, moved, exchanged, or has the other sign.

Signs cancel, transpositions do, and two names may be exchanged: two such edits are as likely to correct a function as
one that brings something new, and often do the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from grader.submission.edits.edit import Edit
from grader.submission.edits.far import FAR_FETCHED

_TOKEN = re.compile(r"\w+|\*\*|//|[^\w\s(),]")
Words = frozenset[tuple[str, int]]


def plain_pairs(text: str, edits: Sequence[Edit]) -> Iterator[tuple[Edit, Edit]]:
    """Pairs of edits that bring nothing new, in the order of the text.

    Args:
        text: the function.
        edits: its edits.
    """
    some = [one for one in edits if one.rank < FAR_FETCHED or one.is_name_for_name(text)]  # one may make up for another
    changed = [(one, *_words(text[one.begin : one.end], one.text)) for one in some]
    plain = [one for one, more, less in changed if one.rank == 0 and _is_plain(more, less)]
    pairs = [(one, two) for number, one in enumerate(plain) for two in plain[:number]]
    taken: dict[tuple[bool, Words, Words], list[Edit]] = {}
    for one, more, less in changed:
        alike = one.rank < FAR_FETCHED  # of two, each of which leaves unused what the other one uses
        pairs += [(one, two) for two in taken.get((alike, less, more), ())]
        if more or less:
            taken.setdefault((alike, more, less), []).append(one)
    for one, two in dict.fromkeys((min(pair), max(pair)) for pair in pairs):
        if one.end <= two.begin:
            yield one, two


def _words(old: str, new: str) -> tuple[Words, Words]:
    """What an edit brings, and what it leaves out: words and signs, each with how often."""
    before, after = Counter(_TOKEN.findall(old)), Counter(_TOKEN.findall(new))
    return frozenset((after - before).items()), frozenset((before - after).items())


def _is_plain(more: Words, less: Words) -> bool:
    """Whether nothing is brought, but for the other sign."""
    return not more or {*more, *less} == {("+", 1), ("-", 1)}
