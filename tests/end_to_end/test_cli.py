"""The real command, as a student runs it: what it prints where, how it ends, what it leaves behind."""

import contextlib
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time
from xml.etree import ElementTree as ET

import psutil
import pytest
from helpers import ROOT, SOLUTIONS, copy_code, run_grader, run_json, valid, verdicts, write_submission

from grader.course.syllabus import load_course

BAD = ROOT / "tests" / "submissions" / "bad"
EXERCISES = {exercise.name for exercise in load_course().exercises}
WRONG = "import numpy as np\n\n\ndef square(x):\n    return x * 2\n\n\ndef relu(x):\n    return np.maximum(x, 0)\n"
COMMAND = [sys.executable, "-m", "grader"]
PATIENCE = 300  # seconds, where a moment is enough unless the processor is busy


@pytest.fixture
def folder(tmp_path):
    """A submission of one file: one function wrong, one right, two missing."""
    return write_submission(tmp_path / "work", functions=WRONG)


@pytest.fixture(scope="session")
def kit(tmp_path_factory):
    """A copy of the course, to work in and to break; its pages count as built."""
    copy = tmp_path_factory.mktemp("kit") / "course"
    copy_code(ROOT, copy, "grader", "solutions", "docs")
    shutil.copy(ROOT / "course.toml", copy)
    write_submission(copy / "exercises", base="stubs")
    (copy / "site").mkdir()
    (copy / "site" / "index.html").write_text("<p>The lessons")
    return copy


def snapshot(folder):
    """Everything in a folder: names, contents, times of the last change."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else None)
        for path in [folder, *folder.rglob("*")]
    }


def text_of(done):
    return (done.stdout + done.stderr).decode()


# --- how it ends


def test_the_stubs_are_todo_and_exit_code_1(kit):
    code, report = run_json("check", cwd=kit)
    assert code == 1
    assert verdicts(report) == dict.fromkeys(EXERCISES, "todo")
    assert report["totals"]["points"] == 0
    assert report["submission"] == "exercises"


def test_the_solutions_are_right_and_exit_code_0():
    code, report = run_json("check", "--submission", SOLUTIONS, "--seed", 20260119)
    assert code == 0
    assert report["seed"] == 20260119
    assert verdicts(report) == dict.fromkeys(EXERCISES, "pass")
    assert report["totals"]["points"] == report["totals"]["max_points"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere", "There is no folder {}. Name the one with your unit files: --submission DIR"),
        ("empty", "{} holds no unit of the course, such as functions.py. All units: grader list"),
        ("file", "{} is a file. Name the folder that it lies in: --submission "),
        ("x" * 300, "{} cannot be read: File name too long."),
    ],
)
@pytest.mark.parametrize("command", ["check", "board"])
def test_a_folder_that_cannot_be_graded_is_exit_code_2(tmp_path, name, said, command):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x = 1\n")
    done = run_grader(command, "--submission", name, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.decode().startswith(f"grader: {said.format(name)}")
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("option", ["--json", "--junit"])
def test_a_report_that_cannot_be_written_is_exit_code_2(folder, option):
    done = run_grader("check", "square", "--submission", folder, option, folder / "nowhere" / "report")
    assert done.returncode == 2
    assert b"cannot be written: No such file or directory. Name a place that can be." in done.stderr


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda kit: (kit / "course.toml").write_text("title = "), "grader: course.toml cannot be read"),
        (lambda kit: (kit / "grader" / "worker" / "__main__.py").unlink(), "grader: The worker "),
        (lambda kit: (kit / "solutions" / "functions.py").write_text("1 / 0\n"), "That is our failure, not yours"),
    ],
    ids=["course", "worker", "solution"],
)
def test_a_kit_that_is_broken_is_exit_code_3(kit, tmp_path, spoil, said):
    broken = shutil.copytree(kit, tmp_path / "kit")
    (broken / "exercises" / "functions.py").write_text(WRONG)
    spoil(broken)
    done = run_grader("check", "square", cwd=broken)
    assert done.returncode == 3, text_of(done)
    assert said in text_of(done)
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("options", [[], ["--spawn", "--no-jail"]], ids=["forking", "spawning"])
def test_ctrl_c_is_exit_code_130_and_leaves_nothing_behind(options):
    running, family = start_hanging(*options)
    running.send_signal(signal.SIGINT)
    output, errors = running.communicate(timeout=PATIENCE)
    assert running.returncode == 130
    assert (output, errors) == (b"", b"grader: interrupted\n")
    assert_gone(family)


@pytest.mark.parametrize("options", [[], ["--spawn"]], ids=["forking", "spawning"])
def test_a_grader_that_is_killed_leaves_nothing_behind(options):
    running, family = start_hanging(*options)
    running.kill()
    running.communicate(timeout=PATIENCE)
    assert_gone(family)


def start_hanging(*options):
    """A grader that waits for a call that never ends; it, and all processes that belong to it."""
    words = ["check", "functions", "--submission", BAD / "hangs", "--timeout", "600", *options]
    running = subprocess.Popen([*COMMAND, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    end = time.monotonic() + PATIENCE
    family = []
    try:
        while not any(map(never_ends, family)):
            assert time.monotonic() < end, family
            time.sleep(0.05)
            family = psutil.Process(running.pid).children(recursive=True)
    except BaseException:
        running.kill()
        running.communicate()
        raise
    return running, family


def never_ends(process):
    """Whether it has taken half a second of the processor: nothing else in a small submission does."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.cpu_times().user > 0.5
    return False


def assert_gone(family):
    _, alive = psutil.wait_procs(family, timeout=PATIENCE)
    assert not [one for one in alive if one.status() != psutil.STATUS_ZOMBIE]


# --- what goes where


def test_json_goes_to_stdout_alone_and_the_rest_to_stderr(folder):
    done = run_grader("check", "functions", "--submission", folder, "--json", "-")
    report = valid(json.loads(done.stdout))
    assert done.returncode == 1
    assert verdicts(report) == {"square": "wrong", "relu": "pass", "leaky_relu": "error", "sigmoid": "error"}
    words = done.stderr.decode()
    assert "WRONG    square" in words
    assert "Next: grader hint square" in words


def test_quiet_leaves_what_was_asked_for_in_files(folder, tmp_path):
    path = tmp_path / "report.xml"
    done = run_grader("check", "functions", "--submission", folder, "-q", "--json", "-", "--junit", path)
    assert (done.returncode, done.stderr) == (1, b"")
    valid(json.loads(done.stdout))
    whole = tmp_path / "report.json"
    done = run_grader("check", "functions", "--submission", folder, "-q", "--json", whole)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")
    valid(json.loads(whole.read_text(encoding="utf-8")))
    root = ET.parse(path).getroot()
    suites = {suite.get("name"): suite for suite in root}
    assert suites["functions.square"].get("failures") == "8"
    assert suites["functions.relu"].get("failures") == "0"
    assert suites["functions.sigmoid"].get("errors") == suites["functions.sigmoid"].get("tests")


def test_visible_only_and_timeout(folder):
    _, report = run_json("check", "square", "--submission", folder, "--visible-only")
    assert not any(check["hidden"] for check in report["exercises"][0]["checks"])
    assert report["seed"] is None
    slow = "import time\n\n\ndef square(x):\n    time.sleep(0.4)\n    return x * x\n"
    write_submission(folder.parent / "slow", functions=slow)
    code, report = run_json("check", "square", "--submission", folder.parent / "slow", "--timeout", "0.3")
    assert (code, verdicts(report)["square"]) == (1, "timeout"), "it would pass with the usual limit"


# --- folders


@pytest.mark.parametrize("name", ["-dash, 'quoted\"", "naïve δ 微积分", os.fsdecode(b"caf\xe9")])
def test_paths_of_any_name_and_json_in_utf_8_whatever_the_terminal_is(tmp_path, name):
    words = ["check", "square", f"--submission={write_submission(tmp_path / name, functions=WRONG)}", "--json", "-"]
    done = run_grader(*words, env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 1
    assert "WRONG    square" in done.stderr.decode("ascii")
    report = valid(json.loads(done.stdout.decode("utf-8")))
    assert verdicts(report) == {"square": "wrong"}
    assert report["submission"] == str(tmp_path / name).replace("\udce9", "?")


def test_grading_writes_nothing_into_the_folder(folder):
    """Nor beside it, also when it is the folder that one stands in: what cannot be written to can be graded."""
    before = snapshot(folder.parent)
    for words in (["check", "functions"], ["check", "functions", "--spawn"]):
        done = run_grader(*words, "--submission", ".", cwd=folder)
        assert done.returncode == 1, text_of(done)
    assert snapshot(folder.parent) == before


def test_without_a_folder_the_exercises_are_graded_from_anywhere(kit, tmp_path):
    mine = shutil.copytree(kit, tmp_path / "kit")
    (mine / "exercises" / "functions.py").write_text(WRONG)
    done = run_grader("check", "square", cwd=mine)
    assert "exercises/functions.py:4" in done.stdout.decode()
    (tmp_path / "elsewhere").mkdir()
    done = run_grader("check", "square", cwd=tmp_path / "elsewhere", env={"PYTHONPATH": str(mine)})
    assert f"{mine}/exercises/functions.py:4" in done.stdout.decode()


def test_the_board_which_is_the_same_twice(kit, tmp_path):
    mine = shutil.copytree(kit, tmp_path / "kit")
    (mine / "exercises" / "functions.py").write_text(WRONG)
    done = run_grader(cwd=mine, env={"FORCE_COLOR": "", "COLUMNS": "40"})
    assert run_grader(cwd=mine, env={"FORCE_COLOR": "", "COLUMNS": "200"}).stdout == done.stdout
    assert b"\x1b" not in done.stdout
    text = done.stdout.decode()
    assert done.returncode == 0, "a board is no judgement"
    assert "  [!] square                               wrong" in text
    assert "  [x] relu                                 pass" in text
    assert "  [ ] deriv                                todo" in text
    assert re.search(r"^1 functions +█+░+ +\d+ of 34 *$", text, re.MULTILINE)
    assert text.endswith("Next: grader hint square\n")


def test_reset_in_a_kit(kit, tmp_path):
    mine = shutil.copytree(kit, tmp_path / "kit")
    (mine / "exercises" / "functions.py").write_text(WRONG)
    done = run_grader("reset", "functions", cwd=mine)
    assert done.returncode == 0
    (kept,) = (mine / "exercises" / "backup").iterdir()
    assert kept.read_text() == WRONG
    assert run_grader("check", "functions", cwd=mine).returncode == 1


# --- terminals and encodings


def on_a_terminal(*words, env=None, cwd=ROOT):
    """What a command prints on a terminal of 100 columns."""
    ours, theirs = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "CI")}
    environment = {**kept, "TERM": "xterm-256color", "COLUMNS": "100", "LINES": "50", **(env or {})}
    with subprocess.Popen([*COMMAND, *map(str, words)], stdout=theirs, stderr=theirs, cwd=cwd, env=environment):
        os.close(theirs)
        text = b""
        while True:
            try:
                data = os.read(ours, 1 << 16)
            except OSError:  # Linux says so when the other side has gone
                break
            if not data:
                break
            text += data
    os.close(ours)
    return text.decode()


COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-9][0-9;]*m")


def test_colour_on_a_terminal_and_where_it_is_not_wanted(folder):
    words = ["check", "square", "--submission", folder]
    assert COLOUR.search(on_a_terminal(*words))
    for options, env in ([["--no-color"], {}], [[], {"NO_COLOR": "1"}], [["--plain"], {}], [[], {"TERM": "dumb"}]):
        text = on_a_terminal(*words, *options, env=env)
        assert not COLOUR.search(text)
        assert "WRONG" in text
        assert "--plain" not in options or "\x1b" not in text


@pytest.mark.parametrize("words", [["check", "functions"], ["list"], ["--help"]], ids=lambda words: words[0])
def test_piped_output_has_no_escape_codes_and_is_the_same_twice(words, folder):
    if words[0] == "check":
        words = [*words, "--submission", folder]
    first, second = (run_grader(*words, env={"FORCE_COLOR": "", "COLUMNS": str(n)}).stdout for n in (40, 200))
    assert first == second
    assert b"\x1b" not in first
    assert first


@pytest.mark.parametrize(
    "words",
    [
        ["check", "deriv", "tangent_line", "--submission", BAD / "follows_through"],
        ["check", "functions", "--submission", BAD / "control_characters"],
        ["board", "--submission", BAD / "warns"],
        ["list"],
        ["hint", "deriv", "3"],
        ["--help"],
        ["check", "--help"],
        ["check", "微积分"],
    ],
    ids=lambda words: " ".join(str(word) for word in words if not hasattr(word, "name")),
)
def test_what_a_terminal_lacks_is_spelt_in_ascii(words):
    done = run_grader(*words, env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    (done.stdout + done.stderr).decode("ascii")
    assert b"Traceback" not in done.stderr
    assert b"\\u" not in done.stdout + done.stderr


def test_what_the_encoding_has_is_not_spelt():
    done = run_grader("hint", "deriv", "3", env={"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"})
    assert "f'(x) ~ (f(x + delta) - f(x - delta)) / (2 · delta)" in done.stdout.decode("cp1252")


def test_what_a_student_wrote_does_not_reach_the_terminal_as_codes(tmp_path):
    words = ["check", "functions", "--submission", BAD / "control_characters"]
    path, other = tmp_path / "report.xml", tmp_path / "report.json"
    text = on_a_terminal(*words, "--junit", path, "--json", other).replace("\r\n", "\n")
    left = re.sub(r"\x1b\[[0-9;]*m|\r\x1b\[K", "", text)  # rich's own colours, and the line that goes away again
    assert not [c for c in left if not c.isprintable() and c != "\n"]
    assert "\x1b[2J" not in text
    assert "�[31mred�[0m" in left
    report = valid(json.loads(other.read_text(encoding="utf-8")))
    everything = json.dumps(report, ensure_ascii=False) + path.read_text(encoding="utf-8")
    assert not [c for c in everything if not c.isprintable() and c != "\n"]


def test_a_pipe_that_is_closed_early_is_no_failure():
    with subprocess.Popen(
        [*COMMAND, "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as running:
        assert running.stdout.readline() == b"1 functions: Functions\n"
        running.stdout.close()
        assert running.stderr.read() == b""


# --- quick commands


@pytest.mark.parametrize(
    "words", [["--help"], ["list"], ["hint", "deriv"], ["docs"], ["check", "--help"]], ids=lambda words: words[0]
)
def test_what_does_not_grade_loads_neither_numpy_nor_rich(words, kit):
    code = (
        "import sys\nfrom grader.cli.main import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'numpy', 'rich', 'matplotlib', 'pytest', 'solutions'} & sys.modules.keys()), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *words], cwd=kit, capture_output=True, check=True)
    assert done.stderr.decode().splitlines()[-1] == "[]"
