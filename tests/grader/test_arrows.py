"""Who may import whom: what students get imports no solution, what judges runs nothing of theirs, doors stand apart."""

import ast
import functools
import itertools
import sys

import pytest
from helpers import ROOT

from grader.course.stubs import stub_file
from grader.course.syllabus import load_course
from grader.release.package import FOLDERS, INSTEAD

UNITS = [unit.name for unit in load_course().units]
GRADER = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in (ROOT / "grader").rglob("*.py")
}

# Each folder of the grader, or module that stands in none, with those that it may import, and the packages. All but the
# first two may import those of the lobby; all may import `grader` itself, for its version.
LOBBY = {"errors", "files", "late", "packages", "processes"}
TABLE = {
    "protocol": ("", "numpy matplotlib"),
    "worker": ("protocol", ""),
    "course/checks": ("protocol", "numpy matplotlib"),
    "course/hidden": ("protocol", "numpy matplotlib"),
    "course": ("protocol", "numpy"),
    "course/misconceptions": ("course", "numpy matplotlib solutions"),
    "course/alternatives": ("", "numpy matplotlib solutions"),
    "submission/lms": ("", ""),
    "submission/edits": ("", ""),
    "submission": ("protocol course submission/edits", "IPython"),
    "submission/hand_in": ("protocol course submission submission/lms", ""),
    "reading": ("protocol worker course submission submission/edits", ""),
    "course/solutions": ("protocol course course/misconceptions course/alternatives submission", ""),
    "sandbox": ("protocol worker course submission submission/edits", "numpy"),
    "grading": ("protocol course submission sandbox", "numpy"),
    "grading/place": ("protocol course submission submission/edits sandbox grading", "numpy"),
    "render": ("protocol course submission sandbox grading", "numpy matplotlib rich"),
    "authoring": ("", ""),
    "authoring/audit": (
        (
            "protocol course course/misconceptions course/alternatives course/solutions submission sandbox grading"
            " authoring authoring/notebooks"
        ),
        "numpy",
    ),
    "authoring/audit/unseen": (
        ("course course/solutions submission submission/edits sandbox grading grading/place authoring/audit"),
        "",
    ),
    "authoring/notebooks": ("protocol course", "jupytext nbformat docs_tools"),
    "notebook": ("course submission sandbox grading grading/place render", "IPython"),
    "pytest_plugin": ("protocol course submission reading sandbox grading", "pytest"),
    "graded_class": ("protocol course submission submission/lms grading render", ""),
    "batch": (
        (
            "protocol worker course submission submission/lms submission/hand_in reading sandbox grading grading/place "
            "render graded_class"
        ),
        "",
    ),
    "batch/cluster": (
        "protocol worker course submission submission/lms submission/hand_in grading render batch",
        "distributed",
    ),
    "gradescope": ("protocol course submission/hand_in reading sandbox grading render", ""),
    "nbgrader_plugin": (
        "protocol course submission submission/lms reading sandbox grading grading/place render graded_class",
        "jinja2 nbformat nbgrader nbconvert quickjs sqlalchemy traitlets",
    ),
    "nbgrader_plugin/commands": (
        (
            "protocol worker course submission submission/lms submission/hand_in reading sandbox grading graded_class "
            "nbgrader_plugin"
        ),
        "nbformat nbgrader",
    ),
    "release": ("protocol course course/solutions submission authoring/notebooks", ""),
    "release/kit": ("course", ""),
    "cli": ("protocol course submission reading sandbox grading grading/place render", "rich"),
    "workbook": ("protocol course submission sandbox grading grading/place render cli", ""),
    "practice": ("protocol worker course submission sandbox grading grading/place workbook", "numpy"),
    "cli/commands": ("", ""),
    "cli/commands/student": (
        "protocol worker course submission sandbox grading render cli workbook",
        "rich",
    ),
    "cli/commands/author": (
        "course render authoring authoring/audit authoring/audit/unseen authoring/notebooks cli",
        "rich",
    ),
    "cli/commands/instructor": (
        (
            "protocol course submission/lms sandbox render graded_class batch batch/cluster gradescope "
            "nbgrader_plugin nbgrader_plugin/commands release cli"
        ),
        "rich",
    ),
    "__init__": ("notebook", ""),  # the package's face: `from grader import check`
    "__main__": ("cli", ""),
    "errors": ("", ""),
    "files": ("errors", ""),
    "late": ("errors", ""),
    "packages": ("errors", ""),
    "processes": ("", ""),
}
BESIDE_STUDENTS = ("protocol", "worker")
WITH_SOLUTIONS = ("course/misconceptions", "course/alternatives", "course/solutions")
NEVER_IN_A_KIT = {
    *WITH_SOLUTIONS, "course/hidden", "cli/commands/author", "cli/commands/instructor", "authoring", "authoring/audit",
    "authoring/audit/unseen", "authoring/notebooks", "submission/lms", "submission/hand_in", "release", "release/kit",
    "graded_class", "batch", "batch/cluster", "nbgrader_plugin", "nbgrader_plugin/commands", "gradescope",
}  # fmt: skip


@functools.cache
def tree(name):
    return ast.parse(GRADER[name].read_text(encoding="utf-8"))


@functools.cache
def imported(syntax, package=""):
    """All that a file imports, wherever in it: full names, with what is taken from them."""
    found = set()
    for node in ast.walk(syntax):
        if isinstance(node, ast.Import):
            found |= {(alias.name, "") for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            home = ".".join(part for part in (package if node.level else "", node.module or "") if part)
            found |= {(home, alias.name) for alias in node.names}
    return found


@functools.cache
def modules(syntax, package=""):
    """The modules that a file imports; what `from grader.course import reference` takes is a module."""
    return {f"{home}.{name}" if f"{home}.{name}" in GRADER else home for home, name in imported(syntax, package)}


def room(name):
    """The folder that a module stands in; a module in none is a room of its own."""
    folder = GRADER[name].parent.relative_to(ROOT / "grader").as_posix()
    return GRADER[name].stem if folder == "." else folder


def outside(names, *allowed):
    """The names that are neither Python's own nor of the packages that are allowed."""
    return {
        name
        for name in names
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not any(name == one or name.startswith(f"{one}.") for one in allowed)
    }


# --- the table


def test_every_folder_stands_in_the_table():
    assert {room(name) for name in GRADER} == TABLE.keys()


def test_folders_import_what_the_table_says():
    found = {
        f"{name} imports {other}"
        for name in GRADER
        for other in modules(tree(name)) & GRADER.keys() - {"grader"}
        if room(other) != room(name) and room(other) not in TABLE[room(name)][0].split()
        if room(name) in BESIDE_STUDENTS or room(other) not in LOBBY
    }
    assert found == set()


def test_the_table_says_no_more_than_is_imported():
    used = {(room(name), room(other)) for name in GRADER for other in modules(tree(name)) & GRADER.keys()}
    found = {(one, other) for one, (others, _) in TABLE.items() for other in others.split()} - used
    assert found == set()


def test_packages_are_imported_where_the_table_says():
    found = {
        f"{name} imports {other}"
        for name in GRADER
        for other in outside(modules(tree(name)), "grader", *TABLE[room(name)][1].split())
    }
    assert found == set()


def test_the_table_is_a_straight_line():
    """No folder is reached from itself, whatever files its imports stand in; the package's face aside."""
    graph = {name: set(others.split()) for name, (others, _) in TABLE.items() if name != "__init__"}
    waiting = set(graph)
    while free := {name for name in waiting if not graph[name] & waiting}:
        waiting -= free
    assert waiting == set()


def test_no_file_imports_itself_in_a_circle():
    """Imports anywhere in a file, types aside."""
    graph = {}
    for name, path in GRADER.items():
        body = [node for node in tree(name).body if not isinstance(node, ast.If)]
        package = name if path.name == "__init__.py" else name.rpartition(".")[0]
        graph[name] = modules(ast.Module(body, []), package) & GRADER.keys() - {"grader", name}
    waiting = set(graph)
    while free := {name for name in waiting if not graph[name] & waiting}:
        waiting -= free
    assert waiting == set()


def test_no_file_is_long():
    """The course's own contents aside: checks, misconceptions and other right ways are as many as they are."""
    contents = ("course/checks", "course/hidden", "course/misconceptions", "course/alternatives")
    lines = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in GRADER.items()}
    assert {name for name, count in lines.items() if count > 300 and room(name) not in contents} == set()


# --- the trees of the course


def may_import(unit):
    """The packages that a unit may use, by `course.toml`."""
    return ("numpy", *(name.partition(".")[0] for name in load_course().unit(unit).preload))


@pytest.mark.parametrize("kind", ["solutions", "exercises"])
def test_units_import_numpy_and_earlier_units(kind):
    for unit in UNITS:
        earlier = list(itertools.takewhile(lambda name, unit=unit: name != unit, UNITS))
        if kind == "solutions":
            text = (ROOT / "solutions" / f"{unit}.py").read_text(encoding="utf-8")
        else:
            text = stub_file(load_course().unit(unit))
        found = modules(ast.parse(text), kind)
        assert outside(found, *may_import(unit), *(f"{kind}.{name}" for name in earlier)) == set(), unit
        assert not {name for name in found if name.partition(".")[0] in ("os", "subprocess", "socket", "pickle")}, unit


MADE_OF = ("grader.protocol.check", "grader.protocol.figure", "grader.protocol.layouts")


@pytest.mark.parametrize("kind", ["checks", "hidden"])
def test_checks_import_numpy_and_what_a_check_is_made_of(kind):
    for unit in UNITS:
        found = modules(tree(f"grader.course.{kind}.{unit}"))
        assert outside(found, *MADE_OF, *may_import(unit)) == set(), unit


@pytest.mark.parametrize("kind", ["misconceptions", "alternatives"])
def test_wrong_and_right_solutions_import_the_solutions(kind):
    for unit in UNITS:
        found = modules(tree(f"grader.course.{kind}.{unit}"))
        assert outside(found, "solutions", f"grader.course.{kind}", *may_import(unit)) == set(), unit


@pytest.mark.parametrize("kind", ["checks", "hidden"])
def test_checks_call_nothing_that_a_student_has_to_write(kind):
    """A `sigmoid` in a file of checks would be a solution for the taking, in the worker."""
    exercises = {exercise.name for exercise in load_course().exercises}
    for unit in UNITS:
        syntax = tree(f"grader.course.{kind}.{unit}")
        functions = [node for node in ast.walk(syntax) if isinstance(node, ast.FunctionDef)]
        assert not {node.name for node in functions if node.args.args} & exercises, unit


# --- the solutions


@functools.cache
def texts(name):
    """The texts in a file."""
    return {one.value for one in ast.walk(tree(name)) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def named(name, *starts):
    """The texts in a file that name a module of ours to be imported: `f"solutions.{unit}"`."""
    return {text for text in texts(name) if text.startswith(starts)}


def test_only_the_reference_and_the_audit_load_the_solutions():
    found = {name for name in GRADER if named(name, "solutions.")}
    audit = {f"grader.authoring.audit.{name}" for name in ("docstrings", "sentences", "syntax")}
    assert found == {"grader.course.solutions.binding", *audit}


def test_hidden_checks_and_misconceptions_are_loaded_by_the_course_only():
    assert {name for name in GRADER if named(name, "grader.course.hidden.")} == {"grader.course.checks_of"}
    assert {name for name in GRADER if named(name, "grader.course.misconceptions")} == {
        "grader.course.solutions.library"
    }
    kinds = ("hidden", "misconceptions", "alternatives")
    contents = tuple(f"grader.course.{kind}." for kind in kinds)
    families = "grader.course.misconceptions.families"  # of several units
    found = {other for name in GRADER for other in modules(tree(name)) if other.startswith(contents)}
    assert found == {families}


# --- a student's kit


def test_what_students_must_not_have_is_in_no_folder_of_a_kit():
    assert not NEVER_IN_A_KIT & {*FOLDERS, "course/checks"}
    rooms = {*FOLDERS, "course/checks"} - {"."}
    reached = {other for one in rooms for other in TABLE[one][0].split()} - rooms
    assert reached == set()
    assert {name for name in GRADER if named(name, "grader.course.solutions")} == {"grader.course.open_reference"}


def test_a_kits_own_modules_know_no_solution():
    assert {name for name in GRADER if room(name) == "release/kit"} - {"grader.release.kit"} == {
        f"grader.release.kit.{name.removesuffix('.py')}" for name in INSTEAD.values()
    }
    found = {other for name in GRADER if room(name) == "release/kit" for other in modules(tree(name))}
    assert outside(found, "grader") == set()
    assert not {room(one) for one in found & GRADER.keys()} & NEVER_IN_A_KIT


# --- what stays light, and what stays pure


@pytest.mark.parametrize(
    "name",
    [
        "grader.protocol.text", "grader.course.syllabus", "grader.errors", "grader.files", "grader.cli.main",
        "grader.render.plain",
    ],
)  # fmt: skip
def test_what_every_command_needs_is_light(name):
    assert outside(modules(tree(name)), "grader") == set()


PURE = (
    "protocol.answer", "protocol.answer_frame", "protocol.check", "protocol.wire",
    "grading.rows", "grading.compare", "grading.verdict", "grading.explain", "grading.diagnose", "grading.patterns",
    "grading.messages", "grading.write",
)  # fmt: skip


@pytest.mark.parametrize("name", PURE)
def test_probes_comparing_and_diagnosing_know_no_system(name):
    """They are to run in a page, too, where there are no processes."""
    system = {"os", "subprocess", "socket", "signal", "threading", "multiprocessing", "ctypes", "pathlib", "tempfile"}
    assert not modules(tree(f"grader.{name}")) & system


# --- commands

SHARED = {  # what one command may take from another: constants, and `watch` is `check` and the board in a loop
    "grader.cli.commands.student.check": {"EXERCISES", "exit_code", "relative_path"},
    "grader.cli.commands.student.board": {"print_board"},
}


def test_commands_share_little():
    commands = {name for name in GRADER if room(name).startswith("cli/commands/")}
    for name in commands:
        for home, taken in imported(tree(name)):
            if home in commands:
                assert taken in SHARED.get(home, ()), f"{name} takes {taken} from {home}"
                assert home.endswith(".check") or name.endswith(".watch"), name


def test_nothing_imports_the_command_line():
    assert {name for name in GRADER if "grader.cli.main" in modules(tree(name))} == {"grader.__main__"}
