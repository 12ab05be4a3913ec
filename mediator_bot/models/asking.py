"""A chat model and a prompt in; what it says so far out, piece by piece, until it ends, fails, or takes too long.

Where a provider can hold a model to a JSON schema it is asked to; where it refuses, the same is asked in plain words.
"""

import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import Runnable

Schema = Mapping[str, Any]
# A model that goes on and on is cut off here.
MOST_TOKENS = 800
MOST_CHARACTERS = 8000
# How a provider is held to a schema while it streams. Others are asked through LangChain, which gives the whole at the end.
_HELD: dict[str, Callable[[Schema], dict[str, Any]]] = {
    "openai": lambda schema: {
        # In the body itself: the client's own way takes a reply that was cut for a failure.
        "extra_body": {
            "response_format": {"type": "json_schema", "json_schema": {"name": schema["title"], "schema": schema}}
        },
        "max_tokens": MOST_TOKENS,
    },
    "ollama": lambda schema: {"format": schema, "options": {"temperature": 0, "num_predict": MOST_TOKENS}},
}
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reply:
    """All that a model has said so far. `end` is empty while it goes on; one that says too much is `done` where it was cut."""

    text: str = ""
    end: Literal["", "done", "failed", "late"] = ""

    @property
    def is_whole(self) -> bool:
        """Whether the last words are the last it wanted to say."""
        return self.end == "done" and len(self.text) < MOST_CHARACTERS


def replies(
    name: str,
    model: "BaseChatModel",
    prompt: Sequence[tuple[str, str]],
    values: Mapping[str, str],
    schema: Schema,
    *,
    seconds: float,
) -> Iterator[Reply]:
    """Ask the model `name` and yield what it has said after each piece; the last reply has an `end`.

    `prompt` is (role, template) pairs filled with `values`. Whoever stops listening stops the model too. Nothing is raised:
    a failure is in the log and is told by the last reply.
    """
    pieces: SimpleQueue[str | None] = SimpleQueue()
    stopped, failed = Event(), Event()
    chain = _chain(_ways(name, model, schema), prompt, pieces, stopped, failed)

    def ask() -> None:
        chain.invoke(dict(values))
        pieces.put(None)

    # A daemon: a model that never answers must not keep the program from ending.
    Thread(target=ask, daemon=True).start()
    text, until = "", time.monotonic() + seconds
    try:
        while len(text) < MOST_CHARACTERS:
            piece = pieces.get(timeout=max(until - time.monotonic(), 0.001))
            if piece is None:
                yield Reply(text, "failed" if failed.is_set() else "done")
                return
            text += piece
            if piece:
                yield Reply(text[:MOST_CHARACTERS])
        yield Reply(text[:MOST_CHARACTERS], "done")
    except Empty:
        _log.warning("The chat model did not finish within %g seconds.", seconds)
        yield Reply(text, "late")
    finally:
        stopped.set()


def _ways(name: str, model: "BaseChatModel", schema: Schema) -> "list[Runnable[Any, str]]":
    """The model held to the schema, then the same without."""
    from langchain_core.output_parsers import StrOutputParser
    from langchain_core.runnables import RunnableLambda

    free: Runnable[Any, str] = model | StrOutputParser()
    if held := _HELD.get(name.partition(":")[0]):
        return [model.bind(**held(schema)) | StrOutputParser(), free]
    try:
        structured = model.with_structured_output(dict(schema))
    except NotImplementedError:
        return [free]
    return [structured | RunnableLambda(json.dumps), free]


def _chain(
    ways: "list[Runnable[Any, str]]",
    prompt: Sequence[tuple[str, str]],
    pieces: "SimpleQueue[str | None]",
    stopped: Event,
    failed: Event,
) -> "Runnable[dict[str, str], None]":
    """Each way in turn until one has said something; an error after that ends the reply."""
    from langchain_core.prompts import ChatPromptTemplate
    from langchain_core.runnables import RunnableLambda

    filled, spoke = ChatPromptTemplate.from_messages(list(prompt)), Event()

    def way(asked: "Runnable[Any, str]") -> "Runnable[dict[str, Any], None]":
        def speak(values: dict[str, Any]) -> None:
            if spoke.is_set():
                raise values["error"]
            for piece in (filled | asked).stream(values):
                if stopped.is_set():
                    return
                if piece:
                    spoke.set()
                pieces.put(piece)

        return RunnableLambda(speak)

    def give_up(values: dict[str, Any]) -> None:
        failed.set()
        reason = (str(values["error"]).splitlines() or [""])[0][:200]
        _log.warning("The chat model failed: %s: %s", type(values["error"]).__name__, reason)

    first, *others = map(way, ways)
    return first.with_fallbacks([*others, RunnableLambda(give_up)], exception_key="error")
