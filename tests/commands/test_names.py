"""`grader list` and `grader hint`."""

import json

from grader.authoring.audit.docstrings import given_away_by_hints
from grader.course.syllabus import load_course

COURSE = load_course()


def test_list_names_everything_in_order(run):
    code, out, err = run("list")
    assert (code, err) == (0, "")
    places = [out.index(f"    {exercise.name:<36}{exercise.title}") for exercise in COURSE.exercises]
    assert places == sorted(places)
    assert out.startswith("1 functions: Functions\n")
    assert run("list", "-q") == (0, "", "")


def test_list_as_json(run, tmp_path):
    code, out, _ = run("list", "--json", "-")
    data = json.loads(out)
    assert code == 0
    assert [e["name"] for unit in data["units"] for e in unit["exercises"]] == [e.name for e in COURSE.exercises]
    run("list", "--json", tmp_path / "list.json")
    assert json.loads((tmp_path / "list.json").read_text(encoding="utf-8")) == data


def test_three_hints_each_on_asking(run):
    for exercise in COURSE.exercises:
        look_at_hints(run, exercise)


def look_at_hints(run, exercise):
    shown = []
    for level, name in enumerate(("idea", "place", "formula"), 1):
        code, out, err = run("hint", f"{exercise.unit}.{exercise.name}", *([level] if level > 1 else []))
        assert (code, err) == (0, "")
        assert out.startswith(f"{exercise.name}, hint {level} of 3, the {name}:\n")
        words = "".join(out.split())
        assert "".join(exercise.hints[level - 1].split()) in words
        after = f"hint {exercise.name} {level + 1}" if level < 3 else f"check {exercise.name}"
        assert out.endswith(f"Next: grader {after}\n")
        shown.append(out)
    assert exercise.hints[1] not in shown[0]
    assert exercise.hints[2] not in shown[0] + shown[1]


def test_no_hint_gives_the_code_away():
    for exercise in COURSE.exercises:
        assert list(given_away_by_hints(exercise)) == []
