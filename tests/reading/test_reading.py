"""Reading what strangers handed in, in a process of its own: the same as here, and no text can do any harm."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from helpers import ROOT, SOLUTIONS, UNITS, WHOLE, write_submission
from texts import HOSTILE

from grader.course.syllabus import load_course
from grader.errors import BrokenError
from grader.graded_class.reports import read_results
from grader.reading import reader as reading
from grader.reading import server
from grader.reading.plain import MalformedError, table
from grader.reading.questions import answer, file_from, notebook_from, place_from
from grader.reading.reader import TOO_MUCH, ConfinedReader
from grader.submission.cells import Cell
from grader.submission.claims import Claimed
from grader.submission.functions import Function
from grader.submission.reader import LocalReader
from grader.submission.source import UnreadableError

CONTRACT = load_course().contract
LOCAL = LocalReader()
SQUARE = "def square(x):\n    return x * x\n"
MOST = 600 << 20  # bytes that no process may take
linux = pytest.mark.skipif(sys.platform != "linux", reason="a warm process that forks is Linux's")


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "jailed"])
def reader(request):
    made = ConfinedReader(jail=request.param)
    yield made
    made.close()


@pytest.fixture(scope="module")
def jailed():
    made = ConfinedReader(jail=True)
    yield made
    made.close()


def corpus():
    """All files of the tests' submissions, and the solutions, by their place."""
    places = [SOLUTIONS, *(path for path in (ROOT / "tests" / "submissions").rglob("*") if path.is_dir())]
    found = {str(path): path for place in places for path in place.glob("*.py")}
    return {name: path.read_bytes() for name, path in sorted(found.items()) if path.stat().st_size < 1 << 17}


def notebook(*sources, outputs=()):
    cells = [
        {"cell_type": "code", "source": source, "outputs": [*outputs], "metadata": {}, "execution_count": None}
        for source in sources
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()


# --- the same as in this process


def test_files_are_read_as_here(reader):
    files = corpus()
    assert len(files) > 100
    assert reader.files(files) == LOCAL.files(files)


def test_notebooks_are_read_as_here(reader):
    sources = [(SOLUTIONS / f"{unit}.py").read_text(encoding="utf-8") for unit in UNITS]
    for some in ([SQUARE], [*sources], ["%matplotlib inline\n!ls\n" + SQUARE, "square?", "def relu(x:\n", "y = (\n"]):
        mine, theirs = (one.notebook(notebook(*some), "n.ipynb", CONTRACT) for one in (LOCAL, reader))
        assert theirs == mine
        cells = [Cell(f"cell {number}", source) for number, source in enumerate(some)]
        assert reader.cells(cells, "n.ipynb", CONTRACT) == LOCAL.cells(cells, "n.ipynb", CONTRACT)
    assert theirs.units["functions"].functions == {"square": Function(1, todo=False)}


def test_places_are_read_as_here(reader):
    """In a third of the functions, in all with GRADER_WHOLE=1 (see docs/contributing.md)."""
    for unit in UNITS:
        source = (SOLUTIONS / f"{unit}.py").read_text(encoding="utf-8")
        functions = [*LOCAL.files({"x.py": source.encode()})["x.py"].functions.items()]
        for name, function in functions[:: 1 if WHOLE else 3]:
            for line in range(function.line, function.line + 30, 9):
                asked = (source, name, line, (0, 0), ["np"])
                assert reader.place(*asked) == LOCAL.place(*asked)


def test_claims_are_held_against_the_code_as_here(reader):
    sources = {unit: (SOLUTIONS / f"{unit}.py").read_text(encoding="utf-8") for unit in UNITS}
    claims = ["unchecked", "no result", "in place", "uses deriv | uses max", "asserts len(p0) == 2", "tests p0"]
    asked = [Claimed(unit, name, claims) for unit, names in CONTRACT.items() for name in names]
    theirs, mine = (one.holding(asked, sources) for one in (reader, LOCAL))
    assert theirs == [sorted(one) for one in mine]
    assert len({tuple(one) for one in mine}) > 8
    broken = [Claimed("x", "f", claims)]
    assert reader.holding(broken, {"x": "def f(:"}) == LOCAL.holding(broken, {"x": "def f(:"}) == [[]]


@pytest.mark.parametrize("data", [b"", b"\xff", b"[]", b"{}", b'{"cells": 3}', b"[" * 100_000, b'{"cells": [3]}'])
def test_what_is_no_notebook_is_told_as_here(reader, data):
    told = []
    for one in (LOCAL, reader):
        with pytest.raises(UnreadableError) as error:
            one.notebook(data, "n.ipynb", CONTRACT)
        told.append(str(error.value))
    assert told[0] == told[1]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "iso8859-15", "utf-16", "mac-roman", "gb18030", "shift_jis"])
def test_declared_encodings_are_read(reader, encoding):
    data = f"# coding: {encoding}\n# é\n{SQUARE}".encode(encoding if encoding != "shift_jis" else "utf-8")
    assert reader.files({"functions.py": data}) == LOCAL.files({"functions.py": data})


@pytest.mark.parametrize(
    "text",
    [
        "δ = x\n    return δ * x",
        "ﬁ = x\n    return fi * x",
        'return x * x, "\\N{GREEK SMALL LETTER SIGMA}"',
        "return x°",
    ],
    ids=["Greek", "a ligature", "a letter by its name", "no name"],
)
def test_letters_that_are_not_ascii_are_read(reader, text):
    """Python looks up which letters are the same in a module that the jail would not let it load."""
    data = f"def square(x):\n    {text}\n"
    found = reader.files({"functions.py": data.encode(), "helper.py": "class Aproximació: ...\n".encode()})
    assert found == LOCAL.files({"functions.py": data.encode(), "helper.py": "class Aproximació: ...\n".encode()})
    assert (found["functions.py"].problem is None) is (text[-1] != "°")
    assert reader.notebook(notebook(data), "n", CONTRACT) == LOCAL.notebook(notebook(data), "n", CONTRACT)


@linux
def test_one_question_may_be_asked_of_a_process_of_its_own(monkeypatch):
    """As where no warm process can fork."""
    monkeypatch.setattr(reading.sys, "platform", "win32")
    made = ConfinedReader(jail=False)
    files = {"functions.py": SQUARE.encode(), "chains.py": b"x = (\n"}
    assert made.files(files) == LOCAL.files(files)
    assert made.notebook(notebook(SQUARE), "n", CONTRACT) == LOCAL.notebook(notebook(SQUARE), "n", CONTRACT)


# --- what is made to do harm


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_read_or_said_to_be_unreadable(jailed, name):
    """The file beside them is read in any case."""
    found = jailed.files({"functions.py": HOSTILE[name].encode(), "chains.py": b"x = 1\n"})
    assert found["chains.py"] == LOCAL.files({"chains.py": b"x = 1\n"})["chains.py"]
    told = found["functions.py"].problem
    assert (found["functions.py"].source is None) == (told is not None)
    assert told is None or told.message.startswith(
        ("syntax error", "Python cannot read it", "it is not UTF-8", TOO_MUCH)
    )


FOR_CELLS = {"more of them", "lines for a shell", "more lines for a shell", "lines for IPython", "questions"}
AS_CELLS = [name for place, name in enumerate(HOSTILE) if WHOLE or name in FOR_CELLS or place % 6 == 0]


@pytest.mark.parametrize("name", AS_CELLS)
def test_hostile_cells_cost_only_themselves(jailed, name):
    """What cells are read for by themselves, what uses up a limit, and a sixth of the others: as files all are read."""
    found = jailed.notebook(notebook(SQUARE, HOSTILE[name]), "n.ipynb", CONTRACT)
    assert "square" in found.units["functions"].functions


@linux
def test_a_notebook_that_is_all_brackets_is_unreadable():
    reader = ConfinedReader(jail=False)
    with pytest.raises(UnreadableError, match=TOO_MUCH):
        reader.notebook(b'{"cells": [' + b"[]," * (10 << 20) + b"[]]}", "n.ipynb", CONTRACT)
    reader.close()


@linux
def test_of_many_files_that_cannot_be_read_only_a_few_are_tried(monkeypatch):
    """A text that a small limit is too little for stands in for one that a large one is."""
    reader = ConfinedReader(jail=False)
    asked = []
    real = reading.ConfinedReader._files

    def watched(self, some):
        asked.append([*some])
        return real(self, some)

    monkeypatch.setattr(reading.ConfinedReader, "_files", watched)
    monkeypatch.setattr(server, "MAX_ANSWER", 1)
    names = [f"m{number}.py" for number in range(9)]
    found = reader.files(dict.fromkeys(names, SQUARE.encode()))
    assert {file.problem.message for file in found.values()} == {TOO_MUCH}
    assert asked == [names, *([name] for name in names[:3])]
    reader.close()


def test_a_notebook_with_large_pictures_is_read(jailed):
    picture = nbformat.v4.new_output("display_data", {"image/png": "A" * (24 << 20)})
    found = jailed.notebook(notebook(SQUARE, outputs=[picture]), "n.ipynb", CONTRACT)
    assert [*found.units["functions"].functions] == ["square"]


def test_what_uses_much_of_a_notebook_is_found(jailed):
    """Each name of 15,000 uses the next one; what takes longer the longer it is ends at the limit."""
    chain = "".join(f"a{i} = a{i + 1}\n" for i in range(15_000))
    found = jailed.cells([Cell("1", chain), Cell("2", "def square(x):\n    return a0\n")], "n", CONTRACT)
    assert found.units["functions"].source.count("\n") == 15_002


QUESTIONS = {
    "a question in a comment": "%matplotlib inline\n"
    "def relu(x):\n    if x > 0:\n        return x\n    # is it negative?\n    else:\n        return 0\n",
    "a question in a call": "%matplotlib inline\n"
    "def relu(x):\n    return max(\n        x,  # zero or x?\n        0,\n    )\n",
    "a question in a docstring": '%matplotlib inline\ndef relu(x):\n    """The ramp.\n\n    Is it positive?\n    """\n',
    "a question to IPython": "relu?\n?relu\nnp.max??\ndef relu(x):\n    return x\n",
    "many of them": "relu?\n" * 200 + "def relu(x):\n    # what is it?\n    return x\n",
}


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("ipython", [True, False])
def test_questions_are_no_magic(monkeypatch, name, ipython):
    """With IPython, and where it is not installed."""
    if not ipython:
        monkeypatch.setitem(sys.modules, "IPython.core.inputtransformer2", None)
    found = LOCAL.cells([Cell("1", QUESTIONS[name])], "n", CONTRACT)
    assert found.problems == []
    assert "relu" in found.units["functions"].functions
    if "docstring" in name:
        assert "Is it positive?" in found.units["functions"].source


# --- the process


@linux
def test_a_process_that_was_killed_is_followed_by_another(reader):
    files = {"functions.py": SQUARE.encode()}
    expected = LOCAL.files(files)
    for _ in range(3):
        assert reader.files(files) == expected
        os.kill(reader._server.pid, signal.SIGKILL)
    assert reader.files(files) == expected


@linux
def test_it_holds_no_solution_and_ends_with_the_reader():
    reader = ConfinedReader(jail=True)
    reader.files({"functions.py": SQUARE.encode()})
    process = psutil.Process(reader._server.pid)
    text = process.memory_maps(grouped=False)
    assert not any("solutions" in one.path or "numpy" in one.path for one in text)
    assert process.environ() == {}
    reader.close()
    assert not process.is_running()


def test_a_failure_of_ours_is_not_the_students(jailed, monkeypatch):
    """As if there were a mistake in what reads."""
    broken = answer({"ask": "cells", "arguments": ([("1",)], "n", {})})
    assert broken["broken"].startswith("TypeError")
    monkeypatch.setattr(ConfinedReader, "_answer", lambda *_question, **_how: json.dumps(broken).encode())
    with pytest.raises(BrokenError, match="Reading it failed: TypeError"):
        jailed.files({"functions.py": b"x = 1"})


FAILURES = {
    "no such program": "reader_server.sys.executable = '/nonexistent/python'",
    "a program that does nothing": "reader_server.sys.executable = '/bin/false'",
    "no memory": "resource.setrlimit(resource.RLIMIT_AS, (1 << 23, 1 << 23))",
    "no file more": "resource.setrlimit(resource.RLIMIT_NOFILE, (12, 12))",
}


@linux
@pytest.mark.parametrize("name", FAILURES)
@pytest.mark.parametrize("jail", [False, True])
def test_where_no_process_begins_it_is_said(name, jail):
    """And no file is called unreadable."""
    code = f"""
import resource, sys
import grader.reading.server as reader_server
from grader.errors import BrokenError
from grader.reading.reader import ConfinedReader

real = reader_server.subprocess.Popen
def limited(*args, **options):
    return real(*args, **options, preexec_fn=limit)
def limit():
    {FAILURES[name] if "setrlimit" in FAILURES[name] else "pass"}
reader_server.subprocess.Popen = limited
{FAILURES[name] if "setrlimit" not in FAILURES[name] else ""}
try:
    print(ConfinedReader(jail={jail}).files({{"functions.py": b"x = 1"}}))
except BrokenError as error:
    print("said:", error)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    if name == "no file more" and not jail:
        assert "source='x = 1'" in done.stdout
    else:
        assert done.stdout.startswith("said: The process that reads does not answer"), done.stdout + done.stderr


@linux
def test_a_process_that_hangs_is_replaced(monkeypatch):
    monkeypatch.setattr(server, "SECONDS", 0.5)
    reader = ConfinedReader(jail=False)
    files = {"functions.py": SQUARE.encode()}
    monkeypatch.setattr(server, "SECONDS", 300.0)
    assert reader.files(files) == LOCAL.files(files)
    hung = reader._server
    os.kill(hung.pid, signal.SIGSTOP)
    monkeypatch.setattr(server, "SECONDS", 0.5)
    with monkeypatch.context() as patch:
        patch.setattr(reading, "ATTEMPTS", 1)
        with pytest.raises(BrokenError, match="not within"):
            reader.files(files)
    monkeypatch.setattr(server, "SECONDS", 300.0)
    assert reader.files(files) == LOCAL.files(files)
    assert reader._server is not hung
    reader.close()


@linux
def test_a_child_is_asked_about_nothing_that_another_has_read(reader):
    def child():
        """The one that waits for questions, as soon as those that were let go of have ended."""
        end = time.monotonic() + 120
        while len(forked := psutil.Process(reader._server.pid).children()) > 1 and time.monotonic() < end:
            time.sleep(0.01)
        (alive,) = forked
        return alive

    other = "def cube(x):\n    return x**3\n"
    claims = [Claimed("functions.py", "square", ["uses x", "in place"])]
    reader.files({"functions.py": SQUARE.encode()})
    first = child()
    assert reader.holding(claims, {"functions.py": SQUARE}) == [["uses x"]]
    assert reader.place(SQUARE, "square", 2, (4, 16), [])
    assert child() == first
    reader.files({"functions.py": other.encode()})
    second = child()
    assert second != first
    assert reader.holding(claims, {"functions.py": SQUARE}) == [["uses x"]]
    third = child()
    assert third not in (first, second)
    reader.notebook(notebook(SQUARE), "n.ipynb", CONTRACT)
    fourth = child()
    fourth.kill()
    assert reader.holding(claims, {"functions.py": SQUARE}) == [["uses x"]]
    assert child() != fourth


@linux
def test_a_forked_process_lets_go_of_it():
    """It ends only what it started itself."""
    reader = ConfinedReader(jail=False)
    files = {"functions.py": SQUARE.encode()}
    reader.files(files)
    process = psutil.Process(reader._server.pid)
    child = os.fork()
    if child == 0:
        reader.close()
        os._exit(0)
    os.waitpid(child, 0)  # and not any that another test has left
    assert process.status() != psutil.STATUS_ZOMBIE
    assert reader.files(files) == LOCAL.files(files)
    assert reader._server.pid == process.pid
    reader.close()


@linux
def test_a_forked_process_takes_a_process_of_its_own():
    """It is forked from the one that has loaded already, and stays on a core."""
    reader = ConfinedReader(jail=True)
    reader.start()
    files = {"functions.py": SQUARE.encode()}
    warm, core = psutil.Process(reader._server.pid), max(os.sched_getaffinity(0))
    grading = os.fork()
    if grading == 0:
        status = 1
        with contextlib.suppress(BaseException):
            reader.take_own_process(core)
            right = reader.files(files) == LOCAL.files(files)
            (twin,) = warm.children()
            status = int(not right or twin.cpu_affinity() != [core])
        os._exit(status)
    assert os.waitpid(grading, 0)[1] == 0
    end = time.monotonic() + 10
    while warm.children() and time.monotonic() < end:
        time.sleep(0.01)
    assert not warm.children()
    assert reader.files(files) == LOCAL.files(files)
    assert reader._server.pid == warm.pid
    reader.close()


@linux
def test_where_the_first_process_has_ended_another_is_started():
    reader = ConfinedReader(jail=False)
    reader.start()
    gone = reader._server.pid
    psutil.Process(gone).kill()
    psutil.Process(gone).wait(10)
    files = {"functions.py": SQUARE.encode()}
    reader.take_own_process(None)
    assert reader.files(files) == LOCAL.files(files)
    assert reader._server.pid not in (None, gone)
    reader.close()


# --- answers are looked at as something that a stranger may have written


def mutants(data, number):
    """Data in which something is not as it should be."""
    rng = random.Random(number)
    paths = [()]
    for path in paths:  # it grows
        value = data
        for key in path:
            value = value[key]
        keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
        paths += [(*path, key) for key in keys]
    for path in rng.sample(paths, min(60, len(paths))):
        for other in (None, 1, -1, True, 1.5, "x", [], {}, [[]], {"a": 1}, 10**30):
            copy = json.loads(json.dumps(data))
            if not path:
                yield other
                continue
            place = copy
            for key in path[:-1]:
                place = place[key]
            place[path[-1]] = other
            yield copy


def questions():
    source = (SOLUTIONS / "chains.py").read_text(encoding="utf-8")
    line = LOCAL.files({"chains.py": source.encode()})["chains.py"].functions["chain_deriv_2"].line
    yield "files", ({"chains.py": source.encode()},), lambda data: file_from(table(data).get("chains.py"), "chains.py")
    yield "notebook", (notebook(SQUARE, source), "n", CONTRACT), lambda data: notebook_from(data, "n")
    yield "place", (source, "chain_deriv_2", line, (0, 0), []), place_from


@pytest.mark.parametrize("number", range(3))
def test_an_answer_that_is_not_as_it_should_be_is_refused(number):
    ask, arguments, read = [*questions()][number]
    data = json.loads(json.dumps(answer({"ask": ask, "arguments": arguments})))
    read(data)
    refused = 0
    for mutant in mutants(data, number):
        try:
            read(mutant)
        except (MalformedError, UnreadableError):
            refused += 1
    assert refused > 200


# --- a class


def most_memory(pid):
    """Bytes that a process has had at most; 0 if it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return max((int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM:")), default=0)


@linux
def test_bombs_beside_honest_submissions(tmp_path):
    """No process takes much memory, and the honest ones are graded as ever."""
    folder = tmp_path / "class"
    for number in range(3):
        write_submission(folder / f"honest{number}", functions=(SOLUTIONS / "functions.py").read_bytes())
    good = (SOLUTIONS / "functions.py").read_text(encoding="utf-8")
    write_submission(folder / "bomb", functions=good + HOSTILE["more of them"])
    (folder / "bomb2.ipynb").write_bytes(notebook(good, HOSTILE["more of them"]))
    words = ["batch", str(folder), "functions", "--out", str(tmp_path / "out"), "--plain"]
    command = [sys.executable, "-m", "grader", *words]
    most = 0
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        this = psutil.Process(run.pid)
        while run.poll() is None:
            for process in [this, *this.children(recursive=True)]:
                most = max(most, most_memory(process.pid))
            time.sleep(0.05)
        said = run.stdout.read()
    assert run.returncode == 1, said  # somebody has to look at a bomb
    reports = {report["student"]: report for report in read_results(tmp_path / "out")}
    points = {student: report["totals"]["points"] for student, report in reports.items()}
    full = points["honest0"]
    assert points == {"bomb": 0, "bomb2": full, "honest0": full, "honest1": full, "honest2": full}
    assert reports["bomb2"]["problems"][0]["message"] == "code cell 2: line 1 cannot run: too deeply nested"
    assert most < MOST
