"""Settings: a TOML file and the environment go in, one frozen value comes out."""

import os
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from mediator_bot.errors import SettingsError
from mediator_bot.types import Person, Role

ENVIRONMENT_PREFIX = "MEDIATOR_"
DEFAULT_FILE = Path("mediator.toml")
ROLES: tuple[Role, ...] = ("mediator", "trainee", "admin", "auditor")
_NUMBERS = ("threads", "max_file_mb", "max_pages", "parse_seconds", "retention_years")
_TABLES = ("referrals", "people")


@dataclass(frozen=True)
class Settings:
    """Everything that can be set; `mediator.toml` explains each key.

    `home` holds `library/` and `indexes/`. `embeddings` is `packaged`, or the name or folder of any
    sentence-transformers model. `chat_model` is empty, or a LangChain name such as `ollama:qwen3`.
    """

    home: Path
    catalogue_url: str = field(default="", repr=False)  # may hold a password
    embeddings: str = "packaged"
    chat_model: str = ""
    threads: int = 0
    max_file_mb: int = 50
    max_pages: int = 2000
    parse_seconds: int = 50
    unit: str = "local"
    retention_years: int = 0
    referrals: dict[str, str] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path | None = None, home: Path | None = None) -> "Settings":
        """Read `path` (default `mediator.toml` here, if there is one), then `MEDIATOR_…` variables, then `home`.

        A relative `home` counts from the folder of the file that names it, else from the working folder.
        Raises SettingsError for a missing named file, a key nobody knows or a value of the wrong type.
        """
        chosen = path or DEFAULT_FILE
        table = _read(chosen) if path or chosen.exists() else {}
        known = {item.name for item in fields(cls)}
        if unknown := sorted(set(table) - known):
            raise SettingsError(f"{chosen}: unknown key {unknown[0]!r}. Known keys: {', '.join(sorted(known))}.")
        values = {key: _checked(key, value, f"{chosen}: {key}") for key, value in table.items()}
        if "home" in values:
            values["home"] = chosen.resolve().parent / values["home"]
        for key in known.difference(_TABLES):
            if (name := ENVIRONMENT_PREFIX + key.upper()) in os.environ:
                values[key] = _checked(key, os.environ[name], name)
        if home is not None:
            values["home"] = home.expanduser()
        values["home"] = values["home"].absolute() if "home" in values else _user_data()
        return cls(**values)


def _read(path: Path) -> dict[str, Any]:
    try:
        # With or without the byte-order mark that Windows editors put first.
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise SettingsError(f"There is no settings file {path}. Check the name, or leave --config out.") from error
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}. Check the file and who may read it.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not valid TOML: {error}. Correct that line.") from error


def _user_data() -> Path:
    from platformdirs import user_data_path

    return user_data_path("mediator-bot", appauthor=False)


def _checked(key: str, value: Any, where: str) -> Any:
    """A value of the type its key asks for. Raises SettingsError, which begins with `where`."""
    if key in _NUMBERS:
        return _whole_number(value, where)
    if key in _TABLES:
        if not isinstance(value, dict):
            raise SettingsError(f"{where} = {value!r} is not a table. Write it as [{key}], one `name = value` a line.")
        if key == "people":
            return {name: _person(name, row, f"{where}.{name}") for name, row in value.items()}
        return {name: _text(row, f"{where}.{name}") for name, row in value.items()}
    text = _text(value, where)
    return Path(text).expanduser() if key == "home" else text


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise SettingsError(f'{where} = {value!r} is not text. Put it in quotes: "…".')
    return value


def _whole_number(value: Any, where: str) -> int:
    if not (type(value) is int or (isinstance(value, str) and value.strip().isdecimal())) or int(value) < 0:
        raise SettingsError(f"{where} = {value!r} is not a whole number from 0 up. Write one, such as 2.")
    return int(value)


def _person(name: str, row: Any, where: str) -> Person:
    role, units = (row.get("role"), row.get("units", [])) if isinstance(row, dict) else (None, None)
    if role not in ROLES or not isinstance(units, list) or not all(isinstance(unit, str) for unit in units):
        raise SettingsError(f'{where} needs role = one of {", ".join(ROLES)} and units = ["…"].')
    if unknown := sorted(set(row) - {"role", "units"}):
        raise SettingsError(f"{where}: unknown key {unknown[0]!r}. A person has a role and units.")
    return Person(name=name, role=role, units=frozenset(units))
