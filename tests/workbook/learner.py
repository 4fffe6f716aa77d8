"""Somebody who learns in the page: a server with a workbook, and a browser's part of what is said to it."""

import http.client
import json
import threading
import time
import urllib.parse
from contextlib import contextmanager
from functools import partial

from helpers import write_submission

from grader.course.syllabus import load_course
from grader.sandbox.job import Limits
from grader.workbook.requests import Workbook
from grader.workbook.server import Server

LIMITS = Limits(call=1.5, submission=30.0)
INDEX = '<!doctype html><html><head><meta charset="utf-8"><script>first()</script></head><body>Lessons</body></html>'


class Learner:
    """Somebody whose browser has opened the first page.

    Attributes:
        folder: the exercises.
        site: the site.
        server: the server.
        cookie: what the browser was given.
    """

    def __init__(self, folder, site, server):
        self.folder, self.site, self.server = folder, site, server
        self.port = server.server_address[1]
        status, headers, _ = self.open(token_of(server.access.new_file()))
        assert status == 200
        self.cookie = headers["Set-Cookie"].partition(";")[0]

    def send(self, method, path, body=None, **headers):
        """Status, headers and body of the answer to a request that says just this."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def open(self, token, **headers):
        kind = {"Content_Type": "application/x-www-form-urlencoded", "Origin": "null"}
        return self.send("POST", "/open", urllib.parse.urlencode({"token": token}), **kind | headers)

    def get(self, path, **headers):
        return self.send("GET", path, **{"Cookie": self.cookie} | headers)

    @property
    def own(self):
        """What a page of the server sends along."""
        return {"Content_Type": "application/json", "Origin": self.server.access.address, "Cookie": self.cookie}

    def post(self, what, data, **headers):
        return self.send("POST", f"/api/{what}", data, **self.own | headers)

    def ask(self, what, **body):
        """The answer to a request of the page."""
        status, _, data = self.post(what, json.dumps(body))
        answer = json.loads(data)
        assert status == 200, answer
        return answer

    def refused(self, what, **body):
        """The sentence that a request is refused with."""
        status, _, data = self.post(what, json.dumps(body))
        assert status >= 400
        return json.loads(data)["message"]

    def write(self, name, body, **more):
        """Save the stub of a function with something in the place of its raise."""
        found = self.ask("reset", name=name)
        text = found["text"].replace("raise NotImplementedError", body)
        saved = self.ask("save", name=name, text=text, version=found["version"], **more)
        assert "conflict" not in saved
        return saved

    def _stream(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        connection.request("GET", "/api/events", headers={"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin"})
        return connection, connection.getresponse()

    @contextmanager
    def events(self, seconds=0.0):
        """The events of a stream: a function that gives the next one. Where it is declined, it is asked for again."""
        end = time.monotonic() + seconds
        while True:
            connection, answer = self._stream()
            try:
                if answer.status == 204 and time.monotonic() < end:
                    time.sleep(0.02)
                    continue
                assert answer.status == 200
                assert answer.getheader("Content-Type") == "text/event-stream"
                assert answer.readline() == b": begun\n"
                yield partial(_next_event, answer)
                return
            finally:
                connection.sock.close() if connection.sock else None
                answer.close()
                connection.close()


def _next_event(answer):
    while not (line := answer.readline()).startswith(b"data: "):
        assert line, "the stream has ended"
    return json.loads(line.removeprefix(b"data: "))


def token_of(path):
    """The token in a private file."""
    return path.read_text(encoding="utf-8").partition('value="')[2].partition('"')[0]


def two_files(site):
    site.mkdir()
    (site / "index.html").write_text(INDEX, encoding="utf-8")
    (site / "course.js").write_text("window.course = []", encoding="utf-8")
    return site


@contextmanager
def serving(room, base="stubs", site=None, **options):
    """A learner in a folder, with a server of their own; without a site, it has two small files."""
    folder = write_submission(room / "exercises", base)
    site = site or two_files(room / "site")
    workbook = Workbook(folder, load_course(), LIMITS, **options)
    server = Server(site, workbook, 0, room / "private")
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield Learner(folder, site, server)
    finally:
        server.shutdown()
        server.close()
