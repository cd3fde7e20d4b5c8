#!/usr/bin/env python3
"""Measures the published transformers anew, in PyTorch and NumPy on prompts of NumPy's own, and compares with the records.

    npm run check:records [-- --experiment NAME] [--seed N] [--prompts B] [--records DIR]

Prints a line for each published run and a summary. Two means agree if they differ by at most LIMIT standard errors of
their difference. Exit code 1 if a number does not agree, or if of many numbers too few differ by less than 1.96 (95 % are
to be expected; those of one run are correlated). With --checkpoint FILE it prints what it measures of a run of any seed
and settings, without a record.
"""
import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch

import classes
import regression
from checkpoints import Trained
from comparison import find_row, standard_scores

LIMIT = 4.5  # standard errors: one of 150,000 numbers by chance
MANY, WITHIN = 100, 0.85  # of so many numbers or more, at least so many within 1.96 standard errors

SYMBOL_TUNING = [
    ("natural", True, "line"),
    ("natural", False, "line"),
    ("gaussian", True, "line"),
    ("gaussian", False, "line"),
    ("flipped", False, "line"),
    ("cube", False, "line"),
    ("pairs", False, "line"),
    ("gaussian", False, "bend"),
    ("gaussian", False, "cross"),
]

CHECKS = {
    "fit": regression.spd_by_exemplars,
    "linearity": regression.linearity,
    "bayes": regression.spd_below_dim(["zero", "ols", "ridge(1/16)", "ridge(1/4)"]),
    "phases": regression.spd_below_dim(["zero", "ols", "ridge(0.1)", "ridge(0.5)"]),
    "phases-d8": regression.spd_below_dim(["zero", "ols", "ridge(0.1)", "ridge(0.5)"]),
    "linear-attention": regression.risk_of_linear_attention,
    "flipped-labels": classes.flipped_labels,
    "linear-classification": classes.linear_classification,
    "unrelated-labels": classes.symbols([(labels, False, "line") for labels in ("natural", "gaussian", "flipped")]),
    "symbol-tuning": classes.symbols(SYMBOL_TUNING),
}


def interval(measured):
    """A mean with its 95 % interval, as text."""
    low, high = measured.mean - 1.96 * measured.error, measured.mean + 1.96 * measured.error
    return f"{measured.mean:.6g} [{low:.6g}, {high:.6g}]"


def measure(checkpoint, experiment, arguments):
    """Everything that is measured of a checkpoint. Its name draws the prompts, beside the seed."""
    random = np.random.default_rng([arguments.seed, *checkpoint.name.encode()])
    return CHECKS[experiment](Trained(checkpoint), random, arguments.prompts)


def scores_of(run, experiment, records, arguments):
    """Standard scores of the numbers of one published run."""
    scores = []
    for measured in measure(records / "runs" / f"{run['label']}.safetensors", experiment, arguments):
        row = find_row(run["rows"], measured)
        score = standard_scores(row, measured)
        scores.append(score)
        if abs(score) > LIMIT:
            recorded = f"{row['value']:.6g} [{row['low']:.6g}, {row['high']:.6g}]"
            print(f"  {measured.name}: recorded {recorded}, here {interval(measured)}")
    return scores


def check(experiment, records, arguments):
    """Checks the published runs of a record; prints a line for each."""
    record = json.loads((records / f"{experiment}.json").read_text())
    scores = []
    for run in record["runs"]:
        if not run["published"]:
            continue
        own = np.abs(scores_of(run, experiment, records, arguments))
        print(f"{experiment}  {run['label']}: {len(own)} numbers, largest difference {own.max():.1f} standard errors", flush=True)
        scores.extend(own)
    return scores


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--experiment", choices=CHECKS, action="append", help="one experiment; can be repeated")
    parser.add_argument("--seed", type=int, default=1, help="of the fresh prompts")
    parser.add_argument("--prompts", type=int, default=4096)
    parser.add_argument("--records", type=Path, default=Path(__file__).parents[2] / "public/records")
    parser.add_argument("--checkpoint", type=Path, help="a safetensors file of ICL Lab; needs --experiment")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    if arguments.checkpoint:
        if len(arguments.experiment or []) != 1:
            parser.error("expected one --experiment with --checkpoint")
        for measured in measure(arguments.checkpoint, arguments.experiment[0], arguments):
            print(f"{measured.name}: {interval(measured)}")
        return
    scores = []
    for experiment in arguments.experiment or CHECKS:
        scores.extend(check(experiment, arguments.records, arguments))
    within = float(np.mean(np.array(scores) <= 1.96))
    disagree = int(np.sum(np.array(scores) > LIMIT))
    print(f"{len(scores)} numbers, {within:.1%} within 1.96 standard errors, {disagree} beyond {LIMIT}")
    sys.exit(1 if disagree or (len(scores) >= MANY and within < WITHIN) else 0)


if __name__ == "__main__":
    main()
