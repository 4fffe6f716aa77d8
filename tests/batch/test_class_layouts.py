"""A class as platforms, browsers and students leave it: who is found, which file is meant, and what is said of it."""

import io
import json
import stat
import zipfile

import pytest
from helpers import ROOT

from grader.course.syllabus import load_course
from grader.errors import UsageError
from grader.reading.reader import ConfinedReader
from grader.submission.archive import Unpacked
from grader.submission.hand_in.class_folder import UngradableError, read_hand_in
from grader.submission.hand_in.students import read_class
from grader.submission.lms.gradescope import read_lines
from grader.submission.lms.roster import Roster, read_roster
from grader.submission.naming import unit_of
from grader.submission.reader import LocalReader

COURSE = load_course()
UNITS = [unit.name for unit in COURSE.units]
WORK = "def square(x):\n    return x * x\n"
OTHER = "def square(x):\n    return x * 2\n"
STUB = (ROOT / "exercises" / "functions.py").read_text(encoding="utf-8")
CHAINS = "def chain_length_2(chain, x):\n    return chain[1](chain[0](x))\n"


def notebook(*sources, markdown="", version=4):
    cells = [{"cell_type": "markdown", "source": markdown}]
    key = "source" if version == 4 else "input"
    cells += [{"cell_type": "code", key: source.splitlines(keepends=True)} for source in sources]
    if version == 3:
        return json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]})
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def lay(folder, files):
    """Files by their paths, texts or bytes; None is a folder."""
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if data is None:
            path.mkdir()
        else:
            path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder


class Seen(dict):
    """Of each student the files by unit, or why nothing is graded."""


def see(folder, layout=None, roster=None):
    found = read_class(folder, UNITS, layout, roster)
    seen = Seen()
    seen.left, seen.absent, seen.flags, seen.notes, seen.causes = found.left, found.absent, {}, {}, {}
    seen.who, seen.works = {one.student: one for one in found.handed}, {}
    for one in found.handed:
        try:
            read = read_hand_in(one, COURSE, LocalReader())
        except UngradableError as error:
            seen[one.student], read = str(error), error
            seen.causes[one.student] = []
        else:
            seen[one.student] = read.files
            seen.causes[one.student] = read.causes
            seen.works[one.student] = {u: f.source for u, f in read.submission.units.items() if f.source is not None}
        seen.flags[one.student], seen.notes[one.student] = read.flags, read.notes
    return seen


ONE = {"functions": "functions.py"}
CLASSES = {
    "Canvas": (
        {
            "doejane_LATE_1234_5678_functions-1.py": WORK,
            "doejane_LATE_1234_5679_chains.py": CHAINS,
            "roeben_77_5680_functions.py": WORK,
            "roeben_78_5681_functions.py": OTHER,  # another of that name
            "anon_X1y2Z_5690_functions.py": WORK,
            "LATE_anon_Q9_5691_functions.py": WORK,
        },
        {
            "doejane": {"functions": "functions-1.py", "chains": "chains.py"},
            "roeben (77)": ONE, "roeben (78)": ONE, "anon_X1y2Z": ONE, "anon_Q9": ONE,
        },
    ),
    "Canvas, handed in again": (
        {
            "doejane_1234_5678_functions.py": OTHER,
            "doejane_1234_5700_functions-1.py": WORK,
            "roeben_77_5680_my_99_88_functions.py": WORK,  # what stands right of the numbers is the student's
        },
        {"doejane": {"functions": "functions-1.py"}, "roeben": {"functions": "my_99_88_functions.py"}},
    ),
    "Canvas, zips": (
        {
            "doejane_1_5678_work.zip": zipped({"work/functions.py": WORK, "__MACOSX/work/._functions.py": "x"}),
            "roeben_2_5680_functions.ipynb": notebook(WORK),
        },
        {"doejane": {"functions": "work.zip/work/functions.py"}, "roeben": {"functions": "functions.ipynb"}},
    ),
    "Moodle": (
        {
            "Jane Doe_1234_assignsubmission_file_/functions.py": WORK,
            "Jane Doe_1234_assignsubmission_onlinetext_/onlinetext.html": "<p>see my file</p>",
            "Núria Roé_1235_assignsubmission_file/week 1/functions.py": WORK,
            "Participant_1240_assignsubmission_file_/functions.py": WORK,
        },
        {"Jane Doe": ONE, "Núria Roé": {"functions": "week 1/functions.py"}, "Participant": ONE},
    ),
    "Moodle, without folders": (
        {
            "Jane Doe_1234_assignsubmission_file_functions.py": WORK,
            "Jane Doe_1234_assignsubmission_file_chains.py": CHAINS,
            "Ben Roe_1235_assignsubmission_file_x_9_assignsubmission_file_functions.py": WORK,
        },
        {
            "Jane Doe": {"functions": "functions.py", "chains": "chains.py"},
            "Ben Roe": {"functions": "x_9_assignsubmission_file_functions.py"},
        },
    ),
    "Gradescope": (
        {
            "submission_metadata.yml": (
                "submission_11:\n  :submitters:\n  - :name: Jane Doe\n    :sid: '0100'\n    :email: jane@x.edu\n"
                "  :created_at: 2026-03-01 12:00:00.5 Z\n  :results:\n    :output: |\n      submission_12:\n"
                "        :submitters:\n        - :name: Mallory\n"
                "submission_12:\n  :submitters:\n  - :name: \"No\\u00EBl Roe\"\n    :sid: '0101'\n"
                "    :email: noel@x.edu\n"
                "  - :name: 'O''Hara'\n    :sid: '0102'\n    :email: ohara@x.edu\n"
            ),
            "submission_11/functions.py": WORK,
            "submission_11/submission_metadata.yml": "submission_12:\n  :submitters:\n  - :name: Mallory\n",
            "submission_12/functions.py": WORK,
        },
        {"Jane Doe": ONE, "Noël Roe, O'Hara": ONE},
    ),
    "Gradescope, in the folder that its zip holds": (
        {
            "assignment_8_export/submission_metadata.yml": "submission_1:\n  :submitters:\n  - :name: Jane\n",
            "assignment_8_export/submission_1/functions.py": WORK,
        },
        {"Jane": ONE},
    ),
    "Canvas, in the folder that its zip was unpacked into": (
        {"submissions/doejane_1_2_functions.py": WORK, "submissions/roeben_3_4_functions.py": WORK},
        {"doejane": ONE, "roeben": ONE},
    ),
    "GitHub Classroom, as its program clones a class": (
        {"hw-1-submissions/hw-1-ada/exercises/functions.py": WORK, "hw-1-submissions/hw-1-ben/functions.py": WORK},
        {"hw-1-ada": {"functions": "exercises/functions.py"}, "hw-1-ben": ONE},
    ),
    "one student, whose folder is called so": (
        {"my-submissions/v1/functions.py": STUB, "my-submissions/v2/functions.py": WORK},
        {"my-submissions": {"functions": "v2/functions.py"}},
    ),
    "one student, whose files have odd names": (
        {"ada/roeben_3_4_functions.py": WORK}, {"ada": {"functions": "roeben_3_4_functions.py"}}
    ),
    "Blackboard": (
        {
            "HW 1_jdoe_attempt_2026-03-01-12-30-45_functions.py": OTHER,
            "HW 1_jdoe_attempt_2026-03-02-12-30-45_functions.py": WORK,
            "HW 1_jdoe_attempt_2026-03-02-12-30-45.txt": "Name: Jane Doe (jdoe)",
            "HW 1_broe_attempt_2026-03-02-12-30-45_functions.py": WORK,
        },
        {"jdoe": ONE, "broe": ONE},
    ),
    "Blackboard, logins with underscores": (
        {
            "HW 1_anna_smith_attempt_2026-03-01-12-30-45_functions.py": OTHER,
            "HW 1_anna_smith_attempt_2026-03-02-12-30-45_functions.py": WORK,
            "HW 1_anna_smith_attempt_2026-03-02-12-30-45.txt": "Name: Anna Smith (anna_smith)",
            "HW 1_bob_smith_attempt_2026-03-02-12-30-46_functions.py": WORK,
            "HW 1_bob_smith_attempt_2026-03-02-12-30-46.txt": "Name: Bob Smith (bob_smith)",
            "HW 1_smith_attempt_2026-03-02-12-30-47_functions.py": WORK,
        },
        {"anna_smith": ONE, "bob_smith": ONE, "smith": ONE},
    ),
    "Blackboard, an assignment with underscores": (
        {
            "Week_1_anna_smith_attempt_2026-03-01-12-30-45_functions.py": WORK,
            "Week_1_bob_smith_attempt_2026-03-02-12-30-45_functions.py": WORK,
        },
        {"anna_smith": ONE, "bob_smith": ONE},
    ),
    "Blackboard, two downloads in one folder": (
        {
            "HW 1_anna_smith_attempt_2026-03-01-12-30-45_functions.py": WORK,
            "HW 1_bob_smith_attempt_2026-03-01-12-30-45_functions.py": WORK,
            "HW 2_anna_smith_attempt_2026-03-02-12-30-45_chains.py": CHAINS,
        },
        {"anna_smith": {"functions": "functions.py", "chains": "chains.py"}, "bob_smith": ONE},
    ),
    "Brightspace": (
        {
            "12-345 - Jane Doe - Mar 3, 2026 1030 PM/functions.py": OTHER,
            "12-345 - Jane Doe - Mar 4, 2026 930 AM/functions.py": WORK,
            "13-345 - Ben Roe - 3 March, 2026 10:30 PM/functions.py": WORK,
            "index.html": "",
        },
        {"Jane Doe": ONE, "Ben Roe": ONE},
    ),
    "files under the students' names": (
        {"ada_functions.py": WORK, "ada_chains.py": CHAINS, "ben-functions.py": WORK},
        {"ada": {"functions": "functions.py", "chains": "chains.py"}, "ben": ONE},
    ),
    "zips": (
        {
            "ada.zip": zipped({"functions.py": WORK}),
            "ben/hw.zip": zipped({"hw/inner.zip": zipped({"functions.py": WORK})}),
        },
        {"ada": {"functions": "ada.zip/functions.py"}, "ben": {"functions": "hw.zip/hw/inner.zip/functions.py"}},
    ),
    "browsers and editors": (
        {
            "a/functions (1).py": WORK, "b/Copy of functions.py": WORK, "c/Functions.py": WORK,
            "d/functions.py.txt": WORK, "e/ada_functions.py": WORK, "f/functions - Copy.py": WORK,
            "g/FUNCTIONS.PY": WORK, "h/functions_final_v2.py": WORK, "i/functions.txt": WORK, "j/functions2.py": WORK,
        },
        {
            "a": {"functions": "functions (1).py"}, "b": {"functions": "Copy of functions.py"},
            "c": {"functions": "Functions.py"}, "d": {"functions": "functions.py.txt"},
            "e": {"functions": "ada_functions.py"}, "f": {"functions": "functions - Copy.py"},
            "g": {"functions": "FUNCTIONS.PY"}, "h": {"functions": "functions_final_v2.py"},
            "i": {"functions": "functions.txt"}, "j": {"functions": "functions2.py"},
        },
    ),
    "folders of weeks and versions": (
        {
            "a/week1/functions.py": WORK, "a/week2/chains.py": CHAINS, "a/week2/functions.py": STUB,
            "b/v1/functions.py": OTHER, "b/v2/functions.py": WORK,
            "c/exercises/functions.py": STUB, "c/exercises_final/functions.py": WORK,
            "d/1/2/3/4/5/6/exercises/functions.py": WORK,
            "e/functions_v1.py": OTHER, "e/functions_v3.py": WORK,
            "f/2026-03-02/functions.py": WORK, "f/2026-01-30/functions.py": OTHER,
            "g/2026-03-02 0930/functions.py": WORK, "g/2026-03-02 0915/functions.py": OTHER,
        },
        {
            "a": {"functions": "week1/functions.py", "chains": "week2/chains.py"},
            "b": {"functions": "v2/functions.py"}, "c": {"functions": "exercises_final/functions.py"},
            "d": {"functions": "1/2/3/4/5/6/exercises/functions.py"}, "e": {"functions": "functions_v3.py"},
            "f": {"functions": "2026-03-02/functions.py"}, "g": {"functions": "2026-03-02 0930/functions.py"},
        },
    ),
    "notebooks": (
        {
            "a.ipynb": notebook(WORK), "b/old.ipynb": notebook(WORK, version=3), "c/notes.ipynb": notebook("x = 1"),
            "c/mine.ipynb": notebook(WORK), "d/functions.ipynb": notebook(WORK), "d/chains.ipynb": notebook(CHAINS),
            "e/functions.py": STUB, "e/work.ipynb": notebook(WORK), "f/hw1.py": WORK + CHAINS,
        },
        {
            "a": {"functions": "a.ipynb"}, "b": {"functions": "old.ipynb"}, "c": {"functions": "mine.ipynb"},
            "d": {"functions": "functions.ipynb", "chains": "chains.ipynb"}, "e": {"functions": "work.ipynb"},
            "f": {"functions": "hw1.py", "chains": "hw1.py"},
        },
    ),
    "a repository": (
        {
            "calculus-ada/.git/functions.py": OTHER, "calculus-ada/my-env/pyvenv.cfg": "",
            "calculus-ada/my-env/lib/functions.py": OTHER, "calculus-ada/exercises/functions.py": WORK,
            "calculus-ada/examples/first_try/functions.py": OTHER, "calculus-ada/solutions/functions.py": OTHER,
            "calculus-ada/exercises/backup/functions.py": OTHER,
        },
        {"calculus-ada": {"functions": "exercises/functions.py"}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CLASSES)
def test_layouts(tmp_path, name):
    files, rows = CLASSES[name]
    seen = see(lay(tmp_path / "class", files))
    assert seen == rows
    assert seen.left == (["index.html is no folder, notebook, .py file or zip"] if name == "Brightspace" else [])
    assert all(works["functions"].startswith(WORK) or student == "roeben (78)" for student, works in seen.works.items())
    assert not any(seen.flags[student] for student in seen if student != "Jane Doe"), seen.flags


BLACKBOARD = "{}_attempt_2026-03-01-12-30-45_functions.py"


@pytest.mark.parametrize(
    ("heads", "logins", "students"),
    [
        (["HW 1_a_smith", "HW 1_a_jones"], ["a_smith", "a_jones", "jones"], ["a_jones", "a_smith"]),
        (["HW 1_a_smith"], ["a_smith", "jones"], ["a_smith"]),
        (["HW_1_jdoe"], ["jdoe"], ["jdoe"]),
        (["HW 1_anna_smith", "HW 2_smith"], ["anna_smith", "smith"], None),
        (["HW 1_anna_smith", "HW 2_smith"], None, None),
        (["HW 1_a_smith", "HW 1_a_jones"], None, ["jones", "smith"]),
        (["HW 1_a_smith", "HW 1_a_jones", "HW 2_smith", "HW 2_cem"], None, None),
        (["Week_1 b_jdoe"], None, ["jdoe"]),
        (["Week_1_jdoe"], None, None),
    ],
)
def test_blackboards_logins_are_cut_where_all_agree_or_a_person_looks(tmp_path, heads, logins, students):
    """Whatever is cut, nobody is graded as somebody else: what is not certain has a flag, and is kept apart."""
    roster = None
    if logins is not None:
        (tmp_path / "roster.csv").write_text("\n".join(["Username", *logins]), encoding="utf-8")
        roster = Roster(read_roster(tmp_path / "roster.csv"))
    seen = see(lay(tmp_path / "class", {BLACKBOARD.format(head): WORK for head in heads}), roster=roster)
    assert len(seen) == len(heads)
    flags = [flag for some in seen.flags.values() for flag in some if "the login may be" in flag]
    if students is None:
        assert flags
    else:
        assert (sorted(seen), flags) == (students, [])


def test_what_a_platform_tells_is_kept(tmp_path):
    seen = see(lay(tmp_path / "canvas", CLASSES["Canvas"][0]))
    assert seen.who["doejane"].late
    assert seen.notes["doejane"] == ["handed in late", "functions from functions-1.py"]
    assert seen.who["doejane"].who.id == "1234"
    assert not seen.who["roeben (77)"].late
    seen = see(lay(tmp_path / "gradescope", CLASSES["Gradescope"][0]))
    assert tuple(seen.who["Jane Doe"].who) == ("Jane Doe", "", "0100", "jane@x.edu")
    assert seen.who["Jane Doe"].time == "2026-03-01 12:00:00.5 Z"
    seen = see(lay(tmp_path / "moodle", CLASSES["Moodle"][0]))
    assert "an online text was handed in, too" in seen.flags["Jane Doe"][0]


@pytest.mark.parametrize(
    ("files", "graded", "flag"),
    [
        ({"functions.py": WORK, "functions (1).py": OTHER}, "functions.py", "hold different work; functions.py was"),
        ({"exercises/functions.py": OTHER, "exercises_final/functions.py": WORK}, "exercises/functions.py", "which"),
        ({"functions.py": WORK, "functions_v2.py": OTHER}, "functions.py", "which one is meant?"),
        ({"a/functions.py": WORK, "b/functions.py": OTHER}, "a/functions.py", "a/functions.py, b/functions.py"),
        ({"2026-03-02/functions.py": WORK, "2026-99-02/functions.py": OTHER}, "2026-03-02/functions.py", "which one"),
        ({"2026-03-02/functions.py": WORK, "v2/functions.py": OTHER}, "v2/functions.py", "which one is meant?"),
        ({"functions_v0.py": OTHER, "functions_v1.py": WORK, "functions_v2.py": STUB}, "functions_v1.py", ""),
        ({"functions.py": WORK, "functions_v0.py": OTHER}, "functions.py", "which one is meant?"),
        ({"one.ipynb": notebook(WORK), "two.ipynb": notebook(OTHER)}, "one.ipynb", "which one is meant?"),
        ({"functions.py": "def square(x:\n", "functions (1).py": WORK}, "functions (1).py", ""),
        ({"functions.py": WORK, "functions (1).py": WORK}, "functions.py", ""),
        ({"functions.py": STUB, "functions (1).py": WORK}, "functions (1).py", ""),
        ({"functions.py": WORK, "helper_functions.py": "def double(x):\n    return 2 * x\n"}, "functions.py", ""),
        (
            {"functions.py": "from .helper_functions import square\n", "helper_functions.py": WORK},
            "functions.py", "",
        ),
        ({"exercises/functions.py": WORK, "old/functions.py": OTHER}, "exercises/functions.py", ""),
        (
            {"src/exercises/functions.py": WORK, "exercises.zip": zipped({"exercises/functions.py": OTHER})},
            "src/exercises/functions.py", "which one is meant?",
        ),
        ({"functions.py": WORK, "functions.ipynb": notebook(OTHER)}, "functions.py", "work stands in functions.ipynb"),
        ({"functions_draft.py": OTHER, "functions_final.py": WORK}, "functions_final.py", "which one is meant?"),
        ({"functions.py": WORK, "scratch.ipynb": notebook("x = 1")}, "functions.py", ""),
    ],
)  # fmt: skip
def test_one_of_several(tmp_path, files, graded, flag):
    seen = see(lay(tmp_path / "class", {f"ada/{name}": data for name, data in files.items()}))
    assert seen["ada"] == {"functions": graded}
    assert any(flag in one for one in seen.flags["ada"]) if flag else seen.flags["ada"] == []
    others = [name for name in files if name != graded and "helper" not in name]
    assert all(name in " ".join(seen.notes["ada"] + seen.flags["ada"]) for name in others)


def test_a_newest_attempt_that_is_a_stub_is_flagged(tmp_path):
    name = "HW 1_{}_attempt_2026-03-0{}-12-30-45_functions.py"
    files = {name.format("jdoe", 1): WORK, name.format("jdoe", 2): STUB, name.format("broe", 1): WORK}
    seen = see(lay(tmp_path / "class", files))
    assert "def square(x):\n    return x * x" not in seen.works["jdoe"]["functions"]
    newest, older = (f"functions.py of 2026-03-0{day}-12-30-45" for day in (2, 1))
    assert seen.flags["jdoe"] == [f"functions: {newest}, the newest, holds no work; {older} does"]


def test_of_several_attempts_the_notes_say_which_is_which(tmp_path):
    name = "12-345 - Jane Doe - Mar {}, 2026 1030 PM/functions.py"
    seen = see(lay(tmp_path / "class", {name.format(3): OTHER, name.format(12): WORK}))
    newest, older = (f"functions.py of Mar {day}, 2026 1030 PM" for day in (12, 3))
    assert seen.notes["Jane Doe"] == [f"functions from {newest}; left aside: {older}"]


HELPED = "from .helper import power\n\n\ndef square(x):\n    return power(x)\n"
OLD_HELPER, NEW_HELPER = (f"def power(x):\n    return x{rest}\n" for rest in ("", " * x"))


@pytest.mark.parametrize(
    "files",
    [
        {
            "HW 1_{}_attempt_2026-03-01-12-30-45_functions.py": HELPED,
            "HW 1_{}_attempt_2026-03-01-12-30-45_helper.py": OLD_HELPER,
            "HW 1_{}_attempt_2026-03-02-12-30-45_functions.py": HELPED,
            "HW 1_{}_attempt_2026-03-02-12-30-45_helper.py": NEW_HELPER,
        },
        {
            "{}_1_10_functions.py": HELPED, "{}_1_11_helper.py": OLD_HELPER,
            "{}_1_12_functions-1.py": HELPED, "{}_1_13_helper-1.py": NEW_HELPER,
        },
        {
            "{}/attempt 1/functions.py": HELPED, "{}/attempt 1/helper.py": OLD_HELPER,
            "{}/attempt 1/chains.py": CHAINS,
            "{}/attempt 2/functions.py": HELPED, "{}/attempt 2/helper.py": NEW_HELPER,
        },
        {
            "{}/2026-03-01/functions.py": HELPED, "{}/2026-03-01/helper.py": OLD_HELPER,
            "{}/2026-03-01/chains.py": CHAINS,
            "{}/2026-03-02/functions.py": HELPED, "{}/2026-03-02/helper.py": NEW_HELPER,
        },
        {"{}/my_functions.py": HELPED, "{}/helper (1).py": OLD_HELPER, "{}/helper.py": NEW_HELPER},
    ],
)  # fmt: skip
def test_the_files_that_others_import_are_of_the_newest_attempt(tmp_path, files):
    folder = lay(tmp_path / "class", {name.format("jdoe"): data for name, data in files.items()})
    (hand_in,) = read_class(folder, UNITS, None).handed
    found = read_hand_in(hand_in, COURSE, LocalReader())
    assert found.submission.helpers["helper"].source == NEW_HELPER
    assert not any("not used: helper" in note for note in found.notes), found.notes


def test_brightspaces_number_is_nobodys_where_several_have_it(tmp_path):
    """Else one student would be graded by the work of another, who would be in no table."""
    name = "12-{} - {} - Mar {}, 2026 1030 PM/functions.py"
    names = {name.format(345, "Jane Doe", 3): OTHER, name.format(345, "Jane Doe", 4): WORK}
    seen = see(lay(tmp_path / "class", names | {name.format(346, "Ben Roe", 3): WORK}))
    assert seen == {"Jane Doe": ONE, "Ben Roe": ONE}
    assert [one.who.id for one in seen.who.values()] == ["", ""]


@pytest.mark.parametrize(
    ("name", "marked", "shown"),
    [
        ("Übung".encode(), False, "Übung"),  # as macOS makes them
        ("练习".encode(), False, "练习"),
        ("练习".encode(), True, "练习"),
        ("Übung".encode("cp437"), False, "Übung"),
    ],
)
def test_names_in_zips_are_read_in_whichever_encoding_they_are(tmp_path, name, marked, shown):
    data = zipped({f"{'U' * len(name)}\\functions.py": WORK}).replace(b"U" * len(name), name)
    if marked:  # as zips say it where a name is not ASCII
        data = zipped({f"{shown}\\functions.py": WORK})
    seen = see(lay(tmp_path / "class", {"ada.zip": data}))
    assert seen["ada"] == {"functions": f"ada.zip/{shown}/functions.py"}


def test_a_text_alone_was_not_handed_in_beside_something(tmp_path):
    seen = see(lay(tmp_path / "class", {"Jane Doe_1_assignsubmission_onlinetext/onlinetext.html": "x"}))
    assert seen.flags["Jane Doe"] == ["an online text was handed in: Jane Doe_1_assignsubmission_onlinetext"]


@pytest.mark.parametrize("packed", [False, True])
def test_of_canvas_which_numbers_files_and_no_attempts_work_comes_before_a_newer_stub(tmp_path, packed):
    files = {"doejane_1_10_functions.py": OTHER, "doejane_1_11_functions-2.py": WORK, "roeben_2_12_functions.py": WORK}
    newest = {"doejane_1_13_functions-1.py": STUB}
    if packed:
        newest = {"doejane_1_13_hw.zip": zipped({"functions.py": STUB})}
    seen = see(lay(tmp_path / "class", files | newest))
    assert seen["doejane"] == {"functions": "functions-2.py"}, "the newest that holds work"
    (flag,) = seen.flags["doejane"]
    empty = "hw.zip/functions.py" if packed else "functions-1.py"
    assert flag.startswith(f"functions: {empty}, the newest, holds no work; ")
    assert flag.endswith("functions-2.py was graded: which one is meant?")
    assert seen.flags["roeben"] == []


@pytest.mark.parametrize(
    ("files", "cause"),
    [
        ({"functions.py": WORK, "chainz.py": CHAINS.replace("chain_length_2", "f")}, "not used: chainz.py"),
        ({"functions.py": WORK, "chains.docx": "x"}, "not used: chains.docx"),
        ({"functions.py": WORK, "chains.ipynb": "{"}, "chains.ipynb could not be read"),
    ],
)
def test_missing_units_beside_something_else_are_told(tmp_path, files, cause):
    seen = see(lay(tmp_path / "class", {f"ada/{name}": data for name, data in files.items()}))
    assert any(cause in one for one in seen.causes["ada"]), seen.causes


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"x": None}, "the folder is empty"),
        ({"notes.docx": "x"}, "it holds no unit of the course, but notes.docx"),
        ({"hw.py": "x = 1\n"}, "no function of the course stands in hw.py"),
        ({"hw.ipynb": "[]"}, "hw.ipynb: it is JSON, but not that of a notebook"),
        ({"hw.ipynb": "{"}, "hw.ipynb: the notebook is not one: its JSON is broken"),
        ({"hw.ipynb": notebook("x = 1", markdown=WORK)}, "square stands in a Markdown cell, not in a code cell"),
        ({"hw.ipynb": " "}, "hw.ipynb: the file is empty"),
        ({"hw.zip": b""}, "hw.zip: the archive is empty"),
        (
            {"hw.zip": zipped({"__MACOSX/._functions.py": ""})},
            "nothing that counts, only hw.zip (nothing in it counts)",
        ),
        (
            {".functions.py": WORK, "a/__pycache__/b.pyc": "x", "._x": "", ".DS_Store": ""},
            "it holds nothing that counts, only .functions.py, a/__pycache__",
        ),
        ({"._functions.py": WORK, ".DS_Store": "", "a/.gitkeep": ""}, "the folder is empty"),
        ({"hw.zip": b"PK"}, "hw.zip: the archive is no zip that can be read"),
        ({"hw.7z": b"7z"}, "hw.7z is an archive that is not opened here"),
        ({"a/b/c/d/e/notes.docx": "x"}, "but a/b/c/d/e/notes.docx"),
    ],
)
def test_why_nothing_is_graded(tmp_path, files, why):
    seen = see(lay(tmp_path / "class", {f"ada/{name}": data for name, data in files.items()}))
    assert why in seen["ada"]


def test_thousands_of_other_files_hide_nothing(tmp_path):
    folder = lay(tmp_path / "class", {"ada/deep/er/functions.py": WORK})
    (folder / "ada" / "data").mkdir()
    for number in range(2_500):
        (folder / "ada" / "data" / f"{number}.csv").touch()
    assert see(folder)["ada"] == {"functions": "deep/er/functions.py"}


def test_a_name_that_only_looks_like_a_platforms_is_a_students_own(tmp_path):
    files = {"ada/functions.py": WORK, "ben.py": WORK, "cem.py": WORK, "ada_1_2_functions.py": OTHER}
    seen = see(lay(tmp_path / "class", files))
    assert set(seen) == {"ada", "ben", "cem", "ada_1_2_functions"}
    assert set(see(tmp_path / "class", layout="canvas")) == {"ada", "ada (1)", "ben", "cem"}


def test_the_files_of_one_student_are_one_students(tmp_path):
    folder = lay(tmp_path / "ada", {"functions.py": WORK, "chains.py": CHAINS})
    assert see(folder) == {"ada": {"functions": "functions.py", "chains": "chains.py"}}


def test_a_zip_of_the_class_is_to_be_unpacked(tmp_path):
    (tmp_path / "class.zip").write_bytes(zipped({"functions.py": WORK}))
    with pytest.raises(UsageError, match="Unpack it"):
        read_class(tmp_path / "class.zip")


def test_a_layout_that_the_class_has_not_is_refused(tmp_path):
    folder = lay(tmp_path / "class", {"ada/functions.py": WORK})
    for layout in ("canvas", "gradescope"):
        with pytest.raises(UsageError, match=f"has not the layout {layout}"):
            read_class(folder, UNITS, layout)
    folder = lay(tmp_path / "canvas", CLASSES["Canvas"][0])
    assert len(read_class(folder, UNITS, "plain").handed) == 6


# --- zips


def hostile_zip(kind):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if kind == "leads out":
            archive.writestr("../../functions.py", WORK)
            archive.writestr("/functions.py", WORK)
        elif kind == "link":
            link = zipfile.ZipInfo("functions.py")
            link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
            archive.writestr(link, "/etc/passwd")
        elif kind == "large":
            archive.writestr("functions.py", b"#" * (40 << 20))
        elif kind == "many":
            for number in range(3_000):
                archive.writestr(f"f{number}.py", "x = 1\n")
        elif kind == "deep":
            inner = zipped({"functions.py": WORK})
            for _ in range(5):
                inner = zipped({"inner.zip": inner})
            archive.writestr("a.zip", inner)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("leads out", "its path leads out of the archive"),
        ("link", "it is a link"),
        ("large", "all files are larger than 12 MB"),
        ("many", "there is too much beside it"),
        ("deep", "it is a zip in 3 others"),
    ],
)
def test_zips_are_opened_within_bounds(tmp_path, kind, told):
    seen = see(lay(tmp_path / "class", {"ada/hw.zip": hostile_zip(kind), "ada/functions.py": WORK}))
    assert seen["ada"] == ONE
    assert any(told in flag for flag in seen.flags["ada"]), seen.flags
    assert {path.name for path in tmp_path.iterdir()} == {"class"}


@pytest.mark.parametrize("jail", [False, True])
def test_zips_are_opened_by_the_process_that_reads(tmp_path, jail):
    reader = ConfinedReader(jail=jail)
    try:
        assert reader.unpack(zipped({"hw/functions.py": WORK, "a.pdf": "x"})) == Unpacked(
            {"hw/functions.py": WORK.encode()}, ["a.pdf"]
        )
        assert reader.unpack(zipped({"functions.py": WORK, "." * 5_000 + ".py": ""})).files.keys() == {"functions.py"}
        assert reader.unpack(hostile_zip("large")).files == {}
        for kind in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
            with zipfile.ZipFile(tmp_path / f"{kind}.zip", "w", kind) as archive:
                archive.writestr("Übung/functions.py", WORK)
            data = (tmp_path / f"{kind}.zip").read_bytes()
            assert reader.unpack(data).files == {"Übung/functions.py": WORK.encode()}, kind
        assert reader.unpack(b"PK").problems == ["the archive is no zip that can be read"]
    finally:
        reader.close()


# --- the roster


@pytest.mark.parametrize(
    ("lines", "absent"),
    [
        (
            [
                "Student,ID,SIS Login ID,Section", "    Points Possible,,,", '"Doe, Jane",1234,jd,A',
                '"Roe, Ben",77,br,A', '"Fox, Ann",9,af,A',
            ],
            ["Fox, Ann"],
        ),
        (
            [
                "Identifier,Full name,Email address", "Participant 1234,Jane Doe,j@x.edu",
                "Participant 77,Ben Roe,b@x.edu", "Participant 9,Ann Fox,a@x.edu",
            ],
            ["Ann Fox"],
        ),
        (
            ["\ufeffFirst Name;Last Name;SID;Email", "Jane;Doe;5;j@x.edu", "Ben;Roe;6;b@x.edu", "Ann;Fox;7;a@x.edu"],
            ["Ann Fox"],
        ),
    ],
)  # fmt: skip
def test_a_roster_has_a_row_for_everybody(tmp_path, lines, absent):
    (tmp_path / "roster.csv").write_text("\n".join(lines), encoding="utf-8")
    roster = Roster(read_roster(tmp_path / "roster.csv"))
    files = {"doejane_1234_1_functions.py": WORK, "roeben_77_2_functions.py": WORK, "mallory_5_3_functions.py": WORK}
    seen = see(lay(tmp_path / "class", files), roster=roster)
    assert [one.student for one in seen.absent] == absent
    assert len(seen) == 3
    (stranger,) = (flags for flags in seen.flags.values() if flags)
    assert stranger == ["the roster does not have this student"]


def test_two_of_one_name_are_told_apart_by_their_numbers(tmp_path):
    (tmp_path / "r.csv").write_text("Name,ID,Email\nJane Doe,1,a@x.edu\nJane Doe,2,b@x.edu\n", encoding="utf-8")
    files = {"doejane_1_1_functions.py": WORK, "doejane_2_2_functions.py": OTHER}
    seen = see(lay(tmp_path / "class", files), roster=Roster(read_roster(tmp_path / "r.csv")))
    assert {name: one.who.mail for name, one in seen.who.items()} == {
        "Jane Doe (1)": "a@x.edu",
        "Jane Doe (2)": "b@x.edu",
    }
    assert seen.absent == []


def test_a_table_of_something_else_is_no_roster(tmp_path):
    (tmp_path / "r.csv").write_text("colour,size\nred,3\n", encoding="utf-8")
    with pytest.raises(UsageError, match="no column that tells who is who"):
        read_roster(tmp_path / "r.csv")


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_workbook_is_to_be_saved_as_csv(tmp_path, start):
    (tmp_path / "r.xlsx").write_bytes(start + bytes(range(256)))
    with pytest.raises(UsageError, match=r"is a workbook or an archive\. Save the table as CSV, .*--roster FILE"):
        read_roster(tmp_path / "r.xlsx")


@pytest.mark.parametrize(("first", "sign"), [("sep=;", ";"), ("sep=,\r", ","), ("sep=\t", "\t"), ('"sep=|"', "|")])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_the_line_that_tells_excel_the_sign_between_fields_is_no_heading(tmp_path, first, sign, encoding):
    table = [("Name", "Email"), ("Jane, Ray; Doe" if sign not in ",;" else "Jane", "jane@x.edu")]
    text = "\n".join([first, *(sign.join(line) for line in table)])
    (tmp_path / "r.csv").write_bytes(text.encode(encoding))
    (row,) = read_roster(tmp_path / "r.csv")
    assert (row.who.name, row.who.mail) == (table[1][0], "jane@x.edu")


def test_a_class_of_300_in_mixed_layouts_loses_nobody(tmp_path):
    files = {}
    for number in range(50):
        name = f"n{number:03}"
        files |= {
            f"canvas{name}_{1000 + number}_{5000 + number}_functions.py": WORK,
            f"Moodle {name}_{2000 + number}_assignsubmission_file_/functions (1).py": WORK,
            f"plain {name}/week1/functions.py": WORK,
            f"repo-{name}/a/b/c/exercises/functions.py": WORK,
            f"book {name}.ipynb": notebook(WORK),
            f"zip {name}/hw.zip": zipped({"hw/functions.py": WORK}),
        }
    seen = see(lay(tmp_path / "class", files))
    assert len(seen) == 300
    assert all(seen[student].keys() == {"functions"} for student in seen)
    assert not any(seen.flags.values())
    assert seen.left == []


def test_metadata_that_is_no_list_of_people_is_text():
    lines = [
        "submission_1:", "  :submitters: &a", "  - :name: !!python/object/apply:os.system ['id']", "    :sid: '7'",
        "submission_2: *a",
        "submission_3:", "    ':submitters':", "        - ':name': Jane  # x", "          ':sid': 9",
        "submission_3:", "  :submitters:", "  - :name: Mallory", "other:", "  :submitters:", "  - :name: Nobody",
    ]  # fmt: skip
    found = read_lines(lines)
    assert {folder: [who.name for who in people] for folder, (people, _) in found.items()} == {
        "submission_1": ["7"], "submission_3": ["Jane"],
    }  # fmt: skip


@pytest.mark.parametrize("way", ["a folder", "a zip"])
def test_of_a_kit_only_what_its_student_wrote_is_told(tmp_path, way):
    kit = {
        "kit/exercises/__init__.py": "", "kit/exercises/functions.py": WORK,
        "kit/notebooks/functions.ipynb": notebook(STUB),
        "kit/grader/submission/functions.py": OTHER, "kit/grader/course/checks/functions.py": OTHER,
        "kit/grader/__init__.py": "", "kit/site/index.html": "",
    }  # fmt: skip
    home = "hw.zip/kit/exercises" if way == "a zip" else "kit/exercises"
    for student, more in (("ada", {}), ("eve", {"kit/notebooks/functions.ipynb": notebook(OTHER)})):
        files = kit | more
        lay(tmp_path / "class", {f"{student}/hw.zip": zipped(files)} if way == "a zip" else {f"{student}/{n}": d for n, d in files.items()})  # fmt: skip  # noqa: E501
    seen = see(tmp_path / "class")
    assert seen["ada"] == {"functions": f"{home}/functions.py"}
    assert (seen.notes["ada"], seen.flags["ada"]) == ([f"the unit files were in {home}"], [])
    assert seen.notes["eve"][1:] == [f"not used: {home.removesuffix('exercises')}notebooks/functions.ipynb"]


@pytest.mark.parametrize(
    ("name", "unit", "plain"),
    [
        ("matrices.py", "matrices", True), ("matrix_calculus (2).py", "matrix_calculus", False),
        ("Multiple Inputs.py", "multiple_inputs", False), ("functions.py (1).txt", "functions", False),
        ("functions_and_chains.py", None, None), ("malfunctions.py", None, None), ("functional.py", None, None),
        ("Kopie von functions.py", "functions", False), ("functions.py.py", "functions", False),
        ("ｆｕｎｃｔｉｏｎｓ.py", "functions", False), ("functions", "functions", False),
    ],
)  # fmt: skip
def test_which_unit_a_name_means(name, unit, plain):
    found = unit_of(name, UNITS)
    assert found == (None if unit is None else (unit, plain))


@pytest.mark.parametrize(
    "names",
    [
        ["oneil_11_101_functions.py", "liu_14_105_functions.py"],
        ["Seán O_123_assignsubmission_file/functions.py", "李_125_assignsubmission_file/functions.py"],
    ],
)
def test_a_download_that_nobody_unpacked_is_told(tmp_path, names):
    told = "download.zip is the download of a class; unpack it, and name the folder it becomes"
    seen = see(lay(tmp_path / "class", {"download.zip": zipped(dict(zip(names, (WORK, OTHER), strict=True)))}))
    assert told in seen.flags["download"]
    seen = see(
        lay(tmp_path / "own", {"ada.zip": zipped({names[0]: WORK}), "ben.zip": zipped({"a/functions.py": WORK})})
    )
    assert seen.flags == {"ada": [], "ben": []}


def test_what_gradescope_does_not_name_has_a_flag(tmp_path):
    person = "  :submitters:\n  - :name: Jane Doe\n    :sid: '1'\n    :email: jane@x.edu\n"
    files = {f"submission_{number}/functions.py": WORK for number in (1, 2, 3)}
    files |= {"submission_metadata.yml": f"submission_1:\n{person}:submission_2:\n{person.replace('ane', 'im')}"}
    seen = see(lay(tmp_path / "class", files))
    assert set(seen) == {"Jane Doe", "Jim Doe", "submission_3"}
    none, whose = [], ["submission_metadata.yml does not say whose it is"]
    assert seen.flags == {"Jane Doe": none, "Jim Doe": none, "submission_3": whose}


def test_two_of_one_name_in_the_roster_are_told_apart_by_a_person(tmp_path):
    (tmp_path / "roster.csv").write_text("Name,ID\nada,1\nada,2\ncem,3\n")
    folder = lay(tmp_path / "class", {"ada/functions.py": WORK, "ben/functions.py": WORK, "cem/functions.py": WORK})
    found = read_class(folder, UNITS, None, Roster(read_roster(tmp_path / "roster.csv")))
    flags = {one.path.name: one.flags for one in found.handed}
    of_two, of_none = "the roster has 2 of this name: which one is meant?", "the roster does not have this student"
    assert flags == {"ada": (of_two,), "ben": (of_none,), "cem": ()}
    assert [one.who.id for one in found.absent] == ["1", "2"]
