"""The report as JSON, as JUnit XML and as lines on a terminal."""

import argparse
import dataclasses
import io
from xml.etree import ElementTree as ET

import pytest
from helpers import ROOT, valid
from rich.console import Console

from grader.cli.commands.student.board import print_board
from grader.course.syllabus import load_course
from grader.grading.report import CheckReport, Diagnosis, ExerciseReport, Place, Report, notes_on_earlier
from grader.render.block import block_lines
from grader.render.caret import marked_lines
from grader.render.junit import to_junit
from grader.render.next_step import next_step
from grader.render.own_folder import about_its_folder
from grader.render.terminal import make_console, number, print_report
from grader.submission.source import Problem

DIRTY = "\x1b[31mred\x1b[0m [bold]no markup[/bold] :smile: <b>&amp;</b> \x00 \ufffe"


def a_check(name="one", verdict="pass", *, hidden=False, message="", sentence="a matrix"):
    points = 1.0 if verdict == "pass" else 0.0
    return CheckReport(
        name=name, sentence=sentence, hidden=hidden, verdict=verdict, points=points, max_points=1.0, message=message
    )


def an_exercise(name="square", verdict="pass", checks=None, **changes):
    unit = load_course().exercise(name).unit
    checks = checks or [a_check(verdict=verdict)]
    values = {
        "unit": unit,
        "name": name,
        "file": f"work/{unit}.py",
        "line": 7,
        "verdict": verdict,
        "points": sum(check.points for check in checks),
        "max_points": sum(check.max_points for check in checks),
        "seconds": 0.25,
        "remarks": [],
        "diagnosis": None,
        "follow_through": None,
        "blocked_by": None,
        "given": [],
        "output": "",
        "checks": checks,
        **changes,
    }
    return ExerciseReport(**values)


def a_report(*exercises, **changes):
    return Report(kit="0.1.0", course="The course", submission="work", exercises=list(exercises), **changes)


def printed(report, width=100):
    stream = io.StringIO()
    print_report(Console(file=stream, width=width, highlight=False, markup=False, emoji=False), report, load_course())
    return stream.getvalue()


# --- JSON


def test_json_has_all_fields_and_is_valid():
    wrong = an_exercise(
        "relu",
        "wrong",
        [a_check(verdict="wrong", message="no"), a_check("two", hidden=True)],
        remarks=["Python warned."],
        diagnosis=Diagnosis(misconception="abs", pattern=None, message="You took the size. Which sign?"),
        blocked_by="square",
        given=["deriv"],
    )
    report = a_report(an_exercise(), wrong, problems=[Problem("mine.py", None, "x")], flags=["look"], seed=3)
    data = valid(report.to_json())
    assert data["version"] == 1
    assert data["seed"] == 3
    assert data["totals"] == {
        "points": 2.0, "max_points": 3.0, "pass": 1, "wrong": 1, "todo": 0, "error": 0, "timeout": 0, "broken": 0,
    }  # fmt: skip
    assert [exercise["given"] for exercise in data["exercises"]] == [[], ["deriv"]]
    assert data["exercises"][1]["diagnosis"] == {
        "misconception": "abs",
        "pattern": None,
        "message": "You took the size. Which sign?",
        "place": None,
    }
    assert data["problems"] == [{"file": "mine.py", "line": None, "message": "x"}]


def test_a_report_of_nothing_is_valid():
    data = valid(a_report(graded=False, reason="the folder is empty").to_json())
    assert (data["graded"], data["reason"], data["student"], data["release"]) == (
        False,
        "the folder is empty",
        None,
        None,
    )


# --- JUnit


def test_junit_has_a_case_for_each_check():
    checks = [
        a_check("one"),
        a_check("two", "wrong", message="yours 3"),
        a_check("three", "error", message="it raised"),
        a_check("four", "timeout", message="too long"),
        a_check("five", "todo"),
        a_check("six", "broken", message="ours"),
    ]
    root = ET.fromstring(to_junit(a_report(an_exercise(verdict="broken", checks=checks))))
    suite = root.find("testsuite")
    assert suite.attrib == {
        "name": "functions.square", "tests": "6", "skipped": "1", "failures": "2", "errors": "2", "time": "0.250",
        "file": "work/functions.py",
    }  # fmt: skip
    outcomes = {case.get("name"): [child.tag for child in case] for case in suite}
    assert outcomes == {
        "one": [], "two": ["failure"], "three": ["error"], "four": ["failure"], "five": ["skipped"], "six": ["error"],
    }  # fmt: skip
    assert {(case.get("file"), case.get("line"), case.get("time")) for case in suite} == {
        ("work/functions.py", "7", "0.042")
    }
    assert suite.find("testcase/failure").get("message") == "wrong: a matrix"
    assert suite.find("testcase/failure").text == "yours 3"


def test_junit_is_xml_whatever_a_student_wrote():
    text = to_junit(a_report(an_exercise(verdict="wrong", checks=[a_check(verdict="wrong", message=DIRTY)])))
    root = ET.fromstring(text)
    assert root.find(".//failure").text == DIRTY.replace("\x1b", "?").replace("\x00", "?").replace("\ufffe", "?")
    assert "\x1b" not in text


# --- terminal


def test_what_passes_takes_a_line_and_what_does_not_a_block():
    checks = [
        a_check("one", sentence="a matrix"),
        a_check("two", "wrong", sentence="whole numbers", message="square([2]): it differs.\nx   yours"),
        *(a_check(f"more{i}", "wrong", sentence=f"property {i}", message="no") for i in range(5)),
        a_check("h1", "wrong", hidden=True, message="hidden words"),
        a_check("h2", hidden=True),
    ]
    wrong = an_exercise(
        "relu",
        "wrong",
        checks,
        diagnosis=Diagnosis(misconception="s", pattern=None, message="Which sign?"),
        remarks=["Python warned."],
        output="a\nb\n",
    )
    text = printed(a_report(an_exercise(), wrong, an_exercise("leaky_relu", "todo"), an_exercise("deriv")))
    assert text.splitlines() == [
        "",
        "Functions                                                                             3 of 11 points",
        "PASS     square",
        "TODO     leaky_relu",
        "",
        "WRONG    relu   check 2 of 7: whole numbers                                      work/functions.py:7",
        "  Which sign?",
        "  square([2]): it differs.",
        "  x   yours",
        "  Also not right: property 0; property 1; property 2; and 2 more.",
        "  Hidden checks: 1 of 2 pass.",
        "  Python warned.",
        "  It printed:",
        "    a",
        "    b",
        "",
        "Derivatives                                                                            1 of 1 points",
        "PASS     deriv",
        "",
        "2 pass, 1 wrong, 1 todo                                                               4 of 12 points",
        "Next: grader hint relu",
    ]


def test_a_hidden_check_that_fails_alone_says_its_property():
    checks = [
        a_check(),
        a_check("h", "wrong", hidden=True, sentence="any shape", message="any shape: it does not hold."),
    ]
    text = printed(a_report(an_exercise(verdict="wrong", checks=checks)))
    assert "WRONG    square   hidden check 1 of 1: any shape" in text
    assert "  Hidden: any shape: it does not hold.\n  Hidden checks: 0 of 1 pass.\n" in text


def test_follow_through_names_what_to_mend_first():
    text = printed(a_report(an_exercise("deriv", "wrong"), an_exercise("tangent_line", follow_through="deriv")))
    assert "PASS     tangent_line: right by itself; mend deriv first\n" in text
    assert text.endswith("Next: grader hint deriv\n")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["deriv"], "Your deriv is not right yet, so this was judged with a right one."),
        (["square", "deriv"], "Your square and deriv are not right yet, so this was judged with right ones."),
        (["square", "relu", "deriv"], "Your square, relu and deriv are not right yet, so this was judged with"),
    ],
)
def test_what_was_given_is_said(given, words):
    failed = an_exercise("tangent_line", "wrong", [a_check(verdict="wrong", message="yours 3")], given=given)
    text = printed(a_report(failed))
    assert f"  {words}" in text
    assert text.index(words) < text.index("yours 3")
    assert text.endswith("\nNext: grader hint tangent_line\n")


def test_one_thing_is_said_of_earlier_exercises():
    assert notes_on_earlier(None, None, []) == []
    assert notes_on_earlier("deriv", None, ["deriv"]) == ["Right by itself; mend deriv first."]
    assert notes_on_earlier(None, "relu", ["deriv"]) == ["It leans on relu, which is not right yet; fix that first."]


def test_what_leans_on_another_exercise_leads_there():
    blocked = an_exercise("tangent_line", "error", [a_check(verdict="error", message="it raised")], blocked_by="deriv")
    text = printed(a_report(blocked))
    assert "  It leans on deriv, which is not right yet; fix that first.\n" in text
    assert text.endswith("\nNext: grader check deriv --submission work\n")


def test_remarks_of_what_passes_are_said():
    text = printed(a_report(an_exercise("sigmoid", remarks=["Python warned: overflow."])))
    assert "         sigmoid: Python warned: overflow.\n" in text


def test_a_file_that_does_not_load_is_told_once():
    broken = [
        an_exercise(n, "error", [a_check(verdict="error", message="functions.py: no")]) for n in ("square", "relu")
    ]
    report = a_report(*broken, an_exercise("deriv"), problems=[Problem("functions.py", 3, "syntax error: no")])
    text = printed(report)
    assert text.count("syntax error: no") == 1
    assert text.startswith("FILE     work/functions.py:3: syntax error: no\n")
    assert "ERROR    square, relu\n         functions.py is not loaded: see above\n" in text
    assert text.endswith("Next: grader check functions --submission work\n")


def test_our_own_failure_leads_to_the_doctor():
    text = printed(a_report(an_exercise(verdict="broken", checks=[a_check(verdict="broken", message="ours")])))
    assert "BROKEN   square" in text
    assert "  ours\n" in text
    assert text.endswith("Next: grader doctor\n")


def test_flags_are_said():
    assert "NOTE     the time ran out\n" in printed(a_report(an_exercise(), flags=["the time ran out"]))


def test_long_lists_of_names_are_wrapped():
    course = load_course()
    report = a_report(*(an_exercise(e.name) for e in course.unit("matrices").exercises))
    lines = printed(report, width=60).splitlines()
    assert all(len(line.rstrip()) <= 60 for line in lines)
    names = " ".join(line.removeprefix("PASS") for line in lines if line.startswith(("PASS", "         ")))
    assert [name.strip() for name in names.split(",")] == [e.name for e in course.unit("matrices").exercises]


@pytest.mark.parametrize("width", [80, 50, 40])
def test_the_board_fits_its_terminal(width):
    course = load_course()
    report = a_report(*(an_exercise(one.name, "timeout") for one in course.exercises))
    file = io.StringIO()
    print_board(Console(file=file, width=width, force_terminal=True, color_system=None), course, report)
    lines = file.getvalue().splitlines()
    assert max(map(len, lines)) <= width
    assert sum(" timeout" in line for line in lines) == len(course.exercises) + 1
    starts = {line.index("timeout") for line in lines if line.startswith("  [!]") and "timeout" in line}
    assert len(starts) == 1  # one column
    names = [line.split()[1] for line in lines if line.startswith("  [!]")]
    assert names == [one.name for one in course.exercises]


def test_what_a_student_wrote_is_text_and_not_markup():
    text = printed(
        a_report(an_exercise(verdict="wrong", checks=[a_check(verdict="wrong", message=DIRTY)], output=DIRTY))
    )
    assert "[bold]no markup[/bold] :smile: <b>&amp;</b>" in text


@pytest.mark.parametrize(
    ("exercises", "words"),
    [
        ([an_exercise()], "--submission work"),
        ([an_exercise(), an_exercise("relu", "todo")], "check relu --submission work"),
        ([an_exercise(), an_exercise("relu", "timeout")], "hint relu"),
        ([an_exercise("deriv", follow_through="square")], "check square --submission work"),
        ([an_exercise(), an_exercise("relu", "broken")], "doctor"),
        ([an_exercise(exercise.name) for exercise in load_course().exercises], "docs reference"),
    ],
)
def test_the_next_command_is_that_of_the_first_that_does_not_pass(exercises, words):
    assert next_step(a_report(*exercises), load_course()).words == words


@pytest.mark.parametrize("verdict", ["error", "timeout"])
def test_what_gives_the_verdict_is_said_where_another_check_is_told_of_first(verdict):
    ends = f"square([[1]]) ended as {verdict}s do (functions.py, line 9)."
    checks = [
        a_check("one", "wrong", message="square([1])\n2 of 2 differ.", sentence="one row"),
        a_check("two", verdict, message=ends, sentence="a column, whole numbers"),
        a_check("three", verdict, message="the same again", sentence="a matrix"),
        a_check("four", verdict, message="hidden", sentence="anything", hidden=True),
    ]
    text = printed(a_report(an_exercise("square", verdict, checks)))
    assert f"{verdict.upper():<9}square   check 1 of 3: one row" in text
    assert "work/functions.py:7\n" in text, "no line of a check that is not named there"
    assert f"  2 of 2 differ.\n  A column, whole numbers: {ends}\n  Also not right: a matrix.\n" in text
    alone = printed(a_report(an_exercise("square", verdict, checks[1:3])))
    assert "A column, whole numbers: " not in alone, "it is told of first"
    assert "work/functions.py:9\n" in alone
    assert f"  {ends}\n  Also not right: a matrix.\n" in alone


@pytest.mark.parametrize(("verdict", "ends"), [("error", "raised an error"), ("timeout", "did not end in time")])
def test_where_only_a_hidden_check_has_the_verdict_that_is_said(verdict, ends):
    said = f"  Hidden checks: 0 of 2 pass. One of them {ends}.\n"
    shown = a_check("one", "wrong", message="2 of 2 differ.", sentence="one row")
    hidden = [
        a_check("h1", "wrong", hidden=True, message="any shape: it does not hold."),
        a_check("h2", verdict, hidden=True, message=f"zeros: it {ends}."),
    ]
    assert said in printed(a_report(an_exercise("square", verdict, [shown, *hidden])))
    assert said in printed(a_report(an_exercise("square", verdict, [a_check(), *hidden]))), "the other one is told of"
    told = printed(a_report(an_exercise("square", verdict, [a_check(), hidden[1]])))
    assert f"  Hidden: zeros: it {ends}.\n  Hidden checks: 0 of 1 pass.\n" in told
    seen = a_check("two", verdict, message="It ended so.", sentence="a column")
    assert "One of them" not in printed(a_report(an_exercise("square", verdict, [shown, seen, *hidden])))


@pytest.mark.parametrize(
    ("others", "file", "words"),
    [((), "work", "check square --submission work"), (("relu",), "work", "check functions --submission work"),
     (("relu",), "exercises", "check functions")],
)  # fmt: skip
def test_where_a_file_cannot_be_used_its_line_is_corrected_first(monkeypatch, others, file, words):
    monkeypatch.chdir(ROOT)
    unread = [a_check(verdict="error", message="functions.py, line 3: syntax error: no.")]
    report = a_report(
        *(an_exercise(name, "error", unread) for name in ("square", *others)),
        problems=[Problem("functions.py", 3, "syntax error: no")],
    )
    step = next_step(dataclasses.replace(report, submission=file), load_course())
    assert (step.words, step.notes) == (words, (f"Open {file}/functions.py:3", "Correct that line, and save."))


def test_stubs_are_brought_where_ones_own_file_is_missing(monkeypatch):
    monkeypatch.chdir(ROOT)
    missing = "the file is missing; grader reset functions brings its stubs"
    unread = an_exercise("square", "error", [a_check(verdict="error", message=f"functions.py: {missing}.")])
    report = a_report(unread, problems=[Problem("functions.py", None, missing)])
    assert next_step(report, load_course()).words == "check square --submission work", "which is not one's own"
    own = dataclasses.replace(report, submission="exercises")
    assert next_step(own, load_course()).words == "reset functions"


def test_advice_that_changes_files_is_about_the_folder_of_the_report(monkeypatch):
    monkeypatch.chdir(ROOT)
    unread = an_exercise(
        "square", "error", [a_check(verdict="error", message="no square. grader reset square does it.")]
    )
    report = a_report(unread)
    line = block_lines(report.exercises[0])[0]
    assert about_its_folder(report, line) == "no square. grader reset square --submission work does it."
    assert about_its_folder(dataclasses.replace(report, submission="exercises"), line) == line


def test_after_a_pass_comes_the_next_exercise_and_once_the_solution(monkeypatch):
    monkeypatch.chdir(ROOT)
    report = dataclasses.replace(a_report(an_exercise()), submission="exercises")
    step = next_step(report, load_course(), "relu")
    assert (step.words, step.notes) == ("check relu", ("How the reference does it: grader solution square",))
    several = next_step(
        dataclasses.replace(report, exercises=[an_exercise(), an_exercise("relu")]), load_course(), "deriv"
    )
    assert (several.words, several.notes) == ("check deriv", ())


@pytest.mark.parametrize(("points", "text"), [(3.0, "3"), (0.5, "0.5"), (0.0, "0")])
def test_points_have_no_needless_zero(points, text):
    assert number(points) == text


@pytest.mark.parametrize(
    ("options", "environment", "coloured"),
    [
        ({}, {}, True),
        ({"no_color": True}, {}, False),
        ({"plain": True}, {}, False),
        ({}, {"NO_COLOR": "1"}, False),
    ],
)
def test_colour_is_for_terminals_that_want_it(monkeypatch, options, environment, coloured):
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    args = argparse.Namespace(**{"plain": False, "no_color": False, "quiet": False, **options})
    stream = Terminal()
    monkeypatch.setattr("sys.stdout", stream)
    print_report(make_console(args), a_report(an_exercise(), an_exercise("relu", "wrong")), load_course())
    assert ("\x1b[32m" in stream.getvalue() or "\x1b[1;31m" in stream.getvalue()) is coloured
    assert "PASS" in stream.getvalue()


def test_reports_are_values():
    one = a_report(an_exercise())
    assert one == a_report(an_exercise())
    assert dataclasses.replace(one, seed=1) != one


def placed(text, part, width=100):
    """What is printed of a place: the lines below the words."""
    begin = text.index(part)
    place = Place(line=3, columns=(begin, begin + len(part)), text=text, kind="name")
    return marked_lines(place, width)


def test_a_part_of_a_line_is_marked_below_it():
    assert placed("        y = deriv(f1, x)", "f1") == ["    y = deriv(f1, x)", "              ^^"]
    assert placed("\tgröße = σ + 漢 + x", "x") == ["    größe = σ + 漢 + x", " " * 21 + "^"]


def test_a_long_line_is_cut_around_the_part():
    text = "    y = " + "a + " * 60 + "wrong" + " + b" * 60
    line, carets = placed(text, "wrong", 60)
    assert line[carets.index("^") : carets.rindex("^") + 1] == "wrong"
    assert len(line) <= 60
    long = "    y = f(" + "a" * 200 + ")"
    line, carets = placed(long, "a" * 200, 60)
    assert max(len(line), len(carets)) <= 60


def test_a_line_that_would_forge_others_is_made_safe():
    line, carets = placed(f"    y = f1{DIRTY}", "f1")
    assert "\x1b" not in line
    assert line[carets.index("^") :].startswith("f1")
