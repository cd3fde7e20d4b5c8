#!/usr/bin/env python3
"""A transformer that PyTorch makes, by the names and shapes that docs/file-formats.md documents and nothing else.

    /usr/bin/python3 test/torch/model.py make CONFIG.json MODEL.safetensors MODEL.pt [--steps N] [--metadata]
    /usr/bin/python3 test/torch/model.py answer CONFIG.json MODEL.pt predictions.npz

make: from random parameters, trained N steps with Adam, written as plain safetensors and as PyTorch's own file; the config
goes into the metadata where asked. answer: the same module, from PyTorch's own file, on the prompts of `compare`; prints
how far its answers are from those in the file.
"""
import argparse
import json
import math

import numpy as np
import torch
from safetensors_file import write_safetensors
from torch import nn
from torch.nn import functional as F


class Affine(nn.Module):
    """x W + b, with W [in, out] as GPT-2 stores it."""

    def __init__(self, inputs, outputs, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(inputs, outputs) / math.sqrt(inputs))
        self.bias = nn.Parameter(0.1 * torch.randn(outputs)) if bias else None

    def forward(self, x):
        return x @ self.weight + (0 if self.bias is None else self.bias)


class Attention(nn.Module):
    def __init__(self, hidden, heads, linear):
        super().__init__()
        self.heads, self.linear = heads, linear
        self.c_attn = Affine(hidden, 3 * hidden, bias=False)
        self.c_proj = Affine(hidden, hidden, bias=False)

    def forward(self, x, seen):
        batch, length, hidden = x.shape
        split = lambda part: part.view(batch, length, self.heads, hidden // self.heads).transpose(1, 2)
        q, k, v = map(split, self.c_attn(x).split(hidden, -1))
        scores = q @ k.transpose(-1, -2) / math.sqrt(hidden // self.heads)
        weights = scores.masked_fill(~seen, 0) if self.linear else scores.masked_fill(~seen, -math.inf).softmax(-1)
        return self.c_proj((weights @ v).transpose(1, 2).reshape(batch, length, hidden))


class Mlp(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.c_fc = Affine(hidden, 4 * hidden)
        self.c_proj = Affine(4 * hidden, hidden)

    def forward(self, x):
        return self.c_proj(F.gelu(self.c_fc(x)))


class Block(nn.Module):
    def __init__(self, model, norm):
        super().__init__()
        hidden = model["hiddenSize"]
        self.ln_1 = norm(hidden)
        self.attn = Attention(hidden, model["heads"], model["attention"] == "linear")
        self.ln_2 = norm(hidden) if model["mlp"] == "on" else None
        self.mlp = Mlp(hidden) if model["mlp"] == "on" else None

    def forward(self, h, seen):
        h = h + self.attn(self.ln_1(h), seen)
        return h if self.mlp is None else h + self.mlp(self.ln_2(h))


class Transformer(nn.Module):
    def __init__(self, config):
        super().__init__()
        model, dim, exemplars = config["model"], config["prompts"]["dim"], config["prompts"]["exemplars"]
        hidden, self.paired = model["hiddenSize"], model["tokens"] == "paired"
        tokens = exemplars + 1 if self.paired else 2 * exemplars + 1
        norm = nn.LayerNorm if model["norm"] == "pre" else lambda _: nn.Identity()
        self.read_in = Affine(dim + 1, hidden)
        self.wpe = nn.Embedding(tokens, hidden) if model["positions"] == "learned" else None
        if self.wpe is not None:
            nn.init.normal_(self.wpe.weight, std=0.1)
        self.h = nn.ModuleList(Block(model, norm) for _ in range(model["layers"]))
        self.ln_f = norm(hidden)
        self.read_out = Affine(hidden, 1)

    def forward(self, x, y):
        """Answers [B, N + 1] to prompts x [B, N + 1, D], y [B, N + 1]."""
        if self.paired:
            return torch.stack([self.after(x, y, n) for n in range(x.shape[1])], 1)
        batch, positions, dim = x.shape
        tokens = torch.zeros(batch, 2 * positions - 1, dim + 1)
        tokens[:, ::2, 1:] = x
        tokens[:, 1::2, 0] = y[:, :-1]
        return self.read(tokens, torch.ones(tokens.shape[1], tokens.shape[1], dtype=torch.bool).tril())[:, ::2]

    def after(self, x, y, n):
        """Answers [B] to query n after n exemplars, which all see each other but not the query."""
        tokens = torch.cat([y[:, : n + 1, None], x[:, : n + 1]], -1)
        tokens[:, n, 0] = 0
        seen = torch.eye(n + 1, dtype=torch.bool)
        seen[:, :n] = True
        return self.read(tokens, seen)[:, n]

    def read(self, tokens, seen):
        """The number read at every token, [B, T], of tokens [B, T, D + 1]; token i attends to those j with seen[i, j]."""
        h = self.read_in(tokens)
        if self.wpe is not None:
            h = h + self.wpe(torch.arange(tokens.shape[1]))
        for block in self.h:
            h = block(h, seen)
        return self.read_out(self.ln_f(h))[..., 0]


def train(model, config, steps):
    prompts = config["prompts"]
    optimizer = torch.optim.Adam(model.parameters(), 5e-3)
    for _ in range(steps):
        w = torch.randn(64, prompts["dim"], 1)
        x = torch.randn(64, prompts["exemplars"] + 1, prompts["dim"])
        y = (x @ w)[..., 0]
        loss = ((model(x, y) - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def make(config, arguments):
    torch.manual_seed(1)
    model = Transformer(config)
    train(model, config, arguments.steps)
    torch.save(model.state_dict(), arguments.pt)
    metadata = {"format": "pt", "config": json.dumps(config)} if arguments.metadata else None
    write_safetensors(arguments.safetensors, model.state_dict(), metadata)


def answer(config, arguments):
    model = Transformer(config)
    model.load_state_dict(torch.load(arguments.pt))
    arrays = np.load(arguments.npz)
    with torch.no_grad():
        answers = model(torch.tensor(arrays["x"]), torch.tensor(arrays["y"])).numpy()
    theirs = arrays["transformer"]
    difference, size = float(np.abs(answers - theirs).max()), float(np.sqrt((answers**2).mean()))
    print(json.dumps({"shape": list(theirs.shape), "largestDifference": difference, "rootMeanSquare": size}))


def main():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(required=True)
    for name, run, files in (("make", make, ("safetensors", "pt")), ("answer", answer, ("pt", "npz"))):
        command = commands.add_parser(name)
        for file in ("config", *files):
            command.add_argument(file)
        command.set_defaults(run=run)
        if run is make:
            command.add_argument("--steps", type=int, default=0)
            command.add_argument("--metadata", action="store_true")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    with open(arguments.config) as file:
        arguments.run(json.load(file), arguments)


if __name__ == "__main__":
    main()
