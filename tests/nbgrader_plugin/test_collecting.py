"""`nbgrader zip_collect` finds students by the layouts that `grader batch` knows."""

import shutil
import zipfile

import warm_start
from classroom import BIN, ROOT

PEOPLE = """submission_5:
  :submitters:
  - :name: Jane Doe
    :sid: '../../evil'
  :created_at: 2026-03-01 12:00:00.25 Z
"""


def collected(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    from grader.nbgrader_plugin.collecting import LayoutCollectorPlugin  # imports all of nbgrader

    plugin = LayoutCollectorPlugin()
    return {name: plugin.collect(str(folder / name)) for name in files if not name.endswith(".yml")}


def test_canvas_and_moodle(tmp_path):
    canvas = {"doejane_LATE_12_55_chains-1.ipynb": "{}", "roeben_13_56_x_1_2_chains.ipynb": "{}"}
    assert list(collected(tmp_path / "downloaded" / "extracted", canvas).values()) == [
        {"student_id": "12", "file_id": "chains.ipynb"},
        {"student_id": "13", "file_id": "x_1_2_chains.ipynb"},
    ]
    moodle = {
        "Jane Doe_77_assignsubmission_file_/chains (1).ipynb": "{}",
        "Ben Roe_78_assignsubmission_file_/chains.ipynb": "{}",
        "Ben Roe_79_assignsubmission_file_/chains.ipynb": "{}",
        "notes.txt": "",
    }
    *found, nobody = collected(tmp_path / "extracted" / "ps1", moodle).values()
    assert [one["student_id"] for one in found] == ["Jane Doe", "Ben Roe (78)", "Ben Roe (79)"], "78 is of this task"
    assert {one["file_id"] for one in found} == {"chains.ipynb"}
    assert nobody is None


def test_gradescope_and_names_that_lead_out(tmp_path):
    files = {"submission_metadata.yml": PEOPLE, "submission_5/chains.ipynb": "{}"}
    (found,) = collected(tmp_path / "extracted", files).values()
    assert found == {"student_id": "_.._evil", "file_id": "chains.ipynb", "timestamp": "2026-03-01 12:00:00 UTC"}


def test_a_students_folder_is_nobody_elses(tmp_path):
    inner = "doejane_12_55_a/roeben_13_56_chains.ipynb"
    assert list(collected(tmp_path / "extracted", {inner: "{}", "roeben_13_57_b/chains.ipynb": "{}"}).values()) == [
        {"student_id": "12", "file_id": "a"} | {"file_id": "roeben_13_56_chains.ipynb"},
        {"student_id": "13", "file_id": "chains.ipynb"},
    ]
    assert collected(tmp_path / "plain", {"mine.ipynb": "{}"}) == {"mine.ipynb": None}


CANVAS = {"doejane_LATE_12_55_chains-1.ipynb": "12", "roeben_13_56_chains.ipynb": "13"}
MOODLE = {
    "Jane Doe_77_assignsubmission_file_/functions (1).ipynb": "Jane Doe",
    "Ben Roe_78_assignsubmission_file_/functions.ipynb": "Ben Roe",
}


def test_the_real_command_with_the_course_s_configuration(tmp_path):
    """In one run for each platform, from the zip that it hands over to `submitted/`."""
    shutil.copy(ROOT / "nbgrader" / "nbgrader_config.py", tmp_path)
    for unit, files in (("chains", CANVAS), ("functions", MOODLE)):
        archive = tmp_path / "downloaded" / unit / "archive"
        archive.mkdir(parents=True)
        with zipfile.ZipFile(archive / "submissions.zip", "w") as made:
            for name in files:
                made.writestr(name, name)
        command = [BIN / "nbgrader", "zip_collect", unit]
        done = warm_start.run(command, packages=warm_start.TEACH, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        for name, student in files.items():
            assert (tmp_path / "submitted" / student / unit / f"{unit}.ipynb").read_text() == name
