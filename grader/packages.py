"""What is installed: what a worker can import and from where, the distributions it belongs to, and what these need.

A virtual environment may build on the system's packages, a user may have packages beside those of the system, and uv
puts one environment on top of another. So numpy and the rest may lie in several folders. `importlib.metadata` would
know much of this, but is slow, as it reads much else.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import sys
from collections.abc import Iterable, Sequence
from importlib.machinery import PathFinder
from pathlib import Path

from grader.errors import BrokenError

NAMES = ("site-packages", "dist-packages")  # what Pythons call a folder of packages


def package_folders() -> list[str]:
    """The folders of packages on the import path, in its order; the folder of numpy is always one.

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
    """The folders that contain some packages, in the order of the import path."""
    holding = {str(Path(path).parent) for path in readable}
    return [entry for entry in package_folders() if entry in holding]


def is_importable(module: str) -> bool:
    """Whether a worker can import a module; nothing is imported to find out."""
    top, *inner = module.split(".")
    if top in sys.stdlib_module_names:
        spec = importlib.util.find_spec(top)
    else:
        spec = PathFinder.find_spec(top, package_folders())
    for number in range(len(inner)):
        if spec is None or spec.submodule_search_locations is None:
            return False
        name = ".".join([top, *inner[: number + 1]])
        spec = PathFinder.find_spec(name, list(spec.submodule_search_locations))
    return spec is not None


def distributions(modules: Iterable[str]) -> list[str]:
    """The names of the distributions that contain modules; those of the standard library are in none."""
    here = installed()
    found: list[str] = []
    for top in dict.fromkeys(module.partition(".")[0] for module in modules):
        if top not in sys.stdlib_module_names:
            same = plain(top)
            found += [same] if same in here else [name for name, info in here.items() if top in _modules(name, info)]
    return found


def readable(names: Iterable[str]) -> list[str]:
    """The files and folders of some distributions, and of all that these need."""
    here = installed()
    waiting, found = list(names), []
    for name in waiting:
        info = here.get(name)
        if info is None:  # only other systems or Pythons need it
            continue
        for requirement in _requirements(info):
            needed = plain(re.split(r"[^\w.-]", requirement, maxsplit=1)[0])
            if "extra ==" not in requirement and needed not in waiting:
                waiting.append(needed)
        found += [info.parent / top for top in _tops(name, info)]
    return sorted({str(path) for path in found if path.exists() and path.name != "__pycache__"})


def installed() -> dict[str, Path]:
    """The metadata folder of each installed distribution."""
    found: dict[str, Path] = {}
    for place in sys.path:
        with contextlib.suppress(OSError), os.scandir(place or os.curdir) as entries:
            for entry in entries:
                name, _, kind = entry.name.partition("-")
                if kind.endswith((".dist-info", ".egg-info")):
                    found.setdefault(plain(name), Path(entry.path))
    return found


def others() -> list[str]:
    """Files of installed packages that a submission may not read."""
    specs = [importlib.util.find_spec(name) for name in ("rich", "pytest")]
    return [spec.origin for spec in specs if spec is not None and spec.origin is not None]


def plain(name: str) -> str:
    """The name of a distribution in normal form."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _tops(name: str, info: Path) -> set[str]:
    """The top-level files and folders of a distribution. The system's packages have no record; most list modules."""
    record = {line.split(",")[0].split("/")[0] for line in _text(info, "RECORD").splitlines()} - {"..", ""}
    if not record:
        modules = _text(info, "top_level.txt").split() or [name.replace("-", "_")]
        record = {*modules, *(f"{module}.py" for module in modules)}
    return {top for top in record if not top.endswith((".dist-info", ".pth"))}


def _modules(name: str, info: Path) -> set[str]:
    return {top.partition(".")[0] for top in _tops(name, info)}


def _requirements(info: Path) -> list[str]:
    """What a distribution needs."""
    told = _text(info, "METADATA") or _text(info, "PKG-INFO")
    lines = [line.partition(":") for line in told.partition("\n\n")[0].splitlines()]
    return [value.strip() for name, _, value in lines if name == "Requires-Dist"]


def _text(info: Path, file: str) -> str:
    try:
        return (info / file).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):  # some are a file by themselves
        return ""
