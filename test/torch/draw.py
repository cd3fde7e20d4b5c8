#!/usr/bin/env python3
"""Prints the first prompts of a stream as a family's Python file draws them, in JSON.

    /usr/bin/python3 test/torch/draw.py FAMILY SETTINGS SEED LABEL COUNT
"""
import importlib
import json
import sys
from pathlib import Path

source = Path(__file__).parents[2] / "src"
sys.path[:0] = [str(source / "torch"), str(source / "tasks")]

family, settings, seed, label, count = sys.argv[1:]
draw = importlib.import_module(family).draw
drawn = [draw(json.loads(settings), int(seed), label, index) for index in range(int(count))]
json.dump({name: [float(v) for each in drawn for v in each[name].ravel()] for name in drawn[0]}, sys.stdout)
