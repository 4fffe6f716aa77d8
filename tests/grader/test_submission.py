"""Reading a submission: files as text, what they define, and what is the matter with them. Nothing of them runs."""

import os
import stat
import sys
import warnings
import zipfile
from pathlib import Path

import pytest
from helpers import write_submission

from grader.course.syllabus import load_course
from grader.errors import UsageError
from grader.grading.messages import import_message
from grader.protocol.raised import Raised
from grader.submission.folder import MAX_SOURCE, Submission, read_submission
from grader.submission.reader import LocalReader
from grader.submission.source import File, nearest

GOOD = "def square(x):\n    return x * x\n"


def read(folder):
    return read_submission(folder, load_course(), LocalReader())


def read_functions(tmp_path, source):
    """The file `functions.py` with some text, as it is read."""
    return read(write_submission(tmp_path / "work", functions=source)).units["functions"]


def problem(tmp_path, source):
    return read_functions(tmp_path, source).problem


# --- folders


def test_a_folder_that_is_missing(tmp_path):
    with pytest.raises(UsageError, match=r"There is no folder .*/nowhere\. .*--submission DIR$"):
        read(tmp_path / "nowhere")


def test_a_folder_that_is_a_file(tmp_path):
    path = tmp_path / "functions.py"
    path.write_text(GOOD)
    with pytest.raises(UsageError, match=rf"functions\.py is a file\. .* --submission {tmp_path}$"):
        read(path)
    with pytest.raises(UsageError, match="There is no folder"):
        read(path / "inner")


def test_notebooks_are_told_where_they_are_graded(tmp_path):
    (tmp_path / "functions.ipynb").write_text("{}")
    way = r"`check\(\"square\"\)` grades a function; a class of notebooks: grader batch DIR --out OUT$"
    with pytest.raises(
        UsageError, match=rf"holds notebooks, and no unit of the course, such as functions\.py\. .*{way}"
    ):
        read(tmp_path)
    with pytest.raises(UsageError, match=rf"functions\.ipynb is a notebook\. .*{way}"):
        read(tmp_path / "functions.ipynb")


def test_a_folder_that_is_empty(tmp_path):
    with pytest.raises(
        UsageError, match=r"holds no unit of the course, such as functions\.py\. All units: grader list"
    ):
        read(tmp_path)


def test_a_folder_around_the_right_one(tmp_path):
    write_submission(tmp_path / "inner", functions=GOOD)
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(UsageError, match=rf"There are some in {tmp_path}/inner: --submission {tmp_path}/inner$"):
        read(tmp_path)


def zipped(path, **files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def test_a_zip_is_read_as_the_folder_in_it_that_is_meant(tmp_path):
    """That is the one called `exercises`, or the only one with units."""
    helper, old = "exercises/helper.py", "exercises/backup/functions.py"
    kit = {f"kit/{name}": GOOD for name in ("exercises/functions.py", helper, old, "grader/checks/functions.py")}
    path = zipped(tmp_path / "Kit.ZIP", **kit)
    found = read(path)
    assert (found.folder, found.units["functions"].source, [*found.helpers]) == (path, GOOD, ["helper"])
    assert found.units["functions"].shown == f"{path}/kit/exercises/functions.py"
    assert found.units["chains"].problem.message.startswith("the file is missing")
    assert read(zipped(tmp_path / "flat.zip", **{"functions.py": GOOD})).units["functions"].source == GOOD


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "it holds no unit of the course, such as functions.py"),
        ({"a.txt": "x"}, "it holds no unit of the course, such as functions.py"),
        ({"../functions.py": "x"}, "its path leads out of the archive"),
        ({"a/functions.py": "x", "b/chains.py": "x"}, "holds units in a and b. Unpack it, and name one of them"),
        (None, "the archive is no zip that can be read"),
    ],
)
def test_a_zip_that_means_no_folder(tmp_path, files, said):
    path = tmp_path / "a.zip"
    if files is None:
        path.write_bytes(b"PK")
    else:
        zipped(path, **files)
    with pytest.raises(UsageError) as caught:
        read(path)
    assert said in str(caught.value)


def test_a_file_in_a_zip_may_be_too_large(tmp_path):
    path = zipped(tmp_path / "a.zip", **{"functions.py": "#" * (MAX_SOURCE + 1)})
    assert "larger than 128 kB" in read(path).units["functions"].problem.message


@pytest.mark.parametrize("name", ["x" * 300, "a\0b"], ids=["too long", "a null byte"])
def test_a_name_that_no_folder_can_have(tmp_path, name):
    with pytest.raises(UsageError):
        read(tmp_path / name)


def test_a_folder_that_may_not_be_read(tmp_path, monkeypatch):
    write_submission(tmp_path, functions=GOOD)

    def refuse(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.scandir", refuse)
    with pytest.raises(UsageError, match=r"cannot be read: Permission denied\. Look at its permissions\.$"):
        read(tmp_path)


@pytest.mark.parametrize("name", ["with spaces", "naïve δ 微积分", "-q", "a'b\"c", "#x%20"])
def test_folders_of_any_name(tmp_path, name):
    found = read(write_submission(tmp_path / name, functions=GOOD))
    assert found.units["functions"].problem is None
    assert found.units["functions"].shown == str(tmp_path / name / "functions.py")


def test_a_folder_whose_name_is_no_text(tmp_path):
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    found = read(write_submission(folder, functions=GOOD))
    assert found.units["functions"].shown == str(tmp_path / "caf?" / "functions.py")


# --- files


def test_missing_units_are_problems_but_one_is_enough(tmp_path):
    found = read(write_submission(tmp_path, chains="x = 1\n"))
    messages = {one.file: one.message for one in found.problems}
    assert messages["functions.py"] == "the file is missing; grader reset functions brings its stubs"
    assert "chains.py" not in messages
    assert len(messages) == len(load_course().units) - 1


def make_pipe(path):
    os.mkfifo(path)


def make_folder(path):
    path.mkdir()


def make_link_out(path):
    outside = path.parent.parent / "outside.py"
    outside.write_text(GOOD)
    path.symlink_to(outside)


def make_link_to_itself(path):
    path.symlink_to(path.name)


def make_link_to_nothing(path):
    path.symlink_to("nothing.py")


def make_device(path):
    path.symlink_to("/dev/zero")


def make_link_to_unreadable(path):
    path.symlink_to(".")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (make_pipe, "it is not a regular file"),
        (make_folder, "it is not a regular file"),
        (make_device, "it is not a regular file"),
        (make_link_to_unreadable, "it is not a regular file"),
        (make_link_out, "it is a link that leads out of the folder"),
        (make_link_to_itself, f"it cannot be read: {os.strerror(40)}"),
        (make_link_to_nothing, f"it cannot be read: {os.strerror(2)}"),
    ],
)
def test_what_is_no_file_of_the_folder_is_not_read(tmp_path, grading, make, message):
    folder = write_submission(tmp_path / "work", derivatives="from .functions import square\n\n\n" + DERIV)
    make(folder / "functions.py")
    done = grading(folder, "square", "deriv")
    assert done.problems == [{"file": "functions.py", "line": None, "message": message}]
    assert done.verdicts == {"square": "error", "deriv": "pass"}
    assert done.exercises["square"]["checks"][0]["message"] == f"functions.py: {message}."


DERIV = (
    "def deriv(func, input_, delta=0.001):\n    return (func(input_ + delta) - func(input_ - delta)) / (2 * delta)\n"
)


def test_a_link_within_the_folder_is_read(tmp_path):
    folder = write_submission(tmp_path, mine=GOOD)
    (folder / "functions.py").symlink_to("mine.py")
    assert read(folder).units["functions"].problem is None


def test_a_submission_that_is_itself_a_link(tmp_path):
    write_submission(tmp_path / "real", functions=GOOD)
    (tmp_path / "link").symlink_to("real")
    assert read(tmp_path / "link").units["functions"].problem is None


def test_what_comes_by_a_star_from_a_file_beside_it_counts_as_defined(tmp_path):
    """Over several steps, and in a circle; not what begins with _, and nothing of NumPy's."""
    write_submission(
        tmp_path,
        functions="from numpy import *\nfrom .mine import *\n\ndef relu(x):\n    return x\n",
        mine="from exercises.more import *\n\ndef square(x):\n    return x\n\ndef _sigmoid(x):\n    return x\n",
        more="from .functions import *\n\ndef sigmoid(x):\n    raise NotImplementedError\n",
    )
    found = read(tmp_path).units["functions"].functions
    assert {name for name in found if name != "*"} == {"relu", "square", "sigmoid"}
    assert (found["square"].line, found["square"].imported, found["sigmoid"].todo) == (2, True, True)


def test_such_a_function_is_graded(grading, tmp_path):
    text = "import numpy as np\n\n\ndef square(x):\n    return x * x\n"
    folder = write_submission(tmp_path, functions="from .mine import *\n", mine=text)
    assert grading(folder, "square", "relu").verdicts == {"square": "pass", "relu": "error"}


@pytest.mark.parametrize(
    "functions",
    [
        "for name in ['square', 'abs']:\n    globals()[name] = lambda x: x * x\n",
        "exec('def square(x):\\n    return x * x')\n",
        "import sys\nsys.modules[__name__].square = lambda x: x * x\n",
        "from .mine import *\n",
    ],
    ids=["globals", "exec", "sys.modules", "a star"],
)
def test_where_the_text_does_not_show_what_is_defined_the_function_is_called(grading, tmp_path, functions):
    mine = "globals().update(square=lambda x: x * x)\n"
    done = grading(write_submission(tmp_path, functions=functions, mine=mine), "square", "relu")
    assert done.verdicts == {"square": "pass", "relu": "error"}
    said = "functions.py does not define relu. grader reset relu brings its stub."
    assert done.exercises["relu"]["checks"][0]["message"] == said


def test_a_file_whose_name_has_capitals_is_named(tmp_path):
    write_submission(tmp_path, derivatives="", Functions=GOOD)
    if (tmp_path / "functions.py").exists():  # where capitals make no difference
        return
    problem = read(tmp_path).units["functions"].problem
    assert problem.message == "the file is missing; there is Functions.py: rename it to functions.py"


def test_huge_files_are_not_read(tmp_path):
    found = problem(tmp_path, GOOD + "#" * MAX_SOURCE)
    assert (found.line, found.message) == (None, "it is larger than 128 kB, too large to be source code")
    assert problem(tmp_path, GOOD + "#" * (MAX_SOURCE - len(GOOD))) is None


def test_files_are_not_changed_by_reading(tmp_path):
    folder = write_submission(tmp_path, base="stubs")
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    read(folder)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()} == before
    assert all(stat.S_ISREG(path.stat().st_mode) for path in before)


LEFT_OPEN = (
    ('def square(x):\n    return x * x\n    """\n', 3, 'in `"""`'),
    ('def square(x):\n    """Square it.\n    return x * x\n', 2, 'in `"""Square it.`'),
    ("def square(x):\n    note = '''as in\n    return x * x\n", 2, "in `note = '''as in`"),
    ('def square(x):\n    return x * x\n\n\nclass Note:\n    """\n', 6, 'in `"""`'),
)


@pytest.mark.parametrize(("text", "line", "shown"), LEFT_OPEN)
def test_a_string_that_is_left_open_is_told_where_it_begins(tmp_path, text, line, shown):
    """And not in the next function, whose docstring closes it, so that its words are read as code."""
    after = '\n\ndef relu(x):\n    """The shape · of the array."""\n    return x\n'
    found = problem(tmp_path, text + after)
    assert (found.line, found.message) == (line, f"syntax error: unterminated triple-quoted string literal {shown}")


def test_another_mistake_is_told_where_python_finds_it(tmp_path):
    """Also below a text in which a line looks like a definition."""
    text = (
        '"""A text.\n\ndef in_it(x):\n    1\n"""\n\n\ndef square(x):\n    return (x\n\n\ndef relu(x):\n    return x\n'
    )
    found = problem(tmp_path, text)
    assert (found.line, found.message) == (9, "syntax error: '(' was never closed in `return (x`")


NESTED = {
    "parentheses": "(" * 50_000,
    "closed parentheses": "(" * 5_000 + ")" * 5_000,
    "brackets": "x = " + "[" * 5_000,
    "minus": "x = " + "-" * 100_000 + "1",
    "not": "x = " + "not " * 30_000 + "1",
    "lambda": "x = " + "lambda: " * 15_000 + "1",
    "attributes": "x = a" + ".b" * 50_000,
    "calls": "x = a" + "()" * 50_000,
    "indices": "x = a" + "[0]" * 40_000,
    "sums": "x = 1" + "+1" * 50_000,
    "powers": "x = " + "2**" * 40_000 + "2",
    "conditions": "x = " + "1 if 1 else " * 10_000 + "1",
    "blocks": "".join(" " * i + "if 1:\n" for i in range(200)),
}


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED.keys())
def test_deep_nesting_is_a_problem_of_the_file_and_not_ours(tmp_path, text):
    found = problem(tmp_path, GOOD + text + "\n")
    if found is None:  # newer Pythons read some of it; what they cannot compile does not import
        assert sys.version_info >= (3, 12)
        return
    assert found.message.startswith(("syntax error: ", "Python cannot read it: "))
    assert len(found.message) < 400


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        (b"x = 1\0\n", None, "syntax error: source code "),
        (b"\n\nx = = 1\n", 3, "syntax error: invalid syntax in `x = = 1`"),
        (b"def f():\nreturn 1\n", 2, "syntax error: expected an indented block after function definition on line 1"),
        (b"if 1:\n\tx = 1\n        y = 2\n", 3, "syntax error: "),
        (
            b"def f():\n    'f'\nreturn 1\n",
            3,
            "syntax error: 'return' outside function in `return 1`; a line of a function ",
        ),
        (b"# -*- coding: klingon -*-\n", 1, "it is not UTF-8 text (unknown encoding: klingon)"),
        (b"# \xe9\n", 1, "it is not UTF-8 text"),
        (b"x = 1\ny = 2\n# \xe9\n", 3, "it is not UTF-8 text; save it again as UTF-8"),
        (b"\xff\xfex\0", 1, "it is not UTF-8 text"),
        (b"x = '\x1b[31m\n", 1, "syntax error: unterminated string literal (detected at line 1) in `x = '\ufffd[31m`"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(tmp_path, source, line, message):
    found = problem(tmp_path, source)
    assert found.message.startswith(message)
    assert found.line == line or (line is None and found.line == 1)


def test_long_lines_are_cut_in_the_message(tmp_path):
    found = problem(tmp_path, "x = = " + "y" * 100_000)
    assert len(found.message) < 200


def test_warnings_of_the_source_are_no_errors(tmp_path):
    """A docstring with `\\s` gives a warning where it is parsed; under pytest warnings may be errors."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = read_functions(tmp_path, 'def square(x):\n    "the \\sigma of x"\n    return x * x\n')
    assert found.problem is None


@pytest.mark.parametrize("name", ["numpy", "matplotlib", "random", "typing", "_thread"])
def test_names_of_known_modules_are_told_and_left_alone(tmp_path, name):
    found = read(write_submission(tmp_path, functions=GOOD, **{name: "raise SystemExit\n"}))
    told = [one for one in found.problems if one.file == f"{name}.py"]
    assert told[0].message.endswith(f"imports find that one, never {name}.py")
    assert name not in found.helpers
    assert name in sys.stdlib_module_names | {"numpy", "matplotlib"}


def test_only_modules_are_helpers(tmp_path):
    folder = write_submission(tmp_path, functions=GOOD, mine="x = 1\n", broken="def\n", __init__="raise SystemExit\n")
    (folder / "not-a-module.py").write_text("raise SystemExit\n")
    (folder / "notes.txt").write_text("notes")
    found = read(folder)
    assert found.helpers.keys() == {"mine", "broken"}
    assert [one.file for one in found.problems if one.file == "broken.py"] == ["broken.py"]


def test_all_files_together_are_bounded(tmp_path):
    found = read(write_submission(tmp_path, functions=GOOD, **{f"mine{i}": "#" * 120_000 for i in range(8)}))
    assert found.helpers.keys() == {f"mine{i}" for i in range(5)}
    told = [one for one in found.problems if one.file.startswith("mine")]
    assert [(one.file, one.message) for one in told] == [
        ("mine5.py", "with it, all files are larger than 512 kB; it is not looked at")
    ]


def test_files_that_are_known_are_not_read_again(tmp_path):
    folder = write_submission(tmp_path, functions=GOOD, mine="x = 1\n")
    first = read(folder)
    (folder / "functions.py").write_text("y = 2\n")
    kept = {"functions.py": first.units["functions"], "mine.py": first.helpers["mine"]}
    second = read_submission(folder, load_course(), LocalReader(), kept=kept)
    assert second.units["functions"] is first.units["functions"]
    assert second.helpers["mine"] is first.helpers["mine"]


# --- what a file defines


DEFINED = {
    "def": GOOD,
    "async def": "async def square(x):\n    return x\n",
    "class": "class square:\n    pass\n",
    "lambda": "square = lambda x: x * x\n",
    "another name": "def mine(x):\n    return x\n\n\nsquare = mine\n",
    "annotated": "square: object = abs\n",
    "two at once": "square, relu = abs, abs\n",
    "twice": "square = relu = abs\n",
    "imported": "from .mine import square\n",
    "imported under another name": "from .mine import power as square\n",
    "within if": "if True:\n    def square(x):\n        return x\n",
    "within else": "if False:\n    pass\nelse:\n    def square(x):\n        return x\n",
    "within try": "try:\n    def square(x):\n        return x\nfinally:\n    pass\n",
    "within except": "try:\n    import cupy\nexcept ImportError:\n    def square(x):\n        return x\n",
    "within with": "with open(0) as f:\n    square = f\n",
    "within for": "for square in [abs]:\n    pass\n    square = abs\n",
    "by for": "for square in [abs]:\n    pass\n",
    "by with": "with open(0) as (square, other):\n    pass\n",
    "by a walrus": "print(square := abs)\n",
    "by a case": "match abs:\n    case square:\n        pass\n",
    "a tuple in a tuple": "relu, (square, sigmoid) = abs, (abs, abs)\n",
    "starred": "square, *others = [abs, abs]\n",
    "below its stub": "def square(x):\n    pass\n\n\nprint(square := abs)\n",
    "in one branch of two": "if abs:\n    def square(x):\n        return x\nelse:\n    def square(x):\n        pass\n",
    "decorated": "@singledispatch\ndef square(x):\n    raise NotImplementedError\n",
}


@pytest.mark.parametrize("source", DEFINED.values(), ids=DEFINED.keys())
def test_what_counts_as_defined(tmp_path, source):
    function = read_functions(tmp_path, source).functions["square"]
    assert function.line >= 1
    assert not function.todo
    assert function.imported is ("import square" in source or "as square" in source)


@pytest.mark.parametrize(
    "source",
    [
        "square: object\n",
        "x.square = 1\n",
        "class Inner:\n    def square(self):\n        pass\n",
        "def outer():\n    def square(x):\n        return x\n",
        "import square.inner\n",
        "del square\n",
    ],
)
def test_what_does_not(tmp_path, source):
    assert "square" not in read_functions(tmp_path, source).functions


TODO = {
    "raise": "raise NotImplementedError",
    "raise with words": "raise NotImplementedError('later')",
    "docstring and raise": '"""Square."""\n    raise NotImplementedError',
    "comment and raise": "# Stuck?\n    raise NotImplementedError",
    "pass": "pass",
    "dots": "...",
    "docstring alone": '"""Square."""',
}
BEGUN = {
    "a line before": "y = x\n    raise NotImplementedError",
    "another error": "raise ValueError",
    "a value": "return None",
    "a raise of nothing": "raise",
    "its own error": "raise errors.NotImplementedError",
}


@pytest.mark.parametrize("body", TODO.values(), ids=TODO.keys())
def test_untouched_stubs_are_todo(tmp_path, body):
    assert read_functions(tmp_path, f"def square(x):\n    {body}\n").functions["square"].todo


@pytest.mark.parametrize("body", BEGUN.values(), ids=BEGUN.keys())
def test_stubs_that_were_begun_are_not(tmp_path, body):
    assert not read_functions(tmp_path, f"def square(x):\n    {body}\n").functions["square"].todo


def test_the_last_definition_counts(tmp_path):
    found = read_functions(tmp_path, GOOD + "\n\ndef square(x):\n    raise NotImplementedError\n").functions["square"]
    assert found.todo
    assert found.line == 5


def test_a_long_ladder_of_conditions(tmp_path):
    found = read_functions(tmp_path, "if 0:\n    pass\n" + "elif 0:\n    square = abs\n" * 2000)
    assert "square" in found.functions or found.problem is not None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("sqaure", "sqaure"),
        ("Square", "Square"),
        ("Squares", None),
        ("my_square", "my_square"),
        ("squares", "squares"),
        ("cube", None),
        ("relu", None),
    ],
)
def test_the_nearest_name(tmp_path, written, meant):
    file = read_functions(tmp_path, f"from .mine import squarex\n\n\ndef {written}(x):\n    return x\n")
    assert nearest("square", file, ["square", "relu", "leaky_relu", "sigmoid"]) == meant


# --- why a file does not import

NOTHING = Submission(Path("mine"), {"functions": File("functions.py", None)}, {}, [], LocalReader())
UNDOTTED = "ModuleNotFoundError: No module named 'functions'. Files of your own are imported with a dot:"


@pytest.mark.parametrize(
    ("raised", "text"),
    [
        (Raised("ValueError", (), "no", 3), "ValueError in line 3: no"),
        (Raised("MemoryError", (), "", 3), "MemoryError in line 3"),
        (Raised("ValueError", (), "no"), "ValueError: no"),
        (Raised("Crash", (), "the process was ended", 3), "the process was ended"),
        (Raised("Timeout", (), "it does not come to its end in time"), "it does not come to its end in time"),
        (Raised("ModuleNotFoundError", (), "No module named 'cupy'"), "ModuleNotFoundError: No module named 'cupy'"),
        (Raised("ModuleNotFoundError", (), "No module named 'functions'"), f"{UNDOTTED} from .functions import …"),
    ],
)
def test_import_messages(raised, text):
    assert import_message(raised, NOTHING, at_line=True) == text


def test_import_message_without_its_line():
    assert import_message(Raised("ValueError", (), "no", 3), NOTHING, at_line=False) == "ValueError: no"


@pytest.mark.parametrize(
    ("written", "way"),
    [
        ("import helper", "Files of your own are imported with a dot: from .helper import …"),
        ("from helper import f", "Files of your own are imported with a dot: from .helper import …"),
        ("import tools", "put what you need of it into tools.py beside your units, and write from .tools import …"),
        ("from tools import f", "put what you need of it into tools.py beside your units"),
        ("from .tools import f", "put what you need of it into tools.py beside your units"),
        ("from .tools.more import f", "put what you need of it into tools.py beside your units"),
        ("import tools.more", "put what you need of it into tools.py beside your units"),
        ("from . import tools", "put what you need of it into tools.py beside your units"),
        ("import cupy", "No module named 'cupy'. The rest of the file is used."),
        ("y = mp", "did you mean map? The rest of the file is used."),
    ],
)
def test_a_line_that_finds_nothing_costs_what_uses_it_and_is_told_how_to_go_on(grading, tmp_path, written, way):
    text = f"import numpy as np\n{written}\n\n\ndef square(x):\n    return x * x\n\n\ndef relu(x):\n    return f(x)\n"
    write_submission(tmp_path, functions=text)
    (tmp_path / "helper.py").write_text("def f(x):\n    return x\n", encoding="utf-8")
    (tmp_path / "tools").mkdir()
    for name in ("__init__", "more"):
        (tmp_path / "tools" / f"{name}.py").write_text("def f(x):\n    return x\n", encoding="utf-8")
    done = grading(tmp_path, "square", "relu")
    assert way in done.problems[0]["message"]
    assert (done.problems[0]["file"], done.problems[0]["line"]) == ("functions.py", 2)
    assert done.verdicts == {"square": "pass", "relu": "error"}
