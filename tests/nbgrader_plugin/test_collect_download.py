"""`grader collect`: a platform's download becomes `submitted/`, whatever students and browsers called their files."""

import importlib
import io
import json
import re
import shutil
import warnings
import zipfile

import pytest
from classroom import CONFIG

from grader.cli.main import main
from grader.submission.reader import LocalReader

DERIV = "def deriv(func, input_, delta=0.001):\n    return (func(input_ + delta) - func(input_)) / delta\n"
RIGHT = DERIV.replace("func(input_))", "func(input_ - delta))").replace("/ delta", "/ (2 * delta)")
STUB = 'def deriv(func, input_, delta=0.001):\n    raise NotImplementedError("deriv")\n'
CHAINS = "def chain_length_2(chain, x):\n    return chain[1](chain[0](x))\n"


def notebook(*sources):
    cells = [{"cell_type": "code", "source": source, "metadata": {}, "outputs": []} for source in sources]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name may stand in a zip twice
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


class Reader(LocalReader):
    """Reads in this process."""

    def __init__(self, *, jail):
        assert jail

    def close(self):
        pass


class Course:
    """A course folder, and downloads that are collected into it."""

    def __init__(self, folder, capsys, gradebook):
        self.folder, self._capsys, self._empty = folder, capsys, gradebook
        shutil.copy(CONFIG, folder)

    def collect(self, files, *words, code=0):
        """Collect a zip of these files; what was said."""
        path = self.folder / "download.zip"
        path.write_bytes(zipped(files.items() if isinstance(files, dict) else files))
        assert main(["collect", str(path), *words]) == code, self._capsys.readouterr()
        return self._capsys.readouterr().out

    def put(self, student, text, unit="derivatives", time=None):
        folder = self.folder / "submitted" / student / unit
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{unit}.ipynb").write_text(text)
        if time:
            (folder / "timestamp.txt").write_text(time)

    def students(self, *words):
        """The names of those whom the gradebook has, these among them."""
        if not (self.folder / "gradebook.db").exists():
            shutil.copy(self._empty, self.folder)
        with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            patch.chdir(self.folder)
            from nbgrader.api import Gradebook

            with Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}") as gradebook:
                for name in words:
                    gradebook.add_student(name[0], first_name=name[1], last_name=name[2], email=name[3])
                return {one.id: (one.first_name, one.last_name) for one in gradebook.students}

    @property
    def there(self):
        """The files of `submitted/` and of `earlier/`, and what stands in them."""
        places = [path for step in ("submitted", "earlier") for path in (self.folder / step).rglob("*")]
        return {str(path.relative_to(self.folder)): path.read_text() for path in places if path.is_file()}


@pytest.fixture
def course(tmp_path, capsys, monkeypatch, gradebook):
    (tmp_path / "course").mkdir()
    monkeypatch.chdir(tmp_path / "course")
    monkeypatch.setenv("HOME", str(tmp_path))
    module = importlib.import_module("grader.nbgrader_plugin.commands.collect")
    monkeypatch.setattr(module, "ConfinedReader", Reader)  # the real one has tests of its own, and one in `test_lms`
    warnings.simplefilter("ignore")
    return Course(tmp_path / "course", capsys, gradebook)


def test_canvas(course):
    course.students(("jdoe", "Jane", "Smith", None))
    said = course.collect(
        {
            "doejane_LATE_12_50_derivatives.ipynb": notebook(DERIV),
            "doejane_LATE_12_61_derivatives-1.ipynb": notebook(RIGHT),
            "roeben_13_51_mine.zip": zipped({"hw/derivatives (2).ipynb": notebook(RIGHT), "hw/._x.ipynb": "x"}.items()),
            "leeann_14_52_homework.ipynb": notebook("import numpy", RIGHT),
            "leeann_14_53_chains.ipynb": notebook(DERIV, CHAINS),
            "oddnils_15_54_derivatives.ipynb": "{no notebook",
            "words_16_text.html": "<p>I could not open it</p>",
            "dosed_17_55_derivatives.py": RIGHT,
        },
        code=1,
    )
    there = course.there
    assert {name: there[f"submitted/{name}/derivatives/derivatives.ipynb"] for name in ("12", "13", "14", "15")} == {
        "12": notebook(RIGHT), "13": notebook(RIGHT), "14": notebook("import numpy", RIGHT), "15": "{no notebook",
    }  # fmt: skip
    assert "submitted/16/derivatives/handed_in/words_16_text.html" in there
    assert "submitted/17/derivatives/handed_in/dosed_17_55_derivatives.py" in there
    assert len(there) == 6
    assert "12  (doejane): derivatives-1.ipynb, new" in said
    assert "note: handed in late" in said
    assert "derivatives from derivatives-1.ipynb; left aside: derivatives.ipynb" in said
    assert "look: no notebook of derivatives, but derivatives.py" in said
    assert "1 handed in notebooks of chains, too" in said
    assert course.students()["12"] == ("", "doejane")


def test_moodle(course):
    files = {
        "Jane Doe_1234_assignsubmission_file_/derivatives.ipynb": notebook(RIGHT),
        "Jane Doe_1234_assignsubmission_onlinetext_/onlinetext.html": "<p>see my file</p>",
        "Núria O'Roé_1235_assignsubmission_file_/a/b/derivatives.ipynb.txt": notebook(RIGHT),
        "Ben Roe_1236_assignsubmission_file_/derivatives.ipynb": notebook(RIGHT),
        "Ben Roe_1237_assignsubmission_file_/derivatives.ipynb": notebook(DERIV),
        "Mia Ng_1238_assignsubmission_onlinetext_/onlinetext.html": "<p>nothing</p>",
    }
    said = course.collect(files, "--layout", "moodle", code=1)
    names = {path.parent.parent.name for path in course.folder.glob("submitted/*/*/derivatives.ipynb")}
    assert names == {"Jane Doe", "Núria O'Roé", "Ben Roe (1236)", "Ben Roe (1237)"}
    assert (
        "submitted/Mia Ng/derivatives/handed_in/Mia Ng_1238_assignsubmission_onlinetext_/onlinetext.html"
        in course.there
    )
    assert "an online text was handed in, too" in said
    assert not (course.folder / "gradebook.db").exists()
    worksheet = "Identifier,Full name,Email address\n" + "".join(
        f"Participant {number},Ben Roe,ben{number}@x.edu\n" for number in (1336, 1337)
    )
    (course.folder / "sheet.csv").write_text(worksheet)
    again = {
        name.replace("_12", "_13").replace("derivatives", "chains"): notebook(CHAINS)
        for name in files
        if name.startswith("Ben")
    }
    course.collect(again, "--roster", "sheet.csv")
    assert {path.parent.parent.name for path in course.folder.glob("submitted/*/*/chains.ipynb")} == {
        "ben1336@x.edu", "ben1337@x.edu",
    }  # fmt: skip


def test_the_gradebook_knows_who_is_who(course):
    course.students(("jdoe", "Jane", "Doe", "jane@x.edu"), ("broe", "Ben", "Roe", None))
    files = {
        "Jane Doe_1_assignsubmission_file_/derivatives.ipynb": notebook(RIGHT),
        "Ben Roe_2_assignsubmission_file_/derivatives.ipynb": notebook(RIGHT),
        "Ben Roe_3_assignsubmission_file_/derivatives.ipynb": notebook(RIGHT),
    }
    course.collect(files)
    names = {path.parent.parent.name for path in course.folder.glob("submitted/*/*/derivatives.ipynb")}
    assert names == {"jdoe", "Ben Roe (2)", "Ben Roe (3)"}, "of two with the name, the one that is known is not certain"


@pytest.mark.parametrize("gradebook_is_there", [False, True])
def test_a_namesake_who_hands_in_later_changes_nobody_s_name(course, gradebook_is_there):
    if gradebook_is_there:
        course.students(("jdoe", "Jane", "Doe", None))
    name = "José García_{}_assignsubmission_file_/derivatives.ipynb"
    first, second = {name.format(103): notebook(DERIV)}, {name.format(104): notebook(STUB)}
    course.collect(first)
    course.collect(first | second)
    places = {"José García": notebook(DERIV), "José García (104)": notebook(STUB)}
    there = {f"submitted/{who}/derivatives/derivatives.ipynb": text for who, text in places.items()}
    assert course.there == there
    kept = json.loads((course.folder / "collected" / "derivatives.json").read_text(encoding="utf-8"))
    assert {who: one["id"] for who, one in kept.items()} == {"José García": "103", "José García (104)": "104"}
    assert course.collect(second | first).count("there already") == 2
    third = {name.format(105): notebook(RIGHT), name.format(104): notebook(STUB)}
    course.collect(third)
    assert course.there == there | {"submitted/José García (105)/derivatives/derivatives.ipynb": notebook(RIGHT)}


def test_another_task_of_the_platform_has_other_numbers_for_the_same_people(course):
    name = "José García_{}_assignsubmission_file_/derivatives.ipynb"
    course.collect({name.format(103): notebook(DERIV)})
    assert "in place of an earlier one" in course.collect({name.format(777): notebook(RIGHT)})
    assert course.there["submitted/José García/derivatives/derivatives.ipynb"] == notebook(RIGHT)


def test_nothing_is_overwritten_without_a_word(course):
    name = "submitted/12/derivatives/derivatives.ipynb"
    first = {"doejane_12_50_derivatives.ipynb": notebook(DERIV)}
    second = {"doejane_12_61_derivatives-1.ipynb": notebook(RIGHT)}
    course.collect(first)
    graded = course.folder / "autograded" / "12" / "derivatives"
    graded.mkdir(parents=True)
    said = course.collect(second, "--look")
    assert "derivatives-1.ipynb, in place of an earlier one" in said
    assert course.there[name] == notebook(DERIV), "it was only looked"
    said = course.collect(second)
    assert "what was there is kept in earlier/12/derivatives/1" in said
    assert course.there == {name: notebook(RIGHT), "earlier/12/derivatives/1/derivatives.ipynb": notebook(DERIV)}
    assert not graded.exists(), "so that it is graded anew"
    assert "older than what is there" in course.collect(first)
    assert "there already" in course.collect(second)
    course.put("12", "mended by hand")
    course.collect(second)
    assert course.there[name] == "mended by hand"
    course.collect({"doejane_12_70_derivatives-2.ipynb": notebook(STUB)})
    assert course.there["earlier/12/derivatives/2/derivatives.ipynb"] == "mended by hand"


def test_times_are_kept_and_the_later_one_counts(course):
    person = "submission_{}:\n  :submitters:\n  - :name: Jane Doe\n    :sid: jdoe\n"
    people = f"{person}  :created_at: 2026-03-{{}} 12:00:00.5 Z\n"
    for number, day, state in ((5, "02", "new"), (4, "01", "older"), (6, "03", "in place")):
        files = {
            "submission_metadata.yml": people.format(number, day),
            f"submission_{number}/derivatives.ipynb": notebook(RIGHT, str(number)),
        }
        assert (state in course.collect(files)) == (state != "new")
    assert course.there["submitted/jdoe/derivatives/timestamp.txt"] == "2026-03-03 12:00:00 UTC"
    assert course.there["earlier/jdoe/derivatives/1/timestamp.txt"] == "2026-03-02 12:00:00 UTC"
    course.put("bob", notebook(DERIV), time="2026-04-01 10:00:00 UTC")
    files = {
        "submission_metadata.yml": people.format(7, "20").replace("jdoe", "bob").replace("Jane Doe", "Bob Ray"),
        "submission_7/derivatives.ipynb": notebook(RIGHT),
    }
    assert "bob  (Bob Ray): derivatives.ipynb, older" in course.collect(files)


@pytest.mark.parametrize(
    ("files", "words", "says"),
    [
        (
            {"a_1_2_derivatives.ipynb": notebook(RIGHT), "b_2_3_chains.ipynb": notebook(CHAINS)},
            (),
            "several assignments",
        ),
        ({"a_1_2_x.ipynb": notebook("x = 1"), "b_2_3_y.ipynb": "[]"}, (), "No notebook in it tells its assignment"),
        ({"a_1_2_x.ipynb": notebook(RIGHT)}, ("integrals",), "integrals is no assignment"),
        ({"a_1_2_x.ipynb": notebook(RIGHT)}, ("--layout", "moodle"), "has not the layout moodle"),
        ({}, (), "nothing that a student handed in"),
    ],
)
def test_what_is_not_certain_is_refused(course, capsys, files, words, says):
    (course.folder / "x.zip").write_bytes(zipped(files.items()))
    assert main(["collect", "x.zip", *words]) == 2
    assert says in capsys.readouterr().err
    assert course.there == {}


def test_the_assignment_is_told_by_what_stands_in_renamed_notebooks(course):
    own = notebook(DERIV, CHAINS, "def chain_length_3(chain, x):\n    return x\n")  # with functions of an earlier unit
    files = {f"s{at}_{at}_{at + 9}_homework.ipynb": own for at in (1, 2)}
    assert "chains: 2 handed in" in course.collect(files, "--look")


def test_the_next_command_quotes_the_download(course, capsys):
    path = course.folder / "my download.zip"
    path.write_bytes(zipped({"a_1_2_x.ipynb": notebook(RIGHT)}.items()))
    assert main(["collect", str(path), "derivatives", "--look"]) == 0
    assert f"collect '{path}' derivatives\n" in capsys.readouterr().out


def test_odd_zips(course, capsys):
    files = [
        ("../../evil_1_2_derivatives.ipynb", "x"),
        ("/abs_1_3_derivatives.ipynb", "x"),
        ("doejane_12_50_derivatives.ipynb", notebook(RIGHT)),
        ("doejane_12_50_derivatives.ipynb", notebook(DERIV)),
        (f"long_13_51_derivatives{'x' * 300}.ipynb", notebook(RIGHT)),
    ]
    said = course.collect(files, "derivatives", code=1)
    assert course.there == {f"submitted/{name}/derivatives/derivatives.ipynb": notebook(RIGHT) for name in ("12", "13")}
    assert said.count("leads out of it") == 2
    assert "stands in the zip twice; the first counts" in said
    assert not list(course.folder.parent.glob("*evil*"))
    (course.folder / "no.zip").write_bytes(b"PK nothing")
    assert main(["collect", "no.zip"]) == 2
    assert "is no zip that can be read" in capsys.readouterr().err


def test_names_in_old_zips_are_read(course):
    data = zipped({"Jane D__e_1_assignsubmission_file_derivatives.ipynb": notebook(RIGHT)}.items())
    (course.folder / "old.zip").write_bytes(data.replace(b"Jane D__e", "Jane Döe".encode()))
    assert main(["collect", "old.zip"]) == 0
    assert list(course.there) == ["submitted/Jane Döe/derivatives/derivatives.ipynb"]


def test_links_of_an_unpacked_download_lead_nowhere(course):
    folder = course.folder / "download" / "Jane Doe_1_assignsubmission_file_"
    folder.mkdir(parents=True)
    (course.folder / "seed.secret").write_text("7")
    (folder / "derivatives.ipynb").symlink_to(course.folder / "seed.secret")
    (folder / "mine.txt").symlink_to(course.folder / "seed.secret")
    assert main(["collect", "download", "derivatives"]) == 1
    assert not any(re.search("^7$", text) for text in course.there.values())
