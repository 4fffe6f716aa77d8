"""The three views of one idea: they fit one screen, and a quantity is lit in all of them."""

from __future__ import annotations

import re
import time

import markdown
import pytest
from helpers import WHOLE
from playwright.sync_api import expect

from docs_tools.views import plain
from grader.course.syllabus import load_course

from .conftest import visiting
from .judging import wait_until_ready

EXTENSIONS = ["attr_list", "md_in_html", "pymdownx.superfences", "pymdownx.highlight", "pymdownx.arithmatex"]
OURS = ["docs_tools.mathematics", "docs_tools.lesson"]
SETTINGS = {"pymdownx.arithmatex": {"generic": True}, "pymdownx.highlight": {"pygments_lang_class": True}}
WITH_VIEWS = ["index", *(unit.name for unit in load_course().units)]
VIEWS = ("maths", "diagram", "code")
ALL_LAID_OUT = ".part { content-visibility: visible !important; }"
PAGE = """
::three {shape}
::quantities {quantities}
::maths
$$\\qy{{\\hat y}} = \\qx{{x_1}} + \\qd{{\\frac{{dy}}{{\\qu{{u}}}}}}$$

::diagram
```boxes title="t" desc="d"
value("x_1", 0); box("f", 1); value("ŷ", 2)
arrow("x_1", "f", "u", back="dy/du"); arrow("f", "ŷ")
```

::code
```run
x1, u, slope = 1, 2, 3
guess = x1 + slope
```

::end
"""


def render(quantities, shape=""):
    page = PAGE.format(quantities=quantities, shape=shape)
    return markdown.markdown(page, extensions=[*EXTENSIONS, *OURS], extension_configs=SETTINGS)


def views(text):
    """The three panels of each set of views, by name."""
    for whole in re.split(r'(?=<div class="three)', text)[1:]:
        parts = re.split(r'<div class="panel (\w+)">', whole)
        yield dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize(
    ("spelled", "same"),
    [
        (r"\qx{x_1}", "x1"),
        ("u₁", "u1"),
        (r"\qd{\frac{d\qy{y}}{dx}}", "dy/dx"),
        (r"\hat y", "ŷ"),
        (r"\hat{y}", "ŷ"),
        (r"\partial L", "∂L"),
        (r"\bigl(4,\ 6\bigr)", "(4,6)"),
        ("a = −0.6", "a=-0.6"),
        ("Wᵀ", "WT"),
    ],
)
def test_a_spelling_is_the_same_in_every_view(spelled, same):
    assert plain(spelled) == plain(same)


def test_a_quantity_is_marked_wherever_it_stands():
    found = next(views(render("x1 u slope=dy/du;dy/u guess=ŷ")))
    for name, counts in {"x1": (1, 2, 2), "u": (1, 2, 1), "slope": (1, 2, 2), "guess": (1, 2, 1)}.items():
        seen = [len(re.findall(rf'class="[^"]*\bis-{name}\b', found[view].split("katex-html")[-1])) for view in VIEWS]
        assert (name, *seen) == (name, *counts)  # a drawing is made twice: lying, and standing


@pytest.mark.parametrize(("quantities", "missing"), [
    ("x1 f", "no f in the maths, no f in the code"),
    ("slope=dy/du", "no slope in the maths"),
    ("guess x1", "no guess in the maths, no guess in the diagram"),
])  # fmt: skip
def test_a_quantity_that_a_view_does_not_have_stops_the_build(quantities, missing):
    with pytest.raises(ValueError, match=f"there is {missing}$"):
        render(quantities)


def test_a_shape_that_is_none_stops_the_build():
    with pytest.raises(ValueError, match="wide=maths"):
        render("x1", "wide=maths")


@pytest.mark.parametrize("name", WITH_VIEWS)
def test_every_quantity_has_a_partner_in_each_view(site, name):
    text = (site / f"{name}.html").read_text(encoding="utf-8")
    named = re.findall(r'<div class="three[^"]*" data-quantities="([^"]+)"', text)
    sets = list(views(text))
    assert len(named) == len(sets) > 0
    for quantities, found in zip(named, sets, strict=True):
        for quantity in quantities.split():
            marked = rf'class="[^"]*\bis-{re.escape(quantity)}[" ]'
            assert [view for view in VIEWS if not re.search(marked, found[view])] == [], quantity


# Of each set: what is wider than its place, how high it is, and the room that a panel leaves free above and below.
LOOK = """() => [...document.querySelectorAll(".three")].map(three => {
  const panels = [...three.querySelectorAll(":scope > .panel")], box = e => e.getBoundingClientRect();
  const wide = [...three.querySelectorAll("pre > code, .formula-block")].filter(e => e.scrollWidth > e.clientWidth + 1);
  return {
    wide: wide.map(e => e.textContent.slice(0, 60)),
    height: box(three).height,
    free: panels.map(panel => box(panel).bottom - Math.max(...[...panel.children].map(child => box(child).bottom))),
    edges: panels.map(panel => [box(panel).left, box(panel).top, box(panel).right, box(panel).bottom]),
  };
})"""
SMALLEST, ONE_COLUMN = {"width": 1220, "height": 768}, {"width": 1100, "height": 800}
SCREENS = ({"width": 1280, "height": 800}, {"width": 1600, "height": 900}, ONE_COLUMN)
HEADER = "document.querySelector('.md-header').getBoundingClientRect().height"


@pytest.mark.parametrize("name", WITH_VIEWS if WHOLE else WITH_VIEWS[1::3])
def test_three_views_fit_one_screen(visit, address, name):
    """The smallest on which they stand together, and in turn a larger one, or one where they are one column.

    Of a third of the pages; with GRADER_WHOLE=1 of all, on all screens (see `docs/contributing.md`).
    """
    page = visit(address, viewport=SMALLEST).page
    page.goto(f"{address}/{name}.html")
    page.add_style_tag(content=ALL_LAID_OUT)
    assert_views_fit(page, name, SMALLEST)
    for size in SCREENS if WHOLE else [SCREENS[WITH_VIEWS.index(name) % len(SCREENS)]]:
        page.set_viewport_size(size)
        assert_views_fit(page, name, size)


def assert_views_fit(page, name, size):
    wait_until_ready(page)
    room = size["height"] - page.evaluate(HEADER)
    for number, seen in enumerate(page.evaluate(LOOK)):
        where = (name, number, size["width"])
        if size is ONE_COLUMN:  # in the order of reading
            (left, _, _, one), (second, two, _, three), (third, four, _, _) = seen["edges"]
            assert left == second == third, where
            assert one < two < three < four, where
            continue
        assert (where, seen["wide"]) == (where, [])
        assert seen["height"] <= room, where
        assert max(seen["free"]) < 100, (where, "a panel has a hole", seen["free"])
        assert not overlapping(seen["edges"]), where


def overlapping(boxes):
    return any(
        a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for k, a in enumerate(boxes) for b in boxes[:k]
    )


LIT = """three => Object.fromEntries(["maths", "diagram", "code"].map(view => {
  const lit = [...three.querySelectorAll(`.panel.${view} .lit`)];
  return [view, [...new Set(lit.map(e => /is-\\w+/.exec(e.getAttribute("class"))[0]))]];
}))"""


def all_three(*quantity):
    return {view: [f"is-{name}" for name in quantity] for view in VIEWS}


def wait_until_lit(three, *quantity):
    """The click of a tap comes after its touch, and a browser tells only of that."""
    end = time.monotonic() + 60
    while three.evaluate(LIT) != all_three(*quantity) and time.monotonic() < end:
        time.sleep(0.02)
    assert three.evaluate(LIT) == all_three(*quantity)


@pytest.fixture(scope="module")
def chains(chromium, address):
    """The lesson, loaded once."""
    with visiting(chromium) as visit:
        page = visit(address, viewport={"width": 1280, "height": 800}, has_touch=True).page
        page.goto(f"{address}/chains.html")
        wait_until_ready(page)
        yield page


@pytest.fixture
def chain(chains):
    """Its first idea, of which nothing is pointed at before a test and after it."""
    three = chains.locator(".three").first
    three.scroll_into_view_if_needed()
    yield three
    chains.emulate_media(forced_colors="none")
    chains.evaluate("document.activeElement.blur()")
    chains.mouse.move(2, 2)
    wait_until_lit(three)


@pytest.mark.parametrize("place", [".panel.maths .katex-html .is-u", ".panel.diagram svg.lying .is-u", "code .is-u"])
def test_the_mouse_lights_a_quantity_in_all_three_views(chain, place):
    chain.locator(place).first.hover()
    assert chain.evaluate(LIT) == all_three("u")
    assert chain.locator("svg.lying .is-u").evaluate("e => getComputedStyle(e).textDecorationLine") == "underline"
    assert chain.locator("code .is-u").first.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    chain.page.mouse.move(2, 2)
    assert chain.evaluate(LIT) == all_three()


def test_the_keyboard_lights_a_quantity_and_it_is_told(chain):
    buttons = chain.get_by_role("toolbar").get_by_role("button")
    assert buttons.evaluate_all("all => all.map(e => e.tabIndex)") == [0, -1, -1]  # one stop of the Tab key
    buttons.first.focus()
    assert chain.evaluate(LIT) == all_three("x")
    chain.page.keyboard.press("ArrowRight")
    assert chain.evaluate(LIT) == all_three("u")
    told = chain.get_by_role("status").inner_text()
    assert told == "u is lit: 3 times in the mathematics, once in the diagram, 3 times in the code."
    chain.page.keyboard.press("Enter")
    expect(buttons.nth(1)).to_have_attribute("aria-pressed", "true")
    chain.page.keyboard.press("Tab")  # it stays lit while the reader goes on
    assert chain.evaluate(LIT) == all_three("u")
    buttons.nth(1).focus()
    chain.page.keyboard.press("Escape")
    expect(buttons.nth(1)).to_have_attribute("aria-pressed", "false")
    chain.page.keyboard.press("ArrowLeft")
    chain.page.keyboard.press("ArrowLeft")
    assert chain.evaluate(LIT) == all_three("y")


def test_a_finger_lights_a_quantity_until_it_taps_again(chain):
    place = chain.locator("svg.lying .is-y").first
    place.tap()
    wait_until_lit(chain, "y")
    chain.locator("code .is-x").first.tap()
    wait_until_lit(chain, "x")
    chain.locator("code .is-x").first.tap()
    wait_until_lit(chain)


def test_a_lit_quantity_is_seen_in_forced_colours(chain):
    chain.page.emulate_media(forced_colors="active")
    place = chain.locator("code .is-x").first
    before = place.evaluate("e => getComputedStyle(e).backgroundColor")
    chain.get_by_role("toolbar").get_by_role("button").first.focus()
    assert place.evaluate("e => getComputedStyle(e).backgroundColor") != before
    letter = chain.locator(".katex-html .is-x .mord").first.evaluate("e => getComputedStyle(e).color")
    assert letter == place.evaluate("e => getComputedStyle(e).color")  # not the ink of the page on the ground of marks


def test_without_scripts_and_on_paper_nothing_asks_to_be_pointed_at(visit, address, chains):
    page = visit(address, java_script_enabled=False).page
    page.goto(f"{address}/chains.html")
    expect(page.locator(".pointers").first).to_be_hidden()
    expect(chains.locator(".pointers").first).to_be_visible()
    chains.emulate_media(media="print")
    expect(chains.locator(".pointers").first).to_be_hidden()
