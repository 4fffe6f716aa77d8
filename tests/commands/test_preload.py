"""A made-up unit that uses a module of its own, from `course.toml` to the jail and the kit."""

import os
import sys
import tomllib

import pytest
from helpers import run_grader, run_json

USES = """    from mpmath import mpf

    return np.array([float(mpf(2) * mpf(one)) for one in x])
"""


def graded(root, *words, folder="solutions"):
    """The verdict on `area`, and what is said of its checks."""
    _, report = run_json("check", "area", "--submission", folder, *words, cwd=root)
    [exercise] = report["exercises"]
    return exercise["verdict"], [check["message"] for check in exercise["checks"]]


@pytest.fixture
def integrals(copy):
    """A course with a unit whose solution uses `mpmath`; nothing says so yet."""
    assert run_grader("new", "integrals", "area", cwd=copy).returncode == 0
    solution, hidden = copy / "solutions" / "integrals.py", copy / "grader" / "course" / "hidden" / "integrals.py"
    solution.write_text(solution.read_text("utf-8").replace("    return 2.0 * np.asarray(x)\n", USES), "utf-8")
    lines = hidden.read_text("utf-8").splitlines(keepends=True)
    hidden.write_text("".join(line for line in lines if "call(unusual" not in line and "float32" not in line), "utf-8")
    return copy


def say(root, line):
    path = root / "course.toml"
    path.write_text(path.read_text("utf-8").replace('name = "integrals"\n', f'name = "integrals"\n{line}\n'), "utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has a jail")
def test_a_submission_in_the_jail_may_import_what_its_unit_names(integrals):
    verdict, said = graded(integrals, "--jail")
    assert verdict == "error"
    assert "No module named 'mpmath'" in said[0]
    say(integrals, 'preload = ["mpmath"]')
    assert graded(integrals, "--jail")[0] == "pass"


def test_workers_import_it_ahead_of_all_jobs(integrals):
    """Where it was imported before, nothing that a submission does to the import path can take it away."""
    text = (integrals / "solutions" / "integrals.py").read_text("utf-8")
    (integrals / "mine").mkdir()
    (integrals / "mine" / "integrals.py").write_text(f"{text}\n\nimport sys\n\nsys.path.clear()\n", "utf-8")
    assert graded(integrals, folder="mine")[0] == "error"
    say(integrals, 'preload = ["fractions", "mpmath"]')
    assert graded(integrals, folder="mine")[0] == "pass"


def test_a_kit_says_and_installs_it(integrals):
    say(integrals, 'preload = ["mpmath"]')
    done = run_grader("release", "out", "integrals", cwd=integrals)
    assert done.returncode == 0, done.stderr
    kit = integrals / "out" / "calculus-kit-integrals"
    [unit] = tomllib.loads((kit / "course.toml").read_text("utf-8"))["unit"]
    assert unit["preload"] == ["mpmath"]
    project = tomllib.loads((kit / "pyproject.toml").read_text("utf-8"))
    assert "mpmath" in project["project"]["dependencies"]
    assert [pin for pin in project["tool"]["uv"]["constraint-dependencies"] if pin.startswith("mpmath==")]
    (kit / "exercises" / "integrals.py").write_bytes((integrals / "solutions" / "integrals.py").read_bytes())
    checked = run_grader("check", "area", cwd=kit, env=os.environ | {"PYTHONPATH": str(kit)})
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_module_that_is_not_installed_is_told_by_every_command(integrals):
    say(integrals, 'preload = ["mpmaths"]')
    for words in (["list"], ["check", "area"], ["audit", "area"]):
        done = run_grader(*words, cwd=integrals)
        assert done.returncode == 3
        assert b"course.toml: preload of the unit integrals names mpmaths, which is not installed" in done.stderr
