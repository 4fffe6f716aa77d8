"""Make a student's kit: collect its files, then write it as a folder and as a zip.

The folder may exist already, with a student's work in it: files that were edited stay.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from grader.authoring.notebooks import build
from grader.course.release_stamp import NAME, OF_STUDENTS, Stamp, manifest, read_manifest, short_hash, stamp_of
from grader.course.solutions.reference import Solutions
from grader.course.syllabus import Course, Exercise, load_course
from grader.errors import UsageError
from grader.files import make_folder, write_whole, zipped
from grader.release import project
from grader.release.choice import Release, choose, stubs
from grader.release.classroom import repository_files
from grader.release.freeze import freeze, words
from grader.release.package import modules

NBGRADER = "nbgrader_config.py"
PACKAGE_DOC = '"""The stubs: fill in the functions, then run `grader check`."""\n'


@dataclass
class Made:
    """A release that was made.

    Attributes:
        folder: the kit.
        archive: the same as a zip, as it is handed out.
        stamp: which release it is.
        kept: files in the folder that were edited, and so are not as they are in the zip.
    """

    folder: Path
    archive: Path
    stamp: Stamp
    kept: list[str] = field(default_factory=list)


def make_release(
    out: Path,
    names: Sequence[str] = (),
    course: Course | None = None,
    *,
    classroom: bool = False,
    nbgrader: str | None = None,
    lessons: Path | None = None,
    tell: Callable[[str], None] = lambda _name: None,
) -> Made:
    """Make the kit of the named units; without names, of all that are asked for.

    Args:
        out: the folder to make it in; the kit is a folder in it, with a zip beside it.
        names: units.
        course: the course.
        classroom: make it a repository whose workflow checks each push on GitHub.
        nbgrader: the text of a student's `nbgrader_config.py`, for a class that works in nbgrader's assignments.
        lessons: the folder of the built pages, which the kit carries.
        tell: is told the name of each exercise whose answers are frozen; that takes most of the time.

    Raises:
        UsageError: for a name that is no unit, or where the place cannot be written to.
    """
    course = course or load_course()
    release = choose(names, course, build.read_choices(course))
    name = _name(release, names)
    made = Made(out / name, out / f"{name}.zip", stamp_of([unit.name for unit in release.course.units]))
    files = kit_files(release, made.stamp, tell, lessons, nbgrader) | (repository_files() if classroom else {})
    made.kept = write_folder(made.folder, files)
    write_whole(made.archive, zipped({f"{name}/{path}": data for path, data in files.items()}))
    return made


def require_place(out: Path, names: Sequence[str], course: Course) -> None:
    """See that a folder can be made for a kit, before the long work: else one would wait for it in vain.

    Raises:
        UsageError: for a name that is no unit, or where the place cannot be written to or holds something else.
    """
    _read_before(out / _name(choose(names, course, build.read_choices(course)), names))
    new = [folder for folder in (out, *out.parents) if not folder.exists()]
    make_folder(out)
    for folder in new:  # what goes wrong before the kit is written leaves nothing
        folder.rmdir()


def _name(release: Release, names: Sequence[str]) -> str:
    return "-".join(["calculus-kit", *(release.units if names else ())])


def frozen_exercises(names: Sequence[str], course: Course) -> list[Exercise]:
    """The exercises whose answers a kit of the named units holds.

    Raises:
        UsageError: for a name that is no unit.
    """
    return list(choose(names, course, build.read_choices(course)).course.exercises)


def kit_files(
    release: Release,
    its_stamp: Stamp,
    tell: Callable[[str], None],
    lessons: Path | None = None,
    nbgrader: str | None = None,
) -> dict[str, bytes]:
    """All files of a kit, by their path in it."""
    files = {
        **_exercises(release),
        **(_notebooks(release) if nbgrader is None else {NBGRADER: nbgrader.encode()}),
        **_grader(release, tell),
        **project.files(release, nbgrader=nbgrader is not None),
        **(project.pages(lessons) if lessons else {}),
        f"exercises/{NAME}": its_stamp.to_json().encode(),
    }
    files[f"grader/{NAME}"] = manifest(its_stamp, files).encode()
    return files


def _exercises(release: Release) -> dict[str, bytes]:
    """The stubs, and a copy of them for `reset`."""
    files = {"exercises/__init__.py": PACKAGE_DOC.encode()}
    asked = {unit.name for unit in release.course.units}
    for name, text in stubs(release).items():
        files[f"exercises/{name}.py"] = text.encode()
        if name in asked:
            files[f"grader/course/pristine/{name}.py"] = text.encode()
    return files


def _notebooks(release: Release) -> dict[str, bytes]:
    choices = release.choices
    return {
        f"notebooks/{name}.ipynb": build.students_notebook(release.full.unit(name), release.full, choices).encode()
        for name in release.units
    }


def _grader(release: Release, tell: Callable[[str], None]) -> dict[str, bytes]:
    """The grader, with the frozen answers and the hints."""
    units, solutions = release.course.units, Solutions()
    files = modules([unit.name for unit in units])
    for unit in units:
        full = [release.full.exercise(exercise.name) for exercise in unit.exercises]
        said = {exercise.name: words(exercise, solutions) for exercise in full}
        files[f"grader/course/answers/{unit.name}.json"] = json.dumps(said, indent=1, ensure_ascii=False).encode()
        files[f"grader/course/hints/{unit.name}.toml"] = "\n".join(map(_hints, unit.exercises)).encode()
    for exercise in release.course.exercises:
        files[f"grader/course/answers/{exercise.name}.xz"] = freeze(release.full.exercise(exercise.name), solutions)
        tell(exercise.name)
    return files


def _hints(exercise: Exercise) -> str:
    """What is known about an exercise, as TOML; JSON strings are valid TOML."""
    idea, place, formula = exercise.hints
    said = {"title": exercise.title, "needs": list(exercise.needs), "idea": idea, "place": place, "formula": formula}
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in said.items()]
    return "\n".join([f"[{exercise.name}]", *lines, ""])


def write_folder(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Write a kit; gives the files in it that were edited and so stay as they are.

    Raises:
        UsageError: if the folder is there and holds something else, or cannot be written to.
    """
    before = _read_before(folder)
    kept = [name for name in {**before, **files} if _edited(folder / name, name, before, files)]
    for name in before.keys() - files.keys() - set(kept):
        (folder / name).unlink(missing_ok=True)
        with suppress(OSError):  # what else stands in its folder keeps it
            (folder / name).parent.rmdir()
    for name, data in files.items():
        if name not in kept:
            make_folder((folder / name).parent)
            write_whole(folder / name, data)
    return sorted(kept)


def _read_before(folder: Path) -> dict[str, str]:
    """The manifest of the kit in a folder, empty where none is there.

    Raises:
        UsageError: if something else is there.
    """
    before = read_manifest(folder)
    if not before and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there and holds no kit. Name another place: grader release OUT")
    return before


def _edited(path: Path, name: str, before: Mapping[str, str], files: Mapping[str, bytes]) -> bool:
    """Whether a file that students work in differs both from what it was made as and from what it would be now."""
    if not name.startswith(OF_STUDENTS) or not path.exists() or name == f"exercises/{NAME}":
        return False
    data = path.read_bytes()
    return data != files.get(name) and short_hash(data) != before.get(name)
