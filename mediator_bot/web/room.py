"""What one browser tab holds of practice: where in it, which session and how far, who is spoken to. Nothing is shared between tabs."""

from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import parse_qs, urlencode

from mediator_bot.types import Language, Person
from mediator_bot.web.identity import NOBODY

Place = Literal["choose", "session", "beside"]


@dataclass(frozen=True)
class Wanted:
    """What the list of scenarios is narrowed to; an empty word leaves that side open."""

    language: str = ""
    type: str = ""
    difficulty: str = ""


@dataclass(frozen=True)
class Room:
    """Everything a tab remembers between two clicks. The session itself is read from the library each time.

    `revision` is how far this tab knows the session, `alone` the party it speaks to in private, `coached` the turn it
    asked advice for, `document` what lies open beside it. It is `by`'s: for anybody else it begins anew.
    """

    language: Language = "en"
    wanted: Wanted = Wanted()
    place: Place = "choose"
    session: str = ""
    revision: int = 0
    alone: str = ""
    coached: int = 0
    document: str = ""
    trouble: str = ""
    notice: str = ""
    stale: bool = False
    by: Person = NOBODY

    def for_person(self, by: Person) -> "Room":
        """The same room with the rights of this moment; the list of scenarios where it was somebody else's."""
        return replace(self, by=by) if self.by.name == by.name else Room(self.language, self.wanted, by=by)

    @property
    def address(self) -> str:
        """The part of the address that leads back here."""
        parts = {"view": "practise"}
        if self.place != "choose":
            parts["session"] = self.session
        if self.place == "beside":
            parts["beside"] = "1"
        return f"?{urlencode(parts)}"

    def at(self, place: Place, session: str = "") -> "Room":
        """The same tab somewhere else, with nothing left over from where it was."""
        return replace(Room(self.language, self.wanted, by=self.by), place=place, session=session)

    def quiet(self) -> "Room":
        """The room without what was said about the last click."""
        return replace(self, trouble="", notice="", stale=False)


def meant_by(address: str) -> tuple[str, Place, str]:
    """The view, the place and the session that an address names; whatever it does not name is the beginning."""
    parts = {name: values[0] for name, values in parse_qs(address.removeprefix("?")).items()}
    session = parts.get("session", "")
    place: Place = "beside" if session and "beside" in parts else "session" if session else "choose"
    return parts.get("view", "ask"), place, session
