"""Opens a run's parameters and answers its evaluation prompts."""
import os

import numpy as np
import torch

from checkpoint_file import read_safetensors
from drawn_prompts import drawn_prompts
from transformer import Transformer


def open_transformer(config, path):
    """The transformer with the parameters of a .safetensors file; the optimiser's state in it is ignored."""
    arrays, _ = read_safetensors(path)
    transformer = Transformer(config)
    transformer.load_state_dict({k: torch.tensor(v) for k, v in arrays.items() if not k.startswith("optimizer.")})
    return transformer.eval()


def answer_prompt(transformer, prompt):
    """The answer to a given prompt."""
    x = torch.tensor(prompt["x"] + prompt["query"], dtype=torch.float32).view(1, -1, len(prompt["query"]))
    y = torch.tensor(prompt["y"] + [0], dtype=torch.float32).view(1, -1)
    return transformer(x, y)[0, -1].item()


def main(run, draw, path=None, out=None):
    """Prints the squared errors next to those of the lab. Returns 0 if they agree, otherwise 1."""
    config, measured, prompt = run["config"], run["measured"], run["prompt"]
    path = path or os.path.join(os.path.dirname(os.path.abspath(__file__)), run["parameters"])
    transformer = open_transformer(config, path)
    drawn = drawn_prompts(draw, config["prompts"], config["seed"], "evaluation", range(config["evaluation"]["prompts"]))
    prompts = {name: torch.tensor(each) for name, each in drawn.items()}
    with torch.no_grad():
        answers = transformer(**prompts)
        if prompt is not None:
            answer = answer_prompt(transformer, prompt)
            print(f"the given prompt: {answer:.6f}, in the lab {prompt['answer']:.6f}")
            if not abs(answer - prompt["answer"]) < run["tolerance"]:
                return 1
    errors = ((answers - prompts["y"]) ** 2).mean(0) / run["scale"]
    for n, error in enumerate(errors.tolist()):
        print(f"after {n} exemplars: squared error {error:.6f}" + (f", in the lab {measured[n]:.6f}" if measured else ""))
    if out is not None:
        np.savez(out, transformer=answers, **prompts)
    if not measured:
        return 0
    apart = (errors - torch.tensor(measured)).abs().max().item()
    print(f"largest difference {apart:.1e}")
    return 0 if apart < run["tolerance"] else 1
