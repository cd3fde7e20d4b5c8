"""The parameters at step 0, as transformerSpecs in src/transformer/model.ts describes them."""
import math

import numpy as np

from random_numbers import Random
from run_files import InputError


def initial(name, shape, model):
    """How a tensor begins: as a constant, or as normals of a standard deviation."""
    last = name.split(".")[-2]  # the module of the tensor
    if name.endswith(".bias") or last in ("wpe", "c_proj"):
        return "constant", 0.0
    if last.startswith("ln_"):
        return "constant", 1.0
    variance = {"read_in": 1 / 48 if model["norm"] == "pre" else 1, "c_attn": 1}.get(last, 1 / 3)
    return "normal", math.sqrt(variance / shape[0])


def initial_parameters(shapes, config):
    """One flat float32 array in the order of `shapes`. Tensor k draws from number k of the stream `init`."""
    if config["model"]["init"] != "random":
        raise InputError(f'invalid model.init: must be "random" in PyTorch, got "{config["model"]["init"]}"')
    parts = []
    for k, (name, shape) in enumerate(shapes.items()):
        kind, value = initial(name, shape, config["model"])
        count = int(np.prod(shape))
        drawn = Random(config["seed"], "init", k).many_normals(count) if kind == "normal" else np.ones(count)
        parts.append((value * drawn).astype("<f4"))
    return np.concatenate(parts)
