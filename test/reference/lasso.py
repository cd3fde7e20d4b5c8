#!/usr/bin/env python3
"""Writes lasso.json: what scikit-learn's lasso answers after every number of exemplars of prompts with sparse weights.

    /usr/bin/python3 test/reference/lasso.py > test/reference/lasso.json
"""
import json
import warnings

import numpy as np
import sklearn
from sklearn.linear_model import Lasso

warnings.simplefilter("error")  # a fit that did not converge is none


def make_case(rng, dim, exemplars, nonzero, sigma):
    w = np.zeros(dim)
    w[rng.choice(dim, nonzero, replace=False)] = rng.normal(size=nonzero)
    x = rng.normal(size=(exemplars + 1, dim)).astype(np.float32)
    y = (x @ w + sigma * rng.normal(size=exemplars + 1)).astype(np.float32)
    answers = {}
    for alpha in (1, 0.1, 0.01):
        fits = [
            Lasso(alpha, fit_intercept=False, tol=1e-14, max_iter=10_000_000).fit(x[:n].astype(float), y[:n].astype(float))
            for n in range(1, exemplars + 1)
        ]
        answers[f"lasso({alpha})"] = [0.0] + [float(fit.predict(x[n : n + 1].astype(float))[0]) for n, fit in enumerate(fits, 1)]
    return {"dim": dim, "exemplars": exemplars, "x": x.ravel().tolist(), "y": y.tolist(), "answers": answers}


rng = np.random.default_rng(1)
cases = [make_case(rng, dim, exemplars, nonzero, sigma) for dim, exemplars, nonzero, sigma in ((6, 12, 2, 0.0), (10, 8, 3, 0.3))]
print(json.dumps({"versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__}, "cases": cases}))
