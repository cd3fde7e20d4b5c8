"""The files of a run folder, as src/cli/io/runFolder.ts writes them."""
import json
import math
import os

LOGGED = 10  # steps between two lines of the log


class InputError(Exception):
    """Wrong input: one sentence, exit code 2."""


def write_atomic(path, *parts):
    """Writes a file completely or not at all: under a temporary name, then renamed."""
    with open(f"{path}.partial", "wb") as file:
        for part in parts:
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
    os.replace(f"{path}.partial", path)


def rounded(value):
    """A value for JSON: floats with 6 digits; infinity and NaN, which JSON does not have, as texts."""
    if isinstance(value, dict):
        return {name: rounded(each) for name, each in value.items()}
    if not isinstance(value, float):
        return value
    if math.isnan(value):
        return "NaN"
    return float(f"{value:.6g}") if math.isfinite(value) else ("Infinity" if value > 0 else "-Infinity")


def to_json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


PLACE = ("metric", "learner", "reference", "at", "statistic")  # of a row: one measured again replaces it


class RunFiles:
    """Writes the rows and the log of a run. With a step it continues those in the folder `earlier`, cut at this step."""

    def __init__(self, folder, config, earlier=None, step=0):
        self.folder, self.rows = folder, {}
        log = []
        if earlier is not None:
            self.add(row for row in read_rows(f"{earlier}/rows.json") if row["at"].get("step", 0) <= step)
            log = read_log(f"{earlier}/log.jsonl", step)
        write_atomic(f"{folder}/log.jsonl", "".join(f"{line}\n" for line in log).encode())
        write_atomic(f"{folder}/config.json", f"{json.dumps(config, indent=2, ensure_ascii=False)}\n".encode())

    def log(self, event):
        if event["step"] % LOGGED == 0:
            with open(f"{self.folder}/log.jsonl", "a", encoding="utf-8") as file:
                file.write(f"{to_json(event)}\n")

    def add(self, rows):
        """Adds rows; one that was measured before is replaced in its place."""
        for row in rows:
            self.rows[to_json([row[name] for name in PLACE])] = row

    def write_rows(self):
        lines = ",\n".join(to_json(rounded(row)) for row in self.rows.values())
        write_atomic(f"{self.folder}/rows.json", f"[\n{lines}\n]\n".encode())

    def result(self, result):
        write_atomic(f"{self.folder}/result.json", f"{to_json(rounded(result))}\n".encode())


def read_rows(path):
    if not os.path.exists(path):
        return []
    try:
        with open(path, encoding="utf-8") as file:
            rows = json.load(file)
        if not (isinstance(rows, list) and all(isinstance(row["at"], dict) and row.keys() >= set(PLACE) for row in rows)):
            raise ValueError
        return rows
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        raise InputError(f"invalid --resume: expected rows as JSON in {path}, got something else") from None


def read_log(path, step):
    """The complete lines of a log up to a step."""
    if not os.path.exists(path):
        return []
    try:
        with open(path, encoding="utf-8") as file:
            return [line[:-1] for line in file if line.endswith("}\n") and json.loads(line)["step"] <= step]
    except (KeyError, TypeError, ValueError, RecursionError):
        raise InputError(f"invalid --resume: expected steps as lines of JSON in {path}, got something else") from None
