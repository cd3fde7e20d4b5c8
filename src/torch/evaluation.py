"""The squared errors of a run on its evaluation prompts, as src/comparison/ measures them."""
import numpy as np

from random_numbers import Random

RESAMPLES = 400


def evaluation_steps(steps, times):
    """Steps at which a run is evaluated: 0, then log-spaced from 1 to the last."""
    spaced = [int(steps ** (k / max(1, times - 2)) + 0.5) for k in range(times - 1)]
    return {0, *spaced} if times > 0 else set()


class Bootstrap:
    """Percentile intervals of means over n prompts. All means share the same resamples of the prompts."""

    def __init__(self, n, seed):
        drawn = (Random(seed, "bootstrap", n).uniforms(RESAMPLES * n) * n).astype(int).reshape(RESAMPLES, n)
        self.counts = np.stack([np.bincount(each, minlength=n) for each in drawn]).astype(np.uint16)

    def intervals(self, values):
        """The lower and upper ends of the 95 % intervals of the means of columns [n, P]: [2, P]."""
        return np.quantile(self.counts.astype(float) @ values / len(values), [0.025, 0.975], axis=0)


def error_rows(squares, bootstrap, step):
    """Rows of the mean squared errors after 0 ... N exemplars, from the squares [B, N + 1] of all prompts."""
    low, high = bootstrap.intervals(squares)
    measured = {"experiment": "run", "metric": "squaredError", "learner": "transformer", "reference": "truth"}
    return [
        {
            **measured,
            "at": {"exemplars": position, "step": step},
            "statistic": "mean",
            "value": float(squares[:, position].mean()),
            "low": float(low[position]),
            "high": float(high[position]),
            "n": len(squares),
            "of": "prompts",
        }
        for position in range(squares.shape[1])
    ]
