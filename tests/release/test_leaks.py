"""Nothing leaks: no solution, no hidden check, no misconception's code is in a kit; and the search finds each."""

import io
import json
import lzma
import py_compile
import subprocess
import zipfile

import pytest
from helpers import ROOT, SOLUTIONS
from kits import in_kit, report_of
from leaks import files_of, inputs

from grader.authoring.notebooks import build
from grader.authoring.notebooks.build import Choices
from grader.course.checks_of import hidden_checks
from grader.course.open_reference import open_reference
from grader.course.syllabus import load_course
from grader.protocol.wire import encode
from grader.release.choice import choose, stubs
from grader.release.make import make_release


def test_a_kit_holds_no_secret(made, forbidden):
    assert forbidden.found_in(files_of(made.folder)) == []


def test_its_zip_holds_no_secret(made, forbidden):
    assert forbidden.found_in({"kit.zip": made.archive.read_bytes()}) == []


def test_a_wheel_built_from_it_holds_no_secret(kit, forbidden, tmp_path):
    subprocess.run(
        ["uv", "build", "--offline", "--wheel", "--out-dir", tmp_path / "dist", kit], check=True, timeout=600
    )
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    assert forbidden.found_in({wheel.name: wheel.read_bytes()}) == []
    names = zipfile.ZipFile(wheel).namelist()
    assert {"grader/course/reference.py", "grader/course/answers/deriv.xz", "exercises/chains.py"} <= set(names)


def test_given_functions_are_the_only_code_of_solutions(forbidden):
    release = choose(["training"], load_course(), Choices(("derivatives", "matrices", "multiple_inputs")))
    files = {f"exercises/{name}.py": text.encode() for name, text in stubs(release).items()}
    found = forbidden.found_in(files)
    assert {line.split()[1] for line in found if line.endswith("is written")} == {
        "deriv", "matmul_forward", "matmul_backward_second", "partial_derivative", "gradient",
    }  # fmt: skip


def test_a_kit_with_given_functions_grades_what_is_asked(monkeypatch, tmp_path, forbidden):
    monkeypatch.setattr(build, "read_choices", lambda _course: Choices(("functions", "derivatives")))
    kit = make_release(tmp_path, ["chains"]).folder
    found = forbidden.found_in(files_of(kit))
    assert {line.partition(": ")[2] for line in found} <= {
        "deriv is written",
        "the code of solutions/derivatives.py: deriv",
    }
    assert {line.partition(": ")[0] for line in found} == {"exercises/derivatives.py", "notebooks/chains.ipynb"}
    assert {e["verdict"] for e in report_of(kit)["exercises"]} == {"todo"}
    (kit / "exercises" / "chains.py").write_bytes((SOLUTIONS / "chains.py").read_bytes())
    assert [(e["name"], e["verdict"]) for e in report_of(kit)["exercises"]] == [
        (exercise.name, "pass") for exercise in load_course().unit("chains").exercises
    ]
    assert "[x] chain_deriv_2" in in_kit(kit).stdout
    asked = in_kit(kit, "hint", "deriv")
    assert asked.returncode == 2
    assert "no unit or function named deriv" in asked.stderr


# --- each kind of leak is found


def body(kind, unit):
    return (ROOT / kind / f"{unit}.py").read_bytes()


def hidden_numbers(unit):
    """The answers to the hidden checks of a unit, as they would be frozen."""
    checks = [check for check in hidden_checks(unit) if check.exercise == "deriv"]
    return encode({"answers": [answer for check in checks for answer in open_reference().answers(check)]})


def renamed(function):
    """A solution with names and constants of its own."""
    text = (SOLUTIONS / "chains.py").read_text(encoding="utf-8")
    start = text.index(f"def {function}")
    return text[start : text.index("\n\n\n", start)].replace("chain", "links").replace("input_range", "where")


def notebook(made, change):
    data = json.loads((made.folder / "notebooks" / "chains.ipynb").read_bytes())
    change(data, next(cell for cell in data["cells"] if cell["id"] == "chain_deriv_2"))
    return {"notebooks/chains.ipynb": json.dumps(data).encode()}


def zip_of(**files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def byte_code(tmp_path):
    py_compile.compile(str(SOLUTIONS / "chains.py"), tmp_path / "chains.pyc")
    return (tmp_path / "chains.pyc").read_bytes()


PLANTS = {
    "a solution": lambda made, tmp: {"exercises/chains.py": body("solutions", "chains")},
    "a solution with other names": lambda made, tmp: {"grader/protocol/text.py": renamed("chain_deriv_2").encode()},
    "a solution in a text": lambda made, tmp: {"grader/a.py": f"TEXT = {renamed('chain_deriv_3')!r}\n".encode()},
    "a solution in JSON": lambda made, tmp: {"grader/a.json": json.dumps({"x": [renamed("chain_deriv_3")]}).encode()},
    "a solution in Markdown": lambda made, tmp: {
        "a.md": f"See:\n\n```python\n{renamed('chain_deriv_3')}\n```\n".encode()
    },
    "a private helper": lambda made, tmp: {"grader/a.py": body("solutions", "training")},
    "byte code": lambda made, tmp: {"grader/text.pyc": byte_code(tmp)},
    "a cache": lambda made, tmp: {"grader/__pycache__/text": b""},
    "git's history": lambda made, tmp: {".git/objects/aa": b""},
    "a hidden check": lambda made, tmp: {"grader/course/checks/more.py": body("grader/course/hidden", "derivatives")},
    "a misconception": lambda made, tmp: {"grader/more.py": body("grader/course/misconceptions", "chains")},
    "another right way": lambda made, tmp: {"grader/more.py": body("grader/course/alternatives", "chains")},
    "a hidden check's name": lambda made, tmp: {"grader/a.json": f'["{hidden_name()}"]'.encode()},
    "hidden numbers": lambda made, tmp: {"grader/course/answers/a.bin": b"x" + hidden_numbers("derivatives")},
    "hidden numbers, compressed": lambda made, tmp: {
        "grader/course/answers/a.xz": lzma.compress(hidden_numbers("derivatives"))
    },
    "hidden numbers, written out": lambda made, tmp: {"grader/a.json": json.dumps(hidden_inputs()).encode()},
    "a solution in a zip in a zip": lambda made, tmp: {
        "a.zip": zip_of(**{"b.zip": zip_of(**{"c.py": body("solutions", "chains")})})
    },
    "a notebook's cell": lambda made, tmp: notebook(
        made, lambda data, cell: cell.update(source=renamed("chain_deriv_2"))
    ),
    "a notebook's metadata": lambda made, tmp: notebook(made, lambda data, cell: data["metadata"].update(x="y")),
    "a cell's metadata": lambda made, tmp: notebook(made, lambda data, cell: cell["metadata"].update(x="y")),
    "a cell's output": lambda made, tmp: notebook(made, lambda data, cell: cell["outputs"].append({"text": "x"})),
    "a cell's attachment": lambda made, tmp: notebook(made, lambda data, cell: cell.update(attachments={"a": {}})),
}


def hidden_name():
    return hidden_checks("derivatives")[0].name


def hidden_inputs():
    checks = [check for check in hidden_checks("derivatives") if check.exercise == "deriv"]
    return [float(one) for check in checks for array in inputs(check, 0) for one in array.ravel()]


@pytest.mark.parametrize("kind", PLANTS)
def test_a_leak_is_found(kind, made, forbidden, tmp_path):
    planted = PLANTS[kind](made, tmp_path)
    assert forbidden.found_in(planted), f"{kind} is not found"
