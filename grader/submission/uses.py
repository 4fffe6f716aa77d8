"""Which exercises a piece of a submission leans on, directly or not, across its files; nothing of them runs."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from grader.course.syllabus import Course
from grader.submission.folder import Submission
from grader.submission.functions import Links
from grader.submission.scopes import Inner

MOST_STARS = 50  # modules that `from .module import *` is followed through
MOST_REFERENCES = 20_000  # that are followed
_ANYTHING = frozenset(  # by which code may come to anything, under a name that no syntax tree shows
    ("__dict__", "__import__", "attrgetter", "eval", "exec", "getmembers", "methodcaller", "modules", "vars")
)
_PACKAGE = ""  # stands for the module whose names are the modules


def used_exercises(
    submission: Submission, course: Course, names: Iterable[str], given: Collection[str] = ()
) -> set[str]:
    """The other exercises that some exercises call, directly or not, as the student wrote them, but for given ones.

    Where the student wrote far more than a person does, or looks things up in a way that shows no name, those that the
    exercises need are among them.
    """
    asked = set(names)
    if _size(submission) > MOST_REFERENCES:
        return course.needs_of(asked) - asked
    search = _Search(submission, course, given)
    search.follow((course.by_name[name].unit, name) for name in asked)
    found = search.found | course.needs_of(asked) if search.looks_up else search.found
    return found - asked


def leans_at(
    submission: Submission,
    course: Course,
    name: str,
    line: int,
    failing: Collection[str],
    columns: tuple[int, int] = (0, 0),
) -> bool:
    """Whether a statement could raise because of what a failing exercise gave: it uses one, or a value made with one.

    Args:
        submission: what was handed in.
        course: the course.
        name: the exercise in whose function the statement stands.
        line: a line of the statement in the unit's file; for one that is not in the function the answer is True.
        failing: the exercises that fail.
        columns: where in the line the expression begins and ends that raised, if that is known.
    """
    unit = course.by_name[name].unit
    file = submission.units[unit]
    modules = [one for one, groups in file.links.items() if _module(groups) is not None]
    place = submission.reader.place(file.source or "", name, line, columns, modules)
    if place is None:
        return True
    search = _Search(submission, course)
    search.enter(place.scopes, unit)
    search.follow(place.refs)
    return not search.found.isdisjoint(failing)


def _size(submission: Submission) -> int:
    """How many references there are in a submission."""
    links = [file.links for file in (*submission.units.values(), *submission.helpers.values())]
    groups = {id(group): group for one in links for sets in one.values() for group in sets}
    return sum(map(len, groups.values())) + sum(map(len, links))


class _Search:
    """Follows references through the files of a submission. Whatever it meets, it reads once.

    Where a name is a module of the submission, it looks at the very function that is taken from it. Where a module is
    kept under another name, in a list, or looked up by a text, every attribute that is asked of any value may be one
    of the module's.

    Attributes:
        found: the exercises that it met.
        looks_up: whether it met what may come to anything.
    """

    def __init__(self, submission: Submission, course: Course, given: Collection[str] = ()) -> None:
        self.found: set[str] = set()
        self.looks_up = False
        files = {**submission.helpers, **submission.units}
        self._known, self._given = course.by_name, given
        self._functions = {name: file.functions for name, file in files.items()}
        self._links: dict[str, Links] = {name: file.links for name, file in files.items()}
        self._links[_PACKAGE] = {name: [frozenset([f"@.{name}"])] for name in files}
        self._around: dict[str, tuple[str, frozenset[str]]] = {}  # for a scope, the one around it and what is of both
        self._met: set[tuple[str, str]] = set()
        self._read: set[int] = set()  # ids of sets of references
        self._modules: set[str] = set()  # those of which any attribute may be asked
        self._attributes: set[str] = set()  # those that may be asked of a module
        self._stars = functools.cache(self._find_stars)

    def enter(self, scopes: Iterable[Inner], unit: str) -> None:
        """Let there be the scopes of a function, too, by their keys."""
        for scope in scopes:
            self._links[scope.key] = scope.links
            self._around[scope.key] = scope.around or unit, scope.free

    def follow(self, refs: Iterable[tuple[str, str]]) -> None:
        """Follow references, each with the module that it stands in."""
        waiting = [*refs]
        while waiting:
            module, ref = waiting.pop()
            base, _, rest = ref.partition(".")
            self.looks_up = self.looks_up or not _ANYTHING.isdisjoint(ref.split("."))
            if base == "@":
                home, _, name = rest.partition(".")
                if home in self._links:
                    waiting += [(home, name)] if name else self._open(home)
            elif base == "?":
                waiting += self._ask(rest)
            elif base:
                waiting += self._name(module, base, rest)

    def _name(self, module: str, base: str, rest: str) -> Iterator[tuple[str, str]]:
        """What a name leads to, of which attributes may be asked."""
        while module in self._around and base not in self._links[module]:
            module = self._around[module][0]
        groups = self._links[module].get(base)
        if module in self._around and base in self._around[module][1]:
            yield self._around[module][0], f"{base}.{rest}" if rest else base
        if rest:
            target = _module(groups)
            if target is not None:
                yield module, f"{target}.{rest}"
                return
            yield from self._ask(rest)
        if (module, base) not in self._met:
            self._met.add((module, base))
            yield from self._meet(module, base)

    def _meet(self, module: str, name: str) -> Iterator[tuple[str, str]]:
        """What the name of a module leads to."""
        if self._is_exercise(module, name):
            self.found.add(name)
            if name in self._given:
                return
            yield self._known[name].unit, name
        if name not in self._links[module]:
            yield from ((star, name) for star in self._stars(module) if name in self._links[star])
        for group in self._links[module].get(name, ()):
            if id(group) not in self._read:
                self._read.add(id(group))
                yield from ((module, ref) for ref in group)

    def _is_exercise(self, module: str, name: str) -> bool:
        """Whether a name of a module is that of an exercise: of its unit, defined anew, or nobody knows where."""
        if name not in self._known:
            return False
        unit = self._known[name].unit
        if name in self._links[module]:
            function = self._functions.get(module, {}).get(name)
            return unit == module or (function is not None and not function.imported)
        return unit == module or "*" not in self._links[module] or unit in self._stars(module)

    def _find_stars(self, module: str) -> list[str]:
        """The modules all of whose names a module imports."""
        found = [module]
        for one in found:  # it grows
            for target in (target[2:] for group in self._links[one].get("*", ()) for target in group):
                if len(found) <= MOST_STARS and target in self._functions and target not in found:
                    found.append(target)
        return found[1:]

    def _open(self, module: str) -> list[tuple[str, str]]:
        """Let any attribute be one of a module's; gives those that were asked for."""
        if module in self._modules:
            return []
        self._modules.add(module)
        return [(module, name) for name in self._links[module].keys() & self._attributes]

    def _ask(self, attributes: str) -> Iterator[tuple[str, str]]:
        """Let attributes be asked of any module; gives those that there are."""
        new = set(attributes.split(".")) - self._attributes
        self._attributes |= new
        if self._modules:
            yield from ((home, one) for one in new for home in self._homes.get(one, ()) if home in self._modules)

    @functools.cached_property
    def _homes(self) -> dict[str, list[str]]:
        """The modules that have a name."""
        homes: defaultdict[str, list[str]] = defaultdict(list)
        for module, links in self._links.items():
            for name in links:
                homes[name].append(module)
        return homes


def _module(groups: list[frozenset[str]] | None) -> str | None:
    """The module that a name stands for, if it is one and nothing else."""
    if groups is None or len(groups) != 1 or len(groups[0]) != 1:
        return None
    (target,) = groups[0]
    return target if target in ("", "@") or (target[0] == "@" and target.count(".") == 1) else None
