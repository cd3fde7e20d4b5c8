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
        if self.symbols:
            return self.answer_symbols(x, y, symbols, instruction)
        if self.paired:
            return torch.stack([self.answer_paired(x, y, n) for n in range(x.shape[1])], 1)
        batch, positions, dim = x.shape
        tokens = x.new_zeros(batch, 2 * positions - 1, dim + 1)  # [0, x], [y, 0], [0, x], ...
        tokens[:, ::2, 1:] = x
        tokens[:, 1::2, 0] = y[:, :-1]
        return self.read(tokens, self.causal(tokens))[:, ::2, 0]

    def answer_paired(self, x, y, n):
        """Answers [B] to query n after n exemplars [y, x], which attend to each other but not to the query [0, x]."""
        tokens = torch.cat([y[:, : n + 1, None], x[:, : n + 1]], -1)
        tokens[:, n, 0] = 0
        seen = torch.eye(n + 1, dtype=torch.bool)
        seen[:, :n] = True
        return self.read(tokens, seen)[:, n, 0]

    def answer_symbols(self, x, y, symbols, instruction):
        """Answers [B, n + 1]: the position of the output between the two symbols, from -1 to 1."""
        batch, positions, dim = x.shape
        size = symbols.shape[-1]
        tokens = x.new_zeros(batch, 2 * positions, size + dim)  # [instruction, 0], [0, x], [symbol, 0], [0, x], ...
        tokens[:, 0, :size] = instruction
        tokens[:, 1::2, size:] = x
        tokens[:, 2::2, :size] = symbols[torch.arange(batch)[:, None], (y > 0).long()][:, :-1]
        out = self.read(tokens, self.causal(tokens))[:, 1::2]
        apart = symbols[:, 1] - symbols[:, 0]
        return 2 * (out @ apart[..., None])[..., 0] / (apart**2).sum(-1, keepdim=True)

    @staticmethod
    def causal(tokens):
        return torch.ones(tokens.shape[1], tokens.shape[1], dtype=torch.bool).tril()

    def read(self, tokens, seen):
        """The output at every token, [B, T, M], for tokens [B, T, M + D]; token i attends to those j with seen[i, j]."""
        h = self.read_in(tokens)
        if self.wpe is not None:
            h = h + self.wpe(torch.arange(tokens.shape[1]))
        for block in self.h:
            h = block(h, seen)
        return self.read_out(self.ln_f(h))
