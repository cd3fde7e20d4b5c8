#!/usr/bin/env python3
"""A transformer that PyTorch makes: src/torch/transformer.py with random parameters, or trained.

    /usr/bin/python3 test/torch/model.py make CONFIG.json MODEL.safetensors MODEL.pt [--steps N] [--metadata]
    /usr/bin/python3 test/torch/model.py answer CONFIG.json MODEL.pt predictions.npz

make: from random parameters, trained N steps with Adam, written as plain safetensors and as PyTorch's own file; the config
goes into the metadata where asked. answer: the same module, from PyTorch's own file, on the prompts of `compare`; prints
how far its answers are from those in the file.
"""
import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch
from safetensors_file import write_safetensors

sys.path.insert(0, str(Path(__file__).parents[2] / "src/torch"))
from transformer import Transformer  # noqa: E402


def untrained(config):
    """A transformer with random parameters, none of them 0 or 1 throughout."""
    transformer = Transformer(config)
    with torch.no_grad():
        for name, parameter in transformer.named_parameters():
            if name.endswith("bias") or name == "wpe.weight":
                parameter.copy_(0.1 * torch.randn_like(parameter))
    return transformer


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
    model = untrained(config)
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
