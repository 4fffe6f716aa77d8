"""Places on the command line: after the verdict, with the part marked; two of them on asking for a hint."""

import json

import pytest
from helpers import SOLUTIONS, valid, write_submission

from grader.cli import two_places
from grader.cli.commands.student import hint

WRONG = "df2 = deriv(f1, f1(input_range))"
LEAKY = "import numpy as np\n\n\ndef leaky_relu(x):\n    return np.maximum(0.1 * x, -x)\n"


@pytest.fixture
def work(tmp_path):
    chains = (SOLUTIONS / "chains.py").read_text(encoding="utf-8").replace("df2 = deriv(f2, f1(input_range))", WRONG, 1)
    return write_submission(tmp_path / "work", base="solutions", chains=chains, functions=LEAKY)


def check(run, work, *words):
    return run("check", "chain_deriv_2", "--submission", work, "--no-jail", *words)


def test_check_prints_the_place_below_the_verdict_and_above_the_next_command(run, work):
    code, out, err = check(run, work)
    assert (code, err) == (1, "")
    lines = out.splitlines()
    (at,) = (number for number, line in enumerate(lines) if line.strip() == WRONG)
    marked = lines[at][lines[at + 1].index("^") : lines[at + 1].rindex("^") + 1]
    assert (marked, lines[at].index("deriv(f1") + len("deriv(")) == ("f1", lines[at + 1].index("^"))
    assert out.index("WRONG") < out.index("PLACE") < at + out.index(WRONG) < out.index("Next:")
    assert "a name" in out
    assert "f2?" not in out


def test_no_place_leaves_it_out(run, work):
    _, out, _ = check(run, work, "--no-place")
    assert "WRONG" in out
    assert "PLACE" not in out


@pytest.mark.parametrize("quiet", [[], ["-q"]])
def test_json_has_the_place_also_where_nothing_is_printed(run, work, tmp_path, quiet):
    check(run, work, "--json", tmp_path / "r.json", *quiet)
    (exercise,) = valid(json.loads((tmp_path / "r.json").read_text(encoding="utf-8")))["exercises"]
    place = exercise["diagnosis"]["place"]
    assert place["text"][slice(*place["columns"])] == "f1"
    check(run, work, "--json", tmp_path / "r.json", "--no-place", *quiet)
    (exercise,) = valid(json.loads((tmp_path / "r.json").read_text(encoding="utf-8")))["exercises"]
    assert exercise["diagnosis"] is None


def test_watch_says_it_too(run, work):
    _, out, _ = run("watch", "chain_deriv_2", "--submission", work, "--no-jail")
    assert out.index("WRONG") < out.index("PLACE") < out.index("^^")


@pytest.fixture
def own(work, monkeypatch):
    monkeypatch.setattr(two_places, "EXERCISES", work)
    monkeypatch.setattr(hint, "EXERCISES", work)


@pytest.mark.usefixtures("own")
def test_a_hint_finds_two_places_at_once(run):
    code, out, _ = run("hint", "leaky_relu")
    assert code == 0
    lines = [line for line in out.splitlines() if "^" in line]
    assert len(lines) == 2
    assert out.count("with a second one elsewhere in your code") == 2
    assert out.index("hint 1 of 3") < out.index("^") < out.index("Next: grader hint leaky_relu 2")


@pytest.mark.usefixtures("own")
def test_a_hint_for_what_is_right_or_not_written_searches_for_nothing(run, work, monkeypatch):
    for name in ("chain_deriv_3", "relu"):  # right, not there
        assert "^" not in run("hint", name)[1]
    monkeypatch.setattr(two_places, "make_workers", None)
    stub = "def relu(x):\n    raise NotImplementedError\n"
    (work / "functions.py").write_text(stub, encoding="utf-8")
    assert run("hint", "relu")[0] == 0
    monkeypatch.setattr(two_places, "EXERCISES", work / "nowhere")
    assert run("hint", "leaky_relu")[0] == 0
