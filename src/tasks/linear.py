"""Prompts of linear regression, as linear.engine.ts draws them."""
import numpy as np

from linear_prompts import draw_many_linear


def draw_many(settings, seed, label, indices):
    """x [B, N + 1, D] and y [B, N + 1] of the prompts with these numbers, uint64 [B], of a stream of the lab."""

    def weights_of(drawn):
        return settings["tau"] * (np.ones_like(drawn) if settings["taskWeights"] == "ones" else drawn)

    x, y = draw_many_linear(settings, seed, label, indices, weights_of)
    return {"x": x, "y": y}


def draw(settings, seed, label, index):
    """x [N + 1, D] and y [N + 1] of one prompt of a stream of the lab."""
    return {name: each[0] for name, each in draw_many(settings, seed, label, np.array([index], np.uint64)).items()}


draw.many = draw_many
