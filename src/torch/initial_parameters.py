"""The parameters at step 0, as transformerSpecs in src/transformer/specs.ts describes them."""
import math

import numpy as np

from random_numbers import Random


def of_lab(module, inputs, model):
    """The lab's own: see `random` in src/transformer/specs.ts."""
    if module in ("wpe", "c_proj"):
        return "constant", 0.0
    variance = {"read_in": 1.0 if model["norm"] == "none" else 1 / 48, "c_attn": 1.0}.get(module, 1 / 3)
    return "normal", math.sqrt(variance / inputs)


def of_gpt2(module, inputs, model):
    """Of Garg et al. 2022: a GPT-2 of Hugging Face between two linear layers of PyTorch."""
    if module.startswith("read_"):
        return "uniform", math.sqrt(1 / inputs)
    return "normal", 0.02 / math.sqrt(2 * model["layers"]) if module == "c_proj" else 0.02


def initial(name, shapes, model):
    """How a tensor begins: as a constant, as normals of a standard deviation, or as uniforms up to a bound."""
    path, what = name.rsplit(".", 1)
    module, kind = path.split(".")[-1], model["init"]
    if module.startswith("ln_"):
        return "constant", 1.0 if what == "weight" else 0.0
    inputs = shapes[path + ".weight"][0]  # of positions: their number
    if kind == "uniform":  # of Akyürek et al. 2022: a bias is its own input
        return "uniform", math.sqrt(1 / shapes[name][0])
    if what == "bias":
        return of_gpt2(module, inputs, model) if kind == "gpt2" and module.startswith("read_") else ("constant", 0.0)
    return {"random": of_lab, "gpt2": of_gpt2}[kind](module, inputs, model)


def initial_parameters(shapes, config):
    """One flat float32 array in the order of `shapes`. Tensor k draws from number k of the stream `init`."""
    parts = []
    for k, name in enumerate(shapes):
        kind, value = initial(name, shapes, config["model"])
        count, random = int(np.prod(shapes[name])), Random(config["seed"], "init", k)
        drawn = {
            "constant": lambda: np.ones(count),
            "normal": lambda: random.many_normals(count),
            "uniform": lambda: 2 * random.uniforms(count) - 1,
        }[kind]()
        parts.append((value * drawn).astype("<f4"))
    return np.concatenate(parts)
