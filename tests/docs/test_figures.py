"""Each figure to move, by keyboard, by mouse and by touch: its numbers change, and they are the right ones.

A fixed third of them is moved, and of these it is also heard what they tell; one of each of two pages is touched on a
phone; all with GRADER_WHOLE=1 (see `docs/contributing.md`).
"""

from __future__ import annotations

import functools
import json
from types import SimpleNamespace

import numpy as np
import pytest
from helpers import WHOLE
from playwright.sync_api import expect

from .conftest import visiting
from .figure_numbers import NUMBERS

WHERE = {
    "axes": "functions",
    "broadcast": "functions",
    "tangent": "derivatives",
    "steps": "derivatives",
    "chain": "chains",
    "contour": "multiple_inputs",
    "paths": "multiple_inputs",
    "product": "matrices",
    "matrix": "matrices",
    "kink": "matrix_calculus",
    "jacobian": "matrix_calculus",
    "layout": "matrix_calculus",
    "calls": "plots",
    "descent": "training",
    "boundary": "training",
}


# All that a figure shows, asked for at once: what its sliders say, its drawing, and the numbers that it tells, by name.
SHOWN = """figure => {
  const sliders = [...figure.querySelectorAll("input")], told = [...figure.querySelectorAll("[data-number]")];
  return {
    state: Object.fromEntries(sliders.map(one => [one.name, Number(one.value)])),
    said: Object.fromEntries(sliders.map(one => [one.name, one.getAttribute("aria-valuetext")])),
    picture: figure.querySelector("svg").innerHTML,
    numbers: Object.fromEntries(told.map(one => [one.dataset.number, Number(one.dataset.value)])),
  };
}"""
PLAYED = f"figure => {{ figure.querySelector('button[name=Play]').click(); return ({SHOWN})(figure); }}"
SLIDERS = "sliders => sliders.map(one => [one.name, Number(one.value) === Number(one.max)])"


class Figure:
    def __init__(self, page, kind):
        self.page = page
        self.box = page.locator(f'moving-figure[kind="{kind}"]')
        self.box.scroll_into_view_if_needed()
        self.kind = kind
        self.options = json.loads(self.box.get_attribute("options"))

    def shown(self):
        return SimpleNamespace(**self.box.evaluate(SHOWN))

    def play(self):
        """Press Play; gives what is shown at once, for soon it goes on, and may come back."""
        return SimpleNamespace(**self.box.evaluate(PLAYED))

    def at(self, right, down):
        """A place in the drawing, as shares of its width and height."""
        box = self.box.locator("svg").bounding_box()
        return box["x"] + right * box["width"], box["y"] + down * box["height"]

    def press(self, name):
        self.box.get_by_role("button", name=name).click()


def check(figure):
    """Whether the numbers are the right ones; gives all that is shown with them."""
    rtol = 1e-2 if figure.kind == "steps" else 1e-5  # 10**e in JavaScript and Python may differ in the last digit
    shown = figure.shown()
    right = NUMBERS[figure.kind](shown.state, figure.options)
    assert right.keys() <= shown.numbers.keys()
    for name, value in right.items():
        np.testing.assert_allclose(shown.numbers[name], value, rtol=rtol, atol=2e-6, err_msg=f"{name} at {shown.state}")
    return shown


# What is laid out as it comes into view would move a figure while it is used; and each change would be laid out with
# all of a page, where a figure is what is looked at.
ALONE = """
  .part { content-visibility: visible !important; }
  .part:not(:has(moving-figure)), .part:has(moving-figure) > :not(:has(moving-figure), moving-figure) { display: none; }
"""


def open_page(visit, address, name, **context):
    page = visit(address, **context).page
    page.goto(f"{address}/{name}.html")
    page.wait_for_function("customElements.get('moving-figure') !== undefined")
    page.add_style_tag(content=ALONE)
    page.evaluate("document.fonts.ready.then(() => true)")
    return page


@pytest.fixture(scope="module")
def pages(chromium, address):
    """The pages with figures, each loaded once."""
    with visiting(chromium) as visit:
        context = {"viewport": {"width": 1000, "height": 900}, "has_touch": True}
        yield functools.cache(lambda name: open_page(visit, address, name, **context))


@pytest.fixture(params=WHERE)
def figure(request, pages):
    """A figure on its page, of which the other parts are hidden."""
    return Figure(pages(WHERE[request.param]), request.param)


some = pytest.mark.parametrize("figure", [*WHERE][:: 1 if WHOLE else 3], indirect=True)


def test_starts_with_the_right_numbers_and_a_question(figure):
    check(figure)
    assert figure.box.locator(".question").inner_text().endswith("?")
    for label in figure.box.locator("label").all():  # and not its value, too, which a slider says anyway
        expect(label.locator("input")).to_have_accessible_name(label.locator("span").first.inner_text())


@some
def test_keyboard_moves_every_slider(figure):
    """To both ends and back, with the right numbers at each stop; each slider changes the picture."""
    for name, is_at_its_end in figure.box.locator("input").evaluate_all(SLIDERS):
        before = figure.shown()
        figure.box.locator(f"input[name='{name}']").focus()
        figure.page.keyboard.press("ArrowLeft" if is_at_its_end else "ArrowRight")
        after = check(figure)
        assert after.state[name] != before.state[name], name
        assert after.picture != before.picture, name
        assert after.said[name] != before.said[name], name
        for key in ("Home", "End"):
            figure.page.keyboard.press(key)
            check(figure)
    figure.press("Reset")


@some
def test_play_step_and_reset(figure):
    start = figure.shown()
    figure.press("Step")
    after = check(figure)
    assert after.state != start.state
    assert figure.play().state != after.state
    figure.press("Reset")
    expect(figure.box.get_by_role("button", name="Play")).to_be_visible()
    reset = figure.shown()
    assert (reset.state, reset.picture) == (start.state, start.picture)


@some
def test_what_it_shows_is_told_when_it_rests(figure):
    figure.press("Step")
    expect(figure.box.get_by_role("status")).to_have_text(figure.box.locator("svg").get_attribute("aria-label"))
    figure.press("Reset")


@some
def test_mouse_and_touch_move_the_drawing(figure):
    figure.press("Reset")
    start = figure.shown()
    for place in ((0.35, 0.3), (0.75, 0.4)):
        figure.page.mouse.move(*figure.at(0.5, 0.5))
        figure.page.mouse.down()
        figure.page.mouse.move(*figure.at(*place), steps=4)
        figure.page.mouse.up()
        let_go = check(figure)
        assert let_go.state != start.state, place
        assert let_go.picture != start.picture, place
        figure.page.mouse.move(*figure.at(0.6, 0.6))
        assert figure.shown().state == let_go.state, place
        figure.press("Reset")
    figure.page.touchscreen.tap(*figure.at(0.75, 0.3))
    assert check(figure).state != start.state


OVERFLOWING = """() => [...document.querySelectorAll("summary, h2, h3")].filter(
  one => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1).map(one => one.textContent)"""


@pytest.mark.parametrize("name", ["derivatives", "matrix_calculus"])  # curves, and tables
def test_touch_on_a_phone(visit, address, name):
    """A tap moves a figure; a finger that scrolls the page over it does not, and letters twice as large have room."""
    page = open_page(visit, address, name, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    kinds = [kind for kind, place in WHERE.items() if place == name]
    for kind in kinds if WHOLE else kinds[:1]:
        figure = Figure(page, kind)
        before = figure.shown()
        page.touchscreen.tap(*figure.at(0.75, 0.3))
        tapped = check(figure)
        assert tapped.state != before.state, kind
        for part in ("svg", "input"):
            assert scroll_by_a_finger(figure, part) > 50, kind
            assert check(figure).state == tapped.state, (kind, part)
    page.set_viewport_size({"width": 320, "height": 700})
    page.add_style_tag(content="html { font-size: 250% !important; }")
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") == 320  # where it scrolls, a phone calls it wider
    assert page.evaluate(OVERFLOWING) == []


def scroll_by_a_finger(figure, part):
    """Put a finger on a part of a figure and push the page up; gives by how much it went up."""
    page = figure.page
    box = figure.box.locator(part).first
    box.evaluate("part => part.scrollIntoView({ block: 'start', behavior: 'instant' })")
    page.evaluate("scrollBy({ top: -200, behavior: 'instant' })")
    before, place = page.evaluate("scrollY"), box.bounding_box()
    x, y = place["x"] + 0.3 * place["width"], place["y"] + 0.6 * place["height"]
    fingers = page.context.new_cdp_session(page)
    for kind, up in (("touchStart", 0), *(("touchMove", up) for up in range(10, 110, 10)), ("touchEnd", None)):
        touches = [] if up is None else [{"x": x, "y": y - up}]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page.evaluate("scrollY") - before


def test_the_ends_of_the_secant_can_be_pulled(pages):
    page = pages(WHERE["tangent"])
    figure = Figure(page, "tangent")
    figure.press("Reset")
    before = figure.shown().state
    end = figure.box.locator("circle.f-d").last.bounding_box()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] - 60, end["y"], steps=4)
    page.mouse.up()
    after = check(figure).state
    assert after["x"] == before["x"]
    assert after["h"] < before["h"]


def test_the_picture_of_the_build_is_the_picture_of_the_browser(visit, address, site):
    del site
    still = visit(address, java_script_enabled=False).page
    moving = visit(address).page
    for page in (still, moving):
        page.goto(f"{address}/chains.html")
    drawn = "paths => paths.map(path => path.getAttribute('d'))"
    first, second = (page.locator("moving-figure svg path").evaluate_all(drawn) for page in (still, moving))
    assert first == second
    assert len(first) > 5
