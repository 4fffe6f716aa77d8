"""What is written in a page without a grader behind it: kept in the browser by release, exported, imported."""

import json
import zipfile

import pytest
from helpers import run_grader, write_submission
from playwright.sync_api import expect

from grader.cli.migrate import kit_in, migrate
from grader.course.release_stamp import stamp_of
from grader.course.stubs import stub_file
from grader.course.syllabus import load_course
from grader.submission.folder import read_submission
from grader.submission.reader import LocalReader
from grader.workbook.function_text import find, lines_of

from .conftest import ROOT, visiting
from .test_workbook import with_a_grader

COURSE = load_course()
STAMP = stamp_of([unit.name for unit in COURSE.units])
RELEASE = json.loads(STAMP.to_json())
MINE = "def square(x):\n    return x * x  # 🙂\n"
SCRIPTS = ("store", "zip", "take")
FAKE = ROOT / "tests" / "docs" / "fake_practice.js"
OPEN = "([release, units]) => openStore(release, units)"
PUT = "([unit, pieces]) => putFile(unit, pieces)"
LEAVE = "() => !dispatchEvent(new Event('beforeunload', { cancelable: true }))"
FORBIDDEN = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("", "SecurityError"); },
});"""


def pieces_of(unit, text):
    """A file in pieces, as the build cuts it."""
    lines, at, pieces = lines_of(text), 0, []
    spans = sorted((span, one.name) for one in COURSE.unit(unit).exercises if (span := find(lines, one.name)))
    for (begin, end), name in spans:
        pieces += [["", "".join(lines[at:begin])], [name, "".join(lines[begin:end])]]
        at = end
    return [piece for piece in [*pieces, ["", "".join(lines[at:])]] if piece[1]]


def replaced(pieces, **texts):
    return [[name, texts.get(name, text)] for name, text in pieces]


STUBS = {unit.name: pieces_of(unit.name, stub_file(unit)) for unit in COURSE.units}


def text_of(pieces):
    return "".join(text for _, text in pieces)


@pytest.fixture(scope="module")
def seen(chromium, address):
    with visiting(chromium) as visit:
        yield begun(with_a_grader(visit, address, "classroom"))  # any page would do: this is a small one


def begun(seen):
    """A page with the parts that keep, and with what they need of the one who runs Python."""
    page = seen.page
    page.expose_function("cut", lambda texts: {unit: pieces_of(unit, text) for unit, text in texts.items()})
    load(page)
    return seen


def load(page):
    page.add_script_tag(path=FAKE)
    page.evaluate("stamp => playPractice(stamp)", STAMP.to_json())
    for name in SCRIPTS:
        page.add_script_tag(url=f"assets/js/workbook/{name}.js")


@pytest.fixture
def page(seen):
    """The page as it is when nothing was written yet."""
    page = seen.page
    page.goto("about:blank")
    page.go_back()
    page.wait_for_function("window.workbook?.begun")
    load(page)
    page.evaluate("localStorage.clear()")
    yield page
    assert seen.console == []


def opened(page, release=RELEASE, units=STUBS):
    return page.evaluate(OPEN, [release, units])


def export(page, room):
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    room.mkdir(exist_ok=True)
    download.value.save_as(room / download.value.suggested_filename)
    return room / download.value.suggested_filename


def bring(page, *files):
    """What is said when files are imported."""
    page.locator("#said").evaluate("said => { said.textContent = ''; }")
    page.set_input_files("input[type=file]", list(files))
    said = page.locator("#said")
    page.wait_for_function("document.querySelector('#said').textContent")
    return said.inner_text()


def zipped(path, **files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_what_was_exported_is_graded_and_comes_back(page, tmp_path):
    opened(page)
    page.evaluate("begin()")
    page.evaluate(PUT, ["functions", replaced(STUBS["functions"], square=MINE)])
    path = export(page, tmp_path / "class")
    assert path.name.startswith("calculus-20")
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == sorted(
            [*(f"exercises/{unit.name}.py" for unit in COURSE.units), "exercises/release.json"]
        )
        archive.extractall(tmp_path / "out")
    work = tmp_path / "out" / "exercises"
    assert read_submission(work, COURSE, LocalReader()).units["functions"].source == text_of(
        replaced(STUBS["functions"], square=MINE)
    )
    for place, release in ((path, None), (work, STAMP.release)):
        checked = run_grader("check", "square", "--submission", place, "--no-jail", "--json", "-")
        report = json.loads(checked.stdout)
        assert (report["exercises"][0]["verdict"], report["release"], report["flags"]) == ("pass", release, [])
    path.rename(tmp_path / "class" / "ada.zip")
    run_grader("batch", tmp_path / "class", "square", "relu", "--out", tmp_path / "graded", "--no-jail")
    (line,) = (tmp_path / "graded" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    graded = json.loads(line)
    assert (graded["student"], graded["graded"]) == ("ada", True)
    assert [one["verdict"] for one in graded["exercises"]] == ["pass", "todo"]
    write_submission(tmp_path / "newer" / "exercises", "stubs")
    brought = migrate(kit_in(tmp_path / "out"), kit_in(tmp_path / "newer"), COURSE)
    assert brought.done == ["exercises/functions.py: brought square"]
    page.evaluate(PUT, ["functions", replaced(STUBS["functions"], square="def square(x): ...\n")])
    assert bring(page, tmp_path / "class" / "ada.zip").startswith(
        "Imported: functions.py. What stood here before is kept"
    )
    assert "return x * x  # 🙂" in page.evaluate("text => files.functions.map(one => one[1]).join('')")
    with zipfile.ZipFile(export(page, tmp_path)) as archive:
        (old,) = [name for name in archive.namelist() if "backup" in name]
        assert "def square(x): ...\n" in archive.read(old).decode()
    assert bring(page, tmp_path / "class" / "ada.zip") == "All of this is here already."


def test_what_cannot_be_saved_is_named_when_the_rest_is_exported(page, tmp_path):
    opened(page)
    page.evaluate("begin()")
    page.evaluate("workbook.boxes.set('relu', { keeper: { save: async () => false } })")
    export(page, tmp_path)
    assert "It lacks what stands in the box of relu: that is not saved" in page.locator("#said").inner_text()


def test_whatever_else_holds_the_files_is_read(page, tmp_path):
    opened(page)
    page.evaluate("begin()")
    text = text_of(replaced(STUBS["functions"], square=MINE))
    kit = {
        "calculus-kit/exercises/functions.py": text, "calculus-kit/grader/course/checks/functions.py": "1",
        "calculus-kit/exercises/backup/functions.py": "2", "__MACOSX/functions.py": "3", "note.txt": "4",
    }  # fmt: skip
    assert bring(page, zipped(tmp_path / "kit.zip", **kit)).startswith("Imported: functions.py.")
    assert page.evaluate("Object.fromEntries(files.functions).square") == MINE
    (tmp_path / "derivatives.py").write_text(stub_file(COURSE.unit("derivatives")) + "\nmine = 1\n", encoding="utf-8")
    assert bring(page, tmp_path / "derivatives.py").startswith("Imported: derivatives.py.")
    assert page.evaluate("files.derivatives.at(-1)") == ["", "\nmine = 1\n"]


def test_what_holds_none_changes_nothing(page, tmp_path):
    opened(page)
    page.evaluate("begin()")
    whole = zipped(tmp_path / "whole.zip", **{"functions.py": "x"}).read_bytes()
    for name, data, said in (
        ("text.zip", b"no zip", "This is not a readable zip file."),
        ("empty.zip", b"", "This is not a readable zip file."),
        ("short.zip", whole[: len(whole) // 2], "This is not a readable zip file."),
        ("other.py", b"x", "It holds no lesson file, such as functions.py."),
        ("other.zip", zipped(tmp_path / "o.zip", **{"a.py": "1"}).read_bytes(), "It holds no lesson file"),
        (
            "large.zip",
            zipped(tmp_path / "l.zip", **{"functions.py": "#" * 200_000}).read_bytes(),
            "functions.py is larger",
        ),
        ("bomb.zip", zipped(tmp_path / "b.zip", **{"functions.py": "#" * 3_000_000}).read_bytes(), "This is not a"),
        (
            "two.zip",
            zipped(tmp_path / "t.zip", **{"a/functions.py": "1", "b/functions.py": "2"}).read_bytes(),
            "There is more than one",
        ),
        (
            "bytes.zip",
            zipped(tmp_path / "y.zip", **{"functions.py": b"\xff"}).read_bytes(),
            "functions.py is not UTF-8",
        ),
        ("functions.py", "# é\n".encode("latin-1"), "functions.py is not UTF-8 text. Save it again as UTF-8."),
    ):
        (tmp_path / name).write_bytes(data)
        assert bring(page, tmp_path / name).startswith(said), name
    assert page.evaluate("JSON.stringify(files)") == json.dumps(STUBS, separators=(",", ":"), ensure_ascii=False)


def test_a_full_storage_is_said_until_there_is_room(page):
    opened(page)
    page.evaluate("fillStorage()")
    full = "The storage of this browser is full. What you write is lost when this page is closed. Export it before."
    mine = replaced(STUBS["functions"], square=MINE)
    assert page.evaluate(PUT, ["functions", mine]) == full
    assert page.evaluate("workbook.store.note({ square: 'pass' })") == full
    assert page.evaluate("workbook.store.keep('functions', [['', 'x']])") == full
    assert page.evaluate(LEAVE), "the browser asks before the page is left"
    page.evaluate(
        "for (const key of Object.keys(localStorage)) if (key.startsWith('room')) localStorage.removeItem(key)"
    )
    assert page.evaluate(PUT, ["functions", mine]) is None
    assert page.evaluate("workbook.store.note({ square: 'pass' })") is None
    page.evaluate("workbook.store.keep('functions', [['', 'x']])")
    assert not page.evaluate(LEAVE)
    found = opened(page)
    assert (found["units"]["functions"], found["verdicts"]) == (mine, {"square": "pass"})


def test_where_there_is_no_storage_all_else_works(visit, address, tmp_path):
    seen = with_a_grader(visit, address, "index")
    page = seen.page
    page.evaluate(FORBIDDEN)
    begun(seen)
    nothing = (
        "This browser keeps nothing for these pages. What you write is lost when this page is closed. Export it before."
    )
    found = opened(page)
    assert (found["units"], found["verdicts"], found["said"]) == (STUBS, {}, nothing)
    page.evaluate("begin()")
    assert page.evaluate(PUT, ["functions", replaced(STUBS["functions"], square=MINE)]) == nothing
    with zipfile.ZipFile(export(page, tmp_path)) as archive:
        assert MINE in archive.read("exercises/functions.py").decode()
    assert seen.console == []


def newer(**more):
    return RELEASE | {"release": "newer", "kit": "9.0"} | more


FRESH = [
    ["", '"""Anew."""\n\nimport math\n\n\n'],
    ["square", "def square(x):\n    new\n"],
    ["", "\n\n"],
    ["relu", "def relu(x):\n    new\n"],
    ["", "\n\n"],
    ["cube", "def cube(x):\n    new\n"],
]


def test_a_newer_release_takes_over_what_was_written(page):
    assert opened(page)["said"].startswith("What you write is kept in this browser and nowhere else")
    assert opened(page)["said"] is None
    page.evaluate(PUT, ["functions", replaced(STUBS["functions"], square=MINE)])
    page.evaluate("workbook.store.note({ square: 'pass', relu: 'wrong' })")
    found = opened(page, newer(), {"functions": FRESH})
    assert found["units"]["functions"] == replaced(FRESH, square=MINE)
    assert found["verdicts"] == {"square": "pass"}
    assert "What you wrote was brought: square." in found["said"]
    assert opened(page, newer(), {"functions": FRESH})["said"] is None
    assert opened(page)["units"]["functions"] == replaced(STUBS["functions"], square=MINE), "it is still there"
    assert opened(page, newer(release="other", course="Another"), {"functions": FRESH})["units"]["functions"] == FRESH


def test_what_stood_between_the_functions_comes_along(page):
    """And functions that the newer release does not have, with the stubs of those that are new in it."""
    opened(page)
    mine = [
        ["", "import numpy as np\n\nHELP = 2\n"],
        *replaced(STUBS["functions"], square=MINE, sigmoid="def sigmoid(x): return 1\n")[1:],
    ]
    page.evaluate(PUT, ["functions", mine])
    pieces = opened(page, newer(), {"functions": FRESH})["units"]["functions"]
    named = {name: text for name, text in pieces if name}
    assert named == {"square": MINE, "relu": FRESH[3][1], "cube": FRESH[5][1]}
    text = text_of(pieces)
    for part in ("HELP = 2", "def sigmoid(x): return 1", "\nimport math\n"):
        assert text.count(part) == 1
    compile(text.replace("    new\n", "    pass\n"), "functions.py", "exec")


def test_what_another_tab_writes_is_told(seen, page):
    opened(page)
    page.evaluate("() => { window.told = []; workbook.store.onchange((...words) => told.push(words)); }")
    other = seen.context.new_page()
    other.goto(page.url)
    mine = replaced(STUBS["chains"], chain_length_2="def chain_length_2(): ...\n")
    key = page.evaluate("Object.keys(localStorage).find(key => key.endsWith(':used'))").replace("used", "file:chains")
    other.evaluate("([key, value]) => { localStorage[key] = value; }", [key, json.dumps({"pieces": mine, "from": []})])
    page.wait_for_function("told.length")
    assert page.evaluate("told") == [["chains", mine]]
    other.close()


def test_the_box_says_what_will_not_last_and_checks_all_the_same(visit, address):
    page = with_a_grader(visit, address, "functions").page
    page.evaluate("""() => {
      const save = workbook.backend.save;
      workbook.backend.save = async (...words) => ({ ...await save(...words), said: "The storage is full." });
      workbook.backend.check = async () => { throw new Error("checked"); };
    }""")
    box = page.locator("exercise-box[name=relu]")
    box.locator("code[role=textbox]").click()
    expect(box.locator(".cm-content")).to_be_focused()  # what is pressed before is not all kept
    page.keyboard.type("#")
    kept = box.locator(".kept.problem")
    kept.filter(has_text="The storage is full.").wait_for()
    box.get_by_role("button", name="Check", exact=True).click()
    kept.filter(has_text="checked").wait_for()
