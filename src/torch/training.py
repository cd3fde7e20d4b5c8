"""A run in training: its state on the device, and one step of it."""
import contextlib
import math
import os
import time

import numpy as np
import torch

from checkpoint_file import read_checkpoint, write_checkpoint
from drawn_prompts import drawn_prompts
from evaluation import Bootstrap, evaluation_steps
from initial_parameters import initial_parameters
from optimizer import Optimizer, clip, rate_scale, settings_at
from processes import add_up, part_of
from prompt_source import PromptSource
from run_files import InputError
from transformer import Transformer


class Training:
    """A run in training. Parameters, gradient and optimiser state are flat float32 vectors in the order of the checkpoint."""

    def __init__(self, run, draw, arguments, device):
        self.run, self.config, self.arguments = run, run["config"], arguments
        self.transformer = Transformer(self.config)
        self.shapes = {name: tuple(each.shape) for name, each in self.transformer.named_parameters()}
        self.device = device
        self.step, self.seconds, state = self.start()
        training, evaluation = self.config["training"], self.config["evaluation"]
        self.last = training["steps"] if arguments.until is None else arguments.until
        if self.step > self.last:
            raise InputError(f"invalid --until: the run is at step {self.step} already, got {self.last}")
        self.evaluated_at = evaluation_steps(training["steps"], evaluation["times"])
        self.source = PromptSource(run, draw, part_of(training["batch"]), self.step, self.last, arguments.workers)
        self.bootstrap = Bootstrap(evaluation["prompts"], self.config["seed"])
        indices = range(*part_of(evaluation["prompts"]))
        self.evaluation = drawn_prompts(draw, self.config["prompts"], self.config["seed"], "evaluation", indices)
        self.to_device(state)

    def start(self):
        """The step, the seconds of training and the flat state from which this run starts."""
        out, resume = self.arguments.out, self.arguments.resume
        if resume is None or os.path.realpath(os.path.dirname(self.resumed_file())) != os.path.realpath(out):
            for name in ("checkpoint.safetensors", "result.json"):
                if os.path.exists(f"{out}/{name}"):
                    raise InputError(f"invalid --out: {out} contains {name} already; expected a new folder, or --resume without a file")
        if resume is None:
            parameters = initial_parameters(self.shapes, self.config)
            return 0, 0.0, [parameters, np.zeros_like(parameters), np.zeros_like(parameters)]
        return read_checkpoint(self.resumed_file(), self.shapes, self.config)

    def resumed_file(self):
        resume = self.arguments.resume or self.arguments.out
        return f"{resume}/checkpoint.safetensors" if os.path.isdir(resume) else resume

    def to_device(self, state):
        """Moves the state to the device, and makes the tensors of the transformer views of it."""
        torch.backends.cuda.matmul.allow_tf32 = self.arguments.precision == "tf32"
        if self.arguments.threads:
            torch.set_num_threads(self.arguments.threads)
        self.parameters, first, second = (torch.from_numpy(part.copy()).to(self.device) for part in state)
        self.optimizer = Optimizer(self.shapes, self.device)
        self.optimizer.first, self.optimizer.second = first, second
        self.shared = torch.zeros(len(self.parameters) + 2, device=self.device)  # the gradient, the loss, and whether to stop
        self.gradient, begin = self.shared[:-2], 0
        self.transformer.to(self.device)
        for parameter in self.transformer.parameters():
            end = begin + parameter.numel()
            parameter.data = self.parameters[begin:end].view(parameter.shape)
            parameter.grad = self.gradient[begin:end].view(parameter.shape)
            begin = end
        compiled = torch.compile if self.arguments.compile else lambda function: function
        self.outputs = compiled(self.transformer.outputs)

    def precision(self):
        if self.arguments.precision != "bfloat16":
            return contextlib.nullcontext()
        return torch.autocast(self.device.type, torch.bfloat16)

    def tensors(self, prompts):
        return {name: torch.from_numpy(np.ascontiguousarray(each)).to(self.device) for name, each in prompts.items()}

    def loss(self, prompts):
        """The part of these prompts in the mean squared error of the batch, over all positions or the last."""
        with self.precision():
            outputs = self.outputs(**prompts)
        labels = self.transformer.labels(prompts["y"], prompts.get("symbols"))
        counted = 1 if self.config["model"]["loss"] == "query" else outputs.shape[1]
        errors = outputs[:, -counted:].float() - labels[:, -counted:]
        return errors.square().sum() / (self.config["training"]["batch"] * counted * errors.shape[2])

    def advance(self, prompts, stop):
        """One step on the prompts of this process. Returns the report of the step, whether it is finite, and whether to stop."""
        begin, now = time.perf_counter(), settings_at(self.config["training"], self.step + 1)
        self.gradient.zero_()
        loss = self.loss(self.tensors(prompts))
        loss.backward()
        self.shared[-2], self.shared[-1] = loss.detach(), float(stop)
        add_up(self.shared)
        loss, stops = self.shared[-2:].tolist()
        norm = torch.linalg.vector_norm(self.gradient, dtype=torch.float64).item()
        is_finite = math.isfinite(loss) and math.isfinite(norm)
        if is_finite:
            with torch.no_grad():
                clip(self.gradient, norm, now["clip"])
                self.optimizer.update(self.parameters, self.gradient, now, self.step + 1)
        self.seconds += time.perf_counter() - begin
        self.step += 1
        rate = now["learningRate"] * rate_scale(now, self.step)
        report = {"loss": loss, "gradientNorm": norm, "learningRate": rate, "secondsTraining": self.seconds}
        return {"type": "step", "step": self.step, **report}, is_finite, stops > 0

    def squared_errors(self):
        """Squared errors on the evaluation prompts, divided by the scale, [B, N + 1] in float64."""
        count, (first, last) = self.config["evaluation"]["prompts"], part_of(self.config["evaluation"]["prompts"])
        squares = torch.zeros(count, self.config["prompts"]["exemplars"] + 1, dtype=torch.float64, device=self.device)
        size = self.config["training"]["batch"]
        with torch.no_grad():
            for begin in range(0, last - first, size):
                prompts = self.tensors({name: each[begin : begin + size] for name, each in self.evaluation.items()})
                with self.precision():
                    answers = self.transformer(**prompts)
                errors = answers.double() - prompts["y"].double()
                squares[first + begin : first + begin + len(errors)] = errors**2 / self.run["scale"]
        add_up(squares)
        return squares.cpu().numpy()

    @property
    def backend(self):
        return f"torch {torch.__version__} {self.device.type}"

    def write_checkpoint(self):
        """Writes the checkpoint and returns the hash of its parameters."""
        state = [each.cpu().numpy() for each in (self.parameters, self.optimizer.first, self.optimizer.second)]
        path = f"{self.arguments.out}/checkpoint.safetensors"
        return write_checkpoint(path, self.shapes, self.run, self.step, self.seconds, state, self.backend)

    def is_finite(self):
        return bool(torch.isfinite(self.parameters).all())
