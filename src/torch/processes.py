"""The processes that torchrun starts; without it there is one."""
import os

import torch
from torch import distributed


def world_size():
    return int(os.environ.get("WORLD_SIZE", 1))


def rank():
    return int(os.environ.get("RANK", 0))


def part_of(count):
    """Which of `count` prompts are those of this process: from, to."""
    return rank() * count // world_size(), (rank() + 1) * count // world_size()


def join_processes(device):
    """The device of this process, "cpu" or "cuda", after it has met the others."""
    on_gpu = device == "cuda"
    own = torch.device(f"cuda:{os.environ.get('LOCAL_RANK', 0)}" if on_gpu else "cpu")
    if on_gpu:
        torch.cuda.set_device(own)
    if world_size() > 1:
        distributed.init_process_group("nccl" if on_gpu else "gloo")
    return own


def wait_for_all():
    if world_size() > 1:
        distributed.barrier()


def add_up(tensor):
    """Sums a tensor over all processes, in place."""
    if world_size() > 1:
        distributed.all_reduce(tensor)
