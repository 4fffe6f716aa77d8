"""Blackboard: `Homework 1_jdoe_attempt_2026-03-01-12-30-45_functions.py`, beside a `.txt` about each attempt.

In front of `_attempt_` stand the assignment and the login, and both may have underscores. Where one ends and the other
begins, all entries of a download tell together, since all begin with the same assignment. One assignment taken off
leaves as many logins as there were, so no two students become one. Where several beginnings are possible and nothing
settles it, the entry is kept apart from all others, and a person has to look.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from grader.submission.lms.entry import Entry, Who
from grader.submission.lms.roster import Roster

MOST_TOLD = 4
# A name on a disk has no more than 255 signs; one that a stranger wrote into a zip may.
_BLACKBOARD = re.compile(
    r"(?P<head>.{3,255}?)_attempt_(?P<time>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?:_(?P<file>.+)|\.txt)", re.DOTALL
)


class Blackboard:
    """The assignment, the login, the time of the attempt, the file's name.

    Args:
        roster: who is in the class, None where that is not known.
    """

    name = "blackboard"

    def __init__(self, roster: Roster | None = None) -> None:
        self._roster = roster

    def read(self, names: Iterable[str]) -> Mapping[str, Entry]:
        """As `Layout.read`."""
        matches = {one: match for one in names if (match := _BLACKBOARD.fullmatch(one)) and _logins(match["head"])}
        certain = _certain({match["head"] for match in matches.values()}, self._roster)
        found = {}
        for one, match in matches.items():
            head, time = match["head"], match["time"]
            possible = [*reversed(_logins(head).values())]
            login, flag, key = certain.get(head, ""), "", f"blackboard {certain.get(head)}"
            if not login:
                login, key = possible[0], f"blackboard ? {head}"
                told = " or ".join(possible[:MOST_TOLD])
                flag = f"the login may be {told}: which one is meant? A roster tells: --roster FILE"
            found[one] = Entry(
                Who(login, login, login), key, match["file"] or "", int(time.replace("-", "")), False, time,
                "file" if match["file"] else "about", flag,
            )  # fmt: skip
        return found


def _logins(head: str) -> dict[str, str]:
    """What may be the login, by the assignment in front of it, the shortest first; one with a space is none."""
    cuts = [at + 1 for at, sign in enumerate(head) if sign == "_" and 0 < at < len(head) - 1]
    every = {head[:at]: head[at:] for at in cuts}
    return {task: login for task, login in every.items() if not re.search(r"\s", login)} or every


def _certain(heads: Collection[str], roster: Roster | None) -> dict[str, str]:
    """The login in each head; those that cannot be told are left out.

    Args:
        heads: what stands in front of `_attempt_`.
        roster: who is in the class; None where that is not known.
    """
    downloads = _downloads(sorted(heads)) if heads else []
    sure = {head[len(tasks[0]) :] for some, tasks in downloads if len(tasks) == 1 for head in some}
    found: dict[str, str] = {}
    for some, tasks in downloads:
        if roster:
            known = {task: sum(bool(roster.find(Who("", login=head[len(task) :]))) for head in some) for task in tasks}
        else:  # `anna_smith` may well be nobody's `smith`, so only the longest logins are compared with those elsewhere
            known = {task: task == tasks[0] and sum(head[len(task) :] in sure for head in some) for task in tasks}
        best = [task for task in tasks if known[task] == max(known.values())]
        if len(best) == 1 or (len(some) > 1 and len(downloads) == 1):
            found |= {head: head[len(best[-1]) :] for head in some}
    return found


def _downloads(heads: Sequence[str], begin: str = "") -> list[tuple[Sequence[str], list[str]]]:
    """The heads of each assignment, with what the assignment may be, the shortest first: mostly there is only one.

    Args:
        heads: some, each once.
        begin: what all of them begin with.
    """
    tasks = [task for task in _logins(heads[0]) if all(task in _logins(head) for head in heads)]
    if tasks:
        return [(heads, tasks)]
    groups: dict[str, list[str]] = {}
    for head in heads:
        at = head.find("_", len(begin)) + 1
        groups.setdefault(head[:at] or head, []).append(head)
    return [one for task, some in groups.items() for one in _downloads(some, task)]
