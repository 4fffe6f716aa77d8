"""A jail with parts taken out: the worker's own files, copied, with a few lines changed."""

import compileall
import os
import shutil
import sys

from helpers import copy_code

from grader.packages import folders_of
from grader.sandbox import jail

# the file, what stands there, and what stands there when the part is missing
LAYERS = {
    "seccomp": ("seccomp.py", "def program() -> bytes | None:\n", "def program() -> bytes | None:\n    return None\n"),
    "landlock": ("landlock.py", "def version() -> int:\n", "def version() -> int:\n    return 0\n"),
    "mounts": ("jail.py", "view = mounts.make_view() if own_mounts else []", "view = []"),
    "rights": ("jail.py", "def _become_nobody() -> None:\n", "def _become_nobody() -> None:\n    return\n"),
    "limits": ("jail.py", "            resource.setrlimit(what, (most, most))\n", "            pass\n"),
    "descriptors": ("process.py", "    os.closerange(CHANNEL + 1, RULES.start)\n", ""),
}


def command_without(folder, *missing):
    """The command of a jailed worker that lacks these parts; its files are put into a folder."""
    copy_code(jail.GRADER, folder / "grader", *jail.OWN)
    shutil.copy(jail.GRADER / "__init__.py", folder / "grader")
    for part in missing:
        name, here, instead = LAYERS[part]
        path = folder / "grader" / "worker" / name
        text = path.read_text(encoding="utf-8")
        assert text.count(here) == 1, f"{name} has changed; say anew how {part} is taken out"
        path.write_text(text.replace(here, instead), encoding="utf-8")
    compileall.compile_dir(folder / "grader", quiet=2)  # in the jail nothing can be
    main = folder / "grader" / "worker" / "__main__.py"
    options = ["-I", "-S", "-X", "utf8"]
    readable = jail._readable()
    folders = os.pathsep.join(folders_of(readable))
    return [sys.executable, *options, str(main), "jail", str(folder), folders, *readable]
