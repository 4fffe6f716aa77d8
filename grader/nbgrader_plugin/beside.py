"""What stands beside a notebook: files that can be copied, and those in which there may be work that is not read."""

from __future__ import annotations

import os
from pathlib import Path

from nbgrader import utils
from nbgrader.converters import base

from grader.nbgrader_plugin.timestamps import FILE

SECRET = "submission_secret.txt"  # noqa: S105  the name of the file in which nbgrader keeps one
NOT_OURS = [".*", "__pycache__", "__MACOSX", "*.pyc", "feedback"]  # of macOS, editors, Python and nbgrader
CODE = (".ipynb", ".py")
MOST = 100  # files of a folder that are looked at


def is_file(path: Path) -> bool:
    """Whether there is a file that can be read: no folder, no pipe, no link that leads nowhere."""
    try:
        return path.is_file() and os.access(path, os.R_OK)
    except OSError:  # a link that leads to itself, before Python 3.13
        return False


def files_beside(notebook: Path) -> list[str]:
    """The files in a notebook's folder and below it that a student may have put there, as paths from that folder."""
    folder = notebook.parent
    found = [Path(path) for path in utils.find_all_files(str(folder), NOT_OURS)[:MOST]]
    read = (notebook, notebook.resolve())  # it may be a link to another
    others = [path for path in found if path.name not in (FILE, SECRET) and is_file(path)]
    others = [path for path in others if path not in read and path.resolve() not in read]
    return sorted(path.relative_to(folder).as_posix() for path in others)


def copy_files_only() -> None:
    """Let nbgrader's own commands copy what is a file, and pass over what else lies in a folder."""
    find_all_files = utils.find_all_files
    base.find_all_files = lambda path, exclude=None: [
        file for file in find_all_files(path, exclude) if is_file(Path(file))
    ]
