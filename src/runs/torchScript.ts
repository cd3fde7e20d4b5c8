import type { Row } from "../comparison/row.ts";
import { runLabel } from "../config/runLabel.ts";
import type { Config } from "../config/schema.ts";
import { symbolSizeOf } from "../config/symbolSize.ts";
import { version } from "../config/version.ts";
import { deviationsOf } from "../tasks/families.ts";
import type { PromptSettings } from "../tasks/tasks.ts";

type Family<Id> = Extract<PromptSettings, { readonly family: Id }>;

/** A run as a script of PyTorch is to know it. */
export interface TorchRun {
  readonly config: Config;
  readonly step?: number; // of the parameters; the run's end where none is told
  readonly file: string; // their name, a .safetensors beside the script
  readonly rows: readonly Row[]; // of the run: what was measured at that step is held against what PyTorch answers
  readonly inHand?: TorchPrompt; // of a linear task with interleaved tokens: answered too
}

/** One prompt of n exemplars, n at most N, and what the transformer answered here. */
export interface TorchPrompt {
  readonly x: readonly number[]; // [n, D]
  readonly y: readonly number[]; // [n]
  readonly query: readonly number[]; // [D]
  readonly answer: number;
}

/**
 * A Python script that opens the run's parameters, draws its evaluation prompts as they were drawn here and answers them,
 * with PyTorch and NumPy alone; a prompt in hand before them. It ends with 0 where its mean squared errors are those that
 * the rows hold, and its answer to that prompt the one given.
 */
export function torchScript({ config, step, file, rows, inHand }: TorchRun): string {
  const measured = rows.filter(
    ({ metric, learner, statistic, at }) =>
      metric === "squaredError" &&
      learner === "transformer" &&
      statistic === "mean" &&
      step !== undefined &&
      at.step === step,
  );
  const errors = measured.map(({ value }) => value); // [N + 1], or none
  const { prompts, model, evaluation, seed } = config;
  const { layers, hiddenSize, heads } = model;
  const { tau, sigma } = deviationsOf(prompts);
  return [
    `#!/usr/bin/env python3
"""${runLabel(config)}${step === undefined ? "" : ` at step ${step}`}: the transformer and its prompts, in PyTorch. Written by ICL Lab ${version}.

    python3 THIS.py [PARAMETERS.safetensors] [ANSWERS.npz]

opens the parameters that were saved beside it, draws the run's evaluation prompts as the lab drew them, and answers them.
With ANSWERS.npz the prompts and the answers are kept there: x [B, N + 1, D], y and transformer [B, N + 1].
"""
import json
import math
import os
import struct
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

PARAMETERS = ${JSON.stringify(file)}
D, N = ${prompts.dim}, ${prompts.exemplars}  # numbers in each x, exemplars in a prompt
LAYERS, HIDDEN, HEADS = ${layers}, ${hiddenSize}, ${heads}
TAU, SIGMA = ${tau}, ${sigma}  # standard deviations of the task weights and of the noise
M = ${symbolSizeOf(prompts)}  # numbers a label is written in
SEED, PROMPTS = ${seed}, ${evaluation.prompts}
# Mean squared error / (D TAU²) after 0…N exemplars, as the lab measured it on these prompts at this step
MEASURED = [${errors.join(", ")}]
TOLERANCE = 1e-3
${inHand ? inHandOf(inHand) : ""}`,
    MODULES,
    attentionOf(model.attention),
    model.mlp === "on" ? MLP : "",
    blockOf(config),
    transformerOf(config),
    model.tokens === "paired" ? PAIRED : model.readout === "symbol" ? SYMBOLS : INTERLEAVED,
    OPENING,
    RANDOM,
    drawingOf(prompts),
    mainOf(inHand),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

const MODULES = `
class Affine(nn.Module):
    """x W + b, with W [in, out] as GPT-2 stores it."""

    def __init__(self, inputs, outputs, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(inputs, outputs))
        self.bias = nn.Parameter(torch.zeros(outputs)) if bias else None

    def forward(self, x):
        return x @ self.weight if self.bias is None else x @ self.weight + self.bias
`;

const attentionOf = (kind: Config["model"]["attention"]) => `
class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.c_attn = Affine(HIDDEN, 3 * HIDDEN, bias=False)
        self.c_proj = Affine(HIDDEN, HIDDEN, bias=False)

    def forward(self, x, seen):
        """x [B, T, H]; token i attends to those j with seen[i, j]."""
        B, T, H = x.shape
        q, k, v = (part.view(B, T, HEADS, H // HEADS).transpose(1, 2) for part in self.c_attn(x).split(H, -1))
        scores = q @ k.transpose(-1, -2) / math.sqrt(H // HEADS)
        weights = scores.masked_fill(~seen, ${kind === "linear" ? "0.0)  # linear: no softmax" : "-math.inf).softmax(-1)"}
        return self.c_proj((weights @ v).transpose(1, 2).reshape(B, T, H))
`;

const MLP = `
class Mlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.c_fc = Affine(HIDDEN, 4 * HIDDEN)
        self.c_proj = Affine(4 * HIDDEN, HIDDEN)

    def forward(self, x):
        return self.c_proj(F.gelu(self.c_fc(x)))
`;

function blockOf({ model }: Config): string {
  const [normed, mlp] = [model.norm === "pre", model.mlp === "on"];
  const norm = (name: string) => (normed ? `\n        self.${name} = nn.LayerNorm(HIDDEN)` : "");
  const of = (name: string) => (normed ? `self.${name}(h)` : "h");
  return `
class Block(nn.Module):
    def __init__(self):
        super().__init__()${norm("ln_1")}
        self.attn = Attention()${mlp ? `${norm("ln_2")}\n        self.mlp = Mlp()` : ""}

    def forward(self, h, seen):
        h = h + self.attn(${of("ln_1")}, seen)
        return ${mlp ? `h + self.mlp(${of("ln_2")})` : "h"}
`;
}

function transformerOf({ model }: Config): string {
  const tokens = model.tokens === "paired" ? "N + 1" : model.readout === "symbol" ? "2 * N + 2" : "2 * N + 1";
  const placed = model.positions === "learned";
  const normed = model.norm === "pre";
  return `
class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.read_in = Affine(M + D, HIDDEN)${placed ? `\n        self.wpe = nn.Embedding(${tokens}, HIDDEN)` : ""}
        self.h = nn.ModuleList(Block() for _ in range(LAYERS))${normed ? "\n        self.ln_f = nn.LayerNorm(HIDDEN)" : ""}
        self.read_out = Affine(HIDDEN, M)

    def read(self, tokens, seen):
        """What is read at every token, [B, T, M], of tokens [B, T, M + D]."""
        h = self.read_in(tokens)${placed ? " + self.wpe(torch.arange(tokens.shape[1]))" : ""}
        for block in self.h:
            h = block(h, seen)
        return self.read_out(${normed ? "self.ln_f(h)" : "h"})
`;
}

const INTERLEAVED = `    def forward(self, x, y):
        """Answers [B, n + 1] to x [B, n + 1, D] after the 0…n exemplars before each, n at most N; y [B, n + 1]."""
        B, positions, _ = x.shape
        tokens = torch.zeros(B, 2 * positions - 1, D + 1)  # [0, x], [y, 0], [0, x], …
        tokens[:, ::2, 1:] = x
        tokens[:, 1::2, 0] = y[:, :-1]
        return self.read(tokens, torch.ones(tokens.shape[1], tokens.shape[1], dtype=torch.bool).tril())[:, ::2, 0]
`;

const PAIRED = `    def forward(self, x, y):
        """Answers [B, n + 1] to x [B, n + 1, D] after the 0…n exemplars before each, n at most N; y [B, n + 1]."""
        return torch.stack([self.after(x, y, n) for n in range(x.shape[1])], 1)

    def after(self, x, y, n):
        """Answers [B] to query n after n exemplars [y, x], which all see each other but not the query [0, x]."""
        tokens = torch.cat([y[:, : n + 1, None], x[:, : n + 1]], -1)
        tokens[:, n, 0] = 0
        seen = torch.eye(n + 1, dtype=torch.bool)
        seen[:, :n] = True
        return self.read(tokens, seen)[:, n, 0]
`;

const SYMBOLS = `    def forward(self, x, y, symbols, instruction):
        """Answers [B, n + 1] to x [B, n + 1, D] after the 0…n exemplars before each, n at most N; y [B, n + 1];
        what is written for y = -1 and for y = 1, symbols [B, 2, M]; instruction [B, M]."""
        B, positions, _ = x.shape
        tokens = torch.zeros(B, 2 * positions, M + D)  # [instruction, 0], [0, x], [symbol, 0], [0, x], …
        tokens[:, 0, :M] = instruction
        tokens[:, 1::2, M:] = x
        tokens[:, 2::2, :M] = symbols[torch.arange(B)[:, None], (y > 0).long()][:, :-1]
        said = self.read(tokens, torch.ones(2 * positions, 2 * positions, dtype=torch.bool).tril())[:, 1::2]
        apart = symbols[:, 1] - symbols[:, 0]
        return 2 * (said @ apart[..., None])[..., 0] / (apart**2).sum(-1, keepdim=True)
`;

const OPENING = `
def opened(path):
    """The transformer with the parameters of a .safetensors file; an optimiser's state in it is left out."""
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    state = {}
    for name, entry in header.items():
        if name == "__metadata__" or name.startswith("optimizer."):
            continue
        begin, end = entry["data_offsets"]
        numbers = np.frombuffer(data[begin:end], {"F32": "<f4", "F16": "<f2"}[entry["dtype"]])
        state[name] = torch.tensor(numbers.astype(np.float32).reshape(entry["shape"]))
    transformer = Transformer()
    transformer.load_state_dict(state)
    return transformer.eval()
`;

const RANDOM = `
class Random:
    """The lab's stream of draw number \`index\` under a label: xoroshiro128+, its state mixed by ChaCha's rounds."""

    def __init__(self, label, index, seed=SEED):
        self.state = [0x61707865, 0x3320646E, 0x79622D32, 0x6B206574]
        for word in (seed, seed >> 32, *map(ord, label), -1 - len(label), index, index >> 32):
            self.state[0] ^= word & 0xFFFFFFFF
            self.stir()
        self.stir()
        self.spare = None

    def stir(self):
        a, b, c, d = self.state
        rotate = lambda x, bits: (x << bits | x >> 32 - bits) & 0xFFFFFFFF
        for _ in range(4):
            a = a + b & 0xFFFFFFFF
            d = rotate(d ^ a, 16)
            c = c + d & 0xFFFFFFFF
            b = rotate(b ^ c, 12)
            a = a + b & 0xFFFFFFFF
            d = rotate(d ^ a, 8)
            c = c + d & 0xFFFFFFFF
            b = rotate(b ^ c, 7)
        self.state = [a, b, c, d]

    def uniform(self):
        high, low, high2, low2 = self.state
        s, t = high << 32 | low, high2 << 32 | low2
        u = s ^ t
        rotate = lambda x, bits: (x << bits | x >> 64 - bits) & 0xFFFFFFFFFFFFFFFF
        v = (rotate(s, 24) ^ u ^ u << 16) & 0xFFFFFFFFFFFFFFFF
        w = rotate(u, 37)
        self.state = [v >> 32, v & 0xFFFFFFFF, w >> 32, w & 0xFFFFFFFF]
        return (s + t & 0xFFFFFFFF) / 2**32

    def integer(self, n):
        return int(self.uniform() * n)

    def normal(self):
        if self.spare is not None:
            value, self.spare = self.spare, None
            return value
        while True:
            u, v = 2 * self.uniform() - 1, 2 * self.uniform() - 1
            s = u * u + v * v
            if 0 < s < 1:
                scale = math.sqrt(-2 * math.log(s) / s)
                self.spare = v * scale
                return u * scale
`;

function drawnWeights(prompts: PromptSettings): string {
  if (prompts.family === "concept")
    return `natural = data.uniform() < ${prompts.natural}
        w = [TAU * (1 + ${prompts.spread} * data.normal() if natural else data.normal()) for _ in range(D)]`;
  if (prompts.family === "linear" && prompts.taskWeights === "ones")
    return `w = [TAU + 0 * data.normal() for _ in range(D)]  # the same for all`;
  return `w = [TAU * data.normal() for _ in range(D)]`;
}

function linearOf(prompts: PromptSettings): string {
  return `
def prompts(label, count):
    """x [B, N + 1, D] and y [B, N + 1] of a stream of the lab: "evaluation", "data" (training), "compare"."""
    x, y = np.zeros((count, N + 1, D), np.float32), np.zeros((count, N + 1), np.float32)
    for b in range(count):
        data, noise = Random(label, b), Random(label + "/noise", b)
        ${drawnWeights(prompts)}
        w = np.array(w, np.float32).astype(float)
        for i in range(N + 1):
            x[b, i] = [data.normal() for _ in range(D)]
            y[b, i] = w @ x[b, i].astype(float) + (SIGMA * noise.normal() if SIGMA > 0 else 0)${prompts.family === "document" ? documentOf(prompts.document, prompts.relevant) : ""}
    return torch.tensor(x), torch.tensor(y)
`;
}

const documentOf = (document: number, relevant: number) => `
        other = Random(label + "/document", b)
        if other.uniform() >= ${relevant}:
            off = np.array([TAU * other.normal() - each for each in w])
            for i in range(${document}):
                y[b, i] = float(y[b, i]) + off @ x[b, i].astype(float)`;

const halfspaceOf = (prompts: Family<"halfspace">) => `
def drawn(data):
    """a and t of one prompt, N exemplars half of each class, then the query; None where one class is too rare."""
    whole = lambda: [1 + data.integer(1000) for _ in range(D)]
    dot = lambda u, v: sum(p * q for p, q in zip(u, v))
    a = whole()${prompts.coefficients === "signed" ? "\n    a = [-each if data.uniform() < 0.5 else each for each in a]" : ""}
    t = dot(a, whole())
    query = whole()
    left, xs = [N // 2, N // 2], []
    for _ in range(4096):
        if len(xs) == N:
            break
        candidate = whole()
        side = int(dot(a, candidate) > t)
        if left[side] > 0:
            left[side] -= 1
            xs.append(candidate)
    if len(xs) < N:
        return None
    for k in range(N - 1, 0, -1):
        other = data.integer(k + 1)
        xs[k], xs[other] = xs[other], xs[k]
    return [(each, 1 if dot(a, each) > t else -1) for each in (*xs, query)]


def prompts(label, count):
    """x [B, N + 1, D] and y [B, N + 1] of a stream of the lab: "evaluation", "data" (training), "compare"."""
    x, y = np.zeros((count, N + 1, D), np.float32), np.zeros((count, N + 1), np.float32)
    for b in range(count):
        data, pairs = Random(label, b), None
        while pairs is None:
            pairs = drawn(data)
        for i, (each, sign) in enumerate(pairs):
            x[b, i] = (np.array(each) - 500.5) / math.sqrt((1000**2 - 1) / 12)
            y[b, i] = sign
    return torch.tensor(x), torch.tensor(y)
`;

const symbolsOf = (prompts: Family<"symbols">) => `
def lengthened(vector, length):
    vector = np.array(vector, np.float32).astype(float)
    return (vector * (length / math.sqrt((vector**2).sum()))).astype(np.float32)


def language(name):
    """A fixed map of the world from tasks to vectors, [D, M]."""
    random = Random("language/" + name, D, seed=0)
    return np.array([[random.normal() for _ in range(M)] for _ in range(D)])


def symbol(random):
    """An arbitrary one."""
    ${SYMBOL_KINDS[prompts.symbols]}


def prompts(label, count):
    """x [B, N + 1, D], y [B, N + 1], symbols [B, 2, M] and instructions [B, M] of a stream of the lab: "evaluation",
    "data" (training), "compare"."""
    x, y = np.zeros((count, N + 1, D), np.float32), np.zeros((count, N + 1), np.float32)
    symbols, instruction = np.zeros((count, 2, M), np.float32), np.zeros((count, M), np.float32)
    meaning, instructing = language("label"), language("instruction")
    for b in range(count):
        data, noise, random = Random(label, b), Random(label + "/noise", b), Random(label + "/symbols", b)
        w = lengthened([data.normal() for _ in range(D)], 1).astype(float)
        for i in range(N + 1):
            x[b, i] = [data.normal() for _ in range(D)]
            along = w @ x[b, i].astype(float) + (SIGMA * noise.normal() if SIGMA > 0 else 0)
            y[b, i] = 1 if along > 0 else -1
        natural, instructed = random.uniform() < ${prompts.natural}, random.uniform() < ${prompts.instructed}
        if natural:
            symbols[b, 1] = lengthened(w @ meaning, math.sqrt(M))
            symbols[b, 0] = -symbols[b, 1]
        else:
            symbols[b, 0] = symbols[b, 1] = symbol(random)
            while (symbols[b, 0] == symbols[b, 1]).all():
                symbols[b, 1] = symbol(random)
        if instructed:
            instruction[b] = lengthened(w @ instructing, math.sqrt(M))
    return tuple(torch.tensor(each) for each in (x, y, symbols, instruction))
`;

const SYMBOL_KINDS: Readonly<Record<Family<"symbols">["symbols"], string>> = {
  gaussian: "return lengthened([random.normal() for _ in range(M)], math.sqrt(M))",
  cube: "return lengthened([-1 if random.uniform() < 0.5 else 1 for _ in range(M)], math.sqrt(M))",
  pairs: `one, other = random.integer(M), random.integer(M - 1)
    vector = np.zeros(M)
    for place in (one, other if other < one else other + 1):
        vector[place] = -1 if random.uniform() < 0.5 else 1
    return lengthened(vector, math.sqrt(M))`,
};

/** How each family's prompts are drawn in Python. */
const drawings: { readonly [Id in PromptSettings["family"]]: (prompts: Family<Id>) => string } = {
  linear: linearOf,
  concept: linearOf,
  document: linearOf,
  halfspace: halfspaceOf,
  symbols: symbolsOf,
};

const drawingOf = (prompts: PromptSettings): string =>
  (drawings[prompts.family] as (prompts: PromptSettings) => string)(prompts);

const inHandOf = ({
  x,
  y,
  query,
  answer,
}: TorchPrompt) => `# The prompt in hand, the query after it, and what the lab answered
HELD_X, HELD_Y = [${x.join(", ")}], [${y.join(", ")}]
HELD_QUERY, HELD_ANSWER = [${query.join(", ")}], ${answer}
`;

const HELD = `        held = transformer(
            torch.tensor(HELD_X + HELD_QUERY).view(1, -1, D), torch.tensor(HELD_Y + [0.0]).view(1, -1)
        )[0, -1].item()
    print(f"the prompt in hand: {held:.6f}, in the lab {HELD_ANSWER:.6f}")
    if not abs(held - HELD_ANSWER) < TOLERANCE:
        return 1
`;

const mainOf = (inHand: TorchPrompt | undefined) => `
def main(path=os.path.join(os.path.dirname(os.path.abspath(__file__)), PARAMETERS), out=None):
    transformer = opened(path)
    x, y, *more = prompts("evaluation", PROMPTS)
    with torch.no_grad():
        answers = transformer(x, y, *more)
${inHand ? HELD : ""}    errors = ((answers - y) ** 2).mean(0) / (D * TAU**2)
    for n, error in enumerate(errors.tolist()):
        print(f"after {n} exemplars: squared error {error:.6f}" + (f", in the lab {MEASURED[n]:.6f}" if MEASURED else ""))
    if out is not None:
        np.savez(out, x=x, y=y, transformer=answers)
    if not MEASURED:
        return 0
    apart = (errors - torch.tensor(MEASURED)).abs().max().item()
    print(f"largest difference {apart:.1e}")
    return 0 if apart < TOLERANCE else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
`;
