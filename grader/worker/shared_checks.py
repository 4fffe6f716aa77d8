"""The checks of a job with their calls, made before any code of the submission runs.

A warm process makes the calls of the job that most submissions ask for, the usual job, once: its children share them,
and later jobs need only say what differs from it.
"""

from __future__ import annotations

import functools
import marshal
import types
from typing import Any, cast

from grader.protocol.check import Call, Check, checks_in
from grader.protocol.job import Job
from grader.protocol.wire import encode

CheckCalls = tuple[str, Check, list[Call]]  # a unit, one of its checks, the calls of the check

_shared: dict[str, CheckCalls] = {}
_usual: dict[str, Any] = {}
_usual_calls: list[CheckCalls] = []


def keep(job: Job) -> list[CheckCalls]:
    """Keep a job as the usual one, with the calls of its checks, for all children that are forked from now on.

    The checks in `beside` are kept, too, for jobs that want them.
    """
    found = calls_of({**job, "wanted": [*job["wanted"], *job.get("beside", ())]})
    _shared.update({one[1].name: one for one in found})
    _usual.update({**job, "checks": []})
    _usual_calls[:] = [_shared[name] for name in job["wanted"]]
    _usual_first.cache_clear()
    _usual_first()
    return _usual_calls


def complete(job: dict[str, Any]) -> Job:
    """A job with all that it leaves out filled in from the usual job."""
    return cast("Job", {**_usual, **job})


def calls_of(job: Job) -> list[CheckCalls]:
    """The wanted checks of a job, with their calls."""
    if job["wanted"] is _usual.get("wanted"):
        return _usual_calls
    found: dict[str, tuple[str, Check]] = {}
    for unit, code in job["checks"]:
        module = types.ModuleType(f"checks_of_{unit}")
        exec(marshal.loads(code), module.__dict__)  # noqa: S102, S302  sent by the grader that started us
        found.update({check.name: (unit, check) for check in checks_in(module)})
    return [
        _shared[name] if name in _shared else (*found[name], found[name][1].calls(job["seed"]))
        for name in job["wanted"]
    ]


def first_frame(calls: list[CheckCalls]) -> bytes:
    """The frame that says how many calls each check has."""
    return _usual_first() if calls is _usual_calls else _first(calls)


def _first(calls: list[CheckCalls]) -> bytes:
    return encode({"ready": tuple([len(wanted) for _, _, wanted in calls])})


@functools.cache
def _usual_first() -> bytes:
    return _first(_usual_calls)
