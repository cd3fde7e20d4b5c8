"""Prompts of a stream of the lab, of any task family."""
import numpy as np


def drawn_prompts(draw, settings, seed, label, indices):
    """The prompts with the numbers `indices` of a stream, arrays [B, ...] by name: x, y and all else that the family draws.

    draw: of the family; `draw.many` draws them at once, if the family has it. label: "evaluation", "data" (training) or
    "compare".
    """
    indices = np.asarray(indices, np.uint64)
    if hasattr(draw, "many"):
        return draw.many(settings, seed, label, indices)
    drawn = [draw(settings, seed, label, int(index)) for index in indices]
    return {name: np.stack([each[name] for each in drawn]) for name in drawn[0]}
