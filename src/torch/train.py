"""Trains a config of the lab and writes a run folder."""
import contextlib
import math
import os
import signal
import sys
import threading
import time

from arguments import parse_arguments
from evaluation import error_rows
from folder_lock import FolderLock
from processes import join_processes, rank, wait_for_all, world_size
from run_files import InputError, RunFiles, to_json
from training import Training

SECONDS_FOR_ANOTHER = 120  # a run that a sweep starts again waits so long for the process before it
SECONDS_SHOWN = 10  # between two lines of progress
SECONDS_TO_END = 2  # a second Ctrl-C after this time ends the program at once


class Writer:
    """Writes the run folder; only the process of rank 0 has one that writes."""

    def __init__(self, training, lock):
        self.training, self.lock = training, lock
        resumed = training.arguments.resume is not None
        earlier = os.path.dirname(training.resumed_file()) or "." if resumed else None
        out, config = training.arguments.out, training.config
        self.files = RunFiles(out, config, earlier, training.step) if lock else None
        self.shown = time.monotonic()

    def report(self, step):
        if not self.lock:
            return
        self.files.log(step)
        if self.training.arguments.json:
            print(to_json(step), flush=True)
        if time.monotonic() - self.shown > SECONDS_SHOWN:
            self.shown = time.monotonic()
            print(f"step {step['step']} of {self.training.last}, loss {step['loss']:.4g}", file=sys.stderr, flush=True)

    def evaluate(self):
        """Adds the rows of this step. Returns the squares."""
        squares = self.training.squared_errors()
        if self.lock:
            self.lock.require_owned()
            self.files.add(error_rows(squares, self.training.bootstrap, self.training.step))
            self.files.write_rows()
        return squares

    def checkpoint(self):
        if not self.lock:
            return None
        self.lock.require_owned()
        with contextlib.suppress(FileNotFoundError):
            os.remove(f"{self.training.arguments.out}/result.json")  # of an earlier end at another step
        return self.training.write_checkpoint()

    def result(self, squares, sha256):
        training = self.training
        if not self.lock or training.arguments.sweep:
            return
        self.files.result(
            {
                "step": training.step,
                "loss": float(squares.mean() * training.run["scale"]),
                "secondsTraining": training.seconds,
                "msPerStep": 1000 * training.seconds / training.step if training.step else 0,
                "backend": training.backend,
                "workers": world_size(),
                "parametersSha256": sha256,
                "reachedStep": None,
                "reachedSeconds": None,
                "config": training.config,
            }
        )


def carry_out(training, writer, stopping):
    """Trains up to the last step. Raises RuntimeError if the run cannot go on, or was told to stop before its last step."""
    if training.arguments.resume is None and 0 in training.evaluated_at and training.last > 0:
        writer.evaluate()
    for prompts in training.source:
        report, is_finite, stop = training.advance(prompts, stopping.is_set())
        step = training.step
        if not is_finite:
            what = "gradient" if math.isfinite(report["loss"]) else "loss"
            raise RuntimeError(f"stopped at step {step}: the {what} is not finite; try a lower learning rate")
        writer.report(report)
        is_due = stop or step in training.evaluated_at or step % training.arguments.every == 0 or step == training.last
        if is_due and not training.is_finite():
            raise RuntimeError(f"stopped at step {step}: the parameters are not finite; try a lower learning rate")
        if step == training.last:
            break
        if step in training.evaluated_at:
            writer.evaluate()
        if is_due:
            writer.checkpoint()
        if stop:
            raise RuntimeError(f"interrupted: stopped at step {step} of {training.last}; --resume continues from there")
    squares = writer.evaluate()
    writer.result(squares, writer.checkpoint())


def wait_for_end(stopping):
    """Stops the run when standard input closes: the program that started it has ended."""
    while os.read(0, 4096):  # not sys.stdin: at the end a thread must not hold its lock
        pass
    stopping.set()


def stop_on_signals():
    """An event that is set when the program is asked to end."""
    stopping, first = threading.Event(), []

    def stop(number, _):
        if number == signal.SIGINT and first and time.monotonic() - first[0] > SECONDS_TO_END:
            os._exit(130)
        first.append(time.monotonic())
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    return stopping


def prepare_folder(folder):
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise InputError(f"invalid --out: expected a folder, got {folder}: {error.strerror}") from None


def train(run, draw):
    """Trains as the arguments of the program say."""
    arguments = parse_arguments(run, draw)
    stopping = stop_on_signals()
    device = join_processes(arguments.device)
    lock = None
    if rank() == 0:
        prepare_folder(arguments.out)
        lock = FolderLock(arguments.out, SECONDS_FOR_ANOTHER if arguments.sweep else 0)
    wait_for_all()  # the checkpoint may change until the folder is locked
    training = Training(run, draw, arguments, device)
    if arguments.sweep:
        threading.Thread(target=wait_for_end, args=(stopping,), daemon=True).start()
    carry_out(training, Writer(training, lock), stopping)
    if rank() == 0 and not arguments.json:
        print(f"{training.step} steps in {training.seconds:.0f} s of training: {arguments.out}/checkpoint.safetensors")


def main(run, draw):
    """Trains. Returns the exit code: 0 for success, 1 for a failure, 2 for wrong input."""
    try:
        train(run, draw)
        return 0
    except (InputError, RuntimeError, OSError) as error:
        if rank() == 0:
            of_file = isinstance(error, OSError) and error.filename is not None
            text = f"could not use {error.filename}: {error.strerror}" if of_file else " ".join(str(error).split())
            print(f"{os.path.basename(sys.argv[0])}: {text}", file=sys.stderr)
        return 2 if isinstance(error, InputError) else 1
