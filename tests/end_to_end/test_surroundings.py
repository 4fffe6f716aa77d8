"""Where something usual is missing, each command works or says in a sentence what is missing: no failure of ours."""

import csv
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import ROOT, SOLUTIONS, WHOLE, run_grader, write_submission

from grader.errors import UsageError
from grader.files import write_whole

GRADER = [sys.executable, "-m", "grader"]
RIGHT = "def square(x):\n    return x * x\n"
LATIN = os.fsdecode(b"caf\xe9")  # not UTF-8
OURS = {"PYTHONPATH": str(ROOT)}


def shell(line, env=None, **more):
    """Run a line of a shell in which `grader` is the real command; its exit code, and what came out."""
    whole = f'grader() {{ {shlex.join(GRADER)} "$@"; }}\n{line}'
    environment = {**os.environ, **OURS, **(env or {})}
    done = subprocess.run(
        ["bash", "-c", os.fsencode(whole)], capture_output=True, env=environment, check=False, timeout=600, **more
    )
    said = (done.stdout + done.stderr).decode()
    assert "our own failure" not in said
    assert "Traceback" not in said
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture
def room(tmp_path):
    """A class of one, and a submission, whose folders have names that no shell has to quote."""
    write_submission(tmp_path / "class" / "ada", functions=RIGHT)
    write_submission(tmp_path / "mine", "stubs", functions=RIGHT)
    return tmp_path


def graded(out):
    with (out / "grades.csv").open(encoding="utf-8-sig") as file:
        return {row["student"]: row["total"] for row in csv.DictReader(file)}


COMMANDS = {
    "list": 0,
    "check square --submission mine": 0,
    "check square --spawn --no-jail --submission mine": 0,
    "check nosuch": 2,
    "watch relu --submission mine": 1,
    "show square --submission mine --out square.svg": 0,
    "doctor": 0,
    "build --check": 0,
    "batch class square --out out": 0,
}


# --- where much is missing at once: a start for each single thing would show no more


def those(*starts):
    """Those commands that begin so, which have something of their own here; all with GRADER_WHOLE=1."""
    chosen = [(command, code) for command, code in COMMANDS.items() if WHOLE or command.startswith(starts)]
    return pytest.mark.parametrize(("command", "code"), chosen)


@those("list", "check", "watch", "show", "doctor", "batch")
def test_no_environment_no_standard_streams_and_few_descriptors(room, command, code):
    line = f"ulimit -n 96; env -i PATH=/usr/bin PYTHONPATH={ROOT} {shlex.join(GRADER)} {command} <&- >&- 2>&-"
    assert shell(line, cwd=room) == (code, "", "")
    assert "batch" not in command or graded(room / "out").keys() == {"ada"}


@those("list", "check nosuch", "show", "batch")
def test_a_poor_environment_and_a_current_folder_that_is_gone(room, command, code):
    places = ("mine", "class", "out", "square.svg")
    words = [str(room / word) if word in places else word for word in command.split()]
    env = {
        "HOME": "/nonexistent",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "TMPDIR": "/nonexistent",
    }
    line = f"unset TERM; mkdir gone && cd gone && rmdir ../gone && grader {shlex.join(words)}"
    found, _, errors = shell(line, env=env, cwd=room)
    assert (found, errors != "") == (code, code == 2)


# --- standard streams


@pytest.mark.parametrize(
    "command", ["list", "check square --submission mine", "check nosuch", "batch class square --out out"]
)
def test_a_closed_standard_output(room, command):
    code, _, errors = shell(f"grader {command} >&-", cwd=room)
    assert (code, errors != "") == (COMMANDS[command], code == 2)
    assert "batch" not in command or graded(room / "out").keys() == {"ada"}


def test_json_has_nowhere_to_go_where_standard_output_is_closed(room):
    code, _, errors = shell("grader check square --submission mine --json - -q >&-", cwd=room)
    said = "grader: Standard output is closed, so there is nowhere to write to. Name a file: --json FILE\n"
    assert (code, errors) == (2, said)


def test_what_runs_never_writes_to_our_files_in_the_place_of_a_closed_stream(room):
    """What is opened first gets the number of a closed stream, and each process that is started takes it for that."""
    (room / "mine" / "functions.py").write_text(f"import os\nos.write(1, b'one')\nos.write(2, b'two')\n{RIGHT}")
    line = "grader check square --submission mine --spawn --json report.json -q >&- 2>&-"
    assert shell(line, cwd=room)[0] == 0
    assert json.loads((room / "report.json").read_text(encoding="utf-8"))["totals"]["pass"] == 1


@pytest.mark.parametrize(
    "command",
    ["check square --submission mine", "list", "list --json -", "hint square", "--help", "list --help", "nosuch 2>&3"],
)
def test_a_reader_who_goes_away_hears_nothing(room, command):
    """The exit code is that of `cat` and `git`, and none that says whether something passes."""
    code, _, errors = shell(f"exec 3> >(true); wait $!; grader {command} >&3", cwd=room)
    assert (code, errors) == (141, "")


@pytest.mark.parametrize("command", ["list", "check square --submission mine", "list --json -", "--help"])
def test_an_output_that_is_full(room, command):
    code, _, errors = shell(f"grader {command} > /dev/full", cwd=room)
    said = "grader: the output cannot be written: No space left on device. Make room, and run it again.\n"
    assert (code, errors) == (2, said)


def test_what_is_no_file_is_written_to_and_stays(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    ours = os.open(tmp_path / "pipe", os.O_RDWR)
    write_whole(tmp_path / "pipe", "told")
    assert (os.read(ours, 100), (tmp_path / "pipe").is_fifo()) == (b"told", True)
    os.close(ours)
    with (tmp_path / "file").open("wb") as file:
        write_whole(Path(f"/dev/fd/{file.fileno()}"), "told")
    assert (tmp_path / "file").read_bytes() == b"told"
    with pytest.raises(UsageError, match="Is a directory"):
        write_whole(tmp_path, "told")
    assert shell("grader list --json /dev/stdout | head -c 1", cwd=tmp_path) == (0, "{", "")


# --- places


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("batch class square --out out", "There is no folder class"),
        ("check square --submission mine", "There is no folder mine"),
        ("list --json list.json", "list.json cannot be written: No such file or directory"),
        ("release out functions", "cannot be written to: No such file or directory. Name another place."),
        ("reset square --submission mine", "There is no folder mine"),
    ],
)
def test_what_is_named_from_a_folder_that_is_gone(room, command, said):
    code, _, errors = shell(f"mkdir gone && cd gone && rmdir ../gone && grader {command}", cwd=room)
    assert (code, said in errors) == (2, True), errors


def test_names_that_are_not_utf_8(room):
    write_submission(room / LATIN / LATIN, functions=RIGHT)
    (room / LATIN / f"{LATIN}.py").write_text(RIGHT)
    (room / LATIN / f"{LATIN}.txt").write_text("")
    code, said, errors = shell(f"grader batch {LATIN} square --out {LATIN}-out", cwd=room)
    assert (code, errors) == (1, ""), "somebody has to look at what was left out"
    assert "Left out: caf?.txt is no folder, notebook, .py file or zip" in said
    assert "Next: open caf?-out/report.html" in said
    assert graded(room / f"{LATIN}-out") == {"caf?": "8", "caf? (2)": "8"}
    folder = f"{LATIN}/{LATIN}"
    for code, *words in (
        (1, "batch", LATIN, "square", "--out", f"{LATIN}-out", "--resume"),
        (0, "check", "square", "--json", f"{LATIN}.json", "--junit", f"{LATIN}.xml", "--submission", folder),
        (0, "check", "square", "--spawn", "--submission", folder),
        (0, "show", "square", "--submission", folder, "--out", f"{LATIN}.svg"),
        (0, "reset", "square", "--submission", folder),
    ):
        done = run_grader(*words, cwd=room, env=OURS)
        assert done.returncode == code, done.stderr
    assert json.loads((room / f"{LATIN}.json").read_text(encoding="utf-8"))["submission"] == "caf?/caf?"
    done = run_grader("check", "square", "--submission", f"{LATIN}/no", cwd=room, env=OURS)
    assert (done.returncode, done.stderr.partition(b".")[0]) == (2, b"grader: There is no folder caf?/no")


def test_a_full_disk(room):
    (room / "full").symlink_to("/dev/full")
    code, _, errors = shell("grader check square --submission mine --json full -q", cwd=room)
    said = "grader: full cannot be written: No space left on device. Make room for it.\n"
    assert (code, errors) == (2, said)
    (room / "out").mkdir()
    (room / "out" / "results.jsonl").symlink_to("/dev/null")
    code, _, errors = shell("grader batch class square --out out", cwd=room)
    assert (code, errors) == (2, "grader: out/results.jsonl is not a batch's. Name an empty folder: --out OUT\n")
    (room / "begun").mkdir()
    (room / "begun" / "report.html").symlink_to("/dev/full")
    code, _, errors = shell("grader batch class square --no-jail --out begun", cwd=room)
    said = "begun/report.html cannot be written: No space left on device. Make room for it. What is graded is kept."
    assert (code, errors) == (2, f"grader: {said} Go on: the same command with --resume\n")


# --- what the system has


BATCH = "grader batch class square --no-jail --out out --jobs 16"


@pytest.mark.parametrize("number", [12, 56])
def test_fewer_descriptors_than_are_needed(room, number):
    """It is said before any process starts, whether few are missing or most."""
    for student in range(16):
        write_submission(room / "class" / f"s{student}", functions=RIGHT)
    code, _, errors = shell(f"ulimit -n {number}; {BATCH}", cwd=room)
    assert code == 2
    assert errors == (
        "grader: too many files are open at once. Allow more in this shell, and run it again: ulimit -n 1024\n"
    )
    assert not (room / "out" / "grades.csv").exists()


def test_a_low_limit_that_may_be_raised(room):
    """As on macOS, where 256 are allowed at first."""
    assert shell(f"ulimit -Sn 32; {BATCH}", cwd=room)[::2] == (0, "")
    assert graded(room / "out") == {"ada": "8"}


def test_no_shared_memory(room):
    (room / "sitecustomize.py").write_text(
        "import errno, multiprocessing\n"
        "def lock():\n    raise OSError(errno.EROFS, 'Read-only file system')\n"
        "multiprocessing.Lock = lock\n"
    )
    environment = {"PYTHONPATH": f"{room}:{ROOT}"}
    said = "Several processes need /dev/shm, which cannot be used here: [Errno 30] Read-only file system."
    for command in ("batch class square --out out", "audit square"):
        code, _, errors = shell(f"grader {command}", env=environment, cwd=room)
        assert (code, errors) == (2, f"grader: {said} In a container, mount one there: --tmpfs /dev/shm\n")
    assert not (room / "out").exists()
    code, output, _ = shell("grader doctor", env=environment, cwd=room)
    assert (code, f"note    processes     {said}" in output) == (0, True)
    assert shell("grader check square --submission mine", env=environment, cwd=room)[0] == 0


@pytest.mark.parametrize("name", ["random.py", "numpy.py", "numpy/__init__.py"])
def test_a_file_that_hides_a_module_from_us_is_named(tmp_path, name):
    """With `python -m`, Python looks for modules in the current folder first."""
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("x = 1\n")
    command = [sys.executable, "-m", "grader", "check", "square", "--submission", SOLUTIONS]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    said = f"grader: {name} hides the module {name.partition('/')[0].removesuffix('.py')}, which the grader needs."
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{said} Give it another name.\n")
