"""The formulas that students are to find, and a way to see whether a text holds one, in whatever notation."""

import re
import unicodedata

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
    "grad_quadratic": ["A + Aᵀ", "A·x + Aᵀ·x"],
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
    return text.replace("δ", "p").replace("/2p", "")


def said_in(text, name):
    """What of a hidden formula stands in a text."""
    bare = normal(text)
    return [one for one in HIDDEN[name] if normal(one) in bare]
