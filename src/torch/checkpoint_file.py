"""Checkpoints as the lab reads and writes them: docs/file-formats.md, src/checkpoints/checkpoint.ts."""
import hashlib
import json
import os
import struct

import numpy as np

from run_files import InputError, to_json, write_atomic

PARTS = ("first", "second")  # of the optimiser's state, stored as optimizer.<part>.<name>


def read_safetensors(path):
    """The arrays of a .safetensors file as float32, by name, and its metadata."""
    try:
        with open(path, "rb") as file:
            (size,) = struct.unpack("<Q", file.read(8))
            if size > os.path.getsize(path):
                raise ValueError
            header = json.loads(file.read(size))
            data = file.read()
        metadata = header.pop("__metadata__", None) or {}
        if not all(isinstance(text, str) for text in metadata.values()):
            raise ValueError
        arrays = {}
        for name, entry in header.items():
            begin, end = entry["data_offsets"]
            numbers = np.frombuffer(data[begin:end], {"F32": "<f4", "F16": "<f2"}[entry["dtype"]])
            arrays[name] = numbers.astype(np.float32).reshape(entry["shape"])
        return arrays, metadata
    except OSError as error:
        raise InputError(f"invalid checkpoint: {path} cannot be read, {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError, struct.error):
        raise InputError(f"invalid checkpoint: expected a .safetensors file of float32, got {path}") from None


def state_sha256(metadata, first, second):
    hashed = sorted([name, value] for name, value in metadata.items() if name != "stateSha256")
    sha256 = hashlib.sha256(to_json(hashed).encode())
    for part in (first, second):
        sha256.update(part.tobytes())
    return sha256.hexdigest()


def parameters_sha256(parameters):
    return hashlib.sha256(parameters.tobytes()).hexdigest()


def write_checkpoint(path, shapes, run, step, seconds, state, backend):
    """Writes parameters and optimiser state, each one flat float32 array in the order of `shapes`. Returns the parameters' hash."""
    parameters, first, second = (np.ascontiguousarray(part, "<f4") for part in state)
    metadata = {
        "kind": "icl-lab checkpoint",
        "format": "1",
        "version": run["version"],
        "step": str(step),
        "secondsTraining": repr(float(seconds)),
        "backend": backend,
        "config": to_json(run["config"]),
        "parametersSha256": parameters_sha256(parameters),
    }
    if run["definitions"]:
        metadata["definitions"] = to_json(run["definitions"])
    metadata["stateSha256"] = state_sha256(metadata, first, second)
    header, begin = {"__metadata__": metadata}, 0
    for prefix in ("", *(f"optimizer.{part}." for part in PARTS)):
        for name, shape in shapes.items():
            end = begin + 4 * int(np.prod(shape))
            header[prefix + name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [begin, end]}
            begin = end
    text = to_json(header).encode()
    text += b" " * (-len(text) % 8)
    write_atomic(path, struct.pack("<Q", len(text)), text, *(part.tobytes() for part in (parameters, first, second)))
    return metadata["parametersSha256"]


def read_checkpoint(path, shapes, config):
    """The step, the seconds of training and the three flat arrays of a checkpoint of this config. Raises InputError."""
    if not os.path.isfile(path):
        raise InputError(f"invalid --resume: expected a checkpoint, got {path}, which is not a file")
    arrays, metadata = read_safetensors(path)
    if metadata.get("kind") != "icl-lab checkpoint" or "trainedSha256" in metadata:
        raise InputError(f"invalid --resume: expected an icl-lab checkpoint with an optimiser's state, got {path}")
    try:
        step, seconds, found = int(metadata["step"]), float(metadata["secondsTraining"]), json.loads(metadata["config"])
        if not (isinstance(found, dict) and step >= 0 and 0 <= seconds < float("inf")):
            raise ValueError
    except (KeyError, ValueError, RecursionError):
        raise InputError(f"invalid checkpoint: expected its step, seconds and config, got others in {path}") from None
    require_same_config(found, config, step)
    state = []
    for prefix in ("", *(f"optimizer.{part}." for part in PARTS)):
        for name, shape in shapes.items():
            found = arrays.get(prefix + name)
            if found is None or found.shape != shape:
                got = "none" if found is None else list(found.shape)
                raise InputError(f"invalid checkpoint: expected {prefix}{name} {list(shape)}, got {got}")
        state.append(np.concatenate([arrays[prefix + name].ravel() for name in shapes]))
    if parameters_sha256(state[0]) != metadata.get("parametersSha256"):
        raise InputError(f"invalid checkpoint: the parameters in {path} do not match their SHA-256")
    if "stateSha256" in metadata and state_sha256(metadata, *state[1:]) != metadata["stateSha256"]:
        raise InputError(f"invalid checkpoint: the state in {path} does not match its SHA-256")
    return step, seconds, state


def require_same_config(found, expected, step):
    """Raises InputError if a checkpoint's config is another one. Changes of rates after its step may differ."""
    differing = []
    for group, settings in expected.items():
        theirs, ours = found.get(group), settings
        pairs = [("", theirs, ours)]
        if isinstance(ours, dict):
            theirs = theirs if isinstance(theirs, dict) else {}
            pairs = [(f".{name}", theirs.get(name), ours.get(name)) for name in sorted({*ours, *theirs})]
        for name, a, b in pairs:
            if group + name == "training.changes":
                a, b = (changes_until(text, step) for text in (a, b))
            if a != b:
                differing.append(f"{group}{name} ({a}, not {b})")
    if differing:
        listed = ", ".join(differing)
        raise InputError(f"invalid --resume: expected a checkpoint of the same config, got one that differs in {listed}")


def changes_until(text, step):
    """The changes of rates up to a step; the whole text if it is not a list of changes."""
    try:
        return [part for part in (text or "").split("_") if part and int(part.split("@")[1]) <= step]
    except (AttributeError, IndexError, ValueError):
        return text
