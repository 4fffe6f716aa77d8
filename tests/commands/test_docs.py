"""`grader docs`: a page is opened where it is there, built where it can be, and else what brings it is named."""

import argparse
import os

import pytest

from grader.cli import lessons
from grader.cli.browser import open_in_browser
from grader.cli.commands.student import docs
from grader.errors import BrokenError


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A place for pages, as in a fresh clone in which nothing can be built."""
    place = tmp_path / "site"
    monkeypatch.setattr(docs, "SITE", place)
    monkeypatch.setattr(lessons, "SITE", place)
    monkeypatch.setattr(lessons, "can_build", lambda: False)
    return place


def build(place, *names):
    place.mkdir(exist_ok=True)
    for name in names:
        (place / f"{name}.html").write_text("<html>")


@pytest.mark.parametrize(
    ("words", "page", "after"),
    [
        (["chain_deriv_2"], "chains.html#chain_deriv_2", "chain_deriv_2"),
        (["chains.chain_deriv_2"], "chains.html#chain_deriv_2", "chain_deriv_2"),
        (["matrices"], "matrices.html", "matmul_forward"),
        (["exercises/matrices.py"], "matrices.html", "matmul_forward"),
        (["notation"], "notation.html", "square"),
        ([], "index.html", "square"),
    ],
)
def test_docs_opens_the_page_that_is_there(run, site, words, page, after):
    build(site, "index", "chains", "matrices", "notation")
    assert run("docs", *words) == (0, f"{site.as_uri()}/{page}\nNext: grader check {after}\n", "")


def test_where_pages_cannot_be_built_the_next_command_brings_what_builds_them(run, site, monkeypatch):
    code, out, err = run("docs", "deriv")
    assert (code, err) == (2, "")
    brings = "python -m pip install --upgrade pip && python -m pip install --group docs"
    assert out.endswith(f"Next: {brings} && grader docs deriv\n")
    monkeypatch.setenv("UV", "uv")
    assert run("docs", "deriv")[1].endswith("Next: uv run --group docs grader docs deriv\n")
    assert run("docs")[1].endswith("Next: uv run --group docs grader docs\n")
    assert ".md" not in out


def test_a_clone_builds_the_pages_when_asked_and_says_so(run, site, monkeypatch):
    monkeypatch.setattr(lessons, "can_build", lambda: True)
    monkeypatch.setattr(lessons, "build_lessons", lambda: build(site, "index", "derivatives"))
    code, out, _ = run("docs", "deriv")
    assert code == 0
    assert out.startswith("The lessons are built here, once.")
    assert f"{site.as_uri()}/derivatives.html#deriv\n" in out
    assert "built here" not in run("docs", "deriv")[1], "nothing has changed since"


def test_pages_that_are_older_than_what_they_are_made_from_are_built_again(site):
    build(site, "index")
    assert not lessons.is_stale()
    os.utime(site / "index.html", (1, 1))
    assert lessons.is_stale()


def test_what_cannot_be_built_is_our_failure_and_leaves_the_old_pages(site, monkeypatch, tmp_path):
    build(site, "index")
    monkeypatch.setattr(lessons, "ROOT", tmp_path / "empty")
    (tmp_path / "empty").mkdir()
    with pytest.raises(BrokenError, match=r"^The lessons cannot be built: .*mkdocs"):
        lessons.build_lessons(site)
    assert (site / "index.html").exists()


def test_a_kit_without_its_pages_says_how_to_get_them(run, site, monkeypatch):
    monkeypatch.setattr(lessons, "IN_A_KIT", True)
    code, _, err = run("docs", "deriv")
    assert (code, err) == (2, "grader: The pages of this kit are not there. Unpack it again, and see: grader doctor\n")


@pytest.mark.parametrize(
    ("options", "environment", "terminal", "opened"),
    [
        ({}, {"DISPLAY": ":0"}, True, True),
        ({}, {"WAYLAND_DISPLAY": "w"}, True, True),
        ({}, {"BROWSER": "firefox"}, True, True),
        ({}, {}, True, False),
        ({}, {"DISPLAY": ":0"}, False, False),
        ({"plain": True}, {"DISPLAY": ":0"}, True, False),
        ({"quiet": True}, {"DISPLAY": ":0"}, True, False),
    ],
)
def test_a_page_is_opened_where_there_is_someone_to_look(monkeypatch, options, environment, terminal, opened):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    found = []
    monkeypatch.setattr("webbrowser.open", found.append)
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal, raising=False)
    open_in_browser(argparse.Namespace(**{"plain": False, "quiet": False, **options}), "file:///page")
    assert found == (["file:///page"] if opened else [])
