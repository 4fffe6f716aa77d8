"""What a process with hidden inputs does, no other process can see: it leaves no trace, and cannot be met."""

import contextlib
import os
from pathlib import Path

import numpy as np
import pytest
from helpers import folder_for_all
from hostile_settings import SETTINGS, Inside, starts

LOOK = """
import os
for path in {paths}:
    try:
        print(path, os.lstat(path).st_atime_ns)
    except OSError as error:
        print(path, error.strerror)
"""
USE = """
import contextlib, os
for path in {paths}:
    for use in (lambda: open(path, "rb").read(1), lambda: os.listdir(path), lambda: os.stat(path + "/."), os.getcwd):
        with contextlib.suppress(OSError):
            use()
"""
LINKS = ["/lib", "/dev/stdin", "/dev/fd"]  # bubblewrap makes these anew


@contextlib.contextmanager
def never_used():
    """A file and a folder that code in the jail may read, and a link, which change when they are next used."""
    package = Path(np.__file__).parent
    with folder_for_all() as folder:
        link = folder / "link"
        link.symlink_to(package)
        places = [package / "__init__.pyi", package / "lib", link]
        for place in places:
            before = place.lstat()
            os.utime(place, ns=(0, before.st_mtime_ns), follow_symlinks=False)
        yield [str(place) for place in places]


def keeps_times():
    """Whether this machine's disk keeps the time at which a file was last read."""
    with never_used() as (file, *_):
        Path(file).read_bytes()
        return Path(file).stat().st_atime_ns > 0


def undisturbed(attempt):
    """What an attempt gives, made again if it is not as it should be: other tests may use the same files meanwhile."""
    for _ in range(30):
        with contextlib.suppress(AssertionError):
            return attempt()
    return attempt()


def test_using_a_file_leaves_no_trace(inside):
    def attempt():
        with never_used() as places:
            look, use = (program.format(paths=[*places, *LINKS]) for program in (LOOK, USE))
            before, used, after = inside.run(look, use, look)
        assert used == ""
        assert before == after
        assert f"{places[0]} 0\n" in before, "else it would not change anyway"

    undisturbed(attempt)


def test_outside_it_leaves_one(outside):
    def attempt():
        with never_used() as places:
            look, use = (program.format(paths=places) for program in (LOOK, USE))
            before, _, after = outside.run(look, use, look)
        changed = [one != other for one, other in zip(before.splitlines(), after.splitlines(), strict=True)]
        assert changed == [keeps_times()] * 3

    undisturbed(attempt)


PROCESSES = """
import os
print(os.path.exists("/proc/self"), os.path.exists("/sys/kernel"))
"""


def test_no_process_is_seen(inside, outside):
    assert inside.run(PROCESSES) == ["False False\n"]
    assert outside.run(PROCESSES) == ["True True\n"]


CLOCKS = """
import contextlib, os, time
read = 0
for process in range(1, os.getpid()):
    with contextlib.suppress(OSError):
        time.clock_gettime(~process << 3 | 2)
        read += 1
print(read)
"""


def test_no_other_process_is_timed(inside, outside):
    assert inside.run(CLOCKS) == ["0\n"]
    assert int(outside.run(CLOCKS)[0]) > 1


# Two processes that read the same file: one waits at its first word, the other wakes who waits there.
MEET = """
import ctypes, mmap, os, struct, time
import numpy as np
libc = ctypes.CDLL(None, use_errno=True)
with open(np.__file__, "rb") as file:
    word, = struct.unpack("=I", file.read(4))
    libc.mmap.restype = ctypes.c_void_p
    place = ctypes.c_void_p(libc.mmap(None, ctypes.c_size_t(4096), 1, 1, file.fileno(), ctypes.c_long(0)))
number = 202 if os.uname().machine == "x86_64" else 98
"""
WAIT = """
enough = ctypes.create_string_buffer(struct.pack("ll", 60, 0))
print(libc.syscall(number, place, 0, word, enough))
"""
WAKE = """
end = time.monotonic() + 50
while (woken := libc.syscall(number, place, 1, 100)) == 0 and time.monotonic() < end:
    time.sleep(1e-3)
print(woken)
"""


def test_processes_that_run_at_once_do_not_meet(inside, outside):
    assert inside.run(MEET + WAIT, MEET + WAKE, at_once=True) == ["-1\n", "-1\n"]
    assert outside.run(MEET + WAIT, MEET + WAKE, at_once=True) == ["0\n", "1\n"]


FORBID = 'echo 0 > /proc/sys/user/max_mnt_namespaces && exec "$@"'
NO_MOUNTS = ["unshare", "--user", "--map-root-user", "sh", "-c", FORBID, "sh"]  # as in most containers


@pytest.mark.parametrize("prefix", [NO_MOUNTS] if starts([*NO_MOUNTS, "true"]) else [])
def test_where_mounts_are_not_allowed_the_rest_of_the_jail_holds(prefix, monkeypatch):
    monkeypatch.setitem(SETTINGS, "no mounts", (prefix, "landlock"))
    one = Inside("no mounts")
    try:
        assert one.run("import os\nprint(os.path.exists('/proc/self'))", CLOCKS) == ["True\n", "0\n"]
    finally:
        assert one.close() == 0
