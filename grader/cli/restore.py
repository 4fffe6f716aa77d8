"""Bring stubs back into a student's files; what stood there is kept in a folder `backup`."""

from __future__ import annotations

import argparse
import ast
import shutil
import time
from pathlib import Path

from grader.course.stubs import stub_file, stub_of
from grader.course.syllabus import Unit
from grader.errors import UsageError
from grader.files import with_line_ends_of, write_whole
from grader.render.plain import say


def reset_one(args: argparse.Namespace, folder: Path, unit: Unit, name: str) -> bool:
    """Bring the stub of one function back; gives whether there was anything to change."""
    path = folder / f"{unit.name}.py"
    return replace_file(args, path, text_with_stub(path, unit, name))


def text_with_stub(path: Path, unit: Unit, name: str) -> str:
    """The text of a unit's file with the stub of one function in its place; all stubs where there is no file."""
    return _with_stub(path, unit, name) if path.exists() else stub_file(unit)


def replace_file(args: argparse.Namespace, path: Path, text: str) -> bool:
    """Write a file, with the line ends that it has, and keep what stood there; gives whether anything changed."""
    if is_already(path, text):
        return False
    if path.exists():
        say(args, f"What stood there is kept in {back_up(path)}")
        text = with_line_ends_of(path.read_bytes(), text)
    write_whole(path, text)
    return True


def is_already(path: Path, text: str) -> bool:
    """Whether a file holds this text already, whatever its lines end in."""
    try:
        data = path.read_bytes()
        return data == with_line_ends_of(data, text).encode()
    except OSError:
        return False


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


def back_up(path: Path, data: bytes | None = None) -> Path:
    """Copy a file into the folder `backup` beside it; gives the copy.

    Args:
        path: the file.
        data: what the copy is to hold; without it, what the file holds.

    Raises:
        UsageError: if that folder cannot be written to.
    """
    folder = path.parent / "backup"
    target = folder / f"{path.stem}-{time.strftime('%Y%m%d-%H%M%S')}{path.suffix}"
    number = 1
    while target.exists():
        number += 1
        target = folder / f"{path.stem}-{time.strftime('%Y%m%d-%H%M%S')}-{number}{path.suffix}"
    try:
        folder.mkdir(exist_ok=True)
        if data is None:
            shutil.copy2(path, target)
        else:
            target.write_bytes(data)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written, so nothing was reset: {error.strerror}") from error
    return target
