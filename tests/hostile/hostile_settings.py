"""Processes that run what is hostile, for each way to be confined that this machine has."""

import json
import os
import select
import shutil
import subprocess
import sys
from pathlib import Path

from grader.sandbox.jail import bubblewrap_starts

# uid 1000, no capabilities; files look like one's own. With its group mapped, it may make namespaces of its own.
ORDINARY = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
PATIENCE = 300.0  # seconds, where moments are enough unless the processor is busy
OUTSIDE = "outside"  # no setting of the tests, but what they are compared with: a worker without a jail


def _settings():
    """How a grading process is started and confines its workers, by name."""
    if sys.platform != "linux":
        return {}
    found = {"landlock": ([], "landlock")}
    if bubblewrap_starts():
        found["bubblewrap"] = ([], "bubblewrap")
    if os.getuid() == 0 and shutil.which("unshare"):
        if starts([*ORDINARY, "true"]):
            found["ordinary user"] = (ORDINARY, "landlock")
        if starts([*ORDINARY, "bwrap", "--unshare-all", "--unshare-user", "--ro-bind", "/", "/", "true"]):
            found["ordinary user, bubblewrap"] = (ORDINARY, "bubblewrap")
    return found


def starts(command):
    """Whether a command ends with success."""
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


SETTINGS = _settings()
STRONGEST = next((name for name in ("bubblewrap", "landlock") if name in SETTINGS), None)  # as a rule, commands take it
OTHERS = [name for name in SETTINGS if name != STRONGEST]


class Confined:
    """A process in one of the settings that answers each line with a line, both JSON.

    Args:
        setting: its name.
        program: the file to run, which is told how it confines its workers.
    """

    def __init__(self, setting, program):
        self.setting = setting
        prefix, mode = {**SETTINGS, OUTSIDE: ([], OUTSIDE)}[setting]
        self._process = subprocess.Popen(
            [*prefix, sys.executable, str(Path(__file__).with_name(program)), mode],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pid = self._process.pid
        try:
            self.first = self._read()
        except BaseException:
            self.reap()
            raise

    def _read(self):
        ready, _, _ = select.select([self._process.stdout], [], [], PATIENCE)
        line = self._process.stdout.readline() if ready else ""
        assert line, f"it does not answer; it ended with {self._process.poll()}"
        return json.loads(line)

    def _say(self, **told):
        self._process.stdin.write(json.dumps(told) + "\n")
        self._process.stdin.flush()

    def close(self):
        self._process.stdin.close()
        try:
            return self._process.wait(PATIENCE)
        finally:
            self.reap()

    def reap(self):
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()


class Grading(Confined):
    """A process that grades one folder after the other; see `grading.py`."""

    def __init__(self, setting):
        super().__init__(setting, "grading.py")

    def ask(self, folder, check, timeout):
        self._say(folder=str(folder), check=check, timeout=timeout)

    def grade(self, folder, check, timeout=2.0):
        self.ask(folder, check, timeout)
        return self._read()


class Inside(Confined):
    """A process that runs programs in the jail; see `inside.py`."""

    def __init__(self, setting):
        super().__init__(setting, "inside.py")

    def run(self, *programs, at_once=False):
        """What each of some programs prints; None for one that is ended."""
        self.ask(*programs, at_once=at_once)
        return self._read()

    def ask(self, *programs, at_once=False):
        self._say(programs=programs, at_once=at_once)
