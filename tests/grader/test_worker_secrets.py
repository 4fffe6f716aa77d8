"""Code that is after the solutions, the hidden inputs or the verdict: what a worker holds, and what comes out of it.

Without the jail a submission may read the disk; what is tested here is what the process itself has.
"""

import json
import textwrap

import pytest
from helpers import ROOT, write_submission

from grader.course.checks_of import hidden_checks, visible_checks
from grader.course.open_reference import open_reference
from grader.course.syllabus import load_course
from grader.pytest_plugin import _text
from grader.render.junit import to_junit
from grader.sandbox.collect import Run
from grader.sandbox.job import Limits
from grader.submission.folder import read_submission
from grader.submission.reader import LocalReader

COURSE = load_course()


def square(body, head=""):
    """A unit file whose function `square` has this body."""
    return f"{head}\n\ndef square(x):\n{textwrap.indent(textwrap.dedent(body), '    ')}\n"


def ask(folder, workers, source, *, hidden=False):
    """What `square` of a submission returns in a worker."""
    submission = read_submission(write_submission(folder, functions=source), COURSE, LocalReader())
    known = hidden_checks("functions") if hidden else visible_checks("functions")
    wanted = [("functions", check) for check in known if check.exercise == "square"][:1]
    with Run(submission, COURSE, wanted, 0, Limits(), workers) as run:
        answer = run.collect().answers[wanted[0][1].name][0]
    assert answer.raised is None, answer.raised
    return answer.value


@pytest.fixture(params=["forking", "spawning"])
def workers(request):
    return request.getfixturevalue(request.param)


# --- what a worker holds


FORBIDDEN = [
    "solutions",
    "solutions.functions",
    "exercises.solutions",
    "grader.course.hidden",
    "grader.course.hidden.functions",
    "grader.course.checks",
    "grader.course.checks.functions",
    "grader.course.misconceptions",
    "grader.course.misconceptions.functions",
    "grader.course.alternatives",
    "grader.course.frozen_answers",
    "grader.course.open_reference",
    "grader.course.reference",
    "grader.course.solutions",
    "grader.course.solutions.given",
    "grader.course.solutions.library",
    "grader.course.solutions.reference",
    "grader.course.stubs",
    "grader.grading.compare",
    "grader.grading.diagnose",
    "grader.grading.verdict",
    "grader.sandbox.collect",
    "grader.course.syllabus",
    "tests",
    "conftest",
]


def test_nothing_that_judges_or_solves_can_be_imported(tmp_path, workers):
    source = square(
        f"""
        import importlib
        found = []
        for name in {FORBIDDEN!r}:
            try:
                importlib.import_module(name)
                found.append(name)
            except ModuleNotFoundError:
                pass
        return found
        """
    )
    assert ask(tmp_path, workers, source) == []


def test_only_a_few_modules_of_the_grader_are_there(tmp_path, workers):
    source = square("import sys\nreturn sorted(name for name in sys.modules if name.split('.')[0] == 'grader')")
    assert set(ask(tmp_path, workers, source)) <= {
        "grader", "grader.protocol", "grader.protocol.answer", "grader.protocol.answer_frame",
        "grader.protocol.check", "grader.protocol.figure",
        "grader.protocol.frames",
        "grader.protocol.job", "grader.protocol.layouts", "grader.protocol.load_numpy", "grader.protocol.raised",
            "grader.protocol.shared_memory", "grader.protocol.silence", "grader.protocol.text",
        "grader.protocol.wire", "grader.worker", "grader.worker.candidates", "grader.worker.given",
        "grader.worker.importer", "grader.worker.left_behind",
        "grader.worker.limits", "grader.worker.picture", "grader.worker.process",
        "grader.worker.rounds", "grader.worker.shared_checks", "grader.worker.stand_in",
        "grader.worker.student", "grader.worker.top_level", "grader.worker.warm_up",
    }  # fmt: skip


def test_the_course_is_not_on_the_import_path(tmp_path, workers):
    source = square("import sys, grader\nreturn list(sys.path), list(grader.__path__), list(sys.argv)")
    path, package, arguments = ask(tmp_path, workers, source)
    assert not [entry for entry in path if entry in ("", ".") or entry.endswith("main")]
    assert not [entry for entry in path if (type(tmp_path)(entry) / "solutions").exists()]
    assert (package, arguments) == ([], ["worker"])


SCAN = '''
def scan(pairs):
    """How often the two halves of each pair stand side by side in this process's memory."""
    counts = [0] * len(pairs)
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
        for line in maps:
            span, rights = line.split()[:2]
            if not rights.startswith("rw"):
                continue
            start, end = (int(part, 16) for part in span.split("-"))
            try:
                memory.seek(start)
                chunk = memory.read(end - start)
            except (OSError, ValueError):
                continue
            for i, (left, right) in enumerate(pairs):
                at = chunk.find(left)
                while at >= 0:
                    at += len(left)
                    counts[i] += chunk[at : at + len(right)] == right
                    at = chunk.find(left, at)
    return counts
'''
THERE = ("negative numbers", " and fractions")  # of a visible check: shows that the search finds what is there
HIDDEN = ("numbers of both signs,", " small and large")  # of a hidden check of the same exercise
SOLUTION_AND_MORE = [
    ("Keep what is positive and", " shrink what is negative to a fifth"),  # a docstring of the solutions
    ("np.exp(-np.abs(1.0", " * x))"),  # a line of the solutions
    ("each side of 0 takes the form", " whose exponent is not positive"),  # a comment in the solutions
    ("You changed the array that", " was passed in"),  # a misconception
    ("The slope says how far the output", " moves for a small move of the input"),  # a hint
]


def scanning(pairs):
    encoded = [(left.encode(), right.encode()) for left, right in pairs]
    return square(f"return scan({encoded!r})", SCAN)


def test_what_is_searched_for_is_what_the_course_says():
    """The texts stand where the tests below say, so that a search that finds nothing means something."""
    places = [
        ("grader/course/checks/functions.py", THERE),
        ("grader/course/hidden/functions.py", HIDDEN),
        ("solutions/functions.py", SOLUTION_AND_MORE[0]),
        ("solutions/functions.py", SOLUTION_AND_MORE[1]),
        ("solutions/functions.py", SOLUTION_AND_MORE[2]),
        ("grader/course/misconceptions/functions.py", SOLUTION_AND_MORE[3]),
        ("grader/course/hints/derivatives.toml", SOLUTION_AND_MORE[4]),
    ]
    for place, (left, right) in places:
        text = " ".join((ROOT / place).read_text(encoding="utf-8").replace("\n    # ", " ").split())
        assert left + right in text, place


def test_no_solution_is_in_the_memory_of_a_worker(tmp_path, workers):
    there, *rest = ask(tmp_path, workers, scanning([THERE, *SOLUTION_AND_MORE]))
    assert there > 0
    assert rest == [0] * len(SOLUTION_AND_MORE)


def test_hidden_checks_are_not_in_the_memory_of_the_visible_process(tmp_path, workers):
    assert ask(tmp_path, workers, scanning([HIDDEN, THERE]))[0] == 0
    hidden, visible, *rest = ask(tmp_path, workers, scanning([HIDDEN, THERE, *SOLUTION_AND_MORE]), hidden=True)
    assert hidden > 0
    assert (visible, rest) == (0, [0] * len(SOLUTION_AND_MORE))


def test_no_object_of_a_solution_is_known_to_the_collector(tmp_path, workers):
    source = square(
        """
        import gc, types
        functions = [o for o in gc.get_objects() if isinstance(o, types.FunctionType)]
        homes = {str(f.__module__) for f in functions} | {f.__code__.co_filename for f in functions}
        return sorted(home for home in homes if "solutions" in home or "misconceptions" in home or "hidden" in home)
        """
    )
    assert ask(tmp_path, workers, source) == []


# --- what comes out of the process of the hidden checks


MARK = "THE-HIDDEN-INPUTS"
BESIDE_HIDDEN = '''
import os
import sys
import time
import warnings

import numpy as np


def beside_hidden():
    """Whether the checks that run here are the hidden ones: the worker's own frames know."""
    frame = sys._getframe()
    while frame is not None:
        if "calls" in frame.f_locals and "job" in frame.f_locals:
            return any(check.hidden for _, check, _ in frame.f_locals["calls"])
        frame = frame.f_back
    return False
'''


def sends_problem(file, line, *, whole):
    """A line that tells of a file that does not import, or of a statement of it that fails."""
    raised = f"sys.modules['grader.protocol.answer'].Raised(MARK, (MARK,), MARK, {line}, 'functions', MARK)"
    message = f"{{'problem': {file}, 'raised': {raised}, 'whole': {whole}}}"
    return f"sys.stdout._send(sys.modules['grader.protocol.wire'].encode({message}))"


IN_A_CALL = {
    "prints": "print(MARK)",
    "prints to stderr": "print(MARK, file=sys.stderr)",
    "writes to descriptor 1": "os.write(1, MARK.encode())",
    "raises": "raise ValueError(MARK)",
    "raises a class of that name": "raise type(MARK, (Exception,), {})",
    "exits": "sys.exit(MARK)",
    "returns": "return MARK",
    "returns a type of that name": "return type(MARK, (), {})()",
    "returns a key": "return {MARK: 1.0}",
    "warns": "warnings.warn(MARK)",
    "sends output": "sys.stdout._send(sys.modules['grader.protocol.wire'].encode({'output': MARK}))",
    "sends a problem": sends_problem("MARK", 7, whole=True),
    "sends a problem of its file": sends_problem("'functions'", 4711, whole=True),
    "sends a statement that fails": sends_problem("'functions'", 4711, whole=False),
    "sends a file that is loading": "sys.stdout._send(sys.modules['grader.protocol.wire'].encode({'loading': MARK}))",
    "hangs": "time.sleep(60)",
    "crashes": "os._exit(7)",
}
ON_IMPORT = {
    "raises": "raise ValueError(MARK)",
    "raises a class of that name": "raise type(MARK, (Exception,), {})",
    "exits": "sys.exit(MARK)",
    "prints": "print(MARK)",
    "fails to import": "__import__(MARK)",
    "sends a problem": sends_problem("'functions'", 4711, whole=True),
    "sends a statement that fails": sends_problem("'functions'", 4711, whole=False),
    "sends a problem that says neither": sends_problem("'functions'", 4711, whole=None),
    "hangs": "time.sleep(60)",
    "crashes": "os._exit(7)",
}


def everything_said(done):
    """All that anybody reads of a report."""
    from test_report import printed

    doors = [_text(exercise, check) for exercise in done.report.exercises for check in exercise.checks]
    return "\n".join([json.dumps(done.json), to_junit(done.report), printed(done.report), *doors])


def attack(grading, folder, source, *, hangs=False, **options):
    limit = 2.0 if hangs else 60.0  # nobody else is to wait for it, nor to be late on a busy machine
    done = grading(write_submission(folder, functions=source), "square", timeout=limit, **options)
    return done, everything_said(done)


@pytest.mark.parametrize("instructor", [False, True])
@pytest.mark.parametrize("line", IN_A_CALL.values(), ids=IN_A_CALL.keys())
def test_a_hidden_call_tells_nothing(tmp_path, grading, line, instructor):
    body = f"if beside_hidden():\n    {line}\n    return x + 1\nreturn x * x"
    source, hangs = square(body, BESIDE_HIDDEN + f"\nMARK = {MARK!r}\n"), line == IN_A_CALL["hangs"]
    done, said = attack(grading, tmp_path, source, hangs=hangs, instructor=instructor)
    assert MARK not in said
    assert "4711" not in said
    assert done.exercises["square"]["verdict"] in ("wrong", "error", "timeout")
    visible = [check for check in done.exercises["square"]["checks"] if not check["hidden"]]
    assert {check["verdict"] for check in visible} == {"pass"}
    assert done.exercises["square"]["output"] == ""
    assert done.exercises["square"]["remarks"] == []
    assert done.exercises["square"]["seconds"] < (2 if hangs else 50)


@pytest.mark.parametrize("line", ON_IMPORT.values(), ids=ON_IMPORT.keys())
def test_a_file_that_fails_beside_hidden_checks_only_tells_nothing(tmp_path, grading, line):
    source = square("return x * x", BESIDE_HIDDEN + f"\nMARK = {MARK!r}\nif beside_hidden():\n    {line}\n")
    done, said = attack(grading, tmp_path, source, hangs=line == ON_IMPORT["hangs"])
    assert MARK not in said
    assert "4711" not in said
    for problem in done.problems:
        assert problem == {
            "file": "functions.py",
            "line": None,
            "message": "it does not import: it does so only where the hidden checks run",
        }


def test_the_inputs_of_hidden_checks_are_nowhere_in_a_report(tmp_path, grading):
    """Not for wrong answers either: no number of a hidden input, nor of what is expected for it."""
    done, said = attack(grading, tmp_path, square("return x + 0.1234567"))
    numbers = set()
    for check in hidden_checks("functions"):
        if check.exercise == "square":
            for call, answer in zip(check.calls(0), open_reference().answers(check), strict=True):
                numbers |= {f"{v:.4g}" for values in (call.args[0], answer.value) for v in values.ravel()}
    long = {number for number in numbers if len(number.strip("-0.")) >= 4}
    assert len(long) > 10
    assert not [number for number in long if number in said]
    messages = [check["message"] for check in done.exercises["square"]["checks"] if check["hidden"]]
    assert messages
    assert all(message.endswith(": it does not hold. (The inputs of this check stay hidden.)") for message in messages)


# --- what a worker's answer may do here


FORGED = {
    "an array for a number": "{'check': np.zeros(2), 'call': 0, 'answer': 1}",
    "a text for an answer": "{'check': 0, 'call': 0, 'answer': 'pass'}",
    "a verdict": "{'check': 0, 'call': 0, 'verdict': 'pass', 'points': 1000}",
    "an end": "{'done': True}",
    "a report": "{'totals': {'points': 1000}}",
}


@pytest.mark.parametrize("message", FORGED.values(), ids=FORGED.keys())
def test_forged_frames_earn_nothing(tmp_path, grading, message):
    body = f"import sys\nsys.stdout._send(sys.modules['grader.protocol.wire'].encode({message}))\nreturn x * x"
    done = grading(write_submission(tmp_path, functions=square(body, "import numpy as np")), "square")
    assert (done.exercises["square"]["verdict"], done.exercises["square"]["points"]) == ("error", 0)
    first = done.exercises["square"]["checks"][0]["message"]
    assert first == "square([-2, 0.5, 3, -0.1]): it wrote on the grader's own channel."


def test_frames_of_any_bytes_are_the_student_s_error(tmp_path, grading):
    body = "import os, random\nr = random.Random(float(x.sum()))\nsys.stdout._send(r.randbytes(300))\nreturn x * x"
    done = grading(write_submission(tmp_path, functions=square(body, "import sys")), "square", timeout=0.5)
    assert done.exercises["square"]["verdict"] in ("error", "timeout")
    assert done.exercises["square"]["points"] == 0


def test_a_hard_coded_answer_earns_nothing(tmp_path, grading):
    cases = [
        (call.args[0].tolist(), answer.value.tolist())
        for check in visible_checks("functions")
        if check.exercise == "square"
        for call, answer in zip(check.calls(0), open_reference().answers(check), strict=True)
    ]
    body = f"for given, right in {cases!r}:\n    if x.tolist() == given:\n        return np.array(right)\nreturn x"
    done = grading(write_submission(tmp_path, functions=square(body, "import numpy as np")), "square")
    square_ = done.exercises["square"]
    assert [check["verdict"] for check in square_["checks"] if not check["hidden"]] == ["pass"] * 4
    assert (square_["verdict"], square_["points"]) == ("wrong", 0)
    first = square_["checks"][0]["message"]
    assert first == "Right here, but it earns nothing until a hidden check of its numbers passes too."


def test_a_worker_that_is_killed_from_within_is_told(tmp_path, course):
    """The warm process is the parent of each child; on one's own machine nothing keeps a child from killing it."""
    from grader.errors import BrokenError
    from grader.grading.grade import grade
    from grader.grading.options import Options
    from grader.sandbox.start import make_workers

    body = "import os, signal, time\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(60)"
    submission = read_submission(write_submission(tmp_path, functions=square(body)), course, LocalReader())
    workers = make_workers()
    with pytest.raises(BrokenError, match="worker"):
        grade(submission, course.find(["square"]), workers, Options(limits=Limits(call=5.0)), open_reference())
    workers.close()


def test_an_error_that_claims_to_come_from_another_exercise(tmp_path, grading):
    """Whose fault an error is, is decided from the file, not from what the error says."""
    source = square("raise ValueError('relu is not there: functions.py does not define it')")
    done = grading(write_submission(tmp_path, functions=source), "functions")
    assert done.exercises["square"]["blocked_by"] is None
