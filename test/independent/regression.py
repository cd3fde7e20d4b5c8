"""Linear regression: fresh prompts, the classical learners, and what is measured of a transformer beside them."""
import numpy as np

from comparison import Measured

QUERIES = 64  # fresh queries for the linear fit to the answers


def draw(random, settings, count):
    """x [B, N + 1, D] and y [B, N + 1], without and with noise."""
    dim, positions = settings["dim"], settings["exemplars"] + 1
    w = random.normal(size=(count, dim, 1)) * settings["tau"]
    x = random.normal(size=(count, positions, dim))
    clean = (x @ w)[..., 0]
    return x, clean, clean + settings["sigma"] * random.normal(size=clean.shape)


def ridge(x, y, n, penalty):
    """Answers [B] to x_{n+1} by ridge regression on n exemplars; without penalty the shortest weights of least squares."""
    seen, answers = x[:, :n], y[:, :n]
    if penalty == 0:
        w = np.linalg.pinv(seen) @ answers[..., None]
    else:
        gram = seen.transpose(0, 2, 1) @ seen + penalty * np.eye(x.shape[-1])
        w = np.linalg.solve(gram, seen.transpose(0, 2, 1) @ answers[..., None])
    return (x[:, n] * w[..., 0]).sum(-1)


def gradient_step(x, y, n, rate):
    """Answers [B] to x_{n+1} after one step on the sum of squares, from w = 0."""
    w = 2 * rate * (x[:, :n] * y[:, :n, None]).sum(1)
    return (x[:, n] * w).sum(-1)


REFERENCES = {"zero": None, "ols": 0, "ridge(0.1)": 0.1, "ridge(0.5)": 0.5, "ridge(1/16)": 1 / 16, "ridge(1/4)": 1 / 4}


def by_reference(names, x, y, n):
    """The answers [B] of learners to x_{n+1}."""
    return {name: np.zeros(len(x)) if name == "zero" else ridge(x, y, n, REFERENCES[name]) for name in names}


def spd_by_exemplars(trained, random, count):
    """SPD to classical learners after each number of exemplars where least squares has no heavy tail."""
    prompts = trained.prompts
    dim, scale = prompts["dim"], prompts["dim"] * prompts["tau"] ** 2
    x, _, y = draw(random, prompts, count)
    answers = trained.answer(x, y)
    for n in range(1, prompts["exemplars"] + 1):
        if dim / 2 < n < 1.5 * dim:
            continue
        for name, theirs in by_reference(("zero", "ols", "ridge(0.1)"), x, y, n).items():
            yield Measured("spd", name, {"exemplars": n}, (answers[:, n] - theirs) ** 2 / scale)


def spd_below_dim(names):
    """SPD to classical learners, the mean over fewer exemplars than dimensions."""

    def measure(trained, random, count):
        prompts = trained.prompts
        dim, scale = prompts["dim"], prompts["dim"] * prompts["tau"] ** 2
        x, _, y = draw(random, prompts, count)
        answers = trained.answer(x, y)
        sums = {name: np.zeros(count) for name in names}
        for n in range(1, dim):
            for name, theirs in by_reference(names, x, y, n).items():
                sums[name] += (answers[:, n] - theirs) ** 2 / scale / (dim - 1)
        for name, values in sums.items():
            yield Measured("spd", name, {"positions": "under"}, values)

    return measure


def linearity(trained, random, count):
    """R squared about 0 of a linear function fitted to the answers to fresh queries."""
    prompts, count = trained.prompts, min(count, 64)
    x, _, y = draw(random, prompts, count)
    for n in (1, 4, 8, 12, prompts["exemplars"]):
        queries = random.normal(size=(count, QUERIES, prompts["dim"]))
        answers = np.empty((count, QUERIES))
        for k in range(QUERIES):
            asked = np.concatenate([x[:, :n], queries[:, k : k + 1]], 1)
            answers[:, k] = trained.answer(asked, y[:, : n + 1])[:, n]
        fitted = (queries @ (np.linalg.pinv(queries) @ answers[..., None]))[..., 0]
        values = 1 - ((answers - fitted) ** 2).sum(-1) / (answers**2).sum(-1)
        yield Measured("linearity", "truth", {"exemplars": n}, values)


def risk_of_linear_attention(trained, random, count):
    """The excess risk of the answer after all exemplars."""
    prompts = trained.prompts
    x, clean, y = draw(random, prompts, 32 * count)
    squares = (trained.answer_last(x, y) - clean[:, -1]) ** 2
    scale = prompts["dim"] * prompts["tau"] ** 2
    yield Measured("risk", "truth", {"exemplars": prompts["exemplars"]}, squares / scale)
