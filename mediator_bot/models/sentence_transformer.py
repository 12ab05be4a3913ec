"""The name or folder of any sentence-transformers model goes in, an encoder comes out."""

import hashlib
import os
from collections.abc import Collection, Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from langchain_huggingface import HuggingFaceEmbeddings

from mediator_bot.errors import ModelError
from mediator_bot.models.vectors import Progress, Turns, Vectors, unit_rows

TEXTS_PER_TURN = 32


class SentenceTransformerEncoder:
    """A model the user chose, with the prompts its authors configured, one caller at a time.

    Its fast tokenizer sets padding on itself for each batch and refuses a second thread ("Already borrowed").
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
        self._turns = Turns(TEXTS_PER_TURN)

    def encode(self, texts: Sequence[str], *, query: bool = False, progress: Progress | None = None) -> Vectors:
        """Return (len(texts), dimension) unit rows; `query` chooses the model's prompt for questions."""
        model = self._questions if query else self._documents
        return unit_rows(self._turns.encode(model, texts, self.dimension, progress))

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
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            digest.update(path.relative_to(folder).as_posix().encode() + hashlib.file_digest(file, "blake2b").digest())
    return f"{folder.name}-{digest.hexdigest()}/sentence-transformers-{version('sentence-transformers')}"
