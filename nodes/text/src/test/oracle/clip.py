"""Writes what the tests of the CLIP tokenizer, the CLIP text encoders and of `encode-text` compare with.

Pins: Python 3.11, torch 2.7.1, transformers 4.56.1, safetensors 0.8.0 (and no ftfy: with it
CLIPTokenizer would clean prompts by other rules). Run from this folder: python clip.py
Everything is seeded: a second run writes the same bytes. Weights are random, the vocabulary is made
here from the words below; nothing of a released model is in it.
"""

import collections
import hashlib
import json
import pathlib
import random

import torch
import transformers
from safetensors.torch import load_file, save_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer
from transformers.models.clip.tokenization_clip import bytes_to_unicode

OUT = pathlib.Path(__file__).parent.parent / "resources/org/cinegraph/nodes/text/clip"
PACKAGE = OUT / "tiny-sd"
NETWORKS = OUT / "networks"
BOS, EOS = "<|startoftext|>", "<|endoftext|>"
LENGTH = 77

WORDS = """a the of on in with and photo portrait woman man child red green blue ball box cone bounces
floor light soft studio cinematic highly detailed painting oil by night rain city street standing sitting
walking dress hat hair eyes smiling background camera lens film grain 8k hdr masterpiece best quality
worst low blurry hands extra fingers café naïve über straße señor мир свет 東京 夜 光 مرحبا 한국 😀 🎬 ❤ don't it's
they're we'll i've""".split()


def train(merges):
    """Byte-pair merges by frequency; ties go to the pair that sorts first."""
    table = bytes_to_unicode()
    words = collections.Counter()
    for rank, word in enumerate(WORDS):
        symbols = [table[b] for b in word.lower().encode("utf-8")]
        symbols[-1] += "</w>"
        words[tuple(symbols)] += 1 + (len(WORDS) - rank) // 20
    found = []
    for _ in range(merges):
        pairs = collections.Counter()
        for word, count in words.items():
            for pair in zip(word, word[1:]):
                pairs[pair] += count
        if not pairs:
            break
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        found.append(best)
        merged = collections.Counter()
        for word, count in words.items():
            joined, i = [], 0
            while i < len(word):
                if word[i : i + 2] == best:
                    joined.append(word[i] + word[i + 1])
                    i += 2
                else:
                    joined.append(word[i])
                    i += 1
            merged[tuple(joined)] += count
        words = merged
    return found


def write_tokenizer(folder, pad):
    folder.mkdir(parents=True, exist_ok=True)
    table = bytes_to_unicode()
    # The order of the original: printable bytes first, so that "!" is number 0.
    alphabet = list(table.values())
    merges = train(180)
    # One symbol is left out, so that something becomes the unknown token.
    tokens = [t for t in alphabet + [a + "</w>" for a in alphabet] if t != "~</w>"]
    tokens += ["".join(pair) for pair in merges] + [BOS, EOS]
    text = json.dumps({t: i for i, t in enumerate(tokens)}, ensure_ascii=False, indent=0)
    (folder / "vocab.json").write_text(text, encoding="utf-8")
    lines = ["#version: 0.2"] + [" ".join(pair) for pair in merges]
    (folder / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    special = lambda content: {
        "__type": "AddedToken", "content": content, "lstrip": False,
        "normalized": True, "rstrip": False, "single_word": False,
    }
    config = {
        "add_prefix_space": False, "bos_token": special(BOS), "do_lower_case": True,
        "eos_token": special(EOS), "errors": "replace", "model_max_length": LENGTH,
        "pad_token": pad, "tokenizer_class": "CLIPTokenizer", "unk_token": special(EOS),
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n")
    return len(tokens)


BY_HAND = [
    "", " ", "\t\n\r ", "a", "A", "!", "!!", "! a !b c!", "~", "~~ ~", "0123456789", "3.14 1e-9 ½ Ⅻ ٣ ²",
    "a photo of the red ball", "A PHOTO, of; THE (red:1.3) [ball]", "don't DON'T it's we'll I've they're he'd I'm 's 't 'S",
    "'ſ a'ſt", "rock'n'roll ''' 'tis", "<|startoftext|>", "<|endoftext|>", "<|EndOfText|> <|STARTOFTEXT|>",
    "a<|endoftext|>b <|startoftext|>c", "<|endoftext|", "<|endoftext|><|endoftext|>!", "</w>", "a</w> b</w>", "<pad>",
    "café", "cafe\u0301", "CAFÉ Cafe\u0301", "naïve über straße STRASSE ẞ", "İstanbul ıI iİ", "ΟΔΥΣΣΕΥΣ ΑΣ Σ ΣΑΣ", "ﬁ ﬂ ﬃ",
    "Ａｂｃ１２３！", "мир СВЕТ", "東京の夜", "東京tokyo夜night", "한국 \u1112\u1161\u11ab", "カタカナ ｶﾞ が か\u3099", "مرحبا بالعالم", "שָׁלוֹם",
    "नमस्ते ครับ தமிழ்", "😀", "😀😀 🎬❤️", "👩‍👩‍👧‍👦 👍🏽 🇩🇪🇫🇷", "a😀b!c", "❤ ❤️", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝟙𝟚", "𠀀𠀁 豈 豈",
    "\x00a\x01b\x1fc\x7fd\x80e\x85f", "a\u200bb\u200cc\u200dd\ufeffe", "\u202eabc\u202c", "a\u2028b\u2029c", "a\u00a0b\u3000c\u2003d\u1680e",
    "\ufffd\ufffda", "a\x0bb\x0cc\x1cd", "\ud7a3\ue000\U000f0000a", "e\u0301\u0302\u0303", "\u0301a", "ä\u0308 a\u0308\u0323",
    "a" * 300, "red ball " * 60, "!" * 200, "東" * 100, "😀" * 60, "a " * 75, "a " * 76, "xyzzy " * 40, "\n" * 500 + "a", "word" * 500,
    "a photo of " * 200, "--==++__//\\\\", "a_b-c.d,e", "\"quoted\" ‘single’ “double” …—", "$€£¥ §¶ ©®™", "https://example.org/a?b=c&d=1#e",
    "<lora:thing:0.8>, ((masterpiece))", "{a|b|c}", "a\\tb", "null None NaN", "\u00ad soft\u00adhyphen",
]
POOLS = [
    WORDS, WORDS, [" ", "  ", "\t", "\n", "\u00a0", "\u3000"], list("abcdefghijklmnopqrstuvwxyzABCXYZ"), list("0123456789½Ⅷ٣"),
    list(".,;:!?'\"()[]{}<>|/\\-_=+*&^%$#@`~"), list("éÉñÑçÇßẞİıŁłøØåÅΣσςΩω"), list("😀🎬❤👍🏽🇩🇪👩🔥✨"), list("東京夜光한국あカ々〆"),
    ["\u0301", "\u0308", "\u200d", "\ufe0f", "\u200b", "\x00", "\x07", "\x1b", "\u202e"], ["'s", "'T", "'re", "'VE", "'ll", BOS, EOS, EOS.upper()],
    list("мирСВЕТשלוםمرحبا"), [" ", " ", " "],
]


def prompts():
    chance = random.Random(20)
    made = list(BY_HAND)
    while len(made) < 500:
        pieces = chance.choice([3, 8, 8, 15, 15, 30, 90])
        made.append("".join(chance.choice(chance.choice(POOLS)) for _ in range(pieces)))
    return made


def ids(tokenizer, prompt):
    row = tokenizer(prompt, padding="max_length", truncation=True, max_length=LENGTH).input_ids
    assert len(row) == LENGTH
    return row


def cut(row):
    """Without the padding, which is the last number."""
    end = len(row)
    while end > 1 and row[end - 2] == row[-1]:
        end -= 1
    return row[:end]


def write_prompts(scratch):
    write_tokenizer(scratch, "!")
    plain = CLIPTokenizer.from_pretrained(PACKAGE / "tokenizer")
    bang = CLIPTokenizer.from_pretrained(scratch)
    assert plain.fix_text is None, "ftfy is installed"
    cases = [
        {"prompt": p, "ids": cut(ids(plain, p)), "banged": cut(ids(bang, p))} for p in prompts()
    ]
    text = "[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n"
    (OUT / "prompts.json").write_text(text)


def randomise(model, seed):
    """Every parameter matters: the library's own start is close to the identity."""
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in sorted(model.named_parameters()):
        noise = torch.randn(parameter.shape, generator=generator)
        if "layer_norm" in name and name.endswith("weight"):
            parameter.data = 1 + 0.3 * noise
        elif parameter.dim() == 1:
            parameter.data = 0.2 * noise
        else:
            parameter.data = noise * (0.7 if "embedding" in name else 1.5 * parameter.shape[-1] ** -0.5)
    return model.eval()


def network(name, kind, seed, half=False, rename=None, **config):
    folder = NETWORKS / name
    model = randomise(kind(CLIPTextConfig(attn_implementation="eager", **config)), seed)
    if half:
        model = model.half()
    model.save_pretrained(folder)
    if rename:
        file = folder / "model.safetensors"
        save_file(rename({k: v.clone() for k, v in load_file(file).items()}), file)
    model = model.float()
    length, vocabulary = config["max_position_embeddings"], config["vocab_size"]
    bos, eos = vocabulary - 2, vocabulary - 1
    words = torch.randint(1, bos, (3, length), generator=torch.Generator().manual_seed(seed))
    tokens = torch.full((4, length), eos if config["eos_token_id"] == 2 else 0)
    tokens[:, 0] = bos
    tokens[0, 1] = eos  # an empty prompt
    tokens[1, 1 : length - 1] = words[0, 1 : length - 1]  # a long one
    tokens[1, length - 1] = eos
    tokens[2, 1:6] = words[1, 1:6]
    tokens[2, 6] = eos
    tokens[3, 1:3] = words[2, 1:3]
    tokens[3, 3] = eos
    with torch.no_grad():
        out = model(tokens, output_hidden_states=True)
        pooled = out.text_embeds if kind is CLIPTextModelWithProjection else out.pooler_output
        short = model(tokens[2:, :9]).last_hidden_state
    golden = {
        "tokens": tokens, "last": out.last_hidden_state, "penultimate": out.hidden_states[-2],
        "pooled": pooled, "short": short,
    }
    save_file({k: v.contiguous() for k, v in golden.items()}, OUT / f"{name}.safetensors")


def unprefixed(tensors):
    return {name.removeprefix("text_model."): tensor for name, tensor in tensors.items()}


def with_positions(tensors):
    positions = tensors["text_model.embeddings.position_embedding.weight"].shape[0]
    return tensors | {"text_model.embeddings.position_ids": torch.arange(positions)[None]}


def networks():
    network(
        "text_quick", CLIPTextModel, 1, rename=with_positions, vocab_size=97, hidden_size=24, intermediate_size=50,
        num_hidden_layers=3, num_attention_heads=3, max_position_embeddings=19, hidden_act="quick_gelu", eos_token_id=2,
    )
    network(
        "text_erf", CLIPTextModel, 2, rename=unprefixed, vocab_size=61, hidden_size=30, intermediate_size=37,
        num_hidden_layers=4, num_attention_heads=5, max_position_embeddings=23, hidden_act="gelu", eos_token_id=60,
        layer_norm_eps=1e-3,
    )
    network(
        "projected_erf", CLIPTextModelWithProjection, 3, vocab_size=53, hidden_size=20, intermediate_size=31,
        num_hidden_layers=3, num_attention_heads=4, max_position_embeddings=17, hidden_act="gelu", eos_token_id=2,
        projection_dim=13,
    )
    network(
        "projected_half", CLIPTextModelWithProjection, 4, half=True, vocab_size=71, hidden_size=42, intermediate_size=29,
        num_hidden_layers=2, num_attention_heads=6, max_position_embeddings=21, hidden_act="quick_gelu", eos_token_id=70,
        projection_dim=31,
    )
    kinds = {"text_quick": "CLIPTextModel", "text_erf": "CLIPTextModel"}
    kinds |= {name: "CLIPTextModelWithProjection" for name in ("projected_erf", "projected_half")}
    index = {name: ["transformers", kind] for name, kind in kinds.items()}
    (NETWORKS / "model_index.json").write_text(json.dumps(index, indent=2) + "\n")


def package():
    vocabulary = write_tokenizer(PACKAGE / "tokenizer", EOS)
    index = {
        "_class_name": "StableDiffusionPipeline", "_diffusers_version": "0.35.1",
        "feature_extractor": [None, None], "safety_checker": [None, None],
        "text_encoder": ["transformers", "CLIPTextModel"], "tokenizer": ["transformers", "CLIPTokenizer"],
    }
    (PACKAGE / "model_index.json").write_text(json.dumps(index, indent=2) + "\n")
    config = CLIPTextConfig(
        vocab_size=vocabulary, hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=2,
        max_position_embeddings=LENGTH, hidden_act="quick_gelu", eos_token_id=2, attn_implementation="eager",
    )
    model = randomise(CLIPTextModel(config), 5)
    model.save_pretrained(PACKAGE / "text_encoder")
    tokenizer = CLIPTokenizer.from_pretrained(PACKAGE / "tokenizer")
    golden = {}
    for name, prompt in (("short", "a photo of the red ball, café 😀"), ("long", "red ball " * 60)):
        with torch.no_grad():
            golden[name] = model(torch.tensor([ids(tokenizer, prompt), ids(tokenizer, "")])).last_hidden_state
    save_file(golden, OUT / "conditionings.safetensors")


# As the folders of the released models have them, without what only repeats a default.
RELEASED = {
    "sd15": {"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12,
             "hidden_act": "quick_gelu", "projection_dim": 768},
    "sd2": {"hidden_size": 1024, "intermediate_size": 4096, "num_hidden_layers": 23, "num_attention_heads": 16,
            "hidden_act": "gelu", "projection_dim": 512},
    "sdxl_2": {"hidden_size": 1280, "intermediate_size": 5120, "num_hidden_layers": 32, "num_attention_heads": 20,
               "hidden_act": "gelu", "projection_dim": 1280},
}


def full_sizes():
    """Built on torch's meta device, which takes no memory. SDXL's first encoder is that of SD 1.5."""
    goldens = {}
    for name, sizes in RELEASED.items():
        kind = CLIPTextModelWithProjection if name == "sdxl_2" else CLIPTextModel
        sizes = sizes | {"vocab_size": 49408, "max_position_embeddings": 77, "eos_token_id": 2}
        with torch.device("meta"):
            tensors = kind(CLIPTextConfig(**sizes)).state_dict()
        lines = sorted(f"{key} {'x'.join(str(n) for n in value.shape)}\n" for key, value in tensors.items())
        goldens[name] = {
            "config": sizes, "tensors": len(lines), "parameters": sum(value.numel() for value in tensors.values()),
            "sha256": hashlib.sha256("".join(lines).encode()).hexdigest(),
        }
    (OUT / "full_size.json").write_text(json.dumps(goldens, indent=2) + "\n")


if __name__ == "__main__":
    import tempfile

    assert torch.__version__.startswith("2.7.1") and transformers.__version__ == "4.56.1"
    torch.set_num_threads(1)
    OUT.mkdir(parents=True, exist_ok=True)
    package()
    with tempfile.TemporaryDirectory() as scratch:
        write_prompts(pathlib.Path(scratch))
    networks()
    full_sizes()
