"""The page of `grader learn` in Chromium, with the grader behind it: what it says is what `grader check` says."""

import itertools
import re
from contextlib import ExitStack, contextmanager

import pytest
from helpers import ENDLESS, WHOLE, valid, write_submission
from playwright.sync_api import expect
from workbook.learner import LIMITS, serving

from grader.authoring.audit.as_written import as_written
from grader.course.solutions.library import alternatives, misconceptions
from grader.course.syllabus import load_course
from grader.grading.place.find import places_in, with_places
from grader.grading.session import Session
from grader.sandbox.start import make_workers
from grader.submission.folder import read_submission
from grader.submission.reader import LocalReader
from grader.workbook.changes import MOST
from grader.workbook.requests import UPDATED

from .conftest import visiting

COURSE = load_course()
EXPECTED = re.compile(r"^failed: .*/api/|a status of 4(03|09) ")  # it left what was going on, or was refused
LOADED = """async () => {  // asked again and again: the policy of the page forbids what Playwright would wait with
  const all = () => window.workbook?.begun && [...workbook.boxes.values()].every(box => box.keeper?.saved);
  while (!all()) await new Promise(done => setTimeout(done, 20));
}"""
CHECK = """async ([name, text]) => {
  const box = workbook.boxes.get(name), before = box.editor.text, place = workbook.backend.place;
  let searched;
  workbook.backend.place = name => (searched = place(name));
  workbook.blocksWith = () => [];  // they run with it after a pass, which is tested elsewhere
  if (text) { box.editor.text = text; box.typed(); }
  await box.check();
  const { diagnosis } = await searched || {};
  const shown = [...box.verdict.children].map(part => part.textContent), exercise = box.result.exercise;
  workbook.backend.place = place;
  return { exercise: { ...exercise, diagnosis: diagnosis || exercise.diagnosis }, shown, before };
}"""
BACK = """async ([name, text]) => {
  const box = workbook.boxes.get(name);
  box.editor.text = text;
  box.typed();
  await box.keeper.save();
}"""


@contextmanager
def opened(chromium, site, room, base):
    """A learner, and their page, opened as `grader learn` does."""
    with serving(room, base, site) as learner, visiting(chromium) as visit:
        seen = visit(learner.server.access.address, search=True, viewport={"width": 1280, "height": 900})
        first = learner.server.access.new_file().as_uri()
        seen.page.goto(first)
        seen.page.wait_for_url(f"{learner.server.access.address}/{'functions.html' if base == 'stubs' else ''}")
        yield learner, seen.page
        assert [said for said in seen.console if not EXPECTED.search(said)] == []
        assert [url for url in seen.outside if url != first] == []


def lesson(learner, page, unit):
    """Open a lesson, and wait for its boxes."""
    page.goto(f"{learner.server.access.address}/{unit}.html")
    page.evaluate(LOADED)


def box_of(page, name):
    return page.locator(f"exercise-box[name={name}]")


def write(page, name, text):
    """Type a text in the place of what stands in a box."""
    box = box_of(page, name)
    box.locator(":is(code[role=textbox], .cm-content):visible").click()
    expect(box.locator(".cm-content")).to_be_focused()  # what is pressed before is not all kept
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def written(unit):
    """The functions of a unit as students write them: as the solution, with each mistake, and in each other way."""
    for exercise in unit.exercises:
        others = [*misconceptions(unit.name).get(exercise.name, []), *alternatives(unit.name).get(exercise.name, [])]
        yield exercise.name, ""
        yield from ((exercise.name, as_written(exercise, one).strip()) for one in others)


def variants():
    """One in forty, always the same, with its unit; a documented run takes them all."""
    for unit in COURSE.units:
        yield unit.name, list(itertools.islice(written(unit), 0, None, 1 if WHOLE else 40))


def ask(learner, name, text):
    """What a box would be told; afterwards the file is as before."""
    before = learner.ask("load", name=name)
    saved = learner.ask("save", **before | {"name": name, "text": text or before["text"]})
    answer = learner.ask("check", name=name)
    exercise, submission = answer["exercise"], read_submission(learner.folder, COURSE, LocalReader())
    if answer["searches"]:
        exercise["diagnosis"] = learner.ask("place", name=name)["diagnosis"]
    learner.ask("save", name=name, text=before["text"], version=saved["version"])
    return name, submission, {"exercise": exercise}


def test_the_page_says_what_the_command_says(chromium, site, tmp_path):
    """In every other lesson they are typed in their boxes, else asked of the server; the documented run types all."""
    told = []
    with opened(chromium, site, tmp_path, "solutions") as (learner, page):
        for number, (unit, functions) in enumerate(variants()):
            if not WHOLE and number % 2:
                told += [ask(learner, *one) for one in functions]
                continue
            lesson(learner, page, unit)
            for name, text in functions:
                found = page.evaluate(CHECK, [name, text])
                told.append((name, read_submission(learner.folder, COURSE, LocalReader()), found))
                page.evaluate(BACK, [name, found["before"]])
    session = Session(COURSE, LIMITS, make_workers())  # now that nobody else asks the reference
    for name, submission, found in told:
        report = session.grade(submission, [COURSE.exercise(name)])
        report = with_places(report, places_in(session, submission, report))
        (expected,) = valid(report.to_json())["exercises"]
        assert found["exercise"] | {"seconds": 0} == expected | {"seconds": 0}
        if "shown" in found:
            shown = found["shown"]
            assert shown[0].startswith(expected["verdict"].upper())
            said = expected["diagnosis"]
            assert said is None or said["message"] in shown, name
    session.close()
    for in_box in (True, False):
        verdicts = {found["exercise"]["verdict"] for _, _, found in told if ("shown" in found) is in_box}
        assert {"pass", "wrong", "error"} <= verdicts or (WHOLE and not in_box)


@pytest.fixture(scope="module")
def beginner(chromium, site, tmp_path_factory):
    with opened(chromium, site, tmp_path_factory.mktemp("beginner"), "stubs") as (learner, page):
        lesson(learner, page, "functions")
        yield learner, page


def test_a_function_is_wrong_then_right_in_the_page_and_on_the_disk(beginner, grading):
    learner, page = beginner
    box, mark = box_of(page, "square"), page.locator(".md-nav .mark[data-name=square]")
    expect(mark).to_have_text("square: not written yet, you are here")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")  # past all boxes: Material has seen each
    mark.focus()
    for key in ("Enter", "Tab", "Tab"):  # to its heading, to the link there, into the editor
        page.keyboard.press(key)
    expect(box.locator(".cm-content")).to_be_focused()
    for body, verdict, state in (("return x + x", "wrong", "not right yet"), ("return x * x", "pass", "right")):
        page.keyboard.type(body)  # in the place of the raise, and then of the line
        page.keyboard.press("Control+Enter")
        expect(box.locator(".judged strong")).to_have_text(verdict.upper())
        expect(mark).to_have_text(re.compile(f"square: {state}"))
        text = page.evaluate("workbook.boxes.get('square').editor.text")
        assert text.endswith(f"\n    {body}")
        assert text in (learner.folder / "functions.py").read_text(encoding="utf-8")
        assert grading(learner.folder, "square").verdicts == {"square": verdict}
        page.keyboard.press("Home")
        page.keyboard.press("Shift+End")
    expect(page.locator(".md-nav [aria-current=step]")).to_have_text(re.compile("^relu: "))


@pytest.mark.parametrize(
    ("text", "verdict", "said"),
    [
        (
            f"{ENDLESS}\ndef relu(x): return x",
            "error",
            "does not come to its end in time",
        ),
        (
            "import time\ndef relu(x):\n    while True: print('x' * 10**6); time.sleep(0.02)",
            "timeout",
            "did not end in time",
        ),
        ("def relu(x):\n    return input('<b>How much?</b>')", "error", "the grader cannot type"),
        ("def relu(x):\n    import os; os.abort()", "error", "was ended by SIGABRT"),
        ("def relu(x):\n    print('<img src=x onerror=alert(1)>')\n    return x", "wrong", "<img src=x"),
    ],
    ids=["an import that never ends", "much output", "input", "a crash", "markup"],
)
def test_whatever_a_function_does_the_page_goes_on(beginner, text, verdict, said):
    _, page = beginner
    box = box_of(page, "relu")
    write(page, "relu", text)
    page.keyboard.press("Control+Enter")
    expect(box.locator(".verdict:not(.is-old) .judged strong")).to_have_text(verdict.upper())
    expect(box.locator(".verdict")).to_contain_text(said)
    assert len(box.inner_text()) < 20_000
    assert box.locator(".verdict img").count() == 0
    write(page, "relu", "def relu(x):\n    return np.maximum(x, 0)")
    page.keyboard.press("Control+Enter")
    expect(box.locator(".verdict:not(.is-old) .judged strong")).to_have_text("PASS")


SEEN = """seen => {
  Object.defineProperty(document, "hidden", { get: () => !seen, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_a_page_that_nobody_looks_at_leaves_its_stream_to_others(beginner):
    """And when it is looked at again, it shows what was saved meanwhile."""
    learner, page = beginner
    path, box = learner.folder / "functions.py", box_of(page, "sigmoid")

    def saved_elsewhere(body):
        text = path.read_text(encoding="utf-8")
        before = page.evaluate("workbook.boxes.get('sigmoid').keeper.saved")
        path.write_text(text.replace(before, f"def sigmoid(x):\n    return {body}"), encoding="utf-8")

    page.evaluate(SEEN, False)
    saved_elsewhere("'hidden'")
    with ExitStack() as others:
        for _ in range(MOST):
            others.enter_context(learner.events(seconds=60))  # the page's own may end a moment after it is hidden
        page.evaluate(SEEN, True)  # too many listen now, so it looks by itself
        expect(box).to_contain_text("return 'hidden'")
    page.evaluate(SEEN, False)
    page.evaluate(SEEN, True)
    saved_elsewhere("'seen'")
    expect(box).to_contain_text("return 'seen'")


def test_what_is_long_is_saved_too(beginner):
    """More than a browser sends for a page that is closed."""
    learner, page = beginner
    before = page.evaluate("workbook.boxes.get('leaky_relu').editor.text")
    page.evaluate(BACK, ["leaky_relu", f"{before}\n    # {'é' * 40_000}"])
    assert "é" * 40_000 in (learner.folder / "functions.py").read_text(encoding="utf-8")
    page.evaluate(BACK, ["leaky_relu", before])


def test_a_page_of_before_goes_on_once_the_new_server_knows_its_browser(beginner):
    """What was typed meanwhile is saved then; and a page that cannot begin says why, and begins when it can."""
    learner, page = beginner
    box, cookies = box_of(page, "leaky_relu"), page.context.cookies()
    page.context.clear_cookies()
    page.evaluate(BACK, ["leaky_relu", "def leaky_relu(x):\n    return 'meanwhile'"])
    expect(box.locator(".kept")).to_contain_text("Open these pages through the file that")
    page.context.add_cookies(cookies)
    expect(box.locator(".kept")).to_have_text("Saved in exercises/functions.py.")
    assert "'meanwhile'" in (learner.folder / "functions.py").read_text(encoding="utf-8")
    away = learner.folder.rename(learner.folder.parent / "away")
    page.reload()
    expect(page.locator("article > .problem[role=alert]")).to_contain_text("There is no folder")
    away.rename(learner.folder)
    expect(box.locator("code[role=textbox]")).to_contain_text("'meanwhile'")
    expect(page.locator("article > .problem")).to_have_count(0)


def test_a_block_that_draws_shows_its_picture(beginner):
    learner, page = beginner
    write_submission(learner.folder, "solutions")
    lesson(learner, page, "plots")
    block = page.locator(".run", has_text="plot(x, [f(x), 2 * x - 3]")
    tools, picture = block.locator("+ .tools"), block.locator("+ .tools + .ran img")
    tools.get_by_role("button", name="Run").click()
    expect(picture).to_have_attribute("alt", "What this block draws with your functions.")
    assert picture.evaluate("async image => { await image.decode(); return image.naturalWidth; }") > 300


def test_where_the_course_was_updated_run_says_what_check_says(beginner, monkeypatch):
    learner, page = beginner
    write_submission(learner.folder, "solutions")
    lesson(learner, page, "functions")
    box, block = box_of(page, "square"), page.locator(".run", has_text="import square").first
    monkeypatch.setattr(learner.server.workbook, "_stamp", lambda: "another course")
    block.locator("+ .tools").get_by_role("button", name="Run").click()
    expect(block.locator("+ .tools + .ran")).to_have_text(UPDATED)
    for button in ("Check", "Picture"):
        box.get_by_role("button", name=button, exact=True).click()
        expect(box.locator(".kept")).to_have_text(UPDATED.replace("`", ""))
        box.evaluate("box => box.say('')")
