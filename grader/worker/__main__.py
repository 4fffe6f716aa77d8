"""Start a worker: `python -I -S __main__.py fork|jail|once COURSE PACKAGES [READABLE …]`.

COURSE is the folder that holds the package `grader`, PACKAGES the folders that numpy and what it needs are installed
in, with the system's separator of paths between them. Both are told, because with -I -S Python looks at no other
place: no .pth file, no current folder, no environment. COURSE is on the import path only until the grader's few modules
are loaded.

fork: stay, warm, and fork a child for each job that comes over the socket on descriptor 0 (Linux).
jail: the same, and each child closes a jail around itself; of what is installed it may read what READABLE names.
once: read one job from standard input, answer on standard output, end (any system).
"""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Load what a worker needs, then serve."""
    mode, course, packages, *readable = sys.argv[1:]
    gc.disable()  # what is loaded stays, and the collector would look through it for nothing
    sys.path += packages.split(os.pathsep)
    sys.path.insert(0, course)
    import grader  # noqa: PLC0415  findable only now
    from grader.protocol.load_numpy import load_numpy  # noqa: PLC0415

    load_numpy()
    from grader.protocol import figure  # noqa: F401, PLC0415  some checks import it, and cannot find it later
    from grader.worker import process  # noqa: PLC0415

    sys.path.remove(course)
    grader.__path__ = []
    sys.argv[:] = ["worker"]
    if mode == "once":
        process.serve_once()
    else:
        process.serve_forks(readable, jailed=mode == "jail")


if __name__ == "__main__":
    main()
