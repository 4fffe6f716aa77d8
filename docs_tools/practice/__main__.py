"""`python -m docs_tools.practice`: make the bundle in `dist/practice`; the next build of the site takes it along."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from docs_tools.practice import BUNDLE
from docs_tools.practice.bundle import write_bundle
from docs_tools.practice.sources import NotFoundError, collect, wanted
from grader.course.syllabus import load_course
from grader.release.make import make_release


def main(words: list[str] | None = None) -> int:
    """Find the files, freeze a kit, write the bundle."""
    parser = argparse.ArgumentParser(prog="python -m docs_tools.practice", description=__doc__)
    parser.add_argument("--from", dest="places", metavar="PLACE", type=Path, nargs="*", default=[], help="where to look for the files first: folders, zips, wheels, tarballs")  # noqa: E501  # fmt: skip
    parser.add_argument("--kit", metavar="DIR", type=Path, help="a kit that was made already (grader release)")
    parser.add_argument("--out", metavar="DIR", type=Path, default=BUNDLE, help="where to (default: dist/practice)")
    args = parser.parse_args(words)
    every = wanted()
    try:
        runtime = collect(every, args.places)
    except NotFoundError as error:
        print(f"There is no bundle: {error}. Name a place that has it: --from PLACE", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        kit = args.kit or make_release(Path(folder)).folder
        known = write_bundle(kit, load_course(), runtime, every, args.out)
    size = sum(path.stat().st_size for path in args.out.rglob("*") if path.is_file())
    print(f"{args.out}: bundle {known}, {size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
