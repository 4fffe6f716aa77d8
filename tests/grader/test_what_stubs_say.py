"""What a stub says: what is asked, and not how it is done. Where the formula is the body, it is the third hint's."""

import ast
import re
import unicodedata

import pytest

from grader.course.docstrings import for_students, formulas_in
from grader.course.stubs import SOLUTIONS, stub_file
from grader.course.syllabus import HINTS, load_course

COURSE = load_course()
HIDDEN = {  # what would be the body, each in one notation of the many that `normal` makes one
    "deriv": ["f(x + δ) − f(x − δ)"],
    "approximate_derivative": ["f(x + p) − f(x)"],
    "tangent_line": ["f(x₀) + f′(x₀)·(t − x₀)", "f′(x₀)·(t − x₀)"],
    "chain_deriv_2": ["f₂′(f₁(x))", "f₂′(u)", "slope is taken at", "where that function stands"],
    "chain_deriv_3": ["f₃′(f₂(f₁(x)))", "f₃′(v)", "f₂′(f₁(x))", "the value that reaches"],
    "chain_deriv_n": ["fᵢ′(uᵢ₋₁)", "fₙ′(uₙ₋₁)", "uᵢ = fᵢ(uᵢ₋₁)", "the value that reaches"],
    "multiple_inputs_add_backward": ["σ′(x + y)", "σ′(a)", "∂a/∂x = 1"],
    "multiple_inputs_multiply_backward": ["σ′(x · y)", "σ′(a)", "∂a/∂x = y"],
    "partial_derivative": ["f(x + p·eᵢ) − f(x − p·eᵢ)", "f(…, xᵢ + p, …) − f(…, xᵢ − p, …)"],
    "gradient": ["f(x + p·eᵢ) − f(x − p·eᵢ)", "f(…, xᵢ + p, …) − f(…, xᵢ − p, …)"],
    "chain_rule_multivariable": ["∂uᵢ/∂xⱼ · ∂y/∂uᵢ", "∂y/∂u₁ · ∂u₁/∂xⱼ", "Jᵀ·g", "sum over all paths", "adds what"],
    "matmul_backward_first": ["Wᵀ", "= Wₖⱼ", "is Wₖⱼ", "transpose"],
    "matmul_backward_second": ["Xᵀ", "= Xᵢₖ", "is Xᵢₖ", "transpose"],
    "matrix_function_backward_1": ["σ′(N)", "σ′(X·W)", "Wᵀ", "transpose"],
    "matrix_function_backward_sum_1": ["σ′(N)", "σ′(X·W)", "Wᵀ", "∂L/∂S"],
    "matrix_function_backward_sum_2": ["σ′(N)", "σ′(X·W)", "Xᵀ", "∂L/∂S"],
    "jacobian": ["fᵢ(x + p·eⱼ) − fᵢ(x − p·eⱼ)", "f(x + p·eⱼ) − f(x − p·eⱼ)", "f(x + step) − f(x − step)"],
    "grad_matrix_vector": ["= Aᵢⱼ", "= Aᵀ", "is Aᵀ"],
    "grad_vector_matrix": ["= Aᵢⱼ", "∂(xᵀ·A)/∂x = A"],
    "grad_quadratic": ["A + Aᵀ", "A·x + Aᵀ·x", "2·A·x"],
    "grad_squared_norm": ["2·x", "2·xᵢ", "twice"],
    "grad_squared_frobenius": ["2·X", "2·Xᵢⱼ", "twice"],
    "two_layer_gradients": ["2·(ŷ − y)", "·w₂·x", "= e·h", "∂L/∂ŷ"],
    "gradient_descent": ["2/(m·p)", "(S − y) ∘ σ′(N)", "Xᵀ", "σ′(N)"],
}
NAMES = {
    "sigma": "σ", "func": "f", "input_range": "x", "input_": "x", "point": "x", "delta": "δ", "prediction": "ŷ",
    "partial": "∂", "top": "T", "circ": "", "cdot": "", "times": "", "left": "", "right": "", "frac": "",
}  # fmt: skip


def normal(text):
    """A text without what differs between notations: spaces, signs of products, brackets, indices, LaTeX, names."""
    text = unicodedata.normalize("NFKC", text.replace("^T", "T").replace(".T", "T"))
    text = re.sub(r"[a-z]+_?[a-z]*_?", lambda word: NAMES.get(word[0], word[0]), text)
    text = re.sub(r"deriv\((\w+), ", r"\1′(", text).replace("'", "′").replace("\\", "")
    text = re.sub(r"[\s·⋅*×@∘(){}\[\]_^`]", "", text).translate({ord("−"): "-", ord("–"): "-"})
    return text.replace("δ", "p").replace("/2p", "").lower()


def said_in(text, name):
    """What of a hidden formula stands in a text."""
    bare = normal(text)
    return [one for one in HIDDEN[name] if normal(one) in bare]


def words_of(name):
    """What its file of stubs says before a student tries anything: all docstrings, but for the examples."""
    tree = ast.parse(stub_file(COURSE.unit(COURSE.exercise(name).unit)))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return "\n".join(ast.get_docstring(node).partition("Example:")[0] for node in (tree, *functions))


@pytest.mark.parametrize("name", HIDDEN)
def test_no_stub_holds_the_formula_that_its_third_hint_keeps(name):
    assert said_in(words_of(name), name) == []


@pytest.mark.parametrize("name", HIDDEN)
def test_the_third_hint_says_it_in_full(name):
    assert said_in(COURSE.exercise(name).hints[2], name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("deriv", r"f'(x) \approx \frac{f(x + \delta) - f(x - \delta)}{2\delta}"),
        ("deriv", "( func(input_ + delta) - func(input_ - delta) ) / (2*delta)"),
        ("approximate_derivative", "f′(x) ≈ (f(x+p) - f(x))/p"),
        ("chain_deriv_2", "deriv(f2, f1(input_range)) * deriv(f1, input_range)"),
        ("chain_deriv_2", r"\qd{f_2'(f_1(x))} \cdot f_1'(x)".replace("\\qd", "")),
        ("matmul_backward_first", "∂N/∂X = W^T"),
        ("matmul_backward_first", r"\frac{\partial N}{\partial X} = W^{\top}"),
        ("matmul_backward_second", "the answer is X.T"),
        ("matrix_function_backward_sum_1", r"(1 \circ \sigma'(N))"),
        ("matrix_function_backward_sum_1", "sigma′(X@W)"),
        ("multiple_inputs_multiply_backward", "deriv(sigma, x * y) * y"),
        ("grad_quadratic", "(A + A.T) @ x"),
        ("grad_squared_norm", "∂‖x‖²/∂x = 2x"),
        ("two_layer_gradients", "2 * (prediction - y)"),
        ("tangent_line", r"t \mapsto f(x_0) + f'(x_0)\cdot(t - x_0)"),
    ],
)
def test_a_formula_is_found_in_every_notation(name, text):
    assert said_in(text, name)


@pytest.mark.parametrize("unit", [pytest.param(unit, id=unit.name) for unit in COURSE.units])
def test_stubs_say_nothing_to_authors(unit):
    text = stub_file(unit)
    assert "Source:" not in text
    assert "Formula:" not in text
    assert "formula =" not in (HINTS / f"{unit.name}.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("unit", [pytest.param(unit, id=unit.name) for unit in COURSE.units])
def test_every_solution_has_the_formula_of_its_hint(unit):
    found = formulas_in((SOLUTIONS / f"{unit.name}.py").read_text(encoding="utf-8"))
    assert found == {exercise.name: exercise.hints[2] for exercise in unit.exercises}


HEAD = '''def f(
    x: int,
) -> int:
    """Give f.

    Args:
        x: A number.
{}    """
'''


@pytest.mark.parametrize(
    "sections",
    [
        "\n    Formula:\n        f(x) = x,\n        and so on\n\n    Source: a book;\n    two lines.\n",
        "\n    Source: a book.\n",
        "\n    Formula:\n        f(x) = x\n",
        "",
    ],
)
def test_both_sections_are_cut_wherever_they_stand(sections):
    assert for_students(HEAD.format(sections)) == HEAD.format("")


def test_what_stands_around_them_stays():
    head = HEAD.format("\n    Source: a book.\n\n    Example:\n        >>> f(1)\n        1\n")
    assert for_students(head) == head.replace("    Source: a book.\n\n", "")
    assert for_students('def f():\n    """Give f."""\n') == 'def f():\n    """Give f."""\n'
    assert for_students('def f():\n    """Give f.\n\n    Source: x."""\n') == 'def f():\n    """Give f."""\n'


def test_formulas_belong_to_the_functions_that_they_stand_in():
    text = HEAD.format("\n    Formula:\n        f(x) =\n        x\n\n    Source: a book.\n")
    other = HEAD.replace("def f(", "def g(").format("\n    Source: a book.\n")
    third = HEAD.replace("def f(", "def h(").format("\n    Formula:\n        2\n")
    assert formulas_in(f"{other}{text}{third}") == {"f": "f(x) = x", "h": "2"}
