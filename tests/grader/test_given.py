"""Functions that a submission is given: they stand for its own ones, and nothing else changes."""

import functools
import marshal

import pytest
from jobs import a_job, answers, output, problems, served

from grader.worker.given import Exchange, GivenNames, fitted, given_functions

pytestmark = pytest.mark.usefixtures("worker_state")

CODE = "import math\n\n\ndef deriv(*args):\n    return beside()\n\n\ndef beside():\n    return 'given'\n"
GIVEN = {"code": [marshal.dumps(compile(CODE, "given.py", "exec"))], "names": ["deriv"]}
MINE = "def deriv(*args):\n    return 'mine'\n"


def gives(text, expression, derivatives=MINE, **more):
    """The problems with the files, and what an expression gives in a function of a file with this text."""
    job = a_job(given=GIVEN, functions=f"{text}\n\n\ndef square(x):\n    return {expression}\n", **more)
    if derivatives is not None:
        job["sources"]["derivatives"], job["files"]["derivatives"] = derivatives, "derivatives.py"
    messages = served(job)
    (answer,) = answers(messages)
    return problems(messages), answer.value if answer.raised is None else answer.raised.message


FROM = "from .derivatives import deriv\n"

# Each is a text and an expression that comes to a call of the function.
USES = {
    "an import": (FROM, "deriv(x)"),
    "an alias": ("from .derivatives import deriv as d", "d(x)"),
    "a star": ("from .derivatives import *", "deriv(x)"),
    "a star of a helper's star": ("from .stars import *", "deriv(x)"),
    "the module": ("from . import derivatives", "derivatives.deriv(x)"),
    "the module by another name": ("from . import derivatives as d", "d.deriv(x)"),
    "the module by its full name": ("import exercises.derivatives", "exercises.derivatives.deriv(x)"),
    "the module by importlib": ("import importlib\nd = importlib.import_module('exercises.derivatives')", "d.deriv(x)"),
    "an attribute by its name": ("from . import derivatives as d\nf = getattr(d, 'deriv')", "f(x)"),
    "the names of the module": ("from . import derivatives as d\nf = vars(d)['deriv']", "f(x)"),
    "a helper": ("from .helper import of_helper", "of_helper(x)"),
    "a helper's name": ("from . import helper", "helper.deriv(x)"),
    "a helper that imports within": ("from .helper import within", "within(x)"),
    "an import within a call": ("def f(x):\n    from .derivatives import deriv\n    return deriv(x)", "f(x)"),
    "a star within a call": (
        "def f(x):\n    exec('from .derivatives import *', globals())\n    return deriv(x)", "f(x)",
    ),
    "a helper within a call": ("def f(x):\n    from .helper import deriv\n    return deriv(x)", "f(x)"),
    "a second name": (FROM + "d = deriv", "d(x)"),
    "a default argument": (FROM + "def f(x, d=deriv):\n    return d(x)", "f(x)"),
    "a default argument by name": (FROM + "def f(x, *, d=deriv):\n    return d(x)", "f(x)"),
    "a default argument of a lambda": (FROM + "f = lambda x, d=deriv: d(x)", "f(x)"),
    "a partial": (FROM + "import functools\nf = functools.partial(deriv, 1)", "f(x)"),
    "a table": (FROM + "table = {'d': [deriv]}", "table['d'][0](x)"),
    "a comprehension": (FROM + "fs = [f for f in (deriv,) if f is deriv]", "fs[0](x)"),
    "a nested comprehension": (FROM + "fs = [[deriv for _ in '1'] for _ in '1']", "fs[0][0](x)"),
    "a generator": (FROM + "fs = list(deriv for _ in '1')", "fs[0](x)"),
    "a class attribute": (FROM + "class A:\n    d = staticmethod(deriv)", "A.d(x)"),
    "a method": (FROM + "class A:\n    def f(self):\n        return deriv(1)", "A().f()"),
    "a decorator": (FROM + "@deriv\ndef f(x):\n    return 'mine'", "f"),
    "a closure": (FROM + "def made(d):\n    return lambda x: d(x)\nf = made(deriv)", "f(x)"),
    "a function within": (FROM + "def f(x):\n    def g():\n        return deriv(x)\n    return g()", "f(x)"),
    "a value": (FROM + "said = deriv(3)", "said"),
    "a value in a text": (FROM + "said = f'{deriv(3)}'", "said"),
    "map": (FROM, "list(map(deriv, [1]))[0]"),
    "eval": (FROM + "said = eval('deriv(3)')", "said"),
    "eval with names": (FROM + "said = eval('deriv(3)', globals(), locals())", "said"),
    "eval with local names only": (FROM + "said = eval('(lambda: deriv(3))()', locals())", "said"),
    "exec": (FROM + "exec('said = deriv(3)')", "said"),
}  # fmt: skip
# Each is a text of the unit's file that binds the name, and the name by which another file asks for it.
BINDINGS = {
    "a definition of one's own": ("def deriv(x):\n    return 'own'", "deriv"),
    "a definition under a condition": ("if True:\n    def deriv(x):\n        return 'own'", "deriv"),
    "a decorated definition": ("def deco(f):\n    return 3\n@deco\ndef deriv(x):\n    return 'own'", "deriv"),
    "an asynchronous definition": ("async def deriv(x):\n    return 'own'", "deriv"),
    "a class of the name": ("class deriv:\n    pass", "deriv"),
    "a lambda": ("deriv = lambda x: 'own'", "deriv"),
    "a value of the name": ("deriv = 3", "deriv"),
    "a value with an annotation": ("deriv: int = 3", "deriv"),
    "one of many targets": ("a = (b, *deriv) = 1, 2, 3", "deriv"),
    "more to it": (MINE + "try:\n    deriv += 1\nexcept TypeError:\n    pass", "deriv"),
    "a walrus": ("print(deriv := 3)", "deriv"),
    "a walrus in a comprehension": ("[deriv := i for i in (1, 2)]", "deriv"),
    "a for": ("for deriv in (1, 2):\n    pass", "deriv"),
    "a with": ("import contextlib\nwith contextlib.nullcontext(3) as deriv:\n    pass", "deriv"),
    "a match": ("match [1, 2]:\n    case [_, deriv]:\n        pass", "deriv"),
    "an import by that name": ("import math as deriv", "deriv"),
    "wrapped anew": (MINE + "import functools\nderiv = functools.lru_cache(deriv)", "deriv"),
    "deleted and bound again": (MINE + "del deriv\nderiv = 3", "deriv"),
    "its global name": ("def bind():\n    global deriv\n    deriv = 3\nbind()", "deriv"),
    "its name among all": ("globals()['deriv'] = 3", "deriv"),
    "its name among the local ones": ("locals()['deriv'] = 3\nf = deriv", "f"),
    "many local names at once": ("vars().update({'a': 1}, deriv=3)\nf = deriv", "f"),
    "the attribute of its module": ("import sys\nsys.modules[__name__].deriv = 3", "deriv"),
    "bound by exec": ("exec('def deriv(x):\\n    return 3')\nf = deriv", "f"),
    "after a statement that fails": ("1 / 0\nderiv = 3\nf = deriv", "f"),
    "in a statement that fails": ("deriv = 1 / 0\nf = deriv", "f"),
    "a decorator that fails": ("@nothing\ndef deriv(x):\n    return 3", "deriv"),
    "an import of one's own": ("from .mine import own as deriv", "deriv"),
}  # fmt: skip
HELPERS = {
    "helper": (
        "from .derivatives import deriv\n\n\ndef own(x):\n    return 'own'\n\n\ndef of_helper(x):\n"
        "    return deriv(x)\n\n\ndef within(x):\n    from .derivatives import deriv as d\n    return d(x)\n"
    ),
    "stars": "from .derivatives import *\n",
    "mine": "def own(x):\n    return 'own'\n",
}  # fmt: skip


@pytest.mark.parametrize(("text", "expression"), USES.values(), ids=USES)
def test_the_given_function_stands_wherever_its_name_is_bound(text, expression):
    found, value = gives(text, expression, **HELPERS)
    assert value == "given"
    assert found == []


@pytest.mark.parametrize(("text", "name"), BINDINGS.values(), ids=BINDINGS)
def test_the_given_function_stands_whatever_its_unit_binds_to_its_name(text, name):
    found, value = gives(f"from .derivatives import {name} as f\n", "f(x)", text, **HELPERS)
    assert value == "given"
    assert len(found) == ("fails" in next(one for one, use in BINDINGS.items() if use == (text, name)))


@pytest.mark.parametrize("future", [False, True])
def test_a_file_with_annotations(future):
    text = f"{'from __future__ import annotations' if future else ''}\n{FROM}f = deriv\na: int = 3\n"
    text += "def square(x: int):\n    import sys\n    told = sys.modules[__name__].__annotations__\n"
    text += "    return f(x), a, told['a'] in (int, 'int')\n"
    job = a_job(given=GIVEN, functions=text, derivatives=MINE)
    assert answers(served(job))[0].value == ("given", 3, True)


UNITS = {
    "it is defined": MINE,
    "it is a stub": "def deriv(*args):\n    raise NotImplementedError\n",
    "it is not defined": "a = 3\n",
    "the file does not compile": "def deriv(:\n",
    "the file fails in many places": "1 / 0\n" * 30,
    "the file raises": "1 / 0\n" + MINE,
    "the file is absent": None,
}


@pytest.mark.parametrize("derivatives", UNITS.values(), ids=UNITS)
@pytest.mark.parametrize("text", [FROM, "def deriv(x):\n    from .derivatives import deriv as d\n    return d(x)\n",
                                  "from .derivatives import *\n"])  # fmt: skip
def test_the_unit_gives_it_whatever_the_unit_is(text, derivatives):
    absent = ["derivatives"] if derivatives is None else []
    assert gives(text, "deriv(x)", derivatives, absent=absent)[1] == "given"


def test_a_helper_that_does_not_compile_gives_it():
    assert gives("from . import helper", "helper.deriv(x)", helper="(\n")[1] == "given"
    assert gives("from . import helper", "helper.other(x)", helper="(\n")[1] == (
        "other is not there: helper.py does not import"
    )


def test_a_circle_of_imports_does_not_take_it_away():
    circle = "from .functions import square\n" + MINE
    found, value = gives(FROM + "f = deriv", "f(x)", circle)
    assert (found, value) == ([("derivatives", 1, "ImportError", False)], "given")


LOCAL = (
    "d['a'], d.get('b', 2), len(d) == len(globals()), dict(d)['a'], (d | {'a': 3})['a'], {**d}['a'], d.copy()['a'], "
    "d.setdefault('c', 4), d.pop('c'), '%(a)s' % d, '{a}'.format(**d), d == globals(), [*d] == [*globals()], "
    "[*d.items()] == [*globals().items()], repr(d)[:9]"
)

# Each is a text and what an expression gives that has to do with names, with and without given functions.
AS_EVER = {
    "a name that is not given": ("def other(x):\n    return 'own'", "other(x)", "own"),
    "a local name of a function": ("def f(deriv):\n    return deriv", "f(3)", 3),
    "a name of a class": ("class A:\n    deriv = 3\n    b = deriv", "(A.deriv, A.b)", (3, 3)),
    "a name of a comprehension": ("a = [deriv for deriv in (1, 2)]", "a", [1, 2]),
    "a name that is not there": ("try:\n    nothing\nexcept NameError as e:\n    said = str(e)", "said",
                                 "name 'nothing' is not defined"),
    "a name that is deleted": ("a = 1\ndel a\ntry:\n    a\nexcept NameError as e:\n    said = str(e)", "said",
                               "name 'a' is not defined"),
    "a name that is deleted twice": ("try:\n    del a\nexcept NameError as e:\n    said = str(e)", "said",
                                     "name 'a' is not defined"),
    "a builtin that is hidden for a while": ("len = 3\ndel len\na = len('abc')", "a", 3),
    "annotations": (
        "import sys\na: int\nb: int = 3\n", "sorted(sys.modules[__name__].__annotations__)", ["a", "b"],
    ),
    "whether a name is there": (
        "a = 1\nb = 'a' in locals(), 'nothing' in vars(), 'a' in dir()", "b", (True, False, True),
    ),
    "local names": (
        f"a = 1\nd = locals()\nsaid = [{LOCAL}]",
        "said", [1, 2, True, 1, 3, 1, 1, 4, 4, "1", "1", True, True, True, "{'__name_"],
    ),
    "local names of a comprehension": ("a = 1\nb = [len(locals()) > 0 for i in (1,)]", "b", [True]),
    "local names that are added to": ("d = locals()\nd |= {'a': 3}\nd.update([('b', 4)], c=5)", "a, b, c", (3, 4, 5)),
    "a loop over the names": ("b = [name for name in list(locals()) if name.startswith('__file')]", "b", ["__file__"]),
    "a name within exec": ("exec('a = 3; b = a')", "b", 3),
    "the names of the module": ("def f():\n    return 1\na = f.__globals__ is globals()", "a", True),
    "a dataclass": ("import dataclasses\n@dataclasses.dataclass\nclass A:\n    a: int = 3", "A().a", 3),
    "a named tuple": ("import typing\nclass A(typing.NamedTuple):\n    a: int = 3", "A().a", 3),
    "a generic type": ("import typing\nT = typing.TypeVar('T')\nclass A(typing.Generic[T]):\n    a = 3", "A[int].a", 3),
    "a docstring": ("'''Mine.'''", "__doc__", "Mine."),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expression", "value"), AS_EVER.values(), ids=AS_EVER)
@pytest.mark.parametrize("given", [None, GIVEN])
def test_other_names_are_as_ever(text, expression, value, given):
    messages = served(a_job(given=given, functions=f"{text}\n\n\ndef square(x):\n    return {expression}\n"))
    assert problems(messages) == []
    assert answers(messages)[0].value == value


def test_the_function_that_is_asked_for_may_be_given():
    given = {"code": [marshal.dumps(compile("def square(x):\n    return 7\n", "given", "exec"))], "names": ["square"]}
    assert answers(served(a_job(given=given, functions="a = 1\n")))[0].value == 7


def test_the_code_runs_before_the_submission_in_names_of_its_own():
    first = (
        "import sys\nassert 'exercises.functions' not in sys.modules\n"
        "def relu(x):\n    return g(x)\nmark = set(globals())\n"
    )
    second = "def g(x):\n    return sorted(mark), __name__\n"
    given = {"code": [marshal.dumps(compile(text, "g", "exec")) for text in (first, second)], "names": ["relu"]}
    source = "def g(x):\n    return 'mine'\ndef relu(x):\n    return 1\ndef square(x):\n    return relu(x)\n"
    (answer,) = answers(served(a_job(given=given, functions=source)))
    assert answer.value == (["__builtins__", "__name__", "relu", "sys"], "given")


def test_an_error_in_a_given_function_is_told_where_it_was_called():
    given = {"code": [marshal.dumps(compile("def deriv(x):\n    return 1 / 0\n", "g", "exec"))], "names": ["deriv"]}
    for own in ("def deriv(x): 3", "def deriv(y): 3", "def same(x): 3\nderiv = same"):
        job = a_job(given=given, functions=f"{FROM}def square(x):\n    return deriv(x)\n", derivatives=own)
        (answer,) = answers(served(job))
        assert (answer.raised.type_name, answer.raised.unit, answer.raised.line) == (
            "ZeroDivisionError",
            "functions",
            3,
        )


def test_what_is_printed_and_told_stays_in_its_order():
    messages = served(
        a_job(
            given=GIVEN, functions=f"print('one')\n{FROM}def square(x):\n    return 1\n", derivatives="print('two')\n"
        )
    )
    assert [m["loading"] for m in messages if "loading" in m] == ["functions", "derivatives", "functions"]
    assert output(messages) == "one\ntwo\n"


def test_without_given_functions_a_module_has_plain_names():
    assert given_functions(None) == {}
    (answer,) = answers(served(a_job(functions="a = locals() is globals()\ndef square(x):\n    return a\n")))
    assert answer.value is True


def test_the_names_of_a_module_are_a_dictionary():
    names = {"f": 1, "g": 2}
    scope = GivenNames(names, lambda name, value: "given" if name == "h" else value)
    scope["h"] = 3
    assert names.pop("h") == "given"
    del scope["f"]
    assert (scope.setdefault("g", 1), scope.setdefault("i", 1), [*reversed(scope)]) == (2, 1, ["i", "g"])
    assert ({"g": 1, "j": 3} | scope, scope.popitem(), scope != {}) == ({"g": 2, "j": 3, "i": 1}, ("i", 1), True)
    scope.clear()
    assert names == {}


# --- the submission's own function by other names, and functions that only have the same name

# Each is a text of the unit's file and one of the file that uses it, and an expression that comes to a call.
OTHER_NAMES = {
    "an alias": ("def slope(x):\n    return 'mine'\nderiv = slope", "from .derivatives import slope", "slope(x)"),
    "two at once": ("deriv = slope = lambda x: 'mine'", "from .derivatives import slope", "slope(x)"),
    "a static method": (
        "class A:\n    @staticmethod\n    def deriv(x):\n        return 'mine'\nderiv = A.deriv",
        "from .derivatives import A", "A.deriv(x)",
    ),
    "an object": (
        "class A:\n    def __call__(self, x):\n        return 'mine'\na = A()\nderiv = a",
        "from .derivatives import a", "a(x)",
    ),
    "a class": (
        "class A:\n    def __new__(cls, x):\n        return 'mine'\nderiv = A", "from .derivatives import A", "A(x)",
    ),
    "a partial": (
        "import functools\ndef f(y, x):\n    return 'mine'\ng = functools.partial(f, 1)\nderiv = g",
        "from .derivatives import g", "g(x)",
    ),
    "a function that NumPy vectorized": (
        "import numpy as np\ng = np.vectorize(lambda x: 'mine')\nderiv = g", "from .derivatives import g", "g(x)",
    ),
    "a table": (
        "table = {}\ndef kept(f):\n    table['d'] = f\n    return f\n@kept\n" + MINE,
        "from .derivatives import table", "table['d'](x)",
    ),
    "a default argument": (MINE + "d = deriv\ndef f(x, d=d):\n    return d(x)", "from .derivatives import f", "f(x)"),
    "a closure": (
        "def made(y):\n    z = 1\n    def f(x):\n        return y, z\n    return f\nderiv = slope = made(3)",
        "from .derivatives import slope", "slope(x)",
    ),
    "a helper that the unit imports": ("from .mine import own as deriv", "from .mine import own", "own(x)"),
    "a helper, and the unit is not asked": ("from .mine import own as deriv", "from . import mine", "mine.own(x)"),
    "an object of a helper": ("from .mine import one as deriv", "from .mine import one as f", "f(x)"),
    "through eval": (MINE, "from . import derivatives as d", "eval('d.de' + 'riv')(x)"),
}  # fmt: skip
MINE_OF_A_HELPER = (
    "def own(x):\n    return 'own'\n\n\nclass One:\n    def __call__(self, x):\n        return 'own'\n\n\none = One()\n"
)


@pytest.mark.parametrize(("derivatives", "text", "expression"), OTHER_NAMES.values(), ids=OTHER_NAMES)
def test_it_stands_for_the_submission_s_own_function_by_every_name(derivatives, text, expression):
    assert gives(text, expression, derivatives, mine=MINE_OF_A_HELPER) == ([], "given")


# Each is a text of another file, in which the same name is something else.
OF_THIS_FILE = {
    "a function": ("def deriv(x):\n    return 'own'", "deriv(x)"),
    "a function that uses it": (
        "from .derivatives import deriv as d\ndef deriv(x):\n    return d(x) == 'given' and 'own'", "deriv(x)",
    ),
    "a lambda": ("deriv = lambda x: 'own'", "deriv(x)"),
    "a value": (FROM + "deriv = 'own'", "deriv"),
    "a helper's": ("from .mine import own as deriv", "deriv(x)"),
    "nothing": (FROM + "deriv = None", "'own' if deriv is None else 1"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expression"), OF_THIS_FILE.values(), ids=OF_THIS_FILE)
def test_a_function_of_the_same_name_in_another_file_stays(text, expression):
    assert gives(text, expression, mine=MINE_OF_A_HELPER) == ([], "own")


@pytest.mark.parametrize(
    "derivatives", ["deriv = None", "deriv = len", "from numpy import gradient as deriv", "deriv = 3"]
)
def test_what_others_use_as_well_is_left_alone(derivatives):
    text = "from numpy import gradient\nf, g, h = None, len, gradient"
    found, value = gives(text, "f is None and g([1, 2]) == 2 and h([1.0, 2.0])[0] == 1.0 and 3 == 1 + 2", derivatives)
    assert (found, value) == ([], True)


# Each is a text of the unit of `square` and `relu`, of which the first is given, or both.
TWO_NAMES = {
    "one for another that is given": ("def square(x):\n    return 1\nrelu = square\n", ["square", "relu"]),
    "the other way round": ("def relu(x):\n    return 1\nsquare = relu\n", ["square", "relu"]),
    "exchanged": ("def relu(x): 1\ndef square(x): 2\nsquare, relu = relu, square\n", ["square", "relu"]),
    "a helper for both": ("def f(x):\n    return 1\nsquare = f\nrelu = f\n", ["square", "relu"]),
    "one that is asked for": ("def relu(x):\n    return 'relu'\nsquare = relu\n", ["square"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "names"), TWO_NAMES.values(), ids=TWO_NAMES)
def test_a_function_under_two_names_stands_for_each(text, names):
    code = "def square(x):\n    return 'square'\ndef relu(x):\n    return 'relu' + square(x)[6:]\n"
    given = {"code": [marshal.dumps(compile(code, "functions.py", "exec"))], "names": names}
    asks = "def leaky_relu(x):\n    return square(x), relu(x)\n"
    job = a_job(wanted=("leaky_relu_mixed",), given=given, functions=text + asks)
    assert {answer.value for answer in answers(served(job))} == {("square", "relu")}


@pytest.mark.parametrize("kind", ["def deriv(x):\n    yield 'mine'", "async def deriv(x):\n    return 'mine'"])
def test_a_generator_is_no_function_that_is_called(kind):
    assert gives(FROM, "deriv(x)", f"import warnings\nwarnings.simplefilter('error')\n{kind}") == ([], "given")


def slope(func, at, delta=0.5):
    return func, at, delta


# Each is a function's parameters, a call of it, and what the given function is called with.
CALLS = {
    "the same": ("func, at, delta=1", "own(1, 2)", (1, 2, 0.5)),
    "fewer": ("func, at", "own(1, 2)", (1, 2, 0.5)),
    "other names": ("f, x, h=1", "own(x=2, f=1, h=3)", (1, 2, 3)),
    "one other name": ("func, at, step=1", "own(1, 2, step=3)", (1, 2, 3)),
    "a name for a place": ("func, at, *, step=1", "own(1, 2, step=3)", (1, 2, 3)),
    "another order": ("at, func", "own(1, 2)", (1, 2, 0.5)),
    "another order, by name": ("at, func", "own(at=2, func=1)", (1, 2, 0.5)),
    "one more": ("func, at, delta=1, method='central'", "own(1, 2, 3, 'left')", (1, 2, 3)),
    "all in a list": ("*args", "own(1, 2, 3)", (1, 2, 3)),
    "all by name": ("**named", "own(func=1, at=2)", (1, 2, 0.5)),
}  # fmt: skip


@pytest.mark.parametrize(("parameters", "call", "value"), CALLS.values(), ids=CALLS)
def test_it_may_be_called_as_the_submission_s_own_function(parameters, call, value):
    names = {}
    exec(f"def own({parameters}): pass\nclass Own:\n    def __call__(self, {parameters}): pass", names)
    assert eval(call, {"own": fitted(slope, names["own"])}) == value

    @functools.wraps(names["own"])
    def wrapper(*args, **kwargs):
        return names["own"](*args, **kwargs)

    for wrapped in (wrapper, functools.lru_cache(names["own"])):
        assert eval(call, {"own": fitted(slope, wrapped)}) == value


def test_what_does_not_fit_is_python_s_own_error():
    with pytest.raises(TypeError, match="missing 1 required positional argument"):
        fitted(slope, lambda f, x=None: 0)(1)
    with pytest.raises(TypeError, match="unexpected keyword argument 'other'"):
        fitted(slope, lambda f, x: 0)(1, x=2, other=3)


def test_where_nothing_is_asked_the_names_stay():
    exchange = Exchange({"deriv": slope}, {"derivatives": "deriv"}, {"derivatives.py"}, "exercises")
    names = {"f": 1, "g": 2}
    exchange.finish("functions", names, [names])
    exchange.finish("derivatives", names, [names])
    assert names == {"f": 1, "g": 2}
