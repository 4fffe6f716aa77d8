"""The files of a kit that make it a project: dependencies, the course, how a student begins."""

from __future__ import annotations

import importlib.metadata
import json
import re
import tomllib
from pathlib import Path
from typing import Any

from grader.course.syllabus import ROOT, Unit
from grader.packages import distributions
from grader.release.choice import Release

README = Path(__file__).parent / "kit" / "README.md"
FOR_NBGRADER = Path(__file__).parent / "kit" / "NBGRADER.md"
LICENCES = ("LICENSE", "LICENSE-docs")
OF_SERVERS = ("404.html", "objects.inv", "sitemap.xml", "sitemap.xml.gz")  # of public ones; `grader learn` is one, too
NOT_KEPT = (
    "__pycache__/",
    ".venv/",
    ".uv/",
    "uv.lock",
    ".grader/",
    ".ipynb_checkpoints/",
    "exercises/backup/",
    "report.json",
)


def files(release: Release, *, nbgrader: bool = False) -> dict[str, bytes]:
    """These files, by their path in the kit.

    Args:
        release: what is released.
        nbgrader: whether students work in nbgrader's assignments; what these need is then always installed.
    """
    texts = {
        "README.md": _readme(release, FOR_NBGRADER if nbgrader else README),
        "course.toml": _course(release),
        "pyproject.toml": _pyproject(release, nbgrader=nbgrader),
        ".gitignore": "".join(f"{name}\n" for name in NOT_KEPT),
        ".gitattributes": "* -text\n",  # git changes no line ends: the kit knows its files by their bytes
        **{name: (ROOT / name).read_text(encoding="utf-8") for name in LICENCES},
    }
    return {name: text.encode() for name, text in texts.items()}


def pages(site: Path) -> dict[str, bytes]:
    """The built pages of the lessons, by their path in the kit; what only public servers need stays behind."""
    paths = sorted(path for path in site.rglob("*") if path.is_file() and path.name not in OF_SERVERS)
    return {f"site/{path.relative_to(site).as_posix()}": path.read_bytes() for path in paths}


def _readme(release: Release, template: Path) -> str:
    asked = [f"- `exercises/{name}.py`: {release.full.unit(name).title}" for name in release.units]
    earlier = [unit for unit in release.course.units if unit.name not in release.units]
    text = template.read_text(encoding="utf-8")
    unit = release.units[0]
    values = {
        "title": release.full.title,
        "units": "\n".join(asked),
        "earlier": _earlier(earlier),
        "unit": unit,
        "first": release.course.unit(unit).exercises[0].name,
    }
    return re.sub(r"\{(\w+)\}", lambda match: values[match[1]], text)


def _earlier(units: list[Unit]) -> str:
    if not units:
        return ""
    names = "; ".join(f"`exercises/{u.name}.py`: {', '.join(f'`{e.name}`' for e in u.exercises)}" for u in units)
    return EARLIER.format(names=names)


EARLIER = """
These units use functions that you wrote before, and their stubs are here, too: {names}. Bring your own from your older
kit: `uv run grader update FOLDER`, with that kit's folder. Or write them anew.
"""


def _course(release: Release) -> str:
    """The `course.toml` of the kit; JSON strings and lists are valid TOML."""
    parts = [f"title = {_toml(release.full.title)}\n"]
    for unit in release.course.units:
        lines = {"name": unit.name, "title": unit.title, "after": list(unit.after), "given": list(unit.given)}
        if unit.preload:
            lines["preload"] = list(unit.preload)
        parts.append("\n".join(["[[unit]]", *(f"{key} = {_toml(value)}" for key, value in lines.items())]) + "\n")
    return "\n".join(parts)


def _toml(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _pyproject(release: Release, *, nbgrader: bool) -> str:
    """The `pyproject.toml` of the kit: ours, reduced to what a student needs."""
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    about, teach = ours["project"], ours["dependency-groups"]["teach"]
    notebook = [_one(teach, name) for name in ("jupyterlab", "nbgrader")[: 1 + nbgrader]]
    asked = [_name(one) for one in about["dependencies"]]
    of_units = distributions(release.course.preload(release.course.exercises))
    dependencies = [*about["dependencies"], *(name for name in of_units if name not in asked)]
    needed = _closure([*dependencies, *notebook])
    pins = [pin for pin in ours["tool"]["uv"]["constraint-dependencies"] if _name(pin) in needed]
    return PYPROJECT.format(
        backend=_toml(ours["build-system"]["build-backend"]),
        requires=_toml(ours["build-system"]["requires"]),
        name=_toml(about["name"]),
        version=_toml(about["version"]),
        python=_toml(about["requires-python"]),
        licence=_toml(about["license"]),
        licences=_toml(about["license-files"]),
        dependencies=_list(dependencies),
        notebook=_list(notebook),
        groups=_toml(["notebook"] if nbgrader else []),
        excluded=_list(ours["tool"]["uv"]["exclude-dependencies"]),
        pins=_list(pins),
    )


PYPROJECT = """[build-system]
requires = {requires}
build-backend = {backend}

[project]
name = {name}
version = {version}
description = "A student's kit: exercises that grade themselves"
readme = "README.md"
requires-python = {python}
license = {licence}
license-files = {licences}
dependencies = {dependencies}

[project.scripts]
grader = "grader.cli.main:program"

[project.entry-points.pytest11]
"grader.pytest_plugin" = "grader.pytest_plugin"

[dependency-groups]
notebook = {notebook}

[tool.uv]
default-groups = {groups}
exclude-dependencies = {excluded}
# exact versions of everything, as tested; they name no registry
constraint-dependencies = {pins}

[tool.hatch.build.targets.wheel]
packages = ["grader", "exercises"]
"""


def _list(items: list[str]) -> str:
    return "\n".join(["[", *(f"    {_toml(item)}," for item in items), "]"])


def _one(requirements: list[Any], name: str) -> str:
    return next(str(one) for one in requirements if isinstance(one, str) and _name(one) == name)


def _name(requirement: str) -> str:
    """The package of a requirement, with its name in normal form."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement, maxsplit=1)[0]).lower()


def _closure(requirements: list[str]) -> set[str]:
    """All packages that requirements need, directly or not, on any system; extras are not followed."""
    found: set[str] = set()
    waiting = list(requirements)
    while waiting:
        name = _name(waiting.pop())
        if name not in found:
            found.add(name)
            try:
                needed = importlib.metadata.requires(name) or []
            except importlib.metadata.PackageNotFoundError:  # one of another system
                needed = []
            waiting += [one for one in needed if not re.search(r";.*\bextra\b", one)]
    return found
