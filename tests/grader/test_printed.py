"""What stands in an output: what Python warned of is not said to be printed by the function."""

import io

from helpers import write_submission
from rich.console import Console
from test_report import a_check, a_report, an_exercise, printed

from grader.batch import feedback
from grader.course.syllabus import load_course
from grader.gradescope import run as gradescope
from grader.render.notebook import _words
from grader.render.printed import printed_in
from grader.render.terminal import print_report
from grader.workbook.said import said_of

IS = 'functions.py:4: SyntaxWarning: "is" with a literal. Did you mean "=="?\n  return 3 if x is 3 else x\n'
SLOW = "functions.py:9: UserWarning: slow\n"


def test_both_are_told_apart_wherever_they_stand():
    assert printed_in("") == ([], [])
    assert printed_in(" \n") == ([], [])
    assert printed_in("a\n  b\n") == ([], ["a", "  b"])
    assert printed_in("\n  a\n\nb \n") == ([], ["  a", "", "b"])
    assert printed_in(IS) == (IS.splitlines(), [])
    assert printed_in(IS + "a\n" + SLOW + "b") == ([*IS.splitlines(), SLOW.strip()], ["a", "b"])
    assert printed_in(SLOW + SLOW.strip()) == ([SLOW.strip()] * 2, [])
    assert printed_in("a Warning: b\nx.py: 3\n") == ([], ["a Warning: b", "x.py: 3"])
    assert printed_in("/a b/x y.py:3: RuntimeWarning: so\n") == (["/a b/x y.py:3: RuntimeWarning: so"], [])
    assert printed_in("x " + SLOW) == ([], ["x " + SLOW.strip()])


def test_each_reader_of_a_report_is_told_who_said_it():
    checks = [a_check(verdict="wrong", message="It differs.")]
    report = a_report(an_exercise("square", "wrong", checks, output=f"{IS}a\n"))
    lines = ["Python warned:", *(f"  {line}" for line in IS.splitlines()), "It printed:", "  a"]
    assert "".join(f"  {line}\n" for line in lines) in printed(report)
    passed = a_report(an_exercise("square", output=f"{IS}a\n"))
    stream = io.StringIO()
    print_report(Console(file=stream, width=100), passed, load_course(), output=True)
    assert f"{'':<9}Python warned:\n{'':<11}functions.py:4: SyntaxWarning" in stream.getvalue()
    assert f"{'':<9}square printed:\n{'':<11}a\n" in stream.getvalue()
    assert said_of(report)["lines"][-5:] == lines
    said = _words(report.exercises[0], hidden=False)
    assert "What Python warned of:\n  functions.py:4: SyntaxWarning" in said
    assert said.endswith("What it printed:\n  a\n")
    assert gradescope._about(report.exercises[0])[-2:] == [f"Python warned:\n{IS.strip()}", "It printed:\na"]
    shown = feedback._exercise(report.to_json()["exercises"][0], "")
    assert "<summary>What Python warned of</summary>" in shown
    assert shown.index("SyntaxWarning") < shown.index("<summary>What it printed</summary>")


def test_a_warning_of_the_compiler_is_python_s(grading, tmp_path):
    text = "def square(x):\n    print('a')\n    return 3 if x is 3 else x\n"
    report = grading(write_submission(tmp_path, base="stubs", functions=text), "square", visible_only=True).report
    warned, said = printed_in(report.exercises[0].output)
    assert warned[0].startswith("functions.py:3: SyntaxWarning: ")
    assert set(said) == {"a"}
    assert "  It printed:\n    a\n" in printed(report)
