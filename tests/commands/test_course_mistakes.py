"""An author's mistake in a file of the course is told with its place, and never as a failure of the grader's."""

import json
import re

import pytest
from course_copies import copy_course
from helpers import run_grader

from grader.course.syllabus import ROOT

CHECKS, WRONG = "grader/course/checks/functions.py", "grader/course/misconceptions/functions.py"
ALTERNATIVES, SOLUTION = "grader/course/alternatives/functions.py", "solutions/functions.py"
HINTS, OTHERS = "grader/course/hints/functions.toml", "grader/course/hidden/functions.py"
THE_COURSE = "the course has a mistake, "
NO_QUESTION = '\n\n@wrong("square")\ndef square_so(x: Any) -> Any:\n    """You did."""\n    return x\n'
NEVER_SAID = """

@wrong("relu", code="uses dot")
def relu__twice(x: ndarray) -> Any:
    '''You.
    What?'''
    return 2 * x
"""
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


def check(body, head='@visible("square")', takes=""):
    return f'\n\n{head}\ndef square_so({takes}) -> Iterator[Call]:\n    """so"""\n    {body}\n'


ONE = "yield call(np.array(1.0))"
VISIBLE = "from grader.protocol.check import visible\n\n\n@visible"
HIDDEN = "from grader.protocol.check import hidden\n\n\n@hidden"


@pytest.mark.parametrize(
    ("path", "added", "told"),
    [
        (CHECKS, check("yield np.array(1.0)"), "yields an object of type ndarray and no call: yield call(…)."),
        (CHECKS, check("return call(np.array(1.0))"), "returns what it has to yield: yield call(…)."),
        (CHECKS, check("yield from ()"), "yields no call: yield call(…)."),
        (CHECKS, check(ONE, takes="rng"), "is given nothing: take none."),
        (OTHERS, check(ONE, '@hidden("square")'), "has to take the generator, rng, and nothing else."),
        (CHECKS, check(ONE, f'{HIDDEN}("square")', "rng"), "is a hidden check, in a file that kits have. Move it to"),
        (OTHERS, check(ONE, f'{VISIBLE}("square")'), "is a visible check, in a file that no kit has. Move it to"),
    ],
    ids=["no call", "returned", "nothing", "generator", "no generator", "hidden", "visible"],
)
def test_a_check_that_cannot_be_asked_is_named(course_copy, spoil, path, added, told):
    spoil(path, added)
    done = run_grader("audit", "square", cwd=course_copy)
    assert done.returncode == 3
    assert done.stderr.decode().startswith(f"grader: {path}: square_so {told}")


@pytest.mark.parametrize(
    ("path", "added", "told"),
    [
        (CHECKS, check(ONE, "@visible"), 'a check names its exercise: @visible("square")'),
        (OTHERS, check(ONE, "@hidden", "rng"), 'a check names its exercise: @hidden("square")'),
        (
            WRONG,
            "\n\n@wrong\ndef square_so():\n    pass\n",
            'a misconception names its exercise: @wrong("square")',
        ),
    ],
)
def test_what_names_no_exercise_is_not_left_out_in_silence(course_copy, spoil, path, added, told):
    spoil(path, added)
    done = run_grader("audit", "square", cwd=course_copy)
    assert done.returncode == 3
    assert f"TypeError: {told}. Correct it there.\n" in done.stderr.decode()


def test_what_the_audit_would_pass_over_in_silence_is_told(course_copy, spoil):
    lead_ins, reasons = "grader/authoring/notebooks/lead_ins/functions.toml", "grader/course/equivalent/functions.toml"
    no_sentence = check(ONE).replace('    """so"""\n', "").replace("square_so", "square_mute")
    line = spoil(CHECKS, no_sentence + check("yield call(2, 3)") + check("yield call(2, 3)")) + 9
    again = '\n\n@wrong("square")\ndef square__doubles(x: ndarray) -> Any:\n    """You.\n    What?"""\n    return -x\n'
    spoil(WRONG, again)
    spoil(WRONG, NEVER_SAID)
    spoil("docs/functions.md", "\n::exercise squaer\n")
    spoil(lead_ins, '\n[squaer]\ntext = "t"\n')
    spoil(reasons, '\n[squaer]\na = "b"\n')
    done = run_grader("audit", "square", "--no-mutants", "--seeds", "1", "--json", "audit.json", cwd=course_copy)
    assert done.returncode == 1
    report = json.loads((course_copy / "audit.json").read_text("utf-8"))
    assert report["units"][0]["files"] == [
        'docs/functions.md has a line "::exercise squaer", which is no exercise',
        f"{lead_ins} has a table [squaer], which is no exercise here",
        f"{reasons} has a table [squaer], which is no exercise here",
        f"{CHECKS}: square_mute has no docstring, which a student reads",
        f"{WRONG}: relu__twice has code='uses dot', which does not hold of it",
        f"{WRONG}: 2 of square have the name doubles",
        f"{CHECKS}:{line}: another square_so below replaces this one",
    ]
    (error,) = report["exercises"][0]["docstring"]
    assert error.startswith("Raises does not name the error that square_so meets, TypeError: square() takes 1 posit")


def test_a_hint_that_gives_the_code_away_is_told(course_copy, spoil):
    told = 'place = "Return `np.maximum(0.2*x, x)`."'
    head, rest = (course_copy / HINTS).read_text("utf-8").split("[leaky_relu]\n")
    rest = re.sub("^place = .*$", told, rest, count=1, flags=re.MULTILINE)
    spoil(HINTS, f"{head}[leaky_relu]\n{rest}".encode())
    done = run_grader("audit", "leaky_relu", "--no-mutants", "--seeds", "1", cwd=course_copy)
    assert done.returncode == 1
    words = "leaky_relu: a hint: hint 2 gives code of the body away: np.maximum(0.2 * x, x). Write it in words\n"
    assert words in done.stdout.decode()


@pytest.mark.parametrize("spoilt", ["lesson", "solution"])
def test_what_a_lesson_cannot_draw_is_told_as_the_author_s(course_copy, spoil, spoilt):
    """Notebooks have the pictures of lessons, which the solutions draw."""
    lesson = (course_copy / "docs" / "functions.md").read_text("utf-8")
    if spoilt == "lesson":
        spoil("docs/functions.md", lesson.replace("ax.legend()", "ax.legnd()").encode())
        told = "a lesson has a mistake: a code block of the page fails: AttributeError: 'Axes' object has no attribute"
    else:
        line = spoil(SOLUTION, "\nimport nowhere\n") + 2
        told = f"{THE_COURSE}{SOLUTION}:{line}: ModuleNotFoundError: No module named 'nowhere'. Correct it there.\n"
    done = run_grader("build", "--check", cwd=course_copy)
    assert done.returncode == 3
    assert done.stderr.decode().startswith(f"grader: {told}")


def test_an_exercise_that_is_only_begun_is_audited(course_copy, spoil):
    spoil(SOLUTION, "\n\ndef soon(x: ndarray) -> ndarray:\n    return x\n")
    spoil(HINTS, '\n[soon]\ntitle = "t"\nneeds = []\nidea = "i"\nplace = "p"\n')
    done = run_grader("audit", "soon", "--no-mutants", "--seeds", "1", cwd=course_copy)
    assert done.returncode == 1
    assert "soon: the docstring: it has none\n" in done.stdout.decode()
    assert "soon: too few: checks: 0 visible, 0 hidden\n" in done.stdout.decode()


@pytest.mark.parametrize("words", [["build"], ["build", "--check"], ["audit", "square"]], ids=" ".join)
def test_an_exercise_without_a_solution_is_not_left_out_in_silence(course_copy, spoil, words):
    spoil(HINTS, '\n[soon]\ntitle = "t"\nneeds = []\nidea = "i"\nplace = "p"\n')
    stubs = (course_copy / "exercises" / "stubs.json").read_bytes()
    done = run_grader(*words, cwd=course_copy)
    assert done.returncode == 3
    assert done.stderr.decode() == f"grader: {SOLUTION} does not define soon, which {HINTS} names.\n"
    assert (course_copy / "exercises" / "stubs.json").read_bytes() == stubs


@pytest.mark.parametrize("words", [["build", "--check"], ["audit", "square"]], ids=" ".join)
def test_a_lead_in_without_a_text_is_told(course_copy, spoil, words):
    lead_ins = "grader/authoring/notebooks/lead_ins/functions.toml"
    spoil(lead_ins, "\n[soon]\nslopes = false\n")
    done = run_grader(*words, cwd=course_copy)
    assert done.returncode == 3
    assert done.stderr.decode() == f"grader: {lead_ins}: soon is no table with a text.\n"


FOR_EVER = '\n\n@wrong("square")\ndef square_ever(x: ndarray) -> Any:\n    """You.\n    Why?"""\n    while True: pass\n'


def test_a_misconception_without_end_is_told(course_copy, spoil):
    spoil(WRONG, FOR_EVER)
    done = run_grader("audit", "square", "--no-mutants", "--seeds", "1", cwd=course_copy)
    assert done.returncode == 3
    told = f"grader: {WRONG}: square_ever takes more than 3 s in square_mixed. It has to come to its end.\n"
    assert done.stderr.decode() == told


def test_a_solution_without_end_is_told(course_copy, spoil):
    soon = "\n\ndef soon(x: ndarray) -> ndarray:\n    while True: pass\n"
    spoil(SOLUTION, soon)
    spoil(HINTS, '\n[soon]\ntitle = "t"\nneeds = []\nidea = "i"\nplace = "p"\n')
    spoil(CHECKS, check(ONE, '@visible("soon")'))
    done = run_grader("audit", "soon", "--no-mutants", "--seeds", "1", cwd=course_copy)
    assert done.returncode == 3
    told = f"grader: {SOLUTION}: soon takes more than 3 s in square_so. It has to come to its end.\n"
    assert done.stderr.decode() == told
