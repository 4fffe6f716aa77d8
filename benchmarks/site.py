"""Measure how heavy the site is for a browser, and what Lighthouse says of it.

    uv run --all-groups python benchmarks/site.py                      build the site, measure three pages
    uv run --all-groups python benchmarks/site.py --page chains        other pages
    uv run --all-groups python benchmarks/site.py BEFORE AFTER         two built sites, in turn

For each page first what Debian's Chromium, as wide as a phone, counts until it has come to rest: elements of the page,
and the processor's time of its main thread for styles, layout and scripts. These hardly depend on what else the machine
does. Then Lighthouse's scores, mobile and desktop, and what performance is made of: blocking time, largest paint and
shifts of the layout. Lighthouse needs Node.js and is fetched by npx; `--no-lighthouse` leaves it out. Medians of the
rounds; sites and pages are measured in turn within a round.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from docs_tools.serving import serve

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("index", "derivatives", "matrices")
CHROMIUM = shutil.which("chromium") or "chromium"
PHONE = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True, "has_touch": True}
FLAGS = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
LIGHTHOUSE = ["npx", "--yes", "lighthouse@12.8.2", "--quiet", "--output=json", FLAGS]
TIMES = {"styles": "RecalcStyle", "layout": "Layout", "scripts": "Script", "all": "Task"}
SCORES = ("performance", "accessibility", "best-practices", "seo")
PARTS = ("total-blocking-time", "largest-contentful-paint", "cumulative-layout-shift")
Measured = dict[tuple[str, ...], list[list[float]]]


def build(target: Path) -> Path:
    """Build the students' site."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(target)]
    subprocess.run(command, cwd=ROOT, check=True)
    return target


def visit(browser: Browser, address: str) -> list[float]:
    """Elements of a page, and milliseconds of the processor until it has come to rest."""
    page = browser.new_context(**PHONE).new_page()
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(8000)  # what is laid out later counts, too
    found = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
    elements = page.evaluate("document.getElementsByTagName('*').length")
    page.context.close()
    return [elements, *(1e3 * found[f"{name}Duration"] for name in TIMES.values())]


def lighthouse(address: str, form: str) -> list[float]:
    """Four scores of 100, blocking time and largest paint in ms, shift of the layout."""
    options = ["--preset=desktop"] if form == "desktop" else []
    run = subprocess.run(
        [*LIGHTHOUSE, address, *options],
        env=os.environ | {"CHROME_PATH": CHROMIUM},
        stdout=subprocess.PIPE,
        check=True,
    )
    said = json.loads(run.stdout)
    scores = [100 * said["categories"][name]["score"] for name in SCORES]
    return [*scores, *(said["audits"][name]["numericValue"] for name in PARTS)]


def show(title: str, columns: list[str], measured: Measured) -> None:
    """Print medians as a table."""
    print(f"\n{title}\n{'':38}" + "".join(f"{column:>12}" for column in columns))
    for what, rounds in measured.items():
        medians = [statistics.median(column) for column in zip(*rounds, strict=True)]
        print(f"{' '.join(what):38}" + "".join(f"{m:12.3f}" if 0 < m < 1 else f"{m:12.0f}" for m in medians))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How heavy the site is for a browser.")
    parser.add_argument("sites", nargs="*", type=Path, metavar="SITE", help="built sites (default: build one)")
    parser.add_argument("--page", action="append", metavar="NAME", help=f"default: {', '.join(PAGES)}")
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    parser.add_argument("--no-lighthouse", action="store_true")
    options = parser.parse_args()
    counted: Measured = defaultdict(list)
    judged: Measured = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        sites = options.sites or [build(Path(folder) / "site")]
        for site in sites * options.rounds:
            with serve(site) as address:
                for name in options.page or PAGES:
                    there = f"{address}/{name}.html"
                    counted[site.name, name].append(visit(browser, there))
                    for form in () if options.no_lighthouse else ("mobile", "desktop"):
                        judged[site.name, name, form].append(lighthouse(there, form))
        browser.close()
    show("Chromium: elements, and milliseconds of the main thread", ["elements", *TIMES], counted)
    if judged:
        show("Lighthouse", [*SCORES[:2], "practices", "seo", "blocking ms", "paint ms", "shift"], judged)


if __name__ == "__main__":
    main()
