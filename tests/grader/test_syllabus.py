"""The course: units and exercises in order, and how names on a command line find them."""

import pytest

from grader.course.stubs import SOLUTIONS
from grader.course.syllabus import ROOT, load_course
from grader.errors import BrokenError, UsageError


def names(exercises):
    return [exercise.name for exercise in exercises]


def test_no_names_stand_for_all(course):
    assert course.find([]) == list(course.exercises)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (["deriv"], ["deriv"]),
        (["derivatives.deriv"], ["deriv"]),
        (["chain_deriv_2", "deriv", "square"], ["square", "deriv", "chain_deriv_2"]),
        (["functions"], ["square", "relu", "leaky_relu", "sigmoid"]),
        (["functions.py"], ["square", "relu", "leaky_relu", "sigmoid"]),
        (["functions/"], ["square", "relu", "leaky_relu", "sigmoid"]),
        (["functions", "square"], ["square", "relu", "leaky_relu", "sigmoid"]),
    ],
)
def test_names_find_exercises_in_the_order_of_the_course(course, typed, found):
    assert names(course.find(typed)) == found


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("derive", "Did you mean deriv?"),
        ("chain", "Did you mean chains?"),
        ("chains.chain_deriv_4", "Did you mean chain_deriv_"),
        ("functions.deriv", "Did you mean deriv?"),
        ("xyzzy", "All names: grader list"),
        ("", "All names: grader list"),
        ("exercises/functions", "Did you mean functions?"),
    ],
)
def test_unknown_names_are_told_with_the_nearest(course, typed, nearest):
    with pytest.raises(UsageError) as error:
        course.find(["deriv", typed])
    assert str(error.value).startswith(f"There is no unit or function named {typed}.")
    assert nearest in str(error.value)


def test_one_exercise_is_asked_for(course):
    assert course.find_one("chains.chain_deriv_2").name == "chain_deriv_2"
    with pytest.raises(UsageError, match=r"functions is a unit\. Name one of its functions: square, relu"):
        course.find_one("functions")


def test_every_exercise_is_complete(course):
    earlier = set()
    for exercise in course.exercises:
        assert exercise.title
        assert len(exercise.hints) == 3
        assert len(set(exercise.hints)) == 3
        assert all(hint.strip() for hint in exercise.hints)
        assert set(exercise.needs) <= earlier, f"{exercise.name} needs what comes later"
        assert course.exercise(exercise.name) is exercise
        assert exercise in course.unit(exercise.unit).exercises
        earlier.add(exercise.name)


def test_units_are_the_files_of_every_tree(course):
    units = {unit.name for unit in course.units}
    assert {path.stem for path in SOLUTIONS.glob("*.py")} - {"__init__"} == units
    for folder in ("checks", "hidden", "misconceptions", "alternatives"):
        files = {path.stem for path in (ROOT / "grader" / "course" / folder).glob("*.py")}
        assert files - {"__init__", "families"} == units
    assert {path.stem for path in (ROOT / "grader" / "course" / "hints").glob("*.toml")} == units
    assert {path.stem for path in (ROOT / "docs").glob("*.md")} >= units
    for unit in course.units:
        assert {*unit.after} <= units


def test_names_are_unique(course):
    found = names(course.exercises) + [unit.name for unit in course.units]
    assert len(set(found)) == len(found)


UNIT = 'title = "x"\n[[unit]]\nname = "a"\ntitle = "A"\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "title = ",
            "course.toml cannot be read: Invalid value (at",
        ),
        (UNIT.replace('title = "x"', ""), 'course.toml has no title, which is a text: title = "…".'),
        ('title = "x"', "course.toml names no unit. Each begins with a line [[unit]]."),
        ('title = "x"\n[unit]\nname = "a"', "course.toml names no unit. Each begins with a line [[unit]]."),
        ('title = "x"\n[[unit]]\n', 'course.toml: unit 1 has no name, which is a text: name = "…".'),
        ('title = "x"\n[[unit]]\nname = "a"', 'course.toml: unit a has no title, which is a text: title = "…".'),
        (
            UNIT + "aftr = []",
            "course.toml: unit a has aftr, which means nothing there. It may have name, title, af",
        ),
        (UNIT + 'after = "b"', 'course.toml: unit a: after has to be a list of names: after = ["…"].'),
        (UNIT + "given = [1]", 'course.toml: unit a: given has to be a list of names: given = ["…"].'),
        (UNIT + 'after = ["b"]', 'course.toml: unit a is "after" b, which is no unit above it.'),
        (UNIT + 'after = ["a"]', 'course.toml: unit a is "after" a, which is no unit above it.'),
        (UNIT + UNIT.partition("\n")[2], "course.toml: unit a is there twice."),
        (
            UNIT,
            "grader/course/hints/a.toml is missing. Is the name of the unit spelt so in course.toml, and the",
        ),
    ],
)
def test_a_course_that_cannot_be_read_is_told_with_the_place(tmp_path, text, told):
    (tmp_path / "course.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BrokenError) as error:
        load_course.__wrapped__(tmp_path, tmp_path)
    assert str(error.value).startswith(told)


HINT = 'title = "t"\nneeds = []\nidea = "i"\nplace = "p"\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[f", " cannot be read: "),
        ('note = "n"', ": note is no table. Each exercise begins with its name, as in [note]."),
        (
            "[f]\n" + HINT.replace("needs = []\n", ""),
            ": f has no needs. An exercise that calls no other has needs = [].",
        ),
        ("[f]\n" + HINT.replace("[]", '"g"'), ': f: needs has to be a list of names: needs = ["…"].'),
        ("[f]\n" + HINT.replace("idea", "ida"), ': f has no idea, which is a text: idea = "…".'),
        ("[f]\n" + HINT.replace('"p"', '" "'), ': f has no place, which is a text: place = "…".'),
        ("[f]\n" + HINT.replace('"t"', "3"), ': f has no title, which is a text: title = "…".'),
        (
            "[f]\n" + HINT + "need = []",
            ": f has need, which means nothing there. It may have title, needs, idea, place",
        ),
    ],
)
def test_hints_that_cannot_be_read_are_told_with_the_place(tmp_path, text, told):
    (tmp_path / "course.toml").write_text(UNIT, encoding="utf-8")
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BrokenError) as error:
        load_course.__wrapped__(tmp_path, tmp_path)
    assert str(error.value).startswith(f"grader/course/hints/a.toml{told}")


def test_a_mark_of_the_byte_order_is_no_mistake(tmp_path):
    (tmp_path / "course.toml").write_text(UNIT, encoding="utf-8-sig")
    (tmp_path / "a.toml").write_text(f"[f]\n{HINT}", encoding="utf-8-sig")
    assert [one.name for one in load_course.__wrapped__(tmp_path, tmp_path).exercises] == ["f"]


def test_a_grader_without_its_course_says_what_to_do(tmp_path):
    with pytest.raises(
        BrokenError, match=rf"^{tmp_path} holds no course\. In a clone of it, run `pip install -e \.` or"
    ):
        load_course(tmp_path)


def test_a_hint_that_is_missing_is_our_failure(tmp_path):
    (tmp_path / "course.toml").write_text('title = "x"\n[[unit]]\nname = "a"\ntitle = "A"\n', encoding="utf-8")
    (tmp_path / "a.toml").write_text('[f]\ntitle = "t"\nneeds = []\nidea = "i"\n', encoding="utf-8")
    with pytest.raises(BrokenError, match="place"):
        load_course(tmp_path, tmp_path)
    (tmp_path / "a.toml").write_text(
        '[f]\ntitle = "t"\nneeds = []\nidea = "i"\nplace = "p"\nformula = "m"\n', encoding="utf-8"
    )
    course = load_course(tmp_path.resolve() / ".", tmp_path.resolve() / ".")
    assert names(course.find(["a.f"])) == ["f"]


def test_the_third_hint_comes_from_the_solution_or_in_a_kit_from_beside_the_others(tmp_path):
    (tmp_path / "course.toml").write_text('title = "x"\n[[unit]]\nname = "a"\ntitle = "A"\n', encoding="utf-8")
    two = 'title = "t"\nneeds = []\nidea = "i"\nplace = "p"\n'
    (tmp_path / "a.toml").write_text(f'[f]\n{two}[g]\n{two}formula = "m"\n', encoding="utf-8")
    hints = {one.name: one.hints[2] for one in load_course.__wrapped__(tmp_path, tmp_path).exercises}
    assert hints == {"f": "(The docstring in solutions/a.py has no section Formula.)", "g": "m"}
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "a.py").write_text(
        'def f(x):\n    """F.\n\n    Formula:\n        f(x) = x,\n        always\n    """\n', encoding="utf-8"
    )
    hints = {one.name: one.hints[2] for one in load_course.__wrapped__(tmp_path, tmp_path).exercises}
    assert hints == {"f": "f(x) = x, always", "g": "m"}


def with_preload(folder, line):
    """A course of one unit that says which modules it uses."""
    (folder / "course.toml").write_text(f'title = "x"\n[[unit]]\nname = "a"\ntitle = "A"\n{line}\n', encoding="utf-8")
    (folder / "a.toml").write_text(
        '[f]\ntitle = "t"\nneeds = []\nidea = "i"\nplace = "p"\nformula = "m"\n', encoding="utf-8"
    )
    return load_course.__wrapped__(folder, folder)


def test_units_say_which_modules_they_use(course, tmp_path):
    assert course.preload(course.exercises) == ("matplotlib.pyplot",)
    assert course.preload(course.find(["functions", "chains"])) == ()
    assert course.packages == ("numpy", "matplotlib")
    made_up = with_preload(tmp_path, 'preload = ["fractions", "mpmath", "matplotlib.pyplot", "mpmath"]')
    assert made_up.preload(made_up.exercises) == ("fractions", "mpmath", "matplotlib.pyplot")
    assert made_up.packages == ("numpy", "fractions", "mpmath", "matplotlib")
    assert with_preload(tmp_path, "").packages == ("numpy",)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ('"mpmath"', "has to be a list of module names"),
        ("[1]", "has to be a list of module names"),
        ("{}", "has to be a list of module names"),
        ('["mpmaths"]', r"names mpmaths, which is not installed\. Is it spelt so\? To install it: uv sync"),
        ('["mpmath.nothing"]', r"names mpmath\.nothing, which is not installed"),
        ('["mpmath", "a b"]', "names 'a b', which is no module"),
        ('[""]', "names '', which is no module"),
        ('["solutions.functions"]', r"names 'solutions\.functions', which is no module"),
        ('["grader"]', "names 'grader', which is no module"),
    ],
)
def test_modules_that_a_unit_cannot_use(tmp_path, value, why):
    with pytest.raises(BrokenError, match=f"^course.toml: preload of the unit a {why}"):
        with_preload(tmp_path, f"preload = {value}")
