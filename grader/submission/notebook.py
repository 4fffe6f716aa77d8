"""Read the code cells of a notebook as a submission: unit files, made of what the graded functions need.

A notebook holds more than functions: plots, prints, experiments, a loop that never ends. Only the statements that a
graded function needs are taken, unchanged and in the order of the cells; nothing of a notebook runs here. Functions of
earlier units go into the files of those units, so that a notebook is judged as a folder of unit files is.
"""

from __future__ import annotations

import ast
import symtable
import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from grader.protocol.text import clean
from grader.submission.cell_places import Line, in_cells
from grader.submission.cells import Cell, parse_cell
from grader.submission.functions import is_todo
from grader.submission.notebook_json import cells_of, defined_in
from grader.submission.source import File, Problem, parse_source, read_text

Contract = Mapping[str, Sequence[str]]
"""The names that each unit has to define, both in order; see `Course.contract`."""

_CHANGERS = ("setattr", "delattr")
MAX_CELL = 1 << 18  # characters; a cell that a person wrote is far smaller


@dataclass
class NotebookFiles:
    """A notebook as unit files.

    Attributes:
        shown: name of the notebook's file, as a person would write it.
        units: the files.
        lines: for each unit, where its lines come from; the first one is line 1.
        problems: what is the matter with the cells, for a person.
        defined: all names that the notebook binds at the top level of a cell.
    """

    shown: str
    units: dict[str, File]
    lines: dict[str, list[Line]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    defined: set[str] = field(default_factory=set)

    def place(self, text: str) -> str:
        """A message in the words of a notebook: a cell and its line instead of `chains.py, line 12`."""
        return in_cells(text, self.lines)


@dataclass
class _Block:
    """One or more statements on the same lines."""

    cell: str
    first: int
    lines: list[str]
    nodes: list[ast.stmt]
    binds: set[str]
    changes: set[str]
    uses: set[str]
    stub: bool = False

    @property
    def future(self) -> bool:
        return any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in self.nodes)

    @property
    def star(self) -> bool:
        imports = (node for node in self.nodes if isinstance(node, ast.ImportFrom))
        return any(alias.name == "*" for node in imports for alias in node.names)

    @property
    def imports(self) -> bool:
        return all(isinstance(node, ast.Import | ast.ImportFrom) for node in self.nodes)


def read_cells(cells: Iterable[Cell], shown: str, contract: Contract) -> NotebookFiles:
    """Read a notebook's cells.

    Args:
        cells: the cells, in order.
        shown: name of the notebook's file, as a person would write it.
        contract: the names that each unit has to define.
    """
    problems: list[Problem] = []
    cells = [*cells]
    blocks = [block for cell in cells if not cell.unread for block in _blocks(cell, shown, problems)]
    modules = {name for block in blocks if block.imports for name in block.binds}
    for block in blocks:
        block.changes -= modules  # np.random.seed(0) and plt.show() are no part of a function
    written = {name for block in blocks if not block.stub for name in block.binds}
    blocks = [block for block in blocks if not (block.stub and block.binds <= written)]
    defined = {name for block in blocks for name in block.binds}
    earlier: dict[str, str] = {}  # those that it defines or lacks, each with its unit
    files: dict[str, File] = {}
    lines: dict[str, list[Line]] = {}
    for unit, names in contract.items():
        wanted = [name for name in names if name in defined]
        source, lines[unit] = _module(blocks, wanted, earlier)
        files[unit] = parse_source(source, f"{unit}.py", shown)
        earlier |= dict.fromkeys(names, unit)
    problems += _unread(cells, shown, [name for names in contract.values() for name in names if name not in written])
    return NotebookFiles(shown, files, lines, problems, defined)


def read_notebook(data: bytes, shown: str, contract: Contract) -> NotebookFiles:
    """Read a notebook's code cells from its JSON.

    Args:
        data: the bytes of its file.
        shown: its path, as a person would write it.
        contract: the names that each unit has to define.

    Raises:
        UnreadableError: if they are no notebook.
    """
    code, prose = cells_of(read_text(data))
    return read_cells([*code, *(Cell("", text, "Markdown") for text in prose)], shown, contract)


def _unread(cells: Iterable[Cell], shown: str, missing: Sequence[str]) -> Iterable[Problem]:
    """What to say of missing functions that stand in cells which are not read."""
    found: dict[str, str] = {}
    for cell in cells:
        if cell.unread:
            where = f"{cell.name}: " if cell.name else ""
            found |= {name: f"{where}{name} stands in a {cell.unread}" for name in defined_in([cell.source])}
    return [Problem(shown, None, found[name]) for name in missing if name in found]


def extract(source: str, names: Iterable[str]) -> str:
    """Some functions of a source text, with everything that they need from it."""
    blocks = list(_blocks(Cell("", source), "", []))
    text, _ = _assemble(blocks, _needed(blocks, set(names), set()), [])
    return text


def _module(blocks: Sequence[_Block], wanted: Sequence[str], earlier: Mapping[str, str]) -> tuple[str, list[Line]]:
    if not wanted:
        return "", []
    needed = _needed(blocks, set(wanted), set(earlier))
    used = {name for block in needed for name in block.uses}
    imports = [f"from .{unit} import {name}" for name, unit in earlier.items() if name in used]
    return _assemble(blocks, needed, imports)


def _needed(blocks: Sequence[_Block], wanted: set[str], elsewhere: set[str]) -> list[_Block]:
    """The blocks that bind or change what the wanted names use, directly or not."""
    homes: defaultdict[str, list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        for name in block.binds - elsewhere | block.changes:
            homes[name].append(number)
    found = {number for number, block in enumerate(blocks) if block.star}
    names = wanted.union(*(blocks[number].uses for number in found)) - elsewhere
    waiting = [*names]
    while waiting:
        for number in homes[waiting.pop()]:
            if number not in found:
                found.add(number)
                new = blocks[number].uses - elsewhere - names
                names |= new
                waiting += new
    return [blocks[number] for number in sorted(found)]


def _assemble(blocks: Sequence[_Block], needed: Sequence[_Block], imports: Sequence[str]) -> tuple[str, list[Line]]:
    """The text of the needed blocks, with imports where Python wants them."""
    chosen = {id(block) for block in needed}
    first = [block for block in blocks if block.future]
    rest = [block for block in blocks if id(block) in chosen and not block.future]
    text: list[str] = []
    lines: list[Line] = []

    def add(source: Sequence[str], cell: str, number: int) -> None:
        text.extend(source)
        lines.extend(Line(cell, number + i) for i in range(len(source)))

    for block in first:
        add(block.lines, block.cell, block.first)
    add(imports, "the cell of earlier functions", 1)
    for block in rest:
        add(block.lines, block.cell, block.first)
    return "".join(f"{line}\n" for line in text), lines


def _blocks(cell: Cell, shown: str, problems: list[Problem]) -> list[_Block]:
    source = cell.source.replace("\r\n", "\n").replace("\r", "\n")
    if len(source) > MAX_CELL:
        problems.append(Problem(shown, None, f"{cell.name} is too large to be read"))
        return []
    tree, source, error = parse_cell(source)
    if tree is None:
        problems.append(Problem(shown, None, f"{cell.name}: {error}"))
        return []
    blocks: list[_Block] = []
    ends: list[int] = []
    for node in tree.body:
        start, end = _span(node)
        if blocks and start <= ends[-1]:  # `a = 1; b = 2` stays one piece
            blocks[-1].nodes.append(node)
            ends[-1] = max(end, ends[-1])
        else:
            blocks.append(_Block(cell.name, start, [], [node], set(), set(), set()))
            ends.append(end)
    lines = source.split("\n")
    for block, end in zip(blocks, ends, strict=True):
        block.lines = lines[block.first - 1 : end]
    return [block for block in blocks if _analyse(block, shown, problems)]


def _span(node: ast.stmt) -> tuple[int, int]:
    decorators = getattr(node, "decorator_list", [])
    return min([node.lineno, *(d.lineno for d in decorators)]), node.end_lineno or node.lineno


def _analyse(block: _Block, shown: str, problems: list[Problem]) -> bool:
    """Find which names a block binds, changes and uses; gives False if it could not run at all."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            text = "\n".join(block.lines)
            compile(text, "", "exec", dont_inherit=True)  # `return` outside a function is none in the syntax tree
            block.uses = _globals(symtable.symtable(text, "", "exec"))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        said = clean(getattr(error, "msg", error)) or "too deeply nested"
        problems.append(Problem(shown, None, f"{block.cell}: line {block.first} cannot run: {said}"))
        return False
    _bind(block.nodes, block)
    block.stub = len(block.nodes) == 1 and is_todo(block.nodes[0])
    return True


def _globals(table: symtable.SymbolTable) -> set[str]:
    """The names of the module that a piece of code uses, also inside its functions."""
    module = table.get_type() == "module"
    found = {s.get_name() for s in table.get_symbols() if s.is_referenced() and (module or s.is_global())}
    return found.union(*(_globals(child) for child in table.get_children()))


def _bind(body: Iterable[ast.AST], block: _Block) -> None:
    waiting = [*body]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            block.binds.add(node.name)
            for decorator in node.decorator_list:  # each is called: `@square.register` changes square
                for sub in ast.walk(ast.Call(decorator, [], [])):
                    _bind_expression(sub, block)
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            block.binds |= {alias.asname or alias.name.partition(".")[0] for alias in node.names}
            continue
        for sub in _own_expressions(node):
            _bind_expression(sub, block)
        for inner in ("body", "orelse", "finalbody", "handlers", "cases"):
            waiting += getattr(node, inner, [])


def _own_expressions(node: ast.AST) -> Iterable[ast.AST]:
    """All expressions of a statement except those inside a nested statement."""
    waiting: list[ast.AST] = [child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.stmt)]
    while waiting:
        child = waiting.pop()
        yield child
        if not isinstance(child, ast.Lambda):
            waiting += [c for c in ast.iter_child_nodes(child) if not isinstance(c, ast.stmt)]


def _bind_expression(node: ast.AST, block: _Block) -> None:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        block.binds.add(node.id)
    elif isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
        block.changes |= _base(node)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        block.changes |= _base(node.func)  # TABLE.append(1) changes TABLE
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CHANGERS:
        block.changes.update(*map(_base, node.args[:1]))  # setattr(Table, "add", f) changes Table


def _base(node: ast.expr) -> set[str]:
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()
