"""A job: what the grader asks of a worker about one submission."""

from __future__ import annotations

from typing import NotRequired, TypedDict

MAX_OUTPUT = 4_000  # characters that are kept of what one call prints


class Given(TypedDict):
    """Functions that a submission is given in place of its own.

    Attributes:
        code: bytecode that defines them, executed in one namespace, in order.
        names: the functions to take from it.
    """

    code: list[bytes]
    names: list[str]


class Trial(TypedDict):
    """Candidates: one function of a submission with small edits, in a module of its own for each.

    Attributes:
        unit: its file.
        name: its name.
        before: what it needs of that file and stands above it.
        text: the function.
        after: what stands below it.
        candidates: the edits of each candidate, from the last place to the first: what is replaced, and by what.
        call: the one call to make, as the numbers of a check and a call; None makes all.
    """

    unit: str
    name: str
    before: str
    text: str
    after: str
    candidates: list[list[tuple[int, int, str]]]
    call: tuple[int, int] | None


class Job(TypedDict):
    """What the grader asks of a worker.

    Attributes:
        sources: source text of each unit and helper module of the submission.
        files: for each of them, how its file is called for a person.
        absent: for units that cannot be loaded, why.
        contract: the names that each unit has to define, between spaces.
        load: units to load, in order.
        checks: units whose checks follow, each with the compiled code of its checks.
        wanted: names of the checks to run, in order.
        beside: names of others to be shared.
        given: functions that stand for the submission's own ones.
        seed: seed of the hidden inputs.
        cpu_seconds: processor time that the worker may use.
        trial: candidates that answer the checks in the place of the submission.
        draws: whether what the loaded code has drawn is sent, too.
    """

    sources: dict[str, str]
    files: dict[str, str]
    absent: dict[str, str]
    contract: dict[str, str]
    load: list[str]
    checks: list[tuple[str, bytes]]
    wanted: list[str]
    beside: NotRequired[list[str]]
    given: NotRequired[Given]
    seed: int
    cpu_seconds: int
    trial: NotRequired[Trial]
    draws: NotRequired[bool]
