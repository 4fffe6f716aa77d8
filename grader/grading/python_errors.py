"""What Python and NumPy mean by the commonest errors, in the terms of somebody who writes a function of this course.

An explanation says what the error is about. It does not know the function, and so tells nobody how to write it.
"""

from __future__ import annotations

import re

from grader.grading.errors import CLASSES, with_arguments_counted
from grader.protocol.raised import Raised

KINDS = r"(?:builtin_function_or_method|function|method|type|numpy\.ufunc|numpy\._ArrayFunctionDispatcher)"
FUNCTION = f"'{KINDS}'"
SINGLE = r"'(?:float|int|numpy\.(?:float|int|uint)\d+)'"
EXPLANATIONS = {
    r"truth value of an array": (
        "`if`, `and`, `max` and `not` want one yes or no, and an array has one for each of its numbers."
    ),
    CLASSES["an array where a number belongs"]: (
        "`float`, `int` and the functions of `math` take one number and no array. NumPy's functions take arrays."
    ),
    r"not aligned|mismatch in its core dimension": (
        "For a matrix product the first matrix needs as many columns as the second has rows."
    ),
    r"not have enough dimensions": (
        "One of the two is a single number or has too few axes. Which shapes do you expect in that line?"
    ),
    r"could not be broadcast together with remapped shapes": (
        "In `einsum` a letter stands for one length. Which axes have the same letter, and how long is each of them?"
    ),
    r"[Ee]instein sum": (
        "In `einsum` each array has a letter for each of its axes, and those behind the arrow stand before it, too. "
        "Which axes does each of yours have?"
    ),
    r"could not be broadcast|could not broadcast|shape.mismatch": (
        "These shapes do not fit entry by entry. Which shapes do you expect in that line? Print them just before it."
    ),
    r"cannot reshape": "The new shape has another number of entries.",
    r"axis \S+ is out of bounds": "The array has no axis of that number. The first one has the number 0.",
    r"out of bounds|index out of range": "There is no entry of that number. The first one has the number 0.",
    r"too many indices": "The array has fewer axes than there are indices between the brackets.",
    r"'NoneType' (?:object|and)|and 'NoneType'|of type NoneType ": (
        "Something is None there. A function that reaches no `return` gives None, and so do `print` and `list.append`; "
        "a parameter may be None, too."
    ),
    rf"{FUNCTION} and|and {FUNCTION}": (
        "One side is a function and not what it gives. Is a call missing, or is another name meant?"
    ),
    rf"loop of ufunc does not support argument \d+ of type {KINDS} ": (
        "What is handed over there is a function and not what it gives. Is a call missing, or is another name meant?"
    ),
    r"'(?:list|tuple)' and|and '(?:list|tuple)'": (
        "Lists and tuples are no arrays, and do not calculate entry by entry."
    ),
    r"unsupported operand": "These two types have no such operation. Which types do you expect in that line?",
    r"takes (?:from )?\d+ .*positional arguments? but \d+ (?:was|were) given": (
        "The call hands over more arguments than the function has parameters."
    ),
    r"missing \d+ required": "The call hands over fewer arguments than the function needs.",
    r"unexpected keyword argument": "The function has no parameter of that name.",
    r"'numpy\.ndarray' object is not callable": (
        "Parentheses call a function, and this is an array. Entries are taken with [ ], and `W.T` has no parentheses."
    ),
    r"object is not callable": (
        "Parentheses call a function, and this is none. Do they belong there, or is a sign missing before them?"
    ),
    rf"{FUNCTION} object is not subscriptable": (
        "Square brackets take an entry, and this is a function. Parentheses call a function."
    ),
    rf"{SINGLE} object is not subscriptable|invalid index to scalar": (
        "Square brackets take an entry, and this is a single number."
    ),
    r"object is not subscriptable": "Square brackets take an entry, and of this none can be taken.",
    rf"iteration over a 0-d array|len\(\) of unsized object|{SINGLE} (?:object is not iterable|has no len)": (
        "This is a single number: it has no length, and a loop cannot go through it."
    ),
    rf"{SINGLE} object does not support item assignment": (
        "This is a single number, and has no entries to be written to."
    ),
    CLASSES["values to unpack"]: "There is another number of names than there are values for them.",
    r"Integers to negative integer powers": ("NumPy takes whole numbers to no negative power. With floats it does."),
    r"Cannot cast ufunc.* to dtype\('u?int": "The array holds whole numbers, and has no room for fractions.",
    r"cannot be interpreted as an integer|only integer|sequence of integers": (
        "A whole number is wanted there, for an axis, a size or an index."
    ),
    r"inhomogeneous shape": "The rows have different lengths.",
    r"setting an array element with a sequence": "A place in an array holds one number, and more is put there.",
    r"cannot access local variable|referenced before assignment": (
        "On the way that the code took, that name has no value yet."
    ),
    r"^No module named '\w": (
        "There is no module of that name. A file of your own is imported with a dot: `from .name import …`."
    ),
    r"maximum recursion depth": "The function calls itself more often than Python allows. Where does it stop?",
}
_EXPLANATIONS = [(re.compile(pattern), text) for pattern, text in EXPLANATIONS.items()]
WHOLE_NUMBERS = {  # how wide they are depends on the machine, and on the page
    re.compile(r"dtype\('u?int\d+'\)"): "whole numbers",
    re.compile(r"'numpy\.u?int\d+' object"): "a whole number of numpy's",
}
STUB = "The `raise NotImplementedError` of the stub is still there. Delete that line."
ASSERTED = "An assertion of yours does not hold there. What does it ask for, and which values does it get?"

_RESULT_CALLED = re.compile(r"'(?!NoneType)[\w.]+' object is not callable")
RESULT_CALLED = "What your function returned is called there. Which type does the docstring promise?"


def said_by(raised: Raised) -> str:
    """What an error says, the same wherever it is raised."""
    text = raised.message.rstrip()  # NumPy ends some with a space
    if not raised.deliberate:
        for pattern, words in WHOLE_NUMBERS.items():
            text = pattern.sub(words, text)
        text = text.removesuffix(".")  # what follows is in the same sentence
    return text


def in_their_terms(raised: Raised) -> str:
    """What an error means where none is asked for; "" if there is nothing to say."""
    if raised.deliberate:
        return {"NotImplementedError": STUB, "AssertionError": ASSERTED}.get(raised.type_name, "")
    if not raised.line and _RESULT_CALLED.search(raised.message):  # by the check, and by no line of theirs
        return RESULT_CALLED
    message = with_arguments_counted(raised.message)
    return next((text for pattern, text in _EXPLANATIONS if pattern.search(message)), "")
