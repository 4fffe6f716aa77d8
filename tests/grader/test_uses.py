"""Which earlier exercises a student's function uses, however it is written."""

import time

import pytest
from uses import BODY, CALL, COURSE, UNITS, read

from grader.submission.uses import leans_at, used_exercises


def used(folder, chains, **files):
    return used_exercises(read(folder, chains, **files), COURSE, ["chain_deriv_2"])


# --- ways of use of `deriv`, all in chains.py; `BODY` and `CALL` are a function

IN_ONE_FILE = {
    "its name": "from .derivatives import deriv\n" + CALL.format("deriv(chain[0], x)"),
    "another name": "from .derivatives import deriv as slope\n" + CALL.format("slope(chain[0], x)"),
    "by the package": "from exercises.derivatives import deriv as slope\n" + CALL.format("slope(chain[0], x)"),
    "imported within": BODY.format("from .derivatives import deriv as slope\n    return slope(chain[0], x)"),
    "a module": "from . import derivatives\n" + CALL.format("derivatives.deriv(chain[0], x)"),
    "a module's other name": "from . import derivatives as d\n" + CALL.format("d.deriv(chain[0], x)"),
    "a module within": BODY.format("from . import derivatives as d\n    return d.deriv(chain[0], x)"),
    "a module's third name": "from . import derivatives as d\ne = d\nf = e\n" + CALL.format("f.deriv(chain[0], x)"),
    "a module renamed within": "from . import derivatives as d\n" + BODY.format("e = d\n    return e.deriv(x)"),
    "a module in a list": "from . import derivatives as d\nALL = [d]\n" + CALL.format("ALL[0].deriv(x)"),
    "import as": "import exercises.derivatives as d\n" + CALL.format("d.deriv(chain[0], x)"),
    "import": "import exercises.derivatives\n" + CALL.format("exercises.derivatives.deriv(chain[0], x)"),
    "the package as": "import exercises as e\n" + CALL.format("e.derivatives.deriv(chain[0], x)"),
    "the package renamed": "import exercises\ne = exercises\n" + CALL.format("e.derivatives.deriv(chain[0], x)"),
    "from the package": "from exercises import derivatives as d\n" + CALL.format("d.deriv(chain[0], x)"),
    "import within": BODY.format("import exercises.derivatives as d\n    return d.deriv(chain[0], x)"),
    "try": "try:\n    from .fast import slope\nexcept ImportError:\n    from .derivatives import deriv as slope\n"
    + CALL.format("slope(chain[0], x)"),
    "a star": "from .derivatives import *\n" + CALL.format("deriv(chain[0], x)"),
    "two stars": "from numpy import *\nfrom .derivatives import *\n" + CALL.format("deriv(chain[0], x)"),
    "nobody imports it": CALL.format("deriv(chain[0], x)"),
    "defined anew": "def deriv(func, x):\n    return x\n" + CALL.format("deriv(chain[0], x)"),
    "defined anew elsewhere": "from .mine import deriv as slope\n" + CALL.format("slope(chain[0], x)"),
    "getattr": "from . import derivatives as d\n" + CALL.format("getattr(d, 'deriv')(chain[0], x)"),
    "globals": "from .derivatives import deriv\n" + CALL.format("globals()['deriv'](chain[0], x)"),
    "import_module": "import importlib\n"
    + CALL.format("importlib.import_module('.derivatives', __package__).deriv(chain[0], x)"),
    "import_module within": BODY.format(
        "import importlib\n    return importlib.import_module('.derivatives', __package__).deriv(chain[0], x)"
    ),
    "import_module kept": "from importlib import import_module\nd = import_module('exercises.derivatives')\n"
    + CALL.format("d.deriv(chain[0], x)"),
    "after a dead definition": "from .derivatives import deriv\ndef chain_deriv_2(chain, x):\n    return x\n"
    + CALL.format("deriv(chain[0], x)"),
    "wrapped": "from .derivatives import deriv\n" + CALL.format("deriv(x)") + "chain_deriv_2 = cached(chain_deriv_2)\n",
    "a lambda": "from .derivatives import deriv\nchain_deriv_2 = lambda chain, x: deriv(chain[0], x)\n",
    "another function": "from .derivatives import deriv\ndef mine(c, x):\n    return deriv(x)\nchain_deriv_2 = mine\n",
}
WITH_DERIV = {
    "an alias": "slope = deriv\n" + CALL.format("slope(chain[0], x)"),
    "an alias of an alias": "one = deriv\ntwo = one\nthree = two\n" + CALL.format("three(chain[0], x)"),
    "unpacking": "slope, _ = deriv, 1\n" + CALL.format("slope(chain[0], x)"),
    "starred unpacking": "slope, *_ = deriv, 1, 2\n" + CALL.format("slope(chain[0], x)"),
    "annotated": "slope: object = deriv\n" + CALL.format("slope(chain[0], x)"),
    "walrus": "if (slope := deriv):\n    pass\n" + CALL.format("slope(chain[0], x)"),
    "walrus within": CALL.format("0 if (slope := deriv) is None else slope(chain[0], x)"),
    "partial": "slope = functools.partial(deriv, delta=0.1)\n" + CALL.format("slope(chain[0], x)"),
    "a dictionary": "TABLE = {'d': deriv}\n" + CALL.format("TABLE['d'](chain[0], x)"),
    "a list": "TABLE = [deriv]\n" + CALL.format("TABLE[0](chain[0], x)"),
    "put into a dictionary": "TABLE = {}\nTABLE['d'] = deriv\n" + CALL.format("TABLE['d'](chain[0], x)"),
    "appended": "TABLE = []\nTABLE.append(deriv)\n" + CALL.format("TABLE[0](chain[0], x)"),
    "appended in a loop": "TABLE = []\nfor f in [deriv]:\n    TABLE.append(f)\n" + CALL.format("TABLE[0](x)"),
    "added": "TABLE = ()\nTABLE += (deriv,)\n" + CALL.format("TABLE[0](x)"),
    "a loop's variable": "for f in [deriv]:\n    pass\n" + CALL.format("f(chain[0], x)"),
    "with": "with keep(deriv) as slope:\n    pass\n" + CALL.format("slope(chain[0], x)"),
    "a default": "def chain_deriv_2(chain, x, d=deriv):\n    return d(chain[0], x)\n",
    "a keyword's default": "def chain_deriv_2(chain, x, *, d=deriv):\n    return d(chain[0], x)\n",
    "a parameter of its own name": "def chain_deriv_2(chain, x, deriv=deriv):\n    return deriv(chain[0], x)\n",
    "a decorator": "@deriv\n" + CALL.format("x"),
    "a decorator's argument": "@using(deriv)\n" + CALL.format("x"),
    "a lambda within": CALL.format("(lambda f: deriv(f, x))(chain[0])"),
    "a lambda's default": CALL.format("(lambda f, d=deriv: d(f, x))(chain[0])"),
    "a nested function": BODY.format("def inner(f):\n        return deriv(f, x)\n    return inner(chain[0])"),
    "a class's attribute": "class Tool:\n    slope = staticmethod(deriv)\n" + CALL.format("Tool.slope(chain[0], x)"),
    "of its own name": "class Tool:\n    deriv = staticmethod(deriv)\n" + CALL.format("Tool().deriv(x)"),
    "a method": "class Tool:\n    def run(self, f, x):\n        return deriv(f, x)\n" + CALL.format("Tool().run(x)"),
    "a comprehension": CALL.format("[deriv(f, x) for f in chain]"),
    "a comprehension's source": CALL.format("[deriv(x) for deriv in (deriv, abs)]"),
    "a local alias": BODY.format("slope = deriv\n    return slope(chain[0], x)"),
    "a global": BODY.format("global deriv\n    deriv = deriv\n    return deriv(chain[0], x)"),
    "match": BODY.format("match x:\n        case 1:\n            return deriv(chain[0], x)"),
    "async": "async def chain_deriv_2(chain, x):\n    return deriv(chain[0], x)\n",
    "an f-string": CALL.format("f'{deriv(chain[0], x)}'"),
    "its attribute": CALL.format("deriv.__call__(chain[0], x)"),
    "a helper in the file": "def one(f, x):\n    return two(f, x)\ndef two(f, x):\n    return deriv(f, x)\n"
    + CALL.format("one(chain[0], x)"),
    "two ways": "if x:\n    slope = deriv\nelse:\n    slope = None\n" + CALL.format("slope(chain[0], x)"),
    "swapped": "slope = deriv\nother = abs\nslope, other = other, slope\n" + CALL.format("other(chain[0], x)"),
}
USES = IN_ONE_FILE | {name: "from .derivatives import deriv\n" + text for name, text in WITH_DERIV.items()}


@pytest.mark.parametrize("chains", USES.values(), ids=USES.keys())
def test_ways_to_use_an_earlier_function(tmp_path, chains):
    assert used(tmp_path, chains, mine="def deriv(f, x):\n    return x\n") == {"deriv"}


APPLY = "from .derivatives import deriv\ndef apply(f, x):\n    return deriv(f, x)\n"
FROM_HELPERS = {
    "a function": ("from .helper import apply", "apply(chain[0], x)", {"helper": APPLY}),
    "a module": ("from . import helper", "helper.apply(chain[0], x)", {"helper": APPLY}),
    "a star": ("from .helper import *", "apply(chain[0], x)", {"helper": APPLY}),
    "a star to what it imports": ("from .helper import *", "deriv(chain[0], x)", {"helper": APPLY}),
    "stars": (
        "from .helper import *",
        "apply(chain[0], x)",
        {"helper": "from .other import *\n", "other": "from .helper import *\n" + APPLY},
    ),
    "stars to the unit": (
        "from .helper import *",
        "deriv(chain[0], x)",
        {"helper": "from .other import *\n", "other": "from .derivatives import *\n"},
    ),
    "passed on": ("from .helper import deriv as s", "s(chain[0], x)", {"helper": APPLY}),
    "passed on twice": (
        "from .helper import s as t",
        "t(chain[0], x)",
        {"helper": "from .other import r as s\n", "other": "from .derivatives import deriv as r\n"},
    ),
    "a module passed on": ("from .helper import d", "d.deriv(x)", {"helper": "from . import derivatives as d\n"}),
    "a module of a module": ("from . import helper", "helper.d.deriv(x)", {"helper": "from . import derivatives as d"}),
    "a helper's helper": (
        "from .helper import run",
        "run(chain[0], x)",
        {"helper": "from . import other\ndef run(f, x):\n    return other.apply(f, x)\n", "other": APPLY},
    ),
    "something that it uses": (
        "from .helper import run",
        "run(chain[0], x)",
        {"helper": APPLY + "def inner(f):\n    return apply(f, 1)\nrun = inner\n"},
    ),
    "a default": (
        "from .helper import run",
        "run(chain[0], x)",
        {"helper": "from .derivatives import deriv\ndef run(f, x, d=deriv):\n    return d(f, x)\n"},
    ),
    "imported within": (
        "",
        "0\n    from .helper import run\n    return run(chain[0], x)",
        {"helper": "def run(f, x):\n    from .derivatives import deriv as d\n    return d(f, x)\n"},
    ),
    "in a circle": (
        "from .helper import run",
        "run(chain[0], x)",
        {"helper": "from .other import run\n", "other": "from .helper import run\n" + APPLY + "run = apply\n"},
    ),
    "another unit's own": (
        "from .derivatives import _core",
        "_core(chain[0], x)",
        {"derivatives": UNITS["derivatives"] + "def _core(f, x):\n    return deriv(f, x)\n"},
    ),
    "a unit that is broken": ("from .derivatives import *", "deriv(chain[0], x)", {"derivatives": "def deriv(:\n"}),
    "a unit that lacks it": ("from . import derivatives as d", "d.deriv(chain[0], x)", {"derivatives": "x = 1\n"}),
}


@pytest.mark.parametrize(("imports", "value", "files"), FROM_HELPERS.values(), ids=FROM_HELPERS.keys())
def test_ways_through_other_files(tmp_path, imports, value, files):
    assert used(tmp_path, f"{imports}\n{CALL.format(value)}", **files) == {"deriv"}


def test_uses_are_those_of_what_is_used_too(tmp_path):
    deriv = "from .functions import square as sq\ndef deriv(f, x):\n    return sq(x)\n"
    found = read(tmp_path, "from . import derivatives as d\n" + CALL.format("d.deriv(chain[0], x)"), derivatives=deriv)
    assert used_exercises(found, COURSE, ["chain_deriv_2"]) == {"deriv", "square"}
    assert used_exercises(found, COURSE, ["chain_deriv_2", "deriv"]) == {"square"}
    assert used_exercises(found, COURSE, ["square", "chain_length_2"]) == set()


UNUSED = {
    "numpy's square": "import numpy as np\n" + CALL.format("np.square(x) + np.gradient(x)"),
    "numpy's by another name": "import numpy\nn = numpy\n" + CALL.format("n.square(x) + n.gradient(x)"),
    "numpy's, imported": "from numpy import square, gradient\n" + CALL.format("square(gradient(x))"),
    "numpy's, imported within": BODY.format("from numpy import gradient\n    return gradient(x)"),
    "numpy within": BODY.format("import numpy as np\n    return np.gradient(x)"),
    "numpy's star": "from numpy import *\n" + CALL.format("square(gradient(x))"),
    "numpy from a helper": "from .helper import np\n" + CALL.format("np.square(x)"),
    "a helper's numpy": "from . import helper\n" + CALL.format("helper.np.gradient(x)"),
    "an attribute of a value": CALL.format("x.square + chain[0].gradient + f().deriv"),
    "an attribute of itself": "class Tool:\n    def run(self):\n        return self.square\n"
    + CALL.format("Tool().run()"),
    "a parameter": "from .derivatives import deriv\ndef chain_deriv_2(deriv, x):\n    return deriv(x)\n",
    "more parameters": "def chain_deriv_2(square, /, *deriv, relu, **gradient):\n    return square, deriv, gradient\n",
    "a local variable": BODY.format("gradient = x + 1\n    return gradient"),
    "a local variable, used within": BODY.format("gradient = x\n    def inner():\n        return gradient"),
    "a nonlocal variable": CALL.format(
        "0\n    deriv = x\n    def inner():\n        nonlocal deriv\n        deriv = deriv + 1"
    ),
    "unpacked": BODY.format("deriv, (square, *relu) = x\n    return deriv + square + relu"),
    "a loop's variable": BODY.format("for deriv in x:\n        print(deriv)"),
    "a with's variable": BODY.format("with x as deriv:\n        print(deriv)"),
    "an except's variable": CALL.format(
        "0\n    try:\n        pass\n    except ValueError as deriv:\n        print(deriv)"
    ),
    "a case's variable": CALL.format(
        "0\n    match x:\n        case [deriv, *square]:\n            return deriv, square"
    ),
    "a comprehension's variable": CALL.format("[deriv for deriv in x]"),
    "a walrus": CALL.format("[y for y in x if (deriv := y)] + deriv"),
    "a lambda's parameter": CALL.format("(lambda deriv: deriv(x))(abs)"),
    "a nested function": BODY.format("def deriv(y):\n        return y\n    return deriv(x)"),
    "a keyword": CALL.format("chain(deriv=1, square=2)"),
    "a text": CALL.format("'deriv' + x['square']"),
    "a text that is asked of a value": CALL.format("getattr(x, 'square')"),
    "an annotation": BODY.format("y: deriv = 0\n    return y"),
    "imported and left alone": "from .derivatives import deriv\n" + CALL.format("x"),
    "used by another function": "from .derivatives import deriv\ndef other(f):\n    return deriv(f)\n"
    + CALL.format("x"),
    "a name for something else": "from .helper import three as deriv\n" + CALL.format("deriv(x)"),
    "in a helper's other function": "from .helper import three\n" + CALL.format("three(x)"),
    "in a dead definition": "from .derivatives import deriv\n" + CALL.format("deriv(x)") + CALL.format("x"),
    "a module of Python's": "import derivatives\n" + CALL.format("derivatives.deriv(x)"),
    "a package within": "from .derivatives.inner import deriv\n" + CALL.format("deriv(x)"),
    "nothing": CALL.format("chain[1](chain[0](x))"),
}
HELPER = "import numpy as np\nfrom .derivatives import deriv\ndef three(x):\n    pass\ndef run(f):\n    deriv(f)\n"


@pytest.mark.parametrize("chains", UNUSED.values(), ids=UNUSED.keys())
def test_what_is_no_use(tmp_path, chains):
    assert used(tmp_path, chains, helper=HELPER) == set()


@pytest.mark.parametrize("way", ["from . import multiple_inputs as mi", "import exercises.multiple_inputs as mi"])
@pytest.mark.parametrize("within", [False, True])
def test_numpy_beside_a_module_with_the_same_name(tmp_path, way, within):
    value = "mi.partial_derivative(chain, x, 0) + np.gradient(x) + x.gradient"
    text = BODY.format(f"{way}\n    return {value}") if within else f"{way}\n{CALL.format(value)}"
    assert used(tmp_path, "import numpy as np\n" + text) == {"partial_derivative"}


def test_what_is_not_there_uses_nothing(tmp_path):
    assert used(tmp_path, "x = 1\n") == set()
    assert used(tmp_path / "broken", "def chain_deriv_2(:\n") == set()


# --- work that grows with the text and no faster

MANY = 4000
LONG = {
    "a chain of names": "".join(f"a{i} = a{i + 1}\n" for i in range(MANY))
    + f"a{MANY} = deriv\n"
    + CALL.format("a0(x)"),
    "names that are one": "=".join(f"a{i}" for i in range(MANY))
    + "= ["
    + ",".join(f"a{i}" for i in range(MANY))
    + ",deriv]\n"
    + CALL.format("a7(x)"),
    "pairs": ",".join(f"a{i}" for i in range(MANY))
    + "="
    + ",".join(f"a{i + 1}" for i in range(MANY))
    + f"\na{MANY} = deriv\n"
    + CALL.format("a0(x)"),
    "definitions": "".join(f"def a{i}(): a{i + 1}()\n" for i in range(MANY))
    + f"a{MANY} = deriv\n"
    + CALL.format("a0(x)"),
    "attributes": "from . import derivatives as d\ne = d\n"
    + CALL.format("[" + ",".join(f"e.a{i}" for i in range(MANY)) + ",e.deriv]"),
    "a long reference": "import exercises as chains\n" + CALL.format("chains" + ".chains" * 500 + ", deriv"),
    "lambdas": CALL.format("lambda: " * 80 + "deriv"),
    "names in scopes": CALL.format("".join(f"lambda b{i}: (a{i}, a{i}.x, " for i in range(60)) + "deriv" + ")" * 60),
    "imports": "from .chains import a as a\n" * MANY + "from .derivatives import deriv as a\n" + CALL.format("a.x(a)"),
    "conditions": "if 0:\n    pass\n" + "elif 0:\n    a = deriv\n" * 400 + CALL.format("a(x)"),
}


@pytest.mark.parametrize("chains", LONG.values(), ids=LONG.keys())
def test_long_files_take_no_long_time(tmp_path, chains):
    start = time.process_time()
    found = read(tmp_path, chains)
    assert found.units["chains"].problem is None
    assert used_exercises(found, COURSE, ["chain_deriv_2"]) == {"deriv"}
    last = chains.count("\n")
    assert leans_at(found, COURSE, "chain_deriv_2", last, ["deriv"])
    assert time.process_time() - start < 3


def test_many_stars_take_no_long_time(tmp_path):
    start = time.process_time()
    files = {f"h{i}": f"from .h{i + 1} import *\nfrom .h{i // 2} import *\n" for i in range(180)}
    assert used(
        tmp_path,
        "from .h178 import *\n" + CALL.format("slope(x)"),
        **files,
        h180="from .derivatives import deriv as slope\n",
    )
    assert time.process_time() - start < 3
