"""The filter of system calls, run here by a small interpreter as the kernel would run it, for both processors."""

import errno
import os
import platform
import struct

import pytest

from grader.worker import seccomp

MACHINES = ["x86_64", "aarch64"]
ALLOW, FAIL, KILL = "allow", "fail", "kill"
CREATING = os.O_CREAT | os.O_WRONLY
# Doors that must stay shut: number on x86-64, number on arm64. Written down apart from the table of the filter.
SHUT = {
    "execve": (59, 221), "execveat": (322, 281), "clone": (56, 220), "fork": (57, None), "vfork": (58, None),
    "kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131), "rt_sigqueueinfo": (129, 138), "ptrace": (101, 117),
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "pidfd_open": (434, 434),
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200), "sendto": (44, 206),
    "sendmsg": (46, 211), "recvmsg": (47, 212), "shutdown": (48, 210), "setsockopt": (54, 208),
    "unlink": (87, None), "unlinkat": (263, 35), "rename": (82, None), "renameat2": (316, 276), "mkdirat": (258, 34),
    "linkat": (265, 37), "symlinkat": (266, 36), "mknodat": (259, 33), "truncate": (76, 45), "ftruncate": (77, 46),
    "fchmodat": (268, 53), "fchownat": (260, 54), "utimensat": (280, 88), "setxattr": (188, 5), "creat": (85, None),
    "openat2": (437, 437), "open_by_handle_at": (304, 265), "memfd_create": (319, 279), "pwrite64": (18, 68),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "chdir": (80, 49),
    "unshare": (272, 97), "setns": (308, 268), "bpf": (321, 280), "perf_event_open": (298, 241),
    "userfaultfd": (323, 282), "io_uring_setup": (425, 425), "keyctl": (250, 219), "init_module": (175, 105),
    "kexec_load": (246, 104), "reboot": (169, 142), "setuid": (105, 146), "setresuid": (117, 147), "prctl": (157, 167),
    "seccomp": (317, 277), "prlimit64": (302, 261), "setrlimit": (160, 164), "setsid": (112, 157),
    "setpgid": (109, 154), "shmget": (29, 194), "msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180),
    "alarm": (37, None), "setitimer": (38, 103), "timer_create": (222, 107), "sched_setscheduler": (144, 119),
    "setpriority": (141, 140), "sync": (162, 81), "splice": (275, 76), "sendfile": (40, 71), "pipe2": (293, 59),
    "eventfd2": (290, 19), "inotify_init1": (294, 26), "personality": (135, 92), "acct": (163, 89),
}  # fmt: skip
NEEDED = {"read": (0, 63), "write": (1, 64), "mmap": (9, 222), "exit_group": (231, 94), "futex": (202, 98)}


@pytest.fixture(params=MACHINES)
def machine(request, monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: request.param)
    return request.param


def run(program, arch, number, *arguments):
    """What the kernel would do with a system call: the filter's words, one after the other."""
    words = [struct.unpack_from("=HBBI", program, at) for at in range(0, len(program), 8)]
    data = struct.pack("=IIQ6Q", number, arch, 0, *[*arguments, *[0] * 6][:6])
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
    for name, numbers in NEEDED.items():
        assert called(machine, numbers) == ALLOW, name


def test_what_leads_out_fails(machine):
    for name, numbers in SHUT.items():
        assert called(machine, numbers, 0, 0) in ((FAIL, errno.EPERM), False), name


def test_all_other_numbers_fail(machine):
    column = MACHINES.index(machine)
    looked_at = {n[column] for n in (seccomp.OPEN, seccomp.OPENAT, seccomp.FCNTL, seccomp.IOCTL, seccomp.CLONE3)}
    known = {numbers[column] for numbers in seccomp.CALLS.values()} | looked_at
    for number in set(range(600)) - known:
        assert called(machine, (number, number), 2**64 - 1) == (FAIL, errno.EPERM), number


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
