"""The same errors for other reasons: where a misconception raises one, it may not be named for the error alone.

Each function here is right, but raises where the misconception does, by a statement that has nothing to do with it.
What is said of it then would be false, unless it is what its author would say, too.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from grader.authoring.audit.grading import named_by
from grader.course.misconceptions import Misconception
from grader.course.solutions.library import files
from grader.course.solutions.reference import Solutions
from grader.course.syllabus import Exercise
from grader.protocol.answer import Answer, Conditions
from grader.protocol.check import Call, Check

# Statements that raise, by the type of what they raise.
REASONS: dict[str, tuple[str, ...]] = {
    "AssertionError": ("assert False", "assert len(str(args)) < 0", "assert args == 0, 'no arguments'"),
    "AttributeError": ("None.shape", "args.T"),
    "IndexError": ("[][0]", "np.ones(2)[5]", "args[9]"),
    "LinAlgError": ("np.linalg.inv(np.zeros((2, 2)))",),
    "TypeError": ("None + 1", "len(3)", "args()", "np.ones(2) + None", "(lambda a: a)()"),
    "UFuncTypeError": ("np.add(np.ones(2, int), 0.5, out=np.ones(2, int))",),
    "ValueError": (
        "int('x')",
        "np.ones(2) + np.ones(3)",
        "np.ones((2, 3)) @ np.ones((2, 3))",
        "np.ones(2) @ None",
        "bool(np.ones(2))",
        "a, b = 1, 2, 3",
    ),
}

# Misconceptions of which only the numbers are told, and these are the same: who stops every chain but one of two
# functions has written something for two functions only.
OF_NUMBERS = {("chain_length_n", "two"), ("chain_deriv_n", "two")}


def falsely_named(
    exercise: Exercise, mistake: Misconception, visible: Sequence[Check], solutions: Solutions
) -> Iterator[str | None]:
    """For each other reason to raise what a misconception raises: how it is named falsely, None where it is not.

    Args:
        exercise: the exercise.
        mistake: its misconception.
        visible: its visible checks, by which a student's mistake is named.
        solutions: the solutions.
    """
    raises = {check.name: _places(check, mistake, solutions) for check in visible}
    types = {name for places in raises.values() for name in places.values()}
    if len(types) != 1 or (exercise.name, mistake.slug) in OF_NUMBERS:
        return
    right = solutions.right.function(exercise.name)
    for reason in REASONS.get(types.pop(), ()):
        text, function = _written(exercise.name, right, reason)
        answers = {
            check.name: [
                _answer(function if at in raises[check.name] else right, call, exercise.name)
                for at, call in enumerate(check.calls(solutions.seed))
            ]
            for check in visible
        }
        diagnosis = named_by(exercise, answers, visible, solutions, text)
        yield None if diagnosis is None else f"{reason} in {exercise.name}: {diagnosis.message}"


def _places(check: Check, mistake: Misconception, solutions: Solutions) -> dict[int, str]:
    """Where a misconception raises, by the number of the call, and the types of the errors."""
    pairs = zip(solutions.answers(check, mistake), solutions.answers(check), strict=True)
    return {at: one.raised.type_name for at, (one, two) in enumerate(pairs) if one.raised and not two.raised}


def _written(name: str, right: Callable[..., Any], reason: str) -> tuple[str, Callable[..., Any]]:
    """A right function that begins with a statement that raises: its text, and that statement as a function."""
    scope: dict[str, Any] = {"np": np}
    alone = f"def {name}(*args, **named):\n    {reason}\n"
    exec(compile(alone, next(iter(files())), "exec"), scope)  # noqa: S102  ours
    tree = ast.parse(textwrap.dedent(inspect.getsource(right)))
    function = tree.body[0]
    if isinstance(function, ast.FunctionDef):
        function.body[:1] = ast.parse(reason).body  # in the place of the docstring
    return ast.unparse(tree), scope[name]


def _answer(function: Callable[..., Any], call: Call, name: str) -> Answer:
    with Conditions() as conditions:
        return conditions.answer(function, call, files(), name, ours=True)
