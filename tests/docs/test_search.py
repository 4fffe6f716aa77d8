"""The search finds the words of the course, and leads to the lesson before it leads to the reference."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .judging import wait_until_quiet

WORDS = {  # what is typed, and the place that is among the first of its page
    "vanishing gradient": "chains.html#the-vanishing-gradient",
    "f'(x)": "derivatives.html",  # its tag
    "dL/dW": "matrices.html",
    "overfitting": "training.html#fitting-is-not-the-goal",
    "generalisation": "training.html#fitting-is-not-the-goal",
    "generalization": "training.html#fitting-is-not-the-goal",
    "optimization": "training.html#fitting-is-not-the-goal",
    "relu at 0": "functions.html#functions-with-a-kink-relu-and-leaky_relu",
    "chain rule": "chains.html#the-chain-rule-for-two-step-by-step",
    "broadcasting": "functions.html#broadcasting",
    "jacobian": "matrix_calculus.html#many-outputs-the-jacobian",
    "xor": "training.html#a-network-that-learns-xor",
    "subderivative_relu": "matrix_calculus.html#subderivative_relu",
}
# Pages in the order of the results, and the places found, without what is to be highlighted.
FOUND = """() => {
  const links = [...document.querySelectorAll(".md-search-result__link")].map(link => new URL(link.href));
  const places = links.map(url => url.pathname.split("/").pop() + url.hash);
  return [[...new Set(links.map(url => url.pathname.split("/").pop()))], places];
}"""


@pytest.fixture(scope="module")
def search(chromium, address):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{address}/index.html")
    wait_until_quiet(page)

    def find(text, place):
        page.locator(".md-search__input").click()
        page.keyboard.press("Control+A")
        page.keyboard.press("Backspace")
        expect(page.locator(".md-search-result__link")).to_have_count(0)  # those of the last words are gone
        page.keyboard.insert_text(text[:-1])
        page.keyboard.type(text[-1])  # a key: now it searches, once
        name, _, heading = place.partition("#")
        wanted = f".md-search-result__link[href*='{name}']" + (f"[href$='#{heading}']" if heading else "")
        expect(page.locator(wanted).first).to_be_attached()
        return page.evaluate(FOUND)

    yield find
    context.close()


@pytest.mark.parametrize("text", WORDS)
def test_the_words_of_the_course_are_found_in_their_lesson_first(search, text):
    pages, places = search(text, WORDS[text])
    assert pages[0] == WORDS[text].partition("#")[0]
    assert WORDS[text] in places[:4]
    others = [pages.index(page) for page in ("reference.html", "notation.html", "misprints.html") if page in pages]
    assert min(others, default=99) > 0
