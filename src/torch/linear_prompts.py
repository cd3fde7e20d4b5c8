"""The common part of the families of linear prompts: the same as src/prompts/drawPrompts.ts."""
import numpy as np

from random_numbers import Random


def sum_in_order(terms, axis=-1):
    """Sums over an axis, one term after the other: the lab's order, to the bit."""
    return np.cumsum(terms, axis).take(-1, axis)


def draw_linear(settings, seed, label, index, draw_weights):
    """x [N + 1, D], y [N + 1] and w [D] of one prompt: x ~ N(0, I), y = w x + N(0, sigma^2), w as `draw_weights` draws it."""
    data, noise = Random(seed, label, index), Random(seed, label + "/noise", index)
    positions, dim, sigma = settings["exemplars"] + 1, settings["dim"], settings["sigma"]
    w = np.array(draw_weights(data), np.float32).astype(float)
    x = np.array([[data.normal() for _ in range(dim)] for _ in range(positions)], np.float32)
    y = sum_in_order(w * x)
    if sigma > 0:
        y = y + sigma * np.array([noise.normal() for _ in range(positions)])
    return x, y.astype(np.float32), w


def draw_many_linear(settings, seed, label, indices, weights_of):
    """x [B, N + 1, D] and y [B, N + 1] of prompts [B] at once; `weights_of` gives w [B, D] for B times D normals."""
    positions, dim, sigma = settings["exemplars"] + 1, settings["dim"], settings["sigma"]
    drawn = Random(seed, label, indices).normals(dim * (positions + 1))
    w = weights_of(drawn[:, :dim]).astype(np.float32).astype(float)
    x = drawn[:, dim:].reshape(-1, positions, dim).astype(np.float32)
    y = sum_in_order(w[:, None] * x)
    if sigma > 0:
        y = y + sigma * Random(seed, label + "/noise", indices).normals(positions)
    return x, y.astype(np.float32)
