"""Who gets an answer: the reader's own browser, on the server's own pages, and nobody else."""

import json
import socket
import stat
import time
from contextlib import ExitStack

import pytest

from grader.workbook.access import Access
from grader.workbook.server import MOST_BODY, MOST_CONNECTIONS

from .learner import serving, token_of

STATE = json.dumps({})


def test_the_first_page_is_opened_by_a_file_that_only_its_reader_can_read(tmp_path):
    access = Access(8000, tmp_path / "room")
    path = access.new_file()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.parent.parent == tmp_path / "room"
    access.close()
    assert not path.parent.exists()


def test_where_the_folder_cannot_be_made_the_file_is_a_temporary_one(tmp_path):
    (tmp_path / "file").write_text("")
    access = Access(8000, tmp_path / "file" / "room")
    path = access.new_file()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    access.close()
    assert not path.exists()


def test_a_token_is_good_once(learner):
    path = learner.server.access.new_file()
    token = token_of(path)
    status, headers, page = learner.open(token)
    assert status == 200
    assert b'content="0;url=/functions.html"' in page  # from here on the browser sends the cookie
    assert not path.exists()
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= {part.strip() for part in headers["Set-Cookie"].split(";")}
    assert token not in str(headers)
    status, headers, _ = learner.open(token)
    assert (status, "Set-Cookie" in headers) == (403, False)


def test_who_has_begun_sees_the_map_first(tmp_path):
    with serving(tmp_path, "solutions") as learner:
        assert b'content="0;url=/"' in learner.open(token_of(learner.server.access.new_file()))[2]
        learner.folder.rename(tmp_path / "away")
        assert b'content="0;url=/"' in learner.open(token_of(learner.server.access.new_file()))[2]


@pytest.mark.parametrize("token", ["", "x", "é", "a" * 5000])
def test_no_other_token_is_good(learner, token):
    status, headers, _ = learner.open(token)
    assert (status, "Set-Cookie" in headers) == (403, False)


def test_two_browsers_can_be_opened_by_two_files(learner):
    first, second = (token_of(learner.server.access.new_file()) for _ in range(2))
    assert learner.open(second)[0] == 200
    assert learner.open(first)[0] == 200


def test_the_token_stands_in_no_address(learner):
    token = token_of(learner.server.access.new_file())
    assert learner.send("GET", f"/open?token={token}")[0] == 403
    assert learner.send("GET", f"/?token={token}")[0] == 403
    assert learner.open(token)[0] == 200


@pytest.mark.parametrize("cookie", ["", "grader=1", "grader-{port}=", "grader-{port}=x", "a" * 4000, "\xff=;;,"])
def test_without_the_cookie_there_is_nothing(learner, cookie):
    given = {"Cookie": cookie.format(port=learner.port)}
    for path in ("/", "/index.html", "/course.js", "/api/events", "/nothing"):
        status, _, page = learner.get(path, **given)
        assert (status, b"Lessons" in page) == (403, False)
        assert b"through the file that" in page
    for what in ("progress", "load", "save", "check", "hint", "show", "solution", "run", "reset", "nothing"):
        assert learner.post(what, STATE, **given)[0] == 403


@pytest.mark.parametrize(
    "host", ["localhost:{port}", "evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "", "[::1]:{port}"]
)
def test_a_name_that_was_bound_to_this_address_gets_nothing(learner, host):
    given = {"Host": host.format(port=learner.port)}
    assert learner.get("/", **given)[0] == 421
    assert learner.post("progress", STATE, **given)[0] == 421
    token = token_of(learner.server.access.new_file())
    assert learner.open(token, **given)[0] != 200
    assert learner.open(token)[0] == 200


@pytest.mark.parametrize(
    "origin", ["null", "http://evil.example", "http://127.0.0.1", "http://127.0.0.1:1", "https://127.0.0.1:{port}"]
)
def test_another_page_gets_nothing_though_the_browser_sends_the_cookie(learner, origin):
    given = {"Origin": origin.format(port=learner.port)}
    assert learner.post("progress", STATE, **given)[0] == 403
    assert learner.get("/course.js", **given)[0] == 403
    assert learner.get("/api/events", **given)[0] == 403


def test_what_does_something_says_where_it_comes_from(learner):
    own = {name: value for name, value in learner.own.items() if name != "Origin"}
    assert learner.send("POST", "/api/progress", STATE, **own)[0] == 403
    assert learner.post("progress", STATE)[0] == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])  # a server on another port of this address is the latter
def test_scripts_and_frames_of_another_port_get_nothing(learner, site):
    as_script = {"Sec_Fetch_Site": site, "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "script"}
    assert learner.get("/course.js", **as_script)[0] == 403
    assert learner.get("/", **as_script | {"Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "iframe"})[0] == 403
    assert learner.get("/api/events", **as_script | {"Sec_Fetch_Dest": "empty", "Sec_Fetch_Mode": "cors"})[0] == 403
    assert learner.post("progress", STATE, Sec_Fetch_Site=site)[0] == 403
    followed = {"Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}  # a link, in a page of its own
    assert learner.get("/", **as_script | followed)[0] == 200
    assert learner.get("/", **followed, Sec_Fetch_Site="none")[0] == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_form_of_any_page_cannot_ask(learner, kind):
    assert learner.post("progress", STATE, Content_Type=kind)[0] == 415


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "1", '"text"', "[" * 100_000, "\udcff".encode("utf-8", "surrogatepass")]
)
def test_what_is_no_json_object_is_refused(learner, body):
    status, _, said = learner.post("load", body)
    assert (status, json.loads(said)) == (400, {"message": "A request is a JSON object."})


def test_requests_are_bounded(learner):
    full = json.dumps({"name": "square", "text": "#" * MOST_BODY, "version": ""})
    status, headers, said = learner.post("save", full)
    assert (status, headers["Connection"]) == (413, "close")
    assert json.loads(said) == {"message": "This is too long, so nothing was done with it."}
    for length in ("-1", "x", "1" * 5000, "٣"):
        try:
            assert learner.post("save", b"{}", Content_Length=length.encode())[0] in (411, 413)
        except ValueError:
            assert not length.isascii()
    assert learner.post("save", iter([b"{}"]), Transfer_Encoding="chunked")[0] == 411


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"])
def test_there_are_two_methods(learner, method):
    assert learner.send(method, "/", **learner.own)[0] == 501


def test_it_listens_on_this_machine_only(learner):
    assert learner.server.server_address[0] == "127.0.0.1"
    others = {one[4][0] for one in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in others:
        with pytest.raises(OSError, match=r"refused|timed out|unreachable"):
            socket.create_connection((address, learner.port), timeout=2)


def answered(learner):
    try:
        return learner.get("/")[0] == 200
    except OSError:
        return False


def test_who_opens_many_connections_does_not_stop_the_server(learner):
    address, end = ("127.0.0.1", learner.port), time.monotonic() + 60
    with ExitStack() as stack:
        waiting = [stack.enter_context(socket.create_connection(address)) for _ in range(MOST_CONNECTIONS + 10)]
        last = waiting[-1]
        last.settimeout(60)
        assert last.recv(1) == b"", "it is one too many"
    while not answered(learner):
        assert time.monotonic() < end
