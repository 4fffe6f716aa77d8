"""What a platform tells by the name of one entry of its download."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

CODE = (".py", ".ipynb", ".zip", ".py.txt")  # what the name of a file ends in that may be somebody's work


class Who(NamedTuple):
    """A student, or a group that handed in together, as the platform or the roster knows them; "" where it does not.

    Attributes:
        name: as people read it.
        id: the platform's own number or name.
        login: the name to log in with, or the number that the school gives.
        mail: the address.
    """

    name: str
    id: str = ""
    login: str = ""
    mail: str = ""


class Entry(NamedTuple):
    """An entry of a class's folder as its platform wrote it.

    Attributes:
        who: whose it is.
        key: what tells this student from all others of the class.
        file: the name that the student gave the file; "" for a folder, which holds files as they were named.
        order: the larger, the later it was handed in.
        late: whether it was handed in late.
        time: when it was handed in, as the platform wrote it.
        kind: what it is where it is no file: `text` that was typed in, a `link`.
        flag: what a person has to look at; "" where all is certain.
        loose: whether another order may be of the same attempt: the platform numbers files, and no attempts.
    """

    who: Who
    key: str
    file: str = ""
    order: int = 0
    late: bool = False
    time: str = ""
    kind: str = "file"
    flag: str = ""
    loose: bool = False


class Layout(Protocol):
    """How one platform names what it hands over.

    Attributes:
        name: what `--layout` calls it.
    """

    name: str

    def read(self, names: Iterable[str]) -> Mapping[str, Entry]:
        """The entries among these names that are the platform's, by name."""


def is_code(name: str) -> bool:
    """Whether a file's name is that of a notebook, Python file or archive."""
    return name.casefold().endswith(CODE)
