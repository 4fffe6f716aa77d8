"""Kits made by the real command: in a process of tests pytest rewrites assertions, whose words are frozen, too."""

import compileall
import json
import shutil

from helpers import run_grader, valid
from side_by_side import once
from sites import site_for_all

from grader.course.release_stamp import read_stamp
from grader.release.make import Made


def make_kit(out, *units):
    """Make the kit of some units, or of all."""
    done = run_grader("release", out, *units)
    assert done.returncode == 0, done.stderr.decode()
    folder = out / "-".join(["calculus-kit", *units])
    return Made(folder, out / f"{folder.name}.zip", read_stamp(folder / "exercises" / "release.json"))


def whole_kit(factory):
    """The kit of all units, made once for all processes, to be read only."""
    site_for_all(factory)  # the kit has its pages
    return once(factory, "released", make_kit)


def kit_that_ran(factory):
    """The folder of the kit of all units, its grader compiled, as it is once it has run: to work in copies of it."""

    def compiled(out):
        kit = shutil.copytree(whole_kit(factory).folder, out / "kit")
        compileall.compile_dir(kit / "grader", quiet=2)
        return kit

    return once(factory, "released-and-run", compiled)


def in_kit(kit, *words):
    """Run the kit's own grader, with the packages that are installed here."""
    return run_grader(*words, cwd=kit, text=True)


def report_of(kit, *words):
    """The report of the kit's own grader."""
    done = in_kit(kit, "check", *words, "--json", "-")
    assert done.stdout, done.stderr
    return valid(json.loads(done.stdout))
