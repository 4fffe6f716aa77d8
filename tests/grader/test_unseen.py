"""The audit of mistakes that nobody wrote down: what it changes, what it counts."""

import random

from grader.authoring.audit.unseen.mutants import double_mutants, mutants
from grader.authoring.audit.unseen.run import DRAWN, Outcome, UnseenRow, audit_unseen, count, draw
from grader.authoring.audit.unseen.texts import right_functions

TEXT = "def f(x, y):\n    a = x + 2\n    b = (a - y) * a\n    return np.dot(a.T, b)\n"


def test_mutants_tell_what_they_change():
    found = {one.text: one for one in mutants(TEXT)}
    for old, new in [
        ("x + 2", "(x - 2)"), ("x + 2", "x"), ("2", "3"), ("(a - y) * a", "a - y * a"), ("a.T", "a"),
        ("dot(a.T, b)", "dot(b, a.T)"), ("dot(", "multiply("), ("x + 2", "(y) + 2"),
    ]:  # fmt: skip
        text = TEXT.replace(old, new.replace("(y)", "y"), 1)
        assert text in found, new
        (begin, end), *_ = found[text].changed
        same = next(at for at, pair in enumerate(zip(text, TEXT, strict=False)) if pair[0] != pair[1])
        assert begin <= same <= end, new
    assert TEXT not in found
    lines = TEXT.split("\n")
    assert "\n".join([lines[0], lines[2], lines[1], *lines[3:]]) in found
    assert "\n".join([lines[0], "    pass", *lines[2:]]) in found


def test_two_changes_do_not_overlap_and_are_the_same_every_time():
    one, two = (double_mutants(TEXT, 10, random.Random(1)) for _ in range(2))
    assert one == two
    assert len(one) == 10
    assert all(first[1] <= second[0] for first, second in (mutant.changed for mutant in one))


def test_right_functions_stand_in_a_whole_file(course):
    for name in ("chain_deriv_2", "sigmoid"):
        exercise = course.exercise(name)
        found = right_functions(exercise, course)
        assert len(found) >= 4
        for one in found:
            names = {}
            exec(compile(one.text, "right", "exec", 0x1000000), {"Any": None}, names)
            assert list(names) == [name]
            compile(one.before + one.text + one.after, "file", "exec")


def test_the_audit_names_places_or_keeps_silent(course):
    exercises = course.find(["chain_deriv_2", "set_axes"])
    cases = draw(exercises, course)
    assert cases == draw(exercises, course)
    assert len(cases) == DRAWN * 2
    assert cases[:DRAWN] == draw(exercises[:1], course)
    assert draw(exercises, course, seed=1) not in (cases, draw(exercises, course, seed=2))
    row = audit_unseen(cases, jobs=2)
    assert row.mutants + row.passing == len(cases)
    assert row.placed > 0
    assert row.closed > 0  # what draws is not edited
    assert (row.wrong, row.gone, row.short) == ([], [], [])


def test_a_wrong_place_falls_short():
    outcomes = [
        Outcome("f", "a", "placed", seconds=0.2),
        Outcome("f", "b", "wrong", seconds=0.1),
        Outcome("f", "c", "passes"),
    ]
    row = count([*outcomes, Outcome("f", "d", "placed", holds=False, seconds=0.3), Outcome("f", "e", "named")])
    told = {"f": {"mutants": 4, "named": 1, "placed": 2, "wrong": 1, "silent": 0, "closed": 0}}
    assert row == UnseenRow(4, 1, 1, 2, 0, ["b"], ["d"], 3, 0.3, told)
    assert row.short == ["a wrong place: b"]
