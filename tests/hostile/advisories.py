"""The system calls of past advisories, as `advisories.toml` has them: what the jail's filter has to refuse."""

import tomllib
from pathlib import Path
from typing import NamedTuple


class Call(NamedTuple):
    """A system call: its numbers on x86-64 and arm64, -1 where there is none, and its arguments."""

    name: str
    x86_64: int
    aarch64: int
    arguments: tuple[int, ...]


def _read():
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        kinds = tomllib.load(file)["kind"]
    return {
        kind["name"]: [Call(*one[:3], tuple(one[3:])) for one in kind["calls"]] for kind in kinds if "calls" in kind
    }


KINDS = _read()
CALLS = [call for calls in KINDS.values() for call in calls]
