"""What tests of places need: workers that are watched, and solutions with a mistake."""

from helpers import SOLUTIONS

HEAD = "import numpy as np\n\n\n"


class Spied:
    """Workers that keep the jobs which they are given."""

    def __init__(self, workers):
        self._workers, self.jobs = workers, []

    def open(self, job):
        self.jobs.append(job)
        return self._workers.open(job)

    def __getattr__(self, name):
        return getattr(self._workers, name)


def solved(course, name, old, new):
    """A unit's solutions with a change in one of them."""
    text = (SOLUTIONS / f"{course.exercise(name).unit}.py").read_text(encoding="utf-8")
    begin = text.index(f"def {name}(")
    assert old in text[begin:]
    return text[:begin] + text[begin:].replace(old, new, 1)
