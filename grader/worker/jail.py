"""The jail that a child closes around itself before any code of a submission runs.

Inside there are no other user's rights, no files but Python's and numpy's, no writing, no processes, no network and no
signals. A layer that the kernel does not offer is skipped; the grader then finds out whether the rest holds, by trying
to break out.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import resource
import site
import sys
import sysconfig
from collections.abc import Iterable, Iterator

from grader.worker import access_times, landlock, limits, mounts, seccomp

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
    """A jail, as far as it can be prepared once, in the warm process.

    Args:
        packages: the installed packages that a submission may read.
        descriptor: the first of the numbers under which rules for files, and namespaces, are kept open until `enter`.
        useful: modules to import now where nobody's user cannot reach Python's library.
        own_mounts: whether it has mounts through which reading leaves no trace.
    """

    def __init__(
        self, packages: list[str], descriptor: int, useful: Iterable[str] = USEFUL, *, own_mounts: bool = True
    ) -> None:
        view = mounts.make_view() if own_mounts else []
        self._view = [_move(one, number) for number, one in enumerate(view, descriptor + 1)]
        self._rules: int | None = None
        if landlock.version():
            self._rules = _move(landlock.make_rules(_readable(packages)), descriptor)
        program = seccomp.program()
        self._filter = seccomp.Filter(program) if program is not None else None
        if os.getuid() == 0 and not open_to_all(sysconfig.get_paths()["stdlib"]):
            for name in useful:
                importlib.import_module(name)

    def settle_access_times(self, packages: list[str]) -> None:
        """Where it has no mounts of its own, see to it that the use of a file is not noted any more."""
        if not self._view and os.path.isdir("/proc/self"):  # noqa: PTH112  within bubblewrap there is none
            access_times.settle(_readable(packages))

    def enter(self) -> None:
        """Close the jail around this process, for good.

        Raises:
            OSError: if the kernel refuses a part that it offers.
        """
        root = os.getuid() == 0  # before it enters a namespace in which nobody has a number
        mounts.enter_view(self._view)
        if root:
            _become_nobody()
        limits.die_with_parent()  # the kernel forgot it with the rights
        limits.libc().prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE: nobody may trace it
        for what, most in ((resource.RLIMIT_NPROC, 0), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_MEMLOCK, 0)):
            resource.setrlimit(what, (most, most))
        if self._rules is not None:
            landlock.restrict(self._rules)
        if self._filter is not None:
            self._filter.install()


def _move(descriptor: int, number: int) -> int:
    """Give a descriptor another number."""
    moved = os.dup2(descriptor, number, inheritable=False)
    os.close(descriptor)
    return moved


def open_to_all(path: str) -> bool:
    """Whether other users can reach a folder; root's Python often lies in root's home."""
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
    """What may be read: the standard library, C libraries, and of the installed packages only the allowed ones.

    Each path becomes a rule that every child takes over, so that few paths are better.
    """
    paths = sysconfig.get_paths()
    libraries = dict.fromkeys(map(os.path.realpath, (paths["stdlib"], paths["platstdlib"], *LIBRARIES)))
    installed = [folder for folder in _package_folders() if _holds_anything(folder)]  # bubblewrap empties them
    for place in libraries:
        if os.path.isdir(place):  # noqa: PTH112  pathlib is not loaded in a worker
            yield from _without(installed, place)
    yield from packages


def _package_folders() -> list[str]:
    """The folders into which this Python installs packages; distributions keep some outside of its library."""
    folders = site.getsitepackages([sys.base_prefix])
    for library in (sysconfig.get_paths()[key] for key in ("stdlib", "platstdlib")):
        folders += [os.path.join(library, name) for name in ("site-packages", "dist-packages")]  # noqa: PTH118
    return [os.path.realpath(folder) for folder in folders]


def _holds_anything(folder: str) -> bool:
    try:
        return bool(os.listdir(folder))  # noqa: PTH208
    except OSError:  # it is not there
        return False


def _without(hidden: list[str], place: str) -> Iterator[str]:
    """A folder or, if it contains hidden folders, its entries without them."""
    real = os.path.realpath(place)
    if not any(os.path.join(folder, "").startswith(os.path.join(real, "")) for folder in hidden):  # noqa: PTH118
        yield place
    elif real not in hidden:
        for name in os.listdir(place):  # noqa: PTH208
            yield from _without(hidden, os.path.join(place, name))  # noqa: PTH118
