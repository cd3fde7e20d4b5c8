"""Linear prompts that begin with a document, as document.engine.ts draws them."""
import numpy as np

from linear_prompts import draw_linear
from random_numbers import Random


def draw(settings, seed, label, index):
    """x [N + 1, D] and y [N + 1] of one prompt of a stream of the lab."""
    tau = settings["tau"]
    x, y, w = draw_linear(
        settings, seed, label, index, lambda data: [tau * data.normal() for _ in range(settings["dim"])]
    )
    other = Random(seed, label + "/document", index)
    if other.uniform() >= settings["relevant"]:
        off = np.array([tau * other.normal() - each for each in w])  # w of the document - w of the window
        for i in range(min(settings["document"], settings["exemplars"])):
            y[i] = float(y[i]) + off @ x[i].astype(float)
    return {"x": x, "y": y}
