"""The verbs that bring a library to safety and back: backup, restore."""

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from mediator_bot.cli_shared import library_of, settings_of, show

if TYPE_CHECKING:
    from mediator_bot.library.backup import Manifest


def backup(words: argparse.Namespace) -> int:
    """Write one file with the whole library, while others go on working."""
    from mediator_bot.library.backup import back_up

    library = library_of(words)
    by = library.person(words.person)
    manifest = back_up(library.catalogue.engine, library.settings.home, words.file, by, with_keys=words.with_keys)
    show(words, _value(manifest), lambda: "\n".join(_told(words, manifest)))
    return 0


def _told(words: argparse.Namespace, manifest: "Manifest") -> list[str]:
    lines = [
        f"{words.file}: {sum(manifest.rows.values())} rows and {_originals(manifest)} originals, read again and whole."
    ]
    if manifest.missing:
        lines.append(f"{len(manifest.missing)} originals were not in the library; `mediator-bot doctor` names them.")
    lines.append(
        "It holds the keys: whoever has this file can undo the pseudonyms."
        if manifest.keys
        else "Keys of pseudonyms and mediator.toml are not in it: keep them elsewhere."
    )
    return lines


def restore(words: argparse.Namespace) -> int:
    """Bring a backup back into an empty home, and index it."""
    from mediator_bot.library.restore import restore as restored
    from mediator_bot.service import Assistant

    settings = settings_of(words)
    manifest = restored(words.file, settings.home, settings.catalogue_url)
    assistant = Assistant.open(settings)
    assistant.library.audit.record(assistant.operator, "restore", words.file.name, {"made_at": manifest.made_at})
    passages = assistant.searcher.index.terms.passage_count()
    show(
        words,
        {**_value(manifest), "passages": passages},
        lambda: (
            f"{sum(manifest.rows.values())} rows and {_originals(manifest)} originals of {manifest.made_at} are in"
            f" {settings.home}; {passages} passages indexed."
        ),
    )
    return 0


def _originals(manifest: "Manifest") -> int:
    return sum(name.startswith("originals/") for name in manifest.sha256)


def _value(manifest: "Manifest") -> dict[str, Any]:
    table = asdict(manifest)
    del table["sha256"]
    return {**table, "originals": _originals(manifest)}
