"""The name or folder of any sentence-transformers model goes in, an encoder comes out."""

import hashlib
import os
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from langchain_huggingface import HuggingFaceEmbeddings

from mediator_bot.errors import ModelError
from mediator_bot.models.vectors import Progress, Vectors, encode_side_by_side, in_pieces, unit_rows

TEXTS_PER_PIECE = 32


class SentenceTransformerEncoder:
    """A model the user chose, with the prompts its authors configured.

    Its fast tokenizer sets padding on itself for each batch and refuses a second thread ("Already borrowed"), so
    one thread owns the model and takes piece after piece, first come, first served. A plain lock would let a long
    indexing run take it again and again while a person's question waits.
    """

    def __init__(self, name: str, threads: int) -> None:
        torch.set_num_threads(threads)
        self._model = _load(name)
        # LangChain's class keeps the model it loads to itself, and only that knows its prompts.
        prompts = self._model._client.prompts
        self._model.encode_kwargs = {"prompt_name": _first(("document", "passage", "corpus"), prompts)}
        self._model.query_encode_kwargs = {"prompt_name": _first(("query",), prompts)}
        self.fingerprint = _fingerprint(name)
        self.dimension = len(self._model.embed_query("dimension"))
        self._owner = ThreadPoolExecutor(max_workers=1)

    def encode(self, texts: Sequence[str], *, query: bool = False, progress: Progress | None = None) -> Vectors:
        """Return (len(texts), dimension) unit rows; `query` chooses the model's prompt for questions."""
        model = self._questions if query else self._documents

        def in_turn(piece: Sequence[str]) -> Vectors:
            return self._owner.submit(model, list(piece)).result()

        pieces = in_pieces(texts, TEXTS_PER_PIECE)
        return unit_rows(encode_side_by_side(in_turn, pieces, self.dimension, threads=1, progress=progress))

    def _documents(self, texts: list[str]) -> Vectors:
        return np.array(self._model.embed_documents(texts), np.float32)

    def _questions(self, texts: list[str]) -> Vectors:
        return np.array([self._model.embed_query(text) for text in texts], np.float32)


def _load(name: str) -> HuggingFaceEmbeddings:
    """What is on this machine comes first; only a model's name, and only online, leads to a download."""
    folder = Path(name).expanduser()
    offline = os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}
    source = str(folder) if folder.is_dir() else name
    for local in (True,) if offline or folder.is_dir() else (True, False):
        try:
            return HuggingFaceEmbeddings(model_name=source, model_kwargs={"local_files_only": local})
        except (OSError, ValueError) as error:
            reason = error
    raise ModelError(
        f"Cannot load the embedding model {name!r}: {str(reason).splitlines()[0].rstrip('.')}. Check the name, give "
        'the folder of a model that is on this machine, or set embeddings = "packaged".'
    ) from reason


def _first(wanted: Sequence[str], known: Collection[str]) -> str | None:
    return next((name for name in wanted if name in known), None)


def _fingerprint(name: str) -> str:
    """The name and, for a folder, a digest of its files: a model trained further keeps its name."""
    folder = Path(name).expanduser()
    if not folder.is_dir():
        return f"{name}/sentence-transformers-{version('sentence-transformers')}"
    files = (path for path in folder.rglob("*") if path.is_file())
    visible = (path for path in files if not any(part.startswith(".") for part in path.relative_to(folder).parts))
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(visible):
        with path.open("rb") as file:
            digest.update(path.relative_to(folder).as_posix().encode() + hashlib.file_digest(file, "blake2b").digest())
    return f"{folder.name}-{digest.hexdigest()}/sentence-transformers-{version('sentence-transformers')}"
