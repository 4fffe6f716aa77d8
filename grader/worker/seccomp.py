"""seccomp: the Linux kernel allows a process only the system calls on a list. All others fail with EPERM.

The filter is a small BPF program that the kernel runs before each system call. Some calls are checked further
(`_closer`): files may be opened for reading only, and no call may name, wake or time another process. Nor is there one
that tells what all processes share, such as free memory: what a process with hidden inputs uses, another would see.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct

from grader.worker.limits import libc

# what Python, numpy and the sending of answers need once all is loaded: number on x86-64, number on arm64
CALLS: dict[str, tuple[int | None, int | None]] = {
    "read": (0, 63), "write": (1, 64), "close": (3, 57), "fstat": (5, 80), "newfstatat": (262, 79), "stat": (4, None),
    "lstat": (6, None), "statx": (332, 291), "lseek": (8, 62), "pread64": (17, 67), "readv": (19, 65),
    "writev": (20, 66), "mprotect": (10, 226), "munmap": (11, 215), "mremap": (25, 216), "brk": (12, 214),
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "sigaltstack": (131, 132),
    "access": (21, None), "faccessat": (269, 48), "faccessat2": (439, 439), "getpid": (39, 172), "gettid": (186, 178),
    "getuid": (102, 174), "geteuid": (107, 175), "getgid": (104, 176), "getegid": (108, 177), "exit": (60, 93),
    "exit_group": (231, 94), "sched_yield": (24, 124), "nanosleep": (35, 101), "gettimeofday": (96, 169),
    "time": (201, None), "getrandom": (318, 278), "getcwd": (79, 17), "getdents64": (217, 61), "readlink": (89, None),
    "readlinkat": (267, 78), "dup": (32, 23), "poll": (7, None), "ppoll": (271, 73), "select": (23, None),
    "pselect6": (270, 72), "uname": (63, 160), "times": (100, 153), "restart_syscall": (219, 128),
    "getrlimit": (97, 163),
}  # fmt: skip
OPEN = (2, None)  # path, flags, mode
OPENAT = (257, 56)  # folder, path, flags, mode
FCNTL = (72, 25)
IOCTL = (16, 29)
CLONE3 = (435, 435)
MMAP = (9, 222)  # address, length, protection, flags
MADVISE = (28, 233)  # address, length, advice
FUTEX = (202, 98)  # address, operation
SCHED_GETAFFINITY = (204, 123)  # process
CLOCKS = ((228, 113), (229, 114), (230, 115))  # clock_gettime, clock_getres, clock_nanosleep: the clock

AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
TCGETS = 0x5401
FCNTL_COMMANDS = (0, 1, 2, 3, 1030)  # duplicate; get and set close-on-exec; get flags; duplicate with close-on-exec
ADVICE = (4, 8, 14, 15)  # what allocators say: not needed, to be freed, in huge pages or not
# To wait and to wake, privately; else those who wait at a place of a file that two processes read would meet there
FUTEX_OPERATIONS = (128, 129, 137, 138, 128 + 9 + 256)
LAST_CLOCK = 11  # the system's clocks; larger numbers, negative ones, are the processor time of any process
MAP_HUGETLB = 0x40000  # from a pool that all processes share
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

ALLOW, FAIL, KILL = 0x7FFF0000, 0x00050000, 0x80000000
EPERM, ENOSYS = 1, 38
_LOAD, _EQUAL, _SET, _MORE, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06


def _word(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("=HBBI", code, yes, no, value)


def _argument(index: int) -> bytes:
    return _word(_LOAD, 16 + 8 * index)  # the low half, on little-endian machines


_ALLOWED, _FAILED = [_word(_RETURN, ALLOW)], [_word(_RETURN, FAIL | EPERM)]


def program() -> bytes | None:
    """The filter for this machine, or None where its calls are not known."""
    machine = platform.machine()
    if machine not in AUDIT_ARCH:
        return None
    column = list(AUDIT_ARCH).index(machine)
    words = [_word(_LOAD, 4), _word(_EQUAL, AUDIT_ARCH[machine], 1, 0), _word(_RETURN, KILL), _word(_LOAD, 0)]
    return b"".join([*words, *_search(_spans(column))])


_Span = tuple[int, list[bytes]]


def _spans(column: int) -> list[_Span]:
    """The call numbers cut into spans with the same verdict: the first number of each, and the instructions for it.

    Calls of the machine's other ABI have the highest numbers; they fail, as unknown calls do.
    """
    verdicts = dict.fromkeys(CALLS.values(), _ALLOWED) | _closer()
    known = {number: words for numbers, words in verdicts.items() if (number := numbers[column]) is not None}
    spans: list[_Span] = [(0, _FAILED)]
    for begin in sorted({place for number in known for place in (number, number + 1)}):
        words = known.get(begin, _FAILED)
        if words is not spans[-1][1]:
            spans.append((begin, words))
    return spans


def _closer() -> dict[tuple[int | None, int | None], list[bytes]]:
    """The calls whose arguments are looked at, with the instructions for that."""
    return {
        OPEN: _unless(1, _SET, WRITING),
        OPENAT: _unless(2, _SET, WRITING),
        MMAP: _unless(3, _SET, MAP_HUGETLB),
        **dict.fromkeys(CLOCKS, _unless(0, _MORE, LAST_CLOCK + 1)),
        FCNTL: _one_of(1, *FCNTL_COMMANDS),
        IOCTL: _one_of(1, TCGETS),
        MADVISE: _one_of(2, *ADVICE),
        FUTEX: _one_of(1, *FUTEX_OPERATIONS),
        SCHED_GETAFFINITY: _one_of(0, 0),
        CLONE3: [_word(_RETURN, FAIL | ENOSYS)],  # lets the C library fall back to calls that the filter knows
    }


def _unless(argument: int, condition: int, value: int) -> list[bytes]:
    """Allow a call unless a condition holds for an argument."""
    return [_argument(argument), _word(condition, value, 1, 0), *_ALLOWED, *_FAILED]


def _one_of(argument: int, *values: int) -> list[bytes]:
    """Allow a call if an argument is one of these values."""
    # Each match jumps over the rest of them and over the failure.
    matches = [_word(_EQUAL, value, len(values) - place, 0) for place, value in enumerate(values)]
    return [_argument(argument), *matches, *_FAILED, *_ALLOWED]


def _search(spans: list[_Span]) -> list[bytes]:
    """Instructions that find the span of a number by bisection: the kernel tries each call out at installation."""
    if len(spans) == 1:
        return spans[0][1]
    half = len(spans) // 2
    below = _search(spans[:half])
    return [_word(_MORE, spans[half][0], len(below), 0), *below, *_search(spans[half:])]


class Filter:
    """A filter in the form that the kernel takes. It is made once; each child installs it.

    Args:
        code: as `program` gives it.
    """

    def __init__(self, code: bytes) -> None:
        self._code = ctypes.create_string_buffer(code, len(code))
        self._header = ctypes.create_string_buffer(struct.pack("@HP", len(code) // 8, ctypes.addressof(self._code)))
        self._pointer = ctypes.c_void_p(ctypes.addressof(self._header))

    def install(self) -> None:
        """Install the filter for this process, for good.

        Raises:
            OSError: if the kernel refuses.
        """
        if libc().prctl(38, 1, 0, 0, 0):  # PR_SET_NO_NEW_PRIVS
            raise OSError(ctypes.get_errno(), "no_new_privs")
        if libc().prctl(22, 2, self._pointer, 0, 0):  # PR_SET_SECCOMP, filter mode
            raise OSError(ctypes.get_errno(), "seccomp")
