"""What lies beside the pages for practice in them: files known by their hash, two zips; a file that does not come."""

import base64
import gzip
import io
import json
import re
import zipfile

import pytest
from playwright.sync_api import expect

from docs_tools.__main__ import FOLDER, pack, pack_practice
from docs_tools.practice.compiled import LIBRARY, with_compiled
from docs_tools.practice.sources import collect, wanted
from docs_tools.serving import serve

from .conftest import visiting
from .judging import wait_until_quiet


def entries(archive):
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        return {one.filename: found.read(one) for one in found.infolist() if not one.is_dir()}


def test_the_files_are_what_the_list_says(practised):
    """Put together again from their parts, each is the one with its hash, but for what was compiled beside it."""
    folder = practised / "practice"
    (path,) = folder.glob("index-*.js")
    index = json.loads(path.read_text(encoding="utf-8").removeprefix("workbook.bundle(").removesuffix(");\n"))
    whole = {}
    for name, entry in index["files"].items():
        data = b""
        for known, size in entry["parts"]:
            text = (folder / "parts" / f"{known}.js").read_text(encoding="utf-8")
            part = base64.b64decode(re.fullmatch(r'workbook\.part\("\w+","(.*)"\);\n', text)[1])
            assert len(part) == size
            data += part
        whole[name] = gzip.decompress(data) if entry["gzip"] else data
    published = collect(wanted())
    assert all(one.is_it(whole[one.name]) for one in wanted() if one.name != LIBRARY)
    library, was = entries(whole[LIBRARY]), entries(published[LIBRARY])
    assert {name: library[name] for name in was} == was
    added = library.keys() - was
    assert len(added) > 100
    assert {name.removesuffix("c") for name in added} <= was.keys()
    sources = {f"kit/{name}" for name in entries(whole["kit.zip"])}
    sources |= {f"lib/python3.12/site-packages/{name}" for name in entries(whole[index["wheel"]])}
    compiled = {
        re.sub(r"__pycache__/(\w+)\.cpython-312\.pyc$", r"\1.py", name) for name in entries(whole["compiled.zip"])
    }
    assert len(compiled) > 100
    assert compiled <= sources
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
    assert 11_000_000 < (tmp_path / "practice.zip").stat().st_size < 12_500_000
    for name in ("docs", "practice"):
        with zipfile.ZipFile(tmp_path / f"{name}.zip") as archive:
            archive.extractall(tmp_path)
    here = {path.relative_to(tmp_path / FOLDER) for path in (tmp_path / FOLDER).rglob("*.js")}
    assert here >= {path.relative_to(practised) for path in practised.rglob("*.js")}
    assert (tmp_path / FOLDER / "practice" / "here.js").read_bytes() == (
        practised / "practice" / "here.js"
    ).read_bytes()


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("throw new Error('no such machine');", "node does not run Python: .*no such machine"),
        ("exports.loadPyodide = () => ({});", "node does not run Python: .*not a function"),
        (None, "node is not installed here"),
    ],
)
def test_where_node_compiles_nothing_the_bundle_does_without_and_that_is_said(monkeypatch, caplog, script, why):
    if script is None:
        monkeypatch.setenv("PATH", "")
    files = {"pyodide.js": (script or "").encode(), "kit.zip": b"", LIBRARY: b"", "numpy.whl": b""}
    assert with_compiled(files, "numpy.whl") == files
    (record,) = caplog.records
    assert re.match(why, record.getMessage())


def test_without_a_bundle_there_is_no_second_zip(site, tmp_path):
    assert not pack_practice(site, tmp_path / "practice.zip")
    assert list(tmp_path.iterdir()) == []
    assert (site / "practice" / "here.js").read_text(encoding="utf-8").startswith("/* No Python lies beside")


@pytest.fixture(scope="module")
def there(practised):
    """The address of the pages with the bundle beside them."""
    with serve(practised) as address:
        yield address


@pytest.fixture(scope="module")
def lesson(chromium, there):
    """A page for tests that load a lesson one after the other, each as one who has not asked for Python yet."""
    with visiting(chromium) as visit:
        page = visit(there, search=True).page
        page.add_init_script("localStorage.clear()")
        yield page


def test_a_lesson_weighs_as_before_until_python_is_asked_for(lesson, there):
    page = lesson
    page.goto(f"{there}/functions.html")
    wait_until_quiet(page)
    names = page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
    assert {name.rsplit("/", 1)[1] for name in names if "/practice/" in name or "/workbook/" in name} == {"start.js", "here.js", "try.js"}  # fmt: skip  # noqa: E501
    assert page.evaluate("document.fonts.size >= 0 && navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0  # fmt: skip  # noqa: E501


@pytest.mark.parametrize(
    ("what", "answer"),
    [
        ("parts/*", {"status": 404}),
        ("parts/*", {"body": "<!doctype html>Sign in", "content_type": "text/html"}),
        ("parts/*", {"body": "", "content_type": "text/javascript"}),
        ("index-*", {"body": "workbook.bundle({", "content_type": "text/javascript"}),
    ],
)
def test_a_file_that_does_not_come_is_said(lesson, there, what, answer):
    """Missing, cut off, or another one in its place: nobody waits for it for ever, or is told that there is no room."""
    page = lesson
    page.unroute_all()
    page.route(f"**/practice/{what}.js", lambda route: route.fulfill(**answer))
    page.goto(f"{there}/functions.html")
    page.get_by_role("button", name="Try it here").first.click()
    bar = page.locator(".practice")
    expect(bar.get_by_role("alert")).to_contain_text("A file of Python cannot be loaded.")
    expect(bar.get_by_role("alert")).to_contain_text("Then load this page again.")
    expect(bar.get_by_role("progressbar")).to_be_hidden()
    expect(bar).not_to_contain_text("not for marks")
