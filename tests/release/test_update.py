"""`grader update`: work comes along into a newer kit, and nothing that was edited there is lost."""

import shutil
import subprocess
import sys

import pytest
from helpers import SOLUTIONS, run_grader

from grader.course.stubs import stub_of

MINE = "def square(x):\n    return x * x\n"


@pytest.fixture
def old(functions, tmp_path):
    return shutil.copytree(functions.folder, tmp_path / "old kit", ignore=shutil.ignore_patterns("site"))


@pytest.fixture
def new(ran, tmp_path):
    """A kit without its pages, which are most of it."""
    return shutil.copytree(ran, tmp_path / "new kit", ignore=shutil.ignore_patterns("site"))


def update(new, old):
    done = run_grader("update", old, cwd=new, text=True)
    return done.returncode, done.stdout + done.stderr


def write(kit, unit, name, body):
    path = kit / "exercises" / f"{unit}.py"
    text = path.read_text(encoding="utf-8")
    stub = stub_of(unit, name)
    path.write_text(text.replace(stub, stub.replace("raise NotImplementedError", body)), encoding="utf-8")


def text_of(kit, unit):
    return (kit / "exercises" / f"{unit}.py").read_text(encoding="utf-8")


def test_nothing_written_is_nothing_to_bring(old, new):
    before = {path: path.read_bytes() for path in new.rglob("*.*") if path.is_file() and "grader" not in path.parts}
    code, said = update(new, old)
    assert code == 0
    assert "nothing in" in said
    assert all(path.read_bytes() == data for path, data in before.items())


def test_what_was_written_comes_along_with_helpers_and_notebooks(old, new):
    write(old, "functions", "square", "return _times(x, x)\n\n\ndef _times(a, b):\n    return a * b")
    (old / "exercises" / "tools.py").write_text("ten = 10\n", encoding="utf-8")
    notebook = old / "notebooks" / "functions.ipynb"
    notebook.write_text(notebook.read_text(encoding="utf-8").replace("raise NotImplementedError", "return 1"))
    code, said = update(new, old)
    assert code == 0
    assert "exercises/functions.py: brought square, with _times\n" in said
    assert "exercises/tools.py: brought as it is" in said
    assert "notebooks/functions.ipynb: brought as it is" in said
    assert "def _times" in text_of(new, "functions")
    assert text_of(new, "tools") == "ten = 10\n"
    assert (new / "notebooks" / "functions.ipynb").read_bytes() == notebook.read_bytes()
    assert update(new, old)[1].startswith("There is nothing in")


def test_a_zip_of_the_exercises_is_an_old_kit_as_well(old, new, tmp_path):
    write(old, "functions", "square", "return x * x")
    (old / "exercises" / "tools.py").write_text("ten = 10\n", encoding="utf-8")
    (new / "exercises" / "tools.py").write_text("ten = 11\n", encoding="utf-8")
    zipped = shutil.make_archive(tmp_path / "exported", "zip", old, "exercises")
    code, said = update(new, zipped)
    assert code == 1
    assert "exercises/functions.py: brought square" in said
    assert f"tools.py was edited here, too, and stays. The older one: {zipped}/exercises/tools.py" in said
    assert "return x * x" in text_of(new, "functions")
    (tmp_path / "broken.zip").write_bytes(b"PK")
    assert update(new, tmp_path / "broken.zip")[0] == 2


def test_what_is_new_in_the_newer_kit_stays_as_a_stub(new, chains, tmp_path):
    old = shutil.copytree(chains.folder, tmp_path / "chains")
    write(old, "derivatives", "deriv", "return (func(input_ + delta) - func(input_ - delta)) / (2 * delta)")
    code, said = update(new, old)
    assert code == 0
    assert "brought deriv; new stubs: approximate_derivative, step_errors, tangent_line" in said
    text = text_of(new, "derivatives")
    assert "return (func(input_ + delta)" in text
    assert stub_of("derivatives", "step_errors") in text
    assert subprocess.run([sys.executable, "-c", "import exercises.derivatives"], cwd=new, check=False).returncode == 0


def test_a_file_edited_in_both_keeps_what_stands_in_the_new_one(old, new):
    write(old, "functions", "square", "return x * x")
    write(old, "functions", "relu", "return np.maximum(x, 0)")
    write(old, "functions", "sigmoid", "return _helper(x)")
    with (old / "exercises" / "functions.py").open("a", encoding="utf-8") as file:
        file.write("\n\ndef _helper(x):\n    return x\n")
    write(new, "functions", "square", "return x**2")
    code, said = update(new, old)
    assert code == 1
    assert "exercises/functions.py: brought relu" in said
    assert "LEFT    exercises/functions.py: sigmoid needs _helper" in said
    text = text_of(new, "functions")
    assert "return x**2" in text
    assert "return x * x" not in text
    assert "return np.maximum(x, 0)" in text
    assert stub_of("functions", "sigmoid") in text


def test_what_the_new_kit_gives_is_said_to_stay_in_the_older_one(old, chains, tmp_path):
    """A kit of chains has no exercises of functions; what was written there may be wanted in a third kit."""
    new = shutil.copytree(chains.folder, tmp_path / "chains")
    assert update(new, old)[1].startswith("There is nothing in")
    write(old, "functions", "square", "return x * x")
    before = text_of(new, "functions")
    code, said = update(new, old)
    assert code == 1
    there = old / "exercises" / "functions.py"
    assert f"LEFT    exercises/functions.py: this kit gives it, and yours stays in the older one: {there}" in said
    assert text_of(new, "functions") == before


def test_line_ends_stay_as_they_are(old, new, tmp_path):
    write(old, "functions", "square", "return x * x")
    write(old, "functions", "relu", "return np.maximum(x, 0)")
    edited = shutil.copytree(new, tmp_path / "edited kit")
    write(edited, "functions", "square", "return x**2")
    for kit in (old, edited):
        path = kit / "exercises" / "functions.py"
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    for kit, brought in ((new, "brought square, relu"), (edited, "brought relu")):
        assert brought in update(kit, old)[1]
        data = (kit / "exercises" / "functions.py").read_bytes()
        assert data.count(b"\r\n") == data.count(b"\n") > 50
        assert b"\r\r" not in data


def test_what_a_file_edited_in_both_lacks_or_has_otherwise_is_named(old, new):
    write(old, "functions", "square", "return x * x")
    write(old, "functions", "relu", "return np.maximum(x, 0)")
    with (old / "exercises" / "functions.py").open("a", encoding="utf-8") as file:
        file.write("\n\nSTEP = 0.1\n\n\ndef _helper(x):\n    return x\n")
    write(new, "functions", "square", "return x**2")
    write(new, "functions", "relu", "return np.maximum(x, 0)  # the same")
    before = text_of(new, "functions")
    code, said = update(new, old)
    assert code == 1
    where = old / "exercises" / "functions.py"
    told = "was edited here, too. It differs in square and lacks STEP, _helper, and stays so. The older one: "
    assert f"LEFT    exercises/functions.py {told}{where}\n" in said
    assert "nothing in" not in said
    assert text_of(new, "functions") == before


def test_files_of_ones_own_and_notebooks_edited_in_both_stay(old, new):
    for kit in (old, new):
        (kit / "exercises" / "tools.py").write_text(f"name = {kit.name!r}\n", encoding="utf-8")
        (kit / "notebooks" / "functions.ipynb").write_text(kit.name, encoding="utf-8")
    code, said = update(new, old)
    assert code == 1
    assert said.count("LEFT ") == 2
    assert text_of(new, "tools") == "name = 'new kit'\n"
    assert (new / "notebooks" / "functions.ipynb").read_text(encoding="utf-8") == "new kit"


def test_a_file_that_cannot_be_read_is_left(old, new):
    (old / "exercises" / "functions.py").write_text("def square(x:\n", encoding="utf-8")
    code, said = update(new, old)
    assert code == 1
    assert "cannot be read as Python" in said
    assert stub_of("functions", "square") in text_of(new, "functions")


def test_a_whole_course_folder_serves_as_the_old_kit(new, tmp_path):
    folder = tmp_path / "clone" / "exercises"
    folder.mkdir(parents=True)
    (folder / "functions.py").write_bytes((SOLUTIONS / "functions.py").read_bytes())
    code, said = update(new, tmp_path / "clone")
    assert code == 0
    assert "brought square, relu, leaky_relu, sigmoid" in said


@pytest.mark.parametrize("place", ["nowhere", "new kit", "new kit/exercises"])
def test_what_is_no_older_kit_is_refused(place, new, tmp_path):
    code, said = update(new, tmp_path / place)
    assert code == 2
    assert "grader update FOLDER" in said
