"""Settings: a TOML file and the environment go in, one frozen value comes out."""

import os
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from mediator_bot.errors import SettingsError
from mediator_bot.types import Person, Role

ENVIRONMENT_PREFIX = "MEDIATOR_"
ROLES: tuple[Role, ...] = ("mediator", "trainee", "admin", "auditor")


@dataclass(frozen=True)
class Settings:
    """Everything that can be set; `mediator.toml` explains each key.

    `home` holds `library/` and `indexes/`. `embeddings` is `packaged`, or the name or folder of any
    sentence-transformers model. `chat_model` is empty, or a LangChain name such as `ollama:qwen3`.
    """

    home: Path
    catalogue_url: str = ""
    embeddings: str = "packaged"
    chat_model: str = ""
    threads: int = 0
    max_file_mb: int = 50
    max_pages: int = 2000
    parse_seconds: int = 50
    unit: str = "local"
    referrals: dict[str, str] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path | None = None, home: Path | None = None) -> "Settings":
        """Read `path` (default `mediator.toml` here, if there is one), then `MEDIATOR_…` variables.

        Raises SettingsError for a missing named file, a key nobody knows or a value of the wrong type.
        """
        table = _read(path)
        table |= {
            key: os.environ[name] for key in _plain_keys() if (name := ENVIRONMENT_PREFIX + key.upper()) in os.environ
        }
        if home is not None:
            table["home"] = str(home)
        source = str(path or "mediator.toml")
        base = (path or Path("mediator.toml")).resolve().parent
        table["home"] = base / Path(table["home"]).expanduser() if "home" in table else _user_data()
        known = {item.name for item in fields(cls)}
        if unknown := sorted(set(table) - known):
            raise SettingsError(f"{source}: unknown key {unknown[0]!r}. Known keys: {', '.join(sorted(known))}.")
        table["people"] = {name: _person(name, row, source) for name, row in table.get("people", {}).items()}
        for key in ("threads", "max_file_mb", "max_pages", "parse_seconds"):
            if key in table:
                table[key] = _whole_number(table[key], key, source)
        return replace(cls(home=table.pop("home")), **table)


def _plain_keys() -> list[str]:
    return [item.name for item in fields(Settings) if item.name not in ("referrals", "people")]


def _read(path: Path | None) -> dict[str, Any]:
    chosen = path or Path("mediator.toml")
    if not chosen.exists():
        if path is not None:
            raise SettingsError(f"There is no settings file {path}. Check the name, or leave --config out.")
        return {}
    try:
        return tomllib.loads(chosen.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{chosen} is not valid TOML: {error}. Correct that line.") from error


def _user_data() -> Path:
    from platformdirs import user_data_path

    return user_data_path("mediator-bot", appauthor=False)


def _whole_number(value: Any, key: str, source: str) -> int:
    try:
        number = int(value)
    except (TypeError, ValueError) as error:
        raise SettingsError(f"{source}: {key} = {value!r} is not a whole number. Write one, such as 2.") from error
    if number < 0:
        raise SettingsError(f"{source}: {key} = {number} is negative. Write 0 or more.")
    return number


def _person(name: str, row: Any, source: str) -> Person:
    role = row.get("role") if isinstance(row, dict) else None
    if role not in ROLES or not isinstance(row.get("units", []), list):
        raise SettingsError(f'{source}: people.{name} needs role = one of {", ".join(ROLES)} and units = ["…"].')
    return Person(name=name, role=role, units=frozenset(row.get("units", [])))
