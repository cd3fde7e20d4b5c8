"""The transformer, by the names of the parameters of a checkpoint (docs/file-formats.md)."""
import math

import torch
from torch import nn
from torch.nn import functional as F


class Affine(nn.Module):
    """x W + b, with W [in, out] as GPT-2 stores it."""

    def __init__(self, inputs, outputs, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(inputs, outputs) / math.sqrt(inputs))
        self.bias = nn.Parameter(torch.zeros(outputs)) if bias else None

    def forward(self, x):
        return x @ self.weight if self.bias is None else x @ self.weight + self.bias


ATTENTION = {  # weights from scores [B, K, T, T], by attention kind
    "softmax": lambda scores, seen: scores.masked_fill(~seen, -math.inf).softmax(-1),
    "linear": lambda scores, seen: scores.masked_fill(~seen, 0.0),
}


ACTIVATION = {"gelu": F.gelu, "gelu-tanh": lambda x: F.gelu(x, approximate="tanh")}


class Attention(nn.Module):
    def __init__(self, model):
        super().__init__()
        hidden, self.heads, self.kind = model["hiddenSize"], model["heads"], model["attention"]
        self.size = model.get("headSize", 0) or hidden // self.heads  # numbers of a head
        bias = model.get("attentionBias", "off") == "on"
        self.c_attn = Affine(hidden, 3 * self.heads * self.size, bias)
        self.c_proj = Affine(self.heads * self.size, hidden, bias)

    def forward(self, x, seen):
        """x [B, T, H]; token i attends to those j with seen[i, j]."""
        batch, length, _ = x.shape
        parts = self.c_attn(x).chunk(3, -1)
        q, k, v = (part.view(batch, length, self.heads, self.size).transpose(1, 2) for part in parts)
        scores = q @ k.transpose(-1, -2) / math.sqrt(self.size)
        weights = ATTENTION[self.kind](scores, seen)
        return self.c_proj((weights @ v).transpose(1, 2).reshape(batch, length, -1))


class Mlp(nn.Module):
    def __init__(self, model):
        super().__init__()
        hidden, self.activation = model["hiddenSize"], ACTIVATION[model.get("activation", "gelu")]
        self.c_fc = Affine(hidden, 4 * hidden)
        self.c_proj = Affine(4 * hidden, hidden)

    def forward(self, x):
        return self.c_proj(self.activation(self.c_fc(x)))


class Block(nn.Module):
    def __init__(self, model):
        super().__init__()
        hidden, self.carried = model["hiddenSize"], model["norm"] == "carried"
        norm = nn.Identity if model["norm"] == "none" else nn.LayerNorm
        self.ln_1 = norm(hidden)
        self.attn = Attention(model)
        self.ln_2 = norm(hidden) if model["mlp"] == "on" else None
        self.mlp = Mlp(model) if model["mlp"] == "on" else None

    def forward(self, h, seen):
        h = self.added(h, self.ln_1, lambda x: self.attn(x, seen))
        return h if self.mlp is None else self.added(h, self.ln_2, self.mlp)

    def added(self, h, norm, half):
        """The stream after half a block; if it carries the normalised states, they are what the half is added to."""
        x = norm(h)
        return (x if self.carried else h) + half(x)


class Transformer(nn.Module):
    """The transformer of a config: its `prompts` and its `model`, as in a checkpoint."""

    def __init__(self, config):
        super().__init__()
        model, prompts = config["model"], config["prompts"]
        exemplars, hidden = prompts["exemplars"], model["hiddenSize"]
        self.paired, self.symbols = model["tokens"] == "paired", model["readout"] == "symbol"
        label = prompts["symbolSize"] if self.symbols else 1  # numbers in a label
        tokens = exemplars + 1 if self.paired else 2 * exemplars + (2 if self.symbols else 1)
        self.read_in = Affine(label + prompts["dim"], hidden)
        self.wpe = nn.Embedding(tokens, hidden) if model["positions"] == "learned" else None
        self.h = nn.ModuleList(Block(model) for _ in range(model["layers"]))
        self.ln_f = nn.LayerNorm(hidden) if model["norm"] == "pre" else nn.Identity()
        self.read_out = Affine(hidden, label)

    def forward(self, x, y, symbols=None, instruction=None):
        """Answers [B, n + 1] to x [B, n + 1, D] after the 0...n exemplars before each, n at most N; y [B, n + 1].

        If labels are symbols: what is written for y = -1 and for y = 1, symbols [B, 2, M]; instruction [B, M].
        """
        if self.paired:
            return torch.cat([self.outputs(x[:, : n + 1], y[:, : n + 1]) for n in range(x.shape[1])], 1)[..., 0]
        out = self.outputs(x, y, symbols, instruction)
        if not self.symbols:
            return out[..., 0]
        apart = symbols[:, 1] - symbols[:, 0]  # the answer is the position of the output between the two, from -1 to 1
        return 2 * (out @ apart[..., None])[..., 0] / (apart**2).sum(-1, keepdim=True)

    def outputs(self, x, y, symbols=None, instruction=None):
        """The outputs [B, P, M] of one pass at its queries: P = n + 1, or the last alone if tokens are paired."""
        labels = self.labels(y, symbols)
        batch, positions, dim = x.shape
        size = labels.shape[-1]
        if self.paired:  # exemplars [y, x] attend to each other but not to the query [0, x]
            tokens = torch.cat([labels, x], -1)
            tokens[:, -1, :size] = 0
            seen = torch.eye(positions, dtype=torch.bool, device=x.device)
            seen[:, :-1] = True
            return self.read(tokens, seen)[:, -1:]
        ahead = 1 if self.symbols else 0  # [instruction, 0], then [0, x], [label, 0], [0, x], ...
        tokens = x.new_zeros(batch, ahead + 2 * positions - 1, size + dim)
        if self.symbols:
            tokens[:, 0, :size] = instruction
        tokens[:, ahead::2, size:] = x
        tokens[:, ahead + 1 :: 2, :size] = labels[:, :-1]
        seen = torch.ones(tokens.shape[1], tokens.shape[1], dtype=torch.bool, device=x.device).tril()
        return self.read(tokens, seen)[:, ahead::2]

    def labels(self, y, symbols=None):
        """y [B, n + 1] as written in a prompt, [B, n + 1, M]: the number itself, or the symbol of its class."""
        if not self.symbols:
            return y[..., None]
        return symbols[torch.arange(len(y), device=y.device)[:, None], (y > 0).long()]

    def read(self, tokens, seen):
        """The output at every token, [B, T, M], for tokens [B, T, M + D]; token i attends to those j with seen[i, j]."""
        h = self.read_in(tokens)
        if self.wpe is not None:
            h = h + self.wpe(torch.arange(tokens.shape[1], device=tokens.device))
        for block in self.h:
            h = block(h, seen)
        return self.read_out(self.ln_f(h))
