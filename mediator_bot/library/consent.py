"""A chat model and a person in; which levels of documents may be sent to it for them, and whether they agreed, out.

Nothing leaves this machine for a model unless an admin has allowed its provider and the person who asks was told, once, who
gets what. A model on this machine needs neither, but reads no more than public and training material unless an admin says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, Table, delete, insert, select

from mediator_bot.errors import LibraryError, QuestionError, RightsError
from mediator_bot.library.audit import append
from mediator_bot.library.catalogue import Catalogue, now
from mediator_bot.library.rights import OPEN_LEVELS, require_admin
from mediator_bot.library.tables import chat_agreements, chat_providers, writing
from mediator_bot.models.endpoint import Endpoint
from mediator_bot.types import Language, Person

LEVELS = (*OPEN_LEVELS, "unit", "restricted")
# Who reads open material only, and who reads the notes of each unit but nothing restricted.
_OUTSIDER, _OF_EACH_UNIT = Person("chat model", "trainee"), Person("chat model", "mediator", every_unit=True)


@dataclass(frozen=True)
class Standing:
    """How a person stands with a chat model: the levels that may go there (none: not allowed), and whether they agreed."""

    endpoint: Endpoint
    levels: tuple[str, ...]
    agreed: bool

    @property
    def may_send(self) -> bool:
        """Whether anything may be sent."""
        return bool(self.levels) and self.agreed


@dataclass(frozen=True)
class Allowed:
    """A provider that an admin allowed."""

    provider: str
    levels: tuple[str, ...]
    allowed_by: str
    at: str


class Consents:
    """What may leave for chat models, for one library."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def standing(self, endpoint: Endpoint, person: Person) -> Standing:
        """How `person` stands with a model. Who agreed to less than is sent today is asked again."""
        with self._engine.connect() as connection:
            allowed = _levels(connection, chat_providers, provider=endpoint.provider)
            agreed = _levels(connection, chat_agreements, provider=endpoint.provider, person=person.name)
        levels = allowed or (OPEN_LEVELS if endpoint.is_local else ())
        return Standing(endpoint, levels, endpoint.is_local or bool(agreed) and set(levels) <= set(agreed))

    def require(self, endpoint: Endpoint, person: Person) -> Standing:
        """The same. Raises RightsError where nothing may be sent, with what to do."""
        standing = self.standing(endpoint, person)
        if not standing.levels:
            raise RightsError(
                f"Nothing is sent to {endpoint.provider}: it is not this machine, and no admin has allowed it. "
                f"An admin can: mediator-bot models allow {endpoint.provider}."
            )
        if not standing.agreed:
            raise RightsError(
                f"Nothing is sent to {endpoint.provider} yet. {notice(standing, 'en')} "
                f"To agree: mediator-bot models agree {endpoint.provider}, or --send-to {endpoint.provider}."
            )
        return standing

    def allow(self, provider: str, levels: Sequence[str], by: Person) -> Allowed:
        """Allow words of documents of `levels`, and no others, to go to a provider; an entry in the audit log.

        Raises RightsError for anyone but an admin, QuestionError for a level nobody knows.
        """
        require_admin(by, "allow a chat model")
        unknown = [level for level in levels if level not in LEVELS]
        if unknown or not levels:
            raise QuestionError(f"{(unknown or ['no level'])[0]!r}: name levels among {', '.join(LEVELS)}.")
        chosen = [level for level in LEVELS if level in levels]
        allowed = Allowed(provider, tuple(chosen), by.name, now())
        with writing(self._engine) as connection:
            connection.execute(delete(chat_providers).where(chat_providers.c.provider == provider))
            connection.execute(insert(chat_providers).values({**vars(allowed), "levels": chosen}))
            append(connection, by, "allow chat model", provider, {"levels": ", ".join(chosen)})
        return allowed

    def forbid(self, provider: str, by: Person) -> None:
        """Take the permission back. Raises RightsError for anyone but an admin, LibraryError where there is none."""
        require_admin(by, "forbid a chat model")
        with writing(self._engine) as connection:
            gone = connection.execute(delete(chat_providers).where(chat_providers.c.provider == provider)).rowcount
            if not gone:
                raise LibraryError(f"{provider!r} was not allowed. See `mediator-bot models list`.")
            append(connection, by, "forbid chat model", provider)

    def allowed(self) -> list[Allowed]:
        """What is allowed today, by name."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(chat_providers).order_by(chat_providers.c.provider)).all()
        return [Allowed(row.provider, tuple(row.levels), row.allowed_by, row.at) for row in rows]

    def agree(self, standing: Standing, person: Person) -> None:
        """Remember that a person was told what `standing` says, and agreed; an entry in the audit log."""
        provider = standing.endpoint.provider
        mine = (chat_agreements.c.person == person.name) & (chat_agreements.c.provider == provider)
        row = {"person": person.name, "provider": provider, "levels": list(standing.levels), "at": now()}
        with writing(self._engine) as connection:
            connection.execute(delete(chat_agreements).where(mine))
            connection.execute(insert(chat_agreements).values(row))
            append(connection, person, "agree to chat model", provider, {"levels": ", ".join(standing.levels)})


def may_go(catalogue: Catalogue, document_id: str, version: int, by: Person, levels: Sequence[str]) -> bool:
    """Whether the words of a version, which `by` may read, may go to a model that is allowed `levels`.

    Raises LibraryError where `by` may not read it.
    """
    stored = catalogue.document(document_id, by, version)
    if _reads(catalogue, document_id, version, _OUTSIDER):
        return stored.confidentiality in levels
    return ("unit" if _reads(catalogue, document_id, version, _OF_EACH_UNIT) else "restricted") in levels


def notice(standing: Standing, language: Language) -> str:
    """What a person is told before the first words leave: who gets what."""
    endpoint, levels = standing.endpoint, standing.levels
    if language == "zh":
        named = "、".join(_LEVEL_ZH[level] for level in levels)
        return (
            f"语言模型 {endpoint.shown} 不在这台电脑上，由 {endpoint.provider} 运行。要它组织语言，就得把您输入的问题原样、"
            f"以及所引原文（{named}材料）发给对方。请不要在问题里写真实姓名和住址。其他内容一概不发。"
        )
    return (
        f"The chat model {endpoint.shown} is not on this machine; {endpoint.provider} runs it. To word a summary it gets your "
        f"question as you type it and the quotes of the answer ({', '.join(levels)} material). Do not type real names or "
        "addresses. Nothing else is sent."
    )


_LEVEL_ZH = {"public": "公开", "training": "培训", "unit": "本单位", "restricted": "限制"}


def _reads(catalogue: Catalogue, document_id: str, version: int, person: Person) -> bool:
    try:
        catalogue.document(document_id, person, version)
    except LibraryError:
        return False
    return True


def _levels(connection: Connection, table: Table, **keys: str) -> tuple[str, ...]:
    found = select(table.c.levels).where(*(table.c[name] == value for name, value in keys.items()))
    return tuple(connection.execute(found).scalar() or ())
