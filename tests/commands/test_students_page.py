"""The page "For students": its commands can be pasted one after the other."""

import re
import shlex
import subprocess
import sys

from course_copies import copy_course
from helpers import ROOT

PAGE = (ROOT / "docs" / "students.md").read_text("utf-8")


def files_of(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"}


def test_who_writes_next_to_the_clone_leaves_it_as_it_is(tmp_path):
    clone = copy_course(ROOT, tmp_path / "clone")
    before = files_of(clone)
    section = PAGE.partition("### Write next to the clone\n")[2].partition("\n## ")[0]
    (block,) = re.findall(r"```console\n(.*?)```", section, re.DOTALL)
    pasted = block.replace("uv run grader", f"{shlex.quote(sys.executable)} -m grader")
    done = subprocess.run(["bash", "-c", pasted], cwd=clone, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")  # nothing is written yet
    assert "TODO     square" in done.stdout
    assert "Open ../mywork/functions.py" in done.stdout
    assert files_of(clone) == before
