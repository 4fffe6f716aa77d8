"""Each figure to move, by keyboard, by mouse and by touch: its numbers change, and they are the right ones."""

from __future__ import annotations

import functools
import json

import numpy as np
import pytest
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


class Figure:
    def __init__(self, page, kind):
        self.page = page
        self.box = page.locator(f'moving-figure[kind="{kind}"]')
        self.box.scroll_into_view_if_needed()
        self.kind = kind

    def numbers(self):
        """All numbers that the figure tells, by name."""
        each = "some => some.map(one => [one.dataset.number, Number(one.dataset.value)])"
        return dict(self.box.locator("[data-number]").evaluate_all(each))

    def state(self):
        return dict(self.box.locator("input").evaluate_all("some => some.map(one => [one.name, Number(one.value)])"))

    def options(self):
        return json.loads(self.box.get_attribute("options"))

    def at(self, right, down):
        """A place in the drawing, as shares of its width and height."""
        box = self.box.locator("svg").bounding_box()
        return box["x"] + right * box["width"], box["y"] + down * box["height"]

    def picture(self):
        return self.box.locator("svg").inner_html()

    def press(self, name):
        self.box.get_by_role("button", name=name).click()


def check(figure):
    rtol = 1e-2 if figure.kind == "steps" else 1e-5  # 10**e in JavaScript and Python may differ in the last digit
    told, right = figure.numbers(), NUMBERS[figure.kind](figure.state(), figure.options())
    assert right.keys() <= told.keys()
    for name, value in right.items():
        np.testing.assert_allclose(told[name], value, rtol=rtol, atol=2e-6, err_msg=f"{name} at {figure.state()}")


def open_page(visit, address, name, **context):
    page = visit(address, **context).page
    page.goto(f"{address}/{name}.html")
    page.wait_for_function("customElements.get('moving-figure') !== undefined")
    return page


@pytest.fixture(scope="module")
def pages(chromium, address):
    """The pages with figures, each loaded once."""
    with visiting(chromium) as visit:
        context = {"viewport": {"width": 1000, "height": 900}, "has_touch": True}
        yield functools.cache(lambda name: open_page(visit, address, name, **context))


@pytest.fixture(params=WHERE)
def figure(request, pages):
    """A figure on its page; the first test that has it sees it as readers do."""
    return Figure(pages(WHERE[request.param]), request.param)


def test_starts_with_the_right_numbers(figure):
    check(figure)


def test_has_a_question(figure):
    assert figure.box.locator(".question").inner_text().endswith("?")


def test_keyboard_moves_every_slider(figure):
    """To both ends and back, with the right numbers at each stop; each slider changes the picture."""
    for slider in figure.box.locator("input").all():
        name, before, picture = slider.get_attribute("name"), slider.input_value(), figure.picture()
        said = slider.get_attribute("aria-valuetext")
        slider.focus()
        figure.page.keyboard.press("ArrowLeft" if before == slider.get_attribute("max") else "ArrowRight")
        assert slider.input_value() != before, name
        assert figure.picture() != picture, name
        assert slider.get_attribute("aria-valuetext") != said, name
        check(figure)
        for key in ("Home", "End"):
            figure.page.keyboard.press(key)
            check(figure)
    figure.press("Reset")


def test_play_step_and_reset(figure):
    start, first = figure.state(), figure.picture()
    figure.press("Step")
    after = figure.state()
    assert after != start
    check(figure)
    figure.press("Play")
    assert figure.state() != after
    figure.press("Reset")
    expect(figure.box.get_by_role("button", name="Play")).to_be_visible()
    assert (figure.state(), figure.picture()) == (start, first)


def test_what_it_shows_is_told_when_it_rests(figure):
    figure.press("Step")
    expect(figure.box.get_by_role("status")).to_have_text(figure.box.locator("svg").get_attribute("aria-label"))
    figure.press("Reset")


@pytest.mark.parametrize("place", [(0.35, 0.3), (0.75, 0.4)])
def test_mouse_drags_the_drawing(figure, place):
    figure.press("Reset")
    before, picture = figure.state(), figure.picture()
    figure.page.mouse.move(*figure.at(0.5, 0.5))
    figure.page.mouse.down()
    figure.page.mouse.move(*figure.at(*place), steps=4)
    figure.page.mouse.up()
    assert figure.state() != before
    assert figure.picture() != picture
    check(figure)
    let_go = figure.state()
    figure.page.mouse.move(*figure.at(0.6, 0.6))
    assert figure.state() == let_go


def test_touch(figure):
    figure.press("Reset")
    before = figure.state()
    figure.page.touchscreen.tap(*figure.at(0.75, 0.3))
    assert figure.state() != before
    check(figure)


@pytest.mark.parametrize("name", ["derivatives", "matrix_calculus"])  # curves, and tables
def test_touch_on_a_phone(visit, address, name):
    page = open_page(visit, address, name, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    for kind in (kind for kind, place in WHERE.items() if place == name):
        figure = Figure(page, kind)
        before = figure.state()
        page.touchscreen.tap(*figure.at(0.75, 0.3))
        assert figure.state() != before, kind
        check(figure)


def test_the_ends_of_the_secant_can_be_pulled(visit, address):
    page = open_page(visit, address, "derivatives", viewport={"width": 1000, "height": 900})
    figure = Figure(page, "tangent")
    before = figure.state()
    end = figure.box.locator("circle.f-d").last.bounding_box()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] - 60, end["y"], steps=4)
    page.mouse.up()
    after = figure.state()
    assert after["x"] == before["x"]
    assert after["h"] < before["h"]
    check(figure)


def test_the_picture_of_the_build_is_the_picture_of_the_browser(visit, address, site):
    del site
    still = visit(address, java_script_enabled=False).page
    moving = visit(address).page
    for page in (still, moving):
        page.goto(f"{address}/chains.html")
    first, second = (page.locator("moving-figure svg path").all() for page in (still, moving))
    assert [path.get_attribute("d") for path in first] == [path.get_attribute("d") for path in second]
