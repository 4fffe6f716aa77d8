"""What is said of a place: which line, or which part of it, what stands there, and a question. Never the edit."""

from __future__ import annotations

from grader.grading.place.agree import Part
from grader.grading.report import Diagnosis, Place
from grader.protocol.text import one_line
from grader.submission.edits.edit import MOVED, Editable

QUESTIONS = {
    "operator": "What stands there is an operator: is it the right one?",
    "comparison": "What stands there is a comparison: is it the right one?",
    "order": "What counts there is the order: is it the right one?",
    "name": "What stands there is a name: is it what belongs there?",
    "number": "What stands there is a number: is it the right one?",
    "index": "What stands there is an index: does it take the right part?",
    "call": "What stands there is a call: is it what belongs there, with what it is given?",
    "expression": "What stands there is an expression: does all of it belong there, as it is written?",
    "alias": "What stands there is no copy: who else sees it when the array is changed later on?",
    "dtype": "What stands there makes an array: has its dtype room for fractions?",
    "statement": "Which part of it is not as you meant it?",
    MOVED: "Is it to run there, that often and in that order?",
}
WHOLE = ("statement", MOVED)


def place_of(code: Editable, part: Part) -> Place:
    """A part of a function as a place in its file."""
    begin, end = part.span
    if part.kind in WHOLE:
        end = min(end, (code.text + "\n").index("\n", begin))  # its first line
    start = code.text.rfind("\n", 0, begin) + 1
    line = code.text[start:].split("\n", 1)[0]
    columns = (begin - start, end - start)
    file, number = code.place(begin)
    return Place(line=number, columns=columns, text=line, kind=part.kind, file=file)


def diagnosis_of(place: Place, unit: str, *, alone: bool = True) -> Diagnosis:
    """The diagnosis that names a place in a unit's file, where one change is enough, or is one of two."""
    begin, end = place.columns
    part = one_line(place.text[begin:end], 80)
    where = f"({place.file or unit}.py, line {place.line})"
    also = "" if alone else ", with a second one elsewhere in your code,"
    if place.kind == MOVED:
        said = f"If `{part}` {where}{also} stood elsewhere, every visible check would be right."
    else:
        at = "of" if place.kind in WHOLE else "at"
        said = f"A change {at} `{part}` {where}{also} would make every visible check right."
    message = f"{said} {QUESTIONS[place.kind]}"
    return Diagnosis(misconception=None, pattern=None, message=message, place=place)
