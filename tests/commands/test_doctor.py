"""`grader doctor`: what this machine offers, and what is missing."""

import sys

import pytest
from helpers import write_submission

from grader.cli.commands.student import doctor


@pytest.fixture
def no_workers(monkeypatch):
    """For what is said of other things: no worker is started."""
    monkeypatch.setattr(doctor, "_worker", lambda: iter(()))


def test_doctor_looks_at_everything(run):
    code, out, err = run("doctor")
    assert (code, err) == (0, "")
    for what in (
        "Python",
        "numpy",
        "matplotlib",
        "rich",
        "pytest",
        "course",
        "worker",
        "limits",
        "encoding",
        "terminal",
    ):
        assert f" {what} " in out
    assert "the forking worker starts and answers" in out
    assert (" bubblewrap " in out) == (sys.platform == "linux")
    assert "the spawning worker starts and answers" in out
    assert out.endswith("All that grading needs is here.\nNext: grader\n")


@pytest.mark.parametrize(
    ("found", "line"), [(None, "ok      privacy       nobody else"), ("open", "note    privacy       open")]
)
def test_doctor_says_whether_others_can_read_solutions(run, monkeypatch, no_workers, found, line):
    monkeypatch.setattr(doctor, "warning", lambda: found)
    assert line in run("doctor")[1]
    monkeypatch.setattr(doctor, "IN_A_KIT", True)  # which holds no solutions
    assert " privacy " not in "\n".join(map(str, doctor._privacy()))


def test_doctor_says_what_is_missing(run, monkeypatch):
    real = doctor.importlib.metadata.version

    def version(name):
        if name == "rich":
            raise doctor.importlib.metadata.PackageNotFoundError
        return real(name)

    def fail(**_options):
        raise OSError("no processes")

    monkeypatch.setattr(doctor.importlib.metadata, "version", version)
    monkeypatch.setattr("grader.sandbox.start.make_workers", fail)
    code, out, _ = run("doctor")
    assert code == 3
    assert "MISSING rich          not installed." in out
    assert "the forking worker does not answer: OSError('no processes')" in out
    assert out.endswith("Something is missing: see above.\n")


@pytest.mark.usefixtures("no_workers")
def test_doctor_of_a_course_that_cannot_be_read(run, monkeypatch):
    from grader.errors import BrokenError

    def fail():
        raise BrokenError("The course cannot be read.")

    monkeypatch.setattr(doctor, "load_course", fail)
    code, out, _ = run("doctor")
    assert code == 3
    assert "MISSING course        The course cannot be read.\n" in out


@pytest.mark.usefixtures("no_workers")
def test_doctor_looks_at_the_files_of_a_student(run, monkeypatch, tmp_path):
    monkeypatch.setattr(doctor, "EXERCISES", tmp_path / "work")
    assert "is not there. Bring the stubs: grader build" in run("doctor")[1]
    folder = write_submission(
        tmp_path / "work", functions=b"# \xe9\n", chains=b"\xef\xbb\xbfx = 1\n", matrices=b"x = 1\r\n", plots=b"x = 1\n"
    )
    out = run("doctor")[1]
    assert "functions.py  cannot be read as UTF-8" in out
    assert out.count("has a byte order mark or Windows line ends") == 2
    assert "plots.py" not in out
    assert str(folder) in out


@pytest.mark.parametrize(("encoding", "said"), [("cp1252", "let your editor save files as UTF-8"), ("UTF-8", "")])
@pytest.mark.usefixtures("no_workers")
def test_doctor_on_encodings(run, monkeypatch, encoding, said):
    monkeypatch.setattr(doctor.locale, "getpreferredencoding", lambda **_options: encoding)
    line = next(line for line in run("doctor")[1].splitlines() if " encoding " in line)
    assert encoding in line
    assert (said in line) if said else line.startswith("ok")


OLD_BUBBLEWRAP = "before 0.12.0 it follows links while it builds a jail"


@pytest.mark.skipif(sys.platform != "linux", reason="no other system has bubblewrap")
@pytest.mark.parametrize(
    ("version", "starts", "mounts", "state", "said"),
    [
        ("0.8.0", True, True, "note", f"0.8.0: {OLD_BUBBLEWRAP}"),
        ("0.11.2", True, False, "note", f"0.11.2: {OLD_BUBBLEWRAP}"),
        ("an unknown version", True, True, "note", f"an unknown version: {OLD_BUBBLEWRAP}"),
        ("0.12.0", True, True, "ok", "0.12.0"),
        ("0.12.0-rc1", True, True, "ok", "0.12.0-rc1"),
        ("1.0", True, True, "ok", "1.0"),
        ("0.8.0", False, True, "ok", "0.8.0 does not start here; the jail does without it"),
        (None, False, True, "ok", "not installed (apt install bubblewrap); the jail does without it"),
        (
            None,
            False,
            False,
            "note",
            "not installed (apt install bubblewrap); and the jail may not have mounts of its own",
        ),
    ],
)
def test_doctor_on_bubblewrap(monkeypatch, version, starts, mounts, state, said):
    monkeypatch.setattr("grader.sandbox.jail.bubblewrap_version", lambda: version)
    monkeypatch.setattr("grader.sandbox.jail.bubblewrap_starts", lambda: starts)
    monkeypatch.setattr(doctor, "_own_mounts", lambda: mounts)
    ((told, what, text),) = doctor._bubblewrap()
    assert (told, what) == (state, "bubblewrap")
    assert text.startswith(said)
    assert (OLD_BUBBLEWRAP in text) == (starts and state == "note")


@pytest.mark.skipif(sys.platform != "linux", reason="no other system has bubblewrap")
def test_the_version_of_bubblewrap_is_what_it_says(monkeypatch, tmp_path):
    from grader.sandbox.jail import bubblewrap_version

    program = tmp_path / "bwrap"
    for says, version in (("echo bubblewrap 0.12.3", "0.12.3"), ("true", "an unknown version")):
        program.write_text(f"#!/bin/sh\n{says}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
        assert bubblewrap_version() == version
    monkeypatch.setenv("PATH", "/nowhere")
    assert bubblewrap_version() is None


def test_doctor_elsewhere(run, monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(doctor, "_worker_states", lambda: (), raising=False)
    out = run("doctor")[1]
    assert "on this system only time limits hold" in out
