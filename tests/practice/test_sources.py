"""Files that are known by their hash come from wherever they are, and nothing else is taken for them."""

import hashlib
import http.server
import io
import logging
import tarfile
import threading
import zipfile
from functools import partial

import pytest

from docs_tools.practice import __main__ as command
from docs_tools.practice import sources
from docs_tools.practice.sources import CDN, LIST, VENDOR, NotFoundError, Wanted, collect, from_cdn, from_npm, wanted

DATA = {"core.js": b"core", "core.wasm": b"\0asm" * 100}
WANTED = [Wanted(hashlib.sha256(data).hexdigest(), len(data), name) for name, data in DATA.items()]


def zipped(files):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, data in files.items():
            archive.writestr(f"package/deep/{name}", data)
    return whole.getvalue()


def tarred(files):
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w:gz") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return whole.getvalue()


@pytest.fixture
def kept(tmp_path):
    return tmp_path / "kept"


@pytest.mark.parametrize(("name", "pack"), [("a.whl", zipped), ("a.zip", zipped), ("a.tgz", tarred)])
def test_an_archive_is_looked_into(tmp_path, kept, name, pack):
    (tmp_path / name).write_bytes(pack(DATA))
    assert collect(WANTED, [tmp_path / name], kept, {}) == DATA
    assert not kept.exists()  # what is on the disk already is not kept once more


def test_a_folder_is_looked_into_with_all_below_it(tmp_path, kept):
    (tmp_path / "from" / "deep").mkdir(parents=True)
    for name, data in DATA.items():
        (tmp_path / "from" / "deep" / name).write_bytes(data)
    assert collect(WANTED, [tmp_path / "from"], kept, {}) == DATA


def test_another_file_of_that_name_is_passed_over(tmp_path, kept):
    """Of the right length, too; the next place has it."""
    for place, first in (("wrong", b"corf"), ("right", DATA["core.js"])):
        (tmp_path / place).mkdir()
        (tmp_path / place / "core.js").write_bytes(first)
        (tmp_path / place / "core.wasm").write_bytes(DATA["core.wasm"])
    assert collect(WANTED, [tmp_path / "wrong", tmp_path / "right"], kept, {}) == DATA
    with pytest.raises(NotFoundError, match=r"core\.js with the hash"):
        collect(WANTED, [tmp_path / "wrong"], kept, {})


def test_what_is_missing_is_asked_for_elsewhere_and_kept(kept):
    asked = []

    def registry(missing):
        asked.append([one.name for one in missing])
        return {"core.js": b"forged", "core.wasm": DATA["core.wasm"]}

    def project(missing):
        asked.append([one.name for one in missing])
        return {"core.js": DATA["core.js"], "more.js": b""}

    assert collect(WANTED, [], kept, {"npm": registry, "cdn": project}) == DATA
    assert asked == [["core.js", "core.wasm"], ["core.js"]]
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == DATA
    assert collect(WANTED, [], kept, {"npm": registry}) == DATA
    assert len(asked) == 2  # nobody is asked again
    (kept / "core.js").unlink()
    found = collect(WANTED, [], kept, {"cdn": project})
    assert list(found) == list(DATA), "a bundle is the same wherever its files come from"
    (kept / "core.js").write_bytes(b"rotten")
    with pytest.raises(NotFoundError, match=r"core\.js with the hash"):
        collect(WANTED, [], kept, {})


def test_a_place_that_cannot_be_read_has_nothing_and_that_is_said(tmp_path, kept, caplog):
    whole = tarred(DATA)
    for name, data in (
        ("text.tgz", b"no tarball"),
        ("cut.tgz", whole[: len(whole) // 2]),
        ("cut.zip", zipped(DATA).replace(b"core", b"corf", 1)),  # the file is not what its checksum says
    ):
        (tmp_path / name).write_bytes(data)
    places = [tmp_path / name for name in ("nowhere", "text.tgz", "cut.tgz", "cut.zip")]
    with pytest.raises(NotFoundError, match=r"core\.js, core\.wasm"):
        collect(WANTED, places, kept, {"npm": lambda _missing: {}})
    assert [line.split(":")[0] for line in caplog.messages] == [f"{place} cannot be read" for place in places]


def test_no_more_of_a_file_is_read_than_is_wanted(tmp_path, kept, monkeypatch):
    """An archive may hold gigabytes under a name that is looked for."""
    large = DATA | {"core.js": b"core" + b"\0" * 10**6}
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "core.js").write_bytes(large["core.js"])
    (tmp_path / "a.zip").write_bytes(zipped(large))
    (tmp_path / "a.tgz").write_bytes(tarred(large))
    looked = []
    monkeypatch.setattr(Wanted, "is_it", lambda one, data: looked.append((one.name, len(data))))
    with pytest.raises(NotFoundError):
        collect(WANTED, [tmp_path / name for name in ("folder", "a.zip", "a.tgz")], kept, {})
    assert [size for name, size in looked if name == "core.js"] == [5, 5, 5]


# --- the CDN of the project, played by a server of the same layout


@pytest.fixture
def cdn():
    """Its address, and what it answers: bytes, a status, an address to go to, or "cut"."""
    answers = {}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            answer = answers.get(self.path.removeprefix(place), 404)
            if isinstance(answer, int):
                self.send_error(answer)
            elif isinstance(answer, str) and answer.startswith("http"):
                self.send_response(302)
                self.send_header("Location", answer)
                self.end_headers()
            elif answer == "nonsense":
                self.wfile.write(b"this is no answer\r\n\r\n")
            else:
                data = DATA["core.wasm"] if answer == "cut" else answer
                self.send_response(200)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data[:100] if answer == "cut" else data)

        def log_message(self, *_words):
            """Keep no log."""

    place = "/" + CDN.split("/", 3)[3]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}{place}", answers
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_cdn_has_a_folder_for_each_version():
    assert f"https://cdn.jsdelivr.net/pyodide/v{sources.VERSION}/full/" == CDN
    assert from_cdn.__defaults__ == (CDN,)


def test_the_cdn_is_asked_for_what_is_missing(cdn, kept):
    address, answers = cdn
    answers.update(DATA)
    assert collect(WANTED, [], kept, {"the CDN": partial(from_cdn, address=address)}) == DATA
    assert {path.name for path in kept.iterdir()} == DATA.keys()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"corf", "core.js has another hash there"),
        (b"core and more", "core.js has another hash there"),
        (b"", "core.js has another hash there"),
        ("cut", "core.js has another hash there"),
        (404, "core.js does not come: HTTP Error 404"),
        (503, "core.js does not come: HTTP Error 503"),
        ("nonsense", "core.js does not come: this is no answer"),
    ],
)
def test_what_the_cdn_has_not_whole_is_passed_over(cdn, kept, caplog, answer, said):
    """And kept by nobody; the other file is."""
    address, answers = cdn
    answers.update(DATA | {"core.js": answer})
    with pytest.raises(NotFoundError, match=r"^core\.js with the hash in \S+ cannot be found$"):
        collect(WANTED, [], kept, {"the CDN": partial(from_cdn, address=address)})
    assert said in caplog.text
    assert {path.name for path in kept.iterdir()} == {"core.wasm"}


def test_wherever_a_redirect_leads_the_hash_decides(cdn, kept):
    address, answers = cdn
    answers.update(DATA | {"core.js": f"{address}other", "other": b"corf"})
    with pytest.raises(NotFoundError, match=r"^core\.js with"):
        collect(WANTED, [], kept, {"the CDN": partial(from_cdn, address=address)})
    answers["other"] = DATA["core.js"]
    assert collect(WANTED, [], kept, {"the CDN": partial(from_cdn, address=address)}) == DATA


def test_where_nobody_answers_the_cdn_is_asked_once(kept, caplog):
    nobody = "http://127.0.0.1:9/"  # a port on which nothing listens
    with pytest.raises(NotFoundError, match=r"core\.js, core\.wasm"):
        collect(WANTED, [], kept, {"the CDN": partial(from_cdn, address=nobody)})
    (line,) = caplog.messages
    assert line.startswith(f"{nobody}core.js does not come: ")


def test_an_npm_that_is_not_there_or_fails_gives_nothing(tmp_path, monkeypatch, caplog):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert from_npm(WANTED) == {}
    (tmp_path / "npm").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "npm").chmod(0o755)
    assert from_npm(WANTED) == {}
    absent, fails = caplog.messages
    assert absent.startswith("npm is not installed")
    assert "exit status 1" in fails


def test_the_command_says_what_is_missing_and_what_to_do(tmp_path, monkeypatch, capsys, caplog):
    """A contributor whose machine reaches nobody: no bundle, no traceback, and nothing is written."""
    monkeypatch.setattr(
        command, "collect", partial(collect, kept=tmp_path / "kept", remote={"npm": lambda _missing: {}})
    )
    with caplog.at_level(logging.WARNING):
        assert command.main(["--from", str(tmp_path / "nowhere"), "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    assert said.startswith("There is no bundle: pyodide.js, pyodide.asm.js, ")
    assert said.endswith("cannot be found. Name a place that has it: --from PLACE\n")
    assert not (tmp_path / "out").exists()


def test_what_is_on_no_registry_lies_in_the_repository_with_all_licences():
    (wheel,) = [one for one in wanted() if one.name.endswith(".whl")]
    assert wheel.is_it((VENDOR / wheel.name).read_bytes())
    with zipfile.ZipFile(VENDOR / wheel.name) as archive:
        (licence,) = [name for name in archive.namelist() if name.endswith("dist-info/LICENSE.txt")]
        assert archive.read(licence) == (VENDOR / "numpy.LICENSE.txt").read_bytes()
    assert {path.name for path in VENDOR.iterdir()} == {
        wheel.name, "numpy.LICENSE.txt", "pyodide.LICENSE.txt", "python.LICENSE.txt",
    }  # fmt: skip
    assert "Mozilla Public License" in (VENDOR / "pyodide.LICENSE.txt").read_text(encoding="utf-8")


def test_the_list_says_what_it_is_of():
    assert LIST.read_text(encoding="utf-8").startswith("# sha256, bytes, name: Pyodide")
    assert len({one.name for one in wanted()}) == len(wanted()) == 6
