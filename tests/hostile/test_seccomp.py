"""The filter of system calls, run here by a small interpreter as the kernel would run it, for both processors."""

import errno
import os
import platform
import struct

import pytest
from advisories import KINDS

from grader.worker import seccomp

MACHINES = ["x86_64", "aarch64"]
ALLOW, FAIL, KILL = "allow", "fail", "kill"
CREATING = os.O_CREAT | os.O_WRONLY
NEEDED = {
    "read": ((0, 63), ()), "write": ((1, 64), ()), "exit_group": ((231, 94), ()),
    "memory": ((9, 222), (0, 4096, 3, 0x22)), "memory given back": ((28, 233), (0, 4096, 4)),
    "wait": ((202, 98), (0, 128)), "wake": ((202, 98), (0, 129)), "wait until": ((202, 98), (0, 0x189)),
    "the time": ((228, 113), (0,)), "own processor time": ((228, 113), (2,)), "own cores": ((204, 123), (0,)),
}  # fmt: skip
LOOKED_AT = {
    seccomp.OPEN, seccomp.OPENAT, seccomp.FCNTL, seccomp.IOCTL, seccomp.CLONE3, seccomp.MMAP, seccomp.MADVISE,
    seccomp.FUTEX, seccomp.SCHED_GETAFFINITY, *seccomp.CLOCKS,
}  # fmt: skip


@pytest.fixture(params=MACHINES)
def machine(request, monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: request.param)
    return request.param


def run(program, arch, number, *arguments):
    """What the kernel would do with a system call: the filter's words, one after the other."""
    words = [struct.unpack_from("=HBBI", program, at) for at in range(0, len(program), 8)]
    data = struct.pack("=IIQ6Q", number, arch, 0, *[*(argument % 2**64 for argument in arguments), *[0] * 6][:6])
    place, accumulator = 0, 0
    while True:
        code, yes, no, value = words[place]
        place += 1
        if code == 0x06:
            return {0x7FFF0000: ALLOW, 0x80000000: KILL}.get(value) or (FAIL, value & 0xFFFF)
        if code == 0x20:
            (accumulator,) = struct.unpack_from("=I", data, value)
        else:
            holds = {0x15: accumulator == value, 0x35: accumulator >= value, 0x45: bool(accumulator & value)}[code]
            place += yes if holds else no


def called(machine, numbers, *arguments):
    number = numbers[MACHINES.index(machine)]
    return number is not None and run(seccomp.program(), seccomp.AUDIT_ARCH[machine], number, *arguments)


def test_every_jump_stays_within_the_program(machine):
    program = seccomp.program()
    words = [struct.unpack_from("=HBBI", program, at) for at in range(0, len(program), 8)]
    assert len(program) % 8 == 0
    assert len(words) < 4096
    for place, (code, yes, no, _) in enumerate(words):
        assert code in (0x06, 0x15, 0x20, 0x35, 0x45)
        assert code in (0x06, 0x20) or place + 1 + max(yes, no) < len(words)
    assert words[-1][0] == 0x06


def test_the_calls_of_the_table_are_allowed(machine):
    for name, numbers in seccomp.CALLS.items():
        assert called(machine, numbers) in (ALLOW, False), name
    for name, (numbers, arguments) in NEEDED.items():
        assert called(machine, numbers, *arguments) == ALLOW, name


@pytest.mark.parametrize("kind", KINDS)
def test_what_advisories_were_about_fails(kind, machine):
    calls = [(call.name, getattr(call, machine), call.arguments) for call in KINDS[kind]]
    found = {name: called(machine, (number, number), *words) for name, number, words in calls if number >= 0}
    assert set(found.values()) <= {(FAIL, errno.EPERM), (FAIL, errno.ENOSYS)}, found


def test_all_other_numbers_fail(machine):
    column = MACHINES.index(machine)
    known = {numbers[column] for numbers in {*seccomp.CALLS.values(), *LOOKED_AT}}
    for number in set(range(600)) - known:
        assert called(machine, (number, number)) == (FAIL, errno.EPERM), number


def test_files_open_for_reading_only(machine):
    for numbers, before in ((seccomp.OPEN, 1), (seccomp.OPENAT, 2)):
        for flags in (os.O_RDONLY, os.O_CLOEXEC, os.O_DIRECTORY | os.O_NONBLOCK, os.O_PATH):
            assert called(machine, numbers, *[0] * before, flags) in (ALLOW, False)
        for flags in (os.O_WRONLY, os.O_RDWR, os.O_CREAT, os.O_TRUNC, os.O_APPEND, CREATING, os.O_TMPFILE | os.O_RDWR):
            assert called(machine, numbers, *[0] * before, flags | os.O_CLOEXEC) in ((FAIL, errno.EPERM), False)


def test_descriptors_are_not_made_to_send_signals_and_terminals_not_to_type(machine):
    for command in (0, 1, 2, 3, 1030):
        assert called(machine, seccomp.FCNTL, 3, command) == ALLOW
    for command in (4, 6, 8, 10, 15, 1024, 1031, 1033):  # F_SETFL, F_SETLK, F_SETOWN, F_SETSIG, F_SETLEASE, seals …
        assert called(machine, seccomp.FCNTL, 3, command) == (FAIL, errno.EPERM)
    assert called(machine, seccomp.IOCTL, 0, 0x5401) == ALLOW
    for request in (0x5402, 0x5412, 0x541C, 0x5421, 0x8933):  # TCSETS, TIOCSTI, TIOCLINUX, FIONBIO, SIOCGIFINDEX
        assert called(machine, seccomp.IOCTL, 0, request) == (FAIL, errno.EPERM)


def test_the_c_library_is_told_that_clone3_is_not_there(machine):
    assert called(machine, seccomp.CLONE3) == (FAIL, errno.ENOSYS)


def test_calls_of_another_architecture_end_the_process(machine):
    for arch in (0x40000003, 0x40000028, 0, *(a for name, a in seccomp.AUDIT_ARCH.items() if name != machine)):
        assert run(seccomp.program(), arch, 1) == KILL


def test_the_other_numbers_of_x86_fail(monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    for number in (0, 1, 57, 231, 520):
        assert run(seccomp.program(), seccomp.AUDIT_ARCH["x86_64"], 0x40000000 | number) == (FAIL, errno.EPERM)


def test_an_unknown_processor_has_no_filter(monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    assert seccomp.program() is None
