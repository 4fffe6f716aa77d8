"""What an archive holds, as JSON and back: bytes are spelled in base 64."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from grader.reading.plain import MalformedError, cleaned, exactly, items_in, table
from grader.submission.archive import MOST_BYTES, Unpacked


def unpacked_data(found: Unpacked) -> dict[str, Any]:
    """What an archive holds, as data for JSON."""
    files = {_spelled(path): base64.b64encode(data).decode("ascii") for path, data in found.files.items()}
    return {"files": files, "others": [*map(_spelled, found.others)], "problems": [*map(_spelled, found.problems)]}


def _spelled(text: str) -> str:
    """Text without what UTF-8 cannot hold: names in an archive can be anything."""
    return text.encode("utf-8", "replace").decode("utf-8")


def unpacked_from(data: Any) -> Unpacked:
    """What an archive holds.

    Raises:
        MalformedError: if that is none.
    """
    said = table(data)
    try:
        files = {path: base64.b64decode(exactly(text, str)) for path, text in table(said.get("files")).items()}
    except (binascii.Error, ValueError) as error:
        raise MalformedError from error
    if sum(map(len, files.values())) > MOST_BYTES:
        raise MalformedError
    others, problems = ([cleaned(one) for one in items_in(said.get(key))] for key in ("others", "problems"))
    return Unpacked(files, others, problems)
