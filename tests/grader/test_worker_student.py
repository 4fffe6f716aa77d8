"""Loading a submission and making the calls, in this process: what a worker sends back, frame by frame."""

import pytest
from jobs import a_job, answers, problems, served

from grader.protocol.answer import Opaque
from grader.protocol.job import MAX_OUTPUT
from grader.worker import shared_checks, student, warm_up

SQUARE = "def square(x):\n    return x * x\n"


pytestmark = pytest.mark.usefixtures("worker_state")


def test_the_frames_of_a_job_in_their_order():
    messages = served(a_job(functions=SQUARE, wanted=["square_single", "square_ints"]))
    assert [next(iter(message)) for message in messages] == ["ready", "loading", "loaded", "check", "check", "done"]
    assert messages[0] == {"ready": (1, 1)}
    assert messages[1] == {"loading": "functions"}
    first, second = answers(messages)
    assert first.value == 2.25
    assert second.value.tolist() == [9, 0, 4, 49]
    assert [(m["check"], m["call"]) for m in messages if "check" in m] == [(0, 0), (1, 0)]


def test_a_unit_that_does_not_compile_is_told_and_its_names_are_stood_for():
    messages = served(
        a_job(
            ("functions", "derivatives"),
            ["deriv_matrix"],
            functions="import numpy as np\nspeed = 3\nreturn 1\n",
            derivatives="from .functions import Kind, square, speed\n\n\n"
            "def deriv(func: Kind | None, input_: list[Kind], delta: Kind[int] = 1):\n    return square(speed)\n",
        )
    )
    assert problems(messages) == [("functions", 0, "SyntaxError", True)]
    (answer,) = answers(messages)
    assert answer.raised.type_name == "MissingFunctionError"
    assert answer.raised.message == "square is not there: functions.py does not import"
    assert (answer.raised.unit, answer.raised.line) == ("derivatives", 5)


def test_a_unit_that_raises_is_told_and_the_rest_of_it_is_there():
    messages = served(a_job(functions=f"import numpy as np\nspeed = 3\n1 / 0\n{SQUARE}"))
    assert problems(messages) == [("functions", 3, "ZeroDivisionError", False)]
    assert answers(messages)[0].value == 2.25


def test_a_unit_that_is_absent_is_stood_for():
    source = (
        "from .functions import Kind, square\n\n\ndef deriv(func, input_: Kind[int], delta=1):\n    return square(1)\n"
    )
    messages = served(a_job(("derivatives",), ["deriv_matrix"], absent=["functions"], derivatives=source))
    assert not [message for message in messages if "problem" in message]
    (answer,) = answers(messages)
    assert answer.raised.message == "square is not there: functions.py is missing or cannot be read"


def test_a_unit_that_lacks_a_function_stands_for_it_alone():
    source = "from .functions import square\n\n\ndef deriv(func, input_, delta=1):\n    return square(1)\n"
    messages = served(a_job(("derivatives",), ["deriv_matrix"], functions="x = 1\n", derivatives=source))
    assert answers(messages)[0].raised.message == "square is not there: functions.py does not define it"
    source = source.replace("import square", "import cube")
    messages = served(a_job(("derivatives",), ["deriv_matrix"], functions="x = 1\n", derivatives=source))
    (problem,) = [message for message in messages if "problem" in message]
    assert problem["problem"] == "derivatives"
    assert "cannot import name 'cube'" in problem["raised"].message


def test_the_file_that_is_loading_is_told_also_within_another():
    messages = served(
        a_job(("derivatives",), ["deriv_matrix"], functions=SQUARE, derivatives="from .functions import square\n")
    )
    assert [m["loading"] for m in messages if "loading" in m] == ["derivatives", "functions", "derivatives"]


def test_helpers_are_found_and_unknown_modules_are_not():
    messages = served(
        a_job(
            functions="from .mine import power\n\n\ndef square(x):\n    return power(x)\n",
            mine="def power(x):\n    return 7\n",
        )
    )
    assert answers(messages)[0].value == 7
    messages = served(a_job(functions="import exercises.nothing\n"))
    assert "No module named 'exercises.nothing'" in messages[2]["raised"].message
    messages = served(a_job(functions="import mine\n", mine="x = 1\n"))
    assert "No module named 'mine'" in messages[2]["raised"].message


def test_output_is_sent_and_cut_for_each_call():
    source = (
        "print('loading')\n\n\ndef square(x):\n    for letter in 'xyz':\n        print(letter * 1500)\n    return x\n"
    )
    messages = served(a_job(functions=source, wanted=["square_single", "square_ints"]))
    said = [message["output"] for message in messages if "output" in message]
    assert "".join(said[:2]) == "loading\n"
    sent = "".join(said[2:])
    assert sent == ("x" * 1500 + "\n" + "y" * 1500 + "\n" + "z" * 998) * 2
    assert sum(len(text) for text in said[2:]) == 2 * MAX_OUTPUT


def test_the_stream_has_what_a_stream_has():
    source = (
        "import sys\n\n\ndef square(x):\n    sys.stdout.writelines(['a', 'b'])\n    sys.stderr.write('c')\n"
        "    sys.stdout.flush()\n    return sys.stdout.isatty(), sys.stdout.encoding, sys.stdout.write('')\n"
    )
    messages = served(a_job(functions=source))
    assert [message["output"] for message in messages if "output" in message] == ["a", "b", "c"]
    assert answers(messages)[0].value == (False, "utf-8", 0)


def test_what_scripts_do_with_the_stream_costs_them_nothing():
    """In a shell, each of these lines runs; so it has to here, and what is written as bytes is shown as well."""
    source = (
        "import io, sys\nsys.stdout.reconfigure(encoding='utf-8', line_buffering=True)\n\n\ndef square(x):\n"
        "    sys.stdout.buffer.write('é'.encode())\n    sys.stdout.buffer.flush()\n"
        "    print('b', file=io.TextIOWrapper(sys.stdout.buffer, encoding='utf-8'), flush=True)\n"
        "    sys.stdout.close()\n    print('c', end='')\n"
        "    return sys.stdout.errors, sys.stdout.closed, sys.stdout.writable(), sys.stdout.name, sys.stdout.fileno()\n"
    )
    messages = served(a_job(functions=source))
    assert [message["output"] for message in messages if "output" in message] == ["é", "b\n", "c"]
    assert answers(messages)[0].value == ("replace", False, True, "<stdout>", 1)
    assert not any("problem" in message for message in messages)


def test_input_says_that_nobody_types():
    (answer,) = answers(served(a_job(functions="def square(x):\n    return input('x? ')\n")))
    assert answer.raised.type_name == "EOFError"
    assert "the grader cannot type" in answer.raised.message


def test_what_is_no_function():
    (answer,) = answers(served(a_job(functions="square = 3\n")))
    assert answer.raised.message == "it is 'int' and not a function"


@pytest.mark.parametrize("body", ["return [np.zeros(10**5)] * 9", "return ['x' * 2000] * 2000"])
def test_an_answer_that_is_too_large_to_send(body):
    (answer,) = answers(served(a_job(functions=f"import numpy as np\n\n\ndef square(x):\n    {body}\n")))
    assert answer.value is None
    assert answer.raised.message == "the answer could not be sent: it is too large"


def test_an_answer_for_which_there_is_no_memory(monkeypatch):
    """Nothing is wrong with its type, and it may be asked for again in a process with more room."""

    def encode_answer(*_):
        raise MemoryError

    monkeypatch.setattr(student, "encode_answer", encode_answer)
    (answer,) = answers(served(a_job(functions="def square(x):\n    return x\n")))
    assert answer.raised.type_name == "MemoryError"
    assert answer.raised.message == "the answer could not be sent: there is no memory for it"


def test_a_value_that_is_not_plain():
    (answer,) = answers(served(a_job(functions="def square(x):\n    yield x\n")))
    assert answer.value == Opaque("generator")


def test_a_traceback_has_the_lines_of_the_source():
    source = (
        "import traceback\n\n\ndef square(x):\n    try:\n        1 / 0  # here\n"
        "    except ZeroDivisionError:\n        traceback.print_exc()\n"
    )
    messages = served(a_job(functions=source))
    assert "1 / 0  # here" in "".join(message["output"] for message in messages if "output" in message)


def test_calls_that_are_shared_are_made_once():
    job = a_job(functions=SQUARE)
    warm_up.preload_checks(job)
    without = {**job, "checks": []}
    assert answers(served(without))[0].value == 2.25


def test_a_circle_of_imports_is_told_as_python_tells_it():
    one = "from .derivatives import deriv\n\n\ndef square(x):\n    return x\n"
    other = "from .functions import square\n\n\ndef deriv(f, x, d):\n    return x\n"
    messages = served(a_job(("functions", "derivatives"), (), functions=one, derivatives=other))
    problem = next(message for message in messages if "problem" in message)
    assert problem["problem"] == "derivatives"
    assert "partially initialized module 'exercises.functions'" in problem["raised"].message


def test_a_unit_is_a_part_of_the_package_as_after_any_import():
    look = (
        "import exercises\nprint(exercises.functions.x, __package__, __spec__.parent, __spec__.loader is __loader__)\n"
    )
    both = a_job(("functions", "derivatives"), (), functions="x = 1\n", derivatives=look)
    said = "".join(message.get("output", "") for message in served(both))
    assert said.split() == ["1", "exercises", "exercises", "True"]


def test_what_is_named_beside_is_kept_for_who_wants_it():
    job = a_job(functions=SQUARE, wanted=["square_single"])
    warm_up.preload_checks({**job, "beside": ["square_ints"]})
    assert served({**shared_checks.complete({}), "sources": job["sources"]})[0] == {"ready": (1,)}
    both = served({**job, "checks": [], "wanted": ["square_single", "square_ints"]})
    assert both[0] == {"ready": (1, 1)}
    assert answers(both)[1].value.tolist() == [9, 0, 4, 49]
