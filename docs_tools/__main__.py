"""`python -m docs_tools`: build the students' site and pack it as a zip that reads and searches offline."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from grader.files import make_folder, write_whole, zipped

ROOT = Path(__file__).resolve().parent.parent
ONLY_ON_A_SERVER = {"404.html", "sitemap.xml", "sitemap.xml.gz", "objects.inv", "search/search_index.json"}


def pack(site: Path, archive: Path) -> None:
    """Put a built site into a zip, the same bytes for the same site."""
    names = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    files = {
        f"calculus-kit-docs/{name}": path.read_bytes() for name, path in names.items() if name not in ONLY_ON_A_SERVER
    }
    make_folder(archive.parent)
    write_whole(archive, zipped(files))


def main() -> int:
    """Build `site/` strictly, then write `dist/calculus-kit-docs.zip`."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    subprocess.run(command, cwd=ROOT, check=True, env=os.environ | {"OFFLINE": "true"})  # noqa: S603  our own arguments
    archive = ROOT / "dist" / "calculus-kit-docs.zip"
    pack(ROOT / "site", archive)
    print(f"{archive.relative_to(ROOT)}: {archive.stat().st_size / 1024:.0f} KiB. Unpack it and open index.html.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
