"""The autograder's zip, unpacked, set up and run where Gradescope would: in folders of the same names, elsewhere."""

import functools
import json
import os
import re
import shutil
import signal
import subprocess
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from helpers import ENDLESS, ROOT, UNITS, WHOLE, folder_for_all, run_grader, run_json, write_submission

from grader.course.syllabus import load_course
from grader.errors import UsageError
from grader.gradescope.package import make_gradescope
from grader.gradescope.run import to_results
from grader.grading.as_handed_in import without_stubs

SEED = 314159265358
NAMES = ["functions", "derivatives"]
SUBMISSIONS = ROOT / "tests" / "submissions"
WRONG = "def square(x):\n    return x * 2\n"
RIGHT = "import numpy as np\n\n\ndef square(x):\n    return x * x\n"
SCHEMA = json.loads((Path(__file__).parent / "gradescope.schema.json").read_text(encoding="utf-8"))


def valid(results):
    """The results, after a look whether they are what Gradescope's documentation says."""
    jsonschema.Draft202012Validator(SCHEMA).validate(results)
    return results


class Container:
    """The folder that is `/autograder` on Gradescope."""

    def __init__(self, folder):
        self.folder = folder
        self.source = folder / "source"
        self.results = folder / "results" / "results.json"
        outer = {
            name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "COVERAGE_PROCESS_CONFIG")
        }
        self.environment = outer | {"AUTOGRADER": str(folder)}

    def build(self, archive):
        """What Gradescope does when it builds the image."""
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(self.source)
        shutil.copy(self.source / "run_autograder", self.folder / "run_autograder")
        (self.folder / "run_autograder").chmod(0o755)
        (self.folder / "results").mkdir()
        return self.run("bash", str(self.source / "setup.sh"))

    def hand_in(self, submission):
        """Put a submission where Gradescope does."""
        shutil.rmtree(self.folder / "submission", ignore_errors=True)
        shutil.copytree(submission, self.folder / "submission")
        (self.folder / "submission_metadata.json").write_text('{"id": 1, "users": []}', encoding="utf-8")
        self.results.unlink(missing_ok=True)

    def grade(self, submission, **environment):
        """What Gradescope does with a submission; the valid results, and what was printed."""
        self.hand_in(submission)
        done = self.run(str(self.folder / "run_autograder"), **environment)
        return valid(json.loads(self.results.read_text(encoding="utf-8"))), done

    def run(self, *command, **environment):
        return subprocess.run(
            command, cwd=self.folder, env=self.environment | environment, capture_output=True, text=True, check=False
        )


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    return make_gradescope(tmp_path_factory.mktemp("zip"), load_course().find(NAMES), SEED)


@pytest.fixture(scope="module")
def container(archive):
    with folder_for_all() as folder:
        made = Container(folder)
        done = made.build(archive)
        assert done.returncode == 0, done.stderr
        made.log = done.stdout
        yield made


@pytest.fixture(scope="module")
def hostile(container):
    """What a hostile submission gets, each graded once."""
    return functools.cache(lambda name: container.grade(SUBMISSIONS / "hostile" / name))


def copied(source, target):
    """A file of ours is copied, and one of the many of packages is another name of it, to take away."""
    (os.link if ".venv" in Path(source).parts else shutil.copy2)(source, target)


@pytest.fixture
def broken(container):
    """A container of its own, for a test to take something from."""
    with folder_for_all() as folder:
        made = Container(folder)
        shutil.copytree(container.folder, made.folder, symlinks=True, dirs_exist_ok=True, copy_function=copied)
        yield made


def points_by_check(report):
    return [
        (f"{exercise['name']}: {check['sentence']}", check["points"], check["max_points"])
        for exercise in report["exercises"]
        for check in exercise["checks"]
    ]


def assert_same_points(results, report):
    tests = [(test["name"], test["score"], test["max_score"]) for test in results["tests"]]
    assert tests == points_by_check(report)
    assert sum(test["score"] for test in results["tests"]) == report["totals"]["points"]
    assert sum(test["max_score"] for test in results["tests"]) == report["totals"]["max_points"]
    hidden = [check["hidden"] for exercise in report["exercises"] for check in exercise["checks"]]
    assert [test["visibility"] == "hidden" for test in results["tests"]] == hidden


def assert_not_graded(results, *words):
    assert results["extra_data"]["graded"] is False
    assert results["score"] == 0
    assert [test.get("score") for test in results["tests"]] == [None]
    assert results["output"].startswith("Not graded: ")
    for word in words:
        assert word in results["output"]


# --- the zip


def test_scripts_at_the_root_can_be_run(archive):
    with zipfile.ZipFile(archive) as opened:
        modes = {entry.filename: entry.external_attr >> 16 for entry in opened.infolist()}
    assert modes["setup.sh"] == modes["run_autograder"] == 0o100755
    assert modes["course.toml"] == 0o100644


def test_unpacked_by_the_usual_program_they_can_be_run(archive, tmp_path):
    subprocess.run(["unzip", "-q", str(archive), "-d", str(tmp_path)], check=True)
    assert all(os.access(tmp_path / name, os.X_OK) for name in ("setup.sh", "run_autograder"))


def test_the_same_course_makes_the_same_bytes(archive, tmp_path):
    again = make_gradescope(tmp_path, load_course().find(NAMES), SEED)
    assert again.read_bytes() == archive.read_bytes()


def test_each_zip_draws_a_seed_of_its_own(tmp_path):
    seeds = set()
    for _ in range(2):
        with zipfile.ZipFile(make_gradescope(tmp_path, load_course().find(["square"]))) as opened:
            seeds.add(json.loads(opened.read("gradescope.json"))["seed"])
    assert len(seeds) == 2


def test_all_that_grades_is_in_it_and_nothing_of_this_machine(archive):
    with zipfile.ZipFile(archive) as opened:
        names = set(opened.namelist())
        content = {name: opened.read(name) for name in names}
    for unit in UNITS:
        assert {f"solutions/{unit}.py", f"grader/course/hidden/{unit}.py", f"grader/course/hints/{unit}.toml"} <= names
    assert not [name for name in names if "__pycache__" in name or name.startswith((".", "/"))]
    assert [name for name, data in content.items() if str(ROOT).encode() in data] == []
    assert [name for name, data in content.items() if str(SEED).encode() in data] == ["gradescope.json"]


def test_no_folder_to_write_to(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot be written"):
        make_gradescope(tmp_path / "file" / "out", load_course().find(NAMES), SEED)


def test_the_command_makes_the_same(tmp_path):
    done = run_grader("release", tmp_path / "new" / "out", *NAMES, "--gradescope", "--seed", SEED)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"for you alone" in done.stdout
    made = tmp_path / "new" / "out" / "gradescope.zip"
    assert made.read_bytes() == make_gradescope(tmp_path, load_course().find(NAMES), SEED).read_bytes()
    assert [path.name for path in made.parent.iterdir()] == [made.name]


@pytest.mark.parametrize("options", [("--seed", 3), ("--classroom", "--seed", 3), ("--classroom", "--gradescope")])
def test_what_does_not_go_together_is_refused(tmp_path, options):
    done = run_grader("release", tmp_path / "out", "functions", *options)
    assert done.returncode == 2
    assert b"--gradescope" in done.stderr
    assert not (tmp_path / "out").exists()


# --- what a submission gets


def test_right_answers_have_all_points(container, tmp_path):
    folder = write_submission(tmp_path / "right", "solutions")
    results, done = container.grade(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    _, report = run_json("check", *NAMES, "--submission", folder, "--seed", SEED)
    assert report["totals"]["points"] == report["totals"]["max_points"]
    assert_same_points(results, report)
    assert {test["status"] for test in results["tests"]} == {"passed"}
    assert results["extra_data"]["graded"] is True
    most = report["totals"]["max_points"]
    assert re.search(rf"^\d+ pass +{most} of {most} points$", container.log, re.MULTILINE)


def test_wrong_answers_are_diagnosed_where_students_may_look(container, tmp_path):
    folder = write_submission(tmp_path / "wrong", "stubs", functions=WRONG)
    results, _ = container.grade(folder)
    _, report = run_json("check", *NAMES, "--submission", folder, "--seed", SEED)
    assert_same_points(results, report)
    tests = [test for test in results["tests"] if test["name"].startswith("square: ")]
    square = report["exercises"][0]
    first = next(test for test in tests if test["status"] == "failed")
    assert first["visibility"] == "visible"
    assert first["output"].startswith(square["diagnosis"]["message"])
    hidden = [test for test in tests if test["visibility"] == "hidden"]
    properties = {check["sentence"]: check["message"] for check in square["checks"] if check["hidden"]}
    assert [test["output"] for test in hidden] == list(properties.values())
    assert any("does not hold" in test["output"] for test in hidden)
    assert str(SEED) not in json.dumps(results)
    assert [test["number"] for test in results["tests"][: len(tests)]] == [f"1.1.{i + 1}" for i in range(len(tests))]
    untouched = next(test for test in results["tests"] if test["name"].startswith("deriv: "))
    assert untouched["output"] == "Nothing is written here yet."


HOSTILE = [
    "changes_files", "forged_pass", "hard_codes_visible", "hidden_from_visible", "imports_solutions", "markup",
    "network", "os_exit_on_import", "reads_proc",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE if WHOLE else HOSTILE[2::3])
def test_hostile_submissions_win_nothing(hostile, name):
    """A third of them, all with GRADER_WHOLE=1 (see `docs/contributing.md`); `tests/hostile` grades every one."""
    folder = SUBMISSIONS / "hostile" / name
    told = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    results, done = hostile(name)
    assert done.returncode == 0, done.stdout + done.stderr
    for exercise in load_course().find(told["check"]):
        tests = [test for test in results["tests"] if test["name"].startswith(f"{exercise.name}: ")]
        assert tests
        for test in tests:
            assert test["score"] == (0 if exercise.name in told["exercises"] else test["max_score"])
    assert str(SEED) not in json.dumps(results)


def test_markup_stays_text(hostile):
    results, _ = hostile("markup")
    told = next(test for test in results["tests"] if "<script>" in test["output"])
    formats = {told["output_format"], told["name_format"], results["output_format"], results["test_output_format"]}
    assert formats == {"text"}
    assert told["visibility"] == "visible"


def test_a_notebook_is_read_as_a_batch_reads_it(container, tmp_path):
    cells = [
        {"cell_type": "code", "source": ["%matplotlib inline\n", "import numpy as np\n"]},
        {"cell_type": "code", "source": "def square(x):\n    return x * x\n"},
        {"cell_type": "code", "source": "while True:\n    pass\n"},
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "my work.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    results, _ = container.grade(tmp_path / "mine")
    square = [test for test in results["tests"] if test["name"].startswith("square: ")]
    assert square
    assert all(test["score"] == test["max_score"] for test in square)
    assert "graded from my work.ipynb alone" in results["output"]


def test_files_in_folders_are_found(container, tmp_path):
    write_submission(tmp_path / "in" / "work" / "mine", functions=RIGHT)
    results, _ = container.grade(tmp_path / "in")
    square = [test for test in results["tests"] if test["name"].startswith("square: ")]
    assert square
    assert all(test["score"] == test["max_score"] for test in square)


# --- what is not graded says so


@pytest.mark.parametrize(
    ("files", "word"),
    [
        ({}, "the folder is empty"),
        ({"mine.ipynb": "{"}, "JSON is broken"),
    ],
)
def test_nothing_to_grade(container, tmp_path, files, word):
    """As a batch says it, in whose tests is all that it may say."""
    folder = tmp_path / "submission"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    results, done = container.grade(folder)
    assert_not_graded(results, word, "hand in again")
    assert done.returncode == 0


def tools_without_bubblewrap(folder):
    """A PATH with what `run_autograder` calls, and no more."""
    folder.mkdir()
    for name in ("bash", "cp", "env", "mkdir"):
        (folder / name).symlink_to(shutil.which(name))
    return str(folder)


def test_without_bubblewrap_the_kernel_holds_a_submission(container, tmp_path):
    """The usual case within a container."""
    tools = tools_without_bubblewrap(tmp_path / "tools")
    results, done = container.grade(SUBMISSIONS / "hostile" / "changes_files", PATH=tools)
    assert done.returncode == 0, done.stdout
    relu = [test for test in results["tests"] if test["name"].startswith("relu: ")]
    assert relu
    assert all(test["score"] == test["max_score"] for test in relu)


def test_an_image_that_cannot_grade_is_not_built(broken):
    (broken.source / "grader" / "course" / "checks" / "functions.py").unlink()
    assert broken.run("bash", str(broken.source / "setup.sh")).returncode != 0


def change(path, here, instead):
    text = path.read_text(encoding="utf-8")
    assert text.count(here) == 1, f"{path.name} has changed; say anew how to break it"
    path.write_text(text.replace(here, instead), encoding="utf-8")


def test_a_container_without_a_jail_runs_nothing(broken, tmp_path):
    """No bubblewrap, and a kernel that has neither Landlock nor seccomp: the trial gets out, so nothing is graded."""
    worker = broken.source / "grader" / "worker"
    change(worker / "landlock.py", "def version() -> int:\n", "def version() -> int:\n    return 0\n")
    change(
        worker / "seccomp.py", "def program() -> bytes | None:\n", "def program() -> bytes | None:\n    return None\n"
    )
    tools = tools_without_bubblewrap(tmp_path / "tools")
    mark = tmp_path / "it ran"
    source = f"open({str(mark)!r}, 'w')\n\n\n{RIGHT}"
    results, done = broken.grade(write_submission(tmp_path / "mine", functions=source), PATH=tools)
    assert_not_graded(results, "none of it was run", "Tell your instructor")
    assert "The jail does not hold here" in done.stdout
    assert "bubblewrap" in done.stdout
    assert done.returncode == 3
    assert not mark.exists()


def test_our_own_failure_is_nobody_elses(broken, tmp_path):
    (broken.source / "course.toml").write_text("title = ", encoding="utf-8")
    results, done = broken.grade(write_submission(tmp_path / "mine", functions=RIGHT))
    assert_not_graded(results, "our failure, not yours")
    assert "BrokenError" in done.stdout
    assert done.returncode == 3


def test_without_python_there_are_results_too(broken, tmp_path):
    (broken.source / ".venv" / "bin" / "python").unlink()
    results, done = broken.grade(write_submission(tmp_path / "mine", functions=RIGHT))
    assert_not_graded(results, "did not come to its end")
    assert done.returncode != 0


def test_a_killed_run_leaves_results(container, tmp_path):
    container.hand_in(write_submission(tmp_path / "mine", functions=f"def square(x):\n    {ENDLESS}\n"))
    process = subprocess.Popen(
        [str(container.folder / "run_autograder")],
        cwd=container.folder,
        env=container.environment,
        start_new_session=True,
    )
    end = time.monotonic() + 120
    while not container.results.exists() and time.monotonic() < end:
        time.sleep(0.02)
    time.sleep(1)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert_not_graded(valid(json.loads(container.results.read_text(encoding="utf-8"))), "did not come to its end")


# --- every kind of report


CASES = sorted(path.name for path in (SUBMISSIONS / "bad").iterdir() if (path / "expected.json").exists())
ALL_THAT_IS_SAID = [  # of checks, problems, remarks, what was printed, mistakes, and what leans on what
    "control_characters", "exits_on_import", "follows_through", "leans_on_an_earlier_one", "modifies_input",
    "not_utf8", "prints", "returns_other_types", "syntax_error", "untouched", "warns",
]  # fmt: skip


@pytest.mark.parametrize("name", CASES if WHOLE else ALL_THAT_IS_SAID)
def test_golden_cases_keep_their_points_and_words(grading, course, name):
    """Those in which each thing is said that a report may say; all with GRADER_WHOLE=1 (see `docs/contributing.md`)."""
    folder = SUBMISSIONS / "bad" / name
    told = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    graded = grading(folder, *told["check"], timeout=told.get("timeout", 5.0), seed=SEED)
    results = valid(to_results(graded.report, course, "hidden", 1.5))
    assert_same_points(results, graded.json)
    shown = "\n".join([results["output"], *(test["output"] for test in results["tests"])])
    for problem in graded.problems:
        assert without_stubs(problem["message"]) in results["output"]
    for exercise in graded.json["exercises"]:
        for check in exercise["checks"]:
            assert without_stubs(check["message"]) in shown
        about = [exercise["follow_through"], exercise["blocked_by"], *exercise["remarks"], exercise["output"].strip()]
        about += [exercise["diagnosis"]["message"]] if exercise["diagnosis"] else []
        for text in about:
            assert (text or "") in shown


def test_a_broken_check_keeps_its_points_and_has_not_failed(grading, course):
    report = grading(ROOT / "solutions", "square").report
    (square,) = report.exercises
    first = replace(square.checks[0], verdict="broken", message="That is our failure.")
    broken = replace(report, exercises=[replace(square, verdict="broken", checks=[first, *square.checks[1:]])])
    test, *others = valid(to_results(broken, course, "hidden", 0.0))["tests"]
    assert test["score"] == test["max_score"] > 0
    assert test["output"] == "That is our failure."
    assert "status" not in test
    assert {other["status"] for other in others} == {"passed"}


def test_hidden_checks_may_be_shown_later(grading, course):
    report = grading(ROOT / "solutions", "square").report
    seen = {test["visibility"] for test in to_results(report, course, "after_published", 0.0)["tests"]}
    assert seen == {"visible", "after_published"}
