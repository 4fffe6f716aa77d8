"""`grader build`: make what is generated from the solutions: the stubs. It never overwrites a stub that was edited."""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

from grader.course import ROOT, load_course
from grader.errors import ALL_PASS, NOT_ALL_PASS, USAGE, UsageError
from grader.files import write_whole
from grader.stubs import stub_file
from grader.text import say

EXERCISES = ROOT / "exercises"
STAMPS = "stubs.json"


def run(args: argparse.Namespace) -> int:
    """Build the stubs, or say which are not as they would be built."""
    course = load_course()
    made = {f"{unit.name}.py": stub_file(unit) for unit in course.units}
    made["__init__.py"] = '"""The stubs: fill in the functions, then run `grader check`."""\n'
    if args.check:
        return _check(args, made)
    edited = _write(EXERCISES, made)
    for name in edited:
        say(args, f"exercises/{name} was edited and is left as it is. Back to the stubs: grader reset {name[:-3]}")
    say(args, f"{len(made) - len(edited)} files of exercises/ are as they are built from the solutions.")
    return USAGE if edited else ALL_PASS


def _check(args: argparse.Namespace, made: dict[str, str]) -> int:
    stale = [name for name, text in made.items() if _read(EXERCISES / name) != text]
    if _stamps(EXERCISES) != {name: _stamp(text) for name, text in made.items()}:
        stale.append(STAMPS)
    stale += [p.name for p in EXERCISES.glob("*.py") if p.name not in made]
    for name in stale:
        say(args, f"exercises/{name} is not what the solutions give. Build it again: grader build")
    return NOT_ALL_PASS if stale else ALL_PASS


def _write(folder: Path, made: dict[str, str]) -> list[str]:
    """Write what is made, and give the names of those that were edited and so were left."""
    folder.mkdir(exist_ok=True)
    stamps = _stamps(folder)
    edited = []
    for name, text in made.items():
        here = _read(folder / name)
        if here not in (None, text) and _stamp(here or "") != stamps.get(name):
            edited.append(name)
        elif here != text:
            write_whole(folder / name, text)
    now = {name: stamps.get(name, "") if name in edited else _stamp(text) for name, text in made.items()}
    write_whole(folder / STAMPS, json.dumps(now, indent=2) + "\n")
    return edited


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}. Bring its stubs back: grader reset {path.stem}") from error


def _stamp(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _stamps(folder: Path) -> dict[str, str]:
    try:
        return dict(json.loads((folder / STAMPS).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if anything is stale")
