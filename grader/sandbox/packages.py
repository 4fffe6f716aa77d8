"""What is installed, for workers: the folders that they import from, and the packages that a jailed one may read.

A virtual environment may lean on the system's packages, a user may have packages beside those of the system, and uv
lays an environment over another one. So numpy, matplotlib and what they need may lie in several folders.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from grader.errors import BrokenError

ALLOWED = ("numpy", "matplotlib")  # what a submission may import beside the standard library
NAMES = ("site-packages", "dist-packages")  # what Pythons call a folder of packages


def package_folders() -> list[str]:
    """The folders of packages on the import path, in its order; numpy's is one, whatever it is called.

    Raises:
        BrokenError: if numpy is not installed.
    """
    spec = importlib.util.find_spec("numpy")
    if spec is None or spec.origin is None:
        raise BrokenError("numpy is not installed. Set the kit up again: uv sync")
    numpy = str(Path(spec.origin).parent.parent)
    folders = [entry for entry in sys.path if entry == numpy or os.path.basename(entry) in NAMES]  # noqa: PTH119
    return list(dict.fromkeys(folders if numpy in folders else [numpy, *folders]))


def folders_of(readable: Sequence[str]) -> list[str]:
    """The folders that some packages lie in, in the order of the import path."""
    holding = {str(Path(path).parent) for path in readable}
    return [entry for entry in package_folders() if entry in holding]


def readable_packages() -> list[str]:
    """The installed packages that a submission may read, with what they need."""
    installed = _installed()
    names, found = list(ALLOWED), []
    for name in names:
        info = installed.get(name)
        if info is None:  # only other systems or Pythons need it
            continue
        for requirement in _requirements(info):
            needed = _plain(re.split(r"[^\w.-]", requirement, maxsplit=1)[0])
            if "extra ==" not in requirement and needed not in names:
                names.append(needed)
        found += [info.parent / top for top in _tops(name, info)]
    return sorted({str(path) for path in found if path.exists() and path.name != "__pycache__"})


def other_packages() -> list[str]:
    """Files of installed packages that a submission may not read."""
    specs = [importlib.util.find_spec(name) for name in ("rich", "pytest")]
    return [spec.origin for spec in specs if spec is not None and spec.origin is not None]


def _installed() -> dict[str, Path]:
    """Where each installed package tells of itself; `importlib.metadata` is slow, for it can read much else."""
    found: dict[str, Path] = {}
    for place in sys.path:
        with contextlib.suppress(OSError), os.scandir(place or os.curdir) as entries:
            for entry in entries:
                name, _, kind = entry.name.partition("-")
                if kind.endswith((".dist-info", ".egg-info")):
                    found.setdefault(_plain(name), Path(entry.path))
    return found


def _tops(name: str, info: Path) -> set[str]:
    """What a package has put into its folder. Those of a distribution have no record; most list modules."""
    record = {line.split(",")[0].split("/")[0] for line in _said(info, "RECORD").splitlines()} - {"..", ""}
    if not record:
        modules = _said(info, "top_level.txt").split() or [name.replace("-", "_")]
        record = {*modules, *(f"{module}.py" for module in modules)}
    return {top for top in record if not top.endswith((".dist-info", ".pth"))}


def _plain(name: str) -> str:
    """The name of a package as all spell it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _requirements(info: Path) -> list[str]:
    """What a package needs."""
    told = _said(info, "METADATA") or _said(info, "PKG-INFO")
    lines = [line.partition(":") for line in told.partition("\n\n")[0].splitlines()]
    return [value.strip() for name, _, value in lines if name == "Requires-Dist"]


def _said(info: Path, file: str) -> str:
    try:
        return (info / file).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):  # some are a file by themselves
        return ""
