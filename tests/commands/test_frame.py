"""The frame of all commands: help, exit codes, slips of the keyboard, our own failures."""

import re
import subprocess
import sys

import pytest
from helpers import ROOT, write_submission

from grader import __version__
from grader.cli import main as cli
from grader.cli.arguments import seconds
from grader.cli.parser import make_parser
from grader.cli.table import COMMANDS, EXIT_CODES


@pytest.mark.parametrize(
    ("does", "code"),
    [("return 7", 7), ("sys.exit(2)", 2), ("sys.exit()", 0), ("sys.exit('words')", 1), ("raise KeyError('words')", 1)],
)
def test_the_program_ends_with_its_code_and_leaves_nothing_unsaid(does, code):
    program = f"""
import atexit, sys, threading, time
from grader.cli import main as cli

def main():
    print("main", end=" ")
    threading.Thread(target=lambda: time.sleep(0.2) or print("thread", end=" ")).start()
    atexit.register(print, "exit", end="")
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
        for name, command in COMMANDS.items():
            assert f"  {name:<12}{command.does}" in out
        assert out.index("For the student:") < out.index("For the author:")
        assert "Examples:\n  grader  " in out
        assert EXIT_CODES in out
        assert max(map(len, out.splitlines())) <= 110


def test_the_overview_names_commands_as_they_are_typed_in_one_column(run, monkeypatch):
    monkeypatch.setenv("UV", "uv")
    _, out, _ = run("--help")
    assert out.startswith("Usage: uv run grader [COMMAND]")
    assert "Options of a command: uv run grader COMMAND --help\n" in out
    examples = out.split("Examples:\n")[1].splitlines()
    assert all(line.startswith("  uv run grader ") for line in examples)
    assert len({re.match(r"  \S+(?: \S+)*  +", line).end() for line in examples}) == 1
    assert "Examples:\n  uv run grader\n  uv run grader board --plain\n" in run("board", "--help")[1]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples(run, name):
    code, out, err = run(name, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"Usage: grader {name}")
    examples = out.split("Examples:\n")[1].split("\n\n")[0].splitlines()
    assert len(examples) >= 1
    assert all(line.startswith("  grader") for line in examples)
    for option in ("--plain", "--no-color", "--quiet"):
        assert option in out
    assert EXIT_CODES in out


@pytest.mark.parametrize("name", COMMANDS)
def test_examples_of_help_can_be_parsed(name):
    module = __import__(f"grader.cli.commands.{COMMANDS[name].who}.{name}", fromlist=["add_arguments"])
    for example in COMMANDS[name].examples:
        parser = make_parser(name)
        module.add_arguments(parser)
        words = example.split()[1:]
        assert words[:1] in ([], [name])
        parser.parse_intermixed_args(words[1:])


def test_every_command_is_a_module_and_every_module_a_command():
    found = {path.stem for path in (ROOT / "grader" / "cli" / "commands").glob("*/*.py")} - {"__init__"}
    assert found == COMMANDS.keys()


def test_the_version(run):
    assert run("--version") == (0, f"grader {__version__}\n", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["hin"], "grader: there is no command 'hin'; did you mean 'hint'? All commands: grader --help\n"),
        (["xyzzy"], "grader: there is no command 'xyzzy'. All commands: grader --help\n"),
        (["hint", "derive"], "Did you mean deriv? All names: grader list\n"),
        (["show", "functions"], "grader: functions is a unit. Name one of its functions: square, relu"),
        (["check", "--submission", "nowhere"], "grader: There is no folder nowhere."),
        (["check", "--timeout", "0"], "more than 0 and at most 3600 seconds"),
        (["check", "--timeout", "nan"], "more than 0 and at most 3600 seconds"),
        (["check", "--timeout", "soon"], "--timeout takes a number of seconds, not 'soon'. See: grader check --help\n"),
        (["check", "--seed", "-5"], "--seed: 0 or more."),
        (["batch", "class", "--out", "out", "--seed", "-5"], "--seed: 0 or more."),
        (["release", "out", "--gradescope", "--seed", "-5"], "--seed: 0 or more."),
        (["audit", "--seed", "-5"], "--seed: 0 or more."),
        (["audit", "--jobs", "0"], "--jobs: between 1 and 256."),
        (["check", "--seed", "x"], "--seed takes a whole number, not 'x'."),
        (["check", "--unknown"], "there is no option --unknown. See: grader check --help"),
        (["hint"], "NAME is missing. See: grader hint --help"),
        (["release"], "OUT is missing. See: grader release --help"),
        (["hint", "deriv", "4"], "level is one of 1, 2, 3, not 4."),
        (["check", "--spawn", "--jail"], "The portable worker has no jail."),
        (["check", "--submision", "x"], "there is no option --submision. Did you mean --submission? See"),
        (["DERIV"], "there is no command 'DERIV'; did you mean grader check deriv?"),
        (["check", "DERIV"], "There is no unit or function named DERIV. Did you mean deriv?"),
        (["check", "exercises"], "There is no unit or function named exercises. That is a folder; a command that"),
        (["check", "--junit", "-"], "--junit writes to a file, not to standard output: --junit FILE"),
        (
            ["release", "functions"],
            "OUT, the folder to make it in, is missing before functions: grader release OUT fun",
        ),
        (["reset", "square", "--submission", "README.md"], "README.md is a file. Name the folder with your unit"),
        (["derivv"], "there is no command 'derivv'; did you mean grader check deriv?"),
        (["reset"], "Name a function or a unit, or all of them: grader reset deriv, grader reset --all"),
        (["docs", "nothing"], "There is no page for nothing. Did you mean notation?"),
        (["docs", "qqq"], "There is no page for qqq. Begin with this one: grader docs functions."),
        (["completion", "tcsh"], "SHELL is one of bash, zsh, fish, not tcsh."),
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


def test_matplotlib_tells_students_nothing_of_its_cache():
    import logging

    import grader.course.open_reference  # noqa: F401  the reference may load it

    assert not logging.getLogger("matplotlib.font_manager").isEnabledFor(logging.WARNING)


@pytest.mark.parametrize("word", ["square", "functions", "functions.square", "functions.py", "exercises/functions.py"])
def test_a_name_alone_is_checked(run, word):
    code, out, err = run(word)
    assert (code, err) == (1, "")
    assert out == run("check", word)[1]


def test_in_a_kit_commands_of_instructors_say_whose_they_are(run, monkeypatch):
    students = {name: command for name, command in COMMANDS.items() if command.who == "student"}
    monkeypatch.setattr(cli, "COMMANDS", students)
    assert run("batch", "x")[2].startswith("grader: batch is for an instructor, in the whole course.")
    assert run("audit")[2].startswith("grader: audit is for an author, in the whole course.")


def test_github_actions_gets_a_line_for_each_mistake(run, monkeypatch, tmp_path):
    work = write_submission(
        tmp_path / "work", functions="def square(x):\n    return x + x\n\n\ndef relu(x):\n    return z\n"
    )
    words = ("check", "square", "relu", "--submission", work)
    assert "::error" not in run(*words)[1]
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    marks = [line for line in run(*words)[1].splitlines() if line.startswith("::error ")]
    assert [line.partition(",title")[0] for line in marks] == [
        f"::error file={work}/functions.py,line={line}" for line in (1, 6)
    ]
    assert "::error" not in run(*words, "-q")[1]


def test_what_was_printed_is_counted_and_shown_on_asking(run, tmp_path):
    text = "def square(x):\n    print('a\\nb\\nc\\nd\\ne\\nf\\ng')\n    return x {} x\n"
    wrong = write_submission(tmp_path / "wrong", functions=text.format("+"))
    out = run("check", "square", "--submission", wrong)[1]
    assert re.search(r"It printed:\n    a\n    b\n    c\n    d\n    e\n    … and \d+ more lines", out)
    assert "more lines" not in run("check", "square", "--output", "--submission", wrong)[1]
    right = write_submission(tmp_path / "right", functions=text.format("*"))
    assert "square printed" not in run("check", "square", "--submission", right)[1]
    assert "square printed:\n           a\n" in run("check", "square", "--output", "--submission", right)[1]
