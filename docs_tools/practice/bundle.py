"""Pack Python, numpy and a kit for a page: classic scripts alone, which a browser loads over http and from a disk.

`here.js` says which bundle is here: every lesson loads it. `index-HASH.js` says what is in it, and has the stubs. The
files are in `parts/HASH.js`, in base64 and in parts that are known by their hash, so that a part never changes. The
licences of all that lie in `licences/`.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docs_tools.practice.compiled import LIBRARY, with_compiled
from docs_tools.practice.sources import VENDOR, Wanted
from grader.authoring.notebooks import build
from grader.course.frozen_answers import unpacked
from grader.course.release_stamp import NAME, Stamp, manifest, read_stamp, stamp_of
from grader.course.syllabus import ROOT, Course, Unit, load_course
from grader.files import write_whole, zipped
from grader.workbook.function_text import pieces

PART = 384 << 10  # bytes of a file in one script
PACKED = (".zip", ".whl")  # they are no smaller when they are packed again
WITHOUT = ("grader/cli/", "grader/course/answers/", "grader/course/pristine/", "grader/worker/jail")
OF_A_TERMINAL = ("grader/cli/__init__.py",)
LICENCES = {
    "pyodide": "Pyodide 0.27.7: MPL-2.0, https://github.com/pyodide/pyodide",
    "python": "Python 3.12.7, compiled by the Pyodide project: PSF-2.0",
    "numpy": "numpy 2.0.2, compiled by the Pyodide project: BSD-3-Clause",
}


def write_bundle(kit: Path, course: Course, runtime: Mapping[str, bytes], wanted: list[Wanted], out: Path) -> str:
    """Write the bundle into a folder, which is made anew; gives what it is known by.

    Args:
        kit: the folder of a kit, as `grader release` makes it.
        course: the course that it is of.
        runtime: Python and numpy.
        wanted: the list that they are of.
        out: the folder.
    """
    shutil.rmtree(out, ignore_errors=True)
    (out / "parts").mkdir(parents=True)
    wheel = next(name for name in runtime if name.endswith(".whl"))
    files = with_compiled({**runtime, **kit_files(kit, course)}, wheel)
    parts = {name: _write_parts(data, name, out / "parts") for name, data in files.items()}
    stamp = read_stamp(kit / "exercises" / NAME)
    index = {
        "stamp": json.loads(stamp.to_json()),
        "stamp_text": stamp.to_json(),
        "wheel": wheel,
        "files": parts,
        "units": {unit.name: _stubs(kit, unit) for unit in course.units},
        "done": [unit.name for unit in course.units if can_be_done(unit)],
    }
    text = f"workbook.bundle({json.dumps(index, ensure_ascii=False, separators=(',', ':'))});\n"
    known = _hash(text.encode())
    write_whole(out / f"index-{known}.js", text)
    write_whole(out / "here.js", _here(index, known))
    _write_licences(wanted, out / "licences")
    return known


def read_known(bundle: Path) -> str | None:
    """The release that a bundle is of; None where that cannot be read."""
    for path in bundle.glob("index-*.js"):
        text = path.read_text(encoding="utf-8").partition("(")[2].rpartition(")")[0]
        return str(json.loads(text)["stamp"]["release"])
    return None


def release_now() -> str:
    """The release that a kit of the whole course would be of now."""
    course = load_course()
    given = build.read_choices(course).given
    return stamp_of([unit.name for unit in course.units if unit.name not in given]).release


def _here(index: dict[str, Any], known: str) -> str:
    """The script that tells a page what is here: the index, the units, and the bytes that are loaded at first."""
    later = {f"{name}.zip" for name in index["done"]}
    size = sum(count for name, file in index["files"].items() if name not in later for _, count in file["parts"])
    told = {"index": known, "units": index["done"], "bytes": size}
    return f'document.dispatchEvent(new CustomEvent("practice", {{ detail: {json.dumps(told)} }}));\n'


def can_be_done(unit: Unit) -> bool:
    """Whether a unit can be done in a page: whether it needs no more than numpy."""
    return not unit.preload


def kit_files(kit: Path, course: Course) -> dict[str, bytes]:
    """A kit as zips: the grader without answers, and for each unit its answers, which are fetched when needed."""
    paths = {path.relative_to(kit).as_posix(): path for path in sorted((kit / "grader").rglob("*")) if path.is_file()}
    code = {
        name: path.read_bytes()
        for name, path in paths.items()
        if name in OF_A_TERMINAL or not (name.startswith(WITHOUT) or "__pycache__" in name)
    }
    own = {f"grader/practice/{path.name}": path.read_bytes() for path in (ROOT / "grader" / "practice").glob("*.py")}
    stamp = read_stamp(kit / "exercises" / NAME)
    code |= own | {"course.toml": _course(kit), f"grader/{NAME}": _bare(stamp)}
    found = {"kit.zip": zipped(code)}
    for unit in course.units:
        if can_be_done(unit):
            answers = kit / "grader" / "course" / "answers"
            here = {f"grader/course/answers/{unit.name}.json": (answers / f"{unit.name}.json").read_bytes()}
            for one in unit.exercises:
                here[f"grader/course/answers/{one.name}.frozen"] = unpacked(answers / f"{one.name}.xz")
            found[f"{unit.name}.zip"] = zipped(here)
    return found


def _course(kit: Path) -> bytes:
    """The course, without the packages that are not here."""
    lines = (kit / "course.toml").read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("preload")).encode()


def _bare(stamp: Stamp) -> bytes:
    """The list of a kit's files, by which it tells which were changed: here none."""
    return manifest(stamp, {}).encode()


def _stubs(kit: Path, unit: Unit) -> list[tuple[str, str]]:
    text = (kit / "exercises" / f"{unit.name}.py").read_text(encoding="utf-8")
    return pieces(text, [one.name for one in unit.exercises])


def _write_parts(data: bytes, name: str, folder: Path) -> dict[str, Any]:
    """Write a file in parts; gives how it is put together again."""
    is_packed = name.endswith(PACKED)
    whole = data if is_packed else gzip.compress(data, 9, mtime=0)
    parts = []
    for begin in range(0, len(whole), PART):
        text = base64.b64encode(whole[begin : begin + PART]).decode()
        known = _hash(text.encode())
        write_whole(folder / f"{known}.js", f'workbook.part("{known}","{text}");\n')
        parts.append([known, len(whole[begin : begin + PART])])
    return {"gzip": not is_packed, "parts": parts}


def _write_licences(wanted: list[Wanted], folder: Path) -> None:
    folder.mkdir()
    for name in LICENCES:
        shutil.copyfile(VENDOR / f"{name}.LICENSE.txt", folder / f"{name}.txt")
    lines = [*LICENCES.values(), "", "The files as they were published, by sha256:", ""]
    lines += [f"{one.sha256}  {one.name}" for one in wanted]
    lines += ["", f"{LIBRARY} has beside its modules some of them as Python compiled them, and so has compiled.zip."]
    lines += ["", "The grader is MIT, the lessons are CC BY 4.0."]
    write_whole(folder / "README.txt", "\n".join([*lines, ""]))


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]
