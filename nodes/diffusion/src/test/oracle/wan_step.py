"""The side of diffusers in the benches of Wan; `./cinegraph bench` starts it.

    python wan_step.py step|full|decode|package FOLDER

`step` makes a WanTransformer3DModel of 99 M random parameters, saves it to FOLDER/models/package/transformer, and to
FOLDER/given.safetensors an input with diffusers' prediction `out`; for each line on its input it predicts once more and
says how many seconds that took. `full` does so in the size of Wan 2.1 1.3B (5.7 GB of FOLDER and twice as much memory), and
writes what one guided step of a pipeline makes of 5 frames of 64 by 64 pixels, `latents`, and the conditioning that it took.
`decode` is `step` with an AutoencoderKLWan of 14 M and 21 latent frames. `package`
makes a package for whole videos, of the text and the transformer of examples-graphs/models/tiny-wan and an autoencoder of
14 M, says so and ends. One thread, as the worker has it. Pins as in wan_transformer.py.
"""

import json
import pathlib
import shutil
import sys
import time

import diffusers
import torch
from diffusers import AutoencoderKLWan, FlowMatchEulerDiscreteScheduler, WanTransformer3DModel
from safetensors.torch import save_file

import wan_autoencoder
import wan_transformer
from wan_autoencoder import WAN_21, statistics
from wan_transformer import WAN_1_3B

EXAMPLE = pathlib.Path(__file__).parents[5] / "examples-graphs/models/tiny-wan"
SMALL = WAN_1_3B | {"ffn_dim": 3072, "num_attention_heads": 6, "num_layers": 10, "text_dim": 512}
NARROW = WAN_21 | {"base_dim": 32}
SEED, GUIDANCE = 7, 7.5


def step(folder):
    model = wan_transformer.randomise(WanTransformer3DModel(**SMALL), 1)
    save(folder, transformer=model)
    given = wan_transformer.inputs(model.config, 5, 15, 13, 1, 256, False, 2)
    return given, lambda: model(given["x"], given["t"][:, 0], given["hidden"]).sample


def save(folder, **parts):
    package = folder / "models/package"
    for name, part in parts.items():
        part.save_pretrained(package / name, **{"max_shard_size": "100GB"} if name == "transformer" else {})
    index = {name: ["diffusers", type(part).__name__] for name, part in parts.items()}
    (package / "model_index.json").write_text(json.dumps(index))


def full(folder):
    """One guided step as WanPipeline does it, along a straight flow; row 0 of the hidden states is the prompt."""
    model = wan_transformer.randomise(WanTransformer3DModel(**WAN_1_3B), 1)
    scheduler = FlowMatchEulerDiscreteScheduler(shift=3.0)
    # Of the autoencoder the size of its latents is asked, which its configuration says.
    save(folder, transformer=model, scheduler=scheduler, vae=wan_autoencoder.randomise(AutoencoderKLWan(**NARROW), 1))
    given = wan_transformer.inputs(model.config, 2, 4, 4, 2, 77, False, 2)
    hidden = given["hidden"]
    save_file({"hidden": hidden, "present": torch.ones(hidden.shape[:2])}, folder / "conditioning.safetensors")
    x = torch.randn(1, 16, 2, 8, 8, generator=torch.Generator().manual_seed(SEED))
    scheduler.set_timesteps(1)
    t = scheduler.timesteps[0]
    prompt, negative = (model(x, t[None], row[None]).sample for row in hidden)
    given["latents"] = scheduler.step(negative + GUIDANCE * (prompt - negative), t, x).prev_sample
    return given, lambda: model(given["x"], given["t"][:, 0], given["hidden"]).sample


def decode(folder):
    model = wan_autoencoder.randomise(AutoencoderKLWan(**NARROW), 1)
    save(folder, vae=model)
    x = torch.randn(1, 16, 21, 6, 4, generator=torch.Generator().manual_seed(3))
    mean = torch.tensor(model.config.latents_mean).view(1, -1, 1, 1, 1)
    part = 1.0 / torch.tensor(model.config.latents_std).view(1, -1, 1, 1, 1)
    return {"x": x}, lambda: model.decode(x / part + mean).sample


def package(folder):
    models = folder / "models/package"
    shutil.copytree(EXAMPLE, models)
    shutil.rmtree(models / "vae")
    wide = AutoencoderKLWan(**NARROW | statistics(4))
    wan_autoencoder.randomise(wide, 1).save_pretrained(models / "vae")
    for file in models.rglob("*"):
        file.chmod(0o755 if file.is_dir() else 0o644)


def main(which, folder):
    torch.set_num_threads(1)
    versions = f"torch {torch.__version__}, diffusers {diffusers.__version__}"
    if which == "package":
        package(folder)
        print(versions, flush=True)
        return
    with torch.no_grad():
        given, once = {"step": step, "full": full, "decode": decode}[which](folder)
        save_file(given | {"out": once().contiguous()}, folder / "given.safetensors")
        print(versions, flush=True)
        for _ in sys.stdin:
            begun = time.perf_counter()
            once()
            print(time.perf_counter() - begun, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]))
