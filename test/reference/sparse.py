#!/usr/bin/env python3
"""Writes sparse.json: the Bayes predictor of sparse task weights, by SciPy's densities and NumPy's inverse.

    /usr/bin/python3 test/reference/sparse.py > test/reference/sparse.json
"""
import itertools
import json
import platform
import sys

import numpy as np
import scipy
from scipy.stats import multivariate_normal

from bayes_case import bayes_case, on_grid


def bayes(x, y, query, sigma, tau, nonzero):
    n, dim = x.shape
    answers, logs = [], []
    for support in map(list, itertools.combinations(range(dim), nonzero)):
        part = x[:, support]
        covariance = sigma**2 * np.eye(n) + tau**2 * part @ part.T
        logs.append(multivariate_normal.logpdf(y, np.zeros(n), covariance) if n else 0.0)
        answers.append(tau**2 * query[support] @ part.T @ np.linalg.inv(covariance) @ y)
    weights = np.exp(np.array(logs) - max(logs))
    return weights @ np.array(answers) / weights.sum()


def make_case(rng, dim, exemplars, sigma, tau, nonzero):
    prompts = 3
    x = on_grid(rng.normal(size=(prompts, exemplars + 1, dim)))
    w = np.zeros((prompts, dim))
    for each in w:
        each[rng.choice(dim, nonzero, replace=False)] = tau * rng.normal(size=nonzero)
    y = np.einsum("bnd,bd->bn", x, w) + sigma * rng.normal(size=x.shape[:2])
    y = on_grid(y)
    task = {"sigma": sigma, "tau": tau, "nonzero": nonzero}
    return bayes_case(bayes, task, x, y)


def main():
    rng = np.random.default_rng(1)
    shapes = ((5, 8, 0.5, 1.0, 2), (3, 6, 0.25, 2.0, 1), (8, 12, 0.5, 1.0, 3), (4, 6, 0.5, 0.5, 4))
    out = {
        "source": "test/reference/sparse.py",
        "versions": {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__},
        "cases": [make_case(rng, *shape) for shape in shapes],
    }
    json.dump(out, sys.stdout)
    print()


main()
