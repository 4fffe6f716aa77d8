"""Which of several files is meant: the newest attempt; in it, work before a stub; of two works the plain name.

Canvas numbers files and no attempts, so there work comes before a newer stub, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from grader.protocol.text import listed
from grader.submission.hand_in.candidates import BROKEN, STUB, WORK, Candidate
from grader.submission.hand_in.tree import HOME
from grader.submission.naming import date_of, version_of


@dataclass
class Choice:
    """The file of a unit.

    Attributes:
        chosen: the one that is graded.
        left: the others.
        notes: what a person may want to know.
        flags: what a person has to look at.
    """

    chosen: Candidate
    left: list[Candidate] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    def beside(self, some: Sequence[Candidate]) -> None:
        """Tell of notebooks that are named after the unit and hold work, too; files with its name are graded."""
        works = [one for one in some if one.state == WORK and not one.same_as(self.chosen)]
        if works:
            name = self.chosen.item.told
            self.flags.append(f"work stands in {shown(works)}, too; {name} was graded: which one is meant?")


def choose(unit: str, some: Sequence[Candidate]) -> Choice:
    """The file that is meant.

    Args:
        unit: name of the unit.
        some: the files that could be, at least one.
    """
    now = _newest(some)
    best = max(one.state for one in now)
    older = [one for one in some if one.item.order != now[0].item.order and one.state > STUB] if best <= STUB else []
    empty = max(now, key=Candidate.rank)
    if loose := [one for one in older if one.item.loose]:  # perhaps of the same attempt
        best = max(one.state for one in loose)
        now = _newest([one for one in loose if one.state == best])
    works = [one for one in now if one.state == best]
    chosen, by_version = _latest(works)
    left = [one for one in some if one is not chosen]
    choice = Choice(chosen, left)
    rivals = [one for one in works if one is not chosen and not one.same_as(chosen) and not _is_aside(one, chosen)]
    if rivals and best >= BROKEN and not by_version:
        choice.flags.append(
            f"{unit}: {shown([chosen, *rivals])} hold different work; {chosen.item.told} was graded:"
            " which one is meant?"
        )
    if older:
        graded = f"; {chosen.item.told} was graded: which one is meant?" if loose else ""
        choice.flags.append(f"{unit}: {empty.item.told}, the newest, holds no work; {shown(older)} does{graded}")
    told = [one for one in left if one.state > STUB or not _is_aside(one, chosen)]  # a kit has a notebook of each unit
    if told:
        choice.notes.append(f"{unit} from {chosen.item.told}; left aside: {shown(told, chosen)}")
    elif not chosen.plain and not chosen.wide:
        choice.notes.append(f"{unit} from {chosen.item.told}")
    return choice


def _newest(some: Sequence[Candidate]) -> list[Candidate]:
    newest = max(one.item.order for one in some)
    return [one for one in some if one.item.order == newest]


def _latest(works: Sequence[Candidate]) -> tuple[Candidate, bool]:
    """The likeliest of those with as much in them, and whether it is the last of attempts that all paths tell."""
    for told_by in (version_of, date_of):
        told = [told_by(one.item.parts) for one in works]
        if min(told) >= 0 and len(set(told)) > 1:
            last = [one for one, number in zip(works, told, strict=True) if number == max(told)]
            return max(last, key=Candidate.rank), len(last) == 1
    return max(works, key=Candidate.rank), False


def _is_aside(one: Candidate, chosen: Candidate) -> bool:
    """Whether a file lies in another folder of the repository in whose `exercises/` the chosen one lies."""
    home = chosen.item.parts[:-1]
    if home[-1:] != (HOME,):
        return one.wide and not chosen.wide
    around = len(home) - 1
    parts = one.item.parts
    beside = parts[:around] == home[:around] and len(parts) > around + 1 and not parts[around].startswith(HOME)
    return beside or (one.wide and not chosen.wide)


def shown(some: Sequence[Candidate], chosen: Candidate | None = None) -> str:
    """The paths of some files, with what tells them from the chosen one."""

    def one_of(one: Candidate) -> str:
        if chosen is None or one.state != chosen.state:
            what = {STUB: " (only the stub)", BROKEN: " (cannot be read)", WORK: ""}.get(one.state, " (nothing of it)")
            return one.item.told + (what if chosen is not None else "")
        return one.item.told + (" (the same)" if one.same_as(chosen) else "")

    return listed([one_of(one) for one in some])
