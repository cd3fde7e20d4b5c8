"""What the references of Bayes predictors share."""
import numpy as np

GRID = 1024  # x and y are whole multiples of 1/1024: exact in float32, short in the file


def on_grid(values):
    return np.round(values * GRID) / GRID


def bayes_case(bayes, task, x, y):
    """Prompts x [B, N + 1, D] and y [B, N + 1] of a task, and Bayes's answer at every position."""
    prompts, positions, dim = x.shape
    answers = [bayes(x[b, :i], y[b, :i], x[b, i], **task) for b in range(prompts) for i in range(positions)]
    return {
        **task,
        "dim": dim,
        "exemplars": positions - 1,
        "x": x.ravel().tolist(),
        "y": y.ravel().tolist(),
        "answers": [float(f"{answer:.9g}") for answer in answers],
    }
