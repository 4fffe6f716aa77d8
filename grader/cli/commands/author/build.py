"""`grader build`: make what is generated from the solutions. It never overwrites a file that was edited."""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from grader.course.stubs import stub_file
from grader.course.syllabus import ROOT, Course, load_course
from grader.errors import ALL_PASS, NOT_ALL_PASS, USAGE, UsageError
from grader.files import write_whole
from grader.render.plain import say

EXERCISES = ROOT / "exercises"
NOTEBOOKS = ROOT / "nbgrader" / "source"


@dataclass(frozen=True)
class Made:
    """A folder of generated files.

    Attributes:
        folder: where they stand.
        stamps: name of the file that keeps what each was when it was made.
        files: their texts, by name.
        back: how to bring one back that was edited, with `{stem}` in the place of its name.
        strays: pattern of the names of which the folder holds no others.
    """

    folder: Path
    stamps: str
    files: dict[str, str]
    back: str
    strays: str = ""


def run(args: argparse.Namespace) -> int:
    """Make everything, or say which files are not as they would be made."""
    course = load_course()
    results = [_check(args, made) if args.check else _write(args, made) for made in _all(args, course)]
    return max(results, default=ALL_PASS)


def _all(args: argparse.Namespace, course: Course) -> Iterator[Made]:
    """Everything that is made, folder by folder."""
    stubs = {f"{unit.name}.py": stub_file(unit) for unit in course.units}
    stubs["__init__.py"] = '"""The stubs: fill in the functions, then run `grader check`."""\n'
    yield Made(EXERCISES, "stubs.json", stubs, "grader reset {stem}", "*.py")
    from grader.authoring.notebooks import build  # noqa: PLC0415  it imports numpy

    if importlib.util.find_spec("jupytext") is None:
        say(args, build.NEEDED)
    else:
        files = build.notebooks(course, build.read_choices(course))
        if NOTEBOOKS.exists() or not args.check:
            yield Made(NOTEBOOKS, "notebooks.json", files, "delete it, then: grader build")


def _check(args: argparse.Namespace, made: Made) -> int:
    stale = [name for name, text in made.files.items() if _read(made, name) != text]
    if _stamps(made) != {name: _stamp(text) for name, text in made.files.items()}:
        stale.append(made.stamps)
    strays = made.folder.glob(made.strays) if made.strays else ()
    stale += [path.name for path in strays if path.name not in made.files]
    for name in stale:
        say(args, f"{_shown(made, name)} is not what the solutions give. Build it again: grader build")
    return NOT_ALL_PASS if stale else ALL_PASS


def _write(args: argparse.Namespace, made: Made) -> int:
    """Write what is made, and delete what is no longer made; files that were edited stay."""
    made.folder.mkdir(parents=True, exist_ok=True)
    stamps = _stamps(made)
    edited = []
    for name in dict.fromkeys([*made.files, *stamps]):
        text, here = made.files.get(name), _read(made, name)
        if here not in (None, text) and _stamp(here or "") != stamps.get(name):
            edited.append(name)
        elif text is None:
            _delete(made.folder / name)
        elif here != text:
            (made.folder / name).parent.mkdir(exist_ok=True)
            write_whole(made.folder / name, text)
    now = {name: stamps.get(name, "") if name in edited else _stamp(text) for name, text in made.files.items()}
    write_whole(made.folder / made.stamps, json.dumps(now, indent=2) + "\n")
    for name in edited:
        back = made.back.format(stem=Path(name).stem)
        say(args, f"{_shown(made, name)} was edited and is left as it is. To have it made anew: {back}")
    count = len(made.files) - len(edited)
    told = f"{count} file of {{}} is as it is" if count == 1 else f"{count} files of {{}} are as they are"
    say(args, f"{told.format(_shown(made, ''))} built from the solutions.")
    return USAGE if edited else ALL_PASS


def _delete(path: Path) -> None:
    path.unlink(missing_ok=True)
    with suppress(OSError):  # what else stands in its folder keeps it
        path.parent.rmdir()


def _shown(made: Made, name: str) -> str:
    folder = made.folder.relative_to(ROOT) if made.folder.is_relative_to(ROOT) else made.folder
    return f"{folder.as_posix()}/{name}"


def _read(made: Made, name: str) -> str | None:
    path = made.folder / name
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} cannot be read: {error}. Bring it back: {made.back.format(stem=path.stem)}"
        ) from error


def _stamp(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _stamps(made: Made) -> dict[str, str]:
    try:
        return dict(json.loads((made.folder / made.stamps).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if anything is stale")
