"""What nbgrader calls the students of a platform: the same in every assignment, and never one name for two."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from grader.submission.lms.entry import Who
from grader.submission.lms.roster import Roster, Row

MOST = 100  # letters of a name


def safe(name: str) -> str:
    """A name as a part of a path that leads nowhere else."""
    return re.sub(r"[^\w.@+ '()-]", "_", name)[:MOST].strip().lstrip(".") or "_"


def known_students(students: Iterable[Any]) -> Roster:
    """The students of a gradebook as a roster, by their names, addresses and ids."""
    rows = []
    for one in students:
        name = " ".join(part for part in (one.first_name, one.last_name) if part)
        ids = {text.casefold() for text in (one.id, one.email or "") if text}
        rows.append(Row(Who(name, "", one.id, one.email or ""), frozenset(ids)))
    return Roster(rows)


def student_ids(
    people: Mapping[str, Who], known: Roster | None = None, kept: Mapping[str, str] = MappingProxyType({})
) -> dict[str, list[str]]:
    """The ids of those who handed in: those they have, those of the gradebook if it is certain, else the platform's.

    Canvas gives everybody a number for the course. Moodle gives one for each assignment, so there the name is taken,
    and the number only where two have one name.

    Args:
        people: who handed in, by the key of the hand-in; a group is one.
        known: the gradebook's students, see `known_students`.
        kept: ids that some have already, by the key of the hand-in; they keep them, and nobody else gets them. It is
            passed over where it has none of these people: other numbers may be those of another task.

    Returns:
        The ids by the key; several of a group.
    """
    found = {key: [kept[key]] for key in people if key in kept}
    taken = {name.casefold() for name in kept.values()} if found else set()
    new = {key: who for key, who in people.items() if key not in found}
    told = {key: [known.rows[at].who.login for at in known.find(who)] if known else [] for key, who in new.items()}
    claims = Counter(name for names in told.values() for name in set(names))
    free = {name for name, count in claims.items() if count == 1 and name.casefold() not in taken}
    found |= {key: names for key, names in told.items() if names and free.issuperset(names)}
    taken |= {name.casefold() for names in found.values() for name in names}
    own = {key: _own(key, who) for key, who in people.items() if key not in found}
    count = Counter(name.casefold() for names in own.values() for name in names)
    for key, names in own.items():
        found[key] = [_free(name, people[key].id, count, taken) for name in names]
        taken |= {name.casefold() for name in found[key]}
    return found


def _own(key: str, who: Who) -> list[str]:
    """The platform's own id; of a group, each one's."""
    number = "" if key.startswith("moodle ") else who.id
    for told in (who.login, number, who.mail):
        several = [part for part in told.split(", ") if part]
        if several:
            whole = len(several) == 1 or len(several) == who.name.count(", ") + 1
            return [safe(part) for part in (several if whole else [told])]
    return [safe(who.name)]


def _free(name: str, number: str, count: Mapping[str, int], taken: set[str]) -> str:
    """A name that nobody else has: several who would have it get their numbers, or are counted."""
    if count[name.casefold()] == 1 and name.casefold() not in taken:
        return name
    numbered = [f"{name} ({safe(number)})"] if number not in ("", name) else []
    tries = itertools.chain(numbered, [name], (f"{name} ({at})" for at in itertools.count(2)))
    return next(one for one in tries if one.casefold() not in taken)
