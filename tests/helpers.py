"""What the tests of the grader share: submissions made on the spot, runs of the real command, reports that are valid.

Every report that a test makes goes through `valid`, in-process ones by the fixture `grade` (see `conftest.py`).
"""

import compileall
import contextlib
import functools
import json
import os
import shutil
import socket
import sys
import tempfile
import tomllib
from pathlib import Path

import jsonschema
import warm_start

from grader.course.stubs import stub_file
from grader.course.syllabus import load_course
from grader.protocol.answer import Conditions

ROOT = Path(__file__).resolve().parent.parent
SOLUTIONS = ROOT / "solutions"
UNITS = [unit.name for unit in load_course().units]
WHOLE = "GRADER_WHOLE" in os.environ  # long proofs, of which a fixed part runs as a rule (see docs/contributing.md)


# A statement that never ends, and leaves the processor to others.
ENDLESS = "while True: __import__('time').sleep(0.01)"


@functools.cache
def _validator():
    schema = json.loads((ROOT / "grader" / "grading" / "report.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def valid(report):
    """The report, after a look whether it is what the schema says, also as JSON text."""
    _validator().validate(json.loads(json.dumps(report, allow_nan=False)))
    names = ("pass", "wrong", "todo", "error", "timeout", "broken")
    counted = {name: sum(e["verdict"] == name for e in report["exercises"]) for name in names}
    assert {name: report["totals"][name] for name in names} == counted
    assert report["totals"]["points"] == sum(e["points"] for e in report["exercises"])
    for exercise in report["exercises"]:
        assert exercise["points"] == sum(check["points"] for check in exercise["checks"])
        assert exercise["max_points"] == sum(check["max_points"] for check in exercise["checks"])
    return report


@functools.cache
def _stubs(unit):
    return stub_file(unit)


def write_submission(folder, /, base=None, **files):
    """A folder with the solutions (`base="solutions"`), the stubs or nothing, with the files given over them."""
    folder.mkdir(parents=True, exist_ok=True)
    for unit in load_course().units:
        if base == "solutions":
            (folder / f"{unit.name}.py").write_bytes((SOLUTIONS / f"{unit.name}.py").read_bytes())
        elif base == "stubs":
            (folder / f"{unit.name}.py").write_text(_stubs(unit), encoding="utf-8")
    for name, text in files.items():
        data = text if isinstance(text, bytes) else text.encode("utf-8")
        (folder / f"{name}.py").write_bytes(data)
    return folder


@functools.cache
def _compiled(folder):
    compileall.compile_dir(folder, quiet=2)  # what is not up to date


def _link_or_copy(source, target):
    """Bytecode is never changed in its place: a new file takes it."""
    if source.endswith(".pyc"):
        with contextlib.suppress(OSError):  # on another disk
            os.link(source, target)
            return
    shutil.copy2(source, target)


def copy_code(source, target, *names, leave=()):
    """Copy folders of code with its bytecode, which every copy that is run would else make anew.

    Args:
        source: where the folders are.
        target: where the copies are made.
        names: of the folders.
        leave: patterns of what is not copied.
    """
    others = ("*.pyc.*", "*-pytest-*")  # what is just being compiled, and what pytest compiles for itself
    for name in names:
        _compiled(source / name)
        ignored = shutil.ignore_patterns(*others, *leave)
        shutil.copytree(source / name, target / name, ignore=ignored, copy_function=_link_or_copy)


def keep_units(root, *names):
    """Take all units but some out of a copy's `course.toml`; what is made for every unit is made for these alone."""
    path = root / "course.toml"
    head, *units = path.read_text(encoding="utf-8").split("[[unit]]")
    kept = [unit for unit in units if tomllib.loads(unit)["name"] in names]
    assert len(kept) == len(names)
    path.write_text("[[unit]]".join([head, *kept]), encoding="utf-8")


@contextlib.contextmanager
def folder_for_all():
    """A folder that every user may read, as code in the jail has to where root grades; pytest's are for one user."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def in_time(grade, wanted, limit):
    """What a golden case gives: with the short limit that it asks for, and a long one if more was late than it tells.

    Args:
        grade: grades it with a limit for a call; gives the report, as JSON, in the end or all by itself.
        wanted: what is told of the case.
        limit: its own limit, which a busy machine may not keep.
    """
    given = grade(limit)
    return grade(10 * limit) if _was_late(report_in(given), wanted) else given


def report_in(given):
    return given["report"] if isinstance(given, dict) else given.json


def _was_late(report, wanted):
    told = {name: one["verdict"] for name, one in wanted["exercises"].items()}
    late = {one["name"] for one in report["exercises"] if one["verdict"] == "timeout"}
    files = [one["file"] for one in report["problems"] if "in time" in one["message"]]
    known = [one["file"] for one in wanted["problems"] if "in time" in one["message"]]
    return files != known or any("timeout" not in told.get(name, "pass") for name in late)


def free_port():
    """A port that is free and stays so: outside of those that systems hand out to whoever asks for any."""
    for port in range(10_000 + os.getpid() % 9_000, 20_000):
        with contextlib.suppress(OSError), socket.socket() as one:
            one.bind(("127.0.0.1", port))
            return port
    raise OSError("no port is free")


def run_grader(*words, cwd=None, env=None, text=False):
    """Run the real command, in a process in which others' packages are loaded already; output as bytes, or as text."""
    done = warm_start.run(["-m", "grader", *words], cwd=cwd, env={**os.environ, **(env or {})})
    if text:
        done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
    return done


def run_json(*words, cwd=None, env=None):
    """Run the real command with `--json -`; its exit code and its report."""
    done = run_grader(*words, "--json", "-", cwd=cwd, env=env)
    assert done.stdout, done.stderr.decode()
    return done.returncode, valid(json.loads(done.stdout))


def verdicts(report):
    """Verdicts by exercise."""
    return {exercise["name"]: exercise["verdict"] for exercise in report["exercises"]}


def messages(exercise, *, hidden=False):
    """What a student reads of an exercise's checks."""
    return [check["message"] for check in exercise["checks"] if check["hidden"] is hidden and check["message"]]


def take_away(package):
    """Take a package and its modules out of `sys.modules`; gives them."""
    return {name: sys.modules.pop(name) for name in list(sys.modules) if name.partition(".")[0] == package}


def answer_call(function, call, *, ours=False):
    """Make a single call and record what it gave; see `Conditions.answer`."""
    with Conditions() as conditions:
        return conditions.answer(function, call, ours=ours)
