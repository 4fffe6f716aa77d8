"""Submissions to grade in two ways: every misconception and every other right way, as students write."""

import ast
import functools
import itertools

from helpers import ROOT, SOLUTIONS, UNITS

from grader.course import reference
from grader.course.syllabus import load_course

COURSE = load_course()
BASE = {unit: (SOLUTIONS / f"{unit}.py").read_text(encoding="utf-8") for unit in UNITS}


@functools.cache
def library(kind, unit):
    """The statements of a library, by the names that they bind."""
    tree = ast.parse((ROOT / "grader" / "course" / kind / f"{unit}.py").read_text(encoding="utf-8"))
    found = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = node
        elif isinstance(node, ast.Assign):
            found |= {sub.id: node for target in node.targets for sub in ast.walk(target) if isinstance(sub, ast.Name)}
        elif isinstance(node, ast.Import | ast.ImportFrom) and getattr(node, "module", "") != "__future__":
            found |= {alias.asname or alias.name: node for alias in node.names}
    return found


def as_written(kind, exercise, function):
    """The text of a misconception or of another right way, under the name of its exercise."""
    name = function.__name__
    nodes = library(kind, exercise.unit)
    kept, waiting = set(), [name]
    while waiting:
        used = {sub.id for sub in ast.walk(nodes[waiting.pop()]) if isinstance(sub, ast.Name)} & nodes.keys()
        waiting += used - kept
        kept |= used
    body = [_rewritten(node, exercise.unit) for one, node in nodes.items() if one in kept | {name}]
    text = "\n".join(dict.fromkeys(ast.unparse(node) for node in body if node is not None))
    return f"\n\n{text}\n\n\n{exercise.name} = {name}\n"


def _rewritten(node, unit):
    """A statement of a library as it would stand in a student's file; None for what has no place there."""
    if isinstance(node, ast.ImportFrom) and node.module.partition(".")[0] in ("grader", "solutions"):
        home = node.module.rpartition(".")[2]
        return None if node.module.startswith("grader") or home == unit else ast.ImportFrom(home, node.names, 1)
    if isinstance(node, ast.FunctionDef):
        marks = ("misconception", "alternative")
        others = [one for one in node.decorator_list if ast.unparse(one).split("(")[0] not in marks]
        return ast.FunctionDef(**{**vars(node), "decorator_list": others})
    return node


def sources(*written):
    """The solutions, with some functions written otherwise."""
    texts = dict(BASE)
    for kind, exercise, function in written:
        texts[exercise.unit] += as_written(kind, exercise, function)
    return texts


def needs(exercise):
    """The earlier exercises that an exercise's solution calls, directly or not."""
    found, waiting = {}, list(exercise.needs)
    while waiting:
        name = waiting.pop()
        found[name] = COURSE.exercise(name)
        waiting += COURSE.exercise(name).needs
    return list(found.values())


def above(exercise):
    """The exercise, and later ones that use it."""
    return [exercise.name, *(other.name for other in COURSE.exercises if exercise in needs(other))]


def wrong(exercise):
    return reference.misconceptions(exercise.unit).get(exercise.name, [])


def singles():
    """One function wrong, or right in another way; what uses it is graded along."""
    for exercise in COURSE.exercises:
        for one in wrong(exercise):
            yield {
                "name": f"{exercise.name}: {one.slug}",
                "sources": sources(("misconceptions", exercise, one.function)),
                "names": above(exercise)[:4],
            }
        for number, one in enumerate(reference.alternatives(exercise.unit).get(exercise.name, [])):
            yield {
                "name": f"{exercise.name}: right {number}",
                "sources": sources(("alternatives", exercise, one.function)),
                "names": [exercise.name],
            }


def pairs():
    """A wrong function above a wrong one, a right one above two wrong ones, another right way above a wrong one."""
    for exercise in COURSE.exercises:
        for earlier in needs(exercise):
            for beneath, one in itertools.product(wrong(earlier)[::7], wrong(exercise)[::5]):
                yield {
                    "name": f"{exercise.name}: {one.slug} above {earlier.name}: {beneath.slug}",
                    "sources": sources(
                        ("misconceptions", earlier, beneath.function), ("misconceptions", exercise, one.function)
                    ),
                    "names": [exercise.name],
                }
            for number, one in enumerate(reference.alternatives(exercise.unit).get(exercise.name, [])[:2]):
                beneath = wrong(earlier)[number]
                yield {
                    "name": f"{exercise.name}: right {number} above {earlier.name}: {beneath.slug}",
                    "sources": sources(
                        ("misconceptions", earlier, beneath.function), ("alternatives", exercise, one.function)
                    ),
                    "names": [exercise.name],
                }
        for one, two in itertools.combinations(needs(exercise), 2):
            for low, high in zip(wrong(one)[::6], wrong(two)[::6], strict=False):
                yield {
                    "name": f"{exercise.name} above {one.name}: {low.slug} and {two.name}: {high.slug}",
                    "sources": sources(("misconceptions", one, low.function), ("misconceptions", two, high.function)),
                    "names": [exercise.name],
                }


def folders():
    """Whole folders: the example, and everything that can be wrong with files."""
    for folder in (ROOT / "examples" / "first_try", *sorted((ROOT / "tests" / "submissions" / "bad").iterdir())):
        if folder.is_dir():
            yield {"name": folder.name, "folder": str(folder), "names": []}
