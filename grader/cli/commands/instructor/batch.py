"""`grader batch`: grade a whole class, each submission in the jail; results are kept as they come."""

from __future__ import annotations

import argparse
import contextlib
import functools
import gc
import os
import sys
from pathlib import Path

from grader.batch.parts import part
from grader.cli.arguments import count, seconds, seed
from grader.course.syllabus import load_course
from grader.errors import UsageError
from grader.processes import require_semaphores
from grader.protocol.load_numpy import load_numpy
from grader.sandbox.memory import HELP
from grader.sandbox.start import start_workers
from grader.submission.lms.layouts import NAMES

SEED, TIMEOUT = 0, 5.0
NOT_OF_A_PART = ("compare", "late")
NOT_OF_A_MERGE = (
    *("folder", "names", "look", "layout", "roster", "jobs", "part", "no_place", "seed", "timeout", "dask", "tls"),
)


def run(args: argparse.Namespace) -> int:
    """Grade every submission in a folder and write what was found, or make one class of parts."""
    require_sense(args)
    if args.merge:
        from grader.batch.merge import run_merge  # noqa: PLC0415  nothing is loaded that grades

        return run_merge(args, load_course())
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # some containers forbid it
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))  # nobody need be woken at once: fewer switches
    if args.look:
        from grader.batch.look import run_look  # noqa: PLC0415  as above

        return run_look(args, load_course())
    if args.out is None:
        raise UsageError("Say where the results go: --out OUT. To see first who was found: --look")
    if args.dask:
        from grader.batch.cluster.main import grade_on_cluster  # noqa: PLC0415
        from grader.batch.main import run_batch  # noqa: PLC0415  nothing that grades is started here
        from grader.batch.workers import Settings  # noqa: PLC0415

        course, settings = load_course(), Settings(*_settings(args))
        way = functools.partial(grade_on_cluster, args, settings)
        return run_batch(args, course, course.find(args.names), settings, way)
    return _grade_here(args)


def _settings(args: argparse.Namespace) -> tuple[tuple[str, ...], int, float, bool, bool]:
    return tuple(args.names), args.seed, args.timeout, args.jail, args.feedback and not args.no_place


def _grade_here(args: argparse.Namespace) -> int:
    gc.disable()  # until all is loaded: it stays, and the collector would look through it for nothing
    workers = start_workers(jail=args.jail)  # they load while we do
    try:
        course = load_course()
        exercises = course.find(args.names)
        workers.preload(course.preload(exercises))
        load_numpy()
        from grader.batch.workers import Settings, start_pair  # noqa: PLC0415  this needs it

        settings = Settings(*_settings(args))
        pair = start_pair(course, exercises, settings, workers)
        from grader.batch.main import grade_here, run_batch  # noqa: PLC0415  and the rest, while the pair gets ready

        require_semaphores()
        return run_batch(args, course, exercises, settings, functools.partial(grade_here, args, settings, pair))
    finally:
        gc.enable()
        workers.close()


def require_sense(args: argparse.Namespace) -> None:
    """Refuse what cannot be asked for at once.

    Raises:
        UsageError: if something is.
    """
    if args.merge:
        if args.out is None:
            raise UsageError("Say where the class goes: --out OUT")
        given = [name for name in NOT_OF_A_MERGE if getattr(args, name)]
        if given:
            word = "--merge takes only folders that --part has made"
            raise UsageError(f"{word}; {_word(given[0])} belongs to the batch of each part. See: grader batch --help")
        return
    if args.folder is None:
        raise UsageError("DIR is missing. See: grader batch --help")
    if args.partial:
        raise UsageError("--partial belongs to --merge. See: grader batch --help")
    if args.dask and args.jobs:
        raise UsageError("--jobs is for this machine. With --dask, each worker grades one submission at a time.")
    if args.tls and not (args.dask or "").startswith("tls://"):
        raise UsageError("--tls belongs to --dask tls://HOST:PORT. See: grader batch --help")
    args.seed = _begun_with(args, "seed", SEED) if args.seed is None else args.seed
    args.timeout = _begun_with(args, "timeout", TIMEOUT) if args.timeout is None else args.timeout
    for name in NOT_OF_A_PART:
        if args.part and getattr(args, name):
            raise UsageError(f"{_word(name)} belongs to the merge of the parts: grader batch --merge …")


def _begun_with(args: argparse.Namespace, name: str, usual: float) -> float:
    """What the batch that is gone on with was begun with; in a new one, what is usual."""
    if not args.resume or args.out is None:
        return usual
    from grader.batch.results import begun_with  # noqa: PLC0415  only where a batch is gone on with

    before = begun_with(args.out, name)
    return usual if before is None else before


def _word(name: str) -> str:
    return {"folder": "DIR", "names": "NAME"}.get(name, f"--{name.replace('_', '-')}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        metavar="DIR",
        help="what a platform hands over, or a folder, notebook, .py file or zip for each student",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="units or functions (default: all)")
    parser.add_argument("--out", type=Path, metavar="OUT", help="folder for results, grades and page")
    parser.add_argument("--look", action="store_true", help="show who was found, and from which files; run nothing")
    parser.add_argument("--layout", choices=NAMES, help="how the platform names what it hands over (default: find out)")
    parser.add_argument("--roster", type=Path, metavar="FILE", help="CSV of who is in the class: id, name, mail")
    parser.add_argument("--jobs", type=count, metavar="N", help=f"submissions {HELP}")
    parser.add_argument("--resume", action="store_true", help="go on with the batch that OUT holds")
    parser.add_argument(
        "--feedback", action="store_true", help="write a page for each student, and zips for the platform"
    )
    parser.add_argument(
        "--no-place", action="store_true", help="feedback without the places of mistakes that have no name"
    )
    parser.add_argument("--compare", type=Path, metavar="OLD", help="tell what changed since the batch in this folder")
    parser.add_argument("--late", type=Path, metavar="FILE", help="a policy for what comes late, in TOML")
    parser.add_argument("--seed", type=seed, metavar="N", help=f"seed of the hidden inputs (default: {SEED})")
    parser.add_argument("--timeout", type=seconds, metavar="S", help=f"seconds for one call (default: {TIMEOUT:g})")
    parser.add_argument("--jail", action=argparse.BooleanOptionalAction, default=True, help="confine the submissions")
    more = parser.add_argument_group("Several machines")
    more.add_argument("--part", type=part, metavar="K/N", help="grade the K-th of N parts of the class")
    more.add_argument("--merge", type=Path, nargs="+", metavar="PART", help="make one class of what its parts wrote")
    more.add_argument("--partial", action="store_true", help="merge what there is; of two reports take the first")
    more.add_argument(
        "--dask", metavar="ADDRESS", help="grade on a cluster: tcp://HOST:PORT, tls://HOST:PORT, or local:N to try one"
    )
    more.add_argument(
        "--tls", nargs=3, metavar=("CA", "CERT", "KEY"), help="files for tls://: the authority, our certificate and key"
    )
