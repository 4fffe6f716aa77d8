"""A build takes the bundle along if it was made of this course; else the site is as without it, and a line says so."""

import json
import logging
import subprocess
from types import SimpleNamespace

import pytest

from docs_tools import hooks
from docs_tools.practice.bundle import release_now
from grader.cli import lessons


@pytest.fixture
def taken(tmp_path, monkeypatch, caplog):
    """What a build takes from a bundle of a release, with what it says."""

    def take(release):
        bundle, site = tmp_path / "bundle", tmp_path / "site"
        bundle.mkdir()
        site.mkdir()
        monkeypatch.setenv("PRACTICE", str(bundle))
        if release:
            (bundle / "index-1.js").write_text(f"workbook.bundle({json.dumps({'stamp': {'release': release}})});\n")
            (bundle / "here.js").write_text("here")
        with caplog.at_level(logging.INFO, "mkdocs"):
            hooks._take_practice(site)
        return sorted(path.name for path in site.rglob("*.js")), caplog.messages

    return take


def test_a_bundle_of_this_course_is_taken_along(taken):
    assert taken(release_now()) == (["here.js", "index-1.js"], [])


def test_one_of_another_state_is_left_out(taken):
    files, (line,) = taken("0123456789abcdef")
    assert files == []
    assert "another state of the course" in line


def test_without_one_a_line_says_how_it_is_made(taken):
    files, (line,) = taken(None)
    assert files == []
    assert line.endswith("(python -m docs_tools.practice)")


def test_none_may_be_asked_for(taken, monkeypatch, tmp_path, caplog):
    monkeypatch.setenv("PRACTICE", "")
    (tmp_path / "site").mkdir()
    with caplog.at_level(logging.INFO, "mkdocs"):
        hooks._take_practice(tmp_path / "site")
    assert len(caplog.messages) == 1


def test_the_pages_of_a_kit_carry_none(monkeypatch, tmp_path):
    """Nor do those of `grader learn`: they have a grader behind them, and the bundle is large."""

    def build(_words, *, env, **_more):
        asked.append(env["PRACTICE"])
        (tmp_path / "index.html").touch()
        return SimpleNamespace(returncode=0)

    asked = []
    monkeypatch.setenv("PRACTICE", "somewhere")
    monkeypatch.setattr(subprocess, "run", build)
    lessons._build(tmp_path)
    assert asked == [""]
