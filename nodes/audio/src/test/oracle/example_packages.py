"""Writes the tiny package that the example graphs run with where Stable Audio is not there: its layout, random weights.

Pins: those of stable_audio.py. Run from this folder, after t5.py of nodes/text: python example_packages.py
Everything is seeded: a second run writes the same bytes. README.md of the package is written by hand.
"""

import pathlib

import torch

from stable_audio import package

FOLDER = pathlib.Path(__file__).resolve().parents[5] / "examples-graphs/models/tiny-stable-audio"

if __name__ == "__main__":
    torch.set_num_threads(1)
    package(FOLDER, 70, 512, 16000, [2, 4, 8], 12, 128)
    for file in FOLDER.rglob("*"):
        file.chmod(0o755 if file.is_dir() else 0o644)
    print(FOLDER.name, sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file()), "bytes")
