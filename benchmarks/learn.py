"""Time the page of `grader learn` from a click on Check to the verdict, and weigh it before and after the first focus.

    uv run --group docs --group test python benchmarks/learn.py
    uv run --group docs --group test python benchmarks/learn.py -n 100

A kit is made and its pages are opened in Chromium, as a student's browser does. The function is wrong and right in
turn; the clock runs in the page, from the click to the verdict below the box, with saving in between. The floor is a
request that only asks how far the reader has come; the peer is `grader check`, started anew. To reach: 150 ms.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
TEXTS = ("def square(x):\n    return x + x", "def square(x):\n    return x * x")
CLICK = """text => new Promise(done => {
  const box = document.querySelector("exercise-box[name=square]");
  box.editor.text = text;
  box.typed();
  const check = [...box.querySelectorAll("button")].find(one => one.textContent === "Check");
  const seen = new MutationObserver(() => {
    if (/WRONG|PASS/.test(box.verdict.textContent) && !box.verdict.classList.contains("is-old")) {
      seen.disconnect();
      done(performance.now() - begin);
    }
  });
  seen.observe(box, { subtree: true, childList: true, characterData: true, attributes: true });
  const begin = performance.now();
  check.click();
})"""
FLOOR = """async () => {
  const begin = performance.now();
  await workbook.backend.progress();
  return performance.now() - begin;
}"""
WEIGHT = """() => performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"))
  .filter(one => !/search/.test(one.name)).reduce((sum, one) => sum + one.encodedBodySize, 0) / 1024"""


def make_kit(folder: Path) -> Path:
    """A kit, as students unzip it."""
    subprocess.run([sys.executable, "-m", "grader", "release", str(folder)], cwd=ROOT, check=True, capture_output=True)
    return folder / "calculus-kit"


def told(process: subprocess.Popen[str]) -> str:
    """The address of the file that opens the lessons."""
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"file://\S+", line):
            return found[0]
    raise SystemExit("grader learn has ended")


def measure(page: Page, rounds: int) -> None:
    """Print what clicks and requests take."""
    page.locator("exercise-box[name=square] .highlight").click()
    page.wait_for_selector("exercise-box[name=square] .cm-content")
    clicks, floors = [], []
    for number in range(rounds + 2):
        taken = page.evaluate(CLICK, TEXTS[number % 2])
        if number > 1:  # the first two warm up
            clicks.append(taken)
            floors.append(page.evaluate(FLOOR))
    most = statistics.quantiles(clicks, n=20)[-1]
    print(f"click to verdict: {statistics.median(clicks):.0f} ms; 95 of 100: {most:.0f}; longest: {max(clicks):.0f}")
    print(f"floor, a request: median {statistics.median(floors):.0f} ms")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How quickly a page of grader learn answers, and what it weighs.")
    parser.add_argument("-n", type=int, default=40, metavar="N", help="checks (default: 40)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        kit = make_kit(Path(folder))
        command = [sys.executable, "-m", "grader", "learn", "--no-open", "--plain"]
        learn = subprocess.Popen(command, cwd=kit, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        try:
            page = browser.new_page()
            page.goto(told(learn))
            page.wait_for_url("**/functions.html", wait_until="networkidle")
            light = page.evaluate(WEIGHT)
            measure(page, options.n)
            more = page.evaluate(WEIGHT) - light
            print(f"the page: {light:.0f} KiB as it loads, {more:.0f} KiB more at the first focus")
        finally:
            browser.close()
            learn.terminate()
            learn.wait(20)
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-m", "grader", "check", "square"], cwd=kit, check=False, capture_output=True)
        print(f"grader check square, started anew: {1e3 * (time.perf_counter() - begin):.0f} ms")


if __name__ == "__main__":
    main()
