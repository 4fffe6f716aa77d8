"""What is the matter, apart from what a student should do about it."""

from __future__ import annotations

import re

_ADVICE = re.compile(  # what a student is told to do stands at the end of what is the matter
    r"; grader reset \w+ brings its stubs|; save it again as UTF-8"
    r"|\. Files of your own are imported with a dot: from \.\w+ import …"
    r"|\. Folders, such as \w+, are not read: put what you need of it into [^:]*? import …"
)


def without_advice(text: str) -> str:
    """What is the matter, without what a student should do about it."""
    return _ADVICE.sub("", text)
