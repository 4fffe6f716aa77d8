"""What a stub says: what is asked, and not how it is done. Where the formula is the body, it is the third hint's."""

import ast

import pytest
from formulas import HIDDEN, said_in

from grader.course.docstrings import for_students, formulas_in
from grader.course.stubs import SOLUTIONS, stub_file
from grader.course.syllabus import HINTS, load_course
from grader.submission.functions import is_todo

COURSE = load_course()


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


def test_a_stub_that_was_handed_out_with_other_words_is_still_todo():
    for words in ("", "\n    Formula:\n        f(x) = x\n\n    Source: a book.\n"):
        stub = HEAD.format(words) + "    # Stuck? uv run grader hint f\n    raise NotImplementedError\n"
        assert is_todo(ast.parse(stub).body[0])
