"""An author's mistake in a file of the course is told with its place, and never as a failure of the grader's."""

import pytest
from course_copies import copy_course
from helpers import run_grader

from grader.course.syllabus import ROOT

CHECKS, WRONG = "grader/course/checks/functions.py", "grader/course/misconceptions/functions.py"
ALTERNATIVES, SOLUTION = "grader/course/alternatives/functions.py", "solutions/functions.py"
HINTS, OTHERS = "grader/course/hints/functions.toml", "grader/course/hidden/functions.py"
THE_COURSE = "the course has a mistake, "
NO_QUESTION = '\n\n@wrong("square")\ndef square_so(x: Any) -> Any:\n    """You did."""\n    return x\n'
NO_NAME = '\n\n@visible("square")\ndef square_so():\n    """so"""\n    yield call(npp.array(1.0))\n'


@pytest.fixture(scope="module")
def course_copy(tmp_path_factory):
    return copy_course(ROOT, tmp_path_factory.mktemp("mistakes"))


@pytest.fixture
def spoil(course_copy):
    """Puts a text at the end of a file, bytes in its place, or nothing at all; and all files back."""
    before = {}

    def put(path, content):
        before[path] = (course_copy / path).read_bytes()
        if content is None:
            (course_copy / path).unlink()
        elif isinstance(content, bytes):
            (course_copy / path).write_bytes(content)
        else:
            (course_copy / path).write_bytes(before[path] + content.encode())
        return before[path].count(b"\n")

    yield put
    for path, content in before.items():
        (course_copy / path).write_bytes(content)


@pytest.mark.parametrize(
    ("words", "path", "added", "line", "told"),
    [
        ("build --check", SOLUTION, "\n(\n", 2, "SyntaxError: '(' was never closed"),
        ("audit square", SOLUTION, "\n(\n", 2, "SyntaxError: '(' was never closed"),
        ("audit square", CHECKS, "\n(\n", 2, "SyntaxError: '(' was never closed"),
        ("check square", CHECKS, "\nvisibel\n", 2, "NameError: name 'visibel' is not defined"),
        ("audit square", CHECKS, NO_NAME, 6, "NameError: name 'npp' is not defined"),
        ("audit square", WRONG, "\nimport nowhere\n", 2, "ModuleNotFoundError: No module named 'nowhere'"),
        ("audit square", WRONG, NO_QUESTION, 3, "TypeError: square_so says what the student did, and on a new line"),
        ("audit square", ALTERNATIVES, '\nalternative("square")\n', 2, "TypeError: alternative() missing 1 required"),
    ],
    ids=["build", "solution", "syntax", "check", "in a check", "import", "no question", "alternative"],
)
def test_python_that_fails_is_told_with_its_line(course_copy, spoil, words, path, added, line, told):
    before = spoil(path, added)
    done = run_grader(*words.split(), cwd=course_copy)
    said = done.stderr.decode()
    assert done.returncode == 3
    assert said.startswith(f"grader: {THE_COURSE}{path}:{before + line}: {told}")
    assert said.endswith(" Correct it there.\n")


@pytest.mark.parametrize("path", [SOLUTION, CHECKS, OTHERS, WRONG, ALTERNATIVES])
def test_a_file_that_is_missing_is_named(course_copy, spoil, path):
    spoil(path, None)
    done = run_grader("audit", "square", cwd=course_copy)
    assert done.returncode == 3
    assert done.stderr.decode() == f"grader: {path} is missing. Bring it back, or take its unit out of course.toml.\n"


@pytest.mark.parametrize("path", ["course.toml", HINTS, SOLUTION, CHECKS])
def test_a_file_in_another_encoding_is_named(course_copy, spoil, path):
    spoil(path, (course_copy / path).read_bytes() + b"# d\xe9riv\xe9e\n")
    line = (course_copy / path).read_bytes().count(b"\n")
    done = run_grader("audit", "square", cwd=course_copy)
    assert done.returncode == 3
    told = f"grader: {path}:{line} is no text in UTF-8. Save the file in that encoding.\n"
    assert done.stderr.decode() == told


def test_a_failure_of_our_own_stays_one(course_copy, spoil):
    spoil("grader/course/stubs.py", "\nraise ZeroDivisionError\n")
    done = run_grader("build", cwd=course_copy)
    assert done.stderr.decode().startswith("grader: our own failure, not yours: ZeroDivisionError")
