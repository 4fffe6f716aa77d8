"""What a job says: the checks to run, as compiled code, and how long that may take."""

from __future__ import annotations

import functools
import importlib.util
import marshal
from collections.abc import Sequence
from importlib.machinery import SourceFileLoader
from typing import Any, NamedTuple

from grader.course.syllabus import Course
from grader.errors import BrokenError
from grader.protocol.check import Check
from grader.sandbox.forking import Forks


class Limits(NamedTuple):
    """How long things may take, in seconds."""

    call: float = 5.0
    submission: float = 60.0


class Given(NamedTuple):
    """Functions that a run gives to the submission, in the place of its own.

    Attributes:
        names: their names.
        code: their compiled text, with what they need.
    """

    names: tuple[str, ...]
    code: Sequence[bytes]


@functools.cache
def check_code(unit: str, *, hidden: bool) -> bytes:
    """The compiled checks of a unit, as they are sent to a worker.

    Raises:
        BrokenError: if the file with the checks is not there.
    """
    name = f"grader.course.{'hidden' if hidden else 'checks'}.{unit}"
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise BrokenError(f"{name} is not there. Is the course's folder whole? grader doctor")
    # not spec.loader: under pytest that one rewrites assertions
    return marshal.dumps(SourceFileLoader(name, spec.origin).get_code(name))


def share_checks(
    workers: Forks,
    course: Course,
    checks: Sequence[tuple[str, Check]],
    seed: int,
    limits: Limits,
    beside: Sequence[tuple[str, Check]] = (),
) -> None:
    """Let workers make the calls of checks once, for all later submissions.

    Args:
        workers: where the submissions will run.
        course: the course.
        checks: those that most submissions are asked for.
        seed: seed of the hidden inputs.
        limits: how long things may take.
        beside: those that some are asked for, too.
    """
    usual, both = (job_terms(course, some, seed, limits) for some in (checks, [*checks, *beside]))
    files = {unit.name: f"{unit.name}.py" for unit in course.units}
    more = {"checks": both["checks"], "beside": [check.name for _, check in beside]}
    workers.preload_checks({"files": files, "absent": {}, **usual, **more})


def job_terms(
    course: Course,
    checks: Sequence[tuple[str, Check]],
    seed: int,
    limits: Limits,
    shared: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """What a job says of any submission: the checks to run, with the code of those that workers lack."""
    hidden = any(check.hidden for _, check in checks)
    new = dict.fromkeys((unit, check.hidden) for unit, check in checks if check.name not in shared)
    return {
        "contract": {unit: " ".join(names) for unit, names in course.contract.items()},
        "load": list(dict.fromkeys(unit for unit, _ in checks)),
        "checks": [(unit, check_code(unit, hidden=secret)) for unit, secret in new],
        "wanted": [check.name for _, check in checks],
        "seed": seed if hidden else 0,  # what a student may see must not tell it
        "cpu_seconds": int(limits.submission) + 10,
    }
