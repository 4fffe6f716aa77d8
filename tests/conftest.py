"""Fixtures for the tests of the grader: warm workers, and one way to grade in this process."""

import builtins
import linecache
import shutil
import signal
import sys
from types import SimpleNamespace

import pytest
from helpers import take_away, valid

from grader.course.syllabus import load_course
from grader.grading.grade import grade
from grader.grading.options import Options
from grader.sandbox.job import Limits
from grader.sandbox.start import make_workers
from grader.submission.source import read_submission
from grader.worker import shared_checks

# Where tests run in the background, as `nohup` and some shells start them, Ctrl-C is ignored, and so it would be by
# every process that they start: those are to be interrupted as at a terminal.
signal.signal(signal.SIGINT, signal.default_int_handler)


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

    def run(folder, *names, workers=forking, timeout=5.0, submission_timeout=60.0, **options):
        limits = Limits(call=timeout, submission=submission_timeout)
        submission = read_submission(folder, course)
        report = grade(submission, course, course.find(names), workers, Options(limits=limits, **options))
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


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SILENT = ("background-networking", "component-update", "sync")
FLAGS = ["--no-sandbox", "--disable-gpu", *(f"--disable-{service}" for service in SILENT)]


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests that look at pages: Playwright runs but once in a process."""
    if CHROMIUM is None:
        pytest.skip("install Chromium: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
