"""Every page, in light or dark: readable by everyone, complete, quiet, and light enough.

One page of each kind is looked at in both colours, wide and narrow, and axe judges it; with GRADER_WHOLE=1 all are (see
`docs/contributing.md`). Of the rest a third are looked at as on a phone, and some of them in the dark.
"""

from __future__ import annotations

import re

import pytest
from helpers import WHOLE
from playwright.sync_api import expect

from .conftest import PAGES, ROOT, visiting
from .judging import LOOKS, RULES, assert_no_rule_is_broken, assert_no_text_is_faint, wait_until_quiet, wait_until_ready

SIZES = {
    "wide": {"width": 1360, "height": 900},
    "narrow": {"width": 390, "height": 844},
    "smallest": {"width": 320, "height": 700},
}
KIB = 1024
# The bytes of the bodies that a page loaded, compressed, and how many of them are the search's index.
LOADED = """async () => {
  await document.fonts.ready;
  const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  const sum = some => some.reduce((bytes, entry) => bytes + entry.encodedBodySize, 0);
  return [sum(entries), sum(entries.filter(entry => entry.name.endsWith("/search_index.json")))];
}"""
SEARCH_IS_THERE = "performance.getEntriesByType('resource').some(e => e.name.includes('/workers/search'))"
BEGINS_A_LINE = """() => [...document.querySelectorAll(".stop")].filter(stop => {
  const pieces = stop.previousElementSibling.querySelectorAll(".katex-base");
  return stop.getBoundingClientRect().top >= pieces[pieces.length - 1].getBoundingClientRect().bottom;
}).map(stop => stop.parentElement.textContent)"""
SMALL_LETTERS = """() => [...document.querySelectorAll("moving-figure svg text:not(.code)")].filter(
  text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a < 9).map(text => text.textContent)"""
SCROLLING_CODE = """() => [...document.querySelectorAll("pre > code")].filter(
  code => code.scrollWidth > code.clientWidth + 1).map(code => code.textContent)"""
KINDS = ("index", "functions", "reference", "students")  # the map, a lesson, what is made of docstrings, and plain text
JUDGED = PAGES if WHOLE else KINDS
# How a page is looked at: as it loads, and then in the other colours at the other width. Every second one loads dark.
WAYS = (("light", "wide"), ("dark", "narrow"))
SCHEMES = {"light": "default", "dark": "slate"}  # as the theme calls them
UNFOLD = """() => Promise.all([...document.querySelectorAll("details:not([open])")].map(fold => {
  const told = new Promise(done => fold.addEventListener("toggle", () => done(), { once: true }));
  fold.open = true;
  return told;
}))"""
# What is made of docstrings is alike, and axe takes milliseconds for each element.
SOME_DOCSTRINGS = "() => [...document.querySelectorAll('.doc-function')].slice(5).forEach(one => one.remove())"
ALL_LAID_OUT = ".part, .doc-function > .doc-contents { content-visibility: visible !important; }"


def resize(page, size):
    page.evaluate("() => { window.resized = new Promise(done => addEventListener('resize', () => done())); }")
    page.set_viewport_size(SIZES[size])
    page.evaluate("window.resized")
    wait_until_ready(page)


def assert_does_not_scroll_sideways(page, way):
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"the page scrolls sideways, {way}"
    assert page.evaluate(BEGINS_A_LINE) == [], f"a full stop begins a line, {way}"
    if page.viewport_size == SIZES["wide"] and page.locator("exercise-box").count():
        assert page.evaluate(SCROLLING_CODE) == [], "code of a lesson scrolls on a wide page"


@pytest.mark.parametrize("name", JUDGED)
def test_page_in_both_ways(visit, address, name):
    seen = visit(address, search=True)
    page = seen.page
    first, then = WAYS if PAGES.index(name) % 2 else WAYS[::-1]
    load(page, f"{address}/{name}.html", first, SEARCH_IS_THERE)
    assert_complete(page, first)
    if not WHOLE:
        page.evaluate(SOME_DOCSTRINGS)
    assert_no_rule_is_broken(page, first)
    page.emulate_media(color_scheme=then[0])
    resize(page, then[1])
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", SCHEMES[then[0]])
    assert_does_not_scroll_sideways(page, then)
    assert_no_text_is_faint(page, then)
    assert_no_rule_is_broken(page, then, rules=LOOKS)
    resize(page, "smallest")
    assert_does_not_scroll_sideways(page, "smallest")
    assert page.evaluate(SMALL_LETTERS) == [], "letters of a figure are too small to read"
    assert seen.console == []
    assert seen.outside == []


@pytest.fixture(scope="session")
def phone(chromium, address):
    """One page for all short visits of a process: a new one costs half as much again as what is looked at."""
    with visiting(chromium) as visit:
        yield visit(address)


OTHERS = [name for name in PAGES if name not in KINDS]


@pytest.mark.parametrize("name", PAGES if WHOLE else OTHERS[::3])
def test_page(phone, address, name):
    phone.console.clear()
    phone.outside.clear()
    page = phone.page
    way = ("dark" if PAGES.index(name) % 2 else "light", "narrow")
    load(page, f"{address}/{name}.html", way)
    assert_complete(page, way)
    resize(page, "smallest")
    assert_does_not_scroll_sideways(page, "smallest")
    assert page.evaluate(SMALL_LETTERS) == [], "letters of a figure are too small to read"
    assert phone.console == []
    assert phone.outside == []


def load(page, address, way, ready="true"):
    """Load a page in a way, until all of it is there: it is light enough; what is folded or far below is laid out."""
    page.emulate_media(color_scheme=way[0])
    page.set_viewport_size(SIZES[way[1]])
    page.goto(address)
    wait_until_ready(page)
    page.wait_for_function(ready)
    wait_until_quiet(page)
    loaded, index = page.evaluate(LOADED)
    assert 50 * KIB < loaded < 200 * KIB, f"the page: {loaded / KIB:.1f} KiB"
    assert index == 0, "the index of the search came before it was asked for"
    page.evaluate(UNFOLD)
    page.add_style_tag(content=ALL_LAID_OUT)  # what is not laid out is not wide
    wait_until_ready(page)


def assert_complete(page, way):
    """Every formula is one, nothing is wider than the page, and every text can be read."""
    assert page.locator(".arithmatex, .katex-error").count() == 0
    assert "$$" not in page.text_content("article")
    assert_does_not_scroll_sideways(page, way)
    assert_no_text_is_faint(page, way)


def test_the_page_that_a_server_shows_where_there_is_none(visit, address):
    page = visit(address, color_scheme="light").page
    page.goto(f"{address}/404.html")
    wait_until_ready(page)
    assert page.locator("h1").inner_text().startswith("404")
    for scheme, rules in (("light", RULES), ("dark", LOOKS)):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", SCHEMES[scheme])
        wait_until_ready(page)
        assert_no_text_is_faint(page, scheme, least=10)
        assert_no_rule_is_broken(page, scheme, rules)


def test_a_formula_is_a_tab_stop_where_it_scrolls_and_nowhere_else(visit, address):
    page = visit(address, viewport={"width": 320, "height": 800}).page
    page.goto(f"{address}/matrices.html")
    page.add_style_tag(content=ALL_LAID_OUT)
    wait_until_ready(page)
    page.wait_for_function("document.querySelectorAll('.formula-block[tabindex]').length > 0")
    wrong = """() => [...document.querySelectorAll(".formula-block")].filter(
        box => (box.scrollWidth > box.clientWidth + 1) !== (box.tabIndex === 0)).length"""
    page.wait_for_function(f"({wrong})() === 0")
    assert page.locator(".formula-block:not([tabindex])").count() > 0


def test_the_menu_of_a_narrow_page_is_opened_by_the_keyboard(visit, address):
    """Closed, it holds nothing at which the Tab key would stop unseen."""
    page = visit(address, viewport=SIZES["narrow"]).page
    page.goto(f"{address}/students.html")
    wait_until_ready(page)
    lesson, menu = (
        page.locator(".md-nav--primary").get_by_text("2 Derivatives"),
        page.get_by_role("button", name="Menu"),
    )
    expect(lesson).to_be_hidden()
    expect(menu).to_have_attribute("aria-expanded", "false")
    menu.focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("aria-expanded", "true")
    level = page.locator(".md-nav--primary").get_by_role("button", name="Lessons", expanded=False).first
    level.focus()
    page.keyboard.press("Enter")
    expect(lesson).to_be_visible()
    page.keyboard.press("Escape")
    expect(lesson).to_be_hidden()
    expect(menu).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
def test_what_is_folded_is_printed(visit, address, scripts):
    page = visit(address, java_script_enabled=scripts).page
    page.goto(f"{address}/functions.html")
    hint = page.locator(".exercise details.hint > p").first
    expect(hint).to_be_hidden()
    page.emulate_media(media="print")
    expect(hint).to_be_visible()


def test_a_stub_does_not_scroll_sideways(visit, address):
    page = visit(address).page
    page.goto(f"{address}/multiple_inputs.html")
    page.add_style_tag(content=ALL_LAID_OUT)
    stubs = page.locator(".exercise pre > code")
    assert stubs.count() > 2
    for size in SIZES:
        resize(page, size)
        assert stubs.evaluate_all("all => all.filter(e => e.scrollWidth > e.clientWidth + 1).length") == 0, size


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


def test_formulas_are_html_and_mathml_in_fonts_that_hold_them(visit, address):
    """Were a glyph missing from the small fonts, the browser would take another font for it.

    And a quantity, here the input, is one colour in formula, drawing and code.
    """
    needed = {"KaTeX_Main": "Ωβ∂∇∏⊤…", "KaTeX_Math": "xWσ"}
    page = visit(address, color_scheme="light").page
    page.goto(f"{address}/chains.html")
    wait_until_quiet(page)
    formulas = page.locator(".formula, .formula-block")
    assert formulas.count() > 50
    assert page.locator(".katex-html").count() == page.locator("math").count() == formulas.count()
    width = page.locator(".formula-block .katex-html").first.bounding_box()["width"]
    assert width > 100
    for family, text in needed.items():
        assert page.evaluate("([f, t]) => document.fonts.check(`16px ${f}`, t)", [family, text])
    assert_input_has_one_colour(page)
    page.emulate_media(color_scheme="dark")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", SCHEMES["dark"])
    assert_input_has_one_colour(page)


def assert_input_has_one_colour(page):
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


@pytest.mark.parametrize(("system", "scheme"), SCHEMES.items())
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
    assert figure.locator(".controls").bounding_box() is None
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
    page.goto(f"{address}/matrices.html")
    wait_until_quiet(page)
    page.emulate_media(media="print")
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert_no_text_is_faint(page, "on paper")


# Results come while one types, and each letter changes them.
AMONG_THE_FIRST = """end => [...document.querySelectorAll(".md-search-result__link")].slice(0, 2).some(
  link => link.getAttribute("href").endsWith(end))"""


def test_search_on_a_server(visit, address):
    seen = visit(address, search=True)
    seen.page.goto(f"{address}/index.html")
    wait_until_quiet(seen.page)
    seen.page.locator(".md-search__input").click()
    seen.page.keyboard.type("chain_deriv_2")
    seen.page.wait_for_function(AMONG_THE_FIRST, arg="#chain_deriv_2")
    assert 50 * KIB < seen.page.evaluate(LOADED)[1] < 100 * KIB
    seen.page.goto(f"{address}/chains.html?h=chain_deriv_2")
    expect(seen.page.locator("mark[data-md-highlight]").first).to_be_attached()  # there it comes by itself
    assert seen.console == []
