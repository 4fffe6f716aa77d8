"""Limits on what a worker may use, enforced by the operating system."""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ctypes

try:
    import resource
except ImportError:  # Windows: only the grader's time limits hold
    resource = None  # type: ignore[assignment]

MEMORY = 560 << 20  # bytes of address space: numpy and matplotlib take a third of it
FILE = 16 << 20  # bytes of one file


def die_with_parent() -> None:
    """Ask Linux to kill this process when its parent ends, for whatever reason."""
    if sys.platform != "linux":
        return
    libc().prctl(1, 9, 0, 0, 0)  # PR_SET_PDEATHSIG, SIGKILL


@functools.cache
def libc() -> ctypes.CDLL:
    """The C library, for system calls that Python does not wrap; a warm process loads it once for its children."""
    import ctypes  # noqa: PLC0415  only Linux has a use for it

    return ctypes.CDLL(None, use_errno=True)


def apply_limits(cpu_seconds: int, memory: int = MEMORY) -> None:
    """Bound processor time, memory, file size and core dumps of this process."""
    if resource is None:
        return
    wanted = [
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_FSIZE, FILE, FILE),
        (resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1),  # at the first SIGXCPU, which says what it was
    ]
    for what, soft, most in wanted:
        _, hard = resource.getrlimit(what)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(what, (min(soft, bound), bound))
        except (ValueError, OSError):  # macOS knows RLIMIT_AS and refuses it
            continue
