"""Firm ground: is a function that fails above failing ones right by itself?

It runs once more, with earlier functions given by the reference: those that fail, that it uses or may use, and that
its exercise needs. This goes in rounds. First, the functions that fail by themselves are given to all that use them.
What still fails is wrong by itself, too, and is given to what uses it in the next round. A run has one set of given
functions, and all that it judges comes after these in the course, so that no function is judged beside its own
solution.

What passes and uses a failing function runs again as well: two mistakes may cancel. Where it fails there, by its own
mistake or because it has a use of its own for what the failing one gives, it is given, too, to what uses it. So is at
once what passes and uses a failing function that its exercise does not need: with a right one it may be wrong. And what
runs out of time above slow functions that pass runs again where these are given.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence

from grader.course.syllabus import Course
from grader.grading.case import Case, Ground

Run = Callable[[Sequence[str], Sequence[Case]], Sequence[Ground | None]]
"""Runs some cases where functions are given; None for a case for which there was no time."""


def find_ground(failing: Sequence[Case], passing: Sequence[Case], course: Course, run: Run) -> None:
    """Find the firm ground of each case that has one.

    Args:
        failing: the cases that fail, in the order of the course.
        passing: those that pass and use failing ones: by chance, it may be.
        course: the course.
        run: runs some cases.
    """
    order = [exercise.name for exercise in course.exercises]
    names = [case.exercise.name for case in failing]
    may_give: dict[str, list[str]] = {}
    for case in failing:
        used, needs = givable(case, course, names), course.needs_of([case.exercise.name])
        below = {*used, *(one for name in used for one in may_give[name])} & needs  # used by these, as far as is seen
        may_give[case.exercise.name] = [name for name in names if name in below]
    # What uses nothing that may be given is wrong by itself.
    wrong = {case.exercise.name for case in failing if not may_give[case.exercise.name] and not _unsure(case, course)}
    may_give |= {case.exercise.name: givable(case, course, ()) for case in passing}
    wrong |= {case.exercise.name for case in passing if not may_give[case.exercise.name]}  # above right ones, maybe
    unknown = sorted(
        [case for case in [*failing, *passing] if case.exercise.name not in wrong],
        key=lambda case: order.index(case.exercise.name),
    )
    for case in unknown:
        below = {*may_give[case.exercise.name], *_unsure(case, course)}
        may_give[case.exercise.name] = sorted(below, key=order.index)
    while unknown:
        found = _run_again(unknown, may_give, wrong, run)
        known = [case for case, ground in found if case.fails and (ground is None or ground.verdict.passes)]
        unknown = [case for case in unknown if case not in known]
        first = next((case for case in unknown if case.fails or _fails_there(case)), None)
        if first is None:
            break
        unknown.remove(first)  # of the first, all that it uses is known: it fails by itself
        wrong.add(first.exercise.name)
    _give_slow_ones([case for case in failing if case.slow], course, run)


def _unsure(case: Case, course: Course) -> set[str]:
    return course.needs_of([case.exercise.name]).intersection(case.unsure)


def _fails_there(case: Case) -> bool:
    return case.ground is not None and not case.ground.verdict.passes


def _give_slow_ones(some: Sequence[Case], course: Course, run: Run) -> None:
    """Run cases that ran out of time again where slow functions are given beside the wrong ones."""
    order = [exercise.name for exercise in course.exercises]
    for case in some:
        known, before = ((), case.verdict) if case.ground is None else (case.ground.given, case.ground.verdict)
        if before is None or not before.ran_out_of_time:
            continue
        (ground,) = run(sorted({*known, *case.slow}, key=order.index), [case])
        if ground is None:
            continue
        if ground.verdict.ran_out_of_time and ground.verdict.points <= before.points:
            case.slow = {}  # it is not for them that it does not end
        else:
            case.ground = ground


def _run_again(
    some: Sequence[Case], may_give: Mapping[str, Sequence[str]], wrong: Container[str], run: Run
) -> list[tuple[Case, Ground | None]]:
    """Run cases again where wrong functions are given that were not given before; gives what is found for each."""
    groups: dict[tuple[str, ...], list[Case]] = {}
    for case in some:
        given = tuple(name for name in may_give[case.exercise.name] if name in wrong)
        if given and not (case.ground and case.ground.given == given):
            groups.setdefault(given, []).append(case)
    found = [pair for given, group in groups.items() for pair in zip(group, run(given, group), strict=True)]
    for case, ground in found:
        case.ground = ground or case.ground
    return found


def givable(case: Case, course: Course, failing: Sequence[str]) -> list[str]:
    """The failing exercises that may be given to a case: those that it uses, of those that its exercise needs.

    Where it is seen to use none, it may call one by another name, and all of them are given.

    Args:
        case: the case.
        course: the course.
        failing: the exercises that fail, in the order of the course.
    """
    if not case.can_run:
        return []
    needs = course.needs_of([case.exercise.name])
    used = [name for name in case.used if name in needs]
    return used or [name for name in failing if name in needs]
