"""What makes a page hard to read is found: by our own look at each text, by axe, or by both."""

import pytest

from .judging import assert_no_rule_is_broken, assert_no_text_is_faint, assert_readable_by_everyone

PAGE = f"""<!DOCTYPE html><html lang="en"><title>A page</title><body style="background: #fff; color: #000">
<main><h1>A page</h1><div>{"<p>Some <b>text</b>.</p>" * 30}</div><p class="own">More of it: <i>x</i></p>
<label>Name <input value="Ada"></label></main></body></html>"""
FAINT = {
    "a colour": "document.querySelectorAll('p')[7].style.color = '#888'",
    "a single letter": "document.querySelector('i').style.color = '#888'",
    "a ground": "document.querySelector('.own').style.background = '#666'",
    "half a ground": "document.querySelector('main').style.background = 'rgba(0, 0, 0, 0.6)'",
    "what is seen through": "document.querySelector('main').style.opacity = 0.5",
}
AGAINST_THE_RULES = {
    "a faint field": "document.querySelector('input').style.color = '#aaa'",
    "no language": "document.documentElement.removeAttribute('lang')",
    "a picture without words": "document.querySelector('p').append(new Image())",
    "a field without a name": "document.querySelector('main').append(document.createElement('input'))",
}


@pytest.fixture
def page(visit):
    page = visit("about:").page
    page.set_content(PAGE)
    return page


def test_a_page_that_is_as_it_should_be(page):
    assert_readable_by_everyone(page, "as it is")


@pytest.mark.parametrize("what", FAINT)
def test_faint_text_is_found(page, what):
    page.evaluate(FAINT[what])
    with pytest.raises(AssertionError):
        assert_no_text_is_faint(page, what)


@pytest.mark.parametrize("what", AGAINST_THE_RULES)
def test_what_is_against_the_rules_is_found(page, what):
    page.evaluate(AGAINST_THE_RULES[what])
    assert_no_text_is_faint(page, what)
    with pytest.raises(AssertionError, match="Rule Violated"):
        assert_readable_by_everyone(page, what)


def test_a_part_of_a_page_is_judged_alone(page):
    what = "a field without a name"
    page.evaluate(AGAINST_THE_RULES[what])
    assert_no_text_is_faint(page, what)
    assert_no_rule_is_broken(page, what, within="div")
    with pytest.raises(AssertionError, match="Rule Violated"):
        assert_no_rule_is_broken(page, what, within="main")
