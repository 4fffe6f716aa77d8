"""A session: what grades again and again, and can be stopped from another thread."""

import threading

import pytest
from helpers import ENDLESS, write_submission

from grader.errors import BrokenError
from grader.grading import session as module
from grader.grading.session import Session
from grader.sandbox.job import Limits
from grader.sandbox.start import make_workers
from grader.submission.folder import read_submission
from grader.submission.reader import LocalReader


@pytest.fixture
def session(course):
    made = Session(course, Limits(call=60, submission=60), make_workers())
    yield made
    made.close()


@pytest.fixture
def read(course, tmp_path):
    """Write a `square`, and read it."""

    def run(body):
        folder = write_submission(tmp_path, functions=f"def square(x):\n    {body}\n")
        return read_submission(folder, course, LocalReader())

    return run


def test_a_stop_ends_the_grading_and_the_worker_goes_on(session, course, read, monkeypatch):
    (square,) = course.find(("square",))
    begun, raised = threading.Event(), []
    before = session.ready([square])
    start = before.open

    def open_and_tell(job):
        channel = start(job)
        begun.set()
        return channel

    monkeypatch.setattr(before, "open", open_and_tell)

    def work():
        with pytest.raises(BrokenError) as error:
            session.grade(read(ENDLESS), [square])
        raised.append(error)

    for _ in range(2):
        begun.clear()
        thread = threading.Thread(target=work)
        thread.start()
        begun.wait()
        session.stop()
        thread.join(30)
        assert not thread.is_alive()
        session.resume()
        assert session.grade(read("return x * x"), [square]).exercises[0].verdict == "pass"
    assert len(raised) == 2
    assert session.ready([square]) is before


def test_what_is_stopped_as_it_ends_gives_no_report(session, course, read, monkeypatch):
    """A job that was cut looks as if it had ended by itself."""
    (square,) = course.find(("square",))
    real = module.grade

    def cut(*words):
        report = real(*words)
        session.stop()
        return report

    monkeypatch.setattr(module, "grade", cut)
    with pytest.raises(BrokenError, match="was stopped"):
        session.grade(read("return x * x"), [square])


def test_a_worker_that_has_ended_is_followed_by_another(session, course, read):
    (square,) = course.find(("square",))
    before = session.ready([square])
    before.close()
    assert session.grade(read("return x * x"), [square]).exercises[0].verdict == "pass"
    assert session.ready([square]) is not before
