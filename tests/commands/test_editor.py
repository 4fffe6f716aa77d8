"""Which words open a file in an editor."""

from pathlib import Path

import pytest

from grader.cli.editor import editor_command, open_in_editor

FILE = Path("exercises/functions.py")


@pytest.mark.parametrize(
    ("environment", "line", "words"),
    [
        ({"VISUAL": "code --wait", "EDITOR": "vi"}, 7, ["code", "--wait", "--goto", "exercises/functions.py:7"]),
        ({"EDITOR": "/usr/bin/nano"}, 7, ["/usr/bin/nano", "+7", "exercises/functions.py"]),
        ({"EDITOR": "nano"}, None, ["nano", "exercises/functions.py"]),
        ({"EDITOR": "code"}, None, ["code", "exercises/functions.py"]),
        ({"EDITOR": "'my editor' -x"}, 7, ["my editor", "-x", "exercises/functions.py"]),
        ({}, 7, None),
    ],
)
def test_the_words(monkeypatch, tmp_path, environment, line, words):
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert editor_command(FILE, line) == words


def test_vs_code_where_it_is_installed(monkeypatch, tmp_path):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    (tmp_path / "code").write_text("#!/bin/sh\n")
    (tmp_path / "code").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert editor_command(FILE, 3) == [str(tmp_path / "code"), "--goto", f"{FILE}:3"]


@pytest.mark.parametrize(
    ("editor", "said"),
    [("true", None), ("false", "false ended with code 1"), ("no-such-editor", "no-such-editor does not start: ")],
)
def test_what_failed_is_said(monkeypatch, editor, said):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", editor)
    found = open_in_editor(FILE, 1)
    assert found == said if said is None else found.startswith(said)
