"""A value in, the same sealed with the key of this home out, and back: what leads from a pseudonym to a person."""

import json
import os
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from mediator_bot.errors import LibraryError

KEY_FILE = "pseudonym.key"


def seal(value: Any, home: Path) -> str:
    """The value, encrypted and authenticated. Makes the key where this home has none yet."""
    return Fernet(_made(home)).encrypt(json.dumps(value, ensure_ascii=False).encode()).decode()


def unseal(sealed: str, home: Path) -> Any:
    """What was sealed. Raises LibraryError where the key is not there, or is another one."""
    path = home / "library" / KEY_FILE
    try:
        return json.loads(Fernet(path.read_bytes()).decrypt(sealed.encode()))
    except FileNotFoundError as error:
        raise LibraryError(
            f"The key {path} is not there. Whoever holds it must put it back; without it no name returns."
        ) from error
    except OSError as error:
        raise LibraryError(f"The key {path} cannot be read: {error.strerror}. Ask whoever holds it.") from error
    except (InvalidToken, ValueError) as error:
        raise LibraryError(f"{path} is not the key these names were sealed with. Put the right one back.") from error


def _made(home: Path) -> bytes:
    path = home / "library" / KEY_FILE
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(key := Fernet.generate_key())
        file.flush()
        os.fsync(file.fileno())
    return key
