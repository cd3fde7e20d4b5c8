"""A number measured anew, beside the number in a record."""
from dataclasses import dataclass

import numpy as np


@dataclass
class Measured:
    """What was measured on fresh prompts: the row that it is about, and a value for each prompt, [B]."""

    metric: str
    reference: str
    at: dict
    values: np.ndarray

    @property
    def name(self):
        return f"{self.metric} to {self.reference}, " + ", ".join(f"{key} {value}" for key, value in self.at.items())

    @property
    def mean(self):
        return float(self.values.mean())

    @property
    def error(self):
        """The standard error of the mean."""
        return float(self.values.std(ddof=1) / np.sqrt(len(self.values)))


def find_row(rows, measured):
    """The row of a record that a number is about. Throws unless there is exactly one."""
    found = [
        row
        for row in rows
        if row["learner"] == "transformer"
        and row["metric"] == measured.metric
        and row["reference"] == measured.reference
        and all(row["at"].get(key) == value for key, value in measured.at.items())
    ]
    if len(found) != 1:
        raise ValueError(f"expected one row of {measured.metric} to {measured.reference} at {measured.at}, got {len(found)}")
    return found[0]


def standard_scores(row, measured):
    """How far apart the two means are, in standard errors of their difference."""
    recorded_error = (row["high"] - row["low"]) / (2 * 1.96)
    error = np.hypot(recorded_error, measured.error)
    difference = measured.mean - row["value"]
    return 0.0 if difference == 0 else float(difference / error) if error > 0 else float("inf")
