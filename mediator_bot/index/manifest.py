"""What an index is made of, as a JSON file: models, chunking, catalogue sequence, segments and their checksums."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from mediator_bot.errors import StaleIndexError
from mediator_bot.index.vectors import Segment, replace_file

NAME = "manifest.json"
FORMAT = 3


@dataclass(frozen=True)
class Manifest:
    """One state of the index.

    `generation` grows with every change; `sequence` is the last change followed; `means` and `word_means` are the
    checksums of the frozen centring means, None before the first passage.
    """

    encoders: tuple[str, ...]
    dimension: int
    chunking: str
    sequence: int
    generation: int
    segments: tuple[Segment, ...]
    means: str | None
    word_means: str | None
    format: int = FORMAT


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in a folder, None where there is no index yet. Raises StaleIndexError where it cannot be read."""
    path = folder / NAME
    if not path.exists():
        return None
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        if table["format"] != FORMAT:
            raise StaleIndexError(
                f"The index has format {table['format']}, this version reads {FORMAT}. Run `mediator-bot index --rebuild`."
            )
        segments = tuple(Segment(**segment) for segment in table.pop("segments"))
        return Manifest(**{**table, "encoders": tuple(table["encoders"]), "segments": segments})
    except (ValueError, KeyError, TypeError) as error:
        raise StaleIndexError("The index manifest cannot be read. Run `mediator-bot index --rebuild`.") from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Make a state of the index the present one, in one step."""
    replace_file(folder / NAME, json.dumps(asdict(manifest), indent=1).encode())
