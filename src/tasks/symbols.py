"""Prompts of two classes whose labels are symbols, as symbols.engine.ts draws them."""
import math
from functools import lru_cache

import numpy as np

from linear_prompts import draw_linear, sum_in_order
from random_numbers import Random


def scaled_to(vector, length):
    vector = np.array(vector, np.float32).astype(float)
    return (vector * (length / math.sqrt(sum_in_order(vector**2)))).astype(np.float32)


@lru_cache(None)
def language(name, dim, size):
    """A fixed map from tasks to vectors, [D, M]."""
    random = Random(0, "language/" + name, dim)
    return np.array([[random.normal() for _ in range(size)] for _ in range(dim)])


def express_in(name, w, size):
    """A task in a language, [M], of length sqrt(M)."""
    return scaled_to(sum_in_order(w[:, None] * language(name, len(w), size), 0), math.sqrt(size))


def draw_sign(random):
    return -1 if random.uniform() < 0.5 else 1


def draw_symbol(random, kind, size):
    """An arbitrary symbol, [M]."""
    if kind == "gaussian":
        vector = [random.normal() for _ in range(size)]
    elif kind == "cube":
        vector = [draw_sign(random) for _ in range(size)]
    else:  # pairs
        one, other = random.integer(size), random.integer(size - 1)
        vector = np.zeros(size)
        for place in (one, other if other < one else other + 1):
            vector[place] = draw_sign(random)
    return scaled_to(vector, math.sqrt(size))


def draw(settings, seed, label, index):
    """x [N + 1, D], y [N + 1], symbols [2, M] and instruction [M] of one prompt of a stream of the lab."""
    dim, size = settings["dim"], settings["symbolSize"]
    x, along, w = draw_linear(
        settings, seed, label, index, lambda data: scaled_to([data.normal() for _ in range(dim)], 1)
    )
    random = Random(seed, label + "/symbols", index)
    natural, instructed = random.uniform() < settings["natural"], random.uniform() < settings["instructed"]
    if natural:
        above = express_in("label", w, size)
        below = -above
    else:
        below = above = draw_symbol(random, settings["symbols"], size)
        while (below == above).all():
            above = draw_symbol(random, settings["symbols"], size)
    instruction = np.zeros(size, np.float32)
    if instructed:
        instruction = express_in("instruction", w, size)
    y = np.where(along > 0, 1, -1).astype(np.float32)
    return {"x": x, "y": y, "symbols": np.stack([below, above]), "instruction": instruction}
