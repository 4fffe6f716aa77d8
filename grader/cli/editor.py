"""Open a file at a line in the editor that a person uses: `$VISUAL`, `$EDITOR`, or VS Code where it is installed."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from pathlib import Path

GO_TO = ("code", "code-insiders", "codium", "cursor")
PLUS = ("vi", "vim", "nvim", "nano", "emacs", "emacsclient", "micro", "kak", "joe", "gedit", "kate")


def editor_command(path: Path, line: int | None) -> list[str] | None:
    """The words that open a file, None where no editor is known.

    Args:
        path: the file.
        line: where to put the cursor, where that is known and the editor takes it.
    """
    words = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or shutil.which("code") or "")
    if not words:
        return None
    name = Path(words[0]).stem.lower()
    if line and name in GO_TO:
        return [*words, "--goto", f"{path}:{line}"]
    return [*words, *([f"+{line}"] if line and name in PLUS else []), str(path)]


def open_in_editor(path: Path, line: int | None) -> str | None:
    """Open a file, wait until an editor in the terminal is closed; gives what failed, if anything."""
    words = editor_command(path, line)
    if words is None:
        return "no editor is known: set EDITOR, as in export EDITOR=nano"
    before = signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C in the editor is not for us
    try:
        done = subprocess.run(words, check=False)  # noqa: S603  the person's own editor
    except OSError as error:
        return f"{words[0]} does not start: {error.strerror}"
    finally:
        signal.signal(signal.SIGINT, before)
    return f"{words[0]} ended with code {done.returncode}" if done.returncode else None
