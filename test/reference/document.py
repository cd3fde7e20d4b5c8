#!/usr/bin/env python3
"""Writes document.json: the Bayes predictor of prompts that begin with a document, by SciPy's densities and NumPy's inverse.

    /usr/bin/python3 test/reference/document.py > test/reference/document.json
"""
import json
import platform

import numpy as np
import scipy
from scipy.stats import multivariate_normal

from bayes_case import bayes_case, on_grid


def ridge(x, y, query, sigma, tau):
    covariance = sigma**2 * np.eye(len(y)) + tau**2 * x @ x.T
    return tau**2 * query @ x.T @ np.linalg.inv(covariance) @ y if len(y) else 0.0


def log_density(x, y, sigma, tau):
    return multivariate_normal.logpdf(y, np.zeros(len(y)), sigma**2 * np.eye(len(y)) + tau**2 * x @ x.T) if len(y) else 0.0


def bayes(x, y, query, document, relevant, **noise):
    """Of document and window with one w: their joint density; with two: the product of the two densities."""
    together = ridge(x, y, query, **noise)
    if len(y) < document:
        return together
    window = ridge(x[document:], y[document:], query, **noise)
    one = np.log(relevant) + log_density(x, y, **noise)
    two = np.log(1 - relevant) + log_density(x[:document], y[:document], **noise) + log_density(x[document:], y[document:], **noise)
    share = 1 / (1 + np.exp(two - one))
    return share * together + (1 - share) * window


def make_case(rng, dim, exemplars, document, sigma, tau, relevant):
    prompts = 4
    x = on_grid(rng.normal(size=(prompts, exemplars + 1, dim)))
    w = tau * rng.normal(size=(prompts, 1, dim)).repeat(exemplars + 1, 1)
    w[2:, :document] = tau * rng.normal(size=(2, 1, dim))  # two relevant documents, two irrelevant ones
    y = on_grid((x * w).sum(-1) + sigma * rng.normal(size=x.shape[:2]))
    task = {"document": document, "relevant": relevant, "sigma": sigma, "tau": tau}
    return bayes_case(bayes, task, x, y)


def main():
    rng = np.random.default_rng(0)
    cases = [make_case(rng, 3, 8, 5, 0.5, 1.0, 0.5), make_case(rng, 5, 14, 8, 1.0, 2.0, 0.2)]
    versions = {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__}
    print(json.dumps({"versions": versions, "cases": cases}, separators=(",", ":")))


main()
