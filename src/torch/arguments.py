"""The arguments of the training program."""
import argparse
import os
import sys

import torch

from processes import world_size
from run_files import InputError


class Arguments(argparse.ArgumentParser):
    """Arguments whose errors are one sentence."""

    def error(self, message):
        raise InputError(message.replace("argument --", "invalid --", 1))


MOST_THREADS = 1024  # or processes: each takes memory


def whole(least, most=None):
    """A type of arguments: a whole number, at least `least`, and at most `most` if it is given."""
    expected = f"of at least {least}" if most is None else f"from {least} to {most}"

    def parse(text):
        if not (text.isdecimal() and int(text) >= least and (most is None or int(text) <= most)):
            raise argparse.ArgumentTypeError(f"expected a whole number {expected}, got {text[:40]!r}")
        return int(text)

    return parse


def parse_arguments(run, draw):
    parser = Arguments(description="Trains a config of ICL Lab in PyTorch. torchrun starts it on several devices.", allow_abbrev=False)
    here = os.path.dirname(os.path.abspath(sys.argv[0])) or "."
    parser.add_argument("--out", metavar="DIR", default=here, help="the run folder (default: the folder of this program)")
    parser.add_argument(
        "--resume", metavar="FILE", nargs="?", const="", help="continues from a checkpoint (default: that in the run folder)"
    )
    parser.add_argument("--until", metavar="N", type=whole(0), help="stops after this step, on the same schedule")
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--threads", metavar="N", type=whole(1, MOST_THREADS), help="threads of the CPU")
    parser.add_argument(
        "--workers",
        metavar="N",
        type=whole(0, MOST_THREADS),
        default=1 if hasattr(draw, "many") else max(1, (os.cpu_count() or 1) // world_size() - 1),
        help="processes that draw prompts ahead, for each device (default %(default)s); 0: none. They change only the speed",
    )
    parser.add_argument("--every", metavar="N", type=whole(1), default=250, help="steps between checkpoints (default 250)")
    parser.add_argument("--precision", choices=["float32", "tf32", "bfloat16"], default="float32", help="of matrix products")
    parser.add_argument("--compile", action="store_true", help="compiles the transformer; needs PyTorch 2")
    parser.add_argument("--json", action="store_true", help="prints every step as a line of JSON")
    parser.add_argument(
        "--sweep",
        action="store_true",
        help="as icl sweep starts it: ends when standard input closes, and leaves result.json to icl train --resume",
    )
    arguments = parser.parse_args()
    steps, batch = run["config"]["training"]["steps"], run["config"]["training"]["batch"]
    if arguments.until is not None and arguments.until > steps:
        raise InputError(f"invalid --until: the schedule ends at step {steps}, got {arguments.until}")
    if arguments.compile and not hasattr(torch, "compile"):
        raise InputError(f"invalid --compile: expected PyTorch 2, got {torch.__version__}")
    if arguments.device == "cuda" and not torch.cuda.is_available():
        raise InputError("invalid --device: expected cpu, because PyTorch finds no CUDA device, got cuda")
    if world_size() > batch:
        raise InputError(f"invalid number of processes: expected at most one per prompt of a batch ({batch}), got {world_size()}")
    return arguments
