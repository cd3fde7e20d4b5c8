#!/usr/bin/env python3
"""Checks a folder that `icl compare` wrote against independent implementations: NumPy, scikit-learn and PyTorch.

    /usr/bin/python3 test/reference/predictions.py COMPARE_FOLDER CHECKPOINT.safetensors

Recomputes every algorithm's answers from x and y of predictions.npz, and the transformer's from the checkpoint's
parameters, at every position; prints the largest difference of each, relative to the root mean square of its answers.
Then recomputes what rows.json says of them: SPD, the nearest algorithm, and ILWD to the algorithms that are linear.
"""
import json
import math
import struct
import sys

import numpy as np
import torch
from sklearn.linear_model import Ridge
from torch.nn import functional as F


def read_safetensors(path):
    data = open(path, "rb").read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__")
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        kind = {"F32": "<f4", "F16": "<f2"}[entry["dtype"]]  # half precision in records
        values = np.frombuffer(data[8 + length + begin : 8 + length + end], kind).reshape(entry["shape"])
        tensors[name] = torch.tensor(values.astype(np.float32))
    return tensors, metadata


def transformer(p, config, tokens):
    layers, heads, hidden = config["model"]["layers"], config["model"]["heads"], config["model"]["hiddenSize"]
    batch, length, _ = tokens.shape
    norm = lambda h, name: F.layer_norm(h, (hidden,), p[name + ".weight"], p[name + ".bias"])
    h = tokens @ p["read_in.weight"] + p["read_in.bias"] + p["wpe.weight"][:length]
    mask = torch.triu(torch.full((length, length), float("-inf")), 1)
    for layer in range(layers):
        at = f"h.{layer}."
        qkv = norm(h, at + "ln_1") @ p[at + "attn.c_attn.weight"]
        q, k, v = (part.view(batch, length, heads, hidden // heads).transpose(1, 2) for part in qkv.split(hidden, -1))
        a = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(hidden // heads) + mask, -1) @ v
        h = h + a.transpose(1, 2).reshape(batch, length, hidden) @ p[at + "attn.c_proj.weight"]
        up = F.gelu(norm(h, at + "ln_2") @ p[at + "mlp.c_fc.weight"] + p[at + "mlp.c_fc.bias"])
        h = h + up @ p[at + "mlp.c_proj.weight"] + p[at + "mlp.c_proj.bias"]
    return (norm(h, "ln_f") @ p["read_out.weight"] + p["read_out.bias"])[:, ::2, 0]


def neighbours(x, y, query, weighted):
    squares = ((x - query) ** 2).sum(1)
    order = np.argsort(squares, kind="stable")[:3]
    if weighted and squares[order[0]] == 0:
        return y[order[squares[order] == 0]].mean()
    weights = 1 / squares[order] if weighted else np.ones(len(order))
    return (weights * y[order]).sum() / weights.sum()


def answer(name, x, y, query, config):
    """One algorithm's answer to a query after exemplars x [n, D], y [n]."""
    if len(y) == 0 or name == "zero":
        return 0.0
    if name == "averaging":
        return (x * y[:, None]).mean(0) @ query
    sigma, tau = config["prompts"]["sigma"], config["prompts"]["tau"]
    if name == "ols" or (name == "bayes" and sigma == 0):
        return np.linalg.pinv(x) @ y @ query
    kind, _, inside = name.partition("(")
    settings = inside.rstrip(")").split(",")
    if kind in ("ridge", "bayes"):
        penalty = sigma**2 / tau**2 if kind == "bayes" else float(settings[0])
        return Ridge(penalty, fit_intercept=False, solver="cholesky").fit(x, y).coef_ @ query
    if kind == "gd":
        w = np.zeros(x.shape[1])
        for _ in range(int(settings[1]) if len(settings) > 1 else 1):
            w = w - 2 * float(settings[0]) * x.T @ (x @ w - y)
        return w @ query
    if kind == "sgd":
        w = np.zeros(x.shape[1])
        for row, target in zip(x, y):
            w = w - 2 * float(settings[0]) * row * (row @ w - target)
        return w @ query
    if kind == "knn":
        return neighbours(x, y, query, settings[1] == "inverse-square")
    raise ValueError(name)


def rows_of(folder, metric):
    for row in json.load(open(f"{folder}/rows.json")):
        if row["metric"] == metric and row["learner"] == "transformer" and row["statistic"] == "mean":
            yield row["reference"], row["at"], row["value"]


def positions_of(at, dim, exemplars):
    n = np.arange(1, exemplars + 1)
    kept = {"all": n > 0, "under": n < dim, "away": (n <= dim / 2) | (n >= 1.5 * dim)}
    return n[kept[at["positions"]]] if "positions" in at else [at["exemplars"]]


def relative(ours, theirs):
    return abs(ours - theirs) / max(abs(theirs), 1e-12)


def check_rows(folder, arrays, config, answers):
    """Largest relative difference of SPD and ILWD, and how many nearest algorithms are others than the rows'."""
    x, y, dim = arrays["x"].astype(np.float64), arrays["y"].astype(np.float64), arrays["x"].shape[2]
    exemplars = x.shape[1] - 1
    scale = dim * config["prompts"]["tau"] ** 2
    own = arrays["transformer"].astype(np.float64)
    squares = {name: ((own - values) ** 2).mean(0) / scale for name, values in answers.items()}
    worst = {"spd": 0.0, "ilwd": 0.0, "nearest": 0}
    for name, at, value in rows_of(folder, "spd"):
        theirs = squares[name][positions_of(at, dim, exemplars)].mean()
        worst["spd"] = max(worst["spd"], float(relative(value, theirs)))
    for name, at, value in rows_of(folder, "nearest"):
        spd = {each: values[positions_of(at, dim, exemplars)].mean() for each, values in squares.items()}
        worst["nearest"] += int(relative(spd[name], min(spd.values())) > 1e-6)  # Bayes without noise is OLS
    queries, answered = arrays["ilwd_x"].astype(np.float64), arrays["ilwd_transformer"].astype(np.float64)
    prompts, basis = len(queries), np.eye(dim)
    for name, at, value in rows_of(folder, "ilwd"):
        if name.startswith("knn"):
            continue  # not linear: its weights are those of a fit to its answers, which are not kept
        n = at["exemplars"]
        distances = [
            ((np.linalg.lstsq(queries[b], answered[n - 1, b], rcond=None)[0]
              - [answer(name, x[b, :n], y[b, :n], e, config) for e in basis]) ** 2).sum()
            for b in range(prompts)
        ]
        worst["ilwd"] = max(worst["ilwd"], float(relative(value, np.mean(distances) / scale)))
    return worst


def main(folder, checkpoint):
    arrays = np.load(f"{folder}/predictions.npz")
    parameters, metadata = read_safetensors(checkpoint)
    config = json.loads(metadata["config"])
    x, y = arrays["x"].astype(np.float64), arrays["y"].astype(np.float64)
    qx = arrays["query_x"].astype(np.float64) if "query_x" in arrays else x
    prompts, positions, dim = x.shape
    kept = min(prompts, 256)  # prompts checked for the algorithms; the transformer is checked on all
    worst, answers = {}, {}
    for name in arrays.files:
        if name in ("x", "y", "w", "query_x", "query_y", "ilwd_x", "ilwd_transformer", "transformer"):
            continue
        answers[name] = arrays[name].astype(np.float64)
        ours = arrays[name][:kept]
        theirs = np.array([[answer(name, x[b, :i], y[b, :i], qx[b, i], config) for i in range(positions)] for b in range(kept)])
        # At n = D least squares may be badly conditioned: compare each answer with its own size where that is larger.
        size = np.maximum(np.abs(theirs), math.sqrt((theirs**2).mean()))
        worst[name] = float((np.abs(ours - theirs) / np.where(size > 0, size, 1)).max())
    if "query_x" not in arrays:
        tokens = torch.zeros(prompts, 2 * positions - 1, dim + 1)
        tokens[:, ::2, 1:] = torch.tensor(arrays["x"])
        tokens[:, 1::2, 0] = torch.tensor(arrays["y"][:, :-1])
        with torch.no_grad():
            worst["transformer"] = float((transformer(parameters, config, tokens) - torch.tensor(arrays["transformer"])).abs().max())
    else:
        print("made from a table: the transformer's answers are not checked, the algorithms' are", file=sys.stderr)
    said = check_rows(folder, arrays, config, answers) if "query_x" not in arrays else {}
    print(json.dumps({"numpy": np.__version__, "torch": torch.__version__, "largestRelativeDifference": worst, "rows": said}, indent=1))
    same = all(value < (1e-3 if name == "transformer" else 1e-4) for name, value in worst.items())
    return 0 if same and all(value < 1e-4 for value in said.values()) else 1


sys.exit(main(*sys.argv[1:]))
