"""A function's own lines: found whatever stands around them, and also while the text is no Python."""

import pytest

from grader.workbook.function_text import bare, defines, find, lines_of

PLAIN = '''"""Functions."""

import numpy as np


@cached
@np.vectorize
def square(x):
    """Square it.

def square(y):
    """
    return x**2
    # and that is all

    # really


# about the next
def relu(x):
    return x


print(square(3))
'''


def text_of(text, name="square", written=None):
    lines = lines_of(text)
    span = find(lines, name, written)
    return None if span is None else "\n".join(bare(lines[slice(*span)]))


def test_its_decorators_and_comments_are_its_own():
    found = text_of(PLAIN)
    assert found.startswith("@cached\n@np.vectorize\ndef square(x):")
    assert found.endswith("    # and that is all\n\n    # really")
    assert text_of(PLAIN, "relu") == "def relu(x):\n    return x"


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("square = lambda x: x**2\nrest = 1\n", "square = lambda x: x**2"),
        ("square: object = (\n  lambda x: x)\n", "square: object = (\n  lambda x: x)"),
        ("async def square(x): pass\n", "async def square(x): pass"),
        ("class square:\n    pass", "class square:\n    pass"),
        ("def square(x):\n    return x\ndef square(x):\n    return x**2\n", "def square(x):\n    return x**2"),
        ("if True:\n    def square(x):\n        return x\nelse:\n    pass\n", "    def square(x):\n        return x"),
        ("def square(x):\r\n    return x\r\nb = 1\r\n", "def square(x):\n    return x"),
        ("def square(x):\n    return '\x0c'\n\x0cb = '\u2028'\n", "def square(x):\n    return '\x0c'"),
        ("def other(square):\n    square(1)\n", None),
        ("", None),
    ],
)
def test_whatever_defines_it(text, own):
    assert text_of(text) == own


@pytest.mark.parametrize(
    "body",
    [
        "def square(x:\n    return x",
        "def square(x):\nreturn x",
        "def square(x):\n    return (x",
        'def square(x):\n    """Open\n    return x',
        "@wrapped(\ndef square(x):\n    return x",
        "def square(x):\n    if x:\n",
        "def square(x):\n    return x))",
        "def square(x):\n\treturn x\n        return x",
    ],
)
def test_also_what_is_no_python_yet_has_lines_of_its_own(body):
    before, after = "import numpy as np\n\n\n", "\n\n\n# about relu\n@cached\ndef relu(x):\n    return x\n"
    assert text_of(before + body + after) in (body, body.rstrip("\n"), body.partition("\n")[2])
    assert text_of(before + body + after, "relu") == "@cached\ndef relu(x):\n    return x"


def test_another_function_that_is_broken_does_no_harm():
    text = "def relu(x:\n    return return\n\n\n" + PLAIN.partition("\n\n\n")[2]
    assert text_of(text).startswith("@cached\n@np.vectorize\ndef square(x):")


def test_what_was_written_in_its_place_is_its_own_too():
    """As an import above it and a helper below it, both typed in its box."""
    written = "import math\n\ndef square(x):\n    return help(x)\n\ndef help(x):\n    return x"
    text = f"import numpy\n\n\n{written}\n\n\ndef relu(x): ...\n"
    assert text_of(text) == "def square(x):\n    return help(x)"
    assert text_of(text, written=written) == written
    changed = text.replace("help(x)\n\n", "help(x) + 1\n\n", 1)  # in an editor
    assert text_of(changed, written=written) == "def square(x):\n    return help(x) + 1"
    longer = text.replace("help(x)\n\n", "help(x)\n    # more\n    1\n\n", 1)
    assert (
        text_of(longer, written="def square(x):\n    return help(x)")
        == "def square(x):\n    return help(x)\n    # more\n    1"
    )
    assert text_of(text + text, written=written) == "def square(x):\n    return help(x)", "it stands there twice"


@pytest.mark.parametrize(
    "text", ["def square(x):", "async  def square (", "square = 1", "  square: int = 1", "x\ndef square"]
)
def test_what_defines_a_name(text):
    assert defines(text, "square")


@pytest.mark.parametrize(
    "text", ["", "def squared(x):", "# def square", "return square", "def  my_square(x):", "x.square = 1"]
)
def test_what_does_not(text):
    assert not defines(text, "square")
