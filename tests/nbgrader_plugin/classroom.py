"""What these tests share: a course folder, notebooks as students hand them in, and the real nbgrader commands."""

import contextlib
import copy
import json
import os
import shutil
import sqlite3
import sys
import warnings
from pathlib import Path

import warm_start
from helpers import copy_code, keep_units

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ROOT / "nbgrader" / "nbgrader_config.py"
BIN = Path(sys.executable).parent

FORWARD = (
    "(func(input_ + delta) - func(input_ - delta)) / (2 * delta)",
    "(func(input_ + delta) - func(input_)) / delta",
)


def source_of(cell):
    return "".join(cell["source"])


class Notebook:
    """A notebook as JSON, with a few ways to change it."""

    def __init__(self, data):
        self.data = copy.deepcopy(data)

    @property
    def cells(self):
        return self.data["cells"]

    def cell(self, name):
        return next(cell for cell in self.cells if cell["id"] == name)

    def write(self, name, source):
        self.cell(name)["source"] = source
        return self

    def replace(self, name, old, new):
        source = source_of(self.cell(name))
        assert old in source
        return self.write(name, source.replace(old, new))

    def drop(self, *names):
        self.data["cells"] = [cell for cell in self.cells if cell["id"] not in names]
        return self

    def add(self, source, kind="code", at=2):
        extra = {"outputs": [], "execution_count": None} if kind == "code" else {}
        cell = {"cell_type": kind, "id": f"own-{len(self.cells)}", "metadata": {}, "source": source, **extra}
        self.cells.insert(at, cell)
        return self

    def text(self):
        return json.dumps(self.data)


def solved(source, released):
    """The released notebook with every solution written in."""
    nb = Notebook(released)
    master = {cell["id"]: source_of(cell) for cell in source["cells"]}
    for cell in nb.cells:
        if cell["metadata"]["nbgrader"]["solution"]:
            lines = master[cell["id"]].splitlines()
            cell["source"] = "\n".join(line for line in lines if "### " not in line)
    return nb


class Classroom:
    """A course folder in a place of its own, with an exchange and a student's folder beside it.

    Args:
        folder: where it is made.
        begun: the course folder that it begins as a copy of.
    """

    def __init__(self, folder, begun=None):
        self.folder = folder / "course"
        self.student, self.home, self.exchange = (folder / name for name in ("student", "home", "exchange"))
        for place in (self.student, self.home, self.exchange):
            place.mkdir(mode=0o777)
        self.make_course(begun)
        path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
        self.environment = os.environ | {"HOME": str(self.home), "PATH": path}
        self.configure(f"c.Exchange.root = {str(self.exchange)!r}")
        self.ran = set()

    def make_course(self, begun):
        """What `grader build` writes, and nbgrader's configuration."""
        shutil.copytree(begun, self.folder)
        shutil.copy(CONFIG, self.folder)

    def open_exchange(self):
        """Tell nbgrader in the student's folder where the exchange is."""
        with warnings.catch_warnings():  # of nbgrader and what it needs, where nothing has imported them yet
            warnings.simplefilter("ignore")
            from grader.nbgrader_plugin.students import students_config

            (self.student / CONFIG.name).write_text(students_config(self.folder), encoding="utf-8")

    def configure(self, *lines):
        """Add lines to nbgrader's configuration."""
        with (self.folder / CONFIG.name).open("a", encoding="utf-8") as file:
            file.writelines(f"\n{line}\n" for line in lines)

    @property
    def database(self):
        return f"sqlite:///{self.folder / 'gradebook.db'}"

    @contextlib.contextmanager
    def gradebook(self):
        """The gradebook as SQLite has it; what was changed is kept, and it is closed in the end."""
        with contextlib.closing(sqlite3.connect(self.folder / "gradebook.db")) as database, database:
            yield database

    def run(self, *words, code=0, folder=None, program="nbgrader"):
        """Run a command, by default one of nbgrader in the course folder; what it printed."""
        command = [BIN / program, *words]
        done = warm_start.run(
            command, packages=warm_start.TEACH, cwd=folder or self.folder, env=self.environment, timeout=600
        )
        said = (done.stdout + done.stderr).decode()
        assert done.returncode == code, said
        self.ran.add(" ".join(words))
        return said

    def read(self, step, unit):
        return json.loads((self.folder / step / unit / f"{unit}.ipynb").read_text(encoding="utf-8"))

    def right(self, unit="derivatives"):
        return solved(self.read("source", unit), self.read("release", unit))

    def stub(self, unit="derivatives"):
        return Notebook(self.read("release", unit))

    def hand_in(self, student, text, unit="derivatives", name=None):
        folder = self.folder / "submitted" / student / unit
        folder.mkdir(parents=True, exist_ok=True)
        text = text.text() if isinstance(text, Notebook) else text
        (folder / (name or f"{unit}.ipynb")).write_text(text, encoding="utf-8")

    def feedback(self, student, unit="derivatives"):
        return (self.folder / "feedback" / student / unit / f"{unit}.html").read_text(encoding="utf-8")

    def autograded(self, student, unit="derivatives"):
        text = (self.folder / "autograded" / student / unit / f"{unit}.ipynb").read_text(encoding="utf-8")
        return Notebook(json.loads(text))


class OwnKit(Classroom):
    """A copy of the kit with its course folder, so that a test may change checks and choices.

    Args:
        folder: where it is made.
        units: those that it has; notebooks, which take long, are made for no others.
    """

    def __init__(self, folder, *units):
        self.kit = folder / "kit"
        copy_code(ROOT, self.kit, "grader", "solutions", "exercises", "docs", leave=["backup"])
        shutil.copy(ROOT / "course.toml", self.kit)
        keep_units(self.kit, *units)
        super().__init__(folder)
        self.environment["PYTHONPATH"] = str(self.kit)

    def make_course(self, begun):
        self.folder = self.kit / "nbgrader"
        self.folder.mkdir()
        shutil.copy(CONFIG, self.folder)

    def build(self):
        """Make the notebooks anew."""
        self.run("build", program="grader", folder=self.kit)

    def edit(self, name, old, new):
        """Change a file of the kit."""
        path = self.kit / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")
