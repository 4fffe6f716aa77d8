"""A class from the released notebook to the exported grades, with the real nbgrader commands."""

import csv
import html
import json
import os
import re
import shutil

import numpy as np
import pytest
from attacks import attacks
from classroom import FORWARD, ROOT, Classroom, source_of
from helpers import ENDLESS, WHOLE

from grader.course.checks_of import hidden_checks, visible_checks
from grader.course.open_reference import open_reference

UNIT = "derivatives"
FULL = {"deriv": 14.0, "approximate_derivative": 12.0, "step_errors": 9.0, "tangent_line": 8.0}
EVIL = "<script>window.pwned = 1</script><img src=x onerror='window.pwned = 1'>"
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
ROWS = """
SELECT submitted_assignment.student_id, base_cell.name, grade.auto_score, grade.manual_score, grade.needs_manual_grade
FROM grade JOIN base_cell ON base_cell.id = grade.cell_id
JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
"""


def older(nb):
    """The notebook in the format that was used before 2015."""
    cells = []
    for cell in nb.cells:
        old = {"cell_type": cell["cell_type"], "metadata": cell["metadata"]}
        text = (
            {"source": cell["source"]}
            if cell["cell_type"] == "markdown"
            else {"input": cell["source"], "outputs": [], "language": "python"}
        )
        cells.append(old | text)
    return json.dumps(
        {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"metadata": {}, "cells": cells}]}
    )


def hand_in_all(room):
    """A submission for each thing that has gone wrong somewhere."""
    right = room.right
    room.hand_in("right", right().write("explain", f"Because *cancellation*. {EVIL} [x](javascript:alert(1)) $a<b$"))
    room.hand_in("forward", right().replace("deriv", *FORWARD))
    room.hand_in("stub", room.stub())
    for name, source in attacks(room.folder, ROOT).items():
        room.hand_in(name, right().write("deriv", source))
    warning = "import warnings, sys\nwarnings.warn('hm')\nprint('hm', file=sys.stderr)\n"
    room.hand_in(
        "warns", right().replace("deriv", "    return", f"    {warning.replace(chr(10), chr(10) + '    ')}return")
    )
    room.hand_in(
        "magics",
        right().replace("deriv", "def deriv", "!ls\n%matplotlib inline\nfiles = !ls\ndef deriv").add("%%bash\nexit 1"),
    )
    plots = "import matplotlib.pyplot as plt\nplt.plot(range(3))\nplt.show()"
    room.hand_in("plots", right().add(plots).add("name = input('your name? ')").add("while True:\n    pass"))
    room.hand_in(
        "asks", right().write("deriv", "def deriv(func, input_, delta=0.001):\n    return input('how much? ')\n")
    )
    room.hand_in("loops", right().write("deriv", f"def deriv(func, input_, delta=0.001):\n    {ENDLESS}\n"))
    room.hand_in(
        "quits", right().write("deriv", "def deriv(func, input_, delta=0.001):\n    import os\n    os._exit(0)\n")
    )
    raises = f"def deriv(func, input_, delta=0.001):\n    print({EVIL!r})\n    raise ValueError({EVIL!r})\n"
    room.hand_in("evil", right().write("deriv", raises).add(EVIL, "markdown").add(EVIL, "raw"))
    room.hand_in("typo", right().write("deriv", "def deriv(func, input_, delta=0.001:\n    return 1\n"))
    room.hand_in("deleted", right().drop("deriv-visible", "deriv-hidden", "explain"))
    room.hand_in("gone", right().drop("deriv"))
    duplicated = right()
    duplicated.cells.append(room.stub().cell("deriv") | {"id": "copy"})
    room.hand_in("duplicated", duplicated)
    renamed = right()
    renamed.cell("deriv")["metadata"]["nbgrader"]["grade_id"] = "mine"
    renamed.cell("deriv-hidden")["metadata"]["nbgrader"]["points"] = 1e9
    room.hand_in("renamed", renamed)
    converted = right()
    for name in ("deriv", "deriv-hidden"):
        cell = converted.cell(name)
        cell.update(cell_type="markdown")
        cell.pop("outputs", None), cell.pop("execution_count", None)
    room.hand_in("converted", converted)
    reordered = right()
    reordered.cells.reverse()
    room.hand_in("reordered", reordered)
    stripped = right()
    for cell in stripped.cells:
        cell["metadata"] = {}
    room.hand_in("stripped", stripped)
    room.hand_in("older", older(right()))
    room.hand_in("other_name", right(), name="my homework (2).ipynb")
    room.hand_in("extra", right())
    for name in ("[x]", "a?*b [1]"):
        room.hand_in(name, right())
    room.hand_in("extra", room.stub(), name="scratch.ipynb")
    room.hand_in("bad_json", "{nope")
    room.hand_in("two_others", "{}", name="a.ipynb")
    room.hand_in("two_others", "{}", name="b.ipynb")
    room.hand_in("empty", "I could not do it.", name="note.txt")
    hand_in_moved(room)
    hand_in_beside(room)


def hand_in_beside(room):
    """Submissions with something beside the notebook, or with a picture that is not there."""
    room.hand_in("copied", room.stub())
    room.hand_in("copied", room.right(), name=f"{UNIT}-Copy1.ipynb")
    room.hand_in("beside", room.right())
    folder = room.folder / "submitted" / "beside" / UNIT
    (folder / "data.csv").symlink_to("nowhere.csv")
    os.mkfifo(folder / "pipe")
    room.hand_in("scan", room.right().write("explain", source_of(room.stub().cell("explain"))))
    room.hand_in("scan", "They cancel.", name="answer.txt")
    pasted = room.right().write("explain", "![](attachment:a%20b.png) ![](attachment:lost.png)")
    pasted.cell("explain")["attachments"] = {"a b.png": {"image/png": PICTURE}}
    room.hand_in("pasted", pasted)


def hand_in_moved(room):
    """Submissions in which work stands in other cells than it was asked for in."""
    right = room.right
    for name, cell in (("in_check", "deriv-visible"), ("in_hidden", "deriv-hidden"), ("in_setup", "setup")):
        notebook, stub = right(), room.stub().cell("deriv")["source"]
        mine = source_of(notebook.cell("deriv"))
        place = source_of(notebook.cell(cell))
        room.hand_in(name, notebook.write(cell, f"{place}\n\n{mine}\n").write("deriv", stub))
    colab = right().write("explain", "They cancel.")
    for cell in colab.cells:
        cell["metadata"] = {}
        cell.pop("id")
    room.hand_in("colab", colab)
    room.hand_in(
        "words_below",
        right().write("explain", room.stub().cell("explain")["source"]).add("They cancel.", "markdown", at=-1),
    )
    asks = right()
    asked = source_of(asks.cell("explain-text"))
    asks.write("explain", room.stub().cell("explain")["source"]).write("explain-text", f"{asked}\n\nThey cancel.")
    room.hand_in("words_in_question", asks)


ALL_RIGHT = [
    "right", "warns", "magics", "plots", "deleted", "duplicated", "renamed", "converted", "reordered", "stripped",
    "older", "other_name", "extra", "in_check", "in_hidden", "in_setup", "colab", "words_below", "words_in_question",
    "beside", "scan", "pasted", "[x]", "a?*b [1]",
]  # fmt: skip
NO_DERIV = ["asks", "loops", "quits", "evil", "typo", "gone", "gradebook", "patched", "liar", "frames", "walker"]
NOT_GRADED = ["bad_json", "two_others", "copied"]
# What other tests show of a single function or cell, and this class only with GRADER_WHOLE=1 (docs/contributing.md)
ELSEWHERE = {"warns", "magics", "in_hidden", "asks", "quits", "patched", "frames"}
if not WHOLE:
    ALL_RIGHT, NO_DERIV = ([name for name in names if name not in ELSEWHERE] for names in (ALL_RIGHT, NO_DERIV))


class Course(Classroom):
    """A class that was graded once."""

    def hand_in(self, student, text, unit=UNIT, name=None):
        if WHOLE or student not in ELSEWHERE:
            super().hand_in(student, text, unit, name)

    def grades(self):
        """Score, manual score and mark for a person, by student and cell."""
        with self.gradebook() as database:
            rows = database.execute(ROWS).fetchall()
        found = {}
        for student, cell, auto, manual, review in rows:
            found.setdefault(student, {})[cell] = (auto, manual, bool(review))
        return found


@pytest.fixture(scope="module")
def room(tmp_path_factory, source, gradebook):
    room = Course(tmp_path_factory.mktemp("class"), source)
    shutil.copy(gradebook, room.folder)
    room.open_exchange()
    room.configure("c.Grade.call_seconds = 3.0")
    (room.folder / "students.csv").write_text("id,first_name,last_name,email\nright,Ada,=1+1,ada@example.org\n")
    room.said = {"db": room.run("db", "student", "import", "students.csv")}
    room.said["generate"] = room.run("generate_assignment", UNIT)
    room.run("release_assignment", UNIT)
    room.run("fetch_assignment", UNIT, folder=room.student)
    hand_in_all(room)
    (room.student / UNIT / f"{UNIT}.ipynb").write_text(room.right().text(), encoding="utf-8")
    room.said["validate"] = room.run("validate", f"{UNIT}/{UNIT}.ipynb", folder=room.student)
    room.run("submit", UNIT, folder=room.student)
    room.run("collect", UNIT)
    room.said["autograde"] = room.run("autograde", UNIT)
    room.first = room.grades()
    room.said["feedback"] = room.run("generate_feedback", UNIT)
    room.run("release_feedback", UNIT, "--student", collected(room.first))
    room.run("fetch_feedback", UNIT, folder=room.student)
    return room


def collected(grades):
    """The one who handed in through the exchange: whoever runs the tests."""
    (student,) = set(grades) - {*ALL_RIGHT, *NO_DERIV, *NOT_GRADED, "forward", "stub"}
    return student


def of(grades, exercise):
    return sum(grades[f"{exercise}-{kind}"][0] for kind in ("visible", "hidden"))


def test_the_release_holds_no_solution_and_no_hidden_test(room):
    text = (room.folder / "release" / UNIT / f"{UNIT}.ipynb").read_text(encoding="utf-8")
    for secret in ("input_ - delta", "SOLUTION", "HIDDEN TESTS", "cancel", "os.environ"):
        assert secret not in text
    assert room.stub().cell("deriv-visible")["source"] == ['check("deriv")']


@pytest.mark.parametrize("student", ALL_RIGHT)
def test_right_work_gets_its_points_whatever_became_of_the_file(room, student):
    grades = room.first[student]
    assert {name: of(grades, name) for name in FULL} == FULL
    assert not any(review for name, (_, _, review) in grades.items() if name != "explain")


def test_what_came_through_the_exchange_is_graded_too(room):
    assert {name: of(room.first[collected(room.first)], name) for name in FULL} == FULL


@pytest.mark.parametrize("student", NO_DERIV)
def test_hostile_and_broken_functions_get_nothing_and_cost_no_other(room, student):
    grades = room.first[student]
    assert of(grades, "deriv") == 0.0
    assert of(grades, "approximate_derivative") == FULL["approximate_derivative"]


def test_partial_credit_is_given_check_by_check(room):
    assert room.first["forward"]["deriv-visible"][0] == 1.0
    assert room.first["forward"]["deriv-hidden"][0] == 1.0
    assert of(room.first["forward"], "approximate_derivative") == FULL["approximate_derivative"]
    assert of(room.first["stub"], "deriv") == 0.0


@pytest.mark.parametrize("student", NOT_GRADED)
def test_what_could_not_be_graded_is_marked_and_is_no_zero(room, student):
    assert all(auto is None and review for auto, _, review in room.first[student].values())
    assert f"{student}, {UNIT}" in room.said["autograde"]


def test_every_score_is_a_plain_number_within_its_range(room):
    most = {cell["id"]: cell["metadata"]["nbgrader"].get("points") for cell in room.stub().cells}
    for grades in room.first.values():
        assert len(grades) == 9
        for name, (auto, manual, _) in grades.items():
            assert manual is None
            assert auto is None or (type(auto) is float and 0 <= auto <= most[name])


def test_answers_in_words_wait_for_a_person(room):
    assert room.first["right"]["explain"] == (None, None, True)
    assert room.first["stub"]["explain"] == (0.0, None, False)
    for student in ("deleted", "colab", "words_below", "words_in_question", "scan"):
        assert room.first[student]["explain"] == (None, None, True)
    for student in ("words_below", "words_in_question"):
        assert "They cancel." in room.feedback(student)
        assert "No response." not in room.feedback(student)


@pytest.mark.parametrize(
    ("student", "says"),
    [
        ("typo", "cell deriv: syntax error in line 1"),
        ("deleted", "missing and put back: cells deriv-visible, deriv-hidden, explain"),
        ("duplicated", "cell deriv stands there 2 times"),
        ("renamed", "cell deriv had lost nbgrader's marks"),
        ("converted", "cell deriv was turned into markdown"),
        ("stripped", "had lost nbgrader's marks"),
        ("older", "older format"),
        ("in_check", "what was written into the given cell deriv-visible is kept beside it"),
        ("in_setup", "what was written into the given cell setup is kept beside it"),
        ("colab", "known by the text"),
        ("words_below", "cell explain has no answer, but another cell may"),
        ("other_name", "my homework (2).ipynb was read in its place"),
        ("bad_json", "not JSON"),
        ("two_others", f"{UNIT}.ipynb is missing"),
        ("copied", f"is as it was handed out, and beside it there is {UNIT}-Copy1.ipynb"),
        ("scan", "cell explain has no answer, but answer.txt may"),
        ("pasted", "shows a picture that is not in the file: lost.png"),
    ],
)
def test_what_is_the_matter_is_reported_by_name(room, student, says):
    line = next(line for line in room.said["autograde"].splitlines() if f" {student}, {UNIT}: " in line)
    assert says in line or says in room.said["autograde"].partition(f" {student}, {UNIT}: ")[2][:600]
    shown = html.unescape(room.feedback(student)).replace("\\", "")
    assert says in shown


def test_the_commands_say_nothing_that_worries(room):
    for said in room.said.values():
        assert "Traceback" not in said
        assert "SAWarning" not in said


@pytest.mark.parametrize("student", ["[x]", "a?*b [1]"])
def test_who_is_called_like_a_pattern_gets_feedback_too(room, student):
    assert "deriv: 7 of 7 hidden checks pass" in html.unescape(room.feedback(student))


def test_feedback_has_the_kit_s_own_words(room):
    page = html.unescape(room.feedback("forward"))
    assert "You took the forward difference" in page
    assert "a cube, with a step as large as 0.1" in page
    assert "deriv: 1 of 7 hidden checks pass" in page
    assert "The inputs of this check stay hidden." in page
    assert "cell deriv, line 3" in html.unescape(room.feedback("evil"))


def test_a_picture_is_shown_and_of_one_that_is_lost_its_page_says_so(room):
    page = room.feedback("pasted")
    assert f"data:image/png;base64,{PICTURE}" in page
    assert "this picture is not in the notebook" in page


def test_feedback_draws_its_formulas_without_a_network_and_has_no_model_of_an_answer(room):
    page = room.feedback("stub")
    assert page.count("<math") > 5
    assert "digits cancel" not in page
    for load in re.findall(r"<(?:script|img|link|iframe)[^>]*>", page):
        assert "//" not in load.replace("data:image/", ""), load[:200]


def numbers(value):
    if isinstance(value, np.ndarray | np.generic | int | float):
        yield from np.ravel(value).tolist()
    elif isinstance(value, list | tuple):
        for item in value:
            yield from numbers(item)
    elif isinstance(value, dict):
        yield from numbers(list(value.values()))


def secrets_of(room):
    """Every hidden input and expected value as it could be written, if it has digits enough to be told from chance."""
    seed = int((room.folder / "seed.secret").read_text())
    found = set()
    for check in hidden_checks(UNIT):
        values = [v for call in check.calls(seed) for v in numbers([*call.args, call.kwargs])]
        values += [v for answer in open_reference(seed).answers(check) for v in numbers(answer.value)]
        for value in values:
            texts = {
                repr(value),
                str(value),
                f"{value:.4f}",
                f"{value:.5g}",
                f"{value:.6g}",
                f"{value:.9g}",
                f"{value:.12g}",
            }
            found |= {text for text in texts if len(re.sub(r"[^1-9]", "", text)) >= 4}
    return found


def test_feedback_tells_no_hidden_value_no_test_code_and_no_path(room):
    secrets = secrets_of(room)
    assert len(secrets) > 100
    shown = {text for unit in ("derivatives",) for check in visible_checks(unit) for text in visible_texts(check)}
    for student in room.first:
        without = r"<style.*?</style>|cell-id=\w+|data:[^\"]*"  # digits of what is drawn by chance, or a picture
        page = html.unescape(re.sub(without, "", room.feedback(student), flags=re.DOTALL))
        own = "".join("".join(cell["source"]) for cell in room.autograded(student).cells)
        leaked = set(re.findall(r"-?\d[\d.]*(?:e[+-]?\d+)?", page)) & (secrets - shown)
        assert not leaked, student
        for word in ("HIDDEN TESTS", "NBGRADER_EXECUTION", "Traceback", "numpy/_core", "site-packages", "__array"):
            assert word not in page.replace(own, "") or word in own, (student, word)
        for path in (str(ROOT), str(room.folder), "/grader/"):
            assert path not in page or path in own, (student, path)


def visible_texts(check):
    """What the visible checks show of themselves, lest the same number be taken for a leak."""
    values = [v for call in check.calls(0) for v in numbers([*call.args, call.kwargs])]
    values += [v for answer in open_reference().answers(check) for v in numbers(answer.value)]
    for value in values:
        yield from (repr(value), str(value), *(f"{value:.{n}g}" for n in (5, 6, 9, 12)), f"{value:.4f}")


@pytest.mark.parametrize("student", ["right", "evil"])
def test_nothing_that_a_student_wrote_can_run_in_a_page(room, student):
    page = room.feedback(student)
    body = page[page.index("<body") :]
    assert "<script>window" not in body
    assert not re.search(r"<img[^>]*onerror", body)
    assert "javascript:alert" not in re.sub(r">[^<]*<", "><", body)
    assert "pwned" in body


def test_the_gradebook_is_as_it_was_but_for_the_scores(room):
    assert not (room.folder / "pwned").exists()
    assert (room.folder / "gradebook.db").stat().st_mode & 0o777 != 0o777
    assert room.first["right"]["deriv-hidden"] == (7.0, None, False)


WHOSE = """
UPDATE {table} SET {column} = ? WHERE cell_id IN (SELECT id FROM base_cell WHERE name = ?) AND notebook_id IN (
SELECT submitted_notebook.id FROM submitted_notebook
JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id WHERE student_id = ?)
"""


def test_grading_again_mends_scores_and_keeps_what_a_person_said(room):
    changes = [
        ("grade", "auto_score", 2.5, "deriv-hidden", "right"),
        ("grade", "auto_score", 2.5, "deriv-hidden", "forward"),
        ("grade", "manual_score", 1.5, "explain", "right"),
        ("comment", "manual_comment", "Nicely put.", "explain", "right"),
    ]
    with room.gradebook() as database:
        for table, column, *values in changes:
            assert database.execute(WHOSE.format(table=table, column=column), values).rowcount == 1
    room.run("autograde", UNIT, "--force", "--student", "right")
    after = room.grades()
    assert after["right"]["explain"] == (None, 1.5, True)
    assert {name: of(after["right"], name) for name in FULL} == FULL
    assert after["forward"]["deriv-hidden"][0] == 2.5
    room.run("generate_feedback", UNIT, "--force", "--student", "right")
    assert "Nicely put." in room.feedback("right")


def export(room, name, *words):
    room.run("export", "--to", name, *words)
    with (room.folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_grades_are_exported(room):
    (head, *rows) = export(room, "grades.csv")
    grades = {row[3]: dict(zip(head, row, strict=True)) for row in rows}
    assert set(grades) == {*room.first, "empty"}
    right = {"last_name": "'=1+1", "raw_score": "44.5", "score": "44.5", "max_score": "45.0", "state": "graded"}
    assert right.items() <= grades["right"].items()
    assert (grades["bad_json"]["score"], grades["bad_json"]["state"]) == ("", "waits for a person")
    assert (grades["empty"]["score"], grades["empty"]["state"]) == ("", "not graded yet")
    assert (grades["stub"]["score"], grades["stub"]["state"]) == ("0.0", "graded")
    name = "grader.nbgrader_plugin.exports"
    canvas = export(room, "canvas.csv", "--exporter", f"{name}.CanvasExportPlugin")
    assert canvas[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", UNIT]
    assert canvas[1] == ["Points Possible", "", "", "", "", "45.0"]
    by_login = {row[3]: row for row in canvas[2:]}
    assert by_login["right"] == ["'=1+1, Ada", "", "", "right", "", "44.5"]
    assert by_login["bad_json"][-1] == ""
    assert by_login["stub"][-1] != ""
    moodle = export(room, "moodle.csv", "--exporter", f"{name}.MoodleExportPlugin")
    assert next(row for row in moodle if row[0] == "right") == ["right", "Ada", "'=1+1", "ada@example.org", "44.5"]
    (head, *_) = export(room, "own.csv", "--exporter", "nbgrader.plugins.CsvExportPlugin")
    assert head == list(grades["right"])[:-1]


def test_validate_runs_the_visible_checks_with_the_same_words(room):
    assert "Success! Your notebook passes all the tests." in room.said["validate"]
    path = room.student / "bad.ipynb"
    path.write_text(room.right().replace("deriv", *FORWARD).text(), encoding="utf-8")
    said = room.run("validate", "bad.ipynb", folder=room.student)
    assert re.search(r"VALIDATION FAILED ON \d CELL", said)
    assert "You took the forward difference" in said
    assert "Traceback" not in said


def test_feedback_comes_back_through_the_exchange(room):
    (page,) = (room.student / UNIT / "feedback").rglob(f"{UNIT}.html")
    assert "deriv: 7 of 7 hidden checks pass" in html.unescape(page.read_text(encoding="utf-8"))


def test_every_command_of_the_docs_page_was_run_here(room):
    text = re.sub(r" \\\n +", " ", (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8"))
    told = re.findall(r"^uv run nbgrader (.+)$", text, flags=re.MULTILINE)
    told.remove(f"generate_assignment {UNIT} --force")  # run in test_mended_check
    told.remove("zip_collect derivatives")  # run in test_collecting
    assert len(told) > 12
    for command in told:
        assert any(ran == command or ran.startswith(f"{command} --student ") for ran in room.ran), command
