"""Prompts of two classes, as halfspace.engine.ts draws them."""
import math

import numpy as np

from random_numbers import Random

LARGEST = 1000  # coordinates are whole numbers 1...1000
CANDIDATES = 4096  # x drawn for one prompt


def dot(u, v):
    return sum(p * q for p, q in zip(u, v))


def draw_classes(settings, data):
    """The pairs (x, y) of one prompt, N exemplars, then the query; None if one class is too rare."""
    dim, exemplars = settings["dim"], settings["exemplars"]

    def draw_point():
        return [1 + data.integer(LARGEST) for _ in range(dim)]

    a = draw_point()
    if settings["coefficients"] == "signed":
        a = [-each if data.uniform() < 0.5 else each for each in a]
    threshold = dot(a, draw_point())
    query = draw_point()
    above = exemplars // 2
    if settings["classes"] == "independent":
        above = sum(data.uniform() < 0.5 for _ in range(exemplars))
    left, points = [exemplars - above, above], []
    for _ in range(CANDIDATES):
        if len(points) == exemplars:
            break
        candidate = draw_point()
        side = int(dot(a, candidate) > threshold)
        if left[side] > 0:
            left[side] -= 1
            points.append(candidate)
    if len(points) < exemplars:
        return None
    for k in range(exemplars - 1, 0, -1):
        other = data.integer(k + 1)
        points[k], points[other] = points[other], points[k]
    return [(each, 1 if dot(a, each) > threshold else -1) for each in (*points, query)]


def draw(settings, seed, label, index):
    """x [N + 1, D] and y [N + 1] of one prompt of a stream of the lab."""
    data, pairs = Random(seed, label, index), None
    while pairs is None:
        pairs = draw_classes(settings, data)
    points, signs = zip(*pairs)
    x = (np.array(points) - (LARGEST + 1) / 2) / math.sqrt((LARGEST**2 - 1) / 12)
    return {"x": x.astype(np.float32), "y": np.array(signs, np.float32)}
