"""The boxes of a lesson as the place where exercises are done, in front of a grader that a test plays."""

from __future__ import annotations

import itertools
import re

import pytest
from playwright.sync_api import expect

from .conftest import ROOT, visiting
from .judging import (
    LOOKS,
    RULES,
    assert_no_rule_is_broken,
    assert_no_text_is_faint,
    assert_readable_by_everyone,
    wait_until_quiet,
    wait_until_ready,
)

FAKE = (ROOT / "tests" / "docs" / "fake_backend.js").read_text(encoding="utf-8")
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
QUESTION = "You took the forward difference. On which sides of x do the two points lie?"
MESSAGE = """deriv(cube, [1, 2, -0.5], 0.1)
   x   yours   expected
   2   12.61      12.01
   1    3.01       3.01
-0.5    0.61       0.76
2 of 3 differ. Shape (3,) and dtype are right."""
AT_ALL = {
    "unit": "derivatives", "name": "deriv", "file": "exercises/derivatives.py", "line": 12, "verdict": "pass",
    "remarks": [], "diagnosis": None, "follow_through": None, "blocked_by": None, "given": [], "output": "",
    "checks": [],
}  # fmt: skip


def answer(verdict="pass", message="", *, which="", lines=None, **more):
    """What the grader answers to a check."""
    checks = [{"name": "one", "sentence": "a cube", "hidden": False, "verdict": verdict, "message": message}]
    exercise = AT_ALL | {"verdict": verdict, "checks": checks if message else []} | more
    said = message.split("\n") if lines is None else lines
    return {"exercise": exercise, "which": which, "lines": said, "next": step("on" if verdict == "pass" else "hint")}


def step(kind, **more):
    """What comes next, as the grader names it."""
    return {"kind": kind, "about": "deriv", "file": "derivatives.py", "line": None, "command": "grader check", **more}


def raised(file, line):
    message = f"deriv(f, 1) raised ValueError: no ({file}, line {line})."
    return answer("error", message) | {"next": step("hint", file=file, line=line)}


def wrong(**more):
    diagnosis = {"misconception": "forward", "pattern": None, "message": QUESTION, **more}
    lines = [QUESTION, *MESSAGE.split("\n"), "Also not right: a matrix, entry by entry."]
    return answer("wrong", MESSAGE, which="check 1 of 7: a cube", lines=lines, diagnosis=diagnosis)


def with_a_grader(visit, address, name, *, size=WIDE, before="", **context):
    """A page behind which a grader stands; `before` runs when the fake is made, before anything asks it."""
    seen = visit(address, viewport=size, **context)
    mark = ('<meta charset="utf-8">', '<meta charset="utf-8"><meta name="workbook" content="/">')
    page = seen.page

    def marked(route):
        response = route.fetch()
        assert mark[0] in response.text()
        route.fulfill(response=response, body=response.text().replace(*mark, 1))

    page.route("**/*.html", marked)
    page.route(
        "**/workbook/backend.js", lambda route: route.fulfill(body=FAKE + before, content_type="text/javascript")
    )
    page.goto(f"{address}/{name}.html")
    page.wait_for_function("window.workbook?.begun")
    return seen


@pytest.fixture(scope="module")
def seen(chromium, address):
    """The lesson on derivatives, loaded once; each test has boxes of its own."""
    with visiting(chromium) as visit:
        yield with_a_grader(visit, address, "derivatives")


@pytest.fixture
def page(seen):
    yield seen.page
    assert seen.console == []
    assert seen.outside == []


def box_of(page, name):
    return page.locator(f"exercise-box[name={name}]")


def enter_at_the_end(block, field=".cm-content"):
    """Enter the code of a box or block, behind all that stands there."""
    block.locator(f":is(code[role=textbox], {field}):visible").click()
    expect(block.locator(field)).to_be_focused()  # what is pressed before is not all kept
    block.page.keyboard.press("Control+End")


def check(page, box, what):
    page.evaluate("answer => fake.answers.push(answer)", what)
    box.get_by_role("button", name="Check", exact=True).click()
    expect(box.locator(".verdict strong")).to_have_text(what["exercise"]["verdict"].upper())


LONG = "The line with `def square(` is missing, so this is not saved. Bring it back. " * 3


def told(page, *words):
    """What the grader has been asked."""
    return [asked for asked in page.evaluate("fake.told") if asked[: len(words)] == list(words)]


def loaded(page, end):
    names = "performance.getEntriesByType('resource').map(e => [e.name, e.encodedBodySize])"
    return [(name, size) for name, size in page.evaluate(names) if re.search(end, name)]


def test_without_a_grader_nothing_of_it_is_there(visit, address):
    page = visit(address, viewport=WIDE).page
    page.goto(f"{address}/derivatives.html")
    wait_until_quiet(page)
    assert [name.rsplit("/", 1)[1] for name, _ in loaded(page, "workbook|codemirror")] == ["start.js"]
    assert page.locator(".is-live, .tools, .marks").count() == 0
    box = box_of(page, "deriv")
    expect(box.locator(".language-console")).to_contain_text("uv run grader check deriv")
    assert box.locator("details.hint:visible").count() == 3


def test_the_editor_is_fetched_when_a_box_is_first_entered(page):
    """And the parts that are there before weigh little."""
    assert loaded(page, "codemirror") == []
    assert 0 < sum(size for _, size in loaded(page, "/workbook")) < 23_500
    box = box_of(page, "step_errors")
    box.locator("code[role=textbox]").focus()
    expect(box.locator(".cm-content")).to_be_focused()
    ((_, size),) = loaded(page, "codemirror")
    assert size < 130_000
    assert box.locator(".cm-lineNumbers").inner_text().split()[-3:] == ["12", "13", "14"]  # as in the file
    page.keyboard.type("return x")  # in the place of the raise, which is selected
    expect(box.locator(".kept")).to_have_text("Saved in exercises/derivatives.py.")
    text = told(page, "save", "step_errors")[-1][2]
    assert text.endswith('"""What it is."""\n    return x')


def test_what_is_typed_and_pasted_while_the_editor_is_on_its_way_is_kept(visit, address):
    seen = with_a_grader(visit, address, "functions", permissions=["clipboard-read", "clipboard-write"])
    page, on_its_way = seen.page, []
    page.route("**/codemirror.min.js", lambda route: on_its_way.append(route))  # noqa: PLW0108  Playwright asks for its name
    box = box_of(page, "relu")
    with page.expect_request("**/codemirror.min.js"):
        box.locator("code[role=textbox]").focus()
    page.evaluate("navigator.clipboard.writeText('np.maximum(x')")
    page.keyboard.type("return ")
    page.keyboard.press("Control+v")
    page.keyboard.type(", 0)")
    page.evaluate("1")  # so that the request was given to us
    on_its_way[0].continue_()
    expect(box.locator(".kept")).to_have_text("Saved in exercises/functions.py.")
    assert told(page, "save", "relu")[-1][2].endswith("\n    return np.maximum(x, 0)")


def test_what_is_selected_while_the_editor_is_on_its_way_is_replaced(visit, address):
    """All of it, or what the mouse has marked; a long message then takes as many lines as it needs."""
    seen = with_a_grader(visit, address, "functions", size=NARROW)
    page, on_its_way = seen.page, []
    page.route("**/codemirror.min.js", lambda route: on_its_way.append(route))  # noqa: PLW0108  Playwright asks for its name
    box, other = box_of(page, "relu"), box_of(page, "square")
    with page.expect_request("**/codemirror.min.js"):
        box.locator("code[role=textbox]").click()
    page.keyboard.type("no")
    page.keyboard.press("Control+a")
    page.keyboard.type("def relu(x):!")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    page.keyboard.type("    return x")
    other.locator("code[role=textbox] .k").first.dblclick()  # `def`
    page.keyboard.type("a")
    page.evaluate("1")  # so that the request was given to us
    on_its_way[0].continue_()
    expect(box.locator(".kept")).to_have_text("Saved in exercises/functions.py.")
    assert told(page, "save", "relu")[-1][2] == "def relu(x):\n    return x"
    expect(other.locator(".cm-content")).to_contain_text("a square(x):")
    page.evaluate(f"workbook.boxes.get('square').say({LONG!r})")
    expect(other.locator(".kept code").first).to_have_text("def square(")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_tab_key_leads_on_until_something_is_typed_and_after_escape(page):
    box = box_of(page, "tangent_line")
    box.locator("code[role=textbox]").focus()
    editor = box.locator(".cm-content")
    expect(editor).to_be_focused()
    page.keyboard.press("Tab")
    expect(box.get_by_role("button", name="Check")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(editor).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(editor).to_be_focused()
    assert page.evaluate("workbook.boxes.get('tangent_line').editor.text").endswith("Error\n        ")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(box.get_by_role("button", name="Check")).to_be_focused()


def test_a_wrong_answer_is_told_shown_and_marked(page):
    box = box_of(page, "deriv")
    page.evaluate("answer => fake.answers.push(answer)", wrong(place={"line": 14, "columns": [4, 9]}))
    enter_at_the_end(box)
    page.keyboard.type("  # mine")
    page.keyboard.press("Control+Enter")
    verdict = box.locator(".verdict[role=status]")
    expect(verdict.locator(".judged")).to_have_text("WRONG check 1 of 7: a cube line 14")
    asked = [words[0] for words in page.evaluate("fake.told") if words[1:2] == ["deriv"]]
    assert asked[-2:] == ["save", "check"]  # what is checked is in the file
    expect(verdict.locator(".question")).to_have_text(QUESTION)
    rows = verdict.locator("table tbody tr")
    assert rows.locator("th").all_inner_texts() == ["2", "1", "-0.5"]
    assert rows.locator("td.differs").all_inner_texts() == ["12.61", "0.61"]
    assert verdict.locator(".said").all_inner_texts() == [
        MESSAGE.rsplit("\n", maxsplit=1)[-1],
        "Also not right: a matrix, entry by entry.",
    ]
    expect(box.locator(".cm-marked")).to_have_text("    raise NotImplementedError  # mine")
    expect(box.locator(".cm-marked-part")).to_have_text("raise")
    assert page.locator("moving-figure[kind=tangent] input[name=x]").input_value() == "2"  # the first failing input
    verdict.get_by_role("button", name="line 14").click()
    expect(box.locator(".cm-content")).to_be_focused()
    page.keyboard.type("x")  # at the marked place
    expect(box.locator(".cm-marked")).to_have_count(0)
    assert "xraise" in page.evaluate("workbook.boxes.get('deriv').editor.text")
    page.keyboard.press("Backspace")


@pytest.mark.parametrize(
    ("what", "line"),
    [
        (wrong(), 12),
        (raised("derivatives.py", 13), 13),
        (raised("functions.py", 13), None),
        (raised("derivatives.py", 11), None),
        (raised("derivatives.py", 15), None),
        (answer("error", "no") | {"next": step("file", line=14)}, 14),
        (answer("error", "no") | {"next": step("file", line=9)}, None),
        (answer("wrong", MESSAGE), None),
    ],
    ids=[
        "a named mistake", "an error", "an error elsewhere", "an error above", "an error below",
        "a file that cannot be read", "a file that cannot be read elsewhere",
        "nothing is known",
    ],
)  # fmt: skip
def test_the_line_that_is_marked(page, what, line):
    """It is one of this box; a line elsewhere in the file is told, and leads nowhere."""
    box = box_of(page, "deriv")
    check(page, box, what)
    lines = page.evaluate("workbook.boxes.get('deriv').editor.text").split("\n")
    assert box.locator(".cm-marked").all_inner_texts() == ([lines[line - 12]] if line else [])
    assert box.locator("button.place").all_inner_texts() == ([f"line {line}"] if line else [])


def test_lines_that_come_above_a_function_count(page):
    box = box_of(page, "deriv")
    page.evaluate("fake.move('deriv', 20)")
    try:
        check(page, box, raised("derivatives.py", 22))
        expect(box.locator(".cm-marked")).to_have_text(re.compile("raise NotImplementedError"))
        assert box.locator(".cm-lineNumbers").inner_text().split()[-1] == "22"
    finally:
        page.evaluate("fake.move('deriv', 12)")


def test_a_place_after_signs_that_python_counts_once(page):
    box, said = box_of(page, "deriv"), {"misconception": None, "pattern": None, "message": QUESTION}
    before = page.evaluate("workbook.boxes.get('deriv').editor.text")
    page.evaluate("fake.write('deriv', 'def deriv(x):\\n    return \\'\U0001d465\U0001d465\\' + x')")
    expect(box.locator(".cm-content, code[role=textbox]").first).to_contain_text("return")
    place = {"line": 13, "columns": [18, 19], "text": "    return '\U0001d465\U0001d465' + x"}
    check(page, box, answer("wrong", MESSAGE, diagnosis=said | {"place": place}))
    expect(box.locator(".cm-marked-part")).to_have_text("x")
    page.evaluate("before => fake.write('deriv', before)", before)
    expect(box.locator(".verdict")).to_have_class(re.compile("is-old"))  # another text came into the editor


def test_what_is_typed_while_a_check_goes_on_is_not_what_it_tells_of(page):
    """And to check meanwhile is to check afterwards."""
    box, text = box_of(page, "step_errors"), "workbook.boxes.get('step_errors').editor.text"
    before = len(told(page, "check", "step_errors"))
    for again in (False, True):
        page.evaluate("() => { fake.until = new Promise(done => { fake.go = done; }); }")
        page.evaluate("all => fake.answers.push(...all)", [answer("wrong", MESSAGE), *([answer()] if again else [])])
        enter_at_the_end(box)
        page.keyboard.press("Control+Enter")
        page.wait_for_function("n => fake.told.filter(([what]) => what === 'check').length > n", arg=before)
        page.keyboard.type("  # more")
        if again:
            page.keyboard.press("Control+Enter")
        page.evaluate("fake.go()")
        expect(box.locator(".judged strong")).to_have_text("PASS" if again else "WRONG")
        expect(box.locator(".verdict.is-old")).to_have_count(0 if again else 1)
        expect(box.locator(".cm-marked")).to_have_count(0)
    assert len(told(page, "check", "step_errors")) == before + 3
    assert told(page, "save", "step_errors")[-1][2] == page.evaluate(text)


def test_the_place_of_a_mistake_without_a_name_comes_after_the_verdict(page):
    """It is asked for where the grader says that it searches, and nowhere else."""
    box, said = box_of(page, "deriv"), "A change in this place makes all of it right."
    place = {"line": 14, "columns": [4, 9], "text": "    raise NotImplementedError", "kind": "expression"}
    page.evaluate("found => { fake.found = found; }", {"message": said, "place": place})
    before = len(told(page, "place"))
    check(page, box, answer("wrong", MESSAGE))
    check(page, box, answer("error", MESSAGE) | {"searches": True})
    expect(box.locator(".judged + .question")).to_have_text(said)
    expect(box.locator(".cm-marked-part")).to_have_text("raise")
    assert told(page, "place")[before:] == [["place", "deriv"]]
    page.evaluate("fake.found = null")
    check(page, box, answer("wrong", MESSAGE) | {"searches": True})
    expect(box.locator(".question, .cm-marked")).to_have_count(0)


def test_hints_open_one_after_the_other(page):
    box = box_of(page, "approximate_derivative")
    hints = box.locator("details.hint")
    for level in range(3):
        expect(hints.locator("summary:visible")).to_have_count(level + 1)
        check(page, box, answer("wrong", MESSAGE))
        step = box.locator(".next button")
        expect(step).to_have_text(re.compile(f"Hint {level + 1}"))
        step.click()
        expect(hints.nth(level).locator("p").first).to_be_visible()
        expect(hints.nth(level).locator("summary")).to_be_focused()
    assert [level for _, _, level in told(page, "hint", "approximate_derivative")] == [1, 2, 3]
    expect(hints.nth(2).locator("p").first).to_contain_text("(f(x + p) - f(x)) / p")
    check(page, box, answer("wrong", MESSAGE))
    expect(box.locator(".next button")).to_have_text("Picture")


@pytest.mark.parametrize(
    ("verdict", "following", "said"),
    [
        ("todo", step("write"), "write it in the place of raise NotImplementedError."),
        ("error", step("missing"), "write it in the place of raise NotImplementedError, and check again."),
        ("error", step("file", line=14), "correct line 14, and check again."),
        ("error", step("file", line=33), "correct line 33, in tangent_line, and check again."),
        ("error", step("file", line=9), "correct line 9 of derivatives.py, and check again."),
        ("error", step("file", file="functions.py", line=14), "correct line 14 of functions.py, and check again."),
        ("error", step("file"), "correct derivatives.py, and check again."),
        ("error", step("line", line=13), "correct line 13, and check again."),
        ("error", step("hint"), "Hint 1: the idea"),
        ("timeout", step("hint"), "Hint 1: the idea"),
        ("wrong", step("hint"), "Hint 1: the idea"),
        ("wrong", step("earlier", about="square"), "square"),
        ("pass", step("earlier", about="square"), "square"),
        ("broken", step("doctor", command="grader doctor"), "grader doctor says what is the matter here."),
        ("pass", step("on"), "approximate_derivative"),
    ],
    ids=lambda one: f"{one['kind']} {one['file']}:{one['line']}" if type(one) is dict else None,
)
def test_next_is_the_step_that_the_grader_names(page, verdict, following, said):
    """And what is to be corrected is one click away, in the box where it stands."""
    page.evaluate("() => { for (const hint of document.querySelectorAll('details.hint')) hint.open = false; }")
    page.evaluate("fake.move('tangent_line', 31)")
    box = box_of(page, "deriv")
    check(page, box, answer(verdict, "what is said") | {"next": following})
    expect(box.locator(".next")).to_have_text(f"Next: {said}")
    go = box.locator(".next button", has_text="line")
    if go.count():
        there = box_of(page, "tangent_line" if "tangent_line" in said else "deriv")
        go.click()
        expect(there.locator(".cm-content")).to_be_focused()
        shown = there.locator(".cm-line").all_inner_texts()[following["line"] - (31 if "tangent_line" in said else 12)]
        assert there.locator(".cm-marked").all_inner_texts() == [shown]
    page.evaluate("fake.move('tangent_line', 12)")


def test_after_a_pass_the_page_runs_with_ones_own_function(page):
    block = page.locator(".run", has_text='print("slope   ", deriv(square, x))')
    tools = block.locator("+ .tools")
    page.evaluate("workbook.progress({ deriv: 'todo' })")
    expect(tools).to_contain_text("Solve deriv first.")
    assert tools.get_by_role("link").get_attribute("href").endswith("derivatives.html#deriv")
    assert tools.get_by_role("button", name="Run").is_disabled()
    box = box_of(page, "deriv")
    block.locator("~ .output code").first.evaluate("e => { e.textContent = 'printed by <b>yours</b>\\n'; }")
    check(page, box, answer(lines=["7 of 7 checks hold."]))
    expect(box.locator("h3 .state")).to_have_text("right")
    expect(box.locator(".next")).to_have_text("Next: approximate_derivative")
    expect(box.locator(".after")).to_contain_text("use it, and ran with yours: Forward against central")
    box.locator("details.solution summary").click()
    expect(box.locator("details.solution code")).to_have_text("def deriv(x):\n    return x\n")
    expect(block.locator("~ .ran").first).to_have_text(
        "With your functions, the same as on this pageprinted by <b>yours</b>"
    )  # text, not markup
    asked = [code for _, code in told(page, "run")]
    assert [code for code in asked if "deriv(square, x)" in code]
    assert [code for code in asked if "leaky_relu" in code] == []  # not written yet
    mark = page.locator(".md-nav .mark[data-name=deriv]")
    expect(mark).to_have_text("deriv: right")


def test_the_menu_keeps_the_place_of_who_moves_through_it_with_keys(page):
    mark = page.locator(".md-nav .mark[data-name=deriv]")
    mark.focus()
    for verdict, state in (("wrong", "not right yet"), ("pass", "right")):
        page.evaluate("verdict => workbook.progress({ deriv: verdict })", verdict)
        expect(mark).to_have_text(re.compile(f"deriv: {state}"))
        expect(mark).to_be_focused()


ASKED_BEFORE_IT_WAS_SAVED = """async () => {
  const { load } = workbook.backend, box = workbook.boxes.get("step_errors"), before = await load("step_errors");
  let go;
  const saved = new Promise(done => { go = done; });
  workbook.backend.load = async () => { workbook.backend.load = load; await saved; return before; };
  const noticed = box.keeper.changed();
  box.editor.text += "  # mine";
  box.typed();
  await box.keeper.save();
  go();
  await noticed;
  return box.editor.text;
}"""


def test_what_the_file_held_before_does_not_come_back_where_it_was_asked_for_before_a_save(page):
    assert page.evaluate(ASKED_BEFORE_IT_WAS_SAVED).endswith("  # mine")


def test_a_block_can_be_changed_and_brought_back(page):
    page.evaluate("workbook.progress({ deriv: 'pass' })")
    block = page.locator(".run", has_text="x, move, slope = 3.0, 0.01, 6.0")
    tools, ran = block.locator("+ .tools"), block.locator("~ .ran").first
    expect(tools.get_by_role("button", name="As it was")).to_be_hidden()
    enter_at_the_end(block)
    page.keyboard.type("\nfrom exercises.chains import chain_deriv_2 as c")
    expect(tools).to_contain_text("Solve chain_deriv_2 first.")
    page.keyboard.press("Control+a")
    page.keyboard.type("1 / 0")
    page.keyboard.press("Control+Enter")
    expect(ran).to_contain_text("It stopped")
    expect(ran).to_contain_text("ZeroDivisionError: division by zero (line 1)")
    tools.get_by_role("button", name="As it was").click()
    expect(block.locator(".cm-content")).to_contain_text("x, move, slope = 3.0, 0.01, 6.0")
    expect(tools.get_by_role("button", name="Run")).to_be_focused()


def both_change(page, typed, name, text):
    """Type in a box whose file was changed; that is noticed when the box is saved, or told of, whatever comes first."""
    page.evaluate("([name, text]) => Object.assign(fake.file(name), { text, version: 'theirs' })", [name, text])
    page.keyboard.type(typed)
    page.evaluate("([name, text]) => fake.write(name, text)", [name, text])


def test_a_change_in_the_file_appears_in_the_box_and_where_both_changed_the_reader_chooses(page):
    box, text = box_of(page, "step_errors"), "workbook.boxes.get('step_errors').editor.text"
    page.evaluate("fake.write('step_errors', 'def step_errors(f):\\n    return 1')")
    expect(box.locator(".kept")).to_have_text("Changed in exercises/derivatives.py.")
    assert page.evaluate(text).endswith("return 1")
    for choice, kept in (("Keep this box", "return 1 + 1"), ("Take the file", "return 2")):
        enter_at_the_end(box)
        both_change(page, " + 1", "step_errors", "def step_errors(f):\n    return 2")
        conflict = box.get_by_role("group", name="Which text shall be kept?")
        expect(conflict.locator("pre").first).to_contain_text(" + 1")
        expect(conflict.locator("pre").last).to_contain_text("return 2")
        box.get_by_role("button", name="Check", exact=True).click()
        expect(box.locator(".kept")).to_have_text("Choose first which of the two texts to keep.")
        expect(conflict.get_by_role("button").first).to_be_focused()
        conflict.get_by_role("button", name=choice).click()
        expect(conflict).to_have_count(0)
        page.wait_for_function(f"fake.files.step_errors.text.endsWith('{kept}') && {text}.endsWith('{kept}')")
    enter_at_the_end(box)
    both_change(page, " + mine", "step_errors", "def step_errors(f):\n    return 3")
    expect(conflict).to_be_visible()
    box.get_by_role("button", name="Start again").click()
    box.get_by_role("button", name="Bring the stub back").click()
    expect(conflict).to_have_count(0)
    assert told(page, "reset", "step_errors")[-1][2].endswith(" + mine")  # so that it is kept
    expect(box.locator(".cm-content")).to_be_focused()


def test_where_the_file_is_gone_the_reader_chooses_and_where_it_comes_back_there_is_nothing_to_choose(page):
    box = box_of(page, "approximate_derivative")
    stub = page.evaluate("fake.file('approximate_derivative').text")
    mine = stub.replace("raise NotImplementedError", "return 1")
    choices = box.get_by_role("group", name="Which text shall be kept?")
    lost = "([name, text, gone]) => { fake.file(name).gone = gone; fake.write(name, text); }"
    page.evaluate(lost, ["approximate_derivative", mine, False])
    expect(box.locator(".kept")).to_have_text("Changed in exercises/derivatives.py.")
    page.evaluate(lost, ["approximate_derivative", stub, True])
    expect(choices).to_contain_text("exercises/derivatives.py is not there any more. Nothing is lost")
    page.evaluate(lost, ["approximate_derivative", mine, False])
    expect(choices).to_have_count(0)
    page.evaluate(lost, ["approximate_derivative", stub, True])
    choices.get_by_role("button", name="Keep this box").click()
    expect(choices).to_have_count(0)
    page.wait_for_function("fake.files.approximate_derivative.text.endsWith('return 1')")


def test_what_is_typed_while_the_grader_is_away_is_kept(visit, address):
    """Also when the page is closed meanwhile; the editor, which cannot be fetched here, is a plain field."""
    seen = with_a_grader(visit, address, "functions")
    page = seen.page
    page.route("**/codemirror.min.js", lambda route: route.abort())
    page.evaluate("fake.down = true")
    page.evaluate("fake.write('sigmoid', 'def sigmoid(x): ...')")
    expect(box_of(page, "sigmoid").locator(".kept")).to_have_text("The grader does not answer.")
    page.evaluate("fake.down = false")
    expect(box_of(page, "sigmoid").locator("code[role=textbox]")).to_have_text("def sigmoid(x): ...\n")
    page.evaluate("fake.down = true")
    box = box_of(page, "relu")
    field = box.locator("textarea")
    enter_at_the_end(box, "textarea")
    page.keyboard.type(" # kept")
    expect(box.locator(".kept")).to_have_text("The grader does not answer. What you typed is kept in this browser.")
    page.reload()
    page.wait_for_function("window.fake?.files.relu?.text.endsWith(' # kept')")  # saved, as nobody else has changed it
    expect(box.locator(".kept")).to_have_text("Saved in exercises/functions.py.")
    assert page.evaluate("localStorage['workbook:relu']") is None
    page.evaluate("fake.down = true")
    enter_at_the_end(box, "textarea")
    page.keyboard.type("!")
    expect(box.locator(".kept")).to_contain_text("does not answer")
    page.route(
        "**/workbook/backend.js",
        lambda route: route.fulfill(body=f"{FAKE}fake.file('relu').text = 'def relu(x): ...';"),
    )
    page.reload()
    conflict = box.get_by_role("group", name="Which text shall be kept?")
    expect(conflict.locator("pre").last).to_have_text("def relu(x): ...")
    page.reload()  # without a choice
    expect(conflict.locator("pre").first).to_have_text(re.compile("# kept!"))
    conflict.get_by_role("button", name="Take the file").click()
    expect(box.locator(".highlight code").first).to_have_text("def relu(x): ...\n")
    box.get_by_role("button", name="Picture").click()
    expect(box.locator(".shown img")).to_have_attribute("alt", "relu: yours and the expected curve")
    box.get_by_role("button", name="Start again").click()
    box.get_by_role("button", name="Bring the stub back").click()
    expect(field).to_have_value(re.compile("raise NotImplementedError"))
    expect(box.locator("h3 .state")).to_have_text("not written yet")


def test_the_map_says_where_the_reader_is_and_what_leans_on_what(visit, address):
    """An exercise that is not in this kit has no mark, and its box stays as it is."""
    seen = with_a_grader(visit, address, "index", size=NARROW, before="delete fake.verdicts.plot;")
    page, here = seen.page, seen.page.locator("course-map")
    assert here.locator(".mark").count() == page.locator(".md-nav .mark").count() == 44
    expect(here.locator(".sum")).to_have_text("1 of 44 exercises are right. Go on with relu.")
    assert here.locator("[aria-current=step]").get_attribute("data-name") == "relu"
    here.locator(".mark[data-name=step_errors]").focus()
    expect(here.locator(".told")).to_contain_text("It leans on deriv and approximate_derivative.")
    assert here.locator(".needed").evaluate_all("marks => marks.map(m => m.dataset.name)") == [
        "deriv",
        "approximate_derivative",
    ]
    here.locator(".mark[data-name=deriv]").hover()
    assert "step_errors" in here.locator(".leans").evaluate_all("marks => marks.map(m => m.dataset.name)")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    wait_until_ready(page)
    assert_readable_by_everyone(page, "the map, narrow")
    assert seen.console == []


ONLY_THE_BOX = """() => {
  for (const other of document.querySelectorAll("article > :not(exercise-box[name=square], h1, h2)")) other.remove();
}"""


def test_everyone_can_use_a_box(visit, address):
    page = with_a_grader(visit, address, "functions").page
    page.evaluate("fake.write('square', 'def square(x):\\n    return x')")
    box = box_of(page, "square")
    check(page, box, wrong(place={"line": 13, "columns": [4, 10]}))
    expect(box.locator(".cm-marked-part")).to_be_visible()
    box.locator(".cm-content").click()
    both_change(page, " ", "square", "def square(x):\n    return x * x")
    expect(box.locator(".conflict")).to_be_visible()
    page.evaluate(ONLY_THE_BOX)
    judged = {("light", 1280): RULES, ("dark", 390): LOOKS}
    for scheme, size in itertools.product(("light", "dark"), (WIDE, NARROW)):
        way = (scheme, size["width"])
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        wait_until_ready(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert_no_text_is_faint(page, way)
        if way in judged:
            assert_no_rule_is_broken(page, way, judged[way])
