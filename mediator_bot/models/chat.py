"""The name of a chat model goes in, a LangChain `BaseChatModel` comes out; nothing is asked of the model yet."""

import os
from typing import TYPE_CHECKING, Any

from mediator_bot.errors import ModelError
from mediator_bot.models.endpoint import ModelName, parts_of

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

# How long one reply may take. A small model on a processor reads a page of evidence in half a minute.
SECONDS = 60.0


def open_chat_model(name: str) -> "BaseChatModel":
    """The chat model that `name` stands for: `provider:model`, as LangChain's `init_chat_model` knows them.

    `openai:NAME@http://127.0.0.1:8080/v1` is any endpoint that speaks OpenAI's protocol. Keys come from the
    environment. Raises ModelError where the name is no such name, or a package or a key is missing; whether a model
    of that name answers shows when it is asked.
    """
    named = parts_of(name)
    model, options = named.model, _options(named.provider)
    if named.provider == "openai":
        options |= _openai(name, named)
    elif named.url:
        options["base_url"] = named.url
    try:
        from langchain.chat_models import init_chat_model

        opened: BaseChatModel = init_chat_model(model, model_provider=named.provider, **options)
    except ImportError as error:
        raise ModelError(
            f"The chat model {name!r} needs a package that cannot be imported: {error}. "
            "Run `pip install 'mediator-bot[chat]'`, or the package named for another provider."
        ) from error
    except ValueError as error:
        reason = str(error).splitlines()[0].rstrip(".")
        raise ModelError(
            f"The chat model {name!r} cannot be opened: {reason}. Check the provider's name and its key."
        ) from error
    return opened


def _options(provider: str) -> dict[str, Any]:
    # The caller stops waiting by itself; these close the connection too, and ask only once.
    if provider == "ollama":
        return {"temperature": 0, "client_kwargs": {"timeout": SECONDS}}
    return {"temperature": 0, "timeout": SECONDS, "max_retries": 0}


def _openai(name: str, named: ModelName) -> dict[str, Any]:
    """The endpoint where one is named, with the key."""
    key = os.environ.get("OPENAI_API_KEY", "")
    if named.url:
        # The client refuses an empty key, which most local servers do not look at.
        return {"base_url": named.url, "api_key": key or "none"}
    if not key:
        raise ModelError(
            f"The chat model {name!r} needs a key. Set OPENAI_API_KEY, or name your own endpoint: {name}@http://…"
        )
    return {}
