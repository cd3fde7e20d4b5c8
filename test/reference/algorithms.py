#!/usr/bin/env python3
"""Writes algorithms.json: what scikit-learn and NumPy answer to a few small prompts, at every position.

    /usr/bin/python3 test/reference/algorithms.py > test/reference/algorithms.json
"""
import json
import platform

import numpy as np
import sklearn
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, DotProduct
from sklearn.linear_model import LinearRegression, Ridge, SGDRegressor
from sklearn.neighbors import KNeighborsRegressor

from bayes_case import on_grid


def inverse_square(distances):
    hit = distances == 0
    weights = np.where(hit.any(1, keepdims=True), hit.astype(float), 1.0)
    near = ~hit.any(1)
    weights[near] = 1 / distances[near] ** 2
    return weights


def neighbours(x, y, query, weights):
    # Of equal distances scikit-learn may take any; ours takes the earlier, so the three are chosen before it is asked.
    chosen = np.argsort(np.linalg.norm(x - query, axis=1), kind="stable")[:3]
    model = KNeighborsRegressor(n_neighbors=len(chosen), weights=weights, algorithm="brute")
    return model.fit(x[chosen], y[chosen]).predict(query[None])[0]


def gradient_descent(x, y, query, rate, steps):
    w = np.zeros(x.shape[1])
    for _ in range(steps):
        w = w - 2 * rate * (x.T @ x @ w - x.T @ y)
    return w @ query


def stochastic(x, y, query, rate):
    # scikit-learn's squared error has a factor one half, so its rate is twice the paper's.
    model = SGDRegressor(alpha=0, penalty=None, fit_intercept=False, learning_rate="constant", eta0=2 * rate)
    for xi, yi in zip(x, y):
        model.partial_fit(xi[None], [yi])
    return model.predict(query[None])[0]


def gaussian_process(x, y, sigma, tau):
    """The Bayes predictor as a Gaussian process: its kernel is tau² x·x', its noise sigma²."""
    kernel = ConstantKernel(tau**2, "fixed") * DotProduct(0.0, "fixed")
    return GaussianProcessRegressor(kernel, alpha=sigma**2, optimizer=None).fit(x, y)


def bayes(x, y, query, sigma, tau):
    if sigma == 0:
        return LinearRegression(fit_intercept=False).fit(x, y).predict(query[None])[0]
    return gaussian_process(x, y, sigma, tau).predict(query[None])[0]


def variance(x, y, query, sigma, tau):
    if len(y) == 0:
        return sigma**2 + tau**2 * query @ query
    if sigma == 0:
        outside = query - np.linalg.pinv(x) @ x @ query
        return tau**2 * outside @ outside
    return sigma**2 + gaussian_process(x, y, sigma, tau).predict(query[None], return_std=True)[1][0] ** 2


ALGORITHMS = {
    "zero": lambda x, y, q, case: 0.0,
    "averaging": lambda x, y, q, case: np.mean(x * y[:, None], axis=0) @ q,
    "ols": lambda x, y, q, case: LinearRegression(fit_intercept=False).fit(x, y).predict(q[None])[0],
    "ridge(0.1)": lambda x, y, q, case: Ridge(0.1, fit_intercept=False, solver="svd").fit(x, y).predict(q[None])[0],
    "ridge(0.5)": lambda x, y, q, case: Ridge(0.5, fit_intercept=False, solver="svd").fit(x, y).predict(q[None])[0],
    "ridge(1e-12)": lambda x, y, q, case: Ridge(1e-12, fit_intercept=False, solver="svd").fit(x, y).predict(q[None])[0],
    "bayes": lambda x, y, q, case: bayes(x, y, q, case["sigma"], case["tau"]),
    "gd(0.01)": lambda x, y, q, case: gradient_descent(x, y, q, 0.01, 1),
    "gd(0.02)": lambda x, y, q, case: gradient_descent(x, y, q, 0.02, 1),
    "gd(0.01,8)": lambda x, y, q, case: gradient_descent(x, y, q, 0.01, 8),
    "sgd(0.01)": lambda x, y, q, case: stochastic(x, y, q, 0.01),
    "sgd(0.03)": lambda x, y, q, case: stochastic(x, y, q, 0.03),
    "knn(3,uniform)": lambda x, y, q, case: neighbours(x, y, q, "uniform"),
    "knn(3,inverse-square)": lambda x, y, q, case: neighbours(x, y, q, inverse_square),
}


def make_case(rng, name, dim, exemplars, sigma, tau, change=lambda x, y: None, query=None, lengths=None):
    prompts = 2
    x = on_grid(rng.normal(size=(prompts, exemplars + 1, dim)))
    w = tau * rng.normal(size=(prompts, dim))
    y = on_grid(np.einsum("bnd,bd->bn", x, w) + sigma * rng.normal(size=x.shape[:2]))
    change(x, y)
    queries = x if query is None else on_grid(query(x))
    there = [exemplars] * prompts if lengths is None else lengths
    case = {"name": name, "dim": dim, "exemplars": exemplars, "sigma": sigma, "tau": tau}
    prefixes = [(b, i, min(i, there[b])) for b in range(prompts) for i in range(exemplars + 1)]

    def ask(algorithm):
        answers = [algorithm(x[b, :n], y[b, :n], queries[b, i], case) if n else 0.0 for b, i, n in prefixes]
        return [float(f"{answer:.9g}") for answer in answers]

    answers = {name: ask(algorithm) for name, algorithm in ALGORITHMS.items()}
    spread = [variance(x[b, :n], y[b, :n], queries[b, i], sigma, tau) for b, i, n in prefixes]
    return {
        **case,
        "x": x.ravel().tolist(),
        "y": y.ravel().tolist(),
        **({} if query is None else {"queryX": queries.ravel().tolist()}),
        **({} if lengths is None else {"lengths": lengths}),
        "answers": answers,
        "variance": [float(f"{value:.9g}") for value in spread],
    }


def repeat_rows(x, y):
    x[:, 1] = x[:, 0]  # the same x with another y: not independent before D rows are
    x[0, 4] = x[0, 2]


def empty_column(x, y):
    x[:, :, 1] = 0


def dependent_columns(x, y):
    x[:, :, 2] = x[:, :, 0] / 2 - x[:, :, 1]


rng = np.random.default_rng(20)
cases = [
    make_case(rng, "one dimension", 1, 4, 0.5, 1.0),
    make_case(rng, "three dimensions, twice as many exemplars", 3, 6, 0.25, 1.0),
    make_case(rng, "five dimensions, no noise", 5, 9, 0.0, 1.0),
    make_case(rng, "fewer exemplars than dimensions", 5, 3, 0.5, 2.0),
    make_case(rng, "repeated rows", 3, 7, 0.5, 1.0, repeat_rows),
    make_case(rng, "repeated rows, no noise in Bayes", 5, 9, 0.0, 1.0, repeat_rows),
    make_case(rng, "a column of zeros", 3, 6, 0.5, 1.0, empty_column),
    make_case(rng, "columns that depend on one another", 5, 8, 0.5, 0.5, dependent_columns),
    make_case(rng, "queries of their own, one of them an exemplar", 3, 6, 0.5, 1.0,
              query=lambda x: np.where(np.arange(7)[:, None] == 5, x[:, 1:2], 2 * x[:, ::-1])),
    make_case(rng, "fewer exemplars than there is room for", 3, 6, 0.5, 1.0, lengths=[2, 5]),
]
versions = {"python": platform.python_version(), "numpy": np.__version__, "scikit-learn": sklearn.__version__}
print("{")
print(f'"source": "test/reference/algorithms.py", "versions": {json.dumps(versions)},')
print('"cases": [')
print(",\n".join(json.dumps(case) for case in cases))
print("]}")
