"""Answers that nobody would give, forged to the limits of the format: judging them never fails and gives no point."""

import json
import random
import warnings

import numpy as np
import pytest
from helpers import ROOT, WHOLE, answer_call, valid

from grader.course.checks_of import hidden_checks, visible_checks
from grader.course.open_reference import open_reference
from grader.course.syllabus import load_course
from grader.grading.cache import JudgementCache
from grader.grading.case import Case, Ground
from grader.grading.grade import _Grading, grade
from grader.grading.options import Options
from grader.grading.report import Report
from grader.grading.verdict import judge
from grader.protocol.answer import DTYPES, Answer, Opaque
from grader.protocol.frames import MAX_FRAME, Frames
from grader.protocol.raised import Raised
from grader.protocol.wire import WireError, decode, encode
from grader.sandbox.collect import Collected
from grader.submission.folder import read_submission
from grader.submission.reader import LocalReader

SEED = 7
COURSE = load_course()
REFERENCE = open_reference(SEED)
SHAPES = [(), (0,), (1,), (2,), (3,), (4,), (2, 2), (3, 1), (0, 3), (1, 1, 1, 1), (2, 0, 2), (5, 4), (1,) * 32, (200,)]
ODD = [0.0, -0.0, 1e-320, 1e308, -1e308, np.nan, np.inf, -np.inf, 2**53 + 1]


def odd_array(rng, shape=None):
    shape = rng.choice(SHAPES) if shape is None else shape
    kind = DTYPES[rng.choice(list(DTYPES))]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.array([rng.choice(ODD) for _ in range(int(np.prod(shape)))], dtype=float).reshape(shape).astype(kind)


def odd_value(rng, like, depth=0):
    """Any value that the format can carry, now and then in the shape of the right one."""
    makers = [
        lambda: odd_array(rng),
        lambda: odd_array(rng, np.shape(like) if isinstance(like, np.ndarray | float | int) else ()),
        lambda: odd_array(rng, ())[()],
        lambda: rng.choice([None, True, False, 0, -1, 2**63 - 1, -(2**63), *map(float, ODD), complex(np.nan, 1e308)]),
        lambda: rng.choice(["", "x" * 2000, "[bold]", "\n" * 50, "{}", "%s%n", "nan", "=1+1"]),
        lambda: Opaque(rng.choice(["", "ndarray", "x" * 80])),
    ]
    if depth < 4:
        makers += [
            lambda: [odd_value(rng, like, depth + 1) for _ in range(rng.randrange(5))],
            lambda: tuple(odd_value(rng, like, depth + 1) for _ in range(rng.randrange(5))),
            lambda: {rng.choice(["", "x", "lines", "title", "0"]): odd_value(rng, like, depth + 1) for _ in range(3)},
        ]
        if isinstance(like, tuple | list):
            makers += [lambda: type(like)(odd_value(rng, item, depth + 1) for item in like)] * 4
        if isinstance(like, dict):
            makers += [lambda: {key: odd_value(rng, item, depth + 1) for key, item in like.items()}] * 4
    return rng.choice(makers)()


def odd_answer(rng, right):
    texts = ["", "x" * 500, "takes 2 positional arguments", " is not there", "square is not there: x", "\n"]
    names = ["AssertionError", "Crash", "Timeout", "", "MissingFunctionError", "x" * 80, "Exception"]
    value, raised = odd_value(rng, right.value), None
    if rng.random() < 0.2:
        bases = tuple(rng.choice(names) for _ in range(rng.randrange(4)))
        unit, function = rng.choice(["", "functions", "x"]), rng.choice(["", "square", "x" * 300])
        raised = Raised(rng.choice(names), bases, rng.choice(texts), rng.choice([0, 1, 10**6]), unit, function)
    modified = tuple(rng.choice([0, 1, -1, 2**62]) for _ in range(rng.randrange(3)))
    said = tuple(rng.choice(texts) for _ in range(rng.randrange(3)))
    seconds = rng.choice([0.0, 1.0, -1.0, np.nan, np.inf, 1e300])
    return Answer(value, raised, said, modified, seconds=float(seconds))


def crossed(answer):
    """An answer as it comes out of its frame."""
    try:
        return decode(encode({"answer": answer})[4:])["answer"]
    except WireError:
        return Answer()


@pytest.fixture(scope="module")
def solutions():
    return read_submission(ROOT / "solutions", COURSE, LocalReader())


def report_on(exercise, answers, submission, *, above=None, instructor=False):
    """The report on an exercise with these answers, and with those that it gives where `deriv` is given."""
    grading = _Grading(submission, None, Options(instructor=instructor), REFERENCE, JudgementCache())
    collected = Collected(answers=answers)
    case = Case(exercise=exercise, checks=REFERENCE.checks(exercise), answers=collected.answers)
    grading.judge([case], collected)
    if above is not None:
        verdict = judge(case.checks, above, REFERENCE)
        case.ground = Ground(given=("deriv",), collected=Collected(answers=above), verdict=verdict)
    [report] = grading.reports([case], collected)
    return report


def forged(rng, exercise):
    right = {check.name: REFERENCE.answers(check) for check in REFERENCE.checks(exercise)}
    return {name: [crossed(odd_answer(rng, one)) for one in answers] for name, answers in right.items()}


@pytest.mark.parametrize("exercise", COURSE.exercises, ids=lambda exercise: exercise.name)
@pytest.mark.parametrize("instructor", [False, True])
def test_forged_answers_are_judged_and_earn_nothing(exercise, instructor, solutions):
    """Two draws of each, six with GRADER_WHOLE=1 (see docs/contributing.md)."""
    rng = random.Random(f"{exercise.name} {instructor}")
    for number in range(6 if WHOLE else 2):
        given, above = forged(rng, exercise), forged(rng, exercise) if number % 2 else None
        report = report_on(exercise, given, solutions, above=above, instructor=instructor)
        whole = Report(
            kit="0", course="x", submission="x", exercises=[report], seed=SEED if instructor else None
        ).to_json()
        valid(whole)
        assert report.given == (["deriv"] if above else [])
        assert report.verdict in ("wrong", "error")
        assert report.points == 0.0
        assert 0.0 <= report.seconds < 1e9
        assert len(json.dumps(whole)) < 50_000


def refuse(*args, **_kwargs):
    raise AssertionError(f"{args} 0 1 2 3 4 5 6 7 8 9")


NOTHING = {"None": lambda *_args, **_kwargs: None, "zero": lambda *_args, **_kwargs: 0.0, "refusal": refuse}


@pytest.mark.parametrize("exercise", COURSE.exercises, ids=lambda exercise: exercise.name)
@pytest.mark.parametrize("otherwise", NOTHING)
def test_visible_answers_that_were_hard_coded_earn_nothing(exercise, otherwise, solutions):
    """Right where the inputs are seen, and elsewhere nothing, or the error that some checks ask for."""
    given = {}
    for check in REFERENCE.checks(exercise):
        right = REFERENCE.answers(check)
        calls = check.calls(SEED)
        given[check.name] = [answer_call(NOTHING[otherwise], call) for call in calls] if check.hidden else right
    for above in (None, given):
        report = report_on(exercise, given, solutions, above=above)
        assert report.verdict in ("wrong", "error")
        assert report.points == 0.0


class OneChannel:
    """A worker that sends frames that someone else wrote."""

    shared = frozenset()

    def __init__(self, frames):
        self._frames = frames

    def open(self, job):
        checks = [len(open_reference(job["seed"]).calls(find(name))) for name in job["wanted"]]
        anyone = any(unit in job["sources"] for unit in job["load"])  # where none is left to forge, all is in order
        return Replay([encode({"ready": checks})[4:], *(self._frames if anyone else [encode({"loaded": True})[4:]])])

    def alive(self):
        return True

    def close(self):
        pass


class Replay:
    """A channel whose frames have all come."""

    def __init__(self, frames):
        self.frames = Frames(MAX_FRAME)
        self.frames.add(b"".join(len(frame).to_bytes(4, "big") + frame for frame in frames))

    def arrived(self):
        return self.frames.next()

    def receive(self, _deadline):
        if (frame := self.frames.next()) is None:
            raise TimeoutError
        return frame

    def close(self):
        """Nothing is under way."""


def find(name):
    units = [unit.name for unit in COURSE.units]
    every = [c for unit in units for c in (*visible_checks(unit), *hidden_checks(unit))]
    return next(check for check in every if check.name == name)


IS_WHOLE = [True, False, 1, 0, None, "True"]


def any_message(rng):
    raised = Raised("E", ("E",), "x", 1, "functions", "square")
    answer = Answer(odd_value(rng, 0.0), seconds=0.0)
    return rng.choice(
        [
            {"ready": rng.choice([[], [1], [10**6]])},
            {"loading": rng.choice(["functions", "derivatives", "numpy", "", 3])},
            {"loaded": True},
            {"problem": rng.choice(["functions", "nothing", None]), "raised": raised, "whole": rng.choice(IS_WHOLE)},
            {"problem": "functions", "raised": raised},
            {"output": rng.choice(["x", "", 3, ["x"]])},
            {"broken": "x"},
            {"done": True},
            {},
            *[{"check": rng.randrange(3), "call": rng.randrange(2), "answer": answer}] * 4,
            {"check": rng.choice([True, 0.0, "0", None, -1]), "call": 0, "answer": answer},
            {"check": 0, "call": 0, "answer": rng.choice([None, 1.0, "x"])},
        ]
    )


@pytest.mark.parametrize("names", [["square", "sigmoid"], ["deriv", "chain_deriv_2"]])
@pytest.mark.parametrize("start", range(40))
def test_frames_in_any_order_end_in_a_report_without_points(start, names, solutions):
    rng = random.Random(start)
    frames = [encode(any_message(rng))[4:] for _ in range(rng.randrange(30))]
    if start % 2:
        frames = [encode({"loading": "functions"})[4:], encode({"loaded": True})[4:], *frames]
    report = grade(solutions, COURSE.find(names), OneChannel(frames), Options(), REFERENCE).to_json()
    valid(report)
    assert report["totals"]["broken"] == 0
    assert report["totals"]["pass"] == 0
    assert report["totals"]["points"] == 0
