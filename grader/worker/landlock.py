"""Landlock: the Linux kernel limits which files a process may read. It also blocks TCP and signals."""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from collections.abc import Iterable

from grader.worker.limits import libc

CREATE, ADD, RESTRICT = 444, 445, 446  # system calls, the same on every architecture
READ_FILE, READ_FOLDER = 1 << 2, 1 << 3
UNREACHABLE = (errno.ENOENT, errno.EACCES, errno.ENOTDIR, errno.ELOOP)
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}  # how many rights each version of the interface knows; 16 from 5 on


def version() -> int:
    """The version of the kernel's interface, 0 where there is none."""
    found = libc().syscall(CREATE, None, 0, 1)
    return max(int(found), 0)


def make_rules(readable: Iterable[str]) -> int:
    """A descriptor of rules that allow reading these files and folders only.

    A path that leads nowhere needs no rule: distributions link from `/usr/lib` into `/etc`, which a sandbox may lack.

    Raises:
        OSError: if the kernel refuses.
    """
    known = version()
    files = (1 << _FILE_RIGHTS.get(known, 16)) - 1
    network = 3 if known >= 4 else 0  # bind and connect, TCP
    scope = 3 if known >= 6 else 0  # abstract sockets and signals that lead out
    attributes = struct.pack("=QQQ", files, network, scope)[: 24 if known >= 6 else 16 if known >= 4 else 8]
    rules = int(libc().syscall(CREATE, attributes, len(attributes), 0))
    if rules < 0:
        raise OSError(ctypes.get_errno(), "landlock")
    for path in readable:
        try:
            descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError as error:
            if error.errno in UNREACHABLE:
                continue
            raise
        rights = READ_FILE | (READ_FOLDER if os.path.isdir(path) else 0)  # noqa: PTH112  no pathlib in a warm worker
        rule = struct.pack("=Qi", rights, descriptor)
        refused = libc().syscall(ADD, rules, 1, rule, 0)
        os.close(descriptor)
        if refused:
            raise OSError(ctypes.get_errno(), f"landlock: {path}")
    return rules


def restrict(rules: int) -> None:
    """Apply the rules to this process, for good.

    Raises:
        OSError: if the kernel refuses.
    """
    if libc().prctl(38, 1, 0, 0, 0) or libc().syscall(RESTRICT, rules, 0):  # PR_SET_NO_NEW_PRIVS first
        raise OSError(ctypes.get_errno(), "landlock")
    os.close(rules)
