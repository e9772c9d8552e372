"""The side of torch in the bench `noise`; `./cinegraph bench` starts it.

    python noise.py COUNT

It says its version, and answers each line on its input by drawing COUNT normal numbers in float32 and
saying how many seconds that took. Pins: torch 2.7.1; other releases are told. One thread.
"""

import sys
import time

import torch


def main(count):
    torch.set_num_threads(1)
    print(f"torch {torch.__version__}", flush=True)
    for _ in sys.stdin:
        begun = time.perf_counter()
        torch.randn(count, generator=torch.Generator().manual_seed(7))
        print(time.perf_counter() - begun, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
