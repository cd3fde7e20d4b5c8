#!/usr/bin/env python3
"""The peer of closedForm.bench.ts: ridge at every position of 1,024 prompts, D8 N40, by NumPy's batched linalg.solve.

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 /usr/bin/python3 test/bench/closedForm.py
"""
import statistics
import time

import numpy as np

B, N, D, LAMBDA = 1024, 40, 8, 0.1


def answers(x, y):
    """All prefixes at once: X'X and X'y as running sums, then 1,024 × 40 systems of 8. [B, N + 1]"""
    gram = np.cumsum(x[:, :N, :, None] * x[:, :N, None, :], axis=1) + LAMBDA * np.eye(D)
    moment = np.cumsum(x[:, :N] * y[:, :N, None], axis=1)
    w = np.linalg.solve(gram, moment[..., None])[..., 0]
    return np.concatenate([np.zeros((B, 1)), np.einsum("bnd,bnd->bn", w, x[:, 1:])], axis=1)


rng = np.random.default_rng(0)
x = rng.normal(size=(B, N + 1, D))
y = np.einsum("bnd,bd->bn", x, rng.normal(size=(B, D))) + 0.5 * rng.normal(size=(B, N + 1))
times = []
for _ in range(18):
    start = time.perf_counter()
    answers(x, y)
    times.append(1000 * (time.perf_counter() - start))
print(f"ridge(0.1): median {statistics.median(times[3:]):.1f} ms, least {min(times):.1f} ms (NumPy {np.__version__})")
