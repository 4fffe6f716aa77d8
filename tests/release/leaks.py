"""Look for what must not be in a student's kit: solutions, wrong and other right ones, hidden checks and their numbers.

`Forbidden` is made from the course, `Forbidden.found_in` walks the files of a kit: texts as syntax trees, whatever
names and constants stand in them, notebooks cell by cell, archives and compressed files by what is in them.
"""

import ast
import hashlib
import io
import itertools
import json
import lzma
import re
import struct
import textwrap
import zipfile
from pathlib import Path

import numpy as np
from helpers import ROOT, UNITS

from grader.course.checks_of import hidden_checks, visible_checks
from grader.course.open_reference import open_reference
from grader.course.syllabus import load_course
from grader.submission.functions import is_todo

NODES = 8  # a body of fewer says too little, `return x`; a statement within one has to be twice as large
FLOAT = re.compile(r"-?\d+\.\d{6,}(?:e[-+]?\d+)?")
TOGETHER = 3  # so many hidden numbers do not meet by chance
SENTENCE = 24  # letters of a sentence that says more than "any length"
SIEVE = (1 << 24) - 1
DOTS = {".gitignore", ".gitattributes"}


def files_of(folder):
    """All files below a folder, hidden ones too."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in Path(folder).rglob("*") if p.is_file()}


def unpacked(name, data):
    """A file, and what is in it if it is an archive or compressed."""
    yield name, data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for inner in archive.namelist():
                yield from unpacked(f"{name}/{inner}", archive.read(inner))
    elif data.startswith(b"\xfd7zXZ"):
        yield from unpacked(f"{name}/unpacked", lzma.decompress(data))


def is_bound(name):
    return not isinstance(name.ctx, ast.Load)


def shape_within(nodes, own):
    """Code without constants and without its own names; what it calls of other places stays."""
    names = {}

    def tell(node):
        if isinstance(node, ast.Name | ast.arg):
            name = node.id if isinstance(node, ast.Name) else node.arg
            return f"n{names.setdefault(name, len(names))}" if name in own else name
        if isinstance(node, ast.Constant):
            return type(node.value).__name__
        if isinstance(node, ast.AST):
            left_out = ("ctx", "annotation", "returns", "type_comment")
            inner = [tell(value) for field, value in ast.iter_fields(node) if field not in left_out]
            return f"{type(node).__name__}({','.join(inner)})"
        return f"[{','.join(map(tell, node))}]" if isinstance(node, list) else str(node)

    return tell(nodes)


def body_of(node):
    """The statements of a function, without its docstring."""
    body = [node.body] if isinstance(node, ast.Lambda) else list(node.body)
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        del body[0]
    return body


def large(nodes, least=NODES):
    every = itertools.chain.from_iterable(map(ast.walk, nodes))
    return next(itertools.islice(every, least - 1, None), None) is not None


def pieces(nodes):
    """The bodies of all functions among nodes, and of their statements those that say something by themselves."""
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            body = body_of(node)
            own = {arg.arg for arg in ast.walk(node.args) if isinstance(arg, ast.arg)}
            own |= {sub.id for one in body for sub in ast.walk(one) if isinstance(sub, ast.Name) and is_bound(sub)}
            if large(body):
                yield shape_within(body, own)
            yield from (shape_within([one], own) for one in body if large([one], 2 * NODES))


def nodes_of(text):
    """All nodes of a code's tree, none where a text is no code."""
    try:
        return list(ast.walk(ast.parse(textwrap.dedent(text))))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def codes(name, data):
    """The nodes of each code in a file: a module, a notebook's cells, Markdown's blocks, and texts within these."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return
    texts = strings(json.loads(text)) if name.endswith((".ipynb", ".json")) else [text]
    texts = [*texts, *re.findall(r"^```[^\n]*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)]
    for one in texts:
        nodes = nodes_of(one)
        yield nodes
        for node in nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "\n" in node.value:
                yield nodes_of(node.value)


def strings(value):
    """The texts in JSON; a list of lines is one text, as in notebooks."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        if value and all(isinstance(item, str) for item in value):
            yield "".join(value)
        yield from itertools.chain.from_iterable(map(strings, value))
    elif isinstance(value, dict):
        yield from itertools.chain.from_iterable(map(strings, [*value.keys(), *value.values()]))


def numbers(array):
    """The numbers of an array, as their bytes."""
    return [struct.pack("<d", one) for one in array.ravel()]


def telling(packed):
    """Whether a number is one of many: 0.5 stands everywhere."""
    (value,) = struct.unpack("<d", packed)
    if abs(value - round(value) if np.isfinite(value) else 0) < 1e-6:
        return False
    return len(repr(abs(value)).replace(".", "").strip("0")) >= 9


def inputs(check, seed):
    """The arrays that a check asks about."""
    for call in open_reference(seed).calls(check):
        yield from arrays_in([*call.args, *call.kwargs.values()])


def outputs(check, seed):
    """The arrays that are to come out."""
    yield from arrays_in([answer.value for answer in open_reference(seed).answers(check)])


def arrays_in(value):
    if isinstance(value, np.ndarray | np.generic | float):
        array = np.asarray(value)
        if array.dtype.kind == "f":
            yield array.astype("<f8")
    elif isinstance(value, dict | list | tuple):
        for item in value.values() if isinstance(value, dict) else value:
            yield from arrays_in(item)


class Forbidden:
    """What no kit may hold.

    Args:
        given: functions that come as code, by the instructor's choice.
    """

    def __init__(self, given=()):
        given = {*given, *(name for unit in load_course().units for name in unit.given)}
        self.asked = {exercise.name for exercise in load_course().exercises} - given
        self._clean = set()
        self.shapes = {}
        for kind in ("solutions", "grader/course/misconceptions", "grader/course/alternatives", "grader/course/hidden"):
            for unit in UNITS:
                path = f"{kind}/{unit}.py"
                for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
                    if isinstance(node, ast.FunctionDef) and node.name not in given:
                        self.shapes = dict.fromkeys(pieces(ast.walk(node)), f"{path}: {node.name}") | self.shapes
        self._add_hidden([check for unit in UNITS for check in hidden_checks(unit)])
        self._allow([check for unit in UNITS for check in visible_checks(unit)])

    def _add_hidden(self, hidden):
        self.names = {check.name for check in hidden}
        self.sentences = {check.sentence for check in hidden}
        drawn = [{one for check in hidden for a in inputs(check, seed) for one in numbers(a)} for seed in (0, 1)]
        self.numbers = {one for one in drawn[0] ^ drawn[1] if telling(one)}  # they come from the seed
        arrays = [array for check in hidden for array in (*inputs(check, 0), *outputs(check, 0))]
        self.arrays = {a.tobytes() for a in arrays if sum(map(telling, numbers(a))) >= TOGETHER}

    def _allow(self, visible):
        """What stands in the visible checks, and in lessons, is no secret."""
        paths = [
            path
            for unit in UNITS
            for path in (ROOT / "grader" / "course" / "checks" / f"{unit}.py", ROOT / "docs" / f"{unit}.md")
        ]
        for path in paths:
            for nodes in codes(path.name, path.read_bytes()):
                for one in pieces(nodes):
                    self.shapes.pop(one, None)
        shown = "\n".join(path.read_text(encoding="utf-8") for path in paths)
        self.names = {name for name in self.names if name not in shown}
        self.sentences = {one for one in self.sentences if one not in shown and len(one) >= SENTENCE}
        arrays = [array for check in visible for array in (*inputs(check, 0), *outputs(check, 0))]
        self.numbers -= {one for array in arrays for one in numbers(array)}
        self.arrays -= {array.tobytes() for array in arrays}

        self._drawn = {int.from_bytes(one, "little") for one in self.numbers}
        self._first = {}  # the hidden arrays by the bytes with which they begin, as a number
        for array in self.arrays:
            self._first.setdefault(int.from_bytes(array[:8], "little"), []).append(array)
        self._wanted = np.array(sorted(self._drawn | self._first.keys()), dtype="<u8")
        self._sieve = np.zeros(SIEVE + 1, bool)
        self._sieve[self._wanted >> 16 & SIEVE] = True

    def found_in(self, files):
        """What of it stands in some files, a line each."""
        return [line for name, data in sorted(files.items()) for line in self._in_file(name, data)]

    def _in_file(self, name, data):
        for inner, content in unpacked(name, data):
            parts = Path(inner).parts
            if any((part.startswith(".") and part not in DOTS) or part == "__pycache__" for part in parts):
                yield f"{inner}: a hidden file or a cache"
            if inner.endswith((".pyc", ".pyo", ".pkl", ".npy", ".npz")):
                yield f"{inner}: byte code or pickled data"
            if inner.endswith(".ipynb"):
                yield from self._in_notebook(inner, content)
            kind = (Path(inner).suffix, hashlib.sha256(content).digest())
            if kind not in self._clean:  # the same files come in the folder, in the zip and in the wheel
                found = [
                    *self._in_code(inner, content),
                    *self._in_text(inner, content),
                    *self._in_bytes(inner, content),
                ]
                yield from found
                if not found:
                    self._clean.add(kind)

    def _in_code(self, name, data):
        found, written = set(), set()
        for nodes in codes(name, data):
            found |= {self.shapes[one] for one in pieces(nodes) if one in self.shapes}
            functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
            written |= {one.name for one in functions if one.name in self.asked and one.args.args and not is_todo(one)}
        yield from (f"{name}: the code of {one}" for one in sorted(found))
        yield from (f"{name}: {one} is written" for one in sorted(written))

    def _in_text(self, name, data):
        text = data.decode("utf-8", "replace")
        words = set(re.findall(r"\w+", text))
        yield from (f"{name}: the name {one}" for one in sorted(words & self.names))
        yield from (f"{name}: the sentence of a hidden check: {one}" for one in sorted(self.sentences) if one in text)
        said = {struct.pack("<d", float(one)) for one in FLOAT.findall(text)}
        if len(said & self.numbers) >= TOGETHER:
            yield f"{name}: numbers of hidden checks, written out"

    def _in_bytes(self, name, data):
        found = set()
        for start in range(min(8, len(data))):
            held = np.frombuffer(data, "<u8", (len(data) - start) // 8, start)
            held = held[self._sieve[held >> 16 & SIEVE]]
            near = self._wanted[np.searchsorted(self._wanted, held).clip(max=len(self._wanted) - 1)]
            found.update(held[held == near].tolist())
        if len(found & self._drawn) >= TOGETHER:
            yield f"{name}: numbers of hidden checks, as bytes"
        if any(array in data for one in found for array in self._first.get(one, ())):
            yield f"{name}: an array of a hidden check"

    @staticmethod
    def _in_notebook(name, data):
        notebook = json.loads(data)
        if notebook["metadata"].keys() - {"kernelspec", "language_info"}:
            yield f"{name}: metadata"
        for cell in notebook["cells"]:
            if cell["metadata"] or cell.get("outputs") or cell.get("attachments") or cell.get("execution_count"):
                yield f"{name}, cell {cell['id']}: metadata, outputs or attachments"
