"""Texts that are made to cost whoever reads them: each a Python file of a few kilobytes, or up to the size allowed."""

LINES = 4000


def nested(opening, depth, closing="x = 1\n"):
    """Statements, each inside the one before."""
    indented = ["".join(" " * level + line + "\n" for line in opening.split("\n")) for level in range(1, depth + 1)]
    return "def f():\n" + "".join(indented) + " " * (depth + 1) + closing


HOSTILE = {
    "finally within finally": nested("try: pass\nfinally:", 16),
    "more of them": nested("try: pass\nfinally:", 19),
    "with return": nested("try: return\nfinally:", 19),
    "in a loop": nested("while f:\n try: continue\n finally:", 1) + nested("try: pass\nfinally:", 20),
    "at the top": "".join(" " * i + "try: pass\n" + " " * i + "finally:\n" for i in range(18)) + " " * 18 + "x = 1\n",
    "names that use the next": "".join(f"a{i} = a{i + 1}\n" for i in range(LINES)),
    "names that use the last": "".join(f"a{i + 1} = a{i}\n" for i in range(LINES)),
    "on one line": "; ".join(f"a{i} = a{i + 1}" for i in range(LINES)) + "\n",
    "all of one name": "".join(f"a = a, a{i}\n" for i in range(LINES)),
    "many branches": "if a == 0: pass\n" + "".join(f"elif a == {i}: b{i} = 1\n" for i in range(1500)),
    "more branches": "if a == 0: pass\n" + "".join(f"elif a == {i}: b = 1\n" for i in range(6000)),
    "lines for a shell": "!ls\n" * 600,
    "more lines for a shell": "!ls\n" * 20_000,
    "lines for IPython": "%time x = 1\n" * 99,
    "questions": "print?\n" * 5000,
    "brackets": "x = " + "[" * 150 + "]" * 150 + "\n",
    "brackets that never close": "x = " + "(" * 60_000,
    "brackets that never open": ")" * 60_000,
    "a long sum": "x = " + "+".join(["1"] * 60_000) + "\n",
    "a long power": "x = " + "**".join(["1"] * 30_000) + "\n",
    "signs": "x = " + "-" * 90_000 + "1\n",
    "negations": "x = " + "not " * 30_000 + "1\n",
    "attributes": "x = a" + ".b" * 60_000 + "\n",
    "calls": "x = a" + "()" * 60_000 + "\n",
    "indices": "x = a" + "[0]" * 40_000 + "\n",
    "lambdas": "x = " + "lambda: " * 15_000 + "1\n",
    "conditions": "x = " + "1 if a else " * 10_000 + "1\n",
    "comprehensions": "x = [1" + " for a in b" * 12_000 + "]\n",
    "comprehensions within each other": "x = " + "[a for a in " * 90 + "b" + "]" * 90 + "\n",
    "decorators": "@a\n" * 40_000 + "def f(): pass\n",
    "functions within functions": "".join(" " * i + f"def f{i}():\n" for i in range(95)) + " " * 95 + "pass\n",
    "classes within classes": "".join(" " * i + f"class C{i}:\n" for i in range(95)) + " " * 95 + "pass\n",
    "blocks within blocks": "".join(" " * i + "if a:\n" for i in range(99)) + " " * 99 + "pass\n",
    "a large number": "x = " + "9" * 100_000 + "\n",
    "a power tower": "x = 9 ** 9 ** 9 ** 9\n",
    "a long text by product": "x = 'a' * 10 ** 12\n",
    "tuples by product": "x = ((1, 2) * 1000,) * 1000 * 1000\n",
    "texts in texts": "x = f'" + "{" * 40_000 + "'\n",
    "a text in pieces": "x = " + "'a' " * 30_000 + "\n",
    "a text that never ends": "x = '''" + "\\" * 100_000,
    "continued lines": "x = 1 + \\\n" * 12_000 + "1\n",
    "dedents that fit nothing": "".join("if a:\n" + " " * (100 - i) + "pass\n" for i in range(99)),
    "patterns": "match a:\n case " + "[" * 150 + "]" * 150 + ": pass\n",
    "choices of patterns": "match a:\n case " + "|".join(["1"] * 40_000) + ": pass\n",
    "global names": "def f():\n" + " global a\n" * 12_000,
    "star imports": "from .derivatives import *\n" * 4_000,
    "one long name": "a" * 120_000 + " = 1\n",
    "an encoding": "# coding: unicode_escape\n" + "\\u0041" * 10_000,
    "an encoding of no text": "# coding: zlib_codec\nx = 1\n",
    "null bytes": "x = 1\0" * 1000,
    "empty lines": "\n" * 120_000,
    "semicolons": "a;" * 60_000 + "a\n",
    "assignments in a row": "a = " * 30_000 + "1\n",
    "targets": "(" * 90 + "a" + ",)" * 90 + " = b\n",
    "dictionaries": "x = " + "{1: " * 90 + "1" + "}" * 90 + "\n",
    "a dictionary": "x = {" + "1:1," * 30_000 + "}\n",
}
