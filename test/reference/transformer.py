#!/usr/bin/env python3
"""Writes transformer.json: a small transformer in PyTorch, its answers, loss, gradient and three Adam steps.

    /usr/bin/python3 test/reference/transformer.py > test/reference/transformer.json

Parameters are listed under the names and in the order of a checkpoint; matrices are [in, out].
"""
import json
import math
import sys

import torch
from torch.nn import functional as F

LAYERS, HIDDEN, HEADS, DIM, EXEMPLARS, BATCH = 2, 8, 2, 2, 3, 4
TOKENS = 2 * EXEMPLARS + 1


def shapes():
    yield "read_in.weight", (DIM + 1, HIDDEN)
    yield "read_in.bias", (HIDDEN,)
    yield "wpe.weight", (TOKENS, HIDDEN)
    for layer in range(LAYERS):
        for name, shape in (
            ("ln_1.weight", (HIDDEN,)),
            ("ln_1.bias", (HIDDEN,)),
            ("attn.c_attn.weight", (HIDDEN, 3 * HIDDEN)),
            ("attn.c_proj.weight", (HIDDEN, HIDDEN)),
            ("ln_2.weight", (HIDDEN,)),
            ("ln_2.bias", (HIDDEN,)),
            ("mlp.c_fc.weight", (HIDDEN, 4 * HIDDEN)),
            ("mlp.c_fc.bias", (4 * HIDDEN,)),
            ("mlp.c_proj.weight", (4 * HIDDEN, HIDDEN)),
            ("mlp.c_proj.bias", (HIDDEN,)),
        ):
            yield f"h.{layer}.{name}", shape
    yield "ln_f.weight", (HIDDEN,)
    yield "ln_f.bias", (HIDDEN,)
    yield "read_out.weight", (HIDDEN, 1)
    yield "read_out.bias", (1,)


def forward(p, tokens):
    batch = tokens.shape[0]
    h = tokens @ p["read_in.weight"] + p["read_in.bias"] + p["wpe.weight"]
    mask = torch.triu(torch.full((TOKENS, TOKENS), float("-inf"), dtype=h.dtype), 1)
    for layer in range(LAYERS):
        q = lambda name: p[f"h.{layer}.{name}"]
        n = F.layer_norm(h, (HIDDEN,), q("ln_1.weight"), q("ln_1.bias"))
        qkv = (n @ q("attn.c_attn.weight")).view(batch, TOKENS, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        a = torch.softmax(qkv[0] @ qkv[1].transpose(-1, -2) / math.sqrt(HIDDEN // HEADS) + mask, -1) @ qkv[2]
        h = h + a.transpose(1, 2).reshape(batch, TOKENS, HIDDEN) @ q("attn.c_proj.weight")
        n = F.layer_norm(h, (HIDDEN,), q("ln_2.weight"), q("ln_2.bias"))
        up = F.gelu(n @ q("mlp.c_fc.weight") + q("mlp.c_fc.bias"))
        h = h + up @ q("mlp.c_proj.weight") + q("mlp.c_proj.bias")
    n = F.layer_norm(h, (HIDDEN,), p["ln_f.weight"], p["ln_f.bias"])
    return (n @ p["read_out.weight"] + p["read_out.bias"])[..., 0][:, ::2]


def main():
    torch.manual_seed(7)
    torch.set_default_dtype(torch.float64)
    parameters = {
        name: (1.0 if name.endswith("weight") and ".ln_" in f".{name}" else 0.0)
        + 0.4 * torch.randn(shape) / math.sqrt(shape[0] if len(shape) > 1 else 4)
        for name, shape in shapes()
    }
    # Float32 values, so that what is read from the JSON is what was computed with.
    parameters = {name: p.float().double().requires_grad_() for name, p in parameters.items()}
    x = torch.randn(BATCH, EXEMPLARS + 1, DIM).float().double()
    y = torch.einsum("bnd,bd->bn", x, torch.randn(BATCH, DIM)).float().double()
    tokens = torch.zeros(BATCH, TOKENS, DIM + 1)
    tokens[:, ::2, 1:] = x
    tokens[:, 1::2, 0] = y[:, :-1]
    answers = forward(parameters, tokens)
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
