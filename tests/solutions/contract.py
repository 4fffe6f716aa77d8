"""The contract: the functions of the eight units, with their parameters and defaults."""

SIGNATURES = {
    "functions": ["square(x)", "relu(x)", "leaky_relu(x)", "sigmoid(x)"],
    "derivatives": [
        "deriv(func, input_, delta=0.001)",
        "approximate_derivative(func, x, p=0.001)",
        "step_errors(func, slope, x, steps)",
        "tangent_line(func, x0)",
    ],
    "chains": [
        "chain_length_2(chain, x)",
        "chain_length_3(chain, x)",
        "chain_deriv_2(chain, input_range)",
        "chain_deriv_3(chain, input_range)",
        "chain_length_n(chain, x)",
        "chain_deriv_n(chain, input_range)",
    ],
    "multiple_inputs": [
        "multiple_inputs_add(x, y, sigma)",
        "multiple_inputs_add_backward(x, y, sigma)",
        "multiple_inputs_multiply_backward(x, y, sigma)",
        "partial_derivative(func, point, i, p=0.001)",
        "gradient(func, x, p=0.001)",
        "chain_rule_multivariable(jacobian, upstream)",
    ],
    "matrices": [
        "matmul_forward(X, W)",
        "matmul_backward_first(X, W)",
        "matmul_backward_second(X, W)",
        "matrix_forward_extra(X, W, sigma)",
        "matrix_function_backward_1(X, W, sigma)",
        "matrix_function_forward_sum(X, W, sigma)",
        "matrix_function_backward_sum_1(X, W, sigma)",
        "matrix_function_backward_sum_2(X, W, sigma)",
    ],
    "matrix_calculus": [
        "subderivative_abs(x, a=0.0)",
        "subderivative_relu(x, a=0.0)",
        "jacobian(func, x, p=0.001)",
        "to_denominator_layout(J)",
        "grad_matrix_vector(A, x)",
        "grad_vector_matrix(x, A)",
        "grad_quadratic(A, x)",
        "grad_squared_norm(x)",
        "grad_squared_frobenius(X)",
    ],
    "plots": [
        "use_svg_display()",
        "set_figsize(figsize=(3.5, 2.5))",
        "plot_chain(ax, chain, input_range, length=2)",
        "plot_chain_deriv(ax, chain, input_range, length=2)",
        "set_axes(axes, xlabel, ylabel, xlim, ylim, xscale, yscale, legend)",
        (
            "plot(X, Y=None, xlabel=None, ylabel=None, legend=None, xlim=None, ylim=None, xscale='linear', "
            "yscale='linear', fmts=('-', 'm--', 'g-.', 'r:'), figsize=(3.5, 2.5), axes=None)"
        ),
    ],
    "training": [
        "two_layer_loss(x, y, w1, b1, w2, b2)",
        "two_layer_gradients(x, y, w1, b1, w2, b2)",
        "gradient_check(func, grad, x, p=1e-05)",
        "gradient_descent(X, y, W, sigma, learning_rate, steps)",
    ],
}
