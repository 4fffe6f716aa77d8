"""Text that a student wrote is safe to print; what a terminal lacks is spelt in ASCII; files are written whole."""

import argparse
import io
import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.files import write_json, write_whole
from grader.grading.report import notes_on_earlier
from grader.protocol.text import MAX_TEXT, clean, listed, one_line
from grader.render.plain import ASCII_SPELLING, say, spell_out

# --- clean


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, naïve, 微积分, σ ≤ 1", "plain, naïve, 微积分, σ ≤ 1"),
        ("two\nlines", "two\nlines"),
        ("Windows\r\nlines", "Windows\nlines"),
        ("a\tb", "a   b"),
        ("\x1b[31mred\x1b[0m", "�[31mred�[0m"),
        ("\x00\x07\x08\x7f\x9b", "�����"),
        ("\u202eright to left\u2066\u200b", "�right to left��"),
        ("\u2028\u2029\x85", "���"),
        ("\ud800", "?"),
        ("over\rwrite", "over�write"),
        (3, "3"),
    ],
)
def test_no_control_characters_are_left(text, shown):
    assert clean(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::no", ": :error::no"),
        ("a\n  ::add-mask::x", "a\n  : :add-mask::x"),
        ("::warning file=a.py,line=1::no", ": :warning file=a.py,line=1::no"),
        ("::stop-commands::t\n::t::", ": :stop-commands::t\n: :t::"),
        ("\x1b::error::", "�: :error::"),
        ("said ##[error]no", "said ## [error]no"),
        ("x[::2] and y[::-1]", "x[::2] and y[::-1]"),
        ("a::b, std::vector, ::1, # [1]", "a::b, std::vector, ::1, # [1]"),
    ],
)
def test_no_line_is_a_command_to_github(text, shown):
    assert clean(text) == shown


def test_a_name_is_one_line():
    assert one_line("a\nb\r\nc\u2028d") == "a�b�c�d"
    assert one_line(Path("a\n::error::b")) == "a�: :error::b"
    assert len(one_line("x" * 1000)) == 302


@given(st.text())
def test_any_text_is_printable_and_not_longer(text):
    found = clean(text, 50)
    assert all(c.isprintable() or c == "\n" for c in found)
    found.encode("utf-8")
    assert len(found) <= 50 * 4 + 2


def test_long_texts_are_cut():
    assert clean("x" * 10_000) == "x" * MAX_TEXT + " …"
    assert clean("x" * 10, 10) == "x" * 10
    assert clean("x" * 11, 10) == "x" * 10 + " …"


class Silent:
    def __str__(self):
        raise SystemExit


def test_a_text_that_cannot_be_made():
    assert clean(Silent()) == "(no text)"


# --- listed


@pytest.mark.parametrize(
    ("texts", "shown"),
    [([], ""), (["a"], "a"), (["a", "b", "c"], "a, b, c"), (["a", "b", "c", "d", "e"], "a, b, c and 2 more")],
)
def test_of_many_the_first_are_named(texts, shown):
    assert listed(texts, 3) == shown


# --- spell_out and say


def test_what_the_encoding_lacks_is_spelt(monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO(), "ascii", write_through=True)
    monkeypatch.setattr(sys, "stdout", stream)
    spell_out()
    print("f′(x) ≈ 2·x² → σ(x) … 微 █░")
    assert stream.buffer.getvalue() == b"f'(x) ~ 2*x^2 -> sigma(x) ... ? #.\n"


@pytest.mark.parametrize("sign", ASCII_SPELLING)
def test_every_spelling_is_ascii(sign):
    assert len(sign) == 1
    assert not sign.isascii()
    assert ASCII_SPELLING[sign].isascii()


def test_spelling_is_for_writing_only():
    spell_out()
    with pytest.raises(UnicodeDecodeError):
        b"\xff".decode("ascii", "spell")


def test_streams_that_cannot_be_changed_are_left(monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    spell_out()
    say(argparse.Namespace(quiet=False, plain=True), "said")
    assert sys.stdout.getvalue() == "said\n"


def test_say_is_silent_when_asked(capsys):
    say(argparse.Namespace(quiet=True, plain=True), "said")
    assert capsys.readouterr().out == ""


# --- files


def test_a_file_is_written_whole(tmp_path):
    path = tmp_path / "report.json"
    write_whole(path, "first δ\n")
    assert path.read_bytes() == "first δ\n".encode()
    write_whole(path, b"second\r\n")
    assert path.read_bytes() == b"second\r\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_has_the_usual_permissions(tmp_path):
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "report.json", "x")
    finally:
        os.umask(before)
    assert (tmp_path / "report.json").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("place", ["nowhere/report.json", "file/report.json", "folder"])
def test_a_place_that_cannot_be_written(tmp_path, place):
    (tmp_path / "file").write_text("kept")
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match=r"cannot be written: .* Name a place that can be\.$"):
        write_whole(tmp_path / place, "x")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]
    assert (tmp_path / "file").read_text() == "kept"


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "functions.py"
    path.write_text("old")

    def full(_descriptor, *_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fdopen", full)
    with pytest.raises(UsageError, match="No space left on device"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_json_goes_to_a_file_or_to_stdout(tmp_path, capsysbinary):
    data = {"name": "δ", "values": [1, 2.5, None]}
    write_json(tmp_path / "a.json", data)
    write_json(tmp_path / "-", data)
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == data
    assert (tmp_path / "-").exists()
    write_json(type(tmp_path)("-"), data)
    assert capsysbinary.readouterr().out == (tmp_path / "a.json").read_bytes()


def test_json_has_no_nan(tmp_path):
    with pytest.raises(ValueError, match="JSON"):
        write_json(tmp_path / "a.json", {"x": float("nan")})
    assert not (tmp_path / "a.json").exists()


def test_what_an_earlier_exercise_has_to_do_with_a_verdict():
    assert notes_on_earlier(None, None, []) == []
    assert notes_on_earlier("deriv", None, ["deriv"]) == ["Right by itself; mend deriv first."]
    leans = "It leans on deriv, which is not right yet; fix that first."
    assert notes_on_earlier(None, "deriv", []) == notes_on_earlier(None, "deriv", ["square"]) == [leans]
    one = "Your deriv is not right yet, so this was judged with a right one."
    assert notes_on_earlier(None, None, ["deriv"]) == [one]
    three = "Your square, relu and deriv are not right yet, so this was judged with right ones."
    assert notes_on_earlier(None, None, ["square", "relu", "deriv"]) == [three]
