"""The site as files: links, anchors, exercises in their place, no solution, nothing from outside, small enough.

Of the instructors' site some pages are built as they are, and of the others the boxes of their exercises; with
GRADER_WHOLE=1 all of it, strictly (see `docs/contributing.md`).
"""

from __future__ import annotations

import ast
import html
import re
import shutil
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
from helpers import WHOLE
from sites import build

from docs_tools.__main__ import pack
from docs_tools.hooks import refuse_outside
from grader.course.syllabus import load_course

from .conftest import PAGES, ROOT

EXERCISES = load_course().exercises


VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Anchors(HTMLParser):
    """Ids, links, and the tags that do not close what was opened."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.twice, self.links, self.open, self.unbalanced = set(), [], [], [], []
        self.feed(text)

    def handle_startendtag(self, tag, attrs):
        """An empty element of SVG or MathML: nothing to close."""

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append((tag, self.getpos()))

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if values.get("id") in self.ids:
            self.twice.append(values["id"])
        if "id" in values:
            self.ids.add(values["id"])
        if tag == "a" and values.get("href"):
            self.links.append(values["href"])


AS_THEY_ARE = ("index", "chains", "students")  # no picture is on a page before them: each has the same number
OVER_THE_INSTRUCTORS = """
INHERIT: {root}/mkdocs.instructor.yml
docs_dir: docs
hooks: ["{root}/docs_tools/hooks.py"]
watch: []
"""


@pytest.fixture(scope="module")
def instructor_site(tmp_path_factory):
    room = tmp_path_factory.mktemp("instructors")
    if WHOLE:
        return build(room / "site", "--strict", "-f", "mkdocs.instructor.yml")
    docs = shutil.copytree(ROOT / "docs", room / "docs")
    for name in PAGES:
        if name not in AS_THEY_ARE:
            boxes = "".join(f"\n\n::exercise {one.name}" for one in EXERCISES if one.unit == name)
            (docs / f"{name}.md").write_text(f"# {name}{boxes}\n", encoding="utf-8")
    (room / "mkdocs.yml").write_text(OVER_THE_INSTRUCTORS.format(root=ROOT), encoding="utf-8")
    return build(room / "site", "-f", str(room / "mkdocs.yml"))


@pytest.fixture(scope="session")
def parsed(site):
    return {path: Anchors(path.read_text(encoding="utf-8")) for path in site.rglob("*.html") if path.name != "404.html"}


def test_every_page_of_the_docs_is_there(site):
    assert {f"{name}.html" for name in PAGES} <= {path.name for path in site.glob("*.html")}


def test_the_students_menu_holds_the_students_pages(site, instructor_site):
    menus = [
        re.search(r"<nav[^>]*md-nav--primary.*?</nav>\s*</div>", (folder / "functions.html").read_text(), re.DOTALL)[0]
        for folder in (site, instructor_site)
    ]
    linked = [set(re.findall(r'href="([a-z_]+)\.html"', menu)) for menu in menus]
    others = {
        "instructors",
        "teaching",
        "release",
        "classroom",
        "gradescope",
        "report",
        "jail",
        "contributing",
        "jupyterhub",
    }
    assert linked[0].isdisjoint(others)
    assert linked[0] >= {"students", "training", "notation", "reference"}
    assert linked[1] >= others


def test_every_page_is_led_to_from_the_opening_page(parsed):
    known = {path.name: found for path, found in parsed.items()}
    seen, todo = set(), ["index.html"]
    while todo:
        name = todo.pop()
        if name in known and name not in seen:
            seen.add(name)
            todo += [urlsplit(link).path or name for link in known[name].links]
    assert seen == set(known)


def test_every_tag_is_closed_and_every_id_is_there_once(parsed):
    assert {page.name: found.unbalanced[:2] for page, found in parsed.items() if found.unbalanced or found.open} == {}
    assert {page.name: found.twice for page, found in parsed.items() if found.twice} == {}


def test_every_internal_link_and_anchor_leads_somewhere(parsed):
    broken, count = [], 0
    for page, found in parsed.items():
        for link in found.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            count += 1
            fragment = unquote(parts.fragment)
            if not target.exists() or (fragment and target in parsed and fragment not in parsed[target].ids):
                broken.append(f"{page.name}: {link}")
    assert broken == []
    assert count > 500


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_exercise_has_its_place(site, exercise):
    text = (site / f"{exercise.unit}.html").read_text(encoding="utf-8")
    assert len(re.findall(rf'<h3[^>]* id="{exercise.name}"', text)) == 1
    box = text[text.index(f'id="{exercise.name}"') :]
    box = box[: box.index("</exercise-box>")]
    plain = html.unescape(re.sub(r"<[^>]+>", "", box))
    assert f"def {exercise.name}(" in plain
    assert "raise NotImplementedError" in plain
    assert f"uv run grader check {exercise.name}\n" in plain
    for level in (1, 2, 3):
        assert f"Hint {level}: the " in plain
    assert "What is checked: " in plain
    assert "Solution" not in plain


def bodies():
    """The lines of every solution that no stub has."""
    for exercise in EXERCISES:
        text = (ROOT / "solutions" / f"{exercise.unit}.py").read_text(encoding="utf-8")
        tree = ast.parse(text)
        function = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == exercise.name)
        lines = text.splitlines()[function.body[1].lineno - 1 : function.end_lineno]
        yield exercise, "\n".join(line.strip() for line in lines if line.strip() and not line.strip().startswith("#"))


def plain_text(site):
    pages = [path.read_text(encoding="utf-8") for path in [*site.rglob("*.html"), *site.glob("search/*")]]
    texts = [html.unescape(re.sub(r"<[^>]+>", "", page.replace("\\n", "\n"))) for page in pages]
    return "\n".join(line.strip() for text in texts for line in text.splitlines() if line.strip())


def test_no_solution_is_on_the_students_site(site):
    text = f"\n{plain_text(site)}\n"
    found = [exercise.name for exercise, body in bodies() if f"\n{body}\n" in text]
    assert found == []
    last_lines = {body.splitlines()[-1] for _, body in bodies()}
    assert [line for line in last_lines if f"\n{line}\n" in text] == []


def test_every_solution_is_on_the_instructors_site(instructor_site):
    text = f"\n{plain_text(instructor_site)}\n"
    missing = [exercise.name for exercise, body in bodies() if body.splitlines()[-1] not in text]
    assert missing == []


def test_nothing_useless_is_shipped(site):
    names = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    assert [name for name in names if name.endswith((".map", ".ttf", ".woff", ".md", ".py"))] == []
    assert [name for name in names if "lunr" in name or name.startswith("data/")] == []
    assert "sourceMappingURL" not in "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.js"))
    found = (site / "search" / "search_index.json").read_text(encoding="utf-8")
    pages = "".join((site / f"{name}.html").read_text(encoding="utf-8") for name in PAGES)
    drawn = {html.unescape(words) for words in re.findall(r"<desc[^>]*>([^<]+)</desc>", pages)}
    assert [words for words in drawn if not re.search(rf"\s{re.escape(words)}[\s<\"]", found)] == []
    assert "<p>Diagram</p>" not in found


def test_zip_is_small_and_always_the_same(site, tmp_path):
    archives = [tmp_path / "one.zip", tmp_path / "two.zip"]
    for archive in archives:
        pack(site, archive)
    assert archives[0].read_bytes() == archives[1].read_bytes()
    assert archives[0].stat().st_size < 1_000_000


def test_zip_reads_and_searches_from_files(site, tmp_path, visit):
    pack(site, tmp_path / "docs.zip")
    with zipfile.ZipFile(tmp_path / "docs.zip") as archive:
        archive.extractall(tmp_path)
    folder = (tmp_path / "calculus-kit-docs").as_uri()
    seen = visit(folder, search=True)
    page = seen.page
    page.goto(f"{folder}/index.html")
    page.get_by_role("link", name="3 Chains of functions").first.click()
    page.wait_for_function("customElements.get('moving-figure') !== undefined")
    slider = page.locator("moving-figure input").first
    before = page.locator('[data-number="slope"]').inner_text()
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert page.locator('[data-number="slope"]').inner_text() != before
    page.locator(".md-search__input").click()
    page.keyboard.type("tangent")
    page.locator(".md-search-result__link[href*='h=tangent']").first.click()  # those to parts of the word came before
    page.wait_for_url("**/*.html?h=*")
    assert "tangent" in page.text_content("article").lower()
    assert seen.console == []
    assert seen.outside == []


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://example.org/x.js"></script>',
        '<link rel="stylesheet" href="//example.org/x.css">',
        "<img src=http://example.org/x.png>",
        "@import 'https://example.org/x.css';",
        "a { background: url(https://example.org/x.png) }",
    ],
)
def test_what_loads_from_outside_stops_the_build(text):
    with pytest.raises(Exception, match="loads from outside"):
        refuse_outside(text, "page.md")


def test_a_link_to_outside_is_no_load():
    there = "https://example.org/"
    refuse_outside(f'<a href="{there}">there</a><link rel="canonical" href="{there}">', "page.md")


def test_formulas_use_only_characters_that_the_fonts_have(site):
    from docs_tools.vendor_katex import ASCII, GREEK, SIGNS

    used = set()
    for path in site.rglob("*.html"):
        for formula in re.findall(r'class="katex-html".*?(?=</span></(?:span|div)>)', path.read_text(encoding="utf-8")):
            used |= set(html.unescape(re.sub(r"<[^>]*>?", "", formula.split(">", 1)[1])))
    assert used - set(ASCII + GREEK + SIGNS) == set()
    assert len(used) > 80


def test_spelling():
    patterns = ("docs/*.md", "docs_tools/*.py", "docs/assets/js/**/*.js", "docs_tools/codemirror/*.js")
    files = [str(path) for pattern in patterns for path in ROOT.glob(pattern)]
    assert len(files) > 20
    command = [sys.executable, "-m", "codespell_lib", *files]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == ""
    assert done.returncode == 0, done.stderr


def lesson_of(path):
    """What a page says, without solutions; they make a part higher."""
    article = re.search(r"<article.*</article>", path.read_text(encoding="utf-8"), re.DOTALL)[0]
    without = re.sub(r'<details class="solution">.*?</details>\n?', "", article, flags=re.DOTALL)
    return re.sub(r"--lines:\d+", "", without)


def test_another_build_gives_the_same_pages_but_for_the_solutions(site, instructor_site):
    """Each site is built by a process of its own."""
    assert sorted(path.stem for path in site.glob("*.html") if path.name != "404.html") == PAGES
    for name in PAGES if WHOLE else AS_THEY_ARE:
        assert lesson_of(site / f"{name}.html") == lesson_of(instructor_site / f"{name}.html"), name


def test_nothing_names_the_machine_it_was_built_on(site):
    for path in [*site.rglob("*.html"), *site.glob("search/*")]:
        assert str(ROOT) not in path.read_text(encoding="utf-8")
