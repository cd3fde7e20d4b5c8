#!/usr/bin/env python3
"""Writes transformer.json: a small transformer in PyTorch, its answers, loss, gradient and three Adam steps.

    /usr/bin/python3 test/reference/transformer.py > test/reference/transformer.json

Parameters are listed under the names and in the order of a checkpoint; matrices are [in, out].
"""
import json
import math
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parents[2] / "src/torch"))
from transformer import Transformer  # noqa: E402

LAYERS, HIDDEN, HEADS, DIM, EXEMPLARS, BATCH = 2, 8, 2, 2, 3, 4
MODEL = {"attention": "softmax", "mlp": "on", "norm": "pre", "tokens": "interleaved", "positions": "learned"}


def drawn(name, shape):
    """Random values of one parameter, in float32: what is read from the JSON is what was computed with."""
    middle = 1.0 if name.endswith("weight") and "ln_" in name else 0.0
    return (middle + 0.4 * torch.randn(shape) / math.sqrt(shape[0] if len(shape) > 1 else 4)).float()


def main():
    torch.set_default_dtype(torch.float64)
    config = {
        "prompts": {"dim": DIM, "exemplars": EXEMPLARS},
        "model": {**MODEL, "layers": LAYERS, "hiddenSize": HIDDEN, "heads": HEADS, "readout": "scalar"},
    }
    transformer = Transformer(config)
    parameters = dict(transformer.named_parameters())
    torch.manual_seed(7)
    with torch.no_grad():
        for name, p in parameters.items():
            p.copy_(drawn(name, p.shape))
    x = torch.randn(BATCH, EXEMPLARS + 1, DIM).float().double()
    y = torch.einsum("bnd,bd->bn", x, torch.randn(BATCH, DIM)).float().double()
    answers = transformer(x, y)
    loss = ((answers - y) ** 2).mean()
    loss.backward()
    flat = lambda pick: [float(f"{v:.9g}") for p in parameters.values() for v in pick(p).reshape(-1).tolist()]
    out = {
        "source": "test/reference/transformer.py",
        "versions": {"python": sys.version.split()[0], "torch": torch.__version__},
        "config": {"layers": LAYERS, "hiddenSize": HIDDEN, "heads": HEADS, "dim": DIM, "exemplars": EXEMPLARS, "prompts": BATCH},
        "names": list(parameters),
        "x": x.reshape(-1).tolist(),
        "y": y.reshape(-1).tolist(),
        "answers": answers.detach().reshape(-1).tolist(),
        "loss": loss.item(),
        "parameters": flat(lambda p: p.detach()),
        "gradient": flat(lambda p: p.grad),
    }
    optimiser = torch.optim.Adam(parameters.values(), 1e-2, betas=(0.9, 0.98), eps=1e-8)
    first = {name: p.grad.clone() for name, p in parameters.items()}
    for scale in (1.0, -0.5, 2.0):  # the same gradient, scaled: what Adam does with it needs no model
        for name, p in parameters.items():
            p.grad = scale * first[name]
        optimiser.step()
    out["adam"] = {"rate": 1e-2, "scales": [1.0, -0.5, 2.0], "parameters": flat(lambda p: p.detach())}
    json.dump(out, sys.stdout)
    print()


main()
