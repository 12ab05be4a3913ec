"""The name of a chat model in; where its words go, and whether that is this machine, out. Nothing is opened or asked."""

import ipaddress
import os
import re
from dataclasses import dataclass
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from mediator_bot.errors import ModelError

_NAME = re.compile(r"(?P<provider>[a-z][a-z_0-9-]*):(?P<model>[^\s@]\S*?)(?:@(?P<url>https?://\S+))?")
# Ollama on this machine hands a model of such a name on to its makers.
_HANDED_ON = re.compile(r"[:-]cloud$")
_OLLAMA = "http://127.0.0.1:11434"


@dataclass(frozen=True)
class Endpoint:
    """A chat model by its name: `provider` is the host it is at, or its maker where no host is named.

    An admin allows, and a person agrees to, a `provider`. `shown` is the name without an address, for a reader.
    """

    name: str
    shown: str
    provider: str
    is_local: bool


@dataclass(frozen=True)
class ModelName:
    """The parts of `provider:model@url`; `url` is empty where none is named."""

    provider: str
    model: str
    url: str


def parts_of(name: str) -> ModelName:
    """The parts of a chat model's name. Raises ModelError where it is no such name."""
    named = _NAME.fullmatch(name)
    if not named:
        raise ModelError(
            f"There is no chat model {name!r}. Write provider:model, such as ollama:qwen3 or "
            "openai:NAME@http://127.0.0.1:8080/v1, or none."
        )
    if named["url"] and named["provider"] not in ("openai", "ollama"):
        # Its client would go to its maker all the same, whatever address stands here.
        raise ModelError(f"{name!r}: an address can be named for openai and ollama only. Leave it out.")
    return ModelName(named["provider"], named["model"], named["url"] or "")


def endpoint_of(name: str) -> Endpoint:
    """Where the words for a chat model go. Raises ModelError as `parts_of`.

    Only a loopback address that no proxy stands before is this machine. What is not known to be is not.
    """
    named = parts_of(name)
    url = _address(named)
    host = (urlsplit(url).hostname or "") if url else ""
    is_local = _is_loopback(host) and not _is_proxied(url, host)
    return Endpoint(name, f"{named.provider}:{named.model}", host or named.provider, is_local)


def _address(named: ModelName) -> str:
    """Where the client of a provider goes; empty where only its maker knows."""
    if named.provider == "ollama" and _HANDED_ON.search(named.model):
        return "https://ollama.com"
    if named.url:
        return named.url
    if named.provider == "openai":
        return os.environ.get("OPENAI_API_BASE") or os.environ.get("OPENAI_BASE_URL") or ""
    if named.provider != "ollama":
        return ""
    address = os.environ.get("OLLAMA_HOST") or _OLLAMA
    return address if "://" in address else f"http://{address}"


def _is_loopback(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    # Ollama is often told to listen on 0.0.0.0, which for a caller is this machine.
    return address.is_loopback or address.is_unspecified


def _is_proxied(url: str, host: str) -> bool:
    proxies = getproxies()
    return bool(proxies.get(urlsplit(url).scheme) or proxies.get("all")) and not proxy_bypass(host)
