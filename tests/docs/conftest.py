"""The site, built once for all processes, served with gzip as real servers do, and looked at in Debian's Chromium."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import pytest
from release.kits import kit_that_ran, whole_kit
from side_by_side import once
from sites import site_for_all

from docs_tools.practice.bundle import write_bundle
from docs_tools.practice.sources import collect, wanted
from docs_tools.serving import serve
from grader.course.syllabus import load_course

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(path.stem for path in (ROOT / "docs").glob("*.md"))


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    return site_for_all(tmp_path_factory)


@pytest.fixture(scope="session")
def kit(tmp_path_factory):
    """The folder of a kit, to be read only."""
    return whole_kit(tmp_path_factory).folder


@pytest.fixture(scope="session")
def ran(tmp_path_factory):
    """The folder of a kit, as it is once it has run, to copy."""
    return kit_that_ran(tmp_path_factory)


@pytest.fixture(scope="session")
def practised(site, kit, tmp_path_factory):
    """The site with the bundle for practice in the page beside it."""
    if shutil.which("npm") is None:
        pytest.skip("install npm, which has Python for the page: apt-get install npm")

    def make(folder):
        every = wanted()
        whole = shutil.copytree(site, folder / "site")
        write_bundle(kit, load_course(), collect(every), every, whole / "practice")
        return whole

    return once(tmp_path_factory, "practised", make)


@pytest.fixture(scope="session")
def address(site):
    with serve(site) as there:
        yield there


# The search starts a worker whenever a page is loaded; a page whose search nobody uses needs none.
NO_SEARCH = """(() => {
  const Real = window.Worker;
  class Silent extends EventTarget { postMessage() {} terminate() {} }
  window.Worker = function (address, ...words) {
    return /workers.search/.test(address) ? new Silent() : new Real(address, ...words);
  };
})()"""


class Visit:
    """A page in a fresh context, with everything that went wrong on it."""

    def __init__(self, browser, allowed, *, search=False, **context):
        self.context = browser.new_context(**context)
        if not search:
            self.context.add_init_script(NO_SEARCH)
        self.page = self.context.new_page()
        self.console, self.outside = [], []
        self.allowed = (allowed, "data:", "blob:", "about:")
        self.page.on("console", self.on_console)
        self.page.on("pageerror", lambda error: self.console.append(str(error)))
        self.page.on("request", self.on_request)
        self.page.on("requestfailed", self.on_failure)

    def on_console(self, message):
        if message.type in ("error", "warning"):
            self.console.append(message.text)

    def on_failure(self, request):
        if request.failure != "net::ERR_ABORTED":  # who leaves a page does not wait for what was on its way
            self.console.append(f"failed: {request.url}")

    def on_request(self, request):
        if not request.url.startswith(self.allowed):
            self.outside.append(request.url)


@contextlib.contextmanager
def visiting(browser):
    """Give what begins a visit; all of them end with the block."""
    open_visits = []

    def start(allowed, **context):
        open_visits.append(Visit(browser, allowed, **context))
        return open_visits[-1]

    try:
        yield start
    finally:
        for opened in open_visits:
            opened.context.close()


@pytest.fixture
def visit(chromium):
    with visiting(chromium) as start:
        yield start
