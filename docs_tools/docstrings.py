"""Griffe extension: the docstrings' sections become what Griffe knows, so that code is shown as code.

`Example:` is what Griffe calls `Examples:`, and `Formula:` a paragraph as `Layout:` and `Source:` are.
"""

from __future__ import annotations

import re
from typing import Any

import griffe

_FORMULA = re.compile(r"^Formula:\n((?: {4}.*\n?)+)", re.MULTILINE)


class Examples(griffe.Extension):
    """Renames the sections before they are parsed."""

    def on_instance(self, *, obj: griffe.Object, **_others: Any) -> None:
        """Look at every object that has a docstring."""
        if obj.docstring is not None:
            text = obj.docstring.value.replace("\nExample:\n", "\nExamples:\n")
            obj.docstring.value = _FORMULA.sub(lambda found: f"Formula: {' '.join(found[1].split())}\n", text)
