"""Linear prompts with a concept, as concept.engine.ts draws them."""
from linear_prompts import draw_linear


def draw(settings, seed, label, index):
    """x [N + 1, D] and y [N + 1] of one prompt of a stream of the lab."""

    def draw_weights(data):
        natural = data.uniform() < settings["natural"]
        drawn = [data.normal() for _ in range(settings["dim"])]
        return [settings["tau"] * (1 + settings["spread"] * each if natural else each) for each in drawn]

    x, y, _ = draw_linear(settings, seed, label, index, draw_weights)
    return {"x": x, "y": y}
