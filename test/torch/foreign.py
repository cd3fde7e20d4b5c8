#!/usr/bin/env python3
"""One transformer of model.py's kind, stored by PyTorch in the ways in which people store theirs.

    /usr/bin/python3 test/torch/foreign.py CONFIG.json FOLDER

Writes plain.safetensors and, of the same parameters, a file for each other way.
"""
import json
import pathlib
import sys

import torch
from safetensors_file import write_safetensors
from torch import nn

from model import untrained


class Wrapped(nn.Module):
    """A module that holds the transformer in an attribute, as most training scripts do."""

    def __init__(self, inner):
        super().__init__()
        self.transformer = inner
        self.register_buffer("bias", torch.tril(torch.ones(9, 9, dtype=torch.bool))[None, None])


class Linears(nn.Module):
    """The same names, with every matrix in an nn.Linear: [out, in]."""

    def __init__(self, state):
        super().__init__()
        for name, tensor in state.items():
            *path, last = name.split(".")
            module = self
            for part in path:
                if not hasattr(module, part):
                    module.add_module(part, nn.Module())
                module = getattr(module, part)
            if tensor.dim() == 2 and name != "wpe.weight":
                linear = nn.Linear(tensor.shape[0], tensor.shape[1], bias=False)
                linear.weight.data = tensor.T.contiguous()
                module.weight = linear.weight
            else:
                setattr(module, last, nn.Parameter(tensor))


class OptimizedModule(nn.Module):
    """What torch.compile gives, by the name of its attribute, for a PyTorch before 2.0."""

    def __init__(self, inner):
        super().__init__()
        self._orig_mod = inner


compiled = getattr(torch, "compile", OptimizedModule)


def main():
    config, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    torch.manual_seed(1)
    model = untrained(json.loads(pathlib.Path(config).read_text()))
    state = model.state_dict()
    ways = {
        "plain": state,
        "parallel": nn.DataParallel(model).state_dict(),
        "wrapped": nn.DataParallel(Wrapped(model)).state_dict(),
        "compiled": compiled(model).state_dict(),
        "linears": Linears(state).state_dict(),
        "bf16": {name: tensor.to(torch.bfloat16) for name, tensor in state.items()},
        "f16": {name: tensor.half() for name, tensor in state.items()},
        "f64": {name: tensor.double() for name, tensor in state.items()},
    }
    for name, tensors in ways.items():
        write_safetensors(folder / f"{name}.safetensors", tensors, None)
    torch.save(state, folder / "zip.pt")
    torch.save(model, folder / "module.pt")
    torch.save(state, folder / "legacy.pt", _use_new_zipfile_serialization=False)
    torch.jit.save(torch.jit.script(nn.Linear(2, 2)), folder / "script.pt")
    print(json.dumps(sorted(ways)))


main()
