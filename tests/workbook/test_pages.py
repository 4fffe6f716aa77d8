"""What is served of the site: its own files, with a policy that runs their own scripts and no others."""

import base64
import hashlib
import os

import pytest

from grader.workbook.pages import MARK, find_page, policy_of

SVG = "/assets/%C3%A9%20%C3%BC.svg"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    room = tmp_path_factory.mktemp("pages")
    (room / "secret.html").write_text("secret")
    (room / "site-two").mkdir()
    (room / "site-two" / "index.html").write_text("secret")
    site = room / "site"
    (site / "assets").mkdir(parents=True)
    (site / "index.html").write_text('<html><HEAD lang="en"><script>one()</script></HEAD></html>')
    (site / "assets" / "x.js").write_text("1")
    (site / "assets" / "é ü.svg").write_text("<svg/>")
    (site / "link.html").symlink_to(room / "secret.html")
    (site / "out").symlink_to(room)
    (site / "inner.html").symlink_to(site / "index.html")
    return site


@pytest.mark.parametrize(
    "target", ["/", "/index.html", "/index.html?x=1", "/index.html#square", "/assets/x.js", SVG, "/inner.html"]
)
def test_files_of_the_site_are_found(site, target):
    assert find_page(site, target) is not None


@pytest.mark.parametrize(
    "target",
    [
        "/../secret.html", "/..%2fsecret.html", "/%2e%2e/secret.html", "/assets/../../secret.html", "/..\\secret.html",
        "/..%5csecret.html", "//etc/passwd", "///etc/passwd", "/%2fetc/passwd", "/etc/passwd", "/assets", "/assets/",
        "/link.html", "/out/secret.html", "/../site-two/index.html", "/index.html%00", "/%ff", "/c:/x", "/./index.html",
        "/" + "a/" * 3000, "/" + "a" * 300, "", "index.html/x", "http://evil.example/index.html/..",
    ],
)  # fmt: skip
def test_nothing_else_is(site, target):
    found = find_page(site, target)
    assert found is None or (target == "" and b"one()" in found.data)


def test_a_fifo_does_not_hold_up_the_server(site):
    os.mkfifo(site / "pipe.html")
    assert find_page(site, "/pipe.html") is None


def test_a_page_says_that_a_grader_stands_behind_it_first_of_all(site):
    assert find_page(site, "/").data == f'<html><HEAD lang="en">{MARK}<script>one()</script></HEAD></html>'.encode()
    assert MARK.encode() not in find_page(site, "/assets/x.js").data


def test_only_scripts_that_the_build_wrote_run():
    page = b'<script src="a.js"></script><script>one()</script><SCRIPT id="two" >\ntwo()</SCRIPT><script>one()</script>'
    policy = dict(part.strip().partition(" ")[::2] for part in policy_of(page).split(";"))
    wanted = [base64.b64encode(hashlib.sha256(text).digest()).decode() for text in (b"one()", b"\ntwo()")]
    assert policy["script-src"].split() == ["'self'", *(f"'sha256-{one}'" for one in wanted)]
    assert policy["frame-ancestors"] == "'none'"
    assert policy["object-src"] == "'none'"
    assert policy["connect-src"] == "'self'"
    assert "unsafe" not in policy["script-src"]


def test_what_is_no_page_runs_nothing(site):
    assert "script-src 'none'" in find_page(site, SVG).policy
    assert find_page(site, "/assets/x.js").kind == "text/javascript; charset=utf-8"


def test_every_answer_says_how_it_is_to_be_taken(learner):
    for status, headers, _ in (
        learner.get("/"),
        learner.get("/nothing"),
        learner.post("progress", "{}"),
        learner.open("x"),
    ):
        assert status in (200, 403, 404)
        assert "script-src" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"
    assert "'sha256-" in learner.get("/")[1]["Content-Security-Policy"]


def test_what_was_asked_for_is_not_repeated(learner):
    status, _, page = learner.get("/<script>alert(1)</script>")
    assert (status, b"alert" in page) == (404, False)
