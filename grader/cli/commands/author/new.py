"""`grader new`: begin an exercise: add a template to each file of its unit, to be replaced by the author's own."""

from __future__ import annotations

import argparse
import ast
import builtins
import keyword
import re
import sys
from pathlib import Path

from grader import IN_NOTEBOOKS
from grader.authoring.add_imports import add_imports
from grader.authoring.new_exercise import TEMPLATES, UNIT, Template
from grader.course.syllabus import ROOT, Course, load_course
from grader.course.syntax import names_bound
from grader.errors import ALL_PASS, UsageError
from grader.files import write_whole
from grader.render.plain import say

SITE = ROOT / "mkdocs.yml"


def run(args: argparse.Namespace) -> int:
    """Add to every file, or to none."""
    course = load_course()
    unit, name = args.unit.removesuffix(".py"), args.name
    _refuse_names(course, unit, name)
    is_new = unit not in [known.name for known in course.units]
    words = {"unit": unit, "name": name, "title": _title(unit), "number": str(len(course.units) + 1)}
    texts = {_path(template, unit): _text(template, words, is_new=is_new) for template in TEMPLATES}
    if is_new:
        path = ROOT / "course.toml"
        texts[path] = _joined(_read(path) or "", UNIT.format(**words), lines=1)
        if SITE.exists():
            texts[SITE] = _with_page(_read(SITE) or "", course.units[-1].name, words)
    _write_all({path: text for path, text in texts.items() if text != _read(path)})
    _tell(args, unit, name, is_new=is_new)
    return ALL_PASS


def _with_page(text: str, before: str, words: dict[str, str]) -> str:
    """The site's `mkdocs.yml` with the page of a new unit after that of another; unchanged if that is not there."""
    entry = r"\1" + '"{number} {title}": {unit}.md'.format(**words)
    end = "\r\n" if "\r\n" in text else "\n"
    return re.sub(rf"^( *- )[^\n]*: {before}\.md(?=\r?$)", rf"\g<0>{end}{entry}", text, count=1, flags=re.MULTILINE)


def _refuse_names(course: Course, unit: str, name: str) -> None:
    """Refuse names that cannot be, that are taken, or that would mean two things.

    Raises:
        UsageError: it says why, and what to do.
    """
    for text in (unit, name):
        if keyword.iskeyword(text):
            raise UsageError(f"{text} is a keyword of Python. Take another name: grader new chains chain_length_4")
        if not re.fullmatch(r"[a-z][a-z0-9_]*", text):
            raise UsageError(f"{text!r} is no name. Use small letters, digits and _: grader new chains chain_length_4")
    units = [known.name for known in course.units]
    if name in [exercise.name for exercise in course.exercises]:
        raise UsageError(f"{name} is there already, in {course.exercise(name).unit}. Look: grader hint {name}")
    if name in units or unit in [exercise.name for exercise in course.exercises] or name == unit:
        raise UsageError(f"{name if name in units else unit} would be a unit and a function. All names: grader list")
    if hasattr(builtins, name):
        raise UsageError(f"{name} is a function of Python itself. Take a name that says more.")
    if name in IN_NOTEBOOKS:
        raise UsageError(f"Notebooks ask the grader by {name}. Take another name: grader new chains chain_length_4")
    if unit not in units and (unit in sys.stdlib_module_names or unit in course.packages):
        raise UsageError(f"{unit} is a module of Python's or numpy's. Take a name that says more.")
    if not (ROOT / "solutions").is_dir():
        raise UsageError("There are no solutions here to add to. Work in the author's copy of the course.")


def _path(template: Template, unit: str) -> Path:
    return ROOT / template.folder / f"{unit}{template.suffix}"


def _text(template: Template, words: dict[str, str], *, is_new: bool) -> str:
    """The text of a file with the template added.

    Raises:
        UsageError: if that cannot be done without overwriting or breaking something.
    """
    path = _path(template, words["unit"])
    before = _read(path)
    if before is not None and is_new:
        raise UsageError(f"{_shown(path)} is there, but course.toml names no such unit. Take another name for it.")
    head = template.head.format(**words) if before is None else before
    if not template.body:
        return head
    if path.suffix == ".py":
        head = _with_imports(path, template, head, words)
    return _joined(head, template.body.format(**words), lines=2 if path.suffix == ".py" else 1)


def _with_imports(path: Path, template: Template, text: str, words: dict[str, str]) -> str:
    """The text of a file, with the imports that the template needs.

    Raises:
        UsageError: if the file has something of the template's names already.
    """
    bound = _bound(_tree(path, text))
    needed = {statement.split()[-1] for statement in template.imports}
    added = {words["name"], *re.findall(r"^def (\w+)", template.body.format(**words), re.MULTILINE)}
    if clash := sorted(added & (bound | needed)):
        raise UsageError(f"{_shown(path)} has the name {clash[0]} already. Take another name than {words['name']}.")
    missing = [statement for statement in template.imports if statement.split()[-1] not in bound]
    if not missing:
        return text
    more = add_imports(text.replace("\r\n", "\n"), missing)
    return more.replace("\n", "\r\n") if "\r\n" in text else more


def _bound(tree: ast.Module) -> set[str]:
    """The names that a file binds at its top level."""
    guarded = [inner for node in tree.body if isinstance(node, ast.If) for inner in node.body]
    return names_bound(*tree.body, *guarded)


def _joined(text: str, addition: str, *, lines: int) -> str:
    """A text with an addition after that many empty lines, with the text's own line ends."""
    end = "\r\n" if "\r\n" in text else "\n"
    gap = "\n" * (lines + 1) if text.strip() else ""
    return text.rstrip() + (gap + addition).replace("\n", end)


def _tree(path: Path, text: str) -> ast.Module:
    try:
        return ast.parse(text)
    except SyntaxError as error:
        raise UsageError(f"{_shown(path)}:{error.lineno} is no Python: {error.msg}. Fix it first.") from error


def _read(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{_shown(path)} cannot be read: {error}. Fix it first.") from error


def _write_all(texts: dict[Path, str]) -> None:
    """Write all files; if one cannot be written, leave all as they were."""
    before = {path: path.read_bytes() if path.exists() else None for path in texts}
    written: list[Path] = []
    try:
        for path, text in texts.items():
            write_whole(path, text)
            written.append(path)
    except BaseException:
        for path in written:
            content = before[path]
            if content is None:
                path.unlink()
            else:
                write_whole(path, content)
        raise


def _tell(args: argparse.Namespace, unit: str, name: str, *, is_new: bool) -> None:
    say(args, f"{name} is begun, with an example that doubles numbers. Put your own in its place:")
    files = {_shown(_path(template, unit)): template.what for template in TEMPLATES if template.body or is_new}
    if is_new:
        files["course.toml"] = "the unit's title, and the units that it builds on"
        files["mkdocs.yml"] = "the lesson's place in the menu of the site"
    for file, what in files.items():
        say(args, f"  {file:<{max(map(len, files)) + 2}}{what}")
    if not is_new:
        say(args, f"Give it its place in the lesson, docs/{unit}.md: ::exercise {name}")
    say(args, "It needs at least 3 visible and 3 hidden checks, 5 misconceptions and 3 alternatives.")
    say(args, f"Next: grader build, then grader audit {name} says what is missing")


def _title(unit: str) -> str:
    return unit.replace("_", " ").strip().capitalize()


def _shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("unit", metavar="UNIT", help="a unit of the course, or a new one")
    parser.add_argument("name", metavar="NAME", help="the function that students will write")
