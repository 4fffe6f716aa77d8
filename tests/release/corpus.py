"""Submissions to grade in two ways: every misconception and every other right way, as students write."""

import itertools

from helpers import ROOT

from grader.authoring.audit.as_written import as_written, solution_files
from grader.course.solutions.library import alternatives, misconceptions
from grader.course.syllabus import load_course

COURSE = load_course()
BASE = solution_files(COURSE)
PAIRS = 200


def sources(*written):
    """The solutions, with some functions written otherwise."""
    texts = dict(BASE)
    for exercise, one in written:
        texts[exercise.unit] += as_written(exercise, one)
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
    return misconceptions(exercise.unit).get(exercise.name, [])


def singles():
    """One function wrong, or right in another way; what uses it is graded along."""
    for exercise in COURSE.exercises:
        for one in wrong(exercise):
            yield {
                "name": f"{exercise.name}: {one.slug}",
                "sources": sources((exercise, one)),
                "names": above(exercise)[:4],
            }
        for number, one in enumerate(alternatives(exercise.unit).get(exercise.name, [])):
            yield {
                "name": f"{exercise.name}: right {number}",
                "sources": sources((exercise, one)),
                "names": [exercise.name],
            }


def endless():
    """A call that never ends, and waits; the one among the folders computes until its time is over."""
    square = COURSE.exercise("square")
    loop = "\n\nimport time\n\n\ndef square(x):\n    while True:\n        time.sleep(1)\n"
    texts = {**BASE, square.unit: BASE[square.unit] + loop}
    return {"name": "square: never ends", "sources": texts, "names": above(square)[:4]}


def pairs():
    """Some of all pairs, from the whole course."""
    every = list(all_pairs())
    step = len(every) // PAIRS
    return every[:: max(step, 1)]


def all_pairs():
    """A wrong function above a wrong one, a right one above two wrong ones, another right way above a wrong one."""
    for exercise in COURSE.exercises:
        for earlier in needs(exercise):
            for beneath, one in itertools.product(wrong(earlier)[::7], wrong(exercise)[::5]):
                yield {
                    "name": f"{exercise.name}: {one.slug} above {earlier.name}: {beneath.slug}",
                    "sources": sources((earlier, beneath), (exercise, one)),
                    "names": [exercise.name],
                }
            for number, one in enumerate(alternatives(exercise.unit).get(exercise.name, [])[:2]):
                beneath = wrong(earlier)[number]
                yield {
                    "name": f"{exercise.name}: right {number} above {earlier.name}: {beneath.slug}",
                    "sources": sources((earlier, beneath), (exercise, one)),
                    "names": [exercise.name],
                }
        for one, two in itertools.combinations(needs(exercise), 2):
            for low, high in zip(wrong(one)[::6], wrong(two)[::6], strict=False):
                yield {
                    "name": f"{exercise.name} above {one.name}: {low.slug} and {two.name}: {high.slug}",
                    "sources": sources((one, low), (two, high)),
                    "names": [exercise.name],
                }


def folders():
    """Whole folders: the example, and everything that can be wrong with files."""
    for folder in (ROOT / "examples" / "first_try", *sorted((ROOT / "tests" / "submissions" / "bad").iterdir())):
        if folder.is_dir():
            yield {"name": folder.name, "folder": str(folder), "names": []}
