"""Labels of two classes: fresh prompts of each kind, and the accuracy of a transformer on them."""
import sys
from pathlib import Path

import numpy as np

from comparison import Measured

sys.path.insert(0, str(Path(__file__).parents[2] / "src/torch"))
sys.path.insert(0, str(Path(__file__).parents[2] / "src/tasks"))
from symbols import language  # noqa: E402  (the fixed vectors of the language that transformers learn)

LARGEST = 1000  # coordinates of a half-space's points are whole numbers 1...1000


def accuracy(answers, targets, exemplars, at):
    """Whether the answers after some exemplars, [B, n + 1], have the signs of their targets."""
    right = np.sign(answers[:, exemplars]) == np.sign(targets[:, exemplars])
    return Measured("accuracy", "truth", {"exemplars": exemplars, **at}, right.astype(float))


def flipped_labels(trained, random, count):
    """After all exemplars, by the share of them flipped, and by the angle between task and concept."""
    prompts = trained.prompts
    dim, last, tau, sigma = prompts["dim"], prompts["exemplars"], prompts["tau"], prompts["sigma"]

    def draw(w):
        x = random.normal(size=(count, last + 1, dim))
        clean = (x * w[:, None]).sum(-1)
        return x, clean, clean + sigma * random.normal(size=clean.shape)

    concept = np.full((count, dim), tau)
    for share in (0, 0.3, 0.5, 0.7, 1):
        x, clean, y = draw(concept)
        y = np.where(random.random(y.shape) < share, -y, y)
        yield accuracy(trained.answer(x, y), clean, last, {"flipped": share})
    for angle in (45, 90, 135):
        sideways = random.normal(size=(count, dim))
        sideways -= sideways.mean(1, keepdims=True)
        sideways *= tau * np.sqrt(dim) / np.linalg.norm(sideways, axis=1, keepdims=True)
        x, clean, y = draw(np.cos(np.radians(angle)) * concept + np.sin(np.radians(angle)) * sideways)
        yield accuracy(trained.answer(x, y), clean, last, {"angle": angle})


def draw_halfspace(random, dim, exemplars, signed):
    """x [N + 1, D] and classes [N + 1] of one prompt: each exemplar's class by a coin, the query by no class; None if one class is too rare."""

    def points(count):
        return random.integers(1, LARGEST + 1, size=(count, dim))

    a = points(1)[0] * (random.choice([-1, 1], size=dim) if signed else 1)
    threshold = a @ points(1)[0]
    candidates = points(4096)
    above = candidates @ a > threshold
    coins = random.random(exemplars) < 0.5
    sides = [candidates[~above], candidates[above]]
    if len(sides[0]) < (~coins).sum() or len(sides[1]) < coins.sum():
        return None
    x = np.empty((exemplars + 1, dim))
    x[:exemplars][coins], x[:exemplars][~coins] = sides[1][: coins.sum()], sides[0][: (~coins).sum()]
    x[exemplars] = points(1)[0]
    y = np.where(x @ a > threshold, 1, -1)
    return (x - (LARGEST + 1) / 2) / np.sqrt((LARGEST**2 - 1) / 12), y


def linear_classification(trained, random, count):
    """After all exemplars, and after half of them."""
    prompts = trained.prompts
    drawn = []
    while len(drawn) < count:
        one = draw_halfspace(random, prompts["dim"], prompts["exemplars"], prompts["coefficients"] == "signed")
        if one:
            drawn.append(one)
    x, y = (np.stack(each) for each in zip(*drawn))
    last = prompts["exemplars"]
    for n in (last // 2, last):
        query = np.concatenate([x[:, :n], x[:, -1:]], 1)
        labels = np.concatenate([y[:, :n], y[:, -1:]], 1).astype(float)
        yield accuracy(trained.answer(query, labels), labels, n, {})


def scaled(vectors, length):
    return vectors * (length / np.linalg.norm(vectors, axis=-1, keepdims=True))


def draw_symbols(random, kind, count, size):
    """Two arbitrary symbols [B, 2, M] for each prompt, never the same."""
    while True:
        if kind == "gaussian":
            symbols = random.normal(size=(count, 2, size))
        elif kind == "cube":
            symbols = random.choice([-1.0, 1.0], size=(count, 2, size))
        else:  # pairs
            symbols = random.choice([-1.0, 1.0], size=(count, 2, size))
            ranks = random.random(symbols.shape).argsort(-1).argsort(-1)
            symbols[ranks >= 2] = 0
        same = (symbols[:, 0] == symbols[:, 1]).all(-1)
        if not same.any():
            return scaled(symbols, np.sqrt(size))
        symbols = symbols[~same]
        if len(symbols) >= count // 2:  # draw the rest with those that differ
            rest = draw_symbols(random, kind, count - len(symbols), size)
            return np.concatenate([scaled(symbols, np.sqrt(size)), rest])


def draw_sides(random, x, w, boundary):
    """The class [B, N + 1] of each x, parted by a line, a bend or a cross."""
    along = (x * w[:, None]).sum(-1)
    if boundary == "line":
        return np.where(along > 0, 1, -1)
    across = random.normal(size=w.shape)
    across -= (across * w).sum(-1, keepdims=True) * w
    sideways = (x * scaled(across, 1)[:, None]).sum(-1)
    return np.where((along + sideways**2 - 1 if boundary == "bend" else along * sideways) > 0, 1, -1)


def symbols(settings):
    """After all exemplars, with labels of each kind: (labels, instructed, boundary)."""

    def measure(trained, random, count):
        prompts = trained.prompts
        dim, size, last = prompts["dim"], prompts["symbolSize"], prompts["exemplars"]
        for labels, instructed, boundary in settings:
            w = scaled(random.normal(size=(count, dim)), 1)
            x = random.normal(size=(count, last + 1, dim))
            y = draw_sides(random, x, w, boundary)
            if labels in ("natural", "flipped"):
                above = scaled(w @ language("label", dim, size), np.sqrt(size))
                written = np.stack([-above, above] if labels == "natural" else [above, -above], 1)
            else:
                written = draw_symbols(random, labels, count, size)
            instruction = scaled(w @ language("instruction", dim, size), np.sqrt(size)) * instructed
            answers = trained.answer(x, y, written, instruction)
            yield accuracy(answers, y, last, {"labels": labels, "instructed": instructed, "boundary": boundary})

    return measure
