"""What one browser tab holds of the Library page: where in it, which document and page, what was said of the last click."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal
from urllib.parse import parse_qs, urlencode

from mediator_bot.types import Language, Person

Place = Literal["list", "imports", "review", "case", "upkeep"]
NOBODY = Person("", "trainee")


@dataclass(frozen=True)
class Desk:
    """Everything a tab remembers between two clicks; documents, jobs and drafts are read from the library each time."""

    language: Language = "en"
    by: Person = NOBODY
    place: Place = "list"
    status: str = ""
    words: str = ""
    document: str = ""
    version: int = 0
    page: int = 1
    proposal: int = -1
    image: bool = False
    job: str = ""
    revision: int = 0
    trouble: str = ""
    notice: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The part of the address that leads back here."""
        parts = {"view": "library", "place": self.place}
        return f"?{urlencode({**parts, 'document': self.document} if self.place == 'review' else parts)}"

    def for_person(self, by: Person) -> "Desk":
        """The same tab for whoever asks; another person begins anew."""
        return self if by == self.by else Desk(self.language, by, "list" if by.role == "admin" else "case")

    def at(self, place: Place) -> "Desk":
        """Somewhere else on the page, with nothing left over from the last click."""
        return replace(self, place=place, trouble="", notice="", proposal=-1, image=False, typed={})

    def quiet(self) -> "Desk":
        """The same place without what was said of the last click."""
        return replace(self, trouble="", notice="")


def meant(address: str) -> tuple[str, Place, str]:
    """The view, the place of this page and the document that an address names."""
    parts = {name: values[0] for name, values in parse_qs(address.removeprefix("?")).items()}
    places: dict[str, Place] = {"imports": "imports", "review": "review", "case": "case", "upkeep": "upkeep"}
    return parts.get("view", "ask"), places.get(parts.get("place", ""), "list"), parts.get("document", "")
