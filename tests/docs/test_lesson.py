"""What the words of a lesson become, and what stops a build."""

from __future__ import annotations

import re

import markdown
import pytest
from mkdocs.exceptions import PluginError

from docs_tools.hooks import on_build_error
from docs_tools.mistakes import LessonError
from grader.course.syllabus import ROOT, load_course

DOCS = ROOT / "docs"
WITHOUT_A_BLOCK = {"chain_length_3", "chain_length_n", "matmul_backward_second"}  # used as their neighbours are

EXTENSIONS = [
    "attr_list", "md_in_html", "admonition", "pymdownx.details", "pymdownx.superfences", "pymdownx.highlight",
    "pymdownx.arithmatex", "docs_tools.mathematics", "docs_tools.lesson",
]  # fmt: skip


def render(text, *, solutions=False):
    settings = {
        "pymdownx.arithmatex": {"generic": True},
        "pymdownx.highlight": {"pygments_lang_class": True},
        "docs_tools.lesson": {"solutions": solutions},
    }
    return markdown.markdown(text, extensions=EXTENSIONS, extension_configs=settings)


def plain(text):
    return re.sub(r"<[^>]+>", "", text)


def test_code_is_run_and_its_output_shown():
    assert "42" in plain(render("```run\nprint(6 * 7)\n```"))


def test_readers_import_from_exercises_and_get_the_solutions():
    text = render("```run\nimport numpy as np\nfrom exercises.chains import chain_deriv_2\nx = np.array([1.0])\n"
                  "print(chain_deriv_2([np.sin, np.square], x).round(3))\n```")  # fmt: skip
    assert "[0.909]" in plain(text)


def use(name, call, fence="run"):
    """A block that calls an exercise."""
    unit = load_course().exercise(name).unit
    return f"```{fence}\nfrom exercises.{unit} import {name}\nprint({name}({call}))\n```\n\n"


@pytest.mark.parametrize(
    ("before", "block", "after"),
    [
        ("", use("chain_length_2", "[abs, abs], -1"), "::exercise chain_length_2"),
        ("::exercise chain_deriv_2\n\n", use("chain_length_2", "[abs, abs], -1"), "::exercise chain_length_2"),
        ("::exercise relu\n\n", use("deriv", "abs, 1.0"), ""),
        ("::exercise relu\n\n", use("deriv", "abs, 1.0", "plot show title='' desc=''"), ""),
    ],
    ids=["its box comes later", "other boxes come before", "a later unit", "a plot that shows its code"],
)
def test_a_block_that_needs_what_a_reader_has_not_written_stops_the_build(before, block, after):
    with pytest.raises(ValueError, match=r"NotImplementedError: the box of \w+ comes later"):
        render(before + block + after)


@pytest.mark.parametrize(
    ("before", "block", "after"),
    [
        ("::exercise chain_length_2\n\n", use("chain_length_2", "[abs, abs], -17"), ""),
        ("", use("square", "-17") + use("relu", "17"), "::exercise deriv"),
        ("", use("relu", "17", "run hide"), "::exercise relu"),
        ("", use("relu", "17"), ""),
    ],
    ids=["its box stands above", "an earlier unit", "nobody sees the code", "a page without boxes"],
)
def test_what_a_reader_has_written_can_be_used(before, block, after):
    assert "17\n" in plain(render(before + block + after))


@pytest.mark.parametrize("unit", [unit.name for unit in load_course().units])
def test_every_exercise_is_used_by_a_block_of_its_lesson(unit):
    """The build runs the blocks, with what a reader has written who has come to them, and stops where one fails."""
    text = (DOCS / f"{unit}.md").read_text(encoding="utf-8")
    uses = re.findall(rf"^from exercises\.{unit} import (.+)$", text, re.MULTILINE)
    used = {name for line in uses for name in line.split(", ")}
    assert used >= {*load_course().contract[unit]} - WITHOUT_A_BLOCK


def test_exponents_at_an_axis_are_small_and_follow_on_the_ten():
    fence = '```plot title="t" desc="d"\nax.loglog([1e-15, 1.0], [1.0, 2.0], label="$h_1^2$")\nax.legend()\n```'
    formulas = re.findall(r"<text[^>]*><tspan.*?</text>", render(fence))
    ten = r'<tspan dy="-0.\d" style="font-size: 100%">10</tspan>'
    assert any(re.search(rf'{ten}<tspan dy="-4.5" style="font-size: 70%">−12</tspan></text>', one) for one in formulas)
    assert plain(formulas[-1]) == "h12"
    assert all(one.count("70%") for one in formulas)


def test_a_prediction_comes_before_the_output():
    text = render('```run predict="Which number?"\nprint(17)\n```')
    assert text.index("Which number?") < text.index("17\n")
    assert "<details" in text
    assert "open" not in re.search(r"<details[^>]*>", text)[0]


def test_why_it_is_so_stands_in_the_fold_below_the_answer():
    text = render('```run predict="Which number?" because="Since $x$ is *odd*."\nprint(17)\n```\n\nGo on.')
    fold = text[text.index("<details") : text.index("</details>")]
    assert fold.index("17\n") < fold.index("<em>odd</em>")
    assert "<math" in fold
    assert "Go on." not in fold


def test_what_a_block_prints_can_be_text_of_the_page():
    assert "<del>17</del>" in render('```run hide markdown\nprint("<del>17</del>")\n```')


def test_hidden_code_shows_its_output_only():
    text = plain(render("```run hide\nprint(6 * 7)\n```"))
    assert "42" in text
    assert "6 * 7" not in text


@pytest.mark.parametrize(
    "code", ["1 / 0", "import warnings; warnings.warn('look')", "from exercises.chains import nothing"]
)
def test_code_that_fails_or_warns_stops_the_build(code):
    with pytest.raises(ValueError, match="a code block of the page fails"):
        render(f"```run\n{code}\n```")


def test_latex_that_cannot_be_read_stops_the_build():
    with pytest.raises(ValueError, match="KaTeX cannot render"):
        render(r"$\frac{1$")


def test_a_full_stop_stays_with_a_formula_of_any_length():
    text = render("Of $x$, $y$: one. And $a=b+c$.\n\nThen $z$ alone.")
    assert re.findall(r'</span></span><span class="stop">(.*?)</span>', text) == [",", ":", "."]
    assert text.count('<span class="stopped">') == 3


@pytest.mark.parametrize(
    ("formula", "kept"), [("f(x+h)=a", 1), ("a+b", 0), ("(1+(2-y))+(a=b)", 2), ("\\sigma'(a)", 0), ("[a+b", 1)]
)
def test_no_line_ends_inside_brackets(formula, kept):
    text = render(f"${formula}$")
    assert text.count('<span class="unbroken">') == kept
    assert text.count("<span") == text.count("</span>")


def test_a_step_without_a_reason_stops_the_build():
    with pytest.raises(ValueError, match="gives no reason"):
        render("```derivation\na = b\n```")


def test_mkdocs_ends_with_that_sentence_and_with_a_traceback_where_it_is_no_mistake_of_a_lesson():
    with pytest.raises(PluginError, match=r"^::nothing is no word$"):
        on_build_error(LessonError("::nothing is no word"))
    on_build_error(ValueError("a fault of ours"))


def test_steps_stand_beside_their_reasons():
    text = render("```derivation\na = b ;; because\nb = c ;; likewise\n```")
    assert text.count('class="step"') == text.count("<math") == 2
    assert text.index("because") < text.index("likewise")


# What stops the build, and how it is told
MISTAKES = {
    "::nothing": "::nothing is no word of a lesson",
    "::exercise nothing": "::exercise nothing names no exercise of the course",
    "::data nothing": "::data nothing names no table. There are: course, commands, ",
    '::figure nothing label="x"': "::figure nothing names no figure. There are: ",
    "::figure chain": "::figure chain: there is no label",
    '::colours x="': '::colours x=": No closing quotation',
    "::command uv run pytest": "only commands of the grader are run by the build: uv run pytest",
    "::three\n::maths\nx": "the three views never end",
    "```run\nnever ends": "the code block '```run' never ends",
    '```run because="so"\n```': "an answer that nothing folds: 'so'",
    "```boxes\nvalue('x'\n```": "a code block of the page fails: SyntaxError: '(' was never closed\n",
    "```boxes\nvalue('x', 0)\n```": "```boxes: there is no title",
    "```plot\nax.plot([0], [0])\n```": "```plot: there is no title",
    "```plot title=x size=3\nax.plot([1, 2])\n```": "```plot title=x size=3: not enough values",
}


@pytest.mark.parametrize(("text", "told"), MISTAKES.items(), ids=MISTAKES)
def test_a_mistake_in_a_lesson_is_told_in_a_sentence(text, told):
    with pytest.raises(LessonError, match=f"^{re.escape(told)}"):
        render(text)


def test_colours_of_quantities():
    text = render("::colours u=u\n\n$\\qu{u}$\n\n```python\nu = f(x)\n```")
    assert '<span class="qu">u</span>' in text
    assert "enclosing qu" in text


def test_words_inside_other_code_are_left_alone():
    text = plain(render("```text\n::exercise deriv\n```"))
    assert "::exercise deriv" in text


def test_three_perspectives_are_seen_together():
    text = render("::three\n::maths\n$x$\n\n::diagram\nhere\n\n::code\nthere\n\n::end")
    assert re.findall(r'class="panel (\w+)"', text) == ["maths", "diagram", "code"]
    assert "<details" not in text
    assert text.count("<div") == text.count("</div>")


def test_a_box_for_students_and_a_box_for_instructors():
    student, instructor = render("::exercise chain_deriv_2"), render("::exercise chain_deriv_2", solutions=True)
    assert "return df2 * df1" not in plain(student)
    assert "return df2 * df1" in plain(instructor)
    assert 'id="chain_deriv_2"' in student


def test_drawings_lie_and_stand_with_a_name():
    code = """value("x", 0)\nbox("f", 1)\narrow("x", "f", back="f'")"""
    text = render(f'```boxes title="A box" desc="x in, y out"\n{code}\n```')
    assert text.count("<svg") == 2
    assert text.count("<title") == text.count("<desc") == 2


@pytest.mark.parametrize("standing", [False, True])
def test_a_slope_stands_where_a_value_enters_its_box_in_every_lesson(standing):
    """Between two boxes it is that of the second, whichever lesson draws it; at the end of a chain there is none."""
    code = """value("x", 0)\nbox("f", 1)\nbox("g", 2)\nvalue("y", 3)\narrow("x", "f", back="f'(x)")\n"""
    fence = '```boxes title="A chain" desc="x in, y out"\n{}\n```'
    text = render(fence.format(code + """arrow("f", "g", "u", back="g'(u)"); arrow("g", "y")"""))
    drawn = re.findall(r"<svg.*?</svg>", text)[standing]
    at = {name: float(re.search(rf'<text x="([^"]+)" y="([^"]+)"[^>]*>{re.escape(name)}<', drawn)[1 + standing])
          for name in ("x", "f", "f&#x27;(x)", "g", "g&#x27;(u)", "y")}  # fmt: skip
    assert at["x"] < at["f&#x27;(x)"] < at["f"] < at["g&#x27;(u)"] < at["g"] < at["y"]
    with pytest.raises(ValueError, match="y is none: g'"):
        render(fence.format(code + """arrow("f", "g", "u"); arrow("g", "y", back="g'(u)")"""))


def test_plots_take_the_colours_of_the_page():
    text = render('```plot title="A line" desc="It rises."\nax.plot([0, 1], [0, 1], color=qy)\n```')
    assert "var(--qy)" in text
    assert "#0d0e0f" not in text
    assert "<metadata" not in text
