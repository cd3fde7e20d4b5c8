"""Linear prompts with sparse w, as sparse.engine.ts draws them."""
from linear_prompts import draw_linear


def draw(settings, seed, label, index):
    """x [N + 1, D] and y [N + 1] of one prompt of a stream of the lab."""
    dim = settings["dim"]

    def draw_weights(data):
        drawn = [settings["tau"] * data.normal() for _ in range(dim)]
        keys = [data.uniform() for _ in range(dim)]
        nonzero = sorted(range(dim), key=keys.__getitem__)[: settings["nonzero"]]
        return [each if d in nonzero else 0 for d, each in enumerate(drawn)]

    x, y, _ = draw_linear(settings, seed, label, index, draw_weights)
    return {"x": x, "y": y}
