"""Writes the tiny packages that the example graphs run with where no real ones are: Stable Diffusion 1.5, SDXL and
CosmicMan's denoiser, in the layout of the released folders, with random weights.

Pins: those of pipelines.py. Run from this folder, after clip.py and conditionings.py of nodes/text:
python example_packages.py
Everything is seeded: a second run writes the same bytes. README.md of each package is written by hand.
"""

import json
import pathlib
import zlib

import diffusers
import torch
import transformers
from diffusers import UNet2DConditionModel
from pipelines import OWN, UNETS, package
from unet import randomise

ORACLE = pathlib.Path(__file__).parent
OUT = ORACLE.parents[4] / "examples-graphs/models"


def changed(file, change):
    file.write_text(json.dumps(change(json.loads(file.read_text())), indent=2) + "\n")


def sd15():
    """The released folder has a scheduler of its own, and names two parts that nothing here uses; they need not be there."""
    folder = OUT / "tiny-sd15"
    package("tiny-sd", 1007, folder)
    (folder / "scheduler/scheduler_config.json").write_text(json.dumps(OWN, indent=2) + "\n")
    changed(folder / "model_index.json", lambda index: index | {
        "feature_extractor": ["transformers", "CLIPImageProcessor"],
        "safety_checker": ["stable_diffusion", "StableDiffusionSafetyChecker"],
        "scheduler": ["diffusers", "PNDMScheduler"],
    })


def sdxl():
    package("tiny-sdxl", 1107, OUT / "tiny-sdxl")


def cosmicman():
    """A denoiser alone, whose classes have the names of the fork that it was trained with."""
    folder = OUT / "tiny-cosmicman"
    randomise(UNet2DConditionModel(**UNETS["tiny-sdxl"]), 1207).save_pretrained(folder)
    changed(folder / "config.json", lambda config: {
        key: [block + "_New" if "CrossAttn" in block else block for block in value] if key.endswith("block_types")
        else value + "_New" if key in ("_class_name", "mid_block_type") else value
        for key, value in config.items()
    })


def parse_map():
    """A head before a wall, as a parser of people labels it (ATR): 0 background, 2 hair, 4 upper clothes, 11 face."""
    side = 64
    labels = [[0] * side for _ in range(side)]
    for y in range(side):
        for x in range(side):
            across, down = (x - 31.5) / side, y / side
            if across**2 + (down - 0.36) ** 2 < 0.3**2:
                labels[y][x] = 2
            if (across / 0.18) ** 2 + ((down - 0.42) / 0.24) ** 2 < 1:
                labels[y][x] = 11
            if down > 0.62 and abs(across) < 0.2 + 0.5 * (down - 0.62):
                labels[y][x] = 4
    grey(ORACLE.parents[4] / "docs/frames/parse.png", labels)


def grey(file, rows):
    """A PNG of 8 bits without colours."""
    def chunk(name, content):
        return len(content).to_bytes(4) + name + content + zlib.crc32(name + content).to_bytes(4)

    header = len(rows[0]).to_bytes(4) + len(rows).to_bytes(4) + bytes([8, 0, 0, 0, 0])
    pixels = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 9)
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b""))


def readable(folder):
    for file in folder.rglob("*"):
        file.chmod(0o755 if file.is_dir() else 0o644)


if __name__ == "__main__":
    assert torch.__version__.startswith("2.7.1") and diffusers.__version__ == "0.35.1" and transformers.__version__ == "4.56.1"
    torch.set_num_threads(1)
    for write in (sd15, sdxl, cosmicman, parse_map):
        write()
    for folder in sorted(OUT.glob("tiny-*")):
        readable(folder)
        print(folder.name, sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()), "bytes")
