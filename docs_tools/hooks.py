"""MkDocs hook: the site loads nothing from outside, and what it does not use is not in it."""

from __future__ import annotations

import html
import json
import logging
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from pathspec.gitignore import GitIgnoreSpec

from docs_tools.course_map import course_script
from docs_tools.mistakes import LessonError
from docs_tools.practice import BUNDLE
from docs_tools.practice.bundle import read_known, release_now
from docs_tools.views import VIEWS

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

_LOG = logging.getLogger("mkdocs.hooks")
_LOADS = re.compile(
    r"""<(?:script|link|img|iframe|source|video|audio|object|embed)\b[^>]*?"""
    r"""\b(?:src|srcset|href|data)=["']?(?:https?:)?//[^"'> ]+"""
)
_CODE_BLOCK = re.compile(r"(<pre[^>]*>(?:<span></span>)?<code)>(.*?)</code>", re.DOTALL)
_STATED = re.compile(r'rel="?canonical')  # an address that is told, not loaded
_STYLE_LOADS = re.compile(r"""(?:@import\s+|url\()["']?(?:https?:)?//[^"')]+""")
_SOURCE_MAP = re.compile(r"\n?(?://|/\*)# sourceMappingURL=.*?(?:\*/|$)", re.MULTILINE)
_BODY = re.compile(r"<body\b[^>]*>")
_DARK_AT_ONCE = (  # Material's script, which comes last, would turn a page dark that was light before
    '<script>if(!__md_get("__palette")&&matchMedia("(prefers-color-scheme: dark)").matches)'
    'document.body.setAttribute("data-md-color-scheme","slate")</script>'
)
_NOT_FOR_STUDENTS = {"For instructors", "For contributors"}
_UNNAMED_SEARCH = '<div class="md-search" data-md-component="search" role="dialog">'


def on_config(config: MkDocsConfig) -> None:
    """Leave out of the students' menu what is for others; the opening page leads there."""
    if not config.extra["students"]:
        return
    others = [section for section in config.nav or [] if _NOT_FOR_STUDENTS & section.keys()]
    config.nav = [section for section in config.nav or [] if section not in others]
    pages = [path for section in others for part in section.values() for page in part for path in page.values()]
    config.not_in_nav = GitIgnoreSpec.from_lines(pages)


def refuse_outside(text: str, where: str) -> None:
    """Stop the build if a page or a style sheet would fetch something from another host."""
    for match in [*_LOADS.finditer(text), *_STYLE_LOADS.finditer(text)]:
        if not _STATED.search(match[0]):
            raise PluginError(f"{where} loads from outside: {match[0]}")


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """Check what a page loads, make it dark at once, and name what Material leaves without a name."""
    del config
    return _mended(output, page.file.src_uri)


def on_post_template(output: str, *, template_name: str, config: MkDocsConfig) -> str:
    """The same for the page that a server shows where there is none."""
    del config
    return _mended(output, template_name) if template_name == "404.html" else output


def _mended(output: str, where: str) -> str:
    refuse_outside(output, where)
    if _UNNAMED_SEARCH not in output:
        raise PluginError("Material's search has changed: look whether its dialog has a name now (docs_tools/hooks.py)")
    output = _BODY.sub(lambda body: body[0] + _DARK_AT_ONCE, output, count=1)
    output = _CODE_BLOCK.sub(_count_longest_line, output)
    return output.replace(_UNNAMED_SEARCH, _UNNAMED_SEARCH.replace("role", 'aria-label="Search" role'))


def _count_longest_line(match: re.Match[str]) -> str:
    """Say of a code block how wide it is, so that the keyboard can be let in where it scrolls (`access.js`)."""
    lines = html.unescape(re.sub(r"<[^>]+>", "", match[2])).splitlines()
    return f'{match[1]} data-longest="{max(map(len, lines), default=0)}">{match[2]}</code>'


def on_build_error(error: Exception) -> None:
    """Tell of a mistake in a lesson in its own words, as its author needs no traceback of ours."""
    if isinstance(error, LessonError):
        raise PluginError(str(error)) from None


def on_post_build(*, config: MkDocsConfig) -> None:
    """Write the course for the page's scripts; take out source maps and the search's files for other languages."""
    site = Path(config.site_dir)
    (site / "assets" / "js" / "workbook" / "course.js").write_text(course_script(), encoding="utf-8")
    _take_practice(site)
    shutil.rmtree(site / "assets" / "javascripts" / "lunr", ignore_errors=True)
    for path in sorted(site.rglob("*")):
        if path.suffix == ".map":
            path.unlink()
        elif path.suffix in {".css", ".js"} and path.name != "search_index.js":
            text = path.read_text(encoding="utf-8")
            refuse_outside(text, path.name)
            path.write_text(_SOURCE_MAP.sub("", text), encoding="utf-8")
    _shorten_search(site / "search" / "search_index.json")


def _take_practice(site: Path) -> None:
    """Take along the bundle for practice in the page, if it was made; `PRACTICE` names another folder, or none."""
    bundle = os.environ.get("PRACTICE", str(BUNDLE))
    if not bundle or not (Path(bundle) / "here.js").is_file():
        _LOG.info("No bundle for practice in the page: the site is as without it (python -m docs_tools.practice)")
    elif read_known(Path(bundle)) != release_now():
        _LOG.info("The bundle for practice in the page is of another state of the course, and left out: make it anew")
    else:
        shutil.copytree(bundle, site / "practice", dirs_exist_ok=True)


def _shorten_search(path: Path) -> None:
    """Who searches fetches the whole index: code, lists of checks, names of views and empty space stay out of it."""
    index = json.loads(path.read_text(encoding="utf-8"))
    for entry in index["docs"]:
        text = re.sub(r"<pre>.*?</pre>", "", entry["text"], flags=re.DOTALL).split("<p>Parameters:</p>")[0]
        text = re.sub(r"What is checked: .*?</ul>", "", text, flags=re.DOTALL)
        text = re.sub(rf"<p>({'|'.join(VIEWS.values())})?</p>", "", text)
        entry["text"] = re.sub(r"\s+", " ", text).strip()
    path.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
