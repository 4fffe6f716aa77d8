"""Frozen answers are the reference's own, to the last bit; what was never asked has no answers.

Of each exercise those of a quarter of its misconceptions are compared, of all with GRADER_WHOLE=1 (see
`docs/contributing.md`).
"""

import json
import lzma
import re
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from helpers import WHOLE

from grader.course.checks_of import checks_of, hidden_checks
from grader.course.frozen_answers import FrozenAnswers
from grader.course.reference import Mistake
from grader.course.solutions.reference import Solutions
from grader.course.syllabus import load_course
from grader.release.freeze import freeze, words

COURSE = load_course()
NAMES = [exercise.name for exercise in COURSE.exercises]
EVERY = 1 if WHOLE else 4
FREEZE = """
import sys
from pathlib import Path
from grader.course.solutions.reference import Solutions
from grader.release.freeze import freeze
solutions = Solutions()
for name in sys.argv[2:]:
    exercise = solutions.course.exercise(name)
    (Path(sys.argv[1]) / f"{name}.xz").write_bytes(freeze(exercise, solutions))
"""


@pytest.fixture(scope="module")
def place(made):
    """The frozen answers of a kit, as a process of its own wrote them."""
    return made.folder / "grader" / "course" / "answers"


@pytest.fixture(scope="module")
def frozen(place):
    return FrozenAnswers(place)


@pytest.fixture(scope="module")
def solutions():
    return Solutions()


def told(answers):
    """Answers but for the time that they took and for what pytest adds to assertions; numbers as in memory."""
    return [
        [in_memory(one.value), _said(one.raised), one.warnings, one.modified, one.timed_out, one.not_run]
        for one in answers
    ]


def _said(raised):
    return raised and replace(raised, message=raised.message.partition("assert ")[0].strip())


def in_memory(value):
    if isinstance(value, np.ndarray | np.generic):
        return type(value), value.dtype, value.shape, value.tobytes()
    if isinstance(value, list | tuple):
        return type(value), [in_memory(item) for item in value]
    if isinstance(value, dict):
        return type(value), [(key, in_memory(item)) for key, item in value.items()]
    return type(value), repr(value)


def nowhere(calls):
    """Calls as text, without where their functions are in memory."""
    return re.sub(r"0x[0-9a-f]+", "", repr(calls))


@pytest.mark.parametrize("name", NAMES)
def test_each_answer_is_the_references_own(name, solutions, frozen):
    exercise = COURSE.exercise(name)
    checks = checks_of(exercise, hidden=False)
    assert frozen.checks(exercise) == checks == [check for check in solutions.checks(exercise) if not check.hidden]
    for check in checks:
        assert nowhere(frozen.calls(check)) == nowhere(check.calls(0))
        assert told(frozen.answers(check)) == told(solutions.answers(check)) != []
        for mine, kits in list(zip(solutions.mistakes(exercise), frozen.mistakes(exercise), strict=True))[::EVERY]:
            assert told(frozen.answers(check, kits)) == told(solutions.answers(check, mine)) != [], mine.slug
        for other in solutions.others(exercise):
            computed = told(solutions.answers_of_other(other, check))
            assert told(frozen.answers_of_other(other, check)) == computed != [], other
        assert told(frozen.without_slopes(check)) == told(solutions.without_slopes(check))
        seconds = {one.seconds for one in frozen.answers(check)}
        assert (seconds, {one.output for one in frozen.answers(check)}) == ({0.0}, {""})


@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_of_an_exercise_is_what_the_solutions_say(name, solutions, frozen):
    exercise = COURSE.exercise(name)
    mine = [(one.exercise, one.slug, one.did, one.ask) for one in solutions.mistakes(exercise)]
    assert [(one.exercise, one.slug, one.did, one.ask) for one in frozen.mistakes(exercise)] == mine
    assert {type(one) for one in frozen.mistakes(exercise)} <= {Mistake}
    assert frozen.signature(name) == solutions.signature(name)
    assert frozen.others(exercise) == solutions.others(exercise)
    assert words(exercise, solutions) == json.loads(json.dumps(words(exercise, solutions)))


def test_some_exercises_have_answers_without_slopes(solutions, frozen):
    with_slopes = [
        name
        for name in NAMES
        if any(frozen.without_slopes(check) for check in checks_of(COURSE.exercise(name), hidden=False))
    ]
    assert with_slopes == [name for name in NAMES if "deriv" in COURSE.exercise(name).needs]
    assert len(with_slopes) > 10


def test_freezing_again_gives_the_same_bytes(place, tmp_path):
    """In another process and in another order: a tenth of them, all with GRADER_WHOLE=1 (see docs/contributing.md).

    That a second run of the command gives the same kit is told of a unit each in `test_classroom.py` and
    `test_release.py`.
    """
    names = (NAMES if WHOLE else NAMES[7::10])[::-1]
    subprocess.run([sys.executable, "-c", FREEZE, tmp_path, *names], check=True, timeout=300)
    assert [
        name for name in names if (place / f"{name}.xz").read_bytes() != (tmp_path / f"{name}.xz").read_bytes()
    ] == []


def test_no_address_of_memory_is_frozen(place):
    held = {name: lzma.decompress((place / f"{name}.xz").read_bytes()) for name in NAMES}
    assert [name for name, data in held.items() if re.search(rb"0x[0-9a-f]{6}", data)] == []


def test_equal_answers_are_kept_once(solutions, frozen):
    check = checks_of(COURSE.exercise("square"), hidden=False)[0]
    data = lzma.decompress(freeze(COURSE.exercise("square"), solutions))
    head = json.loads(data[4 : 4 + int.from_bytes(data[:4], "big")])
    numbers = [number for each in head["answers"].values() for number in each.values()]
    assert set(numbers) == set(range(len(head["lengths"])))
    assert len(numbers) > len(head["lengths"])
    assert frozen.answers(check) is frozen.answers(check)


def test_what_was_never_asked_has_no_answers(frozen):
    check = checks_of(COURSE.exercise("chain_deriv_2"), hidden=False)[0]
    assert frozen.answers(check, Mistake("chain_deriv_2", "nobody-wrote-this", "", "")) == []
    assert frozen.answers_of_other("square", check) == []
    hidden = next(check for check in hidden_checks("chains") if check.exercise == "chain_deriv_2")
    with pytest.raises(KeyError):
        frozen.answers(hidden)


def test_no_solution_can_be_given(frozen):
    assert frozen.given(frozenset({"deriv"})) == []
    assert frozen.seed == 0
