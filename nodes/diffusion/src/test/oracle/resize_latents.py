"""Writes what the test of `resize-latents` compares with: latents and what torch's interpolate makes of them.

Pins: Python 3.11, torch 2.7.1, safetensors 0.8.0. Run from this folder: python resize_latents.py
"""

import math
import pathlib

import torch
from safetensors.torch import save_file
from torch.nn.functional import interpolate

OUT = pathlib.Path(__file__).parent.parent / "resources/org/cinegraph/nodes/diffusion/resize_latents.safetensors"
FILTERS = {"nearest": {}, "nearest-exact": {}, "bilinear": {"align_corners": False}, "bicubic": {"align_corners": False}}

if __name__ == "__main__":
    assert torch.__version__.startswith("2.7.1")
    latents = torch.randn(2, 4, 7, 5, generator=torch.Generator().manual_seed(7))
    tensors = {"latents": latents}
    for scale in (2.0, 1.5, 0.6):
        size = [math.floor(side * scale + 0.5) for side in latents.shape[2:]]
        for name, more in FILTERS.items():
            tensors[f"{name}-{scale}"] = interpolate(latents, size=size, mode=name, **more).contiguous()
    save_file(tensors, OUT)
    OUT.chmod(0o644)
