"""What a trainee does on the Practise page in, what the page shows out; each method answers one kind of click."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import gradio as gr

from mediator_bot.answers.evidence import Reader
from mediator_bot.errors import MediatorError, RightsError
from mediator_bot.practice import Turn
from mediator_bot.practice.transcript import MEDIATOR
from mediator_bot.service import Assistant
from mediator_bot.training import Exercise
from mediator_bot.types import Language
from mediator_bot.web.beside import beside_html
from mediator_bot.web.choose import Choice, choose_html
from mediator_bot.web.documents import Titles, document_html, named_in
from mediator_bot.web.events import language_of_visit, number, said_with
from mediator_bot.web.identity import who_asks
from mediator_bot.web.notes import notes_html
from mediator_bot.web.room import Room, Wanted, meant_by
from mediator_bot.web.scored import score_html
from mediator_bot.web.talk import OnTheWay, audience_html, frame, room_html
from mediator_bot.web.words import word

# Seconds before each line of a party: a moment to read the one before, as in a real room.
PAUSE = 0.7

# The room, the page, whom one speaks to, the notes, the box.
Shown = tuple[Any, Any, Any, Any, Any]
Said = Mapping[str, Any]


class PractisePage:
    """Serves every visitor of one assistant; what belongs to a visitor is passed in and out as a `Room`."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._training = assistant.training
        self._actions: dict[str, Callable[[Room, Said], tuple[Room, str | None]]] = {
            "begin": self._begin,
            "open": lambda room, said: (self._opened(room, str(said.get("session", ""))), ""),
            "list": lambda room, said: (room.at("choose"), ""),
            "narrow": self._narrow,
            "erase": self._erase,
            "share": self._share,
            "unshare": self._share,
            "to": lambda room, said: (replace(room.quiet(), alone=str(said.get("pid", ""))), None),
            "coach": self._coach,
            "uncoach": lambda room, said: (replace(room, coached=0), None),
            "replay": self._replay,
            "finish": self._finish,
            "beside": self._beside,
            "opinion": self._opinion,
            "reload": lambda room, said: (self._opened(room, room.session), None),
            "document": lambda room, said: (replace(room.quiet(), document=str(said.get("id", ""))), None),
            "close": lambda room, said: (replace(room, document=""), None),
        }

    # --- coming and going ----------------------------------------------------------------------------------------

    def arrive(self, request: gr.Request, remembered: str, address: str) -> Iterator[Shown]:
        """A new tab, at the place its address names. A tab on another page gets this one once it comes here."""
        language = language_of_visit(remembered, request)
        room = Room(language, Wanted(language=language), by=who_asks(request))
        yield from self._come(room, address)

    def enter(self, event: gr.EventData, room: Room) -> Iterator[Shown]:
        """The bar or the browser's own buttons lead here."""
        yield from self._come(room.quiet(), str(said_with(event).get("address", "")))

    def switch(self, room: Room) -> Shown:
        """The other language; the place stays."""
        other: Language = "en" if room.language == "zh" else "zh"
        wanted = room.wanted
        if wanted.language == room.language:
            wanted = replace(wanted, language=other)
        return self._shown(replace(room, language=other, wanted=wanted))

    def _come(self, room: Room, address: str) -> Iterator[Shown]:
        view, place, session = meant_by(address)
        if view != "practise":
            yield room, gr.skip(), gr.skip(), gr.skip(), gr.skip()
            return
        if place == "choose":
            yield self._shown(room if room.place == "choose" else room.at("choose"))
            return
        if (place, session) == (room.place, room.session):
            yield self._shown(room)
            return
        yield self._waiting(room)
        opened = self._opened(room, session)
        yield self._shown(replace(opened, place=place) if opened.session else opened, "")

    # --- clicks --------------------------------------------------------------------------------------------------

    def act(self, event: gr.EventData, room: Room) -> Iterator[Shown]:
        """Whatever a button of the page asks for."""
        said = said_with(event)
        action = self._actions.get(str(said.get("do")))
        if action is None:
            return
        if said["do"] in ("begin", "open", "opinion"):
            yield self._waiting(room, "asking_model" if said["do"] == "opinion" else "preparing")
        try:
            room, words = action(room, said)
        except MediatorError as error:
            room, words = replace(room.quiet(), trouble=error.told(room.language)), None
        yield self._shown(room, words)

    def _waiting(self, room: Room, words: str = "preparing") -> Shown:
        status = f'<p class="status" role="status">{word(words, room.language)}</p>'
        # Without an address: only where one arrives has one to come back to.
        return room, f'<div class="column">{status}</div>', "", "", gr.skip()

    def _begin(self, room: Room, said: Said) -> tuple[Room, str]:
        profile = str(said["profile"]) if "profile" in said else None
        return _in(room, self._training.begin(room.by, str(said.get("scenario")), profile)), ""

    def _opened(self, room: Room, session: str) -> Room:
        """The room of a kept session; the list, with the reason, where it is nobody's this person may see."""
        try:
            return _in(room, self._training.open(session, room.by))
        except RightsError:
            return replace(room.at("choose"), trouble=word("not_yours", room.language))
        except MediatorError as error:
            return replace(room.at("choose"), trouble=error.told(room.language))

    def _narrow(self, room: Room, said: Said) -> tuple[Room, None]:
        chosen = {name: str(said.get(name, "")) for name in ("language", "type", "difficulty")}
        return replace(room.quiet(), wanted=Wanted(**chosen)), None

    def _erase(self, room: Room, said: Said) -> tuple[Room, None]:
        self._training.practices.forget(str(said.get("session")), room.by)
        return replace(room.quiet(), notice=word("erased", room.language)), None

    def _share(self, room: Room, said: Said) -> tuple[Room, None]:
        person, session = str(said.get("person", "")).strip(), str(said.get("session"))
        if not person:
            return replace(room.quiet(), trouble=word("no_name", room.language)), None
        practices, is_given = self._training.practices, said["do"] == "share"
        (practices.share if is_given else practices.unshare)(session, room.by, person)
        key = "shared" if is_given else "unshared"
        return replace(room.quiet(), notice=word(key, room.language, person=person)), None

    def _coach(self, room: Room, said: Said) -> tuple[Room, None]:
        turn = number(said.get("turn"))
        self._training.coached(self._training.open(room.session, room.by), turn)
        return replace(room.quiet(), coached=turn), None

    def _replay(self, room: Room, said: Said) -> tuple[Room, str]:
        """A second way from before a turn, with the words of the first way to begin from."""
        exercise, turn = self._training.open(room.session, room.by), number(said.get("turn"))
        other = self._training.replay(exercise, room.by, turn)
        first = exercise.session.transcript[turn - 1]
        branched = replace(_in(room, other), alone=first.with_ or "", notice=word("replayed", room.language))
        return branched, first.text if first.by_mediator else ""

    def _finish(self, room: Room, _: Said) -> tuple[Room, str | None]:
        exercise = self._training.open(room.session, room.by)
        if exercise.kept.revision != room.revision:
            return replace(room.quiet(), stale=True), None
        return _in(room, self._training.finish(exercise, room.by)), ""

    def _opinion(self, room: Room, _: Said) -> tuple[Room, None]:
        """What a model thinks, beside the score; it takes its time."""
        exercise = self._training.open(room.session, room.by)
        return _in(room, self._training.with_opinion(exercise, room.by)), None

    def _beside(self, room: Room, said: Said) -> tuple[Room, None]:
        opened = self._opened(room, str(said.get("session") or room.session))
        return replace(opened, place="beside" if opened.session else "choose"), None

    # --- speaking ------------------------------------------------------------------------------------------------

    def say(self, room: Room, typed: str) -> Iterator[Shown]:
        """What was said at once; then, after a moment each, what the parties answer."""
        try:
            exercise = self._training.open(room.session, room.by)
        except MediatorError as error:
            yield self._shown(replace(room.quiet(), trouble=error.told(room.language)))
            return
        if exercise.kept.revision != room.revision:
            yield self._shown(replace(room.quiet(), stale=True))
            return
        room = replace(room.quiet(), coached=0, document="")
        said = Turn(MEDIATOR, typed.strip(), "caucus" if room.alone else "joint", room.alone or None)
        before = tuple(exercise.session.transcript)
        yield self._coming(exercise, room, OnTheWay(before, said), gr.update(value=""))
        try:
            exercise, answers = self._training.say(exercise, room.by, said.text, said.mode, said.with_)
        except MediatorError as error:
            yield self._shown(replace(room, trouble=error.told(room.language)), typed)
            return
        for n, answer in enumerate(answers):
            yield self._coming(exercise, room, OnTheWay(before, said, tuple(answers[:n]), answer.speaker), gr.skip())
            time.sleep(PAUSE)
        yield self._shown(replace(room, revision=exercise.kept.revision))

    def silence(self, room: Room) -> Iterator[Shown]:
        """Nothing is said, on purpose."""
        yield from self.say(room, "")

    def give_up(self, room: Room) -> Shown:
        """One line where a click or a turn broke off; the details are in the log of the server."""
        broken = f'<p class="trouble" role="alert">{word("broken_talk", room.language)}</p>'
        return room, frame(room, broken), "", "", gr.skip()

    def _coming(self, exercise: Exercise, room: Room, coming: OnTheWay, box: Any) -> Shown:
        return gr.skip(), room_html(exercise, room, own=True, coming=coming), gr.skip(), gr.skip(), box

    # --- showing -------------------------------------------------------------------------------------------------

    def _shown(self, room: Room, words: str | None = None) -> Shown:
        """The page of a room; `words` is what then stands in the box, None leaves what is there."""
        if room.place == "choose":
            return room, choose_html(self._choice(room), room), "", "", self._box(room, words)
        try:
            exercise = self._training.open(room.session, room.by)
            if room.place == "beside":
                comparison = self._training.compared(exercise, room.by)
                first = self._training.open(str(exercise.kept.branch_of), room.by).session
                return room, beside_html(comparison, first, exercise, room), "", "", self._box(room, words)
        except MediatorError as error:
            room = replace(room.at("choose"), trouble=error.told(room.language))
            return room, choose_html(self._choice(room), room), "", "", self._box(room, words)
        return self._session(exercise, room, words)

    def _session(self, exercise: Exercise, room: Room, words: str | None) -> Shown:
        own = exercise.kept.person == room.by.name
        reader = Reader(self._assistant.library.catalogue, room.by)
        titles: Titles = named_in(exercise.session.scenario, reader)
        aside = document_html(room.document, self._assistant.library, room.by, room.language) if room.document else ""
        if exercise.is_finished:
            replays = [one for one in self._training.practices.of(room.by) if one.branch_of == exercise.kept.id]
            model = self._training.has_model(room.by)
            scored = score_html(exercise, room, titles, replays, own=own, has_model=model)
            return room, scored, "", aside, self._box(room, words)
        coached = self._training.coached(exercise, room.coached) if room.coached else None
        page = room_html(exercise, room, own=own, coached=coached, titles=titles)
        party = next((p.name for p in exercise.session.scenario.parties if p.pid == room.alone), "")
        audience = audience_html(exercise, room) if own else ""
        notes = aside or notes_html(exercise.session, room.language)
        return room, page, audience, notes, self._box(room, words, party)

    def _box(self, room: Room, words: str | None, party: str = "") -> Any:
        hint = word("box_alone" if party else "box_joint", room.language, name=party)
        value = {} if words is None else {"value": words}
        return gr.update(placeholder=hint, label=hint, submit_btn=word("say", room.language), **value)

    def _choice(self, room: Room) -> Choice:
        training = self._training
        return Choice(
            training.scenarios,
            training.practices.of(room.by),
            training.skills(room.by, room.language),
            training.suggestion(room.by, room.language),
            room.by.name,
            training.practices.readers(room.by),
        )


def _in(room: Room, exercise: Exercise) -> Room:
    """The room of a session as this tab now knows it; who was last seen alone is spoken to again."""
    transcript = exercise.session.transcript
    alone = transcript[-1].with_ if transcript else None
    inside = room.at("session", exercise.kept.id)
    return replace(inside, revision=exercise.kept.revision, alone=alone or "")
