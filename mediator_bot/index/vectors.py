"""Vectors with numbers in, the nearest allowed numbers out: FAISS flat indexes in immutable files, no pickle."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from mediator_bot.errors import StaleIndexError

Ids = NDArray[np.int64]
Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Segment:
    """One immutable file of vectors, as the manifest lists it."""

    file: str
    passages: int
    sha256: str


def write_segment(folder: Path, number: int, ids: Ids, vectors: Vectors) -> Segment:
    """Write a file of vectors so that it is there whole or not at all."""
    index = faiss.IndexIDMap2(faiss.IndexFlatIP(vectors.shape[1]))
    index.add_with_ids(vectors, ids)
    content = faiss.serialize_index(index).tobytes()
    name = f"vectors-{number:06d}.faiss"
    replace_file(folder / name, content)
    return Segment(name, len(ids), hashlib.sha256(content).hexdigest())


def replace_file(path: Path, content: bytes) -> None:
    """Put content at a path in one step: a kill leaves the old file or the new one, never half of one."""
    scratch = path.with_suffix(path.suffix + ".new")
    with scratch.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(path)


class VectorStore:
    """The vectors of some segments, in memory."""

    def __init__(self, folder: Path, segments: tuple[Segment, ...], before: "VectorStore | None" = None) -> None:
        """Read the segments that the store `before` has not read already. Raises StaleIndexError where one is missing or is not what was written."""
        self.segments = segments
        read = dict(zip(before.segments, before._indexes, strict=True)) if before else {}
        self._indexes: list[Any] = [
            read[segment] if segment in read else _read(folder, segment) for segment in segments
        ]

    def __len__(self) -> int:
        return sum(index.ntotal for index in self._indexes)

    def search(self, query: Vectors, top_k: int, allowed: Ids) -> dict[int, float]:
        """The `top_k` allowed passages with the greatest inner product, and that product."""
        if not len(allowed):
            return {}
        parameters = faiss.SearchParameters(sel=_selector(allowed))  # type: ignore[call-arg]
        found: dict[int, float] = {}
        for index in self._indexes:
            scores, ids = index.search(query[None, :], min(top_k, index.ntotal), params=parameters)
            found |= {int(number): float(score) for number, score in zip(ids[0], scores[0], strict=True) if number >= 0}
        best = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:top_k]
        return dict(best)

    def scores(self, query: Vectors, ids: list[int]) -> dict[int, float]:
        """The inner product for passages named by number; those not stored are left out."""
        wanted = np.array(ids, dtype=np.int64)
        found: dict[int, float] = {}
        for index in self._indexes:
            stored = faiss.vector_to_array(index.id_map)
            order = np.argsort(stored)
            places = order[np.minimum(np.searchsorted(stored, wanted, sorter=order), len(stored) - 1)]
            held = stored[places] == wanted
            vectors = index.index.reconstruct_batch(places[held])
            found |= dict(zip(wanted[held].tolist(), (vectors @ query).tolist(), strict=True))
        return found

    def held(self, ids: set[int]) -> set[int]:
        """Those of the numbers that are stored."""
        wanted = np.fromiter(ids, dtype=np.int64)
        stored = [np.isin(wanted, faiss.vector_to_array(index.id_map)) for index in self._indexes]
        return set(wanted[np.any(stored, axis=0)].tolist()) if stored else set()

    def all(self) -> tuple[Ids, Vectors]:
        """Every stored number and vector, for a merge."""
        ids = [faiss.vector_to_array(index.id_map) for index in self._indexes]
        vectors = [index.index.reconstruct_n(0, index.ntotal) for index in self._indexes]
        return np.concatenate(ids), np.concatenate(vectors)


def _read(folder: Path, segment: Segment) -> Any:
    try:
        content = (folder / segment.file).read_bytes()
    except OSError as error:
        raise StaleIndexError(
            f"The index file {segment.file} cannot be read: {error}. Run `mediator-bot index --rebuild`."
        ) from error
    if hashlib.sha256(content).hexdigest() != segment.sha256:
        raise StaleIndexError(f"The index file {segment.file} is damaged. Run `mediator-bot index --rebuild`.")
    return faiss.deserialize_index(np.frombuffer(content, dtype=np.uint8))


def _selector(allowed: Ids) -> Any:
    mask = np.zeros(int(allowed.max()) + 1, dtype=bool)
    mask[allowed] = True
    return faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))  # type: ignore
