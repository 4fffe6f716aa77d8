"""What was collected for an assignment: `collected/ASSIGNMENT.json` in the course folder, by student.

It is the way back: which entries of the platform's download a student's work came from.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from grader.errors import UsageError
from grader.files import make_folder, write_json
from grader.submission.lms.layouts import NUMBERED

FOLDER = "collected"


@dataclass(frozen=True)
class Collected:
    """What was collected of one student.

    Attributes:
        entries: the names of the platform's entries, that of the notebook first.
        file: the path of the notebook in what was handed in; "" where none was meant.
        digest: of what was put into `submitted/`.
        platform: which platform wrote the entries; "" where none did.
        order: the larger, the later it was handed in.
        late: whether the platform calls it late.
        name: the student, as the platform writes the name.
        id: the platform's number.
        login: the name to log in with.
        mail: the address.
    """

    entries: list[str] = field(default_factory=list)
    file: str = ""
    digest: str = ""
    platform: str = ""
    order: int = 0
    late: bool = False
    name: str = ""
    id: str = ""
    login: str = ""
    mail: str = ""


def read_collected(root: Path, assignment: str) -> dict[str, Collected]:
    """What was collected for an assignment, by student; nothing where nothing was.

    Raises:
        UsageError: if the file cannot be read.
    """
    path = root / FOLDER / f"{assignment}.json"
    try:
        students: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        return {name: Collected(**about) for name, about in students.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise UsageError(f"{path} cannot be read. Fix it, or move it away and collect again.") from error


def names_kept(students: Mapping[str, Collected]) -> dict[str, str]:
    """What students are called, by the key of what they handed in; those without a number of their own are left out.

    Args:
        students: what was collected, by student.
    """
    keys = {name: f"{one.platform} {one.id}" for name, one in students.items() if one.platform in NUMBERED and one.id}
    count = Counter(keys.values())
    return {key: name for name, key in keys.items() if count[key] == 1}


def write_collected(root: Path, assignment: str, students: dict[str, Collected]) -> None:
    """Write down what was collected.

    Raises:
        UsageError: if it cannot be written.
    """
    make_folder(root / FOLDER)
    write_json(root / FOLDER / f"{assignment}.json", {name: asdict(one) for name, one in sorted(students.items())})
