"""Each figure to move, by keyboard, by mouse and by touch: its numbers change, and they are the right ones."""

from __future__ import annotations

import json

import numpy as np
import pytest

from solutions.chains import chain_deriv_2
from solutions.derivatives import approximate_derivative, deriv
from solutions.functions import sigmoid, square
from solutions.matrices import matrix_function_backward_sum_1, matrix_function_forward_sum
from solutions.training import gradient_descent

from .conftest import visiting

WHERE = {
    "tangent": "derivatives",
    "steps": "derivatives",
    "chain": "chains",
    "matrix": "matrices",
    "descent": "training",
}
MAIN = {"tangent": "secant", "steps": "central", "chain": "slope", "matrix": "predicted", "descent": "loss"}


class Figure:
    def __init__(self, page, kind):
        self.page = page
        self.box = page.locator(f'moving-figure[kind="{kind}"]')
        self.box.scroll_into_view_if_needed()
        self.kind = kind

    def number(self, name):
        return float(self.box.locator(f'[data-number="{name}"]').get_attribute("data-value"))

    def state(self):
        sliders = self.box.locator("input").all()
        return {slider.get_attribute("name"): float(slider.input_value()) for slider in sliders}

    def options(self):
        return json.loads(self.box.get_attribute("options"))

    def at(self, right, down):
        """A place in the drawing, as shares of its width and height."""
        box = self.box.locator("svg").bounding_box()
        return box["x"] + right * box["width"], box["y"] + down * box["height"]


def cube(x):
    return x * x * x


def expected(figure):
    """What the solutions say that the figure's numbers have to be."""
    s = figure.state()
    match figure.kind:
        case "tangent":
            return {"secant": deriv(cube, np.array(s["x"]), s["h"]), "slope": 3 * s["x"] ** 2}
        case "steps":
            step, one = 10 ** s["e"], np.array(1.0)
            forward, central = approximate_derivative(cube, one, step), deriv(cube, one, step)
            return {"step": step, "forward": abs(forward - 3), "central": abs(central - 3)}
        case "chain":
            return {"slope": chain_deriv_2([square, sigmoid], np.array([s["x"]]))[0], "first": 2 * s["x"]}
        case "matrix":
            X, W = (np.array(figure.options()[name]) for name in "XW")
            moved = X.copy()
            place = divmod(int(s["entry"]), X.shape[1])
            moved[place] += s["nudge"]
            slope = matrix_function_backward_sum_1(X, W, sigmoid)[place]
            before, after = (matrix_function_forward_sum(M, W, sigmoid) for M in (X, moved))
            return {"loss": after, "change": after - before, "slope": slope, "predicted": slope * s["nudge"]}
        case "descent":
            one = np.array([[1.0]])
            steps, start = int(s["steps"]), np.array([[s["w"]]])
            losses, W = gradient_descent(one, 2 * one, start, lambda n: n, s["rate"], steps + 1)
            before = gradient_descent(one, 2 * one, start, lambda n: n, s["rate"], steps)[1]
            return {"w": before.item(), "loss": losses[-1], "slope": 2 * (before.item() - 2)}
    raise AssertionError(figure.kind)


def check(figure):
    rtol = 1e-2 if figure.kind == "steps" else 1e-5  # 10**e in JavaScript and Python may differ in the last digit
    for name, value in expected(figure).items():
        np.testing.assert_allclose(figure.number(name), value, rtol=rtol, atol=1e-6, err_msg=name)


def open_figure(visit, address, kind, **context):
    page = visit(address, **context).page
    page.goto(f"{address}/{WHERE[kind]}.html")
    page.wait_for_function("customElements.get('moving-figure') !== undefined")
    return Figure(page, kind)


@pytest.fixture(scope="module", params=WHERE)
def figure(request, chromium, address):
    """A figure on its page, loaded once; the first test that has it sees it as readers do."""
    with visiting(chromium) as visit:
        yield open_figure(visit, address, request.param, viewport={"width": 1000, "height": 900})


def test_starts_with_the_right_numbers(figure):
    check(figure)


def test_keyboard_moves_every_slider(figure):
    for slider in figure.box.locator("input").all():
        name, before, number = slider.get_attribute("name"), slider.input_value(), figure.number(MAIN[figure.kind])
        said = slider.get_attribute("aria-valuetext")
        slider.focus()
        key = "ArrowLeft" if before == slider.get_attribute("max") else "ArrowRight"
        figure.page.keyboard.press(key)
        assert slider.input_value() != before, name
        assert figure.number(MAIN[figure.kind]) != number, name
        assert slider.get_attribute("aria-valuetext") != said, name
        check(figure)


@pytest.mark.parametrize("place", [(0.35, 0.3), (0.75, 0.4)])
def test_mouse_drags_the_drawing(figure, place):
    before, picture = figure.state(), figure.box.locator("svg").inner_html()
    figure.page.mouse.move(*figure.at(0.5, 0.5))
    figure.page.mouse.down()
    figure.page.mouse.move(*figure.at(*place), steps=4)
    figure.page.mouse.up()
    assert figure.state() != before
    assert figure.box.locator("svg").inner_html() != picture
    check(figure)
    let_go = figure.state()
    figure.page.mouse.move(*figure.at(0.6, 0.6))
    assert figure.state() == let_go


@pytest.mark.parametrize("kind", WHERE)
def test_touch(visit, address, kind):
    viewport = {"width": 390, "height": 844}
    figure = open_figure(visit, address, kind, viewport=viewport, has_touch=True, is_mobile=True)
    before = figure.state()
    figure.page.touchscreen.tap(*figure.at(0.75, 0.3))
    assert figure.state() != before
    check(figure)


def test_the_ends_of_the_secant_can_be_pulled(visit, address):
    figure = open_figure(visit, address, "tangent", viewport={"width": 1000, "height": 900})
    page, before = figure.page, figure.state()
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
