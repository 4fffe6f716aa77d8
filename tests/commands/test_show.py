"""`grader show`: which answer is drawn, what the picture says, and where there is none."""

import io
import re
import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from helpers import ENDLESS, ROOT, WHOLE, run_grader, write_submission

from grader.cli.browser import open_in_browser
from grader.course.checks_of import visible_checks
from grader.course.open_reference import open_reference
from grader.course.syllabus import load_course
from grader.protocol.check import ROUNDING
from grader.render.axes import draw_plots
from grader.render.drawing import to_bytes
from grader.render.picture import Part, draw_numbers
from grader.render.show import show
from grader.sandbox.collect import Collected, Run
from grader.sandbox.job import Limits
from grader.submission.folder import read_submission
from grader.submission.reader import LocalReader


def shown_of(name, folder, workers):
    course = load_course()
    exercise = course.exercise(name)
    checks = [check for check in visible_checks(exercise.unit) if check.exercise == name]
    wanted = [(exercise.unit, check) for check in checks]
    with Run(read_submission(folder, course, LocalReader()), course, wanted, 0, Limits(), workers) as run:
        return show(exercise, run.collect(), open_reference())


def change(folder, unit, text):
    path = folder / f"{unit}.py"
    path.write_text(path.read_text(encoding="utf-8") + "\n\n" + text + "\n", encoding="utf-8")


@pytest.fixture
def right(tmp_path):
    return write_submission(tmp_path / "mywork", base="solutions")


NAMES = [exercise.name for exercise in load_course().exercises]


@pytest.mark.parametrize("name", NAMES if WHOLE else NAMES[4::9])
def test_every_exercise_has_a_picture(name, right, forking):
    """Every ninth, all with GRADER_WHOLE=1 (see `docs/contributing.md`)."""
    shown = shown_of(name, right, forking)
    assert shown.right
    assert shown.title.startswith(f"{name}, check ")
    assert shown.caption.endswith("all of it is right.")
    assert shown.figure.axes
    root = ET.fromstring(to_bytes(shown.figure, "svg"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"


def test_a_curve_and_its_difference(right, forking):
    change(right, "functions", "def relu(x):\n    return np.maximum(x, 0.5)")
    shown = shown_of("relu", right, forking)
    assert not shown.right
    upper, lower = shown.figure.axes
    expected, yours = upper.lines
    x = np.array([-2, -0.1, 0, 0.5, 3])
    assert (expected.get_label(), yours.get_label()) == ("expected", "yours")
    np.testing.assert_array_equal(expected.get_xdata(), x)
    np.testing.assert_array_equal(expected.get_ydata(), np.maximum(x, 0))
    np.testing.assert_array_equal(yours.get_ydata(), np.maximum(x, 0.5))
    assert expected.get_marker() != yours.get_marker()
    assert expected.get_linestyle() != yours.get_linestyle()
    points = lower.lines[-1]
    order = np.argsort(points.get_xdata())
    np.testing.assert_array_equal(points.get_ydata()[order], [0.5, 0.5, 0.5, 0, 0])


def test_the_check_that_differs_is_drawn(right, forking):
    change(right, "functions", "def square(x):\n    return x * x if np.ndim(x) != 2 else x + x")
    shown = shown_of("square", right, forking)
    assert shown.title == "square, check 2 of 4: a matrix, entry by entry"
    yours, expected, apart = shown.figure.axes[:3]
    assert (yours.get_title(), expected.get_title()) == ("yours, shape (2, 2)", "expected, shape (2, 2)")
    call = visible_checks("functions")[1].calls(0)[0]
    matrix = call.args[0]
    np.testing.assert_array_equal(yours.images[0].get_array(), matrix + matrix)
    np.testing.assert_array_equal(expected.images[0].get_array(), matrix * matrix)
    np.testing.assert_allclose(apart.images[0].get_array(), 2 * matrix - matrix * matrix)
    assert yours.images[0].get_clim() == expected.images[0].get_clim()
    low, high = apart.images[0].get_clim()
    assert low == -high
    differs = ~np.isclose(2 * matrix, matrix * matrix)
    written = [text.get_text() for text in yours.texts]
    assert [text.startswith("[") for text in written] == list(differs.ravel())
    assert [float(text.strip("[]")) for text in written] == pytest.approx(list((2 * matrix).ravel()), rel=1e-3)


def test_shapes_that_differ(right, forking):
    change(right, "matrices", "def matmul_forward(X, W):\n    return (X @ W).T")
    shown = shown_of("matmul_forward", right, forking)
    titles = [axes.get_title() for axes in shown.figure.axes]
    assert titles[:2] == ["yours, shape (4, 2)", "expected, shape (2, 4)"]
    assert "yours - expected" not in titles
    assert "no difference to draw" in shown.figure.axes[2].texts[0].get_text()


def test_single_numbers_are_bars(right, forking):
    change(right, "training", "def two_layer_gradients(*_):\n    return 1.0, 2.0, float('nan'), 1e300")
    shown = shown_of("two_layer_gradients", right, forking)
    left, apart = shown.figure.axes
    assert [label.get_text() for label in left.get_yticklabels()] == [f"item {i} of 4" for i in (1, 2, 3, 4)]
    written = [text.get_text() for text in left.texts]
    assert written[4:] == ["1", "2", "nan", "1e+300"]
    assert [text.get_text() for text in apart.texts][2:] == ["nan", "nan"]


def test_one_part_of_several_is_drawn(right, forking):
    text = "def multiple_inputs_add_backward(x, y, sigma):\n    d = deriv(sigma, x + y)\n    return d, 2 * d"
    change(right, "multiple_inputs", text)
    shown = shown_of("multiple_inputs_add_backward", right, forking)
    assert "(item 2 of 2)" in shown.caption
    upper = shown.figure.axes[0]
    assert upper.get_ylabel() == "item 2 of 2"
    expected, yours = (line.get_ydata() for line in upper.lines)
    np.testing.assert_allclose(yours, 2 * expected)


def test_lines_of_a_plot(right, forking):
    change(right, "plots", "def plot_chain(ax, chain, input_range, length=2):\n    ax.plot(input_range, -input_range)")
    shown = shown_of("plot_chain", right, forking)
    upper, lower = shown.figure.axes
    expected, yours = upper.lines
    np.testing.assert_array_equal(yours.get_ydata(), -yours.get_xdata())
    np.testing.assert_allclose(lower.lines[-1].get_ydata(), yours.get_ydata() - expected.get_ydata())


def test_axes_of_a_plot_side_by_side(right, forking):
    text = "def set_axes(axes, *_):\n    axes.set_xlabel('$not mathematics')\n    axes.set_yscale('log')"
    change(right, "plots", text)
    shown = shown_of("set_axes", right, forking)
    yours, expected = shown.figure.axes
    assert (yours.get_xlabel(), yours.get_yscale()) == ("$not mathematics", "log")
    assert (expected.get_xlabel(), expected.get_xlim(), expected.get_ylim()) == ("time", (-1.0, 3.0), (-2.0, 8.0))
    assert [text.get_text() for text in expected.get_legend().get_texts()] == ["up", "down"]
    assert "$not mathematics" in to_bytes(shown.figure, "svg").decode()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def relu(x):\n    return None", "is there a `return`, and what does it return?"),
        ("def relu(x):\n    return [0.0] * 5", "it returned a list"),
        ("def relu(x):\n    return x * 1j", "complex"),
        ("def relu(x):\n    return y", "raised NameError"),
        ("def relu(x, y):\n    return x", "relu(x)"),
    ],
)
def test_what_cannot_be_drawn_is_said(right, forking, text, said):
    change(right, "functions", text)
    shown = shown_of("relu", right, forking)
    assert shown.figure is None
    assert not shown.right
    assert said in shown.caption


def test_an_error_in_one_check_is_not_hidden_by_a_picture_of_another(right, forking):
    change(right, "functions", "def relu(x):\n    return np.maximum(x, 0) if np.ndim(x) == 1 else 1 / 0")
    shown = shown_of("relu", right, forking)
    assert shown.figure is None
    assert "ZeroDivisionError" in shown.caption


def test_nothing_was_collected():
    exercise = load_course().exercise("relu")
    shown = show(exercise, Collected(), open_reference())
    assert shown.figure is None


def part(yours, expected, over=None):
    return Part("f(x)", "", np.asarray(yours), np.asarray(expected), over, ROUNDING, right=False, wrong=None)


ODD = [
    (np.full(3, np.nan), np.ones(3)),
    (np.array([np.inf, -np.inf, 1e308]), np.ones(3)),
    (np.full((2, 2), np.nan), np.full((2, 2), np.nan)),
    (np.zeros((2, 2)), np.zeros((2, 2))),
    (np.full((2, 2), 1e300), -np.full((2, 2), 1e300)),
    (np.array([True, False]), np.array([1.0, 0.0])),
    (np.zeros((2, 3, 4)), np.ones((2, 3, 4))),
    (np.zeros((30, 30)), np.ones((30, 30))),
    (np.zeros(()), np.ones(3)),
    (np.zeros((1, 3)), np.ones(3)),
    (np.zeros(100_000), np.ones(3)),
    (np.nan, 0.0),
    (1e308, -1e308),
]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("number", range(len(ODD)))
def test_any_numbers_make_a_picture(number):
    """In one form or the other, by turns; in both with GRADER_WHOLE=1 (see `docs/contributing.md`)."""
    figure = draw_numbers("any", [part(*ODD[number])])
    for form in ("svg", "png") if WHOLE else [("svg", "png")[number % 2]]:
        assert len(to_bytes(figure, form)) > 5_000, form


@pytest.mark.filterwarnings("error")
def test_any_axes_make_a_picture():
    expected = {"xlabel": "x", "ylabel": "y", "xscale": "linear", "xlim": np.array([0.0, 1.0]), "legend": "a, b"}
    odd = {
        "number of lines": 2,
        "x of line 1": np.array([1.0, 2.0]),
        "y of line 1": np.array([1.0]),
        "x of line 2": np.array([1.0, np.nan]),
        "y of line 2": np.array([np.inf, 1e200]),
        "xlabel": "\u4e2d $\\frac",
        "xscale": "nonsense",
        "yscale": "log",
        "ylim": np.array([-1.0, -1.0]),
        "xlim": np.array([np.nan, 1.0]),
        "legend": "$, $",
        "grid": 3,
    }
    for yours in ({}, odd):
        assert b"</svg>" in to_bytes(draw_plots("any", yours, expected), "svg")
        assert b"</svg>" in to_bytes(draw_plots("any", yours, {"number of lines": 1}), "svg")


def test_the_same_answers_give_the_same_bytes(right, forking):
    pictures = [shown_of("square", right, forking).figure for _ in range(2)]
    assert to_bytes(pictures[0], "svg") == to_bytes(pictures[1], "svg")
    assert to_bytes(pictures[0], "png") == to_bytes(pictures[1], "png")


class TestCommand:
    def test_svg_and_png(self, right, tmp_path):
        change(right, "functions", "def relu(x):\n    return np.maximum(x, 0.5)")
        for form in ("svg", "png"):
            out = tmp_path / f"picture.{form}"
            done = run_grader("show", "relu", "--submission", right, "--out", out)
            text = done.stdout.decode()
            assert done.returncode == 0, done.stderr
            assert "relu, check 1 of 4" in text
            assert "3 of 5 differ" in text
            assert f"Picture: {out}" in text
            assert text.endswith("Next: grader hint relu\n")
        assert ">yours - expected<" in (tmp_path / "picture.svg").read_text(encoding="utf-8")
        data = (tmp_path / "picture.png").read_bytes()
        assert data[:8] == b"\x89PNG\r\n\x1a\n"
        assert min(struct.unpack(">II", data[16:24])) > 500

    def test_the_usual_place(self, right):
        done = run_grader("show", "functions.relu", "--submission", right, cwd=ROOT)
        path = re.search(r"Picture: (.+\.svg)", done.stdout.decode())[1]
        assert (ROOT / path).stat().st_size > 5_000
        assert path == str(Path(".grader") / "relu.svg")
        assert done.stdout.decode().endswith(f"Next: grader check relu --submission {right}\n")

    @pytest.mark.parametrize(
        ("text", "said", "after"),
        [
            ("def relu(x):\n    raise NotImplementedError", "relu is not written yet", "docs relu"),
            ("def rleu(x):\n    return x", "does not define relu", "check relu"),
            ("def relu(x:\n    return x", "functions.py:1: syntax error", "check relu"),
            (
                "import nothing_such\n\ndef relu(x):\n    return nothing_such.relu(x)",
                "ModuleNotFoundError",
                "check relu",
            ),
            ("def relu(x):\n    return 1 / 0", "ZeroDivisionError", "check relu"),
        ],
    )
    def test_nothing_to_show(self, run, right, tmp_path, text, said, after):
        (right / "functions.py").write_text(text + "\n", encoding="utf-8")
        out = tmp_path / "picture.svg"
        code, shown, _ = run("show", "relu", "--submission", right, "--out", out)
        assert code == 1
        assert said in shown
        after += f" --submission {right}" if after.startswith("check") else ""  # what is about this folder names it
        assert shown.endswith(f"Next: grader {after}\n")
        assert not out.exists()

    def test_a_hang(self, run, right, tmp_path):
        (right / "functions.py").write_text(f"def relu(x):\n    {ENDLESS}\n", encoding="utf-8")
        code, shown, _ = run("show", "relu", "--submission", right, "--timeout", "0.5", "--out", tmp_path / "p.svg")
        assert code == 1
        assert "did not end in time" in shown

    def test_wrong_words(self, run, right, tmp_path):
        for words in (("relu", "--out", tmp_path / "p.pdf"), ("functions",), ("rleu",), ("relu", "--out", "/no/p.svg")):
            code, shown, errors = run("show", *words, "--submission", right)
            assert (code, shown, errors.count("\n")) == (2, "", 1), words

    def test_quiet(self, run, right, tmp_path):
        out = tmp_path / "p.svg"
        code, shown, _ = run("show", "relu", "-q", "--submission", right, "--out", out)
        assert (code, shown, out.exists()) == (0, "", True)


class Screen(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("screen", "plain", "environment", "opened"),
    [
        (True, False, {"DISPLAY": ":0"}, True),
        (True, False, {"WAYLAND_DISPLAY": "w"}, True),
        (True, False, {"BROWSER": "any"}, True),
        (True, False, {}, False),
        (True, True, {"DISPLAY": ":0"}, False),
        (False, False, {"DISPLAY": ":0"}, False),
    ],
)
def test_where_a_picture_is_opened(monkeypatch, screen, plain, environment, opened):
    from types import SimpleNamespace

    asked = []
    monkeypatch.setattr("webbrowser.open", asked.append)
    monkeypatch.setattr("sys.stdout", Screen() if screen else io.StringIO())
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    open_in_browser(SimpleNamespace(plain=plain, quiet=False), "file:///picture.svg")
    assert asked == (["file:///picture.svg"] if opened else [])
