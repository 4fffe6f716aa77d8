"""Pictures in a text cell: pasted ones, and those that Colab writes into the text itself."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import quote

from grader.protocol.text import one_line

KINDS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}  # nothing runs in these
SPELLED = ("", "!'()*", "!#$&'()*+,/:;=?@~")  # what Python, and JavaScript in two ways, leave as it is in an address
MOST_PICTURES = 20  # of one cell
MOST_NAME = 200  # letters of a picture's name
Pictures = dict[str, dict[str, str]]
_PLAIN = re.compile(r"[\w.-]{1,80}")
# With bounds, since what has none can be made to take hours
_TITLE = re.compile(
    r"""(\]\(attachment:[\w.-]{1,80})[ \t]{1,9}(?:"[^"\n]{0,200}"|'[^'\n]{0,200}'|=\d{0,9}x\d{0,9})?[ \t]{0,9}\)"""
)
_TAG = re.compile(r"""<img\b[^<>]{0,300}?\bsrc=(["'])attachment:([\w.-]{1,80})\1[^<>]{0,300}>""", re.IGNORECASE)
_WRITTEN = re.compile(r"\]\(data:(image/\w+);base64,([A-Za-z0-9+/=]+)\)")
_SHOWN = re.compile(r"\]\(<?attachment:([^)>\n]{1,200})")


def take_pictures(source: str, attachments: Any) -> tuple[str, Pictures, list[str]]:
    """The pictures of a text cell.

    Args:
        source: its text.
        attachments: what the file has as its attachments, whatever that is.

    Returns:
        The text, in which each picture is shown as `![…](attachment:NAME)` with a plain name; the pictures by these
        names; and the names that the text has of others, which are not in the file or of no kind that is shown.
    """
    pictures: Pictures = {}

    def keep(name: str, picture: dict[str, str]) -> str:
        plain = name if _PLAIN.fullmatch(name) else f"picture-{len(pictures) + 1}.{KINDS[next(iter(picture))]}"
        pictures[plain] = picture
        return plain

    def written(match: re.Match[str]) -> str:
        picture = _picture({match[1]: match[2]})
        return f"](attachment:{keep('', picture)})" if picture else match[0]

    spelled: dict[str, str] = {}
    for name, picture in islice(_held(attachments), MOST_PICTURES):
        spelled |= dict.fromkeys([name, *(quote(name, safe) for safe in SPELLED)], keep(name, picture))
    if spelled:
        known = "|".join(map(re.escape, sorted(spelled, key=len, reverse=True)))
        text = rf"<attachment:({known})>|attachment:({known})(?=[)\"'\s])"
        source = re.sub(text, lambda match: f"attachment:{spelled[match[1] or match[2]]}", source)
    source = _WRITTEN.sub(written, _TITLE.sub(r"\1)", _TAG.sub(r"![](attachment:\2)", source)))
    missing = [one_line(name.strip(), 80) for name in _SHOWN.findall(source) if name not in pictures]
    return source, pictures, missing


def _held(attachments: Any) -> Iterator[tuple[str, dict[str, str]]]:
    for name, bundle in attachments.items() if isinstance(attachments, dict) else ():
        if len(name) <= MOST_NAME and (picture := _picture(bundle)):
            yield name, picture


def _picture(bundle: Any) -> dict[str, str] | None:
    """The picture in what a notebook has of it; None if it is none."""
    for kind in KINDS if isinstance(bundle, dict) else ():
        data = bundle.get(kind)
        text = "".join(part for part in data if isinstance(part, str)) if isinstance(data, list) else data
        if isinstance(text, str) and _is_base64(packed := "".join(text.split())):
            return {kind: packed}
    return None


def _is_base64(text: str) -> bool:
    try:
        return bool(b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        return False
