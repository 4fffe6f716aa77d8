"""Kits made by the real command: in a process of tests pytest rewrites assertions, whose words are frozen, too."""

import json

from helpers import run_grader, valid

from grader.course.release_stamp import read_stamp
from grader.release.make import Made


def make_kit(out, *units):
    """Make the kit of some units, or of all."""
    done = run_grader("release", out, *units)
    assert done.returncode == 0, done.stderr.decode()
    folder = out / "-".join(["calculus-kit", *units])
    return Made(folder, out / f"{folder.name}.zip", read_stamp(folder / "exercises" / "release.json"))


def in_kit(kit, *words):
    """Run the kit's own grader, with the packages that are installed here."""
    return run_grader(*words, cwd=kit, text=True)


def report_of(kit, *words):
    """The report of the kit's own grader."""
    done = in_kit(kit, "check", *words, "--json", "-")
    assert done.stdout, done.stderr
    return valid(json.loads(done.stdout))
