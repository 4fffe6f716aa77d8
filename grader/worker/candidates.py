"""Run candidates: a function of a submission with small edits, each in a fresh module, and send what they answer.

Whether an answer is right is not known here. What candidates print is dropped by who calls this.
"""

from __future__ import annotations

import contextlib
import functools
import sys
import time
import types
import warnings
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, Self, cast

from grader.protocol.answer import Answer, Conditions, copied_whole
from grader.protocol.answer_frame import encode_answer
from grader.protocol.check import Call, Check
from grader.protocol.job import Trial
from grader.protocol.raised import Raised
from grader.protocol.wire import encode
from grader.worker.importer import PACKAGE
from grader.worker.rounds import Rounds, counted
from grader.worker.shared_checks import CheckCalls
from grader.worker.top_level import ANNOTATIONS

DOES_NOT_RUN = Answer(raised=Raised("SyntaxError", ("SyntaxError",), ""))
TIMES, MORE = 4, 300  # rounds of loops that a candidate may take: so many times those of the function, and some more
CANNOT_BE_SENT = Answer(raised=Raised("TypeError", ("TypeError",), ""))


def run(trial: Trial, seed: int, calls: list[CheckCalls], send: Callable[[bytes], None]) -> None:
    """Make the calls on each candidate, and send the answers: of the first candidate all, then of the next.

    At last it says how much of the processor's time that took, in seconds, and through how many lines the function
    runs that is not edited, where it is among the candidates.

    Args:
        trial: the candidates.
        seed: the seed of the calls.
        calls: the checks with their calls.
        send: sends a frame.
    """
    rounds = Rounds()
    parts = _Parts(trial, rounds)
    wanted = list(_wanted(trial, seed, calls))
    number = 0
    lines = _Lines()
    with Conditions() as conditions:
        if parts.loops:
            rounds.most = TIMES * _rounds(parts.function([]), wanted, conditions, rounds) + MORE
        for edits in trial["candidates"]:
            function = parts.function(edits)
            for one in wanted:
                conditions.begin_check()
                for call in one():
                    rounds.begin()
                    with contextlib.nullcontext() if edits else lines:
                        answer = (
                            DOES_NOT_RUN if function is None else conditions.answer(function, call, None, trial["name"])
                        )
                    send(_frame(number, answer))
                    number += 1
    send(encode({"done": time.process_time(), "lines": lines.count}))


def _rounds(
    function: Callable[..., Any] | None, wanted: list[Callable[[], list[Call]]], conditions: Conditions, rounds: Rounds
) -> int:
    """How many rounds the longest call of a function takes."""
    most = 0
    for one in wanted if function is not None else ():
        conditions.begin_check()
        for call in one():
            rounds.begin()
            conditions.answer(cast("Callable[..., Any]", function), call)
            most = max(most, rounds.count)
    return most


class _Lines:
    """Counts the lines of a submission that are run through, in `with` blocks; two runs count the same."""

    def __init__(self) -> None:
        self.count = 0

    def __enter__(self) -> Self:
        self._before = sys.gettrace()
        sys.settrace(self._called)
        return self

    def __exit__(self, *_error: object) -> None:
        sys.settrace(self._before)

    def _called(self, frame: FrameType, _event: str, _arg: object) -> Callable[..., Any] | None:
        ours = str(frame.f_globals.get("__name__", "")).startswith(f"{PACKAGE}.")
        return self._stepped if ours else None

    def _stepped(self, _frame: FrameType, event: str, _arg: object) -> Callable[..., Any]:
        self.count += event == "line"
        return self._stepped


class _Parts:
    """A function and what surrounds it, ready to be put together with edits.

    Args:
        trial: the candidates.
        rounds: counts the rounds of its loops.

    Attributes:
        loops: whether there may be a `while`.
    """

    def __init__(self, trial: Trial, rounds: Rounds) -> None:
        self._counter = rounds.names()
        self.loops = any("while" in trial[name] for name in ("before", "text", "after"))
        self._text, self._name, self._unit = trial["text"], trial["name"], trial["unit"]
        self._before, self._after = self._compiled(trial["before"]), self._compiled(trial["after"])

    def function(self, edits: list[tuple[int, int, str]]) -> Callable[..., Any] | None:
        """The function with some edits, in a module of its own; None if that is no Python, or fails."""
        text = self._text
        for begin, end, new in edits:
            text = text[:begin] + new + text[end:]
        names: dict[str, Any] = {"__name__": f"{PACKAGE}.{self._unit}", "__package__": PACKAGE, **self._counter}
        try:
            for code in (self._before, self._compiled(text), self._after):
                exec(code, names)  # noqa: S102  this is what the worker is for
        except Exception:  # noqa: BLE001  whatever it is, it is no candidate
            return None
        function = names.get(self._name)
        return function if type(function) is types.FunctionType else None

    def _compiled(self, text: str) -> types.CodeType:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            code: types.CodeType = compile(
                counted(text), f"{self._unit}.py", "exec", ANNOTATIONS, dont_inherit=True, optimize=0
            )
            return code


def _wanted(trial: Trial, seed: int, calls: list[CheckCalls]) -> Iterator[Callable[[], list[Call]]]:
    """For each check that is wanted, what gives its calls: the same ones, or where they keep a state, new ones."""
    only = trial["call"]
    for number, (_, check, every) in enumerate(calls):
        if only is None or only[0] == number:
            part = slice(None) if only is None else slice(only[1], only[1] + 1)
            same = all(call.then is None and copied_whole([*call.args, *call.kwargs.values()]) for call in every)
            yield functools.partial(_calls, check, seed, every if same else None, part)


def _calls(check: Check, seed: int, known: list[Call] | None, part: slice) -> list[Call]:
    return (check.calls(seed) if known is None else known)[part]


def _frame(number: int, answer: Answer) -> bytes:
    try:
        return encode_answer(number, 0, answer._replace(warnings=(), seconds=0.0))
    except Exception:  # noqa: BLE001  what a candidate did to us is its answer
        return encode_answer(number, 0, CANNOT_BE_SENT)
