"""`python -m docs_tools`: build the students' site and pack it as a zip that reads and searches offline.

What Python in the page needs (`docs_tools.practice`) goes into a zip of its own, which is unpacked over the first.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from grader.files import make_folder, write_whole, zipped

ROOT = Path(__file__).resolve().parent.parent
ONLY_ON_A_SERVER = {"404.html", "sitemap.xml", "sitemap.xml.gz", "objects.inv", "search/search_index.json"}


FOLDER, PRACTICE = "calculus-kit-docs", "practice/"
EMPTY = Path("docs", PRACTICE, "here.js")  # what says that there is no Python beside the pages


def pack(site: Path, archive: Path) -> None:
    """Put a built site into a zip, the same bytes for the same site, and without Python for its pages."""
    files = {name: data for name, data in _files(site).items() if not name.startswith(PRACTICE)}
    _write(archive, files | {f"{PRACTICE}{EMPTY.name}": (ROOT / EMPTY).read_bytes()})


def pack_practice(site: Path, archive: Path) -> bool:
    """Put Python for the pages into a zip to be unpacked over the other; gives whether the site has it."""
    files = {name: data for name, data in _files(site).items() if name.startswith(PRACTICE)}
    if len(files) > 1:
        _write(archive, files)
    return len(files) > 1


def _files(site: Path) -> dict[str, bytes]:
    paths = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in paths.items() if name not in ONLY_ON_A_SERVER}


def _write(archive: Path, files: dict[str, bytes]) -> None:
    make_folder(archive.parent)
    write_whole(archive, zipped({f"{FOLDER}/{name}": data for name, data in files.items()}))


def main() -> int:
    """Build `site/` strictly, then write `dist/calculus-kit-docs.zip`, and the zip beside it."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    subprocess.run(command, cwd=ROOT, check=True, env=os.environ | {"OFFLINE": "true"})  # noqa: S603  our own arguments
    archive, beside = ROOT / "dist" / f"{FOLDER}.zip", ROOT / "dist" / "calculus-kit-practice.zip"
    pack(ROOT / "site", archive)
    print(f"{archive.relative_to(ROOT)}: {archive.stat().st_size / 1024:.0f} KiB. Unpack it and open index.html.")
    if pack_practice(ROOT / "site", beside):
        print(f"{beside.relative_to(ROOT)}: {beside.stat().st_size / 1e6:.1f} MB. Unpack it over the first.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
