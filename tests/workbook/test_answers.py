"""What a page is answered: the terminal's words, and a sentence where something cannot be done."""

import json
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from helpers import ENDLESS

from grader.cli.main import main
from grader.course.stubs import SOLUTIONS, stub_file
from grader.course.syllabus import load_course
from grader.files import write_whole
from grader.protocol.job import MAX_OUTPUT
from grader.workbook import desk, run_block
from grader.workbook.changes import MOST
from grader.workbook.requests import UPDATED, Workbook

from .learner import serving

COURSE = load_course()
WRONG = "return x + 1"


@pytest.fixture(autouse=True)
def as_it_was(learner):
    """Afterwards all files are the stubs again."""
    yield
    for unit in COURSE.units:
        path, text = learner.folder / f"{unit.name}.py", stub_file(unit)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            write_whole(path, text)


def test_progress_names_every_exercise(learner):
    found = learner.ask("progress")
    assert found["version"] == 1
    assert found["verdicts"].keys() == COURSE.by_name.keys()
    assert found["verdicts"]["relu"] == "todo"


def test_a_check_says_what_the_terminal_says(learner):
    learner.ask("check", name="square")  # so that what follows is new
    learner.write("square", WRONG)
    found = learner.ask("check", name="square")
    assert found["exercise"]["verdict"] == "wrong"
    assert found["which"] == "check 1 of 4: negative numbers and fractions"
    assert found["lines"][:2] == ["square([-2, 0.5, 3, -0.1])", "  x   yours   expected"]
    assert any(line.startswith("Also not right: ") for line in found["lines"])
    assert found["verdicts"] == {"square": "wrong"}
    learner.write("square", "return x**2")
    found = learner.ask("check", name="square")
    assert (found["which"], found["lines"], found["verdicts"]) == ("", [], {"square": "pass"})
    assert learner.ask("progress")["verdicts"]["square"] == "pass"
    learner.ask("reset", name="square")
    assert learner.ask("check", name="square")["lines"] == ["It is not written yet."]


def test_a_named_mistake_comes_first(learner):
    learner.write("deriv", "return (func(input_ + delta) - func(input_)) / delta")
    found = learner.ask("check", name="deriv")
    assert found["lines"][0] == found["exercise"]["diagnosis"]["message"].split("\n")[0]


def test_the_place_of_a_mistake_without_a_name_is_asked_for_after_the_verdict(learner):
    learner.write("sigmoid", "return 1 / (1 + np.exp(-x)) ** 2")
    found = learner.ask("check", name="sigmoid")
    assert (found["exercise"]["diagnosis"], found["searches"]) == (None, True)
    place = learner.ask("place", name="sigmoid")["diagnosis"]["place"]
    assert place["text"][slice(*place["columns"])] == "** 2"
    learner.ask("check", name="square")
    assert learner.ask("place", name="sigmoid")["diagnosis"]["place"] == place, "each of two that are checked"
    assert learner.ask("place", name="square") == {"diagnosis": None}
    assert learner.ask("place", name="gradient") == {"diagnosis": None}, "not checked"


def test_a_check_does_not_wait_for_a_search_which_begins_anew(learner, monkeypatch):
    begun, searched = threading.Event(), []

    def search(session, _submission, report):
        searched.append(report.exercises[0].verdict)
        while len(searched) == 1:  # until it is stopped
            begun.set()
            session.ready([])
            time.sleep(0.01)
        return []

    monkeypatch.setattr(desk, "places_in", search)
    learner.write("square", WRONG)
    learner.ask("check", name="square")
    with ThreadPoolExecutor(1) as pool:
        place = pool.submit(learner.ask, "place", name="square")
        assert begun.wait(120)
        assert learner.ask("check", name="deriv")["exercise"]["verdict"] == "todo"
        assert place.result(120) == {"diagnosis": None}
    assert searched == ["wrong", "wrong"]


def test_nothing_is_searched_for_where_a_mistake_is_named_or_there_is_none(learner):
    for body in ("return x * 2", "return x**2", "return x**2 +"):
        learner.write("square", body)
        assert learner.ask("check", name="square")["searches"] is False


@pytest.mark.parametrize(
    ("body", "more", "line"),
    [
        ("return x**2 +", "", "functions.py, line 32: syntax error: invalid syntax in `return x**2 +`."),
        ("return x**2", "\ndef f(:\n", "functions.py, line 96: syntax error: invalid syntax in `def f(:`."),
        ("y = x\nreturn y", "", "in `return y`; a line of a function begins with spaces, as many as its other lines."),
        ("return x**2", f"\n{ENDLESS}\n", "functions.py does not import: it does not come to its end in time"),
        ("return x**2", None, "functions.py: the file is missing; grader reset functions brings its stubs."),
    ],
    ids=["a line of its own", "a line elsewhere", "what Python finds later", "a loop beside it", "no file"],
)
def test_what_cannot_be_read_is_said_once_and_nothing_of_checks(learner, body, more, line):
    learner.write("square", body)
    path = learner.folder / "functions.py"
    path.unlink() if more is None else path.write_text(path.read_text("utf-8") + more, "utf-8")
    found = learner.ask("check", name="square")
    assert (found["which"], found["exercise"]["verdict"], len(found["lines"])) == ("", "error", 1)
    assert found["lines"][0].replace(f" --submission {learner.folder}", "").endswith(line)  # which is not one's own


STEPS = {  # what is written in the place of the raise, what is done to the file, and what comes next
    "a stub": ("raise NotImplementedError", "", "write", 16),
    "a wrong one": (WRONG, "", "hint", None),
    "a named mistake": ("return 2 * x", "", "hint", None),
    "an error of the idea": ("return x @ np.ones((9, 9))", "", "hint", 32),
    "a word that an error names": ("raise ValueError('it raised NameError: no')", "", "hint", 32),
    "a name that is not there": ("return y**2", "", "line", 32),
    "a name that a module lacks": ("a = 1\n    return np.nothing(x)", "", "line", 33),
    "a module that is not there": ("import nump\n    return x**2", "", "line", 32),
    "the raise left over": ("y = x**2\n    raise NotImplementedError", "", "line", 33),
    "a question": ("return float(input())**2", "", "line", 32),
    "a loop": (ENDLESS, "", "hint", None),
    "its end": ("import os; os._exit(1)", "", "hint", None),
    "a line of its own that is no Python": ("return (x**2", "", "file", 32),
    "tabs and spaces": ("y = x\n\treturn y", "", "file", 33),
    "a return outside": ("y = x\nreturn y", "", "file", 33),
    "a line elsewhere that is no Python": ("return x**2", "\nx = = 3\n", "file", 96),
    "a loop beside it": ("return x**2", f"\n{ENDLESS}\n", "file", None),
    "a right one": ("return x**2", "", "on", None),
    "a right one above a statement that fails": ("return x**2", "\n1 / 0\n", "on", None),
}


def command_of(folder, name, capsys):
    """The command that the terminal names."""
    main(["check", name, "--submission", str(folder), "--visible-only", "--no-jail", "--timeout", "1"])
    said = capsys.readouterr().out
    return said.rpartition("Next: ")[2].strip(), said


@pytest.mark.parametrize("case", STEPS)
def test_the_step_after_a_check_is_that_of_the_terminal(learner, capsys, case):
    body, more, kind, line = STEPS[case]
    if case != "a stub":
        learner.write("square", body)
    path = learner.folder / "functions.py"
    path.write_text(path.read_text("utf-8") + more, "utf-8")
    found = learner.ask("check", name="square")
    step = found["next"]
    assert (step["kind"], step["line"]) == (kind, line), found["lines"]
    command, said = command_of(learner.folder, "square", capsys)
    assert step["command"] == (None if kind == "on" else command)
    opened = f"Open {learner.folder}/functions.py" + (f":{line}" if line else "")
    assert (opened in said) == (kind in ("write", "line", "file"))


@pytest.mark.parametrize("other", ["squares", "Square"])
def test_a_function_that_its_file_lacks_is_written_again(learner, capsys, other):
    path = learner.folder / "functions.py"
    path.write_text(path.read_text("utf-8").replace("def square(", f"def {other}("), "utf-8")
    found = learner.ask("check", name="square")
    assert found["lines"] == [f"functions.py does not define square. There is {other}: was it renamed?"]
    assert (found["which"], found["next"]["kind"]) == ("", "missing")
    assert command_of(learner.folder, "square", capsys)[0] == found["next"]["command"]


def test_the_line_of_an_error_that_is_another_than_the_one_asked_for(learner):
    shutil.copy(SOLUTIONS / "functions.py", learner.folder)
    learner.write("chain_length_2", "f1, f2 = chain\n    return f2(f1(x))")
    found = learner.ask("check", name="chain_length_2")
    assert found["exercise"]["verdict"] == "wrong"
    said = next(line for line in found["lines"] if line.endswith("The error that is asked for is AssertionError."))
    assert f"(chains.py, line {found['next']['line']})" in said


def test_an_earlier_exercise_comes_first_whatever_is_the_matter_with_it(learner, capsys):
    shutil.copy(SOLUTIONS / "chains.py", learner.folder)
    for body in ("raise NotImplementedError", "return 0 * input_", "return (", "return nothing"):
        learner.write("deriv", body)
        step = learner.ask("check", name="chain_deriv_2")["next"]
        assert (step["kind"], step["about"]) == ("earlier", "deriv"), body
    assert command_of(learner.folder, "chain_deriv_2", capsys)[0] == step["command"]


@pytest.mark.parametrize(
    ("body", "verdict", "said"),
    [
        ("import os; os._exit(1)", "error", "the process ended itself"),
        ("input()", "error", "the grader cannot type"),
        ("1 / 0", "error", "ZeroDivisionError"),
        ("return x**2 +", "error", "functions.py, line"),
        ("print('<b>' * 10**6); return x**2", "pass", "It printed:"),
    ],
)
def test_whatever_it_does_there_is_a_verdict(learner, body, verdict, said):
    learner.write("square", body)
    found = learner.ask("check", name="square")
    assert found["exercise"]["verdict"] == verdict
    assert any(said in line for line in found["lines"]), found["lines"]
    assert len(json.dumps(found)) < 100_000


def test_a_loop_ends_and_does_not_keep_the_page_waiting(learner):
    learner.write("square", ENDLESS)
    assert learner.ask("check", name="square")["exercise"]["verdict"] == "timeout"
    learner.write("square", "return x**2")
    assert learner.ask("check", name="square")["exercise"]["verdict"] == "pass"


def test_what_is_typed_is_on_the_disk_and_conflicts_are_told(learner):
    found = learner.ask("load", name="square")
    text = found["text"].replace("raise NotImplementedError", WRONG)
    saved = learner.ask("save", name="square", text=text, version=found["version"])
    path = learner.folder / "functions.py"
    assert text in path.read_text(encoding="utf-8")
    assert learner.ask("save", name="square", text=found["text"], version=found["version"]) == {
        "conflict": learner.ask("load", name="square")
    }
    assert text in path.read_text(encoding="utf-8")
    assert learner.ask("load", name="square") == {**found, "text": text, "version": saved["version"]}


def test_hints_come_one_by_one(learner):
    hints = COURSE.exercise("square").hints
    assert [learner.ask("hint", name="square", level=level)["text"] for level in (1, 2, 3)] == [*hints]
    for level in (0, 4, -1, "1", 1.5, True, None, 10**30):
        assert "hint" in learner.refused("hint", name="square", level=level)


def test_a_picture_is_an_image_or_a_sentence(learner):
    assert learner.ask("show", name="square") == {
        "title": "square: there is nothing to draw", "caption": "square is not written yet.", "svg": None
    }  # fmt: skip
    learner.write("square", WRONG)
    found = learner.ask("show", name="square")
    assert found["title"].startswith("square, check 1 of 4")
    assert found["svg"].startswith("<?xml")
    assert "<script" not in found["svg"]


def test_the_solution_comes_after_a_pass(learner):
    assert learner.ask("solution", name="square") == {"text": None}
    learner.write("square", "return x * x")
    learner.ask("check", name="square")
    assert learner.ask("solution", name="square")["text"].endswith("    return x**2\n")
    learner.ask("reset", name="square")
    assert learner.ask("solution", name="square") == {"text": None}


def test_a_block_runs_with_the_readers_functions(learner):
    learner.write("square", "return x * x + 1")
    code = "from exercises.functions import square\nprint('<b>', square(3))\nprint(1 / 0)\nprint('never')\n"
    error = "ZeroDivisionError: division by zero (line 3)"
    assert learner.ask("run", code=code) == {"output": "<b> 10\n", "error": error, "svg": None}
    assert learner.ask("run", code="print('\\x1b[31m', '\\u202e')")["output"] == "�[31m �\n"
    assert learner.ask("run", code="") == {"output": "", "error": None, "svg": None}


def test_what_a_block_draws_is_a_picture(learner):
    drawing = "import matplotlib.pyplot as plt\nprint('drawn')\nplt.plot([1, 2])\n"
    found = learner.ask("run", code=drawing)
    assert (found["output"], found["error"], found["svg"].count("<svg")) == ("drawn\n", None, 1)
    for none in (
        "plt.close()",
        "plt.gcf = None",
        "plt.plot(*[range(5_000)] * 2)\nplt.gca().lines[-1].set_marker('x')",
    ):
        assert learner.ask("run", code=drawing + none) == {"output": "drawn\n", "error": None, "svg": None}
    assert learner.ask("run", code=drawing + "1 / 0")["svg"] is None


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("def f(:", "SyntaxError: invalid syntax"),
        ("from exercises.functions import nothing", "ImportError: cannot import name 'nothing'"),
        (
            "from exercises.functions import square\nsquare(1)",
            "NotImplementedError (functions.py, line 32, called in line 2)",
        ),
        ("import os; os._exit(0)", "It ended before its last line: the process ended itself"),
        ("input('?')", "EOFError: the grader cannot type"),
        ("raise SystemExit", "SystemExit (line 1)"),
        ("import grader.course.syllabus", "ModuleNotFoundError"),
        ("import solutions.functions", "ModuleNotFoundError"),
        ("x = 'a' * 10**10", "MemoryError (line 1)"),
        ("#" * (1 << 16), "It is too long to run here"),
    ],
)
def test_how_a_block_fails_is_said(learner, code, said):
    found = learner.ask("run", code=code)
    assert found["error"].startswith(said), found


@pytest.mark.parametrize(
    ("body", "more", "said"),
    [
        ("return y**2", "", "NameError: name 'y' is not defined (functions.py, line 32, called in line 3)"),
        ("return x**2 +", "", "functions.py, line 32: syntax error: invalid syntax in `return x**2 +` (line 3)"),
        ("y = x\nreturn y", "", "; a line of a function begins with spaces, as many as its other lines (line 3)"),
        ("return x**2", "\nimport os; os.square = square\ndef square(x): return x @ os", "97, called in line 3)"),
        ("return x**2", None, "grader reset functions brings its stubs (line 3)"),
    ],
    ids=["a line of a function", "no Python", "what Python finds later", "a line below all of them", "no file"],
)
def test_what_a_block_fails_at_in_a_file_is_said_with_its_place(learner, body, more, said):
    learner.write("square", body)
    path = learner.folder / "functions.py"
    path.unlink() if more is None else path.write_text(path.read_text("utf-8") + more, "utf-8")
    code = "from exercises.functions import square\nprint(1)\nprint(square(3))\n"
    found = learner.ask("run", code=code)
    assert found["output"] == "1\n"
    assert found["error"].endswith(said)


def test_of_two_lines_that_fail_the_first_is_said(learner):
    learner.write("square", "return y**2")
    code = "x = 1 / 0\nfrom exercises.functions import square\nprint(square(3))\n"
    assert learner.ask("run", code=code)["error"] == "ZeroDivisionError: division by zero (line 1)"


def test_a_null_byte_is_an_error_whatever_python_calls_it(learner):
    assert learner.ask("run", code="\0")["error"].endswith("source code string cannot contain null bytes")


def test_a_block_that_does_not_end_is_stopped_and_its_output_is_bounded(learner, monkeypatch):
    monkeypatch.setattr(run_block.run_block, "__defaults__", (2.0,))
    found = learner.ask("run", code="while True: print('x' * 1000)")
    assert found["error"] == "It did not end within 2 seconds, so it was stopped."
    assert found["output"] == found["output"][:MAX_OUTPUT] + run_block.MORE
    assert learner.ask("run", code="print(1)")["output"] == "1\n"


def test_a_reset_keeps_what_stood_there(learner):
    learner.write("square", "return 'kept'")
    assert "raise NotImplementedError" in learner.ask("reset", name="square", text="not saved")["text"]
    for kept in ("return 'kept'", "not saved"):
        assert any(kept in path.read_text(encoding="utf-8") for path in (learner.folder / "backup").iterdir())


@pytest.mark.parametrize("what", ["load", "save", "check", "hint", "show", "solution", "reset"])
@pytest.mark.parametrize("name", ["nothing", "", "../../etc/passwd", None, 1, ["square"], {"a": 1}])
def test_what_is_no_exercise_is_refused_in_a_sentence(learner, what, name):
    said = learner.refused(what, name=name, text="x", version="", level=1)
    assert said.endswith("Load the page anew.")


@pytest.mark.parametrize("what", ["", "nothing", "__class__", "progress/", "../progress", "answer", "a" * 5000])
def test_there_are_no_other_requests(learner, what):
    status, _, said = learner.post(what, "{}")
    assert (status, json.loads(said)["message"]) == (404, "This grader knows no such request. Load the page anew.")


def test_what_is_saved_in_an_editor_appears(learner):
    learner.ask("check", name="square")  # so that it is known not to be wrong yet
    path = learner.folder / "functions.py"
    with learner.events() as following, learner.events() as other:
        path.write_text(path.read_text(encoding="utf-8") + "\n\ndef helper():\n    return 1\n", encoding="utf-8")
        learner.write("square", WRONG)
        learner.ask("check", name="square")  # which may have been done already when the change was noticed
        for event in (following, other):
            changed = judged = False
            while not (changed and judged):
                found = event()
                changed |= found == {"name": "square"}
                judged |= found.get("verdicts", {}).get("square") == "wrong"


def test_more_streams_than_a_browser_can_hold_are_declined(tmp_path):
    """Those that were closed do not count."""
    with serving(tmp_path) as learner, ExitStack() as stack:
        for _ in range(2 * MOST):
            with learner.events():
                pass
        for _ in range(MOST):
            stack.enter_context(learner.events())
        assert learner.get("/api/events")[0] == 204
        learner.ask("progress")


def test_a_course_that_was_updated_meanwhile_is_said_and_saving_goes_on(tmp_path):
    """Whatever can be asked is answered by the course of the page, or refused in the same words."""
    asked = {
        "check": {"name": "square"},
        "place": {"name": "square"},
        "hint": {"name": "square", "level": 1},
        "show": {"name": "square"},
        "solution": {"name": "square"},
        "run": {"code": "print(1)"},
    }
    kept = {"progress", "load", "save", "reset"}  # of what the reader wrote, which is there whatever the course
    assert asked.keys() | kept == Workbook._REQUESTS.keys()
    stamps = [1]
    with serving(tmp_path, stamp=lambda: stamps[-1]) as learner:
        learner.write("square", WRONG)
        for what, body in asked.items():
            learner.ask(what, **body)
        stamps.append(2)
        assert {what: learner.refused(what, **body) for what, body in asked.items()} == dict.fromkeys(asked, UPDATED)
        learner.write("square", "return x")
        assert learner.ask("progress")["version"] == 1


def test_a_folder_that_is_away_is_said_and_comes_back(tmp_path):
    with serving(tmp_path) as learner:
        learner.folder.rename(tmp_path / "away")
        found = learner.ask("load", name="square")
        assert "cannot be written" in learner.refused("save", **found | {"name": "square", "text": found["text"] + " "})
        assert learner.refused("check", name="square").startswith("There is no folder ")
        shutil.move(tmp_path / "away", learner.folder)
        assert learner.ask("check", name="square")["exercise"]["verdict"] == "todo"


def test_a_new_server_finds_what_was_typed(tmp_path):
    with serving(tmp_path / "one") as learner:
        learner.write("square", "return x**2")
        cookie = learner.cookie
    (tmp_path / "two").mkdir()
    shutil.move(tmp_path / "one" / "exercises", tmp_path / "two" / "exercises")
    with serving(tmp_path / "two", base=None) as learner:
        assert learner.ask("load", name="square")["text"].endswith("return x**2")
        assert learner.get("/", Cookie=cookie)[0] == 403
        with learner.events() as following:
            while learner.ask("progress")["verdicts"]["square"] != "pass":
                following()  # until it is graded
