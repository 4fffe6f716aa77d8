"""Start a reading process: `python -I -S __main__.py fork|once COURSE PACKAGES [jail]`.

COURSE is the folder that holds the package `grader`, PACKAGES the folders that packages are installed in, with the
system's separator of paths between them: with -I -S Python looks at no other place.

fork: stay, warm, and fork a child for each submission: requests come over the socket on descriptor 0 (Linux).
once: read one question from standard input, answer on standard output, end (any system).
jail: each child closes the jail around itself, as far as the kernel offers one.
"""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Load what reading takes, then serve."""
    mode, course, packages, *jail = sys.argv[1:]
    sys.path += packages.split(os.pathsep)
    sys.path.insert(0, course)
    from grader.reading import process  # noqa: PLC0415  findable only now

    sys.argv[:] = ["reader"]
    if mode == "once":
        process.serve_once()
    else:
        process.serve_forks(jailed=bool(jail))


if __name__ == "__main__":
    main()
