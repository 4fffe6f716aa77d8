"""The autograder for Gradescope: one zip with all that a container needs to grade.

It holds the solutions, the hidden checks and the seed of their inputs, so it is the instructor's alone. Gradescope
unpacks it into `/autograder/source`, runs `setup.sh` once and `run_autograder` for each submission.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from grader.course.syllabus import ROOT, Exercise
from grader.files import make_folder, write_whole, zipped
from grader.gradescope.run import CUT_OFF, SETTINGS, Later, Settings, not_graded

NAME = "gradescope.zip"
TEMPLATES = Path(__file__).parent / "templates"
SCRIPTS = ("run_autograder", "setup.sh")
COURSE = ("LICENSE", "course.toml", "pyproject.toml")
PACKAGES = ("grader", "solutions")


def make_gradescope(
    out: Path, exercises: Sequence[Exercise], seed: int | None = None, *, hidden: Later = "hidden"
) -> Path:
    """Write the autograder's zip.

    Args:
        out: the folder for it.
        exercises: what it grades.
        seed: seed of the hidden inputs, the instructor's secret; None draws one.
        hidden: when students see hidden checks, in Gradescope's word; `hidden` is never.

    Returns:
        The path of the zip.

    Raises:
        UsageError: if it cannot be written.
    """
    seed = secrets.randbelow(1 << 31) if seed is None else seed
    settings = Settings([exercise.name for exercise in exercises], seed, hidden)
    files = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in _course_files()}
    for name in SCRIPTS:
        text = (TEMPLATES / name).read_text(encoding="utf-8")  # with the line ends of Unix, wherever it comes from
        files[name] = text.encode()
    files[SETTINGS] = _json(asdict(settings))
    files["not_graded.json"] = _json(not_graded(CUT_OFF))
    make_folder(out)
    write_whole(out / NAME, zipped(files, executable=SCRIPTS))
    return out / NAME


def _course_files() -> Iterator[Path]:
    yield from (ROOT / name for name in COURSE)
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            inner = path.relative_to(ROOT).parts
            if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in inner):
                yield path


def _json(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode()
