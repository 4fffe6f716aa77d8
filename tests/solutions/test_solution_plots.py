"""The reference plots, looked at through the figure objects: points, labels, limits, legends, styles."""

import sys
import types

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure

from solutions.chains import chain_deriv_2, chain_deriv_3
from solutions.plots import plot, plot_chain, plot_chain_deriv, set_axes, set_figsize, use_svg_display

X = np.array([-2.0, -0.7, 0.5, 1.5])


@pytest.fixture
def ax():
    return Figure().subplots()


@pytest.fixture
def plt():
    """Give the pyplot interface without a window, its settings and figures put back afterwards."""
    mpl.use("agg")
    import matplotlib.pyplot as plt

    plt.close("all")  # what a test of another file has left
    with mpl.rc_context():
        yield plt
    plt.close("all")


def points(ax):
    return [(line.get_xdata().tolist(), line.get_ydata().tolist()) for line in ax.lines]


def has_grid(ax):
    return all(line.get_visible() for line in ax.get_xgridlines() + ax.get_ygridlines())


# --- chains


def test_plot_chain(ax):
    assert plot_chain(ax, [np.square, np.tanh], X) is None
    assert points(ax) == [(X.tolist(), np.tanh(np.square(X)).tolist())]


def test_plot_chain_of_three(ax):
    plot_chain(ax, [np.square, np.tanh, np.exp], X, length=3)
    assert points(ax) == [(X.tolist(), np.exp(np.tanh(np.square(X))).tolist())]


def test_plot_chain_deriv(ax):
    assert plot_chain_deriv(ax, [np.square, np.tanh], X) is None
    assert points(ax) == [(X.tolist(), chain_deriv_2([np.square, np.tanh], X).tolist())]
    np.testing.assert_allclose(points(ax)[0][1], 2 * X / np.cosh(X**2) ** 2, atol=1e-5)


def test_plot_chain_deriv_of_three(ax):
    chain = [np.square, np.tanh, np.exp]
    plot_chain_deriv(ax, chain, X, 3)
    assert points(ax) == [(X.tolist(), chain_deriv_3(chain, X).tolist())]


@pytest.mark.parametrize("draw", [plot_chain, plot_chain_deriv])
def test_a_wrong_length_draws_nothing(ax, draw):
    with pytest.raises(ValueError, match="4"):
        draw(ax, [np.tanh] * 4, X, 4)
    assert points(ax) == []


# --- axes


def test_set_axes(ax):
    ax.plot([1, 2], [3, 4])
    assert set_axes(ax, "time", "height", (0.5, 3), (1, 10), "linear", "log", ["stone"]) is None
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("time", "height")
    assert (ax.get_xlim(), ax.get_ylim()) == ((0.5, 3), (1, 10))
    assert (ax.get_xscale(), ax.get_yscale()) == ("linear", "log")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["stone"]
    assert has_grid(ax)


@pytest.mark.parametrize("nothing", [None, []])
def test_set_axes_with_nothing_to_say(ax, nothing):
    ax.plot([1, 2], [3, 4])
    before = ax.get_xlim(), ax.get_ylim()
    set_axes(ax, None, None, None, None, "linear", "linear", nothing)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("", "")
    assert (ax.get_xlim(), ax.get_ylim()) == before
    assert ax.get_legend() is None


def test_the_grid_stays_on_when_set_twice(ax):
    for _ in range(2):
        set_axes(ax, "x", "y", (0, 1), (0, 1), "linear", "linear", None)
        assert has_grid(ax)


# --- plot


def test_the_tangent_picture(ax):
    x = np.arange(0, 3, 0.1)
    curve, tangent = 3 * x**2 - 4 * x, 2 * x - 3
    assert plot(x, [curve, tangent], "x", "f(x)", legend=["f(x)", "tangent"], axes=ax) is None
    assert points(ax) == [(x.tolist(), curve.tolist()), (x.tolist(), tangent.tolist())]
    assert [line.get_linestyle() for line in ax.lines] == ["-", "--"]
    assert ax.lines[1].get_color() == "m"
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("x", "f(x)")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["f(x)", "tangent"]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (([1, 2, 3], [4, 5, 6]), [([1, 2, 3], [4, 5, 6])]),
        ((np.array([1, 2]), np.array([4, 5])), [([1, 2], [4, 5])]),
        (([1, 2], [[4, 5], [6, 7]]), [([1, 2], [4, 5]), ([1, 2], [6, 7])]),
        (([[1, 2]], [[4, 5], [6, 7]]), [([1, 2], [4, 5]), ([1, 2], [6, 7])]),
        ((np.array([1, 2]), np.array([[4, 5], [6, 7]])), [([1, 2], [4, 5]), ([1, 2], [6, 7])]),
        (([[1, 2], [3, 4, 5]], [[4, 5], [6, 7, 8]]), [([1, 2], [4, 5]), ([3, 4, 5], [6, 7, 8])]),
        (([4, 5, 6],), [([0, 1, 2], [4, 5, 6])]),
        ((np.array([4, 5, 6]), None), [([0, 1, 2], [4, 5, 6])]),
        (([[4, 5], [6, 7, 8]],), [([0, 1], [4, 5]), ([0, 1, 2], [6, 7, 8])]),
        (([],), [([], [])]),
    ],
)
def test_one_curve_or_several(ax, args, expected):
    plot(*args, axes=ax)
    assert points(ax) == expected


def test_styles_start_again_after_the_last(ax):
    plot(X, [X] * 5, axes=ax)
    assert [line.get_linestyle() for line in ax.lines] == ["-", "--", "-.", ":", "-"]
    assert [line.get_color() for line in ax.lines[1:4]] == ["m", "g", "r"]
    plot(X, [X] * 3, fmts=["k:", "b-"], axes=ax)
    assert [line.get_linestyle() for line in ax.lines] == [":", "-", ":"]
    assert [line.get_color() for line in ax.lines] == ["k", "b", "k"]


def test_limits_and_scales_are_passed_on(ax):
    plot([1, 10], [1, 100], xlim=(1, 20), ylim=(0.5, 200), xscale="log", yscale="log", axes=ax)
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert (ax.get_xlim(), ax.get_ylim()) == ((1, 20), (0.5, 200))
    assert has_grid(ax)


def test_axes_are_cleared_first(ax):
    ax.plot([1, 2], [3, 4], label="old")
    ax.set_title("old")
    plot(X, X, axes=ax)
    assert len(ax.lines) == 1
    assert ax.get_title() == ""


def test_axes_are_kept_when_the_curves_do_not_fit(ax):
    ax.plot([1, 2], [3, 4])
    with pytest.raises(ValueError, match="2 X for 3 Y"):
        plot([X, X], [X, X, X], axes=ax)
    assert len(ax.lines) == 1


def test_a_figure_of_the_size_is_made_where_there_is_none(plt):
    plot(X, X, figsize=(5, 2))
    assert plt.get_fignums() == [1]
    assert plt.gcf().get_size_inches().tolist() == [5, 2]
    assert len(plt.gca().lines) == 1


def test_the_current_axes_are_used(plt):
    ax = plt.figure().add_subplot()
    plot(X, X)
    assert len(ax.lines) == 1
    assert plt.get_fignums() == [1]


def test_given_axes_leave_the_settings_alone(plt, ax):
    before = list(mpl.rcParams["figure.figsize"])
    plot(X, X, axes=ax, figsize=(9, 9))
    assert list(mpl.rcParams["figure.figsize"]) == before
    assert plt.get_fignums() == []


# --- what is given


def test_set_figsize(plt):
    set_figsize()
    assert list(mpl.rcParams["figure.figsize"]) == [3.5, 2.5]
    set_figsize((4, 1))
    assert plt.figure().get_size_inches().tolist() == [4, 1]


@pytest.fixture
def formats(monkeypatch):
    """Record what is asked of the backend of notebooks."""
    asked = []
    backend = types.SimpleNamespace(set_matplotlib_formats=asked.append)
    monkeypatch.setitem(sys.modules, "matplotlib_inline", types.ModuleType("matplotlib_inline"))
    monkeypatch.setitem(sys.modules, "matplotlib_inline.backend_inline", backend)
    return asked


def test_svg_in_a_notebook(monkeypatch, formats):
    monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=object))
    use_svg_display()
    assert formats == ["svg"]


def test_svg_elsewhere_does_nothing(monkeypatch, formats):
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    use_svg_display()
    monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=lambda: None))
    use_svg_display()
    assert formats == []
