"""Three boxes of exercises in a row, or more: all but the first fold, and whoever is led to one finds it open."""

from __future__ import annotations

import re

import markdown
import pytest
from playwright.sync_api import expect

from .conftest import visiting
from .judging import wait_until_ready

ROW = ("matrix_function_forward_sum", "matrix_function_backward_sum_1", "matrix_function_backward_sum_2")
FOLDED = ROW[1:]
LAST = ROW[-1]


def folds(*names, between="\n\n"):
    """Of each box whether it is folded."""
    text = between.join(f"::exercise {name}" for name in names)
    extensions = ["attr_list", "md_in_html", "pymdownx.details", "pymdownx.superfences", "docs_tools.lesson"]
    boxes = re.split(r"(?=<exercise-box)", markdown.markdown(text, extensions=extensions))[1:]
    return ['class="rest"' in box for box in boxes]


def test_a_row_of_three_folds_after_the_first():
    assert folds(*ROW) == [False, True, True]
    assert folds("relu", *ROW) == [False, True, True, True]


def test_what_is_no_such_row_does_not_fold():
    assert folds(*ROW[:2]) == [False, False]
    assert folds(*ROW, between="\n\nNow the next:\n\n") == [False, False, False]


@pytest.fixture(scope="module")
def lesson(chromium, address):
    """The lesson, loaded once."""
    with visiting(chromium) as visit:
        page = visit(address, search=True, viewport={"width": 1360, "height": 900}).page
        page.goto(f"{address}/matrices.html")
        wait_until_ready(page)
        yield page


@pytest.fixture
def page(lesson):
    """The lesson, in which all is folded as at first."""
    lesson.locator("details.rest").evaluate_all("all => all.forEach(fold => { fold.open = false; })")
    for name in FOLDED:
        expect(stub(lesson, name)).to_be_hidden()
    return lesson


def stub(page, name):
    return page.locator(f"exercise-box[name={name}] .highlight").first


def test_a_folded_box_says_what_it_is_and_the_keyboard_opens_it(page):
    for name in FOLDED:
        box = page.locator(f"exercise-box[name={name}]")
        expect(box.get_by_role("heading", name=name)).to_be_visible()
        expect(stub(page, name)).to_be_hidden()
        box.locator("details.rest > summary").focus()
        page.keyboard.press("Enter")
        expect(stub(page, name)).to_be_visible()


def test_a_link_opens_it(page, address):
    link = page.locator(f".md-nav--primary .md-nav--secondary a[href='#{LAST}']")
    link.click()
    expect(stub(page, LAST)).to_be_visible()
    page.locator(f"exercise-box[name={LAST}] details.rest > summary").click()
    expect(stub(page, LAST)).to_be_hidden()
    link.click()  # once more, to the same place
    expect(stub(page, LAST)).to_be_visible()
    page.goto(f"{address}/index.html")  # from another page
    page.locator(f"article a[href$='#{LAST}']").click()
    page.wait_for_url("**/matrices.html#*")
    wait_until_ready(page)
    expect(stub(page, LAST)).to_be_visible()
    expect(stub(page, ROW[0])).to_be_visible()


def test_the_search_leads_into_it(page):
    page.locator(".md-search__input").click()
    page.keyboard.type(LAST)
    page.locator(f".md-search-result__link[href$='h={LAST}#{LAST}']").first.click()
    page.wait_for_url("**/matrices.html?h=*")
    wait_until_ready(page)
    expect(stub(page, LAST)).to_be_visible()


def test_without_scripts_it_opens_by_a_click(visit, address):
    page = visit(address, java_script_enabled=False).page
    page.goto(f"{address}/matrices.html#{FOLDED[0]}")
    page.locator(f"exercise-box[name={FOLDED[0]}] details.rest > summary").click()
    expect(stub(page, FOLDED[0])).to_be_visible()
