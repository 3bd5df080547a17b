"""The contestant's side of the contest: says it is ready, then times as many steps as each line asks for."""

import json
import sys
import time

import torch


def answer(step):
    step()
    print(json.dumps({"note": f"torch {torch.__version__}"}), flush=True)
    for line in sys.stdin:
        times, losses = [], []
        for _ in range(int(line.split()[1])):
            began = time.perf_counter()
            losses.append(step())
            times.append((time.perf_counter() - began) * 1000)
        print(json.dumps({"ms": times, "losses": [losses[0], losses[-1]]}), flush=True)
