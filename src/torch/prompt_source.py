"""The prompts of training, drawn ahead in other processes."""
import multiprocessing
import os
import signal
import threading
import time

import numpy as np

from drawn_prompts import drawn_prompts

MOST_STEPS, MOST_PROMPTS = 16, 2048  # drawn at once


def draw_steps(run, draw, part, first, last):
    """The prompts of the steps first + 1 ... last, arrays [steps, prompts, ...] by name; `part`: which of each batch, from and to."""
    config, drawn = run["config"], []
    training, prompts = config["training"], config["prompts"]
    tuned = max(first, min(last, training["steps"] - prompts.get("tuning", 0)))
    for begin, end, changed in ((first, tuned, {}), (tuned, last, run["tuned"])):
        if end > begin:
            indices = np.arange(begin, end)[:, None] * training["batch"] + np.arange(*part)
            drawn.append(drawn_prompts(draw, {**prompts, **changed}, config["seed"], "data", indices.ravel()))
    shape = last - first, part[1] - part[0]
    joined = {name: np.concatenate([each[name] for each in drawn]) for name in drawn[0]}
    return {name: each.reshape(*shape, *each.shape[1:]) for name, each in joined.items()}


class PromptSource:
    """Gives the prompts of each step after `step` up to `last`, arrays [prompts, ...] by name.

    `workers` processes draw them in turn; with 0 this process draws them itself. Their number does not change the prompts.
    Make it before CUDA starts and before threads start: the processes are forks where that is possible.
    """

    def __init__(self, run, draw, part, step, last, workers):
        self.drawing = run, draw, part
        size = max(1, min(MOST_STEPS, MOST_PROMPTS // (part[1] - part[0])))
        self.blocks = [(first, min(first + size, last)) for first in range(step, last, size)]
        self.receivers = [self.start(k, workers) for k in range(min(workers, len(self.blocks)))]

    def start(self, k, workers):
        forks = "fork" in multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("fork" if forks else "spawn")
        receiver, sender = context.Pipe(duplex=False)
        context.Process(
            target=send_blocks, args=(sender, os.getpid(), *self.drawing, self.blocks[k::workers]), daemon=True
        ).start()
        sender.close()
        return receiver

    def __iter__(self):
        for k, (first, last) in enumerate(self.blocks):
            block = self.received(k) if self.receivers else draw_steps(*self.drawing, first, last)
            for step in range(last - first):
                yield {name: each[step] for name, each in block.items()}

    def received(self, k):
        try:
            return self.receivers[k % len(self.receivers)].recv()
        except EOFError:
            raise RuntimeError("a process that draws prompts has ended") from None


def send_blocks(sender, parent, run, draw, part, blocks):
    """Draws blocks of steps and sends them; a pipe that is full makes it wait."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=end_after, args=(parent,), daemon=True).start()
    for first, last in blocks:
        sender.send(draw_steps(run, draw, part, first, last))


def end_after(parent):
    """Ends this process after its parent: nobody else would end it if the parent is killed."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
