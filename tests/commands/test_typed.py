"""Commands are named as they are typed where the grader was started, and lines fit the terminal."""

import sys

import pytest
from helpers import ROOT

from grader.cli.table import ALL
from grader.render.plain import counted
from grader.render.typed import NAMES, as_typed, command
from grader.render.wrap import fold


def test_every_command_is_known_by_name():
    assert set(NAMES) == set(ALL)


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("Next: grader hint deriv 2", "Next: uv run grader hint deriv 2"),
        ("the grader knows it, grader or not", "the grader knows it, grader or not"),
        ("uv run grader check", "uv run grader check"),
        ("With it: uv run --group teach grader release OUT", "With it: uv run --group teach grader release OUT"),
        ("Next: nbgrader generate_feedback deriv", "Next: uv run nbgrader generate_feedback deriv"),
        ("uv run nbgrader collect deriv", "uv run nbgrader collect deriv"),
        ("what nbgrader collects is nbgrader's own", "what nbgrader collects is nbgrader's own"),
        ("python -m grader check, ./grader check", "python -m grader check, ./grader check"),
        ("../old/grader check", "../old/grader check"),
        ("See: grader COMMAND --help", "See: uv run grader COMMAND --help"),
        ("grader NAME, grader --help", "uv run grader NAME, uv run grader --help"),
    ],
)
def test_sentences_name_commands_as_they_are_typed(monkeypatch, said, typed):
    monkeypatch.setenv("UV", "uv")
    assert as_typed(said) == typed
    monkeypatch.delenv("UV")
    assert as_typed("see: grader list") == "see: grader list"


def test_a_program_that_is_not_on_the_path_is_named_by_its_place(monkeypatch, tmp_path):
    (tmp_path / ".uv" / "bin").mkdir(parents=True)
    uv = tmp_path / ".uv" / "bin" / "uv"
    uv.touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv("UV", str(uv))
    monkeypatch.setenv("UV_PROJECT", str(ROOT))
    assert command("list") == ".uv/bin/uv run grader list"
    monkeypatch.delenv("UV")
    assert command() == "python -m grader"
    assert as_typed("See: nbgrader db student list") == "See: python -m nbgrader db student list"
    (tmp_path / "grader").touch()
    monkeypatch.setattr(sys, "argv", [str(tmp_path / "grader")])
    assert command() == "./grader"


def test_from_outside_of_the_project_uv_is_told_where_it_is(monkeypatch, tmp_path):
    monkeypatch.setenv("UV", "uv")
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.chdir(tmp_path)
    assert command("hint deriv 2") == f"uv run --project {ROOT} grader hint deriv 2"
    assert as_typed("See: nbgrader db student list") == f"See: uv run --project {ROOT} nbgrader db student list"
    monkeypatch.chdir(ROOT / "docs")
    assert command("hint deriv 2") == "uv run grader hint deriv 2"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((1, "student"), "1 student"),
        ((0, "student"), "0 students"),
        ((1, "is", "are"), "1 is"),
        ((2, "is", "are"), "2 are"),
    ],
)
def test_a_number_and_its_word(words, told):
    assert counted(*words) == told


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", None, ["one two three"]),
        ("one two three", 30, ["one two three"]),
        ("  one two three four five six", 22, ["  one two three four", "    five six"]),
        ("a/path/that/is/long.py:16 and more words", 20, ["a/path/that/is/long.py:16", "  and more words"]),
        ("a-b " * 8, 20, ["a-b a-b a-b a-b a-b", "  a-b a-b a-b"]),
        ("", 20, [""]),
        ("Type this now: uv run grader hint deriv", 30, ["Type this now:", "  uv run grader hint deriv"]),
        ("In the place of `raise NotImplementedError`.", 30, ["In the place of", "  `raise NotImplementedError`."]),
    ],
)
def test_lines_are_broken_between_words(text, width, lines):
    assert fold(text, width) == lines
