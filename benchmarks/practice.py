"""Time and weigh practice in the page: Python in Chromium, from files beside the pages.

    uv run --group docs --group test python benchmarks/practice.py SITE
    uv run --group docs --group test python benchmarks/practice.py SITE --disk

SITE is a built site with the bundle (`python -m docs_tools.practice`, then a build). Cold is a browser that has never
been there: from *Try it here* to the first verdict, and how long the processor worked for that. Warm is a click on
*Check*, with wrong and right functions in turn; again is the first check of another page. Memory is that of the process
that draws the page. To reach: 10 s and 0.2 s.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import shutil
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from docs_tools.serving import serve

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
TEXTS = ("def square(x):\n    return x + x", "def square(x):\n    return x * x")
CHECK = """async text => {
  const box = workbook.boxes.get("square"), begin = performance.now();
  box.editor.text = text;
  box.typed();
  await box.check();
  return performance.now() - begin;
}"""
BYTES = """() => performance.getEntriesByType("resource").filter(one => one.name.includes("/practice/"))
  .reduce((sum, one) => sum + one.encodedBodySize, 0) / 1e6"""
MINUTES = 120_000  # ms that a busy machine may take


@contextlib.contextmanager
def address_of(site: Path, *, disk: bool) -> Iterator[str]:
    """The address of the site, on a disk or on a server that compresses."""
    if disk:
        yield site.resolve().as_uri()
    else:
        with serve(site) as address:
            yield address


def resident(browser: Browser) -> float:
    """The largest resident memory of a process of the browser that draws a page, in MB."""
    session = browser.new_browser_cdp_session()
    told = session.send("SystemInfo.getProcessInfo")["processInfo"]
    sizes = [Path(f"/proc/{one['id']}/status").read_text() for one in told if one["type"] == "renderer"]
    return max(float(re.findall(r"VmRSS:\s+(\d+)", text)[0]) for text in sizes) / 1e3


def spent(browser: Browser) -> float:
    """The seconds of the processor that the browser has used so far, which other work changes little."""
    session = browser.new_browser_cdp_session()
    return sum(float(one["cpuTime"]) for one in session.send("SystemInfo.getProcessInfo")["processInfo"])


def ready(page: Page) -> None:
    """Wait until the boxes are alive."""
    page.wait_for_function("window.workbook?.begun && workbook.boxes.get('square').keeper?.saved", timeout=MINUTES)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How long practice in the page takes, and what it weighs.")
    parser.add_argument("site", type=Path, metavar="SITE")
    parser.add_argument("--disk", action="store_true", help="open the pages from the disk")
    parser.add_argument("-n", type=int, default=40, metavar="N", help="warm checks (default: 40)")
    options = parser.parse_args()
    with address_of(options.site, disk=options.disk) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.set_default_timeout(MINUTES)
        page.goto(f"{address}/functions.html", wait_until="networkidle")
        print(f"before: {resident(browser):.0f} MB of memory")
        begin, before = time.perf_counter(), spent(browser)
        page.get_by_role("button", name="Try it here").first.click()
        ready(page)
        page.evaluate(CHECK, TEXTS[0])
        taken = time.perf_counter() - begin
        print(f"cold, from the click to the first verdict: {taken:.1f} s; processor: {spent(browser) - before:.1f} s")
        print(f"files: {page.evaluate(BYTES):.1f} MB as they come")
        before = spent(browser)
        warm = [page.evaluate(CHECK, TEXTS[number % 2]) for number in range(1, options.n + 1)]
        print(f"warm: median {statistics.median(warm):.0f} ms, 95 of 100 {statistics.quantiles(warm, n=20)[-1]:.0f} ms")
        print(f"the processor, for each: {1e3 * (spent(browser) - before) / options.n:.0f} ms")
        print(f"with Python: {resident(browser):.0f} MB of memory")
        page.reload()
        ready(page)
        print(f"again, the first check of a page: {page.evaluate(CHECK, TEXTS[0]) / 1e3:.1f} s")
        browser.close()


if __name__ == "__main__":
    main()
