"""Who else on a machine can read solutions and the gradebook, from the permissions of files and the folders above."""

import grp
import os
import pwd
import shutil
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from grader.course import privacy


@pytest.fixture
def clone():
    """A clone with a course in it that everybody can read, in a place that everybody can enter, as pytest's is not."""
    root = Path(tempfile.mkdtemp(dir="/tmp"))
    for name in ("solutions", "grader/course/hidden", "nbgrader/source", "nbgrader/submitted"):
        (root / name).mkdir(parents=True)
    (root / "nbgrader" / "gradebook.db").touch()
    for path in (root, *root.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    (root / "nbgrader" / "seed.secret").touch(0o600)
    yield root
    shutil.rmtree(root)


def told(root, course=None):
    return privacy.warning(course, root)


def test_what_everybody_can_read_is_named_with_the_command_that_closes_it(clone):
    assert told(clone) == (
        "solutions/, grader/course/hidden/, nbgrader/source/, nbgrader/gradebook.db and nbgrader/submitted/ can be "
        f"read by everybody on this machine. Close the folder: chmod 700 {clone}"
    )
    clone.chmod(0o700)
    assert told(clone) is None


@pytest.mark.parametrize("mode", [0o750, 0o710, 0o700])
def test_where_a_folder_above_is_closed_all_in_it_is(clone, mode):
    (clone / "nbgrader").chmod(mode)
    assert "gradebook" not in told(clone)
    assert "solutions/ and grader/course/hidden/ can be read" in told(clone)


def test_a_folder_that_can_be_entered_is_open_although_it_cannot_be_listed(clone):
    """The names of the files in it are known."""
    clone.chmod(0o711)
    (clone / "solutions").chmod(0o711)
    assert told(clone).startswith("solutions/, ")
    (clone / "solutions").chmod(0o744)
    assert told(clone).startswith("grader/course/hidden/, ")


def test_one_thing_alone(clone):
    for name in ("solutions", "grader", "nbgrader/source", "nbgrader/submitted"):
        (clone / name).chmod(0o700)
    assert told(clone).startswith("nbgrader/gradebook.db can be read by everybody")
    (clone / "nbgrader" / "gradebook.db").chmod(0o600)
    assert told(clone) is None


def test_a_course_in_another_place(clone):
    course = Path(tempfile.mkdtemp(dir="/tmp"))
    try:
        (course / "gradebook.db").touch(0o644)
        course.chmod(0o755)
        assert told(clone, course).endswith(f"Close the folders: chmod 700 {clone} {course}")
        clone.chmod(0o700)
        assert told(clone, course).startswith("gradebook.db can be read by everybody")
        assert told(clone, course).endswith(f"chmod 700 {course}")
    finally:
        shutil.rmtree(course)


@pytest.mark.parametrize(
    ("members", "other_user", "says"),
    [
        ([], False, None),
        (["root"], False, None),
        (["ta"], False, "the group students"),
        ([], True, "the group students"),
    ],
)
def test_a_group_counts_where_it_has_other_members(clone, monkeypatch, members, other_user, says):
    gid, me = clone.stat().st_gid, SimpleNamespace(pw_name="me", pw_uid=os.getuid(), pw_gid=clone.stat().st_gid)
    users = [me, *([SimpleNamespace(pw_name="ada", pw_uid=-5, pw_gid=gid)] if other_user else [])]
    monkeypatch.setattr(grp, "getgrgid", lambda _number: SimpleNamespace(gr_name="students", gr_mem=members))
    monkeypatch.setattr(pwd, "getpwall", lambda: users)
    clone.chmod(0o750)
    assert privacy.readers(clone / "solutions") == says
    (clone / "solutions").chmod(0o705)  # of the group nobody, of the others nobody gets so far
    assert privacy.readers(clone / "solutions") is None
