"""What the page on several machines says is run: as Slurm, GNU parallel and CI would, in processes of this machine."""

import contextlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from distributed.security import Security
from helpers import free_port

from grader.cli.commands.instructor import batch
from grader.cli.main import main
from grader.cli.parser import make_parser

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "machines.md").read_text(encoding="utf-8")
STUDENTS = ("ada", "ben", "cem", "dan", "eve", "fay")
STAND_INS = {  # for what would leave this machine, or set up an environment that is there
    "uv": '#!/bin/sh\nshift\nexec "$@"\n',
    "ssh": """#!/bin/sh
while [ "${1#-}" != "$1" ]; do shift; done
shift
[ "$1" != -- ] || shift
cd "$HOME" && exec sh -c "$*"
""",
    "scp": '#!/bin/sh\ncp -r "$HOME/${2#*:}" "$3"\n',
}
PARALLEL = """#!/usr/bin/env python3
import subprocess, sys
words = sys.argv[1:]
cut = words.index(":::")
command, values, before = words[:cut], words[cut + 1:], ["sh", "-c"]
while command[0].startswith("--"):
    before = ["ssh", "node"] if command[0] == "--sshlogin" else before
    command = command[2:]
running = [subprocess.Popen([*before, " ".join(command).replace("{}", value)]) for value in values]
sys.exit(sum(one.wait() != 0 for one in running))
"""  # what the page asks of it, where it is not installed


def blocks(kind):
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def block(kind, word):
    (found,) = [text for text in blocks(kind) if word in text]
    return found


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home with the course and a class, and a path with stand-ins."""
    (tmp_path / "bin").mkdir()
    programs = STAND_INS | ({} if shutil.which("parallel") else {"parallel": PARALLEL})
    for name, text in programs.items():
        (tmp_path / "bin" / name).write_text(text)
        (tmp_path / "bin" / name).chmod(0o755)
    for student in STUDENTS:
        (tmp_path / "class" / student).mkdir(parents=True)
        shutil.copy(ROOT / "solutions" / "functions.py", tmp_path / "class" / student)
    (tmp_path / "course").symlink_to(ROOT)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SHELL", "/bin/sh")  # as whoever logs in has it: without one, GNU parallel runs nothing
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


def run(script, cwd, **environment):
    return subprocess.Popen(
        ["bash", "-euo", "pipefail", "-c", script], cwd=cwd, env=os.environ | environment,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def all_end_well(*running):
    said = [(process.communicate()[0], process.returncode) for process in running]
    assert [code for _, code in said] == [0] * len(running), said


def merged(home, parts):
    """The students that the merged class has, from the folders that the parts wrote."""
    assert main(["batch", "--merge", *map(str, parts), "--out", str(home / "graded")]) == 0
    lines = (home / "graded" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    headers = [json.loads((part / "batch.json").read_text()) for part in parts]
    assert [(header["seed"], header["part"]) for header in headers] == [(20260901, f"{i}/3") for i in (1, 2, 3)]
    return [json.loads(line)["student"] for line in lines]


def test_the_slurm_array(home):
    script = block("sh", "#SBATCH")
    first, last = map(int, re.search(r"--array=(\d+)-(\d+)", script).groups())
    cores = re.search(r"--cpus-per-task=(\d+)", script)[1]
    count = str(last - first + 1)
    told = {"SLURM_ARRAY_TASK_COUNT": count, "SLURM_CPUS_PER_TASK": cores}
    all_end_well(*(run(script, "/", SLURM_ARRAY_TASK_ID=str(i), **told) for i in range(first, last + 1)))
    assert merged(home, [home / "parts" / str(i) for i in (1, 2, 3)]) == list(STUDENTS)


def test_parallel_over_ssh(home):
    (home / "here").mkdir()
    all_end_well(run(block("sh", "--sshlogin"), home / "here"))
    assert merged(home, [home / "here" / "parts" / str(i) for i in (1, 2, 3)]) == list(STUDENTS)


def test_the_matrix_of_ci(home):
    """Each job has a folder of its own; artifacts are copied between them."""
    jobs = yaml.load(block("yaml", "matrix:"), yaml.BaseLoader)["jobs"]
    ((name, values),) = jobs["part"]["strategy"]["matrix"].items()
    artifacts, running = {}, []
    for value in values:
        folder = home / f"runner{value}"
        script = checkout(home, folder)
        for step in jobs["part"]["steps"]:
            script += [written_out(step["run"], name, value)] if "run" in step else []
            if step.get("uses", "").startswith("actions/upload-artifact"):
                told = {key: written_out(text, name, value) for key, text in step["with"].items()}
                artifacts[told["name"]] = folder / told["path"]
        running.append(run("\n".join(script), folder, SEED="20260901"))
    all_end_well(*running)
    assert sorted(artifacts) == ["part-1", "part-2", "part-3"]
    folder = home / "last"
    script = checkout(home, folder)
    for artifact, path in artifacts.items():
        shutil.copytree(path, folder / artifact, ignore=shutil.ignore_patterns(".*"))  # as it keeps no hidden files
    script += [written_out(step["run"], name, "") for step in jobs["merge"]["steps"] if "run" in step]
    all_end_well(run("\n".join(script), folder))
    grades = (folder / "graded" / "grades.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [row.partition(",")[0] for row in grades[1:]] == list(STUDENTS)
    assert jobs["merge"]["needs"] == "part"


def checkout(home, folder):
    """A repository with the course and the class, and the commands of its environment that are run here."""
    folder.mkdir()
    for path in ROOT.iterdir():
        (folder / path.name).symlink_to(path)
    (folder / "class").symlink_to(home / "class")
    here = shlex.quote(str(Path(sys.executable).parent))
    return [f'sudo() {{ :; }}; python3() {{ :; }}; grader() {{ {here}/python -m grader "$@"; }}']


def written_out(text, name, value):
    text = text.replace(f"${{{{ matrix.{name} }}}}", value).replace("${{ secrets.SEED }}", '"$SEED"')
    return re.sub(r"^\.uv/bin/uv run ", "", text)


def test_the_cluster(home):
    """With a certificate of our own, so that nothing but packages of Python's is needed."""
    home.joinpath("bin", "uv").write_text('#!/bin/sh\nshift 3\nexec "$@"\n')
    port = str(free_port())
    made = Security.temporary()
    (home / "cert.pem").write_text(made.tls_ca_file)
    (home / "key.pem").write_text(made.tls_client_key)
    here = {"8786": port, "HOST": "127.0.0.1", "--nworkers 2": "--nworkers 1", "class --out": "class functions --out"}
    scripts = ["exec " + block("sh", word) for word in ("dask scheduler", "dask worker", "grader batch class")]
    for there, instead in here.items():
        scripts = [script.replace(there, instead) for script in scripts]
    cluster = [run(script, home) for script in scripts[:2]]
    batch_of = run(scripts[2], home)
    try:
        said = batch_of.communicate(timeout=300)[0]
        while "No scheduler answers" in said:  # it has not begun yet
            assert cluster[0].poll() is None, cluster[0].communicate()[0]
            batch_of = run(scripts[2], home)
            said = batch_of.communicate(timeout=300)[0]
    finally:
        for process in cluster:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.communicate(timeout=120)
        for process in (*cluster, batch_of):
            process.kill()
            process.communicate()
    assert batch_of.returncode == 0, said
    assert "Grading with 1 worker on 1 machine." in said
    assert len((home / "graded" / "results.jsonl").read_bytes().splitlines()) == len(STUDENTS)


def test_the_commands_of_the_page_are_those_that_there_are():
    lines = [line for text in blocks("console") for line in text.splitlines() if " grader batch" in line]
    lines.append(block("sh", "grader batch class").replace("\\\n", ""))
    assert len(lines) >= 5
    for line in lines:
        words = shlex.split(line)
        parser = make_parser("batch")
        batch.add_arguments(parser)
        batch.require_sense(parser.parse_intermixed_args(words[words.index("batch") + 1 :]))
