"""A page is cut into parts that a browser lays out when the reader comes near: nothing may be lost by that."""

from __future__ import annotations

import itertools
import re

import markdown
import pytest
from helpers import WHOLE
from playwright.sync_api import expect

from grader.course.syllabus import load_course

LONG = ("reference", *(unit.name for unit in load_course().units))
WITHOUT_HASTE = ("**/parts.js", lambda route: route.abort())  # the script that lays out what nobody has come near
PARTS = ".part, .doc-function > .doc-contents"
HEIGHT = "document.body.scrollHeight"
SKIPPED = "parts => parts.filter(part => getComputedStyle(part).contentVisibility !== 'visible').length"
SEEN = "e => e.checkVisibility({ contentVisibilityAuto: true })"


def render(text):
    return markdown.markdown(text, extensions=["md_in_html", "docs_tools.lesson", "docs_tools.parts"])


def test_what_stands_between_headings_is_one_part():
    text = render("# A\n\none\n\ntwo\n\n## B\n\nthree")
    assert re.findall(r"<h1>|<h2>|<p>|<div|</div>", text) == [
        "<h1>", "<div", "<p>", "<p>", "</div>", "<h2>", "<div", "<p>", "</div>",
    ]  # fmt: skip


def test_the_heading_of_an_exercise_stays_outside_too():
    text = render("# A\n\none\n\n<exercise-box markdown>\n\n### B\n\ntwo\n\n</exercise-box>\n\nthree")
    tags = re.findall(r"<h1>|<h3>|<p>|</?exercise-box>|<div|</div>", text)
    part = ["<div", "<p>", "</div>"]
    assert tags == ["<h1>", *part, "<exercise-box>", "<h3>", *part, "</exercise-box>", *part]


def test_a_long_stretch_is_cut_before_a_paragraph():
    text = render("\n\n".join(["word " * 80] * 40))
    assert 3 < text.count('class="part"') < 40
    assert text.count("<p>") == 40


def test_more_text_takes_more_lines():
    short, long = (int(re.search(r"--lines:(\d+)", render("word " * count))[1]) for count in (30, 3000))
    assert 1 < short < 10
    assert 150 < long < 250


def test_a_part_is_laid_out_when_the_reader_comes_near_and_on_paper_none_is_skipped(visit, address):
    page = visit(address, viewport={"width": 1360, "height": 900}).page
    page.route(*WITHOUT_HASTE)
    page.goto(f"{address}/matrices.html")
    inside = page.locator(".part table").last
    assert not inside.evaluate(SEEN)
    page.emulate_media(media="print")
    assert page.locator(".part").evaluate_all(SKIPPED) == 0
    page.emulate_media(media="screen")
    assert page.locator(".part").evaluate_all(SKIPPED) > 0
    page.locator("#what-to-take-along").scroll_into_view_if_needed()
    expect(inside).to_be_in_viewport()
    assert inside.evaluate(SEEN)


def test_soon_all_that_docstrings_say_is_laid_out(visit, address):
    page = visit(address, viewport={"width": 390, "height": 844}).page
    page.goto(f"{address}/reference.html")
    wait_until_laid_out(page)
    assert_nothing_is_left_out(page)


def assert_nothing_is_left_out(page):
    paragraphs = page.locator(".part p:not(details:not([open]) p):not(.in-the-page p), .doc-contents p")
    assert paragraphs.count() > 20
    assert paragraphs.evaluate_all(f"all => all.filter(e => !({SEEN})(e)).length") == 0


def test_the_heights_are_guessed_well_enough_for_the_scroll_bar(visit, address):
    """A fifth of them, narrow or wide, and in a run of everything all (see `docs/contributing.md`)."""
    page = visit(address).page
    page.route(*WITHOUT_HASTE)
    every = list(itertools.product(LONG, (390, 1360)))
    for name, width in every if WHOLE else every[::5]:  # in turn
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(f"{address}/{name}.html")
        guessed = page.evaluate(HEIGHT)
        page.add_style_tag(content=f":is({PARTS}) {{ content-visibility: visible !important; }}")
        assert 0.75 < guessed / page.evaluate(HEIGHT) < 1.25, (name, width)


def wait_until_laid_out(page):
    """After a while, or when a reader scrolls, all parts are laid out; what a reader went to stays where it is."""
    all_are = f"[...document.querySelectorAll('{PARTS}')].every(e => e.style.contentVisibility)"
    page.wait_for_function(all_are, polling=100)


@pytest.mark.parametrize(
    ("place", "width"),
    [("matrices.html#matrix_function_backward_sum_2", 390), ("chains.html#what-to-take-along", 1360)],
)
def test_an_anchor_leads_to_its_heading_and_soon_all_parts_are_laid_out(visit, address, place, width):
    page = visit(address, viewport={"width": width, "height": 700}).page
    page.goto(f"{address}/{place}")
    wait_until_laid_out(page)
    heading = page.locator(f"#{place.partition('#')[2]}").bounding_box()
    assert 0 <= heading["y"] < 350
    assert_nothing_is_left_out(page)


def test_the_table_of_contents_leads_to_its_heading(visit, address):
    page = visit(address, viewport={"width": 1360, "height": 700}).page
    page.goto(f"{address}/matrices.html")
    page.locator(".md-sidebar--primary .md-nav--secondary a[href='#matrix_function_forward_sum']").click()
    wait_until_laid_out(page)
    assert 0 <= page.locator("#matrix_function_forward_sum").bounding_box()["y"] < 350
