"""`grader learn`: the lessons are served where they are there, and else what brings them is said; Ctrl-C ends it."""

import http.client
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from helpers import ROOT

from grader.cli import lessons
from grader.cli.commands.student import learn

SERVE = """
import sys
from pathlib import Path
from grader.cli import lessons, main, trust
from grader.cli.commands.student import learn
learn.SITE, learn.EXERCISES, learn.ROOT = Path("site"), Path("exercises"), Path.cwd()
learn.build_if_stale = lambda args, words: None
sys.exit(main.main(["learn", "--no-open", *sys.argv[1:]]))
"""


@pytest.fixture
def room(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("<html><head></head>Lessons</html>")
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "functions.py").write_text("def square(x):\n    raise NotImplementedError\n")
    return tmp_path


def test_it_serves_the_lessons_until_it_is_interrupted(room):
    command = [sys.executable, "-c", SERVE, "--port", "0"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=room, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as run:
        try:
            lines = [run.stdout.readline() for _ in range(3)]
            port = int(re.search(r"http://127\.0\.0\.1:(\d+), on this machine only", lines[0])[1])
            path = Path(urllib.request.url2pathname(urllib.parse.urlparse(lines[2].strip()).path))
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
            token = re.search(r'value="([^"]+)"', path.read_text())[1]
            assert token not in "".join(lines)
            assert (
                token.encode() not in Path(f"/proc/{run.pid}/cmdline").read_bytes() if sys.platform == "linux" else True
            )
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", "/open", urllib.parse.urlencode({"token": token}), kind)
            answer = connection.getresponse()
            answer.read()
            connection.request("GET", "/", headers={"Cookie": answer.getheader("Set-Cookie").partition(";")[0]})
            assert b"Lessons" in connection.getresponse().read()
            connection.close()
        finally:
            run.send_signal(signal.SIGINT)
            try:
                out, err = run.communicate(timeout=120)
            finally:
                run.kill()
    assert (run.returncode, out, err) == (130, "Ended. What you typed is in exercises.\n", "")
    assert not path.exists()
    assert list((room / ".grader").iterdir()) == []


@pytest.fixture
def asked(monkeypatch, room):
    """What is served is told, and nothing is."""

    def serve(args, server):
        found.append((args, server.server_address[1]))
        return 0

    found = []
    monkeypatch.setattr(learn, "SITE", room / "site")
    monkeypatch.setattr(learn, "EXERCISES", room / "exercises")
    monkeypatch.setattr(lessons, "SITE", room / "site")
    monkeypatch.setattr(lessons, "can_build", lambda: False)
    monkeypatch.setattr(learn, "_serve", serve)
    return found


def test_without_pages_the_command_is_said_that_brings_them(run, asked, room, monkeypatch):
    (room / "site" / "index.html").unlink()
    monkeypatch.setenv("UV", "uv")
    code, out, err = run("learn")
    assert (code, err, asked) == (2, "", [])
    assert out.endswith("Next: uv run --group docs grader learn\n")


def test_a_clone_builds_stale_pages_first(run, asked, room, monkeypatch):
    (room / "site" / "index.html").unlink()
    monkeypatch.setattr(lessons, "can_build", lambda: True)
    monkeypatch.setattr(lessons, "build_lessons", lambda: (room / "site" / "index.html").write_text("<html>"))
    code, out, _ = run("learn")
    assert (code, len(asked)) == (0, 1)
    assert out.startswith("The lessons are built here, once.")


def test_stale_pages_that_cannot_be_built_are_served_and_that_is_said(run, asked, room, monkeypatch):
    os.utime(room / "site" / "index.html", (0, 0))
    monkeypatch.setenv("UV", "uv")
    code, out, _ = run("learn")
    assert (code, len(asked)) == (0, 1)
    assert out.startswith("The lessons are older than what they are made from")
    assert "Next: uv run --group docs grader learn\n" in out


def test_without_exercises_it_says_what_brings_them(run, asked, room):
    (room / "exercises" / "functions.py").unlink()
    (room / "exercises").rmdir()
    assert run("learn") == (2, "", f"grader: {room / 'exercises'} is not there. Bring the stubs: grader build\n")
    assert asked == []


def test_one_folder_has_the_same_port_each_time_unless_it_is_taken(run, asked):
    with_none = learn._ports(None)
    assert with_none == learn._ports(None)
    assert run("learn")[0] == 0
    port = asked[0][1]
    assert port in with_none
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        assert run("learn")[0] == 0
    assert asked[1][1] != port


def test_a_port_that_is_named_and_taken_is_refused(run, asked):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = f"grader: The port {port} is not free. Name another: grader learn --port {port + 1}\n"
        assert run("learn", "--port", port) == (2, "", said)
    assert asked == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--port", "x"], "--port takes a whole number, not 'x'."),
        (["--port", "80"], "--port: between 1024 and 65535, or 0 for any that is free."),
        (["--port", "70000"], "--port: between 1024 and 65535, or 0 for any that is free."),
        (["--no-opn"], "there is no option --no-opn. Did you mean --no-open?"),
    ],
)
def test_what_is_mistyped_is_said(run, words, said):
    assert run("learn", *words) == (2, "", f"grader: {said} See: grader learn --help\n")


@pytest.mark.parametrize(("words", "opened"), [([], 1), (["--no-open"], 0)])
def test_the_file_is_opened_unless_that_is_not_wanted(run, asked, monkeypatch, words, opened):
    seen = []
    monkeypatch.setattr(learn, "open_in_browser", lambda _args, address: seen.append(address))
    monkeypatch.setattr(learn, "_serve", lambda args, server: learn._open(args, server) or 0)
    code, out, _ = run("learn", *words)
    assert (code, len(seen)) == (0, opened)
    assert all(f"\n{address}\n" in out and "token" not in address for address in seen)


def test_a_course_that_was_updated_is_noticed(monkeypatch, tmp_path):
    (tmp_path / "grader").mkdir()
    monkeypatch.setattr(learn, "GRADER", tmp_path / "grader")
    stamps = [learn._stamp()]
    for name in ("course.toml", "grader/release.json"):
        (tmp_path / name).write_text("")
        stamps.append(learn._stamp())
    os.utime(tmp_path / "course.toml", (time.time() + 5,) * 2)
    stamps.append(learn._stamp())
    assert len({str(stamp) for stamp in stamps}) == 4
