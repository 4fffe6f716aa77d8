"""Frames: what goes in comes out, and whatever else comes in is refused without harm.

GRADER_FUZZ is how many forged frames are tried (20,000 where it is not said).
"""

import contextlib
import json
import math
import os
import random
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.protocol.answer import DTYPES, MAX_BYTES, MAX_ITEMS, Answer, Opaque
from grader.protocol.answer_frame import encode_answer
from grader.protocol.frames import MAX_FRAME
from grader.protocol.raised import Raised
from grader.protocol.text import clean
from grader.protocol.wire import MAX_HEADER, U32, WireError, decode, encode

FUZZ = int(os.environ.get("GRADER_FUZZ", "20000"))


def body(message):
    """The body of a message's frame."""
    frame = encode(message)
    (length,) = U32.unpack_from(frame)
    assert length == len(frame) - 4
    return frame[4:]


def forged(tree, data=b""):
    """A body whose header is any JSON, or any text."""
    header = tree if isinstance(tree, bytes) else json.dumps(tree).encode()
    return U32.pack(len(header)) + header + data


def same(one, two):
    """Whether two values are the same, nan included, and of the same types."""
    if type(one) is not type(two):
        return False
    if isinstance(one, np.ndarray):
        return one.dtype == two.dtype and one.shape == two.shape and one.tobytes() == two.tobytes()
    if isinstance(one, np.generic):
        return one.dtype == two.dtype and one.tobytes() == two.tobytes()
    if isinstance(one, list | tuple):
        return len(one) == len(two) and all(map(same, one, two))
    if isinstance(one, dict):
        return list(one) == list(two) and all(same(one[key], two[key]) for key in one)
    if isinstance(one, complex):
        return same([one.real, one.imag], [two.real, two.imag])
    if isinstance(one, float):
        return one == two or (math.isnan(one) and math.isnan(two))
    return one == two


# --- what goes in comes out

printable = st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=20).filter(
    lambda text: clean(text) == text
)
arrays = hnp.arrays(
    st.sampled_from(list(DTYPES.values())), hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
)
atoms = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.complex_numbers()
    | printable
    | arrays
    | arrays.filter(lambda a: a.size).map(lambda a: a.ravel()[0])
    | printable.map(Opaque)
)
values = st.recursive(
    atoms,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(printable, inner, max_size=4)
    ),
    max_leaves=12,
)
errors = st.builds(
    Raised,
    printable,
    st.lists(printable, max_size=3).map(tuple),
    printable,
    st.integers(0, 9_999_999),
    printable,
    printable,
)
answers = st.builds(
    Answer,
    value=values,
    raised=st.none() | errors,
    warnings=st.lists(printable, max_size=3).map(tuple),
    modified=st.lists(st.integers(0, 9), max_size=3).map(tuple),
    output=st.just(""),
    seconds=st.floats(0, 1000),
    timed_out=st.just(False),  # these cannot come from a worker
    not_run=st.just(""),
)


@given(st.dictionaries(printable, values | answers | errors, max_size=4))
def test_round_trip(message):
    assert same(decode(body(message)), message)


@pytest.mark.parametrize(
    "value",
    [
        *(np.array([[1, 0, 1], [0, 0, 1]], dtype=dtype) for dtype in DTYPES.values()),
        *(np.ones(1, dtype=dtype)[0] for dtype in DTYPES.values()),
        np.array([[1.5, 2.5], [3.5, np.nan]]).T,
        np.array(3.0),
        np.zeros((0, 3)),
        2.5,
        None,
        [np.zeros(2), "text"],
    ],
    ids=repr,
)
def test_an_answer_written_at_once_is_the_frame_that_it_would_be(value):
    odd = ({}, {"seconds": 0.25}, {"seconds": math.nan}, {"warnings": ("W: no",)}, {"modified": (1,)})
    for more in (*odd, {"raised": Raised("E", ("E",), "no")}):
        answer = Answer(value, **more)
        assert encode_answer(3, 14, answer) == encode({"check": 3, "call": 14, "answer": answer})


def test_nan_and_infinity_cross():
    message = {"values": [math.nan, math.inf, -math.inf, np.array([np.nan, np.inf]), complex(math.nan, math.inf)]}
    assert same(decode(body(message)), message)


@pytest.mark.parametrize("shape", [(), (0,), (0, 5), (3, 0, 2), (2, 3)])
@pytest.mark.parametrize("dtype", DTYPES)
def test_every_dtype_and_empty_arrays_cross(dtype, shape):
    message = {"array": np.ones(shape, dtype)}
    found = decode(body(message))
    assert same(found, message)
    assert found["array"].flags.writeable


def test_truth_values_are_0_or_1_whatever_bytes_come():
    found = decode(forged({"a": {"a": ["|b1", [3]]}}, b"\x00\x01\xff"))["a"]
    assert found.tobytes() == b"\x00\x01\x01"


def test_what_is_not_plain_does_not_cross():
    with pytest.raises(TypeError, match="object does not cross"):
        encode({"value": object()})


@pytest.mark.parametrize("value", [["a" * 2000] * 600, [np.zeros(MAX_BYTES // 8)] * 3], ids=["header", "body"])
def test_what_decode_would_refuse_is_not_sent(value):
    with pytest.raises(WireError, match="too large"):
        encode({"value": value})


def test_texts_are_clean_on_arrival():
    found = decode(forged({"\x1b[31m": "\x1b[2J\x00", "x": {"x": "\x07" * 3}, "d": {"d": [["\x1b", 1]]}}))
    assert found == {"�[31m": "�[2J�", "x": Opaque("���"), "d": {"�": 1}}


@pytest.mark.parametrize("seconds", ["NaN", "Infinity", "-1.0", "1e300"])
def test_a_clock_that_lies_is_not_believed(seconds):
    header = f'{{"answer": {{"w": [null, null, {{"t": []}}, {{"t": []}}, {seconds}]}}}}'
    assert decode(forged(header.encode()))["answer"].seconds == 0.0


# --- whatever else comes in

NOT_FRAMES = {
    "nothing": b"",
    "less than a length": b"\x00\x00",
    "a header of 4 GB": b"\xff\xff\xff\xff{}",
    "a header longer than the frame": U32.pack(100) + b"{}",
    "a header longer than allowed": U32.pack(MAX_HEADER + 1) + b" " * (MAX_HEADER + 1),
    "no JSON": forged(b"{"),
    "no UTF-8": forged(b'{"a": "\xff"}'),
    "a pickle": forged(b"\x80\x04\x95."),
    "no message": forged([1, 2]),
    "bytes left over": forged({"a": 1}, b"x"),
    "deep JSON": forged(b"[" * 200_000),
    "deep objects": forged(b'{"l":[' * 100_000),
    "deep lists": forged(b'{"a":' + b'{"l":[' * 50 + b"1" + b"]}" * 50 + b"}"),
    "too many values": forged({"a": {"l": [1] * (MAX_ITEMS * 4)}}),
    "an int of 5,000 digits": forged(b'{"a": ' + b"9" * 5000 + b"}"),
    "an int above 64 bits": forged({"a": 2**63}),
    "a bare list": forged({"a": [1]}),
    "two tags": forged({"a": {"l": [], "t": []}}),
    "no tag": forged({"a": {}}),
    "an unknown tag": forged({"a": {"pickle": "x"}}),
    "a list that is none": forged({"a": {"l": 3}}),
    "a dictionary with no pairs": forged({"a": {"d": [1]}}),
    "a key that is no text": forged({"a": {"d": [[1, 2]]}}),
    "a complex of texts": forged({"a": {"c": ["1", "2"]}}),
    "a complex of one": forged({"a": {"c": [1.0]}}),
    "an opaque of no text": forged({"a": {"x": 3}}),
    "an unknown dtype": forged({"a": {"a": ["|O8", [1]]}}, b"\x00" * 8),
    "a dtype of fields": forged({"a": {"a": [[["x", "<f8"]], [1]]}}, b"\x00" * 8),
    "a dtype of texts": forged({"a": {"a": ["<U4", [1]]}}, b"\x00" * 16),
    "a dtype of 4 GB": forged({"a": {"a": ["|V4294967295", [1]]}}),
    "an array longer than its frame": forged({"a": {"a": ["<f8", [2]]}}, b"\x00" * 8),
    "a shape of 2**60": forged({"a": {"a": ["<f8", [2**60]]}}, b"\x00" * 8),
    "a shape that overflows": forged({"a": {"a": ["<f8", [2**32, 2**32]]}}, b"\x00" * 8),
    "a shape of nothing, but wide": forged({"a": {"a": ["<f8", [0, 2**40]]}}),
    "a shape of nothing, in 32 dimensions": forged({"a": {"a": ["<f8", [0] + [MAX_BYTES] * 31]}}),
    "a shape of 33 dimensions": forged({"a": {"a": ["<f8", [1] * 33]}}, b"\x00" * 8),
    "a negative shape": forged({"a": {"a": ["<f8", [-1]]}}, b"\x00" * 8),
    "a shape of truth values": forged({"a": {"a": ["<f8", [True]]}}, b"\x00" * 8),
    "a shape of floats": forged({"a": {"a": ["<f8", [1.0]]}}, b"\x00" * 8),
    "a shape of nan": forged(b'{"a": {"a": ["<f8", [NaN]]}}', b"\x00" * 8),
    "a shape that is none": forged({"a": {"a": ["<f8", 1]}}, b"\x00" * 8),
    "an array of one word": forged({"a": {"a": ["<f8"]}}),
    "a scalar with a shape": forged({"a": {"g": ["<f8", [1]]}}, b"\x00" * 8),
    "an error of two parts": forged({"a": {"r": ["E", []]}}),
    "an error in line nan": forged(b'{"a": {"r": ["E", [], "m", NaN, "", "", 0, 0]}}'),
    "an error in line -1": forged({"a": {"r": ["E", [], "m", -1, "", "", 0, 0]}}),
    "an error in line 10**9": forged({"a": {"r": ["E", [], "m", 10**9, "", "", 0, 0]}}),
    "an error in column -1": forged({"a": {"r": ["E", [], "m", 1, "", "", -1, 0]}}),
    "an error in column 0.5": forged({"a": {"r": ["E", [], "m", 1, "", "", 0, 0.5]}}),
    "an error named 3": forged({"a": {"r": [3, [], "m", 1, "", "", 0, 0]}}),
    "an answer of one part": forged({"a": {"w": [1]}}),
    "an answer that raised 3": forged({"a": {"w": [1, 3, {"t": []}, {"t": []}, 0.0]}}),
    "an answer that warned of 3": forged({"a": {"w": [1, None, {"t": [3]}, {"t": []}, 0.0]}}),
    "an answer that took a text": forged({"a": {"w": [1, None, {"t": []}, {"t": []}, "long"]}}),
    "an answer that modified True": forged({"a": {"w": [1, None, {"t": []}, {"t": [True]}, 0.0]}}),
}


@pytest.mark.parametrize("data", NOT_FRAMES.values(), ids=NOT_FRAMES.keys())
def test_forged_frames_are_refused(data):
    tracemalloc.start()
    try:
        with pytest.raises(WireError):
            decode(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 64 * max(len(data), 1 << 14), "more was allocated than what came in can ask for"


def samples():
    """Frames of every kind of value."""
    raised = Raised("ValueError", ("ValueError", "Exception"), "2 and 3", 7, "chains", "f")
    values = [
        None, True, 3, -2.5, math.nan, 1 + 2j, "text", [1, [2.0]], (1, (2.0,)), {"a": 1, "b": {"c": None}},
        np.arange(6.0).reshape(2, 3), np.array([True, False]), np.float32(2), np.zeros((0, 2)), Opaque("generator"),
    ]  # fmt: skip
    answers = [Answer(value, None, ("RuntimeWarning: x",), (0,), seconds=0.5) for value in values]
    return [
        *(body({"check": i, "call": 0, "answer": answer}) for i, answer in enumerate(answers)),
        body({"problem": "chains", "raised": raised}),
        body({"output": "x" * 100}),
        body({"ready": [1, 2, 3]}),
    ]


TOKENS = [b'{"', b'"}', b"[", b"]", b",", b"NaN", b"-1", b"1e999", b'"<f8"', b'"a":', b'"w":', b"\xff", b"99999999999"]


def mutated(data, rng):
    """A frame with a few bytes changed, taken out, doubled, moved or replaced by a piece of JSON."""
    data = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        place = rng.randrange(len(data) + 1)
        kind = rng.randrange(6)
        if kind == 0 and place < len(data):
            data[place] ^= 1 << rng.randrange(8)
        elif kind == 1:
            del data[place : place + rng.randint(1, 8)]
        elif kind == 2:
            data[place:place] = data[place : place + rng.randint(1, 8)]
        elif kind == 3:
            data[place:place] = rng.choice(TOKENS)
        elif kind == 4:
            data[place : place + 1] = rng.randbytes(rng.randint(1, 4))
        elif len(data) >= 4:  # the header's length, made right again so that its text is reached
            end = data.rfind(b"}") + 1
            data[:4] = U32.pack(max(end - 4, 0))
    return bytes(data)


def test_mutated_frames_are_read_or_refused_and_nothing_else():
    rng = random.Random(20260119)
    originals = samples()
    accepted = 0
    for _ in range(FUZZ):
        data = mutated(rng.choice(originals), rng)
        try:
            message = decode(data)
        except WireError:
            continue
        accepted += 1
        assert type(message) is dict
        assert all(type(key) is str and (key.isprintable() or "\n" in key) for key in message)
    assert 0 < accepted < FUZZ


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    for one in (data, U32.pack(min(len(data), 8)) + data):
        with contextlib.suppress(WireError):
            decode(one)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(list(DTYPES)),
    lambda inner: (
        st.lists(inner, max_size=6)
        | st.dictionaries(st.sampled_from(list("agcltdxrw")) | st.text(max_size=2), inner, max_size=2)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.text(max_size=5), json_values, max_size=3), st.binary(max_size=64))
def test_any_json_is_read_or_refused(tree, data):
    with contextlib.suppress(WireError):
        decode(forged(tree, data))


def test_limits_are_far_above_what_a_check_asks_for():
    found = decode(body({"answer": Answer(np.zeros(100_000), seconds=0.0)}))
    assert found["answer"].value.nbytes == 800_000
    assert MAX_FRAME == 2 * MAX_BYTES
