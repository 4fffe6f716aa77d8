"""The commands that do not grade, and the frame of all commands: help, exit codes, our own failures."""

import argparse
import json
import shutil
import subprocess
import sys

import pytest
from helpers import ROOT, write_submission

from grader import __version__
from grader.cli import main as cli
from grader.cli.browser import open_in_browser
from grader.cli.commands.author import build
from grader.cli.commands.student import docs, doctor, reset
from grader.cli.commands.student.check import seconds
from grader.course.stubs import SOLUTIONS, stub_file, stub_of
from grader.course.syllabus import load_course
from grader.submission.folder import read_submission
from grader.submission.reader import LocalReader

COURSE = load_course()
FUNCTIONS = COURSE.unit("functions")


@pytest.fixture
def run(capsys):
    """Run a command in this process: exit code, output, errors."""

    def main(*words):
        try:
            code = cli.main([str(word) for word in words])
        except SystemExit as end:  # argparse ends by itself
            code = end.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return main


# --- the frame


@pytest.mark.parametrize(
    ("does", "code"),
    [("return 7", 7), ("sys.exit(2)", 2), ("sys.exit()", 0), ("sys.exit('words')", 1), ("raise KeyError('words')", 1)],
)
def test_the_program_ends_with_its_code_and_leaves_nothing_unsaid(does, code):
    program = f"""
import atexit, sys, threading, time
from grader.cli import main as cli

def main():
    threading.Thread(target=lambda: time.sleep(0.2) or print("thread", end=" ")).start()
    atexit.register(print, "exit", end="")
    print("main", end=" ")
    {does}

cli.main = main
cli.program()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout) == (code, b"main thread exit")
    assert (b"words" in done.stderr) == ("words" in does)


def test_the_overview_names_every_command_and_whose_it_is(run):
    for words in (["--help"], ["-h"], ["help"]):
        code, out, err = run(*words)
        assert (code, err) == (0, "")
        for name, command in cli.COMMANDS.items():
            assert f"  {name:<10}{command.does}" in out
        assert out.index("For the student:") < out.index("For the author:")
        assert "Examples:\n  grader  " in out
        assert cli.EXIT_CODES in out
        assert max(map(len, out.splitlines())) <= 110


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_has_help_with_examples(run, name):
    code, out, err = run(name, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"usage: grader {name}")
    examples = out.split("Examples:\n")[1].split("\n\n")[0].splitlines()
    assert len(examples) >= 1
    assert all(line.startswith("  grader") for line in examples)
    for option in ("--plain", "--no-color", "--quiet"):
        assert option in out
    assert cli.EXIT_CODES in out


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_examples_of_help_can_be_parsed(name):
    module = __import__(f"grader.cli.commands.{cli.COMMANDS[name].who}.{name}", fromlist=["add_arguments"])
    for example in cli.COMMANDS[name].examples:
        parser = cli._parser(name)
        module.add_arguments(parser)
        words = example.split()[1:]
        assert words[:1] in ([], [name])
        parser.parse_intermixed_args(words[1:])


def test_every_command_is_a_module_and_every_module_a_command():
    found = {path.stem for path in (ROOT / "grader" / "cli" / "commands").glob("*/*.py")} - {"__init__"}
    assert found == cli.COMMANDS.keys()


def test_the_version(run):
    assert run("--version") == (0, f"grader {__version__}\n", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["hin"], "grader: there is no command 'hin'; did you mean 'hint'? All commands: grader --help\n"),
        (["xyzzy"], "grader: there is no command 'xyzzy'. All commands: grader --help\n"),
        (["hint", "derive"], "Did you mean deriv? All names: grader list\n"),
        (["hint", "functions"], "grader: functions is a unit. Name one of its functions: square, relu"),
        (["check", "--submission", "nowhere"], "grader: There is no folder nowhere."),
        (["check", "--timeout", "0"], "between 0 and 3600 seconds"),
        (["check", "--timeout", "nan"], "between 0 and 3600 seconds"),
        (["check", "--timeout", "soon"], "invalid seconds value: 'soon'"),
        (["check", "--seed", "x"], "invalid int value: 'x'"),
        (["check", "--unknown"], "unrecognized arguments: --unknown"),
        (["hint"], "the following arguments are required: NAME"),
        (["hint", "deriv", "4"], "argument level: invalid choice: "),
        (["check", "--spawn", "--jail"], "The portable worker has no jail."),
        (["\x1b[31m"], "there is no command '\\x1b[31m'"),
        (["check", "\x1b[31m"], "There is no unit or function named �[31m."),
    ],
)
def test_what_cannot_be_done_is_said_with_exit_code_2(run, words, said):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert "\x1b" not in err
    assert "Traceback" not in err


@pytest.mark.parametrize(("text", "value"), [("0.5", 0.5), ("3600", 3600.0)])
def test_seconds(text, value):
    assert seconds(text) == value


def test_ctrl_c_is_exit_code_130(run, monkeypatch):
    def interrupt():
        raise KeyboardInterrupt

    monkeypatch.setattr("grader.cli.commands.student.list.load_course", interrupt)
    assert run("list") == (130, "", "grader: interrupted\n")


def test_our_own_failure_is_a_sentence_and_exit_code_3(run, monkeypatch):
    def fail():
        raise ZeroDivisionError("\x1b[31mby zero")

    monkeypatch.delenv("GRADER_DEBUG", raising=False)
    monkeypatch.setattr("grader.cli.commands.student.list.load_course", fail)
    code, out, err = run("list")
    assert (code, out) == (3, "")
    assert err == "grader: our own failure, not yours: ZeroDivisionError: �[31mby zero. GRADER_DEBUG=1 shows where.\n"
    monkeypatch.setenv("GRADER_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.main(["list"])


def test_the_words_come_from_the_command_line_where_none_are_given(run, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["grader", "--version"])
    assert cli.main() == 0
    assert capsys.readouterr().out == f"grader {__version__}\n"


# --- list


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


# --- hint


@pytest.mark.parametrize("exercise", [pytest.param(e, id=e.name) for e in COURSE.exercises])
def test_three_hints_each_on_asking(run, exercise):
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


@pytest.mark.parametrize("exercise", [pytest.param(e, id=e.name) for e in COURSE.exercises])
def test_no_hint_gives_the_code_away(exercise):
    import ast

    source = (SOLUTIONS / f"{exercise.unit}.py").read_text(encoding="utf-8")
    function = next(n for n in ast.parse(source).body if getattr(n, "name", None) == exercise.name)
    hints = "".join(" ".join(exercise.hints).split())
    for node in function.body[1:]:
        for inner in ast.walk(node):
            if isinstance(inner, ast.Call | ast.BinOp | ast.Return):
                code = "".join(ast.unparse(inner).split())
                assert len(code) < 9 or code not in hints


# --- docs


def test_docs_names_a_page(run, monkeypatch, tmp_path):
    monkeypatch.setattr(docs, "SITE", tmp_path / "nothing")
    code, out, _ = run("docs", "chain_deriv_2")
    assert code == 0
    assert out.startswith(f"{ROOT / 'docs' / 'chains.md'}, section chain_deriv_2\nThe site is not built here.")
    assert run("docs")[1].startswith(f"{ROOT / 'docs' / 'index.md'}\n")
    assert run("docs", "matrices")[1].startswith(f"{ROOT / 'docs' / 'matrices.md'}\n")
    assert run("docs", "nothing")[0] == 2


@pytest.mark.parametrize("page", ["chains/index.html", "chains.html"])
def test_docs_opens_the_built_page(run, monkeypatch, tmp_path, page):
    path = tmp_path / page
    path.parent.mkdir(exist_ok=True)
    path.write_text("<html>")
    monkeypatch.setattr(docs, "SITE", tmp_path)
    assert run("docs", "chain_deriv_2") == (0, f"{path.as_uri()}#chain_deriv_2\n", "")


def test_docs_of_a_page_that_is_missing(run, monkeypatch, tmp_path):
    monkeypatch.setattr(docs, "SITE", tmp_path / "nothing")
    monkeypatch.setattr(docs, "ROOT", tmp_path)
    code, _, err = run("docs", "chains")
    assert code == 2
    assert "There is no page for chains" in err


@pytest.mark.parametrize(
    ("options", "environment", "terminal", "opened"),
    [
        ({}, {"DISPLAY": ":0"}, True, True),
        ({}, {"WAYLAND_DISPLAY": "w"}, True, True),
        ({}, {"BROWSER": "firefox"}, True, True),
        ({}, {}, True, False),
        ({}, {"DISPLAY": ":0"}, False, False),
        ({"plain": True}, {"DISPLAY": ":0"}, True, False),
        ({"quiet": True}, {"DISPLAY": ":0"}, True, False),
    ],
)
def test_a_page_is_opened_where_there_is_someone_to_look(monkeypatch, options, environment, terminal, opened):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    found = []
    monkeypatch.setattr("webbrowser.open", found.append)
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal, raising=False)
    open_in_browser(argparse.Namespace(**{"plain": False, "quiet": False, **options}), "file:///page")
    assert found == (["file:///page"] if opened else [])


# --- reset


@pytest.fixture
def work(tmp_path):
    return write_submission(tmp_path / "work", base="solutions")


def backups(folder):
    return sorted((folder / "backup").iterdir()) if (folder / "backup").exists() else []


def test_reset_brings_one_stub_back_and_keeps_the_rest(run, work):
    before = (work / "functions.py").read_text(encoding="utf-8")
    code, out, err = run("reset", "relu", "--submission", work)
    assert (code, err) == (0, "")
    assert out.endswith("functions.py: relu is a stub again.\nNext: grader docs relu\n")
    after = (work / "functions.py").read_text(encoding="utf-8")
    assert stub_of("functions", "relu") in after
    assert stub_of("functions", "square") not in after
    (kept,) = backups(work)
    assert kept.read_text(encoding="utf-8") == before
    assert f"What stood there is kept in {kept}\n" in out
    file = read_submission(work, COURSE, LocalReader()).units["functions"]
    assert {name for name, function in file.functions.items() if function.todo} == {"relu"}


def test_reset_adds_a_stub_that_is_missing(run, work):
    (work / "functions.py").write_text("def square(x):\n    return x * x\n\n\n\n", encoding="utf-8")
    assert run("reset", "functions.relu", "--submission", work)[0] == 0
    text = (work / "functions.py").read_text(encoding="utf-8")
    assert text == "def square(x):\n    return x * x\n\n\n" + stub_of("functions", "relu")


def test_reset_brings_a_file_that_is_missing(run, work):
    (work / "functions.py").unlink()
    code, out, _ = run("reset", "relu", "--submission", work)
    assert code == 0
    assert "kept" not in out
    assert (work / "functions.py").read_text(encoding="utf-8") == stub_file(FUNCTIONS)


@pytest.mark.parametrize("name", ["functions", "functions.py"])
def test_reset_brings_a_whole_unit_back(run, work, name):
    (work / "functions.py").write_text("def broken(\n", encoding="utf-8")
    code, out, _ = run("reset", name, "--submission", work)
    assert code == 0
    assert "functions.py: all of its functions are a stub again.\n" in out
    assert (work / "functions.py").read_text(encoding="utf-8") == stub_file(FUNCTIONS)
    assert len(backups(work)) == 1


def test_reset_of_a_function_that_is_defined_twice_and_decorated(run, work):
    source = "import a\n\n\n@a.b\ndef relu(x):\n    return 1\n\n\ny = 2\n\n\ndef relu(x):\n    return 3\n"
    (work / "functions.py").write_text(source, encoding="utf-8")
    run("reset", "relu", "--submission", work)
    stub = stub_of("functions", "relu")
    assert (work / "functions.py").read_text(encoding="utf-8") == f"import a\n\n\n{stub}\n\ny = 2\n\n\n"


def test_reset_of_a_file_with_a_mark_and_windows_line_ends(run, work):
    data = b"\xef\xbb\xbf" + b"def relu(x):\r\n    return 1\r\n"
    (work / "functions.py").write_bytes(data)
    run("reset", "relu", "--submission", work)
    assert (work / "functions.py").read_bytes() == stub_of("functions", "relu").encode()
    (kept,) = backups(work)
    assert kept.read_bytes() == data


def test_every_reset_has_a_backup_of_its_own(run, work):
    for name in ("square", "relu", "leaky_relu"):
        run("reset", name, "--submission", work)
    assert len(backups(work)) == 3


@pytest.mark.parametrize("text", [b"def broken(\n", b"# \xe9\n"], ids=["syntax", "encoding"])
def test_reset_of_one_function_in_a_file_that_cannot_be_read(run, work, text):
    (work / "functions.py").write_bytes(text)
    code, _, err = run("reset", "relu", "--submission", work)
    assert code == 2
    assert err.endswith("so relu is not found in it. All of it: grader reset functions\n")
    assert (work / "functions.py").read_bytes() == text


def test_reset_where_nothing_can_be_written(run, work):
    """A read-only folder: nothing is reset, and the sentence says why. (Root may write anywhere but over a file.)"""
    (work / "backup").write_text("a file where the backups are to be")
    before = (work / "functions.py").read_bytes()
    code, _, err = run("reset", "relu", "--submission", work)
    assert code == 2
    assert err == f"grader: {work / 'backup'} cannot be written, so nothing was reset: File exists\n"
    assert (work / "functions.py").read_bytes() == before


def test_reset_in_a_folder_that_refuses(run, work, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    before = (work / "functions.py").read_bytes()
    code, _, err = run("reset", "relu", "--submission", work)
    assert code == 2
    assert "functions.py cannot be written: Permission denied. Name a place that can be.\n" in err
    assert (work / "functions.py").read_bytes() == before


def test_reset_needs_a_folder(run, tmp_path):
    code, _, err = run("reset", "relu", "--submission", tmp_path / "nowhere")
    assert code == 2
    assert "There is no folder" in err
    (tmp_path / "file").write_text("x")
    assert run("reset", "relu", "--submission", tmp_path / "file")[0] == 2


def test_reset_works_in_the_exercises_where_no_folder_is_named(run, work, monkeypatch):
    monkeypatch.setattr(reset, "EXERCISES", work)
    assert run("reset", "relu")[0] == 0
    assert stub_of("functions", "relu") in (work / "functions.py").read_text(encoding="utf-8")


# --- build


@pytest.fixture
def built(tmp_path, monkeypatch, run):
    """A folder of stubs, built; notebooks are made by tests of their own."""
    folder = tmp_path / "exercises"
    monkeypatch.setattr(build, "EXERCISES", folder)
    monkeypatch.setattr(build.importlib.util, "find_spec", lambda _name: None)
    code, out, _ = run("build")
    assert code == 0
    assert f"{len(COURSE.units) + 1} files of {folder}/ are as they are built from the solutions.\n" in out
    return folder


def test_what_the_repository_has_is_what_the_solutions_give(run):
    code, out, _ = run("build", "--check")
    assert (code, [line for line in out.splitlines() if "is not what" in line]) == (0, [])


def test_building_again_changes_nothing(run, built):
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in built.glob("*.py")}
    assert run("build")[0] == 0
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in built.glob("*.py")} == before
    assert run("build", "--check")[0] == 0


def test_a_stub_that_was_edited_is_left_and_told(run, built):
    (built / "functions.py").write_text("def square(x):\n    return x * x\n", encoding="utf-8")
    code, out, _ = run("build")
    assert code == 2
    assert (
        f"{built}/functions.py was edited and is left as it is. To have it made anew: grader reset functions\n" in out
    )
    assert (built / "functions.py").read_text(encoding="utf-8") == "def square(x):\n    return x * x\n"
    assert run("build")[0] == 2, "also the second time"
    code, out, _ = run("build", "--check")
    assert code == 1
    assert f"{built}/functions.py is not what the solutions give. Build it again: grader build\n" in out


def test_a_stub_that_is_old_but_not_edited_is_made_anew(run, built, monkeypatch):
    old = stub_file(FUNCTIONS).replace("Square every element", "Square all")
    (built / "functions.py").write_text(old, encoding="utf-8")
    stamps = json.loads((built / "stubs.json").read_text(encoding="utf-8"))
    stamps["functions.py"] = build._stamp(old)
    (built / "stubs.json").write_text(json.dumps(stamps), encoding="utf-8")
    assert run("build", "--check")[0] == 1
    assert run("build")[0] == 0
    assert (built / "functions.py").read_text(encoding="utf-8") == stub_file(FUNCTIONS)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / "functions.py").unlink(),
        lambda folder: (folder / "stubs.json").write_text("{"),
        lambda folder: (folder / "stubs.json").unlink(),
        lambda folder: (folder / "stray.py").write_text("x = 1\n"),
        lambda folder: (folder / "__init__.py").write_text("x = 1\n"),
        shutil.rmtree,
    ],
    ids=["missing", "stamps broken", "stamps missing", "stray", "edited", "all gone"],
)
def test_build_check_sees_what_is_stale(run, built, spoil):
    spoil(built)
    assert run("build", "--check")[0] == 1


def test_build_says_which_file_it_cannot_read(run, built):
    (built / "functions.py").write_bytes(b"\xff")
    code, _, err = run("build")
    assert code == 2
    assert err.endswith("Bring it back: grader reset functions\n")


# --- doctor


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
    assert out.endswith("All that grading needs is here. Next: grader\n")


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


def test_doctor_of_a_course_that_cannot_be_read(run, monkeypatch):
    from grader.errors import BrokenError

    def fail():
        raise BrokenError("The course cannot be read.")

    monkeypatch.setattr(doctor, "load_course", fail)
    code, out, _ = run("doctor")
    assert code == 3
    assert "MISSING course        The course cannot be read.\n" in out


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
