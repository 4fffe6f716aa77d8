"""Tables that the build makes from files, so that a page never repeats what stands elsewhere."""

from __future__ import annotations

import ast
import functools
import json
import os
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable
from typing import Any

from docs_tools.mistakes import LessonError
from docs_tools.running import printed_block
from grader.cli.table import COMMANDS
from grader.course.syllabus import ROOT, load_course

AUDIT = ROOT / "docs" / "data" / "audit.json"
UNSEEN = ROOT / "docs" / "data" / "unseen.json"
HOSTILE = ROOT / "tests" / "submissions" / "hostile"
ADVISORIES = ROOT / "tests" / "hostile" / "advisories.toml"
ESCAPE = ROOT / "grader" / "sandbox" / "breakout.py"
SCHEMA = ROOT / "grader" / "grading" / "report.schema.json"


def table(name: str) -> list[str]:
    """The table of that name, as Markdown.

    Raises:
        LessonError: if there is none.
    """
    if name not in _TABLES:
        raise LessonError(f"::data {name} names no table. There are: {', '.join(_TABLES)}")
    return ["", *_TABLES[name](), ""]


@functools.cache
def command(line: str) -> list[str]:
    """A command of the grader and what it prints, as Markdown: run by the build, in the full course.

    Raises:
        LessonError: if the grader itself fails.
    """
    words = shlex.split(line)
    program, *rest = words[2:] if words[:2] == ["uv", "run"] else words
    if program != "grader":
        raise LessonError(f"only commands of the grader are run by the build: {line}")
    done = subprocess.run(  # noqa: S603  the words stand in a page of this project
        [sys.executable, "-m", "grader", *rest],
        cwd=ROOT,
        env=os.environ | {"UV": "uv"},  # as the page says it is typed
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if done.returncode not in (0, 1):
        raise LessonError(f"{line} fails: {done.stderr}")
    printed = done.stdout.rstrip().splitlines()
    return ["", "```console", line, "```", "", *printed_block(printed, "feedback"), ""]


def _course() -> list[str]:
    rows = []
    for number, unit in enumerate(load_course().units, 1):
        links = " ".join(f"[`{e.name}`]({unit.name}.md#{e.name})" for e in unit.exercises)
        rows += [f"{number}. **[{unit.title}]({unit.name}.md)**  ", f"    {links}"]
    return rows


def _commands() -> list[str]:
    rows = ["| command | for the | what it does |", "|--|--|--|"]
    return rows + [f"| `grader {name}` | {c.who} | {c.does} |" for name, c in COMMANDS.items()]


def _fields(properties: dict[str, Any]) -> list[str]:
    rows = ["| field | type | what it says |", "|--|--|--|"]
    for key, value in properties.items():
        rows.append(f"| `{key}` | {_type(value)} | {_cell(value.get('description', ''))} |")
    return rows


def _type(value: dict[str, Any]) -> str:
    if "const" in value:
        return f"`{json.dumps(value['const'])}`"
    if "$ref" in value:
        return str(value["$ref"]).rsplit("/", 1)[-1]
    if "oneOf" in value:
        return " or ".join(_type(choice) for choice in value["oneOf"])
    kinds = value.get("type", "")
    if kinds == "array":
        return f"list of {_type(value['items'])}"
    return " or ".join(kinds) if isinstance(kinds, list) else str(kinds)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _code(name: str) -> str:
    """A name in code that may break after its underscores where there is little room."""
    return f"<code>{name.replace('_', '_<wbr>')}</code>"


def _schema(part: str) -> list[str]:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    exercise = schema["$defs"]["exercise"]["properties"]
    parts = {
        "report": schema["properties"],
        "problem": schema["properties"]["problems"]["items"]["properties"],
        "totals": schema["properties"]["totals"]["properties"],
        "handed_in": schema["properties"]["handed_in"]["properties"],
        "exercise": exercise,
        "diagnosis": next(c for c in exercise["diagnosis"]["oneOf"] if c.get("type") == "object")["properties"],
        "check": schema["$defs"]["check"]["properties"],
    }
    return _fields(parts[part])


def _verdicts() -> list[str]:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    described = schema["properties"]["totals"]["properties"]
    rows = ["| verdict | totals count |", "|--|--|"]
    return rows + [f"| `{v}` | {_cell(described[v]['description'])} |" for v in schema["$defs"]["verdict"]["enum"]]


def _audit() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(AUDIT.read_text(encoding="utf-8"))
    return found


def _audit_totals() -> list[str]:
    t = _audit()["totals"]
    rows = (
        ("exercises", t["exercises"]),
        ("visible checks", t["visible_checks"]),
        ("hidden checks", t["hidden_checks"]),
        ("other right answers accepted", f"{t['accepted']} of {t['alternatives']}"),
        ("misconceptions rejected", f"{t['rejected']} of {t['misconceptions']}"),
        ("misconceptions named by the visible checks alone", f"{t['named']} of {t['misconceptions']}"),
        ("misconceptions named wrongly", t["wrongly_named"]),
        (
            "misconceptions written otherwise that keep their name",
            f"{t['named_otherwise']} of {t['written_otherwise']}",
        ),
        ("their errors, raised for another reason", t["other_reasons"]),
        ("false names for either", t["false_names"]),
        ("mutants rejected", f"{t['killed']} of {t['mutants']}"),
        ("mutants that are right answers, each with its reason", t["equivalent"]),
        ("pairs of mistakes, one above the other, that pay", f"{t['paid']} of {t['pairs']}"),
        ("right functions above a mistake that are accused", f"{t['accused']} of {t['right_above_wrong']}"),
        (f"right answers refused at {t['seeds']} other seeds", f"{t['refused_at_seeds']} of {t['right_at_seeds']}"),
        ("misconceptions let through at these", f"{t['let_through_at_seeds']} of {t['wrong_at_seeds']}"),
        ("docstrings that say all that they have to", f"{t['complete']} of {t['docstrings']}"),
        ("examples in docstrings that are true", f"{t['true']} of {t['examples']}"),
    )
    return ["| what | how many |", "|--|--:|", *(f"| {what} | {count} |" for what, count in rows)]


def _audit_unseen() -> list[str]:
    found = json.loads(UNSEEN.read_text(encoding="utf-8"))
    one, two = found["unseen"], found["unseen_two"]
    rows = (
        ("mistakes that a visible check rejects", "mutants"),
        ("named, by a misconception or a pattern of the numbers", "named"),
        ("placed: the part that was changed is marked", "placed"),
        ("in functions that may not be edited, such as those that draw", "closed"),
        ("marked at another part", "wrong"),
        ("marked where no repair holds in the hidden checks", "gone"),
        ("seconds of the processor that 95 of 100 searches do not exceed", "seconds"),
    )
    lines = ["| what | one change | two, on asking |", "|--|--:|--:|"]
    return lines + [f"| {what} | {_count(one[key])} | {_count(two[key])} |" for what, key in rows]


def _audit_unseen_rows() -> list[str]:
    """The mistakes of each exercise that nobody wrote down; of those with two changes, how many are named or placed."""
    found = json.loads(UNSEEN.read_text(encoding="utf-8"))
    one, two = found["unseen"]["exercises"], found["unseen_two"]["exercises"]
    rows = ["| exercise | mistakes | named | placed | silent | two changes |", "|--|--:|--:|--:|--:|--:|"]
    for unit in load_course().units:
        for name in (exercise.name for exercise in unit.exercises if exercise.name in one):
            row, both = one[name], two.get(name)
            pairs = f"{both['named'] + both['placed']} of {both['mutants']}" if both else "-"
            rows.append(
                f"| [{_code(name)}]({unit.name}.md#{name}) | {row['mutants']} | {row['named']} | {row['placed']} "
                f"| {row['silent'] + row['closed']} | {pairs} |"
            )
    return rows


def _count(found: Any) -> Any:
    return len(found) if isinstance(found, list) else found


def _audit_rows() -> list[str]:
    rows = [
        "| exercise | checks (hidden) | right answers | misconceptions | named | mutants |",
        "|--|--:|--:|--:|--:|--:|",
    ]
    for e in _audit()["exercises"]:
        visible, hidden = e["checks"]
        rows.append(
            f"| [{_code(e['name'])}]({e['unit']}.md#{e['name']}) | {visible + hidden} ({hidden}) "
            f"| {e['accepted']} of {e['alternatives']} "
            f"| {e['rejected']} of {e['misconceptions']} | {e['named']} | {e['killed']} of {e['mutants']} |"
        )
    return rows


def _hostile() -> list[tuple[str, str]]:
    """The hostile submissions: the name of each, and what it tries."""
    cases = sorted(HOSTILE.glob("*/expected.json"))
    return [(case.parent.name, json.loads(case.read_text(encoding="utf-8"))["what"]) for case in cases]


def _attempts() -> list[str]:
    """The words for what the jail is tried with, read from the program that tries it."""
    tree = ast.parse(ESCAPE.read_text(encoding="utf-8"))
    found = [n.value for n in tree.body if isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) == "ATTEMPTS"]
    return [key.value for key in found[0].keys]  # type: ignore[attr-defined]


def _jail_totals() -> list[str]:
    rows = (("hostile submissions graded by the tests", len(_hostile())), ("attempts of each trial", len(_attempts())))
    return ["| what | how many |", "|--|--:|", *(f"| {what} | {count} |" for what, count in rows)]


def _jail_cases() -> list[str]:
    return ["| case | what it tries |", "|--|--|", *(f"| {_code(name)} | {_cell(what)} |" for name, what in _hostile())]


def _jail_attempts() -> list[str]:
    return [f"- {words}" for words in _attempts()]


def _jail_advisories() -> list[str]:
    rows = ["| kind of advisory | for example | what stops it here | test |", "|--|--|--|--|"]
    for kind in tomllib.loads(ADVISORIES.read_text(encoding="utf-8"))["kind"]:
        calls = len(kind.get("calls", ()))
        test = f"{calls} call{'s' if calls > 1 else ''} in `test_inside.py`" if calls else kind["test"]
        rows.append(f"| {kind['name']} | {_cell(kind['past'])} | {_cell(kind['stops'])} | {test} |")
    return rows


def _reference() -> list[str]:
    lines: list[str] = []
    for number, unit in enumerate(load_course().units, 1):
        lines += [f"## {number} {unit.title} {{ #unit-{unit.name} }}", "", f"::: solutions.{unit.name}", ""]
    return lines


_SCHEMA_PARTS = ("report", "problem", "totals", "handed_in", "exercise", "diagnosis", "check")
_TABLES: dict[str, Callable[[], list[str]]] = {
    "course": _course,
    "commands": _commands,
    "verdicts": _verdicts,
    "audit-totals": _audit_totals,
    "audit-rows": _audit_rows,
    "audit-unseen": _audit_unseen,
    "audit-unseen-rows": _audit_unseen_rows,
    "jail-totals": _jail_totals,
    "jail-attempts": _jail_attempts,
    "jail-cases": _jail_cases,
    "jail-advisories": _jail_advisories,
    "reference": _reference,
    **{f"schema-{part}": functools.partial(_schema, part) for part in _SCHEMA_PARTS},
}
