"""Collecting answers from workers that do anything at all: deadlines, crashes, frames out of turn, forged frames."""

import functools
import time
from dataclasses import replace

import numpy as np
import pytest
from helpers import write_submission

from grader.course.checks_of import hidden_checks, visible_checks
from grader.course.syllabus import load_course
from grader.errors import BrokenError
from grader.protocol.answer import Answer, Opaque
from grader.protocol.frames import MAX_FRAME, Frames, WorkerGoneError
from grader.protocol.job import MAX_OUTPUT
from grader.protocol.raised import Raised
from grader.protocol.wire import encode
from grader.sandbox import collect as module
from grader.sandbox.collect import MAX_FAILED, OUT_OF_TIME, Run
from grader.sandbox.job import Given, Limits, check_code, share_checks
from grader.sandbox.read_answers import outline
from grader.submission.folder import read_submission
from grader.submission.reader import LocalReader

COURSE = load_course()
ERROR = Raised("ValueError", ("ValueError",), "no", 3, "functions", "square")
HANG, GONE = TimeoutError(), WorkerGoneError("the process was ended by a test")


def problem(file, raised=ERROR, *, whole=True):
    """What a worker says of a file that does not import, or of a statement of it that fails."""
    return {"problem": file, "raised": raised, "whole": whole}


def checks(*names, hidden=False):
    """The checks of some exercises, each with its unit."""
    found = []
    for name in names:
        unit = COURSE.exercise(name).unit
        known = hidden_checks(unit) if hidden else visible_checks(unit)
        found += [(unit, check) for check in known if check.exercise == name]
    return found


class Scripted:
    """Workers that say what is written: for each job a list of messages, of bytes and of errors to raise."""

    shared = frozenset()

    def __init__(self, *scripts):
        self.scripts = list(scripts)
        self.jobs = []
        self.killed = 0
        self.deadlines = []

    def open(self, job):
        self.jobs.append(job)
        self.script = self.scripts.pop(0)(job) if callable(self.scripts[0]) else self.scripts.pop(0)
        return self

    def arrived(self):
        """Nothing has come that was not waited for."""

    def receive(self, deadline):
        self.deadlines.append(deadline - time.monotonic())
        said = self.script.pop(0)
        if isinstance(said, Exception):
            raise said
        return said if isinstance(said, bytes) else encode(said)[4:]

    def close(self):
        self.killed += 1


class Piled(Scripted):
    """The same, and all of it has come before anybody looks."""

    def open(self, job):
        super().open(job)
        self.frames = Frames(MAX_FRAME)
        self.frames.add(b"".join(encode(said) for said in self.script))
        return self

    def arrived(self):
        return self.frames.next()

    def receive(self, _deadline):
        if (frame := self.frames.next()) is None:
            raise GONE
        return frame


@functools.cache
def lengths():
    """How many calls each visible check of the units used here has."""
    units = ("functions", "derivatives")
    return {check.name: len(check.calls(0)) for unit in units for check in visible_checks(unit)}


def ready(job):
    """The first frame for a job."""
    return {"ready": [lengths().get(name, 1) for name in job["wanted"]]}


def well(job):
    """All that a worker says where nothing is the matter: each answer is the number of its call."""
    said = [ready(job), *({"loading": unit} for unit in job["load"]), {"loaded": True}]
    for number, length in enumerate(said[0]["ready"]):
        said += [{"check": number, "call": call, "answer": Answer(float(call), seconds=0.5)} for call in range(length)]
    return [*said, {"done": True}]


@pytest.fixture
def submission(tmp_path):
    return read_submission(write_submission(tmp_path, base="solutions", mine="x = 1\n"), COURSE, LocalReader())


def run(submission, workers, wanted, limits=None, **options):
    with Run(submission, COURSE, wanted, 7, limits or Limits(5.0, 60.0), workers, **options) as run:
        return run.collect()


# --- where nothing is the matter


def test_nothing_is_asked_for(submission):
    assert run(submission, Scripted(), []).answers == {}


def test_answers_come_in_turn(submission):
    workers = Scripted(well)
    wanted = checks("square", "deriv")
    found = run(submission, workers, wanted)
    assert found.answers.keys() == {check.name for _, check in wanted}
    assert [answer.value for answer in found.answers["square_mixed"]] == [0.0]
    assert (found.unloaded, found.cut_short, workers.killed) == ({}, False, 1)


def test_a_job_says_what_a_worker_needs_and_no_more(submission):
    workers = Scripted(well, well)
    run(submission, workers, checks("square", "deriv"))
    (job,) = workers.jobs
    assert job["load"] == ["functions", "derivatives"]
    assert job["wanted"] == [check.name for _, check in checks("square", "deriv")]
    assert job["sources"].keys() == {*(unit.name for unit in COURSE.units), "mine"}
    assert job["seed"] == 0, "what a student may see must not tell the seed"
    assert [unit for unit, _ in job["checks"]] == ["functions", "derivatives"]
    assert "given" not in job
    run(submission, workers, checks("square", hidden=True))
    assert workers.jobs[1]["seed"] == 7


def test_what_stands_between_answers_is_met_also_where_all_has_come(submission):
    def script(job):
        said = well(job)
        return [*said[:-3], {"output": "hello"}, *said[-3:]]

    wanted = checks("square")
    one_by_one, at_once = (run(submission, kind(script), wanted) for kind in (Scripted, Piled))
    assert repr(at_once.answers) == repr(one_by_one.answers)
    assert "hello" in repr(at_once.answers)


def test_answers_to_another_check_are_not_taken_at_once(submission):
    def script(job):
        said = well(job)
        answers = [one for one in said if "answer" in one]
        return [one for one in said if "answer" not in one][:-1] + [{**one, "check": 0} for one in answers]

    found = run(submission, Piled(script, *[script] * 5), checks("square", "deriv"))
    crashed = [name for name, answers in found.answers.items() if answers[-1].raised is not None]
    assert crashed


def test_what_is_kept_of_answers_that_have_all_come_is_bounded_too(submission, monkeypatch):
    monkeypatch.setattr(module, "MAX_KEPT_BYTES", 100)
    found = run(submission, Piled(well), checks("deriv"))
    assert isinstance(found.answers[checks("deriv")[-1][1].name][-1].value, Opaque)


def test_output_belongs_to_the_next_visible_answer(submission):
    def script(job):
        said = well(job)
        said[1:1] = [{"output": "on loading\n"}]
        said[4:4] = [{"output": "one\n"}, {"output": "two\n"}]
        return said

    found = run(submission, Scripted(script), checks("square"))
    assert found.answers["square_mixed"][0].output == "on loading\none\ntwo\n"
    assert found.answers["square_matrix"][0].output == ""


def test_output_beside_hidden_checks_is_dropped(submission):
    def script(job):
        said = well(job)
        said[3:3] = [{"output": "a secret"}]
        return said

    found = run(submission, Scripted(script), checks("square", hidden=True))
    assert {answer.output for answers in found.answers.values() for answer in answers} == {""}


@pytest.mark.parametrize("kind", [Scripted, Piled])
def test_output_where_functions_are_given_is_dropped(submission, kind):
    def script(job):
        said = well(job)
        said[1:1] = [{"output": "on loading\n"}]
        said[4:4] = [{"output": "a secret"}]
        return said

    assert "a secret" in repr(run(submission, kind(script), checks("deriv", "chain_deriv_2")).answers)
    workers = kind(script)
    wanted = checks("deriv", "chain_deriv_2")
    found = run(submission, workers, wanted, given=Given(("deriv",), [b"code"]))
    assert found.answers.keys() == {check.name for _, check in wanted}
    assert {answer.output for answers in found.answers.values() for answer in answers} == {""}
    assert workers.jobs[0]["given"] == {"names": ["deriv"], "code": [b"code"]}


def test_output_is_cut(submission):
    def script(job):
        said = well(job)
        said[1:1] = [{"output": "x" * 1000}] * 50
        said[-2:-2] = [{"output": "y" * 1000}] * 50
        return said

    found = run(submission, Scripted(script), checks("square"))
    assert [len(answers[0].output) for answers in found.answers.values()] == [MAX_OUTPUT, 0, 0, MAX_OUTPUT]


# --- runs that begin before their answers are waited for


def test_a_run_begins_at_once_and_is_over_in_the_end(submission):
    workers = Scripted(well)
    with Run(submission, COURSE, checks("square"), 7, Limits(5.0, 60.0), workers) as run:
        assert len(workers.jobs) == 1
        assert workers.killed == 0
        run.collect()
    assert (len(workers.jobs), workers.killed) == (1, 1)


def test_a_run_that_is_given_up_ends_its_worker(submission):
    workers = Scripted(well)
    with (
        pytest.raises(ZeroDivisionError),
        Run(submission, COURSE, checks("square"), 7, Limits(5.0, 60.0), workers),
    ):
        raise ZeroDivisionError
    assert workers.killed == 1


def test_a_run_may_have_an_end_of_its_own(submission):
    workers = Scripted(lambda job: after(job, 1, HANG))
    found = run(submission, workers, checks("square"), end=time.monotonic() - 1.0)
    assert found.cut_short
    assert workers.jobs == []
    assert [found.answers[check.name][-1].not_run for _, check in checks("square")] == [OUT_OF_TIME] * 4


def test_files_that_are_known_not_to_load_are_left_out(submission):
    workers = Scripted(well)
    run(submission, workers, checks("deriv"), absent={"functions": "functions.py does not import"})
    (job,) = workers.jobs
    assert job["absent"] == {"functions": "functions.py does not import"}
    assert "functions" not in job["sources"]
    assert "derivatives" in job["sources"]


# --- what answers are known by


def test_answers_to_an_exercise_are_known_by_all_their_bytes(submission):
    wanted = checks("square", "deriv")
    square = [check for _, check in checks("square")]
    one, two = (run(submission, Scripted(well), wanted) for _ in range(2))
    assert one.key(square) == two.key(square)
    assert one.key(square) != one.key([check for _, check in checks("deriv")])

    def otherwise(job):
        return [said | {"answer": Answer(9.0)} if said.get("check") == 3 else said for said in well(job)]

    other = run(submission, Scripted(otherwise), wanted)
    assert other.key(square) != one.key(square)
    assert other.key(square[:3]) == one.key(square[:3])
    hung = run(submission, Scripted(lambda job: after(job, 1, HANG), well), wanted)
    assert hung.key(square) is None
    assert hung.key([check for _, check in checks("deriv")]) is not None


# --- hangs and crashes


def after(job, answered, then):
    """As many answers, and then something else."""
    said = well(job)
    start = next(i for i, message in enumerate(said) if "check" in message)
    return [*said[: start + answered], then]


@pytest.mark.parametrize(("then", "kind"), [(HANG, "timed out"), (GONE, "crashed"), (b"\xff" * 9, "crashed")])
def test_what_is_left_runs_in_a_new_worker(submission, then, kind):
    workers = Scripted(lambda job: after(job, 1, then), well)
    found = run(submission, workers, checks("square"))
    assert workers.jobs[1]["wanted"] == ["square_ints", "square_single"]
    assert workers.killed == 2
    (answer,) = found.answers["square_matrix"]
    assert answer.timed_out is (kind == "timed out")
    assert (answer.raised is not None) is (kind == "crashed")
    assert found.answers["square_mixed"][0].value == found.answers["square_single"][0].value == 0.0


def test_a_crash_says_how(submission):
    found = run(submission, Scripted(lambda job: after(job, 0, GONE), well), checks("square"))
    assert found.answers["square_mixed"][0].raised == Raised("Crash", ("Crash",), "the process was ended by a test")
    found = run(submission, Scripted(lambda job: after(job, 0, b"?"), well), checks("square"))
    assert found.answers["square_mixed"][0].raised.message == "it wrote on the grader's own channel"


FULL = Raised("MemoryError", ("MemoryError",), "", 3, "functions", "relu")


@pytest.mark.parametrize("then", [GONE, b"?", {"check": 4, "call": 0, "answer": Answer(raised=FULL)}])
def test_what_breaks_behind_another_exercise_runs_once_more_without_it(submission, then):
    """What the other did to the process may be why. Where it breaks by itself, it is a mistake of its own."""
    square, wanted = checks("square"), checks("square", "relu")
    answered = sum(lengths()[check.name] for _, check in square)
    workers = Scripted(lambda job: after(job, answered, then), well)
    found = run(submission, workers, wanted)
    assert [job["wanted"][0] for job in workers.jobs] == ["square_mixed", "relu_mixed"]
    assert [answer.raised for answers in found.answers.values() for answer in answers if answer.raised] == []
    assert found.answers.keys() == {check.name for _, check in wanted} == found.fingerprints.keys()

    def by_itself(job):
        return [*after(job, 0, then | {"check": 0}), *well(job)[4:]] if isinstance(then, dict) else after(job, 0, then)

    found = run(submission, Scripted(lambda job: after(job, answered, then), by_itself, well), wanted)
    assert found.answers["relu_mixed"][0].raised.type_name in ("Crash", "MemoryError")
    assert found.answers["relu_matrix"][0].raised is None


def test_what_is_asked_again_has_as_much_room_as_before(submission):
    """Else the same answers would be kept otherwise, and known by the same fingerprint."""
    wanted = checks("square", "sigmoid")
    asked = [lengths()[check.name] for _, check in wanted]
    place = next(i for i, (_, check) in enumerate(wanted) if check.exercise == "sigmoid" and asked[i] > 1)

    def large(job):
        said = after(job, sum(asked[:place]) + 1, GONE)
        return [*said[:-2], said[-2] | {"answer": Answer(np.zeros(40_000))}, GONE]

    workers = Scripted(large, well)
    found = run(submission, workers, wanted)
    assert workers.jobs[1]["wanted"][0] == wanted[place][1].name
    assert [answer.value for answer in found.answers[wanted[place][1].name]] == [*map(float, range(asked[place]))]


def test_two_strikes_and_the_rest_of_the_exercise_is_not_run(submission):
    workers = Scripted(lambda job: after(job, 0, HANG), lambda job: after(job, 0, HANG), well)
    found = run(submission, workers, checks("square", "relu"))
    assert [job["wanted"][0] for job in workers.jobs] == ["square_mixed", "square_matrix", "relu_mixed"]
    square = [check.name for _, check in checks("square")]
    assert all(found.answers[name][-1].timed_out for name in square)
    assert all(not found.answers[check.name][-1].timed_out for _, check in checks("relu"))


def test_deadlines_are_those_of_calls_and_of_the_submission(submission):
    workers = Scripted(well)
    run(submission, workers, checks("square"), Limits(call=300.0, submission=6000.0))
    first, *rest = workers.deadlines
    assert first == pytest.approx(module.START_SECONDS, abs=50.0)
    assert all(left == pytest.approx(300.0, abs=50.0) for left in rest)
    workers = Scripted(well)
    run(submission, workers, checks("square"), Limits(call=3000.0, submission=800.0))
    assert all(left == pytest.approx(800.0, abs=50.0) for left in workers.deadlines[1:])


def test_when_the_time_is_over_the_rest_is_not_started(submission, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])

    def script(job):
        now[0] += 0.3
        return after(job, 1, HANG)

    found = run(submission, Scripted(script), checks("square", "relu"), Limits(call=5.0, submission=0.2))
    assert found.cut_short
    answers = [found.answers[check.name][-1] for _, check in checks("square", "relu")]
    assert [answer.timed_out for answer in answers] == [False] + [True] * 7
    assert [answer.not_run for answer in answers] == ["", ""] + [OUT_OF_TIME] * 6


# --- loading


def test_a_file_that_does_not_import_is_told(submission):
    def script(job):
        said = well(job)
        said[2:2] = [problem("functions"), problem("mine")]
        return said

    found = run(submission, Scripted(script), checks("square"))
    assert found.unloaded == {"functions": ERROR, "mine": ERROR}
    assert found.failed == {}
    assert found.answers.keys() == {check.name for _, check in checks("square")}


def test_a_file_is_there_in_which_statements_fail(submission):
    other = replace(ERROR, line=5)

    def script(job):
        said = well(job)
        failed = [problem("functions", whole=False), problem("functions", other, whole=False)]
        said[2:2] = [*failed, problem("mine", whole=False)]
        return said

    workers = Scripted(script)
    found = run(submission, workers, checks("square"))
    assert found.failed == {"functions": [ERROR, other], "mine": [ERROR]}
    assert found.unloaded == {}
    assert [found.answers[check.name][0].value for _, check in checks("square")] == [0.0] * 4
    assert len(workers.jobs) == 1


def test_what_fails_again_in_a_new_worker_is_told_once(submission):
    def script(job, ends):
        said = after(job, 0, GONE) if ends else well(job)
        said[2:2] = [problem("functions", whole=False)]
        return said

    workers = Scripted(lambda job: script(job, ends=True), lambda job: script(job, ends=False))
    found = run(submission, workers, checks("square"))
    assert found.failed == {"functions": [ERROR]}
    assert (len(workers.jobs), workers.jobs[1]["absent"]) == (2, {})


@pytest.mark.parametrize("more", [0, 1])
def test_a_file_that_tells_of_too_many_statements_is_left_out(submission, more):
    def script(job):
        said = well(job)
        said[2:2] = [problem("functions", replace(ERROR, line=i), whole=False) for i in range(MAX_FAILED + more)]
        return said

    workers = Scripted(script, well)
    found = run(submission, workers, checks("square"))
    assert len(found.failed["functions"]) == MAX_FAILED + more
    assert found.answers["square_mixed"][0].value == 0.0
    if more:
        assert found.unloaded["functions"].type_name == "Crash"
        assert found.unloaded["functions"].message == "it wrote on the grader's own channel"
        assert workers.jobs[1]["absent"] == {"functions": "functions.py does not import"}
    else:
        assert found.unloaded == {}


@pytest.mark.parametrize(
    ("then", "message"),
    [
        (HANG, "it does not come to its end in time"),
        (GONE, "the process was ended by a test"),
        (b"?", "it wrote on the grader's own channel"),
    ],
)
def test_a_file_that_hangs_or_crashes_is_left_out(submission, then, message):
    def script(job):
        return [ready(job), {"loading": "derivatives"}, {"loading": "functions"}, then]

    workers = Scripted(script, well)
    found = run(submission, workers, checks("deriv"))
    assert found.unloaded.keys() == {"functions"}
    assert found.unloaded["functions"].message == message
    assert workers.jobs[1]["absent"] == {"functions": "functions.py does not import"}
    assert "functions" not in workers.jobs[1]["sources"]
    assert found.answers["deriv_matrix"][0].value == 0.0


def test_loading_all_files_is_bounded_too(submission, monkeypatch):
    """A file that says again and again that it is loading may not go on for ever."""
    clock = iter(np.arange(0.0, 1e6, 0.9))
    monkeypatch.setattr(module.time, "monotonic", lambda: float(next(clock)))

    class Slow(Scripted):
        def receive(self, deadline):
            if deadline < module.time.monotonic():
                raise TimeoutError
            return super().receive(deadline)

    workers = Slow(lambda job: [ready(job), *[{"loading": "functions"}] * 1000], well)
    found = run(submission, workers, checks("square"), Limits(call=5.0, submission=1e5))
    assert found.unloaded.keys() == {"functions"}
    assert len(workers.jobs) == 2


def test_files_that_cannot_be_used_are_absent(tmp_path):
    folder = write_submission(tmp_path, base="solutions", functions="def\n", mine="def\n")
    workers = Scripted(well)
    run(read_submission(folder, COURSE, LocalReader()), workers, checks("deriv"))
    assert workers.jobs[0]["absent"] == {
        "functions": "functions.py is missing or cannot be read",
        "mine": "mine.py is missing or cannot be read",
    }


# --- forged frames


FORGED = {
    "another check": {"check": 5, "call": 0, "answer": Answer(1.0, seconds=0.0)},
    "another call": {"check": 0, "call": 3, "answer": Answer(1.0, seconds=0.0)},
    "an array for a number": {"check": np.zeros(2), "call": 0, "answer": Answer(1.0, seconds=0.0)},
    "a truth value for a number": {"check": False, "call": False, "answer": Answer(1.0, seconds=0.0)},
    "a float for a number": {"check": 0.0, "call": 0, "answer": Answer(1.0, seconds=0.0)},
    "no answer": {"check": 0, "call": 0},
    "a number for an answer": {"check": 0, "call": 0, "answer": 3},
    "nothing": {},
    "an end": {"done": True},
    "a beginning": {"ready": [1, 2, 3]},
    "a problem": problem("functions"),
    "a statement that fails": problem("functions", whole=False),
}


@pytest.mark.parametrize("message", FORGED.values(), ids=FORGED.keys())
def test_an_answer_out_of_turn_is_a_crash_of_the_call(submission, message):
    found = run(submission, Scripted(lambda job: after(job, 0, message), well), checks("square"))
    assert found.answers["square_mixed"][0].raised.message == "it wrote on the grader's own channel"
    assert found.answers["square_matrix"][0].value == 0.0


@pytest.mark.parametrize(
    "message",
    [
        {"loading": "../secrets"},
        {"loading": 3},
        {"loading": np.zeros(2)},
        problem("nothing"),
        problem("nothing", whole=False),
        problem(np.zeros(2)),
        problem("functions", "an error"),
        problem("functions", "an error", whole=False),
        {"problem": "functions", "whole": True},
        {"problem": "functions", "raised": ERROR},
        problem("functions", whole=1),
        problem("functions", whole="no"),
        problem("functions", whole=np.zeros(2)),
        problem("functions", whole=None),
        {"problem": "functions"},
        {"ready": [1]},
        {},
    ],
    ids=repr,
)
def test_a_forged_frame_on_loading_is_a_crash_of_the_file(submission, message):
    workers = Scripted(lambda job: [ready(job), {"loading": "functions"}, message], well)
    found = run(submission, workers, checks("square"))
    assert found.unloaded.keys() == {"functions"}
    assert found.unloaded["functions"].type_name == "Crash"
    assert found.answers["square_mixed"][0].value == 0.0


def test_a_file_that_lies_about_which_is_loading_does_not_run_for_ever(submission):
    workers = Scripted(*[lambda job: [ready(job), {"loading": "plots"}, GONE]] * 2, well)
    found = run(submission, workers, checks("square"))
    assert found.unloaded.keys() == {"plots", "functions"}
    assert len(workers.jobs) == 3


def test_a_submission_that_kills_its_worker_whatever_is_left_out_is_our_failure_in_the_end(submission):
    workers = Scripted(*[lambda job: [ready(job), GONE]] * 9)
    with pytest.raises(BrokenError, match="cannot load what has no code"):
        run(submission, workers, checks("square"))


def test_answers_far_larger_than_right_ones_are_not_kept(submission):
    def script(job):
        said = well(job)
        for message in said:
            if "answer" in message:
                message["answer"] = Answer(np.zeros(20_000), seconds=0.0)
        return said

    found = run(submission, Scripted(script), checks("square", "relu"))
    kept = [found.answers[check.name][0].value for _, check in checks("square")]
    assert isinstance(kept[0], np.ndarray)
    assert kept[1] == kept[2] == Opaque("array of shape (20000,), too large to look at")
    assert isinstance(found.answers["relu_mixed"][0].value, np.ndarray), "each exercise has room of its own"
    assert outline([1, 2]) == Opaque("list, too large to look at")


# --- our own failures


@pytest.mark.parametrize(
    ("first", "words"),
    [
        (HANG, "The worker ended before it began"),
        (GONE, "the process was ended by a test"),
        (b"?", "The worker ended before it began"),
        ({"broken": "the jail does not close"}, "The worker cannot begin: the jail does not close"),
    ],
)
def test_a_worker_that_does_not_begin_is_our_failure(submission, first, words):
    workers = Scripted([first])
    with pytest.raises(BrokenError, match=words):
        run(submission, workers, checks("square"))
    assert workers.killed == 1


def test_checks_that_are_missing_are_our_failure():
    with pytest.raises(BrokenError, match=r"grader\.course\.hidden\.nothing is not there"):
        check_code("nothing", hidden=True)


def test_checks_may_be_shared():
    given = []

    class Sharing:
        preload_checks = staticmethod(given.append)

    share_checks(Sharing, COURSE, checks("square", "deriv", hidden=True), 7, Limits(5.0, 60.0))
    (job,) = given
    assert [unit for unit, _ in job["checks"]] == ["functions", "derivatives"]
    assert job["seed"] == 7
    assert job["wanted"] == [check.name for _, check in checks("square", "deriv", hidden=True)]
