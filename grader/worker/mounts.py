"""Read-only mounts: the same files, seen so that reading them leaves no trace.

Reading a file, listing a folder or following a link changes when it was last used, for everyone who asks, and for as
long as the disk keeps it. What one submission does with hidden inputs, the next could print. Through a read-only mount
nothing changes. bubblewrap makes such mounts; this does where there is no bubblewrap. Other processes, which `/proc`
would show without their being read, are covered as well.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import socket
import struct
from collections.abc import Sequence

from grader.worker.limits import libc

MOUNT_SETATTR = 442  # a system call, the same on every architecture
NEW_MOUNTS, NEW_USER = 0x20000, 0x10000000
READ_ONLY, BELOW, PRIVATE = 1, 0x8000, 1 << 18  # a mount's attribute; all that is mounted below; not for others
COVER = 1 | 2 | 4 | 8  # read-only, without programs that give rights, devices, and programs
HIDDEN = ("/proc", "/sys")


def make_view() -> list[int]:
    """Descriptors of namespaces with these mounts; none where they are not allowed, or not needed.

    A process that ends at once makes them. Who is not root needs a namespace of users for it, too.
    """
    if not os.path.isdir("/proc/self"):  # noqa: PTH112  within bubblewrap; no pathlib in a warm worker
        return []
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        try:
            socket.send_fds(theirs, [b"M"], _isolate(NEW_MOUNTS if os.getuid() == 0 else NEW_MOUNTS | NEW_USER))
        finally:
            os._exit(0)
    theirs.close()
    with ours:
        _, descriptors, _, _ = socket.recv_fds(ours, 1, 2, socket.MSG_CMSG_CLOEXEC)
    with contextlib.suppress(ChildProcessError):  # where children that ended are to leave nothing behind
        os.waitpid(child, 0)
    return descriptors


def _isolate(namespaces: int) -> list[int]:
    """Leave the mounts that all share, and make one's own read-only; gives descriptors of the namespaces."""
    _call(libc().unshare(namespaces))
    kinds = ("user", "mnt") if namespaces & NEW_USER else ("mnt",)
    found = [os.open(f"/proc/self/ns/{kind}", os.O_RDONLY) for kind in kinds]
    attributes = struct.pack("=QQQQ", READ_ONLY, 0, PRIVATE, 0)
    _call(libc().syscall(MOUNT_SETATTR, -1, b"/", BELOW, attributes, len(attributes)))
    for place in HIDDEN:
        if os.path.isdir(place):  # noqa: PTH112  as above
            _call(libc().mount(b"none", place.encode(), b"tmpfs", COVER, None))
    return found


def enter_view(descriptors: Sequence[int]) -> None:
    """Move this process into namespaces, for good, and give up the rights that it would have there.

    Raises:
        OSError: if the kernel refuses.
    """
    for descriptor in descriptors:
        _call(libc().setns(descriptor, 0))
        os.close(descriptor)
    if len(descriptors) > 1:  # one of users
        header, no_rights = struct.pack("=Ii", 0x20080522, 0), bytes(24)
        _call(libc().capset(header, no_rights))


def _call(failed: int) -> None:
    if failed:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
