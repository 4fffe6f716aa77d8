"""Modules that are compiled beforehand, since a page's Python keeps none: it then starts in two thirds of the time.

They are made by the Python of the page itself, which Node runs for it. Where Node cannot, a bundle has none.
"""

from __future__ import annotations

import io
import logging
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from grader.files import zipped
from grader.protocol.text import one_line

HERE = Path(__file__).parent
LIBRARY = "python_stdlib.zip"
SECONDS = 300  # on a slow machine

_LOG = logging.getLogger(__name__)


def with_compiled(files: Mapping[str, bytes], wheel: str) -> dict[str, bytes]:
    """The files of a bundle, with what a page loads compiled: Python's own modules where they are, others in a zip.

    Args:
        files: those of Python, numpy and the kit.
        wheel: the name of numpy's.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        if why := _compile(folder, wheel):
            _LOG.warning("%s: without compiled modules Python takes half as long again to start in a page", why)
            return dict(files)
        made = _entries((Path(folder) / "compiled.zip").read_bytes())
    library, unpacked = (
        {name.removeprefix(f"{part}/"): data for name, data in made.items() if name.startswith(f"{part}/")}
        for part in ("library", "unpacked")
    )
    return {**files, LIBRARY: zipped(_entries(files[LIBRARY]) | library), "compiled.zip": zipped(unpacked)}


def _compile(folder: str, wheel: str) -> str:
    """Let Node compile what Python loads from a folder; gives why it does not, or "" where it has."""
    node = shutil.which("node")
    if node is None:
        return "node is not installed here"
    command = [node, str(HERE / "compile.cjs"), folder, wheel]
    try:
        subprocess.run(command, capture_output=True, text=True, check=True, timeout=SECONDS)  # noqa: S603  ours
    except subprocess.CalledProcessError as error:
        return f"node does not run Python: {one_line(error.stderr, 300) or error}"
    except (OSError, subprocess.SubprocessError) as error:
        return f"node does not run Python: {one_line(error, 300)}"
    return ""


def _entries(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        return {entry.filename: found.read(entry) for entry in found.infolist() if not entry.is_dir()}
