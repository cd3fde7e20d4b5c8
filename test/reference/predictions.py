#!/usr/bin/env python3
"""Checks a folder that `icl compare` wrote against independent implementations: NumPy, scikit-learn and PyTorch.

    /usr/bin/python3 test/reference/predictions.py COMPARE_FOLDER CHECKPOINT.safetensors

Recomputes every algorithm's answers from x and y of predictions.npz, and the transformer's from the checkpoint's
parameters, at every position; prints the largest difference of each, relative to the root mean square of its answers.
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


def main(folder, checkpoint):
    arrays = np.load(f"{folder}/predictions.npz")
    parameters, metadata = read_safetensors(checkpoint)
    config = json.loads(metadata["config"])
    x, y = arrays["x"].astype(np.float64), arrays["y"].astype(np.float64)
    qx = arrays["query_x"].astype(np.float64) if "query_x" in arrays else x
    prompts, positions, dim = x.shape
    kept = min(prompts, 256)  # prompts checked for the algorithms; the transformer is checked on all
    worst = {}
    for name in arrays.files:
        if name in ("x", "y", "w", "query_x", "query_y", "transformer"):
            continue
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
    print(json.dumps({"numpy": np.__version__, "torch": torch.__version__, "largestRelativeDifference": worst}, indent=1))
    return 0 if all(value < (1e-3 if name == "transformer" else 1e-4) for name, value in worst.items()) else 1


sys.exit(main(*sys.argv[1:]))
