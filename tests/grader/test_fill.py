"""The tables that Canvas and Moodle export, filled with points: one column, and no other field."""

import csv
import io

import pytest

from grader.errors import UsageError
from grader.submission.lms.entry import Who
from grader.submission.lms.fill import Graded, fill
from grader.submission.lms.sheet import read_sheet

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Functions (7),derivatives (8),Current Score
,,,,,Manual Posting,,
    Points Possible,,,,,10,45,(read only)
"Doe, Jane",12,0100,jdoe,A,9,,90
"Roe, Ben",13,0101,broe,"A, and B",8,40.5,80
"Roe, Ben",14,0102,broe2,A,7,EX,70
"=Lee, Ann",15,0103,alee,A,,31,
"Student, Test",99,,,A,,,
"""
MOODLE = """\
Identifier,Full name,Email address,Status,Grade,Maximum grade,Last modified (grade),Feedback comments
Participant 1234,Jane Doe,jane@x.edu,Submitted,,45.00,-,
Participant 1235,Ben Roe,ben@x.edu,Submitted,12.00,45.00,"Monday, 2 March 2026, 10:00 AM",well done
Participant 1236,Ben Roe,ben2@x.edu,No submission,,45.00,-,
"""


def filled(folder, text, grades, wanted=None, most=45.0, encoding="utf-8"):
    path = folder / "export.csv"
    path.write_bytes(text.encode(encoding))
    return fill(read_sheet(path, "The table", "--into FILE"), grades, ["derivatives", "Derivatives"], most, wanted)


def column(done, name):
    (head, *rows) = csv.reader(io.StringIO(done.sheet.text().lstrip("\ufeff")))
    return [row[head.index(name)] for row in rows]


def canvas(number, points, name="", login=""):
    return Graded(Who(name or f"s{number}", number, login), "canvas", points)


def test_canvas(tmp_path):
    grades = [
        canvas("12", 44.5), canvas("13", 40.5, "roeben"), canvas("14", 10.0), canvas("15", None), canvas("77", 3.0),
        Graded(Who("Test Student", "", "test"), "", None),
    ]  # fmt: skip
    done = filled(tmp_path, CANVAS, grades)
    assert done.column == "derivatives (8)"
    assert column(done, done.column) == ["", "45", "44.5", "40.5", "EX", "31", ""]
    assert (done.count, done.changed) == (2, 0)
    assert done.notes == [
        "s14 is excused there; the field is left as it is",
        "s77 is not in the table, or not for certain",
    ]
    plain = filled(tmp_path, CANVAS, [])
    assert plain.sheet.text() == CANVAS, "and nothing else is touched"


def test_moodle(tmp_path):
    grades = [
        Graded(Who("Jane Doe", "1234"), "moodle", 44.5),
        Graded(Who("Ben Roe", "1235"), "moodle", 0.0),
        Graded(Who("Ben Roe", "1236"), "moodle", None),
    ]
    done = filled(tmp_path, MOODLE, grades)
    assert column(done, "Grade") == ["44.5", "0", ""]
    assert (done.count, done.changed, done.notes) == (2, 1, [])
    assert column(done, "Feedback comments") == ["", "well done", ""]
    german = (
        MOODLE.replace("Participant ", "Teilnehmer/in")
        .replace("Identifier", "Kennung")
        .replace("Grade,", "Bewertung,", 1)
    )
    done = filled(tmp_path, german.replace("Full name", "Vollständiger Name"), grades)
    assert column(done, "Bewertung") == ["44.5", "0", ""]
    assert column(done, "Kennung")[0] == "Teilnehmer/in1234"


def test_students_who_came_another_way_are_found_by_address_login_or_name(tmp_path):
    grades = [
        Graded(Who("", "", "jane", "jane@x.edu"), "", 1.0),
        Graded(Who("Ben Roe", "", "broe"), "", 2.0),
        Graded(Who("other", "1236"), "canvas", 3.0),
    ]
    done = filled(tmp_path, MOODLE, grades)
    assert column(done, "Grade") == ["1", "12.00", ""]
    assert len(done.notes) == 2, "two are called Ben Roe; a number of another platform means nothing"
    done = filled(
        tmp_path, CANVAS, [Graded(Who("Jane Doe"), "", 4.0), Graded(Who("x", "", "broe2"), "", 5.0)], "Functions"
    )
    assert column(done, "Functions (7)")[2:5] == ["4", "8", "5"]


def test_two_who_are_one_line_get_nothing(tmp_path):
    done = filled(tmp_path, CANVAS, [canvas("12", 4.0), Graded(Who("Jane Doe"), "", 5.0)])
    assert column(done, done.column)[2] == ""
    assert len(done.notes) == 2


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CANVAS.replace(",", ";").replace("; ", ", "), "utf-8"),
        ("\ufeff" + CANVAS.replace("\n", "\r\n"), "utf-8"),
        (CANVAS.replace("Ann", "Änn"), "cp1252"),
    ],
)
def test_a_table_is_written_as_it_was_read(tmp_path, text, encoding):
    done = filled(tmp_path, text, [canvas("12", 44.5)], encoding=encoding)
    wanted = text.replace("jdoe;A;9;;", "jdoe;A;9;44.5;").replace("jdoe,A,9,,", "jdoe,A,9,44.5,")
    assert done.sheet.text().replace('"', "") == wanted.replace('"', "")


LONGER = CANVAS.replace("derivatives (8)", "HW 2: Derivatives (8)")


@pytest.mark.parametrize("wanted", ["8", "HW 2: Derivatives", "hw 2"])
def test_a_column_can_be_named(tmp_path, wanted):
    assert filled(tmp_path, LONGER, [], wanted).column == "HW 2: Derivatives (8)"


@pytest.mark.parametrize("title", ["Derivatives (8)", "DERIVATIVES(8)", " deriva-tives", "Derivatives_ (8)"])
def test_a_title_may_be_written_in_another_way(tmp_path, title):
    assert filled(tmp_path, CANVAS.replace("derivatives (8)", title), []).column == title


def test_a_column_whose_title_only_holds_the_name_is_asked_for(tmp_path):
    """A quiz on derivatives is not the assignment `derivatives`, and its points are not to be written over."""
    text = CANVAS.replace("derivatives (8)", "Derivatives quiz (99)")
    with pytest.raises(UsageError, match=r"in their names: Derivatives quiz \(99\)\. .* --column NAME"):
        filled(tmp_path, text, [])
    assert filled(tmp_path, text, [], "Derivatives quiz").column == "Derivatives quiz (99)"


@pytest.mark.parametrize(
    ("text", "wanted", "says"),
    [
        (CANVAS.replace("derivatives", "week 2"), None, "the column of the assignment is not in it"),
        (CANVAS.replace("Functions", "Derivatives"), None, "may be any of several"),
        (LONGER, None, r"no column is called 'derivatives', but some have it .*: HW 2: Derivatives \(8\)\."),
        (CANVAS, "Current Score", "'Current Score' is not in it"),
        (MOODLE.replace("Grade,", "Points,", 1), None, "the column of the assignment is not in it"),
        ("Student,ID,Section\nJane Doe,1,1\n", None, r"is not in it\. Get the platform's table of grades\."),
        ("a,b\n1,2\n", None, "has no column that tells who is who"),
        ("", None, "has no column that tells who is who"),
    ],
)
def test_a_table_that_cannot_be_filled_is_refused(tmp_path, text, wanted, says):
    with pytest.raises(UsageError, match=says):
        filled(tmp_path, text, [], wanted)


def test_other_points_are_told(tmp_path):
    assert filled(tmp_path, CANVAS, [], most=30.0).notes == ["Canvas has 45 points for it, the notebook has 30"]
    assert filled(tmp_path, MOODLE, [], most=30.0).notes == ["Moodle has 45.00 points for it, the notebook has 30"]
