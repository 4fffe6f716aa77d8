"""Jobs for a worker that does them in the process of the tests, and what it sends back."""

from helpers import take_away

from grader.course.syllabus import load_course
from grader.protocol.wire import decode
from grader.sandbox.job import check_code
from grader.worker import student


def a_job(load=("functions",), wanted=("square_single",), absent=(), given=None, **sources):
    """A job about files of these texts."""
    job = {
        "sources": sources,
        "files": {name: f"{name}.py" for name in {*sources, *absent}},
        "absent": {name: f"{name}.py is missing or cannot be read" for name in absent},
        "contract": {unit.name: " ".join(e.name for e in unit.exercises) for unit in load_course().units},
        "load": list(load),
        "checks": [(unit, check_code(unit, hidden=False)) for unit in load],
        "wanted": list(wanted),
        "seed": 0,
        "cpu_seconds": 60,
    }
    return job if given is None else {**job, "given": given}


def served(job):
    """The messages that a worker sends for a job."""
    take_away("exercises")
    frames = []
    student.serve(job, frames.append)
    return [decode(frame[4:]) for frame in frames]


def answers(messages):
    return [message["answer"] for message in messages if "answer" in message]


def problems(messages):
    """The problems with files that are told, each as its file, its line, the type of its error, and if it is whole."""
    return [(m["problem"], m["raised"].line, m["raised"].type_name, m["whole"]) for m in messages if "problem" in m]


def output(messages):
    return "".join(message.get("output", "") for message in messages)
