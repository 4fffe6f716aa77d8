"""A right drawing is right whatever matplotlib's settings are: those of the user, or of a file's first lines."""

import os
import subprocess
import sys

import matplotlib as mpl
import pytest
from helpers import ROOT, SOLUTIONS, WHOLE, write_submission
from matplotlib import pyplot as plt

from grader.protocol.answer import Conditions
from grader.protocol.figure import new_axes

TEXT = (SOLUTIONS / "plots.py").read_text(encoding="utf-8")
FUNCTIONS = (SOLUTIONS / "functions.py").read_text(encoding="utf-8").replace("from __future__ import annotations\n", "")
PLOTS = ("plot_chain", "plot_chain_deriv", "set_axes", "plot")
STYLES = {
    "ggplot": "plt.style.use('ggplot')",
    "dark": "plt.style.use('dark_background')",
    "classic": "plt.style.use('classic')",
    "colours": "plt.rcParams['axes.prop_cycle'] = plt.cycler(color=['k', 'r'])",
    "markers": "plt.rc('lines', marker='o', linestyle='--')",
    "limits": "plt.rcParams.update({'axes.xmargin': 0, 'axes.autolimit_mode': 'round_numbers'})",
    "grid": "plt.rcParams['axes.grid'] = True",
    "a figure that is open": "plt.figure(figsize=(9, 9)); plt.plot([3, 1, 2]); plt.title('mine')",
    "nothing there": "plt.rcParams.clear()",
}
MINE = """
axes.prop_cycle: cycler(color=['red', 'green'])
axes.xmargin: 0
axes.grid: True
lines.marker: o
figure.figsize: 3, 9
xaxis.labellocation: left
"""


@pytest.mark.parametrize("style", STYLES)
def test_settings_at_the_top_of_a_file_change_no_verdict(grading, tmp_path, style):
    """Of another file or at the end of their own, by turns; in both with GRADER_WHOLE=1 (see docs/contributing.md)."""
    lines = f"import matplotlib.pyplot as plt\n\n{STYLES[style]}\n\n\n"
    places = {"functions": lines + FUNCTIONS}, {"plots": f"{TEXT}\n\n{lines}"}
    for number, texts in enumerate(places):
        if WHOLE or number == [*STYLES].index(style) % 2:
            done = grading(write_submission(tmp_path / str(number), base="solutions", **texts), *PLOTS)
            assert done.verdicts == dict.fromkeys(PLOTS, "pass")
            assert done.problems == []


@pytest.mark.parametrize("name", ["ggplot", "dark_background", "grayscale"])
def test_a_style_within_plot_changes_no_verdict(grading, tmp_path, name):
    """A line whose colour it leaves open has the first of that style; those that it names are looked at as ever."""
    above = "\n\n_plot = plot\n\n\ndef plot(*args, **kwargs):\n    import matplotlib.pyplot as plt\n\n"
    below = f"{above}    plt.style.use({name!r})\n    return _plot(*args, **kwargs)\n"
    done = grading(write_submission(tmp_path, base="solutions", plots=TEXT + below), "plot")
    assert done.verdicts == {"plot": "pass"}
    wrong = TEXT.replace('"m--"', '"k--"') + below
    done = grading(write_submission(tmp_path / "two", base="solutions", plots=wrong), "plot")
    assert done.verdicts == {"plot": "wrong"}


def test_nor_does_what_a_function_sets_for_itself_reach_another(grading, tmp_path):
    text = "import numpy as np\n\n\ndef square(x):\n    import matplotlib.pyplot as plt\n"
    text += "    plt.style.use('ggplot'); plt.rc('lines', marker='o')\n    return x * x\n"
    done = grading(write_submission(tmp_path, base="solutions", functions=text), "square", *PLOTS)
    assert done.verdicts == dict.fromkeys(["square", *PLOTS], "pass")


@pytest.mark.parametrize("options", [["--no-jail"], []])
def test_a_user_s_own_settings_change_no_verdict(tmp_path, options):
    """Nor what is right: the solutions draw in the grader's process, which reads the user's file."""
    (tmp_path / "matplotlibrc").write_text(MINE)
    command = [sys.executable, "-m", "grader", "check", "plots", "--submission", SOLUTIONS, *options]
    own = {"MATPLOTLIBRC": str(tmp_path / "matplotlibrc"), "MPLBACKEND": "module://nowhere.backend"}
    environment = os.environ | own | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert f"{len(PLOTS)} pass" in done.stdout


def test_calls_are_made_with_the_usual_settings_and_a_user_s_own_come_back():
    before = dict(mpl.rcParams)
    with mpl.rc_context({"lines.linewidth": 7, "axes.xmargin": 0}):
        axes = new_axes([1.0, 2.0])
        assert (axes.lines[0].get_linewidth(), axes.margins()[0]) == (1.5, 0.05)
        with Conditions() as conditions:
            assert mpl.rcParams["lines.linewidth"] == 1.5
            plt.rc("lines", linewidth=3)
            plt.rcParams["figure.figsize"][0] = 99
            conditions.begin_check()
            assert (mpl.rcParams["lines.linewidth"], mpl.rcParams["figure.figsize"]) == (1.5, [6.4, 4.8])
        assert mpl.rcParams["lines.linewidth"] == 7
    assert dict(mpl.rcParams) == before
