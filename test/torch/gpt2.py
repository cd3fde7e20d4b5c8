#!/usr/bin/env python3
"""A transformer as Garg et al. 2022 make it, a GPT-2 between a read-in and a read-out, that shares no line with src.

    /usr/bin/python3 test/torch/gpt2.py make MODEL.safetensors DIM
    /usr/bin/python3 test/torch/gpt2.py answer MODEL.safetensors.pt predictions.npz HEADS

make: writes random parameters under Hugging Face's names, as safetensors and as PyTorch's own file. answer: its answers to
the prompts of `compare`; prints how far they are from those in the file. Its tokens have D numbers: x, and [y, 0...0].
"""
import json
import math
import sys

import numpy as np
import torch
from safetensors_file import write_safetensors
from torch.nn import functional as F

LAYERS, HIDDEN, POSITIONS = 3, 24, 64


def parameters(dim):
    yield from (("_read_in.weight", (HIDDEN, dim)), ("_read_in.bias", (HIDDEN,)))  # of nn.Linear: [out, in]
    yield from (("_backbone.wte.weight", (1, HIDDEN)), ("_backbone.wpe.weight", (POSITIONS, HIDDEN)))
    for layer in range(LAYERS):
        at = f"_backbone.h.{layer}."
        for name, inputs, outputs in (
            ("attn.c_attn", HIDDEN, 3 * HIDDEN),
            ("attn.c_proj", HIDDEN, HIDDEN),
            ("mlp.c_fc", HIDDEN, 4 * HIDDEN),
            ("mlp.c_proj", 4 * HIDDEN, HIDDEN),
        ):  # of Conv1D: [in, out]
            yield from ((f"{at}{name}.weight", (inputs, outputs)), (f"{at}{name}.bias", (outputs,)))
        for name in ("ln_1", "ln_2"):
            yield from ((f"{at}{name}.weight", (HIDDEN,)), (f"{at}{name}.bias", (HIDDEN,)))
    yield from (("_backbone.ln_f.weight", (HIDDEN,)), ("_backbone.ln_f.bias", (HIDDEN,)))
    yield from (("_read_out.weight", (1, HIDDEN)), ("_read_out.bias", (1,)))


def make(path, dim):
    torch.manual_seed(3)
    state = {name: torch.randn(shape) / math.sqrt(shape[-1]) for name, shape in parameters(dim)}
    for layer in range(LAYERS):  # the buffers of Hugging Face's attention
        state[f"_backbone.h.{layer}.attn.bias"] = torch.tril(torch.ones(1, 1, POSITIONS, POSITIONS)).bool()
        state[f"_backbone.h.{layer}.attn.masked_bias"] = torch.tensor(-1e4)
    torch.save(state, path + ".pt")
    write_safetensors(path, state, None)


def forward(p, x, y, heads):
    batch, count, dim = x.shape
    tokens = torch.zeros(batch, 2 * count - 1, dim)
    tokens[:, ::2] = x
    tokens[:, 1::2, 0] = y[:, :-1]
    norm = lambda name, h: F.layer_norm(h, (HIDDEN,), p[name + ".weight"], p[name + ".bias"])
    conv = lambda name, h: h @ p[name + ".weight"] + p[name + ".bias"]
    length = tokens.shape[1]
    h = F.linear(tokens, p["_read_in.weight"], p["_read_in.bias"]) + p["_backbone.wpe.weight"][:length]
    causal = torch.full((length, length), -math.inf).triu(1)
    for layer in range(LAYERS):
        at = f"_backbone.h.{layer}."
        q, k, v = conv(at + "attn.c_attn", norm(at + "ln_1", h)).view(batch, length, 3, heads, -1).permute(2, 0, 3, 1, 4)
        weights = (q @ k.transpose(-1, -2) / math.sqrt(HIDDEN // heads) + causal).softmax(-1)
        h = h + conv(at + "attn.c_proj", (weights @ v).transpose(1, 2).reshape(batch, length, HIDDEN))
        up = conv(at + "mlp.c_fc", norm(at + "ln_2", h))
        up = 0.5 * up * (1 + torch.tanh(math.sqrt(2 / math.pi) * (up + 0.044715 * up**3)))
        h = h + conv(at + "mlp.c_proj", up)
    return F.linear(norm("_backbone.ln_f", h), p["_read_out.weight"], p["_read_out.bias"])[:, ::2, 0]


def answer(path, npz, heads):
    arrays = np.load(npz)
    answers = forward(torch.load(path), torch.tensor(arrays["x"]), torch.tensor(arrays["y"]), heads).numpy()
    apart, size = np.abs(answers - arrays["transformer"]).max(), np.sqrt((answers**2).mean())
    print(json.dumps({"largestDifference": float(apart), "rootMeanSquare": float(size), "shape": list(answers.shape)}))


if __name__ == "__main__":
    torch.set_num_threads(1)
    mode, path, *rest = sys.argv[1:]
    if mode == "make":
        make(path, int(rest[0]))
    else:
        answer(path, rest[0], int(rest[1]))
