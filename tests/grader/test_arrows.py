"""Who may import whom: what students get imports no solution, what judges runs nothing of theirs, doors stand apart."""

import ast
import functools
import inspect
import itertools
import re
import sys

import pytest
from helpers import ROOT

from grader.course import reference
from grader.course.stubs import stub_file
from grader.course.syllabus import load_course
from grader.release.kit import reference as frozen
from grader.release.package import INSTEAD

UNITS = [unit.name for unit in load_course().units]
GRADER = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in (ROOT / "grader").rglob("*.py")
}
WORKER = {name for name in GRADER if name.startswith("grader.worker")}
INSIDE = WORKER | {name for name in GRADER if name.startswith("grader.protocol")}
COMMANDS = {name for name in GRADER if name.startswith("grader.cli.commands.") and name.count(".") > 3}
DOORS = COMMANDS | {
    name
    for name in GRADER
    if name in ("grader.cli.main", "grader.gradescope.run")
    or name.split(".")[1:2] in (["pytest_plugin"], ["nbgrader_plugin"])
}
WITH_SOLUTIONS = ("grader.course.misconceptions", "grader.course.alternatives")
CORE = {
    name
    for name in GRADER
    if name.split(".")[1:2] in (["protocol"], ["submission"], ["sandbox"], ["grading"])
    or name in ("grader.course", "grader.errors", "grader.files", "grader.cli.migrate")
    or re.fullmatch(r"grader\.course\.[a-z_]+", name)
    or name in ("grader.render.github", "grader.render.junit")
} - {"grader.sandbox.breakout", "grader.submission.cells"}

DRAWS = {"grader.protocol.figure": ("matplotlib",)}  # only within its functions, which only checks of figures call


@functools.cache
def tree(name):
    return ast.parse(GRADER[name].read_text(encoding="utf-8"))


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


def modules(syntax, package=""):
    """The modules that a file imports; `from grader import reference` is the module `grader.course.reference`."""
    return {f"{home}.{name}" if f"{home}.{name}" in GRADER else home for home, name in imported(syntax, package)}


def outside(names, *allowed):
    """The names that are neither Python's own nor of the packages that are allowed."""
    return {
        name
        for name in names
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not any(name == one or name.startswith(f"{one}.") for one in allowed)
    }


def offenders(names, what):
    """What is wrong with each file of which something is."""
    assert names
    return {name: found for name in sorted(names) if (found := what(name))}


# --- the trees of the course


def may_import(unit):
    """The packages that a unit may use, by `course.toml`."""
    return ("numpy", *(name.partition(".")[0] for name in load_course().unit(unit).preload))


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("kind", ["solutions", "exercises"])
def test_units_import_numpy_and_earlier_units(unit, kind):
    earlier = list(itertools.takewhile(lambda name: name != unit, UNITS))
    if kind == "solutions":
        text = (ROOT / "solutions" / f"{unit}.py").read_text(encoding="utf-8")
    else:
        text = stub_file(load_course().unit(unit))
    found = modules(ast.parse(text), kind)
    assert outside(found, *may_import(unit), *(f"{kind}.{name}" for name in earlier)) == set()
    assert not {name for name in found if name.partition(".")[0] in ("os", "subprocess", "socket", "pickle")}


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("kind", ["checks", "hidden"])
def test_checks_import_numpy_and_what_a_check_is_made_of(unit, kind):
    found = modules(tree(f"grader.course.{kind}.{unit}"))
    assert outside(found, "grader.protocol.check", "grader.protocol.figure", *may_import(unit)) == set()


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("kind", ["checks", "hidden"])
def test_checks_call_nothing_that_a_student_has_to_write(unit, kind):
    """A `sigmoid` in a file of checks would be a solution for the taking, in the worker."""
    exercises = {exercise.name for exercise in load_course().exercises}
    syntax = tree(f"grader.course.{kind}.{unit}")
    functions = [node for node in ast.walk(syntax) if isinstance(node, ast.FunctionDef)]
    assert not {node.name for node in functions if node.args.args} & exercises


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("kind", ["misconceptions", "alternatives"])
def test_wrong_and_right_solutions_import_the_solutions(unit, kind):
    allowed = ("solutions", f"grader.course.{kind}", *may_import(unit))
    assert outside(modules(tree(f"grader.course.{kind}.{unit}")), *allowed) == set()


# --- the worker


def test_the_worker_imports_python_numpy_and_a_few_modules():
    assert (
        offenders(
            INSIDE, lambda name: outside(modules(tree(name)), "numpy", *DRAWS.get(name, ()), *INSIDE) - {"grader"}
        )
        == {}
    )


def test_what_a_worker_runs_is_listed():
    """A module that is new here has to be one that may stand beside a student's code."""
    assert {name.rpartition(".")[2] for name in WORKER} == {
        "worker", "__main__", "importer", "jail", "landlock", "limits", "process", "seccomp", "shared_checks",
        "student", "warm_up",
    }  # fmt: skip


@pytest.mark.parametrize(
    "name", ["grader.protocol.text", "grader.course.syllabus", "grader.errors", "grader.files", "grader.cli.main"]
)
def test_what_every_command_needs_is_light(name):
    assert outside(modules(tree(name)), "grader") == set()


# --- the solutions


def named(syntax):
    """The texts in a file that name a module of ours to be imported: `f"solutions.{unit}"`."""
    texts = {node.value for node in ast.walk(syntax) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {
        text
        for text in texts
        if text.startswith(("solutions.", "grader.course.hidden.", "grader.course.misconceptions."))
    }


def test_only_a_few_load_the_solutions():
    def imports(name):
        return {one for one in modules(tree(name)) if one.partition(".")[0] == "solutions"}

    def by_name(name):
        return {text for text in named(tree(name)) if text.startswith("solutions.")}

    assert offenders({name for name in GRADER if not name.startswith(WITH_SOLUTIONS)}, imports) == {}
    assert (
        offenders(
            GRADER.keys()
            - {"grader.course.reference", "grader.authoring.audit.docstrings", "grader.authoring.audit.syntax"},
            by_name,
        )
        == {}
    )


def test_hidden_checks_and_misconceptions_are_loaded_by_the_reference_only():
    def imports(name):
        kinds = ("grader.course.hidden.", "grader.course.misconceptions.")
        return {one for one in modules(tree(name)) if one.startswith(kinds)}

    def by_name(name):
        return {text for text in named(tree(name)) if not text.startswith("solutions.")}

    assert offenders(GRADER, imports) == {}
    assert offenders(GRADER.keys() - {"grader.course.reference", "grader.course.checks_of"}, by_name) == {}


# --- a student's kit


def test_a_kit_is_made_by_its_command_only():
    """What goes into a kit knows nothing of how it is made."""
    may = {"grader.cli.commands.instructor.release", "grader.course.reference"}
    others = {name for name in GRADER if name not in may and not name.startswith("grader.release")}

    def imports(name):
        return {one for one in modules(tree(name)) if one.startswith("grader.release")}

    assert offenders(others, imports) == {}


@pytest.mark.parametrize("name", sorted(INSTEAD))
def test_a_kits_own_modules_know_no_solution(name):
    own = f"grader.release.kit.{INSTEAD[name].removesuffix('.py')}"
    found = modules(tree(own))
    assert outside(found, "grader", "numpy") == set()
    assert not {one for one in found if one.startswith((*WITH_SOLUTIONS, "grader.course.hidden", "grader.release"))}


def test_the_two_references_have_the_same_names():
    assert set(reference.__all__) <= vars(frozen).keys()
    for name in reference.__all__:
        one, two = (getattr(module, name) for module in (reference, frozen))
        if inspect.isfunction(one):
            assert len(inspect.signature(one).parameters) == len(inspect.signature(two).parameters), name


# --- the core and the doors


def test_the_core_knows_no_door():
    """Rich, pytest and the rest are for the doors."""
    assert offenders(CORE, lambda name: modules(tree(name)) & DOORS) == {}
    assert offenders(CORE, lambda name: outside(modules(tree(name)), "grader", "numpy", *DRAWS.get(name, ()))) == {}


PURE = (
    "protocol.answer", "protocol.check", "protocol.wire",
    "grading.compare", "grading.diagnose", "grading.messages", "grading.judge", "grading.patterns",
)  # fmt: skip


@pytest.mark.parametrize("name", PURE)
def test_probes_comparing_and_diagnosing_know_no_system(name):
    """They are to run in a page, too, where there are no processes."""
    system = {"os", "subprocess", "socket", "signal", "threading", "multiprocessing", "ctypes", "pathlib", "tempfile"}
    assert not modules(tree(f"grader.{name}")) & system


SHARED = {  # what one command may take from another: constants, and `watch` is `check`, `hint` and the board in a loop
    "grader.cli.commands.student.check": {"EXERCISES", "exit_code", "seconds", "shorter"},
    "grader.cli.commands.student.board": {"print_board"},
    "grader.cli.commands.student.hint": {"hint_text"},
}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_commands_share_little(name):
    for home, taken in imported(tree(name)):
        if home in COMMANDS:
            assert taken in SHARED.get(home, ()), f"{name} takes {taken} from {home}"
            assert home == "grader.cli.commands.student.check" or name == "grader.cli.commands.student.watch"


WAYS = {
    "grader.cli.commands.instructor.autograde": {"grader.nbgrader_plugin.class_autograde"}
}  # a command of nbgrader's door


def test_doors_do_not_open_into_each_other():
    def opens(name):
        others = {door for door in DOORS if not door.startswith(f"grader.{name.split('.')[1]}")}
        return modules(tree(name)) & others - WAYS.get(name, set())

    assert offenders(DOORS, opens) == {}


def test_nothing_imports_the_command_line():
    assert [name for name in GRADER if "grader.cli.main" in modules(tree(name))] == ["grader.__main__"]


def test_no_file_imports_itself_in_a_circle():
    """Imports at the top of files, types aside."""
    graph = {}
    for name, path in GRADER.items():
        body = [node for node in tree(name).body if not isinstance(node, ast.If | ast.FunctionDef | ast.ClassDef)]
        graph[name] = {
            one
            for one in modules(ast.Module(body, []), name if path.name == "__init__.py" else name.rpartition(".")[0])
            if one in GRADER and one not in ("grader", name)
        }
    done, waiting = set(), set(graph)
    while free := {name for name in waiting if graph[name] <= done}:
        done |= free
        waiting -= free
    assert waiting == set()
