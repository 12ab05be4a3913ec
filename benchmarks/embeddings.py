"""Passages a second: the packaged encoders beside SentenceTransformer.encode with the same weights in float32.

Run `python benchmarks/embeddings.py`. Every encoder takes its turn at each fifty passages, so that whatever else the
machine does falls on all of them; compare the ratios, not the seconds of two runs.
"""

import re
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from mediator_bot.models.e5 import PROMPT
from mediator_bot.models.e5_blob import Blob, packaged_blob, read_blob
from mediator_bot.models.embeddings import open_encoders
from mediator_bot.models.vectors import Vectors

CORPUS = Path(__file__).parents[1] / "corpus"
PASSAGES, CHARACTERS, TURN = 200, 400, 50
Encode = Callable[[Sequence[str]], Vectors]


def chinese_passages() -> list[str]:
    """400 characters each, windows of the statutes and records in the corpus."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(CORPUS.rglob("*.yaml")))
    chinese = "".join(re.findall(r"[\u3400-\u9fff，。；：、！？]+", "".join(texts)))
    starts = np.linspace(0, len(chinese) - CHARACTERS, PASSAGES).astype(int)
    return [chinese[start : start + CHARACTERS] for start in starts]


def sentence_transformer(folder: Path) -> Encode:
    """The packaged E5 as float32 torch modules behind SentenceTransformer.encode with its default batches."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    blob = read_blob(packaged_blob())
    _save_bert(blob, folder)
    _save_tokenizer(blob, folder)
    bert = Transformer(str(folder), max_seq_length=blob.shape.positions)
    model = SentenceTransformer(modules=[bert, Pooling(blob.shape.hidden), Normalize()], device="cpu")
    return lambda texts: model.encode(list(texts), prompt=PROMPT, show_progress_bar=False)


def _save_bert(blob: Blob, folder: Path) -> None:
    import torch
    from transformers import BertConfig, BertModel

    shape = blob.shape
    config = BertConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.inner,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.token_types,
        layer_norm_eps=shape.epsilon,
    )
    bert = BertModel(config, add_pooling_layer=False)
    with torch.no_grad():
        for name, parameter in bert.named_parameters():
            ours = _blob_name(name)
            values = blob.floats(ours) if blob.tensors[ours].dtype == np.float32 else blob.matrix(ours, shape.hidden)
            parameter.copy_(torch.from_numpy(values.copy()).reshape(parameter.shape))
    bert.save_pretrained(folder)


def _blob_name(parameter: str) -> str:
    """`encoder.layer.3.attention.self.query.weight` is `l3.q.w` in the blob."""
    parts = {
        "embeddings.word_embeddings": "emb.word",
        "embeddings.position_embeddings": "emb.pos",
        "embeddings.token_type_embeddings": "emb.type",
        "embeddings.LayerNorm": "emb.ln",
        "attention.self.query": "q",
        "attention.self.key": "k",
        "attention.self.value": "v",
        "attention.output.dense": "ao",
        "attention.output.LayerNorm": "aln",
        "intermediate.dense": "fi",
        "output.dense": "fo",
        "output.LayerNorm": "oln",
    }
    module, kind = parameter.rsplit(".", 1)
    if module.startswith("encoder."):
        _, _, layer, part = module.split(".", 3)
        return f"l{layer}.{parts[part]}.{kind[0]}"
    return f"{parts[module]}.{kind[0]}" if module.endswith("LayerNorm") else parts[module]


def _save_tokenizer(blob: Blob, folder: Path) -> None:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    vocabulary = blob.vocabulary
    tokenizer = Tokenizer(models.Unigram(list(vocabulary.pieces), unk_id=vocabulary.unknown))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", vocabulary.begin), ("</s>", vocabulary.end)]
    )
    names = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **names).save_pretrained(folder)


def measure(encoders: dict[str, Encode], passages: list[str]) -> dict[str, float]:
    """Passages a second of each encoder, after one passage to warm up."""
    seconds = dict.fromkeys(encoders, 0.0)
    for encode in encoders.values():
        encode(passages[:1])
    for start in range(0, len(passages), TURN):
        for name, encode in encoders.items():
            began = time.perf_counter()
            encode(passages[start : start + TURN])
            seconds[name] += time.perf_counter() - began
    return {name: len(passages) / spent for name, spent in seconds.items()}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        passages = chinese_passages()
        e5, use = open_encoders("packaged", 0, Path(folder))
        encoders: dict[str, Encode] = {"E5, packaged": e5.encode, "USE, packaged": use.encode}
        if find_spec("torch"):
            encoders["E5, SentenceTransformer float32"] = torch_e5 = sentence_transformer(Path(folder))
            cosines = (torch_e5(passages[:20]) * e5.encode(passages[:20])).sum(axis=1)
            print(f"cosine of the packaged E5 with float32: mean {cosines.mean():.4f}, least {cosines.min():.4f}")
        rates = measure(encoders, passages)
        rates["E5 and USE, packaged"] = 1 / (1 / rates["E5, packaged"] + 1 / rates["USE, packaged"])
        baseline = rates.get("E5, SentenceTransformer float32")
        for name, rate in rates.items():
            ratio = f"   × {rate / baseline:.2f}" if baseline else ""
            print(f"{name:33}{rate:7.1f} passages/s{ratio}")
        if not baseline:
            print("torch is not installed: no SentenceTransformer to compare with.")


if __name__ == "__main__":
    main()
