"""There and back: a platform's zip, collected, autograded, exported into its own table and a zip of feedback."""

import csv
import html
import io
import re
import zipfile

import pytest
from classroom import FORWARD, Classroom

UNIT = "derivatives"
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Functions (70),Derivatives (71),Final Score
    Points Possible,,,,,10.00,45.00,(read only)
"Doe, Jane",12,,jdoe,A,9.5,,21
"Roe, Ben",13,,broe,A,8,7,18
"Roe, Ben",14,,broe2,A,EX,,18
"Lee, Ann",15,,alee,A,2,31,18
"Nils, Odd",16,,onils,A,2,,18
"Abs, Ent",17,,aent,A,,30,3
"""
MOODLE = """\
Identifier,Full name,Email address,Status,Grade,Maximum grade,Last modified (grade),Feedback comments
Participant 501,Mia Ng,mia@x.edu,Submitted,-,45.00,-,
Participant 502,Tom Ray,tom@x.edu,No submission,-,45.00,-,
"""
BY_HAND = """
UPDATE grade SET manual_score = 1.5, needs_manual_grade = 0 WHERE auto_score IS NULL
AND cell_id IN (SELECT id FROM base_cell WHERE name = 'explain')
"""


def zipped(path, files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)


def rows(path):
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def feedback_of(room, student):
    path = room.folder / "feedback" / student / UNIT / f"{UNIT}.html"
    return path.read_text(encoding="utf-8") if path.exists() else None


def pages(room, out):
    with zipfile.ZipFile(room.folder / out / "feedback-canvas.zip") as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def room(tmp_path_factory, begun):
    room = Classroom(tmp_path_factory.mktemp("lms"), begun)
    right, forward = (room.right().write("explain", "They cancel.") for _ in range(2))
    forward.replace("deriv", *FORWARD)
    inner = room.folder / "inner.zip"
    zipped(inner, {"hw 2/derivatives (1).ipynb": right.text(), "__MACOSX/hw 2/._derivatives (1).ipynb": "x"})
    zipped(
        room.folder / "canvas.zip",
        {
            "doejane_LATE_12_90_derivatives.ipynb": room.stub().text(),
            "doejane_LATE_12_95_derivatives-1.ipynb": forward.text(),
            "roeben_13_91_homework.ipynb": right.text(),
            "roeben_14_92_work.zip": inner.read_bytes(),
            "leeann_15_93_derivatives.ipynb": "{nope",
            "nilsodd_16_text.html": "<p>it did not upload</p>",
        },
    )
    zipped(
        room.folder / "moodle.zip",
        {
            "Mia Ng_501_assignsubmission_file_/derivatives.ipynb": forward.text(),
            "Mia Ng_501_assignsubmission_onlinetext_/onlinetext.html": "<p>see the file</p>",
        },
    )
    room.run("collect", "canvas.zip", program="grader", code=1)
    room.run("collect", "moodle.zip", "--layout", "moodle", program="grader", code=1)
    room.run("autograde", UNIT, "--jobs", "1", program="grader")
    room.run("generate_feedback", UNIT)
    for name, text in (("canvas_export.csv", CANVAS), ("worksheet.csv", MOODLE)):
        (room.folder / name).write_text(text, encoding="utf-8")
    room.said = {"waiting": room.run("export", UNIT, "--into", "canvas_export.csv", program="grader", code=1)}
    room.waiting = rows(room.folder / "exported" / UNIT / "canvas.csv")
    with room.gradebook() as database:
        assert database.execute(BY_HAND).rowcount >= 4
    room.run("generate_feedback", UNIT, "--force")
    room.out = room.folder / "first"
    words = ("--into", "canvas_export.csv", "--out", "first")
    room.said["export"] = room.run("export", UNIT, *words, program="grader", code=1)
    room.run("export", UNIT, "--into", "worksheet.csv", "--out", "first", program="grader", code=1)
    return room


def test_what_waits_for_a_person_leaves_the_field_as_it_was(room):
    assert [row[6] for row in room.waiting[2:]] == ["", "7", "", "31", "", "30"]
    assert "0 grades in Derivatives (71)" in room.said["waiting"]


def test_canvas_gets_its_own_table_back(room):
    table = rows(room.out / "canvas.csv")
    before = list(csv.reader(io.StringIO(CANVAS)))
    assert [row[:6] + row[7:] for row in table] == [row[:6] + row[7:] for row in before], "no other field"
    assert [row[6] for row in table[1:]] == ["45.00", "32.5", "44.5", "44.5", "31", "", "30"]
    assert "3 grades in Derivatives (71), 1 of them changed" in room.said["export"]


def test_moodle_gets_its_own_worksheet_back(room):
    assert [row[4] for row in rows(room.out / "moodle.csv")] == ["Grade", "32.5", "-"]


def test_the_tables_of_the_whole_course_know_students_by_the_platforms_numbers(room):
    name = "grader.nbgrader_plugin.exports"
    room.run("export", "--to", "all.csv", "--exporter", f"{name}.CanvasExportPlugin")
    table = {row[0]: row[1:] for row in rows(room.folder / "all.csv")}
    assert table["doejane"] == ["12", "", "", "", "32.5"]
    assert table["Ng, Mia"] == ["", "", "Mia Ng", "", "32.5"]


def test_feedback_goes_back_under_the_names_of_the_download(room):
    with zipfile.ZipFile(room.out / "feedback-canvas.zip") as archive:
        names = set(archive.namelist())
        assert names >= {
            "doejane_LATE_12_95_derivatives-1.html", "roeben_13_91_homework.html", "roeben_14_92_work.html",
            "leeann_15_93_derivatives.html",
        }  # fmt: skip
        page = html.unescape(archive.read("doejane_LATE_12_95_derivatives-1.html").decode())
    assert "You took the forward difference" in page
    with zipfile.ZipFile(room.out / "feedback-moodle.zip") as archive:
        assert archive.namelist() == ["Mia Ng_501_assignsubmission_file_/feedback.html"]


def test_the_class_is_seen_at_a_glance(room):
    page = html.unescape((room.out / "report.html").read_text(encoding="utf-8"))
    assert "6 submissions, 4 graded" in page
    assert "You took the forward difference" in page
    assert "2×" in page, "two gave the same wrong answer"
    assert "is not a notebook" in page
    assert "Distribution of the scores" in page
    assert "<textarea" not in page, "what is written there would go nowhere"
    assert not re.search(r"https?://", page)
    items = {row[1]: row for row in rows(room.out / "items.csv") if row[2] == ""}
    assert items["deriv"][4:8] == ["4", "4", "2", "0.5"]
    names = [row[0] for row in rows(room.out / "grades.csv")]
    assert names == ["student", "Mia Ng", "doejane", "leeann", "nilsodd", "roeben (13)", "roeben (14)"]


def test_what_changed_is_told_by_student_exercise_and_points(room):
    right = room.right().write("explain", "They cancel.").text()
    zipped(room.folder / "again.zip", {"doejane_12_99_derivatives-2.ipynb": right})
    said = room.run("collect", "again.zip", program="grader")
    assert f"what was there is kept in earlier/12/{UNIT}/1" in said
    old = [feedback_of(room, one) for one in ("12", "13")]
    said = room.run("export", UNIT, "--out", "third", program="grader", code=1)
    assert "1 has no feedback page of the last grading, and 1 older one is left out" in said
    said = room.run("autograde", UNIT, program="grader")
    assert "1 student graded" in said
    assert [feedback_of(room, one) for one in ("12", "13")] == [None, old[1]]
    said = room.run("export", UNIT, "--out", "second", "--compare", "first", program="grader", code=1)
    (head, *changes) = rows(room.folder / "second" / "compare.csv")
    assert head[:5] == ["student", "exercise", "before", "after", "points"]
    assert [row[:5] for row in changes] == [["doejane", "deriv", "wrong", "pass", "12"]]
    assert re.search(r"\+12 +doejane +deriv +wrong → pass", said)
    with room.gradebook() as database:
        cells = "SELECT id FROM base_cell WHERE name = 'deriv-hidden'"
        database.execute(f"UPDATE grade SET auto_score = 0 WHERE cell_id IN ({cells})")
    said = room.run("autograde", UNIT, "--force", "--student", "13", program="grader")
    assert "1 gains points, 0 lose points" in said
    assert re.search(r"\+7 +roeben", said)


def test_a_feedback_page_of_an_earlier_grading_goes_to_nobody(room):
    """Whether the kit, nbgrader or a person gave the points since."""
    thirteen, fourteen = "roeben_13_91_homework.html", "roeben_14_92_work.html"
    room.run("generate_feedback", UNIT, "--force")
    said = room.run("export", UNIT, "--out", "fresh", program="grader", code=1)
    assert "feedback page of the last grading" not in said
    assert {thirteen, fourteen} <= pages(room, "fresh")
    room.run("autograde", UNIT, "--force", "--student", "13")
    with room.gradebook() as database:
        cell = "(SELECT id FROM base_cell WHERE name = 'explain')"
        notebook = (
            "(SELECT submitted_notebook.id FROM submitted_notebook JOIN submitted_assignment "
            "ON submitted_assignment.id = submitted_notebook.assignment_id WHERE student_id = '14')"
        )
        given = f"UPDATE grade SET manual_score = 0.5 WHERE cell_id IN {cell} AND notebook_id IN {notebook}"
        assert database.execute(given).rowcount == 1
    said = room.run("export", UNIT, "--out", "fresh", program="grader", code=1)
    assert "2 have no feedback page of the last grading, and 2 older ones are left out: " in said
    assert f"nbgrader generate_feedback {UNIT} --force" in said
    assert not {thirteen, fourteen} & pages(room, "fresh")
    room.run("generate_feedback", UNIT, "--force")
    said = room.run("export", UNIT, "--out", "fresh", program="grader", code=1)
    assert "no feedback page" not in said
    assert {thirteen, fourteen} <= pages(room, "fresh")
