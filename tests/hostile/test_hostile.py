"""The golden cases of `tests/submissions/hostile`: no unearned point, no harm, no end of the run."""

import json
import os
import re
import socket
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from helpers import ROOT, WHOLE, in_time, valid
from hostile_settings import OTHERS, SETTINGS, STRONGEST

CASES = Path(__file__).parents[1] / "submissions" / "hostile"
NAMES = sorted(path.name for path in CASES.iterdir())
HONEST = ["square", "relu", "leaky_relu", "sigmoid"]
MOST_MEMORY = 250  # megabytes of the grading process, with all that it ever graded


def expected(name):
    return json.loads((CASES / name / "expected.json").read_text(encoding="utf-8"))


def says(text, wanted):
    """Whether a text is what is wanted, in which `…` stands for anything."""
    return re.fullmatch(".*".join(re.escape(part) for part in wanted.split("…")), text, re.DOTALL) is not None


def assert_harmless(answer):
    """Nothing was told, nothing is left, the next submission is graded as before, the grader is as it was."""
    assert answer["leaked"] == []
    assert answer["watched"] > 20
    assert answer["processes"] == []
    assert answer["files"] == []
    assert answer["workers"]
    assert answer["neighbour"]
    assert answer["memory"] < MOST_MEMORY
    assert answer["threads"] <= 4
    assert answer["descriptors"] <= 12
    assert len(answer["json"]) < 100_000
    for page in ("json", "terminal", "junit"):
        control = {c for c in answer[page] if not c.isprintable() and c not in "\n\t"}
        assert control == set(), page
        answer[page].encode("utf-8")
    ET.fromstring(answer["junit"])


def assert_as_told(report, wanted):
    """The report is the golden one: problems, flags, and each exercise's verdict and points."""
    valid(report)
    assert report["graded"]
    assert report["seed"] is None
    assert report["flags"] == []
    assert len(report["problems"]) == len(wanted["problems"]), report["problems"]
    for problem, one in zip(report["problems"], wanted["problems"], strict=True):
        assert problem["file"] == one["file"]
        assert says(problem["message"], one["message"]), problem["message"]
        assert "line" not in one or problem["line"] == one["line"]
    for exercise in report["exercises"]:
        one = wanted["exercises"].get(exercise["name"], {"verdict": "pass"})
        verdicts = one["verdict"] if isinstance(one["verdict"], list) else [one["verdict"]]
        assert exercise["verdict"] in verdicts, exercise
        earned = exercise["max_points"] if verdicts == ["pass"] else one.get("points", 0.0)
        assert exercise["points"] == earned, exercise
        assert says(exercise["output"], wanted.get("output", {}).get(exercise["name"], "")), exercise["output"]
        assert exercise["seconds"] < 100, "no hidden call counts, and no clock is believed"
        if "message" in one:
            shown = [check["message"] for check in exercise["checks"] if check["message"] and not check["hidden"]]
            assert says(shown[0], one["message"]), shown[0]
    assert wanted["exercises"].keys() <= {exercise["name"] for exercise in report["exercises"]}


# For which it matters how they are confined, and who they are to the system; the others are up to Python and to us.
ASK_THE_SYSTEM = {
    "abstract_sockets", "at_exit", "becomes_root", "changes_files", "closes_the_channel", "daemon", "devices", "forks",
    "ignores_signals", "imports_solutions", "memory_of_arrays", "memory_of_lists", "network", "other_architectures",
    "other_memory", "processes", "reads_descriptors", "reads_other_submissions", "reads_proc", "reads_the_environment",
    "sets_alarms", "shared_memory", "stops_itself_and_others", "stray_files", "system_calls", "threads",
    "walks_the_disk", "writes_anywhere", "writes_on_the_socket",
}  # fmt: skip


def tried():
    """Each case in the strongest setting; what asks the system takes its turn in the others (see contributing.md)."""
    for setting in SETTINGS:
        for place, name in enumerate(NAMES):
            asks = name in ASK_THE_SYSTEM
            its_turn = setting == STRONGEST or (asks and setting == OTHERS[place % len(OTHERS)])
            if its_turn or (WHOLE and (asks or not setting.startswith("ordinary user"))):
                yield setting, name


# What reads files is one process, however workers are confined.
in_one_setting = pytest.mark.parametrize("confined", [STRONGEST] if SETTINGS else [], indirect=True)


@pytest.mark.parametrize(("confined", "name"), [*tried()], indirect=["confined"])
def test_hostile_submission_gets_what_it_earned_and_harms_nothing(name, confined):
    wanted = expected(name)
    before = sorted(path.name for path in (CASES / name).iterdir())

    def graded(limit):
        answer = confined.grade(CASES / name, wanted["check"], limit)
        assert_harmless(answer)
        return answer

    assert_as_told(in_time(graded, wanted, wanted.get("timeout", 2.0))["report"], wanted)
    assert sorted(path.name for path in (CASES / name).iterdir()) == before


def test_the_corpus_is_large_and_every_case_says_what_it_tries():
    assert set(NAMES) >= ASK_THE_SYSTEM
    tried = [expected(name)["what"] for name in NAMES]
    assert len(set(tried)) == len(NAMES) >= 70


def test_the_solutions_pass_in_every_setting(confined):
    """What hostile code must not do is not forbidden to honest code: what asks most, or all of it."""
    answer = confined.grade(ROOT / "solutions", [] if WHOLE else ["functions", "plots.plot"], 20.0)
    assert {exercise["verdict"] for exercise in answer["report"]["exercises"]} == {"pass"}
    assert answer["report"]["totals"]["points"] == answer["report"]["totals"]["max_points"]


def test_a_submission_may_import_what_numpy_was_loaded_without(confined, tmp_path):
    imports = "import hashlib, random, secrets\nimport numpy as np\nfrom numpy.typing import NDArray\n"
    uses = "    secrets.token_hex(), hashlib.sha256(b''), random.random(), np.random.default_rng().normal()\n"
    source = f"{imports}\n\ndef square(x: NDArray[np.float64]) -> NDArray[np.float64]:\n{uses}    return x * x\n"
    (tmp_path / "functions.py").write_text(source, encoding="utf-8")
    report = confined.grade(tmp_path, ["square"], 5.0)["report"]
    assert [one["verdict"] for one in report["exercises"]] == ["pass"], report


def source(text):
    return lambda path: path.write_bytes(text.encode() if isinstance(text, str) else text)


def sparse(path):
    with path.open("wb") as file:
        file.truncate(1 << 30)


def bind(path):
    """A socket; its address may not be long."""
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    finally:
        os.chdir(here)


# What cannot lie in a repository in the place of a unit file: how to make it, and what is said of it.
SHAPES = {
    "named pipe": (os.mkfifo, "it is not a regular file"),
    "socket": (bind, "it is not a regular file"),
    "folder": (Path.mkdir, "it is not a regular file"),
    "link to a device": (lambda path: path.symlink_to("/dev/zero"), "it is not a regular file"),
    "link to a solution": (lambda p: p.symlink_to(ROOT / "solutions" / "functions.py"), "it is a link that leads out…"),
    "link to the grader's memory": (lambda path: path.symlink_to("/proc/self/environ"), "it is a link that leads out…"),
    "link to itself": (lambda path: path.symlink_to("functions.py"), "it cannot be read…"),
    "link to nothing": (lambda path: path.symlink_to("nowhere.py"), "it cannot be read…"),
    "a gigabyte": (sparse, "it is larger than 128 kB, too large to be source code"),
    "an encoding that nobody can read": (source("# coding: undefined\n"), "it is not UTF-8 text…"),
    "an encoding that gives halves of characters": (
        source('# coding: unicode_escape\nx = "\\ud800"'),
        "Python cannot…",
    ),
    "zero bytes": (source(b"\0" * 1000), "…"),
    "any bytes": (source(bytes(range(256)) * 400), "it is not UTF-8 text…"),
    "brackets": (source("(" * 100_000), "syntax error…"),
    "signs": (source("-" * 100_000 + "1"), "Python cannot read it…"),
}


@pytest.mark.parametrize("shape", SHAPES)
@in_one_setting
def test_a_unit_file_of_another_shape_takes_nothing_with_it(shape, confined, tmp_path):
    make, message = SHAPES[shape]
    (tmp_path / "derivatives.py").write_bytes((CASES / "patches_imports" / "derivatives.py").read_bytes())
    make(tmp_path / "functions.py")
    answer = confined.grade(tmp_path, ["functions", "deriv"], 20.0)
    wanted = {
        "problems": [{"file": "functions.py", "message": message}],
        "exercises": {name: {"verdict": "error"} for name in HONEST},
    }
    assert_as_told(answer["report"], wanted)
    assert_harmless(answer)


def name_files(folder):
    for name in ("x" * 251 + ".py", "-rf.py", "a b.py", "new\nline.py", "\x1b[2J.py", "=cmd.py", "\N{PILE OF POO}.py"):
        (folder / name).write_text("raise SystemExit\n")
    (Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.py"))).write_text("raise SystemExit\n")


def many_files(folder):
    for number in range(300):
        (folder / f"helper{number}.py").write_text("# x = 1\n" * 1000)


def many_names(folder):
    with (folder / "functions.py").open("a") as file:
        file.writelines(f"def a{i}(): a{i + 1}\n" for i in range(4000))
        file.write("=".join(f"b{i}" for i in range(5000)) + "= 1\n")


def compiled(folder):
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "functions.cpython-311.pyc").write_bytes(b"\xa7\r\r\n" + b"\0" * 100)
    (folder / "functions.pyc").write_bytes(b"\0" * 100)
    (folder / "functions.so").write_bytes(b"\x7fELF")


AROUND = {name_files: [], many_files: [{"file": "…", "message": "with it, all files…"}], many_names: [], compiled: []}


@pytest.mark.parametrize("make", AROUND, ids=lambda make: make.__name__)
@in_one_setting
def test_odd_things_around_a_right_file_cost_it_nothing(make, confined, tmp_path):
    (tmp_path / "functions.py").write_bytes((ROOT / "solutions" / "functions.py").read_bytes())
    make(tmp_path)
    answer = confined.grade(tmp_path, ["functions"], 20.0)
    assert {exercise["verdict"] for exercise in answer["report"]["exercises"]} == {"pass"}
    told = [problem["message"] for problem in answer["report"]["problems"] if not problem["file"].endswith("s.py")]
    assert len(told) == len(AROUND[make])
    assert all(says(one, wanted["message"]) for one, wanted in zip(told, AROUND[make], strict=True))
    assert_harmless(answer)
