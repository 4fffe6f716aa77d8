"""The templates for a new exercise: a small one that is complete and right, to be replaced by the author's own.

It doubles numbers. There is a template for each file of a unit, so that `grader build` and `grader audit` run from the
start and say what is still missing.
"""

from __future__ import annotations

from dataclasses import dataclass

SENTENCES = "# ruff: noqa: D403, D415  docstrings here are the ends of sentences"
STUDENTS = "# ruff: noqa: D103  they are what students write"
CHECKS = (
    "from collections.abc import Iterator",
    "import numpy as np",
    "from grader.protocol.check import Call",
    "from grader.protocol.check import call",
)
PLACEHOLDERS = (
    "what the unit is about, in one line.",
    "What it leads to, and what it builds on, in a few sentences.",
    "Source: where the exercise comes from.",
    "description: What the unit is about, in a sentence.",
    "What the unit is about, and what it leads to.",
    "- double an array of numbers.",
)


@dataclass(frozen=True)
class Template:
    """What a new exercise adds to one file of its unit.

    Attributes:
        folder: where the file stands, from the root of the course.
        suffix: how its name ends.
        what: what is added, for a person.
        head: how the file begins where the unit is new.
        body: what is added for the exercise, "" for nothing.
        imports: what the file has to import for that, a name in each statement.
    """

    folder: str
    suffix: str
    what: str
    head: str
    body: str
    imports: tuple[str, ...] = ()


TEMPLATES = (
    Template(
        "solutions",
        ".py",
        "the function and its docstring",
        '''"""{title}: what the unit is about, in one line.

What it leads to, and what it builds on, in a few sentences.
"""

import numpy as np
from numpy import ndarray
''',
        '''def {name}(x: ndarray) -> ndarray:
    """Twice every number of an array.

    {name}(x) = 2x

    Args:
        x: Numbers, an array of any shape, of floats or ints. It is not modified.

    Returns:
        Numbers, floats, of the same shape as `x`.

    Example:
        >>> {name}(np.array([1.0, -0.5]))
        array([ 2., -1.])

    Formula:
        yᵢ = 2 · xᵢ for every entry i

    Source: where the exercise comes from.
    """
    return 2.0 * np.asarray(x)
''',
        ("import numpy as np", "from numpy import ndarray"),
    ),
    Template(
        "grader/course/hints",
        ".toml",
        "its title, what it needs, two hints",
        "",
        """[{name}]
title = "twice every number"
needs = []
idea = "Twice a number is that number, added to itself."
place = "Arithmetic on an array acts on each entry by itself, so no loop is needed."
""",
    ),
    Template(
        "grader/course/checks",
        ".py",
        "a visible check",
        SENTENCES
        + ''': "check 2 of 4: a matrix, entry by entry"
"""The visible checks of the unit {unit}."""

from collections.abc import Iterator

import numpy as np

from grader.protocol.check import Call, call, visible
''',
        '''@visible("{name}")
def {name}_signs() -> Iterator[Call]:
    """negative numbers, 0 and fractions"""
    yield call(np.array([-2.0, 0.5, 0.0, 3.0]))
''',
        (*CHECKS, "from grader.protocol.check import visible"),
    ),
    Template(
        "grader/course/hidden",
        ".py",
        "a hidden check",
        SENTENCES
        + ''': "hidden: a property"
"""The hidden checks of the unit {unit}."""

from collections.abc import Iterator

import numpy as np

from grader.protocol.check import FLOAT32, Call, call, hidden
from grader.protocol.layouts import unusual
''',
        '''@hidden("{name}")
def {name}_any_shape(rng: np.random.Generator) -> Iterator[Call]:
    """any shape in, the same shape out, however it lies in memory, large numbers too"""
    yield call(rng.uniform(-3.0, 3.0, 4))
    yield call(rng.uniform(1100.0, 1900.0, 4))
    yield call(unusual(rng.uniform(-3.0, 3.0, (3, 2))))
    yield call(rng.uniform(-3.0, 3.0, 4).astype(np.float32), within=FLOAT32)
''',
        (
            *CHECKS,
            "from grader.protocol.check import FLOAT32",
            "from grader.protocol.check import hidden",
            "from grader.protocol.layouts import unusual",
        ),
    ),
    Template(
        "grader/course/misconceptions",
        ".py",
        "a misconception",
        '''"""Wrong solutions of the unit {unit}."""

from __future__ import annotations

from typing import Any

from grader.course.misconceptions import wrong
''',
        '''@wrong("{name}")
def {name}_no_factor(x: Any) -> Any:
    """You left the factor out.
    What stands before x in the formula?"""
    return +x
''',
        ("from typing import Any", "from grader.course.misconceptions import wrong"),
    ),
    Template(
        "grader/course/alternatives",
        ".py",
        "another right solution",
        STUDENTS
        + '''
"""The exercises of the unit {unit}, written in other ways."""

from __future__ import annotations

from typing import Any

from grader.course.alternatives import alternative
''',
        """@alternative("{name}", way="a sum in the place of the product")
def {name}_sum(x: Any) -> Any:
    return x + x
""",
        ("from typing import Any", "from grader.course.alternatives import alternative"),
    ),
    Template(
        "grader/course/equivalent",
        ".toml",
        "reasons why a mutant may survive",
        """\
# Mutants of the solutions' syntax that no check can reject, because they are right answers. A table per exercise:
# [square]
# "the change, as `grader audit` prints it" = "why it is a right answer"
""",
        "",
    ),
    Template(
        "docs",
        ".md",
        "the lesson",
        """\
---
title: {title}
description: What the unit is about, in a sentence.
---

# {number} {title}

What the unit is about, and what it leads to.

After this lesson you can

- double an array of numbers.

## Twice a number

$$
f(x) = 2x
\\tag{{1}}
$$

::exercise {name}
""",
        "",
    ),
    Template(
        "grader/authoring/notebooks/lead_ins",
        ".toml",
        "what its notebook says before it",
        "",
        """\
[{name}]
text = '''
Twice a number is the number added to itself. Given is an array $x$ of any shape; asked is the array of that shape with

$$
y_i = 2\\,x_i.
$$'''
""",
    ),
)

UNIT = """\
[[unit]]
name = "{unit}"
title = "{title}"
after = []
"""
