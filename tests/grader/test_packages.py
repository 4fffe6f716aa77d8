"""What is installed: whether a worker can import a module, which distribution it belongs to, and what that needs."""

import importlib.metadata
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from grader import packages
from grader.sandbox.workers import worker_command


@pytest.mark.parametrize(
    ("module", "there"),
    [
        ("numpy", True),
        ("numpy.linalg", True),
        ("numpy.linals", False),
        ("matplotlib.pyplot", True),
        ("matplotlib.pyplot.more", False),
        ("mpl_toolkits.mplot3d", True),
        ("fractions", True),
        ("xml.dom.minidom", True),
        ("xml.dom.maxidom", False),
        ("nowhere", False),
        ("tests", False),
    ],
)
def test_a_worker_can_import_what_is_said_to_be_there(module, there):
    """A Python that looks where a worker looks, and nowhere else, agrees."""
    assert packages.is_importable(module) is there
    place = worker_command("once")[-1]
    program = f"import os, sys; sys.path += {place!r}.split(os.pathsep); import {module}"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True, check=False)
    assert (done.returncode == 0) is there


def test_nothing_is_imported_to_find_out():
    program = "import sys; from grader.packages import is_importable as f; f('matplotlib.pyplot'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"numpy", "matplotlib"} & set(done.stdout.split())


def test_distributions_are_those_that_hold_the_modules():
    names = {"numpy.linalg": "numpy", "matplotlib.pyplot": "matplotlib", "PIL": "pillow", "dateutil": "python-dateutil"}
    for module, name in names.items():
        assert packages.distributions([module]) == [name]
        assert module.partition(".")[0] in {file.parts[0] for file in importlib.metadata.files(name)}
    assert packages.distributions(["fractions", "matplotlib.pyplot", "matplotlib", "PIL"]) == ["matplotlib", "pillow"]
    assert packages.distributions(["nowhere"]) == []


def test_names_are_found_however_they_are_spelt(tmp_path, monkeypatch):
    for name in ("Some_Thing.More-1.0.dist-info", "numpy-0.dist-info", "loose.py"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path), "nowhere", *sys.path])
    found = packages.installed()
    assert found["some-thing-more"] == tmp_path / "Some_Thing.More-1.0.dist-info"
    assert found["numpy"] == tmp_path / "numpy-0.dist-info"  # the first, as for an import
    assert found["matplotlib"].parent == Path(np.__file__).parent.parent
    assert "loose.py" not in found


def test_folders_of_packages_are_those_of_the_import_path_in_its_order(tmp_path, monkeypatch):
    numpy = str(Path(np.__file__).parents[1])
    beside = [str(tmp_path / name) for name in ("site-packages", "dist-packages", "src")]
    monkeypatch.setattr(sys, "path", ["", beside[1], numpy, beside[0], beside[2], numpy])
    assert packages.package_folders() == [beside[1], numpy, beside[0]]
    assert packages.folders_of([f"{beside[0]}/matplotlib", f"{numpy}/numpy", f"{numpy}/six.py"]) == [numpy, beside[0]]
    monkeypatch.setattr(sys, "path", [beside[0]])
    assert packages.package_folders() == [numpy, beside[0]], "it was found by other means"


def test_packages_of_a_distribution_are_found_without_a_record(tmp_path, monkeypatch):
    told = {"numpy-2.egg-info/PKG-INFO": "Name: numpy\n", "numpy/__init__.py": "", "six.py": "", "PIL/__init__.py": ""}
    told["matplotlib-3.dist-info/METADATA"] = "Name: m\nRequires-Dist: pillow\nRequires-Dist: six (>=1)\n\nText"
    told["matplotlib-3.dist-info/top_level.txt"] = "matplotlib\nmpl_toolkits\n"
    told |= {"pillow-1.egg-info/top_level.txt": "PIL\n", "six-1.egg-info": "Name: six\n", "yaml/__init__.py": ""}
    told |= {f"{name}/__init__.py": "" for name in ("matplotlib", "mpl_toolkits")}
    for name, text in told.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    found = {Path(path).name for path in packages.readable(["numpy", "matplotlib"])}
    assert found == {"numpy", "matplotlib", "mpl_toolkits", "PIL", "six.py"}
