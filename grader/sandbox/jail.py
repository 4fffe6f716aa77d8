"""The jail from outside: how a confined worker is started, and the proof that it holds.

On Linux the warm process runs in bubblewrap where that starts, and each child confines itself with what the kernel
offers (`grader.worker.jail`). Before any code of a stranger runs, `require_jail` sends in a program that tries to break
out (`breakout`): if one of its attempts succeeds, grading does not begin.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import json
import os
import shutil
import site
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path

from grader import packages
from grader.course.syllabus import GRADER, ROOT, load_course
from grader.errors import BrokenError
from grader.sandbox.forking import ForkingWorkers
from grader.sandbox.workers import ENVIRONMENT, Channel, Workers, worker_command

OWN = ("protocol", "worker")  # the folders of ours that may stand beside a student's code
SYSTEM = ("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib")
WITHOUT = "Grade without a jail only what you trust, with --no-jail."


class JailError(BrokenError):
    """The jail does not hold here, so nothing was graded."""


class JailedWorkers(ForkingWorkers):
    """Workers in a jail. The first thing they do is the trial of the jail, in the background; see `require_jail`.

    Args:
        command: how they are started.

    Attributes:
        trial: where the trial tells what it came to; None when it has told.
    """

    def __init__(self, command: list[str]) -> None:
        super().__init__(command)
        self.trial: Channel | None = None
        try:
            self.trial = _begin_trial(self)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """As for all workers; a trial that nobody has asked for its outcome ends, too."""
        super().close()
        trial, self.trial = self.trial, None
        if trial is not None:
            trial.close()


def make_jailed_workers(*, bubblewrap: bool | None = None) -> JailedWorkers:
    """Workers behind all that this machine offers.

    Args:
        bubblewrap: whether to use it; None uses it where it starts.

    Raises:
        JailError: on a system that has no jail, or where code in the jail could not read numpy.
    """
    if sys.platform != "linux":
        raise JailError(f"This system has no jail: only time limits would hold. {WITHOUT}")
    if bubblewrap is None:
        _try_bubblewrap()
    readable = _readable()
    if bubblewrap is None:
        bubblewrap = bubblewrap_starts()
    if not bubblewrap and os.getuid() == 0:
        _require_open(readable)
    python = str(Path(sys.executable).resolve())
    command = worker_command("jail", *readable, python=python, folders=packages.folders_of(readable))
    return JailedWorkers([*_bubblewrap(readable), *command] if bubblewrap else command)


def _require_open(readable: list[str]) -> None:
    """Make sure that nobody's user may read the packages: that is who a submission runs as where root grades.

    Raises:
        JailError: if a package lies where only root may read, as in root's home.
    """
    from grader.worker.jail import open_to_all  # noqa: PLC0415  only Linux can import it

    for path in map(Path, readable):
        if not open_to_all(str(path.parent)):
            raise JailError(
                f"{path.name} lies in {path.parent}, which only root can read, and a submission runs as nobody. "
                "Put the course and its environment elsewhere, or install bubblewrap (apt install bubblewrap)."
            )


@functools.cache
def bubblewrap_starts() -> bool:
    """Whether bubblewrap is installed and allowed to make its namespaces here."""
    trial = _try_bubblewrap()
    return trial is not None and trial.wait() == 0


def bubblewrap_version() -> str | None:
    """The version of bubblewrap, as it says it itself; None where it is not installed."""
    program = shutil.which("bwrap")
    if program is None:
        return None
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603  as below
    return said.strip().removeprefix("bubblewrap ") or "an unknown version"


@functools.cache
def _try_bubblewrap() -> subprocess.Popen[bytes] | None:
    """Begin to find out whether bubblewrap starts; None where it is not installed."""
    program = shutil.which("bwrap")
    if program is None:
        return None
    null = subprocess.DEVNULL
    trial = [program, "--unshare-all", "--unshare-user", "--ro-bind", "/", "/", "true"]
    return subprocess.Popen(trial, stdin=null, stdout=null, stderr=null)  # noqa: S603  our own command


def _readable() -> list[str]:
    """The installed packages that a submission may read: numpy, those that units use, and what these need."""
    modules = [module for unit in load_course().units for module in unit.preload]
    return packages.readable(["numpy", *packages.distributions(modules)])


def _bubblewrap(readable: list[str]) -> list[str]:
    """The command that runs another one in new namespaces: no network, no /proc, no file but those named."""
    words = [shutil.which("bwrap") or "bwrap", "--unshare-all", "--unshare-user", "--uid", "65534", "--gid", "65534"]
    words += ["--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"]
    for name, value in (*ENVIRONMENT.items(), ("MPLCONFIGDIR", "/tmp/matplotlib")):  # noqa: S108  the jail's own
        words += ["--setenv", name, value]
    for place in SYSTEM:
        if Path(place).is_symlink():
            words += ["--symlink", str(Path(place).readlink()), place]
        elif Path(place).is_dir():
            words += ["--ro-bind", place, place]
    words += ["--dev", "/dev", "--tmpfs", "/tmp"]  # noqa: S108
    for path in _python():
        words += ["--ro-bind", path, path]
    hidden = list(_package_folders())
    for folder in hidden:
        words += ["--tmpfs", folder]
    for path in (*readable, *_own()):
        words += ["--ro-bind", path, path]
    for place in ("/dev", *hidden, "/"):  # else links and folders there would tell when they were last looked at
        words += ["--remount-ro", place]
    return [*words, "--chdir", "/", "--"]


def _package_folders() -> Iterator[str]:
    """The folders with all that is installed; else they would come with Python and the system's libraries."""
    library = sysconfig.get_paths(vars={"base": sys.base_prefix, "platbase": sys.base_prefix})["stdlib"]
    places = [*(str(Path(library) / name) for name in packages.NAMES), *site.getsitepackages([sys.base_prefix])]
    yield from dict.fromkeys(str(Path(place).resolve()) for place in places if Path(place).is_dir())


def _own() -> Iterator[str]:
    """Our folders that a worker loads from, with up-to-date bytecode, which it cannot write itself."""
    face = GRADER / "__init__.py"
    for path in (face, *(path for name in OWN for path in (GRADER / name).glob("*.py"))):
        kept = Path(importlib.util.cache_from_source(str(path)))
        old = not kept.exists() or kept.stat().st_mtime < path.stat().st_mtime
        if old and not sys.dont_write_bytecode:
            import py_compile  # noqa: PLC0415  once for each state of the kit

            with contextlib.suppress(OSError):  # the kit's folder may be read-only
                py_compile.compile(str(path), quiet=2)
        if path == face:
            yield from (str(one) for one in (path, kept) if one.exists())
    yield from (str(GRADER / name) for name in OWN)


def _python() -> Iterator[str]:
    """Python itself: the program, its standard library, its shared library."""
    yield str(Path(sys.executable).resolve())
    paths = sysconfig.get_paths(vars={"base": sys.base_prefix, "platbase": sys.base_prefix})
    yield from dict.fromkeys((paths["stdlib"], paths["platstdlib"]))
    folder = Path(sysconfig.get_config_var("LIBDIR") or "/nowhere")
    if folder.is_dir() and str(folder) not in SYSTEM:
        yield from (str(path) for path in folder.glob("libpython*.so*"))


def require_jail(workers: Workers) -> None:
    """Try to break out of a jail.

    Raises:
        JailError: if an attempt gets through; it says which, and what to install.
    """
    leaks = break_out(workers)
    if leaks:
        advice = "Install bubblewrap (apt install bubblewrap), or use a kernel with Landlock and seccomp."
        raise JailError(f"The jail does not hold here: one can {'; '.join(leaks)}. {advice} {WITHOUT}")


def break_out(workers: Workers) -> list[str]:
    """What a program can do in the jail that it must not, in words.

    Raises:
        JailError: if the jail does not start.
    """
    from grader.protocol.wire import decode  # noqa: PLC0415  imports numpy, which the worker may load meanwhile

    trial = None
    if isinstance(workers, JailedWorkers):
        trial, workers.trial = workers.trial, None
    said, deadline = "", time.monotonic() + 30
    try:
        trial = trial or _begin_trial(workers)
        while not (message := decode(trial.receive(deadline))).get("loaded"):
            said += str(message.get("output", ""))
        leaks: list[str] = json.loads(said)
    except Exception as error:
        why = workers.why_ended() if isinstance(workers, ForkingWorkers) else ""
        if not why:
            why = f"its trial ended with {error!r}" if workers.alive() else "its worker ended without a word"
        raise JailError(f"The jail does not start here: {why}. {WITHOUT}") from error
    finally:
        if trial is not None:
            trial.close()
    return leaks


def _begin_trial(workers: Workers) -> Channel:
    """Send in the program that tries to break out."""
    told = {
        "secrets": [
            str(path) for path in (ROOT / "solutions" / "functions.py", GRADER / "course" / "hidden" / "functions.py")
        ],
        "packages": packages.others(),
        "folders": [str(ROOT), str(GRADER), *_own_folders()],
        "pids": [os.getpid(), os.getppid()],
    }
    source = f"TOLD = {told!r}\n" + (GRADER / "sandbox" / "breakout.py").read_text(encoding="utf-8")
    job = {
        "sources": {"breakout": source}, "files": {"breakout": "breakout.py"}, "absent": {}, "contract": {},
        "load": ["breakout"], "checks": [], "wanted": [], "seed": 0, "cpu_seconds": 20,
    }  # fmt: skip
    return workers.open(job)


def _own_folders() -> Iterator[str]:
    """The home and the current folder of whoever grades, where there are such."""
    for where in (Path.home, Path.cwd):
        with contextlib.suppress(OSError, RuntimeError):
            yield str(where())
