"""Practice in the page, with nothing behind it but files: Python in Chromium says what a kit's command says.

A fixed fortieth of wrong and right functions is tried; all of them with GRADER_WHOLE=1 (see `docs/contributing.md`).
"""

import itertools
import json
import re
import shutil
import subprocess
import sys
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path

import pytest
from helpers import WHOLE, run_grader
from playwright.sync_api import expect

from docs_tools.serving import serve
from grader.authoring.audit.as_written import as_written, solution_files
from grader.course.solutions.library import alternatives, misconceptions
from grader.course.syllabus import load_course

from .conftest import visiting

HERE = Path(__file__).resolve().parent
COURSE = load_course()
BASE = solution_files(COURSE)
UNITS = [unit for unit in COURSE.units if not unit.preload]
CASES = """cases => cases.reduce(async (before, { files, name }) => {
  const all = await before, { report, searches } = await workbook.practice.ask("check", { name, files }, [name]);
  if (searches) {
    const { diagnosis } = await workbook.practice.ask("place", { name, files }, [name]);
    if (diagnosis) report.exercises[0].diagnosis = diagnosis;
  }
  return [...all, report];
}, Promise.resolve([]))"""
IMPATIENT = """() => {
  const { prototype } = workbook.Python, run = prototype.run;
  prototype.run = function (job, terms) { return run.call(this, job, { ...terms, call: 2 }); };
  return () => { prototype.run = run; };
}"""
ROOM_FOR_ONE = """() => {
  const One = BrowserWorker;
  let made = 0;
  window.BrowserWorker = function (...words) {
    if (++made === 2) throw new RangeError("no room");
    return new One(...words);
  };
}"""
ALL_FILES = """async () => {
  const { files } = await workbook.contents(), found = await workbook.filesOf(Object.keys(files));
  return Object.values(found).filter(one => one.blob.size).length;
}"""
# What differs in a page: words of the versions there (Python 3.12, numpy 2.0.2), and numbers of a machine that tells
# nobody where they overflow, so that numpy warns of nothing, and reckons otherwise in the last digits of float32. What
# code prints is not the same on all processors to the last digit either: 12 digits are compared.
VERSION_WORDS = [("only length-1 arrays can", "only 0-dimensional arrays can")]
WARNED = "Python warned: RuntimeWarning"
IN_FLOAT32 = "float32"  # a misconception that lives in those digits: there the verdict is the same, and it has no name
DIFFERENT = {
    "only length-1 arrays can": ("square", "functions", "def square(x):\n    return float(x)\n"),
    WARNED: ("square", "functions", "def square(x):\n    np.ones(1) / 0\n    return x * x\n"),
    IN_FLOAT32: ("deriv", "derivatives", """def deriv(func, input_, delta=0.001):
    x, step = np.asarray(input_, np.float32), np.float32(delta)
    return (func(x + step) - func(x - step)) / (2 * step)
"""),
}  # fmt: skip


def wait_for_python(page):
    """Look at the bar only: to look through all texts of a lesson again and again takes as long as Python's start."""
    page.locator(".practice .state", has_text="Python is ready.").wait_for()


@contextmanager
def practising(chromium, root, unit="functions"):
    """A lesson whose reader has asked for Python, which is there."""
    with visiting(chromium) as visit:
        seen = visit(root, search=True, viewport={"width": 1280, "height": 900})
        page = seen.page
        page.goto(f"{root}/{unit}.html")
        page.get_by_role("button", name="Try it here").first.click()
        wait_for_python(page)
        page.wait_for_function("window.workbook?.begun")
        yield page
        assert seen.console == []
        assert seen.outside == []


@contextmanager
def impatient(page):
    """What never ends is given a second for a call, as it takes one of two processors."""
    patient = page.evaluate_handle(IMPATIENT)
    yield
    patient.evaluate("again => again()")


@pytest.fixture(scope="module")
def server(practised):
    """The address of the pages, and what ends their server, which nothing but the last test may do."""
    with ExitStack() as running:
        yield running.enter_context(serve(practised)), running.close


@pytest.fixture(scope="module")
def page(chromium, server):
    """One for all tests that go on with what Python is there."""
    with practising(chromium, server[0]) as page:
        yield page


@pytest.fixture(scope="module")
def disk(chromium, practised):
    """One that was opened from the disk, likewise; the last test of these takes it elsewhere."""
    with practising(chromium, practised.as_uri()) as page:
        yield page


def written(unit):
    """The functions of a unit as students write them, with each mistake and in each other way."""
    for exercise in unit.exercises:
        for one in [*misconceptions(unit.name).get(exercise.name, []), *alternatives(unit.name).get(exercise.name, [])]:
            yield {"name": exercise.name, "files": {**BASE, unit.name: BASE[unit.name] + as_written(exercise, one)}}


def plain(report):
    """A report without what is another one each time, and without what differs in a page; see above."""
    for exercise in report["exercises"]:
        exercise["seconds"] = 0
        exercise["answer"] = None  # what a batch knows the answers by, their words included
        exercise["remarks"] = [one for one in exercise["remarks"] if not one.startswith(WARNED)]
        exercise["output"] = re.sub(r"-?\d+\.\d{12,}", lambda one: f"{float(one[0]):.12g}", exercise["output"])
    text = json.dumps(report, ensure_ascii=False)
    for word, instead in VERSION_WORDS:
        text = text.replace(word, instead)
    return json.loads(text)


def is_in_float32(report):
    (exercise,) = report["exercises"]
    return (exercise["diagnosis"] or {}).get("misconception") == IN_FLOAT32


def differences(mine, theirs):
    """What differs, part by part, as pairs."""
    if isinstance(mine, dict) and isinstance(theirs, dict) and mine.keys() == theirs.keys():
        mine, theirs = list(mine.values()), list(theirs.values())
    if isinstance(mine, list) and isinstance(theirs, list) and len(mine) == len(theirs):
        for pair in zip(mine, theirs, strict=True):
            yield from differences(*pair)
    elif mine != theirs:
        yield mine, theirs


def exceptions(mine, theirs):
    """Which of what differs in a page is in two reports."""
    (one,) = theirs["exercises"]
    if any(remark.startswith(WARNED) for remark in one["remarks"]):
        yield WARNED
    if is_in_float32(theirs):
        yield IN_FLOAT32
    yield from (word for word, _ in VERSION_WORDS if word in json.dumps(mine))


def test_the_page_says_what_the_kit_says(page, disk, ran, tmp_path):
    """Every other one over http, the rest from the disk. Of what may differ, all is there."""
    cases = [case for unit in UNITS for case in itertools.islice(written(unit), 0, None, 1 if WHOLE else 40)]
    for name, unit, text in DIFFERENT.values():
        cases.append({"name": name, "files": {**BASE, unit: f"import numpy as np\n\n{text}"}})
    (tmp_path / "cases.json").write_text(json.dumps(cases), encoding="utf-8")
    command = [HERE / "kit_reports.py", shutil.copytree(ran, tmp_path / "kit"), tmp_path / "cases.json", tmp_path / "told"]  # fmt: skip  # noqa: E501
    found = [None] * len(cases)
    with subprocess.Popen([sys.executable, "-P", *command]) as grading:
        for at, place in enumerate((page, disk)):
            found[at::2] = place.evaluate(CASES, cases[at::2])
    assert grading.returncode == 0
    expected = json.loads((tmp_path / "told").read_text(encoding="utf-8"))
    assert [set(exceptions(*pair)) for pair in zip(found, expected, strict=True)][-len(DIFFERENT) :] == [{one} for one in DIFFERENT]  # fmt: skip  # noqa: E501
    differ = {
        f"{case['name']} {number}": told
        for number, (case, mine, theirs) in enumerate(zip(cases, map(plain, found), map(plain, expected), strict=True))
        if not is_in_float32(theirs) and (told := list(differences(mine, theirs)))
    }
    assert differ == {}
    same = [[one["exercises"][0]["verdict"] for one in reports] for reports in (found, expected)]
    assert same[0] == same[1]
    verdicts = {one["exercises"][0]["verdict"] for one in found}
    assert {"pass", "wrong", "error"} <= verdicts


def test_every_solution_passes(page, disk):
    names = [one.name for unit in UNITS for one in unit.exercises]
    for place in (page, disk):
        told = place.evaluate(
            "words => workbook.practice.ask('verdicts', ...words)", [{"names": names, "files": BASE}, names]
        )
        assert told["verdicts"] == dict.fromkeys(names, "pass")
    assert len(names) > 40


def test_python_starts_from_what_was_compiled(page):
    """Of its own modules, of numpy's, and of the grader's."""
    marks = "(json.__file__[-4:], *(open(one, 'rb').read(8)[4] for one in (np.__cached__, grader.__cached__)))"
    found = check(page, body(f"assert {marks} == ('.pyc', 1, 1), {marks}; return x * x", "import grader, json"))
    assert found["exercise"]["verdict"] == "pass", found["lines"]


# --- what a reader's code may do


def body(statement, head=""):
    """A `square` with a statement in the place of its body, below a head."""
    return f"import numpy as np\n{head}\n\ndef square(x):\n    {statement}\n"


OF_A_MATRIX = "np.ndim(x) == 2"  # one of the calls


def check(page, text, name="square", unit="functions"):
    """What the page is told of a function in a file of its own."""
    files = {**BASE, unit: text}
    return page.evaluate("words => workbook.practice.ask('check', ...words)", [{"name": name, "files": files}, [name]])


@pytest.mark.parametrize(
    ("text", "verdict", "words"),
    [
        (body(f"while {OF_A_MATRIX}: print('much' * 1000)\n    return x * x"), "timeout", "did not end in time. Is there a loop that never stops?"),  # noqa: E501
        (body(f"if {OF_A_MATRIX}: import os; os._exit(1)\n    return x * x"), "error", "the process ended itself (os._exit or a crash)"),  # noqa: E501
        (body("return square(x)"), "error", "raised RecursionError"),
        (body("return np.ones(10**8)"), "error", "raised MemoryError"),
        (body("raise SystemExit"), "error", "raised SystemExit"),
        (body("return input()"), "error", "EOFError: the grader cannot type"),
        (body("import js; return x"), "error", "raised ModuleNotFoundError: No module named 'js'"),
    ],
)  # fmt: skip
def test_whatever_code_does_is_told_and_the_next_check_is_as_ever(page, text, verdict, words):
    """Where a Python ends by it, another one starts, which takes seconds; so it ends in one of the calls."""
    with impatient(page) if verdict == "timeout" else nullcontext():
        found = check(page, text)
    assert words in "\n".join(found["lines"])
    assert found["exercise"]["verdict"] == verdict
    assert check(page, body("return x * x"))["exercise"]["verdict"] == "pass"


def test_gigabytes_of_output_are_cut_and_judged(page):
    found = check(page, body("for _ in range(300): print('x' * 10**7)\n    return x * x"))
    assert found["exercise"]["verdict"] == "pass"
    assert len(found["exercise"]["output"]) <= 4000


def test_nothing_goes_out_and_what_is_changed_does_not_outlive_its_check(page):
    """Neither a patch of numpy nor a module; what the patch leads to is told, and then Python is another one."""
    out = "try: web.urlopen('http://localhost:9')\n    except OSError as problem: print(problem)"
    found = check(
        page, body(f"{out}\n    return np.multiply(x, x)", "import urllib.request as web\nnp.multiply = np.add")
    )
    assert "Host is unreachable" in found["exercise"]["output"]
    assert found["exercise"]["verdict"] == "wrong"
    assert found["exercise"]["diagnosis"]["message"].startswith("You doubled each number.")
    assert check(page, body("return np.multiply(x, x)"))["exercise"]["verdict"] == "pass"


# --- where Python falls over


def test_where_python_falls_over_a_sentence_says_what_to_do(page):
    """The one who judges cannot answer: what Python said of that is folded."""
    bar = page.locator(".practice")
    told = page.evaluate("workbook.practice.ask('no such thing', {}).catch(problem => problem.message)")
    assert told.startswith("Python in this page failed, which is no mistake of yours.")
    assert told.endswith("Press Restart Python, then try again.")
    assert bar.get_by_role("alert").locator("p").inner_text() == told
    folded = bar.locator("details:not([open])")
    assert folded.locator("pre").is_hidden()
    folded.locator("summary").click()
    assert "KeyError: 'no such thing'" in bar.locator("details pre").inner_text()


def test_python_begins_anew_and_where_there_is_no_room_for_two_one_does_both(page):
    """The page says so; the clock and what comes after it are the same. From here on, one does both in this page."""
    bar = page.locator(".practice")
    page.evaluate(ROOM_FOR_ONE)
    page.get_by_role("button", name="Restart Python").click()
    expect(bar.locator(".problem")).to_be_empty()
    expect(bar.locator(".told").first).to_contain_text("for you, not for marks")
    wait_for_python(page)
    assert check(page, body("return x * x"))["exercise"]["verdict"] == "pass"
    with impatient(page):
        found = check(page, body("return x", "while True: pass"))
    assert "does not come to its end" in "\n".join(found["lines"])
    assert check(page, body("return x + x"))["exercise"]["verdict"] == "wrong"


# --- from a disk


GRADED_BESIDE = """(async () => {
  while ((await workbook.backend.progress()).square !== "pass") await new Promise(done => setTimeout(done, 50));
})()"""


def test_from_a_disk_without_a_network(disk, practised, tmp_path):
    """`square` is wrong, then right, the map moves, and it is there after a reload; then what is done is graded.

    What was exported comes back, and takes the place of what was written since, which is kept.
    """
    page, box = disk, disk.locator("exercise-box[name=square]")
    page.context.set_offline(True)

    def write(statement):
        box.locator(":is(code[role=textbox], .cm-content):visible").click()
        expect(box.locator(".cm-content")).to_be_focused()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(f"def square(x):\n    return {statement}")

    write("x + x")
    page.keyboard.press("Control+Enter")
    expect(box.locator(".verdict strong")).to_have_text("WRONG")
    expect(box.locator(".verdict .question")).to_contain_text("You doubled each number.")
    mark = page.locator(".md-nav .mark[data-name=square]").first
    expect(mark).to_have_class(re.compile("wrong"))
    write("x * x")
    page.keyboard.press("Control+Enter")
    expect(box.locator(".verdict strong")).to_have_text("PASS")
    expect(mark).to_have_class(re.compile("pass"))
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    (tmp_path / "class").mkdir()
    download.value.save_as(tmp_path / "class" / "ada.zip")
    write("x + 1")
    page.set_input_files("input[type=file]", tmp_path / "class" / "ada.zip")
    expect(page.locator(".practice")).to_contain_text("Imported: functions.py. What stood here before is kept")
    expect(box.locator(".cm-content")).to_contain_text("return x * x")
    page.evaluate(GRADED_BESIDE)
    (old,) = page.evaluate("workbook.store.replaced().map(one => one.text)")
    assert "return x + 1" in old
    page.reload()
    page.wait_for_function("window.workbook?.begun")
    expect(box.locator("code[role=textbox]")).to_contain_text("return x * x")
    expect(box).to_have_attribute("data-verdict", "pass")
    assert page.locator(".practice .state").inner_text() == ""  # Python comes when it is needed
    page.goto(f"{practised.as_uri()}/plots.html")
    page.wait_for_function("window.workbook?.begun")
    expect(page.locator("exercise-box .try").first).to_contain_text("Plots are not drawn in the page")
    assert page.locator("exercise-box.is-live").count() == 0
    run_grader("batch", tmp_path / "class", "square", "--out", tmp_path / "graded", "--no-jail")
    (line,) = (tmp_path / "graded" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    report = json.loads(line)
    assert (report["student"], report["exercises"][0]["verdict"], report["flags"]) == ("ada", "pass", [])


# --- without a server


def test_what_was_read_is_there_without_a_server(page, server):
    """Pages, Python and the answers of units that were not asked for yet; it stands last, for it ends the server."""
    address, end = server
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    end()
    another = page.context.new_page()
    another.goto(f"{address}/functions.html")
    another.wait_for_function("window.workbook?.begun")
    another.goto(f"{address}/functions.html#square")
    assert another.evaluate(ALL_FILES) > 10
    another.close()
