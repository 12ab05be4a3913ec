"""What a person does on the Library page in, what the page shows out; each method answers one kind of click."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from mediator_bot.cases.sheet import BY_NAME, changes, filled, missing, text_of
from mediator_bot.cases.taxonomy import CONFIDENTIALITY, label
from mediator_bot.errors import DocumentError, LibraryError, MediatorError, RightsError, SchemaError
from mediator_bot.library.catalogue import Stored
from mediator_bot.library.drafts import WRITERS, Drafts
from mediator_bot.library.imports import Upload
from mediator_bot.library.rights import require_admin
from mediator_bot.service import Assistant
from mediator_bot.types import Language
from mediator_bot.web.desk import Desk, meant
from mediator_bot.web.events import language_of_visit, number, said_with
from mediator_bot.web.identity import who_asks
from mediator_bot.web.importer import Importer
from mediator_bot.web.review import Reviewed, case_html, known, review_html
from mediator_bot.web.shelf import desk_html, imports_html, list_html, quarantine_html
from mediator_bot.web.words import word

# The tab, the page, the place to drop files, what is said of the draft, the clock that looks at imports.
Shown = tuple[Any, Any, Any, Any, Any]
Said = Mapping[str, Any]


class LibraryPage:
    """Serves every visitor of one assistant; what belongs to a visitor is passed in and out as a `Desk`."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._library = assistant.library
        self._drafts = Drafts(assistant.library.catalogue.engine)
        self._importer = Importer(assistant)
        self._importer.go_on_with_all()
        self._actions: dict[str, Callable[[Desk, Said], Desk]] = {
            "go": lambda desk, said: desk.at(meant(f"?place={said.get('place')}")[1]),
            "narrow": lambda desk, said: replace(
                desk.quiet(), status=str(said.get("status", "")), words=str(said.get("words", "")).strip()
            ),
            "report": lambda desk, said: replace(desk.quiet(), job=str(said.get("job", ""))),
            "cancel": self._cancel,
            "resume": self._resume,
            "review": lambda desk, said: self._opened(desk, str(said.get("document", ""))),
            "page": lambda desk, said: replace(desk, page=number(said.get("page")), proposal=-1),
            "image": lambda desk, said: replace(desk, image=not desk.image),
            "point": self._point,
            "use": self._use,
            "hide": self._decide,
            "leave": self._decide,
            "save": lambda desk, said: self._saved(desk)[0],
            "publish": self._publish,
            "remove": self._remove,
            "restore": self._restore,
            "hand_in": self._hand_in,
            "forget": self._forget,
        }

    # --- coming and going ----------------------------------------------------------------------------------------

    def arrive(self, request: gr.Request, remembered: str, address: str) -> Shown:
        """A new tab, at the place its address names."""
        desk = Desk(language_of_visit(remembered, request)).for_person(who_asks(request))
        return self._come(desk, address)

    def enter(self, event: gr.EventData, desk: Desk) -> Shown:
        """The bar or the browser's own buttons lead here."""
        return self._come(desk.quiet(), str(said_with(event).get("address", "")))

    def switch(self, desk: Desk) -> Shown:
        """The other language; the place stays."""
        other: Language = "en" if desk.language == "zh" else "zh"
        return self._shown(replace(desk.quiet(), language=other))

    def _come(self, desk: Desk, address: str) -> Shown:
        view, place, document = meant(address)
        if view != "library":
            return desk, gr.skip(), gr.skip(), gr.skip(), gr.Timer(active=False)
        if place == "review":
            return self._shown(self._opened(desk, document))
        return self._shown(desk.at(place if desk.by.role == "admin" else "case"))

    # --- clicks --------------------------------------------------------------------------------------------------

    def act(self, event: gr.EventData, desk: Desk) -> Shown:
        """Whatever a button of the page asks for."""
        said = said_with(event)
        action = self._actions.get(str(said.get("do")))
        if action is None:
            return self._shown(desk)
        if typed := known(said):
            desk = replace(desk, typed=typed)
        try:
            desk = action(desk.quiet(), said)
        except MediatorError as error:
            desk = replace(desk.quiet(), trouble=str(error))
        return self._shown(desk)

    def receive(self, desk: Desk, paths: list[str] | None) -> Shown:
        """Files were dropped: they become an import job, and their copies here are erased."""
        uploads = [Upload(Path(path).name, Path(path)) for path in paths or []]
        try:
            job = self._assistant.imports.receive(uploads, desk.by)
            self._importer.go_on(job.id, desk.by)
            desk = replace(desk.quiet(), job=job.id, notice=word("lib_received", desk.language, n=job.total))
        except MediatorError as error:
            desk = replace(desk.quiet(), trouble=str(error))
        for upload in uploads:
            with suppress(OSError):
                upload.content.unlink()
        shown = self._shown(desk)
        return (*shown[:2], gr.update(value=None), *shown[3:])

    def look(self, desk: Desk) -> Shown:
        """A moment has passed while an import is at work."""
        shown = self._shown(desk)
        return (*shown[:2], gr.skip(), gr.skip(), shown[4])

    def keep(self, event: gr.EventData, desk: Desk) -> tuple[Desk, str]:
        """Something was typed into the form of a new case: it is kept, and nothing else on the page moves."""
        try:
            draft = self._drafts.save(desk.by, desk.revision, known(said_with(event)))
        except MediatorError as error:
            return desk, f'<p class="trouble" role="alert">{escape(str(error))}</p>'
        at = str(draft.changed_at)[11:16]
        return replace(desk, revision=draft.revision), self._kept(at, desk.language)

    def give_up(self, desk: Desk) -> Shown:
        """One line where a click broke off; the details are in the log of the server."""
        broken = replace(desk.quiet(), trouble=word("lib_broken", desk.language))
        return broken, desk_html(broken, ""), gr.skip(), "", gr.skip()

    # --- imports -------------------------------------------------------------------------------------------------

    def _cancel(self, desk: Desk, said: Said) -> Desk:
        self._assistant.imports.cancel(str(said.get("job")), desk.by)
        return desk

    def _resume(self, desk: Desk, said: Said) -> Desk:
        require_admin(desk.by, "add documents")
        self._importer.go_on(self._assistant.imports.get(str(said.get("job")), desk.by).id, desk.by)
        return desk

    # --- review --------------------------------------------------------------------------------------------------

    def _opened(self, desk: Desk, document: str, version: int | None = None) -> Desk:
        """A document on the desk, in its newest version, with what stands in its record filled in."""
        require_admin(desk.by, "review documents")
        newest = self._library.catalogue.versions(document, desk.by)[-1]
        stored = newest if version is None else self._stored(replace(desk, document=document, version=version))
        return replace(
            desk.at("review"), document=document, version=stored.version, page=1, typed=filled(stored.record)
        )

    def _stored(self, desk: Desk) -> Stored:
        return self._library.catalogue.document(desk.document, desk.by, desk.version)

    def _point(self, desk: Desk, said: Said) -> Desk:
        which = number(said.get("proposal"))
        proposals = self._stored(desk).proposals
        if which not in range(len(proposals)):
            return desk
        return replace(desk, proposal=which, page=proposals[which].span.page, image=False)

    def _use(self, desk: Desk, said: Said) -> Desk:
        desk = self._point(desk, said)
        proposals = self._stored(desk).proposals
        if desk.proposal < 0 or proposals[desk.proposal].field not in BY_NAME:
            return desk
        proposal = proposals[desk.proposal]
        field = BY_NAME[proposal.field]
        if field.shape in ("lines", "items"):
            line, before = text_of(field, [proposal.value]), desk.typed.get(field.name, "").strip()
            text = before if line in before.splitlines() else f"{before}\n{line}".strip()
        else:
            text = text_of(field, proposal.value)
        return replace(desk, typed={**desk.typed, field.name: text})

    def _decide(self, desk: Desk, said: Said) -> Desk:
        which: Any = "all" if said.get("finding") == "all" else (number(said.get("finding")),)
        words = {"accept": which} if said["do"] == "hide" else {"reject": which}
        self._library.decide_names(desk.document, desk.by, desk.version, **words)
        return desk

    def _saved(self, desk: Desk) -> tuple[Desk, int]:
        """What was typed, kept as the next version, and its number; the same version where nothing was changed."""
        stored = self._stored(desk)
        changed = changes(stored.record, desk.typed)
        if not changed:
            return replace(desk, notice=word("lib_same", desk.language)), stored.version
        record = {name: value for name, value in {**stored.record, **changed}.items() if value is not None}
        if lacks := missing({"schema_version": "1", **record}, desk.language):
            raise SchemaError("\n".join([word("lib_lacks", desk.language), *lacks]))
        fields = changed if stored.reviewed else {"schema_version": "1", **changed}
        version = self._library.correct(desk.document, fields, desk.by, seen=desk.version)
        opened = self._opened(desk, desk.document, version)
        return replace(opened, notice=word("lib_saved", desk.language, n=version)), version

    def _publish(self, desk: Desk, said: Said) -> Desk:
        desk, version = self._saved(desk)
        try:
            level = self._library.publish(desk.document, desk.by, version)
        except LibraryError as error:  # what was typed is kept all the same, as the version on the desk
            return replace(desk, notice="", trouble=str(error))
        self._assistant.follow()
        # What was to be hidden is hidden now: the text and the record are read anew.
        desk = self._opened(desk, desk.document)
        meant_for = str(self._stored(desk).record.get("confidentiality") or level)
        key = "lib_published_as" if level == meant_for else "lib_second"
        return replace(desk, notice=word(key, desk.language, level=label(CONFIDENTIALITY, meant_for, desk.language)))

    def _remove(self, desk: Desk, said: Said) -> Desk:
        self._library.withdraw([desk.document], desk.by)
        self._assistant.follow()
        return replace(desk, notice=word("lib_removed_now", desk.language))

    def _restore(self, desk: Desk, said: Said) -> Desk:
        version = number(said.get("version"))
        self._library.restore(desk.document, version, desk.by)
        self._assistant.follow()
        return self._opened(desk, desk.document, version)

    # --- a new case ----------------------------------------------------------------------------------------------

    def _hand_in(self, desk: Desk, said: Said) -> Desk:
        draft = self._drafts.save(desk.by, desk.revision, desk.typed)
        desk = replace(desk, revision=draft.revision)
        try:
            document = self._drafts.hand_in(
                self._library.catalogue, desk.by, draft.revision, self._assistant.settings.unit, desk.language
            )
        except (SchemaError, LibraryError) as error:
            return replace(desk, trouble=str(error))
        return replace(desk.at("case"), notice=word("lib_handed_in", desk.language, id=document))

    def _forget(self, desk: Desk, said: Said) -> Desk:
        self._drafts.forget(desk.by)
        return desk.at("case")

    # --- showing -------------------------------------------------------------------------------------------------

    def _shown(self, desk: Desk) -> Shown:
        """The page of a desk. Each part asks the library, which refuses what the person may not see."""
        busy = False
        kept = ""
        try:
            if desk.place == "case":
                if desk.by.role not in WRITERS:
                    raise RightsError(word("lib_nothing_here", desk.language))
                draft = self._drafts.open(desk.by)
                desk = replace(desk, revision=draft.revision)
                inside = case_html(draft.texts, desk.language)
                kept = self._kept(draft.changed_at[11:16], desk.language) if draft.changed_at else ""
            else:
                require_admin(desk.by, "manage documents")
                inside, busy = self._admin_html(desk)
        except (RightsError, LibraryError) as error:
            desk, inside = replace(desk, trouble=str(error)), ""
        is_import = desk.place == "imports" and desk.by.role == "admin"
        drop = gr.update(visible=is_import, label=word("lib_drop", desk.language))
        return desk, desk_html(desk, inside), drop, kept, gr.Timer(active=busy)

    def _admin_html(self, desk: Desk) -> tuple[str, bool]:
        """The inside of the page, and whether an import is at work that should be looked at again."""
        if desk.place == "imports":
            imports = self._assistant.imports
            jobs = imports.of(desk.by)
            known_job = desk.job in {job.id for job in jobs}
            files = {desk.job: imports.files(desk.job, desk.by)} if known_job else {}
            busy = any(job.state in ("running", "waiting") for job in jobs)
            return imports_html(jobs, files, desk), busy
        if desk.place == "upkeep":
            return quarantine_html(self._library.catalogue.quarantined(desk.by), desk.language), False
        if desk.place == "review":
            return review_html(self._reviewed(desk), desk), False
        return list_html(self._library.catalogue.list_documents(desk.by), desk), False

    def _reviewed(self, desk: Desk) -> Reviewed:
        stored, catalogue = self._stored(desk), self._library.catalogue
        numbers = catalogue.page_numbers(stored.document_id, stored.version)
        pages = {n: catalogue.page(stored.document_id, stored.version, n, desk.by) for n in numbers}
        names = self._library.names(stored.document_id, desk.by, stored.version)
        picture = None
        if desk.image:
            with suppress(DocumentError, LibraryError):  # a note that was typed here has no original
                picture = self._library.page_image(stored.document_id, stored.version, desk.page, desk.by)
        return Reviewed(stored, pages, catalogue.versions(stored.document_id, desk.by), desk.typed, names, picture)

    def _kept(self, at: str, language: Language) -> str:
        return f'<p class="marks" role="status">{word("lib_kept", language, at=at)}</p>'
