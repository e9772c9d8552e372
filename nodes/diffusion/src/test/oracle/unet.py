"""Writes what the tests of UNet2DConditionModel compare with: tiny networks of each family with what
diffusers computes by them, and the tensors of the real configurations as digests.

Pins: Python 3.11, torch 2.7.1, diffusers 0.35.1, safetensors 0.8.0. Run from this folder: python unet.py
Everything is seeded: a second run writes the same bytes. Weights are random; nothing of a released
model is in it. The full sizes are built on torch's meta device and take no memory.
"""

import hashlib
import json
import pathlib

import diffusers
import torch
from diffusers import StableDiffusionPipeline, UNet2DConditionModel
from safetensors.torch import load_file, save_file

OUT = pathlib.Path(__file__).parent.parent / "resources/org/cinegraph/nodes/diffusion/unet"
NETWORKS = OUT / "networks"
FULL = OUT / "full"

PLAIN, CROSS = ("DownBlock2D", "UpBlock2D"), ("CrossAttnDownBlock2D", "CrossAttnUpBlock2D")


def blocks(*kinds):
    """From the finest level: which blocks stand there."""
    return {
        "down_block_types": [down for down, _ in kinds],
        "up_block_types": [up for _, up in reversed(kinds)],
    }


def added(numbers, pooled, width=8):
    return {
        "addition_embed_type": "text_time", "addition_time_embed_dim": width,
        "projection_class_embeddings_input_dim": pooled + numbers * width,
    }


# As the folders of the released models have them, without what only repeats a default.
SD15 = {
    "act_fn": "silu", "attention_head_dim": 8, "block_out_channels": [320, 640, 1280, 1280], "center_input_sample": False,
    "cross_attention_dim": 768, "downsample_padding": 1, "flip_sin_to_cos": True, "freq_shift": 0, "in_channels": 4,
    "layers_per_block": 2, "mid_block_scale_factor": 1, "norm_eps": 1e-05, "norm_num_groups": 32, "out_channels": 4,
    "sample_size": 64, **blocks(CROSS, CROSS, CROSS, PLAIN),
}
SD2 = SD15 | {
    "attention_head_dim": [5, 10, 20, 20], "cross_attention_dim": 1024, "dual_cross_attention": False, "num_class_embeds": None,
    "only_cross_attention": False, "sample_size": 96, "upcast_attention": True, "use_linear_projection": True,
}
SDXL = {
    "act_fn": "silu", "addition_embed_type": "text_time", "addition_embed_type_num_heads": 64, "addition_time_embed_dim": 256,
    "attention_head_dim": [5, 10, 20], "block_out_channels": [320, 640, 1280], "center_input_sample": False,
    "class_embed_type": None, "class_embeddings_concat": False, "conv_in_kernel": 3, "conv_out_kernel": 3,
    "cross_attention_dim": 2048, "cross_attention_norm": None, "downsample_padding": 1, "dual_cross_attention": False,
    "encoder_hid_dim": None, "encoder_hid_dim_type": None, "flip_sin_to_cos": True, "freq_shift": 0, "in_channels": 4,
    "layers_per_block": 2, "mid_block_only_cross_attention": None, "mid_block_scale_factor": 1,
    "mid_block_type": "UNetMidBlock2DCrossAttn", "norm_eps": 1e-05, "norm_num_groups": 32, "num_attention_heads": None,
    "num_class_embeds": None, "only_cross_attention": False, "out_channels": 4, "projection_class_embeddings_input_dim": 2816,
    "resnet_out_scale_factor": 1.0, "resnet_skip_time_act": False, "resnet_time_scale_shift": "default", "sample_size": 128,
    "time_cond_proj_dim": None, "time_embedding_act_fn": None, "time_embedding_dim": None,
    "time_embedding_type": "positional", "timestep_post_act": None, "transformer_layers_per_block": [1, 2, 10],
    "upcast_attention": None, "use_linear_projection": True, **blocks(PLAIN, CROSS, CROSS),
}
REFINER = SDXL | {
    "attention_head_dim": [6, 12, 24, 24], "block_out_channels": [384, 768, 1536, 1536], "cross_attention_dim": 1280,
    "projection_class_embeddings_input_dim": 2560, "transformer_layers_per_block": 4, **blocks(PLAIN, CROSS, CROSS, PLAIN),
}
REAL = {"sd15": SD15, "sd2": SD2, "sdxl": SDXL, "refiner": REFINER}

# Each family twice: several levels, several groups, heads and depths that differ from level to level.
TINY = {
    "sd15_two_groups": SD15 | {
        "attention_head_dim": 2, "block_out_channels": [4, 8, 12, 12], "cross_attention_dim": 10, "layers_per_block": 1,
        "norm_num_groups": 2, "sample_size": 8,
    },
    "sd15_uneven": SD15 | {
        "attention_head_dim": 4, "block_out_channels": [8, 16], "conv_in_kernel": 5, "conv_out_kernel": 1, "cross_attention_dim": 14,
        "flip_sin_to_cos": False, "freq_shift": 1, "in_channels": 9, "layers_per_block": [1, 2], "norm_eps": 1e-3,
        "norm_num_groups": 4, "sample_size": 8, **blocks(CROSS, PLAIN),
    },
    "sd2_heads": SD2 | {
        "attention_head_dim": [1, 2, 4], "block_out_channels": [6, 12, 12], "cross_attention_dim": 9, "layers_per_block": 1,
        "norm_num_groups": 3, "sample_size": 8, **blocks(CROSS, CROSS, PLAIN),
    },
    "sd2_half": SD2 | {
        "attention_head_dim": [2, 4], "block_out_channels": [8, 16], "cross_attention_dim": 11, "norm_num_groups": 8,
        "sample_size": 8, **blocks(CROSS, CROSS),
    },
    "sdxl_depths": SDXL | added(6, 13) | {
        "attention_head_dim": [1, 2, 4], "block_out_channels": [4, 8, 16], "cross_attention_dim": 12, "norm_num_groups": 2,
        "sample_size": 8, "transformer_layers_per_block": [1, 2, 3],
    },
    "sdxl_fork": SDXL | added(6, 10, 6) | {
        "attention_head_dim": [3, 1, 2], "block_out_channels": [6, 6, 12], "cross_attention_dim": 8, "layers_per_block": 1,
        "norm_num_groups": 3, "sample_size": 8, "transformer_layers_per_block": [2, 1, 2], **blocks(CROSS, PLAIN, CROSS),
    },
    "refiner_levels": REFINER | added(5, 13) | {
        "attention_head_dim": [1, 2, 3, 6], "block_out_channels": [4, 8, 12, 12], "cross_attention_dim": 10,
        "layers_per_block": 1, "norm_num_groups": 4, "sample_size": 8, "transformer_layers_per_block": 2,
    },
    "refiner_bfloat": REFINER | added(5, 7, 4) | {
        "attention_head_dim": [2, 5, 5], "block_out_channels": [6, 10, 10], "cross_attention_dim": 6, "norm_num_groups": 2,
        "layers_per_block": 1, "sample_size": 8, "transformer_layers_per_block": 1, **blocks(PLAIN, CROSS, PLAIN),
    },
}
# Distilled with guidance, as latent consistency models are, and told how much.
TINY |= {
    "sd15_guided": TINY["sd15_two_groups"] | {"time_cond_proj_dim": 6},
    "sdxl_guided": TINY["sdxl_fork"] | {"time_cond_proj_dim": 10},
}
KEPT_IN = {"sd2_half": torch.float16, "refiner_bfloat": torch.bfloat16}

# Rows, columns, batch, words: odd and even sizes, one row, long and short texts.
CASES = [(9, 7, 3, 77), (8, 16, 1, 2), (1, 5, 2, 154)]


def randomise(model, seed):
    """Every parameter matters: the library's own start is close to the identity."""
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in sorted(model.named_parameters()):
        noise = torch.randn(parameter.shape, generator=generator)
        if "norm" in name and name.endswith("weight"):
            parameter.data = 1 + 0.3 * noise
        elif parameter.dim() == 1:
            parameter.data = 0.2 * noise
        else:
            parameter.data = noise * 1.2 * parameter[0].numel() ** -0.5
    return model.eval()


def inputs(config, rows, columns, batch, words, seed):
    generator = torch.Generator().manual_seed(seed)
    made = {
        "x": torch.randn(batch, config.in_channels, rows, columns, generator=generator),
        "t": torch.tensor([801.0, 13.0, 499.5])[:batch].contiguous(),
        "hidden": torch.randn(batch, words, config.cross_attention_dim, generator=generator),
    }
    if config.addition_embed_type:
        numbers = 5 if config.projection_class_embeddings_input_dim in FIVE else 6
        pooled = config.projection_class_embeddings_input_dim - numbers * config.addition_time_embed_dim
        made["pooled"] = torch.randn(batch, pooled, generator=generator)
        made["ids"] = torch.tensor([[1024.0, 768.0, 0.0, 32.0, 6.0, 512.0]] * batch)[:, :numbers].contiguous()
        made["ids"] += torch.arange(batch)[:, None]
    if config.time_cond_proj_dim:
        made["guidance"] = torch.tensor([7.5, 1.25, 3.0][seed % 3])[None]
    return made


# The refiner's five numbers cannot be told from the widths alone.
FIVE = {13 + 5 * 8, 7 + 5 * 4}


def predict(model, given):
    known = {"text_embeds": given["pooled"], "time_ids": given["ids"]} if "pooled" in given else None
    told = None
    if "guidance" in given:
        told = StableDiffusionPipeline.get_guidance_scale_embedding(
            None, given["guidance"].repeat(len(given["x"])) - 1, model.config.time_cond_proj_dim
        )
    with torch.no_grad():
        return model(given["x"], given["t"], given["hidden"], timestep_cond=told, added_cond_kwargs=known).sample


def network(name, config, seed):
    model = randomise(UNet2DConditionModel(**config), seed)
    model.to(KEPT_IN.get(name, torch.float32)).save_pretrained(NETWORKS / name)
    model.to(torch.float32)
    golden = {}
    for case, sizes in enumerate(CASES):
        given = inputs(model.config, *sizes, seed + case)
        given["out"] = predict(model, given)
        golden |= {f"{part}.{case}": tensor.contiguous() for part, tensor in given.items()}
    save_file(golden, OUT / f"{name}.safetensors")


def write_config(folder, config, suffix=""):
    """As a released folder has it: only what is said, and names of classes with a fork's suffix."""
    named = {
        key: [kind + suffix for kind in value] if key.endswith("block_types") else value for key, value in config.items()
    }
    if suffix and "mid_block_type" in named:
        named["mid_block_type"] += suffix
    written = {"_class_name": "UNet2DConditionModel" + suffix, "_diffusers_version": diffusers.__version__} | named
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(written, indent=2) + "\n")


def digest(config):
    with torch.device("meta"):
        tensors = UNet2DConditionModel(**config).state_dict()
    lines = [f"{name} {'x'.join(map(str, tensor.shape))}\n" for name, tensor in tensors.items()]
    return {
        "tensors": len(tensors), "parameters": sum(tensor.numel() for tensor in tensors.values()),
        "sha256": hashlib.sha256("".join(sorted(lines)).encode()).hexdigest(),
    }


def networks():
    for seed, (name, config) in enumerate(TINY.items(), 1):
        network(name, config, 10 * seed)
    write_config(NETWORKS / "sdxl_fork", TINY["sdxl_fork"], "_New")
    index = {name: ["diffusers", "UNet2DConditionModel"] for name in TINY}
    (NETWORKS / "model_index.json").write_text(json.dumps(index, indent=2) + "\n")


def full_sizes():
    digests = {}
    for name, config in REAL.items():
        write_config(FULL / name, config)
        digests[name] = digest(config)
    (FULL / "digests.json").write_text(json.dumps(digests, indent=2) + "\n")


if __name__ == "__main__":
    assert torch.__version__.startswith("2.7.1") and diffusers.__version__ == "0.35.1"
    torch.set_num_threads(1)
    OUT.mkdir(parents=True, exist_ok=True)
    networks()
    full_sizes()
