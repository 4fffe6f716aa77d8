"""Frozen answers are the reference's own, to the last bit; what was never asked has no answers."""

import itertools
import json
import re
from dataclasses import replace

import numpy as np
import pytest

from grader.course import reference
from grader.course.checks_of import checks_of, visible_checks
from grader.course.syllabus import load_course
from grader.release.freeze import variants, words
from grader.release.frozen import frozen
from grader.release.kit import reference as kit

COURSE = load_course()
SOME = ("square", "deriv", "chain_deriv_2", "matrix_forward_extra", "jacobian")


@pytest.fixture(scope="module")
def some(tmp_path_factory):
    """The frozen answers of some exercises, and where they are kept."""
    kept = tmp_path_factory.mktemp("frozen")
    return frozen(SOME, COURSE, kept), kept


@pytest.fixture(scope="module")
def everything(made):
    """The frozen answers of all exercises, as they went into the kit: made by other processes, or another day."""
    del made
    return frozen([exercise.name for exercise in COURSE.exercises], COURSE)


@pytest.fixture
def answers(some, tmp_path, monkeypatch):
    """The kit's reference, with the frozen answers of some exercises."""
    for name, data in some[0].items():
        (tmp_path / f"{name}.xz").write_bytes(data)
    for unit in COURSE.units:
        said = {exercise.name: words(exercise) for exercise in unit.exercises}
        (tmp_path / f"{unit.name}.json").write_text(json.dumps(said), encoding="utf-8")
    monkeypatch.setattr(kit, "ANSWERS", tmp_path)
    caches = (kit.misconceptions, kit.alternatives, kit.swapped, kit._words, kit._book)
    for cache in caches:
        cache.cache_clear()
    yield kit
    for cache in caches:
        cache.cache_clear()


def told(answer):
    """An answer but for the time that it took and for what pytest adds to assertions; its numbers as in memory."""
    raised = answer.raised and replace(answer.raised, message=answer.raised.message.partition("assert ")[0].strip())
    return [in_memory(answer.value), raised, answer.warnings, answer.modified, answer.timed_out]


def in_memory(value):
    if isinstance(value, np.ndarray | np.generic):
        return type(value), value.dtype, value.shape, value.tobytes()
    if isinstance(value, list | tuple):
        return type(value), [in_memory(item) for item in value]
    return type(value), repr(value)


@pytest.mark.parametrize("name", SOME)
def test_each_answer_is_the_references_own(name, answers):
    exercise = COURSE.exercise(name)
    ours = [*reference.misconceptions(exercise.unit)[name], *reference.alternatives(exercise.unit)[name]]
    theirs = [*answers.misconceptions(exercise.unit)[name], *answers.alternatives(exercise.unit)[name]]
    assert len(ours) == len(theirs)
    beneath = [((), ())]
    for need in exercise.needs:
        home = COURSE.exercise(need).unit
        pairs = zip(reference.misconceptions(home)[need], answers.misconceptions(home)[need], strict=True)
        beneath += [((one,), (two,)) for one, two in itertools.islice(pairs, 3)]
    for check in checks_of(exercise, hidden=False):
        for low, lower in beneath:
            for one, two in zip([(), *((one,) for one in ours)], [(), *((two,) for two in theirs)], strict=True):
                computed = reference.swapped(*low, *one).answers(check, 0)
                assert [told(a) for a in computed] == [told(a) for a in answers.swapped(*lower, *two).answers(check, 0)]
        for other in reference.alike(exercise):
            computed = reference.answers_of_other(other, check)
            assert [told(a) for a in computed] == [told(a) for a in answers.answers_of_other(other, check)]
        assert [told(a) for a in reference.without_slopes(check)] == [told(a) for a in answers.without_slopes(check)]
    assert answers.signature(name) == reference.signature(name)
    assert answers.alike(exercise) == reference.alike(exercise)


def test_freezing_again_gives_the_same_bytes(some, everything):
    data, kept = some
    assert {name: everything[name] for name in SOME} == data
    assert frozen(SOME[:2], COURSE, kept) == {name: data[name] for name in SOME[:2]}


def test_no_address_of_memory_is_frozen(everything):
    told = [name for name, data in everything.items() if re.search(rb"0x[0-9a-f]{8}", kit.lzma.decompress(data))]
    assert told == []


def test_what_was_never_asked_has_no_answers(answers):
    check = next(check for check in visible_checks("chains") if check.exercise == "chain_deriv_2")
    unknown = answers.Misconception("deriv", "nobody-wrote-this", "", "")
    assert answers.swapped(unknown).answers(check, 0) == []
    beside = answers.Misconception("square", "nobody-wrote-this", "", "")
    assert answers.swapped(beside).answers(check, 0) == answers.swapped().answers(check, 0) != []


def test_what_a_variant_reaches():
    def reaches(name, variant=""):
        return next(one.reaches for one in variants(COURSE.exercise(name), COURSE) if one.name == variant)

    assert reaches("square") == frozenset()
    assert reaches("chain_deriv_2") == {"deriv"}
    assert reaches("plot_chain_deriv") == {"chain_deriv_2", "chain_deriv_3", "deriv"}
    assert reaches("gradient_check") == {"gradient", "partial_derivative"}
    assert "deriv" in reaches("chain_deriv_2", "outer-at-x")
