"""Writes what the tests of T5's encoders, of the Unigram tokenizers and of `encode-text` for Wan compare with.

Pins: Python 3.11, torch 2.7.1, transformers 4.56.1, diffusers 0.35.1, safetensors 0.8.0,
sentencepiece 0.2.3, protobuf 7.36.2, ftfy 6.3.1. Run from this folder: python t5.py
Everything is seeded: a second run writes the same bytes. Weights are random, the vocabularies are
trained here on the words below; nothing of a released model is in them.
"""

import hashlib
import html
import html.entities
import io
import json
import pathlib
import random
import re

import ftfy
import sentencepiece
import torch
import transformers
from safetensors.torch import load_file, save_file
from tokenizers import AddedToken, Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram
from transformers import T5Config, T5EncoderModel, T5TokenizerFast, UMT5Config, UMT5EncoderModel
from sentencepiece import sentencepiece_model_pb2 as spm

import clip

OUT = pathlib.Path(__file__).parent.parent / "resources/org/cinegraph/nodes/text/t5"
TEXTS = pathlib.Path(__file__).parent.parent / "resources/org/cinegraph/nodes/text/unigram"
NETWORKS = OUT / "networks"
PACKAGE = OUT / "tiny-wan"
MOST = 512


def sentences():
    chance = random.Random(3)

    def word():
        whole = chance.choice(clip.WORDS)
        return whole if chance.random() < 0.5 else whole[: chance.randint(1, 5)] + chance.choice(clip.WORDS)[-chance.randint(1, 5) :]

    return [" ".join(word() for _ in range(chance.randint(3, 12))) for _ in range(3000)]


def trained(**settings):
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences()), model_writer=model, model_type="unigram", pad_id=0, eos_id=1, unk_id=2,
        bos_id=-1, num_threads=1, minloglevel=2, hard_vocab_limit=False, **settings,
    )
    return model.getvalue()


def config(folder, **more):
    (folder / "tokenizer_config.json").write_text(json.dumps({
        "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>", "tokenizer_class": "T5Tokenizer",
        "model_max_length": MOST, **more,
    }, indent=2) + "\n")


def plain_tokenizer():
    """As T5's own: the usual table of characters, pieces for 20 more tokens."""
    folder = TEXTS / "plain/tokenizer"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "spiece.model").write_bytes(
        trained(vocab_size=420, character_coverage=0.999, normalization_rule_name="nmt_nfkc"))
    config(folder, extra_ids=20)
    index = {"_class_name": "StableAudioPipeline", "tokenizer": ["transformers", "T5TokenizerFast"]}
    (folder.parent / "model_index.json").write_text(json.dumps(index, indent=2) + "\n")
    (folder / "tokenizer.json").unlink(missing_ok=True)
    made = T5TokenizerFast.from_pretrained(folder)
    made._tokenizer.save(str(folder / "tokenizer.json"))
    return T5TokenizerFast.from_pretrained(folder)


RULES = "".join(f"{a}\t{b}\n" for a, b in [
    ("A", "61"), ("41 42", "78"), ("C9", "E9"), ("65 301", "E9"), ("FF21", "41"), ("3000", "20"), ("A0", "20"),
    ("200B", ""), ("2460", "31"), ("FB01", "66 69"), ("1F468 200D", "1F468"), ("F1", "6E 303"),
])


def bytes_tokenizer(folder):
    """As UMT5's: bytes for what has no piece; another table of characters, older steps."""
    folder.mkdir(parents=True, exist_ok=True)
    rules = folder / "rules.tsv"
    rules.write_text(RULES)
    model = spm.ModelProto.FromString(trained(
        vocab_size=600, character_coverage=0.99, byte_fallback=True, normalization_rule_tsv=str(rules)))
    rules.unlink()
    made = Tokenizer(Unigram([(p.piece, p.score) for p in model.pieces], unk_id=2, byte_fallback=True))
    made.normalizer = normalizers.Sequence([
        normalizers.Precompiled(model.normalizer_spec.precompiled_charsmap),
        normalizers.Strip(left=False, right=True), normalizers.Replace("~", "-"),
    ])
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="always")])
    made.add_special_tokens([AddedToken(t, normalized=False) for t in ("<pad>", "</s>", "<unk>")])
    made.add_special_tokens([AddedToken("<extra_id_0>", lstrip=True, rstrip=True, normalized=False)])
    made.post_processor = processors.TemplateProcessing(single=["$A", "</s>"], special_tokens=[("</s>", 1)])
    made.save(str(folder / "tokenizer.json"))
    config(folder)
    return T5TokenizerFast.from_pretrained(folder)


BY_HAND = [
    "</s>", "<pad>", "<unk>", "a</s>b", " <extra_id_0> a", "a <extra_id_0>  b<extra_id_1>", "<extra_id_19><extra_id_20>", "▁", "▁▁a ▁ b",
    "  a  b  ", "a   b", "a \t b\r\nc", "\r\n", "a\u2581b", "AB ABA", "ＡＢ ①②", "~~a~", "ำ กำ เ", "\u0301", "x" * 900, "red " * 600,
]


def prompts():
    made = [p for p in BY_HAND + clip.prompts() if len(p) < 700 or p[0] in "xr"][:500]
    assert len(made) == 500
    return made


def write_prompts(plain, spelt):
    def ids(tokenizer, prompt):
        return tokenizer(prompt, truncation=True, max_length=MOST).input_ids

    cases = [{"prompt": p, "plain": ids(plain, p), "spelt": ids(spelt, p)} for p in prompts()]
    text = "[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n"
    (TEXTS / "prompts.json").write_text(text)


def randomise(model, seed):
    """Every parameter matters: the library's own start is close to the identity."""
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in sorted(model.named_parameters()):
        noise = torch.randn(parameter.shape, generator=generator)
        if "layer_norm" in name:
            parameter.data = 1 + 0.3 * noise
        elif "relative_attention_bias" in name or "shared" in name:
            parameter.data = noise
        else:
            parameter.data = noise * parameter.shape[-1] ** -0.5
    return model.eval()


def network(name, kind, seed, lengths, half=False, rename=None, **sizes):
    folder = NETWORKS / name
    settings = (T5Config if kind is T5EncoderModel else UMT5Config)(**sizes)
    model = randomise(kind(settings), seed)
    (model.half() if half else model).save_pretrained(folder)
    if rename:
        file = folder / "model.safetensors"
        save_file(rename({k: v.clone() for k, v in load_file(file).items()}), file)
    model = model.float()
    tokens = torch.randint(3, sizes["vocab_size"], (len(lengths), max(lengths)), generator=torch.Generator().manual_seed(seed))
    present = torch.zeros(tokens.shape)
    for row, length in enumerate(lengths):
        tokens[row, length - 1 :] = 0
        tokens[row, length - 1] = 1
        present[row, :length] = 1
    with torch.no_grad():
        hidden = model(tokens, attention_mask=present.long()).last_hidden_state
    save_file({"tokens": tokens, "present": present, "hidden": hidden.contiguous()}, OUT / f"{name}.safetensors")


def networks():
    embedded = lambda tensors: {k.replace("shared.weight", "encoder.embed_tokens.weight"): v for k, v in tensors.items()}
    both = lambda tensors: tensors | {"encoder.embed_tokens.weight": tensors["shared.weight"].clone()}
    network("t5_relu", T5EncoderModel, 1, (37, 5, 1), vocab_size=83, d_model=24, d_kv=7, d_ff=50, num_layers=3, num_heads=3,
            feed_forward_proj="relu", relative_attention_num_buckets=8, relative_attention_max_distance=20)
    network("t5_gated", T5EncoderModel, 2, (150, 149), rename=embedded, vocab_size=61, d_model=18, d_kv=8, d_ff=37, num_layers=2,
            num_heads=4, feed_forward_proj="gated-gelu", layer_norm_epsilon=1e-4)
    network("umt5_gated", UMT5EncoderModel, 3, (141, 30), vocab_size=71, d_model=20, d_kv=6, d_ff=33, num_layers=3, num_heads=5,
            feed_forward_proj="gated-gelu")
    network("umt5_half", UMT5EncoderModel, 4, (23, 22, 2), half=True, rename=both, vocab_size=53, d_model=32, d_kv=8, d_ff=41,
            num_layers=2, num_heads=2, feed_forward_proj="gated-relu", relative_attention_num_buckets=16,
            relative_attention_max_distance=33)
    kinds = {n: "T5EncoderModel" for n in ("t5_relu", "t5_gated")} | {n: "UMT5EncoderModel" for n in ("umt5_gated", "umt5_half")}
    index = {name: ["transformers", kind] for name, kind in kinds.items()}
    (NETWORKS / "model_index.json").write_text(json.dumps(index, indent=2) + "\n")


def cleaned(text):
    """As diffusers' Wan pipelines do it."""
    text = html.unescape(html.unescape(ftfy.fix_text(text))).strip()
    return re.sub(r"\s+", " ", text).strip()


DIRTY = [
    "plain words", "  two\n\nlines\t and  gaps ", "caf&eacute; &amp;amp; bar &lt;b&gt; &amp;#39;x&amp;#39; &notin; &notit;", "“curly” ‘quotes’ it’s",
    "ﬁne ﬂow Ａｂｃ！　ｶﾞ", "cafÃ© naÃ¯ve", "æ±äº¬ã®å¤œ", "Ð¼Ð¸Ñ€", "donâ€™t â€œstopâ€\x9d", "\x1b[31mred\x1b[0m", "a\x00b\x07c\ufeffd\u200be",
    "a\u2028b\u2029c\x85d\r\ne\rf", "e\u0301 a\u0308", "Ã", "Â£5", "voilà Ã la carte", "😀🎬 \U0001d54f", "ð\x9f\x98\x80", "ðŸ˜€ wow", "東京の夜 мир",
    "&quot;&#x1F600;&quot; &#0; &#128; &bogus; &", "50 ° × ½ ÷ ©", "L’été à Paris", "€ 5 – 6 — 7 …", "\ufffd", "ĳ ǆ ŉ ﬅ", "½ ㎏ ℃",
]


def write_cleaned():
    # Not those in which ftfy takes a few characters by chance for garbled ones: WanPrompt mends whole lines.
    whole = lambda p: ftfy.fixes.decode_inconsistent_utf8(p) == p
    texts = DIRTY + [p for p in clip.prompts() if len(p) < 200 and whole(p)][:200]
    cases = [{"given": t, "cleaned": cleaned(t)} for t in texts]
    text = "[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n"
    (TEXTS.parent / "clean_cases.json").write_text(text)


def write_references():
    """HTML's named character references, which `unescape` reads: name, blank, code points."""
    folder = pathlib.Path(__file__).parents[2] / "main/resources/org/cinegraph/nodes/text/clean"
    lines = [f"{name} {' '.join(f'{ord(c):x}' for c in text)}\n" for name, text in sorted(html.entities.html5.items())]
    (folder / "CharacterReferences.txt").write_text("".join(lines))


def package(tokenizer):
    index = {
        "_class_name": "WanPipeline", "_diffusers_version": "0.35.1",
        "text_encoder": ["transformers", "UMT5EncoderModel"], "tokenizer": ["transformers", "T5TokenizerFast"],
    }
    (PACKAGE / "model_index.json").write_text(json.dumps(index, indent=2) + "\n")
    settings = UMT5Config(vocab_size=len(tokenizer) + 12, d_model=12, d_kv=4, d_ff=20, num_layers=2, num_heads=3, feed_forward_proj="gated-gelu")
    model = randomise(UMT5EncoderModel(settings), 5)
    model.save_pretrained(PACKAGE / "text_encoder")
    golden = {}
    for name, pair in {"pair": ("a photo of   the red ball, caf&eacute; 😀", "blurry"), "long": ("red ball 😀 " * 300, "")}.items():
        rows = []
        for prompt in pair:
            given = tokenizer([cleaned(prompt)], padding="max_length", max_length=MOST, truncation=True, return_tensors="pt")
            with torch.no_grad():
                hidden = model(given.input_ids, given.attention_mask).last_hidden_state[0]
            hidden[int(given.attention_mask.sum()) :] = 0
            rows.append(hidden)
        golden[name] = torch.stack(rows)
    save_file(golden, OUT / "conditionings.safetensors")


RELEASED = {
    "umt5-xxl": (UMT5EncoderModel, UMT5Config, {
        "vocab_size": 256384, "d_model": 4096, "d_kv": 64, "d_ff": 10240, "num_layers": 24, "num_heads": 64,
        "feed_forward_proj": "gated-gelu", "relative_attention_num_buckets": 32, "relative_attention_max_distance": 128}),
    "t5-base": (T5EncoderModel, T5Config, {
        "vocab_size": 32128, "d_model": 768, "d_kv": 64, "d_ff": 3072, "num_layers": 12, "num_heads": 12,
        "feed_forward_proj": "relu", "relative_attention_num_buckets": 32}),
}


def full_sizes():
    """Built on torch's meta device, which takes no memory. Files have the table of tokens once."""
    goldens = {}
    for name, (kind, settings, sizes) in RELEASED.items():
        with torch.device("meta"):
            tensors = kind(settings(**sizes)).state_dict()
        tensors.pop("encoder.embed_tokens.weight")
        lines = sorted(f"{key} {'x'.join(str(n) for n in value.shape)}\n" for key, value in tensors.items())
        goldens[name] = {
            "config": sizes, "tensors": len(lines), "parameters": sum(value.numel() for value in tensors.values()),
            "sha256": hashlib.sha256("".join(lines).encode()).hexdigest(),
        }
    (OUT / "full_size.json").write_text(json.dumps(goldens, indent=2) + "\n")


if __name__ == "__main__":
    assert torch.__version__.startswith("2.7.1") and transformers.__version__ == "4.56.1"
    torch.set_num_threads(1)
    OUT.mkdir(parents=True, exist_ok=True)
    networks()
    full_sizes()
    plain, spelt = plain_tokenizer(), bytes_tokenizer(PACKAGE / "tokenizer")
    write_prompts(plain, spelt)
    write_cleaned()
    write_references()
    package(spelt)
