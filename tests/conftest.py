"""How tests run, and fixtures for those of the grader: warm workers, and one way to grade in this process."""

import builtins
import fcntl
import gc
import linecache
import os
import re
import shutil
import signal
import sys
from pathlib import Path
from types import SimpleNamespace

import hypothesis
import pytest
from helpers import WHOLE, take_away, valid, write_submission
from release.kits import kit_that_ran
from side_by_side import PROCESSES, Groups, is_slow, rank

from grader.course.open_reference import open_reference
from grader.course.syllabus import load_course
from grader.grading.grade import grade
from grader.grading.options import Options
from grader.sandbox.job import Limits
from grader.sandbox.start import make_workers
from grader.submission.folder import read_submission
from grader.submission.reader import LocalReader
from grader.worker import shared_checks

# Where tests run in the background, as `nohup` and some shells start them, Ctrl-C is ignored, and so it would be by
# every process that they start: those are to be interrupted as at a terminal.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Some containers tell Python to keep no bytecode; then each of the many processes that tests start would compile numpy.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Threads of linear algebra cost each process that loads numpy a third of what numpy costs, and nothing here uses them.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# `uv run` says where it is; the README's command does not put it on the path, and some tests run it.
if shutil.which("uv") is None and "UV" in os.environ:
    os.environ["PATH"] += os.pathsep + str(Path(os.environ["UV"]).parent)

# What is printed depends on how the grader was started: in tests as `grader …`, unless one says otherwise.
os.environ.pop("UV", None)
os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

# Examples are drawn anew in every run; CI asks for the profile in which they are always the same. None has to be quick.
ALWAYS = {
    "deadline": None,
    "suppress_health_check": [hypothesis.HealthCheck.too_slow],
    "max_examples": 100 if WHOLE else 50,
}
hypothesis.settings.register_profile("author", **ALWAYS)
hypothesis.settings.register_profile("ci", derandomize=True, database=None, **ALWAYS)
hypothesis.settings.load_profile("author")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    """Run whole folders side by side, and a file or a test in this process, where a debugger can reach it."""
    option = config.option
    if not config.pluginmanager.hasplugin("xdist") or "PYTEST_XDIST_WORKER" in os.environ or option.dist != "no":
        return
    one_process = option.usepdb or option.trace or option.collectonly or option.capture == "no"
    if option.numprocesses is None and not one_process and all(Path(word).is_dir() for word in config.args):
        option.numprocesses = PROCESSES
    if option.numprocesses:
        option.dist, option.loadscopereorder = "loadfile", False


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return Groups(config, log) if config.option.dist == "loadfile" else None


@pytest.hookimpl(wrapper=True)
def pytest_collection(session):
    """The first process collects alone and compiles what it loads, so that the others find it compiled.

    Meanwhile the second makes what many tests of a whole run need.
    """
    with Path(__file__).open("rb") as first, Path(__file__).with_name("helpers.py").open("rb") as second:
        if not lock_if_free(first):
            if session.config.args == session.config.getini("testpaths") and lock_if_free(second):
                kit_that_ran(session.config._tmp_path_factory)
            fcntl.flock(first, fcntl.LOCK_SH)
            fcntl.flock(first, fcntl.LOCK_UN)
        return (yield)


def lock_if_free(lock):
    """Lock a file, unless another process has; gives whether it was free."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def pytest_collection_modifyitems(items):
    """What takes long is marked; in a process of several it comes first."""
    for item in items:
        if is_slow(item.nodeid):
            item.add_marker("slow")
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: rank(item.nodeid))


@pytest.fixture(scope="session")
def course():
    return load_course()


@pytest.fixture(scope="session")
def forking():
    workers = make_workers(preload=("matplotlib.pyplot",))
    yield workers
    workers.close()


@pytest.fixture(scope="session")
def spawning():
    workers = make_workers(spawn=True)
    yield workers
    workers.close()


@pytest.fixture
def grading(course, forking):
    """Grade a folder: the valid report as JSON, and the exercises in it by name."""

    def run(folder, *names, workers=forking, timeout=5.0, submission_timeout=60.0, seed=0, **options):
        limits = Limits(call=timeout, submission=submission_timeout)
        submission = read_submission(folder, course, LocalReader())
        chosen = Options(limits=limits, **options)
        report = grade(submission, course.find(names), workers, chosen, open_reference(seed))
        data = valid(report.to_json())
        return SimpleNamespace(
            report=report,
            json=data,
            problems=data["problems"],
            exercises={exercise["name"]: exercise for exercise in data["exercises"]},
            verdicts={exercise["name"]: exercise["verdict"] for exercise in data["exercises"]},
        )

    return run


@pytest.fixture
def worker_state(monkeypatch):
    """For tests that do a worker's job in this process: what it changes there, put back."""
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    monkeypatch.setattr(sys, "stdout", sys.stdout)
    monkeypatch.setattr(sys, "stderr", sys.stderr)
    monkeypatch.setattr(builtins, "input", builtins.input)
    monkeypatch.setattr(shared_checks, "_shared", {})
    monkeypatch.setattr(shared_checks, "_usual", {})
    monkeypatch.setattr(shared_checks, "_usual_calls", [])
    real = take_away("exercises")
    yield
    take_away("exercises")
    sys.modules.update(real)
    linecache.clearcache()


# The shell without a window takes half the time, for the same pages.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
SILENT = ("background-networking", "component-update", "sync")
SLOW = 120_000  # ms; what is awaited comes at once, unless the machine is busy
ONCE = "--js-flags=--liftoff-only"  # WebAssembly runs for moments here: to compile it again, for speed, takes longer
FLAGS = ["--no-sandbox", "--disable-gpu", *(f"--disable-{service}" for service in SILENT), ONCE]


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests that look at pages: Playwright runs but once in a process."""
    if CHROMIUM is None:
        pytest.skip("install Chromium: apt-get install chromium-headless-shell")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=SLOW)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, timeout=SLOW)
        new_context = browser.new_context

        def patient(**options):
            """A context in which clicks and pages, too, are waited for so long."""
            context = new_context(**options)
            context.set_default_timeout(SLOW)
            return context

        browser.new_context = patient
        yield browser
        browser.close()


@pytest.fixture
def above_solutions(grading, course, tmp_path):
    """The report on the last function that a text binds, which stands below the solution of its unit."""

    def run(text):
        name = re.findall(r"^(?:def )?(\w+)(?:\(| = )", text, re.MULTILINE)[-1]
        file = f"{course.exercise(name).unit}.py"
        folder = write_submission(tmp_path / "work", base="solutions")
        with (folder / file).open("a", encoding="utf-8") as place:
            place.write(f"\n\n{text}")
        return grading(folder, name).report.exercises[0]

    return run


# Garbage is looked for less often: most of what tests make is gone without.
gc.set_threshold(50_000)


def pytest_collection_finish():
    """What is there now stays: it is not looked through at each collection of garbage."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item, nextitem):
    """Nor is what the tests of a file leave there."""
    if nextitem is not None and nextitem.path != item.path:
        gc.collect()
        gc.freeze()
