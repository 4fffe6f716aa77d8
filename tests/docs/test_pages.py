"""Every page, in light and dark, wide and narrow: readable by everyone, complete, quiet, and light enough."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .conftest import PAGES, ROOT

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # to list all that is right takes as long as to look
}
# axe judges no contrast of a single letter, and a formula is made of those; so every visible text is judged here too.
FAINT = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true }), known = new Map();
  const bytes = colour => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const read = colour => known.get(colour) ?? known.set(colour, bytes(colour)).get(colour);
  const over = (top, below) => below.map((b, i) => (top[i] * top[3] + b * (255 - top[3])) / 255);
  const ground = e => {
    if (!e) return [255, 255, 255];
    const own = read(getComputedStyle(e).backgroundColor);
    return own[3] === 255 ? own.slice(0, 3) : over(own, ground(e.parentElement));
  };
  const linear = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), faint = [];
  let judged = 0;
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement, text = walk.currentNode.data.trim();
    if (!text || e.closest("svg, math, script, style, noscript, .md-skip")) continue;
    if (!e.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const style = getComputedStyle(e), colour = read(style.color);
    if (!colour[3]) continue;  // a phantom, which keeps room in a formula
    const paper = ground(e), ink = over(colour, paper);
    const [low, high] = [light(ink), light(paper)].sort((a, b) => a - b), ratio = (high + 0.05) / (low + 0.05);
    const large = parseFloat(style.fontSize) >= 24;
    judged += 1;
    if (ratio < (large ? 3 : 4.5)) faint.push(`${ratio.toFixed(2)} ${e.className}: ${text.slice(0, 40)}`);
  }
  return [judged, faint];
}"""
SIZES = {"wide": {"width": 1360, "height": 900}, "narrow": {"width": 390, "height": 844}}
KIB = 1024
# The bytes of the bodies that a page loaded, compressed, and how many of them its search took.
LOADED = """async () => {
  await document.fonts.ready;
  const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  const sum = some => some.reduce((bytes, entry) => bytes + entry.encodedBodySize, 0);
  return [sum(entries), sum(entries.filter(entry => /\\/search[./]/.test(entry.name)))];
}"""


# What is asked about colours does not depend on the width, and what is asked about sizes does not depend on colours: so
# axe, and our own look at faint text, judge each page wide in light and narrow in dark. All else is looked at in the
# four ways.
JUDGED_BY_AXE = {("light", "wide"), ("dark", "narrow")}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_page(visit, address, name, scheme):
    for size, viewport in SIZES.items():
        seen = visit(address, viewport=viewport, color_scheme=scheme)
        page = seen.page
        page.goto(f"{address}/{name}.html")
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        page.wait_for_timeout(20)  # the opening of details is told to scripts a moment later
        page.wait_for_function("document.documentElement.dataset.access === 'ready'")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"the {size} page scrolls sideways"
        assert page.locator(".arithmatex, .katex-error").count() == 0
        assert "$$" not in page.text_content("article")
        if (scheme, size) in JUDGED_BY_AXE:
            found = Axe().run(page, options=RULES)
            assert found.violations_count == 0, found.generate_report()
            judged, faint = page.evaluate(FAINT)
            assert (size, faint) == (size, [])
            assert judged > 50, "hardly any text was looked at"
        assert seen.console == []
        assert seen.outside == []


@pytest.mark.parametrize("name", PAGES)
def test_weight_of_a_cold_visit(visit, address, name):
    page = visit(address).page
    page.goto(f"{address}/{name}.html", wait_until="networkidle")
    page.wait_for_function("document.documentElement.dataset.access === 'ready'")
    page.wait_for_function("performance.getEntriesByType('resource').some(e => e.name.endsWith('search_index.json'))")
    loaded, for_search = page.evaluate(LOADED)
    assert 50 * KIB < loaded - for_search < 150 * KIB, f"the page: {(loaded - for_search) / KIB:.1f} KiB"
    assert 50 * KIB < for_search < 100 * KIB, f"its search: {for_search / KIB:.1f} KiB"


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize("ground", ["paper", "panel", "box"])
@pytest.mark.parametrize("ink", ["ink", "soft", "qx", "qu", "qy", "qw", "qd"])
def test_contrast_of_every_colour_of_formulas_and_drawings(scheme, ground, ink):
    style = (ROOT / "docs" / "assets" / "css" / "site.css").read_text(encoding="utf-8")
    block = re.search(rf'\[data-md-color-scheme="{scheme}"\] \{{(.*?)\}}', style, re.DOTALL)[1]
    values = dict(re.findall(r"--([\w-]+): (#\w{3,6})", block))
    colours = [colour if len(colour) == 7 else f"#{colour[1:] * 2}" for colour in (values[ink], values[ground])]
    dark, light = sorted(luminance(colour) for colour in colours)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_formulas_are_html_and_mathml(visit, address):
    page = visit(address).page
    page.goto(f"{address}/chains.html")
    formulas = page.locator(".formula, .formula-block")
    assert formulas.count() > 50
    assert page.locator(".katex-html").count() == page.locator("math").count() == formulas.count()
    width = page.locator(".formula-block .katex-html").first.bounding_box()["width"]
    assert width > 100


def test_fonts_hold_every_character_of_the_formulas(visit, address):
    """Were a glyph missing from the small fonts, the browser would take another font for it."""
    needed = {"KaTeX_Main": "Ωβ∂∇∏⊤…", "KaTeX_Math": "xWσ"}
    page = visit(address).page
    page.goto(f"{address}/chains.html", wait_until="networkidle")
    for family, text in needed.items():
        assert page.evaluate("([f, t]) => document.fonts.check(`16px ${f}`, t)", [family, text])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_quantities_keep_their_colour(visit, address, scheme):
    """The input is one colour in formula, drawing and code."""
    page = visit(address, color_scheme=scheme).page
    page.goto(f"{address}/chains.html")
    colour = "e => [getComputedStyle(e).color, getComputedStyle(e).fill]"
    formula = page.locator(".katex-html .qx").first.evaluate(colour)[0]
    code = page.locator("code .qx").first.evaluate(colour)[0]
    drawing = page.locator("svg .t-x").first.evaluate(colour)[1]
    assert formula == code == drawing
    assert formula != page.locator("article p").first.evaluate(colour)[0]


def test_dark_and_light_can_be_chosen(visit, address):
    page = visit(address, color_scheme="light").page
    page.goto(f"{address}/index.html")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    for _ in range(2):
        page.locator("form[data-md-component=palette] label:visible").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


@pytest.mark.parametrize(("system", "scheme"), [("light", "default"), ("dark", "slate")])
def test_a_page_has_the_colours_of_the_system_before_scripts_arrive(visit, address, system, scheme):
    page = visit(address, color_scheme=system).page
    page.route("**/bundle.*", lambda route: route.abort())
    page.goto(f"{address}/index.html")
    assert page.locator("body").get_attribute("data-md-color-scheme") == scheme


def test_reads_without_javascript(visit, address):
    page = visit(address, java_script_enabled=False).page
    page.goto(f"{address}/chains.html")
    assert "Why slopes multiply" in page.text_content("article")
    assert page.locator("moving-figure svg path").count() > 5
    figure = page.locator("moving-figure")
    figure.scroll_into_view_if_needed()
    expect(figure.locator(".reading b").first).to_have_text("1.400")
    expect(figure.locator("svg")).to_be_visible()
    expect(figure.locator(".controls")).to_be_hidden()
    assert page.locator(".formula-block .katex-html").first.is_visible()
    page.locator(".exercise details.hint summary").first.click()
    assert page.locator(".exercise details.hint p").first.is_visible()


def test_prints_without_the_frame_and_with_what_is_folded(visit, address):
    page = visit(address).page
    page.goto(f"{address}/chains.html")
    page.emulate_media(media="print")
    assert not page.locator(".md-header").is_visible()
    assert not page.locator(".md-sidebar").first.is_visible()
    assert not page.locator("moving-figure .controls").first.is_visible()
    assert page.pdf()[:5] == b"%PDF-"
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == 0


def test_prints_dark_on_white_from_a_dark_screen(visit, address):
    page = visit(address, color_scheme="dark").page
    page.goto(f"{address}/matrices.html", wait_until="networkidle")
    page.emulate_media(media="print")
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    judged, faint = page.evaluate(FAINT)
    assert faint == []
    assert judged > 50, "hardly any text was looked at"


def test_search_on_a_server(visit, address):
    seen = visit(address)
    seen.page.goto(f"{address}/index.html", wait_until="networkidle")
    seen.page.locator(".md-search__input").click()
    seen.page.keyboard.type("chain_deriv_2")
    seen.page.locator(".md-search-result__link").first.wait_for()
    found = [link.get_attribute("href") for link in seen.page.locator(".md-search-result__link").all()]
    assert any(link.endswith("#chain_deriv_2") for link in found[:2])
    assert seen.console == []
