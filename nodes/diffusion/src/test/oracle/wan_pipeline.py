"""Writes the tiny package of Wan 2.1 that the example graphs run with, and the latents and frames that diffusers'
pipelines make with it: what the tests of `sample-latents`, `encode-video` and `decode-video` compare with.

Pins: Python 3.11, torch 2.7.1, diffusers 0.35.1, transformers 4.56.1, safetensors 0.8.0. Run from this folder, after
t5.py of nodes/text: python wan_pipeline.py
Everything is seeded: a second run writes the same bytes. Weights are random; the text parts are those of the tests of
`encode-text`. README.md of the package is written by hand.
"""

import json
import pathlib
import shutil
import types

import numpy as np
import torch
from diffusers import (
    AutoencoderKLWan, DPMSolverMultistepScheduler, FlowMatchEulerDiscreteScheduler, UniPCMultistepScheduler, WanPipeline,
    WanTransformer3DModel, WanVideoToVideoPipeline,
)
from diffusers.pipelines.wan import pipeline_wan, pipeline_wan_video2video
from safetensors.torch import save_file
from wan_autoencoder import WAN_21, randomise as randomise_autoencoder, statistics
from wan_transformer import WAN_1_3B, randomise

ORACLE = pathlib.Path(__file__).parent
OUT = ORACLE.parent / "resources/org/cinegraph/nodes/diffusion/wan"
PACKAGE = ORACLE.parents[4] / "examples-graphs/models/tiny-wan"
TEXT = ORACLE.parents[3] / "text/src/test/resources/org/cinegraph/nodes/text/t5/tiny-wan"

TRANSFORMER = WAN_1_3B | {
    "attention_head_dim": 12, "ffn_dim": 48, "freq_dim": 32, "in_channels": 4, "num_attention_heads": 2, "num_layers": 2,
    "out_channels": 4, "text_dim": 12,
}
AUTOENCODER = WAN_21 | statistics(4) | {"base_dim": 4, "dim_mult": [1, 2, 2, 2], "num_res_blocks": 1}
# As the folder of the released 480p model has it.
FLOW = {
    "beta_end": 0.02, "beta_schedule": "linear", "beta_start": 0.0001, "disable_corrector": [],
    "final_sigmas_type": "zero", "flow_shift": 3.0, "lower_order_final": True, "num_train_timesteps": 1000,
    "predict_x0": True, "prediction_type": "flow_prediction", "solver_order": 2, "solver_type": "bh2",
    "steps_offset": 0, "thresholding": False, "timestep_spacing": "linspace", "use_flow_sigmas": True,
}
PROMPT, BAD = "A red ball rolls over the sand &amp; stops.", "blurry, low quality"
SOLVERS = {"unipc-2": UniPCMultistepScheduler, "unipc-3": UniPCMultistepScheduler, "dpmpp-2m": DPMSolverMultistepScheduler}


def package():
    shutil.copytree(TEXT, PACKAGE, dirs_exist_ok=True)
    randomise(WanTransformer3DModel(**TRANSFORMER), 1301).save_pretrained(PACKAGE / "transformer")
    randomise_autoencoder(AutoencoderKLWan(**AUTOENCODER), 1302).save_pretrained(PACKAGE / "vae")
    UniPCMultistepScheduler(**FLOW).save_pretrained(PACKAGE / "scheduler")
    index = json.loads((TEXT / "model_index.json").read_text()) | {
        "scheduler": ["diffusers", "UniPCMultistepScheduler"], "transformer": ["diffusers", "WanTransformer3DModel"],
        "vae": ["diffusers", "AutoencoderKLWan"],
    }
    (PACKAGE / "model_index.json").write_text(json.dumps(index, indent=2) + "\n")
    for file in PACKAGE.rglob("*"):
        file.chmod(0o755 if file.is_dir() else 0o644)


def newer_grid(scheduler):
    """Releases after the pinned one begin where this does; the one that is pinned begins lower."""
    plain = scheduler.set_timesteps

    def set_timesteps(steps, **_):
        plain(steps)
        shift = scheduler.config.flow_shift
        sigmas = np.linspace(1, 1 / 1000, steps + 1)[:-1]
        sigmas = shift * sigmas / (1 + (shift - 1) * sigmas)
        sigmas[0] = 1 - 1e-6
        scheduler.timesteps = torch.from_numpy((sigmas * 1000).astype(np.int64))
        scheduler.sigmas = torch.from_numpy(np.concatenate([sigmas, [0]]).astype(np.float32))

    scheduler.set_timesteps = set_timesteps
    return scheduler


def scheduler(sample):
    solver = sample.get("solver", "unipc-2")
    flow = FLOW | {"flow_shift": sample.get("shift", 3.0)}
    if solver == "flow-euler":
        return FlowMatchEulerDiscreteScheduler(shift=flow["flow_shift"])
    made = SOLVERS[solver].from_config(flow | {"solver_order": 3 if solver == "unipc-3" else 2})
    return newer_grid(made) if solver.startswith("unipc") else made


def case(name, sample, text=None, **more):
    return {"name": name, "sample": sample, "text": text or {"prompt": PROMPT}, **more}


def cases():
    bad = {"prompt": PROMPT, "negative": BAD}
    yield case("plain", {"steps": 8, "seed": 3, "frames": 9, "width": 64, "height": 48}, decoded=True)
    yield case("negative", {"steps": 5, "guidance": 7.5, "frames": 5, "width": 80, "height": 32, "shift": 5.0}, bad)
    yield case("unguided", {"steps": 4, "guidance": 1.0, "frames": 1, "width": 48, "height": 48, "seed": 11}, bad, decoded=True)
    yield case("unipc-3", {"steps": 6, "solver": "unipc-3", "frames": 13, "width": 32, "height": 48}, bad)
    yield case("dpmpp-2m", {"steps": 6, "solver": "dpmpp-2m", "frames": 5, "width": 32, "height": 32}, bad)
    yield case("flow-euler", {"steps": 6, "solver": "flow-euler", "frames": 5, "width": 32, "height": 32}, bad)
    yield case("start", {"steps": 8, "seed": 5, "denoise": 0.6}, bad, video="video", decoded=True)


def video():
    """9 frames of 48 by 32 pixels, of bytes."""
    generator = torch.Generator().manual_seed(77)
    coarse = torch.rand(1, 3, 3, 4, 6, generator=generator)
    smooth = torch.nn.functional.interpolate(coarse, size=(9, 32, 48), mode="trilinear")
    return (smooth[0].permute(1, 2, 3, 0) * 255).round()


def frames(latents, vae):
    mean = torch.tensor(vae.config.latents_mean).view(1, -1, 1, 1, 1)
    part = 1.0 / torch.tensor(vae.config.latents_std).view(1, -1, 1, 1, 1)
    with torch.no_grad():
        decoded = vae.decode(latents / part + mean).sample
    return ((decoded[0] / 2 + 0.5).clamp(0, 1).permute(1, 2, 3, 0) * 255).round().contiguous()


def made_by(each, pictures):
    sample = each["sample"]
    kind = WanVideoToVideoPipeline if "video" in each else WanPipeline
    pipe = kind.from_pretrained(PACKAGE, scheduler=scheduler(sample))
    pipe.set_progress_bar_config(disable=True)
    given = dict(
        prompt=each["text"]["prompt"], negative_prompt=each["text"].get("negative"), output_type="latent",
        num_inference_steps=sample["steps"], guidance_scale=sample.get("guidance", 5.0),
        generator=torch.Generator().manual_seed(sample.get("seed", 0)),
    )
    if "video" in each:
        given |= dict(video=[pictures.permute(0, 3, 1, 2) / 255], strength=sample["denoise"], height=32, width=48)
    else:
        given |= dict(height=sample["height"], width=sample["width"], num_frames=sample["frames"])
    with torch.no_grad():
        latents = pipe(**given).frames.contiguous()
    tensors = {each["name"]: latents}
    if each.get("decoded"):
        tensors[each["name"] + ".frames"] = frames(latents, pipe.vae)
    if "video" in each:
        with torch.no_grad():
            encoded = pipe.vae.encode(pictures.permute(3, 0, 1, 2)[None] / 255 * 2 - 1).latent_dist.mode()
        mean = torch.tensor(pipe.vae.config.latents_mean).view(1, -1, 1, 1, 1)
        tensors["encoded"] = ((encoded - mean) / torch.tensor(pipe.vae.config.latents_std).view(1, -1, 1, 1, 1)).contiguous()
    return tensors


def main():
    torch.set_num_threads(1)
    # No prompt here has anything to mend.
    for module in (pipeline_wan, pipeline_wan_video2video):
        module.ftfy = types.SimpleNamespace(fix_text=lambda text: text)
    package()
    pictures = video()
    tensors = {"video": pictures.contiguous()}
    for each in cases():
        tensors |= made_by(each, pictures)
    save_file(tensors, OUT / "pipelines.safetensors")
    (OUT / "cases.json").write_text(json.dumps(list(cases()), indent=2) + "\n")
    for file in (OUT / "cases.json", OUT / "pipelines.safetensors"):
        file.chmod(0o644)


if __name__ == "__main__":
    main()
