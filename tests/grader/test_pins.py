"""What is fetched while the kit is set up has an exact version: nobody's later release runs unseen."""

import re
import tomllib

from helpers import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ACTION = re.compile(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
AS_ROOT = (".ci/run", "grader/gradescope/templates/setup.sh")


def test_what_builds_the_kit_has_exact_versions():
    requires = PROJECT["build-system"]["requires"]
    assert all(re.fullmatch(r"[\w-]+==[\w.]+", one) for one in requires)
    constraints = set(PROJECT["tool"]["uv"]["constraint-dependencies"])
    known = {one.partition("==")[0] for one in constraints}
    assert {one for one in requires if one.partition("==")[0] in known} <= constraints, "two versions of one package"


def test_actions_of_a_workflow_are_named_by_their_commits():
    lines = [
        line.strip().removeprefix("- ")
        for path in (ROOT / "grader").rglob("templates/*.yml")
        for line in path.read_text(encoding="utf-8").splitlines()
        if "uses:" in line
    ]
    assert lines
    assert [line for line in lines if not ACTION.fullmatch(line)] == []


def test_what_root_installs_has_a_version():
    for name in AS_ROOT:
        words = re.findall(r"pip install (.*?)(?: &&|\n)", (ROOT / name).read_text(encoding="utf-8"))
        assert words, name
        assert [word for word in words if not re.search(r" [\w-]+==[\d.]+$", word)] == [], name


def test_the_instructor_s_environment_is_the_group_teach_with_the_same_versions():
    """In `nbgrader/` it is a project of its own: `uv sync` in the clone takes nothing of it away."""
    course = tomllib.loads((ROOT / "nbgrader" / "pyproject.toml").read_text(encoding="utf-8"))
    groups = PROJECT["dependency-groups"]
    teach = [one for one in groups["teach"] if isinstance(one, str)]
    assert [one for one in groups["teach"] if not isinstance(one, str)] == [{"include-group": "docs"}]
    assert course["project"]["dependencies"] == [PROJECT["project"]["name"], *groups["docs"], *teach]
    assert course["project"]["requires-python"] == PROJECT["project"]["requires-python"]
    assert course["dependency-groups"] == {"teach": []}  # `--group teach`, as other pages have it, is no error there
    for name in ("exclude-dependencies", "constraint-dependencies"):
        assert course["tool"]["uv"][name] == PROJECT["tool"]["uv"][name], name
