"""The README shows real output, and names only commands that exist."""

import os
import re
import subprocess
import sys
from pathlib import Path

from grader.cli.table import COMMANDS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_shown_output_is_what_the_command_prints():
    block = re.search(r"```text\n\$ uv run grader (.*?)\n(.*?)```", README, re.DOTALL)
    command = [sys.executable, "-m", "grader", *block[1].split()]
    environment = os.environ | {"PYTHONIOENCODING": "utf-8", "UV": "uv"}
    done = subprocess.run(command, capture_output=True, cwd=ROOT, env=environment, check=False)
    assert done.stdout.decode() == block[2]


def test_named_commands_exist():
    named = set(re.findall(r"uv run grader ([a-z]+)", README))
    assert named - {"check"} <= set(COMMANDS)
    assert len(named) > 5
