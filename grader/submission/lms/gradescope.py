"""Gradescope's export: a folder `submission_1234` for each, and `submission_metadata.yml`, which says whose they are.

The file also holds what autograders printed, and so text of students. It is read line by line: the few lines that are
wanted, at the depth at which Gradescope writes them. Anchors, tags and everything else that YAML can do are text here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from grader.submission.lms.entry import Entry, Who

METADATA = "submission_metadata.yml"
MOST_LINES, MOST_LINE = 2_000_000, 4_096  # lines that are read of it; characters that are looked at of each
MOST_PEOPLE = 50  # of one submission
_TOP = re.compile(r":?['\"]?(?P<key>submission_\d+)['\"]?:\s*$")
_FIELD = re.compile(r"(?P<indent> *)(?P<dash>-\s+)?['\"]?:?(?P<key>[a-z_]+)['\"]?:(?:\s+(?P<value>.*))?$")
_NUMBERED = re.compile(r"submission_(\d+)")


class Gradescope:
    """An export of Gradescope.

    Args:
        people: whose each folder is, and when it was handed in; see `read_metadata`.
    """

    name = "gradescope"

    def __init__(self, people: Mapping[str, tuple[list[Who], str]]) -> None:
        self._people = people

    def read(self, names: Iterable[str]) -> Mapping[str, Entry]:
        """As `Layout.read`."""
        found = {}
        for one in names:
            number = _NUMBERED.fullmatch(one)
            people, time = self._people.get(one, ([], ""))
            if number or people:
                who = _together(people) if people else Who(one)
                order = int(number[1]) % (1 << 62) if number else 0
                key = " ".join(person.mail or person.login or person.name for person in people) or one
                found[one] = Entry(who, f"gradescope {key}", order=order, time=time)
        return found


def _together(people: list[Who]) -> Who:
    """Those who handed in together, as one."""
    fields = zip(*people, strict=True)
    name, *rest = (", ".join(filter(None, values)) for values in fields)
    return Who(name, *rest)


def read_metadata(path: Path) -> dict[str, tuple[list[Who], str]]:
    """Whose each submission is, and when it was handed in, by the name of its folder.

    Args:
        path: the file that lies at the top of an export.

    Raises:
        OSError: if it cannot be read.
    """
    with path.open(encoding="utf-8", errors="replace", newline="\n") as file:
        return read_lines(_short(file))


def _short(file: object) -> Iterator[str]:
    """The lines of a file, cut: of a longer one, the rest is passed over."""
    readline = file.readline  # type: ignore[attr-defined]
    for _ in range(MOST_LINES):
        if not (line := readline(MOST_LINE)):
            return
        while not line.endswith("\n") and (rest := readline(MOST_LINE)):
            if rest.endswith("\n"):
                break
        yield line.rstrip("\r\n")


def read_lines(lines: Iterable[str]) -> dict[str, tuple[list[Who], str]]:
    """As `read_metadata`, of lines."""
    found: dict[str, tuple[list[Who], str]] = {}
    about = _About("")
    for line in lines:
        if line[:1] in ("", " ", "#", "-"):
            if about.folder and (match := _FIELD.match(line)):
                about.add(match)
            continue
        about.keep(found)
        top = _TOP.match(line)
        about = _About(top["key"] if top else "")
    about.keep(found)
    return found


class _About:
    """What stands below one folder's line: its fields are indented alike, and so is each person in the list of them.

    Args:
        folder: the name of the folder; "" for anything else.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._people: list[dict[str, str]] = []
        self._time = self._field = ""
        self._depth = self._inside = 0  # how far the fields are indented, and the persons

    def add(self, line: re.Match[str]) -> None:
        """Take a line with a name and perhaps a value."""
        indent, dash = len(line["indent"]), line["dash"] or ""
        self._depth = self._depth or indent
        if indent == self._depth and not dash:
            self._field = line["key"]
            if self._field == "created_at":
                self._time = plain(line["value"])
        elif self._field == "submitters" and len(self._people) <= MOST_PEOPLE:
            if dash:
                self._inside = self._inside or indent
                if indent != self._inside:
                    return
                self._people.append({})
            if self._people and indent <= self._inside + 4:
                self._people[-1].setdefault(line["key"], plain(line["value"]))

    def keep(self, found: dict[str, tuple[list[Who], str]]) -> None:
        """Put what is known now where it belongs; what stands there first counts."""
        if self.folder:
            people = [_who(person) for person in self._people[:MOST_PEOPLE]]
            found.setdefault(self.folder, ([one for one in people if one.name], self._time))


def _who(person: Mapping[str, str]) -> Who:
    name = person.get("name") or person.get("email") or person.get("sid") or ""
    return Who(name, "", person.get("sid", ""), person.get("email", ""))


def plain(value: str | None) -> str:
    """The text of a scalar on one line; "" for anything else."""
    text = (value or "").strip()
    if text.startswith('"'):
        try:
            return str(json.loads(re.sub(r"\\x([0-9a-fA-F]{2})", r"\\u00\1", text)))
        except ValueError:
            return text.strip('"')
    if text.startswith("'"):
        return text[1:].removesuffix("'").replace("''", "'")
    return "" if text[:1] in tuple("!&*{[|>%@`") else text.partition(" #")[0].strip()
