"""Where the jail may have no mounts of its own, everything is used once, so that later uses are not noted."""

import os
import time

import pytest

from grader.worker import access_times


def times(folder):
    return {str(path): path.lstat().st_atime_ns for path in sorted(folder.rglob("*"))}


def use_all(folder):
    for path in folder.rglob("*"):
        if path.is_symlink():
            path.readlink()
        elif path.is_dir():
            [*path.iterdir()]
        else:
            path.read_bytes()


@pytest.fixture
def folder(tmp_path):
    """Files, folders and links that nobody has used since they were made, or for two days."""
    place = tmp_path / "place"
    (place / "inner" / "deeper").mkdir(parents=True)
    for number in range(5):
        (place / "inner" / f"file{number}").write_text("text")
    (place / "link").symlink_to("inner")
    (place / "nowhere").symlink_to("nothing")
    two_days = time.time() - 2 * access_times.DAY
    for path in [*place.rglob("*")]:
        os.utime(path, (two_days, two_days), follow_symlinks=False)
    os.utime(place / "inner" / "file0", (two_days, time.time()))  # changed since it was last used
    time.sleep(0.02)  # the clock of a disk goes in steps, and what is used in the step of its change is noted again
    return place


def test_what_was_used_once_is_not_noted_again(folder):
    assert access_times.settle([str(folder)]) >= len(times(folder))
    before = times(folder)
    use_all(folder)
    assert times(folder) == before


def test_else_it_would_be_noted(folder):
    """As this disk is mounted; the jail is tried on the same one."""
    before = times(folder)
    use_all(folder)
    assert times(folder) != before


def test_nothing_is_used_twice(folder):
    access_times.settle([str(folder)])
    assert access_times.settle([str(folder)]) == 0


def test_what_is_not_there_or_closed_is_passed_over(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert access_times.settle([str(tmp_path / "nothing"), str(tmp_path / "pipe")]) <= 1
