"""What `grader completion` prints, run by bash where that can be; the texts for the others name the same."""

import subprocess

import pytest

from grader.cli.table import COMMANDS
from grader.course.syllabus import load_course


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_knows_all_commands_and_names(run, shell):
    code, out, err = run("completion", shell)
    assert (code, err) == (0, "")
    words = set(out.replace("'", " ").replace('"', " ").split())
    assert words >= {*COMMANDS, *load_course().by_name, *(unit.name for unit in load_course().units)}
    assert out.splitlines()[-1].startswith("# Now: ")


def test_bash_completes_behind_grader_and_behind_uv_run(run):
    script = run("completion", "bash")[1]
    course = load_course()
    names = [name for unit in course.units for name in (unit.name, *(exercise.name for exercise in unit.exercises))]
    lines = {
        "grader ch": " ".join(word for word in (*COMMANDS, *names) if word.startswith("ch")),
        "grader do": "docs doctor",
        "uv run grader watc": "watch",
        "uv run grader hint leak": "leaky_relu",
        "uv run --group docs grader docs trai": "training",
        "grader completion f": "fish",
        "uv ru": "of_uv",
        "grader hint nothing_": "",
    }
    ask = 'COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 )); COMPREPLY=(); _grader; echo "${COMPREPLY[*]}"'
    asked = [f"COMP_WORDS=({line}); {ask}" for line in lines]
    before = "_uv() { COMPREPLY=(of_uv); }\ncomplete -F _uv uv\n"
    program = "\n".join([before + script, *asked])
    done = subprocess.run(["bash", "-c", program], capture_output=True, encoding="utf-8", check=False)
    assert done.stderr == ""
    assert done.stdout.splitlines() == list(lines.values())
