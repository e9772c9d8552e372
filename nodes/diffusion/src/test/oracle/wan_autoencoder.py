"""Writes what the tests of AutoencoderKLWan compare with: tiny networks of Wan 2.1 and 2.2 with what diffusers computes
by them, and the tensors of the real configurations as digests.

Pins: Python 3.11, torch 2.7.1, diffusers 0.35.1, safetensors 0.8.0. Run from this folder: python wan_autoencoder.py
Everything is seeded: a second run writes the same bytes. Weights are random; nothing of a released model is in it. The
full sizes are built on torch's meta device and take no memory.
"""

import hashlib
import json
import pathlib

import diffusers
import torch
from diffusers import AutoencoderKLWan
from safetensors.torch import save_file

OUT = pathlib.Path(__file__).parent.parent / "resources/org/cinegraph/nodes/diffusion/wanvae"

MEAN = [
    -0.7571, -0.7089, -0.9113, 0.1075, -0.1745, 0.9653, -0.1517, 1.5508, 0.4134, -0.0715, 0.5517, -0.3632, -0.1922, -0.9497,
    0.2503, -0.2921,
]
STD = [
    2.8184, 1.4541, 2.3275, 2.6558, 1.2196, 1.7708, 2.6052, 2.0743, 3.2687, 2.1526, 2.8652, 1.5579, 1.6382, 1.1253, 2.8251,
    1.9160,
]
# As the folders of the released models have them; the statistics of 2.2 are of no meaning here.
WAN_21 = {
    "attn_scales": [], "base_dim": 96, "dim_mult": [1, 2, 4, 4], "dropout": 0.0, "latents_mean": MEAN, "latents_std": STD,
    "num_res_blocks": 2, "temperal_downsample": [False, True, True], "z_dim": 16,
}
WAN_22 = WAN_21 | {
    "base_dim": 160, "decoder_base_dim": 256, "in_channels": 12, "is_residual": True, "latents_mean": [0.0] * 48,
    "latents_std": [1.0] * 48, "out_channels": 12, "patch_size": 2, "scale_factor_spatial": 16, "scale_factor_temporal": 4,
    "z_dim": 48,
}
REAL = {"wan21": WAN_21, "wan22": WAN_22}


def statistics(channels):
    return {"z_dim": channels, "latents_mean": MEAN[:channels], "latents_std": STD[:channels]}


TINY = {
    "four_levels": WAN_21 | statistics(4) | {"base_dim": 4, "dim_mult": [1, 2, 3, 4], "num_res_blocks": 1},
    "three_levels": WAN_21 | statistics(3) | {"base_dim": 4, "dim_mult": [1, 2, 3], "temperal_downsample": [True, True]},
    "residual": WAN_22 | statistics(5) | {
        "base_dim": 2, "decoder_base_dim": 4, "dim_mult": [1, 2, 4, 2], "num_res_blocks": 1,
    },
}

# Latent frames, rows, columns, batch.
CASES = [(3, 3, 5, 2), (1, 2, 1, 1), (5, 1, 3, 1)]
SMALLER = [(2, 1, 2, 2), (1, 3, 1, 1), (4, 1, 1, 1)]


def randomise(model, seed):
    """Every parameter matters: the library's own start is close to the identity."""
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in sorted(model.named_parameters()):
        noise = torch.randn(parameter.shape, generator=generator)
        if name.endswith("gamma"):
            parameter.data = 1 + 0.3 * noise
        elif parameter.dim() == 1:
            parameter.data = 0.2 * noise
        else:
            parameter.data = noise * parameter[0].numel() ** -0.5
    # Most of what it decodes lies within the range that is not cut off.
    model.decoder.conv_out.weight.data *= 0.4
    return model.eval()


def golden(model, seed):
    made = {}
    mean = torch.tensor(model.config.latents_mean).view(1, -1, 1, 1, 1)
    part = 1.0 / torch.tensor(model.config.latents_std).view(1, -1, 1, 1, 1)
    scale = 2 ** (len(model.config.dim_mult) - 1) * (model.config.patch_size or 1)
    for case, (frames, rows, columns, batch) in enumerate(SMALLER if model.config.is_residual else CASES):
        generator = torch.Generator().manual_seed(seed + case)
        z = torch.randn(batch, model.config.z_dim, frames, rows, columns, generator=generator)
        video = torch.rand(batch, 3, 4 * frames - 3, scale * rows, scale * columns, generator=generator) * 2 - 1
        with torch.no_grad():
            decoded = model.decode(z / part + mean).sample
            encoded = model.encode(video).latent_dist
            made |= {
                f"latents.{case}": z, f"decoded.{case}": decoded, f"video.{case}": video,
                f"moments.{case}": encoded.parameters, f"mean.{case}": (encoded.mode() - mean) * part,
            }
    return {name: tensor.contiguous() for name, tensor in made.items()}


def tiles(model, seed, rows, columns):
    """A wide clip in tiles of 32 pixels that stand 24 apart."""
    mean = torch.tensor(model.config.latents_mean).view(1, -1, 1, 1, 1)
    part = 1.0 / torch.tensor(model.config.latents_std).view(1, -1, 1, 1, 1)
    z = torch.randn(1, model.config.z_dim, 2, rows, columns, generator=torch.Generator().manual_seed(seed))
    model.enable_tiling(32, 32, 24, 24)
    with torch.no_grad():
        decoded = model.decode(z / part + mean).sample
    model.disable_tiling()
    return {"latents.tiled": z, "decoded.tiled": decoded.contiguous()}


def digest(config):
    with torch.device("meta"):
        tensors = AutoencoderKLWan(**config).state_dict()
    lines = [f"{name} {'x'.join(map(str, tensor.shape))}\n" for name, tensor in tensors.items()]
    return {
        "tensors": len(tensors), "parameters": sum(tensor.numel() for tensor in tensors.values()),
        "sha256": hashlib.sha256("".join(sorted(lines)).encode()).hexdigest(),
    }


def main():
    torch.set_num_threads(1)
    for seed, (name, config) in enumerate(TINY.items(), 1):
        model = randomise(AutoencoderKLWan(**config), seed)
        model.save_pretrained(OUT / "networks" / name)
        made = golden(model, 10 * seed)
        if name == "four_levels":
            made |= tiles(model, 7, 7, 9)
        save_file(made, OUT / f"{name}.safetensors")
    index = {name: ["diffusers", "AutoencoderKLWan"] for name in TINY}
    (OUT / "networks/model_index.json").write_text(json.dumps(index, indent=2) + "\n")
    for name, config in REAL.items():
        folder = OUT / "full" / name
        folder.mkdir(parents=True, exist_ok=True)
        written = {"_class_name": "AutoencoderKLWan", "_diffusers_version": diffusers.__version__} | config
        (folder / "config.json").write_text(json.dumps(written, indent=2) + "\n")
    digests = {name: digest(config) for name, config in REAL.items()}
    (OUT / "full/digests.json").write_text(json.dumps(digests, indent=2) + "\n")
    for file in OUT.rglob("*"):
        file.chmod(0o755 if file.is_dir() else 0o644)


if __name__ == "__main__":
    main()
