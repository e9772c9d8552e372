"""Writes what the tests of the image autoencoder compare with.

Pins: Python 3.11, torch 2.7.1, diffusers 0.35.1, safetensors 0.8.0.
Run from this folder: python autoencoder_kl.py
Everything is seeded: a second run writes the same bytes. Weights are random; nothing of a released
model is in it. Of the released models only the names and shapes of tensors are here, made from
their configurations on the meta device, which holds no values.
"""

import hashlib
import json
import pathlib

import diffusers
import torch
from diffusers import AutoencoderKL
from safetensors.torch import load_file, save_file

OUT = pathlib.Path(__file__).parent.parent / "resources/org/cinegraph/nodes/diffusion/kl"
NETWORKS = OUT / "networks"
BLOCKS = {"down": "DownEncoderBlock2D", "up": "UpDecoderBlock2D"}


def blocks(levels):
    return {f"{way}_block_types": [name] * levels for way, name in BLOCKS.items()}


def randomise(model, seed):
    """Every parameter matters: the library's own start is close to nothing in the biases."""
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in sorted(model.named_parameters()):
        noise = torch.randn(parameter.shape, generator=generator)
        if "norm" in name and name.endswith("weight"):
            parameter.data = 1 + 0.3 * noise
        elif parameter.dim() == 1:
            parameter.data = 0.2 * noise
        else:
            parameter.data = noise * parameter[0].numel() ** -0.5
    return model.eval()


def normalised(model, latents):
    config = model.config
    if config.latents_mean is not None:
        mean = torch.tensor(config.latents_mean).view(1, -1, 1, 1)
        std = torch.tensor(config.latents_std).view(1, -1, 1, 1)
        return (latents - mean) * config.scaling_factor / std
    return (latents - (config.shift_factor or 0)) * config.scaling_factor


def raw(model, latents):
    config = model.config
    if config.latents_mean is not None:
        mean = torch.tensor(config.latents_mean).view(1, -1, 1, 1)
        std = torch.tensor(config.latents_std).view(1, -1, 1, 1)
        return latents * std / config.scaling_factor + mean
    return latents / config.scaling_factor + (config.shift_factor or 0)


def network(name, seed, image, latents, tiles, half=False, rename=None, **config):
    model = randomise(AutoencoderKL(**blocks(len(config["block_out_channels"])), **config), seed)
    folder = NETWORKS / name
    if half:
        model = model.half()
    model.save_pretrained(folder)
    if rename:
        file = folder / "diffusion_pytorch_model.safetensors"
        save_file(rename({k: v.clone() for k, v in load_file(file).items()}), file)
    model = model.float()
    generator = torch.Generator().manual_seed(seed)
    golden = {
        "image": torch.rand(image, generator=generator) * 2 - 1,
        "latents": torch.randn(latents, generator=generator),
    }
    with torch.no_grad():
        seen = model.encode(golden["image"]).latent_dist
        golden |= {"mean": seen.mean, "logvar": seen.logvar, "normalised": normalised(model, seen.mean)}
        golden["noise"] = torch.randn(seen.mean.shape, generator=generator)
        golden["sample"] = seen.mean + seen.std * golden["noise"]
        golden["decoded"] = model.decode(raw(model, golden["latents"])).sample
        if tiles:
            model.enable_tiling()
            assert model.tile_sample_min_size == config["sample_size"]
            large = torch.rand(tiles[0], generator=generator) * 2 - 1
            wide = torch.randn(tiles[1], generator=generator)
            golden |= {"large": large, "wide": wide}
            seen = model.encode(large).latent_dist
            golden |= {"large_mean": seen.mean, "large_logvar": seen.logvar}
            golden["wide_decoded"] = model.decode(raw(model, wide)).sample
    save_file({k: v.contiguous() for k, v in golden.items()}, OUT / f"{name}.safetensors")


OLD = {"to_q": "query", "to_k": "key", "to_v": "value", "to_out.0": "proj_attn"}


def renamed(tensors, convolved):
    result = {}
    for name, tensor in tensors.items():
        for new, old in OLD.items():
            name = name.replace(f"attentions.0.{new}.", f"attentions.0.{old}.")
        if convolved and "attentions.0." in name and tensor.dim() == 2:
            tensor = tensor[:, :, None, None].contiguous()
        result[name] = tensor
    return result


def networks():
    network(
        "three_levels", 1, (2, 3, 20, 28), (3, 4, 5, 7), ((1, 3, 40, 52), (2, 4, 10, 15)),
        block_out_channels=[8, 12, 20], layers_per_block=2, latent_channels=4, norm_num_groups=4,
        sample_size=16,
    )
    network(
        "old_names", 2, (1, 3, 18, 23), (2, 5, 6, 3), None, rename=lambda t: renamed(t, False),
        block_out_channels=[6, 10], layers_per_block=1, latent_channels=5, norm_num_groups=2,
        sample_size=64, scaling_factor=0.7,
    )
    network(
        "old_matrices", 3, (3, 3, 12, 8), (1, 3, 3, 3), None, rename=lambda t: renamed(t, True),
        block_out_channels=[9, 9], layers_per_block=1, latent_channels=3, norm_num_groups=3,
        sample_size=64, latents_mean=[0.1, -0.4, 0.3], latents_std=[1.5, 0.6, 2.1], scaling_factor=0.9,
    )
    network(
        "shifted_bare", 4, (2, 3, 16, 32), (2, 16, 2, 5), ((2, 3, 64, 40), (1, 16, 9, 5)), half=True,
        block_out_channels=[8, 8, 16, 16], layers_per_block=1, latent_channels=16, norm_num_groups=8,
        sample_size=32, scaling_factor=0.3611, shift_factor=0.1159, use_quant_conv=False,
        use_post_quant_conv=False, mid_block_add_attention=False,
    )
    names = ("three_levels", "old_names", "old_matrices", "shifted_bare")
    index = {name: ["diffusers", "AutoencoderKL"] for name in names}
    (NETWORKS / "model_index.json").write_text(json.dumps(index, indent=2) + "\n")


def full_size():
    """The configurations that the released models come with; what is left out is the fallback."""
    common = dict(
        block_out_channels=[128, 256, 512, 512], layers_per_block=2, latent_channels=4, norm_num_groups=32,
        act_fn="silu", in_channels=3, out_channels=3, **blocks(4),
    )
    released = {
        "sd15": common | {"sample_size": 512},
        "sdxl": common | {"sample_size": 1024, "scaling_factor": 0.13025, "force_upcast": True},
    }
    digests = {}
    for name, config in released.items():
        with torch.device("meta"):
            tensors = AutoencoderKL(**config).state_dict()
        lines = [f"{k} {'x'.join(map(str, v.shape))}\n" for k, v in sorted(tensors.items())]
        digest = hashlib.sha256("".join(lines).encode()).hexdigest()
        count = sum(v.numel() for v in tensors.values())
        digests[name] = {"config": config, "tensors": len(lines), "parameters": count, "sha256": digest}
    (OUT / "full_size.json").write_text(json.dumps(digests, indent=2) + "\n")


if __name__ == "__main__":
    assert torch.__version__.startswith("2.7.1") and diffusers.__version__ == "0.35.1"
    torch.set_num_threads(1)
    OUT.mkdir(parents=True, exist_ok=True)
    networks()
    full_size()
