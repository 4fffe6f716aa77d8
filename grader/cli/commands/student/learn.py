"""`grader learn`: the lessons in a browser, with their exercises ready to type; they are saved in `exercises/`."""

from __future__ import annotations

import argparse
import sys
import threading
import time
import zlib
from typing import TYPE_CHECKING

from grader.cli.arguments import port
from grader.cli.browser import open_in_browser
from grader.cli.keyboard import signals_to
from grader.cli.lessons import SITE, build_if_stale, say_what_brings_lessons
from grader.cli.trust import EXERCISES, relative_path
from grader.course.syllabus import GRADER, IN_A_KIT, ROOT, load_course
from grader.errors import UsageError
from grader.render.plain import say

if TYPE_CHECKING:
    from grader.workbook.server import Server

PORTS = range(20_000, 30_000)
TRIED = 10  # ports that are tried where none is named
POLL = 0.3  # seconds between two looks whether to end
OF_THE_COURSE = ("course.toml", "solutions/*.py", "grader/course/**/*.py", "grader/course/**/*.toml", "grader/*.json")


def run(args: argparse.Namespace) -> int:
    """Serve the lessons on this machine until Ctrl-C."""
    course = load_course()
    if not EXERCISES.is_dir():
        way = "Unpack the kit again." if IN_A_KIT else "Bring the stubs: grader build"
        raise UsageError(f"{relative_path(EXERCISES)} is not there. {way}")
    build_if_stale(args, "learn")
    if not (SITE / "index.html").exists():
        return say_what_brings_lessons(args, "learn")
    from grader.workbook.requests import Workbook  # noqa: PLC0415  numpy loads with it
    from grader.workbook.server import listen  # noqa: PLC0415  as above

    workbook = Workbook(relative_path(EXERCISES), course, stamp=_stamp)
    try:
        server = listen(SITE, workbook, _ports(args.port), ROOT / ".grader")
    except BaseException:
        workbook.close()
        raise
    try:
        code = _serve(args, server)
    finally:
        server.close()
    say(args, f"Ended. What you typed is in {relative_path(EXERCISES)}.")
    return code


def _ports(asked: int | None) -> list[int]:
    """The ports to try. One folder has the same one each time: by it a browser knows what it kept for these pages."""
    if asked is not None:
        return [asked]
    first = PORTS[zlib.crc32(str(ROOT).encode("utf-8", "surrogateescape")) % (len(PORTS) - TRIED)]
    return [*range(first, first + TRIED), 0]


def _serve(args: argparse.Namespace, server: Server) -> int:
    """Serve until a signal ends it; gives the exit code for that signal."""
    ended: list[int] = []
    with signals_to(ended.append):
        threading.Thread(target=server.serve_forever, args=(POLL,), daemon=True).start()
        say(args, f"The lessons are at {server.access.address}, on this machine only. Ctrl-C ends it.")
        _open(args, server)
        if sys.stdin is not None and sys.stdin.isatty():
            say(args, "Enter opens them again.")
            threading.Thread(target=_open_again, args=(args, server), daemon=True).start()
        while not ended:
            time.sleep(POLL)
    server.shutdown()
    return ended[0]


def _open(args: argparse.Namespace, server: Server) -> None:
    """Open the first page, through a file that is private and good once."""
    path = server.access.new_file()
    say(args, "This file opens them once:")
    say(args, path.as_uri(), ours=False)
    if args.open:
        open_in_browser(args, path.as_uri())
    sys.stdout.flush()


def _open_again(args: argparse.Namespace, server: Server) -> None:
    for _ in sys.stdin:
        _open(args, server)


def _stamp() -> object:
    """What changes when the course does: the times of its files."""
    paths = [path for pattern in OF_THE_COURSE for path in sorted(GRADER.parent.glob(pattern))]
    return [(str(path), path.stat().st_mtime_ns) for path in paths if path.exists()]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--port", type=port, metavar="N", help="where to serve them (default: the same each time)")
    parser.add_argument("--no-open", dest="open", action="store_false", help="open no browser; name the file to open")
