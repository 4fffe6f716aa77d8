"""`grader reset`: bring a stub back, and keep what stood there."""

from __future__ import annotations

import argparse
import ast
import shutil
import time
from pathlib import Path

from grader.cli.trust import EXERCISES, relative_path
from grader.course.stubs import stub_file, stub_of
from grader.course.syllabus import Unit, load_course
from grader.errors import ALL_PASS, UsageError
from grader.files import write_whole
from grader.render.plain import say


def run(args: argparse.Namespace) -> int:
    """Put the stub of a function, or of a whole unit, back in its place."""
    course = load_course()
    folder = args.submission or relative_path(EXERCISES)
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}. Name the one with your unit files: --submission DIR")
    exercises = course.find([args.name])
    unit = course.unit(exercises[0].unit)
    path = folder / f"{unit.name}.py"
    whole = args.name.removesuffix(".py") == unit.name
    text = stub_file(unit) if whole or not path.exists() else _with_stub(path, unit, exercises[0].name)
    if path.exists():
        backup = _backup(path)
        say(args, f"What stood there is kept in {backup}")
    write_whole(path, text)
    say(args, f"{path}: {'all of its functions are' if whole else exercises[0].name + ' is'} a stub again.")
    say(args, f"Next: grader docs {exercises[0].name}")
    return ALL_PASS


def _with_stub(path: Path, unit: Unit, name: str) -> str:
    """The file's text with one function replaced by its stub, or with the stub added where it is missing."""
    stub = stub_of(unit.name, name)
    try:
        source = path.read_text(encoding="utf-8-sig")
        nodes = ast.parse(source).body
    except (OSError, ValueError, SyntaxError) as error:
        text = f"{path} cannot be read as Python, so {name} is not found in it. All of it: grader reset {unit.name}"
        raise UsageError(text) from error
    lines = source.splitlines(keepends=True)
    spans = [_span(node) for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name]
    if not spans:
        return source.rstrip("\n") + "\n\n\n" + stub
    for start, end in reversed(spans[1:]):  # a function that is defined twice is once a stub
        del lines[start:end]
    start, end = spans[0]
    return "".join([*lines[:start], stub, *lines[end:]])


def _span(node: ast.FunctionDef | ast.ClassDef) -> tuple[int, int]:
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return first - 1, node.end_lineno or node.lineno


def _backup(path: Path) -> Path:
    folder = path.parent / "backup"
    target = folder / f"{path.stem}-{time.strftime('%Y%m%d-%H%M%S')}{path.suffix}"
    number = 1
    while target.exists():
        number += 1
        target = folder / f"{path.stem}-{time.strftime('%Y%m%d-%H%M%S')}-{number}{path.suffix}"
    try:
        folder.mkdir(exist_ok=True)
        shutil.copy2(path, target)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written, so nothing was reset: {error.strerror}") from error
    return target


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("name", metavar="NAME", help="a function or a unit")
    parser.add_argument("--submission", type=Path, metavar="DIR", help="folder of the unit files (default: exercises)")
