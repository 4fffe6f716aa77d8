"""Two mistakes in one function: both places or none, and no place where two edits elsewhere do the same."""

from placing import HEAD, Spied, solved

from grader.grading.place import search
from grader.grading.place.agree import MOST_REPAIRS, agreed, disagree
from grader.submission.edits.plain import plain_pairs
from grader.submission.reader import LocalReader


def test_two_places_are_found_where_an_error_hides_the_second(course, find, monkeypatch):
    """Among the first of the pairs, which are the likelier ones."""
    monkeypatch.setattr(search, "MOST_PAIRS", 2_500)
    text = solved(course, "chain_deriv_3", "u = f1(input_range)", "u = f1(chain)")
    text = text.replace("df3 = deriv(f3, f2(u))", "df3 = deriv(f3, f1(u))")
    assert find("chain_deriv_3", text, two=True) == [("chain", "name"), ("f1", "name")]
    assert find("chain_deriv_3", text) == []


def test_pairs_are_for_those_that_one_edit_does_not_mend(course, find):
    one = solved(course, "two_layer_gradients", "d_prediction * w2", "d_prediction * w1")
    assert find("two_layer_gradients", one, two=True) == find("two_layer_gradients", one) == [("w1", "name")]


def test_one_edit_is_no_place_where_two_that_bring_nothing_new_mend_it_elsewhere(course, find):
    for name, old, new in [
        ("grad_quadratic", "(A + A.T) @ x", "(A + (-A).T) @ (-x)"),  # the first A turned, too, does it
        ("two_layer_gradients", "d_prediction * w2", "-d_prediction * (-w2)"),  # right as it is
    ]:
        assert find(name, solved(course, name, old, new)) == [], name
    name = "chain_rule_multivariable"
    exchanged = (
        f"def {name}(jacobian, upstream):\n    return np.dot(np.transpose(upstream), jacobian[:, None]).ravel()\n"
    )
    text = solved(course, name, f"def {name}(", "def earlier(")
    assert find(name, f"{text}\n\n{exchanged}") == []  # without [:, None] it is right, too


def edits_of(text):
    return LocalReader().editable({"functions": HEAD + text}, {"functions": ["f"]}, "functions", "f")


def test_pairs_that_bring_nothing_new():
    code = edits_of("def f(a, b, c):\n    d = -a.T @ b\n    return d - c * (-b)\n")
    found = set()
    for one, two in plain_pairs(code.text, code.edits):
        assert one.end <= two.begin
        text = code.text
        for edit in (two, one):
            text = text[: edit.begin] + edit.text + text[edit.end :]
        found.add(text.replace("(", "").replace(")", "").split(":\n", 1)[1])
    for both in [
        "d = a.T @ b\n    return d - c * b",  # two signs left out
        "d = a.T @ b\n    return d + c * -b",  # one left out, one turned
        "d = -b.T @ b\n    return d - c * -a",  # two names exchanged
        "d = -a @ b\n    return d - c * -b.T",  # moved
        "d = a.T @ b\n    return -d - c * -b",
    ]:
        assert f"    {both}" in found, both
    for one in found:
        assert one.count("T") <= 1, one
        assert not set("+/%12") & set(one.replace("d + c", "")), one


def test_repairs_that_disagree_do_so_whatever_others_there_are():
    code = edits_of("def f(a, b, c):\n    d = a + b * c\n    return d - c * b\n")
    stars = [edit for edit in code.edits if edit.kind == "operator" and code.text[slice(*edit.mark)] == "*"]
    first, last = stars[0], next(one for one in stars if one.statement != stars[0].statement)
    beside = next(one for one in stars if one.mark == first.mark and one != first)
    assert not disagree(code, [[first], [beside]])
    assert [code.text[slice(*part.span)] for part in agreed(code, [[first], [beside]])] == ["*"]
    assert disagree(code, [[first], [last]])
    assert agreed(code, [[first], [last], [beside]]) == []
    assert [len(agreed(code, [[first]] * count)) for count in (MOST_REPAIRS, MOST_REPAIRS + 1)] == [1, 0]


LOOP = """
def square(x):
    y = 0 * x
    for _ in range(30):
        y = y + x
    return y + 2
"""


def test_where_a_function_loops_fewer_pairs_are_tried(find, forking, monkeypatch):
    def pairs_tried(most_lines):
        monkeypatch.setattr(search, "MOST_LINES", most_lines)
        workers = Spied(forking)
        find("square", HEAD + LOOP, two=True, workers=workers)
        return [one for job in workers.jobs for one in job["trial"]["candidates"] if len(one) == 2]

    lines = 4 * (1 + 30 + 31 + 1)  # of four calls, as Python 3.11 counts them
    some = pairs_tried(50 * lines)
    assert 45 <= len(some) <= 55
    assert pairs_tried(25 * lines) == some[: len(some) // 2]
