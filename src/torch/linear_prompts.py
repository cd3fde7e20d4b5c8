"""The common part of the families of linear prompts: the same as src/prompts/drawPrompts.ts."""
import numpy as np

from random_numbers import Random


def draw_linear(settings, seed, label, index, draw_weights):
    """x [N + 1, D], y [N + 1] and w [D] of one prompt: x ~ N(0, I), y = w x + N(0, sigma^2), w as `draw_weights` draws it."""
    data, noise = Random(seed, label, index), Random(seed, label + "/noise", index)
    sigma = settings["sigma"]
    w = np.array(draw_weights(data), np.float32).astype(float)
    x = np.zeros((settings["exemplars"] + 1, settings["dim"]), np.float32)
    y = np.zeros(settings["exemplars"] + 1, np.float32)
    for i in range(len(y)):
        x[i] = [data.normal() for _ in range(settings["dim"])]
        y[i] = w @ x[i].astype(float) + (sigma * noise.normal() if sigma > 0 else 0)
    return x, y, w
