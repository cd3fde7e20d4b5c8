#!/usr/bin/env python3
"""Writes fieldModels.json: the blocks of two papers in PyTorch, their answers, loss and gradient.

    /usr/bin/python3 test/reference/fieldModels.py > test/reference/fieldModels.json

akyurek: Akyürek et al. 2022 (released code): x = LN(x); x = x + Attn(x); x = LN(x); x = x + MLP(x); heads of H / K²; biases
everywhere; tanh GELU; no last LayerNorm. gpt2: Hugging Face's GPT-2 as in Garg et al. 2022: x = x + Attn(LN(x));
x = x + MLP(LN(x)); a last LayerNorm; the same biases and GELU. Shares no line with src. Parameters are listed under the
names and in the order of a checkpoint; matrices are [in, out].
"""
import json
import math
import sys

import torch
from torch.nn import functional as F

L, H, K, D, N, B = 2, 8, 2, 2, 3, 4
T = 2 * N + 1


def shapes(head, last):
    """Names and shapes of the parameters, with heads of `head` numbers, and a last LayerNorm or not."""
    yield from [("read_in.weight", (D + 1, H)), ("read_in.bias", (H,)), ("wpe.weight", (T, H))]
    for layer in range(L):
        at = f"h.{layer}."
        yield from [(at + "ln_1.weight", (H,)), (at + "ln_1.bias", (H,))]
        yield from [(at + "attn.c_attn.weight", (H, 3 * K * head)), (at + "attn.c_attn.bias", (3 * K * head,))]
        yield from [(at + "attn.c_proj.weight", (K * head, H)), (at + "attn.c_proj.bias", (H,))]
        yield from [(at + "ln_2.weight", (H,)), (at + "ln_2.bias", (H,))]
        yield from [(at + "mlp.c_fc.weight", (H, 4 * H)), (at + "mlp.c_fc.bias", (4 * H,))]
        yield from [(at + "mlp.c_proj.weight", (4 * H, H)), (at + "mlp.c_proj.bias", (H,))]
    if last:
        yield from [("ln_f.weight", (H,)), ("ln_f.bias", (H,))]
    yield from [("read_out.weight", (H, 1)), ("read_out.bias", (1,))]


def normal(p, name, x):
    return F.layer_norm(x, (H,), p[name + ".weight"], p[name + ".bias"])


def affine(p, name, x):
    return torch.addmm(p[name + ".bias"], x.reshape(-1, x.shape[-1]), p[name + ".weight"]).reshape(*x.shape[:-1], -1)


def attend(p, at, x, head):
    """Causal attention, one prompt, one head and one token at a time."""
    qkv = affine(p, at + "c_attn", x)
    out = []
    for b in range(B):
        for t in range(T):
            mixed = []
            for k in range(K):
                part = lambda which, s: qkv[b, s, which * K * head + k * head : which * K * head + (k + 1) * head]
                scores = torch.stack([part(0, t) @ part(1, s) / math.sqrt(head) for s in range(t + 1)])
                weights = scores.exp() / scores.exp().sum()
                mixed.append(sum(weights[s] * part(2, s) for s in range(t + 1)))
            out.append(torch.cat(mixed))
    return affine(p, at + "c_proj", torch.stack(out).reshape(B, T, K * head))


def gelu(x):
    return x * 0.5 * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def mlp(p, at, x):
    return affine(p, at + "c_proj", gelu(affine(p, at + "c_fc", x)))


def akyurek(p, x, head):
    for layer in range(L):
        at = f"h.{layer}."
        x = normal(p, at + "ln_1", x)
        x = x + attend(p, at + "attn.", x, head)
        x = normal(p, at + "ln_2", x)
        x = x + mlp(p, at + "mlp.", x)
    return x


def gpt2(p, x, head):
    for layer in range(L):
        at = f"h.{layer}."
        x = x + attend(p, at + "attn.", normal(p, at + "ln_1", x), head)
        x = x + mlp(p, at + "mlp.", normal(p, at + "ln_2", x))
    return normal(p, "ln_f", x)


def case(name, blocks, head, settings):
    parameters = {}
    for tensor, shape in shapes(head, last=settings["norm"] == "pre"):
        middle = 1.0 if tensor.endswith("weight") and "ln_" in tensor else 0.0
        drawn = middle + 0.4 * torch.randn(shape) / math.sqrt(shape[0] if len(shape) > 1 else 4)
        parameters[tensor] = drawn.float().double().requires_grad_()
    x = torch.randn(B, N + 1, D).float().double()
    y = torch.einsum("bnd,bd->bn", x, torch.randn(B, D)).float().double()
    tokens = torch.zeros(B, T, D + 1)
    tokens[:, ::2, 1:] = x
    tokens[:, 1::2, 0] = y[:, :-1]
    states = affine(parameters, "read_in", tokens) + parameters["wpe.weight"]
    answers = affine(parameters, "read_out", blocks(parameters, states, head))[:, ::2, 0]
    loss = ((answers - y) ** 2).mean()
    loss.backward()
    flat = lambda tensors: [float(f"{v:.9g}") for each in tensors for v in each.detach().reshape(-1).tolist()]
    return {
        "name": name,
        "model": {**settings, "layers": L, "hiddenSize": H, "heads": K},
        "names": list(parameters),
        "x": flat([x]),
        "y": flat([y]),
        "answers": flat([answers]),
        "loss": loss.item(),
        "parameters": flat(parameters.values()),
        "gradient": flat(p.grad for p in parameters.values()),
    }


def main():
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(7)
    of_both = {"attentionBias": "on", "activation": "gelu-tanh"}
    cases = [
        case("akyurek", akyurek, H // K**2, {**of_both, "norm": "carried", "headSize": H // K**2}),
        case("gpt2", gpt2, H // K, {**of_both, "norm": "pre"}),
    ]
    out = {
        "source": "test/reference/fieldModels.py",
        "versions": {"python": sys.version.split()[0], "torch": torch.__version__},
        "shape": {"dim": D, "exemplars": N, "prompts": B},
        "cases": cases,
    }
    json.dump(out, sys.stdout)
    print()


main()
