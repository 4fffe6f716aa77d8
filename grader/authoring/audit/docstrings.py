"""The audit of a solution's docstring, which is all that a stub tells a student: is it complete, are its examples true?

What it has to say is inferred from the signature and the body; the examples are run.
"""

from __future__ import annotations

import ast
import contextlib
import doctest
import importlib
import inspect
import os
import re
import signal
import warnings
from collections.abc import Iterator
from types import FrameType, ModuleType
from typing import Any

from grader.course.docstrings import for_students
from grader.course.stubs import SOLUTIONS
from grader.course.syllabus import Exercise, load_course
from grader.errors import BrokenError

SECTIONS = re.compile(r"(Args|Returns|Yields|Raises|Example|Examples|Note|Formula|Layout|Source):")
NO_DOCSTRING = "it has none"
SECONDS = 3.0  # of processor time, for all examples of a docstring


def gaps(function: ast.FunctionDef, *, given: bool = False) -> list[str]:
    """What is missing in the docstring and signature of a function, in words.

    Args:
        function: its syntax.
        given: whether nobody has to write it, so that its docstring needs no example and may tell how it is done.
    """
    text = ast.get_docstring(function)
    if text is None:
        return [NO_DOCSTRING]
    found = sections(text)
    return [
        *_untyped(function),
        *_unexplained(function, found),
        *([] if given else _without_example(function, found)),
        *([] if given else _given_away(function, text)),
        *([] if given or "".join(found.get("Formula", [])).strip() else ["it has no Formula, which is the third hint"]),
        *([] if _last_line(text).startswith("Source: ") else ['its last line is no "Source: ", where it comes from']),
    ]


def gaps_of(unit: str, name: str) -> list[str]:
    """What is missing in the docstring and signature of an exercise's solution, in words.

    Raises:
        BrokenError: if the solution does not define it.
    """
    return gaps(_function(unit, name))


def errors_named(unit: str, name: str) -> list[str]:
    """The errors that the docstring of an exercise's solution names."""
    return _entries(sections(ast.get_docstring(_function(unit, name)) or "").get("Raises", []))


def _function(unit: str, name: str) -> ast.FunctionDef:
    for node in ast.parse((SOLUTIONS / f"{unit}.py").read_text(encoding="utf-8-sig")).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return node
    raise BrokenError(f"solutions/{unit}.py does not define {name}, which grader/course/hints/{unit}.toml names.")


def sections(docstring: str) -> dict[str, list[str]]:
    """The lines of a docstring, by section; those before the first section are under ""."""
    found: dict[str, list[str]] = {"": []}
    name = ""
    for line in docstring.splitlines():
        if match := SECTIONS.match(line):
            name = match[1].replace("Examples", "Example")
            found[name] = [line[match.end() :]]
        else:
            found[name].append(line)
    return found


def _parameters(function: ast.FunctionDef) -> list[ast.arg]:
    names = function.args
    several = [one for one in (names.vararg, names.kwarg) if one is not None]
    return [*names.posonlyargs, *names.args, *names.kwonlyargs, *several]


def _untyped(function: ast.FunctionDef) -> Iterator[str]:
    for one in _parameters(function):
        if one.annotation is None:
            yield f"{one.arg} has no type in the signature"
    if function.returns is None:
        yield "the signature does not say the type of the result (-> …)"


def _entries(lines: list[str]) -> list[str]:
    """The names that a section explains: the words before the colon, on lines with one indentation."""
    own = [line.strip() for line in lines if re.match(r" {4}\S", line)]
    return [re.sub(r" \(.*\)$", "", line.partition(":")[0]).lstrip("*") for line in own]


def _unexplained(function: ast.FunctionDef, found: dict[str, list[str]]) -> Iterator[str]:
    """Parameters, results and errors that the docstring does not explain."""
    parameters = [one.arg for one in _parameters(function)]
    explained = _entries(found.get("Args", []))
    if explained != parameters:
        there = ", ".join(explained) or "nothing"
        yield f"Args explains {there}; the parameters are {', '.join(parameters) or 'none'}"
    nothing = function.returns is None or ast.unparse(function.returns) in ("None", "'None'")
    if not nothing and not "".join(found.get("Returns", [])).strip():
        yield "it has no Returns"
    for error in dict.fromkeys(_errors(function)):
        if error not in _entries(found.get("Raises", [])):
            yield f'Raises does not say when there is "{error}: ", which the body raises'


def _errors(function: ast.FunctionDef) -> Iterator[str]:
    """The errors that a body raises itself, in order."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            yield "AssertionError"
        elif isinstance(node, ast.Raise) and node.exc is not None:
            raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            if (name := ast.unparse(raised))[:1].isupper():  # not one that was caught, and is raised again by its name
                yield name


def _without_example(function: ast.FunctionDef, found: dict[str, list[str]]) -> Iterator[str]:
    source = "".join(
        example.source for example in doctest.DocTestParser().get_examples(_text(found.get("Example", [])))
    )
    if not source:
        yield 'it has no Example with lines such as ">>> "'
    elif not re.search(rf"\b{function.name}\(", source):
        yield f"no example calls {function.name}"


def _given_away(function: ast.FunctionDef, text: str) -> Iterator[str]:
    """Code of the body that the docstring reveals: a stub consists of the signature and the docstring."""
    for code in _code_in(for_students(f'{text}"""'), function, 5):
        yield f"it gives code of the body away: {code}. Write it as mathematics"


def given_away_by_hints(exercise: Exercise) -> Iterator[str]:
    """Code of the solution's body that a hint reveals; short pieces, as `x * x`, are mathematics as well."""
    function = _function(exercise.unit, exercise.name)
    for number, hint in enumerate(exercise.hints, 1):
        for code in _code_in(hint, function, 9):
            yield f"hint {number} gives code of the body away: {code}. Write it in words"


def _code_in(text: str, function: ast.FunctionDef, least: int) -> Iterator[str]:
    """The code of a function's body, of so many characters or more, that stands in a text, whatever the spaces."""
    bare = "".join(text.split())
    codes = [
        ast.unparse(node)
        for statement in function.body[1:]
        for node in ast.walk(statement)
        if isinstance(node, ast.BinOp | ast.Call | ast.Compare)
    ]
    for code in dict.fromkeys(codes):
        short = "".join(code.split())
        if len(short) >= least and short in bare:
            yield code


def _last_line(text: str) -> str:
    """The first line of the last paragraph."""
    return text.rstrip().rpartition("\n\n")[2]


def _text(lines: list[str]) -> str:
    return inspect.cleandoc("\n".join(lines))


def run_examples(unit: str, name: str = "") -> tuple[int, list[str]]:
    """Run the examples in the docstring of a solution; without a function, of the module.

    Returns:
        How many there are, and in words those that are not true.

    Raises:
        BrokenError: if the solution cannot be imported.
    """
    os.environ.setdefault("MPLBACKEND", "Agg")  # figures in examples open no windows
    for name_of_module in load_course().unit(unit).preload:  # which takes its time, and is not counted
        importlib.import_module(name_of_module)
    module = import_solution(unit)
    thing = getattr(module, name) if name else module
    [test] = _finder().find(thing, name or unit, module, globs={**vars(module)})
    runner = _Runner(f"solutions/{unit}.py")
    with _time_limit(), warnings.catch_warnings():
        warnings.simplefilter("error")  # a student would see it
        attempted = runner.run(test).attempted
    return attempted, runner.false


def import_solution(unit: str) -> ModuleType:
    """A unit's solutions.

    Raises:
        BrokenError: if they cannot be imported.
    """
    try:
        return importlib.import_module(f"solutions.{unit}")
    except Exception as error:
        raise BrokenError(f"solutions/{unit}.py does not import: {type(error).__name__}: {error}") from error


def _finder() -> doctest.DocTestFinder:
    return doctest.DocTestFinder(recurse=False, exclude_empty=False)


class _Runner(doctest.DocTestRunner):
    """Collects the examples that are not true, in words."""

    def __init__(self, file: str) -> None:
        super().__init__(verbose=False)
        self._file = file
        self.false: list[str] = []

    def report_failure(self, _out: Any, test: doctest.DocTest, example: doctest.Example, got: str) -> None:
        self._keep(test, example, f"gives {_short(got)}")

    def report_unexpected_exception(
        self, _out: Any, test: doctest.DocTest, example: doctest.Example, exc_info: Any
    ) -> None:
        kind, error, _ = exc_info
        self._keep(test, example, f"raises {kind.__name__}: {error}")

    def _keep(self, test: doctest.DocTest, example: doctest.Example, what: str) -> None:
        line = (test.lineno or 0) + example.lineno + 1
        said = f"and the docstring says {_short(example.want)}" if example.want else "and the docstring says nothing"
        self.false.append(f"{self._file}:{line}: {_short(example.source)} {what}, {said}")


def _short(text: str) -> str:
    return " ".join(text.split()) or "nothing"


@contextlib.contextmanager
def _time_limit() -> Iterator[None]:
    before = signal.signal(signal.SIGVTALRM, _time_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _time_up(_number: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"the examples take longer than {SECONDS:.0f} s")
