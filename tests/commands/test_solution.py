"""`grader solution`: after a pass, or by force; never where the solutions are not at hand."""

import ast
import shutil

import pytest
from helpers import ROOT, SOLUTIONS, copy_code, run_grader, write_submission

from grader.course.stubs import solution_of
from grader.course.syllabus import load_course


@pytest.fixture
def stubs(tmp_path):
    return write_submission(tmp_path / "mywork", base="stubs")


def bare(text):
    """The name and the body of the first function in a text, without its docstring."""
    function = next(node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef))
    return function.name, [ast.unparse(node) for node in function.body[1:]]


def test_not_before_it_passes(stubs):
    for body, why in (("raise NotImplementedError", "is not written yet"), ("return x + x", "does not pass yet")):
        (stubs / "functions.py").write_text(f"def square(x):\n    {body}\n", encoding="utf-8")
        done = run_grader("solution", "square", "--submission", stubs)
        text = done.stdout.decode()
        assert done.returncode == 1
        assert why in text
        assert "--force" in text
        assert "np." not in text
        assert text.endswith("Next: grader hint square\n")


def test_after_a_pass_only_this_exercise_is_asked_for(stubs):
    (stubs / "functions.py").write_text("def square(x):\n    return x ** 2\n", encoding="utf-8")
    done = run_grader("solution", "functions.square", "--submission", stubs)
    text = done.stdout.decode()
    assert done.returncode == 0
    assert text.startswith("# ")
    assert text.endswith(f"# Next: grader --submission {stubs}\n")
    assert "functions.py\n" in text.split("\n\n")[0] + "\n"
    assert bare(text) == bare(solution_of("functions", "square"))


def test_by_force(stubs, tmp_path):
    done = run_grader("solution", "deriv", "--force", "--submission", stubs)
    assert done.returncode == 0
    assert bare(done.stdout.decode()) == bare(solution_of("derivatives", "deriv"))
    assert run_grader("solution", "deriv", "--force", "--submission", tmp_path / "nowhere").returncode == 0


def test_wrong_words(stubs):
    for words in (("functions",), ("derv",), ("deriv", "--submission", stubs / "nowhere")):
        done = run_grader("solution", *words)
        assert done.returncode == 2
        assert not done.stdout
        assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("name", [exercise.name for exercise in load_course().exercises])
def test_every_solution_stands_for_itself(name):
    """The text is the function as it stands in the file, and brings the private helpers that it uses."""
    unit = load_course().exercise(name).unit
    text = solution_of(unit, name)
    tree = ast.parse(text)
    defined = {node.name: ast.unparse(node) for node in tree.body if isinstance(node, ast.FunctionDef)}
    file = ast.parse((SOLUTIONS / f"{unit}.py").read_text(encoding="utf-8")).body
    theirs = {node.name: ast.unparse(node) for node in file if isinstance(node, ast.FunctionDef)}
    assert name in defined
    assert all(theirs[known] == source for known, source in defined.items())
    assert all(known == name or known.startswith("_") for known in defined)
    private = {known for known in theirs if known.startswith("_")}
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert used & private <= set(defined)


def test_a_kit_without_solutions_has_none_to_show(tmp_path, stubs):
    kit = tmp_path / "kit"
    copy_code(ROOT, kit, "grader")
    shutil.copy(ROOT / "course.toml", kit)
    for words in (("deriv",), ("deriv", "--force")):
        done = run_grader("solution", *words, "--submission", stubs, cwd=kit)
        assert done.returncode == 2
        assert not done.stdout
        assert b"stay with the instructor" in done.stderr
        assert b"grader hint deriv 3" in done.stderr
