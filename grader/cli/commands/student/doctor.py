"""`grader doctor`: what this machine offers, and what is missing."""

from __future__ import annotations

import argparse
import importlib.metadata
import locale
import os
import platform
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from grader.cli.trust import EXERCISES
from grader.course.privacy import warning
from grader.course.release_stamp import NAME, changed, read_stamp
from grader.course.syllabus import IN_A_KIT, ROOT, load_course
from grader.errors import ALL_PASS, BROKEN, GraderError
from grader.processes import require_semaphores
from grader.render.plain import counted, say, say_next

OK, NOTE, MISSING = "ok", "note", "MISSING"
FIXED = (0, 12)  # the bubblewrap that no longer follows links while it builds a jail
OLD = (
    "before 0.12.0 it follows links while it builds a jail, and may create files outside of it (CVE-2026-87766). No "
    "submission can lay such a link; who may write to Python's folders or the course's can. Update it, unless your "
    "distribution has fixed it under the old number"
)
TRACES = (
    "and the jail may not have mounts of its own: on a disk that notes each use of a file (strictatime), a submission "
    "can see by that what another one met in hidden checks. Allow namespaces, or grade as root"
)


def run(args: argparse.Namespace) -> int:
    """Look, and print a line for each thing."""
    found = list(_look())
    for state, what, text in found:
        say(args, f"{state:<8}{what:<14}{text}")
    if any(state == MISSING for state, _, _ in found):
        say(args, "Something is missing: see above.")
        return BROKEN
    if any(state == NOTE and what in ("processes", "jail") for state, what, _ in found):
        say(args, "You can check your own work here, but not grade that of others: see above.")
        say_next(args)
    else:
        say(args, "All that grading needs is here.")
        say_next(args)
    return ALL_PASS


def _look() -> Iterator[tuple[str, str, str]]:
    python = sys.version_info
    yield (OK if python >= (3, 11) else MISSING), "Python", f"{platform.python_version()} (3.11 or newer is needed)"
    for package in ("numpy", "matplotlib", "rich", "pytest"):
        try:
            yield OK, package, importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            yield MISSING, package, "not installed. Set the kit up again: uv sync"
    yield from _course()
    yield from _worker()
    yield from _privacy()
    yield from _encoding()
    yield from _files(EXERCISES)


def _course() -> Iterator[tuple[str, str, str]]:
    try:
        course = load_course()
        units, exercises = counted(len(course.units), "unit"), counted(len(course.exercises), "exercise")
        yield OK, "course", f"{units}, {exercises} in {ROOT}"
    except GraderError as error:
        yield MISSING, "course", str(error)
    if IN_A_KIT:
        stamp, names = read_stamp(ROOT / "grader" / NAME), changed(ROOT)
        yield OK, "release", f"{stamp.release} of {stamp.course}: {', '.join(stamp.units)}"
        if names:
            way = "Unpack the kit anew, then bring your work into it: grader update FOLDER"
            yield NOTE, "release", f"not as it was handed out: {', '.join(names)}. {way}"


def _privacy() -> Iterator[tuple[str, str, str]]:
    """Whether others on this machine can read solutions or a gradebook; a kit holds neither."""
    if not IN_A_KIT and os.name == "posix":
        open_to_others = warning()
        yield (NOTE, "privacy", open_to_others) if open_to_others else (OK, "privacy", "nobody else can read solutions")


def _worker() -> Iterator[tuple[str, str, str]]:
    """Whether a worker starts and answers, and what holds it."""
    from grader.sandbox.start import make_workers  # noqa: PLC0415  as late as it can be

    job = {
        "sources": {}, "files": {}, "absent": {}, "contract": {}, "load": [], "checks": [], "wanted": [],
        "seed": 0, "cpu_seconds": 10,
    }  # fmt: skip
    import time  # noqa: PLC0415

    for spawn in (False, True):
        name = "spawning" if spawn or sys.platform != "linux" else "forking"
        try:
            workers = make_workers(spawn=spawn)
            channel = workers.open(job)
            channel.receive(time.monotonic() + 30)
            channel.close()
            workers.close()
            yield OK, "worker", f"the {name} worker starts and answers"
        except Exception as error:  # noqa: BLE001  whatever it is, it is what the doctor is asked for
            yield MISSING, "worker", f"the {name} worker does not answer: {error!r}"
    if sys.platform == "linux":
        yield _processes()
        yield OK, "limits", "time, memory, file size and processor time are held by the system"
        yield _jail()
        yield from _bubblewrap()
    else:
        yield NOTE, "limits", "on this system only time limits hold; grade only code that you trust"


def _processes() -> tuple[str, str, str]:
    """Whether a class can be graded side by side."""
    try:
        require_semaphores()
    except GraderError as error:
        return NOTE, "processes", str(error)
    return OK, "processes", "several can run side by side"


def _jail() -> tuple[str, str, str]:
    """Whether the jail for strangers' submissions holds here."""
    from grader.sandbox.jail import break_out, bubblewrap_starts, make_jailed_workers  # noqa: PLC0415  Linux alone has one
    from grader.worker import landlock, seccomp  # noqa: PLC0415

    parts = {
        "bubblewrap": bubblewrap_starts(),
        "mounts of its own": not bubblewrap_starts() and _own_mounts(),
        f"Landlock {landlock.version()}": landlock.version() > 0,
        "seccomp": seccomp.program() is not None,
    }
    made_of = ", ".join(name for name, there in parts.items() if there) or "nothing"
    try:
        workers = make_jailed_workers()
        try:
            leaks = break_out(workers)
        finally:
            workers.close()
    except GraderError as error:
        return NOTE, "jail", str(error)
    if leaks:
        return NOTE, "jail", f"does not hold ({made_of}): one can {'; '.join(leaks)}. Install bubblewrap"
    return OK, "jail", f"holds: {made_of}"


def _own_mounts() -> bool:
    """Whether the jail may have read-only mounts of its own."""
    from grader.worker.mounts import make_view  # noqa: PLC0415  as above

    view = make_view()
    for descriptor in view:
        os.close(descriptor)
    return bool(view)


def _bubblewrap() -> Iterator[tuple[str, str, str]]:
    """Which bubblewrap there is, and what is known of it."""
    from grader.sandbox.jail import bubblewrap_starts, bubblewrap_version  # noqa: PLC0415  as above

    version = bubblewrap_version()
    if not bubblewrap_starts():
        why = "not installed (apt install bubblewrap)" if version is None else f"{version} does not start here"
        without = "the jail does without it" if _own_mounts() else TRACES
        yield (OK if _own_mounts() else NOTE), "bubblewrap", f"{why}; {without}"
    elif _numbers(version) < FIXED:
        yield NOTE, "bubblewrap", f"{version}: {OLD}"
    else:
        yield OK, "bubblewrap", str(version)


def _numbers(version: str | None) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version or "")))


def _encoding() -> Iterator[tuple[str, str, str]]:
    preferred = locale.getpreferredencoding(do_setlocale=False)
    utf8 = preferred.lower().replace("-", "") == "utf8"
    hint = "" if utf8 else "; let your editor save files as UTF-8"
    yield (OK if utf8 else NOTE), "encoding", f"files here are {preferred} unless an editor says otherwise{hint}"
    terminal = getattr(sys.stdout, "encoding", None) or "unknown"
    utf8 = terminal.lower().replace("-", "") == "utf8"
    yield (OK if utf8 else NOTE), "terminal", terminal + ("" if utf8 else ": signs that it lacks are spelt in ASCII")


def _files(folder: Path) -> Iterator[tuple[str, str, str]]:
    if not folder.is_dir():
        way = "Unpack the kit again" if IN_A_KIT else "Bring the stubs: grader build"
        yield MISSING, "exercises", f"{folder} is not there. {way}"
        return
    writable = os.access(folder, os.W_OK)
    yield (OK if writable else NOTE), "exercises", f"{folder}" + ("" if writable else " cannot be written to")
    for path in sorted(folder.glob("*.py")):
        try:
            data = path.read_bytes()
            data.decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            yield NOTE, path.name, f"cannot be read as UTF-8 ({error}); save it again as UTF-8"
            continue
        if data.startswith(b"\xef\xbb\xbf") or b"\r\n" in data:
            yield NOTE, path.name, "has a byte order mark or Windows line ends: both are read as they should be"


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """It takes the common options only."""
