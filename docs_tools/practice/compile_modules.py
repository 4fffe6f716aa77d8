"""What runs in the Python of a page, under Node: it starts as it does there, and compiles what it has loaded by then.

The file that it writes, `/compiled.zip`, has the modules of Python's library as they lie in `python_stdlib.zip`, and
those of numpy and the grader as they lie in the folders that these are unpacked to.
"""

import py_compile
import sys
import time
import zipfile
from importlib.util import cache_from_source
from pathlib import Path

LIBRARY = "/lib/python312.zip/"
UNPACKED = ("/lib/python3.12/site-packages/", "/kit/")
SOURCE, MADE = "/home/source.py", "/home/made.pyc"


def compiled(source: bytes, path: str) -> bytes:
    """A module as Python keeps it, for which its source is not looked at again.

    Args:
        source: its source.
        path: where it will lie.
    """
    Path(SOURCE).write_bytes(source)
    unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH
    py_compile.compile(SOURCE, MADE, dfile=path, doraise=True, invalidation_mode=unchecked)
    return Path(MADE).read_bytes()


def start() -> None:
    """Start as `worker.js` does, as the one who judges and the one who runs."""
    sys.path.insert(0, "/kit")
    from grader.protocol.load_numpy import load_numpy  # noqa: PLC0415  now it is there

    load_numpy()
    from grader.practice.desk import Desk  # noqa: PLC0415  as above
    from grader.practice.run import InPlace  # noqa: PLC0415  as above

    Desk(lambda clock: setattr(time, "monotonic", clock))
    InPlace()


def main() -> None:
    """Write `/compiled.zip`."""
    start()
    library = zipfile.ZipFile("/python_stdlib.zip")
    specs = [getattr(one, "__spec__", None) for one in sys.modules.values()]
    origins = sorted({spec.origin for spec in specs if spec is not None and spec.origin})
    with library, zipfile.ZipFile("/compiled.zip", "w") as target:
        for path in (one for one in origins if one.endswith(".py")):
            if path.startswith(LIBRARY):
                name = path.removeprefix(LIBRARY)
                target.writestr(f"library/{name}c", compiled(library.read(name), path))
            elif path.startswith(UNPACKED):
                target.writestr(f"unpacked{cache_from_source(path)}", compiled(Path(path).read_bytes(), path))


main()
