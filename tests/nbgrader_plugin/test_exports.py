"""Exports: assignments in the course's order, students by their names, each grade with its state."""

import csv
import shutil

import pytest

ASSIGNED = ("training", "own_project", "chains", "a_test", "functions", "derivatives")
IN_ORDER = ["functions", "derivatives", "chains", "training", "a_test", "own_project"]
STUDENTS = [
    ("u3", {"first_name": "Ada", "last_name": "Åberg"}),
    ("u1", {"first_name": "zoe", "last_name": "miller"}),
    ("u2", {"first_name": "Ben", "last_name": "Miller"}),
    ("no_name", {}),
    ("u4", {"first_name": "Eva", "last_name": "=1+1", "email": "eva@example.org"}),
]


@pytest.fixture(scope="module")
def written(door, gradebook, tmp_path_factory):
    """What each plug-in writes, by its name."""
    folder = tmp_path_factory.mktemp("exports")
    (folder / "submitted" / "[folder only]" / "chains").mkdir(parents=True)
    course = door.timestamps.CourseDirectory(root=str(folder))
    course.coursedir = course  # as an application has it
    files = {}
    with door.exports.Gradebook(f"sqlite:///{shutil.copy(gradebook, folder)}") as opened:
        for name in ASSIGNED:
            opened.add_assignment(name)
        for student, about in STUDENTS:
            opened.add_student(student, **about)
        for name in ("GradesExportPlugin", "CanvasExportPlugin", "MoodleExportPlugin"):
            plugin = getattr(door.exports, name)(parent=course)
            plugin.to = str(folder / name)
            plugin.export(opened)
            with (folder / name).open(encoding="utf-8", newline="") as file:
                files[name] = list(csv.reader(file))
    return files


def test_assignments_stand_in_the_course_s_order_others_behind_them(written):
    rows = [dict(zip(written["GradesExportPlugin"][0], row, strict=True)) for row in written["GradesExportPlugin"][1:]]
    assert list(dict.fromkeys(row["assignment"] for row in rows)) == IN_ORDER
    assert written["CanvasExportPlugin"][0][5:] == IN_ORDER
    assert written["MoodleExportPlugin"][0][4:] == IN_ORDER
    assert len(rows) == len(IN_ORDER) * (len(STUDENTS) + 1)


def test_students_stand_by_their_names_those_without_by_what_they_are_called(written):
    order = ["u4", "[folder only]", "u2", "u1", "no_name", "u3"]
    assert [row[3] for row in written["GradesExportPlugin"][1:7]] == order
    assert [row[3] for row in written["CanvasExportPlugin"][2:]] == order
    assert [row[0] for row in written["MoodleExportPlugin"][1:]] == order


def test_each_file_has_the_names(written):
    canvas = {row[3]: row[0] for row in written["CanvasExportPlugin"][2:]}
    assert canvas["u2"] == "Miller, Ben"
    assert canvas["no_name"] == "no_name"
    assert canvas["u4"] == "'=1+1, Eva"
    moodle = {row[0]: row[1:4] for row in written["MoodleExportPlugin"][1:]}
    assert moodle["u4"] == ["Eva", "'=1+1", "eva@example.org"]
    rows = {(row[0], row[3]): row for row in written["GradesExportPlugin"][1:]}
    assert rows["chains", "u3"][4:6] == ["Åberg", "Ada"]
    assert rows["chains", "[folder only]"][-1] == "not graded yet"
    assert rows["functions", "[folder only]"][-1] == "not handed in"
    assert rows["chains", "u3"][7:10] == ["", "0.0", ""]
