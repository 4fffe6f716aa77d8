"""The jail that a child closes around itself before any code of a submission runs.

No other user's rights, no files but Python's and numpy's, no writing, no processes, no network, no signals. What the
kernel lacks is left out; whether what is left holds is for the grader to find out, by trying to break out.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import resource
import sysconfig
from collections.abc import Iterator

from grader.worker import landlock, limits, seccomp

NOBODY = 65534
# What a submission may reasonably import and numpy does not, or loads late
USEFUL = (
    "array", "calendar", "cmath", "colorsys", "concurrent.futures", "csv", "decimal", "difflib", "doctest", "fractions",
    "glob", "graphlib", "hashlib", "heapq", "html", "locale", "logging", "pprint", "pstats", "random", "sched",
    "secrets", "shelve", "statistics", "tempfile", "textwrap", "timeit", "tomllib", "unittest.mock", "uuid", "zoneinfo",
    "numpy.ma", "numpy.polynomial", "numpy.testing", "numpy.typing",
)  # fmt: skip
LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64")


class Jail:
    """What can be made ready once, in the warm process.

    Args:
        packages: the installed packages that a submission may read.
        descriptor: the number under which rules for files are kept open until `enter`.
    """

    def __init__(self, packages: list[str], descriptor: int) -> None:
        self._rules: int | None = None
        if landlock.version():
            rules = landlock.make_rules(_readable(packages))
            self._rules = os.dup2(rules, descriptor, inheritable=False)
            os.close(rules)
        program = seccomp.program()
        self._filter = seccomp.Filter(program) if program is not None else None
        if os.getuid() == 0 and not _open_to_all(sysconfig.get_paths()["stdlib"]):
            for name in USEFUL:
                importlib.import_module(name)

    def enter(self) -> None:
        """Close the jail around this process, for good.

        Raises:
            OSError: if the kernel refuses a part that it offers.
        """
        if os.getuid() == 0:
            _become_nobody()
            limits.die_with_parent()  # the kernel forgot it with the rights
        limits.libc().prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE: nobody may trace it
        for what, most in ((resource.RLIMIT_NPROC, 0), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_MEMLOCK, 0)):
            resource.setrlimit(what, (most, most))
        if self._rules is not None:
            landlock.restrict(self._rules)
        if self._filter is not None:
            self._filter.install()


def _open_to_all(path: str) -> bool:
    """Whether other users may go to a folder; root's Python often lies in root's home."""
    while os.stat(path).st_mode & 0o001:  # noqa: PTH116  no pathlib in a warm worker
        path, last = os.path.dirname(path), path  # noqa: PTH120
        if path == last:
            return True
    return False


def _become_nobody() -> None:
    with contextlib.suppress(PermissionError, OSError):  # within bubblewrap root is nobody already
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)


def _readable(packages: list[str]) -> Iterator[str]:
    """What may be read: the standard library without what is installed in it, the packages, C libraries.

    Each name is a rule that every child takes over, so that few are better.
    """
    for folder in dict.fromkeys(sysconfig.get_paths()[key] for key in ("stdlib", "platstdlib")):
        names = os.listdir(folder)  # noqa: PTH208  pathlib is not loaded in a worker
        installed = [name for name in names if name in ("site-packages", "dist-packages")]
        if not any(os.listdir(os.path.join(folder, name)) for name in installed):  # noqa: PTH118, PTH208
            yield folder  # bubblewrap has laid empty folders over them
        else:
            yield from (os.path.join(folder, name) for name in names if name not in installed)  # noqa: PTH118
    for place in (*packages, *LIBRARIES):
        if os.path.exists(place):  # noqa: PTH110
            yield from _without_packages(place)


def _without_packages(place: str) -> Iterator[str]:
    """A folder, or what is in it where Python's library, and so everything installed, is somewhere below."""
    library = sysconfig.get_paths()["stdlib"]
    if not library.startswith(os.path.join(place, "")):  # noqa: PTH118
        yield place
    elif place != library:
        for name in os.listdir(place):  # noqa: PTH208
            yield from _without_packages(os.path.join(place, name))  # noqa: PTH118
