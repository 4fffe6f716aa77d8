"""Which cell of the release each cell of a handed-in notebook is: by its grade_id, its cell id, or its text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from nbformat import NotebookNode

from grader.nbgrader_plugin.release import Released
from grader.protocol.text import listed

ALIKE = 0.5  # of the lines of a released cell, which another cell has to have to be taken for it

Names = list[str | None]
"""For each cell of a notebook the name of the released cell that it is; None for one of the student's own."""


def name_cells(cells: Sequence[NotebookNode], released: Mapping[str, Released], problems: list[str]) -> Names:
    """Find which released cell each cell is, if any; what was wrong is added to `problems`."""
    names: Names = [_mark(cell, released) for cell in cells]
    by_id = _name_by_id(cells, names, released)
    by_text = _name_by_text(cells, names, released)
    for found, how in ((by_id, "id"), (by_text, "text")):
        if found:
            problems.append(f"{cells_listed(found)} had lost nbgrader's marks, known by the {how}")
    _one_of_each(cells, names, released, problems)
    return names


def cells_listed(names: Sequence[str]) -> str:
    """Some cells, for a person."""
    return f"cell {names[0]}" if len(names) == 1 else f"cells {listed(names)}"


def lines_of(source: str) -> list[str]:
    """The lines of a cell that say something, in a form that editors and formatters leave alone."""
    return [re.sub(r"\s+", " ", line.replace("'", '"')).strip() for line in source.splitlines() if line.strip()]


def _mark(cell: NotebookNode, released: Mapping[str, Released]) -> str | None:
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    return name if isinstance(name, str) and name in released else None


def _name_by_id(cells: Sequence[NotebookNode], names: Names, released: Mapping[str, Released]) -> list[str]:
    found: list[str] = []
    taken = set(names)
    for place, cell in enumerate(cells):
        name = cell.get("id")
        if names[place] is None and name in released and name not in taken:
            names[place] = name
            taken.add(name)
            found.append(name)
    return found


def _name_by_text(cells: Sequence[NotebookNode], names: Names, released: Mapping[str, Released]) -> list[str]:
    """Name what has neither mark nor id: given cells by their text, answers by what they define or follow."""
    search = _Search(cells, names, released)
    search.given()
    search.functions()
    search.answers()
    return [name for name in released if name in search.found]


@dataclass
class _Search:
    """The search for released cells by their text; it fills `names`."""

    cells: Sequence[NotebookNode]
    names: Names
    released: Mapping[str, Released]
    found: set[str] = field(default_factory=set)

    def given(self) -> None:
        """Locked cells have at least half of their lines still, and more of them than any other cell has."""
        homes: defaultdict[str, list[str]] = defaultdict(list)
        wanted = {name: set(lines_of(self.released[name].shown)) for name in self._missing() if self._locked(name)}
        for name, lines in wanted.items():
            for line in lines:
                homes[line].append(name)
        best: dict[str, tuple[float, int]] = {}
        for place in self._own():
            count = Counter(name for line in set(lines_of(self.cells[place].source)) for name in homes.get(line, ()))
            for name, number in count.items():
                likeness = number / len(wanted[name])
                if likeness >= ALIKE and likeness > best.get(name, (0.0, 0))[0]:
                    best[name] = (likeness, place)
        for name, (_, place) in sorted(best.items(), key=lambda item: -item[1][0]):
            self._take(place, name)

    def functions(self) -> None:
        """An exercise's cell is the last one that defines its function."""
        for name in self._missing():
            if self.released[name].kind == "code" and not self._locked(name):
                define = re.compile(rf"^(?:async )?def {re.escape(name)}\b", re.MULTILINE)
                places = [place for place in self._own("code") if define.search(self.cells[place].source)]
                if places:
                    self._take(places[-1], name)

    def answers(self) -> None:
        """Any other answer stands right below the cell that asks for it."""
        order = list(self.released)
        for before, name in pairwise(order):
            if name in self.names or before not in self.names or self._locked(name):
                continue
            place = self.names.index(before) + 1
            if place in self._own(self.released[name].kind):
                self._take(place, name)

    def _take(self, place: int, name: str) -> None:
        if self.names[place] is None:
            self.names[place] = name
            self.found.add(name)

    def _locked(self, name: str) -> bool:
        return self.released[name].locked

    def _missing(self) -> list[str]:
        return [name for name in self.released if name not in self.names]

    def _own(self, kind: str | None = None) -> Iterable[int]:
        """Where cells stand that are none of the release yet."""
        return [
            place
            for place, (cell, name) in enumerate(zip(self.cells, self.names, strict=True))
            if name is None and kind in (None, cell.cell_type) and cell.source.strip()
        ]


def _one_of_each(
    cells: Sequence[NotebookNode], names: Names, released: Mapping[str, Released], problems: list[str]
) -> None:
    """Of a cell that stands there twice, the last one that was written in is kept, if possible one of its kind."""
    for name in sorted(name for name, count in Counter(names).items() if name and count > 1):
        places = [place for place, other in enumerate(names) if other == name]
        written = [place for place in places if cells[place].source.strip() != released[name].shown.strip()]
        alike = [place for place in written if cells[place].cell_type == released[name].kind]
        kept = (alike or written or places)[-1]
        for place in places:
            if place != kept:
                names[place] = None
        problems.append(f"cell {name} stands there {len(places)} times; cell {kept + 1} of the file was taken")
