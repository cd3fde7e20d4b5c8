"""Published checkpoints, and the transformers in them, in PyTorch."""
import json
import struct
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[2] / "src/torch"))
from transformer import Transformer  # noqa: E402

TYPES = {"F16": np.float16, "F32": np.float32}
PROMPTS_AT_ONCE = 1024


class Trained:
    """A trained transformer with its config. Answers are NumPy arrays."""

    def __init__(self, path):
        content = Path(path).read_bytes()
        (length,) = struct.unpack("<Q", content[:8])
        header = json.loads(content[8 : 8 + length])
        self.config = json.loads(header["__metadata__"]["config"])
        self.transformer = Transformer(self.config)
        tensors = {name: self.read(entry, content[8 + length :]) for name, entry in header.items() if "dtype" in entry}
        self.transformer.load_state_dict(tensors)
        self.prompts = self.config["prompts"]

    @staticmethod
    def read(entry, data):
        first, last = entry["data_offsets"]
        values = np.frombuffer(data[first:last], TYPES[entry["dtype"]]).reshape(entry["shape"])
        return torch.tensor(values.astype(np.float32))

    def answer(self, x, y, symbols=None, instruction=None):
        """Answers [B, n + 1] to x [B, n + 1, D] after 0...n exemplars."""
        arrays = [a for a in (x, y, symbols, instruction) if a is not None]
        parts = []
        with torch.no_grad():
            for first in range(0, len(x), PROMPTS_AT_ONCE):
                part = [torch.tensor(a[first : first + PROMPTS_AT_ONCE], dtype=torch.float32) for a in arrays]
                parts.append(self.transformer(*part).numpy().astype(float))
        return np.concatenate(parts)

    def answer_last(self, x, y):
        """The answer [B] to the last x alone, after all exemplars."""
        if not self.transformer.paired:
            return self.answer(x, y)[:, -1]
        parts = []
        with torch.no_grad():
            for first in range(0, len(x), PROMPTS_AT_ONCE):
                part = [torch.tensor(a[first : first + PROMPTS_AT_ONCE], dtype=torch.float32) for a in (x, y)]
                parts.append(self.transformer.outputs(*part)[:, -1, 0].numpy().astype(float))
        return np.concatenate(parts)
