"""Linear prompts that begin with a document, as document.engine.ts draws them."""
import numpy as np

from linear_prompts import draw_linear
from random_numbers import Random


def dot(u, v):
    """The dot product in float64, added in the order of src/numerics/dot.ts: four sums, then the rest to the first."""
    sums, fours = [0.0] * 4, len(u) // 4 * 4
    for k, (p, q) in enumerate(zip(u.tolist(), v.tolist())):
        sums[k % 4 if k < fours else 0] += p * q
    return sums[0] + sums[1] + (sums[2] + sums[3])


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
            y[i] = float(y[i]) + dot(off, x[i])
    return {"x": x, "y": y}
