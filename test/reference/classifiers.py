#!/usr/bin/env python3
"""Writes classifiers.json: which class scikit-learn gives to the query of prompts of linear classification.

    /usr/bin/python3 test/reference/classifiers.py > test/reference/classifiers.json
"""
import json
import platform

import numpy as np
import sklearn
from sklearn.linear_model import RidgeClassifier
from sklearn.neighbors import KNeighborsClassifier, NearestCentroid
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

MIDDLE, DEVIATION = 500.5, ((1000**2 - 1) / 12) ** 0.5


def classes(x, y, query):
    z, asked = (x - MIDDLE) / DEVIATION, (query - MIDDLE) / DEVIATION
    scaler = StandardScaler().fit(x)
    return {
        "svm(poly)": SVC(kernel="poly").fit(x, y).predict(query)[0],
        "svm(linear)": SVC(kernel="linear").fit(z, y).predict(asked)[0],
        "ridge-classifier(1)": RidgeClassifier(alpha=1).fit(scaler.transform(x), y).predict(scaler.transform(query))[0],
        "centroids": NearestCentroid().fit(z, y).predict(asked)[0],
        "knn(3,uniform)": KNeighborsClassifier(3).fit(z, y).predict(asked)[0],
    }


def make_case(rng, dim, exemplars, prompts):
    kept = []
    while len(kept) < prompts:
        a, p = rng.integers(1, 1001, (2, dim))
        a = a * rng.choice([-1, 1], dim)
        x = rng.integers(1, 1001, (exemplars + 1, dim)).astype(float)
        y = np.where(x @ a > a @ p, 1, -1)
        if abs(y[:-1].sum()) < exemplars - 4:  # three of each class at least
            answers = {name: int(value) for name, value in classes(x[:-1], y[:-1], x[-1:]).items()}
            kept.append({"x": x.ravel().astype(int).tolist(), "y": y.tolist(), "answers": answers})
    return {"dim": dim, "exemplars": exemplars, "prompts": kept}


rng = np.random.default_rng(22)
cases = [make_case(rng, 1, 10, 20), make_case(rng, 3, 16, 20), make_case(rng, 8, 16, 20)]
versions = {"python": platform.python_version(), "numpy": np.__version__, "scikit-learn": sklearn.__version__}
print(json.dumps({"versions": versions, "cases": cases}))
