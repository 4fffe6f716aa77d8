"""A newcomer's first commands, in the clone and in the kit, on a real terminal of 80 and of 50 columns.

What the terminal showed stands in `first_commands/`. To renew it after a change of words:
RENEW=1 uv run --all-groups pytest tests/release/test_first_commands.py
"""

import fcntl
import json
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
from helpers import ROOT, copy_code

from grader.render.typed import NAMES

GOLDEN = Path(__file__).parent / "first_commands"
DRIVER = Path(__file__).with_name("terminal_driver.py")
STEPS = [
    ["grader"],
    ["grader", "docs", "square"],
    ["grader", "hint", "square"],
    ["grader", "check", "square"],
    ["write", "square", "return x + x"],
    ["grader", "check", "square"],
    ["grader", "watch", "square"],
    ["write", "square", "return x * y"],
    ["grader", "check", "exercises/functions.py"],
    ["write", "square", "return x * x"],
    ["grader", "square"],
    ["grader", "reset", "square"],
    ["grader", "hin"],
    ["grader", "list"],
]
PRESSED = ((r"q quit\s", b"?"), (r"q  quit\s", b"h"), (r"next hint\.\s", b"q"))
PATIENCE = 600.0  # seconds, for all of them
BARE = r"(?<!run )\bgrader (?:check|hint|docs|list|show)\b"  # as nobody can type it who has only uv


def record(folder, width, *, uv):
    """What a terminal of a width showed, with uv or without it."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    away = ("COLUMNS", "LINES", "DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "NO_COLOR", "GITHUB_ACTIONS", "VISUAL", "UV")
    environment = {name: value for name, value in os.environ.items() if name not in away}
    environment |= {"TERM": "xterm", "PYTHONIOENCODING": "utf-8"} | ({"UV": "uv"} if uv else {})
    process = subprocess.Popen(
        [sys.executable, str(DRIVER), json.dumps(STEPS)],
        stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, env=environment, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    data, place, keys, end = b"", 0, list(PRESSED), time.monotonic() + PATIENCE
    try:
        while select.select([ours], [], [], max(end - time.monotonic(), 0))[0]:
            try:
                more = os.read(ours, 1 << 16)
            except OSError:  # the terminal has been closed
                break
            data += more
            shown = data.decode("utf-8", "ignore")
            if keys and (found := re.compile(keys[0][0]).search(shown, place)):
                os.write(ours, keys.pop(0)[1])
                place = found.end()
            if not more:
                break
        else:
            pytest.fail(f"it did not end:\n{data.decode()}")
    finally:
        process.kill()
        process.wait()
        os.close(ours)
    return seen(data.decode(), folder)


def seen(text, folder):
    """What a person sees in the end, without what differs from one machine to another."""
    text = re.sub(r"\r\x1b\[K[^\r\n]*(?=\r\x1b\[K)", "", text.replace("\r\n", "\n")).replace("\r\x1b[K", "")
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
    text = text.replace(folder.as_uri(), "file:///HERE").replace(str(folder), "/HERE")
    text = re.sub(r"functions-\d{8}-\d{6}\.py", "functions-DATE-TIME.py", text)
    return "\n".join(line.rstrip() for line in text.split("\n"))


@pytest.fixture
def clone(tmp_path):
    """A clone of the course, with its lessons built."""
    folder = tmp_path / "clone"
    copy_code(ROOT, folder, "grader", "solutions", "exercises", leave=["backup", ".*"])
    shutil.copy(ROOT / "course.toml", folder)
    (folder / "site").mkdir()
    for name in ("index", "functions"):
        (folder / "site" / f"{name}.html").touch()
    return folder


@pytest.mark.parametrize("width", [80, 50])
@pytest.mark.parametrize("place", ["clone", "kit", "kit-without-uv"])
def test_the_first_commands(request, place, width):
    shown = record(request.getfixturevalue(place.partition("-")[0]), width, uv=not place.endswith("without-uv"))
    golden = GOLDEN / f"{place}-{width}.txt"
    if "RENEW" in os.environ:
        golden.write_text(shown, encoding="utf-8")
    assert shown == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("golden", sorted(GOLDEN.glob("*.txt")), ids=lambda path: path.stem)
def test_every_screen_fits_and_ends_with_a_step_that_works(golden):
    """What stands in the recordings is as it should be, whoever renewed them."""
    width = int(golden.stem.rpartition("-")[2])
    program, other = ("grader", r"\buv run\b") if "without-uv" in golden.stem else ("uv run grader", BARE)
    screens = re.split(r"^\$ ", golden.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert len(screens) == len(STEPS)
    for screen in screens:
        lines = screen.splitlines()
        if lines[0].startswith("write"):
            continue
        for line in lines[1:]:
            assert len(line) <= width or len(line.split()) == 1 or line.startswith(f"  {program}"), line
        named = re.findall(rf"(?:Next|:):?\s+{program} ?([\w-]*)", screen)
        assert named or "Keys: " in screen, screen
        assert set(named) <= {*NAMES, "", "--help"}, screen
        assert len(re.findall(r"^Next:", screen, flags=re.MULTILINE)) <= 1
        assert not re.search(other, screen), screen
