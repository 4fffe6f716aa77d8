"""Modules that are compiled already, so that Python starts in a page in half the time: it keeps none that it compiles.

They are made by the Python of the page itself, which Node runs for it. Where there is no Node, a bundle has none.
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

HERE = Path(__file__).parent
LIBRARY = "python_stdlib.zip"
SECONDS = 300  # on a slow machine

_LOG = logging.getLogger(__name__)


class CompileError(Exception):
    """Python does not start under Node, so it would not start in a page."""


def with_compiled(files: Mapping[str, bytes], wheel: str) -> dict[str, bytes]:
    """The files of a bundle, with what a page loads compiled: Python's own modules where they are, others in a zip.

    Args:
        files: those of Python, numpy and the kit.
        wheel: the name of numpy's.

    Raises:
        CompileError: if Python does not start with these files.
    """
    node = shutil.which("node")
    if node is None:
        _LOG.warning("node is not installed here: Python will take twice as long to start in a page")
        return dict(files)
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        command = [node, str(HERE / "compile.cjs"), folder, wheel]
        try:
            subprocess.run(command, capture_output=True, text=True, check=True, timeout=SECONDS)  # noqa: S603  ours
        except subprocess.CalledProcessError as error:
            raise CompileError(error.stderr.strip()) from error
        except (OSError, subprocess.SubprocessError) as error:
            raise CompileError(str(error)) from error
        made = _entries((Path(folder) / "compiled.zip").read_bytes())
    library, unpacked = (
        {name.removeprefix(f"{part}/"): data for name, data in made.items() if name.startswith(f"{part}/")}
        for part in ("library", "unpacked")
    )
    return {**files, LIBRARY: zipped(_entries(files[LIBRARY]) | library), "compiled.zip": zipped(unpacked)}


def _entries(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        return {entry.filename: found.read(entry) for entry in found.infolist() if not entry.is_dir()}
