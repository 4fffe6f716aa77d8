"""A name that looks like a pattern is a name first, in all that nbgrader looks for."""

import glob

import pytest

STUDENTS = ("x", "[x]", "y", "a?b", "axb", "[!x]", "*", "ada [1]", "{x}")


@pytest.fixture(scope="module", params=["course", "Calculus [2026] *?"])
def course(tmp_path_factory, request):
    root = tmp_path_factory.mktemp("rooms") / request.param
    for student in STUDENTS:
        folder = root / "submitted" / student / "chains"
        folder.mkdir(parents=True)
        (folder / "chains.ipynb").touch()
        (root / "inbound" / f"{student}+chains+2026 UTC").mkdir(parents=True)
    return root


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*", STUDENTS),
        ("[x]", ("[x]",)),
        ("[!x]", ("[!x]",)),
        ("a?b", ("a?b",)),
        ("{x}", ("{x}",)),
        ("a??", ("a?b", "axb")),
        ("[xy]", ("x", "y")),
        ("ada*", ("ada [1]",)),
        ("nobody", ()),
        ("[z]", ()),
    ],
)
def test_students_are_found_by_their_names(door, course, pattern, found):
    paths = door.globbing.find(f"{course}/submitted/{pattern}/chains/*.ipynb")
    assert sorted(paths) == sorted(f"{course}/submitted/{student}/chains/chains.ipynb" for student in found)


@pytest.mark.parametrize(("student", "found"), [("[x]", 1), ("x", 1), ("*", len(STUDENTS)), ("[xy]", 2)])
def test_in_a_part_with_more_than_the_name_brackets_are_brackets(door, course, student, found):
    paths = door.globbing.find(f"{course}/inbound/{student}+chains+*")
    assert len(paths) == found
    if student == "[x]":
        assert paths == [f"{course}/inbound/[x]+chains+2026 UTC"]


def test_all_else_is_as_glob_has_it(door, course, monkeypatch):
    monkeypatch.chdir(course)
    for pattern in (
        "submitted/*/chains",
        "submitted/x/*",
        "*",
        "nothing/*",
        "submitted/*/chains/*.html",
        "./inbound",
        "submitted/./x",
        "in*/",
    ):
        assert sorted(door.globbing.find(pattern)) == sorted(glob.glob(pattern)), pattern  # noqa: PTH207
    assert door.globbing.find("/") == ["/"]


def test_nbgrader_looks_for_nothing_in_another_way(door):
    """No other module of nbgrader that these commands load has the real `glob`."""
    import sys

    loaded = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "nbgrader"}
    assert len(loaded) > 40
    assert [name for name, module in loaded.items() if getattr(module, "glob", None) is glob] == []
