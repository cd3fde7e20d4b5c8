#!/usr/bin/env python3
"""Writes concept.json: the Bayes predictor of a world with a concept, by SciPy's densities and NumPy's inverse.

    /usr/bin/python3 test/reference/concept.py > test/reference/concept.json

With --accuracies: the accuracy of its sign on labels of the concept, by the share of exemplars flipped.
"""
import json
import platform
import sys

import numpy as np
import scipy
from scipy.stats import multivariate_normal

from bayes_case import bayes_case, on_grid


def bayes(x, y, query, sigma, tau, natural, spread):
    n, dim = x.shape
    answers, logs = [], []
    for mean, deviation, share in ((tau, spread * tau, natural), (0.0, tau, 1 - natural)):
        mu = np.full(dim, mean)
        covariance = sigma**2 * np.eye(n) + deviation**2 * x @ x.T
        logs.append(np.log(share) + (multivariate_normal.logpdf(y, x @ mu, covariance) if n else 0.0))
        w = mu + deviation**2 * x.T @ np.linalg.inv(covariance) @ (y - x @ mu)
        answers.append(w @ query)
    weights = np.exp(np.array(logs) - max(logs))
    return weights @ np.array(answers) / weights.sum()


def make_case(rng, dim, exemplars, sigma, tau, natural, spread):
    prompts = 4
    x = on_grid(rng.normal(size=(prompts, exemplars + 1, dim)))
    w = tau * (1 + spread * rng.normal(size=(prompts, dim)))
    w[2:] = tau * rng.normal(size=(2, dim))  # two natural prompts, two free ones, and one of the concept flipped
    y = np.einsum("bnd,bd->bn", x, w) + sigma * rng.normal(size=x.shape[:2])
    y[1] = -y[1]
    y = on_grid(y)
    task = {"sigma": sigma, "tau": tau, "natural": natural, "spread": spread}
    return bayes_case(bayes, task, x, y)


def accuracies(rng, dim, exemplars, natural, trials=20_000, sigma=0.5, spread=0.1):
    w0 = np.ones(dim)
    right = np.zeros(5)
    for _ in range(trials):
        x = rng.normal(size=(exemplars + 1, dim))
        y = x[:-1] @ w0 + sigma * rng.normal(size=exemplars)
        draws = rng.random(exemplars)
        for k, share in enumerate((0, 0.25, 0.5, 0.75, 1)):
            shown = np.where(draws < share, -y, y)
            right[k] += bayes(x[:-1], shown, x[-1], sigma, 1.0, natural, spread) * (w0 @ x[-1]) > 0
    return [float(value) for value in np.round(right / trials, 4)]


if "--accuracies" in sys.argv:
    for dim, exemplars, natural in ((4, 16, 0.98), (8, 32, 0.5), (8, 32, 0.98)):
        print(dim, exemplars, natural, accuracies(np.random.default_rng(0), dim, exemplars, natural))
else:
    rng = np.random.default_rng(21)
    cases = [
        make_case(rng, 1, 4, 0.5, 1.0, 0.5, 0.1),
        make_case(rng, 4, 6, 0.5, 1.0, 0.98, 0.1),
        make_case(rng, 3, 7, 0.25, 2.0, 0.9, 0.3),
        make_case(rng, 6, 4, 1.0, 1.0, 0.75, 0.01),
    ]
    versions = {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__}
    print(json.dumps({"versions": versions, "cases": cases}))
