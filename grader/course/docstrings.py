"""What a solution's docstring says to authors only: the formula, which is the third hint, and the source.

Both are sections at its end. Stubs and notebooks leave them out; the formula is read from here for hints, lessons and
kits. The file is read as text, so that commands that only tell hints answer at once.
"""

from __future__ import annotations

import re

_FORMULA = re.compile(r"^def (\w+)\(|^    Formula:\n((?: {8}\S.*\n)+)", re.MULTILINE)
_FOR_AUTHORS = re.compile(r"\s*(?:Formula|Source):")


def formulas_in(solutions: str) -> dict[str, str]:
    """The section `Formula:` of each function of a solution file, as one line."""
    found, function = {}, ""
    for match in _FORMULA.finditer(solutions):
        if match[1]:
            function = match[1]
        else:
            found[function] = " ".join(match[2].split())
    return found


def for_students(head: str) -> str:
    """The lines of a function up to the last one of its docstring, without what its docstring says to authors."""
    text = head.rstrip()
    docstring, quotes = text[:-3], text[-3:]
    first, *paragraphs = docstring.split("\n\n")
    kept = [one for one in paragraphs if not _FOR_AUTHORS.match(one)]
    if len(kept) == len(paragraphs):
        return head
    if not kept:
        return f"{first}{quotes}\n"
    return "\n\n".join([first, *kept]).rstrip() + f"\n    {quotes}\n"
