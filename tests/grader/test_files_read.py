"""Files that are exchanged while they are read: what is looked at is what is read, and nothing is waited for."""

import os

import pytest

from grader import files
from grader.files import IrregularError, OutsideError, read_regular


@pytest.fixture
def place(tmp_path):
    """A folder with a file in it, beside a secret one."""
    (tmp_path / "work").mkdir()
    (tmp_path / "secret.py").write_bytes(b"secret")
    (tmp_path / "work" / "mine.py").write_bytes(b"mine")
    return tmp_path / "work"


def exchange(monkeypatch, path, make):
    """Let something else stand in the place of a file, from the moment at which it was looked at."""
    opens = os.open

    def open_(name, *rest):
        if name == path:
            path.unlink()
            make(path)
        return opens(name, *rest)

    monkeypatch.setattr(files.os, "open", open_)


@pytest.mark.parametrize("inside", [True, False])
def test_a_file_is_read_up_to_what_is_asked_for(place, inside):
    assert read_regular(place / "mine.py", 100, place if inside else None) == b"mine"
    assert read_regular(place / "mine.py", 3, place if inside else None) == b"min"


def test_a_link_may_stay_within(place):
    (place / "link.py").symlink_to("mine.py")
    assert read_regular(place / "link.py", 100, place) == b"mine"
    with pytest.raises(IrregularError):
        read_regular(place / "link.py", 100)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
@pytest.mark.parametrize("inside", [True, False])
def test_a_pipe_that_takes_its_place_is_not_waited_for(place, monkeypatch, inside):
    exchange(monkeypatch, place / "mine.py", os.mkfifo)
    with pytest.raises(IrregularError):
        read_regular(place / "mine.py", 100, place if inside else None)


@pytest.mark.parametrize("knows", [True, False], ids=["Linux", "another system"])
@pytest.mark.parametrize("inside", [True, False])
def test_a_link_that_takes_its_place_leads_nowhere(place, monkeypatch, inside, knows):
    if not knows:
        monkeypatch.setattr(files, "OPEN", "/nowhere")
    exchange(monkeypatch, place / "mine.py", lambda path: path.symlink_to("../secret.py"))
    with pytest.raises(OutsideError if inside else OSError):
        read_regular(place / "mine.py", 100, place if inside else None)


def test_a_folder_on_the_way_that_becomes_a_link_leads_nowhere(place, monkeypatch):
    (place / "deep").mkdir()
    (place / "deep" / "secret.py").write_bytes(b"mine")
    path = place / "deep" / "secret.py"
    exchange(monkeypatch, path, lambda path: (path.parent.rmdir(), path.parent.symlink_to("..")))
    with pytest.raises(OutsideError):
        read_regular(path, 100, place)
