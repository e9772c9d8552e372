"""Writes what the tests of Stable Audio's networks and of `generate-audio` compare with.

Pins: Python 3.11, torch 2.7.1, diffusers 0.35.1, transformers 4.56.1, safetensors 0.8.0, torchsde 0.2.6,
scipy 1.16.3, sentencepiece 0.2.3, protobuf 7.36.2. Run from this folder: python stable_audio.py
Everything is seeded: a second run writes the same bytes. Weights are random.
"""

import hashlib
import json
import pathlib

import torch
import transformers
from diffusers import AutoencoderOobleck, CosineDPMSolverMultistepScheduler, StableAudioDiTModel, StableAudioPipeline
from diffusers.models.embeddings import get_1d_rotary_pos_embed
from diffusers.pipelines.stable_audio import StableAudioProjectionModel
from safetensors.torch import save_file
from transformers import T5Config, T5EncoderModel, T5TokenizerFast

OUT = pathlib.Path(__file__).parent.parent / "resources/org/cinegraph/nodes/audio/stable"
NETWORKS = OUT / "networks"
PACKAGE = OUT / "tiny-stable-audio"
TOKENIZER = pathlib.Path(__file__).parents[4] / "text/src/test/resources/org/cinegraph/nodes/text/t5/tiny-wan/tokenizer"


def randomise(model, seed):
    """Every parameter matters: the library's own start is close to the identity."""
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in sorted(model.named_parameters()):
        noise = torch.randn(parameter.shape, generator=generator)
        if "norm" in name and name.endswith("weight") or name.endswith("weight_g"):
            parameter.data = 1 + 0.3 * noise
        elif parameter.dim() == 1 or "alpha" in name or "beta" in name:
            parameter.data = 0.3 * noise
        else:
            fan = parameter.shape[1:].numel()
            parameter.data = noise * fan**-0.5
    return model.eval()


def normal(seed, *shape):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def save(name, **tensors):
    save_file({k: v.detach().contiguous().clone() for k, v in tensors.items()}, OUT / f"{name}.safetensors")


def transformer(name, seed, batch, length, words, half=False, **sizes):
    model = randomise(StableAudioDiTModel(**sizes), seed)
    (model.half() if half else model).save_pretrained(NETWORKS / name)
    model = model.float()
    x = normal(seed, batch, sizes["in_channels"], length)
    text = normal(seed + 1, batch, words, sizes["cross_attention_input_dim"])
    seconds = normal(seed + 2, batch, 1, sizes["global_states_input_dim"])
    times = torch.rand(batch, generator=torch.Generator().manual_seed(seed))
    rotary = get_1d_rotary_pos_embed(sizes["attention_head_dim"] // 2, length + 1, use_real=True, repeat_interleave_real=False)
    with torch.no_grad():
        y = model(x, times, encoder_hidden_states=text, global_hidden_states=seconds, rotary_embedding=rotary).sample
    save(name, x=x, times=times, text=text, seconds=seconds[:, 0], y=y)


def projection(name, seed, half=False, **sizes):
    model = randomise(StableAudioProjectionModel(**sizes), seed)
    (model.half() if half else model).save_pretrained(NETWORKS / name)
    model = model.float()
    hidden = normal(seed, 2, 5, sizes["text_encoder_dim"])
    seconds = torch.tensor([0.0, 1.5, 11.0, 47.55, 600.0])
    with torch.no_grad():
        out = model(hidden, seconds, seconds)
    save(name, hidden=hidden, text=out.text_hidden_states, start=out.seconds_start_hidden_states[:, 0],
         end=out.seconds_end_hidden_states[:, 0])


def autoencoder(name, seed, batch, length, **sizes):
    model = randomise(AutoencoderOobleck(**sizes), seed)
    model.save_pretrained(NETWORKS / name)
    latents = normal(seed, batch, sizes["decoder_input_channels"], length)
    with torch.no_grad():
        wave = model.decode(latents).sample
        heard = model.encode(wave[..., : wave.shape[-1] // 2 + 3]).latent_dist
    save(name, latents=latents, wave=wave, mean=heard.mean, deviation=heard.std)


def networks():
    dit = dict(sample_size=32, in_channels=6, out_channels=6, num_layers=2, attention_head_dim=8, num_attention_heads=4,
               num_key_value_attention_heads=2, cross_attention_dim=12, time_proj_dim=10, global_states_input_dim=14,
               cross_attention_input_dim=9)
    transformer("dit_shared", 1, 2, 33, 7, **dit)
    transformer("dit_half", 2, 3, 17, 3, half=True, **dit | dict(
        in_channels=3, out_channels=3, num_layers=3, attention_head_dim=12, num_attention_heads=3,
        num_key_value_attention_heads=3, time_proj_dim=8))
    projection("projection_linear", 3, text_encoder_dim=7, conditioning_dim=10, min_value=0, max_value=512)
    projection("projection_none", 4, half=True, text_encoder_dim=6, conditioning_dim=6, min_value=1, max_value=40)
    oobleck = dict(encoder_hidden_size=8, downsampling_ratios=[2, 4], channel_multiples=[1, 2], decoder_channels=6,
                   decoder_input_channels=4, audio_channels=2, sampling_rate=8000)
    autoencoder("oobleck_even", 5, 2, 101, **oobleck)
    autoencoder("oobleck_odd", 6, 3, 61, **oobleck | dict(
        encoder_hidden_size=6, downsampling_ratios=[1, 3, 2], channel_multiples=[2, 1, 3], decoder_channels=4,
        decoder_input_channels=3, audio_channels=1))
    kinds = {"dit": "StableAudioDiTModel", "projection": "StableAudioProjectionModel", "oobleck": "AutoencoderOobleck"}
    index = {f.name: ["diffusers", kinds[f.name.split("_")[0]]] for f in sorted(NETWORKS.iterdir()) if f.is_dir()}
    (NETWORKS / "model_index.json").write_text(json.dumps(index, indent=2) + "\n")


RELEASED = {
    "transformer": (StableAudioDiTModel, {
        "sample_size": 1024, "in_channels": 64, "num_layers": 24, "attention_head_dim": 64, "num_attention_heads": 24,
        "num_key_value_attention_heads": 12, "out_channels": 64, "cross_attention_dim": 768, "time_proj_dim": 256,
        "global_states_input_dim": 1536, "cross_attention_input_dim": 768}),
    "projection_model": (StableAudioProjectionModel, {"text_encoder_dim": 768, "conditioning_dim": 768, "min_value": 0, "max_value": 512}),
    "vae": (AutoencoderOobleck, {
        "encoder_hidden_size": 128, "downsampling_ratios": [2, 4, 4, 8, 8], "channel_multiples": [1, 2, 4, 8, 16],
        "decoder_channels": 128, "decoder_input_channels": 64, "audio_channels": 2, "sampling_rate": 44100}),
}


def full_sizes():
    """Built on torch's meta device, which takes no memory."""
    goldens = {}
    for name, (kind, sizes) in RELEASED.items():
        with torch.device("meta"):
            tensors = kind(**sizes).state_dict()
        lines = sorted(f"{key} {'x'.join(str(n) for n in value.shape)}\n" for key, value in tensors.items())
        goldens[name] = {
            "config": sizes, "tensors": len(lines), "parameters": sum(value.numel() for value in tensors.values()),
            "sha256": hashlib.sha256("".join(lines).encode()).hexdigest(),
        }
    (OUT / "full_size.json").write_text(json.dumps(goldens, indent=2) + "\n")


def call_seed(seed, call):
    return int.from_bytes(hashlib.sha256(f"step:{seed}:{call}".encode()).digest()[:4], "big")


class SeededScheduler(CosineDPMSolverMultistepScheduler):
    """In place of the library's tree of Brownian motion: noise by seed and call."""

    def set_timesteps(self, *arguments, **more):
        super().set_timesteps(*arguments, **more)
        calls = iter(range(len(self.timesteps)))

        def noise(*_):
            call = next(calls)
            one = lambda seed: torch.randn(self.shape, generator=torch.Generator().manual_seed(call_seed(seed, call)))
            return torch.cat([one(seed) for seed in self.seeds])

        self.noise_sampler = noise


def package(folder, seed, length, rate, hop, width, tokens):
    """A pipeline of random weights in the layout of the released folder."""
    tokenizer = T5TokenizerFast.from_pretrained(TOKENIZER, model_max_length=tokens)
    text = T5EncoderModel(T5Config(
        vocab_size=len(tokenizer) + 12, d_model=12, d_kv=4, d_ff=20, num_layers=2, num_heads=3, feed_forward_proj="relu"))
    dit = StableAudioDiTModel(
        sample_size=length, in_channels=4, out_channels=4, num_layers=2, attention_head_dim=8, num_attention_heads=4,
        num_key_value_attention_heads=2, cross_attention_dim=16, time_proj_dim=16, global_states_input_dim=20,
        cross_attention_input_dim=10)
    vae = AutoencoderOobleck(
        encoder_hidden_size=8, downsampling_ratios=hop, channel_multiples=[1] * len(hop), decoder_channels=width,
        decoder_input_channels=4, audio_channels=2, sampling_rate=rate)
    # A network that has learned nothing makes latents of a deviation of 50; snakes are made for those of 1.
    randomise(vae, seed).decoder.conv1.weight_g.data *= 0.02
    pipeline = StableAudioPipeline(
        vae=vae, text_encoder=randomise(text, seed + 1), tokenizer=tokenizer,
        projection_model=randomise(StableAudioProjectionModel(12, 10, 0, 512), seed + 2), transformer=randomise(dit, seed + 3),
        scheduler=CosineDPMSolverMultistepScheduler())
    pipeline.save_pretrained(folder)
    for file in ("special_tokens_map.json", "spiece.model"):
        (folder / "tokenizer" / file).unlink(missing_ok=True)
    return pipeline


def pipelines():
    pipeline = package(PACKAGE, 50, 40, 800, [2, 4], 6, 24)
    pipeline.scheduler = SeededScheduler()
    pipeline.scheduler.shape = (1, 4, 40)
    pipeline.set_progress_bar_config(disable=True)
    long = "rain on the red roof " * 10
    cases = {
        "plain": (7, 1, dict(prompt="the red ball bounces, café 😀", num_inference_steps=6)),
        "negative": (11, 2, dict(prompt=long, negative_prompt="low quality", audio_start_in_s=0.05, audio_end_in_s=0.301,
                                 num_inference_steps=20, guidance_scale=3.0)),
        "unguided": (3, 1, dict(prompt="", audio_end_in_s=0.2, num_inference_steps=4, guidance_scale=1.0)),
    }
    tensors = {}
    for name, (seed, count, settings) in cases.items():
        pipeline.scheduler.seeds = [seed + i for i in range(count)]
        for output in ("latent", "pt"):
            generators = [torch.Generator().manual_seed(s) for s in pipeline.scheduler.seeds]
            tensors[f"{name}.{output}"] = pipeline(
                generator=generators, num_waveforms_per_prompt=count, output_type=output, **settings).audios
    save("pipelines", **tensors)


if __name__ == "__main__":
    assert torch.__version__.startswith("2.7.1") and transformers.__version__ == "4.56.1"
    torch.set_num_threads(1)
    OUT.mkdir(parents=True, exist_ok=True)
    networks()
    full_sizes()
    pipelines()
