"""Practice in the page, with nothing behind it but files: Python in Chromium says what a kit's command says.

A fixed tenth of wrong and right functions is tried; all of them with GRADER_WHOLE=1 (see `docs/contributing.md`).
"""

import base64
import gzip
import itertools
import json
import re
import shutil
import subprocess
import sys
import zipfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from helpers import WHOLE, run_grader
from playwright.sync_api import expect

from docs_tools.__main__ import FOLDER, pack, pack_practice
from docs_tools.practice.sources import wanted
from docs_tools.serving import serve
from grader.authoring.audit.as_written import as_written, solution_files
from grader.course.solutions.library import alternatives, misconceptions
from grader.course.syllabus import load_course

from .conftest import visiting

HERE = Path(__file__).resolve().parent
COURSE = load_course()
BASE = solution_files(COURSE)
UNITS = [unit for unit in COURSE.units if not unit.preload]
SLOW = 120_000  # ms, on a busy machine
CASES = """cases => cases.reduce(async (before, { files, name }) => {
  const all = await before, { report, searches } = await workbook.practice.ask("check", { name, files }, [name]);
  if (searches) {
    const { diagnosis } = await workbook.practice.ask("place", { name, files }, [name]);
    if (diagnosis) report.exercises[0].diagnosis = diagnosis;
  }
  return [...all, report];
}, Promise.resolve([]))"""
ALL_FILES = """async () => {
  const { files } = await workbook.contents(), found = await workbook.filesOf(Object.keys(files));
  return Object.values(found).filter(one => one.blob.size).length;
}"""
# What differs in a page: words of the versions there (Python 3.12, numpy 2.0.2), and numbers of a machine that tells
# nobody where they overflow, so that numpy warns of nothing, and reckons otherwise in the last digits of float32.
VERSION_WORDS = [("only length-1 arrays can", "only 0-dimensional arrays can")]
WARNED = "Python warned: RuntimeWarning"
IN_FLOAT32 = "float32"  # a misconception that lives in those digits: there the verdict is the same, and it has no name


@contextmanager
def practising(chromium, root, unit="functions"):
    """A lesson whose reader has asked for Python, which is there."""
    with visiting(chromium) as visit:
        seen = visit(root, search=True, viewport={"width": 1280, "height": 900})
        page = seen.page
        page.set_default_timeout(SLOW)
        page.goto(f"{root}/{unit}.html")
        page.get_by_role("button", name="Try it here").first.click()
        page.get_by_text("Python is ready.").wait_for()
        page.wait_for_function("window.workbook?.begun")
        yield page
        assert seen.console == []
        assert seen.outside == []


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


def test_the_page_says_what_the_kit_says(page, kit, tmp_path):
    cases = [case for unit in UNITS for case in itertools.islice(written(unit), 0, None, 1 if WHOLE else 10)]
    (tmp_path / "cases.json").write_text(json.dumps(cases), encoding="utf-8")
    command = [HERE / "kit_reports.py", shutil.copytree(kit, tmp_path / "kit"), tmp_path / "cases.json", tmp_path / "told"]  # fmt: skip  # noqa: E501
    grading = subprocess.Popen([sys.executable, "-P", *command])
    found = page.evaluate(CASES, cases)
    assert grading.wait() == 0
    expected = json.loads((tmp_path / "told").read_text(encoding="utf-8"))
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


def test_every_solution_passes(page):
    names = [one.name for unit in UNITS for one in unit.exercises]
    told = page.evaluate(
        "words => workbook.practice.ask('verdicts', ...words)", [{"names": names, "files": BASE}, names]
    )
    assert told["verdicts"] == dict.fromkeys(names, "pass")
    assert len(names) > 40


# --- what a reader's code may do


def body(statement, head=""):
    """A `square` with a statement in the place of its body, below a head."""
    return f"import numpy as np\n{head}\n\ndef square(x):\n    {statement}\n"


def check(page, text, name="square", unit="functions"):
    """What the page is told of a function in a file of its own."""
    files = {**BASE, unit: text}
    return page.evaluate("words => workbook.practice.ask('check', ...words)", [{"name": name, "files": files}, [name]])


@pytest.mark.parametrize(
    ("text", "verdict", "words"),
    [
        (body("while True: print('much' * 1000)"), "timeout", "did not end in time. Is there a loop that never stops?"),
        (body("return x * x", "while True: pass"), "error", "it does not come to its end in time"),
        (body("import os; os._exit(1)"), "error", "the process ended itself (os._exit or a crash)"),
        (body("return square(x)"), "error", "raised RecursionError"),
        (body("return np.ones(10**8)"), "error", "raised MemoryError"),
        (body("raise SystemExit"), "error", "raised SystemExit"),
        (body("return input()"), "error", "EOFError: the grader cannot type"),
        (body("import js; return x"), "error", "raised ModuleNotFoundError: No module named 'js'"),
    ],
)
def test_whatever_code_does_is_told_and_the_next_check_is_as_ever(page, text, verdict, words):
    found = check(page, text)
    assert words in "\n".join(found["lines"])
    assert found["exercise"]["verdict"] == verdict
    assert check(page, body("return x * x"))["exercise"]["verdict"] == "pass"


def test_gigabytes_of_output_are_cut_and_judged(page):
    found = check(page, body("for _ in range(300): print('x' * 10**7)\n    return x * x"))
    assert found["exercise"]["verdict"] == "pass"
    assert len(found["exercise"]["output"]) <= 4000


def test_a_patch_of_numpy_does_not_outlive_its_check(page):
    """It is told what it leads to, and then Python is another one."""
    assert check(page, body("return np.multiply(x, x)", "np.multiply = np.add"))["exercise"]["verdict"] == "wrong"
    assert check(page, body("return np.multiply(x, x)"))["exercise"]["verdict"] == "pass"


# --- from a disk


def test_from_a_disk_without_a_network(chromium, practised, tmp_path):
    """`square` is wrong, then right, the map moves, and it is there after a reload; then what is done is graded."""
    with practising(chromium, practised.as_uri()) as page:
        page.context.set_offline(True)
        box = page.locator("exercise-box[name=square]")

        def write(statement):
            box.locator(":is(code[role=textbox], .cm-content):visible").click()
            expect(box.locator(".cm-content")).to_be_focused()
            page.keyboard.press("Control+a")
            page.keyboard.insert_text(f"def square(x):\n    return {statement}")
            page.keyboard.press("Control+Enter")

        write("x + x")
        expect(box.locator(".verdict strong")).to_have_text("WRONG")
        expect(box.locator(".verdict .question")).to_contain_text("You doubled each number.")
        mark = page.locator(".md-nav .mark[data-name=square]").first
        expect(mark).to_have_class(re.compile("wrong"))
        write("x * x")
        expect(box.locator(".verdict strong")).to_have_text("PASS")
        expect(mark).to_have_class(re.compile("pass"))
        page.reload()
        page.wait_for_function("window.workbook?.begun")
        expect(box.locator("code[role=textbox]")).to_contain_text("return x * x")
        expect(box).to_have_attribute("data-verdict", "pass")
        assert page.locator(".practice .state").inner_text() == ""  # Python comes when it is needed
        with page.expect_download() as download:
            page.get_by_role("button", name="Export").click()
        (tmp_path / "class").mkdir()
        download.value.save_as(tmp_path / "class" / "ada.zip")
        page.goto(f"{practised.as_uri()}/plots.html")
        page.wait_for_function("window.workbook?.begun")
        expect(page.locator("exercise-box .try").first).to_contain_text("Plots are not drawn in the page")
        assert page.locator("exercise-box.is-live").count() == 0
    run_grader("batch", tmp_path / "class", "square", "--out", tmp_path / "graded", "--no-jail")
    (line,) = (tmp_path / "graded" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    report = json.loads(line)
    assert (report["student"], report["exercises"][0]["verdict"], report["flags"]) == ("ada", "pass", [])


def test_where_there_is_no_room_for_two_one_does_both(chromium, practised):
    """The page says so; the clock and what comes after it are the same."""
    only = "const One = Worker; let made = 0; window.Worker = function (...words) { if (made++ === 1) throw new RangeError('no room'); return new One(...words); };"  # noqa: E501
    with visiting(chromium) as visit:
        page = visit(practised.as_uri(), search=True).page
        page.set_default_timeout(SLOW)
        page.add_init_script(only)  # the second
        page.goto(f"{practised.as_uri()}/functions.html")
        page.get_by_role("button", name="Try it here").first.click()
        page.get_by_text("for you, not for marks").wait_for()
        page.get_by_text("Python is ready.").wait_for()
        assert "does not come to its end" in "\n".join(check(page, body("return x", "while True: pass"))["lines"])
        page.get_by_role("button", name="Restart Python").click()
        assert check(page, body("return x + x"))["exercise"]["verdict"] == "wrong"


# --- what lies beside the pages


def test_the_files_are_what_the_list_says(practised):
    """Put together again from their parts, each is the one with its hash."""
    folder = practised / "practice"
    (path,) = folder.glob("index-*.js")
    index = json.loads(path.read_text(encoding="utf-8").removeprefix("workbook.bundle(").removesuffix(");\n"))
    for one in wanted():
        entry, whole = index["files"][one.name], b""
        for known, size in entry["parts"]:
            text = (folder / "parts" / f"{known}.js").read_text(encoding="utf-8")
            part = base64.b64decode(re.fullmatch(r'workbook\.part\("\w+","(.*)"\);\n', text)[1])
            assert len(part) == size
            whole += part
        assert one.is_it(gzip.decompress(whole) if entry["gzip"] else whole), one.name
    used = {known for entry in index["files"].values() for known, _ in entry["parts"]}
    assert {path.stem for path in (folder / "parts").iterdir()} == used
    assert {path.name for path in (folder / "licences").iterdir()} == {
        "README.txt", "numpy.txt", "pyodide.txt", "python.txt",
    }  # fmt: skip


def test_two_zips_lie_beside_each_other(practised, tmp_path):
    """The first is what it is without the bundle; the second, over it, is the whole site."""
    pack(practised, tmp_path / "docs.zip")
    assert (tmp_path / "docs.zip").stat().st_size < 1_000_000
    assert pack_practice(practised, tmp_path / "practice.zip")
    assert 8_500_000 < (tmp_path / "practice.zip").stat().st_size < 9_900_000
    for name in ("docs", "practice"):
        with zipfile.ZipFile(tmp_path / f"{name}.zip") as archive:
            archive.extractall(tmp_path)
    here = {path.relative_to(tmp_path / FOLDER) for path in (tmp_path / FOLDER).rglob("*.js")}
    assert here >= {path.relative_to(practised) for path in practised.rglob("*.js")}
    assert (tmp_path / FOLDER / "practice" / "here.js").read_bytes() == (
        practised / "practice" / "here.js"
    ).read_bytes()


def test_without_a_bundle_there_is_no_second_zip(site, tmp_path):
    assert not pack_practice(site, tmp_path / "practice.zip")
    assert list(tmp_path.iterdir()) == []
    assert (site / "practice" / "here.js").read_text(encoding="utf-8").startswith("/* No Python lies beside")


def test_a_lesson_weighs_as_before_until_python_is_asked_for(visit, practised):
    with serve(practised) as address:
        page = visit(address, search=True).page
        page.goto(f"{address}/functions.html", wait_until="networkidle")
        names = page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
        assert {name.rsplit("/", 1)[1] for name in names if "/practice/" in name or "/workbook/" in name} == {"start.js", "here.js", "try.js"}  # fmt: skip  # noqa: E501
        assert page.evaluate("document.fonts.size >= 0 && navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0  # fmt: skip  # noqa: E501


def test_what_was_read_is_there_without_a_server(page, server):
    """Pages, Python and the answers of units that were not asked for yet; it stands last, for it ends the server."""
    address, end = server
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    end()
    another = page.context.new_page()
    another.set_default_timeout(SLOW)
    another.goto(f"{address}/functions.html")
    another.wait_for_function("window.workbook?.begun")
    another.goto(f"{address}/functions.html#square")
    assert another.evaluate(ALL_FILES) > 10
    another.close()
