"""Whether a line of a function leans on an earlier exercise: those that do end in `# deriv`, others in `# own`."""

import textwrap

import pytest
from uses import CALL, COURSE, read

from grader.submission.uses import leans_at

START = """
import functools
import numpy as np
from .derivatives import deriv
from .functions import square
from . import derivatives as d, multiple_inputs
slope = deriv
TABLE = {"d": deriv, "s": square}

def helper(f, x):
    return deriv(f, x)

def plain(f, x):
    return square(f(x))

def chain_deriv_2(chain, x, way=deriv, *, other=square):
"""
BLAME = {
    "the rule": """
        f1, f2 = chain  # own
        df1 = deriv(f1, x)  # deriv
        f3 = chain[2]  # own
        df2 = deriv(f2, f1(x))  # deriv
        assert len(chain) == 2  # own
        assert len(df1) == 2  # deriv
        assert len(chain) == 2, df1  # deriv
        return df2 * df1  # deriv
    """,
    "an assert": """
        assert len(chain) == 2, "the chain must have 2 functions"  # own
        assert df.ndim == 1  # deriv
        df = deriv(x)
    """,
    "other exercises": """
        a = square(x)  # own
        b = a + 1  # own
        c = plain(abs, x)  # own
        return deriv(x) + b  # deriv
    """,
    "ways of use": """
        a = slope(x)  # deriv
        b = d.deriv(x)  # deriv
        c = TABLE["d"]  # deriv
        e = helper(chain[0], x)  # deriv
        f = way(x)  # deriv
        g = other(x)  # own
        h = getattr(d, "deriv")(x)  # deriv
        k = multiple_inputs.partial_derivative(x)  # own
        m = np.gradient(x)  # own
        n = d.tangent_line(x)  # own
    """,
    "imported within": """
        from .derivatives import deriv as s
        from . import derivatives as e
        import numpy as n
        a = s(x)  # deriv
        b = e.deriv(x)  # deriv
        c = e.tangent_line(x)  # own
        n.add(a, b)  # deriv
        n.add(x, x)  # own
    """,
    "names for names": """
        e = d
        b = e.deriv(x)  # deriv
        s = functools.partial(deriv, delta=1)  # deriv
        t = s
        return t(x)  # deriv
    """,
    "through names": """
        a = deriv(x)
        b = a
        c = b + 1  # deriv
        e = x + 1  # own
        e += 1  # own
        f = x
        f += a  # deriv
        f += 1  # deriv
        x = x + 1  # own
        return f  # deriv
    """,
    "in any order": """
        for f in chain:  # own
            x = f(x)  # own
            y = z  # deriv
            z = deriv(x)  # deriv
        return y  # deriv
    """,
    "unpacking": """
        a, b = deriv(x), chain[1]  # deriv
        c = b + 1  # own
        e = a + 1  # deriv
        (f, *g), h = deriv(x), 1
        k = g[0]  # deriv
        m, n = deriv(x)
        o = n + 1  # deriv
    """,
    "a walrus": """
        if (a := deriv(x)) is None:  # deriv
            b = chain[2]  # own
            c = a + 1  # deriv
        e = [y for y in chain if (last := y)]  # own
        return last  # own
    """,
    "loops": """
        for a in deriv(x):  # deriv
            b = a + 1  # deriv
            c = x + 1  # own
        while b.any():  # deriv
            c = x[1]  # own
        for i, (e, f) in enumerate(zip(x, deriv(x))):
            g = f  # deriv
        return [h for h in g]  # deriv
    """,
    "with": """
        with np.errstate(all="ignore"):  # own
            a = x[3]  # own
            b = deriv(x)
        with keep(b) as c:  # deriv
            x[3]  # own
            c[3]  # deriv
    """,
    "what is appended": """
        out, other = [], []
        for f in chain:
            out.append(deriv(f, x))  # deriv
            other.append(f)  # own
        a = other[5]  # own
        b = out[5]  # deriv
        return np.sum(out)  # deriv
    """,
    "what is put into something": """
        out, table, more = np.zeros(3), {}, []
        out[0] = deriv(x)
        out[5] = 1  # deriv
        table["x"], y = deriv(x), 1
        print(table["y"])  # deriv
        [more.append(deriv(f, x)) for f in chain]
        more[7]  # deriv
        y.z  # own
    """,
    "numpy is no value": """
        np.copyto(x, deriv(x))  # deriv
        np.add(x, 1)  # own
    """,
    "comprehensions": """
        a = [deriv(f, x) for f in chain]  # deriv
        b = [f(x) for f in chain]  # own
        c = [g + 1 for g in a]  # deriv
        return [deriv for deriv in chain]  # own
    """,
    "a nested function": """
        def inner(f):
            y = x[2]  # own
            z = deriv(f, x)  # deriv
            return y + z  # deriv
        def outer(f):
            return f(x)  # own
        a = outer(chain[0])  # own
        return inner(chain[0]) + a  # deriv
    """,
    "what a nested function is given": """
        def double(v, by=2):
            w = by + 1  # deriv
            return v * w  # deriv
        def triple(v):
            return v * 3  # own
        f = lambda v: v * 2  # deriv
        g = lambda v: v * 2  # own
        a = triple(x)  # own
        b = g(x)  # own
        return double(deriv(x)) + f(deriv(x))  # deriv
    """,
    "a default within": """
        def inner(f, way=deriv, *, other=square):
            a = way(f)  # deriv
            return other(f)  # own
        return inner(abs)
    """,
    "a raise": """
        if len(chain) != 2:  # own
            raise ValueError("the chain is too long")  # own
        a = deriv(x)
        if a.shape != x.shape:  # deriv
            x = x[0]  # own
            raise ValueError("the shapes differ")  # deriv
        try:
            b = deriv(x)
        except TypeError:  # own
            raise ValueError("it cannot be taken")  # deriv
        raise ValueError  # own
    """,
    "match": """
        match deriv(x):  # deriv
            case [a, b]:
                return a + b  # deriv
            case _:
                return x[2]  # own
    """,
    "branches": """
        try:
            a = x[0]  # own
            b = deriv(x)  # deriv
        except ValueError:
            a = chain[2]  # own
        else:
            a = b  # deriv
        finally:
            c = x  # own
        if len(x) > 1:  # own
            pass
        elif a > 1:  # deriv
            x[2]  # own
        return c  # own
    """,
    "more than one line": """
        a = [
            x[0],  # deriv
            deriv(x),
            x[1],  # deriv
        ]
        b = (
            x[0]  # own
            + x[1]  # own
        )
        if (
            x[0] == 0  # deriv
            or a[1] == 1
        ):
            return x[2]  # own
    """,
    "more than one statement": """
        a = x[1]; b = deriv(x)  # deriv
        if x[1]: c = x[2]  # own
        if b: c = x[2]  # deriv
        if x[1]: c = b  # deriv
    """,
    "itself": """
        if len(chain) > 2:  # own
            return chain_deriv_2(chain[1:], x)  # deriv
        return deriv(x)  # deriv
    """,
    "names of its own": """
        deriv = x + 1  # own
        return deriv * 2  # own
    """,
    "one name for two things": """
        def one(v):
            y = v + 1  # own
            return y
        def two(v):
            y = v + 1  # deriv
            return y
        y = one(x)  # own
        return two(deriv(x)) + y  # deriv
    """,
    "what a nested function does": """
        out, other, count = [], [], 0
        def add(f):
            nonlocal count
            out.append(deriv(f, x))
            count += deriv(x)
        def run():
            return inner(deriv(x))
        def inner(y):
            return y + 1  # deriv
        other[3]  # own
        out[3]  # deriv
        count + 1  # deriv
    """,
    "what it does to the file": """
        global total
        TABLE["x"] = 0  # deriv
        total = deriv(x)
        np.seterr(call=deriv)
        total + 1  # deriv
        np.add(x, x)  # own
    """,
    "a class": """
        class Tool:
            way = deriv  # deriv
            def run(self):
                return x[2]  # own
        return Tool().way(x)  # deriv
    """,
    "a global": """
        global slope
        slope = deriv
        return slope(x)  # deriv
    """,
}


@pytest.mark.parametrize("body", BLAME.values(), ids=BLAME.keys())
def test_what_a_line_leans_on(tmp_path, body):
    text = START + textwrap.indent(textwrap.dedent(body).strip("\n"), "    ") + "\n"
    found = read(tmp_path, text)
    assert found.units["chains"].problem is None
    marked = {number: line for number, line in enumerate(text.splitlines(), 1) if line.endswith(("# own", "# deriv"))}
    leaning = {line: leans_at(found, COURSE, "chain_deriv_2", number, ["deriv"]) for number, line in marked.items()}
    assert leaning == {line: line.endswith("# deriv") for line in marked.values()}


@pytest.mark.parametrize(
    ("part", "leans"), [("chain[2]", False), ("deriv(chain[2], x)", True), ("y", True), ("x", False)]
)
def test_of_a_line_only_the_expression_counts_that_raised(tmp_path, part, leans):
    line = "    return deriv(chain[2], x) * y + chan - chain"
    found = read(tmp_path, START + "    y = deriv(chain[0], x)\n" + line + "\n")
    begin = line.rindex(part) if part == "y" else line.index(part)
    place = (START.count("\n") + 2, ["deriv"], (begin, begin + len(part)))
    assert leans_at(found, COURSE, "chain_deriv_2", *place) is leans
    assert leans_at(found, COURSE, "chain_deriv_2", *place[:2], (3, 4)) is True, "no expression stands there"


@pytest.mark.parametrize(
    ("text", "part", "leans"),
    [
        ("[a * b for a, b in zip(deriv(f, x), x)]", "a * b", True),
        ("[a * 2 for a in y if a.size]", "a.size", True),
        ("sum(v * 2 for row in (y, y) for v in row)", "v * 2", True),
        ("{i: [v * 2 for v in row] for i, row in enumerate(y)}", "v * 2", True),
        ("{i: [v * 2 for v in row] for i, row in enumerate(y)}", "row", True),
        ("[c(3, 4) for c in chain] + [c for c in y]", "c(3, 4)", False),
        ("[i / 0 for c, i in zip(chain, x) for d in y]", "i / 0", False),
        ("[i[d] for i in x for d in y]", "i[d]", True),
    ],
)
def test_in_a_comprehension_names_stand_for_what_is_iterated(tmp_path, text, part, leans):
    line = f"    return {text}"
    found = read(tmp_path, START + "    y = deriv(chain[0], x)\n" + line + "\n")
    begin = line.index(part)
    place = (START.count("\n") + 2, ["deriv"], (begin, begin + len(part)))
    assert leans_at(found, COURSE, "chain_deriv_2", *place) is leans


def test_a_line_elsewhere_may_lean_on_anything(tmp_path):
    found = read(tmp_path, START + "    return x[2]\n\n\ndef other(x):\n    return x\n")
    last = START.count("\n") + 1
    lines = (-1, 0, 2, last - 6, last, last + 4, last + 99)
    assert [leans_at(found, COURSE, "chain_deriv_2", line, ["deriv"]) for line in lines] == [
        *(True, True, True, True, False, True, True)
    ]
    assert leans_at(found, COURSE, "chain_deriv_3", last, ["deriv"])
    assert leans_at(read(tmp_path / "broken", "def f(:\n"), COURSE, "chain_deriv_2", 1, ["deriv"])


@pytest.mark.parametrize(
    ("text", "line", "leans"),
    [
        ("chain_deriv_2 = lambda chain, x: deriv(chain[0], x)\n", 1, True),
        ("chain_deriv_2 = lambda chain, x: chain[2](x)\n", 1, False),
        ("def mine(chain, x):\n    return x[3]\nchain_deriv_2 = mine\n", 2, True),
        ("if True:\n    def chain_deriv_2(chain, x):\n        return x[3]\n", 3, False),
        ("def chain_deriv_2(chain, x):\n    return x\n" + CALL.format("deriv(x)"), 2, False),
        ("def chain_deriv_2(chain, x):\n    return x\n" + CALL.format("deriv(x)"), 4, True),
        ("from .mine import chain_deriv_2\n", 1, True),
    ],
)
def test_lines_of_functions_that_are_defined_in_another_way(tmp_path, text, line, leans):
    found = read(tmp_path, text, mine="def chain_deriv_2(chain, x):\n    return x[3]\n")
    assert leans_at(found, COURSE, "chain_deriv_2", line, ["deriv"]) is leans


def test_a_line_leans_on_what_fails_only(tmp_path):
    deriv = "from .functions import square\ndef deriv(f, x):\n    return square(x)\n"
    found = read(tmp_path, "from .derivatives import deriv\n" + CALL.format("deriv(x)"), derivatives=deriv)
    failing = (["deriv"], {"square"}, ("relu", "gradient"), [])
    assert [leans_at(found, COURSE, "chain_deriv_2", 3, names) for names in failing] == [True, True, False, False]
