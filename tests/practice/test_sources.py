"""Files that are known by their hash come from wherever they are, and nothing else is taken for them."""

import hashlib
import io
import tarfile
import zipfile

import pytest

from docs_tools.practice.sources import LIST, VENDOR, NotFoundError, Wanted, collect, wanted

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
    assert collect(WANTED, [tmp_path / name], kept, ()) == DATA
    assert not kept.exists()  # what is on the disk already is not kept once more


def test_a_folder_is_looked_into_with_all_below_it(tmp_path, kept):
    (tmp_path / "from" / "deep").mkdir(parents=True)
    for name, data in DATA.items():
        (tmp_path / "from" / "deep" / name).write_bytes(data)
    assert collect(WANTED, [tmp_path / "from"], kept, ()) == DATA


def test_another_file_of_that_name_is_passed_over(tmp_path, kept):
    """Of the right length, too; the next place has it."""
    for place, first in (("wrong", b"corf"), ("right", DATA["core.js"])):
        (tmp_path / place).mkdir()
        (tmp_path / place / "core.js").write_bytes(first)
        (tmp_path / place / "core.wasm").write_bytes(DATA["core.wasm"])
    assert collect(WANTED, [tmp_path / "wrong", tmp_path / "right"], kept, ()) == DATA
    with pytest.raises(NotFoundError, match=r"core\.js with the hash"):
        collect(WANTED, [tmp_path / "wrong"], kept, ())


def test_what_is_missing_is_asked_for_elsewhere_and_kept(kept):
    asked = []

    def registry(missing):
        asked.append([one.name for one in missing])
        return {"core.js": b"forged", "core.wasm": DATA["core.wasm"]}

    def project(missing):
        asked.append([one.name for one in missing])
        return {"core.js": DATA["core.js"], "more.js": b""}

    assert collect(WANTED, [], kept, (registry, project)) == DATA
    assert asked == [["core.js", "core.wasm"], ["core.js"]]
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == DATA
    assert collect(WANTED, [], kept, (registry,)) == DATA
    assert len(asked) == 2  # nobody is asked again
    (kept / "core.js").write_bytes(b"rotten")
    with pytest.raises(NotFoundError, match=r"core\.js with the hash"):
        collect(WANTED, [], kept, ())


def test_a_place_that_is_not_there_has_nothing(tmp_path, kept):
    with pytest.raises(NotFoundError, match=r"core\.js, core\.wasm"):
        collect(WANTED, [tmp_path / "nowhere"], kept, (lambda _missing: {},))


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
