"""Jobs done in place and judged from recordings, as in a page, but here: the same reports as with processes."""

import json
import marshal
import time
from types import SimpleNamespace

import numpy as np
import pytest
from helpers import write_submission

from grader.course.stubs import stub_file
from grader.grading.options import Options
from grader.practice import desk as desk_module
from grader.practice.desk import Desk
from grader.practice.recorded import GONE, NotRecordedError, RecordedWorkers, Recording
from grader.practice.run import InPlace
from grader.practice.surroundings import Surroundings
from grader.protocol.frames import WorkerGoneError
from grader.sandbox.job import Limits

SQUARE = "import numpy as np\n\n\ndef square(x):\n    {}\n"


@pytest.fixture
def page(monkeypatch, tmp_path, course, worker_state):
    """A page without a browser: what it asks is answered, with its jobs done in place."""
    monkeypatch.chdir(tmp_path)
    desk, done = Desk(lambda now: monkeypatch.setattr(time, "monotonic", now)), []
    in_place = InPlace()

    def record(job, made):
        frames = []
        in_place.run(job, frames.append)
        return made(frames) if made else (b"".join(frames), False, 0.01)

    def ask(what, made=None, **body):
        recordings = []
        while True:
            answer, job, terms = desk.answer(what, json.dumps(body), recordings)
            if answer:
                return json.loads(answer)
            done.append((marshal.loads(job), json.loads(terms)))
            recordings.append(record(job, None if recordings else made))

    def files(**texts):
        return {unit.name: stub_file(unit) for unit in course.units} | texts

    return SimpleNamespace(ask=ask, files=files, done=done, folder=tmp_path / "exercises")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (SQUARE.format("return x * x"), "pass"),
        (SQUARE.format("return x + x"), "wrong"),
        (SQUARE.format("return 1 / 0"), "error"),
        (SQUARE.format("raise NotImplementedError"), "todo"),
        ("def square(x)\n    return x\n", "error"),
        ("import nowhere\n" + SQUARE.format("print('hm')\n    return x"), "wrong"),
    ],
)
def test_the_report_is_that_of_a_process(page, grading, text, verdict):
    told = page.ask("check", name="square", files=page.files(functions=text))
    folder = write_submission(page.folder, functions=text)
    expected = grading(folder.relative_to(page.folder.parent), "square", visible_only=True).json
    for report in (told["report"], expected):
        for exercise in report["exercises"]:
            exercise["seconds"] = 0
    assert told["report"] == expected
    assert told["exercise"] | {"seconds": 0} == expected["exercises"][0]
    assert told["exercise"]["verdict"] == verdict


def test_what_an_exercise_leaves_behind_harms_no_other(page, monkeypatch):
    monkeypatch.setattr(np, "pi", np.pi)  # put back at the end
    text = SQUARE.format("np.pi = 3\n    return x * x") + "\n\ndef relu(x):\n    return np.maximum(x, 0)\n"
    told = page.ask("verdicts", names=["square", "relu"], files=page.files(functions=text))
    assert told["verdicts"] == {"square": "pass", "relu": "pass"}
    assert len(page.done) == 2


def test_a_mistake_without_a_name_gets_its_place(page):
    files = page.files(functions=SQUARE.format("y = np.abs(x)\n    return y ** 3"))
    told = page.ask("check", name="square", files=files)
    assert told["searches"]
    jobs = len(page.done)
    diagnosis = page.ask("place", name="square", files=files)["diagnosis"]
    assert diagnosis["place"]["line"] == 6
    assert len(page.done) - jobs > 2  # one after the other, each named by the one who judges
    assert page.ask("place", name="square", files=page.files())["diagnosis"] is None


def test_whoever_judges_gives_no_answer_away(page):
    """A job holds the checks and the reader's files; no right answer, no known mistake."""
    page.ask("check", name="square", files=page.files(functions=SQUARE.format("return x")))
    ((job, terms),) = page.done
    assert job["wanted"]
    assert "misconception" not in str(job)
    assert terms == {"call": 5.0, "load": 20.0, "total": 60.0}


def test_a_call_that_was_late_is_a_hang_and_time_passes(page):
    """The first answers came; then the clock of the page ended it. What is left is asked in a second job."""
    text = SQUARE.format("return x * x")
    before = time.monotonic()
    told = page.ask("check", made=lambda frames: (b"".join(frames[:-2]), True, 7.0), name="square", files=page.files(functions=text))  # fmt: skip  # noqa: E501
    assert told["exercise"]["verdict"] == "timeout"
    assert time.monotonic() - before > 7.0


def test_what_cannot_begin_is_told_in_a_sentence(page):
    files = page.files(functions=SQUARE.format("return x"))
    told = page.ask("check", made=lambda _frames: (b"", False, 0.1), name="square", files=files)
    assert told == {"broken": f"The worker ended before it began ({GONE})."}  # the page says what to do


def test_the_time_for_all_jobs_of_a_request_is_bounded(page):
    """As with processes: what comes after it is not run, and that is said."""
    names = ["square", "leaky_relu", "sigmoid"]
    text = "\n\n".join(f"def {name}(x):\n    return x" for name in names)
    told = page.ask("check", made=lambda frames: (b"".join(frames[:4]), True, 61.0), name="sigmoid", files=page.files(functions=text))  # fmt: skip  # noqa: E501
    assert told["report"]["flags"] == ["the time for the whole submission ran out"]


def test_a_crash_at_the_first_call_is_told_as_that_of_a_process(page):
    text = SQUARE.format("return x * x")
    told = page.ask("check", made=lambda frames: (b"".join(frames[:4]), False, 0.1), name="square", files=page.files(functions=text))  # fmt: skip  # noqa: E501
    assert told["exercise"]["verdict"] == "error"
    assert "the process ended itself (os._exit or a crash)" in told["lines"][0]


def test_an_import_that_never_ends_leaves_its_file_out(page):
    """The frames are those of a file whose first line is the last that is heard of."""
    text = SQUARE.format("return x")
    told = page.ask("check", made=lambda frames: (b"".join(frames[:2]), True, 5.0), name="square", files=page.files(functions=text))  # fmt: skip  # noqa: E501
    assert [list(job["absent"]) for job, _ in page.done] == [[], ["functions"]]  # and then without it
    assert told["exercise"]["verdict"] == "error"
    assert "does not come to its end in time" in "\n".join(told["lines"])


def test_verdicts_come_for_many_and_a_block_is_run(page):
    stubs = page.files()
    files = {**stubs, "functions": stubs["functions"].replace("raise NotImplementedError", "return x * x", 1)}
    verdicts = page.ask("verdicts", names=["square", "leaky_relu"], files=files)["verdicts"]
    assert verdicts == {"square": "pass", "leaky_relu": "todo"}
    code = "from exercises.functions import square\nprint(square(3))"
    assert page.ask("run", code=code, files=files) == {"output": "9\n", "error": None, "svg": None}
    assert page.done[-1][1] == {"call": 10.0, "load": 10.0, "total": 10.0}
    assert page.ask("run", code="1 / 0", files=files)["error"] == "ZeroDivisionError: division by zero (line 1)"


def test_a_file_is_cut_into_its_functions(page, course):
    files = page.files()
    for unit, pieces in page.ask("cut", files={**files, "no_unit": "x = 1"}).items():
        assert "".join(text for _, text in pieces) == files[unit]
        assert [name for name, _ in pieces if name] == [one.name for one in course.unit(unit).exercises]


def test_what_was_not_recorded_is_named():
    workers = RecordedWorkers([Recording(b"\0\0\0\1a", hung=False, seconds=2.0)], (passed := []).append)
    channel = workers.open({})
    assert channel.receive(0.0) == b"a"
    assert passed == []
    with pytest.raises(WorkerGoneError, match="ended itself"):
        channel.receive(0.0)
    channel.close()
    assert passed == [2.0]  # once
    with pytest.raises(NotRecordedError) as caught:
        workers.open({"a": 1})
    assert marshal.loads(caught.value.job) == {"a": 1}


@pytest.mark.parametrize(
    "deed",
    [
        "np.sin = np.cos",
        "np.random.default_rng = None",
        "np.linalg.norm = abs",
        "np.testing.assert_allclose = print",
        "import math; math.pi = 3",
        "import builtins; builtins.abs = len",
        "import sys; del sys.modules['numpy.linalg']",
        "np.seterr(all='ignore')",
        "np.set_printoptions(precision=1)",
        "import sys; sys.setrecursionlimit(77777)",
        "import warnings; warnings.simplefilter('ignore')",
        "import os; os.environ['A'] = 'b'",
        "import grader.protocol.answer as one; one.Conditions.answer = None",
        "np.polynomial.Polynomial.__call__ = None",
    ],
)
def test_a_deed_that_outlives_its_code_is_noticed(monkeypatch, deed):
    import builtins
    import math
    import sys
    import warnings

    from grader.protocol.answer import Conditions

    for place, name in [
        (np, "sin"), (np.random, "default_rng"), (np.linalg, "norm"), (np.testing, "assert_allclose"), (math, "pi"),
        (builtins, "abs"), (Conditions, "answer"), (np.polynomial.Polynomial, "__call__"),
    ]:  # fmt: skip
        monkeypatch.setattr(place, name, getattr(place, name))
    monkeypatch.setitem(sys.modules, "numpy.linalg", np.linalg)
    limit, options, filters = sys.getrecursionlimit(), np.get_printoptions(), list(warnings.filters)
    monkeypatch.setenv("A", "a")
    surroundings = Surroundings()
    surroundings.settle()
    assert list(surroundings.changes()) == []
    with np.errstate():
        exec(f"import numpy as np\n{deed}", {})
        changed = list(surroundings.changes())
        sys.setrecursionlimit(limit)
        np.set_printoptions(**options)
        warnings.filters[:] = filters
    assert changed


def test_what_a_function_may_do_is_no_change(page):
    in_place = InPlace()
    text = "import numpy as np\nimport fractions\n\nnp.random.seed(1)\nmine = {}\n\n\ndef square(x):\n    with np.errstate(all='ignore'):\n        print(x)\n        return np.asarray(x) * x\n"  # noqa: E501
    page.ask("check", name="square", files=page.files(functions=text))
    ((job, _),) = page.done
    for _ in range(2):
        in_place.run(marshal.dumps(job), lambda _frame: None)
        changes = [name for name in in_place._surroundings.changes() if not name.startswith("hypothesis.")]
        assert changes == []  # that one counts, in names of its own, how long Python collects garbage


def test_limits_are_those_of_a_process():
    assert Options().limits == Limits()
    assert Limits().submission < desk_module.NO_LIMIT
